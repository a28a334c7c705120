"""Functions in and out: a spreadsheet, Prodigy's patterns, and all there is to say of them as JSON."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lamplighter.engine.patterns import Anything, Phrase, read_pattern
from lamplighter.exceptions import FileError

if TYPE_CHECKING:
    from lamplighter.session import Session

__all__ = ["FunctionFormat", "read_functions", "write_functions"]

FunctionFormat: TypeAlias = Literal["csv", "jsonl", "json"]
"""``csv`` has the columns ``query,label`` (Argilla's); ``jsonl`` is Prodigy's ``patterns.jsonl``; ``json`` is ours."""


def read_functions(content: str, form: FunctionFormat) -> list[tuple[str, str]]:
    r"""Read primitives (or other patterns) and labels.

    Of ours as JSON, those that are silent are passed over, and so is ``*``, which says nothing without the text it was written on.

    Parameters
    ----------
    content : str
    form : {'csv', 'jsonl', 'json'}

    Raises
    ------
    FileError
        If it is not of that form; the line is named.

    Examples
    --------
    >>> read_functions("query,label\ngreat,positive\nnot good,negative\n", "csv")
    [('great', 'positive'), ('not good', 'negative')]
    >>> read_functions('{"label": "negative", "pattern": [{"lower": "not"}, {"lower": "good"}]}', "jsonl")
    [('not good', 'negative')]
    """
    content = content.removeprefix("\ufeff")  # what Excel puts before everything
    if form == "csv":
        return _from_csv(content)
    if form == "jsonl":  # line ends of other kinds may stand inside of a string
        lines = [(number, line) for number, line in enumerate(content.split("\n"), start=1) if line.strip()]
        return [_from_prodigy(_parsed(line, f"line {number}"), f"line {number}") for number, line in lines]
    return _from_json(_parsed(content, "the file"))


def write_functions(session: Session, form: FunctionFormat) -> str:
    """Write the functions that stand.

    As CSV and for Prodigy, which know neither silence nor a reach, those that vote, but for ``*``: without a reach it fits every
    text. Prodigy's patterns are of words alone, so there other kinds are left out too.
    """
    labels, index = session.labels, session.engine.index
    patterns = [(function, read_pattern(index, function.primitive)) for function in session.functions]
    if form == "csv":
        file = StringIO()
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["query", "label"])
        table.writerows(
            [function.primitive, labels[function.label]]
            for function, pattern in patterns
            if not isinstance(pattern, Anything)
        )
        return file.getvalue()
    if form == "jsonl":
        lines = [
            {"label": labels[function.label], "pattern": [{"lower": word} for word in pattern.words]}
            for function, pattern in patterns
            if isinstance(pattern, Phrase)
        ]
        return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    records = [{**asdict(function), "label": labels[function.label]} for function in session.state.functions.values()]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def _from_csv(content: str) -> list[tuple[str, str]]:
    rows = csv.DictReader(StringIO(content, newline=None))  # whatever ends its lines
    try:
        there = rows.fieldnames or []
        if not {"query", "label"} <= set(there):
            found = ", ".join(map(repr, there)) or "nothing"
            raise FileError(f"The first line has {found}; expected the columns 'query' and 'label'.")
        return [_pair(row["query"], row["label"], f"line {rows.line_num}") for row in rows]
    except csv.Error as error:
        raise FileError(f"Line {rows.line_num + 1} is no CSV: {error}.") from error


def _from_prodigy(record: Any, where: str) -> tuple[str, str]:
    if not isinstance(record, dict) or not {"label", "pattern"} <= record.keys():
        raise FileError(
            f"{where.capitalize()} is no pattern of Prodigy's: expected an object with 'label' and 'pattern'."
        )
    pattern = record["pattern"]
    if isinstance(pattern, list):
        words = [_word(token, where) for token in pattern]
        spoken = [word for word in words if any(map(str.isalnum, word))]  # & between words would be a pattern
        return _pair(" ".join(spoken), record["label"], where)
    return _pair(pattern, record["label"], where)


def _word(token: Any, where: str) -> str:
    found = {str(key).lower(): value for key, value in token.items()} if isinstance(token, dict) else {}
    word = found.get("lower", found.get("text", found.get("orth")))
    if not isinstance(word, str) or len(found) != 1:
        raise FileError(
            f'{where.capitalize()} has the token {token!r}; only words are known here: {{"lower": "good"}}.'
        )
    return word


def _from_json(records: Any) -> list[tuple[str, str]]:
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise FileError("Expected a list of functions, each an object with 'primitive' and 'label'.")
    return [
        _pair(record.get("primitive"), record.get("label"), f"function {place}")
        for place, record in enumerate(records, start=1)
        if record.get("enabled") is not False and record.get("primitive") != str(Anything())
    ]


def _pair(query: Any, label: Any, where: str) -> tuple[str, str]:
    if not isinstance(query, str) or not query.strip() or not isinstance(label, str) or not label.strip():
        raise FileError(
            f"{where.capitalize()} has {query!r:.100} and {label!r:.100}; expected a query and a label, both texts."
        )
    return query.strip(), label.strip()


def _parsed(content: str, where: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise FileError(f"{where.capitalize()} is no JSON: {error.msg}, at character {error.pos}.") from error
