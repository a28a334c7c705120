"""What came of a study: response times, read off the stamps of the events, and scores of the models they lead to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import mean, median, stdev
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.methods import METHODS
from lamplighter.bench.protocols import PROTOCOLS
from lamplighter.bench.report.tables import method_order
from lamplighter.bench.study.dealing import COMPUTED, EVERY
from lamplighter.engine import Engine, build_index
from lamplighter.exceptions import InputError, OtherCorpusError
from lamplighter.session import Session, State, fold
from lamplighter.session.events import Labeled, Redone, Skipped, Started, Undone, Written
from lamplighter.session.learning import begun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from lamplighter.bench.study.dealing import Study, Task
    from lamplighter.data import Corpus
    from lamplighter.session import Event
    from lamplighter.store import StampedEvent

__all__ = ["PAPER", "Course", "HeldOut", "Outcome", "Row", "follow", "outcomes", "summarize"]

PAPER: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "nemo": (0.7473, 14.42),
        "snorkel": (0.6665, 16.21),
        "snorkel-abs": (0.6689, 17.95),
        "snorkel-dis": (0.6600, 13.05),
        "implyloss-l": (0.6833, 16.21),
        "us": (0.5882, 12.50),
        "iws-lse": (0.5971, 6.73),
    }
)
"""Table 3 of the paper, on Amazon reviews: the score, and the median response time in seconds."""

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Course:
    """How one participant went through one task.

    Attributes
    ----------
    ends : tuple of int
        Entry k is how many events there were when k documents were answered and the next one was not: corrections made
        in between are in it.
    seconds : tuple of float
        For each answered document, how long it was on screen until its answer.
    n_skipped : int
        Answered documents of which nothing was said.
    """

    ends: tuple[int, ...]
    seconds: tuple[float, ...]
    n_skipped: int

    @property
    def n_answered(self) -> int:
        """Documents that were answered."""
        return len(self.ends) - 1


def follow(stamped: Sequence[StampedEvent], iterations: int) -> Course:
    """Follow a participant through the events of a task, up to a number of answered documents.

    1. An iteration is a document that was answered: with a function, with its label alone, or skipped. Functions that
       are withdrawn, and answers that are undone, are no iterations.
    2. A document is on screen from the moment when it was suggested, which is when the answer before it was
       acknowledged, or when the answer to it was undone. Whether the person worked or rested in between is not known.
    3. Of a document that was answered again after an undo, the times are added. A document that was answered while
       another one was on screen counts as an iteration, and has no time.

    Parameters
    ----------
    stamped : sequence of StampedEvent
    iterations : int
        What was done after so many is not looked at, but for corrections before the next answer.

    Examples
    --------
    Document 7 was answered after 4 seconds, and document 2 is still on screen:

    >>> from datetime import datetime, timedelta
    >>> from lamplighter.session.events import Suggested
    >>> from lamplighter.store import StampedEvent
    >>> nine = datetime(2023, 1, 1, 9)
    >>> events = [Suggested(7, 0.5, 1, 0), Written(0, "funny", 1, document=7), Suggested(2, 0.5, 1, 1)]
    >>> seconds = [0, 4, 4]
    >>> stamped = [StampedEvent(nine + timedelta(seconds=s), event) for s, event in zip(seconds, events, strict=True)]
    >>> follow(stamped, iterations=30)
    Course(ends=(1, 3), seconds=(4.0,), n_skipped=0)
    """
    state, ends, seconds = State(), [0], Counter[int]()
    since: datetime | None = None
    for place, (at, event) in enumerate(stamped, start=1):
        after = (
            fold([each.event for each in stamped[:place]])
            if isinstance(event, (Undone, Redone))
            else state.after(event)
        )
        if len(after.shown) > iterations:
            break
        shown = _on_screen(state)
        answered = event.document if isinstance(event, (Written, Labeled, Skipped)) else None
        if answered is not None and answered == shown and since is not None:
            seconds[answered] += round((at - since) / MILLISECOND)
        if _on_screen(after) != _on_screen(state):
            since = at
        _note(ends, len(after.shown), place)
        state = after
    times = tuple(milliseconds / 1000 for document, milliseconds in seconds.items() if document in state.shown)
    return Course(tuple(ends), times, len(state.skipped))


def _note(ends: list[int], n_answered: int, place: int) -> None:
    """Note after which event so many documents are answered; where an undo leads back, what follows it is noted."""
    if n_answered == len(ends):
        ends.append(place)
    elif n_answered == len(ends) - 1:
        ends[-1] = place


def _on_screen(state: State) -> int | None:
    return None if state.current is None else state.current.document


class HeldOut:
    """The documents on which the models of all tasks are measured, indexed once.

    Parameters
    ----------
    study : Study
    training : Corpus
        That of the projects.
    test : Corpus
        With gold for every document.
    metric : callable
        From predicted and true class codes to a figure.

    Raises
    ------
    InputError
        If a true label is missing.
    """

    def __init__(
        self,
        study: Study,
        training: Corpus,
        test: Corpus,
        metric: Callable[[NDArray[np.int64], NDArray[np.int64]], float],
    ) -> None:
        truth = Session(test, labels=study.labels).gold
        if truth is None or (truth < 0).any():
            raise InputError("A study needs the true label of every text. Name the column: --gold COLUMN.")
        protocol = PROTOCOLS[study.protocol]
        self.training = training
        self.truth = truth
        self.metric = metric
        self.engine = Engine(build_index(training.texts, protocol.primitives, features=protocol.features))
        self.features = self.engine.index.transform(test.texts)

    def curve(self, events: Sequence[Event], ends: Sequence[int]) -> dict[int, float]:
        """Measure the end model after every 3 iterations (section 5.2).

        Parameters
        ----------
        events : sequence of Event
            Of one session.
        ends : sequence of int
            Of its :class:`Course`.

        Returns
        -------
        dict of int to float
            The metric after so many iterations.
        """
        session = Session.replay(self.training, events).prepare(engine=self.engine)
        return {k: self._measured(session, ends[k]) for k in range(EVERY, len(ends), EVERY)}

    def _measured(self, session: Session, end: int) -> float:
        models = begun(session, fold(session.events[:end]), None)
        return self.metric(models.predict(self.features).argmax(axis=1).astype(np.int64), self.truth)

    def close(self) -> None:
        """End the engine's threads."""
        self.engine.close()


@dataclass(frozen=True)
class Outcome:
    """What came of one task, under the method that was dealt or one that is computed from it.

    Attributes
    ----------
    task : Task
    method : str
    course : Course
    curve : dict of int to float
        The metric after so many iterations; empty where there is nothing to measure on.
    """

    task: Task
    method: str
    course: Course
    curve: dict[int, float]

    @property
    def score(self) -> float | None:
        """The mean of the curve, or nothing where there is none."""
        return mean(self.curve.values()) if self.curve else None


def outcomes(study: Study, task: Task, stamped: Sequence[StampedEvent], held_out: HeldOut | None) -> list[Outcome]:
    """Read what came of a task: under its own method, and under those that are computed from the same functions.

    Parameters
    ----------
    study : Study
    task : Task
    stamped : sequence of StampedEvent
        All events of its project.
    held_out : HeldOut or None
        Without, there are response times only.

    Raises
    ------
    OtherCorpusError
        If the events are not of the session that was dealt.
    """
    events = [each.event for each in stamped]
    started = events[0] if events else None
    if not isinstance(started, Started) or (started.fingerprint, started.settings["seed"]) != (
        study.training,
        task.seed,
    ):
        raise OtherCorpusError(
            f"The project of {task.name} is not the one that was dealt: it was made for other texts, or for another task. "
            "Put the right one back."
        )
    course = follow(stamped, study.iterations)
    computed = [name for name, source in COMPUTED.items() if source == task.method]
    found = []
    for method in (task.method, *computed):
        settings = {**started.settings, "learner": METHODS[method].learner, "learner_options": {}}
        learnt = [replace(started, settings=settings), *events[1:]] if method in computed else events
        curve = {} if held_out is None else held_out.curve(learnt, course.ends)
        found.append(Outcome(task, method, course, curve))
    return found


@dataclass(frozen=True)
class Row:
    """One method of the table.

    Attributes
    ----------
    method : str
    participants, answers, skipped : int
        People, documents they answered, and of these the ones of which nothing was said.
    score, score_std : float or None
        Mean over participants of the mean of the curve, and its standard deviation between them.
    seconds, seconds_std : float or None
        Median response time over all answers, and the standard deviation of the participants' own medians.
    paper_score, paper_seconds : float or None
    """

    method: str
    participants: int
    answers: int
    skipped: int
    score: float | None
    score_std: float | None
    seconds: float | None
    seconds_std: float | None
    paper_score: float | None
    paper_seconds: float | None


def summarize(found: Iterable[Outcome]) -> list[Row]:
    """Bring the outcomes together by method, beside the paper's Table 3, in its order.

    Methods of the paper that nobody worked with have a row too, with the paper's figures alone.

    Examples
    --------
    Two participants whose curves have the means 0.5 and 0.7, with response times of 1, 2, 9 and of 4 and 5 seconds:

    >>> from lamplighter.bench.study import Task
    >>> one = Outcome(Task("p01-a", 1, "nemo", 0), "nemo", Course((1, 3, 5, 7), (1.0, 2.0, 9.0), 0), {3: 0.4, 6: 0.6})
    >>> two = Outcome(Task("p02-a", 2, "nemo", 0), "nemo", Course((1, 3, 5), (4.0, 5.0), 1), {3: 0.7})
    >>> nemo = summarize([one, two])[0]
    >>> nemo.answers, nemo.skipped, round(nemo.score, 3), nemo.seconds
    (5, 1, 0.6, 4.0)
    """
    by_method: dict[str, list[Outcome]] = {name: [] for name in PAPER}
    for outcome in found:
        by_method.setdefault(outcome.method, []).append(outcome)
    return [_row(method, by_method[method]) for method in sorted(by_method, key=method_order)]


def _row(method: str, found: Sequence[Outcome]) -> Row:
    scores = [outcome.score for outcome in found if outcome.score is not None]
    times = [outcome.course.seconds for outcome in found if outcome.course.seconds]
    paper = PAPER.get(method, (None, None))
    return Row(
        method=method,
        participants=len(found),
        answers=sum(outcome.course.n_answered for outcome in found),
        skipped=sum(outcome.course.n_skipped for outcome in found),
        score=mean(scores) if scores else None,
        score_std=_spread(scores),
        seconds=median(second for each in times for second in each) if times else None,
        seconds_std=_spread([median(each) for each in times]),
        paper_score=paper[0],
        paper_seconds=paper[1],
    )


def _spread(values: Sequence[float]) -> float | None:
    return stdev(values) if len(values) > 1 else None
