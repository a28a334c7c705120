"""``lamplighter label --functions``."""

from contextlib import closing

import pytest

from lamplighter import Session
from lamplighter.store import SqliteStore

CODE = "def praise(x):\n    return 0 if 'good' in x.text else -1\ndef never(x):\n    return None\n"


@pytest.fixture
def functions(tmp_path):
    file = tmp_path / "lfs.py"
    file.write_text(CODE)
    return file


def project_of(file):
    return file.with_name(f"{file.name}.lamplighter")


def test_functions_in_python_vote_from_the_start_and_after_a_restart(label, served, reviews_csv, functions):
    result = label("--gold", "class", "--labels", "pos,neg", "--functions", functions, file=reviews_csv)
    assert result.exit_code == 0, result.output
    assert "lfs.py: 2 functions, 1 vote on no text\n" in result.output
    assert "praise()" not in result.output
    functions.unlink()
    assert [function.primitive for function in served[0].functions] == ["@praise()=pos"]
    with closing(SqliteStore.open(project_of(reviews_csv))) as store:
        session = Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
    assert session.label_matrix().ravel().tolist() == [0, 0, -1, -1, 0, -1, 0]


def test_they_are_refused_for_a_project_that_is_there(label, refused, reviews_csv, functions):
    label("--labels", "pos,neg", file=reviews_csv)
    refused(
        "label",
        reviews_csv,
        "--functions",
        functions,
        message=f"The project {str(project_of(reviews_csv))!r} keeps what its functions in Python said when it was made. "
        "Leave --functions out to go on with it, or name another --project to begin anew.",
    )


def test_function_that_fails_makes_no_project(refused, reviews_csv, functions):
    functions.write_text("def odd(x):\n    return x.stars\n")
    refused(
        "label",
        reviews_csv,
        "--labels",
        "pos,neg",
        "--functions",
        functions,
        message="The function 'odd' failed on row 0: AttributeError: 'types.SimpleNamespace' object has no attribute 'stars'. "
        "Mend it, and start again.",
    )
