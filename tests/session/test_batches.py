"""Several documents at a time: a queue, answered in any order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import SEU, Corpus, Ngrams, Session, Strategy
from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.server.workbench import Workbench
from lamplighter.session import Schedule, fold
from lamplighter.session.events import ANSWERS, Suggested
from lamplighter.store import MemoryStore


class Longest(Strategy):
    """Prefers the text with the most words; those of ``TEXTS`` all differ, but for twins."""

    title = "length"
    reads = frozenset()

    def scores(self, context, statistics):
        return np.diff(context.incidence.indptr).astype(np.float64)


WORDS = ["good", "bad", "film", "food", "music", "party", "garden", "coffee"]
TEXTS = [" ".join(WORDS[:number]) for number in (3, 8, 1, 6, 2, 7, 4, 5)]
LONGEST_FIRST = [1, 5, 3, 7, 6, 0, 4, 2]


def session_of(size, texts=TEXTS, **settings):
    usual = {"labels": ["yes", "no"], "primitives": Ngrams(min_df=1), "strategy": Longest()}
    return Session(Corpus.from_texts(texts), **{**usual, **settings}, schedule=Schedule(batch_size=size))


def waiting(session):
    return [shown.document for shown in session.state.pending]


# ------------------------------------------------------------------ the queue


def test_a_batch_is_shown_one_after_another_before_the_strategy_is_asked_again():
    session = session_of(3)
    for batch in (LONGEST_FIRST[:3], LONGEST_FIRST[3:6], LONGEST_FIRST[6:]):
        step = session.state.step
        for place, document in enumerate(batch):
            shown = session.suggest()
            assert (shown.document, shown.models_step) == (document, step)
            assert waiting(session) == batch[place:]
            session.label(None, "yes")
    with pytest.raises(PoolExhaustedError, match=r"^All 8 documents have been shown; none is left to suggest\.$"):
        session.suggest()


def test_suggestion_stays_until_it_is_answered():
    session = session_of(3)
    first, n_events = session.suggest(), len(session.events)
    assert (session.suggest(), session.suggest(fresh=False), len(session.events)) == (first, first, n_events)


@pytest.mark.parametrize("strategy", ["coverage", "seu"])
@pytest.mark.parametrize("n_first", [0, 16])
def test_first_of_a_batch_is_the_one_that_would_be_picked_alone(reviews, strategy, n_first):
    alone, *others = (
        Session(reviews, strategy=strategy, schedule=Schedule(batch_size=size, representatives_first=n_first)).suggest()
        for size in (1, 2, 5)
    )
    assert others == [alone, alone]


@pytest.mark.parametrize("strategy", ["coverage", "seu", "random", "abstain", "end-model-uncertainty"])
def test_documents_of_a_batch_are_different_and_new(reviews, make_person, strategy):
    session = Session(reviews, strategy=strategy, schedule=Schedule(batch_size=4))
    person, answered = make_person(reviews), set()
    for _ in range(4):
        session.suggest()
        batch = waiting(session)
        assert len(set(batch)) == 4
        assert not set(batch) & answered
        for _ in batch:
            answered.add(session.suggest().document)
            person.answer(session, "add")


def test_batch_of_one_is_what_there_is_without_a_schedule(reviews, make_person):
    one = make_person(reviews).work(Session(reviews, schedule=Schedule(batch_size=1)))
    other = make_person(reviews).work(Session(reviews))
    assert one.events == other.events


def test_text_that_stands_twice_is_once_in_a_batch_and_never_again():
    texts = [*TEXTS, TEXTS[1], TEXTS[5], TEXTS[1]]  # the longest one three times, the second twice
    session = session_of(3, texts)
    shown = []
    for _ in range(8):
        shown.append(session.suggest().text)
        session.skip()
    assert shown == [TEXTS[document] for document in LONGEST_FIRST]


# ------------------------------------------------------------------ of documents that stand for many others


def by(session):
    return [shown.chosen_by for shown in session.state.pending]


def test_batches_begin_with_documents_that_stand_for_many_others(reviews):
    session = Session(reviews, schedule=Schedule(batch_size=4, representatives_first=8))
    order = session.representatives.tolist()
    for batch in (order[:4], order[4:8]):
        session.suggest()
        assert waiting(session) == batch
        assert by(session) == ["likeness to many others"] * 4
        for _ in batch:
            session.skip()
    session.suggest()
    assert by(session) == ["new coverage"] * 4
    assert not set(waiting(session)) & set(order[:8])


def test_batch_is_shown_to_its_end_when_each_class_has_a_function(reviews):
    session = Session(reviews, schedule=Schedule(batch_size=4))
    order = session.representatives.tolist()
    session.suggest()
    session.add("great", "positive")
    session.add("waste", "negative")
    assert waiting(session) == order[2:4]
    assert session.suggest().chosen_by == "likeness to many others"
    for _ in range(2):
        session.skip()
    session.suggest()
    assert by(session) == ["new coverage"] * 4


def test_text_that_stands_for_many_others_and_stands_twice_is_once_in_a_batch_and_never_again():
    texts = [*TEXTS, TEXTS[1], TEXTS[5], TEXTS[1]]
    session = session_of(4, texts, strategy="coverage")
    shown = []
    for _ in range(2):
        session.suggest()
        assert by(session) == ["likeness to many others"] * 4
        for document in waiting(session):
            shown.append(texts[document])
            session.skip()
    assert sorted(shown) == sorted(TEXTS)
    with pytest.raises(PoolExhaustedError, match=r"^All 11 documents have been shown; none is left to suggest\.$"):
        session.suggest()


def test_document_that_stands_for_many_others_and_was_answered_elsewhere_is_not_in_a_batch(reviews):
    session = Session(reviews, schedule=Schedule(batch_size=3))
    order = session.representatives.tolist()
    session.label(order[1], "positive")
    session.suggest()
    assert waiting(session) == [order[0], order[2], order[3]]


# ------------------------------------------------------------------ answers in any order


def test_documents_are_answered_in_any_order():
    session = session_of(4)
    session.suggest()
    session.label(5, "yes")
    assert waiting(session) == [1, 3, 7]
    session.add("food", "no", document=7)
    assert waiting(session) == [1, 3]
    session.skip(1)
    assert waiting(session) == [3]
    assert session.suggest().document == 3
    session.label(None, "no")
    assert waiting(session) == []
    session.suggest()
    assert waiting(session) == LONGEST_FIRST[4:]


def test_answer_without_a_document_is_to_the_first_that_waits():
    session = session_of(3)
    session.suggest()
    session.skip(1)
    assert session.add("good", "yes").document == 5


def test_withdrawing_and_answering_elsewhere_leaves_the_queue():
    session = session_of(3)
    session.suggest()
    session.withdraw(session.add("good", "yes"))
    session.label(2, "no")
    assert waiting(session) == [5, 3]


def test_document_that_was_answered_elsewhere_is_not_in_the_next_batch():
    session = session_of(2)
    session.suggest()
    session.label(3, "no")
    session.skip(1)
    session.skip(5)
    session.suggest()
    assert waiting(session) == [7, 6]


def test_when_all_is_answered_nothing_is_suggested():
    session = session_of(2)
    session.suggest()
    session.skip(5)
    session.skip(1)
    with pytest.raises(
        SessionError, match=r"^No document is suggested\. Call suggest\(\) first, or name a document\.$"
    ):
        session.skip()


# ------------------------------------------------------------------ undo


def test_undo_puts_a_document_back_in_its_place():
    session = session_of(3)
    session.suggest()
    session.label(5, "yes")
    session.undo()
    assert waiting(session) == [1, 5, 3]
    session.skip()
    session.label(3, "no")
    session.undo()
    session.undo()
    assert waiting(session) == [1, 5, 3]


def test_undoing_the_last_answer_of_a_batch_takes_the_next_batch_back():
    session = session_of(2)
    for _ in range(2):
        session.suggest()
        session.skip()
    session.suggest()
    assert waiting(session) == [3, 7]
    session.undo()
    assert waiting(session) == [5]
    session.label(None, "yes")
    session.suggest()
    assert waiting(session) == [3, 7]


# ------------------------------------------------------------------ laws

actions = st.lists(
    st.tuples(st.sampled_from(["suggest", "skip", "label", "add", "elsewhere", "withdraw", "undo"]), st.integers(0, 9)),
    max_size=25,
)


def act(session, kind, number):
    """Do one thing, where it can be done; the number says to which document."""
    pending = session.state.pending
    document = pending[number % len(pending)].document if pending else number % len(session.corpus)
    unused = set(session.engine.index.terms_of(document)) - {function.primitive for function in session.functions}
    if kind == "suggest" and len(set(session.corpus.twins[sorted(session.state.shown)])) < len(TEXTS):
        session.suggest()
    elif kind == "skip":
        session.skip(document)
    elif kind == "label":
        session.label(document, "yes")
    elif kind == "elsewhere":
        session.label(number % len(session.corpus), "no")
    elif kind == "add" and unused:
        session.add(min(unused), "no", document)
    elif kind == "withdraw" and session.functions:
        session.withdraw(session.functions[number % len(session.functions)])
    elif kind == "undo" and session.state.undoable:
        session.undo()


@pytest.mark.parametrize("strategy", ["random", "coverage"])
@given(actions, st.integers(1, 4))
def test_whatever_is_done_the_queue_holds_each_document_once_and_none_that_is_answered(strategy, done, size):
    session = session_of(size, [*TEXTS, TEXTS[1], TEXTS[5]], strategy=strategy)
    for kind, number in done:
        before = set(waiting(session))
        act(session, kind, number)
        after = waiting(session)
        assert len(after) == len(set(after)) <= size
        assert not set(after) & session.state.shown
        if kind == "suggest" and not before:
            assert len(set(session.corpus.twins[after])) == len(after)
        assert session.state == fold(session.events)


@pytest.mark.parametrize("strategy", ["random", "coverage"])
@given(actions, st.integers(1, 4))
def test_whatever_is_done_undo_leaves_the_queue_as_it_was(strategy, done, size):
    session = session_of(size, strategy=strategy)
    for kind, number in done:
        before, n_answers = session.state, session.state.step
        act(session, kind, number)
        if kind != "undo" and session.state.step > n_answers:
            undone = Session.replay(session.corpus, session.events).prepare(engine=session.engine)
            undone.undo()
            assert undone.state.pending == before.pending
            assert undone.state.shown == before.shown
            assert undone.state.functions == before.functions


# ------------------------------------------------------------------ replay


@pytest.mark.parametrize(
    "strategy", ["coverage", SEU(), "random", "uncertainty"], ids=["coverage", "seu", "random", "uncertainty"]
)
def test_from_every_prefix_the_same_batch_is_suggested(reviews, make_person, strategy):
    session = make_person(reviews).work(Session(reviews, strategy=strategy, schedule=Schedule(batch_size=3)), 20)
    events = session.events
    suggested = [place for place, event in enumerate(events) if isinstance(event, Suggested)]
    begins = [place for place in suggested if not isinstance(events[place - 1], Suggested)]
    assert len(begins) >= 5
    for place in begins:
        again = Session.replay(reviews, events[:place]).prepare(engine=session.engine)
        again.suggest()
        assert again.events == events[: place + 3]


def test_queue_is_kept_in_replay(reviews, make_person):
    session = make_person(reviews).work(Session(reviews, schedule=Schedule(batch_size=3)), 20)
    for place in range(1, len(session.events) + 1):
        prefix = session.events[:place]
        again = Session.replay(reviews, prefix)
        assert again.state == fold(prefix)
        if again.state.pending:
            shown = again.prepare(engine=session.engine).suggest()  # nothing is picked anew while one waits
            assert (shown.document, again.events) == (again.state.pending[0].document, prefix)


# ------------------------------------------------------------------ behind the page


def test_page_shows_the_first_that_waits_and_keeps_the_rest(reviews):
    session = Session(reviews, schedule=Schedule(batch_size=3))
    store = MemoryStore.create(f"batches {id(session)}", reviews, session.events)
    bench = Workbench(store, session)
    try:
        with bench.reading() as (shown, _):
            batch = waiting(shown)
            assert shown.state.current.document == batch[0]
        for place in (1, 2):
            bench.answer(lambda session: session.label(None, "positive") or "labeled")
            assert waiting(bench.session) == batch[place:]
        bench.answer(lambda session: str(session.undo()))
        assert waiting(bench.session) == batch[1:]
        for _ in range(2):
            bench.answer(lambda session: session.skip() or "skipped")
        assert len(waiting(bench.session)) == 3
        assert not set(waiting(bench.session)) & set(batch)
    finally:
        bench.close()
    kept = [stamped.event for stamped in store.events()]
    assert sum(isinstance(event, ANSWERS) for event in kept) == 5
    assert Session.replay(reviews, kept).state == session.state
