"""Counting many texts at once, against counting text by text with scikit-learn's analysers."""

import threading
import time
import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from lamplighter.primitives import (
    Known,
    Ngrams,
    count_blocks,
    counting,
    frequent_terms,
    ngrams,
    numbering,
    words,
)
from lamplighter.primitives.counting import Runs
from lamplighter.primitives.ngrams import Cutter
from lamplighter.primitives.numbering import TermNumbers, number_words

SETTINGS = [
    Ngrams(),
    Ngrams(min_df=1),
    Ngrams(ngram_range=(1, 2), min_df=1),
    Ngrams(ngram_range=(2, 4), min_df=1),
    Ngrams(ngram_range=(1, 2), max_df=0.6),
    Ngrams(ngram_range=(1, 3), stop_words="english", min_df=1),
    Ngrams(strip_accents="ascii", min_df=1),
    Ngrams(strip_accents="unicode", ngram_range=(1, 2), min_df=1),
    Ngrams(tokenizer=str.split, ngram_range=(1, 2), min_df=1),
]

PIECES = [
    "the",
    "Fish",
    "naïve",
    "ß",
    "ΣΑΣ",
    "Σ",
    "İstanbul",
    "x²",
    "½",
    "_",
    "a",
    "漢字",
    "नमस्ते",
    "e\u0301",
    "🐟",
    "\ud83d",
    "№5",
]
"""Words, and what is none, that libraries may well take for something else."""

texts_of_pieces = st.lists(st.sampled_from([*PIECES, " ", "-", "\n", "\x00"]), max_size=12).map("".join)
some_texts = st.lists(st.one_of(texts_of_pieces, st.text(max_size=20)), min_size=1, max_size=8)


def plainly_counted(texts, primitives, vocabulary=None):
    """Give the terms and the counts of each text by dictionaries alone."""
    analyze = CountVectorizer(**primitives.vectorizer_settings()).build_analyzer()
    every = [analyze(text) for text in texts]
    if vocabulary is None:
        within = {}
        for terms in every:
            for term in set(terms):
                within[term] = within.get(term, 0) + 1
        most = primitives.max_df * len(texts)
        vocabulary = sorted(term for term, n_texts in within.items() if primitives.min_df <= n_texts <= most)
    rows = [
        [(place, float(terms.count(term))) for place, term in enumerate(vocabulary) if term in terms] for terms in every
    ]
    return vocabulary, rows


def entries(counts):
    """Give what a sparse matrix has stored, row by row."""
    edges = counts.indptr.tolist()
    stored = list(zip(counts.indices.tolist(), counts.data.tolist(), strict=True))
    return [stored[start:stop] for start, stop in pairwise(edges)]


def counted(texts, primitives, edges=(0,)):
    blocks = [slice(start, stop) for start, stop in zip(edges, [*edges[1:], len(texts)], strict=True)]
    found = count_blocks(texts, blocks, primitives)
    vocabulary, kept, _ = frequent_terms(*found, len(texts), min_df=primitives.min_df, max_df=primitives.max_df)
    return vocabulary, kept


# ------------------------------------------------------------------ words


def test_every_character_is_of_a_word_or_not_as_in_python():
    every = [chr(code) for code in range(0x110000)]
    texts = [
        " ".join(f"b{letter}c {letter * 2}" for letter in every[start : start + 2048])
        for start in range(0, len(every), 2048)
    ]
    found = words.cut_words(texts)
    expected = [words.find_words(text.lower()) for text in texts]
    assert found.counts.tolist() == [len(cut) for cut in expected]
    assert [found.different[place] for place in found.places] == [word for cut in expected for word in cut]


def without_marks(text):
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")


@given(some_texts)
def test_words_without_marks_are_those_of_scikit_learn(texts):
    analyze = CountVectorizer().build_analyzer()
    texts = [without_marks(text.lower()) for text in texts]
    for at_once in (True, False):
        found = words.cut_words(texts, at_once=at_once)
        assert [found.different[place] for place in found.places] == [word for text in texts for word in analyze(text)]


@given(some_texts)
def test_words_are_those_of_scikit_learn_given_the_pattern(texts):
    analyze = CountVectorizer(token_pattern=words.word_pattern()).build_analyzer()
    for at_once in (True, False):
        found = words.cut_words(texts, at_once=at_once)
        assert sorted(found.different) == sorted(set(found.different))
        assert [found.different[place] for place in found.places] == [word for text in texts for word in analyze(text)]
        assert found.counts.tolist() == [len(analyze(text)) for text in texts]


def test_every_combining_mark_stays_with_its_word():
    marks = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    kept = [mark for mark in marks if words.find_words(f"b{mark}c") == [f"b{mark}c"]]
    assert sorted(set(marks) - set(kept)) == [chr(code) for code in range(0xFE00, 0xFE10)]


def test_texts_without_a_word_have_none():
    found = words.cut_words(["", "?", "a b c"])
    assert (found.different, found.places.tolist(), found.counts.tolist()) == ([], [], [0, 0, 0])


# ------------------------------------------------------------------ counts


@pytest.mark.parametrize("primitives", SETTINGS, ids=str)
@given(some_texts, st.integers(0, 8))
def test_counts_are_those_of_counting_text_by_text(primitives, texts, edge):
    terms, rows = plainly_counted(texts, primitives)
    for many in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ngrams, "MANY_CHARACTERS", many)
            vocabulary, kept = counted(texts, primitives, (0, min(edge, len(texts))))
        assert list(vocabulary.terms) == terms
        assert [row for block in kept for row in entries(block)] == rows
        assert vocabulary.document_counts.tolist() == [
            sum(place in dict(row) for row in rows) for place in range(len(terms))
        ]
        assert {(block.indices.dtype, block.indptr.dtype) for block in kept} == {(np.dtype("i4"), np.dtype("i4"))}


@pytest.mark.parametrize("primitives", SETTINGS, ids=str)
@given(some_texts, some_texts)
def test_known_terms_are_counted_in_other_texts_as_text_by_text(primitives, texts, others):
    terms, _ = plainly_counted(texts, primitives)
    if terms:
        _, rows = plainly_counted(others, primitives, terms)
        for many in (0, 10**9):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(ngrams, "MANY_CHARACTERS", many)
                assert entries(Known(terms, primitives).count(others)) == rows


def test_no_text_has_no_counts():
    known = Known(["fish"], Ngrams())
    assert known.count([]).shape == (0, 1)


def test_many_other_texts_are_counted_block_by_block(monkeypatch):
    monkeypatch.setattr(counting, "row_blocks", lambda n: [slice(0, 1), slice(1, n)])
    known = Known(["fish", "funny fish"], Ngrams(ngram_range=(1, 2)))
    assert known.count(["a fish", "Funny fish, fish", ""]).toarray().tolist() == [[1, 0], [2, 1], [0, 0]]


@pytest.mark.parametrize("ngram_range", [(1, 2), (3, 3)])
def test_runs_that_are_too_large_for_numbers_are_counted_as_strings(monkeypatch, ngram_range):
    texts = ["the cat sat on the mat", "the dog sat on the cat", "cat", "sat on the mat"]
    primitives = Ngrams(ngram_range=ngram_range, min_df=1)
    expected, whole = counted(texts, primitives, (0, 2))
    known = Known(expected.terms, primitives).count(texts[::-1])
    monkeypatch.setattr(counting, "LARGEST", 7)  # there are six words: only one of them is a number
    vocabulary, parts = counted(texts, primitives, (0, 2))
    assert vocabulary.terms == expected.terms
    assert [entries(part) for part in parts] == [entries(part) for part in whole]
    assert entries(Known(vocabulary.terms, primitives).count(texts[::-1])) == entries(known)


def test_largest_run_is_the_largest_number_of_an_array():
    # of 2**21 - 1 words a run of three is a number below 2**63; of one word more it may be 2**63 and is none
    assert [Runs(n_words, (1, 3)).fit for n_words in (2**21 - 2, 2**21 - 1, 2**21)] == [True, False, False]
    runs = Runs(2**21 - 2, (1, 3))
    largest = np.full((1, 3), 2**21 - 3)
    assert runs.words(runs.keys(largest)).tolist() == largest.tolist()


def test_run_does_not_go_on_in_the_next_document():
    vocabulary, _ = counted(["one two", "three four"], Ngrams(ngram_range=(2, 2), min_df=1))
    assert vocabulary.terms == ("one two", "three four")


def test_blocks_are_let_go_of_as_they_are_kept():
    found = count_blocks(["aa bb", "aa"], [slice(0, 1), slice(1, 2)], Ngrams())
    frequent_terms(*found, 2, min_df=1, max_df=1.0)
    assert found[0] == []


# ------------------------------------------------------------------ pieces and threads


def pieces_of(texts, block, n_documents=100):
    return [(piece.start, piece.stop) for piece in numbering._pieces(texts, block, n_documents)]


def test_long_texts_are_cut_in_more_pieces(monkeypatch):
    monkeypatch.setattr(numbering, "CHARACTERS_A_PIECE", 3)
    texts = ["zero", "a", "bc", "d", "efgh", "i"]
    assert pieces_of(texts, slice(1, 6)) == [(1, 3), (3, 5), (5, 6)]
    assert pieces_of(texts, slice(1, 5)) == [(1, 3), (3, 5)]
    assert pieces_of(texts, slice(1, 6), n_documents=1) == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
    assert pieces_of(texts, slice(2, 2)) == []


def test_progress_is_told_piece_by_piece():
    told = []
    blocks = [slice(0, 700), slice(700, 1200)]
    list(number_words(["good film"] * 1200, blocks, Ngrams(tokenizer=str.split).cutter(), TermNumbers(), told.append))
    assert told == [0, 500, 700]


def test_interrupt_does_not_wait_for_texts_that_are_not_begun():
    begun = []

    def cut(texts):
        begun.append(texts[0])
        time.sleep(0.01)
        return words.told_apart(text.split() for text in texts)

    def interrupted(done):
        if done:
            raise KeyboardInterrupt

    blocks = [slice(number, number + 1) for number in range(1000)]
    with pytest.raises(KeyboardInterrupt):
        list(number_words(["fish"] * 1000, blocks, Cutter(cut), TermNumbers(), interrupted))
    assert len(begun) < 500
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lamplighter-cut")]


def test_own_subclass_is_asked_for_its_own_analyser():
    class Letters(Ngrams):
        def analyzer(self):
            return list

    vocabulary, (counts,) = counted(["abba", "a"], Letters())
    assert vocabulary.terms == ("a",)
    assert isinstance(counts, sparse.csr_array)
    assert counts.toarray().tolist() == [[2], [1]]
