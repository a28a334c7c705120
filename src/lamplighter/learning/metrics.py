"""How good predictions are. Small enough not to wait two seconds for scikit-learn's metrics to be imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["accuracy", "f1_scores"]


def accuracy(predicted: NDArray[np.int64], truth: NDArray[np.int64]) -> float:
    """Give the share of documents predicted right; both arrays hold class codes and have one entry or more.

    Examples
    --------
    >>> accuracy(np.array([0, 1, 1, 1]), np.array([0, 1, 0, 1]))
    0.75
    """
    return float((predicted == truth).mean())


def f1_scores(predicted: NDArray[np.int64], truth: NDArray[np.int64], n_classes: int) -> NDArray[np.float64]:
    """Give each class's F1, ``2·tp / (2·tp + fp + fn)``: shape (K,), 0 where a class is neither there nor predicted.

    Examples
    --------
    >>> f1_scores(np.array([0, 1, 1, 1]), np.array([0, 1, 0, 1]), 2).round(3).tolist()
    [0.667, 0.8]
    """
    right = np.bincount(truth[predicted == truth], minlength=n_classes)
    either = np.bincount(predicted, minlength=n_classes) + np.bincount(truth, minlength=n_classes)
    scores: NDArray[np.float64] = np.divide(2.0 * right, either, out=np.zeros(n_classes), where=either > 0)
    return scores
