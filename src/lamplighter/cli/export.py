"""``lamplighter export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamplighter.cli.group import Failure

if TYPE_CHECKING:
    from lamplighter.interop.functions import FunctionFormat
    from lamplighter.interop.labels import TableFormat

__all__ = ["export"]


@click.command(short_help="Write the labels and the model of a project.")
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--to", "labels_to", metavar="FILE", type=click.Path(path_type=Path), help="Labels: .parquet, .csv, .jsonl."
)
@click.option("--votes", is_flag=True, help="Add a column with each function's votes.")
@click.option("--no-text", is_flag=True, help="Leave the texts out.")
@click.option(
    "--model", metavar="FILE", type=click.Path(path_type=Path), help="The end model, for scikit-learn: .joblib."
)
@click.option(
    "--functions",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The functions: .csv (query,label), .jsonl (Prodigy's patterns), .json.",
)
@click.option("--report", metavar="FILE", type=click.Path(path_type=Path), help="A page with figures and plots: .html.")
def export(
    project: Path,
    labels_to: Path | None,
    votes: bool,
    no_text: bool,
    model: Path | None,
    functions: Path | None,
    report: Path | None,
) -> None:
    """Write what came of PROJECT: a label for every text, the classifier, the functions and a report.

    The model is a scikit-learn pipeline from texts to probabilities and needs nothing of lamplighter:
    joblib.load("model.joblib").predict_proba(["a new text"])
    """
    if not (labels_to or model or functions or report):
        raise Failure(
            "There is nothing to write. Say --to labels.parquet, --model model.joblib, --functions functions.csv or --report report.html."
        )
    table_format = None if labels_to is None else ending(labels_to)
    function_format = None if functions is None else _function_ending(functions)
    from lamplighter.cli.projects import continued  # noqa: PLC0415
    from lamplighter.interop import (  # noqa: PLC0415
        labels_frame,
        report_html,
        whole_file,
        write_frame,
        write_functions,
        write_model,
    )
    from lamplighter.session import summary  # noqa: PLC0415

    store, session = continued(project)
    store.close()
    if model is not None:
        pipeline = session.end_model_
        with whole_file(model) as file:
            write_model(pipeline, file)
        click.echo(f"{model}: a pipeline for {', '.join(pipeline.classes_)}")
    if functions is not None and function_format is not None:
        with whole_file(functions) as file:
            file.write(write_functions(session, function_format).encode())
        click.echo(f"{functions}: {len(session.state.functions)} functions")
    if report is not None:
        with whole_file(report) as file:
            file.write(report_html(session, session.models()).encode())
        click.echo(f"{report}: a page with figures, plots and functions")
    if labels_to is not None and table_format is not None:
        frame = labels_frame(session, session.models(), votes=votes)
        with whole_file(labels_to) as file:
            write_frame(frame.drop("text") if no_text else frame, file, table_format)
        labeled = len(frame) - frame["label"].null_count()
        click.echo(f"{labels_to}: {len(frame):,} rows, {labeled:,} of them labeled")
        for note in summary.progress(session, session.models()).notes:
            click.echo(f"Note: {note}", err=True)


def _function_ending(path: Path) -> FunctionFormat:
    for form in ("csv", "jsonl", "json"):
        if path.suffix.lower() == f".{form}":
            return form
    raise Failure(
        f"{path.name}: functions are written as .csv, .jsonl, .json, as the ending says; {path.suffix or 'no ending'} is none."
    )


def ending(path: Path) -> TableFormat:
    """Give the format that a path's ending asks for."""
    from lamplighter.interop import TABLE_FORMATS  # noqa: PLC0415

    for table_format in TABLE_FORMATS:
        if path.suffix.lower() == f".{table_format}":
            return table_format
    known = ", ".join(f".{name}" for name in TABLE_FORMATS)
    raise Failure(
        f"{path.name}: tables are written as {known}, as the ending says; {path.suffix or 'no ending'} is none."
    )
