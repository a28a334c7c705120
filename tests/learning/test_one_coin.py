import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from lamplighter.learning import OneCoin
from lamplighter.learning.moments import combine, vote_cells
from lamplighter.learning.one_coin import coin_log_rates, maximise_accuracies

EVEN = np.array([1 / 2, 1 / 2])


def test_belief_by_hand():
    # right with 4/5 and 3/5, and they disagree: 4/5 · 2/5 to 1/5 · 3/5
    rates = coin_log_rates(np.array([4 / 5, 3 / 5]), 2)
    assert combine(vote_cells(sparse.csr_array([[1, 2]]), 2), rates, np.log(EVEN))[0] == pytest.approx([8 / 11, 3 / 11])


def test_wrong_votes_are_spread_over_the_other_classes():
    # three classes: 4/5 · 1/5 to 1/10 · 3/5 to 1/10 · 1/5
    rates = coin_log_rates(np.array([4 / 5, 3 / 5]), 3)
    beliefs = combine(vote_cells(sparse.csr_array([[1, 2]]), 3), rates, np.log(np.full(3, 1 / 3)))
    assert beliefs[0] == pytest.approx([8 / 12, 3 / 12, 1 / 12])


def test_step_by_hand():
    # From accuracies of 3/4: three votes that agree are right with 27/28; where one differs, its two opponents' class is
    # believed with 3/4. So each of the first two functions' votes is right on 27/28 of 2 documents and 3/4 of 2, and on none
    # else; the third's on 27/28 of 2 and 1/4 of 2. With as many imagined votes, 3/4 of them right:
    votes, counts = sparse.csr_array([[1, 1, 1], [1, 1, 2]]), np.array([2, 2])
    model = OneCoin(accuracy=3 / 4, prior_strength=1.0, max_iter=1)
    model.fit(votes, counts, n_classes=2, class_balance=EVEN)
    believed = [(2 * 27 / 28 + 2 * 3 / 4 + 3) / 8, (2 * 27 / 28 + 2 * 1 / 4 + 3) / 8]
    assert model.n_iter_ == 1
    assert model.accuracies_ == pytest.approx([believed[0], believed[0], believed[1]])
    right = np.array([2 * 27 / 28 + 2 * 3 / 4, 2 * 27 / 28 + 2 * 1 / 4])
    cast = np.array([4.0, 4.0])
    assert maximise_accuracies(right, cast, 3 / 4, cast, 1 / 2) == pytest.approx(believed)


def test_propensity_is_the_coverage(known):
    votes, _, rates, balance = known
    model = OneCoin().fit(votes, n_classes=len(balance), class_balance=balance)
    assert model.propensities_ == pytest.approx(rates.sum(axis=1) @ balance, abs=0.02)


def test_estimated_accuracies_are_near_the_truth(known, request):
    if "one coin" not in request.node.callspec.params["known"]:
        pytest.skip("keywords have no one accuracy")
    votes, _, rates, balance = known
    model = OneCoin(prior_strength=0.0).fit(votes, n_classes=len(balance), class_balance=balance)
    assert model.accuracies_ == pytest.approx(rates[:, 0, 0] / rates[:, :, 0].sum(axis=1), abs=0.04)


def test_each_round_makes_votes_and_prior_more_likely(known):
    votes, _, _, balance = known
    K, strength = len(balance), 0.5
    cells = vote_cells(votes, K).toarray()
    imagined = strength * np.bincount(votes.indices, minlength=votes.shape[1])

    def posterior(model):
        logs = np.log(balance) + cells @ coin_log_rates(model.accuracies_, K)
        prior = imagined * (0.7 * np.log(model.accuracies_) + 0.3 * np.log(1 - model.accuracies_))
        return np.log(np.exp(logs).sum(axis=1)).sum() + prior.sum()

    rounds = [
        OneCoin(prior_strength=strength, max_iter=n).fit(votes, n_classes=K, class_balance=balance)
        for n in (1, 2, 3, 5, 10, 50)
    ]
    found = [posterior(model) for model in rounds]
    assert found == sorted(found)
    assert found[-1] > found[0]


def test_function_that_is_turned_around_is_set_to_chance(eight):
    votes, counts, balance = eight
    contrary = np.where(np.arange(8) % 2 == 0, 2, 1)[:, np.newaxis]  # against the third function
    rows = sparse.csr_array(np.hstack([votes.toarray(), contrary]))
    model = OneCoin(prior_strength=0.0).fit(rows, counts, n_classes=2, class_balance=balance)
    assert model.accuracies_[3] == 1 / 2
    assert (model.accuracies_[:2] > 0.7).all()


def test_class_that_keywords_of_the_other_swallow_is_noticed():
    # without a prior, keywords of the class that has more of them confirm each other
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, size=4000)
    labels = np.array([0] * 14 + [1] * 6)
    rate = np.where(labels == truth[:, np.newaxis], 0.14, 0.06)
    votes = sparse.csr_array(np.where(rng.random(rate.shape) < rate, labels + 1, 0))
    model = OneCoin(prior_strength=0.0).fit(votes, n_classes=2, class_balance=EVEN)
    assert model.fallback_.startswith("one-coin would leave ")
    assert model.fallback_.endswith(": majority vote is used.")
    assert OneCoin().fit(votes, n_classes=2, class_balance=EVEN).fallback_ is None


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(3, 12), st.sampled_from([0.0, 4.0]))
def test_beliefs_are_finite_and_accuracies_at_least_chance_whatever_the_votes(seed, n_classes, m, strength):
    rng = np.random.default_rng(seed)
    votes = sparse.csr_array(rng.integers(0, n_classes + 1, size=(30, m)) * (rng.random((30, m)) < rng.random()))
    balance = rng.dirichlet(np.full(n_classes, 3.0)) * 0.9 + 0.1 / n_classes
    model = OneCoin(prior_strength=strength).fit(votes, n_classes=n_classes, class_balance=balance)
    assert np.isfinite(model.predict_proba(votes)).all()
    if model.fallback_ is None:
        assert model.accuracies_.min() >= 1 / n_classes
        assert model.accuracies_.max() < 1
