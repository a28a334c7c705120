"""Dawid and Skene's model: each function has a rate of each answer in each class, learnt by EM."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.learning.fitted import FittedLabelModel, check_number
from lamplighter.learning.moments import combine, prior_rates, vote_cells, weighted
from lamplighter.linalg import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes
    from lamplighter.learning.moments import Cells

__all__ = ["DawidSkene", "expect_classes", "maximise_rates"]

LEAST = 1e-9
"""No answer is taken for less likely, so that no logarithm is infinite."""


def expect_classes(cells: Cells, rates: NDArray[np.float64], balance: Balance) -> Posterior:
    """Give the E step: ``q_iy ∝ p_y Π_j P(λ_j(x_i) | Y = y)``, abstentions included.

    Written as what it would be if all functions abstained, and for each vote what it changes, so that only votes
    that are cast cost time.

    Parameters
    ----------
    cells : csr_array of shape (r, m·K)
    rates : ndarray of shape (m·K, K)
        ``P(λ_j = l | Y = y)`` in row ``j·K + l``; what is missing to 1 is the rate of abstention.
    balance : ndarray of shape (K,)

    Returns
    -------
    ndarray of shape (r, K)

    Examples
    --------
    A function that votes for the first class on ½ of its documents and ¼ of the others; it votes, and it abstains:

    >>> from scipy import sparse
    >>> rates = np.array([[0.5, 0.25], [0.0, 0.0]])
    >>> expect_classes(sparse.csr_array([[1.0, 0.0], [0.0, 0.0]]), rates, np.array([0.5, 0.5])).round(3).tolist()
    [[0.667, 0.333], [0.4, 0.6]]
    """
    K = len(balance)
    abstains = np.log(np.maximum(1 - rates.reshape(-1, K, K).sum(axis=1), LEAST))
    votes = np.log(np.maximum(rates, LEAST))
    return combine(cells, votes - np.repeat(abstains, K, axis=0), np.log(balance) + abstains.sum(axis=0))


def maximise_rates(
    cast: NDArray[np.float64],
    documents: NDArray[np.float64],
    prior: NDArray[np.float64],
    balance: Balance,
    imagined: float,
) -> NDArray[np.float64]:
    """Give the M step: how often each vote is cast in each class, with imagined documents that answer as the prior says.

    A vote that would come out less likely in its own class than on the whole is taken for no evidence: as likely in
    every class as on the whole.

    Parameters
    ----------
    cast : ndarray of shape (m·K, K)
        For each vote, the expected number of documents of each class it is cast on: ``Σ_i q_iy · 1[λ_j(x_i) = l]``.
    documents : ndarray of shape (K,)
        The expected number of documents of each class: ``Σ_i q_iy``.
    prior : ndarray of shape (m·K, K)
        Rates.
    balance : ndarray of shape (K,)
        The classes of the imagined documents.
    imagined : float
        Their number.

    Returns
    -------
    ndarray of shape (m·K, K)

    Examples
    --------
    Of 4 documents of each class, 3 and 1 voted for; and 4 imagined of each, 2 and 1 voted for:

    >>> prior, cast = np.array([[0.5, 0.25], [0.0, 0.0]]), np.array([[3.0, 1.0], [0.0, 0.0]])
    >>> maximise_rates(cast, np.array([4.0, 4.0]), prior, np.array([0.5, 0.5]), 8.0).tolist()
    [[0.625, 0.25], [0.0, 0.0]]
    """
    K = len(balance)
    rates = (cast + imagined * balance * prior) / (documents + imagined * balance)
    overall = rates @ balance
    labels = np.arange(len(rates)) % K
    against = rates[np.arange(len(rates)), labels] < overall
    rates[against] = overall[against, np.newaxis]
    return rates


class DawidSkene(FittedLabelModel):
    """Dawid and Skene's model with abstention as one more answer, learnt by EM.

    Each function has ``P(λ_j = a | Y = y)`` for each answer ``a``: the K classes and abstention. From a prior in which
    every vote has the same precision:

    1. E: each document's class is believed as all answers on it say, abstentions too; classes have their balance.
    2. M: the rates of the answers are counted over these beliefs, and over imagined documents that answer as in the prior.

    Left out, abstentions would make a function that votes for one class only say nothing at all: where it votes, it votes
    for that class, whatever the truth. Or, weighed by the agreement of their votes alone, functions of one class would
    confirm each other until every document is of that class. With abstention as an answer it is the *rate* of its votes
    that tells the classes apart, and ``p`` times the rates has to explain how often votes fall together.

    Words in texts are not independent given the class: long documents have more of all of them, and no number of
    documents heals that. So the prior is not a few imagined documents that are soon outvoted but grows with the corpus.

    Parameters
    ----------
    precision : float, default=0.7
        Prior precision of a vote, ``P(Y = l | vote for l)``; at least ½, below 1.
    prior_strength : float, default=1.0
        Imagined documents for each real one. With 0 it is the maximum of the likelihood, near the prior.
    max_iter : int, default=100
    tol : float, default=1e-7
        It stops where no rate changes by more than this share of the largest.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
    confusion_ : ndarray of shape (m, K + 1, K)
        ``P(λ_j = a | Y = y)``, with abstention as answer 0 and class l as answer ``l + 1``.
    n_iter_ : int
    fallback_ : str or None
        Why majority vote stands in.

    References
    ----------
    Dawid and Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm", Applied
    Statistics 28 (1979).

    Examples
    --------
    Three functions that are right on 3/4 of the documents, with the votes that independence makes of it:

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 1, 1], [1, 1, 2], [1, 2, 1], [1, 2, 2], [2, 1, 1], [2, 1, 2], [2, 2, 1], [2, 2, 2]])
    >>> counts, even = np.array([14, 6, 6, 6, 6, 6, 6, 14]), np.array([0.5, 0.5])
    >>> model = DawidSkene(prior_strength=0.0).fit(votes, counts, n_classes=2, class_balance=even)
    >>> model.confusion_[0].round(3).tolist()
    [[0.0, 0.0], [0.75, 0.25], [0.25, 0.75]]
    """

    name: ClassVar[str] = "dawid-skene"

    def __init__(
        self, *, precision: float = 0.7, prior_strength: float = 1.0, max_iter: int = 100, tol: float = 1e-7
    ) -> None:
        check_number("precision", precision, 0.5, 1.0)
        check_number("prior_strength", prior_strength, 0.0)
        check_number("max_iter", max_iter, 1)
        check_number("tol", tol, 0.0)
        self.precision = precision
        self.prior_strength = prior_strength
        self.max_iter = max_iter
        self.tol = tol

    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        balance = self.class_balance_
        K, m, n = len(balance), votes.shape[1], float(counts.sum())
        cells = vote_cells(votes, K)
        by_vote = weighted(cells, counts).T.tocsr()
        shares = np.asarray(by_vote.sum(axis=1)) / n
        prior = _room_for_all(prior_rates(shares.reshape(m, K), balance, self.precision))
        rates = prior
        for step in range(1, self.max_iter + 1):
            believed = expect_classes(cells, rates, balance)
            before, imagined = rates, self.prior_strength * n
            rates = maximise_rates(product(by_vote, believed), counts @ believed, prior, balance, imagined)
            self.n_iter_ = step
            if np.abs(rates - before).max() <= self.tol * shares.max():
                break
        self._rates_ = rates
        by_function = rates.reshape(m, K, K)
        self.confusion_ = np.concatenate([1 - by_function.sum(axis=1, keepdims=True), by_function], axis=1)

    def _beliefs(self, votes: Votes) -> Posterior:
        return expect_classes(vote_cells(votes, len(self.class_balance_)), self._rates_, self.class_balance_)


def _room_for_all(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale a function's rates, shape (m, K, K), down in classes where they add up to more than 1; one row a vote."""
    totals = np.maximum(rates.sum(axis=1, keepdims=True), 1.0)
    scaled: NDArray[np.float64] = (rates / totals).reshape(-1, rates.shape[2])
    return scaled
