"""Slices that live elsewhere give what slices here give: also when those who hold them are lost."""

import gc

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.cluster import FarParts, build_far
from lamplighter.data.reviews import generate_reviews
from lamplighter.engine import SelfTraining, build_index
from lamplighter.exceptions import InputError, PrimitiveError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams, Tfidf

ANSWERS = [("great", "positive"), ("awful", "negative"), ("excellent", "positive")]


@pytest.fixture(scope="module")
def texts():
    return list(generate_reviews(320, random_state=3).texts)


@pytest.fixture(autouse=True)
def short_slices(monkeypatch):
    """Six slices of a few hundred texts: sums are over several of them on each worker."""
    for module in ("lamplighter.cluster.build", "lamplighter.engine.index"):
        monkeypatch.setattr(f"{module}.row_blocks", lambda n: row_blocks(n, largest=60))


@pytest.fixture
def make_far(texts, sources, make_crew):
    """Give what makes a session whose slices are dealt to two workers, and the workers; of a learner."""

    def made(learner="two-stage"):
        found = sources(texts)
        crew = make_crew(found, 2)
        built = build_far(crew, found, Ngrams())
        session = Session(built.corpus, labels=["positive", "negative"], learner=learner)
        return session.prepare(engine=built.engine), crew

    return made


@pytest.fixture
def far(make_far):
    return make_far()


def near(texts, learner="two-stage"):
    return Session(Corpus.from_texts(texts), labels=["positive", "negative"], learner=learner)


def worked_on(session):
    """Answer some documents; give those that were shown."""
    shown = []
    for word, label in ANSWERS:
        shown.append(session.suggest().document)
        session.add(word, label)
    session.models()
    return [*shown, session.suggest().document]


@pytest.mark.parametrize(
    "learner",
    ["two-stage", "self-training", SelfTraining(sample=90)],
    ids=["two-stage", "self-training", "of a sample"],
)
def test_a_session_elsewhere_is_the_session_here(make_far, texts, learner):
    session, _ = make_far(learner)
    here = near(texts, learner)
    assert worked_on(session) == worked_on(here)
    assert np.abs(session.predict_proba() - here.predict_proba()).max() < 1e-9
    assert np.abs(session.soft_labels() - here.soft_labels()).max() < 1e-9
    assert (session.label_matrix() == here.label_matrix()).all()
    assert session.suggest().text == here.suggest().text
    assert session.suggest().candidates == here.suggest().candidates
    assert (session.corpus.twins == here.corpus.twins).all()


def test_vocabulary_and_weights_are_those_of_the_whole_corpus(far, texts):
    index = build_index(texts, Ngrams())
    assert far[0].engine.index.vocabulary.terms == index.vocabulary.terms
    assert (far[0].engine.index.vocabulary.document_counts == index.vocabulary.document_counts).all()
    assert (far[0].engine.index.space.idf == index.space.idf).all()
    assert far[0].engine.index.space.bigrams == index.space.bigrams
    assert len(index.space.bigrams) > 100


def test_pairs_of_words_may_be_left_out(texts, sources, make_crew):
    found = sources(texts)
    built = build_far(make_crew(found, 2), found, Ngrams(), features=Tfidf(bigram_min_df=None))
    assert built.engine.index.space.bigrams == ()


@pytest.mark.parametrize("nth", [1, 5, 40])
def test_lost_worker_s_slices_and_parts_are_made_again(far, texts, nth):
    session, crew = far
    calls = iter(range(10**6))
    crew.loses = lambda _, method: method == "run" and next(calls) == nth
    assert worked_on(session) == worked_on(near(texts))
    assert sum(crew.generations) == 1
    assert np.abs(session.predict_proba() - near_proba(texts)).max() < 1e-9


def near_proba(texts):
    session = near(texts)
    worked_on(session)
    return session.predict_proba()


def test_workers_may_be_lost_again_and_again(far, texts):
    session, crew = far
    calls = iter(range(10**6))
    crew.loses = lambda _, method: method == "run" and next(calls) % 13 == 12
    assert worked_on(session) == worked_on(near(texts))
    assert sum(crew.generations) > 3


def test_what_travels_in_learning_does_not_grow_with_the_documents(texts, sources, make_crew):
    def sent(n_times):
        found = sources(texts * n_times)
        crew = make_crew(found, 2)
        built = build_far(crew, found, Ngrams())
        session = Session(built.corpus, labels=["positive", "negative"], learner="two-stage")
        session.prepare(engine=built.engine)
        session.add("great", "positive", 0)
        session.add("awful", "negative", 1)
        crew.asked.clear()
        _ = session.models().classifier
        return sum(size for _, _, size in crew.asked) / len(crew.asked)

    assert sent(15) < 1.5 * sent(5)  # from five on the vocabulary is whole, with its pairs


def test_parts_are_let_go_when_nobody_has_them(far):
    session, crew = far
    engine = session.engine
    lengths = engine.map(lambda block: np.array([len(block)]))
    assert isinstance(lengths, FarParts)
    assert engine.summed(lambda own: own, lengths).tolist() == [320]
    held = crew.holders[0].held()["parts"]
    del lengths
    gc.collect()
    engine.total(lambda block: np.zeros(1))
    assert crew.holders[0].held()["parts"] == held - 1


def test_parts_can_be_looked_at(far):
    engine = far[0].engine
    numbers = engine.map(lambda block: block.number)
    assert list(numbers) == [0, 1, 2, 3, 4, 5]
    assert (numbers[2], numbers[-1], numbers[1:3], len(numbers)) == (2, 5, [1, 2], 6)
    with pytest.raises(IndexError):
        numbers[6]


def test_what_lives_here_goes_along(far):
    engine = far[0].engine
    added = engine.map(lambda block, own: block.number + own, [10, 20, 30, 40, 50, 60])
    assert list(added) == [10, 21, 32, 43, 54, 65]


def test_errors_of_functions_come_back(far):
    def fail(_):
        raise PrimitiveError("It cannot be read.")

    with pytest.raises(PrimitiveError, match=r"^It cannot be read\.$"):
        list(far[0].engine.map(fail))


def test_features_that_need_all_counts_at_once_are_refused(texts, sources, make_crew):
    found = sources(texts)
    message = (
        "The features are TF-IDF, 50 terms: on a cluster they cannot be chosen by their counts, nor standardized. "
        "Leave max_features and standardize out, or work without a cluster."
    )
    with pytest.raises(InputError) as error:
        build_far(make_crew(found, 1), found, Ngrams(), features=Tfidf(max_features=50, bigram_min_df=None))
    assert str(error.value) == message


def test_corpus_without_a_word_is_refused(sources, make_crew):
    found = sources(["a", "b", "c"])
    with pytest.raises(PrimitiveError, match=r"^No word can be used: of 0 different ones in 3 documents"):
        build_far(make_crew(found, 2), found, Ngrams())


def test_an_answer_takes_a_few_rounds_however_many_slices_there_are(texts, sources, make_crew):
    def rounds(n_times):
        found = sources(texts * n_times)
        crew = make_crew(found, 1)
        built = build_far(crew, found, Ngrams())
        session = Session(built.corpus, labels=["positive", "negative"], learner=SelfTraining(sample=90))
        session.prepare(engine=built.engine)
        for document, (word, label) in enumerate(ANSWERS):
            session.add(word, label, document)
        session.models()
        session.suggest()
        crew.asked.clear()
        session.add("bad", "negative", 4)
        session.suggest(fresh=False)
        _ = session.models().predicted
        return len(crew.asked)

    assert rounds(4) == rounds(1) < 20
