"""Serving an application from a thread, for programs that go on meanwhile."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

__all__ = ["serving"]


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of this machine for as long as the block lasts; gives its address."""
    from lamplighter.server.page_server import PageServer  # noqa: PLC0415  (an application can be tested without a server)

    listening = socket.create_server(("127.0.0.1", 0))
    server = PageServer(app)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()
