"""A second choice: another document like the one on screen, or something different, in its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus, Ngrams, Session, Strategy
from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.session import Schedule, fold
from lamplighter.session.choosing import SIMILAR, different, similar
from lamplighter.session.events import Labeled, Redone, Skipped, Started, Suggested, Undone
from lamplighter.session.state import OWN_CHOICE, REST

NO_WAY_BACK = "^There is no text to go back to: none was passed over for this one since the last answer.$"

SPOONS, FORKS, KNIVES = range(6), range(6, 10), range(10, 13)
CUTLERY = [
    *(f"spoon s{number}" for number in range(6)),
    *(f"fork f{number}" for number in range(4)),
    *(f"knife k{number}" for number in range(3)),
]


class Longest(Strategy):
    """Prefers the text with the most words."""

    title = "length"
    reads = frozenset()

    def scores(self, context, statistics):
        return np.diff(context.incidence.indptr).astype(np.float64)


def session_of(texts, **settings):
    usual = {"labels": ["yes", "no"], "primitives": Ngrams(min_df=1), "schedule": Schedule(representatives_first=0)}
    return Session(Corpus.from_texts(texts), **{**usual, **settings})


def waiting(session):
    return [shown.document for shown in session.state.pending]


@pytest.fixture
def session(tiny):
    return Session(tiny, labels=["yes", "no"])


# ------------------------------------------------------------------ another one like it


def test_nearest_document_comes_in_place_of_the_one_on_screen(session):
    session.show(0)  # "a good film": "film" is rarer than "good", so "a bad film" is nearer than "good food"
    shown = session.show_similar()
    assert (shown.document, shown.chosen_by, shown.passed, shown.n_tied, shown.reasons) == (2, SIMILAR, 0, 1, ())
    assert waiting(session) == [2]
    assert session.suggest() == shown


def test_of_equally_near_documents_one_is_drawn(session):
    session.label(2, "no")
    session.show(0)
    shown = session.show_similar()
    assert shown.document in {1, 4}  # "good food" and "good music"
    assert shown.n_tied == 2


def test_what_was_passed_over_in_this_turn_does_not_come_back(session):
    session.show(0)
    assert {session.show_similar().document for _ in range(5)} == {1, 2, 3, 4, 5}


def test_similar_document_is_never_a_twin():
    session = session_of(["good film", "good film", "good food", "good food", "bad film"])
    session.label(3, "yes")
    session.show(0)
    assert session.show_similar().document == 4  # 1 is the very same text, and 2 says what was answered at 3


def test_nothing_in_common_is_said_and_changes_nothing():
    session = session_of(["good film", "bad food", "fine music"])
    session.show(0)
    before = session.events
    message = (
        r"^No text that is left has a word in common with this one\. Ask for something different, or answer this one\.$"
    )
    with pytest.raises(SessionError, match=message):
        session.show_similar()
    assert session.events == before


# ------------------------------------------------------------------ something different


def test_something_different_is_the_strategys_best_without_the_words_that_were_passed_over():
    session = session_of(CUTLERY)
    first = session.suggest()
    assert first.document in SPOONS  # √6 documents of "spoon"
    second = session.show_different()
    assert second.document in FORKS
    assert (second.chosen_by, second.score, second.n_tied) == ("new coverage", pytest.approx(1.0), 4)  # √4 / (1 + 1)
    assert (second.passed, second.stood_in_for) == (first.document, None)
    assert [reason.primitive for reason in second.reasons] == ["fork"]
    third = session.show_different()
    assert third.document in KNIVES
    assert waiting(session) == [third.document]


@pytest.mark.parametrize(("document", "near"), [(0, 2), (1, 3), (2, 0), (3, 1), (4, 5), (5, 4)])
def test_something_different_lies_in_the_far_half(session, document, near):
    session.show(document)
    assert session.show_different().document != near  # which shares the rarer word


def test_something_different_at_first_stands_for_many_others_too(reviews):
    session = Session(reviews)
    order = session.representatives.tolist()
    assert session.suggest().document == order[0]
    shown = session.show_different()
    assert (shown.chosen_by, shown.stood_in_for) == ("likeness to many others", "new coverage")
    assert shown.document in order[1:]


def test_what_waits_comes_anyway_and_stays():
    session = session_of(CUTLERY, schedule=Schedule(batch_size=3, representatives_first=0))
    session.suggest()
    first, *others = waiting(session)
    shown = session.show_different()
    assert waiting(session) == [shown.document, *others]
    assert shown.document not in {first, *others}
    session.skip()
    assert waiting(session) == others


def test_what_waits_comes_where_nothing_else_is_left():
    session = session_of(["good film", "bad food", "fine music"], schedule=Schedule(batch_size=3, random_first=9))
    session.suggest()
    others = waiting(session)[1:]
    assert session.show_different().document in others
    assert sorted(waiting(session)) == sorted(others)


@pytest.mark.parametrize("way", ["show_similar", "show_different"])
def test_without_another_text_nothing_changes(way):
    session = session_of(["good film", "bad film", "bad film"])
    session.show(0)
    session.show_similar()
    before = session.events
    message = (
        r"^No other text is left: all were answered, or passed over since the last answer\. "
        r"Answer this one, or skip it\.$"
    )
    with pytest.raises(PoolExhaustedError, match=message):
        getattr(session, way)()
    assert session.events == before


@pytest.mark.parametrize("way", ["show_similar", "show_different"])
def test_without_anything_on_screen_there_is_nothing_to_replace(session, way):
    with pytest.raises(SessionError, match=r"^No document is suggested\. Call suggest\(\) first\.$"):
        getattr(session, way)()


# ------------------------------------------------------------------ passed over is not answered


def test_passing_over_is_no_answer(session):
    shown = session.suggest().document
    session.show_different()
    assert (session.state.step, session.state.shown, session.state.undoable) == (0, set(), None)
    assert session.state.passed == {shown: 0}


def test_document_that_was_passed_over_rests_for_ten_answers():
    words = [f"word{number}" for number in range(20)]
    session = session_of([" ".join(words[: number + 1]) for number in range(20)], strategy=Longest())
    assert session.suggest().document == 19
    session.show_different()
    answered = []
    for _ in range(REST):
        answered.append(session.suggest().document)
        session.skip()
    assert 19 not in answered
    assert answered[1:] == [number for number in range(18, 0, -1) if number != answered[0]][: REST - 1]
    assert session.suggest().document == 19


def test_document_that_was_passed_over_comes_sooner_where_nothing_else_is_left():
    session = session_of(["good film", "bad film", "fine film"])
    first = session.suggest().document
    session.show_different()
    others = []
    for _ in range(2):
        others.append(session.suggest().document)
        session.skip()
    assert session.suggest().document == first
    assert sorted([first, *others]) == [0, 1, 2]


def test_document_that_was_passed_over_can_be_answered_and_shown_all_the_same(session):
    session.show(0)
    session.show_similar()
    assert session.show(0).document == 0
    assert waiting(session) == [0, 2]
    session.label(None, "yes")
    assert session.state.labels == {0: 0}
    assert waiting(session) == [2]


def test_undo_takes_back_what_was_passed_over_after_the_answer(session):
    session.show(0)
    session.label(None, "yes")
    session.show(1)
    session.show_similar()
    session.undo()
    assert waiting(session) == [0]
    assert session.state.passed == {}


def test_back_leads_through_what_was_passed_over_one_by_one(session):
    session.show(0)
    second = session.show_similar().document
    third = session.show_different().document
    assert len({0, second, third}) == 3
    assert session.back().document == second
    assert session.state.current.chosen_by == SIMILAR  # with what was said of it at first
    assert session.back().document == 0
    assert session.state.went_on_from is None
    assert sorted(waiting(session)[1:]) == sorted({second, third})  # they come next
    with pytest.raises(SessionError, match=NO_WAY_BACK):
        session.back()
    assert Session.replay(session.corpus, session.events).state == session.state


def test_back_gives_the_reasons_again_for_which_a_text_was_chosen(session):
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    before = session.suggest()
    session.show_different()
    again = session.back()
    assert (again.document, again.reasons, again.chosen_by) == (before.document, before.reasons, OWN_CHOICE)


def test_there_is_no_way_back_behind_an_answer(session):
    session.show(0)
    session.show_similar()
    session.add("music", "yes")
    with pytest.raises(SessionError, match=NO_WAY_BACK):
        session.back()
    session.undo()
    assert session.state.went_on_from is None  # undo takes back one thing after the other: the answer was the last


def test_undo_has_the_second_choice_on_screen_again(session):
    session.show(0)
    second = session.show_similar()
    session.label(None, "no")
    session.suggest()
    session.undo()
    assert waiting(session) == [second.document]
    assert session.state.passed == {0: 0}
    session.redo()
    assert session.state.labels == {second.document: 1}


def test_replay_gives_the_same_session_and_each_choice_follows_from_the_events_before_it(reviews, make_person):
    session, person = Session(reviews), make_person(reviews)
    for number in range(8):
        session.suggest()
        _ = session.show_similar() if number % 2 else session.show_different()
        person.answer(session, "add")
    again = Session.replay(reviews, session.events)
    assert again.state == session.state
    assert again.suggest() == session.suggest()
    for place, event in enumerate(session.events):
        if isinstance(event, Suggested) and event.passed is not None:
            before = Session.replay(reviews, session.events[:place]).prepare(engine=session.engine)
            step = event.models_step
            chosen = similar(before, step) if event.chosen_by == SIMILAR else different(before, before.models())
            assert chosen == event


# ------------------------------------------------------------------ laws

START = Started({}, "fingerprint")
documents = st.integers(0, 5)
happenings = st.lists(
    st.one_of(
        documents.map(lambda document: Suggested(document, 0.0, 1, 0, chosen_by=OWN_CHOICE)),
        documents.map(lambda document: Suggested(document, 0.5, 1, 0)),
        st.builds(lambda one, other: Suggested(one, 0.5, 1, 0, passed=other), documents, documents),
        documents.map(lambda document: Labeled(document, 0)),
        documents.map(Skipped),
    ),
    max_size=20,
)


@given(happenings, documents, documents)
def test_second_choice_takes_the_place_of_the_first_and_nothing_else_is_lost(before, document, passed):
    state, choice = fold([START, *before]), Suggested(document, 0.5, 1, 0, passed=passed)
    after = state.after(choice)
    assert after.current == choice
    left = [shown for shown in state.pending if shown.document not in {document, passed}]
    assert list(after.pending[1:]) == left
    assert (after.step, after.shown) == (state.step, state.shown)
    assert passed in after.passed_now <= after.resting
    assert after == fold([START, *before, choice])


@given(happenings, documents, documents, documents)
def test_undo_and_redo_leave_what_was_passed_over_before(before, document, passed, answered):
    events = [START, *before, Suggested(document, 0.5, 1, 0, passed=passed)]
    later = [Labeled(answered, 1), Suggested(9, 0.5, 1, 0), Suggested(8, 0.5, 1, 0, passed=9)]
    undone = fold([*events, *later, Undone()])
    assert (undone.pending, undone.passed) == (fold(events).pending, fold(events).passed)
    redone = fold([*events, *later, Undone(), Redone()])
    assert (redone.pending, redone.passed) == (fold([*events, later[0]]).pending, fold(events).passed)
