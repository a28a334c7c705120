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
from lamplighter.linalg import narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Features, Posterior, Rows
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.evidence import Evidence
    from lamplighter.learning import EndModel

__all__ = ["balance_shift", "features_of_rows", "fit_classifier", "fit_weights", "matched", "weights_shape"]


def fit_classifier(
    engine: Engine,
    evidence: Evidence,
    rows: Parts[Rows] | None,
    targets: Parts[Posterior],
    classes: Sequence[int],
    end_model: EndModel,
    *,
    weights: Parts[NDArray[np.float64]] | None = None,
) -> Linear | None:
    """Fit the end model on some documents.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    rows : parts of ndarray of shape (r,) or None
        The documents to learn from; ``None`` for all of them.
    targets : parts of ndarray of shape (r, K)
        The beliefs about them.
    classes : sequence of int
        The class codes to tell apart, ascending; those of which no document has any belief are left out.
    end_model : EndModel
    weights : parts of ndarray of shape (r,), optional
        How much each document counts; left out, all alike.

    Returns
    -------
    Linear or None
        ``None`` where fewer than two classes are to be told apart.
    """
    told, aims = _aims(engine, classes, targets, end_model) if len(classes) else ((), ())
    if len(told) < 2:  # noqa: PLR2004  (one class cannot be told from itself)
        return None
    if weights is not None:
        aims = engine.over(lambda block, counts: block * counts[:, np.newaxis], aims, weights)
    fits = fit_weights(engine, features_of_rows(engine, rows), aims, len(told), end_model.candidates)
    best = _best(evidence, [Linear(weights, told, evidence.n_classes) for weights in fits])
    return matched(engine, best, evidence.class_balance) if end_model.match_balance else best


def features_of_rows(engine: Engine, rows: Parts[Rows] | None) -> Parts[Features]:
    """Give the features of some documents, or (``None``) of all of them, which are not copied."""
    if rows is None:
        return engine.map(lambda block: block.features)
    return engine.map(lambda block, chosen: block.features[chosen], rows)


def fit_weights(
    engine: Engine, features: Parts[Features], targets: Parts[Posterior], k: int, candidates: Sequence[float]
) -> list[NDArray[np.float64]]:
    """Fit logistic regressions to documents of all slices, each laid out as :attr:`Linear.weights`.

    Parameters
    ----------
    engine : Engine
    features : parts of csr_array of shape (r, d)
    targets : parts of ndarray of shape (r, k)
        Soft labels over the classes to tell apart.
    k : int
        How many these are, 2 or more.
    candidates : sequence of float
        C of each fit, the inverse strength of its penalty.
    """
    n_documents = engine.summed(len, targets)
    squares = engine.summed(lambda block: block.power(2).sum(axis=0), features)
    # What none of the documents has keeps the weight 0. The others alone are fitted: of many documents few are learnt from.
    seen = np.flatnonzero(squares)
    own = engine.over(lambda block: narrowed(block, seen), features)
    shape = weights_shape(k, len(seen))

    def total(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return engine.summed(lambda block, aims: loss_and_gradient(block, aims, weights), own, targets)

    columns = np.append(seen, len(squares))  # the intercept is the last
    every = []
    for C in candidates:
        weights = np.zeros(weights_shape(k, len(squares)))
        weights[:, columns] = fit_logistic(total, shape, n_documents, squares[seen], C=C)
        every.append(weights)
    return every


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
    engine: Engine, logits: Parts[NDArray[np.float64]], balance: Balance, *, roughly: bool = False
) -> NDArray[np.float64]:
    """Give what has to be added to logits for as many documents to be predicted in each class as there are.

    Parameters
    ----------
    engine : Engine
    logits : parts of ndarray of shape (n, k)
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
    scaled = engine.over(lambda block: block / unit, logits)
    shift = match_class_balance(
        lambda shift, temperature: engine.summed(
            lambda block, weights: soft_shares(block, shift, temperature, weights), scaled, engine.weights
        ),
        engine.n_documents,
        balance / balance.sum(),
        roughly=roughly,
    )
    return shift * unit


def _spread(engine: Engine, logits: Parts[NDArray[np.float64]]) -> float:
    """Give the standard deviation between documents of the class whose logit differs most, from the mean of all classes."""
    centred = engine.over(lambda block: block - block.mean(axis=1, keepdims=True), logits)
    return float(mean_and_deviation(engine, centred)[1].max())


def _aims(
    engine: Engine, classes: Sequence[int], targets: Parts[Posterior], end_model: EndModel
) -> tuple[tuple[int, ...], Parts[Posterior]]:
    """Give the classes that some document is believed to be of, and what is to be learnt of each document over these."""
    every = list(classes)
    labels = engine.over(lambda block: _labels(block[:, every], end_model), targets)
    totals = engine.summed(lambda block: block.sum(axis=0), labels)
    found = np.flatnonzero(totals)
    balanced = end_model.class_weight == "balanced"
    weights = totals.sum() / (len(found) * totals[found]) if balanced else np.ones(len(found))
    told = tuple(int(every[place]) for place in found)
    return told, engine.over(lambda block: block[:, found] * weights, labels)


def _labels(beliefs: Posterior, end_model: EndModel) -> Posterior:
    """Make rows sum to 1 again (a row that believes in none of the classes believes in all alike), or choose a class."""
    if end_model.labels == "hard":
        chosen: Posterior = np.eye(beliefs.shape[1])[beliefs.argmax(axis=1)]
        return chosen
    total = beliefs.sum(axis=1, keepdims=True)
    uniform = np.full_like(beliefs, 1 / beliefs.shape[1])
    result: Posterior = np.divide(beliefs, total, out=uniform, where=total > 0)
    return result
