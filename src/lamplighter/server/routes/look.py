"""Routes that look at the session."""

from fastapi import APIRouter

from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import Document, Pace, Progress, ProjectInfo, Screen
from lamplighter.session.checks import checked_document

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
        return views.document(session, checked_document(session, document))


@router.get("/progress", operation_id="progress")
def progress(bench: Bench) -> Progress:
    """Say how far the work has come."""
    return views.progress(bench)


@router.get("/pace", operation_id="pace")
def pace(bench: Bench) -> Pace:
    """Give the last answers, how long each took and what it added."""
    return views.pace(bench)
