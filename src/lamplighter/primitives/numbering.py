"""The words of blocks of documents as numbers, given in the order in which they appear."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from lamplighter.primitives.ngrams import Cutter
    from lamplighter.primitives.words import Words

__all__ = ["KnownNumbers", "Numbered", "TermNumbers", "number_words"]

CHARACTERS_A_PIECE = 4_000_000
"""So that a thread needs no more than some ten megabytes."""


class TermNumbers(dict[str, int]):
    """Numbers terms as they are asked for, from 0.

    Examples
    --------
    >>> numbers = TermNumbers()
    >>> numbers["fish"], numbers["film"], numbers["fish"]
    (0, 1, 0)
    """

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class KnownNumbers(dict[str, int]):
    """Numbers of known words; any other word has the number behind them.

    Examples
    --------
    >>> numbers = KnownNumbers(fish=0, film=1)
    >>> numbers["film"], numbers["unicorn"], len(numbers)
    (1, 2, 2)
    """

    def __missing__(self, word: str) -> int:
        return len(self)


class Numbered(NamedTuple):
    """The words of a block of documents, one document after another, as numbers.

    Attributes
    ----------
    words : ndarray of shape (w,)
        −1 for a word without a number.
    rows : ndarray of shape (w,)
        The document of the block that each stands in, ascending.
    n_documents : int
    """

    words: NDArray[np.int32]
    rows: NDArray[np.int32]
    n_documents: int

    def without(self, left_out: NDArray[np.bool_]) -> Numbered:
        """Leave words out, as if they stood in no document."""
        kept = ~left_out[self.words]
        return Numbered(self.words[kept], self.rows[kept], self.n_documents)

    def renumbered(self, numbers: NDArray[np.int32]) -> Numbered:
        """Give words other numbers, or none."""
        return self._replace(words=numbers[self.words])


def number_words(
    texts: Sequence[str],
    blocks: Sequence[slice],
    cutter: Cutter,
    numbers: dict[str, int],
    report: Callable[[int], None] = lambda done: None,  # noqa: ARG005
) -> Iterator[Numbered]:
    """Cut blocks of documents and number the words.

    Parameters
    ----------
    texts : sequence of str
    blocks : sequence of slice
    cutter : Cutter
    numbers : dict
        The number of each word. New ones may be added to it: it is what carries from one block to the next.
    report : callable, optional
        Told now and then how many documents are done.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> (block,) = number_words(["bb aa bb", "cc"], [slice(0, 2)], Ngrams().cutter(), TermNumbers())
    >>> [block.words[block.rows == row].tolist() for row in (0, 1)]
    [[0, 1, 0], [2]]
    """
    cut = [list(_pieces(texts, block, cutter.n_documents)) for block in blocks]
    with _mapping(in_threads=cutter.in_threads and len(blocks) > 1) as mapping:
        found = mapping(lambda piece: cutter.cut(texts[piece]), [piece for pieces in cut for piece in pieces])
        for block, pieces in zip(blocks, cut, strict=True):
            words, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
            for piece in pieces:
                report(piece.start)
                part = next(found)
                own = np.fromiter(map(numbers.__getitem__, part.different), np.int32, len(part.different))
                words.append(own[part.places])
                counts.append(part.counts)
            n_documents = block.stop - block.start
            rows = np.repeat(np.arange(n_documents, dtype=np.int32), np.concatenate(counts))
            yield Numbered(np.concatenate(words), rows, n_documents)


def _pieces(texts: Sequence[str], block: slice, n_documents: int) -> Iterator[slice]:
    """Cut a block into what is worked on between two reports of progress; where texts are long, into more."""
    start, n_characters = block.start, 0
    for stop in range(block.start + 1, block.stop + 1):
        n_characters += len(texts[stop - 1])
        if n_characters >= CHARACTERS_A_PIECE or stop - start == n_documents or stop == block.stop:
            yield slice(start, stop)
            start, n_characters = stop, 0


@contextmanager
def _mapping(*, in_threads: bool) -> Iterator[Callable[..., Iterator[Words]]]:
    """Give a ``map`` that works ahead in threads, or the plain one."""
    if not in_threads:
        yield map
        return
    pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="lamplighter-cut")
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)  # of an interrupt, nobody wants to wait for the rest
