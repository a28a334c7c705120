"""Files that cannot be read say what is wrong with them, and what to do."""

import gzip
import re
from pathlib import Path

import polars as pl
import pytest

from lamplighter import Corpus
from lamplighter.exceptions import FileError, InputError

QUOTES = (
    " Check that texts with a comma, a quote or a line break stand in double quotes, and that every line has as many "
    "fields as the first."
)
OBJECT = ' Expected one object a line, such as {"text": "…"}.'
ENDINGS = "Known are .csv, .jsonl, .ndjson, .parquet, .tsv, each also with .gz; save the file as one of them."


def parquet_bytes():
    path = Path("written.parquet")
    pl.DataFrame({"text": ["good", "bad"]}).write_parquet(path)
    return path.read_bytes()


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def refused(path, **settings):
    with pytest.raises(InputError) as caught:
        Corpus.from_file(path, **settings)
    return str(caught.value)


def test_no_such_file():
    assert refused("nothing.csv") == "There is no file 'nothing.csv'."


def test_no_such_file_but_one_of_a_similar_name():
    Path("reviews.csv").write_text("text\ngood\n")
    assert refused("reveiws.csv") == "There is no file 'reveiws.csv'. Did you mean 'reviews.csv'?"


def test_no_such_file_with_an_ending_that_is_not_known():
    Path("reviews.csv").write_text("text\ngood\n")
    assert refused("reviews.cvs") == "There is no file 'reviews.cvs'. Did you mean 'reviews.csv'?"


def test_no_such_file_in_no_such_folder():
    assert refused("nowhere/a.csv") == "There is no file 'nowhere/a.csv'."


@pytest.mark.parametrize("name", [".", "folder.csv", "folder"])
def test_folder(name):
    Path(name).mkdir(exist_ok=True)
    assert refused(name) == f"{name!r} is a folder. Name one file."


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.xlsx", "the ending .xlsx is not known"),
        ("a.xlsx.gz", "the ending .xlsx is not known"),
        ("a", "the ending is missing"),
        ("a.gz", "the ending is missing"),
        (".csv", "the ending is missing"),
    ],
)
def test_ending_that_is_not_known(name, found):
    Path(name).write_text("text\ngood\n")
    assert refused(name) == f"{name}: {found}. {ENDINGS}"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_empty_file(name, content):
    Path(name).write_bytes(content)
    assert refused(name) == f"{name} is empty. Expected a table with a column of texts."


def test_empty_file_that_is_packed():
    Path("a.csv.gz").write_bytes(gzip.compress(b""))
    assert refused("a.csv.gz") == "a.csv.gz is empty. Expected a table with a column of texts."


@pytest.mark.parametrize("content", ["text,label\n", "text,label"])
def test_header_alone(content):
    Path("a.csv").write_text(content)
    assert refused("a.csv") == "a.csv has a line of column names (text, label) and nothing below it."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"text\ngood\n", "Not a gzipped file (b'te')"),
        (gzip.compress(b"text\ngood\n")[:15], "Compressed file ended before the end-of-stream marker was reached"),
        (gzip.compress(b"text\ngood\n")[:-8] + b"\0" * 8, "CRC check failed"),
    ],
)
def test_packed_file_that_cannot_be_unpacked(content, why):
    Path("a.csv.gz").write_bytes(content)
    found = refused("a.csv.gz")
    assert found.startswith(f"a.csv.gz: the ending says gzip, but it cannot be unpacked ({why}")
    assert found.endswith(").")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
@pytest.mark.parametrize(
    ("magic", "found"),
    [
        (b"PAR1", "Parquet. Rename it to end in .parquet"),
        (gzip.compress(b"text"), "gzip. Rename it to end in .gz"),
        (b"PK\x03\x04", "a zip archive or a spreadsheet. Save it as CSV"),
    ],
)
def test_text_file_that_is_something_else(name, magic, found):
    Path(name).write_bytes(magic + b"rest")
    assert refused(name) == f"{name}: the ending says text, but the content is {found}."


def test_parquet_file_that_is_none():
    Path("a.parquet").write_text("text\ngood\n")
    assert refused("a.parquet") == "a.parquet: the ending says Parquet, but the content is not."


def test_parquet_file_that_is_cut_short():
    Path("a.parquet").write_bytes(parquet_bytes()[:-20])
    found = refused("a.parquet")
    assert re.fullmatch(r"a\.parquet cannot be read as Parquet; it may be cut short: [^\n]+\.", found)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_undecodable_byte_is_named_with_its_line(name):
    Path(name).write_bytes(b"text\none\ntwo\nGr\xfc\xdfe\n")
    assert refused(name) == (
        f"{name}, line 4: the byte 0xfc is not utf-8. Give the file's encoding, for example --encoding cp1252 (Windows) "
        "or --encoding latin-1."
    )


def test_utf_16_with_its_mark_is_recognised():
    Path("a.csv").write_bytes("text\ngood\n".encode("utf-16"))
    assert refused("a.csv") == (
        "a.csv, line 1: the byte 0xff is not utf-8. Give the file's encoding, for example --encoding utf-16."
    )


def test_nul_characters_are_named_with_their_line():
    Path("a.csv").write_bytes(b"text\nfine\nbro\0ken\n")
    assert refused("a.csv") == (
        "a.csv, line 3: there is a NUL character, so this is not a text file in utf-8. If it was saved as UTF-16, say "
        "--encoding utf-16."
    )


def test_encoding_that_there_is_not():
    Path("a.csv").write_text("text\ngood\n")
    assert refused("a.csv", encoding="utf9") == (
        "No encoding is called 'utf9'. Usual ones are utf-8, latin-1, cp1252, utf-16."
    )


def test_lines_with_too_many_fields():
    Path("a.csv").write_text("text,label\ngood, but long,pos\n")
    found = refused("a.csv")
    assert re.fullmatch(rf"a\.csv cannot be read as CSV: [^\n]+\.{re.escape(QUOTES)}", found)


def test_quote_that_is_never_closed():
    Path("a.tsv").write_text('text\tlabel\n"good\tpos\nbad\tneg\n')
    found = refused("a.tsv")
    assert re.fullmatch(rf"a\.tsv cannot be read as TSV: [^\n]+\.{re.escape(QUOTES)}", found)


def test_json_array_instead_of_lines():
    Path("a.jsonl").write_text(' [{"text": "good"},\n {"text": "bad"}]')
    assert refused("a.jsonl") == (
        "a.jsonl holds one JSON array. Expected JSON Lines: one object a line, without commas between."
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"text": "good"}\n\n{"text": \n{"text": "bad"}\n', 3),
        ('{"text": "good"}\nbad\n', 2),
        ('"good"\n', 1),
        ("null\n", 1),
        ("text,label\ngood,pos\n", 1),
    ],
)
def test_json_line_that_is_no_object_is_named(content, line):
    Path("a.jsonl").write_text(content)
    found = refused("a.jsonl")
    assert re.fullmatch(rf"a\.jsonl, line {line}, cannot be read as JSON Lines: [^\n]+\.{re.escape(OBJECT)}", found)


def test_column_that_is_not_there():
    Path("a.csv").write_text("text,label\ngood,pos\n")
    assert refused("a.csv", gold="labels") == (
        "There is no column 'labels'. Did you mean 'label'? The columns are: 'text', 'label'."
    )


def test_column_of_numbers_for_texts():
    Path("a.jsonl").write_text('{"text": 5, "said": "good"}\n')
    assert refused("a.jsonl", text="text") == (
        "The column 'text' holds Int64, not texts. Name the column of texts; the columns are: 'text', 'said'."
    )


def test_texts_that_are_all_blank():
    Path("a.csv").write_text('text,label\n"  ",pos\n,neg\n')
    assert refused("a.csv") == "There is nothing to label: none of the 2 rows has a text."


def test_all_of_them_can_be_caught_as_the_builtin_that_one_expects():
    with pytest.raises(ValueError, match=r"^There is no file 'a\.csv'\.$"):
        Corpus.from_file("a.csv")
    assert issubclass(FileError, InputError)
