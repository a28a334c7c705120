"""What cannot be used: one sentence that says what to do, exit code 2, and nothing is written."""

import gzip
import os
import socket
import sqlite3
from contextlib import closing

import polars as pl
import pytest

LABEL = ("--labels", "pos,neg", "--no-browser", "--port", "0")


# ---------------------------------------------------------------------- files


def test_missing_file_is_told_with_a_hint(refused, reviews_csv):
    wanted = reviews_csv.with_name("revews.csv")
    refused("label", wanted, *LABEL, message=f"There is no file {str(wanted)!r}. Did you mean 'reviews.csv'?")


def test_folder_is_no_file(refused, tmp_path):
    refused("label", tmp_path, *LABEL, message=f"{str(tmp_path)!r} is a folder. Name one file.")


@pytest.mark.parametrize("option", ["--text", "--gold", "--id"])
def test_missing_column_is_told_with_a_hint(refused, reviews_csv, option):
    message = "There is no column 'clas'. Did you mean 'class'? The columns are: 'id', 'text', 'class'."
    refused("label", reviews_csv, option, "clas", *LABEL, message=message)


WRONG = {
    "empty": ("x.csv", b"", "x.csv is empty. Expected a table with a column of texts."),
    "blank": ("x.jsonl", b" \n\n", "x.jsonl is empty. Expected a table with a column of texts."),
    "columns alone": (
        "x.csv",
        b"id,text\n",
        "x.csv has a line of column names (id, text) and nothing below it.",
    ),
    "no texts": (
        "x.csv",
        b"id,text\n1,\n2,  \n",
        "There is nothing to label: none of the 2 rows has a text.",
    ),
    "unknown ending": (
        "x.xlsx",
        b"x",
        (
            "x.xlsx: the ending .xlsx is not known. Known are .csv, .jsonl, .ndjson, .parquet, .tsv, each also with .gz; "
            "save the file as one of them."
        ),
    ),
    "no ending": (
        "x",
        b"text\ngood film\n",
        (
            "x: the ending is missing. Known are .csv, .jsonl, .ndjson, .parquet, .tsv, each also with .gz; save the file "
            "as one of them."
        ),
    ),
    "text called Parquet": (
        "x.parquet",
        b"text\ngood film\n",
        "x.parquet: the ending says Parquet, but the content is not.",
    ),
    "gzip called text": (
        "x.csv",
        gzip.compress(b"text\ngood film\n"),
        "x.csv: the ending says text, but the content is gzip. Rename it to end in .gz.",
    ),
    "spreadsheet called text": (
        "x.csv",
        b"PK\x03\x04 and so on",
        "x.csv: the ending says text, but the content is a zip archive or a spreadsheet. Save it as CSV.",
    ),
    "undecodable": (
        "x.csv",
        "text\ngood film\nschön\n".encode("cp1252"),
        (
            "x.csv, line 3: the byte 0xf6 is not utf-8. Give the file's encoding, for example --encoding cp1252 (Windows) "
            "or --encoding latin-1."
        ),
    ),
    "one array": (
        "x.jsonl",
        b'[{"text": "good film"}]',
        "x.jsonl holds one JSON array. Expected JSON Lines: one object a line, without commas between.",
    ),
}


@pytest.mark.parametrize("fault", list(WRONG))
def test_file_that_cannot_be_read_is_told(refused, tmp_path, fault):
    name, content, message = WRONG[fault]
    (tmp_path / name).write_bytes(content)
    refused("label", tmp_path / name, *LABEL, message=message)


def test_parquet_called_text_is_told(refused, tmp_path):
    pl.DataFrame({"text": ["good film"]}).write_parquet(tmp_path / "x.csv")
    message = "x.csv: the ending says text, but the content is Parquet. Rename it to end in .parquet."
    refused("label", tmp_path / "x.csv", *LABEL, message=message)


def test_broken_gzip_is_told(run, tmp_path):
    (tmp_path / "x.csv.gz").write_bytes(b"text\ngood film\n")
    result = run("label", tmp_path / "x.csv.gz", *LABEL)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: x.csv.gz: the ending says gzip, but it cannot be unpacked (")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv.gz"]


def test_unknown_encoding_is_told(refused, reviews_csv):
    message = "No encoding is called 'utf-9'. Usual ones are utf-8, latin-1, cp1252, utf-16."
    refused("label", reviews_csv, "--encoding", "utf-9", *LABEL, message=message)


def test_corpus_without_a_word_that_stands_twice_is_told(refused, tmp_path):
    (tmp_path / "x.csv").write_text("text\nsome film\nanother book\n")
    message = (
        "No word can be used: of 4 different ones in 2 documents none stands in at least 2 of them and in at most 100%. "
        "Give more documents, set min_df to 1 (--min-df 1), or, for a language without blanks between words, pass a "
        "tokeniser (in Python)."
    )
    refused("label", tmp_path / "x.csv", *LABEL, message=message)


# ---------------------------------------------------------------------- classes


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("pos", "There is only 'pos'; expected two or more classes, such as: good,bad."),
        ("pos,neg,pos", "A class is named twice: 'pos'. Each class needs a name of its own."),
        ("pos,,neg", "A class has an empty name: 'pos', '', 'neg'. Give each class a name."),
        ("pos,neg, ", "A class has an empty name: 'pos', 'neg', ''. Give each class a name."),
        ("", "A class has an empty name: ''. Give each class a name."),
    ],
)
def test_classes_that_cannot_be_are_told(refused, reviews_csv, labels, message):
    refused("label", reviews_csv, "--labels", labels, message=message)


def test_no_classes_at_all_are_told(refused, reviews_csv):
    refused("label", reviews_csv, message="There is no class; expected two or more classes, such as: good,bad.")


def test_gold_with_one_class_alone_is_told(refused, tmp_path):
    (tmp_path / "x.csv").write_text("text,class\ngood film,pos\ngood food,pos\n")
    message = "There is only 'pos'; expected two or more classes, such as: good,bad."
    refused("label", tmp_path / "x.csv", "--gold", "class", message=message)


def test_gold_values_that_are_no_class_are_told(refused, reviews_csv):
    message = (
        "The gold column has values that are none of the classes: 'pos' (4×), 'neg' (3×). The classes are: "
        "good, bad. Name all classes, or leave these values empty."
    )
    refused("label", reviews_csv, "--gold", "class", "--labels", "good,bad", message=message)


@pytest.mark.parametrize(
    ("balance", "message"),
    [
        ("pos=0.9", "The class balance names 'pos'; expected each of 'pos', 'neg' once."),
        ("pos=0.9,nag=0.1", "The class balance names 'pos', 'nag'; expected each of 'pos', 'neg' once."),
        ("pos=0.9,neg=0.9", "The class balance is 0.9, 0.9; expected shares above 0 that sum to 1."),
        ("pos=1,neg=0", "The class balance is 1, 0; expected shares above 0 that sum to 1."),
        ("pos=nan,neg=0.5", "The class balance is nan, 0.5; expected shares above 0 that sum to 1."),
        (
            "0.9,0.1",
            "--class-balance: '0.9' is not a class and its share; expected, for example: ham=0.87,spam=0.13",
        ),
        (
            "pos=much",
            "--class-balance: 'pos=much' is not a class and its share; expected, for example: ham=0.87,spam=0.13",
        ),
        ("", "--class-balance: '' is not a class and its share; expected, for example: ham=0.87,spam=0.13"),
    ],
)
def test_class_balance_that_cannot_be_is_told(refused, reviews_csv, balance, message):
    refused("label", reviews_csv, "--class-balance", balance, *LABEL, message=message)


# ---------------------------------------------------------------------- names and numbers


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        (
            "--strategy",
            "randon",
            "No selection strategy is called 'randon'. Did you mean 'random'? There are: abstain, coverage, disagree, end-model-uncertainty, random, seu, uncertainty.",
        ),
        (
            "--learner",
            "self-trainin",
            "No learner is called 'self-trainin'. Did you mean 'self-training'? There are: gold-only, implyloss, self-training, two-stage.",
        ),
        ("--strategy-option", "balanced=perhaps", "--strategy-option: 'perhaps' is neither yes nor no."),
        ("--strategy-option", "balanced=False", "--strategy-option: 'False' is neither yes nor no."),
        ("--strategy-option", "balanced=", "--strategy-option: '' is neither yes nor no."),
        (
            "--label-model",
            "majorty",
            "No label model is called 'majorty'. Did you mean 'majority'? There are: dawid-skene, majority, metal, one-coin, snorkel, triplet.",
        ),
        ("--distance", "manhattan", "No metric is called 'manhattan'. There are: cosine, euclidean."),
        ("--radius", "wide", "--radius: 'wide' is neither a percentage above 0 and up to 100 nor 'none'."),
        ("--radius", "0", "The percentile is 0.0; expected a number above 0 and up to 100."),
        ("--radius", "101", "The percentile is 101.0; expected a number above 0 and up to 100."),
    ],
)
def test_unknown_names_and_numbers_are_told(refused, reviews_csv, option, value, message):
    refused("label", reviews_csv, option, value, *LABEL, message=message)


def test_unknown_primitives_are_told_with_a_hint(refused, reviews_csv):
    result = refused(
        *("label", reviews_csv, "--primitives", "unigram", *LABEL),
        message="No kind of primitives is called 'unigram'. Did you mean 'unigrams'? There are: ngrams, unigrams.",
    )
    assert result.exit_code == 2


# ---------------------------------------------------------------------- projects


def broken_project(kind, project):
    if kind == "not ours":
        project.write_bytes(os.urandom(2000))
        return f"{str(project)!r} is not a lamplighter project. Name another file for the project."
    if kind == "cut short":
        project.write_bytes(project.read_bytes()[:6000])
        return f"{str(project)!r} is damaged, or no lamplighter project: database disk image is malformed."
    with closing(sqlite3.connect(project)) as connection:
        connection.execute("INSERT INTO migration VALUES ('of the future')")
        connection.commit()
    return f"{str(project)!r} was made by a newer version of lamplighter. Update it to open the project."


@pytest.mark.parametrize("kind", ["not ours", "cut short", "newer"])
@pytest.mark.parametrize("command", ["label", "label its own", "info", "export", "predict"])
def test_project_that_cannot_be_opened_is_told_by_every_command(refused, project, reviews_csv, kind, command):
    message = broken_project(kind, project)
    arguments = {
        "label": ("label", reviews_csv, "--project", project, *LABEL),
        "label its own": ("label", project),
        "info": ("info", project),
        "export": ("export", project, "--to", project.with_name("labels.csv")),
        "predict": ("predict", project, reviews_csv, "--to", project.with_name("labels.csv")),
    }[command]
    refused(*arguments, message=message)


@pytest.mark.parametrize("command", ["info", "export", "predict", "label"])
def test_missing_project_is_told_with_a_hint(refused, project, reviews_csv, command):
    wanted = project.with_name("wrok.lamplighter")
    rest = {"export": ["--to", project.with_name("x.csv")], "predict": [reviews_csv]}.get(command, [])
    message = f"There is no project {str(wanted)!r}. Did you mean 'work.lamplighter'?"
    refused(command, wanted, *rest, message=message)


def test_project_in_a_folder_that_is_not_there_is_told(refused, reviews_csv, tmp_path):
    place = tmp_path / "none" / "work.lamplighter"
    message = (
        f"The project {str(place)!r} cannot be used: unable to open database file. The file or its folder cannot be "
        "opened."
    )
    refused("label", reviews_csv, "--project", place, *LABEL, message=message)


def test_full_disk_is_told(run, small_disk):
    file = small_disk / "x.csv"
    file.write_text("text\n" + "".join(f"{os.urandom(60).hex()} good\n" for _ in range(1000)))
    result = run("label", file, *LABEL)
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: The project '{file}.lamplighter' cannot be used: database or disk is full. The disk is full. Make room "
        "and try again; what was saved before is safe.\n"
    )
    assert [path.name for path in small_disk.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("command", ["label", "demo"])
def test_port_in_use_is_told_before_a_project_is_made(refused, reviews_csv, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        arguments = {
            "label": (reviews_csv, "--labels", "pos,neg"),
            "demo": ("--project", reviews_csv.with_name("demo.lamplighter"), "--documents", "60"),
        }[command]
        refused(
            *(command, *arguments, "--no-browser", "--port", port),
            message=(
                f"Cannot listen on 127.0.0.1, port {port}: Address already in use. Choose another --port, or leave it "
                "out for a free one."
            ),
        )


def test_address_of_another_machine_is_told(refused, reviews_csv):
    refused(
        *("label", reviews_csv, *LABEL, "--host", "192.0.2.1"),
        message=(
            "Cannot listen on 192.0.2.1, port 0: Cannot assign requested address. Choose another --port, or leave it out "
            "for a free one."
        ),
    )
