"""Every store keeps the contract; and the contract notices stores that do not."""

import re
from itertools import count
from typing import ClassVar

import pytest

from lamplighter.exceptions import StorageError
from lamplighter.session import EVENTS
from lamplighter.store import STORES, MemoryStore, SqliteStore, StampedEvent
from lamplighter.store.memory import now
from lamplighter.testing import check_store, stores


@pytest.mark.parametrize("name", list(STORES))
def test_store_keeps_the_contract(name):
    check_store(STORES[name])


def test_contract_has_an_event_of_each_kind():
    assert {type(event) for event in stores.EVENTS} == set(EVENTS.values())


def test_places_can_be_of_another_kind_than_paths():
    numbers = count()
    asked = []

    def another():
        asked.append(f"memory of test {next(numbers)}")
        return asked[-1]

    check_store(MemoryStore, another)
    assert len(asked) > 10
    assert asked[0] in MemoryStore._places


class Broken(MemoryStore):
    """Has places of its own."""

    _places: ClassVar = {}

    def __init_subclass__(cls):
        cls._places = {}


class ForgetsTheRows(Broken):
    def corpus(self):
        return super().corpus().subset(range(len(super().corpus())))


class TurnsEventsRound(Broken):
    def events(self):
        return super().events()[::-1]


class HandsItsOwnListOut(Broken):
    def events(self):
        return self._stamped


class HasAClockOfItsOwn(Broken):
    def append(self, events, *, expected):
        super().append([], expected=expected)
        self._stamped += [StampedEvent(now(), event) for event in events]


class WritesOneByOne(Broken):
    def append(self, events, *, expected):
        super().append(events[:1], expected=expected)
        for number, event in enumerate(events[1:], start=1):
            super().append([event], expected=expected + number)


class DoesNotCount(Broken):
    def append(self, events, *, expected):
        super().append(events, expected=len(self._stamped))


class MakesOneOverAnother(Broken):
    @classmethod
    def create(cls, place, corpus, events, **clock):
        cls._places.pop(str(place), None)
        return super().create(place, corpus, events, **clock)


class MakesWhatIsNotThere(Broken):
    @classmethod
    def open(cls, place, **clock):
        if str(place) not in cls._places:
            raise StorageError("There is no project, in the wrong words.")
        return super().open(place, **clock)


class LeavesHalfAProject(Broken):
    @classmethod
    def create(cls, place, corpus, events, **clock):
        super().create(place, corpus, [])
        cls._places.pop(str(place))
        cls._places[str(place)] = (corpus, [])
        store = cls.open(place, **clock)
        store.append(events, expected=0)
        return store


class LosesWhatThreadsAppend(Broken):
    def append(self, events, *, expected):
        if len(events) == 2 and events[0].kind == "labeled" and events[0].label == 3:
            return
        super().append(events, expected=expected)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (ForgetsTheRows, "missing rows: the corpus's rows are "),
        (TurnsEventsRound, "events come back in order: the events are ["),
        (HandsItsOwnListOut, "events come back in order: the events are []; expected ["),
        (HasAClockOfItsOwn, "times are those of the clock: the appended events are stamped "),
        (WritesOneByOne, "an append that fails in the middle writes nothing: the events are "),
        (
            DoesNotCount,
            (
                "another number of events than expected is refused: there are 3 events and 0 were expected; the append is "
                "not refused with StaleStepError."
            ),
        ),
        (
            MakesOneOverAnother,
            "a project is not made over another: a project was made over another one; expected StorageError.",
        ),
        (
            MakesWhatIsNotThere,
            (
                "a creation that fails in the middle leaves nothing: there is no project, and opening it says "
                "StorageError('There is no project, in the wrong words.'); expected FileError."
            ),
        ),
        (
            LeavesHalfAProject,
            (
                "a creation that fails in the middle leaves nothing: there is no project, and one was opened; expected "
                "FileError."
            ),
        ),
        (LosesWhatThreadsAppend, "threads may append: of 40 events that threads appended 32 are there."),
    ],
)
def test_broken_store_is_found_out(broken, message):
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}"):
        check_store(broken)


def test_memory_is_shared_by_all_who_open_the_place(tiny, events):
    store = MemoryStore.create("shared by two", tiny, events)
    MemoryStore.open("shared by two").append(events[1:], expected=3)
    assert [stamped.event for stamped in store.events()] == [*events, *events[1:]]


def test_memory_tells_which_place_it_does_not_know():
    with pytest.raises(ValueError, match=r"^There is no project 'nowhere'\.$"):
        MemoryStore.open("nowhere")


def test_stores_have_names():
    assert STORES.names == ["memory", "sqlite"]
    assert STORES["sqlite"] is SqliteStore
