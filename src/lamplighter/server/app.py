"""The application: made from a store, so that it can be tested without a socket."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

import lamplighter
from lamplighter.server.errors import handle_errors
from lamplighter.server.hosts import TrustedHosts
from lamplighter.server.mapping import CorpusMap
from lamplighter.server.routes import ROUTERS
from lamplighter.server.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from lamplighter.session import Session
    from lamplighter.store import SessionStore

__all__ = ["make_app", "openapi"]

STATIC = Path(__file__).parent / "static"

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")
"""Names under which the page may be asked for: a foreign page that points its own name here gets nothing."""


def make_app(
    store: SessionStore,
    *,
    session: Session | None = None,
    hosts: Sequence[str] = LOCAL_HOSTS,
) -> FastAPI:
    """Make the application for one project. The corpus is indexed before this returns.

    Parameters
    ----------
    store : SessionStore
        Closed when the application shuts down.
    session : Session, optional
        That of the store, where it has been made, and its corpus indexed, already.
    hosts : sequence of str
        The host names that are answered; ``"*"`` for all.
    """
    workbench = Workbench(store, session)
    corpus_map = CorpusMap(workbench)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        corpus_map.close()
        workbench.close()

    app = _bare(lifespan)
    app.state.workbench = workbench
    app.state.map = corpus_map
    app.add_middleware(TrustedHosts, names=hosts)
    if (STATIC / "index.html").exists():
        app.mount("/", StaticFiles(directory=STATIC, html=True), name="page")
    else:
        app.add_route("/", _no_page)
    return app


def openapi() -> dict[str, Any]:
    """Give the API's description, from which the page's types are made."""
    return _bare().openapi()


def _bare(lifespan: Callable[[FastAPI], Any] | None = None) -> FastAPI:
    app = FastAPI(
        title="lamplighter",
        version=lamplighter.__version__,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,  # they load scripts from elsewhere
    )
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    handle_errors(app)
    return app


def _no_page(_: Any) -> PlainTextResponse:
    return PlainTextResponse(
        "The page is not part of this installation. Install lamplighter from its wheel, or run scripts/demo.",
        status_code=503,
    )
