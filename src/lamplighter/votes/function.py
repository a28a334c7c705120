"""A labeling function and its lineage."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LabelingFunction"]


@dataclass(frozen=True, order=True)
class LabelingFunction:
    """``λ_{z,y}``: votes a class on the documents that contain a primitive, abstains elsewhere.

    Attributes
    ----------
    number : int
        Its name within a session, never given twice.
    primitive : str
        ``z``.
    label : int
        ``y``, a class code ``0..K-1``.
    document : int
        ``x_λ``, the development example on which it was written: its lineage.
    """

    number: int
    primitive: str
    label: int
    document: int
