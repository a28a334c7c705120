"""Functions that are held out: what the others teach, and which examples have not been seen."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from lamplighter.engine.held_out import FOLDS, hold_out, standardized
from lamplighter.engine.naive_bayes import shares_of, taught
from lamplighter.learning import (
    margins,
)

from .made_up import FUNCTIONS, ROUNDS, believed, in_slices, whole


def held(engine, evidence, told=(0, 1), rounds=ROUNDS):
    return hold_out(engine, evidence, believed(engine, evidence), list(told), rounds)


def places_of(functions):
    """Give the fold of each function: those of a class take turns."""
    codes = [code for _, code, _ in functions]
    return np.array([codes[:j].count(code) % FOLDS for j, code in enumerate(codes)])


def without_fold(engine, evidence, functions, fold):
    """Give what naive Bayes says after each round, taught by the functions of the other folds, and which these are."""
    kept = places_of(functions) != fold
    beliefs = [shares_of(block[:, np.flatnonzero(kept)], [0, 1]) for block in believed(engine, evidence)]
    return list(taught(engine, beliefs, np.array([0.5, 0.5]), ROUNDS)), kept


def test_logits_are_centred_and_in_units_of_twice_their_deviation(engine):
    logits = np.random.default_rng(0).normal(3, [1, 2, 5], size=(300, 3)) + np.arange(300)[:, np.newaxis]
    found = whole(standardized(engine, in_slices(engine, logits)))
    centred = logits - logits.mean(axis=1, keepdims=True)
    assert found == pytest.approx((centred - centred.mean(axis=0)) / (2 * centred.std(axis=0).max()))
    assert found.std(axis=0).max() == pytest.approx(1 / 2)


def test_logits_that_are_all_alike_stay_finite(engine):
    assert (whole(standardized(engine, in_slices(engine, np.full((300, 2), 7.0)))) == 0).all()


def test_nothing_can_be_held_out_where_each_class_has_a_single_function(engine, make_evidence):
    assert held(engine, make_evidence(engine, [FUNCTIONS[0], FUNCTIONS[2]], labels={33: 0, 125: 1})) is None


def test_a_second_function_of_one_class_can_be_held_out(small, make_evidence):
    made, engine = small
    functions = [*made.functions(1), *made.functions(2, [0])[1:]]
    evidence = make_evidence(engine, functions, labels={document: code for _, code, document in functions})
    found = held(engine, evidence)
    # the second fold leaves out the third function; the first would leave out the only one of class 1
    (first, *_), kept = without_fold(engine, evidence, functions, 1)
    assert kept.tolist() == [True, True, False]
    assert whole(found.scores) == pytest.approx(whole(standardized(engine, first)))
    assert found.labels.tolist() == [0]
    assert found.examples == pytest.approx(whole(found.scores)[[functions[2][2]]])


@pytest.mark.parametrize("n_each", [2, 3, 5, 7])
def test_examples_come_only_from_folds_that_left_their_functions_out(small, make_evidence, n_each):
    made, engine = small
    functions = made.functions(n_each)
    labels = {document: code for _, code, document in functions}
    labels |= {n: int(made.truth[n]) for n in range(12) if n not in labels}
    evidence = make_evidence(engine, functions, labels=labels)
    found = held(engine, evidence)
    scores, kept = [], []
    for fold in range(min(n_each, FOLDS)):
        (first, *_), those = without_fold(engine, evidence, functions, fold)
        scores.append(whole(standardized(engine, first)))
        kept.append(those)
    assert whole(found.scores) == pytest.approx(np.mean(scores, axis=0))
    expected, codes = [], []
    for document, code in labels.items():
        own = [function[2] == document for function in functions]
        blind = [each[document] for each, those in zip(scores, kept, strict=True) if not (own & those).any()]
        if blind:
            expected.append(np.mean(blind, axis=0))
            codes.append(code)
    assert found.examples == pytest.approx(np.array(expected))
    assert found.labels.tolist() == codes
    assert len(codes) > 8


def test_a_document_whose_functions_are_never_left_out_together_is_no_example(small, make_evidence):
    made, engine = small
    (one, other, *_) = made.functions(2, [0])
    functions = [one, (other[0], 0, one[2]), *made.functions(2, [1])]
    labels = {one[2]: 0, functions[2][2]: 1, functions[3][2]: 1}
    assert held(engine, make_evidence(engine, functions, labels=labels)).labels.tolist() == [1, 1]


def test_labels_of_classes_without_functions_are_no_examples(small, make_evidence):
    made, engine = small
    functions = [(word, 2 * code, document) for word, code, document in made.functions(2)]
    labels = {0: 1, 1: 0, 2: 2}
    evidence = make_evidence(engine, functions, labels=labels, balance=[0.4, 0.2, 0.4])
    found = held(engine, evidence, told=(0, 2))
    assert found.labels.tolist() == [0, 1]
    assert found.examples.shape == (2, 2)


def test_without_labels_there_are_no_examples(small, make_evidence):
    made, engine = small
    found = held(engine, make_evidence(engine, made.functions(2)))
    assert found.examples.shape == (0, 2)
    assert found.labels.tolist() == []


def test_the_gain_is_by_how_much_votes_of_functions_left_out_are_ranked_better(small, make_evidence):
    made, engine = small
    functions = made.functions(3)
    evidence = make_evidence(engine, functions)
    votes, gains = whole(block.toarray() for block in believed(engine, evidence)), []
    for fold in range(3):
        rounds, kept = without_fold(engine, evidence, functions, fold)
        new = votes[:, ~kept].any(axis=1) & ~votes[:, kept].any(axis=1)
        of_first = np.array([[(row == code).sum() for code in (1, 2)] for row in votes[:, ~kept]])[new]
        areas = []
        for logits in (rounds[0], rounds[-1]):
            against = margins(whole(logits))[new]
            most = of_first == of_first.max(axis=1, keepdims=True)
            areas.append(np.mean([roc_auc_score(most[:, place], against[:, place]) for place in (0, 1)]))
        gains.append(areas[1] - areas[0])
    assert held(engine, evidence).gain == pytest.approx(np.mean(gains))
    assert abs(np.mean(gains)) > 1e-3


def test_there_is_no_gain_to_tell_where_functions_left_out_vote_on_nothing_new(small, make_evidence):
    made, engine = small
    twice = [function for function in made.functions(1) for _ in range(2)]
    found = held(engine, make_evidence(engine, twice))
    assert found is not None
    assert found.gain is None


@pytest.mark.parametrize("n_silent", [1, 2])
def test_functions_that_vote_nowhere_do_not_matter(small, make_evidence, n_silent):
    made, engine = small
    functions = [*made.functions(1), *made.functions(2, [0])[1:]]
    silent = [("unicorn", 2, document) for document in range(n_silent)]
    found, expected = (
        held(engine, make_evidence(engine, every, balance=[0.4, 0.4, 0.2]))
        for every in ([*functions, *silent], functions)
    )
    assert whole(found.scores) == pytest.approx(whole(expected.scores))
