"""Routes that change the session: each is one answer of the person."""

from fastapi import APIRouter

from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import Answer, NewFunction, NewLabel, NewSkip, Undo
from lamplighter.session import Session

__all__ = ["router"]

router = APIRouter(responses=RESPONSES)


@router.post("/functions", status_code=201, operation_id="write_function")
def write_function(new: NewFunction, bench: Bench) -> Answer:
    """Write a labeling function, and give the next document."""

    def act(session: Session) -> str:
        function = session.add(new.primitive, new.label, new.document)
        n_votes = session.neighbourhood(function.primitive, function.document).n_votes
        return f"“{function.primitive}” votes {new.label} on {n_votes:,} text{'' if n_votes == 1 else 's'}."

    return views.answer(bench, bench.answer(act, step=new.step))


@router.delete("/functions/{function}", operation_id="withdraw")
def withdraw(function: int, bench: Bench, step: int | None = None) -> Answer:
    """Take a function back."""

    def act(session: Session) -> str:
        primitive = session.withdraw(function).primitive
        return f"“{primitive}” votes no more."

    return views.answer(bench, bench.answer(act, step=step))


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
    """Take back the last answer that stands, and give its document again."""

    def act(session: Session) -> str:
        words = views.answer_in_words(session)
        session.undo()
        return f"Undone: {words}."

    return views.answer(bench, bench.answer(act, step=body.step))
