"""One pattern and another, or without another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.engine.patterns.columns import QUOTE
from lamplighter.engine.patterns.pattern import Cut, Pattern, Span
from lamplighter.exceptions import PrimitiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.arrays import Rows
    from lamplighter.engine.index import Index, Slice

__all__ = ["All", "parse_all"]

AND = " & "
NOT = "!"

MARKED = re.compile(
    rf"""\s*!?\s*(?:/(?:\\.|[^/\\])+/|"[^"]+"|@(?:{QUOTE}|(?:(?!{AND})[^="])+)=(?:{QUOTE})?)""", re.DOTALL
)
"""The beginning of a part that has marks around it, or around the name or the value of its column."""


@dataclass(frozen=True)
class All(Pattern):
    """Documents that all of some patterns fit, and none of others.

    Parameters
    ----------
    wanted : tuple of Pattern
        One or more.
    unwanted : tuple of Pattern
    """

    wanted: tuple[Pattern, ...]
    unwanted: tuple[Pattern, ...] = ()

    kind: ClassVar[str] = "one and another, or without another"
    example: ClassVar[str] = "great & !waste"

    @classmethod
    def parse(cls, text: str, cut: Cut) -> Pattern | None:
        """Read its parts: see :func:`parse_all`, which knows how."""
        from lamplighter.engine.patterns import parse_pattern  # noqa: PLC0415  (its parts are of any kind, also of this one's)

        return parse_all(text, lambda part: parse_pattern(part, cut))

    def __str__(self) -> str:
        return AND.join([*map(str, self.wanted), *(NOT + str(part) for part in self.unwanted)])

    def rows(self, index: Index, block: Slice) -> Rows:
        """Take those of all wanted parts, without those of the others."""
        both = reduce(
            lambda one, other: np.intersect1d(one, other, assume_unique=True),
            (part.rows(index, block) for part in self.wanted),
        )
        return reduce(
            lambda left, part: np.setdiff1d(left, part.rows(index, block), assume_unique=True), self.unwanted, both
        )

    def spans(self, text: str, cut: Cut) -> list[Span]:
        """Give the places of the wanted parts; of two that overlap, the first."""
        found: list[Span] = []
        for span in sorted(place for part in self.wanted for place in part.spans(text, cut)):
            if not found or span[0] >= found[-1][1]:
                found.append(span)
        return found

    @property
    def primitives(self) -> frozenset[str]:
        """Those of the wanted parts: what is to be absent says nothing for the class."""
        return frozenset().union(*(part.primitives for part in self.wanted))


def parse_all(text: str, parse: Callable[[str], Pattern]) -> Pattern | None:
    """Read parts that are joined by ``&``, unwanted ones behind ``!``; ``None`` where there is neither."""
    parts = _parts(text)
    if len(parts) == 1 and not parts[0].startswith(NOT):
        return None
    if all(part.startswith(NOT) for part in parts):
        raise PrimitiveError(f"{text!r} only says what must not stand in a text. Say first what must: great & !waste.")
    wanted = tuple(parse(part) for part in parts if not part.startswith(NOT))
    unwanted = tuple(parse(part[len(NOT) :].strip()) for part in parts if part.startswith(NOT))
    return All(wanted, unwanted)


def _parts(text: str) -> list[str]:
    """Cut a text at ``&``, but not inside of quotes or between slashes that a part begins with."""
    parts: list[str] = []
    start = 0
    while True:
        marked = MARKED.match(text, start)
        stop = text.find(AND, start if marked is None else marked.end())
        if stop < 0:
            return [*parts, text[start:].strip()]
        parts.append(text[start:stop].strip())
        start = stop + len(AND)
