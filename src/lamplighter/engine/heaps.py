"""Whether what naive Bayes says falls into a heap for each class: then the heaps are the classes, and tell their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.engine.classify import balance_shift
from lamplighter.engine.naive_bayes import sharpened, taught
from lamplighter.engine.spread import mean_and_deviation
from lamplighter.learning import histogram, margins, two_heaps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Weights
    from lamplighter.engine.engine import Engine, Parts

__all__ = ["Shares", "find_heaps", "in_heaps"]

GAP = 3.0
"""Standard deviations between two heaps with next to nothing between them."""

LEFT_OVER = 0.1
"""By so much at most the classes' shares may miss 1 together: else a heap is not its class's alone."""

LEAST_LIFT = 1 / 3
"""By so much of the way from chance to all, at least, votes for a class have to lie on its heap: else it is another
division of the documents, or a few strange texts."""


class Shares(NamedTuple):
    """How many documents lie on the upper heap of each class's scores.

    Attributes
    ----------
    balance : ndarray of shape (k,)
        Their shares, made to sum to 1.
    distance : float
        How far the heaps of a class lie apart, in standard deviations; of the class where it is least.
    total : float
        What the shares summed to.
    lift : float
        How much more of the votes for a class lie on its heap than of all documents do, as a share of those that do not; of
        the class where it is least, the commonest left out, on whose heap most votes lie anyway.
    """

    balance: Balance
    distance: float
    total: float
    lift: float

    @property
    def apart(self) -> bool:
        """Whether there is a gap between the heaps of every class, and each is the heap of that class."""
        return self.distance >= GAP and abs(self.total - 1) <= LEFT_OVER and self.lift >= LEAST_LIFT


def find_heaps(engine: Engine, votes: Parts[Posterior], k: int, rounds: int) -> Shares:
    """Look for heaps in what naive Bayes says after some rounds, beginning with votes.

    How many documents it believes to be of each class decides what it is taught next. So the rounds are gone through twice:
    with equally common classes; and with the heaps of each round as the next one's class balance, by which a rare class
    that few votes speak of is found too. The second heaps are taken where they lie apart, else the first.

    Parameters
    ----------
    engine : Engine
    votes : parts of ndarray of shape (n, k)
        The shares of the votes; 0 where there are none.
    k : int
        The number of classes.
    rounds : int
    """
    uniform = np.full(k, 1 / k)
    *_, last = taught(engine, votes, uniform, rounds)
    fixed, _ = in_heaps(engine, last, votes, k)
    beliefs, balance = votes, uniform
    for _ in range(rounds):
        (logits,) = taught(engine, beliefs, balance, 1)
        sought, shift = in_heaps(engine, logits, votes, k)
        beliefs, balance = _moved(engine, logits, shift), sought.balance
    return sought if sought.apart else fixed


def _moved(engine: Engine, logits: Parts[NDArray[np.float64]], shift: NDArray[np.float64]) -> Parts[Posterior]:
    return engine.over(lambda block: sharpened(block + shift), logits)


def in_heaps(
    engine: Engine, logits: Parts[NDArray[np.float64]], votes: Parts[Posterior], k: int
) -> tuple[Shares, NDArray[np.float64]]:
    """Look for two heaps in each class's logits: those of documents of the class, and the others'.

    Parameters
    ----------
    engine : Engine
    logits, votes : parts of ndarray of shape (n, k)
    k : int
        The number of classes.

    Returns
    -------
    shares : Shares
    shift : ndarray of shape (k,)
        What matches the logits to them.
    """
    scores = _standardized_margins(engine, logits)
    n, sides = engine.n_documents, range(1 if k == 2 else k)  # noqa: PLR2004  (what is true of one of two is of both)
    counts = engine.summed(
        lambda block, weights: np.array([histogram(block[:, place], weights) for place in sides]),
        scores,
        engine.weights,
    )
    found = [two_heaps(row) for row in counts]
    shares = np.array([heaps.share for heaps in found])
    every = np.maximum(np.append(shares, 1 - shares) if k == 2 else shares, 1 / n)  # noqa: PLR2004
    total = float(every.sum())
    shift = balance_shift(engine, logits, every, roughly=True)
    balance = every / total
    held = _held(engine, logits, shift, votes)
    lift = np.delete((held - balance) / (1 - balance), balance.argmax()).min()
    return Shares(balance, min(heaps.distance for heaps in found), total, float(lift)), shift


def _standardized_margins(engine: Engine, logits: Parts[NDArray[np.float64]]) -> Parts[NDArray[np.float64]]:
    against = engine.over(margins, logits)
    mean, unit = mean_and_deviation(engine, against)
    unit[unit == 0] = 1.0
    return engine.over(lambda block: (block - mean) / unit, against)


def _held(
    engine: Engine, logits: Parts[NDArray[np.float64]], shift: NDArray[np.float64], votes: Parts[Posterior]
) -> NDArray[np.float64]:
    """Give the share of the votes for each class that lies on documents predicted in it, shape (k,)."""

    def sums(scores: NDArray[np.float64], shares: Posterior, weights: Weights) -> NDArray[np.float64]:
        predicted, own = np.eye(len(shift))[(scores + shift).argmax(axis=1)], weights * shares
        return np.array([(own * predicted).sum(axis=0), own.sum(axis=0)])

    held, cast = engine.summed(sums, logits, votes, engine.weights)
    shares: NDArray[np.float64] = held / np.maximum(cast, 1e-9)
    return shares
