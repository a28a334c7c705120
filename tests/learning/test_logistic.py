"""Logistic regression against scikit-learn's, and against its own definition."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from lamplighter.learning import fit_logistic, loss_and_gradient


def made_up(n_classes, n_documents=300, n_features=12, seed=0):
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(n_documents, n_features)) * (rng.random((n_documents, n_features)) < 0.4)
    truth = (dense @ rng.normal(size=(n_features, n_classes)) + rng.gumbel(size=(n_documents, n_classes))).argmax(
        axis=1
    )
    return sparse.csr_array(dense), truth


def fitted(features, targets, **settings):
    n_rows = 1 if targets.shape[1] == 2 else targets.shape[1]
    return fit_logistic(
        lambda weights: loss_and_gradient(features, targets, weights),
        (n_rows, features.shape[1] + 1),
        features.shape[0],
        features.power(2).sum(axis=0),
        **settings,
    )


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("C", [0.1, 1.0, 10.0])
def test_with_hard_labels_it_is_scikit_learn_s(n_classes, C):
    features, truth = made_up(n_classes)
    expected = LogisticRegression(C=C, tol=1e-8, max_iter=5000).fit(features, truth)
    weights = fitted(features, np.eye(n_classes)[truth], C=C, tol=1e-7, max_iter=5000)
    assert weights[:, :-1] == pytest.approx(expected.coef_, abs=1e-3)
    intercepts = weights[:, -1] - (weights[:, -1].mean() - expected.intercept_.mean() if n_classes > 2 else 0)
    assert intercepts == pytest.approx(expected.intercept_, abs=1e-3)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_as_set_it_stops_within_a_thousandth_of_scikit_learn_s_probabilities(n_classes):
    features, truth = made_up(n_classes)
    weights = fitted(features, np.eye(n_classes)[truth])
    scores = features @ weights[:, :-1].T + weights[:, -1]
    scores = np.hstack([np.zeros_like(scores), scores]) if n_classes == 2 else scores
    found = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    expected = LogisticRegression(tol=1e-8, max_iter=5000).fit(features, truth).predict_proba(features)
    assert found == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_soft_labels_are_rows_repeated_for_each_class_with_their_weight(n_classes):
    features, _ = made_up(n_classes)
    targets = np.random.default_rng(1).dirichlet(np.ones(n_classes), size=features.shape[0])
    repeated = sparse.vstack([features] * n_classes, format="csr")
    classes = np.repeat(np.arange(n_classes), features.shape[0])
    expected = LogisticRegression(tol=1e-8, max_iter=5000).fit(repeated, classes, sample_weight=targets.T.ravel())
    weights = fitted(features, targets, tol=1e-7, max_iter=5000)
    assert weights[:, :-1] == pytest.approx(expected.coef_, abs=1e-3)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_gradient_is_the_slope_of_the_loss(n_classes):
    features, _ = made_up(n_classes, n_documents=20, n_features=3)
    rng = np.random.default_rng(2)
    targets = rng.dirichlet(np.ones(n_classes), size=20)
    weights = rng.normal(size=(1 if n_classes == 2 else n_classes, 4))
    gradient = loss_and_gradient(features, targets, weights)[:-1]
    for place in range(weights.size):
        step = np.zeros(weights.size)
        step[place] = 1e-6
        step = step.reshape(weights.shape)
        above, below = (loss_and_gradient(features, targets, weights + way * step)[-1] for way in (1, -1))
        assert gradient[place] == pytest.approx((above - below) / 2e-6, abs=1e-5)


def test_loss_and_gradient_of_three_classes_at_zero_by_hand():
    # every class has 1/3: the loss is ln 3; the pull is 1/3 − q, once by the feature 2, once by the intercept
    sums = loss_and_gradient(sparse.csr_array([[2.0]]), np.array([[1.0, 0.0, 0.0]]), np.zeros((3, 2)))
    assert sums == pytest.approx([-4 / 3, -2 / 3, 2 / 3, 1 / 3, 2 / 3, 1 / 3, np.log(3)])


def test_sums_over_blocks_are_sums_over_documents():
    features, truth = made_up(3)
    targets, weights = np.eye(3)[truth], np.random.default_rng(3).normal(size=(3, 13))
    parts = sum(loss_and_gradient(features[part], targets[part], weights) for part in (np.s_[:90], np.s_[90:]))
    assert parts == pytest.approx(loss_and_gradient(features, targets, weights), rel=1e-9, abs=1e-9)


def test_the_intercept_is_not_penalised():
    # without features only the intercept is left: it is the log odds of the shares, 3 : 1, however strong the penalty
    weights = fitted(sparse.csr_array((4, 1)), np.eye(2)[[1, 1, 1, 0]], C=1e-6, tol=1e-9)
    assert weights[0, -1] == pytest.approx(np.log(3), abs=1e-6)


def test_fitting_twice_gives_the_same_to_the_last_bit():
    features, truth = made_up(3)
    assert np.array_equal(fitted(features, np.eye(3)[truth]), fitted(features, np.eye(3)[truth]))


def test_sure_labels_and_large_weights_do_not_overflow():
    sums = loss_and_gradient(sparse.csr_array([[1e4]]), np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]]))
    assert sums.tolist() == [1e4, 1.0, 1e4]
