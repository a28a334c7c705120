import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.learning.moments import combine, prior_precisions, prior_rates, second_moments, vote_cells, weighted


def test_each_vote_has_a_column_for_its_function_and_class():
    cells = vote_cells(sparse.csr_array([[3, 0, 1], [0, 2, 0]]), 3)
    assert cells.shape == (2, 9)
    assert [row.tolist() for row in np.split(cells.indices, cells.indptr[1:-1])] == [[2, 6], [4]]


def test_moments_are_shares_of_the_documents_not_of_the_rows():
    # 1 and 2 together on 3 documents of 8, 1 alone on 1, 2 voting otherwise on 2, none on 2
    votes = sparse.csr_array([[1, 2], [1, 0], [0, 1], [0, 0]])
    moments = second_moments(vote_cells(votes, 2), np.array([3, 1, 2, 2]))
    expected = np.zeros((4, 4))
    expected[0, 0], expected[2, 2], expected[3, 3] = 4 / 8, 2 / 8, 3 / 8
    expected[0, 3] = expected[3, 0] = 3 / 8
    assert moments.tolist() == expected.tolist()


def test_weighing_rows_does_not_change_them():
    cells = vote_cells(sparse.csr_array([[1, 2], [1, 0]]), 2)
    assert weighted(cells, np.array([3, 5])).sum(axis=0).tolist() == [8, 0, 0, 3]
    assert cells.sum(axis=0).tolist() == [2, 0, 0, 1]


def test_error_shrinks_with_the_share_of_the_other_classes():
    # K = 4, errors of 2/5 at most: 2/5 · (1 − 1/2)/(3/4) = 4/15 in the first class, 2/5 in those that are rarer than 1/4
    believed = prior_precisions(np.array([1 / 2, 1 / 4, 1 / 8, 1 / 8]), 3 / 5)
    assert believed.diagonal() == pytest.approx([11 / 15, 3 / 5, 3 / 5, 3 / 5])
    assert believed[0] == pytest.approx([11 / 15, 4 / 15 * 1 / 2, 4 / 15 * 1 / 4, 4 / 15 * 1 / 4])
    assert believed.sum(axis=1) == pytest.approx(np.ones(4))


@given(
    st.lists(st.floats(0.02, 1.0), min_size=2, max_size=5),
    st.floats(0.5, 0.99),
    st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5),
)
def test_prior_rates_explain_how_often_votes_are_cast_and_speak_for_their_class(weights, precision, votes):
    balance = np.array(weights) / sum(weights)
    shares = np.array([votes[: len(weights)]]) / len(weights) * balance.min()
    rates = prior_rates(shares, balance, precision)[0]
    assert rates @ balance == pytest.approx(shares[0], abs=1e-9)
    assert (rates.diagonal() >= rates @ balance - 1e-9).all()


def test_even_votes_fall_on_classes_as_the_balance_says():
    # votes on everything, in the shares of the classes; odds ratio (7/3) · (88/12) as in the precisions
    rates = prior_rates(np.array([[0.8, 0.2]]), np.array([0.8, 0.2]), 0.7)[0]
    assert rates.sum(axis=0) == pytest.approx([1, 1], abs=1e-3)
    assert rates[0, 0] * rates[1, 1] / (rates[0, 1] * rates[1, 0]) == pytest.approx(7 / 3 * 88 / 12)


def test_function_that_leaves_a_class_out_keeps_the_precision():
    rates = prior_rates(np.array([[0.2, 0.1, 0.0]]), np.array([0.4, 0.3, 0.3]), 0.7)[0]
    precisions = prior_precisions(np.array([0.4, 0.3, 0.3]), 0.7)
    assert rates[0] == pytest.approx(0.2 * precisions[0] / [0.4, 0.3, 0.3])
    assert rates[1] == pytest.approx(0.1 * precisions[1] / [0.4, 0.3, 0.3])
    assert rates[2].tolist() == [0, 0, 0]


def test_votes_add_up_as_independent_evidence():
    # 1/4 · 4 · 1/2 against 3/4 · 1 · 1: 1/2 to 3/4
    cells = sparse.csr_array([[1.0, 1.0], [0.0, 0.0]])
    beliefs = combine(cells, np.log([[4.0, 1.0], [1 / 2, 1.0]]), np.log([1 / 4, 3 / 4]))
    assert beliefs == pytest.approx(np.array([[2 / 5, 3 / 5], [1 / 4, 3 / 4]]))


@pytest.mark.parametrize("counts", [np.ones(9000, dtype=np.int64), np.arange(9000) % 7 + 1, np.full(9000, 2**13)])
def test_crowded_rows_are_counted_as_others_are(counts, monkeypatch):
    rng = np.random.default_rng(0)
    cells = sparse.csr_array((rng.random((9000, 12)) < 0.4).astype(np.float64))
    found = second_moments(cells, counts)
    monkeypatch.setattr("lamplighter.learning.moments.PAIR_COST", 0)
    assert found.tolist() == second_moments(cells, counts).tolist()
