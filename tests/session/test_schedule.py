"""When documents are drawn by lot, and when the end model learns anew."""

import json
import re

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, Ngrams, Session, Strategy
from lamplighter.engine import TwoStage
from lamplighter.exceptions import InputError, PoolExhaustedError
from lamplighter.linalg import row_blocks
from lamplighter.selection import STRATEGIES, EndModelUncertainty
from lamplighter.selection.representatives import representatives
from lamplighter.session import Schedule, event_from_json, event_to_json, picking
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
    schedule = Schedule(batch_size=3, random_first=5, representatives_first=7, end_model_every=2, explore=False)
    assert Schedule(**json.loads(json.dumps(schedule.settings()))) == schedule
    assert Schedule(**Schedule().settings()) == Schedule()
    assert Schedule(**{**Schedule().settings(), "representatives_first": 7}) != Schedule()


def test_schedule_of_before_there_were_representatives_is_read():
    kept = {"batch_size": 2, "random_first": 5, "end_model_every": 5, "explore": False}
    assert Schedule(**kept) == Schedule(**kept, representatives_first=16)


@pytest.mark.parametrize("value", [-1, 1.5, "2"])
@pytest.mark.parametrize(
    ("name", "least"),
    [("batch_size", 1), ("random_first", 0), ("representatives_first", 0), ("end_model_every", 1)],
)
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


# ------------------------------------------------------------------ documents that stand for many others

REPRESENTATIVE = "likeness to many others"


def picked(session, number):
    """Give what is suggested when each document is skipped: the documents, and what chose each."""
    shown = []
    for _ in range(number):
        shown.append(session.suggest())
        session.skip()
    return [each.document for each in shown], [each.chosen_by for each in shown]


def through_json(events):
    return [event_from_json(event.kind, json.loads(json.dumps(event_to_json(event)))) for event in events]


@pytest.mark.parametrize("schedule", [Schedule(), Schedule(representatives_first=3), Schedule(representatives_first=1)])
def test_so_many_documents_at_most_are_those_that_stand_for_many_others(reviews, schedule):
    session, n_first = Session(reviews, schedule=schedule), schedule.representatives_first
    documents, chosen_by = picked(session, n_first + 3)
    assert documents[:n_first] == session.representatives[:n_first].tolist()
    assert chosen_by == [REPRESENTATIVE] * n_first + ["new coverage"] * 3


def test_without_representatives_the_strategy_is_asked_at_once(reviews):
    session = Session(reviews, schedule=Schedule(representatives_first=0))
    assert picked(session, 3)[1] == ["new coverage"] * 3
    assert "representatives" not in vars(session)  # they are not even looked for


def test_no_more_than_thirty_two_documents_stand_for_many_others(reviews):
    session = Session(reviews, schedule=Schedule(representatives_first=100))
    documents, chosen_by = picked(session, 34)
    assert documents[:32] == session.representatives.tolist()
    assert chosen_by == [REPRESENTATIVE] * 32 + ["new coverage"] * 2


def test_documents_that_stand_for_many_others_are_shown_until_each_class_has_a_function(categories):
    session, chosen_by = Session(categories), []
    for word, label in (("film", "films"), ("movie", "films"), ("taste", "food"), ("battery", "phones")):
        chosen_by.append(session.suggest().chosen_by)
        session.add(word, label)
    assert chosen_by == [REPRESENTATIVE] * 4
    assert session.suggest().chosen_by == "new coverage"


@pytest.mark.parametrize(("n_texts", "n_needed"), [(200, 2), (4000, 20)])
def test_first_function_on_a_handful_of_texts_says_too_little_of_its_class(n_texts, n_needed):
    """Votes on 1 % of the texts are enough, or on 20."""
    rare, enough = n_needed - 1, n_needed
    texts = [f"all {'rare ' * (n < rare)}{'some ' * (n < enough)}other w{n}" for n in range(n_texts)]
    session = Session(Corpus.from_texts(texts), labels=["yes", "no"], primitives=Ngrams(min_df=1))
    session.add("other", "yes", document=n_texts - 1)
    session.add("rare", "no", document=0)
    assert session.suggest().chosen_by == REPRESENTATIVE
    session.add("some", "no")  # all that has the rare word, and one text more
    assert session.suggest().chosen_by == "new coverage"


def test_labels_alone_are_no_functions(reviews):
    session = Session(reviews, schedule=Schedule(representatives_first=4))
    for label in ("positive", "negative") * 2:
        assert session.suggest().chosen_by == REPRESENTATIVE
        session.label(None, label)
    assert session.suggest().chosen_by == "new coverage"


def test_undoing_the_function_that_was_wanting_shows_them_again(reviews):
    session = Session(reviews)
    session.add("great", "positive", document=0)
    session.add("waste", "negative", document=1)
    assert session.suggest().chosen_by == "new coverage"
    session.undo()
    shown = session.suggest()
    assert (shown.chosen_by, shown.document) == (REPRESENTATIVE, session.representatives[0])


def test_document_that_was_answered_before_its_turn_counts_and_is_passed_over(reviews):
    session = Session(reviews, schedule=Schedule(representatives_first=3))
    order = session.representatives.tolist()
    session.label(order[0], "positive")
    documents, chosen_by = picked(session, 3)
    assert documents[:2] == order[1:3]
    assert chosen_by == [REPRESENTATIVE, REPRESENTATIVE, "new coverage"]


def test_text_that_stands_for_many_others_and_stands_twice_is_shown_once():
    texts = [*TEXTS, TEXTS[1], TEXTS[5], TEXTS[1]]
    session = Session(Corpus.from_texts(texts), labels=["yes", "no"], primitives=Ngrams(min_df=1))
    documents, chosen_by = picked(session, 8)
    assert sorted(texts[document] for document in documents) == sorted(TEXTS)
    assert chosen_by == [REPRESENTATIVE] * 8
    with pytest.raises(PoolExhaustedError, match=r"^All 11 documents have been shown; none is left to suggest\.$"):
        session.suggest()


@pytest.mark.parametrize("name", [name for name in STRATEGIES if not STRATEGIES[name].begins_with_representatives])
def test_strategy_that_does_not_begin_with_representatives_is_not_affected(reviews, name):
    corpus = Corpus.from_texts(reviews.texts[:40])
    kept = {}
    for n_first in (0, 16):
        schedule = Schedule(representatives_first=n_first)
        session = Session(corpus, labels=["negative", "positive"], strategy=name, schedule=schedule)
        assert picked(session, 4)[1] == [STRATEGIES[name].title] * 4
        kept[n_first] = session.events[1:]
    assert kept[0] == kept[16]


def test_strategy_of_ones_own_begins_with_representatives_only_if_it_says_so():
    class Longest16(Longest):
        begins_with_representatives = True

    assert [name for name in STRATEGIES if STRATEGIES[name].begins_with_representatives] == ["coverage"]
    assert picked(session_of(), 2)[1] == ["length"] * 2
    settings = {"labels": ["yes", "no"], "primitives": Ngrams(min_df=1), "strategy": Longest16()}
    session = Session(Corpus.from_texts(TEXTS), **settings, schedule=Schedule(representatives_first=2))
    documents, chosen_by = picked(session, 3)
    assert documents[:2] == session.representatives[:2].tolist()
    assert chosen_by == [REPRESENTATIVE, REPRESENTATIVE, "length"]


@pytest.mark.parametrize("schedule", [Schedule(), Schedule(representatives_first=3)], ids=["as it is", "three"])
def test_from_every_prefix_the_same_document_stands_for_many_others(reviews, make_person, schedule):
    session = make_person(reviews).work(Session(reviews, schedule=schedule), 20)
    stored = through_json(session.events)
    places = [place for place, event in enumerate(stored) if event.kind == "suggested"]
    assert {stored[place].chosen_by for place in places} == {REPRESENTATIVE, "new coverage"}
    for place in places:
        again = Session.replay(reviews, stored[:place]).prepare(engine=session.engine)
        again.suggest()
        assert again.events == session.events[: place + 1]


@pytest.mark.parametrize("largest", [8192, 37])
@pytest.mark.parametrize("seed", [0, 1])
def test_of_a_large_corpus_those_that_stand_for_many_of_a_sample_are_taken(reviews, monkeypatch, largest, seed):
    features = Session(reviews).engine.index.slices[0].features
    drawn = np.sort(np.random.default_rng(seed).permutation(300)[:50])
    expected = drawn[representatives(features[drawn], 32)]
    monkeypatch.setattr(picking, "COMPARED", 50)
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
    session = Session(reviews, random_state=seed)
    assert (len(session.engine.index.slices) > 1) == (largest == 37)
    assert session.representatives.tolist() == expected.tolist()
    assert picked(session, 3) == (expected[:3].tolist(), [REPRESENTATIVE] * 3)


# ------------------------------------------------------------------ the end model, now and then

EVERY = Schedule(end_model_every=5, representatives_first=0)  # so that each class soon has a function
WAYS = {
    "usual": {},
    "seu, two-stage": {"strategy": "seu", "learner": "two-stage"},
    "near": {"contextualizer": Contextualizer(percentile=70)},
    "near, for the end model": {
        "contextualizer": Contextualizer(percentile=70, refined="end model"),
        "learner": "two-stage",
    },
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


def test_words_that_were_seen_and_not_used_are_expected_less():
    # Without anything refused the first three, of two common words each, come one after another
    texts = ["red fox", "red fox runs", "red fox sleeps", "blue sky falls", "blue sky shines", "green sea", "green tea"]
    session = Session(
        Corpus.from_texts(texts), labels=["a", "b"], strategy="coverage", schedule=Schedule(representatives_first=0)
    )
    seen = []
    for _ in range(2):
        seen.append(session.suggest().text)
        session.skip()
    assert "red fox" in seen[0]
    assert "red fox" not in seen[1]
