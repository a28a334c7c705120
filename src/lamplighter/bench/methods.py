"""The methods that are compared: what each asks the person, how it selects, and how it learns.

A method is what the paper's tables have as columns. What it leaves open is the protocol's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from lamplighter.engine import LEARNERS
from lamplighter.learning import MajorityVote
from lamplighter.registry import Registry
from lamplighter.selection import SEU, STRATEGIES, Strategy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lamplighter.bench.protocols import Protocol
    from lamplighter.primitives import Tfidf

__all__ = ["METHODS", "Method", "session_settings"]


@dataclass(frozen=True, kw_only=True)
class Method:
    """One column of the paper's tables, or a rival of our own.

    Attributes
    ----------
    name : str
    asks : {'function', 'label', 'approval', 'review'}, default='function'
        What a person is asked in an iteration: for a function on a document, for the document's label alone, or whether
        a function that is proposed is good: one of interactive weak supervision, or one of our own.
    strategy : str, default='random'
        How documents are selected.
    options : mapping
        Of the strategy; of expected utility, those in which it differs from the protocol's.
    learner : str, default='two-stage'
    teaching : mapping
        Settings of the learner.
    contextualized : bool, default=False
        Whether functions count only near their development examples.
    near : mapping
        In which the contextualizer differs from the protocol's.
    majority : bool, default=False
        Whether votes are merged by majority in place of the protocol's label model.
    timing : mapping
        In which the schedule differs from the protocol's.
    seeing : mapping
        In which the end model's features differ from the protocol's.
    """

    name: str
    asks: Literal["function", "label", "approval", "review"] = "function"
    strategy: str = "random"
    options: Mapping[str, Any] = field(default_factory=dict)
    learner: str = "two-stage"
    teaching: Mapping[str, Any] = field(default_factory=dict)
    contextualized: bool = False
    near: Mapping[str, Any] = field(default_factory=dict)
    majority: bool = False
    timing: Mapping[str, Any] = field(default_factory=dict)
    seeing: Mapping[str, Any] = field(default_factory=dict)

    def features(self, protocol: Protocol) -> Tfidf:
        """Give the settings of the end model's features."""
        return replace(protocol.features, **self.seeing)


_ALL = (
    Method(name="nemo", strategy="seu", contextualized=True),
    Method(name="snorkel"),
    Method(name="snorkel-abs", strategy="abstain"),
    Method(name="snorkel-dis", strategy="disagree", options={"abstentions": "counted"}),
    Method(name="implyloss-l", learner="implyloss"),
    Method(name="us", asks="label", strategy="end-model-uncertainty", learner="gold-only"),
    Method(name="iws-lse", asks="approval"),
    Method(name="nemo-no-selector", contextualized=True),
    Method(name="nemo-no-contextualizer", strategy="seu"),
    Method(name="seu-uniform-user", strategy="seu", options={"user_model": "uniform"}),
    Method(name="seu-no-informativeness", strategy="seu", options={"utility": "no-informativeness"}),
    Method(name="seu-no-correctness", strategy="seu", options={"utility": "no-correctness"}),
    Method(name="contextualized-euclidean", contextualized=True, near={"metric": "euclidean"}),
    Method(name="contextualized-sequence", contextualized=True, near={"length": 5}),
    Method(name="contextualized-sequence-mean", contextualized=True, near={"length": 5, "join": "mean"}),
    Method(name="contextualized-each", contextualized=True, near={"per_function": True}),
    Method(name="contextualized-majority", contextualized=True, majority=True),
    Method(name="standard-majority", majority=True),
)

_OURS = (
    Method(name="lamplighter", strategy="coverage", learner="self-training"),
    Method(name="lamplighter-random", learner="self-training"),
    Method(name="lamplighter-abstain", strategy="abstain", learner="self-training"),
    Method(name="lamplighter-disagree", strategy="disagree", learner="self-training"),
    Method(name="lamplighter-seu", strategy="seu", learner="self-training"),
    Method(name="lamplighter-proposals", asks="review", strategy="coverage", learner="self-training"),
    Method(
        name="no-representatives", strategy="coverage", learner="self-training", timing={"representatives_first": 0}
    ),
    Method(name="no-need", strategy="coverage", options={"balanced": False}, learner="self-training"),
    Method(name="no-length", strategy="coverage", options={"by_length": False}, learner="self-training"),
    Method(name="no-teacher", strategy="coverage"),
    Method(name="no-mask", strategy="coverage", learner="self-training", teaching={"masked": False}),
    Method(name="no-rounds", strategy="coverage", learner="self-training", teaching={"rounds": "never"}),
    Method(name="rounds-unchecked", strategy="coverage", learner="self-training", teaching={"rounds": "always"}),
    Method(name="no-bigrams", strategy="coverage", learner="self-training", seeing={"bigram_min_df": None}),
    Method(name="balance-counted", strategy="coverage", learner="self-training", teaching={"balance": "counted"}),
)
"""The product, its rivals under the same learner, and the product without each of its parts."""

METHODS: Registry[Method] = Registry("method", "lamplighter.methods", {each.name: each for each in (*_ALL, *_OURS)})
"""Methods by name."""


def session_settings(method: Method, protocol: Protocol) -> dict[str, Any]:
    """Give the arguments of a :class:`~lamplighter.Session` that runs a method under a protocol.

    Examples
    --------
    >>> from lamplighter.bench.protocols import PROTOCOLS
    >>> settings = session_settings(METHODS["snorkel-abs"], PROTOCOLS["product"])
    >>> settings["strategy"].title, settings["contextualizer"]
    ('abstention', None)
    """
    return {
        "primitives": protocol.primitives,
        "features": method.features(protocol),
        "strategy": _strategy(method, protocol),
        "learner": LEARNERS[method.learner](**method.teaching),
        "label_model": (MajorityVote,) if method.majority else protocol.label_models,
        "contextualizer": replace(protocol.contextualizer, **method.near) if method.contextualized else None,
        "end_model": protocol.end_model,
        "tuned_by": protocol.tuned_by,
        "schedule": replace(protocol.schedule, **method.timing),
    }


def _strategy(method: Method, protocol: Protocol) -> Strategy:
    if method.strategy == "seu":
        return SEU(**{**vars(protocol.seu), **method.options})
    make: Callable[..., Strategy] = STRATEGIES[method.strategy]
    return make(**method.options)
