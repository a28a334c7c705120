"""What a person is shown: a document, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NamedReason", "Suggestion"]


class NamedReason(NamedTuple):
    """One function that may come of a document, by its names."""

    primitive: str
    label: str
    probability: float
    utility: float

    @property
    def contribution(self) -> float:
        """Its part of the document's score."""
        return self.probability * self.utility


class Suggestion(NamedTuple):
    """The document to look at, and why.

    Attributes
    ----------
    document : int
    text : str
    candidates : mapping of str to int
        The primitives the document contains, in alphabetical order, with the number of documents that contain each.
    reasons : tuple of NamedReason
        The functions that the strategy hopes for, largest contribution first; at most six.
    score : float
        The strategy's score; for SEU the expected utility.
    n_tied : int
        How many documents had the same score. Among them chance chose.
    models_step : int
        The step that the models had seen when it was picked.
    chosen_by : str
        What chose it, such as ``'new coverage'`` or ``'chance'``.
    passed : int or None
        The document that was passed over for it, where the person wanted another one.
    stood_in_for : str or None
        The strategy that was to choose, where another way to choose was taken: at first, or for classes without functions.
    """

    document: int
    text: str
    candidates: Mapping[str, int]
    reasons: tuple[NamedReason, ...]
    score: float
    n_tied: int
    models_step: int
    chosen_by: str
    passed: int | None = None
    stood_in_for: str | None = None
