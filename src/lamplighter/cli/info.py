"""``lamplighter info``."""

from __future__ import annotations

import json as json_
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lamplighter.engine import Quality
    from lamplighter.session.summary import FunctionSummary

__all__ = ["info"]


@click.command(short_help="Say what is in a project.")
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--quality",
    is_flag=True,
    help="Estimate the model's accuracy without gold, from your labels; takes as long as learning five times.",
)
@click.option("--json", is_flag=True, help="Print one JSON object.")
def info(project: Path, quality: bool, json: bool) -> None:
    """Say what is in PROJECT: its texts, its functions, and how good the model is believed to be."""
    from lamplighter.cli.projects import continued  # noqa: PLC0415
    from lamplighter.session import summary  # noqa: PLC0415
    from lamplighter.session.strategies import strategy_of  # noqa: PLC0415

    store, session = continued(project)
    store.close()
    progress = summary.progress(session, session.models())
    estimate = session.models().quality if quality else None
    rows = summary.functions(session)
    accuracy = session.state.curve[-1].accuracy if session.state.curve else None
    if json:
        click.echo(
            json_.dumps(
                {
                    "name": session.corpus.name,
                    "documents": len(session.corpus),
                    "labels": list(session.labels),
                    "settings": session.settings.to_json(),
                    "strategy": session.strategy_name,
                    "step": session.state.step,
                    "accuracy": accuracy,
                    "quality": None if estimate is None else asdict(estimate),
                    **asdict(progress),
                    "functions": [asdict(row) for row in rows],
                },
                ensure_ascii=False,
            )
        )
        return
    click.echo(f"{session.corpus.name}: {len(session.corpus):,} texts, classes {', '.join(session.labels)}")
    click.echo(
        f"{session.state.step} answers: {progress.n_functions} functions stand, {progress.n_labels} texts have a label of "
        f"yours, {progress.n_skipped} were skipped"
    )
    click.echo(f"Texts are chosen by {strategy_of(session).title} ({session.strategy_name})")
    click.echo(f"Coverage {progress.coverage:.1%}, functions disagree on {progress.conflict:.1%}")
    predicted = ", ".join(f"{label} {share:.1%}" for label, share in progress.predicted_balance.items())
    believed = ", ".join(f"{label} {share:.1%}" for label, share in progress.believed_balance.items())
    click.echo(f"Predicted: {predicted}  (believed, {progress.balance_source}: {believed})")
    if accuracy is not None:
        click.echo(f"Accuracy against gold: {accuracy:.3f}")
    else:
        reason = "no gold labels were given" if session.gold is None else "there is no model to measure yet"
        click.echo(f"Accuracy: {reason}")
    if quality:
        click.echo(_in_words(estimate))
    for note in progress.notes:
        click.echo(f"Note: {note}")
    if rows:
        _print_functions(session.gold is not None, rows)


def _in_words(estimate: Quality | None) -> str:
    if estimate is None:
        return "Accuracy, estimated from your labels: too few functions yet, two or more for each of two classes are needed"
    return (
        f"Accuracy, estimated from your labels: {estimate.accuracy:.3f}, between {estimate.low:.3f} and {estimate.high:.3f} "
        f"({estimate.n_right} of {estimate.n_documents} texts predicted right unseen)"
    )


def _print_functions(has_gold: bool, rows: list[FunctionSummary]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for title in ("", "function", "class"):
        table.add_column(title)
    for title in ("votes", "coverage", "overlaps", "conflicts", *(["accuracy"] * has_gold)):
        table.add_column(title, justify="right")
    for row in rows:
        shares = [f"{share:.1%}" for share in (row.coverage, row.overlaps, row.conflicts)]
        judged = [] if not has_gold else ["" if row.accuracy is None else f"{row.accuracy:.3f}"]
        table.add_row(str(row.id), row.primitive, row.label, f"{row.n_votes:,}", *shares, *judged)
    Console().print(table)
