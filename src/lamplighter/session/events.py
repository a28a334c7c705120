"""What happens in a session, as facts that are only ever added.

=============  ==============================================================================================
event          what happened
=============  ==============================================================================================
Started        the session began, with these settings, on the corpus of this fingerprint
Suggested      a document was shown, picked by models that had seen a step; with the reasons at that time, and with the
               document that it came in place of, where the person wanted another one
Switched       a person had another strategy pick from then on
Written        a person wrote a labeling function on a document
Brought        a person brought functions in from elsewhere, all at once
Labeled        a person gave only the label of a document
Skipped        a person said nothing of a document
Withdrawn      a person took a function back
Edited         a person changed a function, or bade it be silent or vote again
Rejected       a person would not have a function that was proposed
Undone         a person took the last answer that stood back
Redone         a person gave the answer again that was taken back last
Learnt         models of a step were finished, and measured against gold, where there is gold
Estimated      the quality of models of a step was estimated, without gold
=============  ==============================================================================================

Written, Brought, Labeled, Skipped, Withdrawn, Edited, Rejected, Undone and Redone are *answers*: each counts one step. A state is a fold over the
events (:mod:`lamplighter.session.state`); Learnt and Estimated do not change it, but for the learning curves. Switched stands whatever is
undone: it is how the person works, not what is said of the texts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from lamplighter.exceptions import NewerProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ANSWERS",
    "EVENTS",
    "Answer",
    "Brought",
    "Edited",
    "Estimated",
    "Event",
    "Labeled",
    "Learnt",
    "ReasonRecord",
    "Redone",
    "Rejected",
    "Skipped",
    "Started",
    "Suggested",
    "Switched",
    "Undone",
    "Withdrawn",
    "Written",
    "event_from_json",
    "event_to_json",
]

ReasonRecord: TypeAlias = tuple[str, str, float, float]
"""Primitive, label, probability and utility of one function that was expected."""


@dataclass(frozen=True)
class Started:
    """The session began."""

    kind: ClassVar[str] = "started"
    settings: dict[str, Any]
    fingerprint: str


@dataclass(frozen=True)
class Suggested:
    """A document was shown.

    ``passed`` is the document it came in place of, which was passed over without an answer. ``stood_in_for`` is the title
    of the strategy that was to choose, where another way to choose was taken.
    """

    kind: ClassVar[str] = "suggested"
    document: int
    score: float
    n_tied: int
    models_step: int
    reasons: tuple[ReasonRecord, ...] = ()
    chosen_by: str | None = None
    passed: int | None = None
    stood_in_for: str | None = None


@dataclass(frozen=True)
class Switched:
    """Another strategy picks from now on; ``strategy`` is its name."""

    kind: ClassVar[str] = "switched"
    strategy: str


@dataclass(frozen=True)
class Written:
    """A labeling function was written; ``function`` is its number. It has no document where it was brought from elsewhere."""

    kind: ClassVar[str] = "written"
    function: int
    primitive: str
    label: int
    document: int | None
    percentile: float | None = None


@dataclass(frozen=True)
class Brought:
    """Functions were brought in: number, primitive and class code of each. None has a document.

    Projects made before there was this kind have an event :class:`Written` for each of them, and an undo for each.
    """

    kind: ClassVar[str] = "brought"
    functions: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True)
class Labeled:
    """Only the label of a document was given."""

    kind: ClassVar[str] = "labeled"
    document: int
    label: int


@dataclass(frozen=True)
class Skipped:
    """Nothing was said of a document."""

    kind: ClassVar[str] = "skipped"
    document: int


@dataclass(frozen=True)
class Withdrawn:
    """A function was taken back."""

    kind: ClassVar[str] = "withdrawn"
    function: int


@dataclass(frozen=True)
class Edited:
    """A function was changed; these are its values from now on."""

    kind: ClassVar[str] = "edited"
    function: int
    primitive: str
    label: int
    percentile: float | None
    enabled: bool


@dataclass(frozen=True)
class Rejected:
    """A function that was proposed was turned down; it is not proposed again."""

    kind: ClassVar[str] = "rejected"
    primitive: str
    label: int


@dataclass(frozen=True)
class Undone:
    """The last answer that stood was taken back."""

    kind: ClassVar[str] = "undone"


@dataclass(frozen=True)
class Redone:
    """The answer that was taken back last was given again."""

    kind: ClassVar[str] = "redone"


@dataclass(frozen=True)
class Learnt:
    """Models of a step were finished; accuracy and macro F1 where there is gold."""

    kind: ClassVar[str] = "learnt"
    step: int
    accuracy: float | None = None
    f1: float | None = None


@dataclass(frozen=True)
class Estimated:
    """The accuracy of models of a step was estimated; nine times in ten it lies between low and high."""

    kind: ClassVar[str] = "estimated"
    step: int
    accuracy: float
    low: float
    high: float


Answer: TypeAlias = Written | Brought | Labeled | Skipped | Withdrawn | Edited | Rejected | Undone | Redone
Event: TypeAlias = Started | Suggested | Switched | Answer | Learnt | Estimated

ANSWERS = (Written, Brought, Labeled, Skipped, Withdrawn, Edited, Rejected, Undone, Redone)

EVENTS: dict[str, type[Event]] = {
    event.kind: event for event in (Started, Suggested, Switched, *ANSWERS, Learnt, Estimated)
}
"""The class of each kind."""


TABLES = {"reasons", "functions"}
"""Values that JSON has as lists of lists."""


def event_to_json(event: Event) -> dict[str, Any]:
    """Give an event as JSON has it, without its kind.

    Examples
    --------
    >>> event_to_json(Labeled(document=3, label=1))
    {'document': 3, 'label': 1}
    """
    return asdict(event)


def event_from_json(kind: str, values: dict[str, Any]) -> Event:
    """Make an event of :func:`event_to_json`'s values.

    Raises
    ------
    NewerProjectError
        If there is no such kind, or it has values that are not known here.

    Examples
    --------
    >>> event_from_json("labeled", {"document": 3, "label": 1})
    Labeled(document=3, label=1)
    """
    if kind not in EVENTS:
        raise NewerProjectError(
            f"The project has an event {kind!r}, which this version does not know. Update lamplighter to open it."
        )
    event = EVENTS[kind]
    unknown = sorted(values.keys() - {field.name for field in fields(event)})
    if unknown:
        raise NewerProjectError(
            f"The project's event {kind!r} has {', '.join(unknown)}, which this version does not know. Update "
            "lamplighter to open it."
        )
    made: dict[str, Any] = {name: _rows(value) if name in TABLES else value for name, value in values.items()}
    return event(**made)


def _rows(table: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in table)
