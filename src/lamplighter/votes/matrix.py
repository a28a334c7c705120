"""The label matrix, in our encoding and in Snorkel's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Rows, Votes

__all__ = ["snorkel_matrix", "vote_matrix"]


def vote_matrix(voted: Sequence[Rows], labels: Sequence[int], n_documents: int) -> Votes:
    """Build the votes of some functions: not stored means abstain.

    Parameters
    ----------
    voted : sequence of ndarray
        For each function, the rows it votes on, ascending.
    labels : sequence of int
        For each function, the class code ``0..K-1`` that it votes.
    n_documents : int

    Returns
    -------
    csr_array of shape (n, m)
        Class codes ``1..K``.

    Examples
    --------
    >>> vote_matrix([np.array([0, 2]), np.array([2])], [0, 1], 3).toarray().tolist()
    [[1, 0], [0, 0], [1, 2]]
    """
    edges = np.concatenate([[0], np.cumsum([len(rows) for rows in voted])]).astype(np.int64)
    documents = np.concatenate([*voted, np.empty(0, dtype=np.int64)]).astype(np.int64)
    codes = np.repeat(np.asarray(labels, dtype=np.int64) + 1, np.diff(edges))
    columns = sparse.csc_array((codes, documents, edges), shape=(n_documents, len(voted)))
    return columns.tocsr()


def snorkel_matrix(votes: Votes) -> NDArray[np.int64]:
    """Give the votes in Snorkel's encoding: dense, classes ``0..K-1``, abstentions −1.

    Examples
    --------
    >>> snorkel_matrix(sparse.csr_array([[1, 0], [0, 2]])).tolist()
    [[0, -1], [-1, 1]]
    """
    dense: NDArray[np.int64] = votes.toarray().astype(np.int64) - 1
    return dense
