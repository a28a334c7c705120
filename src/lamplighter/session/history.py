"""What was answered, in words: the history of a session, and what undo and redo would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lamplighter.session.events import (
    ANSWERS,
    Answer,
    Brought,
    Edited,
    Labeled,
    Redone,
    Rejected,
    Skipped,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.session.state import standing_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.session.session import Session

__all__ = ["Entry", "Names", "history", "in_words"]

Names: TypeAlias = "dict[int, tuple[str, int | None]]"
"""The primitive and the document of functions, by number."""


@dataclass(frozen=True)
class Entry:
    """An answer of the history.

    Attributes
    ----------
    step : int
        Of how many answers it was the last.
    kind, said : str
        Of undoing and redoing, with the answer that was undone or redone.
    document : int or None
        That it was about, or on which its function was written.
    stands : bool
        Whether it was not undone. Undoing and redoing themselves stand: they happened.
    """

    step: int
    kind: str
    said: str
    document: int | None
    stands: bool


def history(session: Session) -> list[Entry]:
    """Give all answers, newest first."""
    standing, past = standing_answers(session.events), _Past()
    answers = [(place, event) for place, event in enumerate(session.events) if isinstance(event, ANSWERS)]
    entries = []
    for step, (place, event) in enumerate(answers, start=1):
        answer = past.about(event)
        words = in_words(answer, session.labels, past.names)
        said = words if answer is event else f"{event.kind}: {words}"
        entries.append(Entry(step, event.kind, said, _document(answer, past.names), place in standing))
    return entries[::-1]


class _Past:
    """Follows answers: what undoing and redoing were about, and what functions were called at that time."""

    def __init__(self) -> None:
        self.names: Names = {}
        self._done: list[tuple[Answer, Names]] = []  # with what the answer's function was called before
        self._undone: list[Answer] = []

    def about(self, event: Answer) -> Answer:
        """Take the next answer, and give it, or the one that it undid or redid."""
        if isinstance(event, Undone):
            answer, before = self._done.pop()
            self._undone.append(answer)
            self.names |= before
            return answer
        if isinstance(event, Redone):
            answer = self._undone.pop()
        else:
            answer = event
            self._undone.clear()
        self._done.append((answer, self._called(answer)))
        return answer

    def _called(self, answer: Answer) -> Names:
        """Note what a function is called from now on, and give what it was called."""
        if isinstance(answer, Brought):
            self.names |= {number: (primitive, None) for number, primitive, _ in answer.functions}
        if not isinstance(answer, (Written, Edited)):
            return {}
        number = answer.function
        before = {number: self.names[number]} if number in self.names else {}
        document = answer.document if isinstance(answer, Written) else self.names[number][1]
        self.names[number] = (answer.primitive, document)
        return before


def in_words(event: Answer, labels: Sequence[str], names: Names | None = None) -> str:
    """Say what an answer was.

    Parameters
    ----------
    event : Answer
    labels : sequence of str
        The classes.
    names : Names, optional
        Of all functions that were written.
    """
    words = "the answer"
    if isinstance(event, Written):
        words = f"“{event.primitive}” votes {labels[event.label]}"
    elif isinstance(event, Brought):
        words = _import(event, labels)
    elif isinstance(event, Labeled):
        words = f"the label {labels[event.label]}"
    elif isinstance(event, Skipped):
        words = "the skip"
    elif isinstance(event, Withdrawn):
        words = f"the withdrawal{_of(event.function, names)}"
    elif isinstance(event, Edited):
        words = (
            f"the change: “{event.primitive}” votes {labels[event.label]}"
            if event.enabled
            else f"the silence of “{event.primitive}”"
        )
    elif isinstance(event, Rejected):
        words = f"the rejection of “{event.primitive}” for {labels[event.label]}"
    elif isinstance(event, Undone):
        words = "undone"
    elif isinstance(event, Redone):
        words = "redone"
    return words


def _import(event: Brought, labels: Sequence[str]) -> str:
    (_, primitive, label), *others = event.functions
    return f"the import of {1 + len(others):,} functions" if others else f"“{primitive}” votes {labels[label]}"


def _of(function: int, names: Names | None) -> str:
    return f" of “{names[function][0]}”" if names and function in names else ""


def _document(event: Answer, names: Names) -> int | None:
    if isinstance(event, (Written, Labeled, Skipped)):
        return event.document
    if isinstance(event, (Withdrawn, Edited)):
        return names[event.function][1] if event.function in names else None
    return None
