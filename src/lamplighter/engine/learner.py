"""What a learner is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.beliefs import Beliefs, believe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.learning import Linear

__all__ = ["Learner", "given_labels", "refined_for_end_model", "voted_classes"]


class Learner(ABC):
    """Learns beliefs, which documents are selected by, and from them an end model."""

    def believe(self, engine: Engine, evidence: Evidence, recipe: Recipe) -> Beliefs:
        """Learn beliefs about all documents: those of a label model, unless a learner has others."""
        near = recipe.contextualizer
        return believe(engine, evidence, recipe, refined=near is not None and near.refined == "always")

    @abstractmethod
    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Learn an end model; ``None`` while there are not two classes to tell apart."""


def given_labels(engine: Engine, evidence: Evidence) -> NDArray[np.int64]:
    """Give the class code of each document, −1 where a person gave none."""
    labels = np.full(engine.index.n_documents, -1, dtype=np.int64)
    labels[list(evidence.labels)] = list(evidence.labels.values())
    return labels


def refined_for_end_model(engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Beliefs:
    """Give the beliefs that the end model learns from: other ones, where functions are refined for it alone."""
    near = recipe.contextualizer
    return beliefs if near is None or near.refined != "end model" else believe(engine, evidence, recipe)


def voted_classes(beliefs: Beliefs) -> list[int]:
    """Give the codes of the classes that have a vote on some document, ascending."""
    return [
        code - 1 for code in sorted(set(np.concatenate([np.unique(block.data) for block in beliefs.votes]).tolist()))
    ]
