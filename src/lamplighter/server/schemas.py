"""What the page receives and sends: the one description from which OpenAPI and the TypeScript types come.

Probabilities and shares are between 0 and 1. Classes are named by their label; their order is that of
:attr:`ProjectInfo.labels`. Documents are named by their position in the corpus, from 0.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Answer",
    "CurvePoint",
    "Document",
    "Draft",
    "ErrorBody",
    "Function",
    "FunctionTable",
    "NewFunction",
    "NewLabel",
    "NewSkip",
    "Progress",
    "ProjectInfo",
    "Reason",
    "Screen",
    "Segment",
    "Step",
    "Suggestion",
    "Undo",
]


class Schema(BaseModel):
    """Frozen, and strict about names: what is sent but not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ErrorBody(Schema):
    """The one body of every error."""

    error: str = Field(description="The name of the error, such as 'PrimitiveError'.")
    message: str = Field(description="What was found, what was expected and what to do, in a sentence or two.")


class ProjectInfo(Schema):
    """What does not change while a project is open."""

    name: str = Field(description="The input's name, such as 'reviews.parquet'.")
    place: str = Field(description="The project, as one types it in the terminal.")
    n_documents: int = Field(description="Documents that are worked on.")
    n_rows: int = Field(description="Rows of the input, with those that have no text.")
    n_missing: int = Field(description="Rows without a text: skipped, and unlabeled in the export.")
    n_duplicates: int = Field(description="Documents whose text stands earlier in the corpus already. They are kept.")
    n_primitives: int
    labels: list[str] = Field(description="The classes, 2 or more.")
    primitives: str = Field(description="What functions are made of, such as 'unigrams' or 'ngrams(1, 2)'.")
    strategy: str
    label_model: str
    contextualizer: str = Field(description="In words: 'cosine, percentile 75', or 'none'.")
    has_gold: bool = Field(description="Whether true labels were given. They serve the metrics and nothing else.")
    version: str = Field(description="lamplighter's version.")


class Segment(Schema):
    """A piece of a document's text; the pieces joined are the text."""

    text: str
    primitive: str | None = Field(description="The word that can be clicked here, or nothing between words.")


class Document(Schema):
    """One text, cut into segments."""

    document: int
    row: int = Field(description="The row of the input, from 0.")
    id: str | None = Field(description="The value of the id column, where one was named.")
    segments: list[Segment]
    duplicates: int = Field(description="How many other documents have the very same text.")


class Reason(Schema):
    """Why a document was picked: one function that may come of it."""

    primitive: str
    label: str
    probability: float = Field(description="How likely the user model thinks it that this function is written.")
    utility: float = Field(description="What the function would be worth (Eq. 3).")
    contribution: float = Field(description="Probability times utility: the reason's part of the document's score.")


class Suggestion(Schema):
    """The document on screen, and why it was picked."""

    document: Document
    strategy: str
    score: float | None = Field(description="The strategy's score of this document (for SEU: its expected utility).")
    reasons: list[Reason] = Field(description="The largest contributions first, at most six.")
    candidates: dict[str, int] = Field(description="Each clickable word, with the number of documents that contain it.")
    n_tied: int = Field(description="How many documents had the same best score; among them chance chose.")


class Step(Schema):
    """Where the session stands, and how fresh the models are. Part of every answer."""

    step: int = Field(description="Answers so far: every function, label, skip, withdrawal and undo counts one.")
    models_step: int = Field(description="The step that the newest finished models have seen.")
    learning: bool = Field(description="Whether models of a newer step are being learnt now.")
    learnt_seconds: float | None = Field(description="How long the newest models took to learn.")
    can_undo: str | None = Field(description="What undo would take back, in words; nothing where there is nothing.")


class Screen(Schema):
    """What is on screen now."""

    step: Step
    suggestion: Suggestion | None = Field(description="The document to show now; nothing when all have been shown.")


class Answer(Screen):
    """What every action is answered with: what it did, and the next document."""

    said: str = Field(description="What the action did, in a sentence.")


class NewFunction(Schema):
    """A labeling function to write: documents that contain the primitive are voted the label."""

    primitive: str = Field(min_length=1, max_length=1000)
    label: str
    document: int = Field(ge=0, description="The document on which it is written: its lineage.")
    step: int | None = Field(default=None, description="The step the page has seen; another one is refused.")


class NewLabel(Schema):
    """Only the document's label, without a function."""

    document: int = Field(ge=0)
    label: str
    step: int | None = None


class NewSkip(Schema):
    """Nothing is said of the document; it is not shown again."""

    document: int = Field(ge=0)
    step: int | None = None


class Undo(Schema):
    """Take back the last answer that stands."""

    step: int | None = None


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
