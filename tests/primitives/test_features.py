"""The end model's features, against scikit-learn's vectorizer and scaler on the same texts."""

import json
import re
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import StandardScaler

from lamplighter.exceptions import InputError, PrimitiveError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import FeatureSpace, Known, Ngrams, Tfidf, count_blocks, frequent_terms, tfidf

TEXTS = [
    "the cat sat on the mat, the cat!",
    "the dog ate the cat",
    "a mat for the dog; dog and dog",
    "the zebra sat",
    "mat mat mat mat",
    "a cat, a dog, and the zebra",
    "…",
]
WAYS = {  # the: 8 times, mat 6, dog 5, cat 4, others at most twice
    "as they are": Tfidf(),
    "plain counts": Tfidf(sublinear=False),
    "few terms": Tfidf(max_features=4),
    "no stop words": Tfidf(stop_words="english", sublinear=False),
    "not everywhere": Tfidf(max_df=0.5),
    "all of it": Tfidf(sublinear=False, max_features=3, stop_words="english", max_df=0.9),
}


def counted(texts, primitives, edges=(0,)):
    """Count in blocks and keep the frequent terms: what an index does before it asks for features."""
    blocks = [slice(start, stop) for start, stop in zip(edges, [*edges[1:], len(texts)], strict=True)]
    found = count_blocks(texts, blocks, primitives)
    vocabulary, counts, _ = frequent_terms(*found, len(texts), min_df=primitives.min_df, max_df=1.0)
    return vocabulary, counts


def featured(settings, texts=TEXTS, *, edges=(0,), primitives=None):
    """Give the space, its terms and the features of the texts, dense."""
    vocabulary, counts = counted(texts, primitives or Ngrams(min_df=1), edges)
    space = settings.fit(vocabulary, counts)
    features = np.vstack([space.transform(block).toarray() for block in counts])
    return space, [vocabulary.terms[column] for column in space.columns], features


def scikit_learn_s(settings, **others):
    return TfidfVectorizer(
        sublinear_tf=settings.sublinear,
        max_features=settings.max_features,
        stop_words=settings.stop_words,
        max_df=settings.max_df,
        **others,
    )


# ------------------------------------------------------------------ weights and terms


def test_weights_of_a_small_corpus_by_hand():
    # "film" stands in both texts, idf ln(3/3) + 1 = 1; "good" in one, idf g = ln(3/2) + 1; tf of good is 2
    g = log(3 / 2) + 1
    texts = ["good good film", "film"]
    plain, sub = 2 * g, (1 + log(2)) * g
    for settings, weight in ((Tfidf(sublinear=False), plain), (Tfidf(), sub)):
        _, terms, features = featured(settings, texts)
        assert terms == ["film", "good"]
        length = sqrt(1 + weight**2)
        assert features == pytest.approx(np.array([[1 / length, weight / length], [1, 0]]))


@pytest.mark.parametrize(
    ("name", "ngram_range"),
    # scikit-learn leaves stop words out before it makes pairs; here a pair is a primitive, and stays
    [(name, (1, most)) for name, settings in WAYS.items() for most in (1, 2) if most == 1 or not settings.stop_words],
)
def test_features_are_scikit_learn_s(name, ngram_range):
    settings = WAYS[name]
    theirs = scikit_learn_s(settings, ngram_range=ngram_range)
    expected = theirs.fit_transform(TEXTS).toarray()
    _, terms, features = featured(settings, primitives=Ngrams(min_df=1, ngram_range=ngram_range))
    assert terms == theirs.get_feature_names_out().tolist()
    assert features == pytest.approx(expected, abs=1e-12)
    assert features.any()


@pytest.mark.parametrize("settings", WAYS.values(), ids=WAYS)
def test_features_of_unseen_texts_are_scikit_learn_s(settings):
    unseen = ["a cat and cat and unicorn", "", "unicorn", "mat dog mat"]
    vocabulary, counts = counted(TEXTS, Ngrams(min_df=1))
    space = settings.fit(vocabulary, counts)
    others = Known(vocabulary.terms, Ngrams(min_df=1)).count(unseen)
    expected = scikit_learn_s(settings).fit(TEXTS).transform(unseen).toarray()
    assert space.transform(others).toarray() == pytest.approx(expected, abs=1e-12)


def test_terms_that_occur_equally_often_are_kept_by_the_alphabet():
    # occurrences: cc 3, and aa, bb, dd, ee 2 each; document counts do not decide (dd stands in two texts)
    texts = ["ee ee cc", "dd aa aa cc", "bb bb dd cc"]
    for count, terms in ((1, ["cc"]), (2, ["aa", "cc"]), (3, ["aa", "bb", "cc"]), (4, ["aa", "bb", "cc", "dd"])):
        assert featured(Tfidf(max_features=count), texts)[1] == terms


def test_terms_are_counted_by_occurrences_in_all_blocks_not_by_documents():
    texts = ["aa aa aa aa", "bb cc", "bb"]  # aa 4 times in one text, bb twice in two
    assert featured(Tfidf(max_features=1), texts, edges=(0, 1))[1] == ["aa"]


def test_max_df_is_a_share_of_the_documents_that_may_be_reached():
    texts = ["aa bb", "aa bb", "aa", "cc"]  # aa stands in 3/4, bb in 2/4
    assert featured(Tfidf(max_df=0.5), texts)[1] == ["bb", "cc"]
    assert featured(Tfidf(max_df=0.75), texts)[1] == ["aa", "bb", "cc"]


@given(st.lists(st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "ee"]), max_size=7), min_size=2, max_size=9))
def test_features_of_any_texts_are_scikit_learn_s(documents):
    # without max_features: among terms that occur equally often scikit-learn keeps any
    texts = [*(" ".join([*words, "film"]) for words in documents), "zebra"]
    settings = Tfidf(sublinear=False, max_df=0.6)
    theirs = scikit_learn_s(settings)
    expected = theirs.fit_transform(texts).toarray()
    _, terms, features = featured(settings, texts)
    assert terms == theirs.get_feature_names_out().tolist()
    assert features == pytest.approx(expected, abs=1e-12)


# ------------------------------------------------------------------ standardized


def test_standardized_features_of_a_small_corpus_by_hand():
    # three texts of one word each have weights 1: aa in 1 of 3, mean 1/3, variance 1/3 · 2/3; bb the other way round
    space, terms, features = featured(Tfidf(standardize=True), ["aa", "bb", "bb"])
    deviation = sqrt(2) / 3
    assert terms == ["aa", "bb"]
    assert space.scale == pytest.approx([1 / deviation] * 2)
    assert space.centre == pytest.approx([1 / 3 / deviation, 2 / 3 / deviation])
    assert features - space.centre == pytest.approx(
        np.array([[2, -2], [-1, 1], [-1, 1]]) / 3 / deviation
    )  # stored not centred: two of three values stay zero
    assert (features == 0).sum() == 3


@pytest.mark.parametrize("settings", WAYS.values(), ids=WAYS)
def test_standardized_features_less_their_centre_are_scikit_learn_s(settings):
    settings = Tfidf(**{**settings.settings(), "standardize": True})
    expected = StandardScaler().fit_transform(scikit_learn_s(settings).fit_transform(TEXTS).toarray())
    space, _, features = featured(settings)
    assert features - space.centre == pytest.approx(expected, abs=1e-10)
    assert expected.std(axis=0) == pytest.approx(np.ones(len(space)))


@pytest.mark.parametrize("n_texts", [6, 7, 8, 26, 27, 300])
def test_constant_feature_stays_as_it_is(n_texts):
    # the weight of a word is 1/√2 in every text; by rounding its variance may come out as 1e-17 instead of 0
    space, _, features = featured(Tfidf(standardize=True), ["good film"] * n_texts)
    assert space.scale.tolist() == [1, 1]
    assert features - space.centre == pytest.approx(np.zeros((n_texts, 2)), abs=1e-12)


def test_feature_that_hardly_varies_is_scaled_all_the_same():
    # "film" has the weight 1 in 999 texts, and a little less in one
    texts = ["film"] * 999 + ["film " * 200 + "good"]
    space, terms, features = featured(Tfidf(standardize=True, sublinear=False), texts)
    film = terms.index("film")
    assert 0 < 1 - (features[-1] / space.scale)[film] < 0.01
    assert features[:, film].std() == pytest.approx(1)


@pytest.mark.parametrize("edges", [(0, 3), (0, 1, 2, 3, 4, 5), (0, 4, 4)])
@pytest.mark.parametrize("settings", [Tfidf(max_features=5), Tfidf(max_features=5, standardize=True)], ids=str)
def test_blocks_give_the_same_features_as_the_whole(settings, edges):
    whole, terms, expected = featured(settings)
    cut, of_blocks, features = featured(settings, edges=edges)
    assert of_blocks == terms
    assert features == pytest.approx(expected, abs=1e-12)
    assert cut.centre == pytest.approx(whole.centre, abs=1e-12)


def test_features_of_a_corpus_do_not_depend_on_the_largest_block(reviews):
    settings = Tfidf(max_features=50, standardize=True)
    spaces = []
    for largest in (8192, 37):
        edges = [block.start for block in row_blocks(len(reviews), largest=largest)]
        spaces.append(featured(settings, reviews.texts, edges=edges))
    assert spaces[0][1] == spaces[1][1]
    assert spaces[0][2] == pytest.approx(spaces[1][2], abs=1e-10)


# ------------------------------------------------------------------ what is handed in


def test_nothing_that_is_handed_in_is_changed():
    vocabulary, counts = counted(TEXTS, Ngrams(min_df=1), edges=(0, 3))
    before = [block.toarray() for block in counts], vocabulary.document_counts.copy()
    space = Tfidf(max_features=4, standardize=True).fit(vocabulary, counts)
    for block in counts:
        space.transform(block)
    assert all(np.array_equal(block.toarray(), was) for block, was in zip(counts, before[0], strict=True))
    assert np.array_equal(vocabulary.document_counts, before[1])


def test_all_primitives_as_features_share_the_counts_pattern_in_memory():
    vocabulary, (counts,) = counted(TEXTS, Ngrams(min_df=1))
    for settings in (Tfidf(), Tfidf(standardize=True)):
        features = settings.fit(vocabulary, [counts]).transform(counts)
        assert np.shares_memory(features.indices, counts.indices)


def test_text_without_features_has_a_row_of_zeros():
    space = FeatureSpace(np.array([1]), np.array([2.0]), np.ones(1), np.zeros(1))
    assert space.transform(sparse.csr_array([[3.0, 0.0], [0.0, 5.0]])).toarray().tolist() == [[0.0], [1.0]]


def test_weights_with_and_without_the_logarithm():
    counts = sparse.csr_array([[3.0, 4.0]])
    assert tfidf(counts, np.ones(2), sublinear=False).toarray() == pytest.approx(np.array([[3 / 5, 4 / 5]]))
    three, four = 1 + log(3), 1 + log(4)
    length = sqrt(three**2 + four**2)
    assert tfidf(counts, np.ones(2)).toarray() == pytest.approx(np.array([[three / length, four / length]]))


@pytest.mark.parametrize("settings", [*WAYS.values(), Tfidf(standardize=True)], ids=str)
def test_settings_come_back_from_json(settings):
    assert Tfidf.from_settings(json.loads(json.dumps(settings.settings()))) == settings


def test_it_says_what_it_is():
    assert str(Tfidf(max_features=3)) == "TF-IDF with bigrams, 3 terms"
    assert str(Tfidf(standardize=True, bigram_min_df=None)) == "TF-IDF, standardized"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_features": 0}, "max_features is 0; expected a count of 1 or more, or None for all."),
        ({"max_df": 0.0}, "max_df is 0.0; expected a share above 0 and up to 1."),
        ({"max_df": 1.5}, "max_df is 1.5; expected a share above 0 and up to 1."),
        ({"max_df": float("nan")}, "max_df is nan; expected a share above 0 and up to 1."),
        ({"stop_words": "german"}, "stop_words is 'german'; expected 'english' or None."),
    ],
)
def test_settings_out_of_range_are_errors(settings, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Tfidf(**settings)


@pytest.mark.parametrize("settings", [Tfidf(max_df=0.4), Tfidf(stop_words="english")], ids=["max_df", "stop words"])
def test_settings_that_leave_no_feature_are_an_error(settings):
    message = (
        "No feature is left: of 2 primitives each is a stop word, or stands in more than "
        f"{settings.max_df:.0%} of the documents. Raise max_df, or keep the stop words."
    )
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        featured(settings, ["the and", "and the"])
