import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.learning import class_counts, document_scores, log_odds, root_lengths

#           z0 z1 z2
INCIDENCE = sparse.csr_array(
    [
        [1.0, 1.0, 0.0],
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 1.0],
        [0.0, 0.0, 0.0],
    ]
)
BELIEFS = np.array([[1, 0], [3 / 4, 1 / 4], [0, 1], [0, 0]])


def odds_of(incidence, beliefs):
    counts = class_counts(incidence, beliefs)
    return log_odds(counts, np.maximum(incidence.sum(axis=0), 1) / incidence.shape[0])


def test_documents_of_each_class_are_counted_by_how_far_they_are_believed():
    # z0: x0 and x1; z1: x0 and x2; z2: x2; last, all documents of which something is known
    assert class_counts(INCIDENCE, BELIEFS).tolist() == [[7 / 4, 1 / 4], [1, 1], [0, 1], [7 / 4, 5 / 4]]


def test_counts_of_three_classes():
    beliefs = np.array([[1, 0, 0], [0, 1 / 2, 1 / 2], [0, 0, 1], [0, 1, 0]])
    assert class_counts(INCIDENCE, beliefs).tolist() == [[1, 1 / 2, 1 / 2], [1, 0, 1], [0, 0, 1], [1, 3 / 2, 3 / 2]]


@given(st.integers(0, 99), st.integers(0, 30))
def test_counts_of_blocks_add_up(seed, edge):
    rng = np.random.default_rng(seed)
    incidence = sparse.csr_array((rng.random((30, 8)) < 0.3).astype(float))
    beliefs = rng.dirichlet(np.ones(3), size=30) * (rng.random(30) < 0.6)[:, np.newaxis]
    parts = class_counts(incidence[:edge], beliefs[:edge]) + class_counts(incidence[edge:], beliefs[edge:])
    assert parts == pytest.approx(class_counts(incidence, beliefs), abs=1e-12)


def test_log_odds_by_hand():
    # rates 1/2, 1/2 and 1/4: 1/r = 2, 2, 4
    # z0: (7/4 + 1)/(7/4 + 2) = 11/15 of class 0, (1/4 + 1)/(5/4 + 2) = 5/13 of class 1
    # z1: 2/(15/4) = 8/15 and 2/(13/4) = 8/13; z2: 1/(23/4) = 4/23 and 2/(21/4) = 8/21
    first = np.log([11 / 15, 8 / 15, 4 / 23])
    second = np.log([5 / 13, 8 / 13, 8 / 21])
    odds = odds_of(INCIDENCE, BELIEFS)
    assert odds[:, 0] == pytest.approx((first - second) / 2)
    assert odds[:, 1] == pytest.approx((second - first) / 2)


def test_log_odds_of_three_classes_by_hand():
    # 4 documents of each class; a word in 3, 1 and 0 of them, and in a quarter of all: 4/8, 2/8 and 1/8
    odds = log_odds(np.array([[3.0, 1.0, 0.0], [4.0, 4.0, 4.0]]), np.array([1 / 4]))
    assert odds == pytest.approx(np.log([[2, 1, 1 / 2]]), abs=1e-12)


def test_before_anything_is_known_no_word_speaks_for_a_class():
    assert (odds_of(INCIDENCE, np.zeros((4, 3))) == 0).all()


@given(st.integers(0, 999), st.integers(2, 5))
def test_log_odds_of_a_word_sum_to_0(seed, n_classes):
    rng = np.random.default_rng(seed)
    totals = rng.random(n_classes) * 50
    counts = np.vstack([rng.random((6, n_classes)) * totals, totals])
    assert log_odds(counts, rng.uniform(0.01, 1, size=6)).sum(axis=1) == pytest.approx(np.zeros(6), abs=1e-12)


def test_a_rare_word_missing_from_a_class_of_which_few_documents_are_known_says_little_and_a_common_one_much():
    # no word stands in any of the 3 known documents of class 1; of class 0 none is known
    # 1 of 100 documents: 1/(0 + 100) against 1/(3 + 100), 103 : 100; 1 of 2: 1/2 against 1/5, 5 : 2
    odds = log_odds(np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 3.0]]), np.array([1 / 100, 1 / 2]))
    assert np.exp(odds[:, 0] - odds[:, 1]) == pytest.approx([103 / 100, 5 / 2])


def test_a_word_missing_from_a_class_says_more_the_more_documents_of_it_are_known():
    counts = [np.array([[0.0, 0.0], [0.0, known]]) for known in (0.0, 10.0, 90.0)]
    ratios = [np.exp(np.diff(log_odds(each, np.array([1 / 10])))[0, 0]) for each in counts]
    assert ratios == pytest.approx([1, 1 / 2, 1 / 10])  # 10/(10 + 0), 10/(10 + 10), 10/(10 + 90)


def test_root_lengths_are_those_of_different_words():
    assert root_lengths(INCIDENCE).tolist() == [np.sqrt(2), 1, np.sqrt(2), 1]


def test_scores_are_sums_over_the_root_of_the_length():
    odds = np.array([[1.0, -1.0], [3.0, -3.0], [-1.0, 1.0]])
    expected = np.array([4 / np.sqrt(2), 1, 2 / np.sqrt(2), 0])
    assert document_scores(INCIDENCE, odds) == pytest.approx(np.column_stack([expected, -expected]))


def test_a_long_document_of_noise_is_no_more_certain_than_a_short_one():
    rng = np.random.default_rng(0)
    odds = rng.normal(size=(2000, 1)) * [[1.0, -1.0]]
    spread = {}
    for length in (5, 50, 500):
        dense = np.zeros((300, 2000))
        for row in dense:
            row[rng.choice(2000, size=length, replace=False)] = 1
        spread[length] = document_scores(sparse.csr_array(dense), odds)[:, 0].std()
    assert list(spread.values()) == pytest.approx([1, 1, 1], abs=0.2)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize(("known", "least"), [(10, 0.75), (40, 0.88)])
def test_classes_are_told_apart_by_a_few_labeled_documents(n_classes, known, least):
    # each class has 60 words that stand in 24 % of its documents and in 8 % of the others', as 300 words do in all
    rng = np.random.default_rng(0)
    truth = rng.integers(n_classes, size=600)
    likely = np.full((n_classes, 300 + 60 * n_classes), 0.08)
    for code in range(n_classes):
        likely[code, 60 * code : 60 * (code + 1)] = 0.24
    incidence = sparse.csr_array((rng.random((600, likely.shape[1])) < likely[truth]).astype(float))
    beliefs = np.eye(n_classes)[truth]
    beliefs[known * n_classes :] = 0
    found = document_scores(incidence, odds_of(incidence, beliefs)).argmax(axis=1)
    unseen = slice(known * n_classes, None)
    assert (found[unseen] == truth[unseen]).mean() > least
