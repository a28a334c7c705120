from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lamplighter.linalg import entropy


def test_entropy_of_three_classes_in_nats():
    # -(1/2 ln 1/2 + 2 · 1/4 ln 1/4) = 1/2 ln 2 + 1/2 ln 4 = 3/2 ln 2
    assert entropy(np.array([[1 / 2, 1 / 4, 1 / 4]])) == pytest.approx([3 / 2 * log(2)])


def test_certainty_has_no_entropy():
    assert entropy(np.array([[0.0, 1.0, 0.0]])).tolist() == [0.0]


@pytest.mark.parametrize("n_classes", [2, 3, 7])
def test_a_uniform_belief_has_the_greatest_entropy(n_classes):
    assert entropy(np.full((1, n_classes), 1 / n_classes)) == pytest.approx([log(n_classes)])


@given(arrays(np.float64, (5, 3), elements=st.floats(0, 1)))
def test_entropy_lies_between_nothing_and_the_logarithm_of_the_classes(weights):
    total = weights.sum(axis=1, keepdims=True)
    beliefs = np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / 3)
    assert (entropy(beliefs) >= 0).all()
    assert (entropy(beliefs) <= log(3) + 1e-12).all()
