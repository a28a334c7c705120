"""The vocabulary of a corpus that no process holds whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Vocabulary, count_blocks, frequent_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.primitives import Ngrams

__all__ = ["TermCounts", "count_documents", "vocabulary_of"]


@dataclass(frozen=True)
class TermCounts:
    """In how many documents each term stands.

    Attributes
    ----------
    of_terms : Counter of str
    n_documents : int
        Documents that were counted.
    """

    of_terms: Counter[str] = field(default_factory=Counter)
    n_documents: int = 0

    def __add__(self, other: TermCounts) -> TermCounts:
        return TermCounts(self.of_terms + other.of_terms, self.n_documents + other.n_documents)


def count_documents(texts: Sequence[str], primitives: Ngrams) -> TermCounts:
    """Count in how many of some documents each term stands.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> dict(count_documents(["good film", "good good food"], Ngrams()).of_terms)
    {'film': 1, 'food': 1, 'good': 2}
    """
    counted, runs, words = count_blocks(texts, row_blocks(len(texts)), primitives)
    every, _, _ = frequent_terms(counted, runs, words, len(texts), min_df=1, max_df=1.0)
    return TermCounts(Counter(dict(zip(every.terms, every.document_counts.tolist(), strict=True))), len(texts))


def vocabulary_of(counts: TermCounts, primitives: Ngrams) -> Vocabulary:
    """Give the terms of a whole corpus that are frequent enough.

    Raises
    ------
    PrimitiveError
        If none is.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> halves = [count_documents(texts, Ngrams()) for texts in (["good film", "bad film"], ["bad fish"])]
    >>> vocabulary_of(halves[0] + halves[1], Ngrams()).terms
    ('bad', 'film')
    """
    every, n_documents = counts.of_terms, counts.n_documents
    most = primitives.max_df * n_documents
    terms = sorted(term for term, count in every.items() if primitives.min_df <= count <= most)
    if not terms:
        raise PrimitiveError.from_none(len(every), n_documents, primitives.min_df, primitives.max_df)
    return Vocabulary(tuple(terms), np.array([every[term] for term in terms], dtype=np.int64), n_documents)
