"""The context of a function: the documents that a person had labeled when it was written."""

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, Session
from lamplighter.engine import neighbourhood
from lamplighter.session.learning import context


def of(session, document):
    return context(session, document, session.state)


@pytest.fixture
def shown():
    """Six different texts; three were labeled in this order: 3, 0 (with a function), 5."""

    def make(**settings):
        corpus = Corpus.from_texts(["a good film", "good food", "a bad film", "bad food", "good music", "bad music"])
        session = Session(corpus, labels=["yes", "no"], contextualizer=Contextualizer(**settings))
        session.label(3, "no")
        session.skip(1)
        session.add("good", "yes", document=0)
        session.label(5, "no")
        return session

    return make


@pytest.mark.parametrize(
    ("length", "new", "earlier", "first"),
    [(1, (4,), (0,), (3,)), (2, (4, 5), (0, 3), (3,)), (3, (4, 5, 0), (0, 3), (3,)), (9, (4, 5, 0, 3), (0, 3), (3,))],
)
def test_context_is_the_document_and_those_labeled_before_it_latest_first(shown, length, new, earlier, first):
    session = shown(length=length)
    assert (of(session, 4), of(session, 0), of(session, 3)) == (new, earlier, first)


def test_context_of_a_function_stays_as_it_was_when_it_was_written(shown):
    session = shown(length=2)
    before = of(session, 4)
    function = session.add("music", "yes", document=4)
    session.label(2, "no")
    session.label(3, "yes")  # once more: it is where it was in the order
    assert of(session, function.document) == before == (4, 5)
    assert of(session, 1) == (1, 2)


def test_without_a_contextualizer_the_context_is_the_document(tiny):
    session = Session(tiny, labels=["yes", "no"])
    for document in (3, 0, 5):
        session.label(document, "yes")
    assert of(session, 5) == (5,)


@pytest.mark.parametrize("join", ["nearest", "mean"])
def test_functions_vote_near_the_last_examples_together(reviews, join):
    with_it = [document for document, text in enumerate(reviews.texts) if "great" in text.lower().split()]
    earlier, own = with_it[:2]

    def votes(**settings):
        session = Session(reviews, contextualizer=Contextualizer(percentile=20, decay=1.0, join=join, **settings))
        session.label(earlier, "negative")
        session.add("great", "positive", document=own)
        return session, session.label_matrix()[:, 0]

    session, joined = votes(length=2)
    _, alone = votes()
    place = neighbourhood(session.engine, "great", (own, earlier), session.settings.contextualizer)
    assert np.flatnonzero(joined >= 0).tolist() == np.concatenate(place.rows).tolist()
    assert not np.array_equal(joined, alone)
    again = Session.replay(reviews, session.events)
    assert np.array_equal(again.label_matrix(), session.label_matrix())
