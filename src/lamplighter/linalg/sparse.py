"""Small questions to sparse rows that SciPy does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "distinct_rows",
    "incidence",
    "masked",
    "narrowed",
    "part_of",
    "row_squares",
    "rows_with_column",
    "unit_rows",
]

T = TypeVar("T", bound=np.generic)


def incidence(
    rows: sparse.csr_array[np.float64], ones: NDArray[np.float64] | None = None
) -> sparse.csr_array[np.float64]:
    """Ones where a matrix has an entry, sharing its pattern in memory.

    Parameters
    ----------
    rows : csr_array of shape (n, m)
    ones : ndarray, optional
        As many ones as there are entries, or more: several matrices may share them in memory. Left out, new ones.

    Examples
    --------
    >>> incidence(sparse.csr_array([[0.0, 2.5], [3.0, 0.0]])).toarray().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    data = np.ones(rows.nnz) if ones is None else part_of(ones, 0, rows.nnz)
    return sparse.csr_array((data, rows.indices, rows.indptr), shape=rows.shape, copy=False)


class _Part(np.ndarray):
    """Stands between a view and what it is of; an array of the usual kind would be looked through."""


def masked(rows: sparse.csr_array[np.float64], kept: NDArray[np.bool_]) -> sparse.csr_array[np.float64]:
    """Set the other columns to 0, sharing the pattern in memory.

    Examples
    --------
    >>> masked(sparse.csr_array([[3.0, 4.0], [0.0, 2.0]]), np.array([False, True])).toarray().tolist()
    [[0.0, 4.0], [0.0, 2.0]]
    """
    data = rows.data * kept[rows.indices]
    return sparse.csr_array((data, rows.indices, rows.indptr), shape=rows.shape, copy=False)


def narrowed(rows: sparse.csr_array[np.float64], columns: NDArray[np.int64]) -> sparse.csr_array[np.float64]:
    """Leave out the other columns, all of whose entries must be 0, sharing the values in memory.

    Parameters
    ----------
    rows : csr_array of shape (n, m)
    columns : ndarray of shape (c,)
        Ascending.

    Returns
    -------
    csr_array of shape (n, c)
        A 0 that was stored in a column that is left out is stored in some other one.

    Examples
    --------
    >>> narrowed(sparse.csr_array([[3.0, 0.0, 4.0], [0.0, 0.0, 2.0]]), np.array([0, 2])).toarray().tolist()
    [[3.0, 4.0], [0.0, 2.0]]
    """
    if len(columns) == rows.shape[1]:
        return rows
    places = np.zeros(rows.shape[1], dtype=rows.indices.dtype)
    places[columns] = np.arange(len(columns))
    return sparse.csr_array(
        (rows.data, places[rows.indices], rows.indptr), shape=(rows.shape[0], len(columns)), copy=False
    )


def part_of(array: NDArray[T], start: int, stop: int) -> NDArray[T]:
    """Give a part of an array, in the same memory, that a sparse matrix may hold.

    Of a view of something more than twice as large SciPy makes a copy, even for a transpose. It looks one step behind the
    view; there it finds a thing of the view's own size.

    Examples
    --------
    >>> whole = np.arange(9.0)
    >>> rows = sparse.csr_array((part_of(whole, 2, 4), [0, 0], [0, 1, 2]), copy=False)
    >>> rows.data.tolist(), np.shares_memory(rows.T.data, whole)
    ([2.0, 3.0], True)
    """
    part: NDArray[T] = np.asarray(array.view(_Part)[start:stop])
    return part


def row_squares(rows: sparse.csr_array[np.float64]) -> NDArray[np.float64]:
    """Sum of squares of each row, without squaring the matrix as a matrix.

    Examples
    --------
    >>> row_squares(sparse.csr_array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [25.0, 0.0]
    """
    numbers = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    squares = np.bincount(numbers, weights=rows.data * rows.data, minlength=rows.shape[0])
    return squares.astype(np.float64)


def unit_rows(rows: sparse.csr_array[np.float64]) -> sparse.csr_array[np.float64]:
    """Scale each row to Euclidean length 1, sharing the pattern in memory; a row of zeros stays.

    Examples
    --------
    >>> unit_rows(sparse.csr_array([[3.0, 4.0], [0.0, 0.0]])).toarray().tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    lengths = np.sqrt(row_squares(rows))
    scaled = rows.data / np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(rows.indptr))
    return sparse.csr_array((scaled, rows.indices, rows.indptr), shape=rows.shape, copy=False)


def rows_with_column(rows: sparse.csr_array[np.float64], column: int) -> NDArray[np.int64]:
    """Numbers of the rows that have an entry in a column, ascending.

    One pass over the column indices: cheaper, for the few columns that are ever asked for, than keeping
    the matrix a second time by columns.

    Examples
    --------
    >>> rows_with_column(sparse.csr_array([[0.0, 2.5], [3.0, 0.0], [1.0, 1.0]]), 1).tolist()
    [0, 2]
    """
    entries = np.flatnonzero(rows.indices == column)
    return np.searchsorted(rows.indptr, entries, side="right").astype(np.int64) - 1


def distinct_rows(
    rows: sparse.csr_array[np.int64],
) -> tuple[sparse.csr_array[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Find the different rows of a sparse integer matrix, how often each stands there, and where.

    Parameters
    ----------
    rows : csr_array of shape (n, m)

    Returns
    -------
    distinct : csr_array of shape (r, m)
        Their order does not depend on that of ``rows``.
    counts : ndarray of shape (r,)
        Summing to n.
    numbers : ndarray of shape (n,)
        ``distinct[numbers]`` equals ``rows``.

    Notes
    -----
    Rows are compared by a 64-bit sum over their mixed entries, in one pass: two different rows are taken
    for the same with a probability of about ``r**2 / 2**65``.

    Examples
    --------
    >>> distinct, counts, numbers = distinct_rows(sparse.csr_array([[1, 0], [0, 2], [1, 0]]))
    >>> sorted(distinct.toarray().tolist()), sorted(counts.tolist())
    ([[0, 2], [1, 0]], [1, 2])
    >>> distinct[numbers].toarray().tolist()
    [[1, 0], [0, 2], [1, 0]]
    """
    mixed = _mix(rows.indices.astype(np.uint64) << np.uint64(32) | rows.data.astype(np.uint64))
    running = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    keys = running[rows.indptr[1:]] - running[rows.indptr[:-1]]  # sums that wrap around are sums all the same
    _, firsts, numbers, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    return rows[firsts], counts.astype(np.int64), numbers.astype(np.int64)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of each value over all 64 (the finaliser of SplitMix64)."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
