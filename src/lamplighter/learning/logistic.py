"""Logistic regression on soft labels, as a sum over blocks of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from lamplighter.linalg import product

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Posterior

__all__ = ["fit_logistic", "loss_and_gradient"]


def loss_and_gradient(features: Features, targets: Posterior, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the cross-entropy of a block of documents and its gradient, to be summed over blocks.

    ``Σ_i Σ_y q_iy · (−log f_y(x_i))`` of ``method`` section 4, with ``f`` a softmax; for two classes one row of
    weights is enough and ``f`` is the logistic function of it.

    Parameters
    ----------
    features : csr_array of shape (n, d)
    targets : ndarray of shape (n, K)
        Soft labels ``q``; rows sum to 1.
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
    if len(weights) == 1:
        scores = np.hstack([np.zeros_like(scores), scores])
    # Softmax and its logarithm in one go, which SciPy's two functions would each begin anew.
    greatest = scores.max(axis=1, keepdims=True)
    powers = np.exp(scores - greatest)
    sums = powers.sum(axis=1, keepdims=True)
    loss = (np.log(sums) + greatest).sum() - (targets * scores).sum()
    pull = (powers / sums - targets)[:, -len(weights) :]
    gradient = np.hstack([product(features.T, pull).T, pull.sum(axis=0)[:, np.newaxis]])
    return np.append(gradient.ravel(), loss)


def fit_logistic(
    total: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    shape: tuple[int, int],
    n_documents: int,
    *,
    C: float = 1.0,
    max_iter: int = 200,
    tol: float = 1e-5,
) -> NDArray[np.float64]:
    """Minimise ``Σ_i Σ_y q_iy (−log f_y(x_i)) + ‖w‖² / 2C`` by L-BFGS; the intercept is not penalised.

    With hard labels it is what scikit-learn's ``LogisticRegression`` minimises. It always starts from zero, so that
    the result is a function of the labels alone and a session replays exactly.

    Parameters
    ----------
    total : callable
        From weights, shape ``shape``, to the sum of :func:`loss_and_gradient` over all blocks.
    shape : tuple of int
        ``(K, d + 1)``, or ``(1, d + 1)`` for two classes.
    n_documents : int
        Documents in the sum, at least 1.
    C : float, default=1.0
        Inverse strength of the penalty, as in scikit-learn.
    max_iter : int, default=200
    tol : float, default=1e-5
        It stops where no component of the mean gradient is larger.

    Returns
    -------
    ndarray of shape ``shape``
    """
    penalised = np.ones(shape)
    penalised[:, -1] = 0.0

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        sums = total(weights)
        kept = weights * penalised
        loss = sums[-1] + (kept * kept).sum() / (2 * C)
        return float(loss) / n_documents, (sums[:-1] + kept.ravel() / C) / n_documents

    found = optimize.minimize(
        objective, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": max_iter, "gtol": tol}
    )
    weights: NDArray[np.float64] = found.x.reshape(shape)
    return weights
