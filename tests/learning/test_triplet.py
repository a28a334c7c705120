import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.learning import Triplet
from lamplighter.learning.triplet import agreements, precision_log_odds, triplet_mean, triplet_median

EVEN = np.array([1 / 2, 1 / 2])


def moments_of(rates, balance):
    """Give the moments that votes have if functions are independent given the class."""
    rates = np.asarray(rates)
    flat = rates.reshape(-1, rates.shape[2])
    moments = flat @ np.diag(balance) @ flat.T
    own = np.arange(len(flat)) // rates.shape[1]
    moments[own[:, np.newaxis] == own] = 0
    np.fill_diagonal(moments, flat @ balance)
    return moments


def test_closed_form_by_hand():
    # Right with 3/4, 7/8 and 5/8 on two even classes: E[v · Y] is 1/2, 3/4 and 1/4. Two functions agree beyond chance by the
    # product, 3/8, 1/8 and 3/16; a vote for the class, half of 1 + v, with another function by half of that.
    accuracy = np.array([3 / 4, 7 / 8, 5 / 8])[:, np.newaxis, np.newaxis]
    own, others = agreements(moments_of(np.where(np.eye(2, dtype=bool), accuracy, 1 - accuracy), EVEN), 0, 2)
    assert others == pytest.approx(np.array([[0, 3 / 8, 1 / 8], [3 / 8, 0, 3 / 16], [1 / 8, 3 / 16, 0]]))
    assert own == pytest.approx(others / 2)
    # of the first: 3/16 · 1/16 / (3/16) = 1/16 = p(1−p) · δ², so δ = 1/2 and the precision 1/2 + 1/4 · (1/2) / (1/2) = 3/4
    for average in (triplet_mean, triplet_median):
        assert average(own, others) == pytest.approx(np.array([1 / 2, 3 / 4, 1 / 4]) ** 2 / 4)


def test_keywords_that_always_agree_where_both_vote_are_told_apart():
    # three of one class, on 4/10, 3/10 and 2/10 of it and on 1/10 of the other: δ is 3/10, 2/10 and 1/10
    rates = np.zeros((3, 2, 2))
    rates[:, 0, 0], rates[:, 0, 1] = [4 / 10, 3 / 10, 2 / 10], 1 / 10
    own, others = agreements(moments_of(rates, EVEN), 0, 2)
    assert own == pytest.approx(others)
    assert triplet_mean(own, others) * 4 == pytest.approx(np.array([9, 4, 1]) / 100)
    assert triplet_median(own, others) * 4 == pytest.approx(np.array([9, 4, 1]) / 100)


def test_mean_weighs_triplets_by_their_denominators():
    # function 0 with 1, 2 and 3: 2·4/1, 2·6/4 and 4·6/3; the sums are 8 + 12 + 24 over 1 + 4 + 3
    own, others = np.zeros((4, 4)), np.zeros((4, 4))
    own[0] = [0, 2, 4, 6]
    for one, two, agreement in ((1, 2, 1), (1, 3, 4), (2, 3, 3)):
        others[one, two] = others[two, one] = agreement
    assert triplet_mean(own, others)[0] == pytest.approx(44 / 8)
    assert triplet_median(own, others)[0] == 8  # of 8, 3 and 8


def test_triplets_that_contradict_each_other_say_nothing():
    own = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, -1.0], [1.0, -1.0, 0.0]])
    assert triplet_mean(own, own).tolist() == [0, 0, 0]
    assert triplet_median(own, own).tolist() == [1, 1, 1]
    assert triplet_median(np.zeros((3, 3)), np.zeros((3, 3))).tolist() == [0, 0, 0]


def test_precision_is_evidence_in_proportion_to_the_balance():
    # 3/4 of the first class, which is 1/2: 3/2 to 1/2 of each other; 1/4 of the second, which is 1/4, says nothing
    lift = np.exp(precision_log_odds(np.array([[3 / 4, 1 / 4, 1.0]]), np.array([1 / 2, 1 / 4, 1 / 4])))
    assert lift[0] == pytest.approx([3 / 2, 1 / 2, 1 / 2])
    assert lift[1] == pytest.approx([1, 1, 1])
    assert lift[2] == pytest.approx([1 / 1000, 1 / 1000, 4 * (1 - 3 / 4000)])  # no vote is proof


def test_prior_weighs_what_it_is_told_to(eight):
    votes, counts, balance = eight
    model = Triplet(precision=0.6, prior_strength=3.0).fit(votes, counts, n_classes=2, class_balance=balance)
    assert model.precisions_ == pytest.approx(np.full((3, 2), (3 / 4 + 3 * 0.6) / 4), abs=1e-4)


def test_vote_that_never_falls_together_with_another_has_the_prior_precision(eight):
    votes, counts, balance = eight
    rows = sparse.csr_array(np.block([[votes.toarray(), np.zeros((8, 1))], [np.zeros((1, 3)), 1]]).astype(int))
    model = Triplet(precision=0.8, prior_strength=0.0).fit(
        rows, np.append(counts, 9), n_classes=2, class_balance=balance
    )
    assert model.precisions_[3].tolist() == pytest.approx([0.8, 0.5])  # it never votes for the second class


@pytest.mark.parametrize(("over", "most"), [("mean", 0.06), ("median", 0.08)])
def test_estimated_precisions_are_near_the_truth(known, over, most):
    votes, _, rates, balance = known
    model = Triplet(over=over, prior_strength=0.0).fit(votes, n_classes=len(balance), class_balance=balance)
    assert model.fallback_ is None
    shares = rates @ balance
    truth = (rates * balance).diagonal(axis1=1, axis2=2) / np.maximum(shares, 1e-9)
    assert np.abs(model.precisions_ - truth)[shares > 0].mean() < most


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(3, 12), st.sampled_from(["mean", "median"]))
def test_precisions_are_between_chance_and_one_whatever_the_votes(seed, n_classes, m, over):
    rng = np.random.default_rng(seed)
    votes = sparse.csr_array(rng.integers(0, n_classes + 1, size=(30, m)) * (rng.random((30, m)) < rng.random()))
    balance = rng.dirichlet(np.full(n_classes, 3.0)) * 0.9 + 0.1 / n_classes
    model = Triplet(over=over, prior_strength=0.0).fit(votes, n_classes=n_classes, class_balance=balance)
    assert np.isfinite(model.predict_proba(votes)).all()
    if model.fallback_ is None:
        assert (model.precisions_ >= balance - 1e-12).all()
        assert (model.precisions_ <= 1).all()
