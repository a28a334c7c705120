"""From beliefs to the end model: a fit over slices, its C chosen by validation where asked to, matched to the balance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.spread import mean_and_deviation
from lamplighter.learning import (
    Linear,
    accuracy,
    fit_logistic,
    loss_and_gradient,
    match_class_balance,
    soft_shares,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Features, Posterior, Rows
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence
    from lamplighter.learning import EndModel

__all__ = ["balance_shift", "fit_classifier", "fit_weights", "matched", "weights_shape"]


def fit_classifier(
    engine: Engine,
    evidence: Evidence,
    rows: Sequence[Rows],
    targets: Sequence[Posterior],
    classes: Sequence[int],
    end_model: EndModel,
    *,
    weights: Sequence[NDArray[np.float64]] | None = None,
) -> Linear | None:
    """Fit the end model on some documents.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    rows : sequence of ndarray of shape (r,)
        For each slice, the documents to learn from.
    targets : sequence of ndarray of shape (r, K)
        For each slice, the beliefs about them.
    classes : sequence of int
        The class codes to tell apart, ascending; those of which no document has any belief are left out.
    end_model : EndModel
    weights : sequence of ndarray of shape (r,), optional
        For each slice, how much each document counts; left out, all alike.

    Returns
    -------
    Linear or None
        ``None`` where fewer than two classes are to be told apart.
    """
    told, aims = _aims(classes, targets, end_model) if len(classes) else ((), [])
    if len(told) < 2:  # noqa: PLR2004  (one class cannot be told from itself)
        return None
    if weights is not None:
        aims = [block * counts[:, np.newaxis] for block, counts in zip(aims, weights, strict=True)]
    features = engine.map(lambda block: block.features[rows[block.number]])
    fits = fit_weights(engine, features, aims, end_model.candidates)
    best = _best(evidence, [Linear(weights, told, evidence.n_classes) for weights in fits])
    return matched(engine, best, evidence.class_balance) if end_model.match_balance else best


def fit_weights(
    engine: Engine, features: Sequence[Features], targets: Sequence[Posterior], candidates: Sequence[float]
) -> list[NDArray[np.float64]]:
    """Fit logistic regressions to documents of all slices, each laid out as :attr:`Linear.weights`.

    Parameters
    ----------
    engine : Engine
    features : sequence of csr_array of shape (r, d)
        For each slice.
    targets : sequence of ndarray of shape (r, k)
        For each slice, soft labels over the k classes to tell apart, two or more.
    candidates : sequence of float
        C of each fit, the inverse strength of its penalty.
    """
    shape = weights_shape(targets[0].shape[1], features[0].shape[1])
    n_documents = sum(len(block) for block in targets)
    squares = np.add.reduce([block.power(2).sum(axis=0) for block in features])

    def total(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return engine.total(lambda block: loss_and_gradient(features[block.number], targets[block.number], weights))

    return [fit_logistic(total, shape, n_documents, squares, C=C) for C in candidates]


def weights_shape(n_told: int, n_features: int) -> tuple[int, int]:
    """Give the shape of :attr:`Linear.weights`: one row speaks for both of two classes."""
    return (1 if n_told == 2 else n_told, n_features + 1)  # noqa: PLR2004


def _best(evidence: Evidence, candidates: Sequence[Linear]) -> Linear:
    validation = evidence.validation
    if len(candidates) == 1 or validation is None:
        return candidates[0]
    features = validation.block.features
    return max(
        candidates,
        key=lambda each: accuracy(each.predict_proba(features).argmax(axis=1).astype(np.int64), validation.gold),
    )


def matched(engine: Engine, classifier: Linear, class_balance: Balance) -> Linear:
    """Shift the intercept so that the predicted shares are the class balance, among the classes it can tell."""
    logits = engine.map(lambda block: classifier.logits(block.features))
    shifted = classifier.shifted(balance_shift(engine, logits, class_balance[list(classifier.classes)]))
    return replace(shifted, class_balance=class_balance)


def balance_shift(
    engine: Engine, logits: Sequence[NDArray[np.float64]], balance: Balance, *, roughly: bool = False
) -> NDArray[np.float64]:
    """Give what has to be added to logits for as many documents to be predicted in each class as there are.

    Parameters
    ----------
    engine : Engine
    logits : sequence of ndarray of shape (n, k)
        For each slice.
    balance : ndarray of shape (k,)
        Shares of these classes; they need not sum to 1.
    roughly : bool, default=False
        Whether it may miss by a few documents, in half the time.

    Returns
    -------
    ndarray of shape (k,)
    """
    # In units of their spread where that is small: how softly is counted would else outweigh how far they differ.
    unit = min(1.0, _spread(engine, logits)) or 1.0
    scaled = [block / unit for block in logits]
    shift = match_class_balance(
        lambda shift, temperature: engine.total(lambda block: soft_shares(scaled[block.number], shift, temperature)),
        engine.index.n_documents,
        balance / balance.sum(),
        roughly=roughly,
    )
    return shift * unit


def _spread(engine: Engine, logits: Sequence[NDArray[np.float64]]) -> float:
    """Give the standard deviation between documents of the class whose logit differs most, from the mean of all classes."""
    centred = engine.over(lambda block: block - block.mean(axis=1, keepdims=True), logits)
    return float(mean_and_deviation(engine, centred)[1].max())


def _aims(
    classes: Sequence[int], targets: Sequence[Posterior], end_model: EndModel
) -> tuple[tuple[int, ...], list[Posterior]]:
    """Give the classes that some document is believed to be of, and what is to be learnt of each document over these."""
    every = list(classes)
    labels = [_labels(block[:, every], end_model) for block in targets]
    totals = np.add.reduce([block.sum(axis=0) for block in labels])
    found = np.flatnonzero(totals)
    balanced = end_model.class_weight == "balanced"
    weights = totals.sum() / (len(found) * totals[found]) if balanced else np.ones(len(found))
    return tuple(int(every[place]) for place in found), [block[:, found] * weights for block in labels]


def _labels(beliefs: Posterior, end_model: EndModel) -> Posterior:
    """Make rows sum to 1 again (a row that believes in none of the classes believes in all alike), or choose a class."""
    if end_model.labels == "hard":
        chosen: Posterior = np.eye(beliefs.shape[1])[beliefs.argmax(axis=1)]
        return chosen
    total = beliefs.sum(axis=1, keepdims=True)
    uniform = np.full_like(beliefs, 1 / beliefs.shape[1])
    result: Posterior = np.divide(beliefs, total, out=uniform, where=total > 0)
    return result
