"""Labeling many files that is killed goes on where it was, and ends with the same bytes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import psutil
import pytest
from click.testing import CliRunner

import lamplighter
from lamplighter import Corpus, Session
from lamplighter.cli import main
from lamplighter.store import SqliteStore

PATIENCE = 60
"""Seconds to wait for anything before a test fails."""

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(lamplighter.__file__).parents[1])}

WORDS = ["film", "food", "music", "book", "phone"]


@pytest.fixture
def project(tmp_path):
    texts = [f"{opinion} {word}" for word in WORDS for opinion in ("good", "bad", "some")]
    session = Session(Corpus.from_texts(texts), labels=["pos", "neg"])
    session.bring([("good", "pos"), ("bad", "neg")])
    SqliteStore.create(tmp_path / "work.lamplighter", session.corpus, session.events).close()
    return tmp_path / "work.lamplighter"


@pytest.fixture
def parts(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for part in range(5):
        words = [f"a {('good', 'bad')[row % 2]} {WORDS[row % 5]} no {row * part}" for row in range(1000)]
        pl.DataFrame({"text": words}).write_csv(folder / f"{part}.csv")
    return folder


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kill_when_there(place, command):
    """Run a command, and kill it as soon as a file is there."""
    process = subprocess.Popen([sys.executable, "-m", "lamplighter", *command], env=ENVIRONMENT)
    end = time.monotonic() + PATIENCE
    while process.poll() is None and not place.exists():
        assert time.monotonic() < end, "the file did not come"
        time.sleep(0.002)
    process.kill()
    assert process.wait() < 0, "it was over too soon to be killed"


@pytest.mark.parametrize("table_format", ["parquet", "csv"])
def test_labeling_that_is_killed_goes_on_and_ends_with_the_same_bytes(tmp_path, project, parts, table_format):
    def command(out):
        options = ("--format", table_format, "--batch-size", "25")
        return ["apply", str(project), str(parts / "*.csv"), "--out", str(out), *options]

    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert CliRunner().invoke(main, command(whole)).exit_code == 0
    for file in (1, 3):
        kill_when_there(killed / f"{file}.{table_format}.unfinished", command(killed))
        assert file <= len(list(killed.glob(f"?.{table_format}"))) < 5
    entered = json.loads((killed / "lamplighter-apply.json").read_text())["files"]
    assert entered
    stamps = {name: (killed / name).stat().st_mtime_ns for name in entered}
    assert CliRunner().invoke(main, command(killed)).exit_code == 0
    assert contents(killed) == contents(whole)
    assert {name: (killed / name).stat().st_mtime_ns for name in entered} == stamps


# ---------------------------------------------------------------------- workers


@pytest.fixture
def begin(project, parts):
    """Have two workers label the parts, in a process group of their own; give it when they are at work, and what is running."""
    pytest.importorskip("distributed", reason="needs lamplighter[dask]")
    processes = []

    def start(out, *where):
        options = ("--text", "text", "--batch-size", "5", *(where or ("--workers", "2")))
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "lamplighter",
                "apply",
                str(project),
                str(parts / "*.csv"),
                "--out",
                str(out),
                *options,
            ],
            env=ENVIRONMENT,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        end = time.monotonic() + PATIENCE
        while not list(out.glob("*.unfinished/*/*.parquet.unfinished")):
            assert process.poll() is None, "it was over too soon to be killed"
            assert time.monotonic() < end, "no worker began"
            time.sleep(0.002)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def whole(tmp_path, project, parts):
    """What one process makes of the parts."""
    command = ["apply", str(project), str(parts / "*.csv"), "--out", str(tmp_path / "whole"), "--batch-size", "10"]
    assert CliRunner().invoke(main, command).exit_code == 0
    return contents(tmp_path / "whole")


def workers_of(process):
    """Give the workers' processes: children that were started to work, in the order in which they were."""
    children = psutil.Process(process.pid).children()
    return [child.pid for child in children if any("spawn_main" in part for part in child.cmdline())]


def gone_on_with(tmp_path, project, parts, out):
    command = ["apply", str(project), str(parts / "*.csv"), "--out", str(out), "--batch-size", "10"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return contents(out)


def test_workers_that_are_killed_are_replaced_and_the_outputs_are_the_same(tmp_path, begin, whole):
    process = begin(tmp_path / "out")
    for worker in workers_of(process):
        os.kill(worker, signal.SIGKILL)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (0, "")
    assert contents(tmp_path / "out") == whole


def test_run_that_is_killed_takes_its_workers_with_it_and_goes_on(tmp_path, project, parts, begin, whole):
    process = begin(tmp_path / "out")
    workers = workers_of(process)
    assert len(workers) == 2
    process.kill()
    process.wait()
    end = time.monotonic() + PATIENCE
    while any(psutil.pid_exists(worker) for worker in workers):
        assert time.monotonic() < end, "the workers live on"
        time.sleep(0.05)
    assert list((tmp_path / "out").glob("*.unfinished"))
    assert gone_on_with(tmp_path, project, parts, tmp_path / "out") == whole


def test_ctrl_c_leaves_nothing_half_written_and_the_same_command_goes_on(tmp_path, project, parts, begin, whole):
    process = begin(tmp_path / "out")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said.strip()) == (1, "Aborted!")
    entered = json.loads((tmp_path / "out" / "lamplighter-apply.json").read_text())["files"]
    assert sorted([*entered, "lamplighter-apply.json"]) == sorted(contents(tmp_path / "out"))
    assert not list((tmp_path / "out").glob("*.unfinished"))
    assert gone_on_with(tmp_path, project, parts, tmp_path / "out") == whole


@pytest.fixture
def scheduler():
    """A scheduler with two workers, each in a process that was started by hand."""
    pytest.importorskip("distributed", reason="needs lamplighter[dask]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    names = ["scheduler", "worker", "worker"]
    own = {"scheduler": ["--port", address.rsplit(":", 1)[1]], "worker": [address, "--nthreads", "1", "--no-nanny"]}
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{name}", *own[name], "--host", "127.0.0.1", "--no-dashboard"],
            env=ENVIRONMENT,
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    yield address, processes[0]
    for process in processes:
        process.kill()
        process.wait()


def test_scheduler_that_is_gone_is_told_and_what_is_done_is_kept(tmp_path, project, parts, scheduler, begin, whole):
    address, process = scheduler
    run = begin(tmp_path / "out", "--cluster", address)
    process.kill()
    _, said = run.communicate(timeout=PATIENCE)
    message = (
        "The scheduler of the cluster is gone. What is done is kept: start a cluster, and give the same command again."
    )
    assert (run.returncode, said) == (2, f"Error: {message}\n")
    entered = json.loads((tmp_path / "out" / "lamplighter-apply.json").read_text())["files"]
    assert sorted([*entered, "lamplighter-apply.json"]) == sorted(contents(tmp_path / "out"))
    assert gone_on_with(tmp_path, project, parts, tmp_path / "out") == whole
