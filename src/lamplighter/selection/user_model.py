"""Which function a person will write on seeing a document: the user model of SEU (Eq. 2) and its ablations (Table 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Mask, Posterior

__all__ = [
    "PREDICTIONS",
    "USER_MODELS",
    "Predictions",
    "UserModel",
    "divided",
    "hardened",
    "primitive_weights",
    "within_coverage",
]

UserModel: TypeAlias = Literal["accuracy", "uniform", "softmax"]
USER_MODELS: tuple[UserModel, ...] = get_args(UserModel)

Predictions: TypeAlias = Literal["soft", "hard"]
PREDICTIONS: tuple[Predictions, ...] = get_args(Predictions)

NEVER_COMMON = 50
"""A primitive of so few documents is never too common, however small the corpus."""


def hardened(predictions: Posterior) -> Posterior:
    """Give all belief to the class predicted, ``1[ŷ_i = y]``; classes that tie share it, so that no prediction is made up.

    Parameters
    ----------
    predictions : ndarray of shape (n, K)

    Returns
    -------
    ndarray of shape (n, K)

    Examples
    --------
    >>> hardened(np.array([[0.7, 0.2, 0.1], [0.4, 0.4, 0.2]])).tolist()
    [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]]
    """
    best = predictions == predictions.max(axis=1, keepdims=True)
    result: Posterior = best / best.sum(axis=1, keepdims=True)
    return result


def primitive_weights(
    accuracy: NDArray[np.float64], user_model: UserModel = "accuracy", temperature: float = 1.0
) -> NDArray[np.float64]:
    """Give the weights in proportion to which a person who thinks of class ``y`` picks a primitive ``z`` of the document.

    Parameters
    ----------
    accuracy : ndarray of shape (Z, K)
        ``acc(z, y)``, from 0 to 1.
    user_model : {'accuracy', 'uniform', 'softmax'}
        The accuracy itself (Eq. 2); the same for all; or ``exp(acc / temperature)``.
    temperature : float
        Above 0. The softmax goes from the most accurate primitive alone, near 0, to uniform.

    Returns
    -------
    ndarray of shape (Z, K)
        Not negative. They say something only beside those of the same class: the softmax is scaled so that an accuracy of 1 weighs
        1, which no temperature lets overflow.

    Examples
    --------
    >>> accuracy = np.array([[1.0, 0.0], [0.5, 0.5]])
    >>> primitive_weights(accuracy, "uniform").tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    >>> primitive_weights(accuracy, "softmax", temperature=0.5).round(3).tolist()
    [[1.0, 0.135], [0.368, 0.368]]
    """
    if user_model == "uniform":
        return np.ones_like(accuracy)
    if user_model == "softmax":
        softmax: NDArray[np.float64] = np.exp((accuracy - 1) / temperature)
        return softmax
    return accuracy


def within_coverage(coverage: NDArray[np.float64], n_documents: float, min_coverage: int, max_coverage: float) -> Mask:
    """Say which primitives are neither too rare nor too common to be expected as functions.

    Parameters
    ----------
    coverage : ndarray of shape (Z,)
        How many documents contain each.
    n_documents : float
        How many there are.
    min_coverage : int
        Documents that must contain a primitive.
    max_coverage : float
        Share of the documents that may; one in at most 50 documents is never too common.

    Examples
    --------
    >>> within_coverage(np.array([1.0, 20.0, 50.0, 51.0]), 100, min_coverage=20, max_coverage=0.1).tolist()
    [False, True, True, False]
    """
    return (coverage >= min_coverage) & (coverage <= max(max_coverage * n_documents, NEVER_COMMON))


def divided(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, with 0 / 0 = 0: a class that nothing is predicted in, a document without primitives.

    Examples
    --------
    >>> divided(np.array([[1.0, 3.0], [0.0, 0.0]]), np.array([[4.0], [0.0]])).tolist()
    [[0.25, 0.75], [0.0, 0.0]]
    """
    wide = np.broadcast_to(denominator, numerator.shape)
    return np.divide(numerator, wide, out=np.zeros_like(numerator), where=wide > 0)
