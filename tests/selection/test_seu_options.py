"""The options of Select by Expected Utility: by hand in two and three classes, by a loop, and against the contract."""

import re
from itertools import product

import numpy as np
import pytest

from lamplighter.exceptions import InputError, UnknownNameError
from lamplighter.selection import SEU
from lamplighter.testing import check_strategy
from lamplighter.testing.cases import case, context_of, contexts
from lamplighter.testing.strategies import CHECKS

OPTIONS = {
    "user_model": ["accuracy", "uniform", "softmax"],
    "utility": ["full", "no-informativeness", "no-correctness"],
    "class_prior": ["uniform", "balance", "predicted"],
    "predictions": ["soft", "hard"],
}
COMBINATIONS = [dict(zip(OPTIONS, chosen, strict=True)) for chosen in product(*OPTIONS.values())]


def named(options):
    return "-".join(options.values()) if isinstance(options, dict) else ""


def scored(context, **options):
    seu = SEU(**options)
    return seu.scores(context, seu.statistics(context))


#                      z0 z1   p(0)    p(1)    ψ
TWO = context_of(
    [[1, 1], [1, 0], [0, 1]],
    [[3 / 4, 1 / 4], [1, 0], [1 / 4, 3 / 4]],
    [2 / 5, 1 / 5, 3 / 5],
    class_balance=[4 / 5, 1 / 5],
)
# acc(z0) = (7/8, 1/8), acc(z1) = (1/2, 1/2); s(x, 0) = 1/2, 1, −1/2
# Ψ(z0) = (2/5, −2/5), Ψ(z1) = (−1/10, 1/10)

THREE = context_of([[1, 1], [0, 1]], [[1, 0, 0], [1 / 2, 1 / 2, 0]], [1, 2], class_balance=[1 / 2, 1 / 4, 1 / 4])
# acc(z0) = (1, 0, 0), acc(z1) = (3/4, 1/4, 0); s(x0) = (1, −1/2, −1/2), s(x1) = (1/4, 1/4, −1/2)
# Ψ(z0) = (1, −1/2, −1/2), Ψ(z1) = (3/2, 0, −3/2)


def test_uniform_user_model_takes_the_mean_utility_of_a_class():
    # x0: (4/5 − 1/5) · (2/5 − 1/10)/2 = 3/5 · 3/20; x1: 3/5 · 2/5; x2: −3/5 · 1/10
    assert scored(TWO, user_model="uniform", class_prior="balance") == pytest.approx([9 / 100, 6 / 25, -3 / 50])


def test_uniform_user_model_in_three_classes():
    # x0, p = (1, 0, 0): (1 + 3/2)/2; x1, p = (1/2, 1/2, 0): 1/2 · 3/2 + 1/2 · 0
    assert scored(THREE, user_model="uniform", class_prior="predicted") == pytest.approx([5 / 4, 3 / 4])


@pytest.mark.parametrize("class_prior", ["uniform", "balance"])
@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_uniform_user_model_under_a_uniform_prior_leaves_the_choice_to_the_lot_not_to_rounding(n_classes, class_prior):
    rng = np.random.default_rng(n_classes)
    context = context_of(rng.random((40, 15)) < 0.3, rng.dirichlet(np.ones(n_classes), size=40), rng.random(40))
    assert (scored(context, user_model="uniform", class_prior=class_prior) == 0).all()


@pytest.mark.parametrize("user_model", ["accuracy", "softmax", "uniform"])
def test_utilities_that_cancel_leave_the_choice_to_the_lot_not_to_rounding(user_model):
    # All are predicted in one class, and both primitives of each document have the same coverage there: with the same
    # weights of both classes, what speaks for the one speaks against the other.
    rng = np.random.default_rng(0)
    context = context_of(rng.random((40, 15)) < 0.3, np.tile([1.0, 0.0], (40, 1)), rng.random(40))
    scores = scored(context, user_model=user_model, predictions="hard")
    if user_model == "accuracy":  # the paper's weights are 0 for a class that nothing is predicted in
        assert (scores > 0).any()
    else:
        assert (scores == 0).all()


def test_small_scores_that_are_no_rounding_are_kept():
    context = context_of(TWO.incidence.toarray(), TWO.predictions, [4e-9, 2e-9, 6e-9])
    assert scored(context) == pytest.approx(scored(TWO) * 1e-8, rel=1e-12)


def test_softmax_weighs_primitives_by_the_exponential_of_their_accuracy():
    # The accuracies differ by 3/8 in each class: at a temperature of 3/8 / ln 2 one weighs twice as much as the other.
    # x0: y=0: (2·2/5 − 1/10)/3 = 7/30; y=1: (−2/5 + 2·1/10)/3 = −2/30
    assert scored(TWO, user_model="softmax", temperature=3 / 8 / np.log(2)) == pytest.approx([1 / 12, 0, 0], abs=1e-15)


def test_softmax_in_three_classes():
    # At 1/4 / ln 2 z0 weighs twice z1 for y=0, half of it for y=1, and the same for y=2, where both accuracies are 0.
    # x0: 1/2·(2·1 + 3/2)/3 + 1/4·(−1/2 + 2·0)/3 + 1/4·(−1/2 − 3/2)/2 = 7/12 − 1/24 − 1/4
    # x1: 1/2·3/2 + 1/4·0 − 1/4·3/2
    scores = scored(THREE, user_model="softmax", temperature=1 / 4 / np.log(2), class_prior="balance")
    assert scores == pytest.approx([7 / 24, 3 / 8])


def test_softmax_goes_from_uniform_to_the_most_accurate_primitive_alone():
    hot = scored(TWO, user_model="softmax", temperature=1e9, class_prior="balance")
    assert hot == pytest.approx(scored(TWO, user_model="uniform", class_prior="balance"))
    # x0: y=0: z0 alone, 4/5 · 2/5; y=1: z1 alone, 1/5 · 1/10
    cold = scored(TWO, user_model="softmax", temperature=0.01, class_prior="balance")
    assert cold == pytest.approx([8 / 25 + 1 / 50, 6 / 25, -3 / 50])


def test_used_primitives_weigh_nothing_in_the_softmax_either():
    context = context_of(TWO.incidence.toarray(), TWO.predictions, TWO.entropy, available=[False, True])
    assert scored(context, user_model="softmax", class_prior="predicted") == pytest.approx([-1 / 20, 0, 1 / 20])


def test_utility_without_informativeness_sums_agreement():
    # Ψ(z0, 0) = 1/2 + 1 = 3/2, Ψ(z1, 0) = 1/2 − 1/2 = 0
    # x0: y=0: 7/8·3/2 / (11/8) = 21/22; y=1: −1/8·3/2 / (5/8) = −3/10
    assert scored(TWO, utility="no-informativeness") == pytest.approx([18 / 55, 0, 0], abs=1e-15)


def test_utility_without_informativeness_in_three_classes():
    # Ψ(z0) = (1, −1/2, −1/2), Ψ(z1) = (5/4, −1/4, −1)
    # x0: y=0: (1·1 + 3/4·5/4)/(7/4) = 31/28; y=1: −1/4; y=2: nothing. x1: 5/4, −1/4, nothing
    assert scored(THREE, utility="no-informativeness") == pytest.approx([2 / 7, 1 / 3])


def test_utility_without_correctness_sums_entropy_whatever_the_class():
    # Ψ(z0) = 3/5, Ψ(z1) = 1. x0: y=0: (7/8·3/5 + 1/2)/(11/8) = 41/55; y=1: (1/8·3/5 + 1/2)/(5/8) = 23/25
    assert scored(TWO, utility="no-correctness") == pytest.approx([229 / 275, 3 / 5, 1])


def test_utility_without_correctness_in_three_classes():
    # Ψ(z0) = 1, Ψ(z1) = 3. x0: y=0: (1 + 3/4·3)/(7/4) = 13/7; y=1: 3; y=2: nothing. x1: 3, 3, nothing
    assert scored(THREE, utility="no-correctness") == pytest.approx([34 / 21, 2])


def test_without_correctness_and_accuracy_the_score_is_the_mean_entropy_that_words_cover():
    # x0: (3/5 + 1)/2, x1: 3/5, x2: 1; the classes make no difference
    blind = {"user_model": "uniform", "utility": "no-correctness"}
    for class_prior in OPTIONS["class_prior"]:
        assert scored(TWO, **blind, class_prior=class_prior) == pytest.approx([4 / 5, 3 / 5, 1])


def test_predicted_class_prior_is_the_document_s_own():
    # x0: 3/4·12/55 + 1/4·0; x1: 1·2/5; x2: −1/4·1/10 + 3/4·1/10
    assert scored(TWO, class_prior="predicted") == pytest.approx([9 / 55, 2 / 5, 1 / 20])


def test_predicted_class_prior_in_three_classes():
    # x0, y=0: (1·1 + 3/4·3/2)/(7/4) = 17/14; x1: 1/2·3/2 + 1/2·0
    assert scored(THREE, class_prior="predicted") == pytest.approx([17 / 14, 3 / 4])


def test_hard_predictions_are_the_paper_s_own():
    # ŷ = 0, 0, 1: acc(z0) = (1, 0), acc(z1) = (1/2, 1/2); Ψ(z0, 0) = 2/5 + 1/5, Ψ(z1, 0) = 2/5 − 3/5
    # x0: y=0: (3/5 − 1/2·1/5)/(3/2) = 1/3; y=1: z1 alone, 1/5. x1: y=0: 3/5; y=1: nothing. x2: −1/5 + 1/5
    assert scored(TWO, predictions="hard") == pytest.approx([4 / 15, 3 / 10, 0], abs=1e-15)


def test_hard_predictions_in_three_classes_split_ties():
    # 1[ŷ] = (1, 0, 0) and (1/2, 1/2, 0): as in THREE
    context = context_of(THREE.incidence.toarray(), [[3 / 5, 1 / 5, 1 / 5], [2 / 5, 2 / 5, 1 / 5]], THREE.entropy)
    assert scored(context, predictions="hard") == pytest.approx([17 / 42, 1 / 2])


def test_hard_predictions_invent_nothing_where_there_is_no_end_model():
    context = context_of([[1, 1], [0, 1]], np.full((2, 3), 1 / 3), [0.5, 0.6])
    assert scored(context, predictions="hard").tolist() == scored(context).tolist() == [0, 0]


def test_primitives_of_too_few_documents_are_not_expected():
    # z0 stands in one document, z1 in two, z2 in three
    context = context_of([[1, 1, 1], [0, 1, 1], [0, 0, 1]], [[3 / 4, 1 / 4]] * 3, [1, 1, 1])
    for least, expected in ((1, {0, 1, 2}), (2, {1, 2}), (3, {2}), (4, set())):
        seu = SEU(min_coverage=least)
        reasons = seu.reasons(context.of(slice(0, 1)), seu.statistics(context))
        assert {reason.primitive for reason in reasons} == expected
    assert scored(context, min_coverage=4).tolist() == [0, 0, 0]


def brute_force(context, user_model, utility, class_prior, predictions, temperature):
    """Eq. 1 to 3 and the ablations as they stand, without a matrix product."""
    B, P, psi = context.incidence.toarray(), context.predictions, context.entropy
    n, Z, K = B.shape[0], B.shape[1], P.shape[1]
    believed = P
    if predictions == "hard":
        believed = np.array([[float(p == max(row)) / sum(q == max(row) for q in row) for p in row] for row in P])

    def utility_of(z, y):
        s = (K * believed[:, y] - 1) / (K - 1)
        worth = {"full": psi * s, "no-informativeness": s, "no-correctness": psi}[utility]
        return sum(worth[i] for i in range(n) if B[i, z])

    def weight(z, y):
        containing = [i for i in range(n) if B[i, z]]
        if not containing or not context.available[z]:
            return 0.0
        accuracy = sum(believed[i, y] for i in containing) / len(containing)
        return {"accuracy": accuracy, "uniform": 1.0, "softmax": np.exp(accuracy / temperature)}[user_model]

    scores = np.zeros(n)
    for x in range(n):
        prior = {"uniform": np.full(K, 1 / K), "balance": context.class_balance, "predicted": P[x]}[class_prior]
        for y in range(K):
            weights = {z: weight(z, y) for z in range(Z) if B[x, z]}
            for z, mass in weights.items():
                if mass > 0:
                    scores[x] += prior[y] * mass / sum(weights.values()) * utility_of(z, y)
    return scores


@pytest.mark.parametrize("options", COMBINATIONS, ids=named)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_sparse_form_agrees_with_a_loop_over_documents_primitives_and_classes(n_classes, options):
    rng = np.random.default_rng(n_classes)
    incidence = rng.random((12, 7)) < 0.35
    incidence[3] = False  # a document without primitives
    predictions = rng.dirichlet(np.ones(n_classes), size=12)
    predictions[5] = 1 / n_classes
    context = context_of(
        incidence,
        predictions,
        rng.random(12),
        available=np.arange(7) > 1,
        class_balance=rng.dirichlet(np.ones(n_classes)),
    )
    expected = brute_force(context, **options, temperature=0.3)
    assert scored(context, **options, temperature=0.3) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    cancels = options["user_model"] == options["class_prior"] == "uniform" and options["utility"] != "no-correctness"
    assert (np.ptp(expected) > 0.01) != cancels


SOME_CASES = {"2 classes", "4 classes, one class voted", "4 classes, no end model", "2 classes, all primitives used"}
SOME_CONTEXTS = [(name, context) for name, context in contexts() if name in SOME_CASES]


@pytest.mark.parametrize("options", COMBINATIONS, ids=named)
def test_every_combination_keeps_the_contract(options):
    assert len(SOME_CONTEXTS) == len(SOME_CASES)
    for name, context in SOME_CONTEXTS:
        with case(name):
            for check in CHECKS:
                check(lambda: SEU(**options), context)


@pytest.mark.parametrize(
    "options",
    [
        {"user_model": "softmax", "temperature": 0.05, "class_prior": "balance", "min_coverage": 12},
        {"utility": "no-correctness", "class_prior": "predicted", "predictions": "hard", "max_coverage": 1.0},
    ],
    ids=["softmax", "no-correctness"],
)
def test_other_settings_keep_the_contract_in_all_cases(options):
    check_strategy(lambda: SEU(**options))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"entropy", "predictions"}),
        ({"utility": "no-informativeness"}, {"predictions"}),
        ({"utility": "no-correctness"}, {"entropy", "predictions"}),  # the accuracy is of predictions
        ({"utility": "no-correctness", "user_model": "uniform"}, {"entropy"}),
        ({"utility": "no-correctness", "user_model": "uniform", "class_prior": "balance"}, {"entropy"}),
        (
            {"utility": "no-correctness", "user_model": "uniform", "class_prior": "predicted"},
            {"entropy", "predictions"},
        ),
        ({"user_model": "uniform"}, {"entropy", "predictions"}),
    ],
)
def test_it_reads_what_its_options_need(options, expected):
    assert SEU(**options).reads == expected


def test_options_are_kept_under_their_names():
    options = {
        "class_prior": "predicted",
        "max_coverage": 0.5,
        "min_coverage": 20,
        "stop_words": "english",
        "user_model": "softmax",
        "temperature": 2.0,
        "utility": "no-correctness",
        "predictions": "hard",
    }
    assert vars(SEU(**options)) == options
    assert vars(SEU()) == {
        "class_prior": "uniform",
        "max_coverage": 0.1,
        "min_coverage": 1,
        "stop_words": None,
        "user_model": "accuracy",
        "temperature": 1.0,
        "utility": "full",
        "predictions": "soft",
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"user_model": "softmaxx"},
            "No user model is called 'softmaxx'. Did you mean 'softmax'? There are: accuracy, softmax, uniform.",
        ),
        (
            {"utility": "ful"},
            "No utility is called 'ful'. Did you mean 'full'? There are: full, no-correctness, no-informativeness.",
        ),
        ({"predictions": None}, "No kind of predictions is called 'None'. There are: hard, soft."),
        (
            {"class_prior": "balanced"},
            "No class prior is called 'balanced'. Did you mean 'balance'? There are: balance, predicted, uniform.",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_unknown_choice_is_an_error(options, message):
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$"):
        SEU(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"temperature": 0}, "temperature is 0; expected a number of 0.01 or more."),
        ({"temperature": "hot"}, "temperature is 'hot'; expected a number of 0.01 or more."),
        ({"temperature": float("nan")}, "temperature is nan; expected a number of 0.01 or more."),
        ({"temperature": float("inf")}, "temperature is inf; expected a number of 0.01 or more."),
        ({"min_coverage": 0}, "min_coverage is 0; expected a whole number of documents, 1 or more."),
        ({"min_coverage": 0.5}, "min_coverage is 0.5; expected a whole number of documents, 1 or more."),
        ({"min_coverage": 1.5}, "min_coverage is 1.5; expected a whole number of documents, 1 or more."),
        ({"min_coverage": True}, "min_coverage is True; expected a whole number of documents, 1 or more."),
        ({"max_coverage": "10%"}, "max_coverage is '10%'; expected a share above 0 and up to 1."),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_number_that_does_not_fit_is_an_error(options, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        SEU(**options)
