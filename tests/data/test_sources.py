"""Texts that stay in their files."""

import json
import os

import polars as pl
import pytest

from lamplighter.data.sources import Facts, FilesCorpus, Sources, look_into, source_files
from lamplighter.exceptions import ColumnNotFoundError, FileError, InputError


@pytest.fixture
def two(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.parquet"
    first.write_text('text,stars\ngood film,5\n"  ",3\nbad film,1\n')
    pl.DataFrame({"text": ["good food", None, "bad food", "good food"]}).write_parquet(second)
    return Sources(tuple(look_into(str(path), "text") for path in (first, second)), "text")


def test_rows_without_a_text_are_no_documents(two):
    assert (two.n_rows, two.n_documents) == (7, 5)
    assert [file.blank for file in two.files] == [(1,), (1,)]
    assert two.rows.tolist() == [0, 2, 3, 5, 6]


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("stop", range(6))
def test_any_adjoining_documents_can_be_read(two, start, stop):
    every = ["good film", "bad film", "good food", "bad food", "good food"]
    assert two.texts(slice(start, stop)) == every[start:stop]


def test_they_are_known_again_wherever_they_lie(two, tmp_path):
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for file in two.files:
        place = tmp_path / file.path
        place.rename(moved / place.name)
    again = Sources(tuple(look_into(str(moved / name), "text") for name in ("a.csv", "b.parquet")), "text")
    assert again.fingerprint == two.fingerprint
    (moved / "a.csv").write_text("text,stars\ngood film,5\n,3\nbad firm,1\n")
    other = Sources((look_into(str(moved / "a.csv"), "text"), again.files[1]), "text")
    assert other.fingerprint != two.fingerprint


def test_file_that_was_changed_is_named(two, tmp_path):
    (tmp_path / "a.csv").write_text("text,stars\ngood film,5\n")
    with pytest.raises(FileError) as error:
        two.texts(slice(0, 2))
    assert str(error.value) == (
        f"{tmp_path / 'a.csv'} has 23 bytes, not the {two.files[0].size} that it had when the project was begun. "
        "Put the file back as it was, or begin a new project."
    )


def written(path, content):
    """Write a file at another time than it has."""
    before = path.stat().st_mtime_ns
    path.write_bytes(content)
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_file_that_was_changed_and_has_as_many_bytes_is_named(two, tmp_path):
    file = tmp_path / "a.csv"
    content = file.read_bytes()
    assert two.texts(slice(0, 1)) == ["good film"]
    written(file, content.replace(b"good", b"grim"))
    with pytest.raises(FileError) as error:
        two.texts(slice(0, 1))
    assert str(error.value) == (
        f"{file} has other texts than those that it had when the project was begun. Put the file back as it was, or begin a new project."
    )
    written(file, content)
    assert two.texts(slice(0, 1)) == ["good film"]


def test_file_that_was_copied_is_read_once_more_and_taken(two, tmp_path, monkeypatch):
    file, read = tmp_path / "a.csv", []
    monkeypatch.setattr("lamplighter.data.sources.look_into", lambda *given: read.append(given) or look_into(*given))
    for _ in range(3):
        written(file, file.read_bytes())
        assert two.texts(slice(0, 1)) == two.texts(slice(0, 1)) == ["good film"]
    assert len(read) == 3


def test_facts_of_earlier_projects_have_no_stamp(two):
    known = json.loads(two.to_json())
    for file in known["files"]:
        del file["stamp"]
    earlier = Sources.from_json(json.dumps(known))
    assert earlier.texts(slice(0, 5)) == two.texts(slice(0, 5))


def test_file_that_is_gone_is_named(two, tmp_path):
    (tmp_path / "b.parquet").unlink()
    with pytest.raises(FileError, match=r"b\.parquet"):
        FilesCorpus.read(two, "two")


def test_corpus_of_files_has_their_texts_and_rows(two):
    corpus = FilesCorpus.read(two, "two")
    assert (corpus.texts[0], len(corpus), corpus.n_missing, corpus.name) == ("good film", 5, 2, "two")
    assert corpus.twins.tolist() == [0, 1, 2, 3, 2]
    assert corpus.fingerprint == two.fingerprint


def test_they_are_written_and_read(two):
    assert Sources.from_json(two.to_json()) == two


def test_files_without_a_text_are_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("text\n\n")
    with pytest.raises(InputError, match=r"^There is nothing to label: none of the"):
        Sources((Facts(str(path), 3, (0, 1, 2), "", 1),), "text")


def test_column_that_is_not_there_is_named(two, tmp_path):
    with pytest.raises(ColumnNotFoundError, match=r"^There is no column 'txt'\. Did you mean 'text'\?"):
        look_into(str(tmp_path / "a.csv"), "txt")


def test_patterns_name_files_each_once(tmp_path):
    for name in ("b.csv", "a.csv", "c.txt"):
        (tmp_path / name).write_text("text\n")
    assert [path[-5:] for path in source_files([str(tmp_path / "*.csv"), str(tmp_path / "a.csv")])] == [
        "a.csv",
        "b.csv",
    ]
    with pytest.raises(FileError) as error:
        source_files([str(tmp_path / "*.parquet")])
    assert str(error.value) == (
        f"There is no file {tmp_path}/*.parquet. Name files, or a pattern in quotes, such as 'parts/*.parquet'."
    )
