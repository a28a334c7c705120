"""The contextualizer: a function counts near the document it was written on (the paper's section 4.3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.linalg import METRICS, Metric

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Rows, Scores

__all__ = ["Contextualizer", "refine"]

Join = Literal["nearest", "mean"]
Refined = Literal["always", "end model"]


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
    percentile : float or tuple of float, default=75
        Share of the corpus within the radius, in percent, above 0; with 100 nothing is refined. Of several, the one is
        taken with which the label model does best on the validation documents, the first of equally good ones; they
        need a session with validation documents.
    metric : {'cosine', 'euclidean'}, default='cosine'
    per_function : bool, default=False
        Whether, of several percentiles, each function may take its own: from the best common one, each function in turn
        takes what is better on the validation documents, once through all of them.
    refined : {'always', 'end model'}, default='always'
        Whether the votes are refined for all that is learnt, or only for the end model to learn from, while documents
        are selected by the beliefs of the raw votes (as in the code of the paper's authors).
    length : int, default=1
        How many development examples are a function's context: its own, and those shown before it. The paper has 1
        and leaves more open (its section 3).
    decay : float, default=0.5
        Weight of each earlier example relative to the next later one, above 0 and up to 1.
    join : {'nearest', 'mean'}, default='nearest'
        Distance to several examples: the least of ``distance / weight``, or the weighted mean.

    Examples
    --------
    Of five documents at these distances, the nearest three lie within the 50th percentile; the function's
    primitive stands in documents 1, 3 and 4, and it keeps its vote on two of them:

    >>> distances = np.array([0.9, 0.0, 0.4, 0.2, 0.8])
    >>> radius = Contextualizer(percentile=50).radii(distances)[50]
    >>> rows = np.array([1, 3, 4])
    >>> radius, refine(rows, distances[rows], radius).tolist()
    (0.4, [1, 3])
    """

    percentile: float | tuple[float, ...] = 75.0
    metric: Metric = "cosine"
    per_function: bool = False
    refined: Refined = "always"
    length: int = 1
    decay: float = 0.5
    join: Join = "nearest"

    def __post_init__(self) -> None:
        if not self.candidates or any(not 0 < share <= 100 for share in self.candidates):  # noqa: PLR2004  (percent)
            raise InputError(f"The percentile is {self.percentile}; expected a number above 0 and up to 100.")
        if self.metric not in METRICS:
            raise InputError(f"No metric is called {self.metric!r}. There are: {', '.join(METRICS)}.")
        if self.refined not in get_args(Refined):
            raise InputError(f"refined is {self.refined!r}; expected one of: {', '.join(get_args(Refined))}.")
        if self.join not in get_args(Join):
            raise InputError(
                f"No way to join distances is called {self.join!r}. There are: {', '.join(get_args(Join))}."
            )
        if self.length < 1:
            raise InputError(f"The length of a context is {self.length}; expected 1 or more development examples.")
        if not 0 < self.decay <= 1:
            raise InputError(f"The decay is {self.decay}; expected a number above 0 and up to 1.")

    def __str__(self) -> str:
        percentiles = " or ".join(f"{share:g}" for share in self.candidates)
        return f"{self.metric}, percentile {percentiles}"

    @property
    def candidates(self) -> tuple[float, ...]:
        """The percentiles to choose among, one or more."""
        return tuple(self.percentile) if isinstance(self.percentile, (tuple, list)) else (self.percentile,)

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them."""
        several = isinstance(self.percentile, (tuple, list))
        return {**asdict(self), "percentile": list(self.candidates) if several else self.percentile}

    @classmethod
    def from_settings(cls, values: Mapping[str, Any]) -> Contextualizer:
        """Make it again from :meth:`settings`."""
        percentile = values["percentile"]
        return cls(**{**values, "percentile": tuple(percentile) if isinstance(percentile, list) else percentile})

    def joined(self, distances: Sequence[Scores]) -> Scores:
        """Give the distance to a context from those to its examples, the function's own first.

        Examples
        --------
        The earlier example counts half: what is .3 from it is .6 from the context, or ``(.9 + .3/2) / 1.5 = .7``:

        >>> own, earlier = np.array([0.9, 0.1]), np.array([0.3, 1.0])
        >>> Contextualizer(length=2).joined([own, earlier]).tolist()
        [0.6, 0.1]
        >>> Contextualizer(length=2, join="mean").joined([own, earlier]).round(2).tolist()
        [0.7, 0.4]
        """
        if len(distances) == 1:
            return distances[0]
        weights = self.decay ** np.arange(len(distances))
        stacked: NDArray[np.float64] = np.stack(distances)
        if self.join == "nearest":
            nearest: Scores = (stacked / weights[:, np.newaxis]).min(axis=0)
            return nearest
        mean: Scores = weights @ stacked / weights.sum()
        return mean

    def radii(self, distances: Scores) -> dict[float, float]:
        """Give ``r_λ`` for each percentile from the distances of all documents, shape (n,), to the context."""
        radii = np.percentile(distances, self.candidates)
        return {share: float(radius) for share, radius in zip(self.candidates, radii, strict=True)}


def refine(rows: Rows, far: Scores, radius: float | None) -> Rows:
    """Keep the rows that lie within the radius (Eq. 4), of which ``far`` are the distances; with ``None``, all."""
    return rows if radius is None else rows[far <= radius]
