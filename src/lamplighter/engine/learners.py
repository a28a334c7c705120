"""Ways to learn from what people said: in two stages, all at once, or from the labels they gave alone; and their registry."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.engine.beliefs import Beliefs, believe
from lamplighter.engine.classify import fit_classifier, matched, weights_shape
from lamplighter.engine.learner import Learner, labels_within, refined_for_end_model, voted_classes
from lamplighter.engine.self_training import SelfTraining
from lamplighter.learning import (
    ImplyLoss,
    Linear,
    MajorityVote,
    RuleBlock,
    fit_imply_loss,
    imply_loss_and_gradient,
    rule_block,
)
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.arrays import Votes
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.index import Slice

__all__ = ["LEARNERS", "GoldOnly", "Joint", "TwoStage"]


class TwoStage(Learner):
    """Data programming: a label model merges the votes, and the end model learns its beliefs (Algorithm 3)."""

    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Fit the end model to the beliefs on the documents that have votes, or on all."""
        beliefs = refined_for_end_model(engine, evidence, recipe, beliefs)
        every = recipe.end_model.documents == "all"
        rows = engine.over(lambda block: np.flatnonzero((np.diff(block.indptr) > 0) | every), beliefs.votes)
        targets = engine.over(lambda belief, chosen: belief[chosen], beliefs.posterior, rows)
        classes = range(evidence.n_classes) if every else voted_classes(engine, beliefs)
        return fit_classifier(engine, evidence, rows, targets, classes, recipe.end_model)


class GoldOnly(Learner):
    """Active learning: the end model learns the labels that were given to the development examples, and nothing else."""

    def believe(self, engine: Engine, evidence: Evidence, recipe: Recipe) -> Beliefs:
        """Give the votes, if there are any, and their shares: no label model takes part."""
        return _shares(engine, evidence, recipe)

    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Fit the end model to the labeled documents."""
        del beliefs
        labels, K = evidence.labels, evidence.n_classes
        given = engine.map(lambda block: labels_within(block, labels))
        rows = engine.over(lambda codes: np.flatnonzero(codes >= 0), given)
        targets = engine.over(lambda codes: np.eye(K)[codes[codes >= 0]], given)
        return fit_classifier(engine, evidence, rows, targets, sorted(set(evidence.labels.values())), recipe.end_model)


class Joint(Learner):
    """ImplyLoss-L: the end model and a rule network, which says where each function applies, are learnt together.

    The rival of the paper's section 5.2, see :class:`~lamplighter.learning.ImplyLoss`. It learns from the raw votes
    and from the labels given to the development examples.

    Parameters
    ----------
    gamma, q, ridge : float
        As in :class:`~lamplighter.learning.ImplyLoss`.
    """

    def __init__(self, *, gamma: float = 0.2, q: float = 0.2, ridge: float = 1e-4) -> None:
        ImplyLoss(gamma=gamma, q=q, ridge=ridge)  # checks them
        self.gamma = gamma
        self.q = q
        self.ridge = ridge

    def believe(self, engine: Engine, evidence: Evidence, recipe: Recipe) -> Beliefs:
        """Give the raw votes and their shares: no label model takes part."""
        return _shares(engine, evidence, recipe)

    def classify(self, engine: Engine, evidence: Evidence, recipe: Recipe, beliefs: Beliefs) -> Linear | None:
        """Fit classifier and rule network; the classifier is the end model."""
        labels = evidence.labels
        voted = {function.label for function in evidence.functions}
        told = sorted(voted | set(evidence.labels.values()))
        if len(told) < 2 or not voted:  # noqa: PLR2004  (one class cannot be told from itself)
            return None
        codes = np.full(evidence.n_classes + 1, -1)  # the last one for documents without a label
        codes[told] = np.arange(len(told))
        examples = np.array([-1 if one.document is None else one.document for one in evidence.functions])
        settings = ImplyLoss(gamma=self.gamma, q=self.q, ridge=self.ridge)

        def block_of(block: Slice, votes: Votes) -> RuleBlock:
            recoded = sparse.csr_array((codes[votes.data - 1] + 1, votes.indices, votes.indptr), shape=votes.shape)
            here = examples - block.start
            own = np.where((here >= 0) & (here < len(block)), here, -1)
            return rule_block(block.features, recoded, codes[labels_within(block, labels)], own)

        blocks, q = engine.map(block_of, beliefs.votes), self.q
        model = fit_imply_loss(
            lambda model, weight: engine.summed(lambda own: imply_loss_and_gradient(own, model, weight, q=q), blocks),
            weights_shape(len(told), len(engine.index.space)),
            len(evidence.functions),
            engine.summed(attrgetter("counts"), blocks),
            settings=settings,
        )
        classifier = Linear(model.classifier, tuple(told), evidence.n_classes)
        return matched(engine, classifier, evidence.class_balance) if recipe.end_model.match_balance else classifier


def _shares(engine: Engine, evidence: Evidence, recipe: Recipe) -> Beliefs:
    return believe(engine, evidence, replace(recipe, label_models=(MajorityVote,)), refined=False)


LEARNERS: Registry[Callable[[], Learner]] = Registry(
    "learner",
    "lamplighter.learners",
    {"gold-only": GoldOnly, "implyloss": Joint, "self-training": SelfTraining, "two-stage": TwoStage},
)
"""Learners by name: each value makes one, called without arguments."""
