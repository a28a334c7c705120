"""Undo and redo: whatever the mix of answers, undoing and redoing, what stands is what was answered and not taken back."""

import re
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lamplighter import Corpus, Session
from lamplighter.exceptions import SessionError
from lamplighter.session import Schedule, State, fold
from lamplighter.session.events import (
    Edited,
    Labeled,
    Learnt,
    Redone,
    Rejected,
    Skipped,
    Started,
    Suggested,
    Undone,
    Withdrawn,
    Written,
)
from lamplighter.session.state import OWN_CHOICE, standing_answers
from lamplighter.store import SqliteStore

START = Started({}, "fingerprint")
TEXTS = ["a good film", "good food", "a bad film", "bad food", "good music", "bad music"]

choices = st.lists(st.tuples(st.sampled_from("wwblkxeruuRR"), st.integers(0, 9), st.integers(0, 2)), max_size=40)


class Answers:
    """A list of answers, a list of those that were undone, and the events of both: what undo and redo mean, and no more."""

    def __init__(self):
        self.done, self.undone, self.events = [], [], [START]

    def take(self, kind, document, label):
        """Answer as a session would; where it would refuse, do nothing."""
        if kind == "u" and self.done:
            self.undone.append(self.done.pop())
            self.events.append(Undone())
        elif kind == "R" and self.undone:
            self.done.append(self.undone.pop())
            self.events.append(Redone())
        elif kind not in "uR":
            answer = self.answer(kind, document, label)
            if answer is not None:
                self.done.append(answer)
                self.undone.clear()
                self.events.append(answer)

    def answer(self, kind, document, label):
        standing = sorted(fold([START, *self.done]).functions)
        number = sum(isinstance(event, Written) for event in self.events)
        chosen = standing[document % len(standing)] if standing else None
        if kind == "x":
            return None if chosen is None else Withdrawn(chosen)
        if kind == "e":
            return None if chosen is None else Edited(chosen, f"other{document}", label, None, enabled=document > 4)
        return {
            "w": Written(number, f"word{number}", label, document),
            "b": Written(number, f"word{number}", label, None),
            "l": Labeled(document, label),
            "k": Skipped(document),
            "r": Rejected(f"word{document}", label),
        }[kind]


def answered(mixture):
    answers = Answers()
    for choice in mixture:
        answers.take(*choice)
    return answers


def what_stands(state: State):
    return replace(state, step=0, next_function=0, written_at={}, redoable=None)


@given(choices)
def test_state_is_that_of_the_answers_that_stand(mixture):
    answers = answered(mixture)
    state = fold(answers.events)
    assert what_stands(state) == what_stands(fold([START, *answers.done]))
    assert state.step == len(answers.events) - 1
    assert state.undoable == (answers.done[-1] if answers.done else None)
    assert state.redoable == (answers.undone[-1] if answers.undone else None)


@given(choices)
def test_standing_answers_are_those_beside_undoing_and_redoing(mixture):
    answers = answered(mixture)
    places = standing_answers(answers.events)
    standing = [event for place, event in enumerate(answers.events) if place in places]
    assert [event for event in standing if not isinstance(event, (Started, Undone, Redone))] == answers.done


@given(choices, st.integers(1, 5))
def test_redoing_as_often_as_was_undone_changes_nothing_that_stands(mixture, times):
    events = answered(mixture).events
    times = min(times, len(answered(mixture).done))
    again = [*events, *[Undone()] * times, *[Redone()] * times]
    assert what_stands(fold(again)) == what_stands(fold(events))
    assert fold(again).step == fold(events).step + 2 * times


def test_function_that_is_redone_keeps_its_number_and_is_written_at_the_step_of_redoing():
    state = fold([START, Written(0, "good", 1, 7), Undone(), Redone()])
    assert (list(state.functions), state.written_at, state.next_function) == ([0], {0: 3}, 1)


def test_measurements_and_suggestions_do_not_end_what_can_be_redone():
    events = [START, Labeled(1, 0), Undone(), Learnt(2), Suggested(5, 0.1, 1, 2)]
    assert fold(events).redoable == Labeled(1, 0)
    state = fold([*events, Redone()])
    assert (state.labels, state.current) == ({1: 0}, Suggested(5, 0.1, 1, 2))


def test_redone_answer_takes_its_document_from_the_screen():
    shown, chosen = Suggested(4, 0.5, 1, 0), Suggested(6, 0.0, 1, 0, chosen_by=OWN_CHOICE)
    undone = [START, shown, Labeled(4, 1), Suggested(2, 0.1, 1, 1), Undone()]
    assert fold(undone).pending == (shown,)
    assert fold([*undone, Redone()]).pending == ()
    assert fold([*undone, chosen]).pending == (chosen, shown)
    assert fold([*undone, chosen, Redone()]).pending == (chosen,)


def test_undoing_what_was_redone_has_its_document_on_screen_again():
    shown, chosen = Suggested(4, 0.5, 1, 0), Suggested(6, 0.0, 1, 0, chosen_by=OWN_CHOICE)
    events = [START, shown, Labeled(4, 1), Undone(), Redone(), Suggested(2, 0.1, 1, 3), chosen]
    state = fold([*events, Undone()])
    assert (state.pending, state.labels, state.redoable) == ((shown,), {}, Labeled(4, 1))


# ------------------------------------------------------------------ of a session


class Work(RuleBasedStateMachine):
    """A session beside a list of what was there after each answer."""

    words = ("good", "bad", "film", "food", "music")

    def __init__(self):
        super().__init__()
        self.session = Session(Corpus.from_texts(TEXTS), labels=["yes", "no"])
        self.done = [self.seen()]
        self.undone = []

    def seen(self):
        state = self.session.state
        return dict(state.functions), dict(state.labels), state.skipped, state.rejected

    def took(self):
        self.done.append(self.seen())
        self.undone.clear()

    @rule(word=st.sampled_from(words), label=st.sampled_from(["yes", "no"]), document=st.integers(0, 5))
    def write(self, word, label, document):
        try:
            self.session.add(word, label, document)
        except SessionError:
            return
        self.took()

    @rule(pairs=st.lists(st.tuples(st.sampled_from(words), st.sampled_from(["yes", "no"])), max_size=3))
    def bring(self, pairs):
        if self.session.bring(pairs):  # one answer, however many
            self.took()

    @precondition(lambda self: self.session.state.functions)
    @rule(place=st.integers(0, 9), change=st.sampled_from([{"percentile": 100}, {"enabled": False}, {"enabled": True}]))
    def edit(self, place, change):
        standing = list(self.session.state.functions.values())
        before = standing[place % len(standing)]
        try:
            after = self.session.edit(before, **change)
        except SessionError:
            return
        if after != before:
            self.took()

    @precondition(lambda self: self.session.functions)
    @rule(place=st.integers(0, 9))
    def withdraw(self, place):
        self.session.withdraw(self.session.functions[place % len(self.session.functions)])
        self.took()

    @rule(document=st.integers(0, 5), label=st.sampled_from(["yes", "no"]))
    def label(self, document, label):
        self.session.label(document, label)
        self.took()

    @rule(document=st.integers(0, 5))
    def skip(self, document):
        self.session.skip(document)
        self.took()

    @rule(word=st.sampled_from(words))
    def reject(self, word):
        self.session.reject(word, "yes")
        self.took()

    @rule(document=st.integers(0, 5))
    def look_elsewhere(self, document):
        self.session.show(document)

    @rule()
    def undo(self):
        if len(self.done) == 1:
            with pytest.raises(SessionError, match=r"^There is nothing to undo: no answer stands\.$"):
                self.session.undo()
            return
        self.session.undo()
        self.undone.append(self.done.pop())

    @rule()
    def redo(self):
        if not self.undone:
            message = "There is nothing to redo: no answer was undone since the last one was given."
            with pytest.raises(SessionError, match=f"^{re.escape(message)}$"):
                self.session.redo()
            return
        self.session.redo()
        self.done.append(self.undone.pop())

    @invariant()
    def is_where_the_list_says(self):
        assert self.seen() == self.done[-1]

    @invariant()
    def is_the_same_from_its_events(self):
        assert Session.replay(self.session.corpus, self.session.events).state == self.session.state


TestWork = Work.TestCase


@pytest.fixture
def session(tiny):
    session = Session(tiny, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    return session


def test_undone_answer_is_given_again(session):
    state, votes = session.state, session.label_matrix()
    assert session.undo() == Written(1, "bad", 1, 2)
    assert session.state.redoable == Written(1, "bad", 1, 2)
    assert session.redo() == Written(1, "bad", 1, 2)
    assert what_stands(session.state) == what_stands(state)
    assert np.array_equal(session.label_matrix(), votes)
    assert session.events[-2:] == (Undone(), Redone())


def test_answers_are_given_again_in_their_order(session):
    undone = [session.undo(), session.undo()]
    assert [session.redo(), session.redo()] == undone[::-1]
    assert session.state.redoable is None


@pytest.mark.parametrize(
    "answer",
    [
        lambda session: session.label(4, "yes"),
        lambda session: session.skip(4),
        lambda session: session.add("film", "yes", document=0),
        lambda session: session.edit(0, percentile=50),
        lambda session: session.withdraw(0),
        lambda session: session.reject("film", "yes"),
        lambda session: session.bring([("music", "no")]),
    ],
    ids=["label", "skip", "function", "change", "withdrawal", "rejection", "function from elsewhere"],
)
def test_what_was_undone_cannot_be_redone_after_another_answer(session, answer):
    session.undo()
    answer(session)
    events = session.events
    message = "There is nothing to redo: no answer was undone since the last one was given."
    with pytest.raises(SessionError, match=f"^{re.escape(message)}$"):
        session.redo()
    assert session.events == events


def test_what_was_refused_leaves_what_can_be_redone(session):
    session.undo()
    with pytest.raises(SessionError, match=r"^'good' votes yes already"):
        session.add("good", "yes", document=4)
    with pytest.raises(SessionError, match=r"^There is no document 9"):
        session.label(9, "yes")
    assert session.redo() == Written(1, "bad", 1, 2)


def test_number_of_a_function_that_was_undone_is_not_given_to_another(session):
    session.undo()
    session.add("film", "yes", document=0)
    assert list(session.state.functions) == [0, 2]


@pytest.mark.parametrize("every", [1, 3])
def test_models_after_undo_and_redo_are_those_of_a_replay(reviews, make_person, every):
    session = Session(reviews, schedule=Schedule(end_model_every=every), learner="two-stage")
    person = make_person(reviews)
    for action in ("add", "add", "add", "undo", "add", "label", "add"):
        person.answer(session, action)
    session.undo()
    session.undo()
    session.suggest()
    session.redo()
    shown = session.suggest()
    again = Session.replay(reviews, session.events)
    assert again.state == session.state
    assert again.suggest() == shown
    assert np.array_equal(again.soft_labels(), session.soft_labels())
    assert np.array_equal(again.predict_proba(), session.predict_proba())


def test_what_was_undone_can_be_redone_after_a_restart(session, tmp_path):
    place = tmp_path / "work.lamplighter"
    session.edit(0, percentile=50, label="no")
    session.undo()
    session.undo()
    with closing(SqliteStore.create(place, session.corpus, session.events)):
        pass
    with closing(SqliteStore.open(place)) as store:
        again = Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
        assert again.state == session.state
        before = len(again.events)
        assert again.redo() == Written(1, "bad", 1, 2)
        store.append(again.events[before:], expected=before)
    with closing(SqliteStore.open(place)) as store:
        again = Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
    assert again.redo() == Edited(0, "good", 1, 50, enabled=True)
    assert again.state.redoable is None
    assert again.functions[0].percentile == 50
