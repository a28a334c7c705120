"""Does the paper's order come out? The method that a table recommends against the strongest of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.bench.report.curves import Difference, Measured, paired
from lamplighter.bench.report.numbers import listed, plus_minus
from lamplighter.bench.report.paper import paper_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lamplighter.bench.report.records import Setting
    from lamplighter.bench.report.tables import Column, Table

__all__ = ["Outcome", "order_sentence", "outcomes"]

_FEW = 3  # as many other methods are named; more are "every other method"


@dataclass(frozen=True)
class Outcome:
    """How the first method of a table fares in one row.

    Attributes
    ----------
    setting : Setting
    rival : Column
        The method that comes nearest to it or is furthest above it.
    difference : Difference
        The first method minus the rival, paired by seed.
    in_paper : bool or None
        Whether the paper has the first method above all others here; nothing where the paper has no such row.
    missing : tuple of Column
        Other methods of the table that were not run here, or with no seed in common.
    """

    setting: Setting
    rival: Column
    difference: Difference
    in_paper: bool | None
    missing: tuple[Column, ...] = ()


def outcomes(table: Table, measured: Measured) -> tuple[Outcome, ...]:
    """Compare the first method with the strongest other, for each row where both were run with a common seed."""
    found = (_outcome(table, measured, setting) for setting in measured.settings)
    return tuple(outcome for outcome in found if outcome is not None)


def _outcome(table: Table, measured: Measured, setting: Setting) -> Outcome | None:
    ours = measured.scores(setting, table.columns[0].method)
    pairs = [(column, paired(ours, measured.scores(setting, column.method))) for column in table.columns[1:]]
    compared = [(column, difference) for column, difference in pairs if difference is not None]
    missing = tuple(column for column, difference in pairs if difference is None)
    if not compared:
        return None
    rival, difference = min(compared, key=lambda pair: pair[1].mean)
    return Outcome(setting, rival, difference, _in_paper(table, setting), missing)


def _in_paper(table: Table, setting: Setting) -> bool | None:
    values = [paper_value(table.number, setting.dataset, setting.metric, method) for method in table.methods]
    first, *others = (value for value in values if value is not None) if None not in values else (None,)
    return None if first is None else first > max(others)


def order_sentence(table: Table, judged: Sequence[Outcome], labels: Mapping[Setting, str]) -> str:
    """Say on which rows the first method of a table is above the others, by how much, and what is noise.

    Parameters
    ----------
    table : Table
    judged : sequence of Outcome
        From :func:`outcomes`.
    labels : mapping from Setting to str
        How each row is headed.
    """
    first = table.columns[0].heading
    if not judged:
        return f"{first} and another method of this table were not run together, so there is no order to judge."
    above = [outcome for outcome in judged if outcome.difference.sign > 0]
    clear = sum(outcome.difference.clear for outcome in above)
    said = f"{first} is above {_others(table)} on {_of(len(above), len(judged))} {_rows(judged)}"
    said += f", beyond noise on {clear or 'none'} of them" if above else ""
    said += _paper_says(judged)
    one_rival = len(table.columns) == 2  # noqa: PLR2004
    if above:
        said += ": " + listed([_detail(outcome, labels, None if one_rival else "next") for outcome in above])
    below = [_detail(outcome, labels, None if one_rival else "behind") for outcome in judged if outcome not in above]
    return said + "." + (f" Not on {listed(below)}." if below else "") + _without(judged, labels)


def _rows(judged: Sequence[Outcome]) -> str:
    """Name what is counted: a data set may have several rows, one a user or metric."""
    different = len({outcome.setting.dataset for outcome in judged}) == len(judged)
    return ("data set" if different else "row") + ("" if len(judged) == 1 else "s")


def _without(judged: Sequence[Outcome], labels: Mapping[Setting, str]) -> str:
    parts = [
        f"{listed([column.heading for column in outcome.missing])} on {labels[outcome.setting]}"
        for outcome in judged
        if outcome.missing
    ]
    return f" Judged without {'; '.join(parts)}." if parts else ""


def _others(table: Table) -> str:
    names = [column.heading for column in table.columns[1:]]
    return listed(names) if len(names) <= _FEW else "every other method"


def _of(count: int, total: int) -> str:
    return f"{count or 'none'} of {total}"


def _paper_says(judged: Sequence[Outcome]) -> str:
    known = [outcome.in_paper for outcome in judged if outcome.in_paper is not None]
    return f" (in the paper on {_of(sum(known), len(known))})" if known else ""


def _detail(outcome: Outcome, labels: Mapping[Setting, str], verb: str | None) -> str:
    difference = outcome.difference
    rival = "" if verb is None else f", {'a tie with' if difference.sign == 0 else verb} {outcome.rival.heading}"
    if difference.n == 1:
        noise = ", one seed"
    elif difference.clear:
        noise = ""
    else:
        noise = ", within noise"
    return f"{labels[outcome.setting]} ({plus_minus(difference.mean, difference.error, signed=True)}{rival}{noise})"
