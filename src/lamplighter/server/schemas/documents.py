"""A document, and the one on screen."""

from pydantic import Field

from lamplighter.server.schemas.base import Schema, Step

__all__ = ["Document", "ProjectInfo", "Reason", "Screen", "Suggestion"]


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
    strategy: str = Field(description="The name of the strategy that the project was made with.")
    label_model: str
    contextualizer: str = Field(description="In words: 'cosine, percentile 75', or 'none'.")
    has_gold: bool = Field(description="Whether true labels were given. They serve the metrics and nothing else.")
    version: str = Field(description="lamplighter's version.")


class Document(Schema):
    """One text, cut into words."""

    document: int
    row: int = Field(description="The row of the input, from 0.")
    id: str | None = Field(description="The value of the id column, where one was named.")
    columns: dict[str, str] = Field(description="Other columns of the input that have a value in this row, by name.")
    cut: str = Field(
        description="The text, with marks that tell the words which can be clicked: 'A |Funny^funny~fish|!'. The first mark encloses "
        "runs of words, the second stands for the one space between words of a run, and behind the third is the primitive of the "
        "word before, where this is written otherwise."
    )
    marks: str = Field(description="The three marks, characters that the text does not have.")
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
    strategy: str = Field(description="What chose it, such as 'new coverage' or 'chance'.")
    score: float | None = Field(description="The strategy's score of this document (for SEU: its expected utility).")
    reasons: list[Reason] = Field(description="The largest contributions first, at most six.")
    candidates: dict[str, int] = Field(description="Each clickable word, with the number of documents that contain it.")
    n_tied: int = Field(description="How many documents had the same best score; among them chance chose.")
    passed: int | None = Field(description="The document it came in place of, where the person wanted another one.")
    stood_in_for: str | None = Field(
        description="The strategy that was to choose, where another way to choose was taken in its place."
    )


class Screen(Schema):
    """What is on screen now."""

    step: Step
    strategy: str = Field(description="The name of the strategy that picks from now on.")
    suggestion: Suggestion | None = Field(description="The document to show now; nothing when all have been shown.")
