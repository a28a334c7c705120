"""A project in which a proposal was rejected: undo says so, and takes it back."""

import pytest

from lamplighter import Session
from lamplighter.session.events import Rejected, Undone
from lamplighter.session.history import in_words
from lamplighter.store import MemoryStore, SqliteStore


@pytest.fixture
def session(small):
    """The small corpus, with a function that was turned down."""
    session = Session(small, labels=["pos", "neg"])
    session.label(3, "neg")
    session.reject("good", "pos")
    return session


@pytest.fixture(params=["memory", "sqlite"])
def store(request, small, session, tmp_path):
    if request.param == "memory":
        return MemoryStore.create("rejected", small, session.events)
    return SqliteStore.create(tmp_path / "small.lamplighter", small, session.events)


@pytest.mark.parametrize(("word", "label"), [("good", "pos"), ("film", "neg")])
def test_rejection_is_said_in_words(small, word, label):
    session = Session(small, labels=["pos", "neg"])
    session.reject(word, label)
    assert in_words(session.state.undoable, session.labels) == f"the rejection of “{word}” for {label}"


def test_undone_rejection_leaves_the_answer_before_it(session):
    session.undo()
    assert in_words(session.state.undoable, session.labels) == "the label neg"


def test_page_can_undo_a_rejection(client, store):
    screen = client.get("/api/suggestion").json()
    assert (screen["step"]["step"], screen["step"]["can_undo"]) == (2, "the rejection of “good” for pos")
    answer = client.post("/api/undo", json={}).json()
    assert answer["said"] == "Undone: the rejection of “good” for pos."
    assert (answer["step"]["step"], answer["step"]["can_undo"]) == (3, "the label neg")
    assert answer["suggestion"]["document"] == screen["suggestion"]["document"]
    events = [stamped.event for stamped in store.events()]
    assert Rejected("good", 0) in events
    assert Undone() in events
