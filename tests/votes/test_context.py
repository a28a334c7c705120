"""Eq. 4: ``λ'(x) = λ(x)`` where ``dist(x, x_λ) ≤ r_λ``, with ``r_λ`` a percentile of the distances."""

import re
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.exceptions import InputError
from lamplighter.linalg import distances
from lamplighter.votes import Contextualizer, refine

FEATURES = sparse.csr_array([[3.0, 4.0], [1.0, 0.0], [4.0, 3.0], [0.0, 1.0], [-1.0, 0.0]])
EVERYWHERE = np.arange(5)


def test_cosine_radius_and_refinement_around_the_first_document():
    # cos with (3, 4): 1, 3/5, 24/25, 4/5, -3/5; sorted distances 0, 1/25, 1/5, 2/5, 8/5: the median is 1/5
    contextualizer = Contextualizer(percentile=50)
    away = distances(FEATURES, np.array([3.0, 4.0]), contextualizer.metric)
    radius = contextualizer.radii(away)[50]
    assert radius == pytest.approx(1 / 5)
    assert refine(EVERYWHERE, away, radius).tolist() == [0, 2, 3]


def test_euclidean_radius_and_refinement_around_the_first_document():
    # squares of the distances to (3, 4): 0, 4+16, 1+1, 9+9, 16+16; sorted 0, 2, 18, 20, 32
    contextualizer = Contextualizer(percentile=75, metric="euclidean")
    away = distances(FEATURES, np.array([3.0, 4.0]), contextualizer.metric)
    radius = contextualizer.radii(away)[75]
    assert radius == pytest.approx(sqrt(20))
    assert refine(EVERYWHERE, away, radius).tolist() == [0, 1, 2, 3]


def test_radius_between_two_distances_is_interpolated():
    # five distances have the percentiles 0, 25, 50, 75, 100; 60 lies 10/25 of the way from .4 to .8
    away = np.array([0.8, 0.0, 0.4, 0.2, 1.0])
    assert Contextualizer(percentile=60).radii(away)[60] == pytest.approx(0.4 + 10 / 25 * 0.4)


def test_a_document_at_the_radius_is_within():
    away = np.array([0.0, 0.5, 0.75])
    assert refine(np.array([1, 2]), away[[1, 2]], 0.5).tolist() == [1]


def test_only_documents_with_the_primitive_are_kept():
    away = np.array([0.0, 0.1, 0.2])
    assert refine(np.array([2]), away[[2]], 0.3).tolist() == [2]


def test_percentile_100_refines_nothing():
    away = np.random.default_rng(0).random(50)
    radius = Contextualizer(percentile=100).radii(away)[100]
    assert refine(np.arange(50), away, radius).tolist() == list(range(50))


@given(
    st.lists(st.floats(0, 2), min_size=1, max_size=40),
    st.floats(0.1, 100),
    st.floats(0.1, 100),
)
def test_a_larger_percentile_keeps_all_that_a_smaller_one_keeps(away, one, other):
    away = np.array(away)
    radii = Contextualizer(percentile=(one, other)).radii(away)
    rows = np.arange(len(away))
    kept = refine(rows, away, radii[min(one, other)])
    assert set(kept) <= set(refine(rows, away, radii[max(one, other)]))
    assert len(kept) >= 1  # its own document, at least


@pytest.mark.parametrize("percentile", [0, -1, 100.5, float("nan")])
def test_percentile_out_of_range_is_an_error(percentile):
    message = f"The percentile is {percentile}; expected a number above 0 and up to 100."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Contextualizer(percentile=percentile)


def test_unknown_metric_is_an_error():
    message = "No metric is called 'manhattan'. There are: cosine, euclidean."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Contextualizer(metric="manhattan")


def test_it_says_what_it_is():
    assert str(Contextualizer(percentile=62.5, metric="euclidean")) == "euclidean, percentile 62.5"


def test_earlier_examples_count_less_the_longer_they_are_ago():
    # weights 1, 1/2, 1/4: nearest min(.8, .3·2, .1·4) = .4; mean (.8 + .3/2 + .1/4) / (7/4) = .975 · 4/7
    away = [np.array([0.8]), np.array([0.3]), np.array([0.1])]
    assert Contextualizer(length=3).joined(away) == pytest.approx([0.4])
    assert Contextualizer(length=3, join="mean").joined(away) == pytest.approx([0.975 * 4 / 7])


def test_context_of_one_example_is_its_distance():
    away = np.array([0.8, 0.1])
    assert Contextualizer(length=3, join="mean").joined([away]) is away


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"percentile": ()}, "The percentile is (); expected a number above 0 and up to 100."),
        ({"percentile": (75, 120)}, "The percentile is (75, 120); expected a number above 0 and up to 100."),
        ({"refined": "never"}, "refined is 'never'; expected one of: always, end model."),
        ({"join": "far"}, "No way to join distances is called 'far'. There are: nearest, mean."),
        ({"length": 0}, "The length of a context is 0; expected 1 or more development examples."),
        ({"decay": 0.0}, "The decay is 0.0; expected a number above 0 and up to 1."),
    ],
)
def test_settings_out_of_range_are_errors(settings, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Contextualizer(**settings)


@pytest.mark.parametrize("percentile", [75.0, (100.0, 75.0)])
def test_settings_come_back_from_json(percentile):
    one = Contextualizer(percentile=percentile, metric="euclidean", per_function=True, length=2, join="mean")
    assert Contextualizer.from_settings(one.settings()) == one
