"""What every store can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from lamplighter.data import Corpus
    from lamplighter.session import Event

__all__ = ["SessionStore", "StampedEvent", "StoreClass"]


class StampedEvent(NamedTuple):
    """An event, and when it was written down."""

    at: datetime
    event: Event


class SessionStore(Protocol):
    """Keeps the corpus and the events of one session.

    Events are only ever added. When :meth:`append` has returned, its events outlive the process; when it raises, none
    of them was written. Stores may be used from several threads.
    """

    @property
    def place(self) -> str:
        """Where the project is, as it was named when it was made or opened."""

    def corpus(self) -> Corpus:
        """Give the corpus, as it was handed in."""

    def events(self) -> list[StampedEvent]:
        """Give all events, in order."""

    def append(self, events: Sequence[Event], *, expected: int) -> None:
        """Add events, all or none of them.

        Parameters
        ----------
        events : sequence of Event
        expected : int
            How many events there are, as far as the caller knows.

        Raises
        ------
        StaleStepError
            If there are more: somebody else has written to the project.
        StorageError
            If they cannot be written.
        """

    def close(self) -> None:
        """Let go of files and connections; nothing may be asked of the store afterwards."""


class StoreClass(Protocol):
    """How stores are made and opened."""

    def create(
        self, place: str | Path, corpus: Corpus, events: Sequence[Event], *, clock: Callable[[], datetime] = ...
    ) -> SessionStore:
        """Make a project; nothing is left behind where that fails."""

    def open(self, place: str | Path, *, clock: Callable[[], datetime] = ...) -> SessionStore:
        """Open a project that is there."""
