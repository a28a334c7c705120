"""Labeling functions: as a draft, and standing."""

from pydantic import Field

from lamplighter.server.schemas.base import Schema, Step

__all__ = ["Draft", "Function", "FunctionTable"]


class Draft(Schema):
    """What a function would do, before it is written."""

    primitive: str
    label: str
    n_votes: int = Field(description="Documents it would vote on, within its radius.")
    n_new: int = Field(description="Those of them that no function votes on yet.")
    n_disputed: int = Field(description="Those of them on which a standing function votes another class.")
    n_containing: int = Field(description="Documents that contain the primitive, within the radius or not.")
    already: str | None = Field(description="Says so when this function, or another on this primitive, stands already.")


class Function(Schema):
    """One row of the functions table. The statistics are Snorkel's."""

    id: int
    primitive: str
    label: str
    document: int
    excerpt: str = Field(description="The words around the primitive in the document it was written on.")
    radius: float | None = Field(description="The greatest distance at which it votes; none: everywhere.")
    n_votes: int
    n_containing: int
    coverage: float = Field(description="Share of all documents it votes on.")
    overlaps: float = Field(description="Share of all documents on which another function votes too.")
    conflicts: float = Field(description="Share of all documents on which another function votes another class.")
    accuracy: float | None = Field(description="Share of its votes that are right, where gold is given.")
    written_at_step: int


class FunctionTable(Schema):
    """The standing functions, newest last."""

    step: Step
    functions: list[Function]
