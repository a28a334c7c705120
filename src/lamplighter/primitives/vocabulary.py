"""From documents to counts of terms: the vocabulary, the incidence of primitives, and TF-IDF.

Documents come in blocks, one pass over them: terms are numbered as they appear (:func:`count_terms`); when all
blocks are counted, the frequent ones are kept in alphabetical order (:func:`frequent_terms`) and the blocks are
recoded to them (:func:`recode`), so that the order of the documents does not matter.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from lamplighter.arrays import Features

__all__ = ["TermNumbers", "Vocabulary", "count_terms", "frequent_terms", "recode", "tfidf"]


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
    def inverse_frequencies(self) -> NDArray[np.float64]:
        """Smoothed inverse document frequencies, as in scikit-learn: ``ln((1 + n) / (1 + df)) + 1``."""
        return np.log((1 + self.n_documents) / (1 + self.document_counts)) + 1


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


def count_terms(
    documents: Iterable[str], analyze: Callable[[str], list[str]], numbers: TermNumbers
) -> sparse.csr_array[np.float64]:
    """Count the terms of each document.

    Parameters
    ----------
    documents : iterable of str
    analyze : callable
        From a text to its terms, repeats included.
    numbers : TermNumbers
        The column of each term. New terms are added to it: it is what carries from one block of documents to the next.

    Returns
    -------
    csr_array of shape (n, len(numbers))
        Counts, with sorted columns.

    Examples
    --------
    >>> numbers = TermNumbers()
    >>> count_terms(["b a b", "c"], str.split, numbers).toarray().tolist(), numbers
    ([[2.0, 1.0, 0.0], [0.0, 0.0, 1.0]], {'b': 0, 'a': 1, 'c': 2})
    """
    columns, edges = array("i"), array("i", [0])
    for document in documents:
        columns.extend(map(numbers.__getitem__, analyze(document)))
        edges.append(len(columns))
    entries = (np.ones(len(columns)), np.frombuffer(columns, np.int32), np.frombuffer(edges, np.int32))
    counts = sparse.csr_array(entries, shape=(len(edges) - 1, len(numbers)))
    counts.sum_duplicates()
    return counts


def frequent_terms(
    numbers: dict[str, int], document_counts: NDArray[np.int64], n_documents: int, *, min_df: int, max_df: float
) -> tuple[Vocabulary, NDArray[np.int64]]:
    """Keep the terms that stand in enough documents, and not in too many, in alphabetical order.

    Returns
    -------
    vocabulary : Vocabulary
    columns : ndarray of shape (Z,)
        The old column of each kept term.

    Examples
    --------
    >>> counts = np.array([2, 1, 3])
    >>> vocabulary, columns = frequent_terms({"b": 0, "a": 1, "c": 2}, counts, 3, min_df=2, max_df=1.0)
    >>> vocabulary.terms, columns.tolist()
    (('b', 'c'), [0, 2])
    """
    kept = (document_counts >= min_df) & (document_counts <= max_df * n_documents)
    terms = sorted(term for term, number in numbers.items() if kept[number])
    columns = np.fromiter((numbers[term] for term in terms), dtype=np.int64, count=len(terms))
    return Vocabulary(tuple(terms), document_counts[columns], n_documents), columns


def recode(counts: sparse.csr_array[np.float64], columns: NDArray[np.int64]) -> sparse.csr_array[np.float64]:
    """Keep some columns, in a new order; ``counts`` may have been made before later columns were known.

    Examples
    --------
    >>> recode(sparse.csr_array([[5.0, 7.0], [0.0, 1.0]]), np.array([2, 1])).toarray().tolist()
    [[0.0, 7.0], [0.0, 1.0]]
    """
    places = np.full(max(counts.shape[1], int(columns.max(initial=-1)) + 1), -1, dtype=np.int32)
    places[columns] = np.arange(len(columns), dtype=np.int32)
    moved = places[counts.indices]
    kept = moved >= 0
    edges = np.concatenate([[0], np.cumsum(kept)])[counts.indptr].astype(np.int32)
    recoded = sparse.csr_array((counts.data[kept], moved[kept], edges), shape=(counts.shape[0], len(columns)))
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
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=counts.shape[0]))
    scaled = weights / np.where(lengths > 0, lengths, 1.0)[rows]
    return sparse.csr_array((scaled, counts.indices, counts.indptr), shape=counts.shape, copy=False)
