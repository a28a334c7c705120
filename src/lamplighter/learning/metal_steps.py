"""MeTaL as Snorkel trains it: a number of gradient steps, wherever they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy import optimize

from lamplighter.learning.fitted import NOT_FINITE, FittedLabelModel, check_number
from lamplighter.learning.metal import log_rates
from lamplighter.learning.moments import second_moments, vote_cells
from lamplighter.linalg import product, softmax

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["MeTaLSteps"]

MOMENTUM = 0.9
"""Snorkel's; its steps are in effect ten times as large as they are said to be."""


class MeTaLSteps(FittedLabelModel):
    """What Snorkel's ``LabelModel`` arrives at, without PyTorch and without chance: for comparisons with what is published.

    1. A vote's rate in its own class starts at ``scale · P(c) · precision / p_y``, in the other classes at 0. Snorkel draws
       the scale from its seed, evenly between 0 and 1; here it is a setting.
    2. Gradient descent with momentum on :func:`~lamplighter.learning.metal.completion_loss`, with the pull ``l2²`` towards the
       unscaled start, and ``l2`` as weight decay.
    3. Classes that are equally common are exchanged if more votes are right then.

    With the defaults and keywords' votes it stops when ``μ p = diag(O)`` is met, before the moments have told one function
    from another: all votes weigh about the same, the more the larger the scale. Where votes are not independent that is its
    strength. To fit the model, use :class:`~lamplighter.learning.MeTaL`.

    Parameters
    ----------
    steps : int, default=100
        Snorkel's ``n_epochs``.
    step_size : float, default=0.01
        Snorkel's ``lr``.
    l2 : float, default=0.0
    precision : float, default=0.7
        Snorkel's ``prec_init``.
    scale : float, default=0.5
        Above 0, up to 1.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
    rates_ : ndarray of shape (m, K, K)
        ``P(λ_j = l | Y = y)`` for function j, vote l and class y.
    fallback_ : str or None
        Why majority vote stands in.

    Examples
    --------
    Three functions that are right on 3/4 of the documents, after few steps and after many:

    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 1, 1], [1, 1, 2], [1, 2, 1], [1, 2, 2], [2, 1, 1], [2, 1, 2], [2, 2, 1], [2, 2, 2]])
    >>> counts, even = np.array([14, 6, 6, 6, 6, 6, 6, 14]), np.array([0.5, 0.5])
    >>> for steps in (10, 1000):
    ...     model = MeTaLSteps(steps=steps).fit(votes, counts, n_classes=2, class_balance=even)
    ...     print(model.rates_[0].round(3).tolist())
    [[0.622, 0.236], [0.236, 0.622]]
    [[0.75, 0.25], [0.25, 0.75]]
    """

    name: ClassVar[str] = "metal-steps"
    guarded: ClassVar[bool] = False

    def __init__(
        self,
        *,
        steps: int = 100,
        step_size: float = 0.01,
        l2: float = 0.0,
        precision: float = 0.7,
        scale: float = 0.5,
    ) -> None:
        check_number("steps", steps, 1)
        check_number("step_size", step_size, 0.0)
        check_number("l2", l2, 0.0)
        check_number("precision", precision, 0.0, 1.0)
        check_number("scale", scale, 0.0, 1.0)
        self.steps = steps
        self.step_size = step_size
        self.l2 = l2
        self.precision = precision
        self.scale = scale

    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        self._learn_all([self], votes, counts)

    @classmethod
    def _learn_all(cls, models: Sequence[Self], votes: Votes, counts: NDArray[np.int64]) -> None:
        """Descend with all models at once: those that differ in their steps alone stop on the same way."""
        balance = models[0].class_balance_
        moments = second_moments(vote_cells(votes, len(balance)), counts)
        cast = np.flatnonzero(moments.diagonal())  # what is never voted starts at 0 and stays there
        ways = list(dict.fromkeys(model._way for model in models))  # noqa: SLF001  (its own class)
        passed = _descend(moments[np.ix_(cast, cast)], cast, balance, ways, max(model.steps for model in models))
        for steps, found in enumerate(passed, start=1):
            for model in models:
                if model.steps == steps:
                    mu = np.zeros((len(moments), len(balance)))
                    mu[cast] = found[ways.index(model._way)]  # noqa: SLF001  (its own class)
                    model._arrive(mu, counts)  # noqa: SLF001  (its own class)

    @property
    def _way(self) -> tuple[float, float, float, float]:
        """All that tells where its steps lead, but their number."""
        return self.step_size, self.l2, self.precision, self.scale

    def _arrive(self, mu: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
        K = len(self.class_balance_)
        mu = mu[:, _best_classes(np.nan_to_num(mu), self.class_balance_)]
        self.rates_ = mu.reshape(-1, K, K)
        self._log_rates_ = log_rates(mu, counts)

    def _failure(self, votes: Votes, counts: NDArray[np.int64], balance: Balance) -> str | None:
        del votes, counts, balance
        return None if np.isfinite(self._log_rates_).all() else NOT_FINITE.format(self.name)

    def _beliefs(self, votes: Votes) -> Posterior:
        return self._beliefs_of([self], votes)[0]

    @classmethod
    def _beliefs_of(cls, models: Sequence[Self], votes: Votes) -> list[Posterior]:
        balance = models[0].class_balance_
        told = np.hstack([model._log_rates_ for model in models])
        scores = product(vote_cells(votes, len(balance)), told).reshape(-1, len(balance))
        beliefs = softmax(scores + np.log(balance))[0].reshape(votes.shape[0], len(models), len(balance))
        return list(beliefs.transpose(1, 0, 2))


def _descend(
    moments: NDArray[np.float64],
    cells: NDArray[np.int64],
    balance: Balance,
    ways: Sequence[tuple[float, float, float, float]],
    steps: int,
) -> Iterator[NDArray[np.float64]]:
    """Give the rates of the votes ``cells`` after each step, shape (w, d, K): w starts, with step sizes of their own."""
    K = len(balance)
    step_size, l2, precision, scale = np.array(ways).T[:, :, np.newaxis, np.newaxis]
    start = np.eye(K)[cells % K] * np.clip(moments.diagonal()[:, np.newaxis] * precision / balance, 0.0, 1.0)
    mu = start * scale
    speed = np.zeros_like(mu)
    rows, columns = np.nonzero((cells // K)[:, np.newaxis] == cells // K)
    for _ in range(steps):
        with np.errstate(over="ignore", invalid="ignore"):  # steps that are too large lead to infinity
            pull = 2 * l2**2 * (mu - start) + l2 * mu
            speed = MOMENTUM * speed + completion_gradients(mu, moments, balance, (rows, columns)) + pull
            mu = mu - step_size * speed
        yield mu


def completion_gradients(
    mu: NDArray[np.float64],
    moments: NDArray[np.float64],
    balance: Balance,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.float64]:
    """Give the gradient of :func:`~lamplighter.learning.metal.completion_loss` without its pull, of many rates at once.

    Parameters
    ----------
    mu : ndarray of shape (w, d, K)
    moments : ndarray of shape (d, d)
    balance : ndarray of shape (K,)
    pairs : tuple of ndarray
        Rows and columns of the pairs of votes of one function, those of a vote and itself included, sorted by row.

    Returns
    -------
    ndarray of shape (w, d, K)

    Examples
    --------
    The two votes of ``completion_loss``, of two functions:

    >>> O, rates, even = np.full((2, 2), 0.5), np.full((1, 2, 2), 0.5), np.array([0.5, 0.5])
    >>> completion_gradients(rates, O, even, (np.arange(2), np.arange(2)))[0].tolist()
    [[-0.25, -0.25], [-0.25, -0.25]]
    """
    w, d, K = mu.shape
    shared = mu * balance
    # missed @ shared without the array missed, d × d for each: as sums of products with K columns, less what pairs of one
    # function, of which independence says nothing, have in them.
    observed = (moments @ shared.transpose(1, 0, 2).reshape(d, w * K)).reshape(d, w, K).transpose(1, 0, 2)
    explained = shared @ (mu.transpose(0, 2, 1) @ shared)
    rows, columns = pairs
    unknown = (shared[:, rows] * mu[:, columns]).sum(axis=2) - moments[rows, columns]
    of_pairs = unknown[:, :, np.newaxis] * shared[:, columns]
    own = of_pairs if len(rows) == d else np.add.reduceat(of_pairs, np.searchsorted(rows, np.arange(d)), axis=1)
    excess = shared.sum(axis=2) - moments.diagonal()
    gradients: NDArray[np.float64] = 4 * (explained - observed - own) + 2 * excess[:, :, np.newaxis] * balance
    return gradients


def _best_classes(mu: NDArray[np.float64], balance: Balance) -> NDArray[np.int64]:
    """Give the order of the classes in which most votes are right, exchanging only classes that are equally common."""
    K = len(balance)
    right = (mu * balance).reshape(-1, K, K).sum(axis=0)
    alike = np.isclose(balance[:, np.newaxis], balance, atol=5e-4)
    _, order = optimize.linear_sum_assignment(np.where(alike, right, -1e9), maximize=True)
    return order.astype(np.int64)
