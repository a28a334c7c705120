"""The one-coin model of data programming: each function is right with one probability, whatever the class."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.learning.fitted import FittedLabelModel, check_number
from lamplighter.learning.moments import combine, vote_cells, weighted
from lamplighter.linalg import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior, Votes

__all__ = ["OneCoin", "coin_log_rates", "maximise_accuracies"]

SUREST = 1 - 1e-6
"""No accuracy is taken for more, so that no logarithm is infinite."""


def coin_log_rates(accuracies: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """Give what each vote says: ``log α_j`` of the class it is for, ``log (1 − α_j) / (K − 1)`` of each other.

    Parameters
    ----------
    accuracies : ndarray of shape (m,)
        Between 0 and 1, exclusively.
    n_classes : int

    Returns
    -------
    ndarray of shape (m·K, K)

    Examples
    --------
    >>> np.exp(coin_log_rates(np.array([0.8]), 3)).round(2).tolist()
    [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]
    """
    right = np.tile(np.eye(n_classes, dtype=bool), (len(accuracies), 1))
    alpha = np.repeat(accuracies, n_classes)[:, np.newaxis]
    return np.where(right, np.log(alpha), np.log((1 - alpha) / (n_classes - 1)))


def maximise_accuracies(
    right: NDArray[np.float64], cast: NDArray[np.float64], accuracy: float, imagined: NDArray[np.float64], floor: float
) -> NDArray[np.float64]:
    """Give the M step: the share of each function's votes that is right, with imagined votes of the prior accuracy.

    What comes out below chance is set to chance: the maximum of the concave objective within the bound.

    Parameters
    ----------
    right, cast : ndarray of shape (m,)
        The expected number of votes that are right, and that of all votes.
    accuracy : float
        Of the imagined votes.
    imagined : ndarray of shape (m,)
        Their number.
    floor : float
        Chance, ``1 / K``.

    Returns
    -------
    ndarray of shape (m,)

    Examples
    --------
    Of 4 votes 3 are right, and of 4 imagined ones 2; of 4 other votes none; a third function never votes:

    >>> right, cast = np.array([3.0, 0.0, 0.0]), np.array([4.0, 4.0, 0.0])
    >>> maximise_accuracies(right, cast, 0.5, cast, 0.5).tolist()
    [0.625, 0.5, 0.5]
    """
    total = cast + imagined
    share = np.divide(right + accuracy * imagined, total, out=np.full(len(cast), accuracy), where=total > 0)
    accuracies: NDArray[np.float64] = np.clip(share, floor, SUREST)
    return accuracies


class OneCoin(FittedLabelModel):
    """The generative model of data programming: one accuracy and one propensity for each function.

    Function j votes with probability ``β_j``, whatever the class; its vote is right with probability ``α_j``, and any of
    the other classes equally likely if it is wrong. The marginal likelihood of the votes, times a Beta prior on each
    ``α_j``, is maximised by EM from the prior accuracy; ``β_j`` is the coverage.

    It is meant for functions that vote for *several* classes. A function that votes for one class only never agrees with
    those for another, and always with those for the same, so its accuracy cannot be seen in agreements: the
    classes' functions confirm each other, and one class ends up with all documents. A prior as strong as several
    times the votes holds against it; ``α_j ≥ 1/K`` keeps functions from being turned around; and if a class is
    emptied all the same, majority vote stands in.

    Parameters
    ----------
    accuracy : float, default=0.7
        Prior accuracy of a vote, at least ½, below 1.
    prior_strength : float, default=4.0
        Imagined votes of the prior accuracy for each real one.
    max_iter : int, default=200
    tol : float, default=1e-8
        It stops where no accuracy changes by more.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
    accuracies_ : ndarray of shape (m,)
        ``α``.
    propensities_ : ndarray of shape (m,)
        ``β``.
    n_iter_ : int
    fallback_ : str or None
        Why majority vote stands in.

    References
    ----------
    Ratner, De Sa, Wu, Selsam and Ré, "Data Programming: Creating Large Training Sets, Quickly", NIPS 2016.

    Examples
    --------
    Three functions that are right on 3/4 of the documents, with the votes that independence makes of it:

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 1, 1], [1, 1, 2], [1, 2, 1], [1, 2, 2], [2, 1, 1], [2, 1, 2], [2, 2, 1], [2, 2, 2]])
    >>> counts, even = np.array([14, 6, 6, 6, 6, 6, 6, 14]), np.array([0.5, 0.5])
    >>> model = OneCoin(prior_strength=0.0).fit(votes, counts, n_classes=2, class_balance=even)
    >>> model.accuracies_.round(3).tolist(), model.propensities_.tolist()
    ([0.75, 0.75, 0.75], [1.0, 1.0, 1.0])
    """

    name: ClassVar[str] = "one-coin"

    def __init__(
        self, *, accuracy: float = 0.7, prior_strength: float = 4.0, max_iter: int = 200, tol: float = 1e-8
    ) -> None:
        check_number("accuracy", accuracy, 0.5, 1.0)
        check_number("prior_strength", prior_strength, 0.0)
        check_number("max_iter", max_iter, 1)
        check_number("tol", tol, 0.0)
        self.accuracy = accuracy
        self.prior_strength = prior_strength
        self.max_iter = max_iter
        self.tol = tol

    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        K, m = len(self.class_balance_), votes.shape[1]
        cells, labels = vote_cells(votes, K), np.arange(m * K) % K
        by_vote = weighted(cells, counts).T.tocsr()
        cast = np.asarray(by_vote.sum(axis=1)).reshape(m, K).sum(axis=1)
        accuracies = np.full(m, self.accuracy)
        for step in range(1, self.max_iter + 1):
            believed = combine(cells, coin_log_rates(accuracies, K), np.log(self.class_balance_))
            right = product(by_vote, believed)[np.arange(m * K), labels].reshape(m, K).sum(axis=1)
            before = accuracies
            accuracies = maximise_accuracies(right, cast, self.accuracy, self.prior_strength * cast, 1 / K)
            self.n_iter_ = step
            if np.abs(accuracies - before).max() <= self.tol:
                break
        self.accuracies_ = accuracies
        self.propensities_ = cast / counts.sum()

    def _beliefs(self, votes: Votes) -> Posterior:
        K = len(self.class_balance_)
        return combine(vote_cells(votes, K), coin_log_rates(self.accuracies_, K), np.log(self.class_balance_))
