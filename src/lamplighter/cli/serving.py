"""Serving the page."""

from __future__ import annotations

import socket
import sys
import webbrowser
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from lamplighter.cli.group import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lamplighter.session import Session
    from lamplighter.store import SessionStore

__all__ = ["listening_on", "serve"]

USUAL_PORT = 8765

LOOPBACK = {"127.0.0.1", "localhost", "::1"}

SWITCH_INTERVAL = 0.0002
"""Seconds after which the learning thread hands Python over to a waiting request; 0.005 is Python's own."""


def serve(store: SessionStore, session: Session, listening: socket.socket, *, host: str, browser: bool) -> None:
    """Serve the page of a project until interrupted."""
    from lamplighter.server import make_app  # noqa: PLC0415
    from lamplighter.server.app import LOCAL_HOSTS  # noqa: PLC0415
    from lamplighter.server.page_server import PageServer  # noqa: PLC0415

    sys.setswitchinterval(SWITCH_INTERVAL)
    app = make_app(store, session=session, hosts=LOCAL_HOSTS if host in LOOPBACK else ("*",))
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listening.getsockname()[1]}/"
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one ends it; the server hands it on when it has shut down
        click.echo(f"Open {url}  (Ctrl-C ends; every answer is saved as it is given)")
        if browser:
            webbrowser.open(url)  # the port is open already: the browser waits for the first answer
        PageServer(app).run(sockets=[listening])


@contextmanager
def listening_on(host: str, port: int | None) -> Iterator[socket.socket]:
    """Hold a port for as long as the block lasts; it is taken before a project is made, so that a port in use makes none."""
    listening = listen(host, port)
    try:
        yield listening
    finally:
        listening.close()


def listen(host: str, port: int | None) -> socket.socket:
    """Take a port: the one that was asked for, else the usual one or any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in [USUAL_PORT, 0] if port is None else [port]:
        # The protocol is named, since asyncio sends small answers at once (TCP_NODELAY) only where it is; else each waits
        # 40 ms for the acknowledgement of the piece before it.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
            listening.listen()
        except OSError as error:
            listening.close()
            reason = error.strerror or str(error)
        else:
            return listening
    raise Failure(
        f"Cannot listen on {host}, port {port}: {reason}. Choose another --port, or leave it out for a free one."
    )
