import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, roc_auc_score

from lamplighter.learning import accuracy, f1_scores, margins, roc_auc


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


def test_area_is_the_share_of_pairs_in_the_right_order():
    # positive 3 and 1, others 2 and 0: 3 > 2, 3 > 0, 1 > 0, but 1 < 2
    assert roc_auc(np.array([3.0, 2.0, 1.0, 0.0]), np.array([True, False, True, False])) == 3 / 4


def test_pairs_that_tie_count_half():
    # positive 2 and 1, others 2, 1 and 1: 2 = 2, 2 > 1, 2 > 1; 1 < 2, 1 = 1, 1 = 1: 1/2 + 1 + 1 + 0 + 1/2 + 1/2 of 6
    positive = np.array([True, True, False, False, False])
    assert roc_auc(np.array([2.0, 1.0, 2.0, 1.0, 1.0]), positive) == pytest.approx(7 / 12)
    assert roc_auc(np.zeros(5), positive) == 1 / 2


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=40))
def test_area_is_scikit_learn_s(documents):
    scores, positive = np.array([score / 3 for score, _ in documents]), np.array([is_one for _, is_one in documents])
    if positive.any() and not positive.all():
        assert roc_auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores), abs=1e-12)
    else:
        assert np.isnan(roc_auc(scores, positive))


@pytest.mark.parametrize("positive", [[], [True], [False, False]], ids=["nothing", "one alone", "others alone"])
def test_without_documents_of_both_kinds_there_is_no_area(positive):
    assert np.isnan(roc_auc(np.zeros(len(positive)), np.array(positive, dtype=bool)))


def test_margins_of_two_classes_are_differences():
    scores = np.array([[3.0, 1.0], [0.0, 5.0], [2.0, 2.0]])
    assert margins(scores).tolist() == [[2, -2], [-5, 5], [0, 0]]


def test_margins_of_three_classes_are_to_the_best_of_the_others():
    scores = np.array([[3.0, 1.0, 2.0], [-1.0, -4.0, 0.0]])
    assert margins(scores).tolist() == [[1, -2, -1], [-1, -4, 1]]


def test_the_best_of_classes_that_tie_exceed_the_others_by_nothing():
    scores = np.array([[4.0, 4.0, 1.0], [2.0, 2.0, 2.0], [0.0, 3.0, 0.0]])
    assert margins(scores).tolist() == [[0, 0, -3], [0, 0, 0], [-3, 3, -3]]


@given(st.lists(st.lists(st.integers(-2, 2), min_size=4, max_size=4), max_size=8))
def test_margins_are_those_of_a_loop(rows):
    scores = np.array(rows, dtype=float).reshape(-1, 4)
    expected = [[row[y] - max(row[:y] + row[y + 1 :]) for y in range(4)] for row in rows]
    assert margins(scores).tolist() == expected
