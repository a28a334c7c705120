"""The state of a session: a fold over its events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lamplighter.session.events import (
    ANSWERS,
    Answer,
    Event,
    Labeled,
    Learnt,
    Rejected,
    Skipped,
    Suggested,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.votes import LabelingFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["State", "fold"]


@dataclass(frozen=True)
class State:
    """Where a session stands. Never changed: :meth:`after` gives the next one.

    Attributes
    ----------
    step : int
        Answers so far; undoing is an answer too, so it only grows.
    functions : mapping of int to LabelingFunction
        Those that stand, by number, in the order of their writing.
    written_at : mapping of int to int
        The step of each function's writing.
    labels : mapping of int to int
        The class code a person gave to each development example, with a function or alone.
    skipped : frozenset of int
        Documents of which nothing was said.
    rejected : frozenset of (str, int)
        Functions that were proposed and turned down: primitive and class code.
    pending : tuple of Suggested
        What was suggested and is not answered yet, in the order of the suggestions; the first is on screen.
    undoable : Event or None
        The answer that undo would take back.
    next_function : int
        The number of the next function; never given twice.
    curve : tuple of Learnt
        Measurements, in the order in which models were finished.
    """

    step: int = 0
    functions: Mapping[int, LabelingFunction] = field(default_factory=dict)
    written_at: Mapping[int, int] = field(default_factory=dict)
    labels: Mapping[int, int] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    rejected: frozenset[tuple[str, int]] = frozenset()
    pending: tuple[Suggested, ...] = ()
    undoable: Answer | None = None
    next_function: int = 0
    curve: tuple[Learnt, ...] = ()

    @property
    def current(self) -> Suggested | None:
        """What is on screen."""
        return self.pending[0] if self.pending else None

    @property
    def shown(self) -> set[int]:
        """Documents that have been answered; they are not shown again."""
        return {*self.labels, *self.skipped}

    def after(self, event: Event) -> State:
        """Give the state after one more event, any but Undone, which only :func:`fold` can take."""
        if isinstance(event, Suggested):
            return replace(self, pending=(*self.pending, event))
        if isinstance(event, Learnt):
            return replace(self, curve=(*self.curve, event))
        if isinstance(event, ANSWERS):
            counted = replace(self, step=self.step + 1, undoable=event)
            return counted._answered(event)  # noqa: SLF001  (of the same class)
        return self

    def _answered(self, answer: Answer) -> State:
        if isinstance(answer, Written):
            function = LabelingFunction(answer.function, answer.primitive, answer.label, answer.document)
            return replace(
                self._seen(answer.document),
                functions={**self.functions, function.number: function},
                written_at={**self.written_at, function.number: self.step},
                labels={**self.labels, answer.document: answer.label},
                next_function=function.number + 1,
            )
        if isinstance(answer, Labeled):
            return replace(self._seen(answer.document), labels={**self.labels, answer.document: answer.label})
        if isinstance(answer, Skipped):
            return replace(self._seen(answer.document), skipped=self.skipped | {answer.document})
        if isinstance(answer, Withdrawn):
            kept = {number: function for number, function in self.functions.items() if number != answer.function}
            return replace(self, functions=kept)
        if isinstance(answer, Rejected):
            return replace(self, rejected=self.rejected | {(answer.primitive, answer.label)})
        return self

    def _seen(self, document: int) -> State:
        """Take a document from the screen, or from those that wait for it, if it is there."""
        return replace(self, pending=tuple(shown for shown in self.pending if shown.document != document))


def fold(events: Sequence[Event]) -> State:
    """Give the state after some events.

    Undoing an answer leaves the state as if it had not been given, with the document it was given on back on
    screen, but for what only grows: steps, function numbers, the curve.

    Examples
    --------
    >>> state = fold([Written(0, "funny", 1, document=7), Labeled(2, 0), Undone()])
    >>> state.step, sorted(state.shown), [function.primitive for function in state.functions.values()]
    (3, [7], ['funny'])
    """
    state = State()
    for step, event in _standing(events):
        state = replace(state, step=step).after(event)
    return replace(
        state,
        step=sum(isinstance(event, ANSWERS) for event in events),
        next_function=max((event.function + 1 for event in events if isinstance(event, Written)), default=0),
        curve=tuple(event for event in events if isinstance(event, Learnt)),
    )


def _standing(events: Iterable[Event]) -> list[tuple[int, Event]]:
    """Leave out the answers that were undone, and the suggestions that followed them; with the steps before each."""
    kept: list[tuple[int, Event]] = []
    step = 0
    for event in events:
        if isinstance(event, Undone):
            while kept and not isinstance(kept[-1][1], ANSWERS):
                kept.pop()
            kept = kept[:-1]
        elif not isinstance(event, Learnt):
            kept.append((step, event))
        step += isinstance(event, ANSWERS)
    return kept
