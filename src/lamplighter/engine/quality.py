"""How good the end model seems where there is no gold: asked about documents whose class a person gave, unseen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.linalg import turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.learner import Learner

__all__ = ["Quality", "cross_validate", "never"]

FOLDS = 5
SPREADS = 1.645
"""Of a normal distribution, 0.9 lies within so many standard deviations."""


def never() -> bool:
    """Say no."""
    return False


@dataclass(frozen=True)
class Quality:
    """An estimate of the end model's accuracy.

    Attributes
    ----------
    n_documents, n_right : int
        Development examples that were predicted unseen, and those of them predicted right.
    accuracy : float
        How often each prediction is right, weighed by how many documents are predicted so: a strategy chooses documents
        for what they are predicted to be, so the examples of one prediction are compared with the corpus's.
    low, high : float
        About 0.9 of the probability lies between them, as far as the number of examples goes. That a strategy chose them, and not the
        lot, is not in it: ``docs/quality.md`` says how far off the estimate is.
    """

    n_documents: int
    n_right: int
    accuracy: float
    low: float
    high: float

    @classmethod
    def of(cls, right: NDArray[np.int64], asked: NDArray[np.int64], predicted: Balance) -> Quality:
        """Give the estimate from counts of each prediction, shape (K,), and how many documents are predicted so.

        Each has one document imagined, half right, so that one of which nobody was asked counts half, with all its
        uncertainty; the interval takes the sum for normal.

        Examples
        --------
        >>> found = Quality.of(np.array([9, 9]), np.array([9, 9]), np.array([0.5, 0.5]))
        >>> round(found.accuracy, 2), round(found.low, 2), round(found.high, 2)
        (0.95, 0.87, 1.0)
        """
        shares = (right + 0.5) / (asked + 1)
        spread = np.sqrt((predicted**2 * shares * (1 - shares) / (asked + 2)).sum())
        accuracy = float(predicted @ shares)
        low, high = np.clip([accuracy - SPREADS * spread, accuracy + SPREADS * spread], 0, 1)
        return cls(int(asked.sum()), int(right.sum()), accuracy, float(low), float(high))


def cross_validate(
    engine: Engine,
    evidence: Evidence,
    recipe: Recipe,
    learner: Learner,
    class_balance: Balance,
    *,
    stopped: Callable[[], bool] = never,
) -> Quality | None:
    """Learn five times without a fifth of the development examples and their functions, and ask about these.

    It takes as long as five rounds of learning.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    recipe : Recipe
    learner : Learner
    class_balance : ndarray of shape (K,)
        What predictions of the end model that is judged are matched to.
    stopped : callable, optional
        Asked before each fifth whether the estimate is wanted no more.

    Returns
    -------
    Quality or None
        ``None`` where without a fifth there is no end model, or it was stopped.
    """
    known = replace(evidence, class_balance=class_balance, balance_source="fixed")
    documents, codes = np.array([*evidence.labels.items()], dtype=np.int64).reshape(-1, 2).T
    folds = turns(codes.tolist(), FOLDS)
    right, asked = np.zeros((2, evidence.n_classes), dtype=np.int64)
    for number in range(FOLDS):
        if stopped():
            return None
        left_out = documents[folds == number]
        predicted = _predicted(engine, _without(known, set(left_out.tolist())), recipe, learner, left_out)
        if predicted is not None:
            truth = codes[folds == number]
            asked += np.bincount(predicted, minlength=len(asked))
            right += np.bincount(truth[predicted == truth], minlength=len(asked))
    return Quality.of(right, asked, class_balance) if asked.any() else None


def _predicted(
    engine: Engine, evidence: Evidence, recipe: Recipe, learner: Learner, documents: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """Give what a model predicts of some documents; ``None`` where there is none."""
    if not len(documents):
        return documents
    classifier = learner.classify(engine, evidence, recipe, learner.believe(engine, evidence, recipe))
    if classifier is None:
        return None
    order = np.argsort(documents)
    found = engine.within(
        documents[order], lambda block, rows: classifier.predict_proba(block.features[rows]).argmax(axis=1)
    )
    predicted = np.zeros(len(documents), dtype=np.int64)
    predicted[order] = np.concatenate(found)
    return predicted


def _without(evidence: Evidence, documents: set[int]) -> Evidence:
    kept = [place for place, function in enumerate(evidence.functions) if function.document not in documents]
    return replace(
        evidence,
        functions=tuple(evidence.functions[place] for place in kept),
        neighbourhoods=tuple(evidence.neighbourhoods[place] for place in kept),
        labels={document: code for document, code in evidence.labels.items() if document not in documents},
    )
