"""The document that a model is least certain of: uncertainty sampling, as active learning has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from lamplighter.linalg import entropy
from lamplighter.selection.context import SelectionContext, Strategy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lamplighter.arrays import Scores

__all__ = ["EndModelUncertainty", "Uncertainty"]


class Uncertainty(Strategy):
    """Prefers the document that the label model is least certain of: its posterior has the largest entropy.

    That is where functions contradict one another, or where none votes and the posterior is the class balance.

    See Also
    --------
    EndModelUncertainty : the same of the end model.
    SEU : weighs the uncertainty of all documents that a new function would vote on.
    """

    title: ClassVar[str] = "uncertainty of the label model"
    reads: ClassVar[frozenset[str]] = frozenset({"entropy"})

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the entropy ``ψ_i`` of the label model's posterior, in nats."""
        del statistics
        return context.entropy.copy()  # the array itself is the engine's


class EndModelUncertainty(Strategy):
    """Prefers the document that the end model is least certain of: its prediction has the largest entropy.

    The paper's Uncertainty Sampling (US) chooses so, to ask for labels; here a function is asked for. While there is
    no end model all predictions are the same, and the lot chooses.

    See Also
    --------
    Uncertainty : the same of the label model.
    """

    title: ClassVar[str] = "uncertainty of the end model"
    reads: ClassVar[frozenset[str]] = frozenset({"predictions"})
    knows_voted_classes_only: ClassVar[bool] = True

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the entropy of the prediction ``p_iy`` over ``y``, in nats."""
        del statistics
        return entropy(context.predictions)
