import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from lamplighter.linalg import distinct_rows, incidence, part_of, product, rows_with_column

small_votes = st.tuples(st.integers(0, 30), st.integers(0, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 3))
)


@given(small_votes)
def test_distinct_rows_reconstruct_the_matrix(dense):
    distinct, _, numbers = distinct_rows(sparse.csr_array(dense))
    assert np.array_equal(distinct[numbers].toarray(), dense)


@given(small_votes)
def test_distinct_rows_are_different_and_counted(dense):
    distinct, counts, _ = distinct_rows(sparse.csr_array(dense))
    expected = {tuple(row): int((dense == row).all(axis=1).sum()) for row in dense}
    assert {tuple(row): count for row, count in zip(distinct.toarray(), counts, strict=True)} == expected
    assert len(counts) == len(expected)


@given(small_votes)
def test_distinct_rows_stand_in_an_order_that_does_not_depend_on_the_documents(dense):
    there, _, _ = distinct_rows(sparse.csr_array(dense))
    back, _, _ = distinct_rows(sparse.csr_array(dense[::-1]))
    assert np.array_equal(there.toarray(), back.toarray())


def test_a_vote_moved_to_another_function_or_class_is_another_row():
    _, counts, _ = distinct_rows(sparse.csr_array([[1, 2, 0], [2, 1, 0], [0, 1, 2], [1, 2, 0], [0, 3, 0], [3, 0, 0]]))
    assert sorted(counts.tolist()) == [1, 1, 1, 1, 2]


def test_rows_without_entries_are_one_distinct_row():
    distinct, counts, numbers = distinct_rows(sparse.csr_array((4, 0), dtype=np.int64))
    assert (distinct.shape, counts.tolist(), numbers.tolist()) == ((1, 0), [4], [0, 0, 0, 0])


def test_distinct_rows_leave_their_input_as_it_is():
    votes = sparse.csr_array([[1, 0], [0, 2], [1, 0]])
    for part in (votes.data, votes.indices, votes.indptr):
        part.flags.writeable = False
    distinct_rows(votes)
    assert votes.toarray().tolist() == [[1, 0], [0, 2], [1, 0]]


@given(small_votes)
def test_rows_with_a_column_are_those_of_the_dense_matrix(dense):
    rows = sparse.csr_array(dense.astype(np.float64))
    for column in range(dense.shape[1]):
        assert rows_with_column(rows, column).tolist() == np.flatnonzero(dense[:, column]).tolist()


def test_incidence_shares_its_pattern_with_what_it_is_of():
    rows = sparse.csr_array([[0.0, 2.5], [0.1, 0.0]])
    ones = incidence(rows)
    assert ones.toarray().tolist() == [[0, 1], [1, 0]]
    assert np.shares_memory(ones.indices, rows.indices)
    assert not np.shares_memory(ones.data, rows.data)


def test_ones_can_be_shared_by_many_matrices():
    rows, ones = sparse.csr_array([[0.0, 2.5], [0.1, 0.0]]), np.ones(100)
    shared = incidence(rows, ones)
    assert shared.toarray().tolist() == [[0, 1], [1, 0]]
    assert np.shares_memory(shared.data, ones)


@pytest.mark.parametrize("kind", ["array", "view", "memory map"])
def test_part_is_not_copied_by_a_sparse_matrix_or_its_transpose(kind, tmp_path):
    whole = np.arange(1000.0)
    if kind == "memory map":
        np.save(tmp_path / "whole.npy", whole)
        whole = np.load(tmp_path / "whole.npy", mmap_mode="r")
    part = part_of(np.asarray(whole)[::-1][::-1] if kind == "view" else whole, 3, 5)
    assert (type(part), part.tolist()) == (np.ndarray, [3, 4])
    rows = sparse.csr_array((part, np.array([1, 0]), np.array([0, 1, 2])), shape=(2, 2), copy=False)
    for matrix in (rows, rows.T, rows.T.T):
        assert np.shares_memory(matrix.data, whole)
    assert product(rows.T, np.array([1.0, 10.0])).tolist() == [40, 3]


def test_product_of_rows_and_columns_is_dense():
    # 1·1 + 2·3 = 7, 1·2 + 2·4 = 10
    rows = sparse.csr_array([[1.0, 2.0], [0.0, 0.0]])
    assert product(rows, np.array([[1.0, 2.0], [3.0, 4.0]])).tolist() == [[7, 10], [0, 0]]
