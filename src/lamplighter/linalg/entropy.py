"""Entropy of rows of probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy import special

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["entropy"]


def entropy(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Entropy of each row, in nats.

    Parameters
    ----------
    probabilities : ndarray of shape (n, K)
        Rows that sum to 1. Zeros are allowed: ``0 log 0 = 0``.

    Returns
    -------
    ndarray of shape (n,)
        Between 0 (certain) and ``log(K)`` (uniform).

    Examples
    --------
    >>> import numpy as np
    >>> entropy(np.array([[0.5, 0.5], [1.0, 0.0], [0.75, 0.25]])).round(4).tolist()
    [0.6931, 0.0, 0.5623]
    """
    result: NDArray[np.float64] = special.entr(probabilities).sum(axis=1)
    return result
