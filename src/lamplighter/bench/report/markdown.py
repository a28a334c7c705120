"""The report as one page of Markdown. Nothing is read, written or drawn here."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.bench.report.comparisons import comparison, other_methods, shown_tables
from lamplighter.bench.report.figures import quartile_lines, robust_settings, threshold_lines
from lamplighter.bench.report.numbers import NOTHING, grid, listed, seconds, slug
from lamplighter.bench.report.panels import metric_heading
from lamplighter.bench.report.paper import paper_documents, paper_metric
from lamplighter.bench.report.tables import (
    DATASET_HEADINGS,
    FIGURES,
    PROTOCOL_HEADINGS,
    TABLES,
    dataset_heading,
    dataset_order,
    method_heading,
    method_order,
    protocol_order,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lamplighter.bench.report.curves import Measured
    from lamplighter.bench.report.records import Curve, Quartile, Run, Setting
    from lamplighter.bench.report.tables import DatasetFacts

__all__ = ["Report", "curves_file", "quartiles_file", "render", "row_labels", "thresholds_file"]

_READING = """\
A run's score is the mean of its learning curve. **0.762 ± 0.012** is the mean of the scores over seeds and their standard
deviation (divisor n − 1); bold is the best of its row. *Nemo − it* is the difference of two methods' scores, paired by
seed: its mean ± its standard error, in parentheses where it is within noise, that is, where 0 lies in the 95 % interval of
Student's t, or there is one seed only. No correction is made for how many differences are looked at. The paper prints
means of five runs without a spread, and its copies of the data may be others, so *ours − paper* has no error.
– stands for what was not run."""


@dataclass(frozen=True)
class Report:
    """All that the page tells.

    Attributes
    ----------
    measured : tuple of Measured
        One a protocol.
    runs : tuple of Run
    quartiles : tuple of Quartile
        For Figure 2; may be empty.
    facts : tuple of DatasetFacts
        For Table 1; may be empty.
    command : str
        What makes the report again.
    versions : mapping from str to str
        Packages and their versions.
    machine : str
        Where it ran, in a few words.
    """

    measured: tuple[Measured, ...]
    runs: tuple[Run, ...]
    quartiles: tuple[Quartile, ...]
    facts: tuple[DatasetFacts, ...]
    command: str
    versions: Mapping[str, str]
    machine: str


def render(report: Report) -> str:
    """Write the page; plots are referred to by :func:`curves_file` and its like."""
    parts = [_top(report), _facts(report.facts)]
    parts += [_protocol(measured, report.runs) for measured in report.measured]
    parts += [_functions(report.quartiles), _not_run(report), _notes(report.runs)]
    return "\n".join(line for lines in parts for line in lines).rstrip("\n") + "\n"


def row_labels(settings: Sequence[Setting]) -> dict[Setting, str]:
    """Head each row by its data set, and by its user and its metric where there are several.

    Examples
    --------
    >>> from lamplighter.bench.report.records import Setting
    >>> rows = [Setting("yelp", "uniform", "accuracy"), Setting("sms", "lexicon", "f1:spam")]
    >>> list(row_labels(rows).values()), list(row_labels(rows[:1]).values())
    (['Yelp, user uniform', 'SMS, user lexicon'], ['Yelp'])
    """
    users = {setting.user for setting in settings}
    labels = {}
    for setting in settings:
        metrics = {other.metric for other in settings if other.dataset == setting.dataset}
        parts = [dataset_heading(setting.dataset)]
        parts += [f"user {setting.user}"] if len(users) > 1 else []
        parts += [metric_heading(setting.metric)] if len(metrics) > 1 else []
        labels[setting] = ", ".join(parts)
    return labels


def curves_file(protocol: str) -> str:
    """Name the plot of learning curves, from the report's folder and without its ending."""
    return f"figures/curves-{slug(protocol)}"


def thresholds_file(protocol: str) -> str:
    """Name the plot of Figure 8."""
    return f"figures/thresholds-{slug(protocol)}"


def quartiles_file() -> str:
    """Name the plot of Figure 2."""
    return "figures/quartiles"


def _image(alt: str, name: str) -> str:
    return f"![{alt}]({name}.svg)"


def _top(report: Report) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    return [
        "# The paper's experiments, measured",
        "",
        "C.-Y. Hsieh, J. Zhang and A. Ratner, *Nemo: Guiding and Contextualizing Weak Supervision for Interactive Data",
        "Programming*, VLDB 2023 (technical report arXiv 2203.01382), beside what this command gave:",
        "",
        "```bash",
        report.command,
        "```",
        "",
        f"{report.machine}. {versions}.",
        "",
        _READING,
        "",
    ]


def _facts(facts: Sequence[DatasetFacts]) -> list[str]:
    if not facts:
        return []
    rows = []
    for fact in sorted(facts, key=lambda fact: dataset_order(fact.dataset)):
        theirs = paper_documents(fact.dataset) or (None, None, None)
        counts = (fact.train, fact.valid, fact.test, *theirs)
        rows.append([dataset_heading(fact.dataset), *(NOTHING if count is None else f"{count:,}" for count in counts)])
    head = ["Data set", "train", "valid", "test", "paper: train", "valid", "test"]
    return [f"## Table 1: {TABLES[1].title}", "", "Documents.", "", *grid(head, rows), ""]


def _protocol(measured: Measured, runs: Sequence[Run]) -> list[str]:
    labels = row_labels(measured.settings)
    known = PROTOCOL_HEADINGS.get(measured.protocol)
    title = f"## Protocol `{measured.protocol}`" + (f": {known}" if known else "")
    parts = [[title, "", _circumstances(measured), ""], _curves(measured, labels)]
    parts += [comparison(table, measured, labels) for table in shown_tables(measured)]
    parts += [other_methods(measured, labels), _thresholds(measured, labels)]
    parts += [_costs([run for run in runs if run.protocol == measured.protocol])]
    return [line for part in parts for line in part]


def _circumstances(measured: Measured) -> str:
    users = sorted({f"`{setting.user}`" for setting in measured.settings})
    ends = sorted({curve.iterations[-1] for curve in measured.curves})
    points = sorted({len(curve.iterations) for curve in measured.curves})
    datasets: defaultdict[str, list[str]] = defaultdict(list)
    for setting in measured.settings:
        datasets[metric_heading(setting.metric)].append(dataset_heading(setting.dataset))
    metrics = [f"{metric} on {listed(list(dict.fromkeys(names)))}" for metric, names in datasets.items()]
    return (
        f"Simulated user: {listed(users)}, threshold {measured.threshold:g}. {'; '.join(metrics)}. "
        f"Curves of {_range(points)} points up to iteration {_range(ends)}."
    )


def _range(values: Sequence[int]) -> str:
    return str(values[0]) if len(values) == 1 else f"{values[0]}–{values[-1]}"


def _curves(measured: Measured, labels: Mapping[Setting, str]) -> list[str]:
    return [
        "### Learning curves (the paper's Appendix A)",
        "",
        _image(f"Learning curves: {'; '.join(labels.values())}", curves_file(measured.protocol)),
        "",
        "Means over seeds; the bands are one standard error of the mean to either side.",
        "",
    ]


def _thresholds(measured: Measured, labels: Mapping[Setting, str]) -> list[str]:
    if not robust_settings(measured):
        return []
    return [
        f"### Figure 8: {FIGURES['8'].title}",
        "",
        _image("Scores over the threshold of the simulated user", thresholds_file(measured.protocol)),
        "",
        "Means over seeds; the bars are one standard error of the mean to either side.",
        "",
        *threshold_lines(measured, labels),
        "",
    ]


def _costs(runs: Sequence[Run]) -> list[str]:
    if not runs:
        return []
    return [
        "### What a run takes",
        "",
        "Seconds, the median over runs.",
        "",
        *_medians(runs, lambda run: run.seconds, seconds),
        "",
        "Functions written, the median over runs.",
        "",
        *_medians(runs, lambda run: run.functions, lambda value: f"{value:,.0f}"),
        "",
    ]


def _medians(runs: Sequence[Run], cost: Callable[[Run], float], written: Callable[[float], str]) -> list[str]:
    costs: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for run in runs:
        costs[run.method, run.dataset].append(cost(run))
    datasets = sorted({run.dataset for run in runs}, key=dataset_order)
    rows = [
        [method_heading(method), *(_median(costs[method, dataset], written) for dataset in datasets)]
        for method in sorted({run.method for run in runs}, key=method_order)
    ]
    return grid(["Method", *map(dataset_heading, datasets)], rows)


def _median(costs: Sequence[float], written: Callable[[float], str]) -> str:
    return written(statistics.median(costs)) if costs else NOTHING


def _functions(quartiles: Sequence[Quartile]) -> list[str]:
    if not quartiles:
        return []
    functions = sum(row.functions for row in quartiles if row.quartile == 1)
    return [
        f"## Figure 2: {FIGURES['2'].title}",
        "",
        _image("Coverage and accuracy of functions from the nearest to the farthest documents", quartiles_file()),
        "",
        f"{functions:,} functions. Means over seeds of the mean over functions; ± and bars are one standard error.",
        "",
        *quartile_lines(quartiles),
        "",
    ]


def _not_run(report: Report) -> list[str]:
    lines = [line for measured in report.measured for line in _missing(measured)]
    left_out = [_stopped(curve, measured) for measured in report.measured for curve in measured.left_out]
    return ["## Not run", "", *(lines or ["Nothing is missing."]), *left_out, ""]


def _missing(measured: Measured) -> list[str]:
    """List, for one protocol, the cells of the tables above that are empty, then the tables and data sets that are."""
    labels = row_labels(measured.settings)
    shown = shown_tables(measured)
    lines = []
    for method in sorted(
        {*measured.methods, *(method for table in shown for method in table.methods)}, key=method_order
    ):
        rows = [labels[setting] for setting in measured.settings if not measured.of(setting, method)]
        if rows:
            where = "all" if len(rows) == len(labels) else "; ".join(rows)
            lines.append(f"- `{measured.protocol}`: {method_heading(method)} (`{method}`) on {where}")
    tables = [str(table.number) for table in TABLES.values() if table.columns and table not in shown]
    if tables:
        lines.append(
            f"- `{measured.protocol}`: what {'Tables' if len(tables) > 1 else 'Table'} {listed(tables)} would show"
        )
    datasets = [heading for name, heading in DATASET_HEADINGS.items() if not _has(measured, name)]
    return [*lines, *([f"- `{measured.protocol}`: {listed(datasets)} by the paper's metric"] if datasets else [])]


def _has(measured: Measured, dataset: str) -> bool:
    metric = paper_metric(dataset)
    return any(setting.dataset == dataset and setting.metric == metric for setting in measured.settings)


def _stopped(curve: Curve, measured: Measured) -> str:
    others = next(
        other for other in measured.curves if (other.setting, other.threshold) == (curve.setting, curve.threshold)
    )
    return (
        f"- `{measured.protocol}`: {method_heading(curve.method)} (`{curve.method}`) on "
        f"{dataset_heading(curve.setting.dataset)}, seed {curve.seed}, threshold {curve.threshold:g}, is left out: measured "
        f"{_times(curve)}; the others {_times(others)}"
    )


def _times(curve: Curve) -> str:
    count = len(curve.iterations)
    return f"{'once' if count == 1 else f'{count} times'}, last at iteration {curve.iterations[-1]}"


def _notes(runs: Sequence[Run]) -> list[str]:
    seeds: defaultdict[tuple[str, str, str, str], set[int]] = defaultdict(set)
    for run in runs:
        if run.note:
            seeds[run.protocol, run.dataset, run.method, " ".join(run.note.split())].add(run.seed)
    if not seeds:
        return []
    return [
        "## Notes of runs",
        "",
        *(
            f"- `{protocol}`: {method_heading(method)} (`{method}`) on {dataset_heading(dataset)}, "
            f"seed{'s' if len(found) > 1 else ''} {listed([str(seed) for seed in sorted(found)])}: {note}"
            for (protocol, dataset, method, note), found in sorted(seeds.items(), key=_note_place)
        ),
        "",
    ]


def _note_place(item: tuple[tuple[str, str, str, str], set[int]]) -> tuple[object, ...]:
    protocol, dataset, method, note = item[0]
    return protocol_order(protocol), dataset_order(dataset), method_order(method), note
