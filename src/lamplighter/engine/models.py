"""One round of learning: from labeling functions to votes, beliefs, an end model and its predictions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.learning import (
    EndModel,
    LabelModel,
    Linear,
    fit_logistic,
    loss_and_gradient,
    match_class_balance,
    soft_shares,
)
from lamplighter.linalg import distinct_rows, entropy
from lamplighter.selection import SelectionContext, Strategy
from lamplighter.votes import vote_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Entropy, Features, Mask, Posterior, Votes
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.index import Slice
    from lamplighter.engine.search import Neighbourhood
    from lamplighter.votes import LabelingFunction

__all__ = ["Models", "learn"]


@dataclass(frozen=True, eq=False)
class Models:
    """What was learnt from the functions of one step. Tuples hold one array for each slice.

    Attributes
    ----------
    step : int
        The step of the session that the models have seen.
    functions : tuple of LabelingFunction
        The functions they learnt from; columns of ``votes``.
    class_balance : ndarray of shape (K,)
        What was believed of the classes' shares.
    votes : tuple of csr_array of shape (n, m)
    posterior : tuple of ndarray of shape (n, K)
        The label model's beliefs.
    entropy : tuple of ndarray of shape (n,)
        Of these beliefs.
    classifier : Linear or None
        The end model; ``None`` while fewer than two classes have votes.
    predictions : tuple of ndarray of shape (n, K)
        The end model's probabilities; without one, the class balance.
    statistics : ndarray
        What the selection strategy has to know of all documents.
    """

    step: int
    functions: tuple[LabelingFunction, ...]
    class_balance: Balance
    votes: tuple[Votes, ...]
    posterior: tuple[Posterior, ...]
    entropy: tuple[Entropy, ...]
    classifier: Linear | None
    predictions: tuple[Posterior, ...]
    statistics: NDArray[np.float64]

    def predict(self, features: Features) -> Posterior:
        """Give the end model's probabilities for other documents, or the class balance while there is no end model."""
        if self.classifier is None:
            return np.tile(self.class_balance, (features.shape[0], 1))
        return self.classifier.predict_proba(features)

    def context(self, block: Slice, available: Mask) -> SelectionContext:
        """Give what a strategy is told of the documents of a slice.

        While there is no end model, predictions are uniform, not the class balance: that a class is common is no reason
        to expect functions of it, and a strategy that took it for one would never find the rare class.
        """
        predictions = self.predictions[block.number]
        return SelectionContext(
            incidence=block.incidence,
            predictions=predictions if self.classifier else np.full_like(predictions, 1 / predictions.shape[1]),
            entropy=self.entropy[block.number],
            votes=self.votes[block.number],
            available=available,
            class_balance=self.class_balance,
        )

    def context_of(self, block: Slice, row: int, available: Mask) -> SelectionContext:
        """Give what a strategy is told of one document, a slice's row."""
        whole = self.context(block, available)
        return replace(
            whole,
            incidence=whole.incidence[[row]],
            predictions=whole.predictions[[row]],
            entropy=whole.entropy[[row]],
            votes=whole.votes[[row]],
        )


def learn(
    engine: Engine,
    functions: Sequence[LabelingFunction],
    neighbourhoods: Sequence[Neighbourhood],
    *,
    step: int,
    class_balance: Balance,
    label_model: LabelModel,
    end_model: EndModel,
    strategy: Strategy,
) -> Models:
    """Learn from scratch (Algorithm 3): the same functions give the same models, whatever was learnt before.

    Parameters
    ----------
    engine : Engine
    functions : sequence of LabelingFunction
    neighbourhoods : sequence of Neighbourhood
        Where each function votes.
    step : int
        Noted in the result.
    class_balance : ndarray of shape (K,)
    label_model : LabelModel
        It is fitted: hand in a new one each time.
    end_model : EndModel
    strategy : Strategy
    """
    labels = [function.label for function in functions]
    votes = engine.map(
        lambda block: vote_matrix([where.rows[block.number] for where in neighbourhoods], labels, len(block))
    )
    posterior = _believe(engine, votes, label_model, class_balance)
    classifier = _fit(engine, votes, posterior, end_model, class_balance)
    models = Models(
        step=step,
        functions=tuple(functions),
        class_balance=class_balance,
        votes=tuple(votes),
        posterior=tuple(posterior),
        entropy=tuple(entropy(belief) for belief in posterior),
        classifier=classifier,
        predictions=(),
        statistics=np.zeros(0),
    )
    # Statistics are of all primitives: scores leave out those that are used up by the time of the pick.
    every = np.ones(len(engine.index.vocabulary), dtype=bool)
    models = replace(models, predictions=tuple(engine.map(lambda block: models.predict(block.features))))
    return replace(models, statistics=engine.total(lambda block: strategy.statistics(models.context(block, every))))


def _believe(
    engine: Engine, votes: Sequence[Votes], label_model: LabelModel, class_balance: Balance
) -> list[Posterior]:
    """Fit the label model on the distinct vote rows of all slices, and give its beliefs on each slice."""
    distinct = engine.map(lambda block: distinct_rows(votes[block.number]))
    stacked = sparse.vstack([rows for rows, _, _ in distinct], format="csr")
    merged, _, numbers = distinct_rows(stacked)
    counts = np.bincount(
        numbers, weights=np.concatenate([counts for _, counts, _ in distinct]), minlength=merged.shape[0]
    )
    fitted = label_model.fit(merged, counts.astype(np.int64), n_classes=len(class_balance), class_balance=class_balance)
    return [fitted.predict_proba(rows)[places] for rows, _, places in distinct]


def _fit(
    engine: Engine,
    votes: Sequence[Votes],
    posterior: Sequence[Posterior],
    end_model: EndModel,
    class_balance: Balance,
) -> Linear | None:
    """Fit the end model on the documents that have votes; it tells the classes that are voted for."""
    voted = np.unique(np.concatenate([np.unique(block.data) for block in votes])) - 1
    if len(voted) < 2:  # noqa: PLR2004  (one class cannot be told from itself)
        return None
    covered = [np.flatnonzero(np.diff(block.indptr)) for block in votes]
    features = engine.map(lambda block: block.features[covered[block.number]])
    targets = [_renormalised(belief[rows][:, voted]) for belief, rows in zip(posterior, covered, strict=True)]
    n_rows = 1 if len(voted) == 2 else len(voted)  # noqa: PLR2004
    weights = fit_logistic(
        lambda weights: engine.total(
            lambda block: loss_and_gradient(features[block.number], targets[block.number], weights)
        ),
        (n_rows, len(engine.index.vocabulary) + 1),
        sum(len(rows) for rows in covered),
        C=end_model.C,
    )
    classifier = Linear(weights, tuple(int(code) for code in voted), len(class_balance))
    return _matched(engine, classifier, class_balance) if end_model.match_balance else classifier


def _matched(engine: Engine, classifier: Linear, class_balance: Balance) -> Linear:
    """Shift the intercept so that the predicted shares are the class balance, among the classes it can tell."""
    balance = class_balance[list(classifier.classes)]
    logits = engine.map(lambda block: classifier.logits(block.features))
    shift = match_class_balance(
        lambda shift, temperature: engine.total(lambda block: soft_shares(logits[block.number], shift, temperature)),
        engine.index.n_documents,
        balance / balance.sum(),
    )
    return classifier.shifted(shift)


def _renormalised(beliefs: Posterior) -> Posterior:
    """Make rows sum to 1 again; a row that believes in none of the classes believes in all alike."""
    total = beliefs.sum(axis=1, keepdims=True)
    uniform = np.full_like(beliefs, 1 / beliefs.shape[1])
    result: Posterior = np.divide(beliefs, total, out=uniform, where=total > 0)
    return result
