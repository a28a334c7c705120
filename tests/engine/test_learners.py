"""Ways to learn from what people said, each against its parts put together by hand."""

import re

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from lamplighter.engine import LEARNERS, GoldOnly, Joint, SelfTraining, TwoStage
from lamplighter.engine.beliefs import believe
from lamplighter.engine.classify import matched
from lamplighter.exceptions import InputError, UnknownNameError
from lamplighter.learning import (
    EndModel,
    ImplyLoss,
    Linear,
    MajorityVote,
    MeTaL,
    fit_imply_loss,
    imply_loss_and_gradient,
    rule_block,
)
from lamplighter.primitives import Tfidf
from lamplighter.votes import Contextualizer

FUNCTIONS = [("great", 0, 33), ("love", 0, 41), ("waste", 1, 125), ("cheap", 1, 40), ("film", 0, 217)]
LABELS = {33: 0, 41: 0, 125: 1, 40: 1, 217: 0, 90: 1, 14: 0}
"""Each function was written on a document that contains its word; "great" stands, and is wrong, in document 40 as well."""
FEATURES = Tfidf(max_features=150)


@pytest.fixture
def engine(reviews, make_engine):
    return make_engine(reviews.texts, largest=110, n_threads=2, features=FEATURES)


def whole(parts):
    return np.concatenate(parts)


def dense(engine):
    return np.vstack([block.features.toarray() for block in engine.index.slices])


def stacked(engine):
    return sparse.vstack([block.features for block in engine.index.slices], format="csr")


def learnt(learner, engine, evidence, recipe):
    """Learn beliefs, and from them an end model."""
    beliefs = learner.believe(engine, evidence, recipe)
    return beliefs, learner.classify(engine, evidence, recipe, beliefs)


def probabilities(engine, classifier):
    return np.concatenate([classifier.predict_proba(block.features) for block in engine.index.slices])


# ------------------------------------------------------------------ in two stages


@pytest.mark.parametrize("labels", ["soft", "hard"])
def test_two_stages_learn_the_beliefs_on_the_documents_with_votes(engine, make_evidence, make_recipe, labels):
    end_model = EndModel(C=2.0, match_balance=False, labels=labels)
    beliefs, classifier = learnt(TwoStage(), engine, make_evidence(engine, FUNCTIONS), make_recipe(end_model=end_model))
    covered = whole([np.diff(votes.indptr) > 0 for votes in beliefs.votes])
    posterior, features = whole(beliefs.posterior)[covered], dense(engine)
    assert 0 < covered.sum() < len(features)
    assert (np.ptp(posterior, axis=1) < 1).sum() > 0  # functions contradict one another here and there
    theirs = LogisticRegression(C=2.0, tol=1e-9, max_iter=5000)
    if labels == "hard":
        theirs.fit(features[covered], posterior.argmax(axis=1))
    else:
        theirs.fit(np.vstack([features[covered]] * 2), np.repeat([0, 1], covered.sum()), posterior.T.ravel())
    assert probabilities(engine, classifier) == pytest.approx(theirs.predict_proba(features), abs=2e-3)


def test_two_stages_learn_from_documents_without_votes_where_told(engine, make_evidence, make_recipe):
    end_model = EndModel(match_balance=False, labels="hard", documents="all")
    one_class = [function for function in FUNCTIONS if function[1] == 1]
    evidence = make_evidence(engine, one_class)
    assert learnt(TwoStage(), engine, evidence, make_recipe())[1] is None
    beliefs, classifier = learnt(TwoStage(), engine, evidence, make_recipe(end_model=end_model))
    covered = whole([np.diff(votes.indptr) > 0 for votes in beliefs.votes])
    # the others are as likely of both classes, and the first of equally likely ones is their label
    theirs = LogisticRegression(tol=1e-9, max_iter=5000).fit(dense(engine), covered.astype(int))
    assert probabilities(engine, classifier) == pytest.approx(theirs.predict_proba(dense(engine)), abs=2e-3)


def test_two_stages_refine_for_all_that_is_learnt_or_for_the_end_model_alone(engine, make_evidence, make_recipe):
    found = {}
    for refined in (None, "always", "end model"):
        near = None if refined is None else Contextualizer(percentile=40, refined=refined)
        evidence = make_evidence(engine, FUNCTIONS, near=near)
        found[refined] = learnt(TwoStage(), engine, evidence, make_recipe(near=near))
    raw, always, late = (found[way] for way in (None, "always", "end model"))
    # selection sees the raw votes …
    assert np.array_equal(whole(late[0].posterior), whole(raw[0].posterior))
    assert np.array_equal(whole(late[0].entropy), whole(raw[0].entropy))
    assert late[0].percentiles == (None,) * 5
    # … and the end model learns the refined ones
    assert np.array_equal(late[1].weights, always[1].weights)
    assert not np.array_equal(late[1].weights, raw[1].weights)
    assert not np.array_equal(whole(always[0].posterior), whole(raw[0].posterior))


def test_two_stages_choose_a_percentile_for_the_end_model_alone(reviews, engine, make_evidence, make_recipe):
    near = Contextualizer(percentile=(100, 40, 15), refined="end model")
    gold = [["positive", "negative"].index(label) for label in reviews.gold]
    evidence = make_evidence(engine, FUNCTIONS, near=near, validation=(reviews.texts[:100], gold[:100]))
    recipe = make_recipe(near=near)
    beliefs, classifier = learnt(TwoStage(), engine, evidence, recipe)
    chosen = believe(engine, evidence, recipe)
    assert beliefs.percentiles == (None,) * 5
    assert chosen.percentiles[0] in near.candidates
    alone = Contextualizer(percentile=chosen.percentiles[0])
    _, expected = learnt(TwoStage(), engine, make_evidence(engine, FUNCTIONS, near=alone), make_recipe(near=alone))
    assert np.array_equal(classifier.weights, expected.weights)


def test_two_stages_tell_only_classes_that_are_voted(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, FUNCTIONS, labels={0: 2}, balance=[0.3, 0.3, 0.4])
    assert learnt(TwoStage(), engine, evidence, make_recipe())[1].classes == (0, 1)
    one = make_evidence(engine, FUNCTIONS[:2], labels=LABELS)
    assert learnt(TwoStage(), engine, one, make_recipe())[1] is None


# ------------------------------------------------------------------ labels alone


def test_labels_alone_are_logistic_regression_on_the_labeled_documents(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, FUNCTIONS, labels=LABELS)
    _, classifier = learnt(GoldOnly(), engine, evidence, make_recipe())
    features = dense(engine)
    theirs = LogisticRegression(tol=1e-9, max_iter=5000).fit(features[list(LABELS)], list(LABELS.values()))
    assert probabilities(engine, classifier) == pytest.approx(theirs.predict_proba(features), abs=1e-3)


def test_labels_alone_make_nothing_of_functions(engine, make_evidence, make_recipe):
    found = [
        learnt(GoldOnly(), engine, make_evidence(engine, functions, labels=LABELS), make_recipe())[1].weights
        for functions in ([], FUNCTIONS)
    ]
    assert np.array_equal(*found)


def test_labels_alone_tell_the_classes_that_were_given(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, FUNCTIONS, labels={0: 3, 5: 1, 250: 3}, balance=[0.25] * 4)
    assert learnt(GoldOnly(), engine, evidence, make_recipe())[1].classes == (1, 3)


@pytest.mark.parametrize("labels", [{}, {0: 1}, {0: 1, 299: 1}], ids=["none", "one", "one class"])
def test_labels_of_fewer_than_two_classes_teach_nothing(engine, make_evidence, make_recipe, labels):
    evidence = make_evidence(engine, FUNCTIONS, labels=labels)
    assert learnt(GoldOnly(), engine, evidence, make_recipe())[1] is None


def test_labels_alone_are_matched_to_the_class_balance(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, [], labels=LABELS, balance=[0.2, 0.8])
    _, classifier = learnt(GoldOnly(), engine, evidence, make_recipe(end_model=EndModel()))
    assert probabilities(engine, classifier).argmax(axis=1).mean() == pytest.approx(0.8, abs=0.02)


# ------------------------------------------------------------------ all at once


def driven(engine, evidence, told, settings):
    """Minimise the loss of ImplyLoss-L on the whole corpus at once."""
    codes = {code: place for place, code in enumerate(told)}
    words = [
        (engine.index.vocabulary.numbers[function.primitive], codes[function.label] + 1)
        for function in evidence.functions
    ]
    contained = np.vstack([block.incidence.toarray() for block in engine.index.slices])
    votes = sparse.csr_array(np.column_stack([contained[:, column].astype(np.int64) * code for column, code in words]))
    labels = np.full(len(contained), -1)
    for document, code in evidence.labels.items():
        labels[document] = codes[code]
    block = rule_block(stacked(engine), votes, labels, np.array([each.document for each in evidence.functions]))
    model = fit_imply_loss(
        lambda model, weight: imply_loss_and_gradient(block, model, weight, q=settings.q),
        (1 if len(told) == 2 else len(told), len(engine.index.space) + 1),
        len(words),
        block.counts,
        settings=settings,
    )
    return Linear(model.classifier, tuple(told), evidence.n_classes)


CASES = {
    "two classes": (FUNCTIONS, LABELS, [0.5, 0.5], (0, 1)),
    "three classes": ([*FUNCTIONS, ("battery", 2, 42)], {**LABELS, 42: 2}, [0.3, 0.3, 0.4], (0, 1, 2)),
    "two of four": ([("great", 1, 33), ("waste", 3, 125)], {33: 1, 125: 3, 90: 3}, [0.25] * 4, (1, 3)),
    "a class with a label and no function": (FUNCTIONS, {**LABELS, 60: 2}, [0.3, 0.3, 0.4], (0, 1, 2)),
    "a function without a label": (FUNCTIONS, {33: 0, 90: 1}, [0.5, 0.5], (0, 1)),
}


@pytest.mark.parametrize("settings", [{}, {"gamma": 0.7, "q": 0.9, "ridge": 0.01}], ids=["usual", "others"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_all_at_once_is_imply_loss_on_the_raw_votes_and_labels(
    reviews, make_engine, make_evidence, make_recipe, case, settings
):
    functions, labels, balance, told = case
    engine = make_engine(reviews.texts, features=FEATURES)
    evidence = make_evidence(engine, functions, labels=labels, balance=balance)
    _, classifier = learnt(Joint(**settings), engine, evidence, make_recipe())
    expected = driven(engine, evidence, told, ImplyLoss(**settings))
    assert (classifier.classes, classifier.n_classes) == (told, len(balance))
    assert np.array_equal(classifier.weights, expected.weights)
    assert np.abs(classifier.weights).max() > 0.1


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_all_at_once_in_slices_is_the_same(reviews, make_engine, make_evidence, make_recipe, case):
    functions, labels, balance, told = case
    engine = make_engine(reviews.texts, largest=37, n_threads=2, features=FEATURES)
    evidence = make_evidence(engine, functions, labels=labels, balance=balance)
    _, classifier = learnt(Joint(ridge=0.01), engine, evidence, make_recipe())
    expected = driven(engine, evidence, told, ImplyLoss(gamma=0.2, ridge=0.01))
    assert probabilities(engine, classifier) == pytest.approx(probabilities(engine, expected), abs=1e-3)


def test_all_at_once_makes_nothing_of_label_models_and_refinement(engine, make_evidence, make_recipe):
    near = Contextualizer(percentile=30)
    plain = make_evidence(engine, FUNCTIONS, labels=LABELS)
    refined = make_evidence(engine, FUNCTIONS, labels=LABELS, near=near)
    one = learnt(Joint(), engine, plain, make_recipe())
    other = learnt(Joint(), engine, refined, make_recipe(MeTaL, near=near))
    assert np.array_equal(one[1].weights, other[1].weights)
    assert np.array_equal(whole(one[0].posterior), whole(other[0].posterior))
    assert (other[0].percentiles, other[0].fallback) == ((None,) * 5, None)


@pytest.mark.parametrize("learner", [Joint(), GoldOnly()], ids=["all at once", "labels alone"])
def test_without_a_label_model_beliefs_are_the_shares_of_the_raw_votes(engine, make_evidence, make_recipe, learner):
    near = Contextualizer(percentile=30)
    evidence = make_evidence(engine, FUNCTIONS, labels=LABELS, balance=[0.4, 0.6], near=near)
    beliefs = learner.believe(engine, evidence, make_recipe(MeTaL, near=near))
    expected = believe(engine, evidence, make_recipe(MajorityVote), refined=False)
    assert np.array_equal(whole(beliefs.posterior), whole(expected.posterior))
    assert (beliefs.percentiles, beliefs.fallback) == ((None,) * 5, None)


def test_all_at_once_is_matched_to_the_class_balance_where_asked_to(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, FUNCTIONS, labels=LABELS, balance=[0.3, 0.7])
    _, plain = learnt(Joint(), engine, evidence, make_recipe())
    _, moved = learnt(Joint(), engine, evidence, make_recipe(end_model=EndModel()))
    assert np.array_equal(moved.weights, matched(engine, plain, evidence.class_balance).weights)
    assert probabilities(engine, moved).argmax(axis=1).mean() == pytest.approx(0.7, abs=0.02)


@pytest.mark.parametrize(
    ("functions", "labels"),
    [([], {}), ([], LABELS), (FUNCTIONS[:2], {}), (FUNCTIONS[:2], {33: 0})],
    ids=["nothing", "labels alone", "functions of one class", "functions and labels of one class"],
)
def test_all_at_once_needs_functions_and_two_classes(engine, make_evidence, make_recipe, functions, labels):
    evidence = make_evidence(engine, functions, labels=labels)
    assert learnt(Joint(), engine, evidence, make_recipe())[1] is None


def test_functions_of_one_class_and_a_label_of_another_are_enough(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, FUNCTIONS[:2], labels={33: 0, 125: 1})
    assert learnt(Joint(), engine, evidence, make_recipe())[1].classes == (0, 1)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"gamma": -1.0}, "gamma is -1.0; expected a number of 0 or more."),
        ({"q": 0.0}, "q is 0.0; expected a number above 0 and up to 1."),
        ({"ridge": 0.0}, "ridge is 0.0; expected a number above 0."),
    ],
)
def test_settings_out_of_range_are_errors(settings, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Joint(**settings)


# ------------------------------------------------------------------ all of them


@pytest.mark.parametrize("name", LEARNERS.names)
def test_threads_do_not_change_a_single_bit(reviews, make_engine, make_evidence, make_recipe, name):
    found = []
    for n_threads in (1, 4):
        engine = make_engine(reviews.texts, largest=37, n_threads=n_threads, features=FEATURES)
        evidence = make_evidence(engine, FUNCTIONS, labels=LABELS)
        found.append(learnt(LEARNERS[name](), engine, evidence, make_recipe(end_model=EndModel())))
    assert np.array_equal(whole(found[0][0].posterior), whole(found[1][0].posterior))
    assert np.array_equal(found[0][1].weights, found[1][1].weights)


def test_learners_by_name():
    assert {name: LEARNERS[name] for name in ("two-stage", "implyloss", "gold-only", "self-training")} == {
        "self-training": SelfTraining,
        "two-stage": TwoStage,
        "implyloss": Joint,
        "gold-only": GoldOnly,
    }
    message = "No learner is called 'implylos'. Did you mean 'implyloss'? There are: gold-only, implyloss, self-training, two-stage."
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$"):
        LEARNERS["implylos"]
