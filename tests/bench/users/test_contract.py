"""What every user keeps, over all that are registered, on generated reviews of two and of three classes."""

from functools import partial

import numpy as np
import pytest

from lamplighter import Session
from lamplighter.bench import USERS, Lexicon, UniformUser, parse_metric, simulate
from lamplighter.bench.users import function_accuracies

from .five import shown

ERRING = {"noisy"}
THRESHOLD = 0.6
CORPORA = ["reviews", "categories"]


@pytest.fixture(scope="module")
def prepared(reviews, categories):
    """Give a session on each corpus; what is drawn of it changes nothing in it."""
    return {"reviews": Session(reviews).prepare(), "categories": Session(categories).prepare()}


@pytest.fixture(params=CORPORA)
def session(prepared, request):
    return prepared[request.param]


@pytest.fixture(params=USERS.names)
def name(request):
    return request.param


def word_list(session):
    """Give a lexicon of every other word, each for the class it is most often right for."""
    best = function_accuracies(session, session.gold).argmax(axis=1)
    terms = session.engine.index.vocabulary.terms
    return Lexicon.from_entries([(terms[number], session.labels[best[number]]) for number in range(0, len(terms), 2)])


def made(name, session, seed=0, **options):
    make = partial(USERS[name], lexicon=word_list(session)) if name == "lexicon" else USERS[name]
    return make(session, **{"threshold": THRESHOLD, "rng": np.random.default_rng(seed), **options})


def answers(user, seed=0, n=40):
    documents = np.random.default_rng(seed).permutation(len(user.session.corpus))[:n]
    return [(document, user.answer(shown(user.session, document))) for document in documents.tolist()]


def written(user, **options):
    return [(document, *answer) for document, answer in answers(user, **options) if answer is not None]


def test_some_functions_are_written(name, session):
    assert len(written(made(name, session))) >= 10


def test_no_keyword_is_used_twice(name, session):
    words = [word for _, word, _ in written(made(name, session), n=len(session.corpus))]
    assert len(words) == len(set(words))


def test_keyword_stands_in_the_document(name, session):
    assert all(word in session.engine.index.terms_of(document) for document, word, _ in written(made(name, session)))


def test_label_is_the_one_that_the_user_gives_to_the_document(name, session):
    user = made(name, session)
    assert all(label == user.label(document) for document, _, label in written(user))


def test_label_is_the_true_one_unless_the_user_errs(name, session):
    user = made(name, session)
    true = np.mean([user.label(document) == gold for document, gold in enumerate(session.corpus.gold)])
    assert true == pytest.approx(0.9, abs=0.07) if name in ERRING else true == 1.0


def test_accuracy_is_above_the_threshold_unless_the_user_errs(name, session):
    if name in ERRING:
        pytest.skip("its rates are tested by hand")
    user = made(name, session)
    accuracies = function_accuracies(session, session.gold)
    for _, word, label in written(user):
        number = session.engine.index.vocabulary.numbers[word]
        assert accuracies[number, session.labels.index(label)] > THRESHOLD
        assert user.approves(word, label)


def test_same_seed_gives_the_same_answers_and_another_seed_others(name, session):
    first, again, other = (answers(made(name, session, seed)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_one_lot_is_drawn_an_answer(name, session):
    rng, other = np.random.default_rng(7), np.random.default_rng(7)
    answers(made(name, session, rng=rng), n=15)
    other.random(15)
    assert rng.random() == other.random()


def test_higher_threshold_leaves_no_answer(name, session):
    if name in ERRING:
        pytest.skip("it has bad keywords all the same")
    words = [word for _, word, _ in written(made(name, session, threshold=1 - 1e-9))]
    perfect = (function_accuracies(session, session.gold) == 1).any(axis=1)
    assert all(perfect[session.engine.index.vocabulary.numbers[word]] for word in words)


def test_rare_words_can_be_left_out(name, session):
    counts = session.engine.index.vocabulary.document_counts
    user = partial(made, min_coverage=20)(name, session, **({"keyword_noise": 0.0} if name == "noisy" else {}))
    words = [word for _, word, _ in written(user)]
    assert words
    assert all(counts[session.engine.index.vocabulary.numbers[word]] >= 20 for word in words)


def test_nothing_of_the_session_is_changed(name, session):
    events, gold = session.events, session.gold.copy()
    written(made(name, session))
    assert session.events == events
    assert np.array_equal(session.gold, gold)


def test_session_takes_the_answers(name, reviews):
    bound = {"lexicon": partial(USERS["lexicon"], lexicon=word_list(Session(reviews)))}
    result = simulate(
        reviews,
        bound.get(name, USERS[name]),
        parse_metric("accuracy", reviews.gold_labels),
        labels=reviews.gold_labels,
        iterations=10,
        every=10,
    )
    assert 0 <= result.score <= 1


def test_every_other_user_thinks_of_no_more_words_than_the_uniform_one(name, session):
    everything = np.arange(len(session.engine.index.vocabulary))
    uniform = UniformUser(session, threshold=THRESHOLD, rng=np.random.default_rng(0))
    user = made(name, session)
    for label in range(len(session.labels)):
        chances = user.chances(everything, label)
        assert (chances >= 0).all()
        assert np.isfinite(chances).all()
        assert (chances[uniform.chances(everything, label) == 0] == 0).all()
