"""The end model, and the pipeline that goes out into the world without us."""

import re

import joblib
import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from lamplighter.engine import build_index
from lamplighter.exceptions import InputError
from lamplighter.learning import EndModel, Linear
from lamplighter.primitives import Ngrams

TEXTS = [
    "A good, good film; a film for everyone!",
    "good food and a bad film",
    "Bad food, bad music, bad everything",
    "music for a bad day — good music",
    "…",
    "nothing known",
    "food film music",
]


def by_blanks(text):
    return text.split(" ")


WAYS = {
    "unigrams": Ngrams(),
    "ngrams": Ngrams(ngram_range=(1, 3), min_df=1),
    "own tokenizer": Ngrams(tokenizer=by_blanks, ngram_range=(1, 2)),
    "no accents, no stop words": Ngrams(strip_accents="unicode", stop_words="english", min_df=1),
}


def linear(index, classes, n_classes, seed=0):
    n_rows = 1 if len(classes) == 2 else len(classes)
    weights = np.random.default_rng(seed).normal(size=(n_rows, len(index.space) + 1)) * 3
    return Linear(weights, classes, n_classes)


@pytest.mark.parametrize("primitives", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("classes", [(0, 1), (0, 1, 2)])
def test_pipeline_gives_the_same_probabilities_from_raw_texts(primitives, classes):
    index = build_index(TEXTS, primitives)
    classifier = linear(index, classes, len(classes))
    pipeline = classifier.pipeline(index.cut, index.counted, index.space, ["bad", "good", "fair"][: len(classes)])
    expected = classifier.predict_proba(index.slices[0].features)
    assert np.abs(pipeline.predict_proba(TEXTS) - expected).max() < 1e-12
    assert np.ptp(expected) > 0.1


def test_pipeline_knows_the_names_of_the_classes_it_can_tell():
    index = build_index(TEXTS, Ngrams())
    classifier = linear(index, (0, 2), 3)
    pipeline = classifier.pipeline(index.cut, index.counted, index.space, ["zebra", "ant", "bee"])
    posterior = classifier.predict_proba(index.slices[0].features)
    assert pipeline.classes_.tolist() == ["zebra", "bee"]  # in the order of the columns, which is not the alphabet's
    assert pipeline.predict(TEXTS).tolist() == [["zebra", "ant", "bee"][code] for code in posterior.argmax(axis=1)]


def test_pipeline_is_still_itself_after_joblib(tmp_path):
    index = build_index(TEXTS, WAYS["ngrams"])
    pipeline = linear(index, (0, 1), 2).pipeline(index.cut, index.counted, index.space, ["bad", "good"])
    joblib.dump(pipeline, tmp_path / "model.joblib")
    loaded = joblib.load(tmp_path / "model.joblib")
    assert np.array_equal(loaded.predict_proba(TEXTS), pipeline.predict_proba(TEXTS))


def test_features_of_unseen_texts_are_scikit_learn_s():
    index = build_index(TEXTS, Ngrams())
    expected = TfidfVectorizer(sublinear_tf=True, min_df=2).fit(TEXTS)
    pipeline = linear(index, (0, 1), 2).pipeline(index.cut, index.counted, index.space, ["bad", "good"])
    unseen = ["a good good good day", "nothing of it", ""]
    assert pipeline[0].transform(unseen).toarray() == pytest.approx(expected.transform(unseen).toarray(), abs=1e-12)


@pytest.mark.parametrize("classes", [(0, 1), (0, 1, 2), (1, 3), (0, 2, 3)])
def test_classes_it_cannot_tell_have_probability_0(classes):
    index = build_index(TEXTS, Ngrams())
    posterior = linear(index, classes, 4).predict_proba(index.slices[0].features)
    assert posterior.shape == (len(TEXTS), 4)
    assert posterior.sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))
    assert (posterior[:, list(classes)] > 0).all()
    assert (np.delete(posterior, list(classes), axis=1) == 0).all()


@pytest.mark.parametrize("classes", [(0, 1), (0, 1, 2)])
def test_shifting_adds_to_the_logits_and_leaves_the_original_alone(classes):
    index = build_index(TEXTS, Ngrams())
    classifier = linear(index, classes, len(classes))
    features, before = index.slices[0].features, classifier.weights.copy()
    shift = np.array([0.5, -1.0, 0.5])[: len(classes)]
    difference = classifier.shifted(shift).logits(features) - classifier.logits(features) - shift
    assert np.ptp(difference, axis=1) == pytest.approx(np.zeros(len(TEXTS)), abs=1e-12)  # the same for all classes
    assert np.array_equal(classifier.weights, before)


@pytest.mark.parametrize("C", [0, -1.0, float("nan")])
def test_penalty_that_is_not_positive_is_an_error(C):
    with pytest.raises(InputError, match=f"^{re.escape(f'C is {C}; expected a number above 0.')}$"):
        EndModel(C=C)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"documents": "some"}, "documents is 'some'; expected 'covered' or 'all'."),
        ({"class_weight": "even"}, "class_weight is 'even'; expected 'balanced' or None."),
    ],
    ids=["documents", "class_weight"],
)
def test_unknown_setting_is_an_error(options, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        EndModel(**options)


def test_settings_come_back_and_older_ones_are_understood():
    given = EndModel(C=(0.1, 1.0), documents="all", class_weight="balanced", labels="hard")
    assert EndModel.from_settings(given.settings()) == given
    assert EndModel.from_settings({"C": 2.0, "match_balance": False}) == EndModel(C=2.0, match_balance=False)
