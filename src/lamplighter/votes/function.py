"""A labeling function and its lineage."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LabelingFunction"]


@dataclass(frozen=True)
class LabelingFunction:
    """``λ_{z,y}``: votes a class on the documents that contain a primitive, abstains elsewhere.

    Attributes
    ----------
    number : int
        Its name within a session, never given twice.
    primitive : str
        ``z``, or another pattern that a document fits or not, as it is written (:mod:`lamplighter.engine.patterns`).
    label : int
        ``y``, a class code ``0..K-1``.
    document : int or None
        ``x_λ``, the development example on which it was written: its lineage. ``None`` where it was brought from elsewhere.
    percentile : float or None
        How far it reaches, if it was said of this one: to so many percent of the corpus, those nearest to its development example.
    enabled : bool
        Whether it votes.
    """

    number: int
    primitive: str
    label: int
    document: int | None
    percentile: float | None = None
    enabled: bool = True
