"""What our arrays are called, so that a signature says what it takes.

Shapes use ``n`` documents, ``m`` labeling functions, ``K`` classes and ``Z`` primitives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse

__all__ = [
    "Available",
    "Balance",
    "Entropy",
    "Features",
    "Incidence",
    "Mask",
    "Posterior",
    "Rows",
    "Scores",
    "Votes",
    "Weights",
]

Votes: TypeAlias = "sparse.csr_array[np.int64]"
"""(n, m), class codes ``1..K``; an entry that is *not stored* is an abstention."""

Incidence: TypeAlias = "sparse.csr_array[np.float64]"
"""(n, Z), 1.0 where the document contains the primitive."""

Features: TypeAlias = "sparse.csr_array[np.float64]"
"""(n, d), TF-IDF, rows of Euclidean length 1 (or 0 where the document has no known word)."""

Posterior: TypeAlias = NDArray[np.float64]
"""(n, K), rows that sum to 1: a belief about the class of each document."""

Balance: TypeAlias = NDArray[np.float64]
"""(K,), the share of each class, positive, summing to 1."""

Entropy: TypeAlias = NDArray[np.float64]
"""(n,), in nats, between 0 and ``log(K)``."""

Scores: TypeAlias = NDArray[np.float64]
"""(n,), what a strategy makes of each document; larger is better, in units of its own."""

Available: TypeAlias = NDArray[np.float64]
"""(Z,), from 0 to 1: how far each primitive may be expected to become a function."""

Rows: TypeAlias = NDArray[np.int64]
"""Row numbers of documents, ascending."""

Weights: TypeAlias = "float | NDArray[np.float64]"
"""(n, 1), as how many each document counts; or one number for all."""

Mask: TypeAlias = NDArray[np.bool_]
"""A choice among documents or primitives."""
