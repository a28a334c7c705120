"""ImplyLoss-L against its definition, by hand and by differences, and on synthetic truth."""

import re

import numpy as np
import pytest
from scipy import sparse

from lamplighter.exceptions import InputError
from lamplighter.learning.implyloss import (
    OPEN,
    OWN,
    RIGHT,
    WRONG,
    ImplyLoss,
    RuleModel,
    fit_imply_loss,
    imply_loss_and_gradient,
    rule_block,
)
from lamplighter.learning.logistic import fit_logistic, loss_and_gradient


def made_up(n_classes, n_documents=40, n_features=5, n_rules=4, seed=0):
    """Documents of which the first ten have labels; each function was written on one of them."""
    rng = np.random.default_rng(seed)
    features = sparse.csr_array(
        rng.normal(size=(n_documents, n_features)) * (rng.random((n_documents, n_features)) < 0.7)
    )
    voted = np.arange(n_rules) % n_classes + 1
    votes = sparse.csr_array((rng.random((n_documents, n_rules)) < 0.5) * voted)
    labels = np.full(n_documents, -1)
    labels[:10] = rng.integers(n_classes, size=10)
    return features, votes, labels, rng.integers(10, size=n_rules)


def made_up_model(n_classes, n_features=5, n_rules=4, seed=1):
    rng = np.random.default_rng(seed)
    n_rows = 1 if n_classes == 2 else n_classes
    return RuleModel(rng.normal(size=(n_rows, n_features + 1)), rng.normal(size=n_features), rng.normal(size=n_rules))


def fitted(block, n_classes, n_features, n_rules, settings=None, **options):
    settings = settings or ImplyLoss()
    return fit_imply_loss(
        lambda model, weight: imply_loss_and_gradient(block, model, weight, q=settings.q),
        (1 if n_classes == 2 else n_classes, n_features + 1),
        n_rules,
        block.counts,
        settings=settings,
        **options,
    )


# One feature; function 0 votes class 1 and was written on document 0, function 1 votes class 0, written on document 1.
#             x  label  function 0 is there         function 1
# document 0  1    1    right, its own exemplar     wrong
# document 1  0    0    –                           right, its own exemplar
# document 2  0    1    right                       –
# document 3  1    –    open                        open
FEATURES = sparse.csr_array([[1.0], [0.0], [0.0], [1.0]])
VOTES = sparse.csr_array([[2, 1], [0, 1], [2, 0], [2, 1]])
LABELS = np.array([1, 0, 1, -1])
EXEMPLARS = np.array([0, 1])
# Odds for class 1 are 3^x: P(1) = 3/4 where x = 1, 1/2 where x = 0.
# Odds that a function applies are 2^x for function 0: 2/3 and 1/2; 3 · 2^x for function 1: 6/7 and 3/4.
MODEL = RuleModel(np.array([[np.log(3), 0.0]]), np.array([np.log(2)]), np.array([0.0, np.log(3)]))


def test_what_each_vote_is_to_the_rule_network():
    block = rule_block(FEATURES, VOTES, LABELS, EXEMPLARS)
    assert block.roles.tolist() == [OWN, WRONG, OWN, RIGHT, OPEN, OPEN]
    assert block.rules.tolist() == [0, 1, 1, 0, 0, 1]
    assert block.voted.tolist() == [1, 0, 0, 1, 1, 0]
    assert block.counts.tolist() == [3, 1]


def test_loss_by_hand():
    block = rule_block(FEATURES, VOTES, LABELS, EXEMPLARS)
    labels = np.log(4 / 3) + np.log(2) + np.log(2)
    own = np.log(3 / 2) + np.log(4 / 3)
    wrong = np.log(7)  # 1 − 6/7
    right = 1 - 1 / 2  # q = 1: (1 − r)/1
    # 1 − 2/3·(1 − 3/4) = 5/6 and 1 − 6/7·(1 − 1/4) = 5/14
    implied = np.log(6 / 5) + np.log(14 / 5)
    loss = imply_loss_and_gradient(block, MODEL, 1 / 2, q=1.0)[-1]
    assert loss == pytest.approx(labels + own + wrong + right + implied / 2)


def test_generalised_cross_entropy_by_hand():
    # the one vote that is right on another's exemplar has r = 1/2: (1 − √½) / ½ for q = ½
    block = rule_block(FEATURES, VOTES, LABELS, EXEMPLARS)
    difference = (
        imply_loss_and_gradient(block, MODEL, 0, q=0.5)[-1] - imply_loss_and_gradient(block, MODEL, 0, q=1.0)[-1]
    )
    assert difference == pytest.approx(2 * (1 - np.sqrt(1 / 2)) - 1 / 2)


def test_gradient_by_hand():
    # document 3: s = (2/3·3/4)/(5/6) = 3/5 for function 0, (6/7·1/4)/(5/14) = 3/5 for function 1; half of all counts
    block = rule_block(FEATURES, VOTES, LABELS, EXEMPLARS)
    open_0, open_1 = (2 / 3 - 3 / 5) / 2, (6 / 7 - 3 / 5) / 2
    function_0 = -1 / 3 - 1 / 2 * 1 / 2 + open_0  # own: r − 1; right: −r (1 − r); open: (r − s)/2
    function_1 = 6 / 7 - 1 / 4 + open_1  # wrong: r; own: r − 1
    where_x_is_1 = -1 / 3 + 6 / 7 + open_0 + open_1
    # the classifier: P − 1 on document 0; P and P − 1 cancel on 1 and 2; soft labels of weight 3/10 on 3 for each class
    classifier = (3 / 4 - 1) + (3 / 5 * 3 / 4 - 3 / 10)
    gradient = imply_loss_and_gradient(block, MODEL, 1 / 2, q=1.0)[:-1]
    assert gradient == pytest.approx([classifier, classifier, where_x_is_1, function_0, function_1])
    assert gradient == pytest.approx([-1 / 10, -1 / 10, 24 / 35, -11 / 20, 103 / 140])


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("q", [0.2, 1.0])
def test_gradient_is_the_slope_of_the_loss(n_classes, q):
    block = rule_block(*made_up(n_classes))
    assert set(block.roles) == {OWN, RIGHT, WRONG, OPEN}
    model = made_up_model(n_classes)

    def sums(flat):
        parts = np.split(flat, np.cumsum([model.classifier.size, 5]))
        moved = RuleModel(parts[0].reshape(model.classifier.shape), *parts[1:])
        return imply_loss_and_gradient(block, moved, 0.3, q=q)

    gradient = sums(model.flat)[:-1]
    for place, step in enumerate(np.eye(model.flat.size) * 1e-6):
        slope = (sums(model.flat + step)[-1] - sums(model.flat - step)[-1]) / 2e-6
        assert gradient[place] == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_sums_over_blocks_are_sums_over_documents(n_classes):
    features, votes, labels, exemplars = made_up(n_classes)
    whole = rule_block(features, votes, labels, exemplars)
    here, there = np.where(exemplars < 5, exemplars, -1), np.where(exemplars >= 5, exemplars - 5, -1)
    first = rule_block(features[:5], votes[:5], labels[:5], here)
    second = rule_block(features[5:], votes[5:], labels[5:], there)
    model = made_up_model(n_classes)
    parts = sum(imply_loss_and_gradient(block, model, 0.3, q=0.2) for block in (first, second))
    assert parts == pytest.approx(imply_loss_and_gradient(whole, model, 0.3, q=0.2), rel=1e-9, abs=1e-9)
    assert (first.counts + second.counts).tolist() == whole.counts.tolist()


def test_one_row_for_two_classes_is_two_rows_of_which_the_first_is_zero():
    block = rule_block(*made_up(2))
    one = made_up_model(2)
    two = RuleModel(np.vstack([np.zeros(6), one.classifier[0]]), one.coverage, one.intercepts)
    found, expected = (imply_loss_and_gradient(block, model, 0.3, q=0.2) for model in (two, one))
    assert found[6:] == pytest.approx(expected)
    assert found[:6] == pytest.approx(-expected[:6])


def test_documents_without_votes_and_label_leave_no_trace():
    features, votes, labels, exemplars = made_up(3)
    silent = sparse.csr_array((7, 4), dtype=votes.dtype)
    more = rule_block(
        sparse.vstack([features, features[:7]], format="csr"),
        sparse.vstack([votes, silent], format="csr"),
        np.append(labels, np.full(7, -1)),
        exemplars,
    )
    fewer = rule_block(features, votes, labels, exemplars)
    model = made_up_model(3)
    assert more.features.shape == fewer.features.shape
    assert np.array_equal(*(imply_loss_and_gradient(block, model, 0.3, q=0.2) for block in (more, fewer)))


@pytest.mark.parametrize(("label", "role"), [(0, WRONG), (1, OWN), (-1, OPEN)])
def test_a_function_has_an_exemplar_only_where_it_agrees_with_the_label(label, role):
    block = rule_block(sparse.csr_array([[1.0]]), sparse.csr_array([[2]]), np.array([label]), np.array([0]))
    assert block.roles.tolist() == [role]


def test_a_block_without_anything_to_learn_from_weighs_nothing():
    block = rule_block(FEATURES, sparse.csr_array((4, 2), dtype=np.int64), np.full(4, -1), np.full(2, -1))
    assert imply_loss_and_gradient(block, MODEL, 1.0, q=0.2).tolist() == [0.0] * 6
    assert block.counts.tolist() == [0, 0]


@pytest.mark.parametrize("size", [1e3, 1e6])
@pytest.mark.parametrize("signs", [(1, 1), (1, -1), (-1, 1), (-1, -1)])
def test_extreme_weights_do_not_overflow(size, signs):
    block = rule_block(FEATURES, VOTES, LABELS, EXEMPLARS)
    model = RuleModel(
        np.array([[size, size]]) * signs[0], np.array([size]) * signs[1], np.array([size, -size]) * signs[1]
    )
    assert np.isfinite(imply_loss_and_gradient(block, model, 1.0, q=0.2)).all()


def test_probabilities_that_the_functions_apply_by_hand():
    applies = MODEL.applies(FEATURES, VOTES).toarray()
    assert applies == pytest.approx(np.array([[2 / 3, 6 / 7], [0, 3 / 4], [1 / 2, 0], [2 / 3, 6 / 7]]))


@pytest.mark.parametrize("n_classes", [2, 3])
def test_without_votes_it_is_logistic_regression_on_the_labels(n_classes):
    features, _, labels, exemplars = made_up(n_classes)
    none = sparse.csr_array((40, 4), dtype=np.int64)
    model = fitted(rule_block(features, none, labels, exemplars), n_classes, 5, 4, ImplyLoss(ridge=0.01), tol=1e-8)
    expected = fit_logistic(
        lambda weights: loss_and_gradient(features[:10], np.eye(n_classes)[labels[:10]], weights),
        (1 if n_classes == 2 else n_classes, 6),
        10,
        features[:10].power(2).sum(axis=0),
        C=1 / (0.01 * 10),  # a mean over 10 documents with ridge/2 is a sum with 10 · ridge/2
        tol=1e-8,
    )
    assert model.classifier == pytest.approx(expected, abs=1e-3)
    assert model.flat[model.classifier.size :].tolist() == [0.0] * 9


@pytest.mark.parametrize("n_classes", [2, 3])
def test_where_it_stops_the_penalised_mean_has_no_slope(n_classes):
    block = rule_block(*made_up(n_classes))
    settings = ImplyLoss(gamma=0.5, ridge=0.01)
    model = fitted(block, n_classes, 5, 4, settings, tol=1e-7, max_iter=1000)
    kept = model.flat.copy()
    kept[: model.classifier.size].reshape(model.classifier.shape)[:, -1] = 0  # the intercepts are free
    n_labeled, n_open = block.counts
    labeled = imply_loss_and_gradient(block, model, 0.0, q=0.2)[:-1]
    both = imply_loss_and_gradient(block, model, 1.0, q=0.2)[:-1]
    slope = labeled / n_labeled + 0.5 * (both - labeled) / n_open + 0.01 * kept
    assert slope == pytest.approx(np.zeros(len(slope)), abs=1e-5)


@pytest.mark.parametrize("drop", ["labels", "open documents"])
def test_it_can_be_fitted_without_labels_and_without_open_documents(drop):
    features, votes, labels, exemplars = made_up(2)
    if drop == "labels":
        labels = np.full(40, -1)
    else:
        features, votes, labels = features[:10], votes[:10], labels[:10]
    assert np.isfinite(fitted(rule_block(features, votes, labels, exemplars), 2, 5, 4).flat).all()


def test_fitting_twice_gives_the_same_to_the_last_bit_and_leaves_the_input_alone():
    features, votes, labels, exemplars = made_up(3)
    before = [features.toarray(), votes.toarray(), labels.copy(), exemplars.copy()]
    first, second = (fitted(rule_block(features, votes, labels, exemplars), 3, 5, 4) for _ in range(2))
    assert np.array_equal(first.flat, second.flat)
    after = [features.toarray(), votes.toarray(), labels, exemplars]
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_beginning_where_it_ended_it_stays_there():
    block = rule_block(*made_up(2))
    settings = ImplyLoss(ridge=0.01)
    model = fitted(block, 2, 5, 4, settings, tol=1e-6, max_iter=1000)
    assert fitted(block, 2, 5, 4, settings, start=model, tol=1e-5).flat == pytest.approx(model.flat, abs=1e-4)


def contexts(n_labeled):
    """Two topics, A of class 1 and B of class 0; a word for class 1 stands in both, so that it is wrong in all of B."""
    rng = np.random.default_rng(0)
    n_documents, n_words = 600, 20
    truth = np.arange(n_documents) % 2
    odds = np.where(truth[:, np.newaxis] == (np.arange(2 * n_words) < n_words), 0.25, 0.05)
    topic = rng.random((n_documents, 2 * n_words)) < odds
    funny = rng.random(n_documents) < 0.7
    dull = (rng.random(n_documents) < 0.4) & (truth == 0)
    funny[:2], dull[:2] = True, [True, False]  # the exemplars: document 0 has both words, document 1 the first
    words = np.column_stack([topic, funny, dull]) / np.sqrt(topic.sum(axis=1) + funny + dull + 1e-9)[:, np.newaxis]
    votes = sparse.csr_array(np.column_stack([funny * 2, dull * 1]))
    labels = np.where(np.arange(n_documents) < n_labeled, truth, -1)
    return sparse.csr_array(words), votes, labels, np.array([1, 0]), truth


def test_a_function_that_is_right_in_a_part_of_the_space_is_learnt_to_apply_there():
    words, votes, labels, exemplars, truth = contexts(6)
    model = fitted(rule_block(words, votes, labels, exemplars), 2, words.shape[1], 2)
    applies = model.applies(words, votes).toarray()[:, 0]
    voted = votes.toarray()[:, 0] > 0
    assert applies[voted & (truth == 1)].mean() > 0.5
    assert applies[voted & (truth == 0)].mean() < 0.1


def test_the_classifier_beats_majority_vote_and_the_labels_alone_where_a_function_is_wrong_in_a_part_of_the_space():
    words, votes, labels, exemplars, truth = contexts(4)
    for_1, for_0 = votes.toarray()[:, 0] > 0, votes.toarray()[:, 1] > 0
    covered = for_1 | for_0

    def accuracy(seen):
        weights = fitted(rule_block(words, seen, labels, exemplars), 2, words.shape[1], 2).classifier[0]
        return ((words @ weights[:-1] + weights[-1] > 0) == truth)[covered].mean()

    majority = np.where(for_1 == for_0, 1 / 2, for_1 == truth)[covered].mean()  # ties are half right
    assert majority < 0.7
    assert accuracy(sparse.csr_array(votes.shape, dtype=np.int64)) < 0.85
    assert accuracy(votes) > 0.9


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"gamma": -0.1}, "gamma is -0.1; expected a number of 0 or more."),
        ({"q": 0.0}, "q is 0.0; expected a number above 0 and up to 1."),
        ({"q": 1.5}, "q is 1.5; expected a number above 0 and up to 1."),
        ({"ridge": 0.0}, "ridge is 0.0; expected a number above 0."),
        ({"ridge": float("nan")}, "ridge is nan; expected a number above 0."),
    ],
)
def test_settings_out_of_range_are_an_error(settings, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        ImplyLoss(**settings)


def test_settings_as_json_has_them():
    assert ImplyLoss(gamma=0.3).settings() == {"gamma": 0.3, "q": 0.2, "ridge": 1e-4}
