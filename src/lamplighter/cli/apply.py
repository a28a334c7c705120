"""``lamplighter apply``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamplighter.cli.options import cluster_options, reading_options
from lamplighter.cli.progress import progress_bar

if TYPE_CHECKING:
    from lamplighter.cluster.dask import Cluster
    from lamplighter.engine import Applied
    from lamplighter.interop.labeling import OnError, Outcome
    from lamplighter.interop.labels import TableFormat
    from lamplighter.interop.outputs import Manifest

__all__ = ["apply"]

GO_ON = "What is done is kept: start a cluster, and give the same command again."


@click.command(short_help="Label many files, of any size, with a project's functions and model.")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("files", metavar="FILES...", nargs=-1, required=True)
@click.option(
    "--out", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="The folder to write into."
)
@reading_options
@click.option(
    "--format",
    "table_format",
    type=click.Choice(["parquet", "csv", "jsonl"]),
    default="parquet",
    show_default=True,
    help="Of what is written.",
)
@click.option("--votes", is_flag=True, help="Add a column with each function's votes.")
@click.option("--beliefs", is_flag=True, help="Add the label model's belief in each class, which the votes alone make.")
@click.option("--keep", is_flag=True, help="Add the other columns of the files.")
@click.option("--no-text", is_flag=True, help="Leave the texts out.")
@click.option(
    "--functions",
    metavar="FILE.py",
    type=click.Path(path_type=Path),
    help="Where functions in Python vote in the project: the file that defines them.",
)
@click.option("--batch-size", type=click.IntRange(1), default=8192, show_default=True, help="Rows in memory at a time.")
@cluster_options
@click.option(
    "--on-error",
    type=click.Choice(["stop", "skip"]),
    default="stop",
    show_default=True,
    help="What to do at a file that cannot be read; skip goes on, and ends with exit code 1.",
)
@click.option("--overwrite", is_flag=True, help="Take away what DIR holds of another state of the project.")
def apply(
    project: Path,
    files: tuple[str, ...],
    folder: Path,
    text: str | None,
    id_: str | None,
    encoding: str,
    table_format: TableFormat,
    votes: bool,
    beliefs: bool,
    keep: bool,
    no_text: bool,
    functions: Path | None,
    batch_size: int,
    workers: int | None,
    cluster: str | None,
    on_error: OnError,
    overwrite: bool,
) -> None:
    """Label the texts of FILES with what PROJECT has learnt, each file into one of the same name in DIR.

    FILES are names or patterns in quotes: 'reviews/*.parquet', 'reviews/**/*.csv.gz'. They are read a batch of rows at a time, so
    they may be larger than memory. Nothing is learnt anew: on the project's own texts it gives what export gives.

    With --workers or --cluster several files are labeled at a time, with the same outputs.

    Start it again after an interruption, or when files have come or changed: what is done is not done again.
    """
    from lamplighter.cli.files import Where  # noqa: PLC0415
    from lamplighter.interop import Layout, check_layout, found_files, label_files, text_column  # noqa: PLC0415

    where = Where(workers, cluster)
    sources = found_files(files, folder)
    column = text or text_column(sources, folder, encoding, on_error)
    if text is None:
        click.echo(f"Texts are in the column {column!r} (guessed; --text names another)")
    with where.connected(gone=GO_ON) as hands:
        applied, state, told = _learnt(project, hands)
        layout = Layout(
            text=column,
            id=id_,
            encoding=encoding,
            table_format=table_format,
            texts=not no_text,
            votes=votes,
            beliefs=beliefs,
            keep=keep,
            batch_size=batch_size,
            functions=functions,
            told=told,
        )
        check_layout(applied, layout)
        with progress_bar("Labeling (bytes)") as report:
            outcome = label_files(
                applied,
                sources,
                folder,
                layout,
                project=state,
                on_error=on_error,
                overwrite=overwrite,
                progress=report,
                deal=None if hands is None else hands.deal,
            )
    _say(outcome, folder)
    if outcome.failed:
        raise click.exceptions.Exit(1)


def _learnt(project: Path, cluster: Cluster | None) -> tuple[Applied, Manifest, tuple[str, ...]]:
    """Give what a project has learnt, its state, and the columns it has; its texts are let go of."""
    from lamplighter.cli.files import looked_at  # noqa: PLC0415
    from lamplighter.interop import said_of_project  # noqa: PLC0415
    from lamplighter.session import applied  # noqa: PLC0415

    with looked_at(project, cluster) as session:
        columns = tuple(name for name in session.corpus.columns if not name.endswith("()"))
        return applied(session), said_of_project(session, project.name), columns


def _say(outcome: Outcome, folder: Path) -> None:
    rows = sum(each.rows for each in outcome.labeled.values())
    labeled = sum(each.labeled for each in outcome.labeled.values())
    files = "1 file" if len(outcome.labeled) == 1 else f"{len(outcome.labeled):,} files"
    click.echo(f"{folder}: {files}, {rows:,} rows, {labeled:,} of them labeled")
    if outcome.there:
        click.echo(f"  Done before, and not changed since: {len(outcome.there):,}")
    for reason in outcome.failed.values():
        click.echo(f"  Left out: {reason}", err=True)
