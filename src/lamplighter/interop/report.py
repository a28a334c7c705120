"""A report of a project: one HTML file with its figures, plots and functions, that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import lamplighter
from lamplighter.session import summary
from lamplighter.session.figures import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lamplighter.engine import Models
    from lamplighter.session import Session
    from lamplighter.session.summary import FunctionSummary, ProgressSummary

__all__ = ["report_html"]

WIDTH, HEIGHT, MARGIN = 560, 200, 34

STYLE = """
:root { color-scheme: light dark; --ink: #1d1a16; --mute: #6b6459; --line: #ddd6ca; --lamp: #a86b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee8dd; --mute: #a49c8f; --line: #433d35; --lamp: #f0ad3e; } }
body { max-width: 60rem; margin: 3rem auto; padding: 0 1.5rem; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); }
h1 { font-size: 1.7rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.4rem; }
p.mute, figcaption, small { color: var(--mute); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; }
dd { margin: 0; font-size: 1.5rem; font-weight: 600; } dt { color: var(--mute); font-size: .9rem; }
div.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
td.n, th.n { text-align: end; } tr.silent { color: var(--mute); text-decoration: line-through; }
figure { margin: 1rem 0; } svg { width: 100%; max-width: 40rem; height: auto; }
svg text { fill: var(--mute); font: 11px system-ui, sans-serif; } svg .axis { stroke: var(--line); }
svg .line { fill: none; stroke: var(--lamp); stroke-width: 2; } svg .band { fill: var(--lamp); opacity: .18; }
svg .bar { fill: var(--lamp); }
"""


def report_html(session: Session, models: Models) -> str:
    """Write the report of a session.

    Parameters
    ----------
    session : Session
    models : Models
        That have seen every answer.

    Returns
    -------
    str
        A page in HTML without scripts, that loads nothing.
    """
    progress, functions = summary.progress(session, models), summary.functions(session, models)
    name = escape(session.corpus.name)
    parts = [
        f"<h1>{name}</h1>",
        f'<p class="mute">{len(session.corpus):,} texts, {session.state.step:,} answers, lamplighter {lamplighter.__version__}</p>',
        f"<p>{escape(progress.enough)}</p>",
        *(f"<p>{escape(note)}</p>" for note in progress.notes),
        _figures(progress),
        "<h2>Class balance</h2>",
        _balance(session.labels, progress),
        "<h2>How good the model is</h2>",
        _curve(session),
        "<h2>How sure the model is</h2>",
        _histogram(progress.histogram),
        f"<h2>{len(functions)} functions</h2>",
        _functions(functions),
        "<h2>Settings</h2>",
        _settings(session),
    ]
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title><style>{STYLE}</style></head>'
    return f"{head}<body>{chr(10).join(parts)}</body></html>\n"


def _figures(progress: ProgressSummary) -> str:
    rows = [
        (percent(progress.coverage), "of texts are covered by a function"),
        (percent(progress.conflict), "of texts have functions that disagree"),
        (
            "–" if progress.confidence is None else percent(progress.confidence),
            "mean probability of the predicted class",
        ),
        (f"{progress.n_labels:,}", "texts have a label of a person's"),
    ]
    return "<dl>" + "".join(f"<div><dd>{escape(value)}</dd><dt>{name}</dt></div>" for value, name in rows) + "</dl>"


def _balance(labels: Sequence[str], progress: ProgressSummary) -> str:
    shares = (progress.predicted_balance, progress.believed_balance, progress.votes_balance)
    rows = [[label, *(percent(share[label]) for share in shares)] for label in labels]
    return _table(["class", "predicted", "believed", "voted"], rows)


def _functions(functions: Sequence[FunctionSummary]) -> str:
    heads = ["pattern", "class", "texts", "coverage", "conflicts", "expected right", "right by gold"]
    rows = [
        [
            row.primitive,
            row.label,
            f"{row.n_votes:,}",
            percent(row.coverage),
            percent(row.conflicts),
            "–"
            if row.precision is None
            else f"{percent(row.precision.mean)} ({percent(row.precision.low)} to {percent(row.precision.high)})",
            "–" if row.accuracy is None else percent(row.accuracy),
        ]
        for row in functions
    ]
    return _table(heads, rows, words=2, silent=[not row.enabled for row in functions])


def _settings(session: Session) -> str:
    settings = session.settings
    rows = [
        ["words", str(settings.primitives)],
        ["strategy", session.strategy_name],
        ["learner", settings.learner_name],
        ["label model", settings.label_model_name],
        ["contextualizer", str(settings.contextualizer or "none")],
        ["seed", str(settings.seed)],
    ]
    return _table(["setting", "value"], rows, words=2)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1, silent: Sequence[bool] = ()) -> str:
    """Write a table whose first columns are words, the others numbers."""

    def cells(row: Sequence[str], tag: str) -> str:
        kinds = ["" if place < words else ' class="n"' for place in range(len(row))]
        return "".join(f"<{tag}{kind}><bdi>{escape(cell)}</bdi></{tag}>" for kind, cell in zip(kinds, row, strict=True))

    marks = [' class="silent"' if place < len(silent) and silent[place] else "" for place, _ in enumerate(rows)]
    body = "".join(f"<tr{mark}>{cells(row, 'td')}</tr>" for mark, row in zip(marks, rows, strict=True))
    return f'<div class="table"><table><thead><tr>{cells(heads, "th")}</tr></thead><tbody>{body}</tbody></table></div>'


def _curve(session: Session) -> str:
    """Draw accuracy against answers: measured where there is gold, else as it was estimated."""
    measured = [(point.step, point.accuracy) for point in session.state.curve if point.accuracy is not None]
    estimates = session.state.estimates
    if measured:
        return _plot(measured, [], "Accuracy against gold, by answers given.")
    if estimates:
        band = [(point.step, point.low) for point in estimates] + [
            (point.step, point.high) for point in estimates[::-1]
        ]
        words = "Accuracy by answers given, estimated from the labels that a person gave; nine times in ten it lies in the band, as far as chance goes."
        return _plot([(point.step, point.accuracy) for point in estimates], band, words)
    return "<p>It was not measured: there are no gold labels, and too few answers for an estimate.</p>"


def _plot(line: Sequence[tuple[int, float]], band: Sequence[tuple[int, float]], words: str) -> str:
    first, last = line[0][0], max(line[-1][0], line[0][0] + 1)
    lowest = min(0.5, *(value for _, value in [*line, *band]))

    def at(step: float, value: float) -> str:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (step - first) / (last - first)
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - lowest) / (1 - lowest)
        return f"{x:.1f},{y:.1f}"

    ends = [(value, at(first, value).split(",")[1]) for value in (lowest, (1 + lowest) / 2, 1)]
    axes = "".join(
        f'<path class="axis" d="M{MARGIN} {y}H{WIDTH - MARGIN}"/><text x="{MARGIN - 6}" y="{y}" text-anchor="end" '
        f'dominant-baseline="middle">{value:.2f}</text>'
        for value, y in ends
    )
    steps = "".join(
        f'<text x="{at(step, 1).split(",")[0]}" y="{HEIGHT - 10}" text-anchor="middle">{step}</text>'
        for step in (first, last)
    )
    shade = f'<polygon class="band" points="{" ".join(at(*point) for point in band)}"/>' if band else ""
    drawn = f'<polyline class="line" points="{" ".join(at(*point) for point in line)}"/>'
    step, value = line[-1]
    said = f"{words} {percent(value)} after answer {step}."
    return _figure(f"{axes}{steps}{shade}{drawn}", said)


def _histogram(counts: Sequence[int]) -> str:
    if not counts:
        return "<p>There is no model.</p>"
    most, wide = max(*counts, 1), (WIDTH - 2 * MARGIN) / len(counts)
    bars = []
    for place, count in enumerate(counts):
        high = (HEIGHT - 2 * MARGIN) * count / most
        x, y = MARGIN + wide * place, HEIGHT - MARGIN - high
        bars.append(
            f'<rect class="bar" x="{x + 2:.1f}" y="{y:.1f}" width="{wide - 4:.1f}" height="{high:.1f}"/>'
            f'<text x="{x + wide / 2:.1f}" y="{HEIGHT - MARGIN + 14}" text-anchor="middle">{place * 10}</text>'
            f'<text x="{x + wide / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle">{count:,}</text>'
        )
    return _figure("".join(bars), "Texts by the probability of their predicted class, in per cent.")


def _figure(drawn: str, words: str) -> str:
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">{drawn}</svg>'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )
