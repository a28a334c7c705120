"""The same table in every format gives the same corpus."""

import gzip
import json

import polars as pl
import pytest

from lamplighter import Corpus
from lamplighter.data.readers import FORMATS, read_table

TABLE = {
    "id": ["007", "008", "009", "010"],
    "text": ['She said: "good", twice', "two\nlines, one text", "", "Grüße 👍 İ"],
    "label": ["pos", "neg", "pos", None],
}


def separated(separator):
    return pl.DataFrame(TABLE).write_csv(separator=separator).encode()


def json_lines():
    rows = [dict(zip(TABLE, row, strict=True)) for row in zip(*TABLE.values(), strict=True)]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def parquet(tmp_path):
    pl.DataFrame(TABLE).write_parquet(tmp_path / "written")
    return (tmp_path / "written").read_bytes()


@pytest.fixture
def contents(tmp_path):
    return {
        ".csv": separated(","),
        ".tsv": separated("\t"),
        ".jsonl": json_lines(),
        ".ndjson": json_lines(),
        ".parquet": parquet(tmp_path),
    }


@pytest.mark.parametrize("gz", ["", ".gz"])
@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_same_corpus(tmp_path, contents, ending, gz):
    path = tmp_path / f"reviews.v1{ending}{gz}"
    path.write_bytes(gzip.compress(contents[ending]) if gz else contents[ending])
    corpus = Corpus.from_file(path, gold="label", id="id")
    assert corpus.texts == (TABLE["text"][0], TABLE["text"][1], TABLE["text"][3])
    assert corpus.gold == ("pos", "neg", None)
    assert corpus.ids == ("007", "008", "010")
    assert (corpus.n_rows, corpus.name) == (4, f"reviews.v1{ending}{gz}")
    assert corpus.fingerprint == Corpus.from_texts(TABLE["text"], ids=TABLE["id"]).fingerprint


def test_ending_may_be_in_capitals(tmp_path):
    (tmp_path / "REVIEWS.CSV").write_text("text\ngood\n")
    assert Corpus.from_file(str(tmp_path / "REVIEWS.CSV")).texts == ("good",)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("text,label\nGrüße,pos\n".encode("utf-8-sig"), "utf-8"),
        ("text,label\nGrüße,pos\n".encode("utf-8-sig"), "UTF_8"),
        ("text,label\nGrüße,pos\n".encode("cp1252"), "cp1252"),
        ("text,label\nGrüße,pos\n".encode("latin-1"), "latin-1"),
        ("text,label\nGrüße,pos\n".encode("utf-16"), "utf-16"),
    ],
)
def test_text_is_decoded_and_a_byte_order_mark_left_out(tmp_path, content, encoding):
    (tmp_path / "a.csv").write_bytes(content)
    frame = read_table(tmp_path / "a.csv", encoding=encoding)
    assert frame.columns == ["text", "label"]
    assert frame["text"].to_list() == ["Grüße"]


def test_byte_order_mark_before_json_lines_is_left_out(tmp_path):
    (tmp_path / "a.jsonl").write_bytes('{"text": "Grüße"}\n'.encode("utf-8-sig"))
    assert read_table(tmp_path / "a.jsonl").rows() == [("Grüße",)]


def test_line_breaks_within_quotes_belong_to_the_text(tmp_path):
    (tmp_path / "a.csv").write_bytes(b'text,label\r\n"one\r\ntwo",x\r\n"say ""hi""",y\r\n')
    assert read_table(tmp_path / "a.csv")["text"].to_list() == ["one\r\ntwo", 'say "hi"']


def test_columns_of_separated_files_stay_strings(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n007,good\n1e3,2.50\n")
    frame = read_table(tmp_path / "a.csv")
    assert frame.rows() == [("007", "good"), ("1e3", "2.50")]


def test_blank_lines_between_json_lines_are_none(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "good"}\n\n{"text": "bad", "more": 1}\n')
    assert read_table(tmp_path / "a.jsonl")["text"].to_list() == ["good", "bad"]


def test_lines_with_too_few_fields_lack_the_last_ones(tmp_path):
    (tmp_path / "a.csv").write_text("text,label\ngood,pos\nbad\n")
    assert Corpus.from_file(tmp_path / "a.csv", gold="label").gold == ("pos", None)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_csv_of_another_separator_is_seen_by_its_names(tmp_path, separator):
    lines = [["text", "id"], ['"good, cheap food"', "1"], ["bad film", "2"]]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(separator.join(line) for line in lines))
    assert read_table(path).rows() == [("good, cheap food", "1"), ("bad film", "2")]


def test_csv_with_one_column_keeps_its_signs(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("text\ngood; cheap\nbad | film\n")
    assert read_table(path)["text"].to_list() == ["good; cheap", "bad | film"]
