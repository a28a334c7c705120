import numpy as np
import pytest
from sklearn.metrics import f1_score

from lamplighter.learning import accuracy, f1_scores


def test_accuracy_is_the_share_that_is_right():
    assert accuracy(np.array([0, 1, 2, 2]), np.array([0, 1, 1, 2])) == 3 / 4


def test_f1_of_each_class_by_hand():
    # class 0: tp 1, fp 1, fn 0: 2/3; class 1: tp 1, fp 0, fn 2: 2/4; class 2: tp 0, fp 1, fn 0: 0; class 3: nowhere
    predicted, truth = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    assert f1_scores(predicted, truth, 4).tolist() == [2 / 3, 2 / 4, 0, 0]


def test_f1_is_scikit_learn_s():
    rng = np.random.default_rng(0)
    predicted, truth = rng.integers(4, size=100), rng.integers(4, size=100)
    assert f1_scores(predicted, truth, 4) == pytest.approx(f1_score(truth, predicted, average=None))
