"""An experiment that is stopped, however rudely, has lost nothing that was done, and leaves nobody at work."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import lamplighter
from lamplighter.cli import main
from lamplighter.data.reviews import generate_reviews

PATIENCE = 60
"""Seconds to wait for anything before a test fails."""

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(lamplighter.__file__).parents[1])}

OPTIONS = ("--table", "4", "--datasets", "amazon,sms", "--protocol", "product", "--iterations", "10", "--jobs", "2")

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")


def until(condition):
    """Wait for something to become so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


class Experiment:
    """The command in a process group of its own, as a terminal starts it."""

    def __init__(self, folder, *options):
        self.runs = folder / "bench" / "runs"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lamplighter", "bench", *OPTIONS, *options],
            cwd=folder,
            env=ENVIRONMENT,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def begin(self):
        """Wait for the first outcomes."""
        until(lambda: self.process.poll() is not None or len(list(self.runs.rglob("*.json"))) >= 2)
        assert self.process.poll() is None, "it was over too soon to be stopped"

    def is_gone(self):
        """Say whether no process of it is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def end(self):
        """Wait for its end; give the exit code, and what it said."""
        said, complained = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said, complained


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    written = generate_reviews(60, random_state=1)
    spam = ["spam" if label == "negative" else "ham" for label in written.labels]
    for name, labels in {"amazon": written.labels, "sms": spam}.items():
        pl.DataFrame({"text": written.texts, "label": labels}).write_parquet(tmp_path / "data" / f"{name}.parquet")
    return tmp_path


@pytest.fixture
def start(folder):
    started = []

    def start(*options):
        started.append(Experiment(folder, *options))
        return started[-1]

    yield start
    for experiment in started:
        if not experiment.is_gone():
            os.killpg(experiment.process.pid, signal.SIGKILL)
        experiment.process.communicate()


def outcomes(runs):
    """Give what was kept of each run, but for the seconds it took."""
    kept = {path.relative_to(runs).as_posix(): json.loads(path.read_bytes()) for path in runs.rglob("*.json")}
    for outcome in kept.values():
        del outcome["trial"]["seconds"]
    return kept


def test_experiment_that_is_killed_goes_on_to_the_outcomes_of_one_that_was_not(start, folder, monkeypatch):
    seeds = ("--seeds", "2")
    killed = start(*seeds)
    killed.begin()
    os.killpg(killed.process.pid, signal.SIGKILL)
    assert killed.end()[0] == -signal.SIGKILL
    until(killed.is_gone)
    before = {path: path.stat().st_mtime_ns for path in killed.runs.rglob("*.json")}
    assert 2 <= len(before) < 12
    assert not (folder / "bench" / "report.md").exists()

    code, said, complained = start(*seeds).end()
    assert (code, said) == (0, "Report: bench/report.md\n")
    first, *told = complained.splitlines()
    assert first == f"12 runs, of which {len(before)} are done."
    assert len(told) == 12 - len(before)
    assert all(path.stat().st_mtime_ns == changed for path, changed in before.items())
    assert "### Table 4" in (folder / "bench" / "report.md").read_text()

    monkeypatch.chdir(folder)
    whole = CliRunner().invoke(main, ["bench", *OPTIONS, *seeds, "--out", "whole", "--jobs", "1"])
    assert whole.exit_code == 0
    assert outcomes(folder / "bench" / "runs") == outcomes(folder / "whole" / "runs")
    assert (folder / "bench" / "curves.csv").read_bytes() == (folder / "whole" / "curves.csv").read_bytes()


def test_interrupt_stops_it_at_once_with_a_sentence(start):
    """As Ctrl-C at a terminal does, which all processes are told of."""
    experiment = start("--seeds", "400")
    experiment.begin()
    os.killpg(experiment.process.pid, signal.SIGINT)
    code, said, complained = experiment.end()
    until(experiment.is_gone)
    kept = len(list(experiment.runs.rglob("*.json")))
    begun, *_, stopped = complained.splitlines()
    assert (code, said, begun) == (2, "", "2400 runs, of which 0 are done.")
    sentence = r"Error: Stopped after (\d+) runs, which are kept\. The same command goes on from there\."
    told = int(re.fullmatch(sentence, stopped)[1])
    assert kept - 2 <= told <= kept  # either process may have been about to tell of one more


def test_nobody_works_on_when_the_first_process_is_killed(start):
    experiment = start("--seeds", "400")
    experiment.begin()
    experiment.process.kill()
    assert experiment.process.wait(PATIENCE) == -signal.SIGKILL
    until(experiment.is_gone)
    assert len(list(experiment.runs.rglob("*.json"))) < 2400
