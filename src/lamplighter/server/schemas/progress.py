"""How far the work has come."""

from typing import Literal

from pydantic import Field

from lamplighter.server.schemas.base import Schema, Step
from lamplighter.server.schemas.functions import Function

__all__ = ["CurvePoint", "EstimatePoint", "Pace", "PacePoint", "Progress"]


class CurvePoint(Schema):
    """One point of the learning curve."""

    step: int
    accuracy: float
    f1: float = Field(description="Macro-averaged over the classes.")


class EstimatePoint(Schema):
    """One point of the learning curve as it is estimated from the person's labels."""

    step: int
    accuracy: float
    low: float = Field(description="Nine times in ten the accuracy lies between low and high, as far as chance goes.")
    high: float


class PacePoint(Schema):
    """An answer that stands."""

    step: int
    said: str
    n_new: int | None = Field(description="Documents that its function votes on and no function before it.")
    seconds: float | None = Field(description="How long it took; nothing after a pause.")


class Pace(Schema):
    """The last answers, oldest first."""

    step: Step
    answers: list[PacePoint]
    median_seconds: float | None


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
    confidence: float | None = Field(
        description="Mean probability of the predicted class over all documents; nothing without a model."
    )
    notes: list[str] = Field(description="What a person should know before trusting the figures.")
    histogram: list[int] = Field(
        description="Documents by the probability of their predicted class, in tenths from 0 to 1; empty without a model."
    )
    enough: str = Field(description="Whether more answers are worth giving, and by what that is seen, in a sentence.")
    estimates: list[EstimatePoint] = Field(description="Estimated without gold, every few answers.")
    curve: list[CurvePoint] = Field(description="Measured against gold, where gold is given; else empty.")
    latest: list[Function] = Field(description="The last functions written, newest first, at most eight.")
