"""``lamplighter bench``."""

from __future__ import annotations

import platform
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lamplighter.cli.group import Failure

if TYPE_CHECKING:
    from lamplighter.bench.plan import Request
    from lamplighter.bench.runs import Conditions, Run
    from lamplighter.bench.work import Site

__all__ = ["bench"]

PACKAGES = ("lamplighter", "numpy", "scipy", "scikit-learn", "polars", "matplotlib")


@click.command(short_help="Rerun the tables and figures of the Nemo paper.")
@click.option("--table", "tables", type=int, multiple=True, help="Of the paper: 1, 2, 4 to 10. May be repeated.")
@click.option(
    "--figure", "figures", metavar="NAME", multiple=True, help="Of the paper: 2, 8 or curves. May be repeated."
)
@click.option("--all", "all_", is_flag=True, help="Every table and figure.")
@click.option("--methods", metavar="a,b", default="", help="Methods to run besides those of the tables and figures.")
@click.option("--datasets", metavar="a,b", help="Data sets.  [default: the paper's five]")
@click.option(
    "--protocol",
    "protocols",
    metavar="a,b",
    default="paper",
    show_default=True,
    help="Readings of the experiment: paper, authors, product.",
)
@click.option("--user", metavar="NAME", help="The simulated person.  [default: the protocol's]")
@click.option(
    "--lexicon",
    type=click.Path(path_type=Path),
    help="Word list of the user 'lexicon'.  [default: opinion_lexicon in --data]",
)
@click.option(
    "--threshold", type=float, default=0.5, show_default=True, help="Accuracy a function must have for the user."
)
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Runs of each method, each with a split of its own.",
)
@click.option("--iterations", type=click.IntRange(1), default=50, show_default=True, help="Questions in a run.")
@click.option("--every", type=click.IntRange(1), default=5, show_default=True, help="Iterations between measurements.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="The folder of the data sets.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("bench"),
    show_default=True,
    help="The folder for outcomes and report.",
)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes that work at a time.")
@click.option("--png", is_flag=True, help="Draw the figures as PNG too.")
def bench(
    tables: tuple[int, ...],
    figures: tuple[str, ...],
    all_: bool,
    methods: str,
    datasets: str | None,
    protocols: str,
    user: str | None,
    lexicon: Path | None,
    threshold: float,
    seeds: int,
    iterations: int,
    every: int,
    data: Path,
    out: Path,
    jobs: int,
    png: bool,
) -> None:
    """Rerun tables and figures of the Nemo paper, and report ours beside the paper's.

    Every run that is done is kept in --out; the same command goes on where it was stopped. The report (report.md, with
    figures), curves.parquet and runs.parquet (both also as CSV) are written at the end.
    """
    from lamplighter.bench.plan import FIGURE_NAMES, PAPER_DATASETS, Request, plan, words_for  # noqa: PLC0415
    from lamplighter.bench.report import TABLES  # noqa: PLC0415
    from lamplighter.bench.report.plots import need_matplotlib  # noqa: PLC0415
    from lamplighter.bench.work import Site  # noqa: PLC0415

    if not (tables or figures or all_ or methods):
        raise Failure(
            "Nothing is asked for. Name tables or figures (--table 2 --figure curves), or all of them (--all)."
        )
    if every > iterations:
        raise Failure(f"With {iterations} iterations nothing is measured every {every}; ask for {every} or more.")
    request = Request(
        tables=tuple(TABLES) if all_ else tables,
        figures=tuple(FIGURE_NAMES) if all_ else figures,
        methods=_names(methods),
        datasets=_names(datasets) if datasets else PAPER_DATASETS,
        protocols=_names(protocols),
        user=user,
        threshold=threshold,
        seeds=seeds,
    )
    runs = plan(request)
    if not runs:
        raise Failure(
            "There is nothing to run for this. Name a table other than 1, a figure or methods, and at least one data set "
            "and protocol."
        )
    need_matplotlib()  # before hours of work, not after
    conditions, sizes = _conditions(request, data, iterations, every)
    _run(runs, Site(data, out / "runs", conditions, words_for(runs, lexicon, data)), jobs=jobs)
    click.echo(f"Report: {_report(runs, request, sizes, out, png=png)}")


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _conditions(
    request: Request, data: Path, iterations: int, every: int
) -> tuple[dict[str, Conditions], dict[str, int]]:
    """Read every data set once, so that a missing one is said before anything runs; and give their sizes."""
    import lamplighter  # noqa: PLC0415
    from lamplighter.bench.datasets import DATASETS  # noqa: PLC0415
    from lamplighter.bench.runs import Conditions  # noqa: PLC0415
    from lamplighter.session.settings import validation_fingerprint  # noqa: PLC0415

    for name in request.datasets:
        DATASETS[name].path(data)
    conditions, sizes = {}, {}
    for name in request.datasets:
        corpus = DATASETS[name].read(data)
        fingerprint = validation_fingerprint(corpus) or ""  # of texts and labels
        conditions[name] = Conditions(iterations, every, fingerprint, lamplighter.__version__)
        sizes[name] = len(corpus)
    return conditions, sizes


def _run(runs: list[Run], site: Site, *, jobs: int) -> None:
    from lamplighter.bench.work import run_all  # noqa: PLC0415
    from lamplighter.cli.progress import progress_bar  # noqa: PLC0415

    missing = site.missing(runs)
    try:
        site.results.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"--out: {str(site.results.parent)!r} cannot be made: {error.strerror}.") from error
    click.echo(f"{len(runs)} runs, of which {len(runs) - len(missing)} are done.", err=True)
    with progress_bar("Running") as report:
        done: list[Run] = []

        def told(run: Run) -> None:
            done.append(run)
            report(len(done), len(missing))
            if not sys.stderr.isatty():  # no bar is drawn there
                click.echo(f"{len(done)} of {len(missing)}: {run}", err=True)

        report(0, len(missing))
        try:
            run_all(missing, site, jobs=min(jobs, len(missing) or 1), told=told)
        except KeyboardInterrupt:
            raise Failure(
                f"Stopped after {len(done)} runs, which are kept. The same command goes on from there."
            ) from None


def _report(runs: list[Run], request: Request, sizes: dict[str, int], out: Path, *, png: bool) -> Path:
    """Write the tables of all points and runs, and the report."""
    from lamplighter.bench.plan import figure_2_runs  # noqa: PLC0415
    from lamplighter.bench.report import DatasetFacts, write_report  # noqa: PLC0415
    from lamplighter.bench.runs import Results  # noqa: PLC0415
    from lamplighter.data import split  # noqa: PLC0415

    results = Results(out / "runs")
    frames: dict[str, Any] = {"curves": results.curves(runs), "runs": results.summaries(runs)}
    quartiles = results.quartiles(figure_2_runs(runs, request)) if "2" in request.figures else None
    if quartiles is not None:
        frames["quartiles"] = quartiles
    for name, frame in frames.items():
        frame.write_parquet(out / f"{name}.parquet")
        frame.write_csv(out / f"{name}.csv")
    parts = {name: split(size, seed=0) for name, size in sizes.items()}
    facts = [DatasetFacts(name, len(part.train), len(part.validation), len(part.test)) for name, part in parts.items()]
    return write_report(
        frames["curves"],
        frames["runs"],
        quartiles,
        facts if 1 in request.tables else (),
        out,
        command=shlex.join(["lamplighter", *sys.argv[1:]]),
        versions=_versions(),
        machine=_machine(),
        png=png,
    )


def _versions() -> dict[str, str]:
    from importlib.metadata import version  # noqa: PLC0415

    return {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def _machine() -> str:
    import os  # noqa: PLC0415

    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
