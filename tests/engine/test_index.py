import re

import numpy as np
import pytest

from lamplighter.engine import build_index
from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams, Tfidf

TEXTS = ["a good film", "bad food and bad film", "?", "good food"]


def test_slices_hold_the_documents_in_order(reviews, monkeypatch):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=70))
    index = build_index(reviews.texts, Ngrams())
    assert [len(block) for block in index.slices] == [60] * 5
    assert tuple(text for block in index.slices for text in block.texts) == reviews.texts
    assert [block.documents for block in index.slices] == row_blocks(300, largest=70)


def test_vocabulary_and_features_do_not_depend_on_the_cut(reviews, monkeypatch):
    whole = build_index(reviews.texts, Ngrams(ngram_range=(1, 2)))
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=70))
    cut = build_index(reviews.texts, Ngrams(ngram_range=(1, 2)))
    assert cut.vocabulary.terms == whole.vocabulary.terms
    stacked = np.vstack([block.features.toarray() for block in cut.slices])
    assert np.array_equal(stacked, whole.slices[0].features.toarray())


def test_features_and_terms_of_a_document():
    index = build_index(TEXTS, Ngrams())
    assert index.vocabulary.terms == ("film", "food", "good")
    assert index.terms_of(1) == ["film", "food"]
    # film and food stand in two documents each: the same weight, 1/√2 of the length
    assert index.features_of(1) == pytest.approx([1 / np.sqrt(2), 1 / np.sqrt(2), 0])


def test_document_without_words_has_no_terms():
    index = build_index(TEXTS, Ngrams())
    assert index.terms_of(2) == []
    assert not index.features_of(2).any()


def test_incidence_is_one_where_features_are_not_zero():
    block = build_index(TEXTS, Ngrams()).slices[0]
    assert np.array_equal(block.incidence.toarray(), (block.features.toarray() > 0).astype(float))


def test_progress_is_told_from_nothing_to_all(monkeypatch):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=500))
    told = []
    build_index(["good film"] * 1200, Ngrams(), lambda done, total: told.append((done, total)))
    assert told == [(0, 1200), (400, 1200), (800, 1200), (1200, 1200)]


def test_progress_is_told_more_often_where_somebody_s_own_function_cuts():
    told = []
    build_index(["good film"] * 1200, Ngrams(tokenizer=str.split), lambda done, total: told.append((done, total)))
    assert told == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]


def test_corpus_without_a_frequent_word_is_an_error():
    message = (
        "No word can be used: of 3 different ones in 3 documents none stands in at least 2 of them and in at "
        "most 100%. Give more documents, set min_df to 1 (--min-df 1), or, for a language without blanks between "
        "words, pass a tokeniser (in Python)."
    )
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        build_index(["one", "two", "three"], Ngrams())


def test_corpus_without_any_word_is_an_error():
    with pytest.raises(PrimitiveError, match=r"^No word can be used: of 0 different ones in 2 documents .*\.$"):
        build_index(["?", "!"], Ngrams())


# ------------------------------------------------------------------ features of one's own choice


def test_features_may_be_some_of_the_primitives():
    # of film 2, food 2, good 2 the first one by the alphabet
    index = build_index(TEXTS, Ngrams(), features=Tfidf(max_features=1))
    assert index.vocabulary.terms == ("film", "food", "good")
    assert index.space.columns.tolist() == [0]
    assert index.slices[0].incidence.shape == (4, 3)
    assert index.slices[0].features.toarray().tolist() == [[1], [1], [0], [0]]
    assert index.features_of(1).tolist() == [1]


FEATURES = {
    "all": None,
    "few": Tfidf(max_features=40, sublinear=False, max_df=0.8),
    "standardized": Tfidf(max_features=40, standardize=True),
}


@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
def test_the_corpus_s_own_texts_as_others_have_the_same_terms_and_features(reviews, make_engine, features):
    index = make_engine(reviews.texts, largest=70, primitives=Ngrams(ngram_range=(1, 2)), features=features).index
    others = index.slice_of(reviews.texts)
    assert (others.start, len(others), others.documents) == (0, 300, slice(0, 300))
    for name in ("incidence", "features"):
        own = np.vstack([getattr(block, name).toarray() for block in index.slices])
        assert np.array_equal(getattr(others, name).toarray(), own), name
    assert np.array_equal(index.transform(reviews.texts).toarray(), others.features.toarray())


def test_words_that_are_new_leave_other_texts_as_they_would_be_without():
    index = build_index(TEXTS, Ngrams())
    strange = index.slice_of(["a good unicorn", "unicorn", "film film food"])
    assert strange.incidence.toarray().tolist() == [[0, 0, 1], [0, 0, 0], [1, 1, 0]]
    assert strange.features.toarray()[:2].tolist() == [[0, 0, 1], [0, 0, 0]]
    assert index.vocabulary.numbers == {"film": 0, "food": 1, "good": 2}  # nothing was added


def test_no_other_texts_are_an_empty_slice():
    index = build_index(TEXTS, Ngrams(), features=Tfidf(max_features=1))
    empty = index.slice_of([])
    assert (empty.incidence.shape, empty.features.shape) == ((0, 3), (0, 1))


@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
def test_features_do_not_depend_on_the_cut(reviews, make_engine, features):
    cuts = [make_engine(reviews.texts, largest=largest, features=features).index for largest in (8192, 37)]
    assert np.array_equal(cuts[0].space.columns, cuts[1].space.columns)
    stacked = [np.vstack([block.features.toarray() for block in index.slices]) for index in cuts]
    assert stacked[1] == pytest.approx(stacked[0], abs=1e-10)
