"""What is kept beside a project is the index that was made, or it is not used."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lamplighter import Corpus
from lamplighter.engine import build_index
from lamplighter.primitives import Ngrams, Tfidf
from lamplighter.store import FoundIndex, IndexCache, cache

WEIGHTS = ("centre", "columns", "document_counts", "idf", "scale")
ENTRIES = ("edges", "features", "feature_edges", "feature_indices", "indices")
FILES = sorted([*(f"{name}.npy" for name in (*WEIGHTS, *ENTRIES)), "manifest.json", "terms.json"])

SETTINGS = {
    "words": (Ngrams(), None),
    "pairs": (Ngrams(ngram_range=(1, 2), strip_accents="ascii", stop_words="english", min_df=3, max_df=0.5), Tfidf()),
    "few features": (Ngrams(), Tfidf(max_features=7, max_df=0.9, standardize=True, sublinear=False)),
}


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch):
    """Keep the index of three hundred texts."""
    monkeypatch.setattr(cache, "FEWEST", 300)


@pytest.fixture
def of(tmp_path):
    """Give the cache of a project with some settings."""

    def of(primitives=None, features=None):
        return IndexCache(tmp_path / "work.lamplighter", primitives or Ngrams(), features)

    return of


@pytest.fixture(scope="module")
def index_of_reviews():
    indices = {}

    def index_of(corpus, primitives=None, features=None):
        key = (primitives or Ngrams(), features)
        if key not in indices:
            indices[key] = build_index(corpus.texts, key[0], features=features)
        return indices[key]

    return index_of


@pytest.fixture
def kept(of, reviews, index_of_reviews):
    """A cache that holds the index of the reviews."""
    assert of().keep(reviews, index_of_reviews(reviews)) is None
    return of()


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def same(one, other):
    """Say whether two indices are the same, bit for bit."""
    assert one.vocabulary.terms == other.vocabulary.terms
    assert len(one.slices) == len(other.slices)
    for block, again in zip(one.slices, other.slices, strict=True):
        assert tuple(block.texts) == tuple(again.texts)
        for rows, others in ((block.incidence, again.incidence), (block.features, again.features)):
            assert all(
                getattr(rows, part).tobytes() == getattr(others, part).tobytes()
                for part in ("data", "indices", "indptr")
            )
    return True


# ---------------------------------------------------------------------- kept and found


@pytest.mark.parametrize(("primitives", "features"), SETTINGS.values(), ids=SETTINGS)
def test_index_that_was_kept_is_found_bit_for_bit(of, reviews, index_of_reviews, primitives, features):
    index = index_of_reviews(reviews, primitives, features)
    assert of(primitives, features).find(reviews) == FoundIndex(None, None)
    assert of(primitives, features).keep(reviews, index) is None
    found = of(primitives, features).find(reviews)
    assert found.reason is None
    assert same(index, found.index)
    assert (
        found.index.transform(["a good film"]).toarray().tolist() == index.transform(["a good film"]).toarray().tolist()
    )


def test_it_is_a_folder_of_plain_arrays_beside_the_project(kept, tmp_path, reviews, index_of_reviews):
    assert listing(tmp_path) == ["work.lamplighter.index"]
    assert listing(kept.place) == FILES
    index = index_of_reviews(reviews)
    features = np.load(kept.place / "features.npy", allow_pickle=False)
    assert features.tobytes() == index.slices[0].features.data.tobytes()
    assert json.loads((kept.place / "terms.json").read_text("utf-8")) == list(index.counted)
    manifest = json.loads((kept.place / "manifest.json").read_text())["manifest"]
    assert (manifest["format"], manifest["corpus"]) == (3, reviews.fingerprint)
    assert manifest["primitives"] == json.loads(json.dumps(Ngrams().settings()))
    assert {name: size for name, (size, _) in manifest["files"].items()} == {
        path.name: path.stat().st_size for path in kept.place.iterdir() if path.name != "manifest.json"
    }


def bases(array):
    """Give what an array is a view of, and what that is a view of, and so on."""
    while isinstance(array.base, np.ndarray):
        array = array.base
        yield array


def test_large_arrays_stay_on_the_disk(kept, reviews):
    block = kept.find(reviews).index.slices[0]
    for array in (block.features.data, block.features.indices, block.incidence.indices, block.incidence.indptr):
        assert not array.flags.writeable
        assert any(isinstance(base, np.memmap) for base in bases(array))


def test_columns_are_those_of_the_corpus(kept, reviews):
    corpus = replace(reviews, columns={"number": tuple(map(str, range(300)))})
    assert kept.find(corpus).index.slices[0].columns["number"][299] == "299"


def test_what_was_kept_is_replaced(kept, of, reviews, index_of_reviews):
    features = Tfidf(bigram_min_df=None)
    assert of(features=features).keep(reviews, index_of_reviews(reviews, features=features)) is None
    assert listing(kept.place) == [name for name in FILES if not name.startswith("feature_")]  # the words' own pattern
    assert kept.find(reviews).reason == "was made with other settings"
    assert kept.keep(reviews, index_of_reviews(reviews)) is None
    assert listing(kept.place) == FILES


def test_small_corpus_has_nothing_beside_it(of, reviews, tmp_path):
    small = reviews.subset(range(299))
    assert of().keep(small, build_index(small.texts, Ngrams())) is None
    assert of().find(small) == FoundIndex(None, None)
    assert listing(tmp_path) == []


def test_index_made_by_a_function_of_one_s_own_is_not_kept(of, reviews, tmp_path):
    primitives = Ngrams(tokenizer=str.split)
    assert of(primitives).keep(reviews, build_index(reviews.texts, primitives)) is None
    assert of(primitives).find(reviews) == FoundIndex(None, None)
    assert listing(tmp_path) == []


def test_everything_is_on_the_disk_before_it_has_its_name(of, reviews, index_of_reviews, tmp_path, monkeypatch):
    synced, named = [], []
    fsync, rename = os.fsync, Path.rename
    monkeypatch.setattr(
        os, "fsync", lambda number: (synced.append(os.path.realpath(f"/proc/self/fd/{number}")), fsync(number))
    )
    monkeypatch.setattr(Path, "rename", lambda path, new: (named.append((len(synced), path, new)), rename(path, new)))
    of().keep(reviews, index_of_reviews(reviews))
    unfinished = tmp_path / "work.lamplighter.index.unfinished"
    [(n_synced, old, new)] = named
    assert (old, new) == (unfinished, tmp_path / "work.lamplighter.index")
    assert synced[n_synced - 2 : n_synced] == [str(unfinished / "manifest.json"), str(unfinished)]
    assert sorted(synced[: n_synced - 1]) == [str(unfinished / name) for name in FILES]
    assert synced[n_synced:] == [str(tmp_path)]


# ---------------------------------------------------------------------- of something else


def test_index_of_other_texts_is_not_used(kept, reviews):
    other = Corpus.from_texts(["another", *reviews.texts[1:]])
    assert kept.find(other) == FoundIndex(None, "is of other texts")


@pytest.mark.parametrize(
    ("primitives", "features"),
    [
        (Ngrams(min_df=3), None),
        (Ngrams(ngram_range=(1, 2)), None),
        (Ngrams(strip_accents="unicode"), None),
        (None, Tfidf()),
    ],
)
def test_index_of_other_settings_is_not_used(kept, of, reviews, primitives, features):
    assert of(primitives, features).find(reviews) == FoundIndex(None, "was made with other settings")


def test_index_of_another_version_is_not_used(kept, reviews, monkeypatch):
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    assert kept.find(reviews) == FoundIndex(None, "was made by another version of lamplighter")


def test_index_of_a_python_with_other_letters_is_not_used(kept, reviews, monkeypatch):
    monkeypatch.setattr(cache.unicodedata, "unidata_version", "3.0.0")
    assert kept.find(reviews) == FoundIndex(None, "was made by another version of Python")


# ---------------------------------------------------------------------- damage


def damaged(name):
    return FoundIndex(None, f"is damaged ({name})")


def mended(cache_, reviews, index):
    """Say whether all is well when the index was made anew."""
    assert cache_.keep(reviews, index) is None
    assert listing(cache_.place.parent) == [cache_.place.name]
    return same(index, cache_.find(reviews).index)


def flip(content, place):
    changed = bytearray(content)
    changed[place] ^= 0x01
    return bytes(changed)


SPOILT = {
    "first byte flipped": lambda content: flip(content, 0),
    "middle byte flipped": lambda content: flip(content, len(content) // 2),
    "last byte flipped": lambda content: flip(content, -1),
    "cut short": lambda content: content[: len(content) // 2],
    "a byte less": lambda content: content[:-1],
    "a byte more": lambda content: content + b"\0",
    "emptied": lambda content: b"",
    "zeros": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_noticed_and_named(kept, reviews, index_of_reviews, name, spoil):
    path = kept.place / name
    path.write_bytes(spoil(path.read_bytes()))
    assert kept.find(reviews) == damaged(name)
    assert mended(kept, reviews, index_of_reviews(reviews))


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_noticed_and_named(kept, reviews, index_of_reviews, name):
    (kept.place / name).unlink()
    assert kept.find(reviews) == damaged(name)
    assert mended(kept, reviews, index_of_reviews(reviews))


def test_empty_folder_is_no_index(of, reviews, index_of_reviews):
    of().place.mkdir()
    assert of().find(reviews) == damaged("manifest.json")
    assert mended(of(), reviews, index_of_reviews(reviews))


def test_manifest_with_any_byte_flipped_is_noticed_or_means_the_same(kept, reviews, index_of_reviews):
    path = kept.place / "manifest.json"
    content = path.read_bytes()
    noticed = 0
    for place in range(len(content)):
        path.write_bytes(flip(content, place))
        found = kept.find(reviews)
        noticed += found == damaged("manifest.json")
        assert found == damaged("manifest.json") or same(found.index, index_of_reviews(reviews))
    assert noticed > len(content) / 2  # blanks between the values may be others


def test_files_that_do_not_fit_are_noticed_though_their_checksums_are_right(kept, reviews, index_of_reviews):
    """As where a version forgot to count up its format."""
    manifest = json.loads((kept.place / "manifest.json").read_text())["manifest"]
    (kept.place / "terms.json").unlink()
    manifest["files"]["terms.json"] = cache._write_file(kept.place / "terms.json", [b'["good"]'])
    (kept.place / "manifest.json").write_bytes(cache._signed(manifest))
    assert kept.find(reviews) == FoundIndex(None, "is damaged: its files do not fit together")
    assert mended(kept, reviews, index_of_reviews(reviews))


def test_pickled_array_is_refused(kept, reviews):
    manifest = json.loads((kept.place / "manifest.json").read_text())["manifest"]
    np.save(kept.place / "idf.npy", np.array([print], dtype=object), allow_pickle=True)
    content = (kept.place / "idf.npy").read_bytes()
    (kept.place / "idf.npy").unlink()
    manifest["files"]["idf.npy"] = cache._write_file(kept.place / "idf.npy", [content])
    (kept.place / "manifest.json").write_bytes(cache._signed(manifest))
    assert kept.find(reviews) == damaged("idf.npy")


# ---------------------------------------------------------------------- places that cannot be written to


def test_full_disk_leaves_nothing_and_is_told(small_disk, reviews, index_of_reviews):
    place = small_disk / "work.lamplighter"
    there = IndexCache(place, Ngrams(), None)
    assert there.keep(reviews, index_of_reviews(reviews)) == "No space left on device"
    assert listing(small_disk) == []
    assert there.find(reviews) == FoundIndex(None, None)


def test_folder_that_may_not_be_written_to_is_told(open_folder, as_nobody, reviews, index_of_reviews):
    open_folder.chmod(0o555)
    there = IndexCache(open_folder / "work.lamplighter", Ngrams(), None)
    with as_nobody():
        assert there.keep(reviews, index_of_reviews(reviews)) == "Permission denied"
    assert listing(open_folder) == []


def test_index_that_may_not_be_read_is_told(open_folder, as_nobody, reviews, index_of_reviews):
    there = IndexCache(open_folder / "work.lamplighter", Ngrams(), None)
    there.keep(reviews, index_of_reviews(reviews))
    (there.place / "indices.npy").chmod(0)
    with as_nobody():
        assert there.find(reviews) == FoundIndex(None, "cannot be read (Permission denied)")


def test_file_of_somebody_s_own_stays(kept, reviews, index_of_reviews):
    (kept.place / "notes.txt").write_text("mine")
    assert kept.find(reviews).reason is None
    assert kept.keep(reviews, index_of_reviews(reviews)) == "Directory not empty"
    assert listing(kept.place) == ["notes.txt"]
    assert listing(kept.place.parent) == [kept.place.name]


def test_file_in_the_place_of_the_folder_stays(of, reviews, index_of_reviews):
    of().place.write_text("mine")
    assert of().find(reviews) == FoundIndex(None, "cannot be read (Not a directory)")
    assert of().keep(reviews, index_of_reviews(reviews)) == "Not a directory"
    assert of().place.read_text() == "mine"
    assert listing(of().place.parent) == [of().place.name]


def test_what_a_killed_process_left_is_cleared_away(of, reviews, index_of_reviews, tmp_path):
    unfinished = tmp_path / "work.lamplighter.index.unfinished"
    unfinished.mkdir()
    (unfinished / "indices.npy").write_bytes(b"half")
    assert of().find(reviews) == FoundIndex(None, None)
    assert mended(of(), reviews, index_of_reviews(reviews))


def test_index_in_use_may_be_replaced(kept, reviews, index_of_reviews):
    """A second window on the same project finds it damaged, say, and makes it anew."""
    found = kept.find(reviews).index
    assert kept.keep(reviews, index_of_reviews(reviews)) is None
    assert same(found, index_of_reviews(reviews))
