"""How often a function's votes are expected to be right, where there is no gold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import betaincinv

if TYPE_CHECKING:
    from lamplighter.arrays import Rows
    from lamplighter.engine import Models
    from lamplighter.session.session import Session
    from lamplighter.votes import LabelingFunction

__all__ = ["Precision", "documents_of", "expected_precision"]

IMAGINED = 10.0
"""Documents that the end model's belief counts for, beside those whose class a person gave."""

TAIL = 0.05
"""Of the probability, below the interval and above it."""

LEAST = 1e-6


class Precision(NamedTuple):
    """How often the votes of a function are expected to be right.

    Attributes
    ----------
    mean, low, high : float
        Nine times in ten it lies between the last two, if the end model is right on average.
    n_labeled, n_right : int
        Documents it votes on whose class a person gave, but for its own example, and those of them of the function's class.
    """

    mean: float
    low: float
    high: float
    n_labeled: int
    n_right: int

    @classmethod
    def of(cls, believed: float, n_right: int, n_labeled: int) -> Precision:
        """Give it from what the end model believes, which counts for ten documents, and from labels.

        Examples
        --------
        >>> Precision.of(0.8, n_right=10, n_labeled=10).mean
        0.9
        """
        right, wrong = IMAGINED * believed + n_right, IMAGINED * (1 - believed) + n_labeled - n_right
        low, high = betaincinv(max(right, LEAST), max(wrong, LEAST), [TAIL, 1 - TAIL])
        return cls(right / (right + wrong), float(low), float(high), n_labeled, n_right)


def documents_of(session: Session, function: LabelingFunction) -> Rows:
    """Give the documents that a function votes on, ascending."""
    rows = session.neighbourhood_of(function).rows
    return np.concatenate([block.start + own for block, own in zip(session.engine.index.slices, rows, strict=True)])


def expected_precision(
    session: Session, models: Models, function: LabelingFunction, documents: Rows
) -> Precision | None:
    """Estimate how often a function is right on the documents it votes on; ``None`` where it has none, or there is no end model.

    Its own development example is left out: that it is right there is why it was written.
    """
    if models.classifier is None or not len(documents):
        return None
    # The labels are few; the documents may be a good part of a million, and this is asked whenever progress is shown.
    given = {document: code for document, code in session.state.labels.items() if document != function.document}
    voted = np.isin(np.array([*given], dtype=np.int64), documents)
    asked = [code == function.label for code, votes in zip(given.values(), voted.tolist(), strict=True) if votes]
    believed = models.engine.within(
        documents, lambda _, rows, own: float(own[rows, function.label].sum()), models.predictions
    )
    return Precision.of(sum(believed) / len(documents), sum(asked), len(asked))
