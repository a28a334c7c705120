"""The triplet method (FlyingSquid): accuracies in closed form from how three functions agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.learning.fitted import FittedLabelModel, check_number
from lamplighter.learning.moments import combine, prior_rates, second_moments, vote_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["Triplet", "triplet_mean", "triplet_median"]

Over: TypeAlias = Literal["mean", "median"]
OVER: tuple[Over, ...] = get_args(Over)

LEAST = 1e-3
"""No vote makes a class less likely than this times what it was, so that no vote is proof."""


def triplet_mean(own: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give ``own_d · own_e / others_de`` on average over the pairs ``d ≠ e``, each weighted by its denominator.

    That is the sum of the numerators over the sum of the denominators: pairs that hardly agree beyond chance, of which the
    ratio is noise, hardly count. Where the sums do not have the same sign it is 0.

    Parameters
    ----------
    own : ndarray of shape (m, m)
        Row j: how function j agrees beyond chance with each other function; 0 on the diagonal.
    others : ndarray of shape (m, m)
        How each two functions agree beyond chance, symmetric; 0 on the diagonal.

    Returns
    -------
    ndarray of shape (m,)
        0 or more.

    Examples
    --------
    Strengths 3, 2 and 1, of which agreement is the product:

    >>> strength = np.array([3.0, 2.0, 1.0])
    >>> agreement = np.outer(strength, strength) * (1 - np.eye(3))
    >>> triplet_mean(agreement, agreement).tolist()
    [9.0, 4.0, 1.0]
    """
    above = own.sum(axis=1) ** 2 - (own**2).sum(axis=1)
    below = others.sum() - 2 * others.sum(axis=1)
    ratio = np.divide(above, below, out=np.zeros(len(own)), where=below != 0)
    average: NDArray[np.float64] = np.maximum(ratio, 0.0)
    return average


def triplet_median(own: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the median of ``|own_d · own_e / others_de|`` over the pairs ``d < e`` that agree beyond chance at all.

    Parameters and result are those of :func:`triplet_mean`.

    Examples
    --------
    >>> strength = np.array([3.0, 2.0, 1.0])
    >>> agreement = np.outer(strength, strength) * (1 - np.eye(3))
    >>> triplet_median(agreement, agreement).tolist()
    [9.0, 4.0, 1.0]
    """
    found = np.zeros(len(own))
    ones, twos = np.nonzero(np.triu(others, 1))
    below = np.abs(others[ones, twos])
    for j, agreement in enumerate(own):
        apart = (ones != j) & (twos != j)
        if apart.any():
            found[j] = np.median(np.abs(agreement[ones[apart]] * agreement[twos[apart]]) / below[apart])
    return found


def agreements(
    moments: NDArray[np.float64], label: int, n_classes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give how functions agree beyond chance on one class against the rest.

    A vote counts +1 if it is for the class, −1 if it is for another, 0 if there is none.

    Parameters
    ----------
    moments : ndarray of shape (m·K, m·K)
        Of the votes, as :func:`~lamplighter.learning.moments.second_moments` gives them.
    label : int
        The class.
    n_classes : int

    Returns
    -------
    own : ndarray of shape (m, m)
        The covariance of function j's votes *for the class* with all votes of each other function; 0 on the diagonal.
    others : ndarray of shape (m, m)
        The covariance of all votes of each two functions; 0 on the diagonal.
    """
    shares = moments.diagonal()
    m = len(shares) // n_classes
    signs = np.where(np.arange(n_classes) == label, 1.0, -1.0)
    covariance = (moments - np.outer(shares, shares)).reshape(m, n_classes, m, n_classes)
    apart = 1 - np.eye(m)
    by_vote = covariance @ signs
    return by_vote[:, label] * apart, np.einsum("l,jlk->jk", signs, by_vote) * apart


class Triplet(FittedLabelModel):
    """The triplet method: accuracies in closed form, without iteration.

    For each class, against the rest, a function's vote is +1, −1, or 0 where it abstains. If functions are independent
    given the class, what two of them agree beyond chance is the product of how well each knows the class:
    ``Cov(v_d, v_e) = p(1 − p) · η_d · η_e`` with ``η = E[v | class] − E[v | rest]``. Of three functions, each one's
    share can be told:

        δ_j² = Cov(u_j, v_d) · Cov(u_j, v_e) / (p(1 − p) · Cov(v_d, v_e))

    for the votes ``u_j`` of function j for the class and any two others, averaged over those. Of the two roots the positive one is
    taken: a function is better than random. The precision ``P(Y = l | λ_j = l) = p + p(1 − p)·δ_j / P(λ_j = l)`` follows.

    Compared with the paper, chance agreement is subtracted, so that a function which votes for one class only, and
    always agrees with its like where both vote, can be told from an accurate one; with two classes that is the
    same where functions vote everywhere and the classes are balanced. With more classes one against the rest is an
    approximation: the rest is not one thing, given which votes were independent.

    Parameters
    ----------
    over : {'mean', 'median'}, default='mean'
        :func:`triplet_mean`, which pools what little each triplet tells, or :func:`triplet_median`, the paper's.
    precision : float, default=0.7
        Prior precision of a vote, ``P(Y = l | vote for l)``; at least ½, below 1. Votes that never fall on a document
        with another have it.
    prior_strength : float, default=2.0
        What the prior precision weighs against the estimate's 1: votes are not independent, and no number of documents
        heals that.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
    precisions_ : ndarray of shape (m, K)
        ``P(Y = l | λ_j = l)``, at least ``p_l``, which is also that of votes that were never cast.
    fallback_ : str or None
        Why majority vote stands in.

    References
    ----------
    Fu, Chen, Sala, Hooper, Fatahalian and Ré, "Fast and Three-rious: Speeding Up Weak Supervision with Triplet Methods",
    ICML 2020.

    Examples
    --------
    Three functions that are right on 3/4 of the documents, with the votes that independence makes of it:

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 1, 1], [1, 1, 2], [1, 2, 1], [1, 2, 2], [2, 1, 1], [2, 1, 2], [2, 2, 1], [2, 2, 2]])
    >>> counts, even = np.array([14, 6, 6, 6, 6, 6, 6, 14]), np.array([0.5, 0.5])
    >>> Triplet(prior_strength=0.0).fit(votes, counts, n_classes=2, class_balance=even).precisions_.tolist()
    [[0.75, 0.75], [0.75, 0.75], [0.75, 0.75]]
    """

    name: ClassVar[str] = "triplet"

    def __init__(self, *, over: Over = "mean", precision: float = 0.7, prior_strength: float = 2.0) -> None:
        if over not in OVER:
            raise InputError(f"over is {over!r}; expected one of {', '.join(OVER)}.")
        check_number("precision", precision, 0.5, 1.0)
        check_number("prior_strength", prior_strength, 0.0)
        self.over = over
        self.precision = precision
        self.prior_strength = prior_strength

    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        balance = self.class_balance_
        K, m = len(balance), votes.shape[1]
        moments = second_moments(vote_cells(votes, K), counts)
        shares = moments.diagonal().reshape(m, K)
        together = moments.reshape(m, K, m, K).sum(axis=(2, 3)) - shares
        rates = prior_rates(shares, balance, self.precision).diagonal(axis1=1, axis2=2)
        prior = np.divide(rates * balance, shares, out=np.zeros_like(shares), where=shares > 0)
        estimates = np.column_stack([self._precisions(moments, shares[:, label], label) for label in range(K)])
        pooled = (estimates + self.prior_strength * prior) / (1 + self.prior_strength)
        self.precisions_ = np.maximum(np.where(together > 0, pooled, prior), balance)

    def _precisions(self, moments: NDArray[np.float64], shares: NDArray[np.float64], label: int) -> NDArray[np.float64]:
        """Give the precisions of the votes for one class, shape (m,); what has no votes has the class's share."""
        share = self.class_balance_[label]
        own, others = agreements(moments, label, len(self.class_balance_))
        average = triplet_mean if self.over == "mean" else triplet_median
        beyond = np.sqrt(average(own, others) * share * (1 - share))
        gain = np.divide(beyond, shares, out=np.zeros_like(shares), where=shares > 0)
        precisions: NDArray[np.float64] = np.minimum(share + gain, 1.0)
        return precisions

    def _beliefs(self, votes: Votes) -> Posterior:
        K = len(self.class_balance_)
        log_odds = precision_log_odds(self.precisions_, self.class_balance_)
        return combine(vote_cells(votes, K), log_odds, np.log(self.class_balance_))


def precision_log_odds(precisions: NDArray[np.float64], balance: Balance) -> NDArray[np.float64]:
    """Give how much likelier each vote makes each class: ``log P(Y = y | λ_j = l) / p_y``.

    What is missing to 1 is shared by the other classes in proportion to their balance.

    Parameters
    ----------
    precisions : ndarray of shape (m, K)
        ``P(Y = l | λ_j = l)``.
    balance : ndarray of shape (K,)

    Returns
    -------
    ndarray of shape (m·K, K)

    Examples
    --------
    >>> np.exp(precision_log_odds(np.array([[0.75, 0.5]]), np.array([0.5, 0.5]))).round(2).tolist()
    [[1.5, 0.5], [1.0, 1.0]]
    """
    K = len(balance)
    sure = np.minimum(precisions, 1 - LEAST * (1 - balance))[:, :, np.newaxis]
    right = np.eye(K, dtype=bool)
    lift = np.where(right, sure / balance[:, np.newaxis], (1 - sure) / (1 - balance)[:, np.newaxis])
    return np.log(lift).reshape(-1, K)
