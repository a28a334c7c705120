"""Documents drawn by lot: they are what they were, under new numbers, and stand for all."""

import numpy as np
import pytest
from scipy import sparse

from lamplighter import Corpus, Session
from lamplighter.data.reviews import generate_reviews
from lamplighter.engine import SelfTraining
from lamplighter.engine.engine import Engine
from lamplighter.engine.sample import sampled
from lamplighter.engine.spread import mean_and_deviation
from lamplighter.exceptions import InputError
from lamplighter.linalg import row_blocks

FUNCTIONS = [
    ("great", "positive"), ("awful", "negative"), ("excellent", "positive"), ("worst", "negative"), ("bad", "negative"),
    ("good", "positive"), ("wonderful", "positive"), ("terrible", "negative"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def short_slices(monkeypatch):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n: row_blocks(n, largest=170))


@pytest.fixture(scope="module")
def written():
    return generate_reviews(1200, random_state=5)


def session_of(written, learner="self-training"):
    """Give a session in which functions were written, each on the first text of its class that has the word."""
    session = Session(Corpus.from_texts(written.texts), labels=["negative", "positive"], learner=learner)
    for word, label in FUNCTIONS:
        document = next(
            (n for n, text in enumerate(written.texts) if written.labels[n] == label and word in text.lower().split()),
            None,
        )
        if document is not None:
            session.add(word, label, document)
    return session


@pytest.fixture
def models(written):
    return session_of(written).models()


def whole(parts):
    parts = [*parts]
    return np.concatenate(parts) if isinstance(parts[0], np.ndarray) else sparse.vstack(parts).toarray()


def expected_documents(models, size):
    """Give the documents of a sample in which all with votes are: first the drawn ones without votes."""
    votes = whole(models.votes)
    drawn = models.engine.drawn(size).documents
    silent = [document for document in drawn.tolist() if not votes[document].any()]
    told = set(models.evidence.labels) | set(np.flatnonzero(votes.any(axis=1)).tolist())
    return silent, sorted(told)


def test_drawn_documents_are_what_they_were_under_new_numbers(models):
    engine, evidence, beliefs = sampled(models.engine, models.evidence, models.beliefs, 550)
    silent, others = expected_documents(models, 550)
    documents = [*silent, *others]
    assert 100 < len(silent) < 550
    assert engine.index.n_documents == len(documents)

    for name in ("incidence", "features"):
        every = whole(getattr(block, name) for block in models.engine.index.slices)
        assert (whole(getattr(block, name) for block in engine.index.slices) == every[documents]).all()
    assert (whole(beliefs.votes) == whole(models.votes)[documents]).all()
    covered = slice(len(silent), None)
    assert (whole(beliefs.posterior)[covered] == whole(models.posterior)[others]).all()
    assert {documents[place]: code for place, code in evidence.labels.items()} == models.evidence.labels
    assert [documents[one.document] for one in evidence.functions] == [
        one.document for one in models.evidence.functions
    ]
    assert [len(block) for block in engine.index.slices] == [len(own) for own in beliefs.posterior]


def test_each_counts_as_much_as_those_it_stands_for(models):
    engine, _, beliefs = sampled(models.engine, models.evidence, models.beliefs, 550)
    silent, others = expected_documents(models, 550)
    voted = whole(models.votes).any(axis=1)
    weights = whole(engine.weights)[:, 0]
    assert weights[: len(silent)] == pytest.approx((1200 - voted.sum()) / len(silent))
    assert weights[len(silent) :] == pytest.approx(1)
    assert weights[whole(beliefs.votes).any(axis=1)].sum() == pytest.approx(voted.sum())
    unvoted_but_labeled = sum(not voted[document] for document in others)
    assert engine.n_documents == pytest.approx(1200 + unvoted_but_labeled)


def test_of_many_documents_with_votes_about_so_many_are_drawn(models):
    voted = whole(models.votes).any(axis=1).sum()
    engine, evidence, beliefs = sampled(models.engine, models.evidence, models.beliefs, 60)
    seen = whole(beliefs.votes).any(axis=1)
    weights = whole(engine.weights)[:, 0]
    labeled = np.zeros(len(seen), dtype=bool)
    labeled[[*evidence.labels]] = True
    assert voted > 200
    assert 30 < (seen & ~labeled).sum() < 90
    assert weights[seen & ~labeled] == pytest.approx(voted / 60, rel=0.5)
    assert labeled.sum() == len(models.evidence.labels)  # whether they were drawn or not


def test_sums_over_a_sample_are_about_those_over_all(models):
    few, _, _ = sampled(models.engine, models.evidence, models.beliefs, 550)

    def of(engine):
        lengths = engine.map(lambda block: block.incidence.sum(axis=1)[:, np.newaxis])
        return np.concatenate(mean_and_deviation(engine, lengths))

    assert of(few) == pytest.approx(of(models.engine), rel=0.05)


def test_where_there_are_no_more_all_are_taken_as_they_are(models):
    for size in (None, 600, 5000):
        few = sampled(models.engine, models.evidence, models.beliefs, size)
        assert few.engine is models.engine
        assert few.evidence is models.evidence
        assert few.beliefs is models.beliefs


def test_the_lot_is_always_the_same_and_copied_once(models):
    engine = models.engine
    assert engine.drawn(100) is engine.drawn(100)
    assert (Engine(engine.index).drawn(100).documents == engine.drawn(100).documents).all()


def test_a_sample_teaches_nearly_what_all_documents_teach(written):
    truth = np.array([["negative", "positive"].index(label) for label in written.labels])
    all_of_them, some = (
        (session_of(written, SelfTraining(sample=size)).predict_proba().argmax(axis=1) == truth).mean()
        for size in (None, 300)
    )
    assert all_of_them > 0.65
    assert some > all_of_them - 0.03


def test_models_of_a_sample_are_a_function_of_the_answers(written):
    once, again = (session_of(written, SelfTraining(sample=200)).predict_proba() for _ in range(2))
    assert (once == again).all()


def test_functions_that_vote_outside_the_sample_alone_teach_all_the_same(written):
    alone = session_of(written, SelfTraining(sample=1))
    predicted = alone.predict_proba()
    assert np.isfinite(predicted).all()
    assert np.ptp(predicted[:, 0]) > 0.1


@pytest.mark.parametrize("size", [0, -3, 2.5, True, "many"])
def test_sample_of_no_document_is_refused(size):
    with pytest.raises(InputError, match=r"^sample is .*; expected a whole number of documents, 1 or more"):
        SelfTraining(sample=size)
