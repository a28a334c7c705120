"""The shares of the classes from a few labels of documents that were not drawn by lot, and scores of all documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import optimize

from lamplighter.linalg import softmax

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Weights

__all__ = ["Calibration", "calibrated_sums", "post_stratify"]

SLOPE, SLOPE_SPREAD = 1.5, 1.0
"""What is believed of the slope before any label, its mean and standard deviation."""

OFFSET_SPREAD = np.sqrt(2)
"""Standard deviation of the offsets, which are believed to be 0."""

IMAGINED = 10.0
"""Imagined documents that have the classes as is believed beforehand."""


class Calibration(NamedTuple):
    """From scores to probabilities: ``softmax(slope · z + offsets)``, and the shares that come of it."""

    slope: float
    offsets: NDArray[np.float64]
    balance: Balance


def calibrated_sums(
    scores: NDArray[np.float64], slope: float, offsets: NDArray[np.float64], weights: Weights = 1.0
) -> NDArray[np.float64]:
    """Give what :func:`post_stratify` needs to know of a block of documents, to be summed over blocks.

    Parameters
    ----------
    scores : ndarray of shape (n, K)
    slope : float
    offsets : ndarray of shape (K,)
    weights : float or ndarray of shape (n, 1), default=1.0
        As how many each document counts.

    Returns
    -------
    ndarray of shape (K + 2, K)
        Of ``p = softmax(slope · z + offsets)``: ``Σ p``; its slope along ``slope``; and along each offset.

    Examples
    --------
    >>> calibrated_sums(np.zeros((4, 2)), 1.0, np.zeros(2)).tolist()
    [[2.0, 2.0], [0.0, 0.0], [1.0, -1.0], [-1.0, 1.0]]
    """
    p, _ = softmax(slope * scores + offsets)
    counted = weights * p
    pull = counted * (scores - (p * scores).sum(axis=1, keepdims=True))
    return np.vstack([counted.sum(axis=0), pull.sum(axis=0), np.diag(counted.sum(axis=0)) - counted.T @ p])


def post_stratify(
    total: Callable[[float, NDArray[np.float64]], NDArray[np.float64]],
    n_documents: float,
    scores: NDArray[np.float64],
    labels: NDArray[np.int64],
    prior: Balance | None = None,
) -> Calibration:
    """Estimate the shares of the classes: calibrate scores on labeled documents, and take the mean over all.

    A strategy chooses documents for what they contain, so the shares of their labels are not those of the corpus. How a score
    and a class go together is the same among the documents chosen and the others: so that is what the labels are
    asked for, and the scores of all documents say how many there are of each kind. The scores of labeled documents must come from a
    model that has not learnt from them.

    It minimises ``−Σ_i log p_{i,y_i} + (slope − 1.5)²/2 + Σ_y offset_y²/4 − 10 Σ_y prior_y log π_y`` with ``p`` the softmax
    of ``slope · z + offsets`` and ``π`` its mean over all documents: a few labels move little.

    Parameters
    ----------
    total : callable
        From slope and offsets to the sum of :func:`calibrated_sums` over all blocks of documents.
    n_documents : float
        What those in these blocks count together, at least 1.
    scores : ndarray of shape (e, K)
        Of the labeled documents, in units of twice their standard deviation over all documents.
    labels : ndarray of shape (e,)
        Codes ``0..K-1``.
    prior : ndarray of shape (K,), optional
        The shares of the classes as they are believed beforehand, by default equally common.

    Returns
    -------
    Calibration

    Examples
    --------
    A thousand documents, a fifth of which score for class 1. Ten labels of each class say that the score is right; that they
    are as many does not mislead:

    >>> scores = np.array([[0.6, -0.6]] * 800 + [[-0.6, 0.6]] * 200)
    >>> labeled = np.array([[0.6, -0.6]] * 10 + [[-0.6, 0.6]] * 10)
    >>> found = post_stratify(
    ...     lambda slope, offsets: calibrated_sums(scores, slope, offsets), 1000, labeled, np.repeat([0, 1], 10)
    ... )
    >>> found.balance.round(2).tolist()
    [0.72, 0.28]
    """
    e, K = scores.shape
    given = np.eye(K)[labels]
    imagined = IMAGINED * (np.full(K, 1 / K) if prior is None else prior)

    def objective(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slope, offsets = float(values[0]), values[1:]
        sums = total(slope, offsets) / n_documents
        shares, turns = np.maximum(sums[0], 1e-12), sums[1:]
        p, logarithms = softmax(slope * scores + offsets)
        missed = p - given
        loss = logarithms.sum() - np.vdot(given, slope * scores + offsets) if e else 0.0
        gradient = np.append(np.vdot(missed, scores), missed.sum(axis=0))
        gradient -= turns @ (imagined / shares)
        gradient += np.append((slope - SLOPE) / SLOPE_SPREAD**2, offsets / OFFSET_SPREAD**2)
        unusual = (slope - SLOPE) ** 2 / (2 * SLOPE_SPREAD**2) + offsets @ offsets / (2 * OFFSET_SPREAD**2)
        return float(loss + unusual - imagined @ np.log(shares)), gradient

    found = optimize.minimize(objective, np.append(SLOPE, np.zeros(K)), jac=True, method="L-BFGS-B")
    slope, offsets = float(found.x[0]), found.x[1:]
    balance: Balance = total(slope, offsets)[0] / n_documents
    return Calibration(slope, offsets, balance / balance.sum())
