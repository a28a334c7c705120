"""Counting and weighing of terms, against scikit-learn's vectorizers on the same texts."""

from math import log

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from lamplighter.primitives import Ngrams, Vocabulary, count_blocks, frequent_terms, tfidf

TEXTS = [
    "the cat sat on the mat, the cat!",
    "the dog ate the cat",
    "",
    "a mat for the dog; dog and dog",
    "zebra",
]
WAYS = {"unigrams": (1, 1), "pairs": (2, 2), "up to three": (1, 3)}


def indexed(texts, primitives, edges=(0,)):
    """Count in blocks, keep the frequent terms, weigh: what an engine does."""
    blocks = [slice(start, stop) for start, stop in zip(edges, [*edges[1:], len(texts)], strict=True)]
    vocabulary, kept, _ = frequent_terms(
        *count_blocks(texts, blocks, primitives), len(texts), min_df=primitives.min_df, max_df=primitives.max_df
    )
    return vocabulary, kept, [tfidf(counts, vocabulary.inverse_frequencies) for counts in kept]


@pytest.mark.parametrize("ngram_range", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("min_df", "max_df"), [(1, 1.0), (2, 1.0), (1, 0.5), (2, 0.6)])
def test_features_are_scikit_learn_s(ngram_range, min_df, max_df):
    primitives = Ngrams(ngram_range=ngram_range, min_df=min_df, max_df=max_df)
    theirs = TfidfVectorizer(sublinear_tf=True, ngram_range=ngram_range, min_df=min_df, max_df=max_df)
    expected = theirs.fit_transform(TEXTS)
    vocabulary, _, (features,) = indexed(TEXTS, primitives)
    assert list(vocabulary.terms) == theirs.get_feature_names_out().tolist()
    assert features.toarray() == pytest.approx(expected.toarray(), abs=1e-15)


def test_counts_are_scikit_learn_s():
    theirs = CountVectorizer(min_df=2)
    expected = theirs.fit_transform(TEXTS).toarray()
    _, (counts,), _ = indexed(TEXTS, Ngrams())
    assert counts.toarray().tolist() == expected.tolist()


@pytest.mark.parametrize("edges", [(0, 2), (0, 1, 2, 3, 4), (0, 3, 3)])
def test_blocks_give_the_same_features_as_the_whole(edges):
    vocabulary, _, (whole,) = indexed(TEXTS, Ngrams())
    of_blocks, _, parts = indexed(TEXTS, Ngrams(), edges)
    assert of_blocks.terms == vocabulary.terms
    assert np.array_equal(np.vstack([part.toarray() for part in parts]), whole.toarray())


def test_order_of_the_documents_does_not_matter_to_the_vocabulary():
    there, back = indexed(TEXTS, Ngrams())[0], indexed(TEXTS[::-1], Ngrams())[0]
    assert there.terms == back.terms
    assert there.document_counts.tolist() == back.document_counts.tolist()


def test_a_term_counts_once_a_document_towards_its_frequency():
    vocabulary, _, _ = indexed(TEXTS, Ngrams())
    assert dict(zip(vocabulary.terms, vocabulary.document_counts.tolist(), strict=True)) == {
        "cat": 2,
        "dog": 2,
        "mat": 2,
        "the": 3,
    }


def test_inverse_frequencies_are_smoothed():
    # one more document and one more that contains it: the logarithm of 6/3, and 1
    vocabulary = Vocabulary(("cat",), np.array([2]), n_documents=5)
    assert vocabulary.inverse_frequencies == pytest.approx([log(6 / 3) + 1])


def test_columns_are_in_order_within_each_row():
    _, _, (features,) = indexed(TEXTS, Ngrams(ngram_range=(1, 2), min_df=1))
    for start, stop in zip(features.indptr, features.indptr[1:], strict=False):
        assert (np.diff(features.indices[start:stop]) > 0).all()


def test_documents_without_a_known_term_have_no_features():
    _, _, (features,) = indexed(TEXTS, Ngrams())
    lengths = np.sqrt((features.toarray() ** 2).sum(axis=1))
    assert lengths == pytest.approx([1, 1, 0, 1, 0])
