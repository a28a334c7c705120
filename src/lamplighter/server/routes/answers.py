"""Routes on documents that change the session: each is one answer of the person."""

from fastapi import APIRouter

from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import Answer, NewLabel, NewSkip, Redo, Undo
from lamplighter.session import Session
from lamplighter.session.history import in_words

__all__ = ["router"]

router = APIRouter(responses=RESPONSES)


@router.post("/labels", status_code=201, operation_id="give_label")
def give_label(new: NewLabel, bench: Bench) -> Answer:
    """Give only a document's label, and give the next document."""

    def act(session: Session) -> str:
        session.label(new.document, new.label)
        return f"The text is {new.label}; no function was written."

    return views.answer(bench, bench.answer(act, step=new.step))


@router.post("/skips", status_code=201, operation_id="skip")
def skip(new: NewSkip, bench: Bench) -> Answer:
    """Say nothing of a document, and give the next one."""

    def act(session: Session) -> str:
        session.skip(new.document)
        return "Skipped."

    return views.answer(bench, bench.answer(act, step=new.step))


@router.post("/undo", operation_id="undo")
def undo(body: Undo, bench: Bench) -> Answer:
    """Take back the last answer that stands, and give its document again.

    Where another document was wanted since, that is taken back first: the one before is on screen again.
    """

    def act(session: Session) -> str:
        if session.state.went_on_from is not None:
            session.back()
            return "Back to the text before."
        return f"Undone: {in_words(session.undo(), session.labels)}."

    return views.answer(bench, bench.answer(act, step=body.step))


@router.post("/redo", operation_id="redo")
def redo(body: Redo, bench: Bench) -> Answer:
    """Give the answer again that was taken back last."""

    def act(session: Session) -> str:
        return f"Again: {in_words(session.redo(), session.labels)}."

    return views.answer(bench, bench.answer(act, step=body.step))
