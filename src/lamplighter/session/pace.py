"""Answer by answer: how long each took, and what it added."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.session.events import ANSWERS, Redone, Suggested, Undone
from lamplighter.session.history import in_words
from lamplighter.session.precision import documents_of
from lamplighter.session.state import numbers_given, standing_answers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lamplighter.session.session import Session

__all__ = ["Pace", "new_coverage", "pace"]

LONGEST_PAUSE = 300.0
"""Seconds after which a person is taken to have been away."""


class Pace(NamedTuple):
    """An answer that stands.

    Attributes
    ----------
    step : int
        Of how many answers it was the last.
    said : str
    n_new : int or None
        Documents that its function votes on and no function before it, or its functions do; ``None`` where it has none any more.
    seconds : float or None
        Since there was something to answer; ``None`` after a pause of more than five minutes.
    """

    step: int
    said: str
    n_new: int | None
    seconds: float | None


def pace(session: Session, times: Sequence[datetime], n: int = 50) -> list[Pace]:
    """Give the last answers that stand, oldest first.

    Parameters
    ----------
    session : Session
    times : sequence of datetime
        When each event of the session was written down.
    n : int, default=50
        How many at most.
    """
    standing, new = standing_answers(session.events), new_coverage(session)
    answers = []
    step = 0
    since: datetime | None = None
    for place, (event, at) in enumerate(zip(session.events, times, strict=False)):
        if isinstance(event, ANSWERS):
            step += 1
            if place in standing and not isinstance(event, (Undone, Redone)):
                seconds = None if since is None else (at - since).total_seconds()
                away = seconds is not None and seconds > LONGEST_PAUSE
                counts = [new[number] for number in numbers_given(event) if number in new]
                said = in_words(event, session.labels)
                answers.append(Pace(step, said, sum(counts) if counts else None, None if away else seconds))
            since = at
        elif isinstance(event, Suggested):
            since = at
    return answers[-n:]


def new_coverage(session: Session) -> dict[int, int]:
    """Count, for each function, the documents that it votes on and none of those before it does."""
    covered = np.zeros(len(session.corpus), dtype=bool)
    counts = {}
    for function in session.functions:
        documents = documents_of(session, function)
        counts[function.number] = int((~covered[documents]).sum())
        covered[documents] = True
    return counts
