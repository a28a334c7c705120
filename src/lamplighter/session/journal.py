"""What happened, and the state it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.exceptions import SessionError
from lamplighter.session.events import Redone, Undone
from lamplighter.session.state import State, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lamplighter.session.events import Event
    from lamplighter.votes import LabelingFunction

__all__ = ["Journal"]


class Journal:
    """The events of a session, in order, and the state that they fold to.

    Parameters
    ----------
    events : iterable of Event
        What happened so far.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = list(events)
        self.state: State = fold(self._events)

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened, in order."""
        return tuple(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def append(self, event: Event) -> None:
        """Note what happened now."""
        self._events.append(event)
        again = isinstance(event, (Undone, Redone))
        self.state = fold(self._events) if again else self.state.after(event)

    def rollback(self, n_events: int) -> None:
        """Forget all but the first events: they could not be kept, so they did not happen."""
        del self._events[n_events:]
        self.state = fold(self._events)

    def standing(self, function: int | LabelingFunction, act: str) -> LabelingFunction:
        """Give a function that stands, by its number or itself.

        Raises
        ------
        SessionError
            If it does not stand, and so there is nothing to ``act`` on.
        """
        number = function if isinstance(function, int) else function.number
        if number not in self.state.functions:
            stand = ", ".join(map(str, self.state.functions)) or "none"
            raise SessionError(f"There is no function {number} to {act}. Those that stand: {stand}.")
        return self.state.functions[number]
