"""Routes on labeling functions: drafts, those that stand, and their history."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from lamplighter.engine.patterns import pattern_kinds
from lamplighter.interop import read_functions, write_functions
from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import (
    Answer,
    Brought,
    Draft,
    FunctionChange,
    FunctionTable,
    History,
    HistoryEntry,
    NewFunction,
    PatternKind,
)
from lamplighter.session import Session, drafts, summary
from lamplighter.session import history as past
from lamplighter.session.checks import checked_document

__all__ = ["router"]

router = APIRouter(responses=RESPONSES)

MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "json": "application/json"}


@router.get("/draft", operation_id="draft")
def draft(
    primitive: Annotated[str, Query(min_length=1, max_length=1000)],
    label: str,
    document: int,
    bench: Bench,
    percentile: Annotated[float | None, Query(gt=0, le=100)] = None,
    instead: Annotated[int | None, Query(description="A function that it would be in place of.")] = None,
) -> Draft:
    """Say what a function would do, without writing it."""
    with bench.reading() as (session, models):
        there = checked_document(session, document)
        return views.draft(session, drafts.draft(session, models, primitive, label, there, percentile, instead=instead))


@router.get("/functions", operation_id="functions")
def functions(bench: Bench) -> FunctionTable:
    """Give the functions that stand."""
    with bench.reading() as (session, models):
        state, step = session.state, views.step(bench)
    # Neither models nor a state ever change: answers need not wait for the counts.
    return FunctionTable(
        step=step,
        functions=views.functions(session, models, state),
        conflicts=summary.conflict_counts(session, state).tolist(),
    )


@router.post("/functions", status_code=201, operation_id="write_function")
def write_function(new: NewFunction, bench: Bench) -> Answer:
    """Write a labeling function, and give the next document."""

    def act(session: Session) -> str:
        function = session.add(new.primitive, new.label, new.document, percentile=new.percentile)
        n_votes = session.neighbourhood_of(function).n_votes
        return f"“{function.primitive}” votes {new.label} on {_texts(n_votes)}."

    return views.answer(bench, bench.answer(act, step=new.step))


@router.patch("/functions/{function}", operation_id="change_function")
def change_function(function: int, change: FunctionChange, bench: Bench) -> Answer:
    """Change a function, or have it silent or voting."""

    def act(session: Session) -> str:
        changes = change.model_dump(exclude={"step"}, exclude_none=True)
        if "percentile" in change.model_fields_set and change.percentile is None:
            changes["percentile"] = "project"
        new = session.edit(function, **changes)
        if not new.enabled:
            return f"“{new.primitive}” is silent."
        n_votes = session.neighbourhood_of(new).n_votes
        return f"“{new.primitive}” votes {session.labels[new.label]} on {_texts(n_votes)}."

    return views.answer(bench, bench.answer(act, step=change.step))


@router.delete("/functions/{function}", operation_id="withdraw")
def withdraw(function: int, bench: Bench, step: int | None = None) -> Answer:
    """Take a function back."""

    def act(session: Session) -> str:
        primitive = session.withdraw(function).primitive
        return f"“{primitive}” votes no more."

    return views.answer(bench, bench.answer(act, step=step))


@router.post("/functions/import", status_code=201, operation_id="bring_functions")
def bring_functions(body: Brought, bench: Bench) -> Answer:
    """Write functions that come from elsewhere, all or none."""
    pairs = read_functions(body.content, body.format)

    def act(session: Session) -> str:
        new = session.bring(pairs)
        old = len(pairs) - len(new)
        brought = "1 function was" if len(new) == 1 else f"{len(new):,} functions were"
        return f"{brought} brought in{f'; {old:,} stood already' if old else ''}."

    return views.answer(bench, bench.answer(act, step=body.step))


@router.get("/export/functions", operation_id="export_functions", response_class=Response)
def export_functions(bench: Bench, format: Literal["csv", "jsonl", "json"] = "csv") -> Response:  # noqa: A002
    """Give the functions that stand."""
    with bench.reading() as (session, _):
        content = write_functions(session, format)
    name = "patterns.jsonl" if format == "jsonl" else f"functions.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[format], headers=headers)


@router.get("/history", operation_id="history")
def history(bench: Bench) -> History:
    """Give all answers, newest first."""
    with bench.reading() as (session, _):
        entries = [HistoryEntry(**vars(entry)) for entry in past.history(session)]
        return History(step=views.step(bench), entries=entries)


@router.get("/patterns", operation_id="patterns")
def patterns() -> list[PatternKind]:
    """Give the kinds of patterns, and how each is written."""
    return [PatternKind(kind=kind.kind, example=kind.example) for kind in pattern_kinds()[::-1]]


def _texts(n: int) -> str:
    return f"{n:,} text{'' if n == 1 else 's'}"
