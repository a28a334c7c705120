"""The command line, with files as a person has them."""

import hashlib
import subprocess
import tempfile
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner
from starlette.testclient import TestClient

from lamplighter import Corpus, Session
from lamplighter.cli import main
from lamplighter.store import SqliteStore

ROWS = [
    ("r0", "a good film", "pos"),
    ("r1", "good food", "pos"),
    ("r2", "", ""),
    ("r3", "a bad film", "neg"),
    ("r4", "bad food", "neg"),
    ("r5", "good music", "pos"),
    ("r6", "bad music", "neg"),
    ("r7", "a good film", "pos"),
]


@pytest.fixture
def reviews_csv(tmp_path):
    """Eight rows: one without a text, one whose text stands there already."""
    file = tmp_path / "reviews.csv"
    file.write_text("id,text,class\n" + "".join(f"{','.join(row)}\n" for row in ROWS))
    return file


@pytest.fixture
def run():
    """Run a command as a person would, in this process."""

    def invoke(*arguments):
        return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="lamplighter")

    return invoke


def contents(folder):
    """Give what is in a folder, to see later whether anything was written."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.rglob("*")
    }


@pytest.fixture
def refused(run, tmp_path):
    """Run a command that must be refused: one sentence on standard error, exit code 2, nothing written."""

    def refuse(*arguments, message):
        before = contents(tmp_path)
        result = run(*arguments)
        assert result.stderr == f"Error: {message}\n"
        assert result.exit_code == 2
        assert isinstance(result.exception, SystemExit)
        assert contents(tmp_path) == before
        return result

    return refuse


@pytest.fixture
def served(monkeypatch):
    """What the commands serve; it ends at once, after a visitor has looked at it, if there is one."""

    class Served(list):
        visitor = None

    sessions = Served()

    def serve(server, sockets):
        with TestClient(server.config.app) as client:
            sessions.append(server.config.app.state.workbench.session)
            if sessions.visitor is not None:
                sessions.visitor(client)
        for listening in sockets:
            listening.close()

    monkeypatch.setattr(uvicorn.Server, "run", serve)
    return sessions


@pytest.fixture
def label(run, served, reviews_csv):
    """Run ``label`` to its end on the reviews."""

    def run_label(*options, file=reviews_csv):
        return run("label", file, "--no-browser", "--port", "0", *options)

    return run_label


def make_project(place, *, functions=(("good", "pos", 0), ("bad", "neg", 2)), gold=True, **settings):
    texts, labels = [text for _, text, _ in ROWS], [label for _, _, label in ROWS]
    corpus = Corpus.from_texts(texts, gold=labels if gold else None, name="reviews.csv")
    session = Session(corpus, labels=["pos", "neg"], **settings)
    for function in functions:
        session.add(*function)
    session.models()
    SqliteStore.create(place, corpus, session.events).close()
    return place


@pytest.fixture
def project(tmp_path):
    """A project with a function for each class."""
    return make_project(tmp_path / "work.lamplighter")


@pytest.fixture
def counted(tmp_path):
    """The same project, whose class balance is counted in the labels that were given."""
    return make_project(tmp_path / "counted.lamplighter", learner="two-stage")


@pytest.fixture
def begun(tmp_path):
    """A project that has no model yet."""
    return make_project(tmp_path / "begun.lamplighter", functions=[("good", "pos", 0)], gold=False)


@pytest.fixture
def small_disk():
    """A disk of 200 kB, which only root can make."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a small disk cannot be made here: that takes root and the right to mount")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
