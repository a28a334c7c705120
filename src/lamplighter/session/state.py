"""The state of a session: a fold over its events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lamplighter.session.events import (
    ANSWERS,
    Answer,
    Brought,
    Edited,
    Estimated,
    Event,
    Labeled,
    Learnt,
    Redone,
    Rejected,
    Skipped,
    Suggested,
    Switched,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.votes import LabelingFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["OWN_CHOICE", "State", "fold", "numbers_given", "standing_answers"]

OWN_CHOICE = "own choice"
"""What chose a document that the person asked for: it comes on screen before all that wait."""

REST = 10
"""Answers for which a document that was passed over is not shown again, while there are others."""


@dataclass(frozen=True)
class State:
    """Where a session stands. Never changed: :meth:`after` gives the next one.

    Attributes
    ----------
    step : int
        Answers so far; undoing is an answer too, so it only grows.
    functions : mapping of int to LabelingFunction
        Those that stand, by number, in the order of their writing; also those that are to be silent.
    written_at : mapping of int to int
        The step of each function's writing.
    labels : mapping of int to int
        The class code a person gave to each development example, with a function or alone.
    skipped : frozenset of int
        Documents of which nothing was said.
    rejected : frozenset of (str, int)
        Functions that were proposed and turned down: primitive and class code.
    pending : tuple of Suggested
        What was suggested and is not answered yet, in the order of the suggestions, but what the person chose before
        all others; the first is on screen.
    passed : mapping of int to int
        The step at which each document was last passed over: the person wanted another one in its place.
    strategy : str or None
        The name of the strategy that the person had pick since; ``None`` for the one that the session began with.
    undoable, redoable : Event or None
        The answer that undo would take back, and the one that redo would give again.
    next_function : int
        The number of the next function; never given twice.
    curve : tuple of Learnt
        Measurements, in the order in which models were finished.
    estimates : tuple of Estimated
        Of the quality without gold, in the order in which they were made.
    """

    step: int = 0
    functions: Mapping[int, LabelingFunction] = field(default_factory=dict)
    written_at: Mapping[int, int] = field(default_factory=dict)
    labels: Mapping[int, int] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    rejected: frozenset[tuple[str, int]] = frozenset()
    pending: tuple[Suggested, ...] = ()
    passed: Mapping[int, int] = field(default_factory=dict)
    strategy: str | None = None
    undoable: Answer | None = None
    redoable: Answer | None = None
    next_function: int = 0
    curve: tuple[Learnt, ...] = ()
    estimates: tuple[Estimated, ...] = ()

    @property
    def voting(self) -> tuple[LabelingFunction, ...]:
        """The functions that stand and vote, oldest first."""
        return tuple(function for function in self.functions.values() if function.enabled)

    @property
    def current(self) -> Suggested | None:
        """What is on screen."""
        return self.pending[0] if self.pending else None

    @property
    def shown(self) -> set[int]:
        """Documents that have been answered; they are not shown again."""
        return {*self.labels, *self.skipped}

    @property
    def resting(self) -> set[int]:
        """Documents that were passed over a few answers ago at most; they come again later."""
        return {document for document, step in self.passed.items() if self.step - step < REST}

    @property
    def passed_now(self) -> set[int]:
        """Documents that were passed over since the last answer."""
        return {document for document, step in self.passed.items() if step == self.step}

    @property
    def went_on_from(self) -> int | None:
        """The document that the one on screen came in place of since the last answer, if it did."""
        passed = None if self.current is None else self.current.passed
        return passed if passed in self.passed_now else None

    def after(self, event: Event) -> State:
        """Give the state after one more event, any but Undone and Redone, which only :func:`fold` can take."""
        if isinstance(event, Suggested):
            return self._suggested(event)
        if isinstance(event, Switched):
            return replace(self, strategy=event.strategy)
        if isinstance(event, Learnt):
            return replace(self, curve=(*self.curve, event))
        if isinstance(event, Estimated):
            return replace(self, estimates=(*self.estimates, event))
        if isinstance(event, ANSWERS):
            counted = replace(self, step=self.step + 1, undoable=event, redoable=None)
            return counted._answered(event)  # noqa: SLF001  (of the same class)
        return self

    def _answered(self, answer: Answer) -> State:
        if isinstance(answer, Labeled):
            return replace(self._seen(answer.document), labels={**self.labels, answer.document: answer.label})
        if isinstance(answer, Skipped):
            return replace(self._seen(answer.document), skipped=self.skipped | {answer.document})
        if isinstance(answer, Rejected):
            return replace(self, rejected=self.rejected | {(answer.primitive, answer.label)})
        if isinstance(answer, Written):
            return self._written(answer)
        if isinstance(answer, Brought):
            return self._brought(answer)
        return self._with_functions(answer)

    def _with_functions(self, answer: Answer) -> State:
        """Change what stands already."""
        standing = dict(self.functions)
        if isinstance(answer, Withdrawn):
            standing.pop(answer.function, None)
        if isinstance(answer, Edited):
            standing[answer.function] = replace(
                standing[answer.function],
                primitive=answer.primitive,
                label=answer.label,
                percentile=answer.percentile,
                enabled=answer.enabled,
            )
        return replace(self, functions=standing)

    def _written(self, answer: Written) -> State:
        function = LabelingFunction(answer.function, answer.primitive, answer.label, answer.document, answer.percentile)
        new = replace(
            self,
            functions={**self.functions, function.number: function},
            written_at={**self.written_at, function.number: self.step},
            next_function=function.number + 1,
        )
        if answer.document is None:
            return new
        return replace(new._seen(answer.document), labels={**self.labels, answer.document: answer.label})  # noqa: SLF001

    def _brought(self, answer: Brought) -> State:
        new = {
            number: LabelingFunction(number, primitive, label, None) for number, primitive, label in answer.functions
        }
        return replace(
            self,
            functions={**self.functions, **new},
            written_at={**self.written_at, **dict.fromkeys(new, self.step)},
            next_function=max(new, default=self.next_function - 1) + 1,
        )

    def _suggested(self, event: Suggested) -> State:
        if event.passed is not None:
            left = self._seen(event.document)._seen(event.passed)  # noqa: SLF001  (of the same class)
            return replace(left, pending=(event, *left.pending), passed={**self.passed, event.passed: self.step})
        if event.chosen_by != OWN_CHOICE:
            return replace(self, pending=(*self.pending, event))
        return replace(self, pending=(event, *self._seen(event.document).pending))

    def _seen(self, document: int) -> State:
        """Take a document from the screen, or from those that wait for it, if it is there."""
        return replace(self, pending=tuple(shown for shown in self.pending if shown.document != document))


def fold(events: Sequence[Event]) -> State:
    """Give the state after some events.

    Undoing an answer leaves the state as if it had not been given, with the document it was given on back on
    screen, but for what only grows (steps, function numbers, the curve) and for the strategy. Answers that were undone can
    be redone, the last one first, until another answer is given.

    Examples
    --------
    >>> state = fold([Written(0, "funny", 1, document=7), Labeled(2, 0), Undone()])
    >>> state.step, sorted(state.shown), [function.primitive for function in state.functions.values()]
    (3, [7], ['funny'])
    """
    state = State()
    standing, undone = _standing(events)
    for step, event, _ in standing:
        state = replace(state, step=step).after(event)
    return replace(
        state,
        redoable=undone[-1][0] if undone else None,
        step=sum(isinstance(event, ANSWERS) for event in events),
        next_function=max((number + 1 for event in events for number in numbers_given(event)), default=0),
        curve=tuple(event for event in events if isinstance(event, Learnt)),
        estimates=tuple(event for event in events if isinstance(event, Estimated)),
        strategy=next((event.strategy for event in reversed(events) if isinstance(event, Switched)), None),
    )


def numbers_given(event: Event) -> tuple[int, ...]:
    """Give the numbers of the functions that an event wrote.

    Examples
    --------
    >>> numbers_given(Brought(((3, "good", 0), (4, "bad", 1)))), numbers_given(Labeled(2, 0))
    ((3, 4), ())
    """
    if isinstance(event, Brought):
        return tuple(number for number, _, _ in event.functions)
    return (event.function,) if isinstance(event, Written) else ()


def standing_answers(events: Sequence[Event]) -> set[int]:
    """Give the places among the events of the answers that were not undone, undoing and redoing themselves among them."""
    standing, _ = _standing(events)
    kept = {place for _, _, place in standing}
    return {place for place, event in enumerate(events) if isinstance(event, (Undone, Redone))} | kept


def _standing(events: Iterable[Event]) -> tuple[list[tuple[int, Event, int]], list[tuple[Answer, int]]]:
    """Leave out the answers that were undone, and the suggestions that followed them.

    Returns
    -------
    standing : list of (int, Event, int)
        With the steps before each, and its place among the events.
    undone : list of (Event, int)
        Answers that can be given again, the next one last, with their places.
    """
    kept: list[tuple[int, Event, int]] = []
    undone: list[tuple[Answer, int]] = []
    step = 0
    for place, event in enumerate(events):
        if isinstance(event, Undone):
            while kept and not isinstance(kept[-1][1], ANSWERS):
                kept.pop()
            _, last, where = kept.pop() if kept else (0, None, 0)
            undone += [(last, where)] if isinstance(last, ANSWERS) else []
        elif isinstance(event, Redone):
            kept.append((step, *undone.pop()))
        elif not isinstance(event, (Learnt, Estimated, Switched)):
            kept.append((step, event, place))
            if isinstance(event, ANSWERS):
                undone.clear()
        step += isinstance(event, ANSWERS)
    return kept, undone
