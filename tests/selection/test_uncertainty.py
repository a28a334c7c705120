import numpy as np
import pytest

from lamplighter.selection import EndModelUncertainty, Uncertainty
from lamplighter.testing.cases import context_of

NOTHING = np.zeros(0)


def test_uncertainty_is_the_entropy_of_the_label_model():
    context = context_of(np.zeros((3, 0)), np.eye(3), entropy=[0.1, np.log(3), 0])
    assert Uncertainty().scores(context, NOTHING).tolist() == [0.1, np.log(3), 0]


def test_scores_may_be_written_to():
    context = context_of(np.zeros((2, 0)), entropy=[0.1, 0.2])
    scores = Uncertainty().scores(context, NOTHING)
    scores[0] = 9
    assert context.entropy.tolist() == [0.1, 0.2]


def test_end_model_uncertainty_is_the_entropy_of_its_prediction_in_two_classes():
    # H(1/2, 1/2) = ln 2; H(1, 0) = 0; H(3/4, 1/4) = 2 ln 2 − 3/4 ln 3, as 3/4 ln 4/3 + 1/4 ln 4
    context = context_of(np.zeros((3, 0)), [[1 / 2, 1 / 2], [1, 0], [3 / 4, 1 / 4]], entropy=[0, 0.6, 0])
    expected = [np.log(2), 0, 2 * np.log(2) - 3 / 4 * np.log(3)]
    assert EndModelUncertainty().scores(context, NOTHING) == pytest.approx(expected)


def test_end_model_uncertainty_is_the_entropy_of_its_prediction_in_three_classes():
    # H(1/3, 1/3, 1/3) = ln 3; H(1/2, 1/2, 0) = ln 2; H(1/2, 1/4, 1/4) = 3/2 ln 2
    context = context_of(np.zeros((3, 0)), [[1 / 3, 1 / 3, 1 / 3], [1 / 2, 1 / 2, 0], [1 / 2, 1 / 4, 1 / 4]])
    expected = [np.log(3), np.log(2), 3 / 2 * np.log(2)]
    assert EndModelUncertainty().scores(context, NOTHING) == pytest.approx(expected)


def test_each_reads_its_own_model_only():
    assert Uncertainty().reads == {"entropy"}
    assert EndModelUncertainty().reads == {"predictions"}
