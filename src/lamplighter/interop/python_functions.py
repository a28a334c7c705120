"""Labeling functions that were written in Python, Snorkel's among them, as columns beside the texts."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from lamplighter.engine.patterns import Column
from lamplighter.exceptions import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from lamplighter.data import Corpus

__all__ = ["apply_functions", "load_functions", "written_functions"]

ABSTAIN = -1
"""Snorkel's; ``None`` abstains too."""


def load_functions(path: Path) -> dict[str, Callable[[Any], Any]]:
    """Run a file of Python, and give the functions it defines, by name.

    These are its objects that Snorkel's ``@labeling_function`` has made and, where there is none of these, all functions of the
    file whose name does not begin with ``_``. It is run as it is: only files that you trust.

    Raises
    ------
    FileError
        If it cannot be run, or defines no function.
    """
    spec = importlib.util.spec_from_file_location("labeling_functions", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileError(f"{path.name} is no file of Python. Name one that ends in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # functions look their module up there
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise FileError(f"{path.name} cannot be run: {type(error).__name__}: {error}.") from error
    own = {name: value for name, value in vars(module).items() if callable(value) and not name.startswith("_")}
    decorated = {str(value.name): value for value in own.values() if _is_snorkels(value)}
    plain = {name: value for name, value in own.items() if getattr(value, "__module__", "") == spec.name}
    found = decorated or plain
    if not found:
        raise FileError(f"{path.name} defines no function. Write one that takes a text's row and gives a class or -1.")
    return found


def apply_functions(
    corpus: Corpus,
    functions: Mapping[str, Callable[[Any], Any]],
    labels: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> Corpus:
    """Give a corpus with a column ``name()`` for each function: the classes it votes.

    A function is given a row with the attributes ``text`` and those of the corpus's columns, and gives the number of a class
    (in the order of ``labels``, from 0) or its name; −1 or ``None`` to abstain.

    Parameters
    ----------
    corpus : Corpus
    functions : mapping of str to callable
    labels : sequence of str
    progress : callable, optional
        Told the documents done and those there are.

    Raises
    ------
    InputError
        If a function fails, or gives what is no class; with its name and the row.

    Examples
    --------
    >>> from lamplighter import Corpus
    >>> corpus = Corpus.from_texts(["call 0800 now", "see you"])
    >>> told = apply_functions(corpus, {"digits": lambda x: 1 if any(map(str.isdigit, x.text)) else -1}, ["ham", "spam"])
    >>> told.columns["digits()"]
    ('spam', None)
    """
    votes: dict[str, list[str | None]] = {name: [] for name in functions}
    for document, text in enumerate(corpus.texts):
        if progress is not None and document % 500 == 0:
            progress(document, len(corpus))
        values = {name: column[document] for name, column in corpus.columns.items()}
        row = SimpleNamespace(**values, text=text)
        for name, function in functions.items():
            votes[name].append(_vote(name, function, row, labels, int(corpus.rows[document])))
    columns = {**corpus.columns, **{f"{name}()": tuple(values) for name, values in votes.items()}}
    return replace(corpus, columns=columns)


def written_functions(corpus: Corpus, names: Sequence[str], labels: Sequence[str]) -> list[tuple[str, str]]:
    """Give pattern and class of each function in Python for each class it votes, for :meth:`Session.bring`."""
    return [
        (str(Column(f"{name}()", label)), label)
        for name in names
        for label in labels
        if label in set(corpus.columns[f"{name}()"])
    ]


def _is_snorkels(value: object) -> bool:
    """Whether Snorkel's decorator has made it; told by its looks, so that Snorkel need not be installed."""
    return isinstance(getattr(value, "name", None), str) and hasattr(value, "_resources")


def _vote(
    name: str, function: Callable[[Any], Any], row: SimpleNamespace, labels: Sequence[str], number: int
) -> str | None:
    try:
        said = function(row)
    except Exception as error:
        raise InputError(
            f"The function {name!r} failed on row {number}: {type(error).__name__}: {error}. Mend it, and start again."
        ) from error
    if said is None:
        return None
    if isinstance(said, str):
        if said in labels:
            return said
    elif not isinstance(said, bool):
        try:
            code = int(said)
        except (TypeError, ValueError):
            code = len(labels)
        if code == ABSTAIN:
            return None
        if 0 <= code < len(labels):
            return labels[code]
    known = ", ".join(f"{code} or {label!r}" for code, label in enumerate(labels))
    raise InputError(f"The function {name!r} gave {said!r} for row {number}; expected {known}, or -1 to abstain.")
