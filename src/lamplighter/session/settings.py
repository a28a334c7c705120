"""What a session is set to: checked once, kept in its first event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from lamplighter.exceptions import InputError, LabelError, UnknownNameError, did_you_mean
from lamplighter.learning import LABEL_MODELS, EndModel, LabelModel
from lamplighter.primitives import PRIMITIVES, Ngrams
from lamplighter.selection import STRATEGIES, Strategy
from lamplighter.votes import Contextualizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.arrays import Balance
    from lamplighter.data import Corpus
    from lamplighter.registry import Registry

__all__ = ["Settings", "checked_balance", "checked_labels"]

T = TypeVar("T")

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
    strategy : Strategy
    strategy_name : str
        What the strategy is called in its registry; of one that was handed in, its class.
    label_model : callable
        Makes a new label model for each round of learning.
    label_model_name : str
    contextualizer : Contextualizer or None
    end_model : EndModel
    class_balance : tuple of float or None
        Given shares of the classes; ``None`` where they are estimated.
    seed : int
    """

    labels: tuple[str, ...]
    primitives: Ngrams
    strategy: Strategy
    strategy_name: str
    label_model: Callable[[], LabelModel]
    label_model_name: str
    contextualizer: Contextualizer | None
    end_model: EndModel
    class_balance: tuple[float, ...] | None
    seed: int

    @classmethod
    def checked(
        cls,
        corpus: Corpus,
        *,
        labels: Sequence[str] | None,
        primitives: str | Ngrams,
        strategy: str | Strategy,
        label_model: str | Callable[[], LabelModel],
        contextualizer: Contextualizer | None,
        end_model: EndModel | None,
        class_balance: Mapping[str, float] | Sequence[float] | None,
        random_state: int | np.random.Generator | None,
    ) -> Settings:
        """Check what a person handed in, and resolve names."""
        names = checked_labels(corpus.gold_labels if labels is None else labels)
        chosen, strategy_name = _chosen(STRATEGIES, strategy)
        model, label_model_name = _chosen(LABEL_MODELS, label_model)
        return cls(
            labels=names,
            primitives=PRIMITIVES[primitives]() if isinstance(primitives, str) else primitives,
            strategy=strategy if isinstance(strategy, Strategy) else chosen(),
            strategy_name=strategy_name,
            label_model=model,
            label_model_name=label_model_name,
            contextualizer=contextualizer,
            end_model=end_model or EndModel(),
            class_balance=None if class_balance is None else tuple(map(float, checked_balance(class_balance, names))),
            seed=_seed(random_state),
        )

    def to_json(self) -> dict[str, Any]:
        """Give the settings as JSON has them; of own objects only their names can be kept."""
        near = self.contextualizer
        return {
            "labels": list(self.labels),
            "primitives": self.primitives.settings(),
            "strategy": self.strategy_name,
            "strategy_options": dict(vars(self.strategy)) if self.strategy_name in STRATEGIES else {},
            "label_model": self.label_model_name,
            "contextualizer": None if near is None else {"percentile": near.percentile, "metric": near.metric},
            "end_model": self.end_model.settings(),
            "class_balance": None if self.class_balance is None else list(self.class_balance),
            "seed": self.seed,
        }

    @classmethod
    def from_json(
        cls,
        values: Mapping[str, Any],
        *,
        primitives: Ngrams | None = None,
        strategy: Strategy | None = None,
        label_model: Callable[[], LabelModel] | None = None,
    ) -> Settings:
        """Make them again from :meth:`to_json`.

        Parameters
        ----------
        values : mapping
        primitives, strategy, label_model : object, optional
            Where the session was made with objects of one's own: the same ones.

        Raises
        ------
        UnknownNameError
            If an own object was used and is not handed in again.
        """
        near, balance = values["contextualizer"], values["class_balance"]
        if strategy is None:
            strategy = _again(STRATEGIES, values["strategy"], "strategy")(**values["strategy_options"])
        return cls(
            labels=tuple(values["labels"]),
            primitives=primitives or Ngrams.from_settings(values["primitives"]),
            strategy=strategy,
            strategy_name=values["strategy"],
            label_model=label_model or _again(LABEL_MODELS, values["label_model"], "label_model"),
            label_model_name=values["label_model"],
            contextualizer=None if near is None else Contextualizer(**near),
            end_model=EndModel(**values["end_model"]),
            class_balance=None if balance is None else tuple(balance),
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


def _chosen(registry: Registry[T], choice: Any) -> tuple[T, str]:
    """Give a registry's entry and its name; of an object of one's own, the name of its class or function."""
    if isinstance(choice, str):
        return registry[choice], choice
    if not callable(choice) and not isinstance(choice, Strategy):
        raise InputError(
            f"Expected a {registry.kind}, not an object of {type(choice).__name__}: one of the names "
            f"{', '.join(registry.names)}, or a class."
        )
    kind = choice if callable(choice) and hasattr(choice, "__qualname__") else type(choice)
    known = next((name for name in registry if registry[name] is kind), None)
    return choice, known or f"{kind.__module__}.{kind.__qualname__}"


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
