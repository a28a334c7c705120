"""The level set of useful functions: by hand, against NumPy's SVD, and on synthetic truth."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.exceptions import InputError
from lamplighter.learning.level_set import LevelSet, final_set, function_features, gram_product, straddle

NOBODY = np.empty(0, dtype=np.int64)


def cosines(columns):
    columns = columns / np.linalg.norm(columns, axis=0)
    return columns.T @ columns


def random_incidence(n_documents=80, n_primitives=30, seed=0):
    rng = np.random.default_rng(seed)
    return sparse.csr_array((rng.random((n_documents, n_primitives)) < 0.2).astype(float))


# Features


@pytest.mark.parametrize("n_components", [30, 150])
def test_with_all_components_products_of_features_are_cosines_of_columns(n_components):
    incidence = random_incidence()
    features = function_features(lambda vectors: gram_product(incidence, vectors), 30, n_components=n_components)
    assert features.shape == (30, 30)
    assert features @ features.T == pytest.approx(cosines(incidence.toarray()), abs=1e-9)


def test_with_fewer_they_are_those_of_numpy_s_truncated_svd():
    incidence = random_incidence()
    features = function_features(lambda vectors: gram_product(incidence, vectors), 30, n_components=5)
    _, lengths, axes = np.linalg.svd(incidence.toarray(), full_matrices=False)
    assert features.shape == (30, 5)
    assert features @ features.T == pytest.approx(cosines(lengths[:5, np.newaxis] * axes[:5]), abs=1e-3)


def test_features_of_slices_are_those_of_the_whole():
    incidence = random_incidence()
    slices = [incidence[:30], incidence[30:]]
    parts = function_features(lambda vectors: sum(gram_product(part, vectors) for part in slices), 30, n_components=5)
    whole = function_features(lambda vectors: gram_product(incidence, vectors), 30, n_components=5)
    assert parts @ parts.T == pytest.approx(whole @ whole.T, abs=1e-9)


def test_features_are_the_same_each_time_to_the_last_bit():
    incidence = random_incidence()
    first, second = (
        function_features(lambda vectors: gram_product(incidence, vectors), 30, n_components=5) for _ in range(2)
    )
    assert np.array_equal(first, second)


def test_a_primitive_that_stands_nowhere_has_no_features():
    incidence = sparse.csr_array([[1.0, 0.0], [1.0, 0.0]])
    features = function_features(lambda vectors: gram_product(incidence, vectors), 2)
    assert np.abs(features).max(axis=1).tolist() == pytest.approx([1, 0])


# The model


def test_posterior_of_two_answers_by_hand():
    # A yes for class 1 of the first primitive and a no for class 0 of the second, cosine 3/5, all variances 1/4.
    # Two classes are each other's negatives: K = ¼ [[2, −3/5], [−3/5, 2]] with noise, and (½, −½) is an eigenvector,
    # of eigenvalue ¼ · 13/5; so the coefficients are (10/13, −10/13).
    features = np.array([[1.0, 0.0], [3 / 5, 4 / 5]])
    model = LevelSet().fit(features, np.array([1, 0]), np.array([1.0, 0.0]), n_classes=2)
    mean, sd = model.predict(features)
    # both functions for class 1: ½ + ¼ · 10/13 · (1 + 3/5) = 21/26
    assert mean == pytest.approx(np.array([[5 / 26, 21 / 26], [5 / 26, 21 / 26]]))
    # ¼ − k K⁻¹ k with k = ¼ (1, −3/5) and the inverse of [[2, −3/5], [−3/5, 2]] being [[2, 3/5], [3/5, 2]] / (91/25):
    # ¼ − ¼ · 2 · 25/91 = 41/364
    assert sd**2 == pytest.approx(np.full((2, 2), 41 / 364))


def test_a_yes_among_three_classes_by_hand():
    # from 1/3 by ¼/(¼ + ¼) · 2/3 for the class that was asked, by −½ of that for the two others
    features = np.array([[1.0]])
    mean, sd = LevelSet().fit(features, np.array([0]), np.array([True]), n_classes=3).predict(features)
    assert mean == pytest.approx(np.array([[2 / 3, 1 / 6, 1 / 6]]))
    # ¼ − (¼)²/(½) = 1/8; ¼ − (¼ · ½)²/(½) = 7/32
    assert sd**2 == pytest.approx(np.array([[1 / 8, 7 / 32, 7 / 32]]))


def test_settings_of_the_prior_and_the_noise_by_hand():
    # prior variance 1, noise variance 1/4: the mean moves by 1/(5/4) of ½, the variance falls to 1 − 4/5
    model = LevelSet(prior_sd=1.0, noise_sd=0.5)
    mean, sd = model.fit(np.array([[1.0]]), np.array([0]), np.array([False]), n_classes=2).predict(np.array([[1.0]]))
    assert mean == pytest.approx(np.array([[1 / 10, 9 / 10]]))
    assert sd**2 == pytest.approx(np.full((1, 2), 1 / 5))


@pytest.mark.parametrize("n_classes", [2, 4])
def test_without_answers_the_prior_is_left(n_classes):
    model = LevelSet().fit(np.empty((0, 3)), np.empty(0, dtype=np.int64), np.empty(0), n_classes=n_classes)
    mean, sd = model.predict(np.eye(3))
    assert mean == pytest.approx(np.full((3, n_classes), 1 / n_classes))
    assert sd == pytest.approx(np.full((3, n_classes), 1 / 2))


def test_i_do_not_know_moves_nothing_in_two_classes_but_makes_surer():
    features = np.array([[1.0]])
    mean, sd = LevelSet().fit(features, np.array([0]), np.array([0.5]), n_classes=2).predict(features)
    assert mean.tolist() == [[0.5, 0.5]]
    assert (sd < 0.5).all()


def test_the_order_of_answers_does_not_matter():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(20, 4))
    asked, labels, answers = np.arange(8), rng.integers(3, size=8), rng.random(8) < 0.5
    order = rng.permutation(8)
    first = LevelSet().fit(features[asked], labels, answers, n_classes=3).predict(features)
    second = LevelSet().fit(features[asked][order], labels[order], answers[order], n_classes=3).predict(features)
    assert np.array(first) == pytest.approx(np.array(second))


@settings(max_examples=30)
@given(
    st.integers(2, 5),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.booleans()), max_size=15),
    st.integers(0, 2**16),
)
def test_means_sum_to_one_over_the_classes_and_answers_only_make_surer(n_classes, answered, seed):
    features = np.random.default_rng(seed).normal(size=(10, 3))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    asked = np.array([primitive for primitive, _, _ in answered], dtype=np.int64)
    labels = np.array([label % n_classes for _, label, _ in answered], dtype=np.int64)
    answers = np.array([answer for _, _, answer in answered], dtype=bool)
    mean, sd = LevelSet().fit(features[asked], labels, answers, n_classes=n_classes).predict(features)
    assert mean.sum(axis=1) == pytest.approx(np.ones(10))
    assert sd.max() <= 0.5 + 1e-9
    assert sd.min() > 0


@pytest.mark.parametrize("name", ["prior_sd", "noise_sd"])
@pytest.mark.parametrize("value", [0.0, -1.0])
def test_standard_deviations_must_be_positive(name, value):
    message = f"{name} is {value}; expected a number above 0."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        LevelSet(**{name: value})


# What is asked, and what is chosen


def test_straddle_by_hand():
    # 1.96 · ¼ − 0 and 1.96 · ½ − ¼; about the level 3/4: 1.96 · ¼ − ¼ and 1.96 · ½
    mean, sd = np.array([[1 / 2, 3 / 4]]), np.array([[1 / 4, 1 / 2]])
    assert straddle(mean, sd) == pytest.approx(np.array([[0.49, 0.73]]))
    assert straddle(mean, sd, level=3 / 4) == pytest.approx(np.array([[0.24, 0.98]]))


def test_before_the_first_answer_all_are_tied():
    features = np.random.default_rng(0).normal(size=(50, 7))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    model = LevelSet().fit(features[:0], NOBODY, np.empty(0), n_classes=2)
    assert len(np.unique(straddle(*model.predict(features)))) == 1


def test_a_function_asked_about_is_asked_about_less():
    features = np.eye(2)
    mean, sd = LevelSet().fit(features[[0]], np.array([0]), np.array([True]), n_classes=2).predict(features)
    scores = straddle(mean, sd)
    assert scores[0].max() < scores[1].min()


MEAN = np.array([[0.1, 0.9], [0.3, 0.7], [0.6, 0.4], [0.2, 0.8]])


def test_answers_outweigh_predictions():
    chosen = final_set(MEAN, np.array([0, 2]), np.array([1, 1]), np.array([False, True]))
    assert chosen.tolist() == [[False, False], [False, True], [True, True], [False, True]]


def test_with_a_bound_those_worth_most_join():
    # (2μ − 1) · coverage: 0.8 · 1, 0.4 · 10, 0.2 · 10, 0.6 · 2
    coverage = np.array([1.0, 10.0, 10.0, 2.0])
    chosen = final_set(MEAN, NOBODY, NOBODY, np.empty(0), coverage=coverage, most=2)
    assert chosen.tolist() == [[False, False], [False, True], [True, False], [False, False]]


def test_the_bound_is_on_what_is_predicted_not_on_what_was_answered():
    coverage = np.array([1.0, 10.0, 10.0, 2.0])
    chosen = final_set(MEAN, np.array([0]), np.array([1]), np.array([True]), coverage=coverage, most=1)
    assert chosen.tolist() == [[False, True], [False, True], [False, False], [False, False]]


def test_with_a_bound_above_all_of_them_only_the_useful_are_chosen():
    bounded = final_set(MEAN, NOBODY, NOBODY, np.empty(0), coverage=np.ones(4), most=100)
    assert np.array_equal(bounded, MEAN > 0.5)


def test_the_level_is_for_predictions_and_answers():
    chosen = final_set(MEAN, np.array([0]), np.array([0]), np.array([0.7]), level=0.75)
    assert chosen.tolist() == [[False, True], [False, False], [False, False], [False, True]]


def test_choosing_leaves_the_means_alone():
    before = MEAN.copy()
    final_set(MEAN, np.array([0]), np.array([1]), np.array([False]), coverage=np.ones(4), most=1)
    assert np.array_equal(before, MEAN)


def test_a_bound_without_coverage_is_an_error():
    message = "A bound on the predicted functions needs their coverage. Hand in coverage as well."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        final_set(MEAN, NOBODY, NOBODY, np.empty(0), most=1)


# Recovery: documents of a class prefer the words of two of the topics; a word is useful for the class of its topic


def synthetic(n_classes, seed, n_documents=1500, n_primitives=240):
    """Features of primitives, and the true accuracy of each function, shape (Z, K)."""
    rng = np.random.default_rng(seed)
    topic = rng.integers(2 * n_classes, size=n_documents)
    word_topic = np.arange(n_primitives) % (3 * n_classes)  # a third of the words are of no topic of the documents
    lift = np.where(word_topic == topic[:, np.newaxis], 8.0, 1.0)
    base = rng.uniform(0.01, 0.04, size=n_primitives)
    incidence = sparse.csr_array((rng.random((n_documents, n_primitives)) < base * lift).astype(float))
    accuracy = (incidence.T @ np.eye(n_classes)[topic % n_classes]) / incidence.sum(axis=0)[:, np.newaxis]
    features = function_features(lambda vectors: gram_product(incidence, vectors), n_primitives, n_components=20)
    return features, accuracy > 0.5


def interact(features, useful, by_straddle, seed, n_questions):
    """Ask and answer; give precision and recall of the functions predicted useful."""
    rng = np.random.default_rng(seed)
    n_classes = useful.shape[1]
    asked, labels = NOBODY, NOBODY
    for _ in range(n_questions):
        model = LevelSet().fit(features[asked], labels, useful[asked, labels], n_classes=n_classes)
        mean, sd = model.predict(features)
        scores = straddle(mean, sd) if by_straddle else rng.random(mean.shape)
        scores[asked, labels] = -np.inf
        primitive, label = np.unravel_index(scores.argmax(), scores.shape)
        asked, labels = np.append(asked, primitive), np.append(labels, label)
    model = LevelSet().fit(features[asked], labels, useful[asked, labels], n_classes=n_classes)
    predicted = model.predict(features)[0] > 0.5
    hits = (predicted & useful).sum()
    return hits / max(predicted.sum(), 1), hits / useful.sum()


@pytest.mark.parametrize(("n_classes", "precision", "recall"), [(2, 0.9, 0.9), (3, 0.8, 0.95)])
def test_forty_answers_find_the_useful_functions(n_classes, precision, recall):
    found = [interact(*synthetic(n_classes, seed), True, seed, 40) for seed in range(4)]
    assert (np.mean(found, axis=0) > [precision, recall]).all()


@pytest.mark.parametrize(("n_classes", "n_questions"), [(2, 10), (3, 40)])
def test_straddle_finds_more_of_them_than_random_questions(n_classes, n_questions):
    by_straddle, at_random = (
        np.mean([interact(*synthetic(n_classes, seed), way, seed, n_questions) for seed in range(6)], axis=0)
        for way in (True, False)
    )
    assert by_straddle[0] > at_random[0]
    assert by_straddle[1] > at_random[1] + 0.05
