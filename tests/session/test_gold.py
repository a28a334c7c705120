"""Gold is for the curve alone: nothing that learns or chooses sees it."""

from dataclasses import replace

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.session.events import Learnt


def with_gold(corpus, gold):
    return replace(corpus, gold=None if gold is None else tuple(gold))


@pytest.fixture
def golds(reviews):
    shuffled = list(np.random.default_rng(0).permutation(reviews.gold))
    return {"true": reviews.gold, "shuffled": shuffled, "none": None, "unknown": [None] * len(reviews)}


WAYS = {"as it is": {}, "seu, two-stage": {"strategy": "seu", "learner": "two-stage"}}


@pytest.mark.parametrize("settings", WAYS.values(), ids=WAYS)
def test_gold_changes_neither_a_pick_nor_a_probability(reviews, make_person, golds, settings):
    sessions = {
        name: make_person(reviews).work(Session(with_gold(reviews, gold), labels=["negative", "positive"], **settings))
        for name, gold in golds.items()
    }
    events = {
        name: [event for event in session.events if not isinstance(event, Learnt)] for name, session in sessions.items()
    }
    for name, session in sessions.items():
        assert events[name] == events["true"], name
        assert np.array_equal(session.predict_proba(), sessions["true"].predict_proba()), name
        assert np.array_equal(session.soft_labels(), sessions["true"].soft_labels()), name


@pytest.mark.parametrize("strategy", ["seu", "end-model-uncertainty"])
def test_gold_changes_the_curve_of_what_is_learnt_to_pick_by(reviews, make_person, golds, strategy):
    curves = {
        name: make_person(reviews)
        .work(
            Session(with_gold(reviews, gold), labels=["negative", "positive"], strategy=strategy, learner="two-stage")
        )
        .state.curve
        for name, gold in golds.items()
    }
    assert curves["none"] == ()
    assert len(curves["true"]) > 5
    assert [point.step for point in curves["shuffled"]] == [point.step for point in curves["true"]]
    assert curves["shuffled"] != curves["true"]
    assert {(point.accuracy, point.f1) for point in curves["unknown"]} == {(None, None)}


def test_under_the_usual_strategy_which_needs_no_end_model_there_is_a_curve_of_what_is_asked_for(
    reviews, make_person, golds
):
    curves = {}
    for name, gold in golds.items():
        session, person = Session(with_gold(reviews, gold), labels=["negative", "positive"]), make_person(reviews)
        for _ in range(3):
            person.work(session, 5)
            assert session.state.curve == curves.get(name, ())  # picking has measured nothing
            session.models()
            curves[name] = session.state.curve
    assert curves["none"] == ()
    assert [point.step for point in curves["true"]] == [5, 10, 15]
    assert [point.step for point in curves["shuffled"]] == [point.step for point in curves["true"]]
    assert curves["shuffled"] != curves["true"]
    assert {(point.accuracy, point.f1) for point in curves["unknown"]} == {(None, None)}


def test_curve_is_accuracy_and_macro_f1_on_the_documents_whose_truth_is_known(tiny):
    corpus = with_gold(tiny, ["yes", "yes", "no", None, "no", "no"])
    session = Session(corpus, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.models()
    # predicted yes yes no (no) yes no: right on 4 of 5; F1 of yes 2·2/(2·2+1) = 4/5, of no 2·2/(2·2+1) = 4/5
    assert session.state.curve == (Learnt(2, 4 / 5, 4 / 5),)


def test_each_step_is_measured_once(tiny):
    session = Session(with_gold(tiny, ["yes", "yes", "no", "no", "yes", "no"]), labels=["yes", "no"])
    session.models()
    session.models()
    session.label(0, "yes")
    session.predict_proba()
    session.suggest()
    assert [point.step for point in session.state.curve] == [0, 1]


def test_classes_are_those_of_gold_where_none_are_named():
    corpus = Corpus.from_texts(["good film", "good food", "bad film"], gold=["pos", None, " neg"])
    assert Session(corpus).labels == ("neg", "pos")
