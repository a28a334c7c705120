import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, sparse

from lamplighter.learning import MeTaL, MeTaLSteps
from lamplighter.learning.metal import complete, completion_loss, different_functions
from lamplighter.learning.metal_steps import completion_gradients
from lamplighter.learning.moments import prior_rates, second_moments, vote_cells

EVEN = np.array([1 / 2, 1 / 2])


def test_loss_and_gradient_of_two_functions_by_hand():
    # A votes for the first class on ½ of the documents, B for the second on ¼, both on ⅛. With these μ and even classes,
    # μ·p is [3/8, 1/8] and [0, 1/4]: both are expected on 3/8 · 0 + 1/8 · 1/2 = 1/16, which is 1/16 too few, twice in O.
    # The rows of μ·p add up to ½ and ¼, as they should. A's rate in the first class is 1/4 above its start, at a pull of 1.
    mu = np.array([[3 / 4, 1 / 4], [0, 1 / 2]])
    moments = np.array([[1 / 2, 1 / 8], [1 / 8, 1 / 4]])
    start = np.array([[1 / 2, 1 / 4], [0, 1 / 2]])
    loss, gradient = completion_loss(mu, moments, 1 - np.eye(2), EVEN, start, np.array([1.0, 2.0]))
    assert loss == pytest.approx(2 / 256 + 1 / 16)
    # 4 · (−1/16) · [0, 1/4] + 2 · [1/4, 0], and 4 · (−1/16) · [3/8, 1/8]
    assert gradient == pytest.approx(np.array([[1 / 2, -1 / 16], [-3 / 32, -1 / 32]]))


def test_votes_cast_too_often_are_pulled_down_in_each_class_by_its_share():
    # one vote on ½ of the documents, expected on ¾ · 1 + ¼ · 0 = ¾: ¼ too many, 2 · ¼ · p
    loss, gradient = completion_loss(
        np.array([[1.0, 0.0]]),
        np.array([[1 / 2]]),
        np.zeros((1, 1)),
        np.array([3 / 4, 1 / 4]),
        np.ones((1, 2)),
        np.zeros(2),
    )
    assert loss == pytest.approx(1 / 16)
    assert gradient == pytest.approx(np.array([[3 / 8, 1 / 8]]))


@pytest.mark.parametrize("n_classes", [2, 3])
def test_gradient_is_the_slope_of_the_loss(n_classes):
    rng = np.random.default_rng(n_classes)
    d = 3 * n_classes
    balance = rng.dirichlet(np.full(n_classes, 5.0))
    moments = rng.random((d, d))
    moments = (moments + moments.T) / 2
    known = different_functions(np.arange(d) // n_classes)
    start, pull = rng.random((d, n_classes)), rng.random(n_classes)

    def loss(flat):
        return completion_loss(flat.reshape(d, n_classes), moments, known, balance, start, pull)[0]

    at = rng.random(d * n_classes)
    _, gradient = completion_loss(at.reshape(d, n_classes), moments, known, balance, start, pull)
    assert gradient.ravel() == pytest.approx(optimize.approx_fprime(at, loss, 1e-7), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(
    ("rates", "balance"),
    [
        # of class 0, class 1, class 0 and class 1: keywords
        (np.array([[0.3, 0.1], [0.05, 0.2], [0.4, 0.2], [0.1, 0.3]]), [0.5, 0.5]),
        (np.array([[0.3, 0.1], [0.05, 0.4], [0.4, 0.2], [0.1, 0.6]]), [0.8, 0.2]),
    ],
)
def test_moments_of_keywords_give_back_the_rates_that_made_them(rates, balance):
    functions, labels = np.arange(4), np.array([0, 1, 0, 1])
    moments = rates @ np.diag(balance) @ rates.T
    np.fill_diagonal(moments, rates @ balance)
    prior = prior_rates(np.diag(rates @ balance) @ np.eye(2)[labels], np.array(balance), 0.7)[functions, labels]
    found = complete(moments, functions, labels, np.array(balance), prior, l2=0.0, max_iter=1000)
    assert found == pytest.approx(rates, abs=1e-3)


def test_moments_of_functions_that_vote_for_three_classes_are_explained_by_rates_near_those_that_made_them():
    rng = np.random.default_rng(0)
    balance = np.array([0.5, 0.3, 0.2])
    rates = np.concatenate([0.1 * rng.random((3, 3)) + 0.4 * np.eye(3) for _ in range(5)])
    functions, labels = np.arange(15) // 3, np.arange(15) % 3
    moments = rates @ np.diag(balance) @ rates.T
    np.fill_diagonal(moments, rates @ balance)
    prior = prior_rates((rates @ balance).reshape(5, 3), balance, 0.7).reshape(15, 3)
    found = complete(moments, functions, labels, balance, prior, l2=0.0, max_iter=2000)
    known = different_functions(functions)
    assert completion_loss(found, moments, known, balance, found, np.zeros(3))[0] < 1e-7
    assert found == pytest.approx(rates, abs=0.02)  # others explain the moments of pairs as well


def test_belief_is_the_balance_times_the_rates_of_the_votes_that_are_cast(eight):
    votes, counts, _ = eight
    balance = np.array([3 / 5, 2 / 5])
    model = MeTaL().fit(votes, counts, n_classes=2, class_balance=balance)
    unnormalised = balance * model.rates_[0, 0] * model.rates_[2, 1]
    beliefs = model.predict_proba(sparse.csr_array([[1, 0, 2]]))
    assert beliefs == pytest.approx(unnormalised[np.newaxis] / unnormalised.sum())


def test_pulled_very_hard_it_stays_where_it_starts(eight):
    votes, counts, balance = eight
    model = MeTaL(l2=1e9, precision=0.6).fit(votes, counts, n_classes=2, class_balance=balance)
    assert model.rates_[1] == pytest.approx(np.array([[0.6, 0.4], [0.4, 0.6]]), abs=1e-6)


def test_pull_leads_from_the_estimate_to_the_prior(eight):
    votes, counts, balance = eight
    rates = [
        MeTaL(l2=l2, precision=0.6).fit(votes, counts, n_classes=2, class_balance=balance).rates_[0, 0, 0]
        for l2 in (0.0, 0.1, 1.0, 10.0)
    ]
    assert rates[0] == pytest.approx(3 / 4, abs=1e-4)
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == pytest.approx(0.6, abs=0.01)


def test_function_that_is_turned_around_is_no_evidence_rather_than_evidence_against_its_votes(eight):
    votes, counts, balance = eight
    turned = votes.toarray()
    contrary = np.where(np.arange(8) % 2 == 0, 2, 1)[:, np.newaxis]  # against the third function
    model = MeTaL(l2=0.0).fit(
        sparse.csr_array(np.hstack([turned, contrary])), counts, n_classes=2, class_balance=balance
    )
    assert model.rates_[3].diagonal() == pytest.approx([1 / 2, 1 / 2], abs=1e-6)  # cast on half of the documents
    assert (model.rates_[:2].diagonal(axis1=1, axis2=2) > 0.6).all()


def test_estimated_rates_are_near_the_truth(known):
    votes, _, rates, balance = known
    model = MeTaL(l2=0.0, max_iter=2000).fit(votes, n_classes=len(balance), class_balance=balance)
    assert model.fallback_ is None
    precisions = (rates * balance).diagonal(axis1=1, axis2=2) / np.maximum(rates @ balance, 1e-9)
    found = (model.rates_ * balance).diagonal(axis1=1, axis2=2) / np.maximum(model.rates_ @ balance, 1e-9)
    assert np.abs(found - precisions).mean() < 0.06


def test_balance_can_be_estimated_from_the_votes():
    # majority believes the first class on 6 of 10 documents, the second on 2, and 2 without votes as given, 1/2 each; with
    # two imagined of each, the first has 6 + 1 + 2 of 14
    votes, counts = sparse.csr_array([[1, 1, 0], [0, 2, 2], [0, 0, 0], [1, 0, 1]]), np.array([4, 2, 2, 2])
    model = MeTaL(class_balance="estimated").fit(votes, counts, n_classes=2, class_balance=EVEN)
    assert model.class_balance_ == pytest.approx([9 / 14, 5 / 14])
    assert model.predict_proba(votes)[2] == pytest.approx([9 / 14, 5 / 14])
    assert MeTaL().fit(votes, counts, n_classes=2, class_balance=EVEN).class_balance_.tolist() == EVEN.tolist()


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(3, 12))
def test_no_vote_is_evidence_against_its_class_whatever_the_votes(seed, n_classes, m):
    rng = np.random.default_rng(seed)
    votes = sparse.csr_array(rng.integers(0, n_classes + 1, size=(30, m)) * (rng.random((30, m)) < 0.6))
    balance = rng.dirichlet(np.full(n_classes, 3.0)) * 0.9 + 0.1 / n_classes
    model = MeTaL(l2=0.0).fit(votes, n_classes=n_classes, class_balance=balance)
    assert np.isfinite(model.predict_proba(votes)).all()
    if model.fallback_ is None:
        cast = [[(votes[:, [j]].data == label + 1).sum() / 30 for label in range(n_classes)] for j in range(m)]
        assert (model.rates_.diagonal(axis1=1, axis2=2) >= np.array(cast) - 1e-9).all()


def test_few_steps_leave_all_votes_nearly_alike_and_many_arrive_where_metal_does(known):
    votes, _, _, balance = known
    if not np.allclose(balance, balance[0]):
        pytest.skip("one case each is enough")
    n_classes = len(balance)
    settled = MeTaL(l2=0.0, max_iter=2000).fit(votes, n_classes=n_classes, class_balance=balance).predict_proba(votes)
    apart = [
        np.abs(
            MeTaLSteps(steps=steps, step_size=0.1)
            .fit(votes, n_classes=n_classes, class_balance=balance)
            .predict_proba(votes)
            - settled
        ).mean()
        for steps in (5, 50, 3000)
    ]
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 0.005


def test_one_step_by_hand():
    # Two functions for the first class and one for the second, each on 1/4 of eight documents: the first two fall together
    # once, each once with the third. Half of 1/4 · (3/4)/(1/2) is 3/16, in a vote's own class; half of that, 3/32, is expected
    # of the documents, 5/32 too few. Together the first two are expected on (3/16)²/2 = 9/512, 55/512 too few; with the
    # third never, 1/8 too few. A step of 1/10:
    #   first function, first class     3/16 + 1/10 · (2 · 5/32 · 1/2 + 4 · 55/512 · 3/32)
    #   first function, second class       0 + 1/10 · (2 · 5/32 · 1/2 + 4 · 1/8 · 3/32)
    #   third function, second class    3/16 + 1/10 · (2 · 5/32 · 1/2), as the others have nothing there
    #   third function, first class        0 + 1/10 · (2 · 5/32 · 1/2 + 2 · 4 · 1/8 · 3/32)
    votes = sparse.csr_array([[1, 1, 2], [1, 0, 0], [0, 1, 0], [0, 0, 2], [0, 0, 0]])
    model = MeTaLSteps(steps=1, step_size=1 / 10, precision=3 / 4, scale=1 / 2)
    model.fit(votes, np.array([1, 1, 1, 1, 4]), n_classes=2, class_balance=EVEN)
    pull = 2 * 5 / 32 * 1 / 2
    assert model.rates_[0, 0] == pytest.approx(
        [3 / 16 + (pull + 4 * 55 / 512 * 3 / 32) / 10, (pull + 4 / 8 * 3 / 32) / 10]
    )
    assert model.rates_[2, 1] == pytest.approx([(pull + 8 / 8 * 3 / 32) / 10, 3 / 16 + pull / 10])


def test_steps_that_are_too_large_are_noticed(eight):
    votes, counts, balance = eight
    model = MeTaLSteps(step_size=50.0, steps=200).fit(votes, counts, n_classes=2, class_balance=balance)
    assert model.fallback_ == "metal-steps did not arrive at finite numbers: majority vote is used."


@given(st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_gradients_of_many_rates_are_those_of_the_loss_of_each(seed):
    rng = np.random.default_rng(seed)
    K, m, w = int(rng.integers(2, 5)), int(rng.integers(1, 6)), 3
    votes = sparse.csr_array(rng.integers(0, K + 1, size=(40, m)))
    moments, balance = second_moments(vote_cells(votes, K), np.ones(40, dtype=np.int64)), rng.dirichlet(np.ones(K))
    mu = rng.random((w, m * K, K))
    known, nothing = different_functions(np.arange(m * K) // K), np.zeros(K)
    expected = [completion_loss(each, moments, known, balance, each, nothing)[1] for each in mu]
    pairs = np.nonzero(known == 0)
    assert completion_gradients(mu, moments, balance, pairs) == pytest.approx(np.array(expected), abs=1e-12)


def test_several_ways_are_gone_at_once_and_each_stops_where_it_should(known):
    votes, _, _, balance = known
    K = len(balance)
    grid = [
        {"step_size": 0.01, "steps": 5},
        {"step_size": 0.01, "steps": 50},
        {"step_size": 0.1, "steps": 5, "l2": 0.1},
        {"step_size": 0.1, "steps": 20, "precision": 0.8, "scale": 0.9},
    ]
    together = [MeTaLSteps(**options) for options in grid]
    MeTaLSteps.fit_all(together, votes, n_classes=K, class_balance=balance)
    for model, options in zip(together, grid, strict=True):
        alone = MeTaLSteps(**options).fit(votes, n_classes=K, class_balance=balance)
        assert model.rates_ == pytest.approx(alone.rates_, abs=1e-12)
    assert np.abs(together[0].rates_ - together[1].rates_).max() > 1e-3
