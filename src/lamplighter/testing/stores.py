"""The contract of stores."""

from __future__ import annotations

from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.data import Corpus
from lamplighter.exceptions import FileError, LamplighterError, StaleStepError, StorageError
from lamplighter.session.events import (
    Brought,
    Edited,
    Estimated,
    Labeled,
    Learnt,
    Redone,
    Rejected,
    Skipped,
    Started,
    Suggested,
    Switched,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.testing.cases import case, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lamplighter.session import Event
    from lamplighter.store import SessionStore, StoreClass

__all__ = ["check_store"]

EVENTS: tuple[Event, ...] = (
    Started({"labels": ["gut", "schlecht"], "seed": 3, "class_balance": None}, "0f" * 32),
    Suggested(4, 1 / 3, 2, 0, (("größe", "gut", 0.1 + 0.2, -1e-300), ("läßt ☂", "schlecht", 1.0, 0.0))),
    Written(0, "größe 👍🏽", 1, 4),
    Learnt(1, 2 / 3, None),
    Labeled(2, 0),
    Skipped(0),
    Withdrawn(0),
    Undone(),
    Redone(),
    Written(1, "/größe|☂{2}/i & !*", 0, None, 100 / 3),
    Brought(((2, "☂ größe", 0), (3, "/läßt/", 1))),
    Edited(1, '"Größe"', 1, None, enabled=False),
    Rejected("größe", 1),
    Learnt(5),
    Suggested(1, 0.0, 1, 5, chosen_by="Ähnlichkeit", passed=4, stood_in_for="größter Nutzen"),
    Switched("größter-nutzen"),
    Estimated(5, 2 / 3, 1 / 3, 0.1 + 0.2),
)
"""One of each kind at least, with numbers that rounding would change."""

N_THREADS = 4
N_APPENDS = 5


class ClockError(Exception):
    """Raised by a clock, to see what is left of what was being written."""


def check_store(make: StoreClass, places: Callable[[], str | Path] | None = None) -> None:
    """Check that a store keeps the contract that the server relies on.

    1. The corpus and the events come back as they were handed in, in their order, from the store that wrote them and
       from another one that is opened at the same place: also texts of any script, missing rows, ids and true labels.
    2. Events are stamped with the time of the clock that was handed in.
    3. An append is written whole or not at all, also where it fails in the middle.
    4. An append for another number of events than there are is refused with ``StaleStepError``, also when another
       store has written them; nothing is written.
    5. Where there is a project none is made (``StorageError``), and the one that is there stays as it is.
    6. Where there is none, none is opened (``FileError``), nor made by trying; the same after a creation that failed.
    7. Threads may append to one store at the same time.
    8. Reading twice gives the same, and what is done to a list of events is not done to the store.

    Parameters
    ----------
    make : StoreClass
        The class itself, with ``create`` and ``open``.
    places : callable, optional
        Gives a place where no project is, another one each time. Left out: paths in a temporary folder, where there
        is no file.

    Raises
    ------
    AssertionError
        With the case, what was expected and what was found.

    Examples
    --------
    >>> from lamplighter.store import MemoryStore
    >>> check_store(MemoryStore)
    """
    numbers = count()
    with TemporaryDirectory() as folder:
        another = places or (lambda: Path(folder, f"project {next(numbers)}"))
        for name, corpus in _corpora():
            with case(name):
                _check_the_corpus_comes_back(make, another(), corpus)
        for check in CHECKS:
            with case(check.__name__.removeprefix("_check_").replace("_", " ")):
                check(make, another())


def _check_the_corpus_comes_back(make: StoreClass, place: str | Path, corpus: Corpus) -> None:
    with closing(make.create(place, corpus, EVENTS)) as store:
        expect_same_corpus(store.corpus(), corpus)
    with closing(make.open(place)) as again:
        expect_same_corpus(again.corpus(), corpus)
        expect_same_corpus(again.corpus(), corpus)


def _check_half_a_character_comes_back_or_is_refused(make: StoreClass, place: str | Path) -> None:
    corpus = Corpus.from_texts(["whole", "half \ud83d"])
    try:
        store = make.create(place, corpus, EVENTS)
    except StorageError:
        _expect_nothing(make, place)
        return
    with closing(store):
        expect_same_corpus(store.corpus(), corpus)


def _check_events_come_back_in_order(make: StoreClass, place: str | Path) -> None:
    with closing(make.create(place, small_corpus(), EVENTS[:1])) as store:
        store.append(EVENTS[1:3], expected=1)
        store.append([], expected=3)
        for number in range(3, len(EVENTS)):
            store.append([EVENTS[number]], expected=number)
        _expect_events(store, EVENTS)
        store.events().clear()
        _expect_events(store, EVENTS)
    with closing(make.open(place)) as again:
        _expect_events(again, EVENTS)
        again.append(EVENTS[-2:], expected=len(EVENTS))
        _expect_events(again, EVENTS + EVENTS[-2:])


def _check_a_project_may_begin_without_events(make: StoreClass, place: str | Path) -> None:
    with closing(make.create(place, small_corpus(), [])) as store:
        _expect_events(store, ())


def _check_times_are_those_of_the_clock(make: StoreClass, place: str | Path) -> None:
    clock = Clock()
    with closing(make.create(place, small_corpus(), EVENTS[:2], clock=clock)) as store:
        first = clock.told
        times = [stamped.at for stamped in store.events()]
        expect(times == sorted(times), f"the times are not in order: {times}.")
        expect(set(times) <= set(first), f"the events are stamped {times}; the clock said {first}.")
        store.append(EVENTS[2:4], expected=2)
        later = [stamped.at for stamped in store.events()]
        expect(later[:2] == times, f"the times of earlier events have changed from {times} to {later[:2]}.")
        expect(
            set(later[2:]) <= set(clock.told[len(first) :]),
            f"the appended events are stamped {later[2:]}; the clock said {clock.told[len(first) :]}.",
        )
    opened = Clock(datetime(2031, 5, 17, 6, 30, tzinfo=UTC))
    with closing(make.open(place, clock=opened)) as again:
        kept = [stamped.at for stamped in again.events()]
        expect(kept == later, f"opened again, the events are stamped {kept}; they were written {later}.")
        again.append(EVENTS[4:5], expected=4)
        expect(again.events()[-1].at in opened.told, "an opened store does not use the clock it was handed.")


def _check_an_append_that_fails_in_the_middle_writes_nothing(make: StoreClass, place: str | Path) -> None:
    make.create(place, small_corpus(), EVENTS[:1]).close()
    for good in range(3):
        with closing(make.open(place, clock=Clock(good=good))) as store:
            try:
                store.append(EVENTS[1:3], expected=1)
            except ClockError:
                _expect_events(store, EVENTS[:1])
                continue
            break  # the clock is asked less often
    else:
        raise AssertionError("the clock is asked more often than there are events.")
    _expect_events_at(make, place, EVENTS[:3])


def _check_a_creation_that_fails_in_the_middle_leaves_nothing(make: StoreClass, place: str | Path) -> None:
    for good in range(3):
        try:
            store = make.create(place, small_corpus(), EVENTS[:2], clock=Clock(good=good))
        except ClockError:
            _expect_nothing(make, place)
            continue
        store.close()
        break
    _expect_events_at(make, place, EVENTS[:2])


def _check_another_number_of_events_than_expected_is_refused(make: StoreClass, place: str | Path) -> None:
    with closing(make.create(place, small_corpus(), EVENTS[:3])) as store:
        for expected in (0, 2, 4):
            expect(
                _is_stale(store, expected),
                f"there are 3 events and {expected} were expected; the append is not refused with StaleStepError.",
            )
            _expect_events(store, EVENTS[:3])
        with closing(make.open(place)) as other:
            other.append(EVENTS[3:4], expected=3)
        expect(_is_stale(store, 3), "another store has written; the append is not refused with StaleStepError.")
        _expect_events(store, EVENTS[:4])
        store.append(EVENTS[4:], expected=4)
    _expect_events_at(make, place, EVENTS)


def _check_a_project_is_not_made_over_another(make: StoreClass, place: str | Path) -> None:
    make.create(place, small_corpus(), EVENTS[:2]).close()
    try:
        make.create(place, Corpus.from_texts(["something else"]), EVENTS[:1]).close()
    except StorageError:
        pass
    else:
        raise AssertionError("a project was made over another one; expected StorageError.")
    with closing(make.open(place)) as store:
        expect_same_corpus(store.corpus(), small_corpus())
        _expect_events(store, EVENTS[:2])


def _check_what_is_not_there_is_not_opened(make: StoreClass, place: str | Path) -> None:
    _expect_nothing(make, place)
    _expect_nothing(make, place)


def _check_threads_may_append(make: StoreClass, place: str | Path) -> None:
    wrong: list[str] = []
    with closing(make.create(place, small_corpus(), [])) as store:

        def write(thread: int) -> None:
            for number in range(N_APPENDS):
                pair: list[Labeled | Skipped] = [Labeled(thread, number), Skipped(thread)]
                try:
                    while _is_stale(store, len(store.events()), pair):
                        pass
                except Exception as error:  # noqa: BLE001  (a thread's outermost edge)
                    wrong.append(f"{type(error).__name__}: {error}")

        threads = [Thread(target=write, args=(thread,)) for thread in range(N_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expect(not wrong, f"while threads append: {wrong[:1]}.")
        written = [stamped.event for stamped in store.events()]
    total = 2 * N_THREADS * N_APPENDS
    expect(len(written) == total, f"of {total} events that threads appended {len(written)} are there.")
    for number in range(N_THREADS):
        own = [event for event in written if isinstance(event, Labeled) and event.document == number]
        expect(
            own == [Labeled(number, label) for label in range(N_APPENDS)],
            "what one thread appended is not in the order in which it was.",
        )
    paired = all(written[at + 1] == Skipped(written[at].document) for at in range(0, total, 2))  # type: ignore[union-attr, arg-type]
    expect(paired, "events of one append are apart.")


CHECKS: tuple[Callable[[StoreClass, str | Path], None], ...] = (
    _check_half_a_character_comes_back_or_is_refused,
    _check_events_come_back_in_order,
    _check_a_project_may_begin_without_events,
    _check_times_are_those_of_the_clock,
    _check_an_append_that_fails_in_the_middle_writes_nothing,
    _check_a_creation_that_fails_in_the_middle_leaves_nothing,
    _check_another_number_of_events_than_expected_is_refused,
    _check_a_project_is_not_made_over_another,
    _check_what_is_not_there_is_not_opened,
    _check_threads_may_append,
)


class Clock:
    """Says a later time each time it is asked, in whole milliseconds; fails after some good answers, if told to."""

    def __init__(self, start: datetime = datetime(2021, 3, 4, 5, 6, tzinfo=UTC), *, good: int | None = None) -> None:
        self.start = start
        self.good = good
        self.told: list[datetime] = []

    def __call__(self) -> datetime:
        if self.good is not None and len(self.told) >= self.good:
            raise ClockError
        self.told = [*self.told, self.start + timedelta(milliseconds=1001 * len(self.told))]
        return self.told[-1]


def small_corpus() -> Corpus:
    """Give two documents."""
    return Corpus.from_texts(["ein guter Film", "schlechtes Essen"])


def _corpora() -> Iterator[tuple[str, Corpus]]:
    texts = ["größe ☂", "", "line\nbreak, \"quote\"\ttab\r\n'", "नमस्ते 你好 مرحبا e\u0301 é", "👩‍🚀 \U0010ffff", " blank ", "same", "same"]  # fmt: skip
    ids = ["7", "8", None, "ß", "07", "a,b", "7", ""]
    yield "texts alone", small_corpus()
    yield "one document", Corpus.from_texts(["x"], name="größe.csv")
    yield "missing rows", Corpus.from_texts([None, *texts, "  "], name="mixed")
    yield "ids", Corpus.from_texts(texts, ids=ids)
    yield "true labels", Corpus.from_texts(texts, gold=["a", "b", None, "b", "", "ç d", "a", "b"])
    yield "ids and true labels, none of them known", Corpus.from_texts(texts, ids=[None] * 8, gold=[None] * 8)
    yield "NUL and control characters", Corpus.from_texts(["a\0b", "\x01\x1f\x7f\ufeff\u2028"], ids=["\0", "\x1b"])
    yield "a long text", Corpus.from_texts(["word " * 100_000, "short"])


def expect_same_corpus(found: Corpus, expected: Corpus) -> None:
    """Raise AssertionError unless two corpora are the same in every field."""
    for field in fields(Corpus):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        equal = np.array_equal(one, other) if isinstance(other, np.ndarray) else one == other
        expect(equal, f"the corpus's {field.name} are {one!r:.200}; expected {other!r:.200}.")
    expect(found.rows.dtype == expected.rows.dtype, f"the corpus's rows are {found.rows.dtype}.")


def _expect_events(store: SessionStore, expected: tuple[Event, ...]) -> None:
    found = [stamped.event for stamped in store.events()]
    expect(found == list(expected), f"the events are {found}; expected {list(expected)}.")


def _expect_events_at(make: StoreClass, place: str | Path, expected: tuple[Event, ...]) -> None:
    with closing(make.open(place)) as store:
        _expect_events(store, expected)


def _expect_nothing(make: StoreClass, place: str | Path) -> None:
    try:
        make.open(place).close()
    except FileError:
        return
    except LamplighterError as error:
        raise AssertionError(f"there is no project, and opening it says {error!r}; expected FileError.") from error
    raise AssertionError("there is no project, and one was opened; expected FileError.")


def _is_stale(store: SessionStore, expected: int, events: list[Labeled | Skipped] | None = None) -> bool:
    """Append, and say whether that was refused."""
    try:
        store.append([Skipped(9)] if events is None else events, expected=expected)
    except StaleStepError:
        return True
    return False
