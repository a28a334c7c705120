"""The product's learner: an end model that learns, beyond the votes, from what these teach about all other documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import sparse

from lamplighter.engine.balance import estimated_balance
from lamplighter.engine.classify import balance_shift, fit_classifier, fit_weights
from lamplighter.engine.heaps import find_heaps
from lamplighter.engine.held_out import hold_out
from lamplighter.engine.learner import Learner, given_labels, refined_for_end_model, voted_classes
from lamplighter.engine.naive_bayes import shares_of, sharpened, taught
from lamplighter.exceptions import InputError
from lamplighter.learning import Linear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Posterior
    from lamplighter.engine.beliefs import Beliefs
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.heaps import Shares
    from lamplighter.engine.held_out import HeldOut

__all__ = ["SelfTraining"]

Rounds = Literal["checked", "always", "never"]
Estimate = Literal["post-stratified", "counted"]

ROUNDS = 5
"""Of naive Bayes."""

WEIGHT = 10.0
"""Of a document whose class a person gave: it counts as much as so many others."""


class SelfTraining(Learner):
    """Makes labels of *all* documents out of those that votes cover, and learns the end model from these.

    Functions cover few documents, and those by the very words that the functions are made of. A model that is
    trained on them finds these words again and little else. So a teacher comes first, which has to find other words:

    1. *Masked*: two logistic regressions on the covered documents, with the label model's beliefs as labels: one on all
       words, one on all but those of the functions. Their logits are added.
    2. *In rounds*: naive Bayes on the words, taught by the votes, then four times by what it says itself of all documents
       (expectation maximisation). Where the texts of a class are alike this finds the class whole; where they
       are not, it drifts off to some other division of the corpus.
    3. The second teacher is taken where it ranks the votes of functions that it has not seen better after the last
       round than after the first; or where its scores fall into two heaps with a gap between.
    4. The teacher's logits are matched to the class balance and sharpened, ``softmax(3 l)``: labels of all documents, from
       which the end model learns, and is matched again. Where a person gave the label, that is the label, and counts ten times.

    The class balance, where it is not given, is estimated before from functions that are held out.

    Parameters
    ----------
    masked : bool, default=True
        Whether the first teacher has the regression without the functions' words too.
    rounds : {'checked', 'always', 'never'}, default='checked'
        When the second teacher is taken.
    balance : {'post-stratified', 'counted'}, default='post-stratified'
        What is taken for the class balance where none is given; ``'counted'`` are the shares of the labels given.

    See Also
    --------
    TwoStage : the end model learns from the covered documents alone.
    """

    def __init__(
        self, *, masked: bool = True, rounds: Rounds = "checked", balance: Estimate = "post-stratified"
    ) -> None:
        for name, value, choices in (("rounds", rounds, get_args(Rounds)), ("balance", balance, get_args(Estimate))):
            if value not in choices:
                raise InputError(f"{name} is {value!r}; expected one of: {', '.join(choices)}.")
        self.masked = masked
        self.rounds = rounds
        self.balance = balance

    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Learn the end model from what a teacher says of all documents."""
        beliefs = refined_for_end_model(engine, evidence, recipe, beliefs)
        told = voted_classes(beliefs)
        if len(told) < 2:  # noqa: PLR2004  (one class cannot be told from itself)
            return None
        votes = [shares_of(block, told) for block in beliefs.votes]
        held_out = hold_out(engine, evidence, beliefs.votes, told, ROUNDS)
        heaps = find_heaps(engine, votes, ROUNDS)
        if not evidence.balance_given and self.balance == "post-stratified":
            balance = estimated_balance(engine, evidence, told, held_out, heaps)
            evidence = replace(evidence, class_balance=balance)
        balance = evidence.class_balance[told]
        if self._in_rounds(held_out, heaps):
            *_, logits = taught(engine, votes, balance / balance.sum(), ROUNDS)
        else:
            logits = self._masked(engine, evidence, recipe, beliefs, told)
        targets, weights = _with_labels(engine, evidence, told, [sharpened(block) for block in logits])
        every = [np.arange(len(block)) for block in targets]
        return fit_classifier(engine, evidence, every, targets, told, recipe.end_model, weights=weights)

    def _in_rounds(self, held_out: HeldOut | None, heaps: Shares) -> bool:
        """Say whether naive Bayes in rounds is the teacher."""
        if self.rounds != "checked":
            return self.rounds == "always"
        return heaps.apart or (held_out is not None and held_out.gain is not None and held_out.gain > 0)

    def _masked(
        self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs, told: Sequence[int]
    ) -> list[NDArray[np.float64]]:
        """Give the matched logits of regressions with all words, and without those of the functions."""
        rows = [np.flatnonzero(np.diff(block.indptr)) for block in beliefs.votes]
        targets = [block[chosen][:, list(told)] for block, chosen in zip(beliefs.posterior, rows, strict=True)]
        targets = [block / block.sum(axis=1, keepdims=True) for block in targets]
        views = [[block.features for block in engine.index.slices]]
        if self.masked:
            own = _own_features(engine, evidence)
            views.append(engine.map(lambda block: _without(block.features, own)))
        C = recipe.end_model.candidates[0]
        logits = [np.zeros((len(block), len(told))) for block in engine.index.slices]
        for features in views:
            (weights,) = fit_weights(
                engine, [block[chosen] for block, chosen in zip(features, rows, strict=True)], targets, [C]
            )
            model = Linear(weights, tuple(told), evidence.n_classes)
            logits = [one + model.logits(block) for one, block in zip(logits, features, strict=True)]
        shift = balance_shift(engine, logits, evidence.class_balance[list(told)])
        return [block + shift for block in logits]


def _own_features(engine: Engine, evidence: Evidence) -> NDArray[np.int64]:
    """Give the features that are the words of functions."""
    numbers, columns = engine.index.vocabulary.numbers, engine.index.space.columns
    primitives = [numbers[one.primitive] for one in evidence.functions if one.primitive in numbers]
    return np.flatnonzero(np.isin(columns, primitives))


def _without(features: Features, columns: NDArray[np.int64]) -> Features:
    """Give features with some columns 0, sharing the pattern in memory."""
    kept = np.ones(features.shape[1])
    kept[columns] = 0.0
    data = features.data * kept[features.indices]
    return sparse.csr_array((data, features.indices, features.indptr), shape=features.shape, copy=False)


def _with_labels(
    engine: Engine, evidence: Evidence, told: Sequence[int], beliefs: Sequence[Posterior]
) -> tuple[list[Posterior], list[NDArray[np.float64]]]:
    """Give beliefs over all classes, in which people are right who gave a label, and how much each document counts."""
    posterior = np.zeros((engine.index.n_documents, evidence.n_classes))
    posterior[:, list(told)] = np.concatenate(beliefs)
    labels = given_labels(engine, evidence)
    known = np.isin(labels, told)
    posterior[known] = np.eye(evidence.n_classes)[labels[known]]
    weights = np.where(known, WEIGHT, 1.0)
    blocks = engine.index.slices
    return [posterior[block.documents] for block in blocks], [weights[block.documents] for block in blocks]
