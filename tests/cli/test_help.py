import os
import subprocess
import sys
from pathlib import Path

import pytest

import lamplighter
from lamplighter.cli import main, reference

COMMANDS = ["label", "demo", "info", "export", "predict", "apply", "simulate", "bench", "study"]


def test_commands_are_listed_in_the_order_in_which_one_needs_them(run):
    result = run("--help")
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.output.partition("Commands:\n")[2].splitlines()]
    assert listed == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_has_help_for_itself_and_each_option(run, command, flag):
    result = run(command, flag)
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: lamplighter {command} ")
    for parameter in main.commands[command].params:
        if parameter.param_type_name == "option":
            assert parameter.help, f"{parameter.name} has no help"
            assert parameter.opts[0] in result.output


def test_version_is_told(run):
    assert run("--version").output == f"lamplighter, version {lamplighter.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lable"], "No such command 'lable'."),
        (["label"], "Missing argument 'FILE...'."),
        (["label", "x.csv", "--port", "99999"], "Invalid value for '--port': 99999 is not in the range 0<=x<=65535."),
        (["label", "x.csv", "--min-df", "0"], "Invalid value for '--min-df': 0 is not in the range x>=1."),
        (["label", "x.csv", "--seed", "-1"], "Invalid value for '--seed': -1 is not in the range x>=0."),
        (["simulate", "x.csv"], "Missing option '--gold'."),
        (
            ["simulate", "x.csv", "--gold", "y", "--seeds", "0"],
            "Invalid value for '--seeds': 0 is not in the range x>=1.",
        ),
        (["demo", "--documents", "3"], "Invalid value for '--documents': 3 is not in the range x>=50."),
    ],
)
def test_command_that_cannot_be_read_is_told_with_exit_code_2(run, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Usage: lamplighter" in result.stderr


HELP_ALONE = """if True:
    import sys
    from lamplighter.cli import main
    for arguments in [["--help"], *([command, "--help"] for command in main.commands)]:
        try:
            main(arguments, prog_name="lamplighter")
        except SystemExit as end:
            assert end.code == 0
    heavy = {"numpy", "scipy", "sklearn", "polars", "fastapi", "uvicorn", "sqlalchemy", "rich", "narwhals"}
    print("loaded:", *sorted(heavy & set(sys.modules)))
"""


def test_help_loads_nothing_that_takes_long():
    run = subprocess.run([sys.executable, "-c", HELP_ALONE], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "loaded:"


def test_python_runs_the_package_as_the_command(tmp_path):
    command = [sys.executable, "-m", "lamplighter", "info", "nowhere.lamplighter"]
    found = {**os.environ, "PYTHONPATH": str(Path(lamplighter.__file__).parents[1])}
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=found)
    assert run.returncode == 2
    assert run.stderr == "Error: There is no project 'nowhere.lamplighter'.\n"
    assert run.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_reference_has_every_command_with_each_of_its_options():
    text = reference()
    assert text.startswith("# Command line\n")
    sections = text.split("\n## ")
    assert [section.partition("\n")[0] for section in sections[1:]] == [f"lamplighter {name}" for name in COMMANDS]
    for name, section in zip(COMMANDS, sections[1:], strict=True):
        assert f"Usage: lamplighter {name} " in section
        for parameter in main.commands[name].params:
            assert parameter.opts[0] in section or parameter.param_type_name == "argument"


def test_reference_is_the_same_in_every_terminal(monkeypatch):
    before = reference()
    monkeypatch.setenv("COLUMNS", "40")
    assert reference() == before
