"""From the session's summaries to what the page receives."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING, Any

import lamplighter
from lamplighter.primitives import segments
from lamplighter.server import schemas
from lamplighter.session import pace as past
from lamplighter.session import summary
from lamplighter.session.history import in_words
from lamplighter.session.picking import suggestion
from lamplighter.session.pieces import cut_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.engine import Models
    from lamplighter.server.workbench import Workbench
    from lamplighter.session import Session, drafts
    from lamplighter.session.events import Answer
    from lamplighter.session.state import State

__all__ = ["answer", "document", "draft", "functions", "pace", "progress", "project", "screen", "step"]

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
            can_undo=_undoable(session),
            can_redo=_in_words(session, session.state.redoable),
        )


def screen(bench: Workbench) -> schemas.Screen:
    """Give what is on screen."""
    with bench.reading() as (session, _):
        return schemas.Screen(step=step(bench), strategy=session.strategy_name, suggestion=_suggestion(session))


def answer(bench: Workbench, said: str) -> schemas.Answer:
    """Give what an action is answered with."""
    with bench.reading() as (session, _):
        shown = _suggestion(session)
        return schemas.Answer(said=said, step=step(bench), strategy=session.strategy_name, suggestion=shown)


def document(session: Session, number: int) -> schemas.Document:
    """Give one document, cut into words."""
    corpus = session.corpus
    written = cut_text(segments(corpus.texts[number], session.engine.index.primitives.words()))
    return schemas.Document(
        document=number,
        row=int(corpus.rows[number]),
        id=None if corpus.ids is None else corpus.ids[number],
        columns={
            name: value
            for name, values in corpus.columns.items()
            if (value := values[number]) is not None and not name.endswith("()")  # those are functions in Python
        },
        cut=written.cut,
        marks=written.marks,
        duplicates=int((corpus.twins == corpus.twins[number]).sum()) - 1,
    )


def functions(session: Session, models: Models, state: State, *, latest: int | None = None) -> list[schemas.Function]:
    """Give the functions that stand in a state, or the latest of them, oldest first."""
    names = schemas.Function.model_fields
    return [
        schemas.Function.model_validate({name: getattr(row, name) for name in names}, from_attributes=True)
        for row in summary.functions(session, models, latest=latest, state=state)
    ]


def draft(session: Session, found: drafts.Draft) -> schemas.Draft:
    """Give what a function would do."""
    labels = session.labels
    already = found.already

    def shared(others: Sequence[drafts.Shared]) -> list[schemas.Shared]:
        return [
            schemas.Shared(
                id=one.function.number,
                primitive=one.function.primitive,
                label=labels[one.function.label],
                n_shared=one.n_shared,
            )
            for one in others
        ]

    def examples(documents: Sequence[drafts.Example]) -> list[schemas.DraftExample]:
        return [
            schemas.DraftExample.model_validate(
                {**one._asdict(), "label": None if one.label is None else labels[one.label]}, from_attributes=True
            )
            for one in documents
        ]

    return schemas.Draft.model_validate(
        {
            **{name: value for name, value in vars(found).items() if name != "function"},
            "primitive": found.function.primitive,
            "label": labels[found.function.label],
            "percentile": found.function.percentile,
            "contradicts": shared(found.contradicts),
            "duplicates": shared(found.duplicates),
            "nearest": examples(found.nearest),
            "farthest": examples(found.farthest),
            "outside": examples(found.outside),
            "already": None if already is None else f"“{already.primitive}” votes {labels[already.label]} already.",
        },
        from_attributes=True,
    )


def progress(bench: Workbench) -> schemas.Progress:
    """Say how far the work has come."""
    with bench.reading() as (session, models):
        state, n_events, now, failure = session.state, len(session.events), step(bench), bench.failure

    def counted() -> tuple[dict[str, Any], list[schemas.Function]]:
        latest = functions(session, models, state, latest=N_LATEST)
        return asdict(summary.progress(session, models, state)), latest[::-1]

    # Neither models nor a state ever change: answers need not wait for the counts.
    figures, latest = bench.told.get((n_events, models.step), counted)
    if failure is not None:
        failed = f"Learning failed, so the models are old: {failure}"
        figures = {**figures, "notes": [failed, *figures["notes"]]}
    curve = [
        schemas.CurvePoint(step=point.step, accuracy=point.accuracy, f1=point.f1)
        for point in state.curve
        if point.accuracy is not None and point.f1 is not None
    ]
    estimates = [schemas.EstimatePoint(**vars(point)) for point in state.estimates]
    return schemas.Progress(step=now, curve=curve, estimates=estimates, latest=latest, **figures)


def pace(bench: Workbench) -> schemas.Pace:
    """Give the last answers, with how long each took."""
    with bench.reading() as (session, _):
        times = [stamped.at for stamped in bench.store.events()]
        answers = past.pace(session, times)
        seconds = [one.seconds for one in answers if one.seconds is not None]
        return schemas.Pace(
            step=step(bench),
            answers=[schemas.PacePoint(**one._asdict()) for one in answers],
            median_seconds=median(seconds) if seconds else None,
        )


def _undoable(session: Session) -> str | None:
    """Say what undo takes back: the last answer, but first that another text was wanted since."""
    state = session.state
    return _in_words(session, state.undoable) if state.went_on_from is None else "the change of text"


def _in_words(session: Session, event: Answer | None) -> str | None:
    """Say what an answer was, where there is one."""
    return None if event is None else in_words(event, session.labels)


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
        passed=picked.passed,
        stood_in_for=picked.stood_in_for,
    )
