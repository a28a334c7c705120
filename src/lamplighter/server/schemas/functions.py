"""Labeling functions: as a draft, standing, and as they go in and out."""

from typing import Literal

from pydantic import Field

from lamplighter.server.schemas.base import Schema, Step
from lamplighter.server.schemas.corpus import Piece

__all__ = [
    "Brought",
    "Draft",
    "DraftExample",
    "Function",
    "FunctionChange",
    "FunctionTable",
    "History",
    "HistoryEntry",
    "PatternKind",
    "Precision",
    "Shared",
]


class Precision(Schema):
    """How often a function's votes are expected to be right: what the end model believes, and the labels given."""

    mean: float
    low: float = Field(description="Nine times in ten it lies between low and high, if the model is right on average.")
    high: float
    n_labeled: int = Field(description="Documents it would vote on whose class a person gave, but for its own example.")
    n_right: int = Field(description="Those of them that are of its class.")


class Shared(Schema):
    """A standing function that votes on documents of the draft."""

    id: int
    primitive: str
    label: str
    n_shared: int = Field(description="On how many.")


class DraftExample(Schema):
    """A document that the draft fits."""

    document: int
    distance: float = Field(description="To the document on which the function is written.")
    votes: bool = Field(description="Whether it lies within the radius.")
    pieces: list[Piece]
    label: str | None = Field(description="What the end model predicts; nothing while there is none.")


class Draft(Schema):
    """What a function would do, before it is written."""

    primitive: str = Field(description="As it will be written down.")
    label: str
    percentile: float | None = Field(description="To how many percent of the corpus it would reach, if that was said.")
    radius: float | None = Field(description="The greatest distance at which it would vote; none: everywhere.")
    n_votes: int = Field(description="Documents it would vote on, within its radius.")
    n_new: int = Field(description="Those of them that no function votes on yet.")
    n_disputed: int = Field(description="Those of them on which a standing function votes another class.")
    n_containing: int = Field(description="Documents that fit, within the radius or not.")
    coverage: float = Field(description="Share of all documents it would vote on.")
    agreement: float | None = Field(
        description="Share of them that the end model predicts so; nothing while there is none."
    )
    precision: Precision | None = Field(description="Estimated; nothing while there is no end model.")
    contradicts: list[Shared] = Field(description="Functions of other classes on the same documents, the most first.")
    duplicates: list[Shared] = Field(description="Functions of the class that vote on nearly the same documents.")
    nearest: list[DraftExample] = Field(description="Within the radius, the nearest first.")
    farthest: list[DraftExample] = Field(description="Within the radius, the farthest last.")
    outside: list[DraftExample] = Field(description="The first outside of the radius.")
    already: str | None = Field(description="Says so when this function stands already.")


class Function(Schema):
    """One row of the functions table. The statistics are Snorkel's."""

    id: int
    primitive: str
    label: str
    document: int | None = Field(description="On which it was written; none: it was brought from elsewhere.")
    excerpt: str = Field(description="The words around the primitive in the document it was written on.")
    percentile: float | None = Field(
        description="To how many percent of the corpus it reaches, if that was said of it."
    )
    radius: float | None = Field(description="The greatest distance at which it votes; none: everywhere.")
    enabled: bool = Field(description="Whether it votes. One that is silent is compared as if it voted.")
    n_votes: int
    n_containing: int
    coverage: float = Field(description="Share of all documents it votes on.")
    overlaps: float = Field(description="Share of all documents on which another function votes too.")
    conflicts: float = Field(description="Share of all documents on which another function votes another class.")
    precision: Precision | None = Field(description="Estimated; nothing while there is no end model.")
    accuracy: float | None = Field(description="Share of its votes that are right, where gold is given.")
    written_at_step: int


class FunctionTable(Schema):
    """The standing functions, newest last."""

    step: Step
    functions: list[Function]
    conflicts: list[list[int]] = Field(
        description="For each two functions, on how many documents they vote different classes; in the order of the functions."
    )


class FunctionChange(Schema):
    """What is to be different of a function; what is left out stays."""

    primitive: str | None = Field(default=None, min_length=1, max_length=1000)
    label: str | None = None
    percentile: float | None = Field(
        default=None, gt=0, le=100, description="Its reach; null, where it is not left out: as far as the project says."
    )
    enabled: bool | None = None
    step: int | None = None


class Brought(Schema):
    """Functions that come from elsewhere."""

    format: Literal["csv", "jsonl", "json"] = Field(
        description="csv: query,label; jsonl: Prodigy's patterns; json: ours."
    )
    content: str = Field(max_length=5_000_000)
    step: int | None = None


class HistoryEntry(Schema):
    """An answer that was given."""

    step: int = Field(description="Of how many answers it was the last.")
    kind: str
    said: str
    document: int | None
    stands: bool = Field(description="Whether it was not undone.")


class History(Schema):
    """All answers, newest first."""

    step: Step
    entries: list[HistoryEntry]


class PatternKind(Schema):
    """A kind of patterns, and how one is written."""

    kind: str
    example: str
