"""The contextualizer: a function counts near the document it was written on (the paper's section 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.linalg import METRICS, Metric

if TYPE_CHECKING:
    from lamplighter.arrays import Rows, Scores

__all__ = ["Contextualizer"]


@dataclass(frozen=True, kw_only=True)
class Contextualizer:
    """Refines each labeling function to the neighbourhood of its development example (Eq. 4).

    1. The distance of every document to the development example ``x_λ`` is taken, on the end model's
       features.
    2. The radius ``r_λ`` is a percentile of these distances over the whole corpus.
    3. ``λ'(x) = λ(x)`` where ``dist(x, x_λ) ≤ r_λ``; elsewhere it abstains.

    Any label model may follow.

    Parameters
    ----------
    percentile : float, default=75
        Share of the corpus within the radius, in percent, above 0; with 100 nothing is refined.
    metric : {'cosine', 'euclidean'}, default='cosine'

    Examples
    --------
    Of five documents at these distances, the nearest three lie within the 50th percentile; the function's
    primitive stands in documents 1, 3 and 4, and it keeps its vote on two of them:

    >>> distances = np.array([0.9, 0.0, 0.4, 0.2, 0.8])
    >>> contextualizer = Contextualizer(percentile=50)
    >>> radius = contextualizer.radius(distances)
    >>> radius, contextualizer.refine(np.array([1, 3, 4]), distances, radius).tolist()
    (0.4, [1, 3])
    """

    percentile: float = 75.0
    metric: Metric = "cosine"

    def __post_init__(self) -> None:
        if not 0 < self.percentile <= 100:  # noqa: PLR2004  (percent)
            raise InputError(f"The percentile is {self.percentile}; expected a number above 0 and up to 100.")
        if self.metric not in METRICS:
            raise InputError(f"No metric is called {self.metric!r}. There are: {', '.join(METRICS)}.")

    def __str__(self) -> str:
        return f"{self.metric}, percentile {self.percentile:g}"

    def radius(self, distances: Scores) -> float:
        """Give ``r_λ`` from the distances of all documents, shape (n,), to the development example."""
        return float(np.percentile(distances, self.percentile))

    def refine(self, rows: Rows, distances: Scores, radius: float) -> Rows:
        """Keep the rows that lie within the radius (Eq. 4)."""
        return rows[distances[rows] <= radius]
