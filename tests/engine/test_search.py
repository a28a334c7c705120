"""Which documents contain a primitive, and where a function on it votes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.engine import Engine, build_index, neighbourhood, rows_containing
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams, Tfidf
from lamplighter.votes import Contextualizer

TEXTS = [
    "What a waste of money",
    "A waste, of MONEY!",
    "money is a waste",
    "of money: a waste of money",
    "Wasteful. Of money",
    "quixotic",
    "a film 👍 film",
    "the end of waste",
]


def containing(primitive, texts=TEXTS, primitives=None):
    index = build_index(texts, primitives or Ngrams())
    return rows_containing(index, index.slices[0], primitive).tolist()


@pytest.mark.parametrize(
    ("primitive", "rows"),
    [
        ("waste", [0, 1, 2, 3, 7]),
        ("waste of money", [0, 1, 3]),  # across a comma, and not in another order
        ("of money", [0, 1, 3, 4]),
        ("what waste", [0]),  # "a" is no word, so it is not between
        ("end of waste", [7]),  # at the end
        ("the end", [7]),  # at the beginning
        ("film film", [6]),  # the words of one document, repeated; a picture is no word
        ("quixotic", [5]),  # too rare to be indexed
        ("quix", []),  # not a part of a word
        ("wast", []),
        ("money waste of", [3]),  # across a colon
        ("waste of money of waste", []),
        ("nowhere", []),
    ],
)
def test_documents_that_contain_a_word_or_phrase(primitive, rows):
    assert containing(primitive) == rows


@pytest.mark.parametrize(
    "primitives",
    [Ngrams(ngram_range=(1, 2)), Ngrams(ngram_range=(2, 2)), Ngrams(min_df=3), Ngrams(min_df=1, ngram_range=(1, 3))],
    ids=["words and pairs", "pairs alone", "frequent words", "everything"],
)
@pytest.mark.parametrize("primitive", ["waste", "of money", "waste of money", "quixotic"])
def test_what_is_indexed_does_not_matter_to_what_is_found(primitives, primitive):
    assert containing(primitive, primitives=primitives) == containing(primitive)


def test_phrase_is_found_with_stop_words_left_out():
    assert containing("waste money", primitives=Ngrams(stop_words="english", min_df=2)) == [0, 1, 3]


def test_rare_word_is_found_without_its_accents():
    texts = ["a café here", "a tea here", "one cafe there"]
    assert containing("cafe", [*texts, "here"], Ngrams(strip_accents="unicode", min_df=3)) == [0, 2]


def test_rare_word_is_found_by_an_own_tokenizer():
    texts = ["red-green here", "green here", "here"]
    assert containing("red", texts, Ngrams(tokenizer=lambda text: text.replace("-", " ").split())) == [0]


@given(st.lists(st.lists(st.sampled_from(["aa", "bb", "cc", "dd."]), max_size=6), min_size=3, max_size=8))
def test_phrases_are_found_as_by_reading_every_text(documents):
    texts = [" ".join([*words, "here"]) for words in documents]
    for phrase in ("aa", "aa bb", "aa aa", "bb cc dd", "dd here"):
        expected = [row for row, text in enumerate(texts) if f" {phrase} " in f" {text} ".replace(".", "")]
        assert containing(phrase, texts) == expected


@pytest.fixture
def engine(reviews, monkeypatch):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=110))
    return Engine(build_index(reviews.texts, Ngrams()), n_threads=2)


def documents(engine, place):
    return [block.start + row for block, rows in zip(engine.index.slices, place.rows, strict=True) for row in rows]


def test_without_a_contextualizer_a_function_votes_wherever_its_primitive_stands(engine, reviews):
    place = neighbourhood(engine, "great", [0], None)
    words = engine.index.primitives.words()
    assert documents(engine, place) == [row for row, text in enumerate(reviews.texts) if "great" in words(text)]
    assert (place.radius, place.n_containing) == (None, place.n_votes)
    assert place.n_votes > 10


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("percentile", [20, 60])
def test_with_one_it_votes_within_a_percentile_of_all_distances(engine, metric, percentile):
    place = neighbourhood(engine, "great", [7], Contextualizer(percentile=percentile, metric=metric))
    features = np.vstack([block.features.toarray() for block in engine.index.slices])
    lengths = np.linalg.norm(features, axis=1)
    away = 1 - features @ features[7] / (lengths * lengths[7])
    if metric == "euclidean":
        away = np.linalg.norm(features - features[7], axis=1)
    radius = np.percentile(away, percentile)
    everywhere = documents(engine, neighbourhood(engine, "great", [7], None))
    assert place.radius == pytest.approx(radius)
    assert documents(engine, place) == [document for document in everywhere if away[document] <= radius + 1e-12]
    assert 0 < place.n_votes < place.n_containing == len(everywhere)


def test_a_function_votes_on_the_document_it_was_written_on(engine):
    document = documents(engine, neighbourhood(engine, "great", [0], None))[3]
    near = neighbourhood(engine, "great", [document], Contextualizer(percentile=1))
    assert document in documents(engine, near)


# ------------------------------------------------------------------ several examples, percentiles, other documents


@pytest.mark.parametrize("join", ["nearest", "mean"])
def test_distance_to_several_examples_is_joined_from_the_distances_to_each(engine, join):
    near = Contextualizer(percentile=60, length=3, decay=0.5, join=join)
    place = neighbourhood(engine, "great", [7, 3, 11], near)
    features = np.vstack([block.features.toarray() for block in engine.index.slices])
    lengths = np.linalg.norm(features, axis=1)
    away = np.array([1 - features @ features[one] / (lengths * lengths[one]) for one in (7, 3, 11)])
    weights = np.array([1, 1 / 2, 1 / 4])
    joined = (away / weights[:, None]).min(axis=0) if join == "nearest" else weights @ away / (7 / 4)
    assert place.radius == pytest.approx(np.percentile(joined, 60))
    far = np.concatenate([reach.far for reach in place.reaches])
    everywhere = documents(engine, neighbourhood(engine, "great", [7], None))
    assert far == pytest.approx(joined[everywhere], abs=1e-12)
    assert documents(engine, place) == [document for document in everywhere if joined[document] <= place.radius]


def test_several_percentiles_have_a_radius_each_and_the_widest_is_shown(engine):
    place = neighbourhood(engine, "great", [7], Contextualizer(percentile=(60, 90, 30)))
    one_by_one = {
        share: neighbourhood(engine, "great", [7], Contextualizer(percentile=share)) for share in (60, 90, 30)
    }
    assert place.radii == {share: alone.radius for share, alone in one_by_one.items()}
    assert place.radius == place.radii[90]
    assert documents(engine, place) == documents(engine, one_by_one[90])
    for share, alone in one_by_one.items():
        within = [reach.within(place.radii[share]) for reach in place.reaches]
        assert [rows.tolist() for rows in within] == [rows.tolist() for rows in alone.rows]


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("primitive", ["great", "waste of"])
def test_validation_documents_are_reached_as_the_corpus_is(engine, reviews, metric, primitive):
    # the corpus itself, in another order, as validation documents
    order = np.random.default_rng(0).permutation(len(reviews))
    validation = engine.index.slice_of([reviews.texts[document] for document in order])
    place = neighbourhood(engine, primitive, [7], Contextualizer(metric=metric), validation)
    far = {
        block.start + int(row): distance
        for block, reach in zip(engine.index.slices, place.reaches, strict=True)
        for row, distance in zip(reach.rows, reach.far, strict=True)
    }
    assert sorted(order[place.validation.rows].tolist()) == sorted(far) != []
    assert place.validation.far == pytest.approx([far[document] for document in order[place.validation.rows]])


def test_without_validation_documents_none_are_reached(engine):
    assert neighbourhood(engine, "great", [7], Contextualizer()).validation is None
    everywhere = neighbourhood(engine, "great", [7], None, engine.index.slices[0])
    assert everywhere.validation.far.tolist() == [0] * len(everywhere.validation.rows)
    assert (everywhere.radii, everywhere.radius) == ({}, None)


def test_angles_between_standardized_features_are_seen_from_their_mean(reviews, make_engine):
    engine = make_engine(reviews.texts, largest=110, features=Tfidf(max_features=30, standardize=True))
    space = engine.index.space
    features = np.vstack([block.features.toarray() for block in engine.index.slices]) - space.centre
    lengths = np.linalg.norm(features, axis=1)
    away = 1 - features @ features[7] / (lengths * lengths[7])
    place = neighbourhood(engine, "great", [7], Contextualizer(percentile=40))
    assert away.max() > 1.1  # opposite to one another, as TF-IDF alone never is
    assert place.radius == pytest.approx(np.percentile(away, 40))
    everywhere = documents(engine, neighbourhood(engine, "great", [7], None))
    assert documents(engine, place) == [document for document in everywhere if away[document] <= place.radius]


# ------------------------------------------------------------------ a reach of its own


def test_radius_at_a_common_percentile_is_that_percentile_s(engine):
    place = neighbourhood(engine, "great", [7], Contextualizer(percentile=(60, 90, 100)))
    assert (place.radius_at(60), place.radius_at(90)) == (place.radii[60], place.radii[90])
    assert (place.radius_at(100), place.radius_at(None)) == (None, None)


def test_function_with_a_reach_of_its_own_has_none_to_choose(engine):
    place = neighbourhood(engine, "great", [7], Contextualizer(percentile=30), own=True)
    assert [place.radius_at(share) for share in (None, 30, 60, 100)] == [place.radius] * 4
    assert place.radius == neighbourhood(engine, "great", [7], Contextualizer(percentile=30)).radius


@pytest.mark.parametrize("own", [False, True])
def test_function_that_votes_everywhere_does_so_at_every_common_percentile(engine, own):
    place = neighbourhood(engine, "great", [], None, own=own)
    assert [place.radius_at(share) for share in (None, 30, 75, 100)] == [None] * 4


def test_function_of_another_kind_has_its_neighbourhood_too(engine, reviews):
    near = neighbourhood(engine, "/great/i & !film", [7], Contextualizer(percentile=60))
    expected = [n for n, text in enumerate(reviews.texts) if "great" in text.lower()]
    words = engine.index.primitives.words()
    expected = [n for n in expected if "film" not in words(reviews.texts[n])]
    assert documents(engine, neighbourhood(engine, "/great/i & !film", [7], None)) == expected
    assert near.n_containing == len(expected)
    everything = neighbourhood(engine, "* & !nothing at all", [7], Contextualizer(percentile=60))
    assert documents(engine, near) == sorted(set(documents(engine, everything)) & set(expected))
