import re

import numpy as np
import pytest

from lamplighter.engine import build_index
from lamplighter.engine.packing import packed, unpacked
from lamplighter.exceptions import InputError
from lamplighter.linalg import product, row_blocks
from lamplighter.primitives import Ngrams, Tfidf

WAYS = {
    "all": (Ngrams(), Tfidf(bigram_min_df=None)),
    "bigrams beside words": (Ngrams(), None),
    "pairs": (Ngrams(ngram_range=(1, 2)), Tfidf(sublinear=False)),
    "some features": (Ngrams(), Tfidf(max_features=5, stop_words="english")),
    "standardized": (Ngrams(), Tfidf(standardize=True)),
}


@pytest.fixture(autouse=True)
def slices_of_70(monkeypatch):
    for module in ("index", "packing"):
        monkeypatch.setattr(f"lamplighter.engine.{module}.row_blocks", lambda n: row_blocks(n, largest=70))


def joined(index):
    return {name: np.concatenate(parts) for name, parts in packed(index).items()}


@pytest.mark.parametrize(("primitives", "features"), WAYS.values(), ids=WAYS)
def test_index_comes_back_bit_for_bit(reviews, primitives, features):
    columns = {"number": tuple(map(str, range(len(reviews))))}
    index = build_index(reviews.texts, primitives, features=features, columns=columns)
    again = unpacked(joined(index), index.counted, reviews.texts, primitives, features=features, columns=columns)
    assert again.vocabulary.terms == index.vocabulary.terms
    assert again.vocabulary.document_counts.tolist() == index.vocabulary.document_counts.tolist()
    assert [len(block) for block in again.slices] == [60] * 5
    for one, other in zip(index.slices, again.slices, strict=True):
        assert (one.number, one.start, one.texts, one.columns) == (
            other.number,
            other.start,
            other.texts,
            other.columns,
        )
        for rows, same in ((one.incidence, other.incidence), (one.features, other.features)):
            assert rows.shape == same.shape
            for part in ("data", "indices", "indptr"):
                assert getattr(rows, part).dtype == getattr(same, part).dtype
                assert getattr(rows, part).tobytes() == getattr(same, part).tobytes()
    others = ["a good film", "", "unheard of"]
    assert (again.transform(others).toarray() == index.transform(others).toarray()).all()
    assert again.space.centre.tolist() == index.space.centre.tolist()


def test_nothing_large_is_copied(reviews):
    words = Tfidf(bigram_min_df=None)
    arrays = joined(build_index(reviews.texts, Ngrams(), features=words))
    for array in arrays.values():
        array.flags.writeable = False  # as in memory maps
    index = unpacked(arrays, [f"w{n}" for n in range(len(arrays["idf"]))], reviews.texts, Ngrams(), features=words)
    for block in index.slices:
        assert np.shares_memory(block.features.data, arrays["features"])
        assert np.shares_memory(block.features.T.data, arrays["features"])
        assert np.shares_memory(block.features.indices, arrays["indices"])
        assert np.shares_memory(block.incidence.indices, arrays["indices"])
        assert np.shares_memory(block.incidence.indptr, arrays["edges"])
        product(block.incidence.T, product(block.features, np.ones(len(index.space))))  # of what cannot be written to


@pytest.mark.parametrize("made", [build_index, None], ids=["built", "unpacked"])
def test_incidences_of_all_slices_are_the_same_ones(reviews, made):
    index = build_index(reviews.texts, Ngrams())
    if made is None:
        index = unpacked(joined(index), index.counted, reviews.texts, Ngrams())
    first, *others = (block.incidence.data for block in index.slices)
    assert all(np.shares_memory(first, other) for other in others)
    assert not any(data.flags.writeable for data in (first, *others))
    assert {*first.tolist()} == {1.0}


def changed(name, change):
    def spoil(arrays):
        array = arrays[name].copy()
        arrays[name] = array if (new := change(array)) is None else new

    return spoil


def put(place, value):
    def change(array):
        array[place] = value

    return change


UNFIT = {
    "a document less": changed("edges", lambda edges: edges[:-1]),
    "an entry less": changed("indices", lambda indices: indices[:-1]),
    "a weight less": changed("features", lambda data: data[:-1]),
    "a term that is not there": changed("indices", put(3, 10**6)),
    "a term before the first": changed("indices", put(3, -1)),
    "edges that go back": changed("edges", put(1, 10**6)),
    "edges that begin late": changed("edges", put(0, 1)),
    "counts of other terms": changed("document_counts", lambda counts: counts[1:]),
    "weights of other features": changed("idf", lambda idf: idf[1:]),
    "fewer features without their pattern": lambda arrays: arrays.update(
        {name: arrays[name][1:] for name in ("columns", "idf", "scale", "centre")}
    ),
}


@pytest.mark.parametrize("spoil", UNFIT.values(), ids=UNFIT)
def test_arrays_that_do_not_fit_are_refused(reviews, spoil):
    index = build_index(reviews.texts, Ngrams())
    arrays = joined(index)
    spoil(arrays)
    message = "These are not the arrays of an index of these texts: they do not fit together."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        unpacked(arrays, index.counted, reviews.texts, Ngrams())


def test_missing_arrays_are_named(reviews):
    index = build_index(reviews.texts, Ngrams())
    arrays = joined(index)
    del arrays["idf"], arrays["edges"]
    message = "These are not the arrays of an index: edges, idf are missing."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        unpacked(arrays, index.counted, reviews.texts, Ngrams())
