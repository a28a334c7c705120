"""What a session is set to: checked once, kept in its first event."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from lamplighter.engine import LEARNERS, Learner, Recipe
from lamplighter.exceptions import InputError, LabelError, UnknownNameError, did_you_mean
from lamplighter.learning import LABEL_MODELS, EndModel, LabelModel
from lamplighter.primitives import PRIMITIVES, Ngrams, Tfidf
from lamplighter.selection import STRATEGIES, Strategy
from lamplighter.session.schedule import Schedule
from lamplighter.votes import Contextualizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.arrays import Balance
    from lamplighter.data import Corpus
    from lamplighter.engine import BalanceSource, TunedBy
    from lamplighter.registry import Registry

__all__ = ["Settings", "checked_balance", "checked_labels", "validation_fingerprint"]

T = TypeVar("T")

LabelModelChoice: TypeAlias = "str | Callable[[], LabelModel]"

MIN_CLASSES = 2
BALANCE_TOLERANCE = 0.01


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that decides what a session does with the same answers.

    Attributes
    ----------
    labels : tuple of str
        The K classes, in the order of their codes.
    primitives : Ngrams
    features : Tfidf
        What the end model learns from.
    strategy : Strategy
    strategy_name : str
        What the strategy is called in its registry; of one that was handed in, its class.
    learner : Learner
    learner_name : str
    label_model_names : tuple of str
    recipe : Recipe
        Label models to choose among, the contextualizer and the end model.
    schedule : Schedule
    class_balance : tuple of float or None
        Given shares of the classes; ``None`` where nobody gave them.
    validation : str or None
        The fingerprint of the validation documents and their true labels, see :func:`validation_fingerprint`.
    seed : int
    """

    labels: tuple[str, ...]
    primitives: Ngrams
    features: Tfidf
    strategy: Strategy
    strategy_name: str
    learner: Learner
    learner_name: str
    label_model_names: tuple[str, ...]
    recipe: Recipe
    schedule: Schedule
    class_balance: tuple[float, ...] | None
    validation: str | None
    seed: int

    @classmethod
    def checked(
        cls,
        corpus: Corpus,
        *,
        labels: Sequence[str] | None,
        primitives: str | Ngrams,
        features: Tfidf | None,
        strategy: str | Strategy,
        learner: str | Learner,
        label_model: LabelModelChoice | Sequence[LabelModelChoice],
        contextualizer: Contextualizer | None,
        end_model: EndModel | None,
        tuned_by: TunedBy,
        schedule: Schedule | None,
        class_balance: Mapping[str, float] | Sequence[float] | None,
        validation: Corpus | None,
        random_state: int | np.random.Generator | None,
    ) -> Settings:
        """Check what a person handed in, and resolve names."""
        names = checked_labels(corpus.gold_labels if labels is None else labels)
        chosen, strategy_name = _chosen(STRATEGIES, strategy)
        way, learner_name = _chosen(LEARNERS, learner)
        several = list(label_model) if isinstance(label_model, (list, tuple)) else [label_model]
        models = [_chosen(LABEL_MODELS, one) for one in several]
        if not models:
            raise InputError("No label model is given; expected one or more.")
        for model, _ in models:
            model()  # what it lacks, such as a package that is not installed, is said now
        recipe = Recipe(
            label_models=tuple(model for model, _ in models),
            contextualizer=contextualizer,
            end_model=end_model or EndModel(),
            tuned_by=tuned_by,
        )
        return cls(
            labels=names,
            primitives=PRIMITIVES[primitives]() if isinstance(primitives, str) else primitives,
            features=features or Tfidf(),
            strategy=strategy if isinstance(strategy, Strategy) else chosen(),
            strategy_name=strategy_name,
            learner=learner if isinstance(learner, Learner) else way(),
            learner_name=learner_name,
            label_model_names=tuple(name for _, name in models),
            recipe=recipe,
            schedule=schedule or Schedule(),
            class_balance=None if class_balance is None else tuple(map(float, checked_balance(class_balance, names))),
            validation=_checked_validation(validation, recipe, names),
            seed=_seed(random_state),
        )

    @property
    def contextualizer(self) -> Contextualizer | None:
        """Where functions count."""
        return self.recipe.contextualizer

    @property
    def label_model_name(self) -> str:
        """The label model's name; of several, all of them."""
        return " or ".join(dict.fromkeys(self.label_model_names))

    @property
    def balance_source(self) -> BalanceSource:
        """Where what is believed of the classes' shares, before anything is learnt, is from."""
        return "counted" if self.class_balance is None else "given"

    def to_json(self) -> dict[str, Any]:
        """Give the settings as JSON has them; of own objects only their names can be kept."""
        near = self.contextualizer
        return {
            "labels": list(self.labels),
            "primitives": self.primitives.settings(),
            "features": self.features.settings(),
            "strategy": self.strategy_name,
            "strategy_options": dict(vars(self.strategy)) if self.strategy_name in STRATEGIES else {},
            "learner": self.learner_name,
            "learner_options": dict(vars(self.learner)) if self.learner_name in LEARNERS else {},
            "label_model": list(self.label_model_names),
            "contextualizer": None if near is None else near.settings(),
            "end_model": self.recipe.end_model.settings(),
            "tuned_by": self.recipe.tuned_by,
            "schedule": self.schedule.settings(),
            "class_balance": None if self.class_balance is None else list(self.class_balance),
            "validation": self.validation,
            "seed": self.seed,
        }

    @classmethod
    def from_json(
        cls,
        values: Mapping[str, Any],
        *,
        primitives: Ngrams | None = None,
        strategy: Strategy | None = None,
        learner: Learner | None = None,
        label_model: Callable[[], LabelModel] | Sequence[Callable[[], LabelModel]] | None = None,
    ) -> Settings:
        """Make them again from :meth:`to_json`, also of a project that was made before some of them were.

        Parameters
        ----------
        values : mapping
        primitives, strategy, learner, label_model : object, optional
            Where the session was made with objects of one's own: the same ones.

        Raises
        ------
        UnknownNameError
            If an own object was used and is not handed in again.
        """
        near, balance = values["contextualizer"], values["class_balance"]
        if strategy is None:
            strategy = _again(STRATEGIES, values["strategy"], "strategy")(**values["strategy_options"])
        learner_name = values.get("learner", "two-stage")
        if learner is None:
            learner = _again(LEARNERS, learner_name, "learner")(**values.get("learner_options", {}))
        named = values["label_model"]
        model_names = (named,) if isinstance(named, str) else tuple(named)
        if label_model is None:
            label_model = tuple(_again(LABEL_MODELS, name, "label_model") for name in model_names)
        recipe = Recipe(
            label_models=(label_model,) if callable(label_model) else tuple(label_model),
            contextualizer=None if near is None else Contextualizer.from_settings(near),
            end_model=EndModel.from_settings(values["end_model"]),
            tuned_by=values.get("tuned_by", "log-loss"),
        )
        return cls(
            labels=tuple(values["labels"]),
            primitives=primitives or Ngrams.from_settings(values["primitives"]),
            features=Tfidf.from_settings(values.get("features", {})),
            strategy=strategy,
            strategy_name=values["strategy"],
            learner=learner,
            learner_name=learner_name,
            label_model_names=model_names,
            recipe=recipe,
            schedule=Schedule(**values.get("schedule", {})),
            class_balance=None if balance is None else tuple(balance),
            validation=values.get("validation"),
            seed=values["seed"],
        )

    def code(self, label: str) -> int:
        """Give the code of a class.

        Raises
        ------
        LabelError
            If there is no such class.
        """
        if label not in self.labels:
            raise LabelError(
                f"No class is called {label!r}.{did_you_mean(str(label), self.labels)} "
                f"There are: {', '.join(self.labels)}."
            )
        return self.labels.index(label)

    def gold_codes(self, corpus: Corpus) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
        """Give the true classes as codes, −1 where not known; ``None`` where there is no gold.

        Raises
        ------
        LabelError
            If a value of gold is none of the classes.
        """
        if corpus.gold is None:
            return None
        codes = {label: code for code, label in enumerate(self.labels)}
        foreign = Counter(label for label in corpus.gold if label is not None and label not in codes)
        if foreign:
            shown = ", ".join(f"{label!r} ({count}×)" for label, count in foreign.most_common(5))
            more = f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""  # noqa: PLR2004
            raise LabelError(
                f"The gold column has values that are none of the classes: {shown}{more}. The classes are: "
                f"{', '.join(self.labels)}. Name all classes, or leave these values empty."
            )
        return np.array([-1 if label is None else codes[label] for label in corpus.gold], dtype=np.int64)


def checked_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """Check class names: two or more, different, not blank.

    Examples
    --------
    >>> checked_labels(["good", " bad "])
    ('good', 'bad')
    """
    if isinstance(labels, str):
        raise LabelError(f"The labels are the text {labels!r}; expected a list of names, such as ['good', 'bad'].")
    names = tuple(str(label).strip() for label in labels)
    if any(not name for name in names):
        raise LabelError(f"A class has an empty name: {', '.join(map(repr, names))}. Give each class a name.")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise LabelError(f"A class is named twice: {', '.join(map(repr, twice))}. Each class needs a name of its own.")
    if len(names) < MIN_CLASSES:
        found = f"only {names[0]!r}" if names else "no class"
        raise LabelError(f"There is {found}; expected two or more classes, such as: good,bad.")
    return names


def checked_balance(given: Mapping[str, float] | Sequence[float], labels: Sequence[str]) -> Balance:
    """Check the shares of the classes: one positive share for each, summing to 1.

    Examples
    --------
    >>> checked_balance({"spam": 0.13, "ham": 0.87}, ["ham", "spam"]).tolist()
    [0.87, 0.13]
    """
    if isinstance(given, Mapping):
        foreign = [name for name in given if name not in labels]
        missing = [name for name in labels if name not in given]
        if foreign or missing:
            raise LabelError(
                f"The class balance names {', '.join(map(repr, given))}; expected each of "
                f"{', '.join(map(repr, labels))} once."
            )
        given = [given[name] for name in labels]
    balance = np.asarray(list(given), dtype=np.float64)
    shares = ", ".join(f"{share:g}" for share in balance)
    if len(balance) != len(labels):
        raise LabelError(f"The class balance has {len(balance)} shares ({shares}) for {len(labels)} classes.")
    if not (balance > 0).all() or abs(balance.sum() - 1) > BALANCE_TOLERANCE:
        raise LabelError(f"The class balance is {shares}; expected shares above 0 that sum to 1.")
    shares_of_one: Balance = balance / balance.sum()
    return shares_of_one


def validation_fingerprint(validation: Corpus | None) -> str | None:
    """Give a hash of validation documents and of their true labels, on which a session depends; ``None`` without any."""
    if validation is None:
        return None
    digest = hashlib.sha256(validation.fingerprint.encode())
    for label in validation.gold or ():
        encoded = (label or "").encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "little") + encoded)
    return digest.hexdigest()


def _checked_validation(validation: Corpus | None, recipe: Recipe, labels: Sequence[str]) -> str | None:
    """Give the fingerprint of the validation documents, which have to be there where something is chosen on them."""
    if validation is None:
        if recipe.has_choices:
            raise InputError(
                "Several percentiles, label models or values of C are given to choose among, but no validation documents "
                "to choose on: hand in validation=Corpus(…) with the true label of every text, or give one of each."
            )
        return None
    if validation.gold is None or None in validation.gold:
        raise InputError("The validation documents lack true labels: every one of them needs its own.")
    foreign = [label for label in validation.gold_labels if label not in labels]
    if foreign:
        raise LabelError(
            f"The validation documents have true labels that are none of the classes: {', '.join(map(repr, foreign))}. "
            f"The classes are: {', '.join(labels)}."
        )
    return validation_fingerprint(validation)


def _chosen(registry: Registry[T], choice: Any) -> tuple[T, str]:
    """Give a registry's entry and its name; of an object of one's own, the name of its class or function."""
    if isinstance(choice, str):
        return registry[choice], choice
    if not callable(choice) and not isinstance(choice, (Strategy, Learner)):
        raise InputError(
            f"Expected a {registry.kind}, not an object of {type(choice).__name__}: one of the names "
            f"{', '.join(registry.names)}, or a class."
        )
    made_by = choice.func if isinstance(choice, partial) else choice
    kind = made_by if callable(made_by) and hasattr(made_by, "__qualname__") else type(made_by)
    known = next((name for name in registry if registry[name] is kind), None)
    plain = known if not isinstance(choice, partial) else None  # a name alone would lose what is set
    return choice, plain or f"{kind.__module__}.{kind.__qualname__}"


def _again(registry: Registry[T], name: str, argument: str) -> T:
    """Look up what a session was made with; where it was an object of one's own, say that it has to be handed in."""
    if name not in registry:
        raise UnknownNameError(
            f"The session was made with a {registry.kind} that is not registered here, {name}. Install the package "
            f"that brings it, or hand the same one in again: {argument}=…."
        )
    return registry[name]


def _seed(random_state: int | np.random.Generator | None) -> int:
    """Give the one number from which all chance in a session comes."""
    if not isinstance(random_state, (int, np.integer, np.random.Generator, type(None))):
        raise InputError(
            f"random_state is an object of {type(random_state).__name__}; expected a number, a numpy.random.Generator "
            "or None."
        )
    if isinstance(random_state, (int, np.integer)):
        if random_state < 0:
            raise InputError(f"random_state is {random_state}; expected a number of 0 or more.")
        return int(random_state)
    generator = random_state if random_state is not None else np.random.default_rng()
    return int(generator.integers(2**32))
