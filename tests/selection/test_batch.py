"""Batches: a worked example of what is foreseen of a pick, and the rules that hold for any strategy."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamplighter.exceptions import InputError
from lamplighter.selection import SEU, STRATEGIES, Abstain, Choice, Pick, Random, Uncertainty, pick, pick_batch
from lamplighter.testing.cases import context_of


def every(*sizes):
    return [np.ones(size, dtype=bool) for size in sizes]


def batch(strategy, contexts, size, *, eligible=None, seed=0, **options):
    statistics = np.add.reduce([strategy.statistics(context) for context in contexts])
    may = eligible or every(*(len(context.entropy) for context in contexts))
    return pick_batch(strategy, contexts, statistics, may, np.random.default_rng(seed), size, **options)


def in_blocks(context, *edges):
    return [context.of(slice(start, stop)) for start, stop in pairwise([0, *edges, len(context.entropy)])]


def picked(choices):
    return [choice.pick.document for choice in choices]


# x0 and x1 are near-twins, x2 and x3 speak of something else.
#             a  b  c  d
INCIDENCE = [[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1]]
ENTROPY = [1, 1, 4 / 5, 4 / 5]
CERTAIN_OF_TWO = context_of(INCIDENCE, [[1, 0]] * 4, ENTROPY)
CERTAIN_OF_THREE = context_of(INCIDENCE, [[1, 0, 0]] * 4, ENTROPY)
# All accuracies are 1 for class 0 and 0 for the others: a document is worth P(0) times the mean utility of its words.
# Ψ(a) = Ψ(b) = 2, Ψ(c) = 1, Ψ(d) = 8/5


def test_the_best_scores_alone_would_take_both_near_twins():
    # 1/2·2, 1/2·(2 + 2 + 1)/3, 1/2·8/5
    seu = SEU()
    scores = seu.scores(CERTAIN_OF_TWO, seu.statistics(CERTAIN_OF_TWO))
    assert scores == pytest.approx([1, 5 / 6, 4 / 5, 4 / 5])


def test_a_batch_takes_one_of_near_twins_and_then_the_other_kind_in_two_classes():
    # x0 brings a function on a or on b, with 1/2·1/2 each: x0 and x1 become covered with 1/2, and ψ = 1/2.
    # So Ψ(a) = Ψ(b) = 1, Ψ(c) = 1/2: x1 is worth 1/2·(1 + 1 + 1/2)/3 = 5/12, and x2 and x3 4/5 as before.
    # One of these brings a function on d with 1/2: the other is worth 2/5, less than 5/12.
    first, second, third, last = (choice.pick for choice in batch(SEU(), [CERTAIN_OF_TWO], 4))
    assert first == Pick(0, pytest.approx(1), 1)
    assert (second.score, second.n_tied) == (pytest.approx(4 / 5), 2)
    assert third == Pick(1, pytest.approx(5 / 12), 1)
    assert last.score == pytest.approx(2 / 5)
    assert {second.document, last.document} == {2, 3}


def test_a_batch_takes_one_of_near_twins_and_then_the_other_kind_in_three_classes():
    # P(0) = 1/3: x0 is worth 2/3 and brings a or b with 1/6 each: ψ = 2/3. x1: 1/3·(4/3 + 4/3 + 2/3)/3 = 10/27
    first, second, third = (choice.pick for choice in batch(SEU(), [CERTAIN_OF_THREE], 3))
    assert first == Pick(0, pytest.approx(2 / 3), 1)
    assert (second.score, second.n_tied) == (pytest.approx(8 / 15), 2)
    # d comes with 1/3: the other is worth 1/3·8/5·2/3 = 16/45, less than 10/27
    assert third == Pick(1, pytest.approx(10 / 27), 1)


def test_entropy_is_lessened_by_the_chance_that_a_pick_covers_the_document():
    seu = SEU()
    after = seu.after(CERTAIN_OF_TWO, seu.statistics(CERTAIN_OF_TWO), CERTAIN_OF_TWO.of(slice(0, 1)))
    assert after.entropy == pytest.approx([1 / 2, 1 / 2, 4 / 5, 4 / 5])
    assert CERTAIN_OF_TWO.entropy.tolist() == ENTROPY
    assert after.predictions is CERTAIN_OF_TWO.predictions


def test_functions_of_all_classes_cover_a_document():
    # acc(z0) = (7/8, 1/8), acc(z1) = (1/2, 1/2): on x0, z0 comes with 1/2·7/11 + 1/2·1/5 = 23/55 and z1 with 32/55
    context = context_of([[1, 1], [1, 0], [0, 1]], [[3 / 4, 1 / 4], [1, 0], [1 / 4, 3 / 4]], [2 / 5, 1 / 5, 3 / 5])
    seu = SEU()
    after = seu.after(context, seu.statistics(context), context.of(slice(0, 1)))
    assert after.entropy == pytest.approx([0, 1 / 5 * 32 / 55, 3 / 5 * 23 / 55], abs=1e-15)


def test_a_function_that_is_sure_to_come_leaves_no_uncertainty():
    # The prior is the prediction (1, 0), and x2 has the word d alone: q = 1, so x2 and x3 are covered for certain.
    seu = SEU(class_prior="predicted")
    after = seu.after(CERTAIN_OF_TWO, seu.statistics(CERTAIN_OF_TWO), CERTAIN_OF_TWO.of(slice(2, 3)))
    assert after.entropy == pytest.approx([1, 1, 0, 0], abs=1e-15)


def test_a_document_from_which_nothing_is_expected_changes_nothing():
    context = context_of(INCIDENCE, [[1, 0]] * 4, ENTROPY, available=[True, True, True, False])
    seu = SEU()
    after = seu.after(context, seu.statistics(context), context.of(slice(2, 3)))
    assert after.entropy.tolist() == ENTROPY


def test_without_informativeness_a_batch_is_blind_to_its_earlier_documents():
    # Ψ(a) = Ψ(b) = Ψ(d) = 2, Ψ(c) = 1: x1 is worth 5/6, the others 1, whatever was picked
    choices = batch(SEU(utility="no-informativeness"), [CERTAIN_OF_TWO], 4)
    assert [choice.pick.score for choice in choices] == pytest.approx([1, 1, 1, 5 / 6])
    assert [choice.pick.n_tied for choice in choices] == [3, 2, 1, 1]


def test_reasons_add_up_to_the_score_at_the_time_of_the_pick():
    for choice in batch(SEU(), [CERTAIN_OF_TWO], 4):
        assert sum(reason.contribution for reason in choice.reasons) == pytest.approx(choice.pick.score)


def test_strategy_that_foresees_nothing_gives_the_best_documents_in_order():
    context = context_of(np.zeros((4, 0)), votes=[[1, 2, 1], [0, 2, 0], [0, 0, 0], [1, 1, 0]])
    assert batch(Abstain(), [context], 3) == [
        Choice(Pick(2, 3, 1), []),
        Choice(Pick(1, 2, 1), []),
        Choice(Pick(3, 1, 1), []),
    ]


def test_twins_are_left_out_in_every_block():
    context = context_of(np.zeros((5, 0)), entropy=[0.5, 0.6, 0.4, 0.5, 0.6])
    twins = np.array([0, 1, 2, 0, 1])  # 3 says what 0 says, and 4 what 1 says
    choices = batch(Uncertainty(), in_blocks(context, 3), 5, twins=[twins[:3], twins[3:]])
    assert [choice.pick.score for choice in choices] == [0.6, 0.5, 0.4]
    assert sorted(twins[picked(choices)]) == [0, 1, 2]


def test_without_twins_named_each_document_stands_for_itself():
    context = context_of(np.zeros((3, 0)), entropy=[0.5, 0.5, 0.5])
    assert sorted(picked(batch(Uncertainty(), in_blocks(context, 1, 1), 3))) == [0, 1, 2]


def test_exhausted_pool_gives_fewer():
    eligible = [np.array([True, False, True, False])]
    assert sorted(picked(batch(Random(), [CERTAIN_OF_TWO], 9, eligible=eligible))) == [0, 2]
    assert batch(Random(), [CERTAIN_OF_TWO], 9, eligible=[np.zeros(4, dtype=bool)]) == []


def test_no_document_at_all_gives_no_choice():
    assert pick_batch(Random(), [], np.zeros(0), [], np.random.default_rng(0), 2) == []


def test_nothing_that_is_handed_in_is_changed():
    contexts, eligible = in_blocks(CERTAIN_OF_TWO, 2), every(2, 2)
    seu = SEU()
    statistics = np.add.reduce([seu.statistics(context) for context in contexts])
    before = statistics.copy()
    pick_batch(seu, contexts, statistics, eligible, np.random.default_rng(0), 4)
    assert [mask.tolist() for mask in eligible] == [[True, True], [True, True]]
    assert statistics.tolist() == before.tolist()
    assert contexts[0].entropy.tolist() == [1, 1]
    assert len(contexts) == 2


@pytest.mark.parametrize("size", [0, -1, 1.5, "2", True, None])
def test_size_must_be_a_whole_number_of_one_or_more(size):
    message = f"The batch size is {size!r}; expected a whole number of 1 or more."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        batch(Random(), [CERTAIN_OF_TWO], size)


@pytest.mark.parametrize("eligible", [[True, True, True, True], [False, True, False, False], [False] * 4])
@pytest.mark.parametrize("size", [1, 3])
def test_as_many_numbers_are_drawn_as_documents_are_asked_for(eligible, size):
    rng, other = np.random.default_rng(3), np.random.default_rng(3)
    pick_batch(Random(), [CERTAIN_OF_TWO], np.zeros(0), [np.array(eligible)], rng, size)
    other.random(size)
    assert rng.random() == other.random()


def some_context(seed, n_documents=30, n_classes=3):
    rng = np.random.default_rng(seed)
    return context_of(
        rng.random((n_documents, 12)) < 0.3,
        rng.dirichlet(np.ones(n_classes), size=n_documents),
        rng.random(n_documents),
        votes=rng.integers(0, n_classes + 1, size=(n_documents, 4)),
        available=rng.random(12) < 0.8,
    )


@pytest.mark.parametrize("name", STRATEGIES.names)
@pytest.mark.parametrize("seed", range(5))
def test_batch_of_one_is_the_single_pick(name, seed):
    strategy, contexts = STRATEGIES[name](), in_blocks(some_context(seed), 11, 11)
    statistics = np.add.reduce([strategy.statistics(context) for context in contexts])
    eligible = [mask & (np.arange(len(mask)) % 3 > 0) for mask in every(11, 0, 19)]
    scores = [strategy.scores(context, statistics) for context in contexts]
    rng, other = np.random.default_rng(seed), np.random.default_rng(seed)
    (choice,) = pick_batch(strategy, contexts, statistics, eligible, rng, 1)
    assert choice.pick == pick(scores, eligible, other)
    assert rng.random() == other.random()


@pytest.mark.parametrize("name", STRATEGIES.names)
def test_threads_do_not_matter(name):
    contexts = in_blocks(some_context(1), 7, 15, 24)
    with ThreadPoolExecutor(3) as pool:
        threaded = batch(
            STRATEGIES[name](), contexts, 6, map_blocks=lambda function, *parts: list(pool.map(function, *parts))
        )
    assert threaded == batch(STRATEGIES[name](), contexts, 6)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 99), st.integers(0, 30), st.integers(1, 12))
def test_blocks_do_not_matter_to_a_batch(seed, edge, size):
    context = some_context(seed)
    whole, cut = batch(SEU(), [context], size), batch(SEU(), in_blocks(context, edge), size)
    assert picked(cut) == picked(whole)
    assert len(set(picked(whole))) == size
