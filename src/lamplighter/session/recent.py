"""What was computed last, kept under the question it answers."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Recent"]

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps the answers that were asked for last; several threads may ask.

    Parameters
    ----------
    room : callable
        Says how many are kept, 1 or more; it may be another number later.

    Examples
    --------
    >>> squares = Recent[int, int](lambda: 2)
    >>> [squares.get(number, lambda: number * number) for number in (2, 3, 2, 4)]
    [4, 9, 4, 16]
    >>> 2 in squares, 3 in squares  # 3 was not asked for the longest
    (True, False)
    """

    def __init__(self, room: Callable[[], int]) -> None:
        self._room = room
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._keeping = Lock()

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K, compute: Callable[[], V]) -> V:
        """Give what is kept, or compute it and forget what was not asked for the longest."""
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = compute()  # not in the lock: who asks for something else need not wait
        with self._keeping:
            found = self._kept.setdefault(key, found)
            self._kept.move_to_end(key)
            while len(self._kept) > self._room():
                self._kept.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._keeping:
            self._kept.clear()
