"""Distances from the rows of a sparse matrix to one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from lamplighter.linalg.product import product
from lamplighter.linalg.sparse import row_squares

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

__all__ = ["METRICS", "Metric", "distances"]

Metric: TypeAlias = Literal["cosine", "euclidean"]
METRICS: tuple[Metric, ...] = get_args(Metric)


def distances(
    rows: sparse.csr_array[np.float64],
    point: NDArray[np.float64],
    metric: Metric = "cosine",
    *,
    centre: NDArray[np.float64] | None = None,
    squares: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Distance of each row to a point, by one sparse product.

    Parameters
    ----------
    rows : csr_array of shape (n, d)
    point : ndarray of shape (d,)
    metric : {'cosine', 'euclidean'}, default='cosine'
        Cosine distance is ``1 - cos``, between 0 and 2; with a vector of zeros it is 1.
    centre : ndarray of shape (d,), optional
        Where rows and point are seen from, for the angle between them; left out, from the origin. The rows stay sparse.
    squares : ndarray of shape (n,), optional
        What :func:`row_squares` gives of the rows, where it is known already.

    Returns
    -------
    ndarray of shape (n,)
        Never negative.

    Examples
    --------
    >>> from scipy import sparse
    >>> rows = sparse.csr_array([[3.0, 4.0], [0.0, 2.0], [0.0, 0.0]])
    >>> distances(rows, np.array([0.0, 1.0])).round(2).tolist()
    [0.2, 0.0, 1.0]
    >>> distances(rows, np.array([0.0, 1.0]), "euclidean").round(2).tolist()
    [4.24, 1.0, 1.0]
    """
    squares = row_squares(rows) if squares is None else squares
    if centre is not None and metric == "cosine":
        point = point - centre
        squares = np.maximum(squares - 2 * product(rows, centre) + centre @ centre, 0.0)
        products = product(rows, point) - centre @ point
    else:
        products = product(rows, point)
    square = float(point @ point)
    if metric == "euclidean":
        return np.sqrt(np.maximum(squares + square - 2 * products, 0.0))
    lengths = np.sqrt(squares * square)
    cosines = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)
    return np.maximum(1.0 - cosines, 0.0)
