"""Named choices: one explicit table a room, open to other packages through entry points."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from lamplighter.exceptions import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """A table from names to classes (or other values), with what other packages add to it.

    Parameters
    ----------
    kind : str
        What an entry is, in words, for messages: ``"selection strategy"``.
    group : str
        The entry-point group from which other packages are read, once, at the first look-up:
        ``"lamplighter.selection"``. A built-in cannot be replaced from outside.
    built_in : mapping of str to object
        The explicit table.

    Examples
    --------
    >>> colours = Registry("colour", "example.colours", {"red": 1, "green": 2})
    >>> colours["red"], colours.names
    (1, ['green', 'red'])
    >>> colours["gren"]
    Traceback (most recent call last):
    lamplighter.exceptions.UnknownNameError: No colour is called 'gren'. Did you mean 'green'? There are: green, red.
    """

    def __init__(self, kind: str, group: str, built_in: Mapping[str, T]) -> None:
        self.kind = kind
        self.group = group
        self._built_in = dict(built_in)

    @cached_property
    def _outside(self) -> dict[str, T]:
        found = entry_points(group=self.group)
        return {entry.name: cast("T", entry.load()) for entry in found if entry.name not in self._built_in}

    @property
    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted({**self._outside, **self._built_in})

    def __getitem__(self, name: str) -> T:
        if name in self._built_in:
            return self._built_in[name]
        if name in self._outside:
            return self._outside[name]
        raise UnknownNameError.from_missing(self.kind, name, self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self._built_in or name in self._outside
