"""The shares of the classes: what they are believed to be, and making predictions agree with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from lamplighter.linalg import softmax_of_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Weights

__all__ = ["estimate_balance", "match_class_balance", "soft_shares"]

TEMPERATURES = (0.1, 0.01)
"""In logits: documents nearer than about this to a boundary count for both sides, first coarsely, then finely."""


def estimate_balance(labels: Iterable[int], n_classes: int, *, pseudo_count: float = 2.0) -> Balance:
    """Estimate the class balance from the labels that a person gave to the documents shown.

    A Dirichlet posterior mean: every class starts with a few imagined documents, so that one answer does not
    make a class certain. Under a strategy that seeks out some kinds of documents the labels are no fair sample, and
    the estimate is as crooked as they are.

    Parameters
    ----------
    labels : iterable of int
        Class codes ``0..K-1``.
    n_classes : int
    pseudo_count : float, default=2.0
        Imagined documents of each class.

    Returns
    -------
    ndarray of shape (K,)

    Examples
    --------
    Three of class 0 and one of class 1, with two more imagined of each:

    >>> estimate_balance([0, 0, 1, 0], 2).tolist()
    [0.625, 0.375]
    """
    counts = np.bincount(np.fromiter(labels, dtype=np.int64), minlength=n_classes) + pseudo_count
    balance: Balance = counts / counts.sum()
    return balance


def soft_shares(
    logits: NDArray[np.float64], shift: NDArray[np.float64], temperature: float, weights: Weights = 1.0
) -> NDArray[np.float64]:
    """Give what :func:`match_class_balance` needs to know of a block of documents, to be summed over blocks.

    Parameters
    ----------
    logits : ndarray of shape (n, K)
    shift : ndarray of shape (K,)
        Added to every row.
    temperature : float
        In logits, above 0: how softly is counted.
    weights : float or ndarray of shape (n, 1), default=1.0
        As how many each document counts.

    Returns
    -------
    ndarray of shape (K + 1,)
        The (slightly softened) number of documents predicted in each class; last, the sum of each row's
        (slightly softened) greatest logit.

    Examples
    --------
    >>> logits, shift = np.array([[3.0, 0.0], [1.0, 0.0], [-1.0, 0.0]]), np.array([0.0, 2.0])
    >>> soft_shares(logits, shift, 0.05).round(3).tolist()
    [1.0, 2.0, 7.0]
    """
    columns = np.array(logits.T, order="C")
    columns += shift[:, np.newaxis]
    columns /= temperature
    probabilities, logarithms = softmax_of_columns(columns)
    own = np.transpose(weights)
    probabilities *= own
    return np.append(probabilities.sum(axis=1), temperature * (own * logarithms).sum())


def match_class_balance(
    total: Callable[[NDArray[np.float64], float], NDArray[np.float64]],
    n_documents: float,
    balance: Balance,
    *,
    roughly: bool = False,
) -> NDArray[np.float64]:
    """Find the shift of the logits with which the share of documents predicted in each class is the class balance.

    Votes are class-unbalanced: people write more keywords of one class, and they cover more. A model trained on them
    inherits that as an intercept, which this takes away again.

    The shift minimises the convex function ``mean_i max_y (l_iy + b_y) − Σ_y π_y b_y``, whose slope is the predicted
    shares minus the balance. The maximum is softened by a small temperature, so that the slope is smooth and the same
    few lines serve any number of classes.

    Parameters
    ----------
    total : callable
        From a shift, shape (K,), and a temperature to the sum of :func:`soft_shares` over all blocks of documents.
    n_documents : float
        What these count together, at least 1.
    balance : ndarray of shape (K,)
        Positive, summing to 1.
    roughly : bool, default=False
        Whether it may miss by a few documents, in half the time.

    Returns
    -------
    ndarray of shape (K,)
        Summing to 0.

    Examples
    --------
    Four documents of which three are predicted in class 0; for two and two, the boundary has to move past the third:

    >>> logits = np.array([[4.0, 0.0], [2.0, 0.0], [1.0, 0.0], [-3.0, 0.0]])
    >>> (logits.argmax(axis=1) == 0).sum()
    np.int64(3)
    >>> shift = match_class_balance(lambda shift, temperature: soft_shares(logits, shift, temperature), 4, np.array([0.5, 0.5]))
    >>> ((logits + shift).argmax(axis=1) == 0).sum()
    np.int64(2)
    """

    def objective(free: NDArray[np.float64], temperature: float) -> tuple[float, NDArray[np.float64]]:
        shift = np.append(free, 0.0)
        sums = total(shift, temperature)
        slope = sums[:-1] / n_documents - balance
        return float(sums[-1] / n_documents - balance @ shift), slope[:-1]

    free = np.zeros(len(balance) - 1)
    for temperature in TEMPERATURES[:1] if roughly else TEMPERATURES:
        found = optimize.minimize(
            partial(objective, temperature=temperature),
            free,
            jac=True,
            method="L-BFGS-B",
            options={"gtol": 1e-5, "ftol": 1e-12},
        )
        free = found.x
    shift = np.append(free, 0.0)
    centred: NDArray[np.float64] = shift - shift.mean()
    return centred
