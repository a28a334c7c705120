"""How functions travel to where slices live: by value, but for what is there already."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any, NamedTuple

from lamplighter.engine import Index
from lamplighter.exceptions import MissingExtraError

try:
    import cloudpickle  # which Dask brings
except ImportError as error:
    raise MissingExtraError.from_missing("dask", "Working on a cluster needs Dask") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["INDEX", "PartsName", "Sent", "packed", "unpacked"]

INDEX = "index"
"""Stands for the index in what is sent: every worker has its own, which knows its own slices."""


class PartsName(NamedTuple):
    """Stands for parts in what is sent: each worker has those of its own slices."""

    number: int


class Sent(NamedTuple):
    """A thing as it is sent, and the numbers of the parts that stand in it."""

    content: bytes
    parts: tuple[int, ...]


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # cloudpickle ships no types
    def __init__(self, file: io.BytesIO, name_of: Callable[[object], PartsName | None]) -> None:
        super().__init__(file)
        self._name_of = name_of
        self.met: dict[int, None] = {}

    def persistent_id(self, thing: object) -> str | PartsName | None:
        if isinstance(thing, Index):
            return INDEX
        name = self._name_of(thing)
        if name is not None:
            self.met[name.number] = None
        return name


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, index: object, parts: Mapping[int, object]) -> None:
        super().__init__(file)
        self._index = index
        self._parts = parts

    def persistent_load(self, name: Any) -> object:
        return self._index if name == INDEX else self._parts[name.number]


def packed(thing: object, name_of: Callable[[object], PartsName | None]) -> Sent:
    """Pack a thing, such as a function with all that it refers to.

    Parameters
    ----------
    thing : object
    name_of : callable
        Gives the name of what are parts, and ``None`` for all else.
    """
    file = io.BytesIO()
    pickler = _Pickler(file, name_of)
    pickler.dump(thing)
    return Sent(file.getvalue(), tuple(pickler.met))


def unpacked(content: bytes, index: object, parts: Mapping[int, object]) -> Any:
    """Unpack what came from the process that this worker works for.

    Parameters
    ----------
    content : bytes
    index : Index
        This worker's.
    parts : mapping of int to object
        This worker's, by number.
    """
    return _Unpickler(io.BytesIO(content), index, parts).load()
