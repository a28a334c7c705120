"""The index beside a large project: nobody has to know of it, and what goes wrong with it is one line."""

import errno
import json
import os

import pytest

from lamplighter.engine import index as engine_index
from lamplighter.store import cache

MADE_ANEW = "The index kept beside the project {}: it is made anew.\n"


@pytest.fixture
def small_is_large(monkeypatch):
    monkeypatch.setattr(cache, "FEWEST", 7)


@pytest.fixture
def indexed(monkeypatch):
    """The texts that were indexed, corpus by corpus."""
    counted, count = [], engine_index.number_blocks
    monkeypatch.setattr(
        engine_index, "number_blocks", lambda texts, *others: (counted.append(len(texts)), count(texts, *others))[1]
    )
    return counted


def listing(file):
    return sorted(path.name for path in file.parent.iterdir())


def test_small_project_has_nothing_beside_it(label, reviews_csv):
    assert label("--labels", "pos,neg").exit_code == 0
    assert listing(reviews_csv) == ["reviews.csv", "reviews.csv.lamplighter"]


def test_large_project_is_indexed_once(label, reviews_csv, small_is_large, indexed, run, served):
    first = label("--labels", "pos,neg")
    assert (first.exit_code, first.stderr, indexed) == (0, "", [7])
    assert listing(reviews_csv) == ["reviews.csv", "reviews.csv.lamplighter", "reviews.csv.lamplighter.index"]
    second = label("--labels", "pos,neg")
    told = json.loads(run("info", f"{reviews_csv}.lamplighter", "--json").stdout)
    assert (second.exit_code, second.stderr, told["documents"], indexed) == (0, "", 7, [7])
    one, other = served
    assert one.engine.index.vocabulary.terms == other.engine.index.vocabulary.terms


def test_damaged_index_is_made_anew_and_that_is_said(label, reviews_csv, small_is_large, indexed, run):
    label("--labels", "pos,neg")
    features = reviews_csv.with_name("reviews.csv.lamplighter.index") / "features.npy"
    whole = features.read_bytes()
    features.write_bytes(whole[:-1] + b"\x00")
    shown = run("info", f"{reviews_csv}.lamplighter", "--json")
    assert shown.stderr == MADE_ANEW.format("is damaged (features.npy)")
    assert json.loads(shown.stdout)["documents"] == 7
    assert (features.read_bytes(), indexed) == (whole, [7, 7])
    assert run("info", f"{reviews_csv}.lamplighter").stderr == ""


def test_index_of_a_project_that_was_there_before_is_made_anew(label, reviews_csv, small_is_large, indexed):
    label("--labels", "pos,neg")
    project = reviews_csv.with_name("reviews.csv.lamplighter")
    project.unlink()
    assert label("--labels", "pos,neg").stderr == ""  # the texts are the same, and so is the index
    project.unlink()
    reviews_csv.write_text(reviews_csv.read_text() + "r8,good sound,pos\n")
    assert label("--labels", "pos,neg").stderr == MADE_ANEW.format("is of other texts")
    assert indexed == [7, 8]


def test_corpus_without_a_usable_word_leaves_nothing(label, reviews_csv, small_is_large):
    file = reviews_csv.with_name("texts.csv")
    file.write_text("text\n" + "".join(f"{letter * 2}\n" for letter in "abcdefgh"))
    assert label("--labels", "pos,neg", file=file).exit_code == 2
    assert listing(file) == ["reviews.csv", "texts.csv"]


def test_interrupt_while_indexing_leaves_nothing(label, reviews_csv, small_is_large, monkeypatch):
    def interrupted(texts, blocks, primitives, report):
        report(0)
        raise KeyboardInterrupt

    monkeypatch.setattr(engine_index, "number_blocks", interrupted)
    stopped = label("--labels", "pos,neg")
    assert (stopped.exit_code, stopped.stderr.strip()) == (1, "Aborted!")
    assert listing(reviews_csv) == ["reviews.csv"]


def test_interrupt_while_the_index_is_written_leaves_a_project_without(
    label, reviews_csv, small_is_large, monkeypatch, run
):
    def interrupted(path, parts):
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(cache, "_write_file", interrupted)
        assert label("--labels", "pos,neg").exit_code == 1
    assert listing(reviews_csv) == ["reviews.csv", "reviews.csv.lamplighter"]
    assert run("info", f"{reviews_csv}.lamplighter").exit_code == 0
    assert "reviews.csv.lamplighter.index" in listing(reviews_csv)


def test_work_goes_on_where_the_disk_is_full(label, reviews_csv, small_is_large, served, monkeypatch):
    def full(path, parts):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cache, "_write_file", full)
    result = label("--labels", "pos,neg")
    place = str(reviews_csv.with_name("reviews.csv.lamplighter.index"))
    assert result.exit_code == 0
    assert result.stderr == (
        f"The index cannot be kept as {place!r}: No space left on device. All else is safe; the texts are indexed again the "
        "next time.\n"
    )
    assert len(served) == 1
    assert listing(reviews_csv) == ["reviews.csv", "reviews.csv.lamplighter"]
