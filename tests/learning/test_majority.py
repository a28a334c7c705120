import numpy as np
import pytest
from scipy import sparse

from lamplighter.learning import MajorityVote
from lamplighter.learning.majority import vote_shares


def test_belief_is_the_share_of_the_votes_in_three_classes():
    votes = sparse.csr_array([[1, 2, 1, 3], [0, 2, 0, 2], [3, 0, 1, 0], [0, 0, 0, 0]])
    model = MajorityVote().fit(votes, n_classes=3, class_balance=np.array([1 / 2, 1 / 3, 1 / 6]))
    assert model.predict_proba(votes) == pytest.approx(
        np.array([[2 / 4, 1 / 4, 1 / 4], [0, 1, 0], [1 / 2, 0, 1 / 2], [1 / 2, 1 / 3, 1 / 6]])
    )


def test_counts_of_the_rows_change_nothing():
    votes = sparse.csr_array([[1, 2], [2, 0]])
    balance = np.array([1 / 2, 1 / 2])
    with_counts = MajorityVote().fit(votes, np.array([5, 1]), n_classes=2, class_balance=balance)
    without = MajorityVote().fit(votes, n_classes=2, class_balance=balance)
    assert with_counts.predict_proba(votes).tolist() == without.predict_proba(votes).tolist()


def test_shares_are_a_function_of_votes_and_balance_alone():
    votes = sparse.csr_array([[1, 2, 2], [0, 0, 0]])
    assert vote_shares(votes, np.array([1 / 4, 3 / 4])) == pytest.approx(np.array([[1 / 3, 2 / 3], [1 / 4, 3 / 4]]))
