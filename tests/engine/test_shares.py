"""The shares of the classes: by heaps where there is a gap, else post-stratified."""

from dataclasses import replace

import numpy as np
import pytest

from lamplighter.engine.balance import estimated_balance
from lamplighter.engine.heaps import Shares, find_heaps, in_heaps
from lamplighter.engine.held_out import HeldOut, standardized
from lamplighter.engine.naive_bayes import shares_of, taught
from lamplighter.learning import (
    calibrated_sums,
    post_stratify,
)

from .made_up import FUNCTIONS, ROUNDS, believed, in_slices, whole


def heaps_in(engine, logits):
    """Give the heaps where votes agree with the logits."""
    shares, _ = in_heaps(
        engine, logits, [np.eye(block.shape[1])[block.argmax(axis=1)] for block in logits], logits[0].shape[1]
    )
    return shares


def test_a_heap_that_holds_few_of_the_votes_for_its_class_is_none(engine):
    # every hundredth of 300 documents lies apart, but half of all have votes for the class whose heap it is
    logits = np.zeros((300, 2)) + np.random.default_rng(0).normal(0, 0.1, (300, 2))
    logits[::100, 1] += 20
    votes = np.eye(2)[np.arange(300) % 2]
    strange, _ = in_heaps(engine, in_slices(engine, logits), in_slices(engine, votes), logits.shape[1])
    assert (strange.distance >= 3, strange.apart) == (True, False)
    votes[:, 1] = 0.0
    votes[::100] = [0.0, 1.0]
    alike, _ = in_heaps(engine, in_slices(engine, logits), in_slices(engine, votes), logits.shape[1])
    assert alike.apart


def drawn_logits(engine, balance, seed=0, distance=8.0):
    """Draw logits with a gap between each class and the others, and give them with the true classes."""
    n_documents = engine.index.n_documents
    truth = np.repeat(np.arange(len(balance)), np.round(np.array(balance) * n_documents).astype(int))
    return in_slices(engine, np.random.default_rng(seed).normal(distance * np.eye(len(balance))[truth], 1.0))


@pytest.mark.parametrize("balance", [[0.9, 0.1], [0.3, 0.7], [0.6, 0.3, 0.1]])
def test_heaps_that_lie_apart_have_the_shares_of_the_classes(engine, balance):
    shares = heaps_in(engine, drawn_logits(engine, balance))
    assert shares.balance == pytest.approx(balance, abs=0.01)
    assert shares.apart


@pytest.mark.parametrize("seed", range(3))
def test_heaps_of_equally_common_classes_lie_apart_too(engine, seed):
    margin = np.random.default_rng(seed).normal(8, 1, size=(150, 1))
    shares = heaps_in(engine, in_slices(engine, np.vstack([margin * [1, 0], margin * [0, 1]])))
    assert shares.balance == pytest.approx([0.5, 0.5], abs=0.01)
    assert shares.apart


@pytest.mark.parametrize("n_classes", [2, 3])
def test_where_there_are_no_heaps_they_do_not_lie_apart(engine, n_classes):
    logits = in_slices(engine, np.random.default_rng(0).normal(size=(300, n_classes)))
    shares = heaps_in(engine, logits)
    assert not shares.apart
    assert shares.balance.sum() == pytest.approx(1)


@pytest.mark.parametrize("seed", range(3))
def test_a_gap_to_one_class_is_none_between_two_others(engine, seed):
    # class 0 lies far away; of the others nothing is known, so theirs are heaps of 40 % and 60 % each
    logits = whole(drawn_logits(engine, [0.4, 0.6], seed, distance=20))
    logits = np.column_stack([logits, logits[:, 1] + np.random.default_rng(seed + 9).normal(size=300)])
    shares = heaps_in(engine, in_slices(engine, logits))
    assert not shares.apart or shares.balance[0] == pytest.approx(0.4, abs=0.05)


def test_logits_that_are_all_alike_are_no_heaps(engine):
    shares = heaps_in(engine, in_slices(engine, np.zeros((300, 2))))
    assert not shares.apart
    assert np.isfinite(shares.balance).all()


@pytest.mark.parametrize("seed", [1, 3, 4, 5])  # from so few votes it is not found in every draw
def test_a_rare_class_is_found_by_heaps_that_are_the_next_round_s_balance(make_engine, seed):
    # every twentieth of 600 texts is an advertisement; two of them and two others have a vote
    rng = np.random.default_rng(seed)
    texts = [
        " ".join(
            [f"word{word}" for word in rng.integers(200, size=12 - 3 * advert)]
            + [f"advert{word}" for word in rng.integers(8, size=3 * advert)]
        )
        for advert in np.arange(600) % 20 == 0
    ]
    engine = make_engine(texts, largest=130)
    votes = np.zeros((600, 2))
    votes[[1, 2], 0] = 1
    votes[[0, 20], 1] = 1
    *_, fixed = taught(engine, in_slices(engine, votes), np.array([0.5, 0.5]), ROUNDS)
    assert not heaps_in(engine, fixed).apart
    found = find_heaps(engine, in_slices(engine, votes), votes.shape[1], ROUNDS)
    assert found.apart
    assert found.balance == pytest.approx([0.95, 0.05], abs=0.005)


def test_where_no_heaps_are_found_those_of_equally_common_classes_are_given(engine, make_evidence, monkeypatch):
    monkeypatch.setattr("lamplighter.engine.heaps.GAP", 99.0)
    votes = [shares_of(block, [0, 1]) for block in believed(engine, make_evidence(engine, FUNCTIONS))]
    *_, fixed = taught(engine, votes, np.array([0.5, 0.5]), ROUNDS)
    expected, found = heaps_in(engine, fixed), find_heaps(engine, votes, votes[0].shape[1], ROUNDS)
    assert not expected.apart
    assert found.balance.tolist() == expected.balance.tolist()
    assert found.distance == expected.distance


APART, CLOSE = 3.0, 2.9


def test_shares_are_those_of_heaps_that_lie_apart_among_the_classes_with_functions(engine, make_evidence):
    evidence = make_evidence(engine, [], balance=[0.5, 0.3, 0.2])
    # 0.9 and 0.1 of 0.5 + 0.2
    balance = estimated_balance(engine, evidence, [0, 2], None, Shares(np.array([0.9, 0.1]), APART, 1.0, 1.0))
    assert balance == pytest.approx([0.63, 0.3, 0.07])
    assert evidence.class_balance.tolist() == [0.5, 0.3, 0.2]


@pytest.mark.parametrize(("source", "expected"), [("counted", [0.35, 0.3, 0.35]), ("given", [0.5, 0.3, 0.2])])
def test_without_a_gap_and_functions_to_hold_out_classes_are_as_given_else_equally_common(
    engine, make_evidence, source, expected
):
    evidence = replace(make_evidence(engine, [], balance=[0.5, 0.3, 0.2]), balance_source=source)
    balance = estimated_balance(engine, evidence, [0, 2], None, Shares(np.array([0.9, 0.1]), CLOSE, 1.0, 1.0))
    assert balance == pytest.approx(expected)


@pytest.mark.parametrize(("source", "prior"), [("counted", [1 / 2, 1 / 2]), ("given", [5 / 7, 2 / 7])])
def test_without_a_gap_shares_are_post_stratified(engine, make_evidence, source, prior):
    rng = np.random.default_rng(0)
    scores = standardized(engine, in_slices(engine, rng.normal(size=(300, 2))))
    examples, labels = whole(scores)[:20], rng.integers(2, size=20)
    held_out = HeldOut(tuple(scores), examples, labels, None)
    evidence = replace(make_evidence(engine, [], balance=[0.5, 0.3, 0.2]), balance_source=source)
    found = estimated_balance(engine, evidence, [0, 2], held_out, Shares(np.array([0.9, 0.1]), CLOSE, 1.0, 1.0))
    expected = post_stratify(
        lambda slope, offsets: calibrated_sums(whole(scores), slope, offsets), 300, examples, labels, np.array(prior)
    ).balance
    assert found == pytest.approx([0.7 * expected[0], 0.3, 0.7 * expected[1]], abs=1e-6)
    apart = estimated_balance(engine, evidence, [0, 2], held_out, Shares(np.array([0.9, 0.1]), APART, 1.0, 1.0))
    assert apart == pytest.approx([0.63, 0.3, 0.07])
