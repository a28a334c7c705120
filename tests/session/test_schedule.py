"""When documents are drawn by lot, and when the end model learns anew."""

import json
import re

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, Ngrams, Session, Strategy
from lamplighter.engine import TwoStage
from lamplighter.exceptions import InputError
from lamplighter.selection import EndModelUncertainty
from lamplighter.session import Schedule
from lamplighter.session.events import ANSWERS


class Longest(Strategy):
    """Prefers the text with the most words; those of ``TEXTS`` all differ."""

    title = "length"

    def scores(self, context, statistics):
        return np.diff(context.incidence.indptr).astype(np.float64)


WORDS = ["good", "bad", "film", "food", "music", "party", "garden", "coffee"]
TEXTS = [" ".join(WORDS[:number]) for number in (3, 8, 1, 6, 2, 7, 4, 5)]
LONGEST_FIRST = [1, 5, 3, 7, 6, 0, 4, 2]


def test_settings_come_back_from_json():
    schedule = Schedule(batch_size=3, random_first=5, end_model_every=2, explore=False)
    assert Schedule(**json.loads(json.dumps(schedule.settings()))) == schedule
    assert Schedule(**Schedule().settings()) == Schedule()


@pytest.mark.parametrize("value", [-1, 1.5, "2"])
@pytest.mark.parametrize(("name", "least"), [("batch_size", 1), ("random_first", 0), ("end_model_every", 1)])
def test_counts_that_do_not_do(name, least, value):
    message = f"{name} is {value}; expected a whole number of {least} or more."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Schedule(**{name: value})


@pytest.mark.parametrize("name", ["batch_size", "end_model_every"])
def test_none_at_a_time_is_an_error(name):
    message = f"{name} is 0; expected a whole number of 1 or more."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Schedule(**{name: 0})


# ------------------------------------------------------------------ by lot


def session_of(**schedule):
    return Session(
        Corpus.from_texts(TEXTS),
        labels=["yes", "no"],
        primitives=Ngrams(min_df=1),
        strategy=Longest(),
        schedule=Schedule(**schedule),
    )


def n_tied(session):
    return session.suggest().n_tied


@pytest.mark.parametrize("random_first", [0, 1, 3, 8])
def test_so_many_documents_are_drawn_by_lot_before_the_strategy_is_asked(random_first):
    session = session_of(random_first=random_first)
    for number in range(8):
        left = [document for document in LONGEST_FIRST if document not in session.state.shown]
        shown = session.suggest()
        if number < random_first:
            assert (shown.n_tied, shown.score) == (8 - number, 0)
        else:
            assert (shown.n_tied, shown.document) == (1, left[0])
        session.label(None, "yes")


def test_documents_that_were_skipped_count_as_drawn_and_those_that_were_withdrawn_too():
    session = session_of(random_first=2)
    session.suggest()
    session.skip()
    function = session.add("film", "yes", document=0)
    session.withdraw(function)
    assert n_tied(session) == 1


def test_undone_answers_are_drawn_again():
    session = session_of(random_first=2)
    session.label(0, "yes")
    session.label(4, "yes")
    assert n_tied(session) == 1
    session.undo()
    assert n_tied(session) == 7


def test_lots_differ_from_seed_to_seed():
    corpus = Corpus.from_texts(TEXTS)
    first = {
        Session(corpus, labels=["yes", "no"], strategy=Longest(), schedule=Schedule(random_first=1), random_state=seed)
        .suggest()
        .document
        for seed in range(12)
    }
    assert len(first) > 3


@pytest.mark.parametrize("explore", [True, False])
def test_without_exploring_the_strategy_chooses_alone_however_common_a_class_without_functions_is(explore):
    # of three classes one, believed to be 80 % of the documents, has no function: four picks in five are by lot
    words = ["bad", "good", "film", "food"]
    texts = [f"{words[number % 4]} word{number % 37} case{number % 11} item{number}" for number in range(203)]
    session = Session(
        Corpus.from_texts(texts),
        labels=["a", "b", "c"],
        class_balance=[0.1, 0.1, 0.8],
        strategy=EndModelUncertainty(),
        schedule=Schedule(explore=explore),
    )
    session.add("good", "a", 1)
    session.add("bad", "b", 0)
    by_lot = 0
    for _ in range(20):
        by_lot += session.suggest().n_tied == len(texts) - len(session.state.shown)
        session.skip()
    assert by_lot >= 10 if explore else by_lot == 0


# ------------------------------------------------------------------ the end model, now and then

EVERY = Schedule(end_model_every=5)
WAYS = {
    "usual": {},
    "near": {"contextualizer": Contextualizer(percentile=70)},
    "near, for the end model": {"contextualizer": Contextualizer(percentile=70, refined="end model")},
    "labels alone": {"learner": "gold-only"},
}


def weights(models):
    return None if models.classifier is None else models.classifier.weights


def alike(one, other):
    return (one is None) == (other is None) and (one is None or np.array_equal(one, other))


def beginnings(session):
    """Give the events up to each step's last event."""
    steps = np.cumsum([isinstance(event, ANSWERS) for event in session.events])
    return [session.events[: int(np.searchsorted(steps, step, side="right"))] for step in range(steps[-1] + 1)]


def worked(make_person, corpus, n_answers=17, **settings):
    """Give a session and its models after each answer; among the answers are some that are taken back."""
    session = Session(corpus, schedule=EVERY, **settings)
    person, models = make_person(corpus), [session.models()]
    for action in ("add", "add", "undo", "add", "add", "withdraw", "undo", "add", "skip", "undo", "label") * 2:
        if len(models) > n_answers:
            break
        person.answer(session, action)
        models.append(session.models())
    assert session.state.step == n_answers
    return session, models


@pytest.mark.parametrize("settings", WAYS.values(), ids=WAYS)
def test_end_model_learns_anew_at_every_fifth_answer_and_is_kept_in_between(reviews, make_person, settings):
    session, models = worked(make_person, reviews, **settings)
    always = {**session.settings.to_json(), "schedule": Schedule().settings()}
    for step, prefix in enumerate(beginnings(session)):
        anew = Session.replay(reviews, [type(prefix[0])(always, reviews.fingerprint), *prefix[1:]])
        expected = anew.prepare(engine=session.engine).models()
        if step % 5 == 0:
            assert alike(weights(models[step]), weights(expected)), step
        else:
            assert models[step].classifier is models[step - step % 5].classifier
        assert np.array_equal(np.concatenate(models[step].posterior), np.concatenate(expected.posterior))
    assert [weights(models[step]) is not None for step in (0, 5, 10, 15)] == [False, True, True, True]
    assert not alike(weights(models[5]), weights(models[10]))


@pytest.mark.parametrize("settings", WAYS.values(), ids=WAYS)
def test_replayed_at_any_step_it_has_the_same_models_to_the_last_bit(reviews, make_person, settings):
    session, models = worked(make_person, reviews, **settings)
    for step, prefix in enumerate(beginnings(session)):
        again = Session.replay(reviews, prefix).prepare(engine=session.engine).models()
        assert again.step == step
        assert alike(weights(again), weights(models[step])), step
        for name in ("posterior", "predictions"):
            one, other = getattr(again, name), getattr(models[step], name)
            assert np.array_equal(np.concatenate(one), np.concatenate(other)), (step, name)
        assert np.array_equal(again.statistics, models[step].statistics)


def test_replayed_session_goes_on_as_the_first_one(reviews, make_person):
    session, _ = worked(make_person, reviews)
    for place in (4, 9, len(session.events)):
        first = Session.replay(reviews, session.events[:place]).prepare(engine=session.engine)
        second = Session.replay(reviews, session.events[:place]).prepare(engine=session.engine)
        second.models()
        for one in (first, second):
            make_person(reviews, seed=3).work(one, 6)
        kept = [[event for event in one.events if event.kind != "learnt"] for one in (first, second)]
        assert kept[0] == kept[1]


def test_answers_without_a_look_in_between_change_nothing(reviews):
    answers = [("great", "positive", 0), ("waste", "negative", 1), ("love", "positive", 2), ("cheap", "negative", 3)]
    alone = Session(reviews)
    for answer in answers[:3]:
        alone.add(*answer)
    for looks in ((), (1,), (2,), (1, 3), (1, 2, 3, 4)):
        session = Session(reviews, schedule=Schedule(end_model_every=3))
        for answer in answers:
            session.add(*answer)
            if session.state.step in looks:
                session.models()
        assert np.array_equal(session.predict_proba(), alone.predict_proba()), looks


def test_models_of_an_earlier_step_are_learnt_once(reviews):
    class Counting(TwoStage):
        learnt = 0

        def classify(self, engine, evidence, recipe, beliefs):
            Counting.learnt += 1
            return super().classify(engine, evidence, recipe, beliefs)

    session = Session(reviews, learner=Counting(), schedule=EVERY)
    for number in range(12):
        session.label(number, "positive")
        session.suggest()
        session.models()
    assert Counting.learnt == 3  # at steps 0, 5 and 10


def test_end_model_that_is_kept_may_know_a_function_that_was_undone_since(tiny):
    session = Session(tiny, labels=["yes", "no"], schedule=Schedule(end_model_every=2))
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    kept = session.predict_proba()
    session.undo()
    assert session.label_matrix().tolist() == [[0], [0], [-1], [-1], [0], [-1]]
    assert np.array_equal(session.predict_proba(), kept)
    session.skip(5)  # the fourth answer: there is one function, and no end model
    assert session.models().classifier is None
