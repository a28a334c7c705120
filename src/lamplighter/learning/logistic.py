"""Logistic regression on soft labels, as a sum over blocks of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from lamplighter.linalg import product, softmax

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Posterior

__all__ = ["fit_logistic", "loss_and_gradient", "of_each_class"]


MEMORY = 30
"""Steps that L-BFGS remembers."""


def loss_and_gradient(features: Features, targets: Posterior, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the cross-entropy of a block of documents and its gradient, to be summed over blocks.

    ``Σ_i Σ_y q_iy · (−log f_y(x_i))`` of ``method`` section 4, with ``f`` a softmax; for two classes one row of
    weights is enough and ``f`` is the logistic function of it.

    Parameters
    ----------
    features : csr_array of shape (n, d)
    targets : ndarray of shape (n, K)
        Soft labels ``q``; rows sum to 1, or to what the document weighs.
    weights : ndarray of shape (K, d + 1), or (1, d + 1) for two classes
        Coefficients, and the intercept in the last column. The one row for two classes speaks for the second.

    Returns
    -------
    ndarray of shape (weights.size + 1,)
        The gradient, flat, and last the loss.

    Examples
    --------
    At zero weights every class has probability ½: the loss of a document is log 2, and it pulls by ½:

    >>> from scipy import sparse
    >>> loss_and_gradient(sparse.csr_array([[2.0]]), np.array([[0.0, 1.0]]), np.zeros((1, 2))).round(4).tolist()
    [-1.0, -0.5, 0.6931]
    """
    scores = product(features, weights[:, :-1].T) + weights[:, -1]
    loss, pull = _of_two(scores, targets) if len(weights) == 1 else _of_many(scores, targets)
    gradient = np.hstack([product(features.T, pull).T, pull.sum(axis=0)[:, np.newaxis]])
    return np.append(gradient.ravel(), loss)


def of_each_class(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give every class a column of scores: a single one is the second's of two, beside which the first has 0.

    Examples
    --------
    >>> of_each_class(np.array([[2.5], [-1.0]])).tolist()
    [[0.0, 2.5], [0.0, -1.0]]
    """
    return np.hstack([np.zeros_like(scores), scores]) if scores.shape[1] == 1 else scores


def _of_two(scores: NDArray[np.float64], targets: Posterior) -> tuple[float, NDArray[np.float64]]:
    """Give the loss and its slope along the scores of the second class, shape (n, 1)."""
    weight, second, own = targets[:, 0] + targets[:, 1], targets[:, 1], scores[:, 0]
    rest = np.exp(-np.abs(own))  # one exponential for the loss and for its slope
    likelier = 1 / (1 + rest)
    loss = weight @ (np.maximum(own, 0) + np.log1p(rest)) - second @ own
    return float(loss), (weight * np.where(own >= 0, likelier, 1 - likelier) - second)[:, np.newaxis]


def _of_many(scores: NDArray[np.float64], targets: Posterior) -> tuple[float, NDArray[np.float64]]:
    """Give the loss and its slope along the scores, shape (n, K)."""
    probabilities, logarithms = softmax(scores)
    weight = targets.sum(axis=1)
    loss = weight @ logarithms - np.vdot(targets, scores)
    return float(loss), weight[:, np.newaxis] * probabilities - targets


def fit_logistic(
    total: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    shape: tuple[int, int],
    n_documents: int,
    squares: NDArray[np.float64],
    *,
    C: float = 1.0,
    max_iter: int = 200,
    tol: float = 5e-5,
) -> NDArray[np.float64]:
    """Minimise ``Σ_i Σ_y q_iy (−log f_y(x_i)) + ‖w‖² / 2C`` by L-BFGS; the intercept is not penalised.

    With hard labels it is what scikit-learn's ``LogisticRegression`` minimises. It always starts from zero, so that
    the result is a function of the labels alone and a session replays exactly. Each weight is measured in the unit of its
    curvature at the start, ``(Σ_i x_ij² / 4 + 1/C) / n``: those of frequent words need not wait for those of rare ones.

    Parameters
    ----------
    total : callable
        From weights, shape ``shape``, to the sum of :func:`loss_and_gradient` over all blocks.
    shape : tuple of int
        ``(K, d + 1)``, or ``(1, d + 1)`` for two classes.
    n_documents : int
        Documents in the sum, at least 1.
    squares : ndarray of shape (d,)
        ``Σ_i x_ij²`` of each feature.
    C : float, default=1.0
        Inverse strength of the penalty, as in scikit-learn.
    max_iter : int, default=200
    tol : float, default=5e-5
        It stops where no component of the mean gradient, in those units, is larger.

    Returns
    -------
    ndarray of shape ``shape``
    """
    penalised = np.ones(shape)
    penalised[:, -1] = 0.0

    curvature = np.append(squares / 4 + 1 / C, n_documents / 4) / n_documents
    unit = np.broadcast_to(1 / np.sqrt(curvature), shape)

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape) * unit
        sums = total(weights)
        kept = weights * penalised
        loss = sums[-1] + np.vdot(kept, kept) / (2 * C)
        gradient = (sums[:-1].reshape(shape) + kept / C) * unit
        return float(loss) / n_documents, gradient.ravel() / n_documents

    found = optimize.minimize(
        objective,
        np.zeros(shape).ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": max_iter, "gtol": tol, "maxcor": MEMORY},
    )
    weights: NDArray[np.float64] = found.x.reshape(shape) * unit
    return weights
