"""Select by Expected Utility against its formulas: by hand in two and three classes, and by a loop over everything.

The formulas are ``SEU(x) = Σ_y P(y) Σ_{z in x} acc(z, y) / Σ_{z' in x} acc(z', y) · Ψ(z, y)`` (Eq. 1 and 2) and
``Ψ(z, y) = Σ_{i: z in x_i} ψ_i · (K p_iy − 1) / (K − 1)`` (Eq. 3).
"""

import re

import numpy as np
import pytest

from lamplighter.exceptions import InputError
from lamplighter.selection import SEU
from lamplighter.selection.utility import agreement
from lamplighter.testing.cases import context_of


def scored(context, seu=None):
    seu = seu or SEU()
    return seu.scores(context, seu.statistics(context))


#                      z0 z1   p(0)    p(1)    ψ
TWO_CLASSES = context_of(
    [[1, 1], [1, 0], [0, 1]],
    [[3 / 4, 1 / 4], [1, 0], [1 / 4, 3 / 4]],
    [2 / 5, 1 / 5, 3 / 5],
)
# acc(z0) = ((3/4 + 1)/2, (1/4 + 0)/2) = (7/8, 1/8)      acc(z1) = ((3/4 + 1/4)/2, (1/4 + 3/4)/2) = (1/2, 1/2)
# s(x, 0) = 2p − 1 = 1/2, 1, −1/2
# Ψ(z0, 0) = 2/5·1/2 + 1/5·1 = 2/5                       Ψ(z1, 0) = 2/5·1/2 − 3/5·1/2 = −1/10; for y = 1 the negatives


def test_expected_utility_in_two_classes_by_hand():
    # x0, y=0: (7/8·2/5 − 1/2·1/10) / (7/8 + 1/2) = (3/10) / (11/8) = 12/55
    # x0, y=1: (−1/8·2/5 + 1/2·1/10) / (1/8 + 1/2) = 0
    # x1 has z0 alone: 1/2·2/5 − 1/2·2/5 = 0; x2 has z1 alone: 0
    assert scored(TWO_CLASSES) == pytest.approx([1 / 2 * 12 / 55, 0, 0], abs=1e-15)


def test_expected_utility_with_the_class_balance_as_prior_by_hand():
    # x0: 4/5·12/55; x1: 4/5·2/5 − 1/5·2/5 = 6/25; x2: −4/5·1/10 + 1/5·1/10 = −3/50
    context = context_of(
        TWO_CLASSES.incidence.toarray(), TWO_CLASSES.predictions, TWO_CLASSES.entropy, class_balance=[4 / 5, 1 / 5]
    )
    assert scored(context, SEU(class_prior="balance")) == pytest.approx([48 / 275, 6 / 25, -3 / 50])
    assert scored(context, SEU(class_prior="uniform")) == pytest.approx([6 / 55, 0, 0], abs=1e-15)


def test_a_used_primitive_leaves_the_user_model_but_others_keep_their_utility():
    # without z0: x0 and x2 have z1 alone, whose utilities cancel under a uniform prior; x1 has nothing
    context = context_of(
        TWO_CLASSES.incidence.toarray(),
        TWO_CLASSES.predictions,
        TWO_CLASSES.entropy,
        available=[False, True],
        class_balance=[4 / 5, 1 / 5],
    )
    assert scored(context, SEU(class_prior="balance")) == pytest.approx([-3 / 50, 0, -3 / 50])


def test_expected_utility_in_three_classes_by_hand():
    # s = (3p − 1)/2: x0: (1, −1/2, −1/2), x1: (1/4, 1/4, −1/2) for p = (1/2, 1/2, 0)
    # acc(z0) = (1, 0, 0), acc(z1) = (3/4, 1/4, 0)
    # Ψ(z0) = 1·(1, −1/2, −1/2); Ψ(z1) = (1 + 1/4·2, −1/2 + 1/4·2, −1/2 − 1/2·2) = (3/2, 0, −3/2)
    context = context_of([[1, 1], [0, 1]], [[1, 0, 0], [1 / 2, 1 / 2, 0]], [1, 2])
    # x0: y=0: (1·1 + 3/4·3/2) / (7/4) = (17/8)/(7/4) = 17/14; y=1: z1 alone, 0; y=2: nothing is predicted so, 0
    # x1: z1 alone: y=0: 3/2, y=1: 0, y=2: 0
    assert scored(context) == pytest.approx([17 / 14 / 3, 3 / 2 / 3])


def test_agreement_is_the_paper_s_sign_for_hard_predictions_in_two_classes():
    assert agreement(np.array([[1.0, 0.0], [0.0, 1.0]])).tolist() == [[1, -1], [-1, 1]]


@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_agreement_has_mean_zero_over_the_classes(n_classes):
    predictions = np.random.default_rng(0).dirichlet(np.ones(n_classes), size=20)
    assert agreement(predictions).mean(axis=1) == pytest.approx(np.zeros(20), abs=1e-15)


def brute_force(context, prior):
    """Eq. 1 to 3 as they stand, without a matrix product."""
    B, P, psi = context.incidence.toarray(), context.predictions, context.entropy
    n, Z, K = B.shape[0], B.shape[1], P.shape[1]
    accuracy, utility = np.zeros((Z, K)), np.zeros((Z, K))
    for z in range(Z):
        containing = [i for i in range(n) if B[i, z]]
        for y in range(K):
            utility[z, y] = sum(psi[i] * (K * P[i, y] - 1) / (K - 1) for i in containing)
            if containing and context.available[z]:
                accuracy[z, y] = sum(P[i, y] for i in containing) / len(containing)
    scores = np.zeros(n)
    for x in range(n):
        for y in range(K):
            mass = sum(accuracy[z, y] for z in range(Z) if B[x, z])
            for z in range(Z):
                if B[x, z] and mass > 0:
                    scores[x] += prior[y] * accuracy[z, y] / mass * utility[z, y]
    return scores


@pytest.mark.parametrize("n_classes", [2, 3, 4])
@pytest.mark.parametrize("class_prior", ["uniform", "balance"])
@pytest.mark.parametrize("seed", range(3))
def test_sparse_form_agrees_with_a_loop_over_documents_primitives_and_classes(n_classes, class_prior, seed):
    rng = np.random.default_rng(seed)
    incidence = rng.random((25, 15)) < 0.25
    incidence[[3, 17]] = False  # documents without primitives
    incidence[:, 6] = False  # a primitive without documents
    incidence[8] = np.arange(15) < 5  # a document all of whose primitives are used
    predictions = rng.dirichlet(np.ones(n_classes), size=25)
    predictions[:5] = np.eye(n_classes)[0]
    balance = rng.dirichlet(np.ones(n_classes))
    context = context_of(incidence, predictions, rng.random(25), available=np.arange(15) >= 5, class_balance=balance)
    prior = balance if class_prior == "balance" else np.full(n_classes, 1 / n_classes)
    expected = brute_force(context, prior)
    assert scored(context, SEU(class_prior=class_prior)) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert (expected[[3, 17, 8]] == 0).all()
    assert np.ptp(expected) > 0.01


def test_class_that_nothing_is_predicted_in_counts_nothing():
    context = context_of([[1, 0], [1, 1]], [[1, 0], [1, 0]], [1 / 2, 1 / 2])
    # y=0: acc 1 each, Ψ(z0) = 1, Ψ(z1) = 1/2; y=1: 0/0 = 0. x0: 1/2·1; x1: 1/2·(1 + 1/2)/2
    assert scored(context) == pytest.approx([1 / 2, 3 / 8])


def test_reasons_are_the_user_model_s_functions_with_their_utilities():
    seu = SEU()
    one = context_of([[1, 1]], [[3 / 4, 1 / 4]], [2 / 5])
    reasons = seu.reasons(one, seu.statistics(TWO_CLASSES))
    found = {(reason.primitive, reason.label): (reason.probability, reason.utility) for reason in reasons}
    # P(z, y | x0) = 1/2 · acc / Σ acc: 1/2·(7/8)/(11/8), 1/2·(1/8)/(5/8), …
    assert found == {
        (0, 0): pytest.approx((7 / 22, 2 / 5)),
        (0, 1): pytest.approx((1 / 10, -2 / 5)),
        (1, 0): pytest.approx((4 / 22, -1 / 10)),
        (1, 1): pytest.approx((4 / 10, 1 / 10)),
    }
    assert sum(reason.contribution for reason in reasons) == pytest.approx(6 / 55)


def test_used_primitives_are_no_reasons():
    seu = SEU()
    one = context_of([[1, 1]], [[3 / 4, 1 / 4]], [2 / 5], available=[False, True])
    assert {reason.primitive for reason in seu.reasons(one, seu.statistics(TWO_CLASSES))} == {1}


def test_unknown_class_prior_is_an_error():
    message = "No class prior is called 'gold'. There are: balance, predicted, uniform."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        SEU(class_prior="gold")


def test_words_in_more_than_a_tenth_of_the_documents_are_not_expected():
    # 600 documents; word 0 stands in 61 of them, word 1 in 60, a tenth; each document of word 0 has word 1 too but one.
    n = 600
    dense = np.zeros((n, 2))
    dense[:61, 0] = 1
    dense[1:61, 1] = 1
    context = context_of(dense, np.tile([0.75, 0.25], (n, 1)), np.ones(n))
    one = context_of(dense[5:6], [[0.75, 0.25]], [1.0])
    seu, everything = SEU(), SEU(max_coverage=1.0)
    assert {reason.primitive for reason in seu.reasons(one, seu.statistics(context))} == {1}
    assert {reason.primitive for reason in everything.reasons(one, everything.statistics(context))} == {0, 1}
    assert seu.scores(context, seu.statistics(context))[0] == 0  # its only word is too common


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_largest_coverage_must_be_a_share(share):
    message = f"max_coverage is {share}; expected a share above 0 and up to 1."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        SEU(max_coverage=share)
