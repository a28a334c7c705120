import re
from dataclasses import replace

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.bench import METHODS, PROTOCOLS, Simulation, UniformUser, parse_metric, simulate
from lamplighter.bench.materials import Materials
from lamplighter.exceptions import InputError
from lamplighter.primitives import Tfidf
from lamplighter.session.events import Labeled, Written

LABELS = ["positive", "negative"]
ACCURACY = parse_metric("accuracy", LABELS)


def run(corpus, user=UniformUser, metric=ACCURACY, **options):
    return simulate(corpus, user, metric, **{"labels": LABELS, "iterations": 6, "every": 3, **options})


@pytest.fixture
def sessions(monkeypatch):
    """The sessions that were worked on."""
    worked, begin = [], Materials.session

    def watched(materials, settings):
        worked.append(begin(materials, settings))
        return worked[-1]

    monkeypatch.setattr(Materials, "session", watched)
    return worked


def test_score_is_the_mean_over_seeds_of_the_mean_of_the_curve():
    result = Simulation((5, 10), np.array([[0.5, 0.7], [0.6, 1.0]]), seconds=2.0)
    assert result.scores == pytest.approx([0.6, 0.8])
    assert result.score == pytest.approx(0.7)
    assert result.std == pytest.approx(np.sqrt(0.1**2 + 0.1**2))  # of the sample: one less than two below
    assert result.curve == pytest.approx([0.55, 0.85])


def test_one_seed_has_no_spread():
    assert Simulation((5,), np.array([[0.5]]), seconds=1.0).std == 0.0


def test_person_works_on_eight_tenths_and_the_model_is_measured_on_one_tenth(reviews, sessions):
    measured = []

    def metric(predicted, truth):
        measured.append((len(predicted), len(truth)))
        return 0.25

    result = run(reviews, UniformUser, metric)
    assert [len(session.corpus) for session in sessions] == [240]
    assert measured == [(30, 30)] * 2
    assert result.steps == (3, 6)
    assert result.curves.tolist() == [[0.25, 0.25]]
    assert result.seconds > 0


def test_held_out_documents_are_none_of_those_that_are_worked_on(sessions):
    corpus = Corpus.from_texts([f"word word{number}" for number in range(50)], gold=LABELS * 25)
    features = []

    def metric(predicted, truth):
        features.append(truth)
        return 1.0

    run(corpus, UniformUser, metric, seeds=2, iterations=1, every=1, settings={"strategy": "random"})
    trained = [set(session.corpus.texts) for session in sessions]
    assert [len(texts) for texts in trained] == [40, 40]
    assert trained[0] != trained[1]
    assert [len(truth) for truth in features] == [5, 5]


def test_each_iteration_is_one_answer(reviews, sessions):
    run(reviews, UniformUser, iterations=7, every=7)
    [session] = sessions
    answered = [event for event in session.events if isinstance(event, (Written, Labeled))]
    assert len(answered) == 7
    assert session.state.step == 7


class Silent(UniformUser):
    """Knows the classes, and has no word for them."""

    def answer(self, suggestion):
        return None


@pytest.mark.parametrize("method", [None, METHODS["lamplighter"]], ids=["by itself", "as a method"])
@pytest.mark.parametrize("labels_alone", [True, False])
def test_nothing_is_written_where_no_function_comes_to_mind(reviews, sessions, labels_alone, method):
    result = run(reviews, Silent, protocol=replace(PROTOCOLS["product"], labels_alone=labels_alone), method=method)
    [session] = sessions
    assert session.functions == ()
    assert (len(session.state.labels), len(session.state.skipped)) == ((6, 0) if labels_alone else (0, 6))
    gold = dict(zip(reviews.texts, reviews.gold, strict=True))
    for document, label in session.state.labels.items():
        assert session.labels[label] == gold[session.corpus.texts[document]]
    assert ((result.curves > 0.3) & (result.curves < 0.7)).all()  # two classes, about even, and no model


def test_label_is_given_alone_in_the_product_where_no_function_comes_to_mind(reviews, sessions):
    run(reviews, Silent)
    assert (len(sessions[0].state.labels), len(sessions[0].state.skipped)) == (6, 0)


def test_same_seeds_give_the_same_curve(reviews):
    first, again = run(reviews, seeds=2), run(reviews, seeds=2)
    assert first.curves.tolist() == again.curves.tolist()


def test_seeds_differ_and_do_not_depend_on_their_number(reviews, sessions):
    alone, both = run(reviews), run(reviews, UniformUser, seeds=2)
    assert both.curves[0].tolist() == alone.curves[0].tolist()
    one, again, other = sessions
    assert one.events[1:] == again.events[1:]
    assert other.corpus.texts != one.corpus.texts
    assert [session.settings.seed for session in sessions] == [0, 0, 1]


def test_strategies_pick_other_documents_with_the_same_user(reviews, sessions):
    run(reviews, UniformUser, iterations=10, every=5, settings={"strategy": "seu"})
    run(reviews, UniformUser, iterations=10, every=5, settings={"strategy": "random"})
    seu, random = sessions
    assert seu.corpus.texts == random.corpus.texts
    assert [event for event in seu.events if isinstance(event, Written)] != [
        event for event in random.events if isinstance(event, Written)
    ]


def test_threshold_reaches_the_user(reviews, sessions):
    run(reviews, threshold=0.75)
    [session] = sessions
    gold = dict(zip(reviews.texts, reviews.gold, strict=True))
    truth = np.array([gold[text] for text in session.corpus.texts])
    for function in session.functions:
        contains = [function.primitive in session.engine.index.terms_of(number) for number in range(len(truth))]
        assert (truth[contains] == session.labels[function.label]).mean() > 0.75


def test_corpus_that_is_read_to_its_end_keeps_its_last_model(sessions):
    corpus = Corpus.from_texts(["a good film", "a bad film"] * 10, gold=LABELS * 10)
    result = run(corpus, iterations=12, every=2)
    assert sessions[0].state.step == 2  # there are two different texts
    assert result.curves.tolist() == [[1.0] * 6]


def test_model_learns_from_what_the_person_writes(reviews):
    result = run(reviews, iterations=40, every=20)
    assert result.curve[-1] > 0.6


def test_progress_counts_the_iterations_of_all_seeds(reviews):
    told = []
    run(reviews, seeds=2, iterations=3, every=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 6) for done in range(1, 7)]


def test_f1_of_a_class_can_be_measured(reviews):
    result = run(reviews, metric=parse_metric("f1:negative", LABELS))
    assert ((result.curves >= 0) & (result.curves <= 1)).all()


@pytest.mark.parametrize("gold", [None, [None, *LABELS * 10][:20]])
def test_simulation_needs_the_true_label_of_every_text(gold):
    message = "A simulation needs the true label of every text. Name the column: --gold COLUMN."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        run(Corpus.from_texts(["good", "bad"] * 10, gold=gold))


def test_fewer_iterations_than_between_measurements_are_an_error(reviews):
    message = "With 4 iterations nothing is measured every 5; ask for 5 or more."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        run(reviews, iterations=4, every=5)


def test_too_few_documents_are_an_error():
    message = "9 documents are too few to be split into training, validation and test: at least 10 are needed."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        run(Corpus.from_texts(["good"] * 9, gold=["positive"] * 9))


def test_session_takes_its_own_settings(reviews, sessions):
    run(reviews, UniformUser, settings={"strategy": "random", "class_balance": [0.75, 0.25]})
    assert sessions[0].settings.strategy_name == "random"
    assert sessions[0].settings.class_balance == (0.75, 0.25)
    assert isinstance(sessions[0], Session)


def test_no_session_sees_a_true_label(reviews, sessions):
    run(reviews, method=METHODS["nemo"])
    run(reviews)
    assert [session.corpus.gold for session in sessions] == [None, None]
    assert [session.gold for session in sessions] == [None, None]


def test_features_are_those_of_method_and_settings(reviews, sessions):
    run(reviews, method=METHODS["lamplighter"])
    run(reviews, method=METHODS["no-bigrams"])
    run(reviews, settings={"features": Tfidf(bigram_min_df=9)})
    every, none, frequent = ({*session.engine.index.space.bigrams} for session in sessions)
    assert set() == none < frequent < every


def test_method_and_protocol_set_the_session_up(reviews, sessions):
    run(reviews, method=METHODS["nemo"], protocol=PROTOCOLS["authors"], settings={"label_model": "majority"})
    settings = sessions[0].settings
    assert settings.schedule == PROTOCOLS["authors"].schedule
    assert settings.contextualizer == PROTOCOLS["authors"].contextualizer
    assert settings.label_model_name == "majority"
    assert settings.class_balance == pytest.approx((0.5, 0.5), abs=0.1)
