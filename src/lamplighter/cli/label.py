"""``lamplighter label``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lamplighter.cli.options import method_options, reading_options, serving_options

__all__ = ["label"]


@click.command(short_help="Label a file of texts in the browser.")
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@click.option("--labels", metavar="a,b,c", help="The classes, two or more.  [default: those of --gold]")
@click.option("--gold", metavar="COLUMN", help="True labels, for live metrics only: nothing learns from them.")
@click.option("--project", type=click.Path(path_type=Path), help="Where to keep the work.  [default: FILE.lamplighter]")
@serving_options
@method_options
def label(
    file: Path,
    text: str | None,
    id_: str | None,
    encoding: str,
    gold: str | None,
    project: Path | None,
    host: str,
    port: int | None,
    no_browser: bool,
    **values: Any,
) -> None:
    """Label the texts of FILE in the browser: CSV, TSV, JSONL or Parquet, also .gz.

    The work is kept in a project beside the file. The same command again continues where you stopped; so does
    FILE when it is the project itself.
    """
    from lamplighter.cli.projects import ENDING, continued, read_corpus, said_of, started  # noqa: PLC0415
    from lamplighter.cli.serving import serve  # noqa: PLC0415

    if file.suffix == ENDING and project is None:
        store, session = continued(file)
        said_of(session.corpus)
    else:
        corpus = read_corpus(file, text=text, gold=gold, id_=id_, encoding=encoding)
        place = project or file.with_name(file.name + ENDING)
        store, session = started(corpus, place, values)
    serve(store, session, host=host, port=port, browser=not no_browser)
