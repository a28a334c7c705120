"""Patterns that do not look into the text: the value of a column, and every document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.engine.patterns.pattern import Cut, Pattern
from lamplighter.exceptions import PrimitiveError, did_you_mean

if TYPE_CHECKING:
    from lamplighter.arrays import Rows
    from lamplighter.engine.index import Index, Slice

__all__ = ["Anything", "Column"]

QUOTE = r'"(?:[^"]|"")*"'
"""A text in double quotes; a quote inside stands twice, as in CSV."""

WRITTEN = re.compile(rf"@({QUOTE}|[^=]+)=(.*)", re.DOTALL)


@dataclass(frozen=True)
class Column(Pattern):
    """A value of a column that the input has beside the texts.

    Parameters
    ----------
    name, value : str
        In quotes where they would be misread: ``@category="Home & Garden"``.
    """

    name: str
    value: str

    kind: ClassVar[str] = "value of a column"
    example: ClassVar[str] = "@category=books"

    @classmethod
    def parse(cls, text: str, cut: Cut) -> Column | None:  # noqa: ARG003
        """Read name and value."""
        written = WRITTEN.fullmatch(text.strip())
        return None if written is None else cls(_unquoted(written[1]), _unquoted(written[2]))

    def __str__(self) -> str:
        return f"@{_quoted(self.name, '&=')}={_quoted(self.value, '&')}"

    def rows(self, index: Index, block: Slice) -> Rows:  # noqa: ARG002
        """Compare all values of the slice.

        Raises
        ------
        PrimitiveError
            If there is no such column.
        """
        if self.name not in block.columns:
            there = ", ".join(repr(name) for name in block.columns) or "none"
            close = did_you_mean(self.name, list(block.columns))
            raise PrimitiveError(f"There is no column {self.name!r}.{close} Columns beside the texts: {there}.")
        values = block.columns[self.name]
        return np.array([row for row, value in enumerate(values) if value == self.value], dtype=np.int64)


@dataclass(frozen=True)
class Anything(Pattern):
    """Every document: for functions that vote on what is near their development example, whatever its words."""

    kind: ClassVar[str] = "every text (near the example)"
    example: ClassVar[str] = "*"

    @classmethod
    def parse(cls, text: str, cut: Cut) -> Anything | None:  # noqa: ARG003
        """Read an asterisk."""
        return cls() if text.strip() == "*" else None

    def __str__(self) -> str:
        return "*"

    def rows(self, index: Index, block: Slice) -> Rows:  # noqa: ARG002
        """Give all rows."""
        return np.arange(len(block), dtype=np.int64)


def _unquoted(text: str) -> str:
    stripped = text.strip()
    return stripped[1:-1].replace('""', '"') if re.fullmatch(QUOTE, stripped) else stripped


def _quoted(text: str, misread: str) -> str:
    """Write a text, in quotes where it has a character that would be misread, or blanks or quotes that would be taken away."""
    if text == text.strip() and not text.startswith('"') and not set(misread) & set(text):
        return text
    return '"{}"'.format(text.replace('"', '""'))
