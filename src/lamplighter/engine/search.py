"""Which documents contain a primitive, and which of them lie near a development example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.patterns import read_pattern
from lamplighter.linalg import distances
from lamplighter.votes import refine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Rows, Scores
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.index import Index, Slice
    from lamplighter.linalg import Metric
    from lamplighter.votes import Contextualizer

__all__ = ["EVERYWHERE", "Neighbourhood", "Reach", "distances_in", "neighbourhood", "rows_containing"]

EVERYWHERE = 100.0
"""Percent of the corpus."""


def rows_containing(index: Index, block: Slice, primitive: str) -> Rows:
    """Give the rows of a slice whose documents contain a primitive, or that a pattern fits, ascending.

    Examples
    --------
    >>> from lamplighter.engine import build_index
    >>> from lamplighter.primitives import Ngrams
    >>> index = build_index(["a waste of money", "money is a waste", "no waste at all"], Ngrams())
    >>> rows_containing(index, index.slices[0], "waste").tolist()
    [0, 1, 2]
    >>> rows_containing(index, index.slices[0], "waste of money").tolist()
    [0]
    """
    return read_pattern(index, primitive).rows(index, block)


@dataclass(frozen=True, eq=False)
class Reach:
    """The documents of one slice that contain a function's primitive.

    Attributes
    ----------
    rows : ndarray of shape (r,)
        Ascending.
    far : ndarray of shape (r,)
        Their distances to the function's context; zeros where there is no contextualizer.
    """

    rows: Rows
    far: Scores

    def within(self, radius: float | None) -> Rows:
        """Give the rows that lie within a radius (Eq. 4); with ``None``, all."""
        return refine(self.rows, self.far, radius)


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Where a function may vote.

    Attributes
    ----------
    reaches : parts of Reach
    radii : mapping of float to float
        For each percentile that may be chosen, the greatest distance at which the function votes. Empty where it votes
        everywhere.
    own : bool
        Whether the percentile is the function's own, so that there is none to choose.
    validation : Reach or None
        The validation documents, where there are any.
    """

    reaches: Parts[Reach]
    radii: Mapping[float, float]
    validation: Reach | None = None
    own: bool = False

    def radius_at(self, percentile: float | None) -> float | None:
        """Give the greatest distance at which it votes with a common percentile; ``None`` where it votes everywhere."""
        if self.own or not self.radii:  # everywhere: it was said of this one, or it was written on no document
            return self.radius
        # At 100 percent nothing is refined, on validation documents that lie farther away than the whole corpus neither.
        return None if percentile is None or percentile == EVERYWHERE else self.radii[percentile]

    @property
    def radius(self) -> float | None:
        """The greatest distance at which it votes, ``None`` where it votes everywhere; of several, the widest."""
        return max(self.radii.values(), default=None)

    @property
    def rows(self) -> tuple[Rows, ...]:
        """For each slice, the rows it votes on, ascending."""
        return tuple(reach.within(self.radius) for reach in self.reaches)

    @property
    def n_containing(self) -> int:
        """Documents that contain its primitive, near or far."""
        return sum(len(reach.rows) for reach in self.reaches)

    @property
    def n_votes(self) -> int:
        """Documents it votes on."""
        return sum(len(rows) for rows in self.rows)


def distances_in(index: Index, block: Slice, example: NDArray[np.float64], metric: Metric = "cosine") -> Scores:
    """Give the distances of a slice's documents to an example's features, shape (n,); standardized ones from their mean."""
    centre = index.space.centre
    return distances(block.features, example, metric, centre=centre if centre.any() else None, squares=block.squares)


def neighbourhood(
    engine: Engine,
    primitive: str,
    context: Sequence[int],
    contextualizer: Contextualizer | None,
    validation: Slice | None = None,
    *,
    own: bool = False,
) -> Neighbourhood:
    """Find where a function on a primitive, or on another pattern, written in a context, may vote (Eq. 4).

    Parameters
    ----------
    engine : Engine
    primitive : str
    context : sequence of int
        Development examples: first the function's own, ``x_λ``, then those shown before it, latest first. As many as
        the contextualizer wants.
    contextualizer : Contextualizer or None
        With ``None`` it votes on every document that contains the primitive.
    validation : Slice, optional
        The validation documents.
    own : bool, default=False
        Whether the contextualizer is the function's own.
    """
    index = engine.index
    containing = engine.map(lambda block: rows_containing(index, block, primitive))
    elsewhere = None if validation is None else rows_containing(index, validation, primitive)
    if contextualizer is None:
        reaches = engine.over(lambda rows: Reach(rows, np.zeros(len(rows))), containing)
        return Neighbourhood(reaches, {}, None if elsewhere is None else Reach(elsewhere, np.zeros(len(elsewhere))))
    examples = [engine.features_of(document) for document in context]

    def away(block: Slice) -> Scores:
        return contextualizer.joined(
            [distances_in(index, block, example, contextualizer.metric) for example in examples]
        )

    far = engine.map(away)
    return Neighbourhood(
        engine.over(lambda rows, every: Reach(rows, every[rows]), containing, far),
        contextualizer.radii(np.concatenate(far)),
        None if elsewhere is None or validation is None else Reach(elsewhere, away(validation)[elsewhere]),
        own,
    )
