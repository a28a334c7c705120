"""Naive Bayes over slices, in rounds."""

import numpy as np
import pytest
from scipy import sparse

from lamplighter.engine.beliefs import believe
from lamplighter.engine.classify import balance_shift
from lamplighter.engine.naive_bayes import shares_of, sharpened, taught
from lamplighter.learning import (
    class_counts,
    document_scores,
    log_odds,
)

from .made_up import contained, in_slices, whole


def test_shares_are_of_some_classes():
    votes = sparse.csr_array([[1, 3, 3], [0, 0, 0], [3, 0, 0], [1, 1, 0]])
    assert shares_of(votes, [0, 2]) == pytest.approx(np.array([[1 / 3, 2 / 3], [0, 0], [0, 1], [1, 0]]))


def test_labels_are_three_times_as_sharp_as_logits():
    # softmax(3 · (ln 2, 0)) = 8 : 1
    assert sharpened(np.log([[2.0, 1.0], [1.0, 1.0]])) == pytest.approx(np.array([[8 / 9, 1 / 9], [1 / 2, 1 / 2]]))


def test_the_first_round_is_taught_by_beliefs_and_the_next_by_what_it_said(small, make_evidence, make_recipe):
    made, engine = small
    votes = believe(engine, make_evidence(engine, made.functions(2)), make_recipe()).votes
    beliefs, incidence = [shares_of(block, [0, 1]) for block in votes], contained(engine)
    rates = np.asarray(incidence.sum(axis=0)) / 300
    balance = np.array([0.7, 0.3])
    given = whole(beliefs)
    for logits in taught(engine, beliefs, balance, 3):
        scores = document_scores(incidence, log_odds(class_counts(incidence, given), rates))
        shift = balance_shift(engine, in_slices(engine, scores), balance, roughly=True)
        assert whole(logits) == pytest.approx(scores + shift, abs=1e-4)
        given = sharpened(whole(logits))
    assert whole(logits).argmax(axis=1).mean() == pytest.approx(0.3, abs=0.03)


def test_as_many_rounds_are_given_as_asked_for(small):
    _, engine = small
    beliefs = [np.zeros((len(block), 2)) for block in engine.index.slices]
    assert len(list(taught(engine, beliefs, np.array([0.5, 0.5]), 4))) == 4
