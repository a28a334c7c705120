"""Functions that were written in Python: loaded, applied, and made functions of a session."""

import re
from types import SimpleNamespace

import pytest

from lamplighter import Corpus, Session
from lamplighter.exceptions import FileError, InputError
from lamplighter.interop import apply_functions, load_functions, written_functions

TEXTS = ["call 0800 now", "see you", "call me", "win 1000 now"]
LABELS = ["ham", "spam"]


@pytest.fixture
def corpus():
    return Corpus.from_texts(TEXTS, columns={"by": ["x", "y", "y", None]})


@pytest.fixture
def written(tmp_path):
    def write(code):
        file = tmp_path / "lfs.py"
        file.write_text(code)
        return file

    return write


def test_functions_of_a_file_are_found_but_not_those_it_imports_or_hides(written):
    file = written("from os.path import join\ndef long(x):\n    return 1\ndef _help(x):\n    return 0\nKIND = dict\n")
    assert list(load_functions(file)) == ["long"]


def test_snorkels_functions_are_found_by_their_own_names(written):
    file = written(
        "class LabelingFunction:\n"
        "    def __init__(self, name, f):\n        self.name, self._f, self._resources = name, f, {}\n"
        "    def __call__(self, x):\n        return self._f(x)\n"
        "def plain(x):\n    return 0\n"
        "lf = LabelingFunction('digits', lambda x: 1 if any(map(str.isdigit, x.text)) else -1)\n"
    )
    found = load_functions(file)
    assert list(found) == ["digits"]
    assert found["digits"](SimpleNamespace(text="a 1")) == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0\n", "lfs.py cannot be run: ZeroDivisionError: division by zero."),
        ("x = 1\n", "lfs.py defines no function. Write one that takes a text's row and gives a class or -1."),
    ],
)
def test_file_that_cannot_be_used_is_told(written, code, message):
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"):
        load_functions(written(code))


def test_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match=r"^none\.py is no file of Python\. Name one that ends in \.py\.$"):
        load_functions(tmp_path / "none.py")


def test_what_they_say_becomes_a_column_and_nothing_else_changes(corpus):
    functions = {
        "digits": lambda x: 1 if any(map(str.isdigit, x.text)) else -1,
        "by": lambda x: "ham" if x.by == "y" else None,
    }
    told = apply_functions(corpus, functions, LABELS)
    assert dict(told.columns) == {
        "by": ("x", "y", "y", None),
        "digits()": ("spam", None, None, "spam"),
        "by()": (None, "ham", "ham", None),
    }
    assert (told.texts, told.fingerprint) == (corpus.texts, corpus.fingerprint)
    assert list(corpus.columns) == ["by"]


def test_they_vote_in_a_session_where_they_said_so(corpus):
    told = apply_functions(corpus, {"digits": lambda x: int("0" in x.text)}, LABELS)
    pairs = written_functions(told, ["digits"], LABELS)
    assert pairs == [("@digits()=ham", "ham"), ("@digits()=spam", "spam")]
    session = Session(told, labels=LABELS)
    session.bring(pairs)
    assert session.label_matrix().tolist() == [[-1, 1], [0, -1], [0, -1], [-1, 1]]


@pytest.mark.parametrize("said", [2, "eggs", 0.5j, True])
def test_what_is_no_class_is_told_with_function_and_row(corpus, said):
    message = f"The function 'odd' gave {said!r} for row 1; expected 0 or 'ham', 1 or 'spam', or -1 to abstain."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        apply_functions(corpus, {"odd": lambda x: said if x.text == "see you" else -1}, LABELS)


def test_function_that_fails_is_told_with_its_row(corpus):
    message = "The function 'odd' failed on row 3: KeyError: 'stars'. Mend it, and start again."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        apply_functions(corpus, {"odd": lambda x: {}["stars"] if "win" in x.text else None}, LABELS)
