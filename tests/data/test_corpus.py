import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus
from lamplighter.exceptions import InputError


def test_blank_and_missing_texts_are_counted_and_left_out():
    corpus = Corpus.from_texts(["good", None, "  \n", float("nan"), "bad", ""])
    assert corpus.texts == ("good", "bad")
    assert corpus.rows.tolist() == [0, 4]
    assert (corpus.n_rows, corpus.n_missing, len(corpus)) == (6, 4, 2)


def test_labels_and_ids_go_with_their_texts():
    corpus = Corpus.from_texts(["good", "", "bad"], gold=["pos", "neg", None], ids=["a", "b", "c"])
    assert corpus.gold == ("pos", None)
    assert corpus.ids == ("a", "c")
    assert corpus.gold_labels == ["pos"]


def test_blank_gold_is_not_known_and_blanks_around_it_are_dropped():
    corpus = Corpus.from_texts(["good", "bad", "fair"], gold=[" pos", "", " "])
    assert corpus.gold == ("pos", None, None)


def test_texts_that_stand_twice_are_kept_and_counted():
    corpus = Corpus.from_texts(["a", "b", "a", "a ", "a"])
    assert len(corpus) == 5
    assert corpus.twins.tolist() == [0, 1, 0, 3, 0]
    assert corpus.n_duplicates == 2


@given(st.lists(st.sampled_from(["a", "b", "c", "A", "\ud800", "é"]), min_size=1))
def test_each_text_has_the_first_one_that_is_the_same_as_its_twin(texts):
    assert Corpus.from_texts(texts).twins.tolist() == [texts.index(text) for text in texts]


def test_texts_that_only_hash_alike_are_no_twins():
    class Alike(str):
        __slots__ = ()

        def __hash__(self):
            return 1

    corpus = Corpus.from_texts([Alike(text) for text in "abab"])
    assert [hash(text) for text in corpus.texts] == [1] * 4
    assert corpus.twins.tolist() == [0, 1, 0, 1]


def test_fingerprint_depends_on_texts_rows_and_ids_but_not_on_name_and_gold():
    corpus = Corpus.from_texts(["a", "b"])
    same = Corpus.from_texts(["a", "b"], gold=["x", "y"], name="other")
    others = [["b", "a"], ["a", "", "b"], ["a", "b", ""], ["ab"], ["a", "b", "c"]]
    different = [Corpus.from_texts(texts) for texts in others] + [Corpus.from_texts(["a", "b"], ids=["1", "2"])]
    assert same.fingerprint == corpus.fingerprint
    assert len({corpus.fingerprint, *(other.fingerprint for other in different)}) == 7


@given(st.lists(st.text(max_size=4), min_size=1, max_size=4), st.lists(st.text(max_size=4), min_size=1, max_size=4))
def test_different_texts_have_different_fingerprints(one, other):
    first, second = Corpus.from_texts([*one, "x"]), Corpus.from_texts([*other, "x"])
    identical = (first.texts, first.rows.tolist(), first.n_rows) == (second.texts, second.rows.tolist(), second.n_rows)
    assert (first.fingerprint == second.fingerprint) == identical


def test_lone_surrogates_can_be_fingerprinted():
    assert Corpus.from_texts(["\ud800 broken"]).fingerprint


def test_subset_has_its_own_rows_and_carries_gold_and_ids():
    corpus = Corpus.from_texts(["a", "", "b", "c"], gold=["x", "x", "y", None], ids=["0", "1", "2", "3"])
    part = corpus.subset(np.array([2, 0]))
    assert (part.texts, part.gold, part.ids) == (("c", "a"), (None, "x"), ("3", "0"))
    assert (part.rows.tolist(), part.n_rows) == ([0, 1], 2)


@pytest.mark.parametrize("texts", [[], [None, " "]])
def test_nothing_but_blanks_is_an_error(texts):
    message = f"There is nothing to label: none of the {len(texts)} rows has a text."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Corpus.from_texts(texts)


def test_one_text_instead_of_a_list_is_an_error():
    with pytest.raises(InputError, match=r"^The texts are one text; expected a list of them\.$"):
        Corpus.from_texts("a good film")


@pytest.mark.parametrize("what", ["gold", "ids"])
def test_labels_or_ids_that_are_not_as_many_are_an_error(what):
    message = f"There are 2 texts and 3 values of {what}; there must be as many."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Corpus.from_texts(["a", "b"], **{what: ["x", "y", "z"]})


def test_corpus_says_what_it_is_without_its_texts():
    corpus = Corpus.from_texts(["good film"] * 1234, gold=["a"] * 1234, name="x.csv")
    assert repr(corpus) == "<Corpus 'x.csv': 1,234 texts, gold>"
