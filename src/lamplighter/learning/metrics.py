"""How good predictions are. Small enough not to wait two seconds for scikit-learn's metrics to be imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["accuracy", "f1_scores", "margins", "roc_auc"]


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


def roc_auc(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Give the chance that one of the positive documents has a higher score than one of the others; ties count half.

    NaN where there are none of the one or of the other.

    Examples
    --------
    >>> roc_auc(np.array([0.9, 0.4, 0.4, 0.1]), np.array([True, True, False, False]))
    0.875
    """
    n_positive = int(positive.sum())
    pairs = n_positive * (len(positive) - n_positive)
    if not pairs:
        return float("nan")
    from scipy.stats import rankdata  # noqa: PLC0415  (its import takes longer than all others together)

    return float((rankdata(scores)[positive].sum() - n_positive * (n_positive + 1) / 2) / pairs)


def margins(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give by how much each class's score exceeds the best of the others, shape (n, K); K is 2 or more.

    Examples
    --------
    >>> margins(np.array([[3.0, 1.0, 2.0]])).tolist()
    [[1.0, -2.0, -1.0]]
    """
    ranked = np.sort(scores, axis=1)
    best, second = ranked[:, -1:], ranked[:, -2:-1]
    result: NDArray[np.float64] = scores - np.where(scores == best, second, best)
    return result
