"""Random selection: the prevailing way, and the one to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.selection.context import SelectionContext, Strategy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Scores

__all__ = ["Random"]


class Random(Strategy):
    """Finds all documents equally good, and so leaves the choice to the lot that breaks ties."""

    title: ClassVar[str] = "chance"
    reads: ClassVar[frozenset[str]] = frozenset()

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give every document the score 0."""
        del statistics
        return np.zeros(context.incidence.shape[0])
