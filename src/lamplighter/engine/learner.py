"""What a learner is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.beliefs import Beliefs, believe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.index import Slice
    from lamplighter.learning import Linear

__all__ = ["Learner", "labels_within", "refined_for_end_model", "voted_classes"]


class Learner(ABC):
    """Learns beliefs, which documents are selected by, and from them an end model."""

    def believe(self, engine: Engine, evidence: Evidence, recipe: Recipe) -> Beliefs:
        """Learn beliefs about all documents: those of a label model, unless a learner has others."""
        near = recipe.contextualizer
        return believe(engine, evidence, recipe, refined=near is not None and near.refined == "always")

    @abstractmethod
    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Learn an end model; ``None`` while there are not two classes to tell apart."""


def labels_within(block: Slice, labels: Mapping[int, int]) -> NDArray[np.int64]:
    """Give the class code that a person gave to each document of a slice, −1 where none was given, shape (n,)."""
    codes = np.full(len(block), -1, dtype=np.int64)
    for document, code in labels.items():
        if block.start <= document < block.start + len(block):
            codes[document - block.start] = code
    return codes


def refined_for_end_model(engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Beliefs:
    """Give the beliefs that the end model learns from: other ones, where functions are refined for it alone."""
    near = recipe.contextualizer
    return beliefs if near is None or near.refined != "end model" else believe(engine, evidence, recipe)


def voted_classes(engine: Engine, beliefs: Beliefs) -> list[int]:
    """Give the codes of the classes that have a vote on some document, ascending."""
    found = engine.gathered(lambda _, votes: np.unique(votes.data), beliefs.votes)
    return [code - 1 for code in sorted(set(found.tolist()))]
