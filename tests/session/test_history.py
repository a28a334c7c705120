"""The history of a session in words."""

import pytest

from lamplighter import Session
from lamplighter.session.events import Redone, Skipped, Undone, Withdrawn, Written
from lamplighter.session.history import Entry, history, in_words


@pytest.fixture
def session(tiny):
    return Session(tiny, labels=["yes", "no"])


def told(session):
    """Give the history oldest first, in words alone."""
    return [entry.said for entry in history(session)[::-1]]


def test_without_an_answer_there_is_no_history(session):
    session.suggest()
    session.models()
    assert history(session) == []


def test_every_kind_of_answer_is_told_newest_first(session):
    session.add("good", "yes", document=0)
    session.suggest()
    session.label(3, "no")
    session.skip(1)
    session.edit(0, primitive="film", label="no")
    session.edit(0, enabled=False)
    session.edit(0, enabled=True)
    session.withdraw(0)
    session.reject("music", "yes")
    session.bring([("bad", "no")])
    assert history(session) == [
        Entry(9, "brought", "“bad” votes no", None, stands=True),
        Entry(8, "rejected", "the rejection of “music” for yes", None, stands=True),
        Entry(7, "withdrawn", "the withdrawal of “film”", 0, stands=True),
        Entry(6, "edited", "the change: “film” votes no", 0, stands=True),
        Entry(5, "edited", "the silence of “film”", 0, stands=True),
        Entry(4, "edited", "the change: “film” votes no", 0, stands=True),
        Entry(3, "skipped", "the skip", 1, stands=True),
        Entry(2, "labeled", "the label no", 3, stands=True),
        Entry(1, "written", "“good” votes yes", 0, stands=True),
    ]


def test_functions_that_were_brought_together_are_one_entry_and_known_by_name(session):
    session.bring([("bad", "no"), ("good", "yes")])
    session.withdraw(1)
    session.undo()
    session.undo()
    assert [(entry.kind, entry.said, entry.stands) for entry in history(session)] == [
        ("undone", "undone: the import of 2 functions", True),
        ("undone", "undone: the withdrawal of “good”", True),
        ("withdrawn", "the withdrawal of “good”", False),
        ("brought", "the import of 2 functions", False),
    ]


def test_undoing_and_redoing_say_what_they_were_about(session):
    session.add("good", "yes", document=0)
    session.label(3, "no")
    session.undo()
    session.undo()
    session.redo()
    assert history(session) == [
        Entry(5, "redone", "redone: “good” votes yes", 0, stands=True),
        Entry(4, "undone", "undone: “good” votes yes", 0, stands=True),
        Entry(3, "undone", "undone: the label no", 3, stands=True),
        Entry(2, "labeled", "the label no", 3, stands=False),
        Entry(1, "written", "“good” votes yes", 0, stands=True),
    ]


def test_answer_that_can_no_longer_be_redone_does_not_stand(session):
    session.label(3, "no")
    session.undo()
    session.skip(3)
    assert [(entry.kind, entry.stands) for entry in history(session)] == [
        ("skipped", True),
        ("undone", True),
        ("labeled", False),
    ]


def test_steps_are_those_of_the_session(session):
    for document in range(3):
        session.skip(document)
        session.suggest()
    session.undo()
    session.undo()
    session.redo()
    assert [entry.step for entry in history(session)] == [6, 5, 4, 3, 2, 1]
    assert history(session)[0].step == session.state.step


def test_function_is_called_what_it_was_called_at_that_time(session):
    session.add("good", "yes", document=0)
    session.edit(0, primitive="film")
    session.undo()
    session.withdraw(0)
    session.undo()
    session.edit(0, primitive="food")
    session.withdraw(0)
    assert told(session) == [
        "“good” votes yes",
        "the change: “film” votes yes",
        "undone: the change: “film” votes yes",
        "the withdrawal of “good”",
        "undone: the withdrawal of “good”",
        "the change: “food” votes yes",
        "the withdrawal of “food”",
    ]


def test_function_has_its_new_name_again_after_redoing(session):
    session.add("good", "yes", document=0)
    session.edit(0, primitive="film")
    session.undo()
    session.undo()
    session.redo()
    session.redo()
    session.withdraw(0)
    assert told(session)[-1] == "the withdrawal of “film”"
    session.undo()
    session.undo()
    session.undo()
    session.add("music", "no", document=4)
    session.withdraw(1)
    assert told(session)[-1] == "the withdrawal of “music”"


def test_history_survives_a_replay(session):
    session.add("good", "yes", document=0)
    session.edit(0, percentile=50)
    session.undo()
    session.redo()
    session.skip(4)
    assert history(Session.replay(session.corpus, session.events)) == history(session)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Written(0, "/good/i", 0, None), "“/good/i” votes yes"),
        (Skipped(3), "the skip"),
        (Withdrawn(4), "the withdrawal"),  # of what is not known here
        (Undone(), "undone"),
        (Redone(), "redone"),
    ],
)
def test_answer_alone_is_told_as_far_as_it_says(event, said):
    assert in_words(event, ["yes", "no"]) == said


def test_withdrawal_is_told_with_its_name_where_that_is_known():
    assert in_words(Withdrawn(4), ["yes"], {4: ("good", None)}) == "the withdrawal of “good”"
    assert in_words(Withdrawn(4), ["yes"], {3: ("good", None)}) == "the withdrawal"
