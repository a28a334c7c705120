import numpy as np

from lamplighter.selection import LEARNT, Random, Strategy
from lamplighter.testing.cases import context_of

CONTEXT = context_of(
    [[1, 0], [0, 1], [1, 1]], [[1, 0], [0, 1], [0.5, 0.5]], entropy=[0.1, 0.2, 0.3], votes=[[1], [2], [0]]
)


class Lengths(Strategy):
    title = "length"

    def scores(self, block, everything):  # what its arguments are called is its own affair
        return np.diff(block.incidence.indptr) + everything[0]

    def statistics(self, context):
        return np.array([float(context.incidence.shape[0])])


def test_context_of_some_documents_is_in_the_order_of_the_rows():
    some = CONTEXT.of(np.array([2, 0]))
    assert some.incidence.toarray().tolist() == [[1, 1], [1, 0]]
    assert some.predictions.tolist() == [[0.5, 0.5], [1, 0]]
    assert some.entropy.tolist() == [0.3, 0.1]
    assert some.votes.toarray().tolist() == [[0], [1]]
    assert some.available is CONTEXT.available
    assert some.class_balance is CONTEXT.class_balance
    assert CONTEXT.of(slice(1, 2)).entropy.tolist() == [0.2]


def test_strategy_that_does_not_say_what_it_reads_reads_all():
    assert Lengths().reads == LEARNT == {"votes", "entropy", "predictions"}


def test_scorer_gives_the_scores_unless_there_is_something_to_prepare():
    lengths = Lengths()
    statistics = lengths.statistics(CONTEXT)
    score = lengths.scorer(statistics, CONTEXT.available)
    assert score(CONTEXT).tolist() == lengths.scores(CONTEXT, statistics).tolist() == [1 + 3, 1 + 3, 2 + 3]


def test_nothing_is_foreseen_of_a_pick_unless_a_strategy_says_so():
    assert Random().after(CONTEXT, np.zeros(0), CONTEXT.of(slice(0, 1))) is CONTEXT
