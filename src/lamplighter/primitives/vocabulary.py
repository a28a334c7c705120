"""The vocabulary of a corpus, and what is made of counts of its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.linalg import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Features

__all__ = ["Vocabulary", "recode", "renumbered", "tfidf"]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The primitives of a corpus, in alphabetical order.

    Attributes
    ----------
    terms : tuple of str
        The Z primitives.
    document_counts : ndarray of shape (Z,)
        How many documents contain each.
    n_documents : int
        Documents that were counted.

    Examples
    --------
    >>> vocabulary = Vocabulary(("fish", "funny"), np.array([1, 3]), n_documents=3)
    >>> vocabulary.numbers["funny"], vocabulary.inverse_frequencies.round(3).tolist()
    (1, [1.693, 1.0])
    """

    terms: tuple[str, ...]
    document_counts: NDArray[np.int64]
    n_documents: int

    def __len__(self) -> int:
        return len(self.terms)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The column of each term."""
        return {term: number for number, term in enumerate(self.terms)}

    @cached_property
    def rates(self) -> NDArray[np.float64]:
        """The share of the documents that contain each."""
        return self.document_counts / self.n_documents

    @cached_property
    def inverse_frequencies(self) -> NDArray[np.float64]:
        """Smoothed inverse document frequencies, as in scikit-learn: ``ln((1 + n) / (1 + df)) + 1``."""
        return np.log((1 + self.n_documents) / (1 + self.document_counts)) + 1

    def followed_by(self, other: Vocabulary) -> Vocabulary:
        """Give these terms and, behind them, others that were counted in the same documents."""
        counts = np.concatenate([self.document_counts, other.document_counts])
        return Vocabulary(self.terms + other.terms, counts, self.n_documents)


def recode(counts: sparse.csr_array[np.float64], columns: NDArray[np.int64]) -> sparse.csr_array[np.float64]:
    """Keep some columns, in a new order; ``counts`` may have been made before later columns were known.

    Examples
    --------
    >>> recode(sparse.csr_array([[5.0, 7.0], [0.0, 1.0]]), np.array([2, 1])).toarray().tolist()
    [[0.0, 7.0], [0.0, 1.0]]
    """
    places = np.full(max(counts.shape[1], int(columns.max(initial=-1)) + 1), -1, dtype=np.int32)
    places[columns] = np.arange(len(columns), dtype=np.int32)
    return renumbered(counts, places, len(columns))


def renumbered(
    counts: sparse.csr_array[np.float64], places: NDArray[np.int32], n_columns: int
) -> sparse.csr_array[np.float64]:
    """Move each column to its place among others; a column whose place is −1 is left out.

    Examples
    --------
    >>> renumbered(sparse.csr_array([[5.0, 7.0], [0.0, 1.0]]), np.array([-1, 2]), 3).toarray().tolist()
    [[0.0, 0.0, 7.0], [0.0, 0.0, 1.0]]
    """
    moved = places[counts.indices]
    kept = moved >= 0
    edges = np.concatenate([[0], np.cumsum(kept)])[counts.indptr].astype(np.int32)
    recoded = sparse.csr_array((counts.data[kept], moved[kept], edges), shape=(counts.shape[0], n_columns))
    recoded.sort_indices()
    return recoded


def tfidf(
    counts: sparse.csr_array[np.float64], inverse_frequencies: NDArray[np.float64], *, sublinear: bool = True
) -> Features:
    """Weigh counts by TF-IDF and scale each row to Euclidean length 1.

    The weight of a term is ``(1 + ln tf) · idf``, or ``tf · idf`` where it is not sub-linear, as in scikit-learn's
    ``TfidfVectorizer(sublinear_tf=True)``.

    Examples
    --------
    >>> tfidf(sparse.csr_array([[1.0, 1.0], [0.0, 9.0]]), np.array([3.0, 4.0])).toarray().tolist()
    [[0.6, 0.8], [0.0, 1.0]]
    """
    weights = (1 + np.log(counts.data) if sublinear else counts.data) * inverse_frequencies[counts.indices]
    return unit_rows(sparse.csr_array((weights, counts.indices, counts.indptr), shape=counts.shape, copy=False))
