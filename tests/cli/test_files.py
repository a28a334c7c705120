"""``lamplighter label`` on many files: their texts stay where they are."""

from contextlib import closing

import polars as pl
import pytest
from s3fs import S3FileSystem

from lamplighter.data.sources import FilesCorpus, look_into
from lamplighter.exceptions import FileError
from lamplighter.store import SqliteStore


@pytest.fixture
def parts(tmp_path):
    """Three files in a folder, one row of which has no text."""
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, texts in (
        ("a", ["a good film", "good food"]),
        ("b", ["a bad film", "", "bad food"]),
        ("c", ["good bad"]),
    ):
        (folder / f"{name}.csv").write_text("text\n" + "".join(f'"{text}"\n' for text in texts))
    return folder


def test_project_keeps_where_the_texts_are(run, served, parts):
    result = run("label", parts / "*.csv", "--labels", "yes,no", "--no-browser")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:2] == [
        "parts.lamplighter: 5 texts of 3 files, column 'text'",
        "  Rows without a text: 1. They are left out.",
    ]
    with closing(SqliteStore.open(parts.with_name("parts.lamplighter"))) as store:
        corpus = store.corpus()
        assert isinstance(corpus, FilesCorpus)
        assert corpus.texts == ("a good film", "good food", "a bad film", "bad food", "good bad")
        assert [file.n_rows for file in store.sources().files] == [2, 3, 1]
    assert b"good food" not in parts.with_name("parts.lamplighter").read_bytes()


def test_same_command_continues(run, served, parts):
    command = ("label", parts / "a.csv", parts / "b.csv", "--labels", "yes,no", "--no-browser")
    assert run(*command).exit_code == 0
    assert run(*command).exit_code == 0
    assert served[0].events == served[1].events
    assert run("info", parts.with_name("parts.lamplighter")).exit_code == 0


def test_labels_and_model_of_a_project_on_many_files_are_written(run, served, parts, tmp_path):
    options = ("--labels", "yes,no", "--min-df", 1, "--no-browser")
    assert run("label", parts / "*.csv", *options).exit_code == 0
    project, labels = parts.with_name("parts.lamplighter"), tmp_path / "labels.csv"
    with closing(SqliteStore.open(project)) as store:
        session = served[0]
        there = len(store.events())
        session.bring([("good", "yes"), ("bad", "no")])
        store.append(session.events[there:], expected=there)
    assert run("export", project, "--to", labels, "--model", tmp_path / "model.joblib").exit_code == 0
    assert pl.read_csv(labels)["row"].to_list() == list(range(6))
    assert pl.read_csv(labels)["label"].null_count() == 1
    assert run("predict", project, parts / "a.csv").stdout.splitlines()[1].startswith("0,a good film,yes,")
    (parts / "b.csv").unlink()
    for command in (("export", project, "--to", labels), ("predict", project, parts / "a.csv")):
        result = run(*command)
        assert (result.exit_code, result.stderr) == (
            2,
            f"Error: There is no file {str(parts / 'b.csv')!r}. Did you mean 'c.csv'?\n",
        )


def test_file_that_was_changed_since_is_named(run, served, parts):
    assert run("label", parts / "*.csv", "--labels", "yes,no", "--no-browser").exit_code == 0
    (parts / "a.csv").write_text("text\nsomething else\n")
    result = run("label", parts / "*.csv", "--labels", "yes,no", "--no-browser")
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {parts / 'a.csv'} has 20 bytes, not the 31 that it had when the project was begun. Put the file back as it "
        "was, or begin a new project.\n"
    )


def test_broken_file_is_named(refused, parts):
    (parts / "b.csv").write_bytes(b"text\n\xff\xfe\n")
    before = refused("label", parts / "*.csv", "--labels", "yes,no", message=_broken(parts))
    assert before.exit_code == 2


def _broken(parts):
    with pytest.raises(FileError) as error:
        look_into(str(parts / "b.csv"), "text")
    return f"{parts / 'b.csv'}: {error.value} (--on-error skip leaves such files out.)"


def test_broken_file_is_left_out_where_that_is_asked_for(run, served, parts):
    (parts / "b.csv").write_bytes(b"text\n\xff\xfe\n")
    result = run("label", parts / "*.csv", "--labels", "yes,no", "--no-browser", "--on-error", "skip")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"Left out: {parts / 'b.csv'}: ")
    assert served[0].corpus.texts == ("a good film", "good food", "good bad")


def test_file_without_the_column_is_named(run, served, parts):
    (parts / "c.csv").write_text("words\ngood bad\n")
    result = run("label", parts / "*.csv", "--labels", "yes,no", "--no-browser")
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {parts / 'c.csv'}: There is no column 'text'. The columns are: 'words'. "
        "(--on-error skip leaves such files out.)\n"
    )


def test_parts_may_differ_in_all_but_the_column_of_texts(run, served, tmp_path):
    parts = written_differently(tmp_path / "parts")
    result = run("label", parts / "*.parquet", "--labels", "yes,no", "--no-browser")
    assert result.exit_code == 0, result.output
    assert served[0].corpus.texts == ("a good film", "good food", "a bad film", "bad food", "good bad")


def written_differently(folder):
    """Parts with other columns, and in another order; one has its texts as categories, and one has none."""
    folder.mkdir()
    texts = pl.Series("text", ["a good film", "good food"])
    pl.DataFrame({"text": texts, "stars": [4, 5]}).write_parquet(folder / "a.parquet")
    pl.DataFrame({"stars": ["*", None], "more": [[1], []], "text": ["a bad film", "bad food"]}).write_parquet(
        folder / "b.parquet"
    )
    pl.DataFrame({"text": pl.Series(["good bad"], dtype=pl.Categorical)}).write_parquet(folder / "c.parquet")
    pl.DataFrame({"text": pl.Series([None], dtype=pl.Int64)}).write_parquet(folder / "d.parquet")
    return folder


def test_part_whose_column_of_texts_holds_something_else_is_named(refused, run, served, tmp_path):
    parts = written_differently(tmp_path / "parts")
    pl.DataFrame({"text": [1, 2]}).write_parquet(parts / "b2.parquet")
    message = (
        f"{parts / 'b2.parquet'}: The column 'text' holds Int64, not texts. Name the column of texts; the columns are: 'text'. "
        "(--on-error skip leaves such files out.)"
    )
    refused("label", parts / "*.parquet", "--labels", "yes,no", message=message)
    result = run("label", parts / "*.parquet", "--labels", "yes,no", "--no-browser", "--on-error", "skip")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"Left out: {parts / 'b2.parquet'}: The column 'text' holds Int64, not texts. ")
    assert len(served[0].corpus.texts) == 5


def test_pattern_that_fits_nothing(refused, parts):
    message = f"There is no file {parts}/*.parquet. Name files, or a pattern in quotes, such as 'parts/*.parquet'."
    refused("label", parts / "*.parquet", "--labels", "yes,no", message=message)


def test_other_columns_are_of_one_file(refused, parts):
    message = "--gold, --id, --columns and --functions are for one file that is read whole. Leave them out, or join the files."
    refused("label", parts / "*.csv", "--labels", "yes,no", "--gold", "text", message=message)


def test_workers_and_a_cluster_are_two_things(refused, parts):
    message = "--workers starts processes of this machine, and --cluster names others. Give one of the two."
    refused("label", parts / "a.csv", "--workers", 2, "--cluster", "tcp://127.0.0.1:1", message=message)


@pytest.fixture
def bucket(s3, tmp_path, monkeypatch):
    """Two files at an address, and a working folder that is empty."""
    system = S3FileSystem()
    system.mkdir("texts")
    for name, texts in (("a", ["a good film", "good food"]), ("b", ["a bad film", "", "bad food"])):
        system.pipe(f"texts/parts/{name}.csv", ("text\n" + "".join(f'"{text}"\n' for text in texts)).encode())
    monkeypatch.chdir(tmp_path)
    return system


@pytest.mark.filterwarnings("ignore")  # what aiohttp and Dask leave open
@pytest.mark.parametrize("where", [(), ("--workers", 2)], ids=["here", "workers"])
def test_files_may_be_at_an_address(run, served, bucket, tmp_path, where):
    options = ("--labels", "yes,no", "--min-df", 1, "--no-browser", *where)
    result = run("label", "s3://texts/parts/*.csv", *options)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:2] == [
        "parts.lamplighter: 4 texts of 2 files, column 'text'",
        "  Rows without a text: 1. They are left out.",
    ]
    assert run("label", "s3://texts/parts/*.csv", *options).exit_code == 0
    assert served[1].events == served[0].events
    with closing(SqliteStore.open(tmp_path / "parts.lamplighter")) as store:
        assert [file.path for file in store.sources().files] == ["s3://texts/parts/a.csv", "s3://texts/parts/b.csv"]
    bucket.rm("texts/parts/b.csv")
    result = run("label", "s3://texts/parts/*.csv", *options)
    assert result.exit_code == 2
    assert "There is no file s3://texts/parts/b.csv." in result.output


def test_one_file_at_an_address_is_a_project_of_files_too(run, served, bucket):
    result = run("label", "s3://texts/parts/a.csv", "--labels", "yes,no", "--min-df", 1, "--no-browser")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("parts.lamplighter: 2 texts of 1 files, column 'text'\n")
