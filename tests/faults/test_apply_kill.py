"""Labeling many files that is killed goes on where it was, and ends with the same bytes."""

import json
import os
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
