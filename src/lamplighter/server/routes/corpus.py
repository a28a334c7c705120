"""Routes that look through all documents, and have one of them on screen."""

from typing import Annotated

from fastapi import APIRouter, Query

from lamplighter.server import views
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import Answer, CorpusPage, CorpusQuery, Explanation, NewSuggestion
from lamplighter.session import Query as Wanted
from lamplighter.session import Session, explain

__all__ = ["router"]

router = APIRouter(responses=RESPONSES)


@router.get("/documents", operation_id="browse")
def documents(query: Annotated[CorpusQuery, Query()], bench: Bench) -> CorpusPage:
    """Give some of the documents that fit, as the newest finished models see them."""
    wanted = Wanted(**query.model_dump(exclude={"offset", "limit"}))
    with bench.reading() as (session, models):
        state, step = session.state, views.step(bench)
    # Models and states never change: answers need not wait until a million texts are searched.
    page = session.catalogue.page(models, wanted, offset=query.offset, limit=query.limit, state=state)
    return CorpusPage.model_validate({"step": step, "total": page.total, "rows": page.rows}, from_attributes=True)


@router.get("/documents/{document}/votes", operation_id="explain")
def votes(document: int, bench: Bench) -> Explanation:
    """Say who votes on a document, what is believed of it, and in which of its words."""
    with bench.reading() as (session, models):
        explained, step = explain(session, models, document), views.step(bench)
    corpus = session.corpus
    return Explanation.model_validate(
        {
            **vars(explained),
            "step": step,
            "row": int(corpus.rows[document]),
            "id": None if corpus.ids is None else corpus.ids[document],
        },
        from_attributes=True,
    )


@router.post("/suggestion", status_code=201, operation_id="show")
def show(new: NewSuggestion, bench: Bench) -> Answer:
    """Have a document on screen; the one that was there waits behind it."""

    def act(session: Session) -> str:
        session.show(new.document)
        return "Your own choice is on screen; the text that was there comes after it."

    return views.answer(bench, bench.answer(act, step=new.step))
