"""How good beliefs on validation documents are, and what a recipe leaves to choose."""

import re
from functools import partial
from math import log

import numpy as np
import pytest
from sklearn.metrics import log_loss

from lamplighter.engine import Recipe, Validation
from lamplighter.exceptions import InputError
from lamplighter.learning import EndModel, MajorityVote
from lamplighter.votes import Contextualizer

GOLD = np.array([0, 1, 1, 0])
POSTERIOR = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8], [0.4, 0.6]])


def score(posterior, by, gold=GOLD):
    return Validation(None, gold).score(posterior, by)


def test_accuracy_counts_the_likeliest_class_the_first_of_equals():
    # right, wrong (of two equal classes the first), right, wrong
    assert score(POSTERIOR, "accuracy") == 2 / 4


def test_log_loss_is_turned_round_so_that_larger_is_better():
    assert score(POSTERIOR, "log-loss") == pytest.approx((log(0.9) + log(0.5) + log(0.8) + log(0.4)) / 4)
    assert score(POSTERIOR, "log-loss") == pytest.approx(-log_loss(GOLD, POSTERIOR))


def test_belief_of_zero_in_the_true_class_costs_much_and_not_without_end():
    # 15 decimal places: ln 1e-15 = −34.5
    certain = np.array([[1.0, 0.0], [1.0, 0.0]])
    assert score(certain, "log-loss", np.array([0, 1])) == pytest.approx((0 - 15 * log(10)) / 2)


def recipe(**settings):
    usual = {"label_models": (MajorityVote,), "contextualizer": None, "end_model": EndModel()}
    return Recipe(**{**usual, **settings})


@pytest.mark.parametrize(
    ("settings", "choices"),
    [
        ({}, False),
        ({"contextualizer": Contextualizer(percentile=(75,))}, False),
        ({"contextualizer": Contextualizer(percentile=75, per_function=True)}, False),
        ({"end_model": EndModel(C=(2.0,))}, False),
        ({"contextualizer": Contextualizer(percentile=(75, 80))}, True),
        ({"end_model": EndModel(C=(1.0, 2.0))}, True),
        ({"label_models": (MajorityVote, partial(MajorityVote))}, True),
    ],
)
def test_recipe_has_choices_where_there_are_several_of_anything(settings, choices):
    assert recipe(**settings).has_choices is choices


def test_unknown_measure_is_an_error():
    message = "tuned_by is 'f1'; expected one of: log-loss, accuracy."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        recipe(tuned_by="f1")
