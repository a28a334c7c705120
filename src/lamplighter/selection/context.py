"""What a strategy is told, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Entropy, Incidence, Mask, Posterior, Scores, Votes

__all__ = ["Reason", "SelectionContext", "Strategy"]


@dataclass(frozen=True, eq=False)
class SelectionContext:
    """What is known of a block of documents. Arrays are the engine's own: they must not be written to.

    Attributes
    ----------
    incidence : csr_array of shape (n, Z)
    predictions : ndarray of shape (n, K)
        The end model's probabilities ``p_iy``.
    entropy : ndarray of shape (n,)
        Of the label model's posterior, ``ψ_i``.
    votes : csr_array of shape (n, m)
    available : ndarray of shape (Z,)
        Which primitives may still become a function.
    class_balance : ndarray of shape (K,)
        The believed shares of the classes.
    """

    incidence: Incidence
    predictions: Posterior
    entropy: Entropy
    votes: Votes
    available: Mask
    class_balance: Balance

    @property
    def n_classes(self) -> int:
        """K."""
        return int(self.predictions.shape[1])


class Reason(NamedTuple):
    """One function that may come of a document: the part it has in the document's score."""

    primitive: int
    label: int
    probability: float
    utility: float

    @property
    def contribution(self) -> float:
        """Probability times utility."""
        return self.probability * self.utility


class Strategy(ABC):
    """Scores documents; the one with the best score that was not shown before is shown next.

    It works on blocks of documents: :meth:`statistics` of all blocks are added up, and the sum is handed to
    :meth:`scores` of each block. So a strategy that knows only these two runs on any number of blocks, wherever
    they are. Strategies must not change what they are handed.
    """

    title: ClassVar[str]
    """How the strategy is called on screen, after "chosen by"."""

    knows_voted_classes_only: ClassVar[bool] = False
    """Whether its scores say nothing of classes that no function votes for. Such a strategy would never lead to them, so
    documents are drawn by lot as often as these classes are believed to occur."""

    def statistics(self, context: SelectionContext) -> NDArray[np.float64]:
        """Give what has to be known of all documents, to be summed over blocks; the shape is the strategy's own."""
        del context
        return np.zeros(0)

    @abstractmethod
    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the score of each document of the block, shape (n,); larger is better, ties are drawn by lot."""

    def reasons(self, context: SelectionContext, statistics: NDArray[np.float64]) -> list[Reason]:
        """Say why the one document of a context has its score: the reasons' contributions add up to it."""
        del context, statistics
        return []
