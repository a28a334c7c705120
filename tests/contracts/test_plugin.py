"""The promise to other packages: an entry point is all it takes. Tried with the plug-in under ``tests/plugin``."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[1] / "plugin"
SOURCE = Path(__file__).parents[2] / "src"

IN_A_SESSION = """
from lamplighter import Corpus, Session
from lamplighter.learning import LABEL_MODELS
from lamplighter.selection import SEU, STRATEGIES
from lamplighter.testing import check_label_model, check_strategy

assert {"random", "seu", "shortest"} <= set(STRATEGIES.names), STRATEGIES.names
assert "last-word" in LABEL_MODELS
assert STRATEGIES["seu"] is SEU
check_strategy(STRATEGIES["shortest"])
check_label_model(LABEL_MODELS["last-word"])

corpus = Corpus.from_texts(["a good film here", "food", "a bad film", "bad film food", "good bad film food"])
for strategy, expected in (("shortest", 1), (STRATEGIES["shortest"](longest_first=True), 4)):
    session = Session(corpus, labels=["yes", "no"], strategy=strategy, label_model="last-word")
    assert session.suggest().document == expected
    session.add("good", "yes")
    session.add("bad", "no", document=2)
    again = Session.replay(corpus, session.events)
    assert again.settings.to_json() == session.settings.to_json()
    assert again.suggest() == session.suggest()
    assert (again.predict_proba() == session.predict_proba()).all()
"""

IN_A_FUNCTION = """
from lamplighter import Corpus, Session
from lamplighter.engine.patterns import PATTERNS, KINDS, Phrase, parse_pattern, pattern_kinds
from lamplighter.interop import read_functions, write_functions

assert PATTERNS["phrase"] is Phrase
assert pattern_kinds() == (PATTERNS["longer"], *KINDS)
assert [str(parse_pattern(text)) for text in ("#>80", "#>eighty", "great & !#>8")] == ["#>80", "#>eighty", "great & !#>8"]

corpus = Corpus.from_texts(["a good film here", "food", "a bad film", "bad film food", "good bad film food"])
session = Session(corpus, labels=["yes", "no"])
session.add(" #>13", "yes", document=0)
session.add("bad & !#>13", "no", document=2)
assert session.label_matrix().tolist() == [[0, -1], [-1, -1], [-1, 1], [-1, 1], [0, -1]]
again = Session.replay(corpus, session.events)
assert (again.predict_proba() == session.predict_proba()).all()
assert again.lf_summary()["name"].to_list() == ["#>13 → yes", "bad & !#>13 → no"]
assert read_functions(write_functions(session, "csv"), "csv") == [("#>13", "yes"), ("bad & !#>13", "no")]
"""

WITHOUT_IT = """
from lamplighter.exceptions import UnknownNameError
from lamplighter.session import Settings
from lamplighter import Corpus, Session

corpus = Corpus.from_texts(["good film", "good film"])
settings = Session(corpus, labels=["yes", "no"]).settings.to_json() | {"strategy": "shortest"}
try:
    Settings.from_json(settings)
except UnknownNameError as error:
    print(error)
"""


@pytest.fixture
def site(tmp_path):
    """Give a folder as an installer would leave it, with the entry points of the plug-in's pyproject.toml."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]
    info = tmp_path / f"lamplighter_shortest-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(groups))
    return tmp_path


def run(code, *folders):
    path = os.pathsep.join(map(str, [SOURCE, *folders]))
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_strategy_and_label_model_of_another_package_work_in_a_session(site):
    done = run(IN_A_SESSION, PLUGIN / "src", site)
    assert (done.returncode, done.stderr) == (0, "")


def test_kind_of_patterns_of_another_package_works_in_a_function(site):
    done = run(IN_A_FUNCTION, PLUGIN / "src", site)
    assert (done.returncode, done.stderr) == (0, "")


def test_session_made_with_a_plugin_says_so_where_it_is_missing():
    done = run(WITHOUT_IT)
    assert done.stderr == ""
    assert done.stdout == (
        "The session was made with a selection strategy that is not registered here, shortest. Install the package "
        "that brings it, or hand the same one in again: strategy=….\n"
    )
