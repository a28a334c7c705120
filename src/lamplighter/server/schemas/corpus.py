"""Looking through all documents, and one document explained."""

from pydantic import Field

from lamplighter.server.schemas.base import Schema, Step
from lamplighter.session.browse import Order, Which

__all__ = [
    "CorpusPage",
    "CorpusQuery",
    "CorpusRow",
    "Explanation",
    "FunctionHere",
    "NewSuggestion",
    "Passage",
    "Piece",
    "WordWeight",
]


class CorpusQuery(Schema):
    """Which documents to give, and in which order."""

    text: str = Field(default="", max_length=1000, description="A pattern that the text fits; blank: any text.")
    predicted: str | None = Field(default=None, description="The class that the end model predicts.")
    given: str | None = Field(default=None, description="The class that the person gave.")
    least: float = Field(default=0.0, ge=0, le=1, description="The least probability of the predicted class.")
    most: float = Field(default=1.0, ge=0, le=1, description="The greatest one.")
    state: Which = Field(default="any", description="What functions and the person said; uncertain is below 0.6.")
    function: int | None = Field(default=None, description="The number of a function that votes on it.")
    order: Order = Field(default="document", description="That of the corpus, or by how certain the prediction is.")
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=0, le=200)


class Piece(Schema):
    """A piece of a text."""

    text: str
    found: bool = Field(description="Whether it is what was looked for.")


class CorpusRow(Schema):
    """One document that was found."""

    document: int
    row: int = Field(description="The row of the input, from 0.")
    pieces: list[Piece] = Field(description="An excerpt: the beginning, or the words around what was looked for.")
    predicted: str | None = Field(description="The class the end model predicts; nothing while there is none.")
    probability: float | None = Field(description="Of the predicted class.")
    believed: str | None = Field(description="The class the label model believes; nothing without votes, or at a tie.")
    given: str | None = Field(description="The class that the person gave.")
    n_votes: int = Field(description="Functions that vote on it.")
    contradicted: bool = Field(description="Whether they vote different classes.")


class CorpusPage(Schema):
    """Some of the documents that were found."""

    step: Step
    total: int = Field(description="How many were found.")
    rows: list[CorpusRow]


class Passage(Schema):
    """A piece of a document's text; the pieces joined are the text."""

    text: str
    functions: list[int] = Field(description="The numbers of the functions that vote for what stands here.")


class FunctionHere(Schema):
    """A function whose primitive stands in a document."""

    number: int
    primitive: str
    label: str
    votes: bool = Field(description="Whether it votes here: the document lies within its radius.")
    distance: float | None = Field(description="From the document it was written on; nothing without a radius.")
    radius: float | None = Field(description="The greatest distance at which it votes; none: everywhere.")


class WordWeight(Schema):
    """A word, and how much it says to the end model."""

    word: str
    weight: float = Field(description="What it adds to the logit of the predicted class, beside the other classes.")


class Explanation(Schema):
    """What the newest finished models make of a document, and why."""

    step: Step
    document: int
    row: int = Field(description="The row of the input, from 0.")
    id: str | None = Field(description="The value of the id column, where one was named.")
    passages: list[Passage]
    functions: list[FunctionHere] = Field(description="Those whose primitive it contains, oldest first.")
    believed: str | None = Field(description="The class the label model believes; nothing without votes, or at a tie.")
    belief: dict[str, float] = Field(description="What the label model makes of the votes.")
    predicted: str | None = Field(description="The class the end model predicts; nothing while there is none.")
    prediction: dict[str, float] | None = Field(description="The end model's probabilities.")
    words_for: list[WordWeight] = Field(description="What speaks most for the predicted class, at most six.")
    words_against: list[WordWeight] = Field(description="What speaks most against it, at most six.")
    given: str | None = Field(description="The class that the person gave.")
    skipped: bool = Field(description="Whether the person said nothing of it.")
    gold: str | None = Field(description="Its true class, where that is known.")


class NewSuggestion(Schema):
    """A document to have on screen, of the person's own choice."""

    document: int = Field(ge=0)
    step: int | None = None
