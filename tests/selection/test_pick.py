import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.selection import Pick, pick


def every(*sizes):
    return [np.ones(size, dtype=bool) for size in sizes]


def test_the_best_score_of_all_blocks_is_picked():
    scores = [np.array([0.1, 0.5]), np.array([0.7, 0.6])]
    assert pick(scores, every(2, 2), np.random.default_rng(0)) == Pick(2, 0.7, 1)


def test_a_document_that_was_shown_is_not_picked():
    scores = [np.array([0.1, 0.5]), np.array([0.7, 0.6])]
    eligible = [np.array([True, True]), np.array([False, True])]
    assert pick(scores, eligible, np.random.default_rng(0)) == Pick(3, 0.6, 1)


def test_no_eligible_document_gives_no_pick():
    assert pick([np.array([1.0])], [np.array([False])], np.random.default_rng(0)) is None


def test_no_document_at_all_gives_no_pick():
    assert pick([], [], np.random.default_rng(0)) is None


def test_ties_fall_to_each_document_about_equally_often():
    scores = [np.array([2.0, 1.0]), np.array([2.0, 2.0])]
    rng = np.random.default_rng(0)
    drawn = [pick(scores, every(2, 2), rng) for _ in range(3000)]
    counts = np.bincount([chosen.document for chosen in drawn], minlength=4)
    assert counts[1] == 0
    assert counts[[0, 2, 3]] == pytest.approx([1000] * 3, abs=100)  # four standard deviations of √(3000 · 1/3 · 2/3)
    assert {chosen.n_tied for chosen in drawn} == {3}


def test_ties_among_shown_documents_do_not_count():
    chosen = pick([np.array([2.0, 2.0, 2.0])], [np.array([True, False, True])], np.random.default_rng(0))
    assert chosen.n_tied == 2


@pytest.mark.parametrize("eligible", [[True, True, True], [False, True, False], [False, False, False]])
def test_equally_many_numbers_are_drawn_whatever_the_scores(eligible):
    rng, other = np.random.default_rng(3), np.random.default_rng(3)
    pick([np.array([1.0, 1.0, 0.0])], [np.array(eligible)], rng)
    other.random()
    assert rng.random() == other.random()


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30), st.integers(0, 30), st.integers(0, 99))
def test_blocks_do_not_matter_to_the_pick(scores, edge, seed):
    scores = np.array(scores, dtype=np.float64)
    may = scores != 0
    whole = pick([scores], [may], np.random.default_rng(seed))
    cut = pick([scores[:edge], scores[edge:]], [may[:edge], may[edge:]], np.random.default_rng(seed))
    assert cut == whole
    if whole is not None:
        assert may[whole.document]
        assert whole.score == scores[may].max()
