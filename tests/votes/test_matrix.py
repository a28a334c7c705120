import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from lamplighter.votes import snorkel_matrix, vote_matrix


def test_votes_are_codes_from_one_and_abstentions_are_not_stored():
    votes = vote_matrix([np.array([0, 2]), np.array([], dtype=np.int64), np.array([2, 3])], [0, 1, 2], 4)
    assert votes.toarray().tolist() == [[1, 0, 0], [0, 0, 0], [1, 0, 3], [0, 0, 3]]
    assert votes.nnz == 4
    assert votes.format == "csr"


def test_without_functions_there_is_a_row_for_each_document():
    assert vote_matrix([], [], 5).shape == (5, 0)


def test_snorkel_abstains_with_minus_one_and_counts_from_zero():
    assert snorkel_matrix(sparse.csr_array([[1, 0, 3], [0, 2, 0]])).tolist() == [[0, -1, 2], [-1, 1, -1]]


@given(arrays(np.int64, st.tuples(st.integers(0, 9), st.integers(0, 4)), elements=st.integers(-1, 2)))
def test_snorkel_s_matrix_comes_back_from_ours(snorkel):
    # one function a cell column and class: ours votes one class only
    columns = [(j, y) for j in range(snorkel.shape[1]) for y in range(3)]
    voted = [np.flatnonzero(snorkel[:, j] == y) for j, y in columns]
    ours = snorkel_matrix(vote_matrix(voted, [y for _, y in columns], len(snorkel)))
    merged = ours.reshape(len(snorkel), snorkel.shape[1], 3).max(axis=2, initial=-1)
    assert np.array_equal(merged, snorkel)
