"""Statistics of votes: counts of one block of documents, to be summed over blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Votes

__all__ = ["VoteCounts", "count_votes", "vote_counts_by_class"]


def vote_counts_by_class(votes: Votes, n_classes: int) -> NDArray[np.float64]:
    """How many functions vote each class on each document.

    Parameters
    ----------
    votes : csr_array of shape (n, m)
    n_classes : int

    Returns
    -------
    ndarray of shape (n, K)

    Examples
    --------
    >>> from scipy import sparse
    >>> vote_counts_by_class(sparse.csr_array([[1, 2, 1], [0, 2, 0], [0, 0, 0]]), 2).tolist()
    [[2.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
    """
    documents = np.repeat(np.arange(votes.shape[0]), np.diff(votes.indptr))
    cells = documents * n_classes + votes.data - 1
    counted = np.bincount(cells, minlength=votes.shape[0] * n_classes)
    return counted.reshape(votes.shape[0], n_classes).astype(np.float64)


@dataclass(frozen=True)
class VoteCounts:
    """Counts of documents, from which Snorkel's statistics follow. Add the counts of blocks to have the whole.

    Attributes
    ----------
    n_documents, n_covered, n_conflicting : int
        All documents; those that any function votes on; those on which functions vote different classes.
    votes, overlaps, conflicts, correct, judged : ndarray of shape (m,)
        For each function: documents it votes on; those on which another votes too; those on which another
        votes another class; those whose gold label it votes; those it votes on that have a gold label.
    """

    n_documents: int
    n_covered: int
    n_conflicting: int
    votes: NDArray[np.int64]
    overlaps: NDArray[np.int64]
    conflicts: NDArray[np.int64]
    correct: NDArray[np.int64]
    judged: NDArray[np.int64]

    def __add__(self, other: VoteCounts) -> VoteCounts:
        return VoteCounts(
            self.n_documents + other.n_documents,
            self.n_covered + other.n_covered,
            self.n_conflicting + other.n_conflicting,
            self.votes + other.votes,
            self.overlaps + other.overlaps,
            self.conflicts + other.conflicts,
            self.correct + other.correct,
            self.judged + other.judged,
        )


def count_votes(votes: Votes, n_classes: int, gold: NDArray[np.int64] | None = None) -> VoteCounts:
    """Count what the votes on a block of documents are like.

    Parameters
    ----------
    votes : csr_array of shape (n, m)
    n_classes : int
    gold : ndarray of shape (n,), optional
        Class codes ``0..K-1``, −1 where the true label is not known.

    Returns
    -------
    VoteCounts

    Examples
    --------
    Five documents, three functions; the first two disagree on document 1, the last two agree on document 2:

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 0, 0], [1, 2, 0], [0, 2, 2], [0, 0, 2], [0, 0, 0]])
    >>> counts = count_votes(votes, 2, gold=np.array([0, 0, 1, 0, 1]))
    >>> counts.n_covered, counts.n_conflicting
    (4, 1)
    >>> counts.votes.tolist(), counts.overlaps.tolist(), counts.conflicts.tolist(), counts.correct.tolist()
    ([2, 2, 2], [1, 2, 1], [1, 1, 0], [2, 1, 1])
    """
    m = votes.shape[1]
    by_class = vote_counts_by_class(votes, n_classes)
    total = by_class.sum(axis=1)
    documents = np.repeat(np.arange(votes.shape[0]), np.diff(votes.indptr))
    same = by_class[documents, votes.data - 1]

    def per_function(entries: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(votes.indices[entries], minlength=m).astype(np.int64)

    truth = np.full(votes.shape[0], -1) if gold is None else gold
    return VoteCounts(
        n_documents=votes.shape[0],
        n_covered=int((total > 0).sum()),
        n_conflicting=int(((by_class > 0).sum(axis=1) > 1).sum()),
        votes=per_function(np.ones(votes.nnz, dtype=bool)),
        overlaps=per_function(total[documents] > 1),
        conflicts=per_function(same < total[documents]),
        correct=per_function(truth[documents] == votes.data - 1),
        judged=per_function(truth[documents] >= 0),
    )
