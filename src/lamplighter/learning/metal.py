"""MeTaL: class-conditional vote rates that explain which votes fall together (what Snorkel's ``LabelModel`` fits)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

import numpy as np
from scipy import optimize

from lamplighter.exceptions import InputError
from lamplighter.learning.fitted import FittedLabelModel, check_number
from lamplighter.learning.majority import vote_shares
from lamplighter.learning.moments import combine, prior_rates, second_moments, vote_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["MeTaL", "completion_loss"]

BalanceFrom: TypeAlias = Literal["given", "estimated"]
BALANCE_FROM: tuple[BalanceFrom, ...] = get_args(BalanceFrom)

PSEUDO_COUNT = 2.0
"""Imagined documents of each class in an estimated balance, as in :func:`~lamplighter.learning.estimate_balance`."""


def completion_loss(
    mu: NDArray[np.float64],
    moments: NDArray[np.float64],
    known: NDArray[np.float64],
    balance: Balance,
    start: NDArray[np.float64],
    pull: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """Give how badly vote rates explain the moments of the votes, and the gradient.

    The sum of squares of ``known ⊙ (μ diag(p) μᵀ − O)`` and of ``μ p − diag(O)`` (``method`` section 4), and
    ``Σ_y pull_y · ‖μ_y − start_y‖²``.

    Parameters
    ----------
    mu : ndarray of shape (d, K)
        ``P(vote c | Y = y)`` for each of d votes.
    moments : ndarray of shape (d, d)
        ``O``, as :func:`~lamplighter.learning.moments.second_moments` gives it.
    known : ndarray of shape (d, d)
        1 where two votes are of different functions, 0 elsewhere: independence says nothing of a function and itself.
    balance : ndarray of shape (K,)
    start : ndarray of shape (d, K)
    pull : ndarray of shape (K,)

    Returns
    -------
    loss : float
    gradient : ndarray of shape (d, K)

    Examples
    --------
    Two votes on half of the documents, always together, explained as independent: ``O`` is missed by ¼, twice.

    >>> O, other, half = np.full((2, 2), 0.5), 1 - np.eye(2), np.full((2, 2), 0.5)
    >>> loss, gradient = completion_loss(half, O, other, np.array([0.5, 0.5]), half, np.zeros(2))
    >>> loss, gradient.tolist()
    (0.125, [[-0.25, -0.25], [-0.25, -0.25]])
    """
    shared = mu * balance
    missed = known * (shared @ mu.T - moments)
    excess = shared.sum(axis=1) - moments.diagonal()
    moved = mu - start
    loss = np.vdot(missed, missed) + np.vdot(excess, excess) + np.vdot(moved, moved * pull)
    gradient = 4 * (missed @ shared) + 2 * np.outer(excess, balance) + 2 * moved * pull
    return float(loss), gradient


def different_functions(functions: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give 1 where two votes are of different functions, and 0 elsewhere.

    Examples
    --------
    >>> different_functions(np.array([0, 0, 1])).tolist()
    [[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    known: NDArray[np.float64] = (functions[:, np.newaxis] != functions).astype(np.float64)
    return known


def log_rates(rates: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give what votes say, from their rates: no vote is proof, as in Snorkel.

    Rates are kept at least 0.01, or less where there are more than 100 documents, from 0 and from 1.

    Parameters
    ----------
    rates : ndarray of shape (d, K)
    counts : ndarray of shape (r,)
        Summing to the number of documents.

    Returns
    -------
    ndarray of shape (d, K)

    Examples
    --------
    >>> np.exp(log_rates(np.array([[0.5, 0.0]]), np.array([800, 200]))).round(4).tolist()
    [[0.5, 0.001]]
    """
    least = min(0.01, 10.0 ** -np.ceil(np.log10(counts.sum())))
    return np.log(np.clip(rates, least, 1 - least))


def complete(
    moments: NDArray[np.float64],
    functions: NDArray[np.int64],
    labels: NDArray[np.int64],
    balance: Balance,
    prior: NDArray[np.float64],
    *,
    l2: float,
    max_iter: int,
) -> NDArray[np.float64]:
    """Find the vote rates with the least :func:`completion_loss`, by L-BFGS-B from the prior.

    The bounds say what is certain, ``0 ≤ μ[c, y] ≤ P(c) / p_y``, and that a vote is no evidence against the class it is
    for: ``μ[c, y] ≥ P(c)`` for its own class, a precision of at least chance. So the mirror image, in which functions
    are turned around and which explains the moments as well, is out of reach.

    Parameters
    ----------
    moments : ndarray of shape (d, d)
        Positive on the diagonal.
    functions, labels : ndarray of shape (d,)
        Which function casts each vote, and for which class code.
    balance : ndarray of shape (K,)
    prior : ndarray of shape (d, K)
        Where to start, and what to pull towards.
    l2, max_iter
        As in :class:`MeTaL`.

    Returns
    -------
    ndarray of shape (d, K)
    """
    shares = moments.diagonal()
    power = float(shares @ shares)
    known = different_functions(functions)
    upper = np.minimum(shares[:, np.newaxis] / balance, 1.0)
    lower = np.zeros_like(upper)
    lower[np.arange(len(labels)), labels] = shares
    start = np.clip(prior, lower, upper)
    pull = l2 * power * (len(balance) * balance) ** 2
    scale = float(shares.max())

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        mu = flat.reshape(start.shape) * scale
        loss, gradient = completion_loss(mu, moments, known, balance, start, pull)
        return loss / power, (gradient * (scale / power)).ravel()

    found = optimize.minimize(
        objective,
        (start / scale).ravel(),
        jac=True,
        method="L-BFGS-B",
        bounds=optimize.Bounds((lower / scale).ravel(), (upper / scale).ravel()),
        options={"maxiter": max_iter, "maxfun": 10 * max_iter, "ftol": 1e-13, "gtol": 1e-8, "maxcor": 20},
    )
    rates: NDArray[np.float64] = found.x.reshape(start.shape) * scale
    return rates


def estimated_balance(votes: Votes, counts: NDArray[np.int64], class_balance: Balance) -> Balance:
    """Estimate the class balance from the votes: what majority vote believes of all documents, on average.

    Documents without votes are believed to be as the balance that was handed in says; two imagined documents of
    each class keep every class possible.

    Examples
    --------
    Two documents voted for the first class, four without votes: ``(2 + 4/2 + 2) / (6 + 2 · 2)``.

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 0], [0, 0]])
    >>> estimated_balance(votes, np.array([2, 4]), np.array([0.5, 0.5])).tolist()
    [0.6, 0.4]
    """
    believed = counts @ vote_shares(votes, class_balance) + PSEUDO_COUNT
    balance: Balance = believed / believed.sum()
    return balance


class MeTaL(FittedLabelModel):
    """The class-conditional model that Snorkel's ``LabelModel`` fits, fitted to convergence and without chance.

    1. ``O = L̃ᵀL̃ / n`` holds how often each vote is cast, and each two of them together.
    2. If functions are independent given the class, ``μ[c, y] = P(vote c | Y = y)`` explains it: ``μ diag(p) μᵀ`` is ``O``
       off the blocks of single functions, ``μ p`` its diagonal. The squared differences are minimised over ``μ``.
    3. A document's belief is ``log p_y + Σ log μ[c, y]`` over the votes that are cast on it, normalised.

    Where it differs from Snorkel: Snorkel starts with the prior precision for a vote's own class, 0 for the others,
    all of it times one random number, and stops after 100 steps, which with keywords' votes are far from a minimum, so that its
    beliefs depend on that number (:class:`~lamplighter.learning.MeTaLSteps`). Here the start is :func:`~lamplighter.learning.moments.prior_rates`, which satisfies ``μ p = diag(O)`` and
    needs no chance; the minimum is found; and a pull towards the start keeps votes that seldom fall together, of which
    the moments say little, and votes that are not independent, of which they say wrong things, near it. No vote is taken
    for evidence against its own class.

    Parameters
    ----------
    precision : float, default=0.7
        Prior precision of a vote, ``P(Y = l | vote for l)``; at least ½, below 1.
    l2 : float, default=2.0
        How strongly ``μ`` is pulled towards the start: ``l2 · Σ_c P(c)² · Σ_y (K p_y)² ‖μ_y − start_y‖²``. The sum makes it a
        number without unit: at about 1 the pull is as stiff as the moments are. With 0 and two classes the model
        is a consistent estimate where functions are independent given the class, and at the mercy of it where they are not,
        as with words, which are more in long documents. With more classes several ``μ`` explain the moments of pairs equally
        well, and the start decides between them whatever the pull.
    max_iter : int, default=200
    class_balance : {'given', 'estimated'}, default='given'
        Whether the class balance is the one handed to :meth:`fit`, or :func:`estimated_balance`.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
    rates_ : ndarray of shape (m, K, K)
        ``P(λ_j = l | Y = y)`` for function j, vote l and class y; 0 for votes that were never cast.
    fallback_ : str or None
        Why majority vote stands in; there are no rates then.

    References
    ----------
    Ratner, Hancock, Dunnmon, Sala, Pandey and Ré, "Training Complex Models with Multi-Task Weak Supervision", AAAI 2019.

    Examples
    --------
    Three functions that are right on 3/4 of the documents, with the votes that independence makes of it:

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 1, 1], [1, 1, 2], [1, 2, 1], [1, 2, 2], [2, 1, 1], [2, 1, 2], [2, 2, 1], [2, 2, 2]])
    >>> counts, even = np.array([14, 6, 6, 6, 6, 6, 6, 14]), np.array([0.5, 0.5])
    >>> model = MeTaL(l2=0.0).fit(votes, counts, n_classes=2, class_balance=even)
    >>> model.rates_[0].round(3).tolist()
    [[0.75, 0.25], [0.25, 0.75]]
    >>> model.predict_proba(votes[:2]).round(3).tolist()
    [[0.964, 0.036], [0.75, 0.25]]
    """

    name: ClassVar[str] = "metal"

    def __init__(
        self,
        *,
        precision: float = 0.7,
        l2: float = 2.0,
        max_iter: int = 200,
        class_balance: BalanceFrom = "given",
    ) -> None:
        check_number("precision", precision, 0.5, 1.0)
        check_number("l2", l2, 0.0)
        check_number("max_iter", max_iter, 1)
        if class_balance not in BALANCE_FROM:
            raise InputError(f"class_balance is {class_balance!r}; expected one of {', '.join(BALANCE_FROM)}.")
        self.precision = precision
        self.l2 = l2
        self.max_iter = max_iter
        self.class_balance = class_balance

    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        if self.class_balance == "estimated":
            self.class_balance_ = estimated_balance(votes, counts, self.class_balance_)
        K, m = len(self.class_balance_), votes.shape[1]
        moments = second_moments(vote_cells(votes, K), counts)
        cast = np.flatnonzero(moments.diagonal())
        prior = prior_rates(moments.diagonal().reshape(m, K), self.class_balance_, self.precision).reshape(-1, K)
        rates = np.zeros((m * K, K))
        rates[cast] = complete(
            moments[np.ix_(cast, cast)],
            cast // K,
            cast % K,
            self.class_balance_,
            prior[cast],
            l2=self.l2,
            max_iter=self.max_iter,
        )
        self.rates_ = rates.reshape(m, K, K)
        self._log_rates_ = log_rates(rates, counts)

    def _beliefs(self, votes: Votes) -> Posterior:
        cells = vote_cells(votes, len(self.class_balance_))
        return combine(cells, self._log_rates_, np.log(self.class_balance_))
