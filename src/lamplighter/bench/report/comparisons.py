"""A table of the paper as Markdown: ours, the paper's, and the differences, with a sentence on the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.bench.report.curves import paired
from lamplighter.bench.report.numbers import NOTHING, fixed, grid, plus_minus
from lamplighter.bench.report.order import order_sentence, outcomes
from lamplighter.bench.report.paper import paper_value
from lamplighter.bench.report.tables import TABLES, Column, Table, method_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lamplighter.bench.report.curves import Difference, Measured, Spread
    from lamplighter.bench.report.records import Setting

__all__ = ["comparison", "other_methods", "shown_tables"]


def shown_tables(measured: Measured) -> tuple[Table, ...]:
    """Give the tables that can be compared: the first method was measured, and another."""
    return tuple(
        table
        for table in TABLES.values()
        if table.columns and table.methods[0] in measured.methods and len({*table.methods} & {*measured.methods}) > 1
    )


def comparison(table: Table, measured: Measured, labels: Mapping[Setting, str]) -> list[str]:
    """Give one table of the paper beside what was measured, in lines of Markdown."""
    rows = [row for setting in measured.settings for row in _rows(table, measured, setting, labels[setting])]
    return [
        f"### Table {table.number}: {table.title}",
        "",
        *grid(["Data set", "", *(column.heading for column in table.columns)], rows, left=2),
        "",
        order_sentence(table, outcomes(table, measured), labels),
        *(["", table.note] if table.note else []),
        "",
    ]


def other_methods(measured: Measured, labels: Mapping[Setting, str]) -> list[str]:
    """Give the scores of the methods that no table shows, in lines of Markdown; nothing if there are none."""
    shown = {method for table in shown_tables(measured) for method in table.methods}
    columns = [Column(method, method_heading(method)) for method in measured.methods if method not in shown]
    if not columns:
        return []
    rows = [
        _measured_row(columns, measured, setting, labels[setting])
        for setting in measured.settings
        if any(measured.of(setting, column.method) for column in columns)
    ]
    return ["### Other methods", "", *grid(["Data set", "", *(column.heading for column in columns)], rows, left=2), ""]


def _rows(table: Table, measured: Measured, setting: Setting, label: str) -> list[list[str]]:
    """Give what is known of one data set: ours, the paper's, the difference of both, and the first method's lead."""
    cells = [measured.spread(setting, method) for method in table.methods]
    if not any(cells):
        return []
    theirs = [paper_value(table.number, setting.dataset, setting.metric, method) for method in table.methods]
    rows = [_measured_row(table.columns, measured, setting, label)]
    if any(value is not None for value in theirs):
        best = max(value for value in theirs if value is not None)
        rows.append(
            ["", "paper", *(_bold(value, fixed(value), best) if value is not None else NOTHING for value in theirs)]
        )
        rows.append(["", "ours − paper", *map(_off, cells, theirs)])
    ours = measured.scores(setting, table.methods[0])
    leads = [paired(ours, measured.scores(setting, method)) for method in table.methods[1:]]
    return [*rows, ["", f"{table.columns[0].heading} − it", "", *map(_lead, leads)]]


def _measured_row(columns: Sequence[Column], measured: Measured, setting: Setting, label: str) -> list[str]:
    cells = [measured.spread(setting, column.method) for column in columns]
    known = [cell for cell in cells if cell is not None]
    seeds = {cell.n for cell in known}
    best = max(cell.mean for cell in known)
    return [label, f"ours, {_count(seeds)}", *(_cell(cell, best, show_n=len(seeds) > 1) for cell in cells)]


def _count(seeds: set[int]) -> str:
    least, most = min(seeds), max(seeds)
    return f"{least} seed{'' if least == 1 else 's'}" if least == most else f"{least}–{most} seeds"


def _cell(cell: Spread | None, best: float, *, show_n: bool) -> str:
    if cell is None:
        return NOTHING
    return _bold(cell.mean, plus_minus(cell.mean, cell.sd), best) + (f" (n = {cell.n})" if show_n else "")


def _bold(value: float, text: str, best: float) -> str:
    return f"**{text}**" if value >= best else text


def _off(cell: Spread | None, theirs: float | None) -> str:
    return NOTHING if cell is None or theirs is None else fixed(cell.mean - theirs, signed=True)


def _lead(difference: Difference | None) -> str:
    """Write a difference, in parentheses unless it is beyond noise."""
    if difference is None:
        return NOTHING
    text = plus_minus(difference.mean, difference.error, signed=True)
    return text if difference.clear else f"({text})"
