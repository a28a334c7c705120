"""When a session does what."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from lamplighter.exceptions import InputError

__all__ = ["Schedule"]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When documents are not the strategy's choice, how many are picked at a time, and when the end model is learnt anew.

    The defaults are those of the product. The others are there to repeat published experiments, and for many people at
    work at once.

    Parameters
    ----------
    batch_size : int, default=1
        Documents picked at a time, ``|S_t|`` of Algorithm 1: the strategy is asked again when all are answered.
    random_first : int, default=0
        So many documents are drawn by lot before the strategy is asked.
    representatives_first : int, default=16
        Under a strategy that begins with them, so many documents at most, after those drawn by lot, are such as stand for many
        others, until functions of each class vote on 20 documents, or on 1 % of them. A batch of them may be smaller.
    end_model_every : int, default=1
        The end model learns anew after so many answers, and is kept in between.
    explore : bool, default=True
        Whether, under a strategy that knows only of classes that have functions, documents are drawn by lot as often as
        the other classes are believed to occur.
    """

    batch_size: int = 1
    random_first: int = 0
    representatives_first: int = 16
    end_model_every: int = 1
    explore: bool = True

    def __post_init__(self) -> None:
        for name, least in (
            ("batch_size", 1),
            ("random_first", 0),
            ("representatives_first", 0),
            ("end_model_every", 1),
        ):
            value = getattr(self, name)
            if not isinstance(value, int) or value < least:
                raise InputError(f"{name} is {value}; expected a whole number of {least} or more.")

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them."""
        return asdict(self)
