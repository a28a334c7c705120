"""Pairs of words as features, against scikit-learn's vectorizers and counting by dictionaries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from lamplighter.engine import build_index
from lamplighter.exceptions import InputError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Bigrams, KeyCounts, Ngrams, Tfidf, number_blocks, with_bigrams

TEXTS = ["not good", "not good at all", "good, not bad", "so good: not at all", "at all good"]

some_texts = st.lists(
    st.lists(st.sampled_from(["good", "not", "film", "the", "so", "a", "."]), max_size=9).map(" ".join),
    min_size=2,
    max_size=12,
)


@pytest.fixture(autouse=True)
def slices_of_three(monkeypatch):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n: row_blocks(n, largest=3))


def in_documents(texts, primitives):
    """Count by scikit-learn in how many texts each pair stands."""
    counter = CountVectorizer(**{**primitives.vectorizer_settings(), "ngram_range": (2, 2)})
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # there is none
        return {}
    return dict(zip(counter.get_feature_names_out(), np.diff(counts.tocsc().indptr).tolist(), strict=True))


def test_pairs_of_a_small_corpus_by_hand():
    # "not good" stands in two texts and "at all" in three; "good not" in two, for a comma is no word; others in one
    index = build_index(TEXTS, Ngrams(), features=Tfidf(bigram_min_df=2))
    assert index.vocabulary.terms == ("all", "at", "good", "not")
    assert index.space.bigrams == ("at all", "good not", "not good")
    assert index.counted[index.space.columns[4]] == "at all"
    counts = index.counting.count(["not good, not good at all", "nothing"])
    assert counts.toarray().tolist() == [[1, 1, 2, 2, 1, 1, 2], [0] * 7]


def test_a_pair_may_be_of_words_that_are_no_primitives():
    texts = ["at all", "at all", "at all", "at last"]
    index = build_index(texts, Ngrams(max_df=0.75), features=Tfidf(bigram_min_df=3))
    assert (index.vocabulary.terms, index.space.bigrams) == (("all",), ("at all",))


def test_a_word_between_two_others_keeps_them_apart_if_it_counts():
    texts = ["good the film", "good film", "good film"]
    assert build_index(texts, Ngrams(), features=Tfidf(bigram_min_df=3)).space.bigrams == ()
    without = Ngrams(stop_words="english")
    assert build_index(texts, without, features=Tfidf(bigram_min_df=3)).space.bigrams == ("good film",)


@pytest.mark.parametrize("primitives", [Ngrams(), Ngrams(stop_words="english"), Ngrams(tokenizer=str.split)], ids=str)
@pytest.mark.parametrize("min_df", [1, 2, 5])
@given(texts=some_texts)
def test_they_are_those_that_stand_in_enough_documents(primitives, min_df, texts):
    texts = [*texts, "usual usual word", "usual word"]
    index = build_index(texts, primitives, features=Tfidf(bigram_min_df=min_df))
    expected = in_documents(texts, primitives)
    assert index.space.bigrams == tuple(sorted(pair for pair, count in expected.items() if count >= min_df))


@pytest.mark.parametrize("primitives", [Ngrams(min_df=1), Ngrams(tokenizer=str.split)], ids=str)
@given(texts=some_texts)
def test_features_of_words_and_pairs_are_scikit_learn_s(primitives, texts):
    texts = [*texts, "usual usual word", "usual word"]
    index = build_index(texts, primitives, features=Tfidf(bigram_min_df=2))
    theirs = TfidfVectorizer(
        **with_bigrams(primitives).vectorizer_settings(),
        vocabulary={term: number for number, term in enumerate(index.counted)},
        sublinear_tf=True,
    )
    expected = theirs.fit_transform(texts).toarray()
    found = np.vstack([block.features.toarray() for block in index.slices])
    assert found == pytest.approx(expected, abs=1e-12)
    assert index.transform(texts).toarray() == pytest.approx(expected, abs=1e-12)
    incidence = np.vstack([block.incidence.toarray() for block in index.slices])
    assert (incidence == (expected[:, : len(index.vocabulary)] > 0)).all()


@given(texts=some_texts, cut=st.integers(0, 12))
def test_counted_in_parts_they_are_those_of_the_whole(texts, cut):
    bigrams = Bigrams(["film", "good", "not"])
    whole = bigrams.documents(texts, Ngrams())
    parts = [bigrams.documents(part, Ngrams()) for part in (texts[:cut], texts[cut:])]
    joined = parts[0] + parts[1] + KeyCounts.none()
    assert joined.keys.tolist() == whole.keys.tolist()
    assert joined.documents.tolist() == whole.documents.tolist()
    vocabulary = bigrams.vocabulary(whole, len(texts), 1)
    expected = {pair: n for pair, n in in_documents(texts, Ngrams()).items() if {*pair.split()} <= {*bigrams.words}}
    assert dict(zip(vocabulary.terms, vocabulary.document_counts.tolist(), strict=True)) == expected
    assert list(vocabulary.terms) == sorted(vocabulary.terms)


def test_words_with_a_space_make_no_pairs():
    numbered = number_blocks(["new york|good|film"], [slice(0, 1)], Ngrams(tokenizer=by_bars))
    bigrams = Bigrams(["new york", "good", "film"])
    (counted,) = bigrams.count(numbered.blocks, numbered.words)
    assert bigrams.words == ("good", "film")
    assert bigrams.runs.words(counted.keys).tolist() == [[0, 1]]


def by_bars(text):
    return text.split("|")


class Letters(Ngrams):
    """A kind of primitives of somebody's own."""

    def analyzer(self):
        return list


@pytest.mark.parametrize(
    ("primitives", "settings"),
    [
        (Ngrams(), Tfidf(bigram_min_df=None)),
        (Ngrams(ngram_range=(1, 2)), Tfidf(bigram_min_df=2)),
        (Ngrams(ngram_range=(2, 2)), Tfidf(bigram_min_df=2)),
        (Letters(), Tfidf(bigram_min_df=2)),
    ],
    ids=["none wanted", "primitives already", "primitives alone", "somebody's own"],
)
def test_features_are_primitives_alone(primitives, settings):
    index = build_index(TEXTS, primitives, features=settings)
    assert (index.space.bigrams, len(index.space)) == ((), len(index.vocabulary))
    assert np.shares_memory(index.slices[0].features.indices, index.slices[0].incidence.indices)


@pytest.mark.parametrize("min_df", [0, -1])
def test_a_count_below_one_is_refused(min_df):
    message = rf"^bigram_min_df is {min_df}; expected a count of 1 or more, or None for no pairs\.$"
    with pytest.raises(InputError, match=message):
        Tfidf(bigram_min_df=min_df)
