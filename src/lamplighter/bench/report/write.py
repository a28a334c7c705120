"""The report on disk: a page of Markdown and its plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.bench.report.curves import by_protocol
from lamplighter.bench.report.figures import robust_settings
from lamplighter.bench.report.markdown import (
    Report,
    curves_file,
    quartiles_file,
    render,
    row_labels,
    thresholds_file,
)
from lamplighter.bench.report.panels import by_quartile, curve_panels, quartile_panels, threshold_panels
from lamplighter.bench.report.plots import draw, need_matplotlib, save
from lamplighter.bench.report.records import read_curves, read_quartiles, read_runs
from lamplighter.bench.report.tables import dataset_heading, method_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import polars as pl
    from matplotlib.figure import Figure

    from lamplighter.bench.report.curves import Measured
    from lamplighter.bench.report.records import Quartile
    from lamplighter.bench.report.tables import DatasetFacts

__all__ = ["write_report"]

_QUARTERS = {1.0: "nearest", 2.0: "2nd", 3.0: "3rd", 4.0: "farthest"}


def write_report(
    curves: pl.DataFrame,
    runs: pl.DataFrame,
    quartiles: pl.DataFrame | None,
    facts: Iterable[DatasetFacts],
    out: Path,
    *,
    command: str,
    versions: Mapping[str, str],
    machine: str,
    png: bool = False,
) -> Path:
    """Write ``report.md`` and ``figures/*.svg`` to a folder, beside what is there.

    The same figures give the same bytes, as far as the version of matplotlib is the same.

    Parameters
    ----------
    curves : polars.DataFrame
        One point of a learning curve a row: ``dataset, protocol, user, threshold, method, seed, iteration, metric,
        value``.
    runs : polars.DataFrame
        One run a row: ``dataset, protocol, user, threshold, method, seed, seconds, functions, documents, note``.
    quartiles : polars.DataFrame or None
        One run and quarter of the documents a row: ``dataset, seed, quartile, functions, coverage, accuracy``; for
        Figure 2, which is left out without it.
    facts : iterable of DatasetFacts
        For Table 1, which is left out if there are none.
    out : Path
        The folder; made if need be.
    command : str
        What makes the report again.
    versions : mapping from str to str
        Packages and their versions, in the order in which they are to be named.
    machine : str
        Where it ran, in a few words and without a full stop.
    png : bool, default=False
        Write ``figures/*.png`` as well.

    Returns
    -------
    Path
        Of ``report.md``.

    Raises
    ------
    MissingExtraError
        Without matplotlib.
    ColumnNotFoundError
        Where a frame lacks a column.
    InputError
        Where there are no curves, a value is missing, or a point is there twice. Nothing is written then.
    """
    need_matplotlib()
    report = Report(
        measured=by_protocol(read_curves(curves)),
        runs=read_runs(runs),
        quartiles=() if quartiles is None else read_quartiles(quartiles),
        facts=tuple(facts),
        command=command,
        versions=versions,
        machine=machine,
    )
    page = render(report)
    (out / "figures").mkdir(parents=True, exist_ok=True)
    for name, figure in _figures(report.measured, report.quartiles):
        save(figure, out / name, png=png)
    written = out / "report.md"
    written.write_text(page, encoding="utf-8", newline="\n")
    return written


def _figures(measured: Iterable[Measured], quartiles: tuple[Quartile, ...]) -> Iterator[tuple[str, Figure]]:
    """Draw each plot that the page refers to, with its name."""
    for part in measured:
        labels = row_labels(part.settings)
        headings = {method: method_heading(method) for method in part.methods}
        yield curves_file(part.protocol), draw(curve_panels(part, labels), headings, "Iteration")
        if robust_settings(part):
            panels = threshold_panels(part, labels)
            ticks = {threshold: f"{threshold:g}" for threshold in part.thresholds}
            yield (
                thresholds_file(part.protocol),
                draw(panels, headings, "Threshold of the user", ticks=ticks, band=False),
            )
    if quartiles:
        panels = quartile_panels(quartiles)
        headings = {dataset: dataset_heading(dataset) for dataset in by_quartile(quartiles, "coverage")}
        yield quartiles_file(), draw(panels, headings, "Quarter of documents, by distance", ticks=_QUARTERS, band=False)
