"""New coverage against its steps: by hand in two and three classes, by a loop over everything, and in batches.

With ``w = √(documents without votes that contain it)`` of each word that is expected, the score of a document is
``Σ w / (words + 1) · Σ_y p_y d_y``: ``p`` from naive Bayes on the words, ``d_y = √((m / K + 1) / (m_y + 1))``. A document
counts one over the root of its length, in units of the mean of that: 1 wherever all are as long.
"""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.exceptions import InputError
from lamplighter.selection import Coverage, pick_batch
from lamplighter.testing import check_strategy
from lamplighter.testing.cases import context_of


def scored(context, **settings):
    coverage = Coverage(**settings)
    return coverage.scores(context, coverage.statistics(context))


def reasons_of(context, row, **settings):
    coverage = Coverage(**settings)
    return coverage.reasons(context.of(slice(row, row + 1)), coverage.statistics(context))


#           z0 z1 z2 z3 z4
INCIDENCE = [
    [1, 0, 0, 0, 0],
    [1, 0, 1, 1, 1],
    [0, 1, 0, 0, 0],
    [0, 1, 1, 1, 1],
    [0, 0, 0, 0, 0],
]
VOTES = [[1, 1, 0], [0, 0, 0], [0, 0, 2], [0, 0, 0], [0, 0, 0]]
TWO_CLASSES = context_of(INCIDENCE, votes=VOTES)
# One over the root of the length: 1, 1/2, 1, 1/2, and 1 for no words; the mean is 4/5, so documents of four words count 5/8
# x1, x3 and x4 have no vote: w = √5/8 for z0 and z1, √5/4 for z2, z3 and z4
# E: x0 and x2 have one word, √5/8 / (1 + 1); x1 and x3 have four, (√5/8 + 3√5/4)/(4 + 1)
# θ: each word stands in 2 of 5 documents, one labeled document is of each class: z0 in (1 + 1)/(1 + 5/2) of class 0
#    and in (0 + 1)/(1 + 5/2) of class 1, twice as often; z1 the other way round; the others alike
# p(0) : p(1) = 2^(2/√words): x0 4 : 1; x1, of four words, 2 : 1; x2 1 : 4; x3 1 : 2; x4 1 : 1; the mean score is 0
# d: two functions of class 0, one of class 1: √((3/2 + 1)/(2 + 1)) = √5/6 and √((3/2 + 1)/(1 + 1)) = √5/4
ONCE, TWICE = np.sqrt(5 / 8), np.sqrt(5 / 4)
FEW, MANY = ONCE / 2, (ONCE + 3 * TWICE) / 5
CLASSES = np.array([[4 / 5, 1 / 5], [2 / 3, 1 / 3], [1 / 5, 4 / 5], [1 / 3, 2 / 3]])
NEEDED = CLASSES @ np.sqrt([5 / 6, 5 / 4])


def test_scores_in_two_classes_by_hand():
    first, second, third, fourth = NEEDED
    assert scored(TWO_CLASSES) == pytest.approx([first * FEW, second * MANY, third * FEW, fourth * MANY, 0])


def test_without_balance_the_score_is_the_mean_worth_of_the_words():
    assert scored(TWO_CLASSES, balanced=False) == pytest.approx([FEW, MANY, FEW, MANY, 0])


def test_scores_in_three_classes_by_hand():
    # Documents x0, x1 and x2 have a vote each for classes 0, 1 and 2; x3, x4 and x5 share their words.
    # θ: (1 + 1)/(1 + 3) against (0 + 1)/(1 + 3): p = 4 : 1 : 1 for z0, and so on
    # d: of four functions two are of class 0: √((4/3 + 1)/(2 + 1)) = √7/9, √((4/3 + 1)/(1 + 1)) = √7/6 twice; E = √1/2
    context = context_of(
        np.vstack([np.eye(3)] * 2),
        np.full((6, 3), 1 / 3),
        votes=[[1, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 3], [0] * 4, [0] * 4, [0] * 4],
    )
    often, seldom = np.sqrt([7 / 9, 7 / 6])
    first, others = 2 / 3 * often + 1 / 3 * seldom, 1 / 6 * often + 5 / 6 * seldom
    assert scored(context) == pytest.approx(np.array([first, others, others] * 2) / 2)


def test_before_any_vote_the_score_is_the_mean_root_of_how_common_the_words_are():
    # z0 stands in 4 documents, z1 in 2, all of two words: (2 + √2)/(2 + 1), (2 + √2)/3, (2 + √2)/3, (2 + √2)/3
    context = context_of([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1]])
    assert scored(context) == pytest.approx([(2 + np.sqrt(2)) / 3] * 4)


def test_short_documents_are_more_news_than_long_ones():
    # z0 and z1 stand in two documents each, of one word and of four, which count 1 and 1/2; the mean is 3/4: √8/3 and √4/3
    context = context_of([[1, 0, 0, 0, 0]] * 2 + [[0, 1, 1, 1, 1]] * 2)
    assert scored(context) == pytest.approx([np.sqrt(8 / 3) / 2] * 2 + [4 * np.sqrt(4 / 3) / 5] * 2)


def test_every_document_is_the_same_news_where_length_does_not_count():
    # w = √1 for z0 and z1, √2 for z2, z3 and z4
    few, many = 1 / 2, (1 + 3 * np.sqrt(2)) / 5
    expected = [few, many, few, many, 0]
    assert scored(TWO_CLASSES, by_length=False, balanced=False) == pytest.approx(expected)


def test_a_class_with_fewer_functions_is_needed_more():
    scores = scored(TWO_CLASSES)
    assert scores[2] > scores[0]
    assert scores[3] > scores[1]


def test_a_class_without_functions_is_needed_most():
    # two functions of class 0 on x0: d = √((2/3 + 1)/(2 + 1)) = √5/9, and √((2/3 + 1)/1) = √5/3 twice
    context = context_of(
        [[1, 0], [1, 0], [0, 1], [0, 1]],
        np.full((4, 3), 1 / 3),
        votes=[[1, 1], [0, 0], [0, 0], [0, 0]],
    )
    # θ: z0 stands in (1 + 1)/(1 + 2) of class 0 and in (0 + 1)/(0 + 2) of the others, 4 : 3; z1 in 1/3 and 1/2, 2 : 3.
    # Less the mean, which is half of each: √(4/3 : 2/3) = √2 : 1 and 1 : √2; squared 2 : 1 and 1 : 2. w = √1 and √2
    first, second = np.array([2, 1, 1]) / 4, np.array([1, 2, 2]) / 5
    need = np.sqrt([5 / 9, 5 / 3, 5 / 3])
    assert scored(context) == pytest.approx([first @ need / 2] * 2 + [second @ need * np.sqrt(2) / 2] * 2)


def test_a_function_that_votes_nowhere_is_none():
    silent = np.column_stack([VOTES, np.zeros(5)])
    assert scored(context_of(INCIDENCE, votes=silent)).tolist() == scored(TWO_CLASSES).tolist()


def test_a_document_all_of_whose_words_are_covered_adds_nothing():
    context = context_of([[1, 0], [1, 0], [0, 1], [0, 1]], votes=[[1], [1], [0], [0]])
    assert scored(context)[:2].tolist() == [0, 0]
    assert (scored(context)[2:] > 0).all()


def test_without_documents_there_are_no_scores():
    assert scored(context_of(np.zeros((0, 3)), votes=np.zeros((0, 2)))).tolist() == []


# ------------------------------------------------------------------ which words count


def test_words_in_more_than_a_share_of_the_documents_and_in_more_than_fifty_do_not_count():
    # word 0 stands in 51 of 100 documents, word 1 in 50; word 2, in the others' place, makes them all of two words
    dense = np.zeros((100, 3))
    dense[:51, 0] = 1
    dense[50:, 1] = 1
    dense[:, 2] = dense[:, :2].sum(axis=1) < 2
    scores = scored(context_of(dense))
    assert (scores[:50] == 0).all()
    assert scores[50:] == pytest.approx(np.full(50, np.sqrt(50) / 2))
    assert scored(context_of(dense), max_coverage=0.51)[0] == pytest.approx(np.sqrt(51) / 2)


def test_of_many_documents_a_word_may_stand_in_more_than_fifty():
    # 600 documents: word 0 stands in 61 of them, word 1 in 60, a tenth
    dense = np.zeros((600, 2))
    dense[:61, 0] = 1
    dense[540:, 1] = 1
    scores = scored(context_of(dense))
    assert (scores[:540] == 0).all()
    assert scores[540:] == pytest.approx(np.full(60, np.sqrt(60) / 2))


def test_words_of_a_single_document_do_not_count():
    context = context_of([[1, 1, 0], [1, 0, 1], [0, 0, 1], [0, 0, 1]])
    # one over the root of the length: √½, √½, 1, 1; z0 in the first two, z2 in the last three, in units of the mean
    # z0 and z2 count: √2/(1 + 1), (√2 + √3)/(2 + 1), √3/2, √3/2, were all as long
    unit = (2 + np.sqrt(2)) / 4
    two, three = np.sqrt(np.sqrt(2) / unit), np.sqrt((np.sqrt(1 / 2) + 2) / unit)
    assert scored(context) == pytest.approx([two / 2, (two + three) / 3, three / 2, three / 2])
    # with z1, which stands in x0 alone, x0 has two words
    assert scored(context, min_coverage=1)[0] == pytest.approx((two + np.sqrt(np.sqrt(1 / 2) / unit)) / 3)
    # z2 alone
    assert scored(context, min_coverage=3) == pytest.approx([0, three / 2, three / 2, three / 2])


def test_used_words_do_not_count_but_tell_the_class():
    context = context_of(INCIDENCE, votes=VOTES, available=[False, False, True, True, True])
    # x1 and x3 have three words left, 3√5/4 / (3 + 1), and are 2 : 1 and 1 : 2 as before; x0 and x2 have none
    mean = 3 * TWICE / 4
    assert scored(context) == pytest.approx([0, NEEDED[1] * mean, 0, NEEDED[3] * mean, 0])


def test_a_word_that_was_refused_counts_by_how_far_it_is_expected():
    # √3 for the first word, half expected; √2 for the second: (½√3 + √2) / (½ + 1 + 1), and (½√3) / (½ + 1); the third is rare
    context = context_of([[1, 1, 0], [1, 1, 0], [1, 0, 1]], available=[0.5, 1.0, 1.0])
    assert scored(context, balanced=False) == pytest.approx([0.9121, 0.9121, 0.5774], abs=1e-4)


def test_used_words_are_left_out_at_the_pick_not_before():
    coverage = Coverage()
    statistics = coverage.statistics(TWO_CLASSES)
    used = context_of(INCIDENCE, votes=VOTES, available=[False, False, True, True, True])
    assert coverage.statistics(used).tolist() == statistics.tolist()
    assert coverage.scores(used, statistics).tolist() == scored(used).tolist()


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan")])
def test_largest_coverage_must_be_a_share(share):
    message = f"max_coverage is {share}; expected a share above 0 and up to 1."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Coverage(max_coverage=share)


@pytest.mark.parametrize("count", [0, -1, 1.5, float("nan")])
def test_least_coverage_must_be_a_count(count):
    message = f"min_coverage is {count}; expected a whole number of documents, 1 or more."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Coverage(min_coverage=count)


# ------------------------------------------------------------------ against a loop


def some_context(seed, n_documents=30, n_classes=3):
    rng = np.random.default_rng(seed)
    return context_of(
        rng.random((n_documents, 12)) < 0.3,
        rng.dirichlet(np.ones(n_classes), size=n_documents),
        rng.random(n_documents),
        votes=rng.integers(1, n_classes + 1, size=5) * (rng.random((n_documents, 5)) < 0.2),
        available=rng.random(12) < 0.8,
    )


def brute_force(context):
    """Take the five steps as they stand, document by document."""
    B, votes, K = context.incidence.toarray(), context.votes.toarray(), context.n_classes
    n, Z = B.shape
    covered = votes.any(axis=1)
    shares = np.array([[(row == y + 1).sum() / max((row > 0).sum(), 1) for y in range(K)] for row in votes])
    expected = [context.available[z] and B[:, z].sum() >= 2 for z in range(Z)]
    odds = np.zeros((Z, K))
    for z in range(Z):
        rate = max(B[:, z].sum(), 1) / n
        for y in range(K):
            odds[z, y] = np.log((B[:, z] @ shares[:, y] + 1) / (shares[:, y].sum() + 1 / rate))
    odds -= odds.mean(axis=1, keepdims=True)
    evidence = np.array([row @ odds / np.sqrt(max(row.sum(), 1)) for row in B])
    scores, spread = np.zeros(n), np.array([1 / np.sqrt(max(row.sum(), 1)) for row in B])
    of_class = [sum((votes[:, j] == y + 1).any() for j in range(votes.shape[1])) for y in range(K)]
    need = np.sqrt([(sum(of_class) / K + 1) / (own + 1) for own in of_class])
    for x in range(n):
        words = [z for z in range(Z) if B[x, z] and expected[z]]
        belief = np.exp(2 * (evidence[x] - evidence.mean(axis=0)))
        worth = sum(np.sqrt(B[~covered, z] @ spread[~covered] / spread.mean()) for z in words)
        scores[x] = worth / (len(words) + 1) * (belief / belief.sum() @ need)
    return scores


@pytest.mark.parametrize("n_classes", [2, 3, 4])
@pytest.mark.parametrize("seed", range(3))
def test_sparse_form_agrees_with_a_loop_over_documents_primitives_and_classes(n_classes, seed):
    context = some_context(seed, n_classes=n_classes)
    expected = brute_force(context)
    assert scored(context) == pytest.approx(expected, rel=1e-12)
    assert np.ptp(expected) > 0.1


@given(st.integers(0, 99), st.integers(0, 30), st.integers(0, 30))
def test_statistics_of_blocks_add_up(seed, one, other):
    context = some_context(seed)
    edges = [0, *sorted([one, other]), 30]
    blocks = [context.of(slice(start, stop)) for start, stop in pairwise(edges)]
    coverage = Coverage()
    statistics = np.add.reduce([coverage.statistics(block) for block in blocks])
    assert statistics == pytest.approx(coverage.statistics(context), rel=1e-12)
    scores = np.concatenate([coverage.scores(block, statistics) for block in blocks])
    assert scores == pytest.approx(scored(context), rel=1e-9)


@given(st.integers(0, 99))
def test_scores_do_not_depend_on_predictions_entropy_or_class_balance(seed):
    context, rng = some_context(seed), np.random.default_rng(seed + 1)
    other = context_of(
        context.incidence.toarray(),
        rng.dirichlet(np.ones(3), size=30),
        rng.random(30),
        votes=context.votes.toarray(),
        available=context.available,
        class_balance=rng.dirichlet(np.ones(3)),
    )
    assert scored(other).tolist() == scored(context).tolist()


def test_it_reads_votes_alone_and_knows_of_classes_without_any():
    assert Coverage().reads == {"votes"}
    assert not Coverage.knows_voted_classes_only
    assert Coverage.begins_with_representatives


@pytest.mark.parametrize(
    "settings", [{"balanced": False}, {"max_coverage": 1.0, "min_coverage": 1}], ids=["not balanced", "every word"]
)
def test_other_settings_keep_the_contract(settings):
    check_strategy(lambda: Coverage(**settings))


# ------------------------------------------------------------------ reasons and batches


def test_reasons_are_the_expected_words_for_the_likeliest_class():
    # x3 has four words, 1/(4 + 1) each, and is of class 1 with 2/3
    found = {reason.primitive: reason[1:] for reason in reasons_of(TWO_CLASSES, 3)}
    common = (1, 1 / 5, pytest.approx(NEEDED[3] * TWICE))
    assert found == {1: (1, 1 / 5, pytest.approx(NEEDED[3] * ONCE)), 2: common, 3: common, 4: common}


def test_used_and_rare_words_are_no_reasons():
    context = context_of([[1, 1, 1], [1, 1, 0]], available=[False, True, True])
    assert [reason.primitive for reason in reasons_of(context, 0)] == [1]


def test_a_document_without_words_has_no_reasons():
    assert reasons_of(TWO_CLASSES, 4) == []


@given(st.integers(0, 99), st.integers(0, 29))
def test_reasons_add_up_to_the_score(seed, row):
    context = some_context(seed)
    total = sum(reason.contribution for reason in reasons_of(context, row))
    assert total == pytest.approx(scored(context)[row], rel=1e-12, abs=1e-12)


def after(context, row):
    coverage = Coverage()
    return coverage.after(context, coverage.statistics(context), context.of(slice(row, row + 1)))


def test_the_best_word_of_a_picked_document_is_counted_as_written_for_its_likeliest_class():
    # on x3 the best words are z2, z3 and z4, all alike: the first; it is of class 1, code 2
    found = after(TWO_CLASSES, 3)
    assert found.votes.toarray().tolist() == [[1, 1, 0, 0], [0, 0, 0, 2], [0, 0, 2, 0], [0, 0, 0, 2], [0, 0, 0, 0]]
    assert found.available.tolist() == [True, True, False, True, True]
    assert TWO_CLASSES.votes.toarray().tolist() == VOTES
    assert TWO_CLASSES.available.all()


def test_a_second_document_with_the_same_word_loses_score():
    context = context_of([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1]])
    before, later = scored(context, balanced=False), scored(after(context, 0), balanced=False)
    assert before == pytest.approx([np.sqrt(3) / 2] * 3 + [np.sqrt(2) / 2] * 2)
    assert later == pytest.approx([0, 0, 0] + [np.sqrt(2) / 2] * 2)


def test_a_document_without_expected_words_changes_nothing():
    assert after(TWO_CLASSES, 4) is TWO_CLASSES


def test_a_batch_takes_one_document_of_each_word_before_it_takes_a_second():
    context = context_of(np.repeat(np.eye(3), [5, 4, 3], axis=0))
    coverage = Coverage(balanced=False)
    eligible = [np.ones(12, dtype=bool)]
    batch = pick_batch(coverage, [context], coverage.statistics(context), eligible, np.random.default_rng(0), 4)
    assert [choice.pick.score for choice in batch] == pytest.approx([np.sqrt(5) / 2, 1, np.sqrt(3) / 2, 0])
    words = context.incidence.indices[[choice.pick.document for choice in batch]]
    assert words[:3].tolist() == [0, 1, 2]
