"""A second choice in place of the text on screen, what lies around it, and which strategy picks."""

from typing import Literal

from pydantic import Field

from lamplighter.server.schemas.base import Schema

__all__ = ["Around", "NewStrategy", "OtherSuggestion", "StrategyOffer"]


class OtherSuggestion(Schema):
    """Another document in place of the one on screen, which is passed over and comes again later."""

    wanted: Literal["similar", "different"] = Field(description="One like it, or the strategy's best far from it.")
    document: int = Field(ge=0, description="The document on screen; where it is another one by now, nothing happens.")
    step: int | None = None


class NewStrategy(Schema):
    """The strategy that picks from now on."""

    strategy: str = Field(min_length=1, max_length=200, description="One of those offered, by its name.")
    step: int | None = None


class StrategyOffer(Schema):
    """A strategy that may pick."""

    name: str
    title: str = Field(description="What it is called after 'chosen by'.")
    lacks: str | None = Field(
        description="What it needs and there is not yet, in a few words; nothing when it can choose."
    )


class Around(Schema):
    """How sure the newest finished models are of the documents nearest to one."""

    n_documents: int = Field(description="How many these are; at most fifty.")
    uncertainty: float | None = Field(
        description="Mean entropy of the predictions, from 0 (certain) to 1; nothing while there is no end model."
    )
    models_step: int = Field(description="The step that these models have seen.")
