"""What label models need to know of the votes: who votes what, and who votes what together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

from lamplighter.linalg import product, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["Cells", "combine", "prior_precisions", "prior_rates", "second_moments", "vote_cells", "weighted"]

ROUNDS = 20
"""Of fitting rows and columns in turn; the margins need not be met exactly."""

PAIR_COST = 250
"""A pair of votes costs a sparse product as much time as so many entries cost a dense one, roughly."""

BLOCK = 4096
"""Rows that are made dense at a time."""

EXACT = 2**24
"""Single precision holds all whole numbers below."""

Cells: TypeAlias = "sparse.csr_array[np.float64]"
"""(r, m·K), 1.0 in column ``j·K + l`` where function j votes the class with code l."""


def vote_cells(votes: Votes, n_classes: int) -> Cells:
    """Give each function a column for each class it may vote: ``L̃`` of ``method`` section 4.

    Parameters
    ----------
    votes : csr_array of shape (r, m)
        Class codes ``1..K``, not stored where a function abstains.
    n_classes : int

    Returns
    -------
    csr_array of shape (r, m·K)

    Examples
    --------
    >>> vote_cells(sparse.csr_array([[1, 0], [0, 2], [2, 1]]), 2).toarray().tolist()
    [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]]
    """
    columns = votes.indices * n_classes + votes.data - 1
    shape = (votes.shape[0], votes.shape[1] * n_classes)
    return sparse.csr_array((np.ones(votes.nnz), columns, votes.indptr), shape=shape)


def weighted(cells: Cells, counts: NDArray[np.int64]) -> Cells:
    """Multiply each row by the number of documents it stands for.

    Examples
    --------
    >>> weighted(sparse.csr_array([[1.0, 0.0], [1.0, 1.0]]), np.array([3, 2])).toarray().tolist()
    [[3.0, 0.0], [2.0, 2.0]]
    """
    data = cells.data * np.repeat(counts, np.diff(cells.indptr))
    return sparse.csr_array((data, cells.indices, cells.indptr), shape=cells.shape)


def second_moments(cells: Cells, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the share of the documents on which two votes fall together: ``O = L̃ᵀL̃ / n`` of ``method`` section 4.

    Parameters
    ----------
    cells : csr_array of shape (r, d)
    counts : ndarray of shape (r,)
        How many documents have each row, summing to n, at least 1.

    Returns
    -------
    ndarray of shape (d, d)
        On the diagonal, the share of the documents with each vote.

    Examples
    --------
    Both votes fall on one document of four, the first also on another:

    >>> second_moments(sparse.csr_array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]), np.array([1, 1, 2])).tolist()
    [[0.5, 0.25], [0.25, 0.25]]
    """
    pairs = float((np.diff(cells.indptr).astype(np.float64) ** 2).sum())
    crowded = pairs * PAIR_COST > cells.shape[0] * cells.shape[1] ** 2
    together = _together(cells, counts) if crowded else (weighted(cells, counts).T @ cells).toarray()
    moments: NDArray[np.float64] = together / counts.sum()
    return moments


def _together(cells: Cells, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Count the documents on which two votes fall together, by dense products of blocks of rows.

    The counts are whole numbers that single precision holds, so they are those of the sparse product, to the last one.
    """
    d = cells.shape[1]
    narrow = sparse.csr_array((cells.data.astype(np.float32), cells.indices, cells.indptr), shape=cells.shape)
    total = np.zeros((d, d))
    for start in range(0, cells.shape[0], BLOCK):
        own = counts[start : start + BLOCK]
        rows: NDArray[Any] = narrow[start : start + BLOCK].toarray()
        if own.sum() >= EXACT:
            rows = rows.astype(np.float64)
        # a matrix times its own transpose takes half the work
        left = rows if (own == 1).all() else rows * own[:, np.newaxis].astype(rows.dtype)
        total += left.T @ rows
    return total


def prior_precisions(class_balance: Balance, precision: float) -> NDArray[np.float64]:
    """Give what is believed of a document before anything is learnt, when a single vote is all one knows of it.

    A vote is believed to be right with the given precision. Of a class that is more common than ``1/K`` more is
    expected, since there is less of other classes to be wrong about: the expected error shrinks as their share does.
    So a vote never speaks against the class it is for, which Snorkel's constant does where a class is more common than it.

    Parameters
    ----------
    class_balance : ndarray of shape (K,)
    precision : float
        At least ½, below 1.

    Returns
    -------
    ndarray of shape (K, K)
        ``P(Y = y | vote l)`` in row l and column y; rows sum to 1.

    Examples
    --------
    An error of 0.3 where the classes are equally common; against 0.9 of one class, 0.3 · 0.1/0.5:

    >>> prior_precisions(np.array([0.5, 0.5]), 0.7).round(3).tolist()
    [[0.7, 0.3], [0.3, 0.7]]
    >>> prior_precisions(np.array([0.9, 0.1]), 0.7).round(3).tolist()
    [[0.94, 0.06], [0.3, 0.7]]
    """
    K = len(class_balance)
    others = 1 - class_balance
    error = (1 - precision) * np.minimum(1, others / (1 - 1 / K))
    believed = np.outer(error / others, class_balance)
    np.fill_diagonal(believed, 1 - error)
    return believed


def prior_rates(shares: NDArray[np.float64], class_balance: Balance, precision: float) -> NDArray[np.float64]:
    """Give the vote rates that are believed of functions before anything is learnt of them but how often they vote.

    1. Each vote has its :func:`prior_precisions`: ``P(λ_j = l, Y = y) = P(λ_j = l) · P(Y = y | vote l)``. Divided by
       ``p_y`` this is Snorkel's start, with the rest of the vote's documents in the other classes, where Snorkel has none.
    2. A function that votes for all classes, each as often as the class is common, votes on documents whatever their
       class, so the classes of its documents should have their balance too; a keyword's need not. The expected number of
       each class among a function's documents is moved towards the balance as far as its votes are even, 0 for one that
       leaves a class out, by scaling rows and columns in turn (iterative proportional fitting), which keeps the odds ratios.

    Parameters
    ----------
    shares : ndarray of shape (m, K)
        ``P(λ_j = l)``, the share of the documents with each vote.
    class_balance : ndarray of shape (K,)
    precision : float
        At least ½, below 1.

    Returns
    -------
    ndarray of shape (m, K, K)
        ``P(λ_j = l | Y = y)``, at most 1.

    Examples
    --------
    A keyword on a tenth of the documents: of its documents 0.7 are of its class, which is half of all.

    >>> prior_rates(np.array([[0.1, 0.0]]), np.array([0.5, 0.5]), 0.7)[0].round(2).tolist()
    [[0.14, 0.06], [0.0, 0.0]]

    A function that votes on everything, a fifth of it for a class that is a fifth: a precision of 0.7 for the rare class
    would need more of it than there is, so it is moved.

    >>> prior_rates(np.array([[0.8, 0.2]]), np.array([0.8, 0.2]), 0.7)[0].round(2).tolist()
    [[0.91, 0.37], [0.09, 0.63]]
    """
    joint = shares[:, :, np.newaxis] * prior_precisions(class_balance, precision)
    coverage = shares.sum(axis=1, keepdims=True)
    even = coverage * class_balance
    evenness = np.minimum(_ratio(shares, even, 0.0).min(axis=1, keepdims=True), 1.0)
    columns = joint.sum(axis=1)
    wanted = columns + evenness * (even - columns)
    for _ in range(ROUNDS):
        joint = joint * _ratio(wanted, joint.sum(axis=1), 1.0)[:, np.newaxis]
        joint = joint * _ratio(shares, joint.sum(axis=2), 1.0)[:, :, np.newaxis]
    return np.minimum(joint / class_balance, 1.0)


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64], otherwise: float) -> NDArray[np.float64]:
    """Divide, where one may."""
    return np.divide(above, below, out=np.full_like(above, otherwise), where=below > 0)


def combine(cells: Cells, log_odds: NDArray[np.float64], start: NDArray[np.float64]) -> Posterior:
    """Add up what each vote says of each class, as if votes were independent given the class.

    Parameters
    ----------
    cells : csr_array of shape (r, d)
    log_odds : ndarray of shape (d, K)
        What is added for a vote, up to a constant for each vote.
    start : ndarray of shape (K,)
        What it is added to, up to a constant: the logarithms of the class balance.

    Returns
    -------
    ndarray of shape (r, K)
        Rows sum to 1.

    Examples
    --------
    Votes that are three and two times as likely in the first class; the second class is twice as common:

    >>> votes = sparse.csr_array([[1.0, 1.0], [0.0, 0.0]])
    >>> combine(votes, np.log([[3.0, 1.0], [2.0, 1.0]]), np.log([1 / 3, 2 / 3])).round(3).tolist()
    [[0.75, 0.25], [0.333, 0.667]]
    """
    return softmax(product(cells, log_odds) + start)[0]
