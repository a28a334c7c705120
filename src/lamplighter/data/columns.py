"""Cells and columns of a table as strings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from lamplighter.exceptions import ColumnNotFoundError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import narwhals as nw

__all__ = ["LONGEST", "check_there", "other_columns", "string", "taken", "written"]

LONGEST = 200
"""Characters that a value may have in a column that nobody named."""

SCALARS = (str, int, float, Decimal, date, time, timedelta, np.generic)


def string(value: object) -> str | None:
    """Make a string of a cell; missing values stay missing: ``None``, NaN, and pandas' NA and NaT."""
    if isinstance(value, str):
        return value
    try:
        missing = value is None or bool(value != value)  # noqa: PLR0124  (only NaN and NaT differ from themselves)
    except TypeError:  # NA is neither equal to itself nor not
        missing = True
    return None if missing else str(value)


def written(value: object) -> str | None:
    """Make a string of a cell as a person would write it.

    pandas has no whole numbers with gaps, and no days without a time: what was added for that is left out.

    Examples
    --------
    >>> [written(value) for value in (4.0, 4.5, 4, True, float("nan"), datetime(2024, 5, 6))]
    ['4', '4.5', '4', 'True', None, '2024-05-06']
    """
    text = string(value)
    if text is None or isinstance(value, str):
        return text
    if isinstance(value, (float, np.floating)):
        return text.removesuffix(".0")
    return text.removesuffix(" 00:00:00") if isinstance(value, datetime) else text


def taken(
    what: str,
    values: Iterable[object],
    rows: Sequence[int],
    n_rows: int,
    to_string: Callable[[object], str | None] = string,
) -> tuple[str | None, ...]:
    """Take the values of some rows, without blanks around them; blank ones are missing.

    Raises
    ------
    InputError
        If there are not ``n_rows`` values.
    """
    every = [(to_string(value) or "").strip() for value in values]
    if len(every) != n_rows:
        raise InputError(f"There are {n_rows} texts and {len(every)} values of {what}; there must be as many.")
    return tuple(every[row] or None for row in rows)


def check_there(names: Iterable[str | None], available: Sequence[str]) -> None:
    """Raise ColumnNotFoundError for the first name that a table does not have."""
    for name in names:
        if name is not None and name not in available:
            raise ColumnNotFoundError.from_missing(name, available)


def other_columns(
    frame: nw.DataFrame[Any], roles: Mapping[str, str | None], wanted: Sequence[str] | None
) -> dict[str, list[object]]:
    """Give the cells of the columns that are kept beside the texts.

    Parameters
    ----------
    frame : narwhals.DataFrame
    roles : mapping of str to str or None
        What columns that are something else already are, and their names.
    wanted : sequence of str, or None
        Their names. ``None``: all that have a name and a value, and none that is longer than :data:`LONGEST` or a list.

    Raises
    ------
    ColumnNotFoundError
        If a column that was named is not there.
    InputError
        If it is something else already, or its values are lists or the like.
    """
    if wanted is None:
        names = [name for name in frame.columns if name not in roles.values() and str(name).strip()]
        found = {str(name): _cells(frame, name) for name in names}
        return {name: cells for name, cells in found.items() if cells is not None and _are_short(cells)}
    if isinstance(wanted, str):
        raise InputError(f"The columns are one string, {wanted!r}; expected a list of names.")
    check_there(wanted, frame.columns)
    for role, name in roles.items():
        if name in wanted:
            raise InputError(f"The column {name!r} holds the {role} already. Leave it out of the other columns.")
    return {name: _cells_in_a_line(frame, name) for name in wanted}


def _cells_in_a_line(frame: nw.DataFrame[Any], name: str) -> list[object]:
    cells = _cells(frame, name)
    if cells is None:
        raise InputError(
            f"The column {name!r} holds {frame.schema[name]}, which cannot stand in a line. Expected are strings, "
            "numbers, booleans or dates; leave the column out, or make its values strings."
        )
    return cells


def _cells(frame: nw.DataFrame[Any], name: str) -> list[object] | None:
    """Give a column's cells, or nothing where some are lists or another thing that cannot stand in a line."""
    import narwhals as nw  # noqa: PLC0415  (frames are rare beside texts, and their import is slow)

    column = frame.get_column(name)
    if isinstance(column.dtype, (nw.List, nw.Array, nw.Struct)):
        return None  # before each embedding is made a list of Python's
    cells: list[object] = column.to_list()
    if column.dtype == nw.Float32:  # what is 0.1 there would be 0.10000000149011612
        cells = [None if cell is None else np.float32(cell) for cell in cells]  # type: ignore[arg-type]
    return cells if all(map(_stands_in_a_line, cells)) else None


def _stands_in_a_line(cell: object) -> bool:
    return isinstance(cell, SCALARS) or (not isinstance(cell, Collection) and string(cell) is None)


def _are_short(cells: list[object]) -> bool:
    """Say whether there are values, and none is long; numbers and the like never are."""
    some = any((string(cell) or "").strip() for cell in cells)  # mostly the first
    return some and all(len(cell) <= LONGEST for cell in cells if isinstance(cell, str))
