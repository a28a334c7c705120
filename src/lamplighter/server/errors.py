"""One body for every error: ``{"error": name, "message": sentence}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from lamplighter.exceptions import InputError, LamplighterError, SessionError, StorageError
from lamplighter.server.schemas import ErrorBody

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

__all__ = ["RESPONSES", "error_response", "handle_errors"]

STATUSES: tuple[tuple[type[LamplighterError], int], ...] = (
    (InputError, 422),
    (SessionError, 409),
    (StorageError, 507),
    (LamplighterError, 500),
)
"""The first class that fits says how an error is answered."""

RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorBody, "description": description}
    for code, description in (
        (409, "The session cannot take this in its present state."),
        (422, "What was sent cannot be used."),
        (507, "The project cannot be written."),
    )
}
"""What routes say of their errors in OpenAPI."""


def handle_errors(app: FastAPI) -> None:
    """Have all errors of an application answered with the one body."""

    @app.exception_handler(LamplighterError)
    async def ours(_: Request, error: LamplighterError) -> JSONResponse:
        status = next(code for kind, code in STATUSES if isinstance(error, kind))
        return error_response(status, type(error).__name__, str(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        return error_response(422, "InvalidRequest", f"The request does not fit: {faults}.")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        return error_response(error.status_code, "HTTPError", f"{request.method} {request.url.path}: {error.detail}.")

    @app.exception_handler(Exception)  # the server's outermost edge; the traceback goes to the log
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        return error_response(
            500, type(error).__name__, "Something went wrong inside lamplighter; what was saved is safe."
        )


def error_response(status: int, name: str, message: str) -> JSONResponse:
    """Give the one body of every error."""
    return JSONResponse(ErrorBody(error=name, message=message).model_dump(), status)
