"""What a strategy is told, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Balance, Entropy, Incidence, Mask, Posterior, Rows, Scores, Votes

__all__ = ["LEARNT", "Reason", "SelectionContext", "Strategy"]

LEARNT = frozenset({"votes", "entropy", "predictions"})
"""The fields of a context that have to be learnt first, and that a strategy may do without."""


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
        How far each primitive may be expected to become a function, from 0 (it has one already, or the strategy passes it
        over) to 1. To a strategy that learns from refusals, a primitive that stood in k answered documents without
        becoming a function counts 1 / (1 + k).
    class_balance : ndarray of shape (K,)
        The believed shares of the classes.
    """

    incidence: Incidence
    predictions: Posterior
    entropy: Entropy
    votes: Votes
    available: Available
    class_balance: Balance

    @property
    def n_classes(self) -> int:
        """K."""
        return int(self.predictions.shape[1])

    def of(self, rows: Rows | Mask | slice) -> SelectionContext:
        """Give what is known of some of the documents, in the order of the rows."""
        return replace(
            self,
            incidence=self.incidence[rows],
            predictions=self.predictions[rows],
            entropy=self.entropy[rows],
            votes=self.votes[rows],
        )


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

    learns_from_refusals: ClassVar[bool] = False
    """Whether words that a person saw and did not use are less expected to become functions."""

    begins_with_representatives: ClassVar[bool] = False
    """Whether it has little to go by until functions of every class vote on some documents. Documents that stand for many others are then shown
    first, so that each class is met soon, see :class:`~lamplighter.session.Schedule`."""

    @property
    def passed_over(self) -> frozenset[str]:
        """Primitives that it does not expect to become functions, whatever is known of them."""
        return frozenset()

    @property
    def reads(self) -> frozenset[str]:
        """Which of ``votes``, ``entropy`` and ``predictions`` it reads of a context; all three where it does not say.

        What nobody reads need not be learnt: a field that is not named here may hold anything of the right shape, such
        as uniform predictions. A class attribute will do, where no setting changes it.
        """
        return LEARNT

    def statistics(self, context: SelectionContext) -> NDArray[np.float64]:
        """Give what has to be known of all documents, to be summed over blocks; the shape is the strategy's own."""
        del context
        return np.zeros(0)

    @abstractmethod
    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the score of each document of the block, shape (n,); larger is better, ties are drawn by lot."""

    def scorer(self, statistics: NDArray[np.float64], available: Available) -> Callable[[SelectionContext], Scores]:
        """Give :meth:`scores` as a function of the block alone, for one pick over many blocks.

        A strategy that derives something from the statistics overrides it, and so derives it once instead of once a
        block. The scores must be the same to the last bit.

        Parameters
        ----------
        statistics : ndarray
            Summed over all blocks.
        available : ndarray of shape (Z,)
            As in the contexts that the function will be handed.
        """
        del available
        return lambda context: self.scores(context, statistics)

    def reasons(self, context: SelectionContext, statistics: NDArray[np.float64]) -> list[Reason]:
        """Say why the one document of a context has its score: the reasons' contributions add up to it."""
        del context, statistics
        return []

    def after(
        self, context: SelectionContext, statistics: NDArray[np.float64], picked: SelectionContext
    ) -> SelectionContext:
        """Give what is known of a block once a picked document is counted as answered, for the rest of a batch.

        Without a way to foresee the answer nothing changes, and a batch is the best documents one after another.

        Parameters
        ----------
        context : SelectionContext
            Of the block.
        statistics : ndarray
            Summed over all blocks, as they were when the document was picked.
        picked : SelectionContext
            Of the one document.
        """
        del statistics, picked
        return context
