"""Documents that stand for many others: what to look at before anything is known of the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from lamplighter.arrays import Features, Rows

__all__ = ["representatives"]

POWER = 3
"""Of the similarities: with 1 the many documents that share a common word with everything would come first."""

WORDS = 3
"""Different words that a document has, if there are documents that have so many."""


def representatives(features: Features, n_documents: int) -> Rows:
    """Give documents that together are like as many others as possible, each chosen with a view to those before it.

    Greedy facility location: with ``s_ij`` the cubed cosine of two documents and ``b_j`` the greatest one of document ``j`` to those
    chosen so far, the next is the one with the greatest ``Σ_j max(s_ij − b_j, 0)``. Texts of a rare class are often alike
    (advertisements, error messages): then one of them stands for all, and comes among the first handful, where chance would
    need many. Documents of a word or two come last: they are like many others, and leave a person little to choose from.

    Parameters
    ----------
    features : csr_array of shape (n, d)
        All pairs are compared: of a large corpus, hand in a sample.
    n_documents : int
        How many are wanted; there may be fewer.

    Returns
    -------
    ndarray of shape (min(n, n_documents),)
        Row numbers, in the order in which they were chosen; of equally good ones the first.

    Examples
    --------
    Three documents on one word, two on another, and one on both:

    >>> from scipy import sparse
    >>> features = sparse.csr_array([[1.0, 0.0]] * 3 + [[0.0, 1.0]] * 2 + [[0.6, 0.8]])
    >>> representatives(features, 3).tolist()
    [0, 3, 5]
    """
    lengths = np.sqrt(features.power(2).sum(axis=1))
    rows = sparse.diags_array(1 / np.where(lengths > 0, lengths, 1)) @ features
    similarities = (rows @ rows.T).astype(np.float32).toarray() ** POWER
    nearest = np.zeros(len(similarities), dtype=np.float32)
    left = np.ones(len(similarities), dtype=bool)
    wordy = np.diff(features.indptr) >= WORDS
    chosen: list[int] = []
    for _ in range(min(n_documents, len(similarities))):
        gains = np.maximum(similarities - nearest, 0).sum(axis=1)
        best = int(np.where(left, gains + wordy * len(gains), -1).argmax())
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, similarities[best])
    return np.array(chosen, dtype=np.int64)
