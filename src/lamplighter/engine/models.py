"""What was learnt at one step of a session, each part when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from lamplighter.engine.quality import Quality, cross_validate, never
from lamplighter.engine.worth import Worth, worth
from lamplighter.selection import SelectionContext, Strategy

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Balance, Entropy, Features, Posterior, Votes
    from lamplighter.engine.beliefs import Beliefs
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.index import Slice
    from lamplighter.engine.learner import Learner
    from lamplighter.learning import Linear
    from lamplighter.votes import LabelingFunction

__all__ = ["Models"]


class Models:
    """Models of one step (Algorithm 3), learnt from scratch: the same evidence gives the same models.

    Each part is learnt when it is first asked for and then kept, so that a strategy that reads no predictions waits for
    no end model. :meth:`complete` learns all of it at once. What there is of each document comes in parts, one for each slice.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    step : int
        The step of the session that the models have seen.
    recipe : Recipe
    learner : Learner
    strategy : Strategy
    earlier : Models, optional
        Models of an earlier step whose end model is kept on, where a new one is not due.
    """

    def __init__(
        self,
        engine: Engine,
        evidence: Evidence,
        *,
        step: int,
        recipe: Recipe,
        learner: Learner,
        strategy: Strategy,
        earlier: Models | None = None,
    ) -> None:
        self.engine = engine
        self.evidence = evidence
        self.step = step
        self.recipe = recipe
        self.learner = learner
        self.strategy = strategy
        self.earlier = earlier

    @property
    def functions(self) -> tuple[LabelingFunction, ...]:
        """The functions that were learnt from; columns of :attr:`votes`."""
        return self.evidence.functions

    @property
    def class_balance(self) -> Balance:
        """What is believed of the classes' shares, shape (K,): what predictions were matched to, else what was known before."""
        matched = None if self.classifier is None else self.classifier.class_balance
        return self.evidence.class_balance if matched is None else matched

    @cached_property
    def beliefs(self) -> Beliefs:
        """What the label model makes of the votes."""
        with self.engine.working():
            return self.learner.believe(self.engine, self.evidence, self.recipe)

    @property
    def votes(self) -> Parts[Votes]:
        """Each of shape (n, m)."""
        return self.beliefs.votes

    @property
    def posterior(self) -> Parts[Posterior]:
        """The label model's beliefs, each of shape (n, K)."""
        return self.beliefs.posterior

    @property
    def entropy(self) -> Parts[Entropy]:
        """Of these beliefs, each of shape (n,)."""
        return self.beliefs.entropy

    @cached_property
    def classifier(self) -> Linear | None:
        """The end model; ``None`` while there are not two classes to tell apart."""
        if self.earlier is not None:
            return self.earlier.classifier
        with self.engine.working():
            return self.learner.classify(self.engine, self.evidence, self.recipe, self.beliefs)

    @cached_property
    def predictions(self) -> Parts[Posterior]:
        """The end model's probabilities, each of shape (n, K); without one, the class balance."""
        if self.earlier is not None and self.earlier.classifier is not None:
            return self.earlier.predictions
        classifier, balance = self.classifier, self.class_balance
        with self.engine.working():
            return self.engine.map(lambda block: _predicted(classifier, balance, block.features))

    @cached_property
    def statistics(self) -> NDArray[np.float64]:
        """What the selection strategy has to know of all documents."""
        # Of all primitives: scores leave out those that are used up by the time of the pick.
        contexts = self.contexts(np.ones(len(self.engine.index.vocabulary)))
        with self.engine.working():
            return self.engine.summed(self.strategy.statistics, contexts)

    @cached_property
    def worth(self) -> Worth:
        """What functions on each primitive would be worth; without an end model, none is better than chance."""
        predictions = self.predictions
        with self.engine.working():
            return worth(self.engine, predictions, self.votes, self.class_balance)

    @cached_property
    def quality(self) -> Quality | None:
        """How good the end model seems without gold; it takes as long as five rounds of learning."""
        return self.estimate()

    def estimate(self, stopped: Callable[[], bool] = never) -> Quality | None:
        """Give :attr:`quality`, or ``None`` if it is stopped before it is there."""
        balance = self.class_balance
        with self.engine.working():
            return cross_validate(self.engine, self.evidence, self.recipe, self.learner, balance, stopped=stopped)

    def complete(self) -> Models:
        """Learn all that has not been asked for yet, and give the models themselves."""
        _ = self.beliefs, self.predictions, self.statistics
        return self

    @property
    def is_complete(self) -> bool:
        """Whether all of it has been learnt."""
        return {"beliefs", "predictions", "statistics"} <= vars(self).keys()

    def predict(self, features: Features) -> Posterior:
        """Give the end model's probabilities for other documents, or the class balance while there is no end model."""
        return _predicted(self.classifier, self.class_balance, features)

    @cached_property
    def predicted(self) -> NDArray[np.int64]:
        """The class that the end model finds likeliest, for all documents, shape (n,)."""
        return self.engine.gathered(lambda _, own: own.argmax(axis=1), self.predictions)

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """The probability of that class, for all documents, shape (n,)."""
        return self.engine.gathered(lambda _, own: own.max(axis=1), self.predictions)

    @cached_property
    def n_votes(self) -> NDArray[np.int64]:
        """How many functions vote on each document, for all documents, shape (n,)."""
        return self.engine.gathered(lambda _, own: np.diff(own.indptr).astype(np.int64), self.votes)

    def contexts(self, available: Available, strategy: Strategy | None = None) -> Parts[SelectionContext]:
        """Give what a strategy (the session's) is told of each slice; what it does not read is uniform or empty.

        While there is no end model, predictions are uniform, not the class balance: that a class is common is no reason
        to expect functions of it, and a strategy that took it for one would never find the rare class.
        """
        reads = (strategy or self.strategy).reads
        told: dict[str, Parts[Any]] = {}
        if "predictions" in reads and self.classifier is not None:
            told["predictions"] = self.predictions
        if "entropy" in reads:
            told["entropy"] = self.entropy
        if "votes" in reads:
            told["votes"] = self.votes
        # A strategy that reads no predictions does not wait for the end model.
        balance = self.class_balance if "predictions" in reads else self.evidence.class_balance
        names = tuple(told)
        return self.engine.map(
            lambda block, *own: _context(block, available, balance, **dict(zip(names, own, strict=True))),
            *told.values(),
        )


def _predicted(classifier: Linear | None, class_balance: Balance, features: Features) -> Posterior:
    """Give the end model's probabilities, or the class balance while there is no end model."""
    if classifier is None:
        return np.tile(class_balance, (features.shape[0], 1))
    return classifier.predict_proba(features)


def _context(
    block: Slice,
    available: Available,
    balance: Balance,
    *,
    predictions: Posterior | None = None,
    entropy: Entropy | None = None,
    votes: Votes | None = None,
) -> SelectionContext:
    n, K = len(block), len(balance)
    return SelectionContext(
        incidence=block.incidence,
        predictions=np.broadcast_to(1 / K, (n, K)) if predictions is None else predictions,
        entropy=np.broadcast_to(np.log(K), n) if entropy is None else entropy,
        votes=sparse.csr_array((n, 0), dtype=np.int64) if votes is None else votes,
        available=available,
        class_balance=balance,
    )
