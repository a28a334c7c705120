import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from lamplighter.learning import Calibration, calibrated_sums, post_stratify


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def stratified(scores, rows, labels, prior=None):
    """Estimate the shares among documents of which some, with their labels, are known."""
    return post_stratify(
        lambda slope, offsets: calibrated_sums(scores, slope, offsets),
        len(scores),
        scores[rows],
        np.asarray(labels, dtype=np.int64),
        prior,
    )


def test_sums_by_hand():
    # at slope log 3 the scores (1, 0) give (3/4, 1/4), and (0, 0) give (1/2, 1/2)
    # along the slope: p·(z − Σ p z) = 3/4·(1 − 3/4) = 3/16 and −3/16; nothing of the second
    # along an offset: p_0 (1 − p_0) = 3/16 + 1/4 = 7/16 for its own class, −7/16 for the other
    sums = calibrated_sums(np.array([[1.0, 0.0], [0.0, 0.0]]), np.log(3), np.zeros(2))
    assert sums == pytest.approx(np.array([[5 / 4, 3 / 4], [3 / 16, -3 / 16], [7 / 16, -7 / 16], [-7 / 16, 7 / 16]]))


def test_offsets_count_as_scores_do():
    moved = calibrated_sums(np.zeros((1, 3)), 1.0, np.log([3.0, 2.0, 1.0]))
    assert moved[0] == pytest.approx([1 / 2, 1 / 3, 1 / 6])


@given(st.integers(0, 999), st.integers(2, 4), st.floats(-2, 4))
def test_rows_below_the_first_are_its_slopes(seed, n_classes, slope):
    rng = np.random.default_rng(seed)
    scores, offsets = rng.normal(size=(20, n_classes)), rng.normal(size=n_classes)
    values = np.append(slope, offsets)
    numeric = approx_fprime(values, lambda at: calibrated_sums(scores, at[0], at[1:])[0], 1e-6)
    assert calibrated_sums(scores, slope, offsets)[1:] == pytest.approx(numeric.T, abs=1e-4)


@given(st.integers(0, 99), st.integers(0, 40))
def test_sums_of_blocks_add_up(seed, edge):
    rng = np.random.default_rng(seed)
    scores, offsets = rng.normal(size=(40, 3)), rng.normal(size=3)
    parts = calibrated_sums(scores[:edge], 2.0, offsets) + calibrated_sums(scores[edge:], 2.0, offsets)
    assert parts == pytest.approx(calibrated_sums(scores, 2.0, offsets), abs=1e-12)


def objective(scores, rows, labels, prior):
    """Give what is minimised, as its description has it."""

    def value(values):
        slope, offsets = values[0], values[1:]
        p = softmax(slope * scores + offsets)
        missed = -np.log(p[rows, labels]).sum()
        shares = p.mean(axis=0)
        return missed + (slope - 1.5) ** 2 / 2 + (offsets**2).sum() / 4 - 10 * prior @ np.log(shares)

    return value


@pytest.mark.parametrize("n_classes", [2, 3, 4])
@pytest.mark.parametrize("n_labels", [0, 1, 25])
@pytest.mark.parametrize("given", [False, True])
def test_it_is_the_least_of_what_is_to_be_minimised(n_classes, n_labels, given):
    rng = np.random.default_rng(n_classes)
    prior = rng.dirichlet(np.ones(n_classes)) if given else np.full(n_classes, 1 / n_classes)
    scores = rng.normal(size=(200, n_classes)) * 0.5
    rows, labels = rng.choice(200, size=n_labels, replace=False), rng.integers(n_classes, size=n_labels)
    found = stratified(scores, rows, labels, prior if given else None)
    value, values = objective(scores, rows, labels, prior), np.append(found.slope, found.offsets)
    assert approx_fprime(values, value, 1e-6) == pytest.approx(np.zeros(n_classes + 1), abs=0.02)
    for step in rng.normal(size=(50, n_classes + 1)) * 0.1:
        assert value(values + step) > value(values)
    assert found.balance == pytest.approx(softmax(found.slope * scores + found.offsets).mean(axis=0))


# ------------------------------------------------------------------ what is known is found again


def drawn(shares, seed, slope=3.0, n_documents=2000):
    """Draw scores in their units, and classes with the probabilities that these have: as common as the shares say."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(n_documents, len(shares)))
    scores -= scores.mean(axis=1, keepdims=True)
    scores -= scores.mean(axis=0)
    scores /= 2 * scores.std(axis=0).max()
    offsets = np.zeros(len(shares))
    for _ in range(50):
        offsets += np.log(shares) - np.log(softmax(slope * scores + offsets).mean(axis=0))
    likely = softmax(slope * scores + offsets)
    return scores, (rng.random((n_documents, 1)) > likely.cumsum(axis=1)[:, :-1]).sum(axis=1), rng


def by_score(scores, n_labels, rng, towards=-1, bias=2.0):
    """Choose documents, those sooner that score for a class."""
    weights = np.exp(bias * scores[:, towards])
    return rng.choice(len(scores), size=n_labels, replace=False, p=weights / weights.sum())


def counted_and_found(shares, n_labels, seeds, **chosen):
    """Give the shares of the labels and the estimates, one row for each seed."""
    counted, found = [], []
    for seed in range(seeds):
        scores, truth, rng = drawn(shares, seed)
        rows = by_score(scores, n_labels, rng, **chosen)
        counted.append(np.bincount(truth[rows], minlength=len(shares)) / n_labels)
        found.append(stratified(scores, rows, truth[rows]).balance)
    return np.array(counted), np.array(found)


def test_a_rare_class_is_found_though_its_documents_were_chosen_sooner():
    counted, found = counted_and_found([0.8, 0.2], 60, seeds=10)
    assert counted[:, 1].min() > 0.2 + 0.15
    assert np.abs(found[:, 1] - 0.2).mean() < 0.07


def test_a_rare_class_is_found_though_its_documents_were_chosen_later():
    counted, found = counted_and_found([0.6, 0.4], 60, seeds=10, towards=0)
    assert counted[:, 1].max() < 0.4 - 0.15
    assert np.abs(found[:, 1] - 0.4).mean() < 0.07


def test_three_classes_are_found_though_the_rarest_was_chosen_sooner():
    shares = np.array([0.6, 0.25, 0.15])
    counted, found = counted_and_found(shares, 60, seeds=10)
    assert np.abs(found - shares).mean() < np.abs(counted - shares).mean() / 2
    assert found.mean(axis=0) == pytest.approx(shares, abs=0.1)


@pytest.mark.parametrize("shares", [[0.5, 0.5], [1 / 3, 1 / 3, 1 / 3]], ids=["two classes", "three classes"])
def test_equally_common_classes_are_found_so(shares):
    _, found = counted_and_found(shares, 60, seeds=10)
    assert found.mean(axis=0) == pytest.approx(np.array(shares), abs=0.05)


def test_the_more_labels_the_closer():
    off = [np.abs(counted_and_found([0.9, 0.1], n, seeds=6)[1][:, 1] - 0.1).mean() for n in (10, 60, 600)]
    assert off == sorted(off, reverse=True)
    assert off[-1] < 0.02


# ------------------------------------------------------------------ few labels


@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_without_labels_it_stays_a_distribution(n_classes):
    scores, _, _ = drawn(np.full(n_classes, 1 / n_classes), 0)
    found = stratified(scores, [], [])
    assert isinstance(found, Calibration)
    assert found.balance.sum() == pytest.approx(1)
    assert (found.balance > 0).all()
    assert found.balance == pytest.approx(np.full(n_classes, 1 / n_classes), abs=0.05)
    assert found.slope == pytest.approx(1.5, abs=0.1)


def test_without_labels_and_with_scores_that_say_nothing_classes_are_equally_common():
    found = stratified(np.zeros((10, 4)), [], [])
    assert found.balance == pytest.approx(np.full(4, 1 / 4))
    assert found.slope == pytest.approx(1.5)
    assert found.offsets == pytest.approx(np.zeros(4))


def test_a_single_label_moves_little():
    scores, truth, _ = drawn([0.5, 0.5], 1)
    before, after = stratified(scores, [], []), stratified(scores, [0], truth[:1])
    assert after.balance == pytest.approx(before.balance, abs=0.1)
    assert after.balance[truth[0]] > before.balance[truth[0]]


@settings(max_examples=20)
@given(st.integers(0, 999), st.integers(2, 5), st.integers(0, 12))
def test_shares_sum_to_1(seed, n_classes, n_labels):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(60, n_classes)) * rng.choice([0.01, 0.5, 20])
    found = stratified(scores, rng.choice(60, size=n_labels, replace=False), rng.integers(n_classes, size=n_labels))
    assert found.balance.sum() == pytest.approx(1)
    assert (found.balance >= 0).all()


def test_order_of_the_classes_does_not_matter():
    scores, truth, rng = drawn([0.6, 0.3, 0.1], 2)
    rows, order = by_score(scores, 30, rng), np.array([2, 0, 1])
    found = stratified(scores, rows, truth[rows])
    moved = stratified(scores[:, order], rows, np.argsort(order)[truth[rows]])
    assert moved.balance == pytest.approx(found.balance[order], abs=0.005)
