"""Snorkel's statistics (``LFAnalysis.lf_summary``) of six documents and three functions.

::

    document   λ0  λ1  λ2   gold
    0           1   1   -    1
    1           1   2   -    1      λ0 and λ1 disagree
    2           -   2   2    2
    3           1   -   -    2
    4           1   2   2    -      λ0 against the other two; nobody knows who is right
    5           -   -   -    1
"""

from operator import add

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from lamplighter.votes import count_votes, vote_counts_by_class

VOTES = sparse.csr_array([[1, 1, 0], [1, 2, 0], [0, 2, 2], [1, 0, 0], [1, 2, 2], [0, 0, 0]])
GOLD = np.array([0, 0, 1, 1, -1, 0])


@pytest.fixture
def shares():
    counts = count_votes(VOTES, 2, GOLD)
    return {name: (getattr(counts, name) / counts.n_documents).tolist() for name in ("votes", "overlaps", "conflicts")}


def test_coverage_is_the_share_of_documents_that_a_function_votes_on(shares):
    assert shares["votes"] == [4 / 6, 4 / 6, 2 / 6]


def test_overlaps_are_the_documents_on_which_another_function_votes_too(shares):
    assert shares["overlaps"] == [3 / 6, 4 / 6, 2 / 6]  # λ0: 0, 1, 4; λ1: 0, 1, 2, 4; λ2: 2, 4


def test_conflicts_are_the_documents_on_which_another_function_votes_another_class(shares):
    assert shares["conflicts"] == [2 / 6, 2 / 6, 1 / 6]  # λ0: 1, 4; λ1: 1, 4; λ2: 4


def test_accuracy_is_over_the_votes_that_gold_can_judge():
    counts = count_votes(VOTES, 2, GOLD)
    assert counts.correct.tolist() == [2, 2, 1]  # λ0: 0, 1; λ1: 0, 2; λ2: 2
    assert counts.judged.tolist() == [3, 3, 1]  # not document 4
    assert (counts.correct / counts.judged).tolist() == [2 / 3, 2 / 3, 1 / 1]


def test_documents_covered_and_in_conflict_are_counted_once():
    counts = count_votes(VOTES, 2)
    assert (counts.n_documents, counts.n_covered, counts.n_conflicting) == (6, 5, 2)


def test_without_gold_nothing_is_judged():
    counts = count_votes(VOTES, 2)
    assert (counts.correct.tolist(), counts.judged.tolist()) == ([0, 0, 0], [0, 0, 0])


def test_function_that_never_votes_has_no_coverage():
    counts = count_votes(sparse.csr_array([[1, 0], [2, 0]]), 2, np.array([0, 0]))
    assert (counts.votes[1], counts.overlaps[1], counts.conflicts[1], counts.correct[1]) == (0, 0, 0, 0)


def test_without_functions_nothing_is_covered():
    counts = count_votes(sparse.csr_array((3, 0), dtype=np.int64), 2)
    assert (counts.n_documents, counts.n_covered, counts.votes.tolist()) == (3, 0, [])


def test_votes_of_three_classes_are_counted_by_class():
    votes = sparse.csr_array([[3, 1, 3], [0, 2, 0], [0, 0, 0]])
    assert vote_counts_by_class(votes, 3).tolist() == [[1, 0, 2], [0, 1, 0], [0, 0, 0]]


@given(arrays(np.int64, (12, 4), elements=st.integers(0, 3)), st.integers(0, 12))
def test_counts_of_blocks_add_up_to_those_of_the_whole(dense, edge):
    gold = dense.max(axis=1) - 1  # −1 where nobody votes
    whole = count_votes(sparse.csr_array(dense), 3, gold)
    parts = add(*(count_votes(sparse.csr_array(dense[part]), 3, gold[part]) for part in (np.s_[:edge], np.s_[edge:])))
    for name in vars(whole):
        assert np.array_equal(getattr(parts, name), getattr(whole, name)), name


@given(arrays(np.int64, (10, 4), elements=st.integers(0, 3)))
def test_statistics_agree_with_their_definitions_read_aloud(dense):
    counts = count_votes(sparse.csr_array(dense), 3)
    for j in range(4):
        others = np.delete(dense, j, axis=1)
        voted = dense[:, j] > 0
        another = (others > 0).any(axis=1)
        different = ((others > 0) & (others != dense[:, [j]])).any(axis=1)
        assert counts.votes[j] == voted.sum()
        assert counts.overlaps[j] == (voted & another).sum()
        assert counts.conflicts[j] == (voted & different).sum()
