import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lamplighter.exceptions import UnknownNameError
from lamplighter.selection import Disagree
from lamplighter.selection.disagree import votes_against_plurality
from lamplighter.testing.cases import context_of


def scored(votes, n_classes, **options):
    context = context_of(
        np.zeros((len(votes), 0)), np.full((len(votes), n_classes), 1 / n_classes), votes=np.asarray(votes)
    )
    disagree = Disagree(**options)
    return disagree.scores(context, disagree.statistics(context)).tolist()


TWO_CLASSES = [
    [1, 2, 1, 0],  # two against one: 1 against the plurality; 1 abstains: 4 − |1 − 1 + 1| = 3 = 1 + 2 · 1
    [1, 1, 2, 2],  # 2 against; none abstains: 4 − 0 = 4
    [2, 2, 2, 2],  # all agree: 0 and 4 − 4 = 0
    [0, 0, 0, 0],  # nobody votes: 0, but 4 − 0 = 4
    [0, 2, 0, 0],  # a lone vote: 0, but 4 − 1 = 3
]


def test_votes_against_the_plurality_in_two_classes():
    assert scored(TWO_CLASSES, 2) == [1, 2, 0, 0, 0]


def test_with_abstentions_counted_it_is_the_literature_s_formula_in_two_classes():
    assert scored(TWO_CLASSES, 2, abstentions="counted") == [3, 4, 0, 4, 3]


def test_votes_against_the_plurality_in_three_classes():
    # 1:1:1 of three, 2 against; 2:1:1 of four, 2 against; 3:1, 1 against; 2:2, 2 against
    votes = [[1, 2, 3, 0], [1, 2, 3, 1], [3, 3, 2, 3], [1, 3, 3, 1]]
    assert scored(votes, 3) == [2, 2, 1, 2]
    assert scored(votes, 3, abstentions="counted") == [1 + 4, 4, 2, 4]


def test_without_functions_all_documents_are_alike():
    assert scored(np.zeros((2, 0), dtype=int), 3) == [0, 0]


def test_a_document_without_votes_is_not_in_disagreement_unless_abstentions_are_counted():
    votes = [[1, 2, 0, 0], [0, 0, 0, 0]]
    assert scored(votes, 2) == [1, 0]
    assert scored(votes, 2, abstentions="counted") == [4, 4]


@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 8), st.integers(0, 7)), elements=st.integers(0, 2)))
def test_the_literature_s_formula_holds_for_any_votes_of_two_classes(votes):
    signed = np.where(votes == 1, 1, np.where(votes == 2, -1, 0))
    expected = votes.shape[1] - np.abs(signed.sum(axis=1))
    assert scored(votes, 2, abstentions="counted") == expected.tolist()


@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 9)), elements=st.integers(0, 4)))
def test_votes_against_the_plurality_are_never_more_than_all_but_an_even_share(votes):
    against = votes_against_plurality(context_of(np.zeros((len(votes), 0)), votes=votes).votes, n_classes=4)
    cast = (votes > 0).sum(axis=1)
    assert (against >= 0).all()
    assert (against <= cast * 3 / 4).all()
    agreed = [len(set(row[row > 0])) <= 1 for row in votes]
    assert ((against == 0) == agreed).all()


def test_unknown_reading_of_abstentions_is_an_error():
    message = "No reading of abstentions is called 'count'. Did you mean 'counted'? There are: counted, ignored."
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$"):
        Disagree(abstentions="count")
