"""What people have said so far, as far as learning needs it, and what models are to be made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.learning import accuracy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior
    from lamplighter.engine.index import Slice
    from lamplighter.engine.search import Neighbourhood
    from lamplighter.learning import EndModel, LabelModel
    from lamplighter.votes import Contextualizer, LabelingFunction

__all__ = ["TUNED_BY", "BalanceSource", "Evidence", "Recipe", "TunedBy", "Validation"]

TunedBy: TypeAlias = Literal["log-loss", "accuracy"]
BalanceSource: TypeAlias = Literal["counted", "given", "fixed"]
TUNED_BY: tuple[TunedBy, ...] = get_args(TunedBy)

LEAST = 1e-15
"""Beliefs in the true class are not taken for less, as in scikit-learn's log-loss."""


@dataclass(frozen=True, eq=False)
class Validation:
    """Documents with known classes, apart from the corpus, on which choices are made.

    Attributes
    ----------
    block : Slice
    gold : ndarray of shape (n,)
        Class codes ``0..K-1``.
    """

    block: Slice
    gold: NDArray[np.int64]

    def score(self, posterior: Posterior, by: TunedBy) -> float:
        """Say how good beliefs on the documents are; larger is better.

        Examples
        --------
        >>> validation = Validation(None, np.array([0, 1]))
        >>> posterior = np.array([[0.5, 0.5], [0.2, 0.8]])
        >>> validation.score(posterior, "accuracy"), round(validation.score(posterior, "log-loss"), 3)  # −(ln 2 − ln .8)/2
        (1.0, -0.458)
        """
        if by == "accuracy":
            return accuracy(posterior.argmax(axis=1).astype(np.int64), self.gold)
        believed = posterior[np.arange(len(self.gold)), self.gold]
        return float(np.log(np.maximum(believed, LEAST)).mean())


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known at one step of a session.

    Attributes
    ----------
    functions : tuple of LabelingFunction
    neighbourhoods : tuple of Neighbourhood
        Where each function may vote.
    labels : mapping of int to int
        The class code given to each development example.
    class_balance : ndarray of shape (K,)
        What is believed of the classes' shares before anything is learnt.
    validation : Validation or None
    balance_source : {'counted', 'given', 'fixed'}
        Where it is from: the labels; a person, who may err; or it is settled, and to be taken as it stands.
    """

    functions: tuple[LabelingFunction, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    labels: Mapping[int, int]
    class_balance: Balance
    validation: Validation | None = None
    balance_source: BalanceSource = "fixed"

    @property
    def n_classes(self) -> int:
        """K."""
        return len(self.class_balance)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What models are made of.

    Attributes
    ----------
    label_models : tuple of callable
        Each makes a new label model. Of several, the one that does best on the validation documents is taken.
    contextualizer : Contextualizer or None
    end_model : EndModel
    tuned_by : {'log-loss', 'accuracy'}
        What is compared on the validation documents.
    """

    label_models: tuple[Callable[[], LabelModel], ...]
    contextualizer: Contextualizer | None
    end_model: EndModel
    tuned_by: TunedBy = "log-loss"

    def __post_init__(self) -> None:
        if self.tuned_by not in TUNED_BY:
            raise InputError(f"tuned_by is {self.tuned_by!r}; expected one of: {', '.join(TUNED_BY)}.")

    @property
    def has_choices(self) -> bool:
        """Whether something has to be chosen on validation documents."""
        percentiles = 1 if self.contextualizer is None else len(self.contextualizer.candidates)
        return max(len(self.label_models), percentiles, len(self.end_model.candidates)) > 1
