"""Replay, bit for bit: a session is a function of its corpus and its events."""

import json
import re

import numpy as np
import pytest

from lamplighter import SEU, Contextualizer, Corpus, Ngrams, Session, Strategy
from lamplighter.engine import Engine
from lamplighter.exceptions import InputError, OtherCorpusError, UnknownNameError
from lamplighter.learning import MajorityVote
from lamplighter.linalg import row_blocks
from lamplighter.session import Schedule, event_from_json, event_to_json
from lamplighter.session.events import Suggested

SETTINGS = {
    "as it is": {},
    "coverage at once": {"schedule": Schedule(representatives_first=0)},
    "seu": {"strategy": "seu", "learner": "two-stage"},
    "random": {"strategy": "random", "random_state": 7},
    "contextualizer": {"contextualizer": Contextualizer(percentile=60)},
    "seu, contextualizer": {
        "strategy": "seu",
        "learner": "two-stage",
        "contextualizer": Contextualizer(percentile=60),
    },
    "balance, euclidean, pairs": {
        "strategy": SEU(class_prior="balance"),
        "contextualizer": Contextualizer(percentile=70, metric="euclidean"),
        "primitives": Ngrams(ngram_range=(1, 2), min_df=3),
        "random_state": np.random.default_rng(3),
    },
}


def through_json(events):
    stored = json.dumps([(event.kind, event_to_json(event)) for event in events])
    return [event_from_json(kind, values) for kind, values in json.loads(stored)]


def alike(one, other):
    assert one.state == other.state
    for name in ("label_matrix", "soft_labels", "predict_proba"):
        assert np.array_equal(getattr(one, name)(), getattr(other, name)()), name


@pytest.mark.parametrize("corpus", ["reviews", "categories"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_replayed_session_is_the_same_to_the_last_bit(request, make_person, corpus, settings):
    corpus = request.getfixturevalue(corpus)
    session = make_person(corpus).work(Session(corpus, **settings))
    again = Session.replay(corpus, through_json(session.events))
    alike(again, session)
    assert again.events == session.events
    assert again.settings.to_json() == session.settings.to_json()


@pytest.mark.parametrize("corpus", ["reviews", "categories"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_from_every_prefix_the_same_document_is_suggested_with_the_same_reasons(request, make_person, corpus, settings):
    corpus = request.getfixturevalue(corpus)
    session = make_person(corpus).work(Session(corpus, **settings))
    stored = through_json(session.events)
    places = [place for place, event in enumerate(stored) if isinstance(event, Suggested)]
    assert len(places) >= 9
    for place in places:
        again = Session.replay(corpus, stored[:place])
        again.__dict__["engine"] = session.engine  # the index depends on corpus and settings alone; see below
        again.suggest()
        assert again.events == session.events[: place + 1]


def test_index_of_a_replayed_session_is_the_same(reviews):
    session = Session(reviews, primitives="ngrams")
    again = Session.replay(reviews, session.events)
    one, other = session.engine.index, again.engine.index
    assert one.vocabulary.terms == other.vocabulary.terms
    assert np.array_equal(one.slices[0].features.toarray(), other.slices[0].features.toarray())


def test_replayed_session_goes_on_as_the_first_one(reviews, make_person):
    session = make_person(reviews).work(Session(reviews))
    again = Session.replay(reviews, session.events)
    for seed, one in ((1, session), (1, again)):
        make_person(reviews, seed=seed).work(one)
    assert again.events == session.events


@pytest.mark.parametrize("largest", [8192, 37])
def test_threads_do_not_change_a_session(reviews, make_person, monkeypatch, largest):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
    sessions = []
    for n_threads in (1, 4):
        session = Session(reviews, contextualizer=Contextualizer(percentile=80))
        session.__dict__["engine"] = Engine(session.engine.index, n_threads=n_threads)
        sessions.append(make_person(reviews).work(session))
    alike(*sessions)
    assert sessions[0].events == sessions[1].events


@pytest.mark.parametrize("settings", [{}, {"strategy": "seu", "learner": "two-stage"}], ids=["as it is", "seu"])
def test_slices_do_not_change_what_is_suggested(reviews, monkeypatch, settings):
    suggested = []
    for largest in (8192, 110, 37):
        monkeypatch.setattr(
            "lamplighter.engine.index.row_blocks", lambda n_rows, largest=largest: row_blocks(n_rows, largest=largest)
        )
        session = Session(reviews, **settings)
        first = session.suggest().document
        session.add("great", "positive", document=0)
        session.add("waste", "negative", document=1)
        session.skip(first)
        suggested.append((first, session.suggest().document))
    assert len(set(suggested)) == 1


def test_events_are_not_a_door_into_the_session(tiny):
    session = Session(tiny, labels=["yes", "no"])
    events = list(session.events)
    again = Session.replay(tiny, events)
    again.label(0, "yes")
    assert len(events) == 1
    assert len(session.events) == 1


# ------------------------------------------------------------------ objects of one's own


class Shortest(Strategy):
    title = "shortness"

    def scores(self, context, statistics):
        return -np.diff(context.incidence.indptr).astype(np.float64)


class Timid(MajorityVote):
    def predict_proba(self, votes):
        return 0.5 * super().predict_proba(votes) + 0.5 * self.class_balance_


def by_blanks(text):
    return text.split(" ")


OWN = {
    "strategy": (
        Shortest(),
        UnknownNameError,
        (
            f"The session was made with a selection strategy that is not registered here, {__name__}.Shortest. Install "
            "the package that brings it, or hand the same one in again: strategy=…."
        ),
    ),
    "label_model": (
        Timid,
        UnknownNameError,
        (
            f"The session was made with a label model that is not registered here, {__name__}.Timid. Install the package "
            "that brings it, or hand the same one in again: label_model=…."
        ),
    ),
    "primitives": (
        Ngrams(tokenizer=by_blanks),
        InputError,
        (
            f"The session was made with an own tokeniser, {__name__}.by_blanks. Hand the same one in again: "
            "primitives=Ngrams(tokenizer=…)."
        ),
    ),
}


@pytest.mark.parametrize("argument", OWN)
def test_own_object_has_to_be_handed_in_again(reviews, make_person, argument):
    own, error, message = OWN[argument]
    session = make_person(reviews).work(Session(reviews, **{argument: own}))
    stored = through_json(session.events)
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        Session.replay(reviews, stored)
    alike(Session.replay(reviews, stored, **{argument: own}), session)


def test_function_that_makes_a_label_model_goes_by_its_name(tiny):
    session = Session(tiny, labels=["yes", "no"], label_model=lambda: MajorityVote())  # noqa: PLW0108
    assert session.settings.label_model_name.endswith("<lambda>")


def test_registered_class_goes_by_its_registered_name(tiny):
    session = Session(tiny, labels=["yes", "no"], strategy=SEU, label_model=MajorityVote)
    assert (session.settings.strategy_name, session.settings.label_model_name) == ("seu", "majority")
    assert isinstance(session.settings.strategy, SEU)
    assert Session.replay(tiny, session.events).suggest() == session.suggest()


# ------------------------------------------------------------------ what cannot be replayed


def test_other_corpus_is_an_error(tiny):
    session = Session(tiny, labels=["yes", "no"])
    other = Corpus.from_texts([*tiny.texts[:-1], "bad musik"], name="mine")
    message = (
        "The session was made on other documents than these 6 of 'mine': a text was changed, added, removed or moved. "
        "Hand in the corpus it was made on."
    )
    with pytest.raises(OtherCorpusError, match=f"^{re.escape(message)}$"):
        Session.replay(other, session.events)


@pytest.mark.parametrize("start", [0, 1])
def test_events_without_their_beginning_are_an_error(tiny, start):
    session = Session(tiny, labels=["yes", "no"])
    session.label(0, "yes")
    message = "The events do not begin with the start of a session. Hand in all of session.events."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Session.replay(tiny, session.events[1:] if start else [])
