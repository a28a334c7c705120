"""``lamplighter label``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lamplighter.cli.group import Failure
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
    from lamplighter.cli.projects import ENDING, continued_as_is, read_corpus, started  # noqa: PLC0415
    from lamplighter.cli.serving import listening_on, serve  # noqa: PLC0415

    is_project = file.suffix == ENDING and project is None
    if is_project and (text or gold or id_):
        raise Failure(f"{file.name} is a project, which has its texts already. Leave --text, --gold and --id out.")
    corpus = None if is_project else read_corpus(file, text=text, gold=gold, id_=id_, encoding=encoding)
    with listening_on(host, port) as listening:
        if corpus is None:
            store, session = continued_as_is(file, values)
        else:
            store, session = started(corpus, project or file.with_name(file.name + ENDING), values)
        serve(store, session, listening, host=host, browser=not no_browser)
