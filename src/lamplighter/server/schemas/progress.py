"""How far the work has come."""

from typing import Literal

from pydantic import Field

from lamplighter.server.schemas.base import Schema, Step
from lamplighter.server.schemas.functions import Function

__all__ = ["CurvePoint", "Progress"]


class CurvePoint(Schema):
    """One point of the learning curve."""

    step: int
    accuracy: float
    f1: float = Field(description="Macro-averaged over the classes.")


class Progress(Schema):
    """How far the work has come. Figures are those of the newest finished models."""

    step: Step
    n_functions: int
    n_labels: int = Field(description="Documents whose label a person gave, with or without a function.")
    n_skipped: int
    coverage: float = Field(description="Share of documents that at least one function votes on.")
    conflict: float = Field(description="Share of documents on which functions disagree.")
    votes_balance: dict[str, float] = Field(description="Share of each class among the beliefs on covered documents.")
    predicted_balance: dict[str, float] = Field(description="Share of documents predicted in each class.")
    believed_balance: dict[str, float] = Field(description="The class balance that predictions are matched to.")
    balance_source: Literal["given", "estimated"]
    confidence: float = Field(description="Mean probability of the predicted class over all documents.")
    notes: list[str] = Field(description="What a person should know before trusting the figures.")
    curve: list[CurvePoint] = Field(description="Measured against gold, where gold is given; else empty.")
    latest: list[Function] = Field(description="The last functions written, newest first, at most eight.")
