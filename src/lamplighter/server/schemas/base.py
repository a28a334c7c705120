"""What all schemas share, and what stands in most of them."""

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ErrorBody", "Schema", "Step"]


class Schema(BaseModel):
    """Frozen, and strict about names: what is sent but not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ErrorBody(Schema):
    """The one body of every error."""

    error: str = Field(description="The name of the error, such as 'PrimitiveError'.")
    message: str = Field(description="What was found, what was expected and what to do, in a sentence or two.")


class Step(Schema):
    """Where the session stands, and how fresh the models are. Part of every answer."""

    step: int = Field(description="Answers so far: every function, label, skip, withdrawal and undo counts one.")
    models_step: int = Field(description="The step that the newest finished models have seen.")
    learning: bool = Field(description="Whether models of a newer step are being learnt now.")
    learnt_seconds: float | None = Field(description="How long the newest models took to learn.")
    can_undo: str | None = Field(description="What undo would take back, in words; nothing where there is nothing.")
    can_redo: str | None = Field(description="What redo would give again, in words.")
