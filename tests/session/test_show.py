"""A document of the person's own choice comes on screen before all that wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Session
from lamplighter.exceptions import SessionError
from lamplighter.session import Schedule, State, fold
from lamplighter.session.events import Labeled, Skipped, Started, Suggested, Undone
from lamplighter.session.state import OWN_CHOICE

START = Started({}, "fingerprint")


def waiting(state):
    return [shown.document for shown in state.pending]


def own(document):
    return Suggested(document, 0.0, 1, 0, chosen_by=OWN_CHOICE)


@pytest.fixture
def session(tiny):
    return Session(tiny, labels=["yes", "no"])


def test_own_choice_is_on_screen_and_what_was_there_waits(session):
    first = session.suggest().document
    mine = (first + 1) % 6
    shown = session.show(mine)
    assert (shown.document, shown.chosen_by, shown.reasons, shown.n_tied) == (mine, OWN_CHOICE, (), 1)
    assert waiting(session.state) == [mine, first]
    assert session.suggest().document == mine
    session.label(None, "yes")
    assert session.state.labels == {mine: 0}
    assert session.suggest().document == first


def test_last_of_several_choices_comes_first(session):
    first = session.suggest().document
    one, other = [document for document in range(6) if document != first][:2]
    session.show(one)
    session.show(other)
    assert waiting(session.state) == [other, one, first]


def test_document_that_waits_already_moves_to_the_front(tiny):
    session = Session(tiny, labels=["yes", "no"], schedule=Schedule(batch_size=3))
    session.suggest()
    first, second, third = waiting(session.state)
    session.show(third)
    assert waiting(session.state) == [third, first, second]


def test_document_that_is_on_screen_stays_as_it_was_chosen(session):
    shown = session.suggest()
    before = session.events
    assert session.show(shown.document) == shown
    assert session.events == before


def test_own_choice_does_not_count_a_step(session):
    session.suggest()
    session.show(3)
    assert session.state.step == 0
    assert session.state.undoable is None


def test_answered_document_can_be_shown_again_and_the_newer_answer_counts(session):
    session.label(4, "yes")
    session.show(4)
    session.label(None, "no")
    assert session.state.labels == {4: 1}
    assert 4 not in waiting(session.state)


def test_own_choice_after_all_were_shown(session):
    for document in range(6):
        session.skip(document)
    session.show(2)
    session.label(None, "yes")
    assert session.state.labels == {2: 0}


def test_undo_has_the_own_choice_on_screen_again(session):
    first = session.suggest().document
    mine = (first + 1) % 6
    session.show(mine)
    session.label(None, "yes")
    session.suggest()
    session.undo()
    assert waiting(session.state) == [mine, first]
    session.redo()
    assert session.suggest().document == first


def test_undoing_the_answer_before_takes_the_own_choice_away(session):
    first = session.suggest().document
    session.label(None, "yes")
    session.suggest()
    session.show((first + 1) % 6)
    session.undo()
    assert waiting(session.state) == [first]


def test_replay_gives_the_same_session(tiny, session):
    first = session.suggest().document
    session.show((first + 2) % 6)
    session.label(None, "yes")
    session.show((first + 3) % 6)
    session.suggest()
    again = Session.replay(tiny, session.events)
    assert again.state == session.state
    assert again.suggest() == session.suggest()


@pytest.mark.parametrize("document", [-1, 6])
def test_document_that_there_is_not_is_refused(session, document):
    with pytest.raises(SessionError, match=rf"^There is no document {document}; they are numbered 0 to 5\.$"):
        session.show(document)
    assert len(session.events) == 1


documents = st.integers(0, 5)
happenings = st.lists(
    st.one_of(
        documents.map(own),
        documents.map(lambda document: Suggested(document, 0.5, 1, 0)),
        documents.map(lambda document: Labeled(document, 0)),
        documents.map(Skipped),
    ),
    max_size=20,
)


@given(happenings, documents)
def test_own_choice_is_always_first_and_nothing_that_waits_is_lost(before, document):
    state = fold([START, *before])
    after = state.after(own(document))
    assert after.current == own(document)
    assert waiting(after)[1:] == [shown for shown in waiting(state) if shown != document]
    assert after == fold([START, *before, own(document)])


@given(happenings, documents, documents)
def test_undo_gives_back_what_was_on_screen(before, document, answered):
    events = [START, *before, own(document)]
    undone = fold([*events, Labeled(answered, 1), Suggested(9, 0.5, 1, 0), own(8), Undone()])
    assert undone.pending == fold(events).pending
    assert isinstance(undone, State)
