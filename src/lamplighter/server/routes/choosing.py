"""Routes of the second choice: another text in place of the one on screen, and another strategy."""

from fastapi import APIRouter

from lamplighter.exceptions import StaleStepError
from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import Answer, Around, NewStrategy, OtherSuggestion, StrategyOffer
from lamplighter.session import Session
from lamplighter.session import around as around_it
from lamplighter.session.strategies import offers

__all__ = ["router"]

router = APIRouter(responses=RESPONSES)


@router.post("/suggestion/other", status_code=201, operation_id="show_other")
def show_other(new: OtherSuggestion, bench: Bench) -> Answer:
    """Have another document on screen, like the one that is there or different; that one is passed over."""

    def act(session: Session) -> str:
        _check_on_screen(session, new.document)
        if new.wanted == "similar":
            session.show_similar()
            return "Another one like it."
        session.show_different(fresh=False)
        return "Something different."

    return views.answer(bench, bench.answer(act, step=new.step))


@router.get("/strategies", operation_id="strategies")
def strategies(bench: Bench) -> list[StrategyOffer]:
    """Give the strategies that may pick, and say what some of them lack."""
    with bench.reading() as (session, models):
        return [StrategyOffer(**offer._asdict()) for offer in offers(session, models)]


@router.put("/strategy", operation_id="switch_strategy")
def switch_strategy(new: NewStrategy, bench: Bench) -> Answer:
    """Have another strategy pick from now on; what is on screen stays."""

    def act(session: Session) -> str:
        return f"From the next text on, texts are chosen by {session.switch(new.strategy).title}."

    return views.answer(bench, bench.answer(act, step=new.step))


@router.get("/documents/{document}/around", operation_id="around")
def around(document: int, bench: Bench) -> Around:
    """Say how sure the models are of the documents around one."""
    with bench.reading() as (session, models):
        pass  # models never change: answers need not wait for the distances
    return Around(**around_it(session, models, document)._asdict(), models_step=models.step)


def _check_on_screen(session: Session, document: int) -> None:
    """Refuse what was said of a document that another window has replaced."""
    shown = session.state.current
    if shown is None or shown.document != document:
        there = "no document" if shown is None else f"document {shown.document}"
        raise StaleStepError(
            f"This was meant for document {document}, but {there} is on screen: another window has moved on. Look at the "
            "document that is shown now and choose again."
        )
