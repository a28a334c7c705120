"""Figures 2 and 8 in words and numbers, beside their plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.bench.report.curves import paired
from lamplighter.bench.report.numbers import NOTHING, fixed, grid, listed, plus_minus
from lamplighter.bench.report.panels import by_quartile
from lamplighter.bench.report.tables import FIGURES, dataset_heading, method_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lamplighter.bench.report.curves import Difference, Measured, Spread
    from lamplighter.bench.report.records import Quartile, Setting

__all__ = ["quartile_lines", "robust_settings", "threshold_lines"]


def robust_settings(measured: Measured) -> tuple[Setting, ...]:
    """Give the rows for which a method of Figure 8 was run at the lowest and at the highest threshold."""
    return tuple(setting for setting in measured.settings if _losses(measured, setting))


def threshold_lines(measured: Measured, labels: Mapping[Setting, str]) -> list[str]:
    """Give what is lost from the highest to the lowest threshold, a method a column, in lines of Markdown."""
    methods = [method for method in FIGURES["8"].methods if method in measured.methods]
    settings = robust_settings(measured)
    low, high = measured.thresholds[0], measured.thresholds[-1]
    rows = [_loss_row(labels[setting], methods, _losses(measured, setting)) for setting in settings]
    return [
        f"What is lost from threshold {high:g} to {low:g}, paired by seed, ± its standard error; bold is the least.",
        "",
        *grid(["Data set", *map(method_heading, methods)], rows),
        "",
        _robust_sentence(measured, settings, labels),
    ]


def _robust_sentence(measured: Measured, settings: Sequence[Setting], labels: Mapping[Setting, str]) -> str:
    """Say how far the paper's two claims come out: the first method is best throughout, and loses least."""
    first = FIGURES["8"].methods[0]
    judged = [setting for setting in settings if len(losses := _losses(measured, setting)) > 1 and first in losses]
    heading = method_heading(first)
    if not judged:
        return f"{heading} and another method were not run at both thresholds, so there is nothing to judge."
    best = [setting for setting in judged if _always_best(measured, setting)]
    least = [setting for setting in judged if _least(_losses(measured, setting)) == first]
    return (
        f"{heading} has the highest mean at every threshold on {_on(best, judged, labels)}, "
        f"and loses least on {_on(least, judged, labels)}. The paper says both."
    )


def _losses(measured: Measured, setting: Setting) -> dict[str, Difference]:
    if len(measured.thresholds) == 1:
        return {}
    low, high = measured.thresholds[0], measured.thresholds[-1]
    pairs = {
        method: paired(measured.scores(setting, method, high), measured.scores(setting, method, low))
        for method in FIGURES["8"].methods
    }
    return {method: difference for method, difference in pairs.items() if difference is not None}


def _least(losses: Mapping[str, Difference]) -> str:
    return min(losses, key=lambda method: losses[method].mean)


def _loss_row(label: str, methods: Sequence[str], losses: Mapping[str, Difference]) -> list[str]:
    texts = {method: plus_minus(loss.mean, loss.error) for method, loss in losses.items()}
    texts[_least(losses)] = f"**{texts[_least(losses)]}**"
    return [label, *(texts.get(method, NOTHING) for method in methods)]


def _always_best(measured: Measured, setting: Setting) -> bool:
    """Tell whether the first method has the highest mean at each threshold at which methods were run."""
    for threshold in measured.thresholds:
        cells = [measured.spread(setting, method, threshold) for method in FIGURES["8"].methods]
        known = [cell.mean for cell in cells if cell is not None]
        if known and (cells[0] is None or known.count(max(known)) > 1 or cells[0].mean < max(known)):
            return False
    return True


def _on(chosen: Sequence[object], among: Sequence[Setting], labels: Mapping[Setting, str]) -> str:
    missed = [labels[setting] for setting in among if setting not in chosen]
    said = f"{len(chosen) or 'none'} of {len(among)}"
    return said + (f" (not on {listed(missed)})" if missed and chosen else "")


def quartile_lines(quartiles: Sequence[Quartile]) -> list[str]:
    """Give coverage and accuracy on each quarter of the documents, a data set a row, in lines of Markdown."""
    tables = {what: by_quartile(quartiles, what) for what in ("coverage", "accuracy")}
    head = ["Data set", "", "nearest", "2nd", "3rd", "farthest", "nearest − farthest"]
    rows = [
        [dataset_heading(dataset) if what == "coverage" else "", what, *_quarters(tables[what][dataset])]
        for dataset in tables["coverage"]
        for what in tables
    ]
    falling = {what: sum(map(_falls, table.values())) or "none" for what, table in tables.items()}
    total = len(tables["coverage"])
    said = (
        f"From the nearest to the farthest quarter coverage falls on {falling['coverage']} of {total} and accuracy on "
        f"{falling['accuracy']} of {total} data sets. The paper shows both on Amazon."
    )
    return [*grid(head, rows, left=2), "", said]


def _quarters(cells: Sequence[Spread | None]) -> list[str]:
    nearest, farthest = cells[0], cells[-1]
    fall = NOTHING if nearest is None or farthest is None else fixed(nearest.mean - farthest.mean, signed=True)
    return [*(NOTHING if cell is None else plus_minus(cell.mean, cell.error) for cell in cells), fall]


def _falls(cells: Sequence[Spread | None]) -> bool:
    nearest, farthest = cells[0], cells[-1]
    return nearest is not None and farthest is not None and farthest.mean < nearest.mean
