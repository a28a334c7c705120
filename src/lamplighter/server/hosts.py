"""Under which names the page is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from lamplighter.server.errors import error_response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["TrustedHosts"]


class TrustedHosts:
    """Answers requests that ask for the page by one of its names; others get the one error body.

    Starlette's own middleware answers these with plain text.

    Parameters
    ----------
    app : ASGI application
    names : sequence of str
        ``"*"`` among them: all names are answered.
    """

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self.app = app
        self.names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and "*" not in self.names:
            asked = Headers(scope=scope).get("host", "")
            name = _without_port(asked)
            if name not in self.names:
                message = f"The page is not served under the name {name!r}. Open the address that lamplighter printed."
                await error_response(400, "UnknownHost", message)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _without_port(host: str) -> str:
    """Leave the port out: ``[::1]:8765`` is ``[::1]``."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()
