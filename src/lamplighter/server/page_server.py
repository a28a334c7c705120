"""The server that listens: it ends when it is told to, soon and without a word, whatever is still asked for."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from fastapi import FastAPI

__all__ = ["PageServer"]

PATIENCE = 3
"""Seconds that requests which are being answered are waited for."""


class PageServer(uvicorn.Server):
    """Uvicorn's server, whose application is closed in any case.

    Uvicorn leaves that out when it is told twice to end. The store would stay open, and the application be torn from its
    waiting with a traceback.

    Parameters
    ----------
    app : FastAPI
    """

    def __init__(self, app: FastAPI) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=PATIENCE))

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Let go of whoever is still connected, then close the application."""
        logger = logging.getLogger("uvicorn.error")
        logger.addFilter(_is_news)
        try:
            await super().shutdown(None if sockets is None else list(sockets))
            if self.force_exit:
                await self.lifespan.shutdown()
            await self._let_go()
        finally:
            logger.removeFilter(_is_news)

    async def _let_go(self) -> None:
        """Have what is not answered yet end here, where nobody is told of it, and not with the loop."""
        tasks = [*self.server_state.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the log says more than that somebody was let go of."""
    kind = record.exc_info[0] if record.exc_info else None
    cancelled = kind is not None and issubclass(kind, asyncio.CancelledError)
    return not cancelled and not record.getMessage().startswith("Cancel ")
