import numpy as np
import pytest

from lamplighter import Corpus
from lamplighter.bench import (
    METHODS,
    PROTOCOLS,
    USERS,
    CoverageUser,
    ExplanationUser,
    UniformUser,
    parse_metric,
)
from lamplighter.bench.materials import prepare_materials, told_balance
from lamplighter.bench.methods import session_settings
from lamplighter.bench.plan import user_of, words_for
from lamplighter.bench.runs import Run
from lamplighter.data import split

LABELS = ["pos", "neg"]
GOLD = ["pos", "pos", "pos", "neg"] * 10
"""Three quarters and a quarter."""


@pytest.fixture(scope="module")
def corpus():
    """40 texts, each with a word of its own and a few that others have too."""
    texts = [f"text{number} {'good' if gold == 'pos' else 'bad'} word{number % 5}" for number, gold in enumerate(GOLD)]
    return Corpus.from_texts(texts, gold=GOLD)


def prepared(corpus, protocol="product", seed=0):
    metric = parse_metric("accuracy", LABELS)
    return prepare_materials(corpus, LABELS, metric, PROTOCOLS[protocol], seed, n_threads=1)


@pytest.fixture(scope="module")
def materials(corpus):
    return prepared(corpus)


def test_documents_are_split_eighty_ten_ten(corpus, materials):
    parts = split(40, seed=0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (32, 4, 4)
    assert materials.training.texts == corpus.subset(parts.train).texts
    assert materials.validation.texts == corpus.subset(parts.validation).texts
    assert materials.truth.tolist() == [LABELS.index(GOLD[document]) for document in parts.test]
    assert materials.features.shape == (4, len(materials.engine.index.space))


def test_another_seed_splits_otherwise(corpus, materials):
    assert prepared(corpus, seed=1).training.texts != materials.training.texts
    assert prepared(corpus, seed=0).training.texts == materials.training.texts


def test_method_sees_no_gold_and_the_user_sees_all_of_it(corpus, materials):
    session = materials.session({})
    assert session.corpus.gold is session.gold is materials.training.gold is None
    assert [materials.witness.labels[code] for code in materials.witness.gold] == [
        GOLD[document] for document in split(40, seed=0).train
    ]
    assert materials.validation.gold is not None


def test_words_of_held_out_documents_alone_are_not_indexed(corpus):
    terms = prepared(corpus, "paper").engine.index.vocabulary.numbers
    parts = split(40, seed=0)
    assert all(f"text{document}" in terms for document in parts.train)
    assert not any(f"text{document}" in terms for document in [*parts.validation, *parts.test])


def test_sessions_and_witness_share_the_index(materials):
    sessions = [materials.session({}), materials.session({"strategy": "random"}), materials.witness]
    assert {id(session.engine) for session in sessions} == {id(materials.engine)}


def test_settings_that_are_given_replace_those_of_the_materials(corpus):
    materials = prepared(corpus, "paper")
    session = materials.session({**session_settings(METHODS["snorkel"], PROTOCOLS["paper"]), "random_state": 9})
    assert session.settings.seed == 9
    assert session.settings.class_balance == (0.75, 0.25)
    assert session.settings.strategy_name.endswith("random")
    assert materials.session({"class_balance": None}).settings.class_balance is None


@pytest.mark.parametrize(
    ("protocol", "known"), [("product", None), ("paper", (3 / 4, 1 / 4)), ("authors", (1 / 2, 1 / 2))]
)
def test_shares_of_the_classes_are_estimated_those_of_all_documents_or_even(corpus, protocol, known):
    assert prepared(corpus, protocol).class_balance == known


def test_published_shares_are_for_the_protocol_that_asks_for_them(corpus):
    told = [told_balance(PROTOCOLS[name], corpus, LABELS, (0.87, 0.13)) for name in ("product", "paper", "authors")]
    assert told == [None, (3 / 4, 1 / 4), (0.87, 0.13)]


@pytest.mark.parametrize("seed", [0, 1])
def test_seed_of_the_materials_is_that_of_the_session(corpus, seed):
    assert prepared(corpus, seed=seed).session({}).settings.seed == seed


def answers(materials, make=UniformUser):
    session, user = materials.session({"strategy": "random"}), materials.user(make, 0.5)
    given = []
    for _ in range(6):
        given.append((session.suggest().document, user.answer(session.suggest())))
        session.add(*given[-1][1])
    return given


def test_one_user_after_another_begins_afresh(corpus):
    materials = prepared(corpus, "paper")
    first = answers(materials)
    answers(materials, CoverageUser)
    assert answers(materials) == first


def test_user_has_the_threshold_and_lots_of_a_stream_of_its_own(materials):
    user, other = materials.user(UniformUser, 0.7), materials.user(UniformUser, 0.5)
    assert (user.threshold, other.threshold) == (0.7, 0.5)
    assert user.rng is not other.rng
    assert user.rng.random() == other.rng.random()


@pytest.fixture(scope="module", params=PROTOCOLS.names)
def of_reviews(request, reviews):
    """Materials of a corpus that has more words than the authors have features."""
    metric = parse_metric("accuracy", ["negative", "positive"])
    return prepare_materials(reviews, ["negative", "positive"], metric, PROTOCOLS[request.param], 0, n_threads=1)


@pytest.mark.parametrize("name", USERS)
def test_every_user_can_work_under_every_protocol(of_reviews, data, name):
    run = Run("amazon", of_reviews.protocol.name, name, 0.5, "snorkel", 0)
    user, session = (
        of_reviews.user(user_of(run, words_for([run], None, data)), 0.5),
        of_reviews.session({"strategy": "random"}),
    )
    for _ in range(5):
        shown = session.suggest()
        answer = user.answer(shown)
        assert answer is None or answer[0] in shown.candidates
        session.skip()


def test_word_that_is_no_feature_explains_nothing(of_reviews):
    index, user = of_reviews.engine.index, of_reviews.user(ExplanationUser, 0.5)
    weights = sum(user.weights(np.arange(len(index.vocabulary)), label) for label in (0, 1))
    left_out = np.setdiff1d(np.arange(len(index.vocabulary)), index.space.columns)
    seen = np.intersect1d(np.arange(len(index.vocabulary)), index.space.columns)
    assert (len(left_out) > 0) == (of_reviews.protocol.name == "authors")
    assert (weights[left_out] == 0).all()
    assert (weights[seen] > 0).mean() > 0.9


def test_corpus_without_gold_is_refused():
    with pytest.raises(ValueError, match=r"^The corpus has no gold\.$"):
        prepared(Corpus.from_texts(["good word", "bad word"] * 10))


def test_closing_closes_the_engine(corpus, monkeypatch):
    materials, closed = prepared(corpus), []
    monkeypatch.setattr(materials.engine, "close", lambda: closed.append(True))
    materials.close()
    assert closed == [True]
