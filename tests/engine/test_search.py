"""Which documents contain a primitive, and where a function on it votes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.engine import Engine, build_index, neighbourhood, rows_containing
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams
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
    place = neighbourhood(engine, "great", 0, None)
    words = engine.index.primitives.words()
    assert documents(engine, place) == [row for row, text in enumerate(reviews.texts) if "great" in words(text)]
    assert (place.radius, place.n_containing) == (None, place.n_votes)
    assert place.n_votes > 10


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("percentile", [20, 60])
def test_with_one_it_votes_within_a_percentile_of_all_distances(engine, metric, percentile):
    place = neighbourhood(engine, "great", 7, Contextualizer(percentile=percentile, metric=metric))
    features = np.vstack([block.features.toarray() for block in engine.index.slices])
    lengths = np.linalg.norm(features, axis=1)
    away = 1 - features @ features[7] / (lengths * lengths[7])
    if metric == "euclidean":
        away = np.linalg.norm(features - features[7], axis=1)
    radius = np.percentile(away, percentile)
    everywhere = documents(engine, neighbourhood(engine, "great", 7, None))
    assert place.radius == pytest.approx(radius)
    assert documents(engine, place) == [document for document in everywhere if away[document] <= radius + 1e-12]
    assert 0 < place.n_votes < place.n_containing == len(everywhere)


def test_a_function_votes_on_the_document_it_was_written_on(engine):
    document = documents(engine, neighbourhood(engine, "great", 0, None))[3]
    near = neighbourhood(engine, "great", document, Contextualizer(percentile=1))
    assert document in documents(engine, near)
