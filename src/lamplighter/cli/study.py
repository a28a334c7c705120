"""``lamplighter study``."""

from __future__ import annotations

import json as json_
import shlex
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lamplighter.cli.group import Failure
from lamplighter.cli.options import given_labels
from lamplighter.cli.progress import progress_bar

if TYPE_CHECKING:
    from lamplighter.bench.metric import Metric
    from lamplighter.bench.study import Outcome, Row, Study, Task
    from lamplighter.data import Corpus
    from lamplighter.store import StampedEvent

__all__ = ["study"]

PLAN = "study.json"

LABELS_ONLY = "   (labels only: no functions)"


@click.group(short_help="Compare methods with real people.")
def study() -> None:
    """Compare methods with real people, as in the paper's Table 3.

    deal makes a project for each participant and task; people work on them with lamplighter label; report says how
    good their models are and how long they took to answer.
    """


# ---------------------------------------------------------------------- deal


@study.command(short_help="Deal methods to participants at random, and make their projects.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--gold", metavar="COLUMN", required=True, help="The column of true labels. Participants do not get them."
)
@click.option("--text", metavar="COLUMN", help="The column of texts.  [default: guessed, and said]")
@click.option("--encoding", default="utf-8", show_default=True, help="Of CSV, TSV and JSONL files.")
@click.option("--labels", metavar="a,b,c", help="The classes.  [default: those of --gold]")
@click.option("--participants", type=click.IntRange(1), default=15, show_default=True, help="How many people.")
@click.option(
    "--tasks", type=click.IntRange(1), default=2, show_default=True, help="Methods that each person works with."
)
@click.option(
    "--methods",
    metavar="a,b",
    help="Those that are compared.  [default: nemo,snorkel,snorkel-abs,snorkel-dis,us]",
)
@click.option(
    "--protocol",
    "protocol_name",
    metavar="NAME",
    default="product",
    show_default=True,
    help="What all methods share: product; or paper, for methods without a contextualizer.",
)
@click.option(
    "--iterations", type=click.IntRange(1), default=30, show_default=True, help="Texts to answer in each task."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of all chance.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder of the projects.  [default: FILE.study]")
def deal(
    file: Path,
    gold: str,
    text: str | None,
    encoding: str,
    labels: str | None,
    participants: int,
    tasks: int,
    methods: str | None,
    protocol_name: str,
    iterations: int,
    seed: int,
    out: Path | None,
) -> None:
    """Split the texts of FILE 80/10/10, and make a project on the 80 for each participant and task.

    Every method goes to as many participants as every other, and to nobody twice; who gets what, and in which order,
    is drawn by lot. The names of the projects do not tell the method: study.json does.
    """
    from lamplighter.bench import PROTOCOLS  # noqa: PLC0415
    from lamplighter.bench.study import DEALT, plan_study  # noqa: PLC0415
    from lamplighter.cli.projects import read_corpus  # noqa: PLC0415

    folder = out or file.with_name(f"{file.name}.study")
    if (folder / PLAN).exists():
        raise Failure(
            f"There is a study in {str(folder)!r} already. To see what came of it: lamplighter study report {_quoted(folder)}. "
            "To deal another one, name another --out."
        )
    corpus = read_corpus(file, text=text, gold=gold, id_=None, encoding=encoding)
    planned = plan_study(
        corpus,
        gold=gold,
        text=text,
        encoding=encoding,
        labels=given_labels(labels),
        methods=DEALT if methods is None else [name.strip() for name in methods.split(",")],
        participants=participants,
        tasks=tasks,
        protocol=PROTOCOLS[protocol_name],
        iterations=iterations,
        seed=seed,
    )
    _make(planned, corpus, folder)
    _say_what_to_do(planned, folder, file)


def _make(planned: Study, corpus: Corpus, folder: Path) -> None:
    """Make all projects and the plan, or nothing."""
    from lamplighter.bench.study import sessions  # noqa: PLC0415
    from lamplighter.interop import whole_file  # noqa: PLC0415
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    begun = list(sessions(planned, corpus))
    with progress_bar("Indexing") as report:
        begun[0][1].prepare(report)  # before anything is written: texts without a usable word make no study
    with ExitStack() as made, progress_bar("Making projects") as report:
        _make_folder(folder, made)
        for number, (task, session) in enumerate(begun, start=1):
            path = _project(folder, task.name)
            SqliteStore.create(path, session.corpus, session.events).close()
            made.callback(path.unlink)
            report(number, len(begun))
        with whole_file(folder / PLAN) as file:
            file.write(json_.dumps(planned.to_json(), ensure_ascii=False, indent=1).encode())
        made.pop_all()  # nothing has failed: all of it stays


def _make_folder(folder: Path, made: ExitStack) -> None:
    if folder.is_dir():
        return
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Failure(f"The folder {str(folder)!r} cannot be made: {error.strerror or error}.") from error
    made.callback(folder.rmdir)


def _say_what_to_do(planned: Study, folder: Path, file: Path) -> None:
    from lamplighter.bench import METHODS  # noqa: PLC0415

    counts = sorted(set(planned.counts.values()))
    click.echo(
        f"{len(planned.tasks)} projects in {folder}: {planned.n_participants} participants, each method for "
        f"{' or '.join(map(str, counts))} of them. {len(planned.test):,} texts are held out for the score."
    )
    for task in planned.tasks:
        only = LABELS_ONLY if METHODS[task.method].asks == "label" else ""
        click.echo(f"  {task.name}  lamplighter label {_quoted(_project(folder, task.name))}{only}")
    click.echo(
        f"Each participant does their tasks in this order, and ends one after {planned.iterations} texts. The page names "
        f"what chooses the documents; which method a project has stands in {PLAN} alone, which is not for them."
    )
    click.echo(f"When they are done: lamplighter study report {_quoted(folder)} --gold-file {_quoted(file)}")


# ---------------------------------------------------------------------- report


@study.command(short_help="Say how good the models are, and how long people took to answer.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--gold-file", type=click.Path(path_type=Path), help="The file the study was dealt from, for the scores.")
@click.option("--gold", metavar="COLUMN", help="Its column of true labels.  [default: as it was dealt]")
@click.option("--metric", "metric_name", default="accuracy", show_default=True, help="accuracy or f1:LABEL.")
@click.option("--partial", is_flag=True, help="Take in what is not finished.")
@click.option("--json", is_flag=True, help="Print one JSON object.")
def report(folder: Path, gold_file: Path | None, gold: str | None, metric_name: str, partial: bool, json: bool) -> None:
    """Report the study in DIR beside the paper's Table 3.

    The model of each task is measured on held-out texts after every 3 answers; the score is the mean. The response
    time is from when a text is on screen to its answer, also where it was skipped; its median is hardly moved by
    pauses.
    """
    from lamplighter.bench.metric import parse_metric  # noqa: PLC0415
    from lamplighter.bench.study import summarize  # noqa: PLC0415

    planned = _planned(folder)
    metric = parse_metric(metric_name, planned.labels)
    if gold_file is None and gold is not None:
        raise Failure("--gold names a column, but of no file. Add --gold-file FILE, the file the study was dealt from.")
    test = None if gold_file is None else _test_documents(planned, gold_file, gold)
    there = [task for task in planned.tasks if _project(folder, task.name).is_file()]
    missing = [task.name for task in planned.tasks if task not in there]
    if missing and not partial:
        _refuse_missing(folder, missing, len(planned.tasks))
    found = _measured(planned, folder, there, test, metric)
    answered = dict.fromkeys(missing, 0) | {each.task.name: each.course.n_answered for each in found}
    unfinished = {name: count for name, count in answered.items() if count < planned.iterations}
    least = 1 if partial else planned.iterations
    rows = summarize(each for each in found if each.course.n_answered >= least)
    if json:
        _print_json(planned, metric_name, rows, found, unfinished)
    else:
        _print(planned, metric_name, rows)
        _print_notes(planned, unfinished, partial=partial, scored=test is not None)


def _measured(planned: Study, folder: Path, tasks: list[Task], test: Corpus | None, metric: Metric) -> list[Outcome]:
    """Read the projects, and measure their models where there is something to measure on."""
    from lamplighter.bench.study import HeldOut, outcomes  # noqa: PLC0415

    found: list[Outcome] = []
    held_out: HeldOut | None = None
    with ExitStack() as stack, progress_bar("Measuring") as told:
        for number, task in enumerate(tasks, start=1):
            training, stamped = _read(folder, task.name)
            if held_out is None and test is not None:
                held_out = HeldOut(planned, training, test, metric)
                stack.callback(held_out.close)
            found += outcomes(planned, task, stamped, held_out)
            told(number, len(tasks))
    return found


def _planned(folder: Path) -> Study:
    from lamplighter.bench.study import Study  # noqa: PLC0415

    path = folder / PLAN
    if not path.is_file():
        raise Failure(
            f"There is no study in {str(folder)!r}: {PLAN} is missing. Deal one: lamplighter study deal FILE."
        )
    try:
        values = json_.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Failure(f"{str(path)!r} cannot be read: {error}.") from error
    return Study.from_json(values)


def _refuse_missing(folder: Path, missing: list[str], n_tasks: int) -> NoReturn:
    raise Failure(
        f"{len(missing)} of the {n_tasks} projects of the study are not in {str(folder)!r}: {', '.join(missing)}. Put them "
        "back, or report without them: --partial."
    )


def _test_documents(planned: Study, file: Path, gold: str | None) -> Corpus:
    from lamplighter.cli.projects import read_corpus  # noqa: PLC0415

    corpus = read_corpus(
        file, text=planned.text, gold=gold or planned.gold, id_=None, encoding=planned.encoding, quiet=True
    )
    return planned.test_documents(corpus)


def _read(folder: Path, name: str) -> tuple[Corpus, list[StampedEvent]]:
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    store = SqliteStore.open(_project(folder, name))
    try:
        return store.corpus(), store.events()
    finally:
        store.close()


def _project(folder: Path, name: str) -> Path:
    return folder / f"{name}.lamplighter"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


# ---------------------------------------------------------------------- printing


def _print_json(
    planned: Study, metric_name: str, rows: list[Row], found: list[Outcome], unfinished: dict[str, int]
) -> None:
    click.echo(
        json_.dumps(
            {
                "name": planned.corpus,
                "protocol": planned.protocol,
                "iterations": planned.iterations,
                "metric": metric_name,
                "methods": [asdict(row) for row in rows],
                "tasks": [
                    {
                        "project": each.task.name,
                        "participant": each.task.participant,
                        "method": each.method,
                        "answers": each.course.n_answered,
                        "skipped": each.course.n_skipped,
                        "seconds": list(each.course.seconds),
                        "curve": each.curve,
                        "score": each.score,
                    }
                    for each in found
                ],
                "unfinished": unfinished,
            },
            ensure_ascii=False,
        )
    )


def _print(planned: Study, metric_name: str, rows: list[Row]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    click.echo(
        f"{planned.corpus}: {planned.n_participants} participants, {planned.iterations} texts in each task; the score is "
        f"of {metric_name}"
    )
    table = Table(box=None, pad_edge=False, collapse_padding=True)  # narrow: ten columns on a line of 80
    table.add_column("method")
    for title in ("people", "answers", "skipped", "score", "±", "paper", "seconds", "±", "paper"):
        table.add_column(title, justify="right")
    for row in rows:
        counts = [f"{count:,}" for count in (row.participants, row.answers, row.skipped)]
        scores = [_figure(value, 4) for value in (row.score, row.score_std, row.paper_score)]
        times = [_figure(value, 2) for value in (row.seconds, row.seconds_std, row.paper_seconds)]
        table.add_row(row.method, *counts, *scores, *times)
    Console().print(table)


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _print_notes(planned: Study, unfinished: dict[str, int], *, partial: bool, scored: bool) -> None:
    notes = []
    if unfinished:
        listed = ", ".join(f"{name} ({count} of {planned.iterations})" for name, count in unfinished.items())
        notes.append(
            f"Not finished, {'and taken in' if partial else 'and left out (--partial takes them in)'}: {listed}."
        )
    if not scored:
        notes.append("There is no score without the true labels. Name the file it was dealt from: --gold-file FILE.")
    if "snorkel" in planned.counts:
        notes.append("implyloss-l is computed from the functions that were written with snorkel, as in the paper.")
    notes.append(
        "Scores are means over answers 3, 6, 9 …; seconds are medians over answers, skips included, and hardly moved by "
        "pauses. ± is the standard deviation between participants."
    )
    notes.append("The paper's figures are of Amazon reviews; iws-lse cannot be asked on the page.")
    for note in notes:
        click.echo(f"Note: {note}")
