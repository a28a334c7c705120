"""What the plots show, as numbers: panels of lines with their standard errors."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.bench.report.curves import mean_curve, spread
from lamplighter.bench.report.tables import FIGURES, METHOD_HEADINGS, dataset_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lamplighter.bench.report.curves import Measured, Spread
    from lamplighter.bench.report.records import Quartile, Setting

__all__ = ["Line", "Panel", "by_quartile", "curve_panels", "metric_heading", "quartile_panels", "threshold_panels"]


@dataclass(frozen=True)
class Line:
    """One line: places, means and standard errors of the means (0 where one seed shows none)."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    error: tuple[float, ...]


@dataclass(frozen=True)
class Panel:
    """Axes with lines. Panels with the same ``y_label`` share their vertical range."""

    title: str
    y_label: str
    lines: tuple[Line, ...]


def curve_panels(measured: Measured, labels: Mapping[Setting, str]) -> tuple[Panel, ...]:
    """Give the mean learning curves, a panel a row of the tables.

    The methods are those of the paper's Appendix A and those that the paper does not know; if none of these was run,
    all that were.
    """
    known = set(METHOD_HEADINGS) - set(FIGURES["A"].methods)
    methods = [method for method in measured.methods if method not in known] or measured.methods
    panels = []
    for setting in measured.settings:
        cells = [(method, measured.of(setting, method)) for method in methods]
        lines = tuple(_line(method, *mean_curve(curves)) for method, curves in cells if curves)
        panels.append(Panel(labels[setting], metric_heading(setting.metric), lines))
    return tuple(panel for panel in panels if panel.lines)


def threshold_panels(measured: Measured, labels: Mapping[Setting, str]) -> tuple[Panel, ...]:
    """Give the scores of Figure 8's methods over the user's thresholds, for the rows where a method has two thresholds or more."""
    panels = []
    for setting in measured.settings:
        lines = []
        for method in FIGURES["8"].methods:
            cells = [(threshold, measured.spread(setting, method, threshold)) for threshold in measured.thresholds]
            known = [(threshold, cell) for threshold, cell in cells if cell is not None]
            if len(known) > 1:
                lines.append(_line(method, [place for place, _ in known], [cell for _, cell in known]))
        panels.append(Panel(labels[setting], metric_heading(setting.metric, mean=True), tuple(lines)))
    return tuple(panel for panel in panels if panel.lines)


def quartile_panels(quartiles: Sequence[Quartile]) -> tuple[Panel, ...]:
    """Give coverage and accuracy of functions over the quarters of the documents, a line a data set."""
    panels = []
    for what in ("coverage", "accuracy"):
        lines = []
        for dataset, cells in by_quartile(quartiles, what).items():
            known = [(place, cell) for place, cell in zip((1, 2, 3, 4), cells, strict=True) if cell is not None]
            if known:
                lines.append(_line(dataset, [place for place, _ in known], [cell for _, cell in known]))
        panels.append(Panel(f"{what.capitalize()} of functions", f"Mean {what}", tuple(lines)))
    return tuple(panel for panel in panels if panel.lines)


def by_quartile(quartiles: Sequence[Quartile], what: str) -> dict[str, tuple[Spread | None, ...]]:
    """Give the spread over seeds of ``"coverage"`` or ``"accuracy"`` on each quarter, nearest first, by data set."""
    gathered: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for row in quartiles:
        value = row.coverage if what == "coverage" else row.accuracy
        if value is not None:
            gathered[row.dataset, row.quartile].append(value)
    return {
        dataset: tuple(spread(values) if (values := gathered[dataset, place]) else None for place in (1, 2, 3, 4))
        for dataset in sorted({row.dataset for row in quartiles}, key=dataset_order)
    }


def _line(name: str, x: Sequence[float], cells: Sequence[Spread]) -> Line:
    errors = (0.0 if math.isnan(cell.error) else cell.error for cell in cells)
    return Line(name, tuple(map(float, x)), tuple(cell.mean for cell in cells), tuple(errors))


def metric_heading(metric: str, *, mean: bool = False) -> str:
    """Write a metric out.

    Examples
    --------
    >>> metric_heading("accuracy"), metric_heading("f1:spam"), metric_heading("accuracy", mean=True)
    ('Accuracy', 'F1 of spam', 'Mean accuracy')
    """
    kind, _, label = metric.partition(":")
    heading = f"F1 of {label}" if kind == "f1" and label else metric.capitalize()
    return f"Mean {heading[0].lower() if not label else heading[0]}{heading[1:]}" if mean else heading
