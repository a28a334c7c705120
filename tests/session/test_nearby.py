"""What lies around a document, and how sure the end model is of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lamplighter import Contextualizer, Corpus, Ngrams, Session
from lamplighter.exceptions import SessionError
from lamplighter.session import around
from lamplighter.session.nearby import NEAREST, distances_from, nearest


class Told:
    """Stands in for models: an end model that believes what it is told."""

    classifier = object()

    def __init__(self, session, probability):
        self.engine = session.engine
        self.predictions = (np.array(probability),)


@pytest.fixture
def session(tiny):
    return Session(tiny, labels=["yes", "no"])


def test_uncertainty_is_the_mean_entropy_of_the_nearest_in_parts_of_the_greatest(session):
    certain, unsure, leaning = [1.0, 0.0], [0.5, 0.5], [0.75, 0.25]
    found = around(session, Told(session, [unsure, certain, unsure, certain, unsure, leaning]), 0)
    # Of the other five: 0 for two, 1 for two, and (¾ ln 4/3 + ¼ ln 4) / ln 2 for the last.
    assert found.n_documents == 5
    assert found.uncertainty == pytest.approx((2 + 0.811278) / 5, abs=1e-6)


def test_documents_farther_away_than_the_fifty_nearest_do_not_count():
    near = [f"spoon s{number}" for number in range(NEAREST + 1)]
    corpus = Corpus.from_texts([*near, *(f"fork f{number}" for number in range(200))])
    session = Session(corpus, labels=["a", "b", "c"])
    third = [1 / 3] * 3
    probability = [third] * len(near) + [[1.0, 0.0, 0.0]] * 200
    assert around(session, Told(session, probability), 0) == (NEAREST, pytest.approx(1.0))
    assert around(session, Told(session, probability), len(corpus) - 1) == (NEAREST, pytest.approx(0.0))


def test_without_a_model_nothing_is_said(session):
    assert around(session, session.models(), 3) == (5, None)


def test_only_document_has_nothing_around_it():
    session = Session(Corpus.from_texts(["good film"]), labels=["yes", "no"], primitives=Ngrams(min_df=1))
    assert around(session, Told(session, [[0.5, 0.5]]), 0) == (0, None)


@pytest.mark.parametrize("document", [-1, 6])
def test_document_that_there_is_not_is_refused(session, document):
    with pytest.raises(SessionError, match=rf"^There is no document {document}; they are numbered 0 to 5\.$"):
        around(session, session.models(), document)


def test_distances_are_those_of_the_sessions_neighbourhoods(tiny):
    cosine = Session(tiny, labels=["yes", "no"])
    euclidean = Session(tiny, labels=["yes", "no"], contextualizer=Contextualizer(metric="euclidean", percentile=50))
    far = distances_from(cosine, 0)
    assert far.round(9).tolist()[0] == 0
    assert far[3] == far[5] == 1
    # Rows have length 1, so the square of the one is twice the other.
    assert np.allclose(distances_from(euclidean, 0) ** 2, 2 * far, atol=1e-12)


distances = arrays.arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 4).map(float))


@given(distances, st.data())
def test_nearest_weigh_n_together_and_none_that_is_left_out_is_nearer(away, data):
    n = data.draw(st.integers(1, len(away)))
    documents, weights = nearest(away, n)
    assert weights.sum() == pytest.approx(n)
    assert (weights > 0).all()
    assert (weights <= 1).all()
    left = np.delete(away, documents)
    assert not len(left) or left.min() > away[documents].max()


@given(distances, st.randoms(use_true_random=False))
def test_nearest_do_not_depend_on_the_order(away, shuffling):
    order = list(range(len(away)))
    shuffling.shuffle(order)
    n = (len(away) + 1) // 2
    first, other = (
        np.bincount(at, weights, minlength=len(away)) for at, weights in (nearest(away, n), nearest(away[order], n))
    )
    assert np.allclose(first[order], other)
