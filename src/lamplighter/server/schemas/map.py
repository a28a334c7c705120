"""The map of the corpus."""

from typing import Literal

from pydantic import Field

from lamplighter.server.schemas.base import Schema

__all__ = ["MapFunction", "MapStatus"]


class MapStatus(Schema):
    """How far the map has come. It is computed once for a project."""

    state: Literal["computing", "ready", "failed"]
    share: float = Field(description="Of the work that is done.")
    n_documents: int
    message: str | None = Field(description="Why there is no map, where it failed.")


class MapFunction(Schema):
    """Where a function votes."""

    id: int
    primitive: str
    label: str
    document: int | None = Field(description="On which it was written; nothing, where it was brought from elsewhere.")
    documents: list[int] = Field(description="Those it votes on, ascending; while it is silent, those it would.")
