"""``lamplighter predict``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamplighter.cli.options import reading_options

if TYPE_CHECKING:
    from lamplighter.interop.labels import TableFormat

__all__ = ["predict"]


@click.command(short_help="Label another file with a project's model.")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@click.option(
    "--to",
    "labels_to",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to write: .parquet, .csv, .jsonl.  [default: CSV to the terminal]",
)
def predict(
    project: Path, file: Path, text: str | None, id_: str | None, encoding: str, labels_to: Path | None
) -> None:
    """Label the texts of FILE with the model of PROJECT.

    Every row comes out with its label and the probability of each class; rows without a text stay empty.
    """
    from lamplighter.cli.export import ending  # noqa: PLC0415

    table_format: TableFormat = "csv" if labels_to is None else ending(labels_to)
    from lamplighter.cli.projects import continued, read_corpus  # noqa: PLC0415
    from lamplighter.interop import predictions_frame, whole_file, write_frame  # noqa: PLC0415

    corpus = read_corpus(file, text=text, id_=id_, encoding=encoding, quiet=labels_to is None)
    store, session = continued(project)
    store.close()
    frame = predictions_frame(corpus, session.labels, session.predict_texts(corpus.texts))
    if labels_to is None:
        write_frame(frame, sys.stdout.buffer, table_format)
        return
    with whole_file(labels_to) as output:
        write_frame(frame, output, table_format)
    click.echo(f"{labels_to}: {len(frame):,} rows, {len(corpus):,} of them labeled")
