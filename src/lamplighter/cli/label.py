"""``lamplighter label``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lamplighter.cli.group import Failure
from lamplighter.cli.options import given_columns, method_options, reading_options, serving_options

__all__ = ["label"]


@click.command(short_help="Label a file of texts in the browser.")
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@click.option("--labels", metavar="a,b,c", help="The classes, two or more.  [default: those of --gold]")
@click.option("--gold", metavar="COLUMN", help="True labels, for live metrics only: nothing learns from them.")
@click.option(
    "--columns",
    metavar="a,b",
    help="Other columns that the page shows with a text, or 'none'.  [default: all with short values, and said]",
)
@click.option(
    "--functions",
    metavar="FILE.py",
    type=click.Path(path_type=Path),
    help="Labeling functions in Python, also Snorkel's: each is given a row and gives a class or -1. The file is run.",
)
@click.option("--project", type=click.Path(path_type=Path), help="Where to keep the work.  [default: FILE.lamplighter]")
@serving_options
@method_options
def label(
    file: Path,
    text: str | None,
    id_: str | None,
    encoding: str,
    gold: str | None,
    columns: str | None,
    functions: Path | None,
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
    from lamplighter.cli.projects import ENDING, continued_as_is, read_corpus, said_of_columns, started  # noqa: PLC0415
    from lamplighter.cli.serving import listening_on, serve  # noqa: PLC0415

    is_project = file.suffix == ENDING and project is None
    if is_project and (text or gold or id_ or columns or functions):
        raise Failure(
            f"{file.name} is a project, which has its texts already. Leave --text, --gold, --id, --columns and --functions out."
        )
    shown = given_columns(columns)
    corpus = None if is_project else read_corpus(file, text=text, gold=gold, id_=id_, columns=shown, encoding=encoding)
    with listening_on(host, port) as listening:
        if corpus is None:
            store, session = continued_as_is(file, values)
        else:
            place = project or file.with_name(file.name + ENDING)
            store, session = started(corpus, place, {**values, "columns": shown, "functions": functions})
        said_of_columns(session.corpus, " (--columns names others)" if shown is None and corpus is not None else "")
        serve(store, session, listening, host=host, browser=not no_browser)
