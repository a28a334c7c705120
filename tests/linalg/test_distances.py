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


# ------------------------------------------------------------------ seen from elsewhere

CENTRE = np.array([1.0, 0.0, 0.0])

centres = arrays(np.float64, 4, elements=st.sampled_from([-2.0, 0.0, 0.5, 1.0, 4.0]))


def dense_distances(rows, point, metric, centre):
    rows, point = rows - centre, point - centre
    if metric == "euclidean":
        return np.linalg.norm(rows - point, axis=1)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(point)
    return 1 - np.divide(rows @ point, lengths, out=np.zeros(len(rows)), where=lengths > 0)


def test_cosine_distances_from_a_centre():
    # seen from (1, 0, 0) the point is (0, 1, 0), and the rows are (0, 0, 0), (2, 4, 0), (-1, 0, 2), (-1, 0, 0);
    # cos: none for zeros, 4/√20, 0, 0
    away = distances(ROWS, np.array([1.0, 1.0, 0.0]), centre=CENTRE)
    assert away == pytest.approx([1, 1 - 4 / sqrt(20), 1, 1])


def test_row_of_zeros_has_a_direction_when_seen_from_a_centre():
    # from (1, 0, 0) the row (0, 0, 0) is (-1, 0, 0): opposite to (1, 0, 0), and the same way as (-5, 0, 0)
    assert distances(ROWS, np.array([2.0, 0.0, 0.0]), centre=CENTRE)[3] == pytest.approx(2)
    assert distances(ROWS, np.array([-4.0, 0.0, 0.0]), centre=CENTRE)[3] == pytest.approx(0, abs=1e-12)


def test_point_at_the_centre_has_no_direction():
    assert distances(ROWS, CENTRE, centre=CENTRE).tolist() == [1, 1, 1, 1]


def test_euclidean_distances_are_the_same_from_everywhere():
    point = np.array([2.0, 0.0, 0.0])
    assert np.array_equal(distances(ROWS, point, "euclidean", centre=CENTRE), distances(ROWS, point, "euclidean"))


def test_centre_of_zeros_is_none():
    point = np.array([1.0, 2.0, 3.0])
    assert distances(ROWS, point, centre=np.zeros(3)) == pytest.approx(distances(ROWS, point), abs=1e-15)


@pytest.mark.parametrize("metric", METRICS)
@given(rows=dense, centre=centres)
def test_distances_from_a_centre_agree_with_their_definition(metric, rows, centre):
    for point in rows[:3]:
        away = distances(sparse.csr_array(rows), point, metric, centre=centre)
        assert away == pytest.approx(dense_distances(rows, point, metric, centre), abs=1e-6)
        assert (away >= 0).all()


@given(dense, centres)
def test_nothing_that_is_handed_in_is_moved(rows, centre):
    point, before = rows[0].copy(), (rows[0].copy(), centre.copy())
    distances(sparse.csr_array(rows), point, centre=centre)
    assert np.array_equal(point, before[0])
    assert np.array_equal(centre, before[1])
