import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamplighter.learning import estimate_balance, match_class_balance, soft_shares


def matched(logits, balance):
    """Shift the logits, and give the shares of the documents that are then predicted in each class."""
    shift = match_class_balance(
        lambda shift, temperature: soft_shares(logits, shift, temperature), len(logits), np.asarray(balance)
    )
    return shift, np.bincount((logits + shift).argmax(axis=1), minlength=len(balance)) / len(logits)


def test_in_two_classes_the_boundary_moves_past_the_documents_in_between():
    # margins 4, 2, 1, −3, −5: three of five are in class 0; for one of five the boundary has to lie between 2 and 4
    logits = np.array([[4.0, 0.0], [2.0, 0.0], [1.0, 0.0], [-3.0, 0.0], [-5.0, 0.0]])
    shift, shares = matched(logits, [1 / 5, 4 / 5])
    assert shares.tolist() == [1 / 5, 4 / 5]
    assert 2 < shift[1] - shift[0] < 4


def test_predictions_that_agree_with_the_balance_stay_as_they_are():
    logits = np.array([[4.0, 0.0], [2.0, 0.0], [-3.0, 0.0], [-5.0, 0.0]])
    shift, shares = matched(logits, [1 / 2, 1 / 2])
    assert shift == pytest.approx([0, 0], abs=1e-3)
    assert shares.tolist() == [1 / 2, 1 / 2]


@pytest.mark.parametrize("n_classes", [2, 3, 4, 8])
@pytest.mark.parametrize("scale", [0.3, 3.0, 30.0])
@pytest.mark.parametrize("seed", range(3))
def test_hard_shares_equal_the_balance(n_classes, scale, seed):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(2000, n_classes)) * scale + rng.normal(size=n_classes) * scale
    balance = rng.dirichlet(np.full(n_classes, 3.0))
    _, shares = matched(logits, balance)
    assert shares == pytest.approx(balance, abs=0.01)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_rare_class_is_matched_too(n_classes):
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(5000, n_classes))
    balance = np.append(np.full(n_classes - 1, 0.99 / (n_classes - 1)), 0.01)
    _, shares = matched(logits, balance)
    assert shares == pytest.approx(balance, abs=0.004)


def test_shift_sums_to_zero():
    shift, _ = matched(np.random.default_rng(0).normal(size=(100, 3)), [0.2, 0.3, 0.5])
    assert shift.sum() == pytest.approx(0, abs=1e-12)


def test_matching_does_not_depend_on_an_intercept_that_was_there_before():
    logits = np.random.default_rng(1).normal(size=(300, 3)) * 3
    shift, shares = matched(logits, [0.2, 0.3, 0.5])
    moved, same_shares = matched(logits + np.array([2.0, -1.0, 0.0]), [0.2, 0.3, 0.5])
    assert same_shares.tolist() == shares.tolist()
    assert moved - shift == pytest.approx(np.array([-2.0, 1.0, 0.0]) + 1 / 3, abs=0.05)


@settings(max_examples=15)
@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_a_class_believed_larger_is_predicted_no_less(one, other):
    logits = np.random.default_rng(2).normal(size=(80, 2)) * 2
    smaller, larger = sorted([one, other])
    (shift, shares), (further, more) = matched(logits, [smaller, 1 - smaller]), matched(logits, [larger, 1 - larger])
    assert further[0] - further[1] >= shift[0] - shift[1] - 1e-3
    assert more[0] >= shares[0] - 1 / 80


def test_sums_over_blocks_are_sums_over_documents():
    logits, shift = np.random.default_rng(3).normal(size=(50, 3)), np.array([0.5, -0.5, 0.0])
    parts = soft_shares(logits[:20], shift, 0.05) + soft_shares(logits[20:], shift, 0.05)
    assert parts == pytest.approx(soft_shares(logits, shift, 0.05), rel=1e-12)


def test_soft_shares_count_every_document_once():
    sums = soft_shares(np.random.default_rng(4).normal(size=(50, 3)), np.zeros(3), 0.05)
    assert sums[:-1].sum() == pytest.approx(50)


def test_slope_of_the_softened_maximum_is_the_soft_shares():
    logits, shift = np.random.default_rng(5).normal(size=(40, 3)), np.array([0.1, 0.2, -0.3])
    for label in range(3):
        step = np.eye(3)[label] * 1e-6
        slope = (soft_shares(logits, shift + step, 0.05)[-1] - soft_shares(logits, shift - step, 0.05)[-1]) / 2e-6
        assert slope == pytest.approx(soft_shares(logits, shift, 0.05)[label], rel=1e-5)


def test_estimate_begins_uniform():
    assert estimate_balance([], 4).tolist() == [1 / 4] * 4


def test_estimate_is_the_mean_of_a_dirichlet_posterior():
    # counts 3, 0, 1 and 2 imagined of each: 5, 2, 3 of 10
    assert estimate_balance([0, 2, 0, 0], 3).tolist() == [5 / 10, 2 / 10, 3 / 10]


def test_imagined_documents_weigh_as_many_as_they_are():
    assert estimate_balance([1, 1, 1], 2, pseudo_count=0.5).tolist() == [0.5 / 4, 3.5 / 4]
