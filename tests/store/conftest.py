"""A project, and places for it."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from lamplighter.session.events import Labeled, Skipped, Started
from lamplighter.store import SqliteStore

EVENTS = (Started({"labels": ["a", "b"]}, "ff"), Skipped(2), Labeled(1, 0))


@pytest.fixture
def events():
    return EVENTS


@pytest.fixture
def place(tmp_path):
    return tmp_path / "work.lamplighter"


@pytest.fixture
def project(place, tiny):
    """A project file that nobody has open."""
    SqliteStore.create(place, tiny, EVENTS).close()
    return place


@pytest.fixture
def small_disk():
    """A disk of 200 kB, which only root can make."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", folder]
        mounted = subprocess.run(command, capture_output=True, check=False)
        if mounted.returncode:
            pytest.skip("a small disk cannot be made here: that takes root and the right to mount")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def open_folder():
    """A folder that other users of the machine can reach, which pytest's are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def as_nobody():
    """Have a block run without root's right to write where nobody else may."""

    @contextmanager
    def nobody():
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return nobody
