"""What a worker does: it holds some slices and their parts, and works on them when asked."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import chain
from operator import add
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from lamplighter.cluster.vocabularies import TermCounts, count_documents
from lamplighter.cluster.wire import unpacked
from lamplighter.engine import Engine, Index, Slice
from lamplighter.primitives import Bigrams, KeyCounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lamplighter.data.sources import Sources
    from lamplighter.primitives import FeatureSpace, Ngrams, Vocabulary

__all__ = ["Holder", "Wanted"]

AT_A_TIME = 32
"""Slices whose texts are cut into words together."""

Wanted: TypeAlias = Literal["each", "sum", "whole"]
"""How results are sent back: each slice's own, their sum, or all joined in one array."""


class Holder:
    """Holds slices of a corpus, in a process of its own.

    It is told what to do by a :class:`~lamplighter.cluster.far.FarEngine`, one thing after the other.

    Parameters
    ----------
    sources : Sources
        What the texts are read from.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.spans: dict[int, slice] = {}
        self.index: Index | None = None
        self.parts: dict[int, dict[int, Any]] = {}
        self._texts: dict[int, Sequence[str]] = {}

    def hold(self, spans: Mapping[int, slice]) -> None:
        """Read the texts of slices, by their numbers and the documents of each; what was held before is let go."""
        self.spans = dict(spans)
        self.index = None
        self.parts = {}
        self._texts = {}
        if spans:  # they adjoin: a file is opened once, not for each of its slices
            first = min(span.start for span in spans.values())
            texts = self.sources.texts(slice(first, max(span.stop for span in spans.values())))
            self._texts = {number: texts[span.start - first : span.stop - first] for number, span in spans.items()}

    def count(self, primitives: Ngrams) -> TermCounts:
        """Count in how many of the documents each term stands."""
        counted = (count_documents(_joined(run), primitives) for run in self._runs())
        return reduce(add, counted, TermCounts())

    def count_bigrams(self, words: Sequence[str], primitives: Ngrams) -> KeyCounts:
        """Count in how many of the documents each pair of some words stands."""
        bigrams = Bigrams(words)
        counted = (bigrams.documents(_joined(run), primitives) for run in self._runs())
        return reduce(add, counted, KeyCounts.none())

    def settle(self, primitives: Ngrams, vocabulary: Vocabulary, space: FeatureSpace) -> None:
        """Index the slices in the vocabulary of the whole corpus."""
        index = Index(primitives, vocabulary, space, ())
        slices: list[Slice] = []
        for run in self._runs():
            every, start = index.counting.count(_joined(run)), 0
            for number, texts in run.items():
                counts = every[start : start + len(texts)]
                start += len(texts)
                slices.append(index.slice_from(counts, self.spans[number], texts, number=number))
        self.index = replace(index, slices=tuple(slices))

    def _runs(self) -> Iterator[dict[int, Sequence[str]]]:
        """Give the texts of some slices at a time, by their numbers: to begin with some costs as much as a slice."""
        numbers = sorted(self._texts)
        for start in range(0, len(numbers), AT_A_TIME):
            yield {number: self._texts[number] for number in numbers[start : start + AT_A_TIME]}

    def run(
        self,
        jobs: Sequence[tuple[bytes, Mapping[int, Sequence[Any]]]],
        kept_as: Sequence[int],
        wanted: Wanted,
        dropped: Sequence[int] = (),
    ) -> Any:
        """Do some work on slices: make the parts that are needed, which stay here, and send what is asked for.

        Parameters
        ----------
        jobs : sequence of (bytes, mapping of int to sequence)
            Each a packed pair (the function, and the parts that it is given of each slice, ``None`` where what it is given came with the
            call), and for each slice to be worked on, by its number, what came with the call.
        kept_as : sequence of int
            The numbers of the parts that all jobs but the last one make.
        wanted : {'each', 'sum', 'whole'}
            Of the last job.
        dropped : sequence of int
            Parts that nobody has use for any more.
        """
        if self.index is None:
            raise RuntimeError("This worker holds no slices yet.")
        with Engine(self.index).working():
            for (work, own), number in zip(jobs, kept_as, strict=False):
                self.parts[number] = dict(self._results(work, own))
            results = self._results(*jobs[-1])
            found: Any
            if wanted == "sum":
                found = reduce(add, (result for _, result in results))
            elif wanted == "whole":
                found = np.concatenate([result for _, result in results])
            else:
                found = dict(results)
        for number in dropped:  # afterwards: what is made now may be made of them
            self.parts.pop(number, None)
        return found

    def _results(self, work: bytes, own: Mapping[int, Sequence[Any]]) -> Iterator[tuple[int, Any]]:
        function, names = unpacked(work, self.index, self.parts)
        slices = {block.number: block for block in self.index.slices} if self.index else {}
        for number in sorted(own):
            came = iter(own[number])
            given = [
                next(came) if name is None else slices[number] if name == "slice" else name[number] for name in names
            ]
            yield number, function(*given)

    def held(self) -> dict[str, int]:
        """Say how much is held: for tests, and for whoever looks for what fills the memory."""
        return {"slices": len(self.spans), "parts": len(self.parts)}


def _joined(run: Mapping[int, Sequence[str]]) -> list[str]:
    return [*chain.from_iterable(run.values())]
