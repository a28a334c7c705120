"""Files that need not fit in memory give what they would give if they did."""

import gzip
import json
import re

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lamplighter.data.batches import read_batches
from lamplighter.data.readers import read_table
from lamplighter.exceptions import ColumnNotFoundError, FileError

IN_ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

FRAME = pl.DataFrame({"id": [str(number) for number in range(10)], "text": list("abcdefghij"), "stars": range(10)})

cells = st.text(alphabet='ab é"\n,;\r\t', max_size=6)


def joined(path, **options):
    return pl.concat([batch.frame for batch in read_batches(path, **options)])


def written(frame, path):
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    elif path.suffix == ".jsonl":
        frame.write_ndjson(path)
    else:
        frame.write_csv(path, separator="\t" if path.suffix == ".tsv" else ",")
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet"])
@pytest.mark.parametrize("gz", [False, True])
@pytest.mark.parametrize("batch_size", [1, 3, 10, 99])
def test_batches_joined_are_the_table(tmp_path, name, gz, batch_size):
    path = written(FRAME, tmp_path / name)
    if gz:
        packed = path.with_name(f"{name}.gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
        path = packed
    batches = list(read_batches(path, batch_size=batch_size, block=16))
    assert pl.concat([batch.frame for batch in batches]).equals(read_table(path))
    assert all(1 <= len(batch.frame) <= batch_size for batch in batches)
    heights = [len(batch.frame) for batch in batches]
    assert [batch.start for batch in batches] == [sum(heights[:number]) for number in range(len(batches))]
    reads = [batch.read for batch in batches]
    assert reads == sorted(reads)
    assert reads[-1] == path.stat().st_size


@IN_ONE_FOLDER
@given(st.lists(st.tuples(cells, cells), min_size=1), st.integers(1, 40), st.integers(1, 5))
def test_wherever_a_csv_file_is_cut_it_gives_the_same_table(tmp_path, rows, block, batch_size):
    path = tmp_path / "a.csv"
    pl.DataFrame(rows, schema=["id", "text"], orient="row").write_csv(path)
    assert joined(path, block=block, batch_size=batch_size).equals(read_table(path))


@IN_ONE_FOLDER
@given(st.lists(st.text(alphabet="ab\n\r", max_size=3).map(lambda line: line + "\n"), min_size=1), st.integers(1, 12))
def test_blank_lines_of_a_csv_file_are_rows_wherever_it_is_cut(tmp_path, lines, block):
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "".join(lines), newline="")
    assert joined(path, block=block).equals(read_table(path))


values = st.none() | st.integers(-9, 9) | st.sampled_from([0.5, 2.25]) | cells  # Polars reads no booleans among numbers


@IN_ONE_FOLDER
@given(
    st.lists(st.dictionaries(st.sampled_from(["text", "stars", "more"]), values, min_size=1), min_size=1),
    st.integers(1, 60),
)
def test_wherever_a_json_lines_file_is_cut_it_gives_the_same_table(tmp_path, rows, block):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole = read_table(path)
    assert joined(path, block=block, columns=whole.columns).equals(whole)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_only_the_columns_that_are_named_are_read(tmp_path, name):
    frame = joined(written(FRAME, tmp_path / name), columns=["text", "id", "text"], batch_size=4)
    assert frame.equals(FRAME.select("text", "id"))


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_column_that_is_not_there_is_told(tmp_path, name):
    path = written(FRAME, tmp_path / name)
    message = "There is no column 'txt'. Did you mean 'text'? The columns are: 'id', 'text', 'stars'."
    with pytest.raises(ColumnNotFoundError, match=f"^{re.escape(message)}$"):
        next(read_batches(path, columns=["txt"]))


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_file_with_columns_and_no_rows_gives_a_batch_without_rows(tmp_path, name):
    (batch,) = read_batches(written(FRAME.clear(), tmp_path / name))
    assert batch.frame.columns == FRAME.columns
    assert (len(batch.frame), batch.start) == (0, 0)


@pytest.mark.parametrize("content", [b"id,text", b"id,text\n", b"\r\n\r\nid,text\r\n"])
def test_line_of_names_alone_is_a_table_without_rows(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    (batch,) = read_batches(tmp_path / "a.csv", block=4)
    assert batch.frame.columns == ["id", "text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "utf-8-sig"])
def test_letters_that_are_cut_in_two_are_put_together(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("text\nGrüße\nçà\n".encode(encoding))
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    assert joined(path, encoding=named, block=1)["text"].to_list() == ["Grüße", "çà"]


def test_number_among_texts_is_a_text_in_every_batch(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": 5}\n{"text": "five"}\n{"other": 1}\n')
    assert joined(tmp_path / "a.jsonl", block=8)["text"].to_list() == ["5", "five", None]


OTHERS = "Give the file's encoding, for example --encoding cp1252 (Windows) or --encoding latin-1."
UTF_16 = "so this is not a text file in utf-8. If it was saved as UTF-16, say --encoding utf-16."

BAD = {
    "empty.csv": (b" \n\n", "empty.csv is empty. Expected a table with a column of texts."),
    "empty.jsonl": (b"", "empty.jsonl is empty. Expected a table with a column of texts."),
    "empty.parquet": (b"", "empty.parquet is empty. Expected a table with a column of texts."),
    "empty.csv.gz": (gzip.compress(b""), "empty.csv.gz is empty. Expected a table with a column of texts."),
    "plain.csv.gz": (
        b"text\ngood\n",
        "plain.csv.gz: the ending says gzip, but it cannot be unpacked (Not a gzipped file (b'te')).",
    ),
    "text.parquet": (b"text\ngood\n", "text.parquet: the ending says Parquet, but the content is not."),
    "zip.csv": (
        b"PK\x03\x04 and so on",
        "zip.csv: the ending says text, but the content is a zip archive or a spreadsheet. Save it as CSV.",
    ),
    "byte.csv": (b"text\ngood\nb\xe4d\n", f"byte.csv, line 3: the byte 0xe4 is not utf-8. {OTHERS}"),
    "cut.csv": ("text\ngood\nbä".encode()[:-1], f"cut.csv, line 3: the byte 0xc3 is not utf-8. {OTHERS}"),
    "nul.csv": (b"text\ngood\n\0\n", f"nul.csv, line 3: there is a NUL character, {UTF_16}"),
    "array.jsonl": (
        b'[\n{"text": "good"}\n]\n',
        "array.jsonl holds one JSON array. Expected JSON Lines: one object a line, without commas between.",
    ),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("block", [7, 2**20])
def test_file_that_cannot_be_read_says_why(tmp_path, name, block):
    content, message = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"):
        list(read_batches(tmp_path / name, block=block))


def test_line_that_is_no_object_is_named_by_its_number_in_the_file(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "good"}\n\n{"text": "bad"}\noh\n')
    with pytest.raises(FileError, match=r"^a\.jsonl, line 4, cannot be read as JSON Lines: "):
        list(read_batches(tmp_path / "a.jsonl", block=20))


def test_values_of_kinds_that_do_not_go_together_are_told(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "good", "more": [1]}\n{"text": "bad", "more": {"a": 1}}\n')
    with pytest.raises(FileError, match=r"^a\.jsonl.* cannot be read as JSON Lines: failed to determine supertype of "):
        list(read_batches(tmp_path / "a.jsonl", block=20))


def test_quote_that_is_not_closed_ends_the_reading_before_memory_does(tmp_path, monkeypatch):
    monkeypatch.setattr("lamplighter.data.batches.LONGEST_RECORD", 2**20)
    (tmp_path / "a.csv").write_text('text\ngood\n"bad\n' + "fine\n" * 300_000)
    message = "a.csv, line 3: what begins here has no end within 1 MB. Is a quote missing that ends a text?"
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"):
        list(read_batches(tmp_path / "a.csv", block=2**18))


def test_parquet_that_is_cut_short_is_told(tmp_path):
    content = written(FRAME, tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(content[:-20])
    with pytest.raises(FileError, match=r"^a\.parquet cannot be read as Parquet; it may be cut short: "):
        list(read_batches(tmp_path / "a.parquet"))
