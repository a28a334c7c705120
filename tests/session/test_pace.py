"""Answer by answer: time, and what was added."""

from datetime import UTC, datetime, timedelta

import numpy as np

from lamplighter import Corpus, Session
from lamplighter.session.pace import new_coverage, pace

TEXTS = ["good film", "good food", "bad film", "bad food", "fine film", "fine food"]


def session_of(*functions):
    session = Session(Corpus.from_texts(TEXTS), labels=["yes", "no"])
    for word, label, document in functions:
        session.add(word, label, document)
    return session


def at(*seconds):
    return [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=each) for each in seconds]


def test_a_function_adds_the_documents_that_none_before_it_votes_on():
    session = session_of(("good", "yes", 0), ("film", "no", 2), ("food", "yes", 1))
    assert new_coverage(session) == {0: 2, 1: 2, 2: 2}  # good 0, 1; film 2, 4 without 0; food 3, 5 without 1
    session.edit(0, enabled=False)
    assert new_coverage(session) == {1: 3, 2: 3}


def test_seconds_are_those_since_there_was_something_to_answer():
    session = session_of(("good", "yes", 0))
    session.label(2, "no")
    session.skip(3)
    session.add("fine", "yes", 4)
    answers = pace(session, at(0, 4, 10, 400, 407))
    assert [(one.step, one.n_new, one.seconds) for one in answers] == [
        (1, 2, None),  # nothing was on screen
        (2, None, 6),
        (3, None, None),  # 390 seconds: away
        (4, 2, 7),
    ]
    assert [one.said for one in answers] == ["“good” votes yes", "the label no", "the skip", "“fine” votes yes"]
    assert pace(session, at(0, 4, 10, 400, 407), n=2) == answers[2:]


def test_what_was_undone_is_left_out():
    session = session_of(("good", "yes", 0), ("bad", "no", 2))
    session.undo()
    assert [one.step for one in pace(session, at(0, 1, 2, 3))] == [1]


def test_functions_that_were_brought_together_are_one_answer_that_adds_what_they_add():
    session = session_of(("good", "yes", 0))
    before = set(np.flatnonzero((session.label_matrix() >= 0).any(axis=1)))
    session.bring([("bad", "no"), ("film", "yes")])
    after = set(np.flatnonzero((session.label_matrix() >= 0).any(axis=1)))
    answers = pace(session, at(0, 1, 2))
    assert [(one.said, one.n_new) for one in answers][1:] == [("the import of 2 functions", len(after - before))]


def test_a_function_that_was_withdrawn_adds_nothing_any_more():
    session = session_of(("good", "yes", 0))
    session.withdraw(0)
    assert [one.n_new for one in pace(session, at(0, 1, 2))] == [None, None]
