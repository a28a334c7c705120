"""What is made of a corpus once, before the first document is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import incidence, row_blocks
from lamplighter.primitives import TermNumbers, Vocabulary, count_terms, frequent_terms, recode, tfidf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Incidence
    from lamplighter.primitives import Ngrams

__all__ = ["Index", "Slice", "build_index", "silent"]

PROGRESS_EVERY = 500
"""Documents between two reports of progress."""


@dataclass(frozen=True, eq=False)
class Slice:
    """A row block of the corpus, with all that is computed of its documents once.

    Attributes
    ----------
    number : int
        Its place among the slices.
    start : int
        The document that its first row is.
    texts : sequence of str
    features : csr_array of shape (n, Z)
        TF-IDF.
    incidence : csr_array of shape (n, Z)
        Ones in the pattern of ``features``, which it shares in memory.
    """

    number: int
    start: int
    texts: Sequence[str]
    features: Features

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def documents(self) -> slice:
        """Where its documents stand in arrays of all documents."""
        return slice(self.start, self.start + len(self.texts))

    @cached_property
    def incidence(self) -> Incidence:
        """Ones where a document contains a primitive."""
        return incidence(self.features)


@dataclass(frozen=True, eq=False)
class Index:
    """All slices of a corpus, and the vocabulary they share.

    Attributes
    ----------
    primitives : Ngrams
        How texts are cut.
    vocabulary : Vocabulary
    slices : tuple of Slice
        In the order of the documents.
    """

    primitives: Ngrams
    vocabulary: Vocabulary
    slices: tuple[Slice, ...]

    @property
    def n_documents(self) -> int:
        """Documents of all slices."""
        return sum(len(block) for block in self.slices)

    def locate(self, document: int) -> tuple[Slice, int]:
        """Give the slice that holds a document, and the document's row in it."""
        starts = [block.start for block in self.slices]
        block = self.slices[int(np.searchsorted(starts, document, side="right")) - 1]
        return block, document - block.start

    def features_of(self, document: int) -> NDArray[np.float64]:
        """Give the features of one document, dense, shape (Z,)."""
        block, row = self.locate(document)
        dense: NDArray[np.float64] = block.features[[row]].toarray()[0]
        return dense

    def transform(self, texts: Sequence[str]) -> Features:
        """Give the features of other texts, shape (n, Z)."""
        numbers = TermNumbers(self.vocabulary.numbers)  # words that are new to it are numbered behind, and left out
        counts = count_terms(texts, self.primitives.analyzer(), numbers)
        known = recode(counts, np.arange(len(self.vocabulary)))
        return tfidf(known, self.vocabulary.inverse_frequencies)

    def terms_of(self, document: int) -> list[str]:
        """Give the indexed primitives that a document contains, in alphabetical order."""
        block, row = self.locate(document)
        columns = block.features.indices[block.features.indptr[row] : block.features.indptr[row + 1]]
        return [self.vocabulary.terms[column] for column in columns]


def build_index(texts: Sequence[str], primitives: Ngrams, progress: Callable[[int, int], None] | None = None) -> Index:
    """Cut a corpus into slices and index them, in one pass over the texts.

    Parameters
    ----------
    texts : sequence of str
    primitives : Ngrams
    progress : callable, optional
        Called now and then with the documents done and those there are.

    Raises
    ------
    PrimitiveError
        If no primitive is frequent enough to be used.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> index = build_index(["good film", "bad film", "bad fish"], Ngrams())
    >>> index.vocabulary.terms, index.slices[0].incidence.toarray().tolist()
    (('bad', 'film'), [[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    """
    analyze = primitives.analyzer()
    numbers = TermNumbers()
    report = progress or silent
    blocks = row_blocks(len(texts))
    counted = [count_terms(_reporting(texts, block, report), analyze, numbers) for block in blocks]
    report(len(texts), len(texts))
    document_counts = np.zeros(len(numbers), dtype=np.int64)
    for counts in counted:
        document_counts += np.bincount(counts.indices, minlength=len(numbers))
    vocabulary, columns = frequent_terms(
        numbers, document_counts, len(texts), min_df=primitives.min_df, max_df=primitives.max_df
    )
    if not len(vocabulary):
        raise PrimitiveError(
            f"No word can be used: of {len(numbers)} different ones in {len(texts)} documents none stands in at least "
            f"{primitives.min_df} of them and in at most {primitives.max_df:.0%}. Give more documents, set min_df to 1 (--min-df 1), "
            "or, for a language without blanks between words, pass a tokeniser (in Python)."
        )
    slices = tuple(
        Slice(number, block.start, texts[block], tfidf(recode(counts, columns), vocabulary.inverse_frequencies))
        for number, (block, counts) in enumerate(zip(blocks, counted, strict=True))
    )
    return Index(primitives, vocabulary, slices)


def silent(done: int, total: int) -> None:
    """Report to nobody."""


def _reporting(texts: Sequence[str], block: slice, report: Callable[[int, int], None]) -> Iterator[str]:
    """Give the texts of a block one by one, telling now and then how far it has come."""
    for number in range(block.start, block.stop):
        if number % PROGRESS_EVERY == 0:
            report(number, len(texts))
        yield texts[number]
