"""Ways to run the experiment: all that is fixed whatever the method, each declared in one place.

The paper's text and its authors' published code differ in ways that change results (``docs/benchmark.md``), and the
product does better than to look at gold labels. So there are three readings, by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from lamplighter.learning import EndModel, MajorityVote, MeTaL, MeTaLSteps
from lamplighter.primitives import Ngrams, Tfidf
from lamplighter.registry import Registry
from lamplighter.selection import SEU
from lamplighter.session import Schedule
from lamplighter.votes import Contextualizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.engine import TunedBy
    from lamplighter.learning import LabelModel

__all__ = ["AUTHORS", "PAPER", "PRODUCT", "PROTOCOLS", "Protocol"]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """What an experiment fixes, whatever the method. The defaults are those of the product.

    Attributes
    ----------
    name : str
    summary : str
        What kind of reading it is, in a clause.
    user, sentiment_user : str
        The simulated user, and the one on data of which an opinion lexicon speaks.
    primitives : Ngrams
    features : Tfidf
    seu : SEU
        Select by Expected Utility, in this reading.
    label_models : tuple of callable
        Of several, the best on the validation documents.
    contextualizer : Contextualizer
        Of the methods that have one.
    end_model : EndModel
    tuned_by : {'log-loss', 'accuracy'}
    schedule : Schedule
    class_balance : {'estimated', 'gold', 'published'}
        Whether the shares of the classes are estimated from the answers, or known: those of all gold labels, or those that
        the data set declares for it.
    labels_alone : bool
        Whether a person to whose mind no function comes says at least of which class the document is.
    """

    name: str
    summary: str
    user: str = "uniform"
    sentiment_user: str = "uniform"
    primitives: Ngrams = field(default_factory=Ngrams)
    features: Tfidf = field(default_factory=Tfidf)
    seu: SEU = field(default_factory=SEU)
    label_models: tuple[Callable[[], LabelModel], ...] = (MajorityVote,)
    contextualizer: Contextualizer = field(default_factory=Contextualizer)
    end_model: EndModel = field(default_factory=EndModel)
    tuned_by: TunedBy = "log-loss"
    schedule: Schedule = field(default_factory=Schedule)
    class_balance: Literal["estimated", "gold", "published"] = "estimated"
    labels_alone: bool = True


PRODUCT = Protocol(name="product", summary="our defaults; no gold label is seen by anything but the score")

PAPER = Protocol(
    name="paper",
    summary="the paper's text",
    primitives=Ngrams(strip_accents="ascii", min_df=1),
    features=Tfidf(sublinear=False, bigram_min_df=None),
    seu=SEU(class_prior="balance", predictions="hard", max_coverage=1.0),
    label_models=(MeTaL,),
    contextualizer=Contextualizer(percentile=(100.0, 95.0, 90.0, 85.0, 80.0, 75.0, 70.0)),
    end_model=EndModel(match_balance=False),
    tuned_by="accuracy",
    schedule=Schedule(representatives_first=0, explore=False),
    class_balance="gold",
    labels_alone=False,
)

AUTHORS = Protocol(
    name="authors",
    summary="the choices of the authors' published code",
    user="coverage",
    sentiment_user="lexicon",
    primitives=Ngrams(strip_accents="ascii", min_df=1),
    features=Tfidf(
        sublinear=False, max_features=1000, stop_words="english", max_df=0.9, standardize=True, bigram_min_df=None
    ),
    seu=SEU(user_model="softmax", predictions="hard", max_coverage=1.0, min_coverage=20, stop_words="english"),
    label_models=tuple(
        partial(MeTaLSteps, step_size=step_size, l2=l2, steps=steps, scale=0.9)
        for step_size in (0.0001, 0.001, 0.01, 0.1)
        for l2 in (0.0, 0.001, 0.01, 0.1)
        for steps in (10, 50, 100, 200)
    ),
    contextualizer=Contextualizer(percentile=(100.0, 95.0, 90.0, 85.0, 80.0, 75.0, 70.0), refined="end model"),
    end_model=EndModel(
        C=(0.001, 0.01, 0.1, 1.0, 10.0, 100.0),
        match_balance=False,
        labels="hard",
        documents="all",
        class_weight="balanced",
    ),
    schedule=Schedule(random_first=5, representatives_first=0, end_model_every=5, explore=False),
    class_balance="published",
    labels_alone=False,
)

PROTOCOLS: Registry[Protocol] = Registry(
    "protocol", "lamplighter.protocols", {each.name: each for each in (PAPER, AUTHORS, PRODUCT)}
)
"""Protocols by name."""
