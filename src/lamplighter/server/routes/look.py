"""Routes that look at the session."""

from typing import Annotated

from fastapi import APIRouter, Query

from lamplighter.exceptions import SessionError
from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import Document, Draft, FunctionTable, Progress, ProjectInfo, Screen
from lamplighter.session import Session, summary

__all__ = ["router"]

router = APIRouter(responses=RESPONSES)


@router.get("/project", operation_id="project")
def project(bench: Bench) -> ProjectInfo:
    """Give what does not change while the project is open."""
    with bench.reading() as (session, _):
        return views.project(session, bench.store.place)


@router.get("/suggestion", operation_id="suggestion")
def suggestion(bench: Bench) -> Screen:
    """Give what is on screen now."""
    return views.screen(bench)


@router.get("/documents/{document}", operation_id="document")
def document(document: int, bench: Bench) -> Document:
    """Give one document."""
    with bench.reading() as (session, _):
        return views.document(session, _there(session, document))


@router.get("/draft", operation_id="draft")
def draft(
    primitive: Annotated[str, Query(min_length=1, max_length=1000)], label: str, document: int, bench: Bench
) -> Draft:
    """Say what a function would do, without writing it."""
    with bench.reading() as (session, _):
        return Draft.model_validate(
            summary.draft(session, primitive, label, _there(session, document)), from_attributes=True
        )


@router.get("/functions", operation_id="functions")
def functions(bench: Bench) -> FunctionTable:
    """Give the functions that stand."""
    with bench.reading() as (session, _):
        return FunctionTable(step=views.step(bench), functions=views.functions(session))


@router.get("/progress", operation_id="progress")
def progress(bench: Bench) -> Progress:
    """Say how far the work has come."""
    return views.progress(bench)


def _there(session: Session, document: int) -> int:
    """Give a document's number, if there is such a document."""
    if not 0 <= document < len(session.corpus):
        raise SessionError(f"There is no document {document}; they are numbered 0 to {len(session.corpus) - 1}.")
    return document
