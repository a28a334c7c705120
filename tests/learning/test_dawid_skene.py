import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.learning import DawidSkene
from lamplighter.learning.dawid_skene import expect_classes, maximise_rates
from lamplighter.learning.moments import vote_cells

EVEN = np.array([1 / 2, 1 / 2])


def test_e_step_by_hand():
    # The first function votes for a document's class on 1/2 of the documents and for the other on 1/4; the second is a
    # keyword of the first class, on 1/2 of it and 1/8 of the other.
    rates = np.array([[1 / 2, 1 / 4], [1 / 4, 1 / 2], [1 / 2, 1 / 8], [0, 0]])
    votes = sparse.csr_array([[1, 0], [0, 1], [2, 1], [0, 0]])
    beliefs = expect_classes(vote_cells(votes, 2), rates, EVEN)
    assert beliefs[:, 0] == pytest.approx(
        [
            8 / 15,  # 1/2 · 1/2 to 1/4 · 7/8
            4 / 5,  # 1/4 · 1/2 to 1/4 · 1/8
            2 / 3,  # 1/4 · 1/2 to 1/2 · 1/8
            4 / 11,  # 1/4 · 1/2 to 1/4 · 7/8: that neither votes is evidence too
        ]
    )
    uneven = expect_classes(vote_cells(votes, 2), rates, np.array([1 / 5, 4 / 5]))
    assert uneven[1, 0] == pytest.approx(1 / 2)  # 4 to 1 for the first class, which is 1 to 4


def test_m_step_by_hand():
    # 5 and 3 documents are expected of the classes; and 4 imagined, 2 of each, on which votes have the prior's rates
    cast, prior = np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([[1 / 2, 1 / 4], [1 / 4, 1 / 2]])
    rates = maximise_rates(cast, np.array([5.0, 3.0]), prior, EVEN, 4.0)
    assert rates == pytest.approx(np.array([[(3 + 1) / 7, (1 + 1 / 2) / 5], [(1 + 1 / 2) / 7, (2 + 1) / 5]]))


def test_vote_that_would_speak_against_its_class_says_nothing():
    # 1 of 4 and 3 of 4: 1/4 and 3/4, on the whole 1/2; the vote for the other class, 1/4 and 1/2, stays
    cast = np.array([[1.0, 3.0], [1.0, 2.0]])
    rates = maximise_rates(cast, np.array([4.0, 4.0]), np.zeros((2, 2)), EVEN, 0.0)
    assert rates.tolist() == [[1 / 2, 1 / 2], [1 / 4, 1 / 2]]


def test_first_round_by_hand():
    # Three keywords, two of them of the first class, each on 1/4 of the documents, start at 1/4 · (3/4)/(1/2) = 3/8 in
    # their own class and 1/8 in the other. E on a document with the first two: 3/8 · 3/8 · (1 − 1/8) to 1/8 · 1/8 · (1 − 3/8).
    votes, counts = sparse.csr_array([[1, 1, 0], [0, 0, 2], [0, 0, 0]]), np.array([2, 2, 4])
    first = DawidSkene(precision=3 / 4, prior_strength=0.0, max_iter=1)
    first.fit(votes, counts, n_classes=2, class_balance=EVEN)
    both = 9 * 7 / (9 * 7 + 1 * 5)
    third = 5 * 5 * 1 / (5 * 5 * 1 + 7 * 7 * 3)  # 5/8 · 5/8 · 1/8 to 7/8 · 7/8 · 3/8
    none = 5 * 5 * 7 / (5 * 5 * 7 + 7 * 7 * 5)
    documents = 2 * both + 2 * third + 4 * none
    assert first.n_iter_ == 1
    assert first.confusion_[0, 1] == pytest.approx([2 * both / documents, 2 * (1 - both) / (8 - documents)])
    assert first.confusion_[2, 2] == pytest.approx([2 * third / documents, 2 * (1 - third) / (8 - documents)])
    assert first.confusion_.sum(axis=1) == pytest.approx(np.ones((3, 2)))


def test_each_round_makes_votes_and_prior_more_likely(known):
    votes, _, _, balance = known
    K = len(balance)

    def posterior(model):
        rates = model.confusion_[:, 1:].reshape(-1, K)
        cells = vote_cells(votes, K).toarray()
        absent = np.repeat(model.confusion_[:, 0], K, axis=0)
        logs = np.log(np.maximum(rates, 1e-12)) - np.log(absent)
        likelihood = np.log(
            np.exp(np.log(balance) + np.log(model.confusion_[:, 0]).sum(axis=0) + cells @ logs).sum(axis=1)
        )
        imagined = votes.shape[0] * balance * first.confusion_
        return likelihood.sum() + (imagined * np.log(np.maximum(model.confusion_, 1e-12))).sum()

    first = DawidSkene(max_iter=1, prior_strength=1e12).fit(
        votes, n_classes=K, class_balance=balance
    )  # the prior itself
    rounds = [DawidSkene(max_iter=n).fit(votes, n_classes=K, class_balance=balance) for n in (1, 2, 3, 5, 10, 50)]
    found = [posterior(model) for model in rounds]
    assert found == sorted(found)
    assert found[-1] > found[0]


def test_estimated_rates_are_near_the_truth(known):
    votes, _, rates, balance = known
    model = DawidSkene(prior_strength=0.01, max_iter=500).fit(votes, n_classes=len(balance), class_balance=balance)
    assert model.fallback_ is None
    assert np.abs(model.confusion_[:, 1:] - rates).mean() < 0.01
    assert model.confusion_[:, 0] == pytest.approx(1 - rates.sum(axis=1), abs=0.06)


def test_prior_of_many_imagined_documents_is_what_is_believed(eight):
    votes, counts, balance = eight
    model = DawidSkene(prior_strength=1e9).fit(votes, counts, n_classes=2, class_balance=balance)
    assert model.confusion_[0] == pytest.approx(np.array([[0, 0], [0.7, 0.3], [0.3, 0.7]]), abs=1e-6)


def test_keywords_of_one_class_that_fall_together_do_not_swallow_the_other_class():
    # long documents have more keywords of both classes, and there are twice as many of the first
    rng = np.random.default_rng(0)
    truth, length = rng.integers(0, 2, size=5000), rng.lognormal(0, 0.7, size=5000)
    labels = np.array([0] * 20 + [1] * 10)
    rate = np.where(labels == truth[:, np.newaxis], 0.07, 0.03) * length[:, np.newaxis]
    votes = sparse.csr_array(np.where(rng.random(rate.shape) < rate, labels + 1, 0))
    model = DawidSkene().fit(votes, n_classes=2, class_balance=EVEN)
    assert model.fallback_ is None
    covered = np.diff(votes.indptr) > 0
    shares = np.bincount(model.predict(votes[covered], tie_break_policy="first")) / covered.sum()
    assert shares.min() > 1 / 4


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(3, 12), st.sampled_from([0.0, 1.0]))
def test_beliefs_are_finite_and_no_vote_speaks_against_its_class_whatever_the_votes(seed, n_classes, m, strength):
    rng = np.random.default_rng(seed)
    votes = sparse.csr_array(rng.integers(0, n_classes + 1, size=(30, m)) * (rng.random((30, m)) < rng.random()))
    balance = rng.dirichlet(np.full(n_classes, 3.0)) * 0.9 + 0.1 / n_classes
    model = DawidSkene(prior_strength=strength).fit(votes, n_classes=n_classes, class_balance=balance)
    beliefs = model.predict_proba(votes)
    assert np.isfinite(beliefs).all()
    assert beliefs.sum(axis=1) == pytest.approx(np.ones(30))
    if model.fallback_ is None:
        rates = model.confusion_[:, 1:]
        assert (rates.diagonal(axis1=1, axis2=2) >= rates @ balance - 1e-9).all()
