"""What follows from ``predict_proba`` in every label model: ``predict`` and its tie-break policies."""

import re

import numpy as np
import pytest
from scipy import sparse

from lamplighter.exceptions import InputError
from lamplighter.learning import MajorityVote

VOTES = sparse.csr_array([[1, 1, 2], [1, 2, 0], [0, 3, 2], [0, 0, 0]])


@pytest.fixture
def model():
    return MajorityVote().fit(VOTES, n_classes=3, class_balance=np.array([1 / 2, 1 / 4, 1 / 4]))


def test_ties_abstain_when_nothing_is_said(model):
    assert model.predict(VOTES).tolist() == [0, -1, -1, 0]


def test_the_first_of_tied_classes_can_be_taken(model):
    assert model.predict(VOTES, tie_break_policy="first").tolist() == [0, 0, 1, 0]


def test_ties_can_be_broken_by_chance_among_the_tied_classes_alone(model):
    drawn = np.array([model.predict(VOTES, tie_break_policy="random", seed=seed) for seed in range(200)])
    assert [set(column) for column in drawn.T.tolist()] == [{0}, {0, 1}, {1, 2}, {0}]
    assert (drawn[:, 1] == 0).mean() == pytest.approx(1 / 2, abs=0.15)


def test_the_same_seed_breaks_ties_in_the_same_way(model):
    first = model.predict(VOTES, tie_break_policy="random", seed=7)
    assert model.predict(VOTES, tie_break_policy="random", seed=7).tolist() == first.tolist()


def test_unknown_tie_break_policy_is_an_error(model):
    message = "No tie-break policy is called 'last'. There are: abstain, random, first."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        model.predict(VOTES, tie_break_policy="last")


def test_nothing_stands_in_for_majority_vote_itself(model):
    assert MajorityVote().fallback_ is None
    assert model.fallback_ is None
