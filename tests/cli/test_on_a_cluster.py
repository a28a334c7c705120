"""Commands whose work is done by workers: the same outputs, errors and exit codes as in one process."""

import re

import polars as pl
import pytest

pytest.importorskip("distributed", reason="needs lamplighter[dask]")

from distributed import LocalCluster

from lamplighter import Session
from lamplighter.data.reviews import generate_reviews
from lamplighter.data.sources import FilesCorpus, Sources, look_into
from lamplighter.store import SqliteStore

pytestmark = pytest.mark.filterwarnings("ignore")  # what Dask leaves open when its processes end

MANIFEST = "lamplighter-apply.json"

GO_ON = "Mend it and start again, or leave such files out: --on-error skip."


@pytest.fixture(scope="module")
def address():
    """A scheduler with two workers."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def parts(tmp_path):
    """Parts with other columns, and in another order; one has its texts as categories, and one has none."""
    folder = tmp_path / "parts"
    folder.mkdir()
    texts = pl.Series("text", ["a good film", "good food"])
    pl.DataFrame({"text": texts, "stars": [4, 5]}).write_parquet(folder / "a.parquet")
    pl.DataFrame({"stars": ["*", None], "more": [[1], []], "text": ["a bad film", " "]}).write_parquet(
        folder / "b.parquet"
    )
    pl.DataFrame({"text": pl.Series(["good bad"], dtype=pl.Categorical)}).write_parquet(folder / "c.parquet")
    pl.DataFrame({"text": pl.Series([None], dtype=pl.Int64)}).write_parquet(folder / "d.parquet")
    pl.DataFrame({"text": ["bad food"] * 100}).write_csv(folder / "e.csv")
    return folder


@pytest.fixture
def applies(run, project, parts, tmp_path, address):
    """Label all parts here, and by workers; the outputs are the same."""

    def run_both(*options, project=project, exit_code=0):
        results = [
            run("apply", project, parts / "*", "--text", "text", "--out", tmp_path / name, *where, *options)
            for name, where in (("here", ()), ("there", ("--cluster", address)))
        ]
        for result in results:
            assert result.exit_code == exit_code, result.output
        here, there = (result.output.replace(str(tmp_path / "there"), str(tmp_path / "here")) for result in results)
        assert contents(tmp_path / "there") == contents(tmp_path / "here")
        assert not list((tmp_path / "there").glob("*.unfinished"))
        return here, there

    return run_both


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "options", [(), ("--votes", "--beliefs", "--keep", "--batch-size", "7"), ("--format", "csv"), ("--format", "jsonl")]
)
def test_workers_write_what_one_process_writes(applies, tmp_path, options):
    here, there = applies(*options)
    assert there == here
    assert len(contents(tmp_path / "there")) == 6


def test_processes_of_this_machine_are_started_and_ended(run, project, parts, tmp_path):
    options = ("--text", "text", "--out")
    assert run("apply", project, parts / "*", *options, tmp_path / "here").exit_code == 0
    result = run("apply", project, parts / "*", *options, tmp_path / "there", "--workers", 2)
    assert result.exit_code == 0, result.output
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_workers_and_one_process_go_on_with_each_others_outputs(run, applies, project, parts, tmp_path):
    applies()
    pl.DataFrame({"text": ["so good"]}).write_csv(parts / "f.csv")
    applies()
    (tmp_path / "there" / "a.parquet").unlink()
    result = run("apply", project, parts / "*", "--text", "text", "--out", tmp_path / "there")
    assert result.stdout.endswith("1 file, 2 rows, 2 of them labeled\n  Done before, and not changed since: 5\n")
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_files_that_cannot_be_labeled_are_left_out_and_named(applies, parts):
    (parts / "a.parquet").write_text("no parquet")
    pl.DataFrame({"words": ["good"]}).write_parquet(parts / "b2.parquet")
    pl.DataFrame({"text": [1, 2]}).write_parquet(parts / "c2.parquet")
    (parts / "e.csv").write_bytes(b"text\n\xff\n")
    here, there = applies("--on-error", "skip", exit_code=1)
    assert there == here
    assert re.findall("  Left out: ([^:,]*)", there) == ["a.parquet", "b2.parquet", "c2.parquet", "e.csv"]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ({"words": ["good"]}, "There is no column 'text'. The columns are: 'words'."),
        (
            {"text": [1]},
            "The column 'text' holds Int64, not texts. Name the column of texts; the columns are: 'text'.",
        ),
    ],
)
def test_file_that_cannot_be_labeled_ends_it_and_is_named(run, project, parts, tmp_path, address, frame, reason):
    pl.DataFrame(frame).write_parquet(parts / "b2.parquet")
    out = tmp_path / "out"
    command = ("apply", project, parts / "*", "--text", "text", "--out", out, "--cluster", address)
    result = run(*command)
    assert result.exit_code == 2
    done = len(list(out.iterdir())) - 1
    assert result.stderr == f"Error: b2.parquet: {reason} {done} of 6 files are done, and are kept. {GO_ON}\n"
    (parts / "b2.parquet").unlink()
    result = run(*command)
    assert result.exit_code == 0
    assert (f"Done before, and not changed since: {done}\n" in result.stdout) == (done > 0)


def test_functions_in_python_are_run_by_workers(run, parts, tmp_path, address, served, monkeypatch):
    functions, texts = tmp_path / "functions.py", tmp_path / "own.csv"
    functions.write_text("def long(x):\n    return 'yes' if len(x.text) > 9 else 'no'\n")
    texts.write_text("text\n" + "".join(f"{word} film\n{word} food at home\n" for word in ("good", "bad", "some")))
    options = ("--labels", "yes,no", "--functions", functions, "--no-browser")
    assert run("label", texts, *options).exit_code == 0
    monkeypatch.chdir(tmp_path)
    for name, where in (("here", ()), ("there", ("--cluster", address))):
        command = ("apply", tmp_path / "own.csv.lamplighter", "parts/*", "--text", "text", "--out", name)
        result = run(*command, "--votes", "--functions", "functions.py", *where)
        assert result.exit_code == 0, result.output
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert pl.read_parquet("there/a.parquet")["vote_0_@long()=yes"].to_list() == ["yes", None]


def test_disk_without_room_ends_it_and_leaves_nothing_half_written(run, project, parts, small_disk, address):
    rows = [f"good {number**40}" for number in range(20_000)]
    pl.DataFrame({"text": rows}).write_csv(parts / "large.csv")
    for table_format in ("parquet", "csv"):
        out = small_disk / table_format
        options = ("--text", "text", "--out", out, "--format", table_format, "--on-error", "skip", "--cluster", address)
        result = run("apply", project, parts / "*", *options)
        assert result.exit_code == 2
        place = rf"'{out}/[0-9a-f]{{32}}\.unfinished/[0-9a-f]{{32}}/large\.{table_format}'"
        assert re.fullmatch(
            rf"Error: {place} cannot be written: No space left on device( \(os error 28\))?\.\n", result.stderr
        )
        assert not any("unfinished" in path.name or "large" in path.name for path in out.iterdir())


# ---------------------------------------------------------------------- projects on many files


@pytest.fixture
def files_project(tmp_path):
    """A project that keeps where its texts are."""
    folder = tmp_path / "own"
    folder.mkdir()
    texts = generate_reviews(300, random_state=5).texts
    for number in range(3):
        pl.DataFrame({"text": texts[number::3]}).write_parquet(folder / f"{number}.parquet")
    sources = Sources(tuple(look_into(str(path), "text") for path in sorted(folder.iterdir())), "text")
    corpus = FilesCorpus.read(sources, "own")
    session = Session(corpus, labels=["pos", "neg"])
    session.bring([("great", "pos"), ("good", "pos"), ("awful", "neg"), ("bad", "neg")])
    session.add("the", "pos", 0, percentile=30)
    SqliteStore.create(tmp_path / "own.lamplighter", corpus, session.events).close()
    return tmp_path / "own.lamplighter"


def test_project_on_many_files_is_opened_on_the_workers_and_applied_by_them(
    run, files_project, tmp_path, address, monkeypatch
):
    pattern = tmp_path / "own" / "*.parquet"
    assert run("apply", files_project, pattern, "--out", tmp_path / "here", "--votes").exit_code == 0
    monkeypatch.setattr(FilesCorpus, "read", None)  # this process does not read the texts
    result = run("apply", files_project, pattern, "--out", tmp_path / "there", "--votes", "--cluster", address)
    assert result.exit_code == 0, result.output
    assert len(contents(tmp_path / "there")) == 4
    for path in (tmp_path / "here").glob("*.parquet"):
        here, there = pl.read_parquet(path), pl.read_parquet(tmp_path / "there" / path.name)
        numbers = ["proba_pos", "proba_neg"]
        assert there.drop(numbers).equals(here.drop(numbers))
        assert there.select(numbers).to_numpy() == pytest.approx(here.select(numbers).to_numpy(), abs=1e-9)
    assert contents(tmp_path / "there")[MANIFEST] == contents(tmp_path / "here")[MANIFEST]


def test_part_of_a_project_that_was_changed_is_named(run, files_project, tmp_path, address):
    pl.DataFrame({"text": ["else"]}).write_parquet(tmp_path / "own" / "1.parquet")
    result = run("apply", files_project, tmp_path / "own" / "*", "--out", tmp_path / "out", "--cluster", address)
    assert result.exit_code == 2
    assert re.fullmatch(
        rf"Error: {tmp_path}/own/1\.parquet has \d+ bytes, not the [\d,]+ that it had when the project was begun\. Put the file "
        r"back as it was, or begin a new project\.\n",
        result.stderr,
    )
    assert not (tmp_path / "out").exists()


def test_label_on_a_cluster_takes_parts_that_differ(run, served, parts, address):
    texts = []
    served.visitor = lambda client: texts.extend(served[0].corpus.texts)
    result = run("label", parts / "*.parquet", "--labels", "yes,no", "--no-browser", "--cluster", address)
    assert result.exit_code == 0, result.output
    assert texts == ["a good film", "good food", "a bad film", "good bad"]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ({"words": ["good"]}, "There is no column 'text'. The columns are: 'words'."),
        (
            {"text": [1]},
            "The column 'text' holds Int64, not texts. Name the column of texts; the columns are: 'text'.",
        ),
    ],
)
def test_part_that_cannot_be_read_is_named_by_label_on_a_cluster(refused, parts, address, frame, reason):
    pl.DataFrame(frame).write_parquet(parts / "b2.parquet")
    message = f"{parts / 'b2.parquet'}: {reason} (--on-error skip leaves such files out.)"
    refused("label", parts / "*.parquet", "--labels", "yes,no", "--cluster", address, message=message)


# ---------------------------------------------------------------------- what is asked for


def test_workers_and_a_cluster_are_two_things(refused, project, parts, tmp_path):
    message = "--workers starts processes of this machine, and --cluster names others. Give one of the two."
    command = ("apply", project, parts / "*", "--out", tmp_path / "out")
    refused(*command, "--workers", 2, "--cluster", "tcp://127.0.0.1:1", message=message)


def test_scheduler_that_does_not_answer_is_told(refused, project, parts, tmp_path, monkeypatch):
    monkeypatch.setattr("lamplighter.cluster.dask.CONNECT", 0.5)
    message = (
        "No scheduler answers at tcp://127.0.0.1:9. Start one (dask scheduler), and workers (dask worker tcp://127.0.0.1:9), or "
        "name another one."
    )
    command = ("apply", project, parts / "*", "--text", "text", "--out", tmp_path / "out")
    refused(*command, "--cluster", "tcp://127.0.0.1:9", message=message)


def test_worker_of_another_version_is_told(run, project, parts, tmp_path, address, monkeypatch):
    monkeypatch.setattr("lamplighter.cluster.dask.VERSION", "7.7")
    result = run("apply", project, parts / "*", "--text", "text", "--out", tmp_path / "out", "--cluster", address)
    assert result.exit_code == 2
    assert re.fullmatch(
        r"Error: The worker tcp://\S+ has lamplighter \S+, and not 7\.7 as here\. Install the same on every worker, with all it "
        r"needs\.\n",
        result.stderr,
    )
