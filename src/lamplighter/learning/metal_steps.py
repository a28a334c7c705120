"""MeTaL as Snorkel trains it: a number of gradient steps, wherever they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy import optimize

from lamplighter.learning.fitted import FittedLabelModel, check_number
from lamplighter.learning.metal import completion_loss, different_functions, log_rates
from lamplighter.learning.moments import combine, second_moments, vote_cells

if TYPE_CHECKING:
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
        balance = self.class_balance_
        K, m = len(balance), votes.shape[1]
        moments = second_moments(vote_cells(votes, K), counts)
        known = different_functions(np.arange(m * K) // K)
        own = np.tile(np.eye(K), (m, 1))
        start = own * np.clip(np.outer(moments.diagonal() * self.precision, 1 / balance), 0.0, 1.0)
        mu, pull = start * self.scale, np.full(K, self.l2**2)
        speed = np.zeros_like(mu)
        with np.errstate(over="ignore", invalid="ignore"):  # steps that are too large lead to infinity
            for _ in range(self.steps):
                _, gradient = completion_loss(mu, moments, known, balance, start, pull)
                speed = MOMENTUM * speed + gradient + self.l2 * mu
                mu = mu - self.step_size * speed
        mu = mu[:, _best_classes(np.nan_to_num(mu), balance)]
        self.rates_ = mu.reshape(m, K, K)
        self._log_rates_ = log_rates(mu, counts)

    def _beliefs(self, votes: Votes) -> Posterior:
        cells = vote_cells(votes, len(self.class_balance_))
        return combine(cells, self._log_rates_, np.log(self.class_balance_))


def _best_classes(mu: NDArray[np.float64], balance: Balance) -> NDArray[np.int64]:
    """Give the order of the classes in which most votes are right, exchanging only classes that are equally common."""
    K = len(balance)
    right = (mu * balance).reshape(-1, K, K).sum(axis=0)
    alike = np.isclose(balance[:, np.newaxis], balance, atol=5e-4)
    _, order = optimize.linear_sum_assignment(np.where(alike, right, -1e9), maximize=True)
    return order.astype(np.int64)
