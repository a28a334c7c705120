import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.selection.representatives import representatives


def unit(rows):
    """Give rows of length 1, or 0."""
    dense = np.asarray(rows, dtype=float)
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return sparse.csr_array(dense / np.where(lengths > 0, lengths, 1))


def chosen(rows, n_documents):
    return representatives(unit(rows), n_documents).tolist()


BETWEEN = [3, 4]
"""Has a cosine of 3/5 to the first axis and of 4/5 to the second; cubed 27/125 and 64/125."""


def test_each_adds_most_to_what_those_before_it_stand_for():
    # gains: on the first axis 3 + 27/125, on the second 2 + 64/125, between 3·27/125 + 2·64/125 + 1 = 334/125
    # after x0: on the second axis 2 + (64 − 27)/125, between 2·64/125 + (1 − 27/125) = 226/125
    # after x3: between 1 − 64/125, its twins 0; then there is nothing left to gain and the first comes first
    assert chosen([[1, 0]] * 3 + [[0, 1]] * 2 + [BETWEEN], 6) == [0, 3, 5, 1, 2, 4]


def test_a_document_between_two_kinds_stands_for_neither_where_they_are_large():
    # were cosines not cubed, it would come first: 4·3/5 + 4·4/5 + 1 = 33/5 against 4 + 4/5 on the second axis;
    # cubed, 4·27/125 + 4·64/125 + 1 = 489/125 is less than 4 + 64/125
    assert chosen([BETWEEN] + [[1, 0]] * 4 + [[0, 1]] * 4, 3) == [5, 1, 0]


def test_a_small_tight_group_among_scattered_documents_is_among_the_first():
    # 8 of 200 documents say nearly the same; the others share at most a few of 3000 words, and one word that is common
    rng = np.random.default_rng(0)
    dense = np.zeros((200, 3001))
    for row in range(200):
        dense[row, rng.choice(3000, size=25, replace=False)] = 1
    dense[:, 3000] = rng.random(200) < 0.7
    group = rng.choice(200, size=8, replace=False)
    advertisement = dense[group[0]]
    for row in group[1:]:
        dense[row] = advertisement
        dense[row, rng.choice(3000, size=4, replace=False)] = 1
    first = chosen(dense, 3)
    assert len(set(first) & set(group.tolist())) == 1


@pytest.mark.parametrize("seed", range(3))
def test_every_group_is_met_before_any_is_met_again(seed):
    rng = np.random.default_rng(seed)
    groups = rng.permutation(np.repeat(np.arange(6), [40, 25, 15, 10, 6, 4]))
    dense = np.eye(6)[groups] * 3 + rng.random((100, 6)) * 0.3
    assert sorted(groups[chosen(dense, 6)].tolist()) == list(range(6))


def test_the_larger_of_two_equally_tight_groups_comes_first():
    assert chosen([[1, 0]] * 2 + [[0, 1]] * 3, 2) == [2, 0]


def test_duplicates_of_a_chosen_document_come_last():
    rng = np.random.default_rng(0)
    different = rng.random((8, 5))
    order = chosen(np.vstack([different, different[[0, 3, 3, 7]]]), 12)
    kinds = [[*range(8), 0, 3, 3, 7][row] for row in order]
    assert sorted(kinds[:8]) == list(range(8))


def test_of_equally_good_ones_the_first_is_chosen():
    assert chosen(np.eye(4), 4) == [0, 1, 2, 3]


def test_the_order_is_the_same_each_time_and_no_matter_how_many_are_asked_for():
    features = unit(np.random.default_rng(1).random((40, 10)) ** 3)
    order = representatives(features, 40).tolist()
    assert representatives(features, 40).tolist() == order
    assert [representatives(features, n).tolist() for n in (0, 1, 7)] == [order[:n] for n in (0, 1, 7)]


@pytest.mark.parametrize("n_documents", [0, 3])
def test_of_no_documents_none_is_chosen(n_documents):
    found = representatives(sparse.csr_array((0, 5)), n_documents)
    assert found.tolist() == []
    assert found.dtype == np.int64


def test_asked_for_more_than_there_are_it_gives_all():
    assert sorted(chosen([[1, 0], [0, 1], [1, 1]], 9)) == [0, 1, 2]


def test_documents_without_words_come_after_those_that_stand_for_any():
    assert chosen([[0, 0], [1, 0], [0, 0], [0, 1], [0, 0]], 5) == [1, 3, 0, 2, 4]
    assert chosen(np.zeros((3, 2)), 2) == [0, 1]


def test_nothing_that_is_handed_in_is_changed():
    features = unit([[1, 0], BETWEEN])
    before = features.toarray().tolist()
    representatives(features, 2)
    assert features.toarray().tolist() == before


@given(st.integers(0, 999), st.integers(0, 25), st.integers(0, 30))
def test_all_are_different(seed, n_rows, n_documents):
    rng = np.random.default_rng(seed)
    found = chosen(rng.integers(0, 2, size=(n_rows, 4)), n_documents)
    assert len(found) == len(set(found)) == min(n_rows, n_documents)
    assert set(found) <= set(range(n_rows))


@given(st.integers(0, 999), st.integers(1, 6))
def test_each_is_the_best_one_left(seed, n_documents):
    features = unit(np.random.default_rng(seed).random((15, 6)) ** 2)
    similarities = (features @ features.T).toarray() ** 3
    nearest = np.zeros(15)
    for document in representatives(features, n_documents):
        gains = np.maximum(similarities - nearest, 0).sum(axis=1)
        assert gains[document] == pytest.approx(gains.max(), rel=1e-4, abs=1e-5)
        nearest = np.maximum(nearest, similarities[document])


def test_documents_of_a_word_or_two_come_last_however_many_are_like_them():
    # eight documents on the first word alone; two of four words
    features = np.zeros((10, 9))
    features[:8, 0] = 1.0
    features[8, [0, 1, 2, 3]] = 0.5
    features[9, [5, 6, 7, 8]] = 0.5
    assert representatives(sparse.csr_array(features), 4).tolist() == [8, 9, 0, 1]
