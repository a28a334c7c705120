"""How far numbers of all documents lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Weights
    from lamplighter.engine.engine import Engine, Parts

__all__ = ["mean_and_deviation"]


def mean_and_deviation(
    engine: Engine, columns: Parts[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the mean and the standard deviation of each column over the documents of all slices, each of shape (k,).

    Parameters
    ----------
    engine : Engine
    columns : parts of ndarray of shape (n, k)
    """

    def sums(block: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
        return np.array([(weights * block).sum(axis=0), (weights * block * block).sum(axis=0)])

    mean, square = engine.summed(sums, columns, engine.weights) / engine.n_documents
    return mean, np.sqrt(np.maximum(square - mean * mean, 0.0))
