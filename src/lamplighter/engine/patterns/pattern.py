"""What a pattern is: what a labeling function looks for in a document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.arrays import Rows
    from lamplighter.engine.index import Index, Slice

__all__ = ["Cut", "Pattern", "Span"]

Span: TypeAlias = tuple[int, int]
"""From which character of a text to which, the last one excluded."""

Cut: TypeAlias = "Callable[[str], list[str]]"
"""From a text to its words, in order."""


class Pattern(ABC):
    """What documents contain or do not, and what people can write down: :func:`str` gives it as it is written.

    A subclass says in :meth:`parse` which texts it reads. It is found by the registry :data:`~lamplighter.engine.patterns.PATTERNS`.
    """

    kind: ClassVar[str]
    """What it is, in words."""

    example: ClassVar[str]
    """One, as it is written."""

    @classmethod
    @abstractmethod
    def parse(cls, text: str, cut: Cut) -> Pattern | None:
        """Read a pattern; ``None`` where the text is of another kind.

        Raises
        ------
        PrimitiveError
            If it is of this kind and cannot be read.
        """

    @abstractmethod
    def __str__(self) -> str:
        """Give it as it is written: what :meth:`parse` makes the same pattern of."""

    @abstractmethod
    def rows(self, index: Index, block: Slice) -> Rows:
        """Give the rows of a slice whose documents it fits, ascending."""

    def spans(self, text: str, cut: Cut) -> list[Span]:  # noqa: ARG002  (for those that look into the text)
        """Give the places of a text that it fits, in order and apart from one another; none where it looks elsewhere."""
        return []

    @property
    def primitives(self) -> frozenset[str]:
        """The words and phrases it is made of."""
        return frozenset()
