from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from lamplighter.linalg import METRICS, distances

ROWS = sparse.csr_array([[1.0, 0.0, 0.0], [3.0, 4.0, 0.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]])

dense = arrays(np.float64, (6, 4), elements=st.sampled_from([0.0, 0.0, 0.25, 1.0, 3.0, 7.5]))


def test_cosine_distances_to_a_point_on_an_axis():
    # cos = 1, 3/5, 0; a row of zeros has no direction
    assert distances(ROWS, np.array([2.0, 0.0, 0.0])) == pytest.approx([0, 2 / 5, 1, 1])


def test_euclidean_distances_to_a_point_on_an_axis():
    # (1-2)² = 1; (3-2)² + 4² = 17; 2² + 2² = 8; 2² = 4
    assert distances(ROWS, np.array([2.0, 0.0, 0.0]), "euclidean") == pytest.approx([1, sqrt(17), sqrt(8), 2])


def test_cosine_distance_to_zeros_is_one():
    assert distances(ROWS, np.zeros(3)).tolist() == [1, 1, 1, 1]


def test_opposite_directions_are_two_apart():
    assert distances(sparse.csr_array([[1.0, 1.0]]), np.array([-2.0, -2.0])) == pytest.approx([2])


def test_cosine_distance_does_not_depend_on_length():
    point = np.array([1.0, 2.0, 3.0])
    assert distances(ROWS * 100, point) == pytest.approx(distances(ROWS, point))


@given(dense)
def test_cosine_distance_to_itself_is_zero(rows):
    for row in rows[rows.any(axis=1)]:
        assert distances(sparse.csr_array(row[np.newaxis]), row) == pytest.approx([0], abs=1e-12)


def test_cosines_that_are_rounded_above_one_give_no_negative_distance():
    rows = np.random.default_rng(0).normal(size=(500, 3))
    own = np.array([distances(sparse.csr_array(row[np.newaxis]), row)[0] for row in rows])
    scaled = np.array([distances(sparse.csr_array(row[np.newaxis] / 3), row)[0] for row in rows])
    assert (own >= 0).all()
    assert (scaled >= 0).all()


@pytest.mark.parametrize("metric", METRICS)
@given(rows=dense)
def test_distances_are_never_negative(metric, rows):
    for point in rows:
        assert (distances(sparse.csr_array(rows), point, metric) >= 0).all()


@given(dense)
def test_euclidean_distances_agree_with_their_definition(rows):
    point = rows[0]
    expected = np.linalg.norm(rows - point, axis=1)
    assert distances(sparse.csr_array(rows), point, "euclidean") == pytest.approx(expected, abs=1e-6)
