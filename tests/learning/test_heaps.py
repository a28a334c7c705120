import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.learning import Heaps, histogram, two_heaps


def standardized(scores):
    return (scores - scores.mean()) / scores.std()


def heaps_of(scores):
    """Give the heaps, and by what scores were divided."""
    return two_heaps(histogram(standardized(scores)))


def drawn(share, distance, n_documents=5000, seed=0):
    """Draw two heaps of deviation 1."""
    rng = np.random.default_rng(seed)
    n_upper = round(share * n_documents)
    return np.concatenate([rng.normal(0, 1, n_documents - n_upper), rng.normal(distance, 1, n_upper)])


# ------------------------------------------------------------------ counts


def test_scores_are_counted_in_bins_of_a_two_hundredth():
    # bin 2000 is from 0 to 0.005, and 200 make 1
    counts = histogram(np.array([0.001, 0.004, 0.006, 1.001, -0.001]))
    assert {int(place): counts[place] for place in np.flatnonzero(counts)} == {1999: 1, 2000: 2, 2001: 1, 2200: 1}
    assert counts.shape == (4000,)


def test_scores_beyond_ten_deviations_are_counted_in_the_last_bins():
    counts = histogram(np.array([-1e9, -10.1, -10.0, 10.0, 17.0, np.inf]))
    assert (counts[0], counts[-1], counts.sum()) == (3, 3, 6)


def test_no_score_is_no_count():
    assert histogram(np.zeros(0)).sum() == 0


@given(st.integers(0, 999), st.integers(0, 50))
def test_counts_of_blocks_add_up(seed, edge):
    scores = np.random.default_rng(seed).normal(0, 4, 50)
    assert (histogram(scores[:edge]) + histogram(scores[edge:])).tolist() == histogram(scores).tolist()


@given(st.lists(st.floats(allow_nan=False), max_size=30))
def test_every_score_is_counted_once(scores):
    assert histogram(np.array(scores)).sum() == len(scores)


# ------------------------------------------------------------------ two heaps


def test_distance_is_in_units_of_the_mean_deviation():
    # (2 − 0.5) / √((0.09 + 0.41)/2) = 1.5 / 0.5
    heaps = Heaps(np.array([0.5, 2.0]), np.sqrt([0.09, 0.41]), 0.1)
    assert heaps.distance == pytest.approx(3)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("distance", [5.0, 6.0])
@pytest.mark.parametrize("seed", range(3))
def test_share_and_distance_are_found_again(share, distance, seed):
    scores = drawn(share, distance, seed=seed)
    heaps = heaps_of(scores)
    assert heaps.share == pytest.approx(share, abs=0.02)
    # each variance is overstated by 0.01, in which scores are of deviation 1
    expected = distance / np.sqrt(1 + 0.01 * scores.var())
    assert heaps.distance == pytest.approx(expected, rel=0.1)


def test_heaps_of_different_width_are_found_again():
    rng = np.random.default_rng(0)
    scores = np.concatenate([rng.normal(0, 1, 4500), rng.normal(6, 0.3, 500)])
    heaps, unit = heaps_of(scores), scores.std()
    assert heaps.share == pytest.approx(0.1, abs=0.01)
    assert heaps.deviations * unit == pytest.approx(np.array([1, 0.3]), abs=0.15)
    assert heaps.means * unit + scores.mean() == pytest.approx(np.array([0, 6]), abs=0.1)


@pytest.mark.parametrize("shape", ["normal", "logistic", "gumbel"])
@pytest.mark.parametrize("seed", range(3))
def test_one_heap_alone_is_not_torn_apart(shape, seed):
    rng = np.random.default_rng(seed)
    draw = {"normal": rng.normal, "logistic": rng.logistic, "gumbel": rng.gumbel}[shape]
    assert heaps_of(draw(size=5000)).distance < 2.5


def test_turned_over_the_upper_heap_is_the_lower_one():
    scores = standardized(drawn(0.2, 5.0))
    heaps, turned = two_heaps(histogram(scores)), two_heaps(histogram(-scores))
    assert turned.share == pytest.approx(1 - heaps.share, abs=1e-3)
    assert turned.distance == pytest.approx(heaps.distance, rel=1e-3)
    assert turned.means == pytest.approx(-heaps.means[::-1], abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_two_equal_heaps_that_mirror_one_another_are_found(seed):
    upper = np.random.default_rng(seed).normal(3, 1, 1000)
    heaps = heaps_of(np.concatenate([upper, -upper]))
    assert heaps.share == pytest.approx(0.5, abs=0.01)
    assert heaps.distance == pytest.approx(6 / np.sqrt(1 + 0.01 * 10), rel=0.1)


@pytest.mark.parametrize("n_documents", [1, 2, 100])
def test_scores_that_are_all_alike_are_one_heap(n_documents):
    heaps = two_heaps(histogram(np.zeros(n_documents)))
    assert heaps.distance == pytest.approx(0, abs=0.1)
    assert 0 <= heaps.share <= 1


def test_a_score_beyond_ten_deviations_stands_at_ten():
    # 3 of 2000 lie about 25 deviations above the others
    scores = standardized(np.append(np.random.default_rng(0).normal(0, 1, 1997), [1000.0, 1001.0, 999.0]))
    assert scores.max() > 20
    found, clipped = two_heaps(histogram(scores)), two_heaps(histogram(np.minimum(scores, 10)))
    assert np.isfinite([*found.means, *found.deviations, found.share, found.distance]).all()
    assert found.means.tolist() == clipped.means.tolist()
    assert found.means.max() <= 10


@given(st.lists(st.floats(-12, 12), min_size=1, max_size=40))
def test_heaps_of_any_scores_are_finite(scores):
    heaps = two_heaps(histogram(np.array(scores)))
    assert np.isfinite([*heaps.means, *heaps.deviations, heaps.distance]).all()
    assert (heaps.deviations >= 0.1 - 1e-9).all()
    assert 0 <= heaps.share <= 1
