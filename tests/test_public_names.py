"""What ``import lamplighter`` promises, and what it must not cost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import lamplighter

SOURCE = Path(__file__).parents[1] / "src"


def loaded_after(code):
    """Give the top-level modules that are loaded after running some code in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.split())


def test_all_is_what_can_be_imported():
    star: dict[str, object] = {}
    exec("from lamplighter import *", star)
    assert set(star) - {"__builtins__"} == set(lamplighter.__all__)
    assert all(getattr(lamplighter, name).__name__ == name for name in lamplighter.__all__)


def test_public_names_are_sorted_and_each_has_its_room():
    classes = sorted(lamplighter.__all__, key=lambda name: (not name.isupper(), name))
    assert lamplighter.__all__ == classes
    assert sorted(lamplighter._ROOMS) == sorted(lamplighter.__all__)
    assert set(lamplighter.__all__) <= set(dir(lamplighter))


def test_name_that_there_is_not_is_an_error():
    with pytest.raises(AttributeError, match=r"^module 'lamplighter' has no attribute 'Sesion'$"):
        lamplighter.Sesion  # noqa: B018


def test_importing_it_loads_nothing_that_is_slow():
    loaded = loaded_after("import lamplighter")
    assert "lamplighter" in loaded
    assert not loaded & {"numpy", "scipy", "sklearn", "polars", "narwhals", "fastapi", "sqlalchemy", "click", "rich"}


def test_a_session_loads_no_web_no_terminal_and_no_database():
    loaded = loaded_after("from lamplighter import Session")
    assert "numpy" in loaded
    assert not loaded & {"fastapi", "uvicorn", "starlette", "sqlalchemy", "sqlite3", "rich", "click", "polars"}
