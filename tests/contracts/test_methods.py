"""Every method runs under every protocol, and none moves another, on 100 generated reviews."""

import numpy as np
import pytest

from lamplighter import Corpus
from lamplighter.bench import METHODS, PROTOCOLS, UniformUser, parse_metric
from lamplighter.bench.materials import prepare_materials
from lamplighter.bench.trials import Writing, interview_of, run_trial
from lamplighter.data.reviews import generate_reviews
from lamplighter.session.events import Suggested

LABELS = ["negative", "positive"]
ITERATIONS, EVERY = 8, 4

METHOD_NAMES = METHODS.names


def prepared(protocol):
    written = generate_reviews(100, random_state=3)
    corpus = Corpus.from_texts(written.texts, gold=written.labels)
    return prepare_materials(corpus, LABELS, parse_metric("accuracy", LABELS), PROTOCOLS[protocol], 0, n_threads=1)


def worked(materials, names):
    """Run methods one after another; give for each its trial, and the interview as it was at the end."""
    done = {}
    for name in names:
        interview = interview_of(METHODS[name], materials, materials.user(UniformUser, 0.5))
        done[name] = run_trial(interview, materials, iterations=ITERATIONS, every=EVERY), interview
    return done


def shown(interview):
    """Give what was shown, in order."""
    return [event for event in interview.session.events if isinstance(event, Suggested)]


@pytest.fixture(scope="module", params=PROTOCOLS.names)
def protocol(request):
    return request.param


@pytest.fixture(scope="module")
def there(protocol):
    """All methods in order, on materials that they share."""
    return worked(prepared(protocol), METHOD_NAMES)


@pytest.fixture(scope="module")
def back(protocol):
    """The same from the last to the first, on materials made anew."""
    return worked(prepared(protocol), METHOD_NAMES[::-1])


@pytest.mark.parametrize("name", METHOD_NAMES)
def test_method_has_a_learning_curve(there, name):
    trial, interview = there[name]
    assert list(trial.curve) == list(range(EVERY, ITERATIONS + 1, EVERY))
    assert all(np.isfinite(value) and 0 <= value <= 1 for value in trial.curve.values())
    assert trial.seconds > 0
    if METHODS[name].asks == "function":
        assert 0 < trial.functions <= trial.documents == ITERATIONS
    elif METHODS[name].asks == "label":
        assert (trial.functions, trial.documents) == (0, ITERATIONS)
    elif METHODS[name].asks == "review":
        answered = interview.session.state
        assert trial.documents + len(answered.rejected) == answered.step == ITERATIONS
    else:
        assert trial.documents == 0
        assert len(interview.asked) == ITERATIONS


@pytest.mark.parametrize("name", METHOD_NAMES)
def test_same_seed_gives_the_same_run_whichever_methods_ran_before(there, back, name):
    (first, interview), (second, other) = there[name], back[name]
    assert first.curve == second.curve
    assert (first.functions, first.documents, first.note) == (second.functions, second.documents, second.note)
    assert interview.models().functions == other.models().functions
    features = interview.session.engine.index.slices[0].features
    assert np.array_equal(interview.models().predict(features), other.models().predict(features))


@pytest.mark.parametrize("name", METHOD_NAMES)
def test_method_sees_no_gold_of_the_documents_it_works_on(there, name):
    session = there[name][1].session
    assert session.corpus.gold is session.gold is None


def test_methods_that_begin_by_lot_begin_with_the_same_document_and_the_same_answer(protocol, there):
    """All but those do that begin with representatives, and one: without correctness, expected utility prefers documents
    that share many words with others.
    """
    firsts = {name: shown(interview)[0] for name, (_, interview) in there.items() if isinstance(interview, Writing)}
    by_lot = {name for name, first in firsts.items() if first.n_tied == 80}
    covering = {name for name in firsts if METHODS[name].strategy == "coverage"}
    others = set() if protocol == "authors" else covering | {"seu-no-correctness"}
    assert set(firsts) - by_lot == others
    assert len({firsts[name].document for name in by_lot}) == 1
    written = {there[name][1].session.functions[0] for name in by_lot if METHODS[name].asks == "function"}
    assert len(written) == 1


def test_methods_that_differ_in_learning_alone_are_asked_the_same(there):
    same = ["snorkel", "implyloss-l", "standard-majority", "contextualized-majority", "nemo-no-selector"]
    answers = {there[name][1].session.functions for name in same}
    assert len(answers) == 1


def test_strategies_come_apart_once_something_is_known(protocol, there):
    orders = [[event.document for event in shown(there[name][1])] for name in ("nemo", "snorkel", "snorkel-abs")]
    alike = PROTOCOLS[protocol].schedule.random_first
    assert len({tuple(order[:alike]) for order in orders}) == 1
    assert len(set(map(tuple, orders))) > 1


def test_another_seed_gives_other_answers(protocol, there):
    written = generate_reviews(100, random_state=3)
    corpus = Corpus.from_texts(written.texts, gold=written.labels)
    metric = parse_metric("accuracy", LABELS)
    materials = prepare_materials(corpus, LABELS, metric, PROTOCOLS[protocol], 1, n_threads=1)
    [(_, interview)] = worked(materials, ["standard-majority"]).values()
    theirs = there["standard-majority"][1].session.functions
    assert [function.primitive for function in interview.session.functions] != [one.primitive for one in theirs]
