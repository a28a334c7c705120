"""From the session's summaries to what the page receives."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING

import lamplighter
from lamplighter.primitives import segments
from lamplighter.server import schemas
from lamplighter.session import summary
from lamplighter.session.events import Labeled, Rejected, Skipped, Withdrawn, Written
from lamplighter.session.picking import suggestion

if TYPE_CHECKING:
    from lamplighter.server.workbench import Workbench
    from lamplighter.session import Session

__all__ = ["answer", "answer_in_words", "document", "functions", "progress", "project", "screen", "step"]

N_LATEST = 8


def project(session: Session, place: str) -> schemas.ProjectInfo:
    """Give what does not change while the project is open."""
    corpus, settings = session.corpus, session.settings
    return schemas.ProjectInfo(
        name=corpus.name,
        place=shlex.quote(place),
        n_documents=len(corpus),
        n_rows=corpus.n_rows,
        n_missing=corpus.n_missing,
        n_duplicates=corpus.n_duplicates,
        n_primitives=len(session.engine.index.vocabulary),
        labels=list(settings.labels),
        primitives=str(settings.primitives),
        strategy=settings.strategy_name,
        label_model=settings.label_model_name,
        contextualizer=str(settings.contextualizer or "none"),
        has_gold=session.gold is not None,
        version=lamplighter.__version__,
    )


def step(bench: Workbench) -> schemas.Step:
    """Say where the session stands."""
    with bench.reading() as (session, models):
        return schemas.Step(
            step=session.state.step,
            models_step=models.step,
            learning=bench.learning and bench.failure is None,
            learnt_seconds=bench.learnt_seconds,
            can_undo=answer_in_words(session),
        )


def screen(bench: Workbench) -> schemas.Screen:
    """Give what is on screen."""
    with bench.reading() as (session, _):
        return schemas.Screen(step=step(bench), suggestion=_suggestion(session))


def answer(bench: Workbench, said: str) -> schemas.Answer:
    """Give what an action is answered with."""
    with bench.reading() as (session, _):
        return schemas.Answer(said=said, step=step(bench), suggestion=_suggestion(session))


def document(session: Session, number: int) -> schemas.Document:
    """Give one document, cut into segments."""
    corpus = session.corpus
    pieces = segments(corpus.texts[number], session.engine.index.primitives.words())
    return schemas.Document(
        document=number,
        row=int(corpus.rows[number]),
        id=None if corpus.ids is None else corpus.ids[number],
        segments=[schemas.Segment(text=piece.text, primitive=piece.primitive) for piece in pieces],
        duplicates=int((corpus.twins == corpus.twins[number]).sum()) - 1,
    )


def functions(session: Session) -> list[schemas.Function]:
    """Give the functions that stand, oldest first."""
    hidden = {"correct", "incorrect"}
    return [
        schemas.Function(**{name: value for name, value in asdict(row).items() if name not in hidden})
        for row in summary.functions(session)
    ]


def progress(bench: Workbench) -> schemas.Progress:
    """Say how far the work has come."""
    with bench.reading() as (session, models):
        figures = asdict(summary.progress(session, models))
        if bench.failure is not None:
            figures["notes"] = [f"Learning failed, so the models are old: {bench.failure}", *figures["notes"]]
        curve = [
            schemas.CurvePoint(step=point.step, accuracy=point.accuracy, f1=point.f1)
            for point in session.state.curve
            if point.accuracy is not None and point.f1 is not None
        ]
        latest = functions(session)[: -N_LATEST - 1 : -1]
        return schemas.Progress(step=step(bench), curve=curve, latest=latest, **figures)


def answer_in_words(session: Session) -> str | None:
    """Say which answer undo would take back."""
    last = session.state.undoable
    labels = session.labels
    if isinstance(last, Written):
        return f"“{last.primitive}” votes {labels[last.label]}"
    if isinstance(last, Labeled):
        return f"the label {labels[last.label]}"
    if isinstance(last, Skipped):
        return "the skip"
    if isinstance(last, Withdrawn):
        return "the withdrawal"
    if isinstance(last, Rejected):
        return f"the rejection of “{last.primitive}” for {labels[last.label]}"
    return None


def _suggestion(session: Session) -> schemas.Suggestion | None:
    shown = session.state.current
    if shown is None:
        return None
    picked = suggestion(session, shown)
    return schemas.Suggestion(
        document=document(session, picked.document),
        strategy=picked.chosen_by,
        score=picked.score,
        reasons=[schemas.Reason(contribution=reason.contribution, **reason._asdict()) for reason in picked.reasons],
        candidates=dict(picked.candidates),
        n_tied=picked.n_tied,
    )
