"""What a function is worth: the utility of SEU (Eq. 3) and its ablations (Table 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Entropy, Posterior

__all__ = ["UTILITIES", "Utility", "agreement", "document_utilities"]

Utility: TypeAlias = Literal["full", "no-informativeness", "no-correctness"]
UTILITIES: tuple[Utility, ...] = get_args(Utility)


def agreement(predictions: Posterior) -> NDArray[np.float64]:
    """Give ``S = (K·P − 1) / (K − 1)``: 1 where the prediction is certain of a class, with mean 0 over the classes.

    Examples
    --------
    >>> agreement(np.array([[0.9, 0.1], [0.5, 0.5]])).round(2).tolist()
    [[0.8, -0.8], [0.0, 0.0]]
    """
    K = predictions.shape[1]
    result: NDArray[np.float64] = (K * predictions - 1) / (K - 1)
    return result


def document_utilities(entropy: Entropy, predictions: Posterior, utility: Utility = "full") -> NDArray[np.float64]:
    """Give what a vote for each class on each document is worth; a function's utility is the sum over its documents.

    Parameters
    ----------
    entropy : ndarray of shape (n,)
        ``ψ_i``.
    predictions : ndarray of shape (n, K)
    utility : {'full', 'no-informativeness', 'no-correctness'}
        ``ψ_i · s(y, ŷ_i)`` (Eq. 3), ``s(y, ŷ_i)`` or ``ψ_i``.

    Returns
    -------
    ndarray of shape (n, K)

    Examples
    --------
    >>> entropy, predictions = np.array([0.5, 0.2]), np.array([[1.0, 0.0], [0.25, 0.75]])
    >>> document_utilities(entropy, predictions).tolist()
    [[0.5, -0.5], [-0.1, 0.1]]
    >>> document_utilities(entropy, predictions, "no-informativeness").tolist()
    [[1.0, -1.0], [-0.5, 0.5]]
    >>> document_utilities(entropy, predictions, "no-correctness").tolist()
    [[0.5, 0.5], [0.2, 0.2]]
    """
    informativeness = entropy[:, np.newaxis]
    if utility == "no-informativeness":
        return agreement(predictions)
    if utility == "no-correctness":
        return np.repeat(informativeness, predictions.shape[1], axis=1)
    return informativeness * agreement(predictions)
