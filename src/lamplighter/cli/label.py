"""``lamplighter label``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from lamplighter.cli.group import Failure
from lamplighter.cli.options import cluster_options, given_columns, method_options, reading_options, serving_options

__all__ = ["label"]


@click.command(short_help="Label a file of texts in the browser.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
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
@cluster_options
@click.option(
    "--on-error",
    type=click.Choice(["stop", "skip"]),
    default="stop",
    show_default=True,
    help="Of several files, what to do when one cannot be read.",
)
@serving_options
@method_options
def label(
    files: tuple[str, ...],
    text: str | None,
    id_: str | None,
    encoding: str,
    gold: str | None,
    columns: str | None,
    functions: Path | None,
    project: Path | None,
    workers: int | None,
    cluster: str | None,
    on_error: Literal["stop", "skip"],
    host: str,
    port: int | None,
    no_browser: bool,
    **values: Any,
) -> None:
    """Label the texts of FILE in the browser: CSV, TSV, JSONL or Parquet, also .gz.

    The work is kept in a project beside the file. The same command again continues where you stopped; so does
    FILE when it is the project itself.

    Of several files, or a pattern such as 'parts/*.parquet', the project keeps where they are rather than their texts. With
    --workers or --cluster the texts are dealt out, and no process has to hold all of them.
    """
    from lamplighter.cli.files import Where, are_many, started_on_files  # noqa: PLC0415
    from lamplighter.cli.projects import ENDING, continued_as_is, read_corpus, said_of_columns, started  # noqa: PLC0415
    from lamplighter.cli.serving import listening_on, serve  # noqa: PLC0415

    where = Where(workers, cluster)
    if where or are_many(files):
        if gold or id_ or columns or functions:
            raise Failure(
                "--gold, --id, --columns and --functions are for one file that is read whole. Leave them out, or join the files."
            )
        with listening_on(host, port) as listening:
            store, session = started_on_files(
                files, project, values, where, text=text, encoding=encoding, on_error=on_error
            )
            serve(store, session, listening, host=host, browser=not no_browser)
        return
    file = Path(files[0])
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
