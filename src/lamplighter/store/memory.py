"""A store that keeps nothing: for trying things, and for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from lamplighter.exceptions import FileError, StaleStepError, StorageError
from lamplighter.store.protocol import StampedEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lamplighter.data import Corpus
    from lamplighter.session import Event

__all__ = ["MemoryStore", "now", "stale"]


def now() -> datetime:
    """Give the time, in UTC."""
    return datetime.now(UTC)


def stale(there: int, expected: int) -> StaleStepError:
    """Say that a project has moved on."""
    return StaleStepError(
        f"The project has {there} events where {expected} were expected: another program or window has written to it. "
        "Nothing was lost; open the project again to see what is there."
    )


class MemoryStore:
    """Keeps a project while the process lives; places are names, shared by the whole process."""

    _places: ClassVar[dict[str, tuple[Corpus, list[StampedEvent]]]] = {}

    def __init__(
        self, place: str, corpus: Corpus, stamped: list[StampedEvent], clock: Callable[[], datetime] = now
    ) -> None:
        self.place = place
        self._corpus = corpus
        self._stamped = stamped
        self._clock = clock
        self._lock = Lock()

    @classmethod
    def create(
        cls, place: str | Path, corpus: Corpus, events: Sequence[Event], *, clock: Callable[[], datetime] = now
    ) -> MemoryStore:
        """Make a project under a name."""
        if str(place) in cls._places:
            raise StorageError(f"There is a project {str(place)!r} already.")
        stamped = [StampedEvent(clock(), event) for event in events]
        cls._places[str(place)] = (corpus, stamped)
        return cls(str(place), corpus, stamped, clock)

    @classmethod
    def open(cls, place: str | Path, *, clock: Callable[[], datetime] = now) -> MemoryStore:
        """Open the project of a name."""
        if str(place) not in cls._places:
            raise FileError(f"There is no project {str(place)!r}.")
        return cls(str(place), *cls._places[str(place)], clock)

    def corpus(self) -> Corpus:
        """Give the corpus."""
        return self._corpus

    def events(self) -> list[StampedEvent]:
        """Give all events, in order."""
        return list(self._stamped)

    def append(self, events: Sequence[Event], *, expected: int) -> None:
        """Add events, all or none of them."""
        with self._lock:
            if len(self._stamped) != expected:
                raise stale(len(self._stamped), expected)
            self._stamped += [StampedEvent(self._clock(), event) for event in events]

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""
