"""Functions near their development example and far from it, on eight documents.

Seen from document 0, the second text of each pair is as near as the first, or shares a rarer word:

=========  ========  =====  ========================  ==========
documents  texts     class  shared with document 0    quarter
=========  ========  =====  ========================  ==========
0, 1       ww aa bb  pos    all                       1, nearest
2, 3       ww aa cc  pos, neg  ww, aa                 2
4, 5       ww dd ee, bb dd ee  neg  ww, bb            3
6, 7       ff gg hh  neg, pos  none                   4, farthest
=========  ========  =====  ========================  ==========
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.bench.quartiles import Quartile, measured_quartiles, quarters
from lamplighter.engine import Engine, build_index
from lamplighter.primitives import Ngrams, Tfidf
from lamplighter.votes import LabelingFunction

TEXTS = ["ww aa bb", "ww aa bb", "ww aa cc", "ww aa cc", "ww dd ee", "bb dd ee", "ff gg hh", "ff gg hh"]
POS, NEG = 0, 1
GOLD = np.array([POS, POS, POS, NEG, NEG, NEG, NEG, POS])

WW = LabelingFunction(0, "ww", POS, document=0)
FF = LabelingFunction(1, "ff", NEG, document=6)


def measured(*functions, texts=TEXTS, gold=GOLD, features=None):
    return measured_quartiles(
        Engine(build_index(texts, Ngrams(min_df=1), features=features or Tfidf())), functions, gold
    )


def test_function_is_measured_on_each_quarter():
    """It votes on 0–4, and is right on 0, 1 and 2."""
    assert measured(WW) == (
        Quartile(1, 1, 2 / 2, 2 / 2),
        Quartile(2, 1, 2 / 2, 1 / 2),
        Quartile(3, 1, 1 / 2, 0 / 1),
        Quartile(4, 1, 0 / 2, None),
    )


def test_functions_are_averaged_and_accuracy_over_those_that_vote():
    """The other votes on 6 and 7, its nearest two, and is right on 6; the rest is as far as can be, in order."""
    assert measured(FF) == (Quartile(1, 1, 1.0, 1 / 2), *(Quartile(place, 1, 0.0, None) for place in (2, 3, 4)))
    assert measured(WW, FF) == (
        Quartile(1, 2, (1 + 1) / 2, (1 + 1 / 2) / 2),
        Quartile(2, 2, (1 + 0) / 2, 1 / 2),
        Quartile(3, 2, (1 / 2 + 0) / 2, 0.0),
        Quartile(4, 2, 0.0, None),
    )


def test_without_functions_there_is_nothing_to_measure():
    assert measured() == ()


def test_quarter_without_documents_has_no_votes():
    found = measured(WW, texts=TEXTS[:3], gold=GOLD[:3])
    assert [quartile.coverage for quartile in found] == [1.0, 1.0, 1.0, 0.0]
    assert [quartile.accuracy for quartile in found] == [1.0, 1.0, 1.0, None]


def test_distances_are_those_of_the_standardised_features_where_these_are_learnt_from():
    plain, standardised = measured(WW), measured(WW, features=Tfidf(standardize=True))
    assert [quartile.functions for quartile in standardised] == [1] * 4
    assert sum(quartile.coverage for quartile in standardised) == sum(quartile.coverage for quartile in plain) == 5 / 2


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30))
def test_quarters_are_as_large_and_ordered_by_distance(away):
    found = quarters(np.array(away))
    sizes = np.bincount(found, minlength=4)
    assert sizes.max() - sizes.min() <= 1
    places = sorted(range(len(away)), key=lambda document: (away[document], document))
    assert [int(found[document]) for document in places] == sorted(found.tolist())


@pytest.mark.parametrize(("n", "sizes"), [(8, [2, 2, 2, 2]), (10, [3, 2, 3, 2]), (3, [1, 1, 1, 0])])
def test_quarters_of_so_many_documents(n, sizes):
    assert np.bincount(quarters(np.zeros(n)), minlength=4).tolist() == sizes
