"""One document explained; the corpus is that of test_browse.py."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, Session
from lamplighter.exceptions import SessionError
from lamplighter.learning import Linear
from lamplighter.session.explanation import FunctionHere, WordWeight, _words, explain
from lamplighter.session.pieces import Passage

TEXTS = ["a good film", "good food", "a bad film", "bad food", "good music", "bad music", "the music"]


def written(**settings):
    corpus = replace(Corpus.from_texts(TEXTS), gold=("yes", "yes", "no", None, "yes", "no", None))
    session = Session(corpus, labels=["yes", "no"], **settings)
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.add("film", "yes", document=0)
    return session


def test_functions_that_vote_on_it_and_the_places_they_look_for():
    session = written()
    said = explain(session, session.models(), 2)
    assert said.functions == (
        FunctionHere(1, "bad", "no", votes=True, distance=None, radius=None),
        FunctionHere(2, "film", "yes", votes=True, distance=None, radius=None),
    )
    assert said.passages == (
        Passage("a ", ()),
        Passage("bad", (1,)),
        Passage(" ", ()),
        Passage("film", (2,)),
    )
    assert (said.believed, said.belief) == (None, pytest.approx({"yes": 1 / 2, "no": 1 / 2}))


def test_label_model_and_end_model_are_told_by_class():
    session = written()
    models = session.models()
    said = explain(session, models, 0)
    assert said.believed == "yes"
    assert said.belief == dict(zip(session.labels, models.posterior[0][0].tolist(), strict=True))
    assert said.prediction == dict(zip(session.labels, models.predictions[0][0].tolist(), strict=True))
    assert said.predicted == max(said.prediction, key=said.prediction.get)


def test_words_are_those_that_make_up_the_logit():
    session = written(learner="two-stage")
    models = session.models()
    for document in range(len(TEXTS)):
        said = explain(session, models, document)
        sign = 1 if said.predicted == "no" else -1  # the one row of weights speaks for the second class
        logit = sign * float(models.classifier.logits(models.engine.index.slices[0].features[[document]])[0, 1])
        intercept = sign * models.classifier.weights[0, -1]
        assert sum(word.weight for word in said.words_for + said.words_against) + intercept == pytest.approx(logit)
        assert all(word.weight > 0 for word in said.words_for)
        assert all(word.weight < 0 for word in said.words_against)


def test_words_by_hand_of_three_classes():
    # Class 1 beside the mean of the others: 4 − (0 + 2)/2 = 3 and 1 − (3 + 5)/2 = −3, and 2 − (2 + 2)/2 = 0
    classifier = Linear(np.array([[0.0, 3, 2, 9], [4, 1, 2, 9], [2, 5, 2, 9]]), classes=(0, 1, 2), n_classes=3)
    features = SimpleNamespace(indices=np.array([0, 1, 2]), data=np.array([0.5, 0.25, 0.75]))
    index = SimpleNamespace(
        counted=("fine", "left out", "poor", "so"),
        space=SimpleNamespace(columns=np.array([0, 2, 3])),
    )
    found = _words(index, classifier, features, 1)
    assert found == ((WordWeight("fine", 1.5),), (WordWeight("poor", -0.75),))


def test_six_words_are_told_at_most_the_weightiest_first():
    n = 10
    classifier = Linear(np.array([[*range(1, n + 1), 0.0]]), classes=(0, 1), n_classes=2)
    features = SimpleNamespace(indices=np.arange(n), data=np.ones(n))
    index = SimpleNamespace(counted=tuple("abcdefghij"), space=SimpleNamespace(columns=np.arange(n)))
    words, none = _words(index, classifier, features, 1)
    assert [word.word for word in words] == ["j", "i", "h", "g", "f", "e"]
    assert none == ()


def test_function_beyond_its_radius_is_listed_and_does_not_vote():
    session = written(contextualizer=Contextualizer(percentile=30))
    models = session.models()
    place = session.neighbourhood("good", 0)
    said = explain(session, models, 4)  # good music
    assert said.functions == (
        FunctionHere(
            0, "good", "yes", votes=False, distance=pytest.approx(place.reaches[0].far[2]), radius=place.radius
        ),
    )
    assert said.functions[0].distance > place.radius
    assert said.believed is None
    assert said.passages == (Passage("good music", ()),)
    home = explain(session, models, 0).functions[0]
    assert (home.votes, home.distance) == (True, pytest.approx(0))


def test_without_an_end_model_there_is_no_prediction():
    session = Session(Corpus.from_texts(TEXTS), labels=["yes", "no"])
    said = explain(session, session.models(), 6)
    assert (said.predicted, said.prediction, said.words_for, said.words_against) == (None, None, (), ())
    assert (said.functions, said.believed, said.belief) == ((), None, {"yes": 0.5, "no": 0.5})
    assert said.passages == (Passage("the music", ()),)


def test_what_the_person_said_is_told_before_models_have_seen_it():
    session = written()
    models = session.models()
    session.label(4, "no")
    session.skip(6)
    assert (explain(session, models, 4).given, explain(session, models, 4).skipped) == ("no", False)
    assert (explain(session, models, 6).given, explain(session, models, 6).skipped) == (None, True)
    assert explain(session, models, 0).given == "yes"


def test_true_class_is_told_where_it_is_known():
    session = written()
    assert [explain(session, session.models(), document).gold for document in (0, 2, 3)] == ["yes", "no", None]
    bare = Session(Corpus.from_texts(TEXTS), labels=["yes", "no"])
    assert explain(bare, bare.models(), 0).gold is None


def test_regular_expression_is_explained_too():
    session = written()
    session.add("/m[uo]sic/", "no", document=6)
    said = explain(session, session.models(), 6)
    assert said.functions == (FunctionHere(3, "/m[uo]sic/", "no", votes=True, distance=None, radius=None),)
    assert said.passages == (Passage("the ", ()), Passage("music", (3,)))


@pytest.mark.parametrize("learner", ["gold-only", "implyloss", "two-stage", "self-training"])
def test_every_learner_can_be_explained(learner):
    session = written(learner=learner)
    said = explain(session, session.models(), 2)
    assert len(said.functions) == 2
    assert sum(said.belief.values()) == pytest.approx(1)


@pytest.mark.parametrize("document", [-1, 7])
def test_document_that_there_is_not_is_refused(document):
    session = written()
    message = f"There is no document {document}; they are numbered 0 to 6."
    with pytest.raises(SessionError, match=f"^{re.escape(message)}$"):
        explain(session, session.models(), document)
