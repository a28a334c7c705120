"""What a person says, and what that is answered with."""

from pydantic import Field

from lamplighter.server.schemas.base import Schema
from lamplighter.server.schemas.documents import Screen

__all__ = ["Answer", "NewFunction", "NewLabel", "NewSkip", "Redo", "Undo"]


class Answer(Screen):
    """What every action is answered with: what it did, and the next document."""

    said: str = Field(description="What the action did, in a sentence.")


class NewFunction(Schema):
    """A labeling function to write: documents that contain the primitive are voted the label."""

    primitive: str = Field(min_length=1, max_length=1000)
    label: str
    document: int = Field(ge=0, description="The document on which it is written: its lineage.")
    percentile: float | None = Field(
        default=None, gt=0, le=100, description="To how many percent of the corpus it reaches; as the project says."
    )
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


class Redo(Schema):
    """Give the answer again that was taken back last."""

    step: int | None = None
