"""Whether scores fall into two heaps, and how much lies on the upper one: a mixture of two Gaussians."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Weights

__all__ = ["Heaps", "histogram", "two_heaps"]

EDGES = np.linspace(-10, 10, 4001)
"""Of the bins, in standard deviations."""

MIDDLES = (EDGES[1:] + EDGES[:-1]) / 2
ROUNDS = 300
LEAST_VARIANCE = 0.01

SETTLED = 1e-4
"""It stops where share, means and deviations all change by less in a round."""


class Heaps(NamedTuple):
    """Two Gaussians.

    Attributes
    ----------
    means, deviations : ndarray of shape (2,)
    share : float
        Of the upper one, from 0 to 1.
    """

    means: NDArray[np.float64]
    deviations: NDArray[np.float64]
    share: float

    @property
    def distance(self) -> float:
        """How far they lie apart, in standard deviations."""
        return float((self.means[1] - self.means[0]) / np.sqrt((self.deviations**2).mean()))

    def is_near(self, other: Heaps) -> bool:
        """Whether there is next to no difference to others."""
        changes = [*(self.means - other.means), *(self.deviations - other.deviations), self.share - other.share]
        return bool(np.abs(changes).max() < SETTLED)


START = Heaps(np.array([-0.5, 0.5]), np.array([0.8, 0.8]), 0.5)


def histogram(scores: NDArray[np.float64], weights: Weights = 1.0) -> NDArray[np.float64]:
    """Count the scores in bins of 0.005, to be summed over blocks of documents.

    Parameters
    ----------
    scores : ndarray of shape (n,)
        With mean 0 and standard deviation 1 over all blocks; those beyond ±10 are counted in the last bins.
    weights : float or ndarray of shape (n, 1), default=1.0
        As how many each counts.

    Returns
    -------
    ndarray of shape (4000,)
    """
    own = np.broadcast_to(weights, (len(scores), 1))[:, 0]
    counts, _ = np.histogram(np.clip(scores, EDGES[0], EDGES[-1]), EDGES, weights=own)
    return counts.astype(np.float64)


def two_heaps(counts: NDArray[np.float64]) -> Heaps:
    """Fit two Gaussians by expectation maximisation.

    Parameters
    ----------
    counts : ndarray of shape (4000,)
        The :func:`histogram` of all scores, at least one.

    Examples
    --------
    Of a hundred documents ten lie far above the rest:

    >>> rng = np.random.default_rng(0)
    >>> scores = np.concatenate([rng.normal(-0.3, 0.2, 90), rng.normal(2.7, 0.3, 10)])
    >>> heaps = two_heaps(histogram(scores))
    >>> round(heaps.share, 2), heaps.distance > 3
    (0.1, True)
    """
    filled = np.flatnonzero(counts)
    scores, weights = MIDDLES[filled], counts[filled]
    heaps = START
    for _ in range(ROUNDS):
        belonging = _belonging(scores, heaps) * weights
        sizes = np.maximum(belonging.sum(axis=1), 1e-9)
        means = belonging @ scores / sizes
        deviations = np.sqrt(np.maximum(belonging @ scores**2 / sizes - means**2, 0) + LEAST_VARIANCE)
        before, heaps = heaps, Heaps(means, deviations, float(sizes[1] / sizes.sum()))
        if heaps.is_near(before):
            break
    return heaps


def _belonging(scores: NDArray[np.float64], heaps: Heaps) -> NDArray[np.float64]:
    """Give how far each score belongs to each heap, shape (2, n); columns sum to 1."""
    distances = (scores - heaps.means[:, np.newaxis]) / heaps.deviations[:, np.newaxis]
    shares = np.maximum([1 - heaps.share, heaps.share], 1e-12)
    logarithms = -(distances**2) / 2 + np.log(shares / heaps.deviations)[:, np.newaxis]
    upper = 1 / (1 + np.exp(np.clip(logarithms[0] - logarithms[1], -500, 500)))
    return np.array([1 - upper, upper])
