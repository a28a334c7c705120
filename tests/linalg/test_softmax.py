"""Probabilities from scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import special

from lamplighter.linalg import softmax

scores = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.floats(-1e4, 1e4, allow_nan=False)
)


@given(scores)
def test_it_is_scipy_s(rows):
    probabilities, logarithms = softmax(rows)
    assert probabilities == pytest.approx(special.softmax(rows, axis=1), abs=1e-12)
    assert logarithms == pytest.approx(special.logsumexp(rows, axis=1), rel=1e-12, abs=1e-12)
    assert probabilities.flags.c_contiguous


def test_no_row_has_no_probabilities():
    probabilities, logarithms = softmax(np.zeros((0, 3)))
    assert (probabilities.shape, logarithms.shape) == ((0, 3), (0,))
