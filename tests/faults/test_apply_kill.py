"""Labeling many files that is killed goes on where it was, and ends with the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
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

    def start(out):
        options = ("--text", "text", "--batch-size", "10", "--workers", "2")
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
        while len(list(out.glob("*.unfinished/*/*.unfinished"))) < 2:
            assert process.poll() is None, "it was over too soon to be killed"
            assert time.monotonic() < end, "the workers did not begin"
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
    found = subprocess.run(
        ["ps", "-ww", "--ppid", str(process.pid), "-o", "pid=,args="], capture_output=True, check=True, text=True
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]


def gone_on_with(tmp_path, project, parts, out):
    command = ["apply", str(project), str(parts / "*.csv"), "--out", str(out), "--batch-size", "10"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return contents(out)


def test_worker_that_is_killed_is_replaced_and_the_outputs_are_the_same(tmp_path, begin, whole):
    process = begin(tmp_path / "out")
    os.kill(workers_of(process)[0], signal.SIGKILL)
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
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
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
