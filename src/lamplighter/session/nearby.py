"""What lies near a document: how far away the others are, and how sure the end model is of the nearest ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.engine import distances_in
from lamplighter.linalg import entropy
from lamplighter.session.checks import checked_document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Rows, Scores
    from lamplighter.engine import Models
    from lamplighter.linalg import Metric
    from lamplighter.session.session import Session

__all__ = ["NEAREST", "Around", "around", "distances_from", "nearest"]

NEAREST = 50
"""Documents that are taken for the ones around a document."""


class Around(NamedTuple):
    """How sure the end model is of the documents around one.

    Attributes
    ----------
    n_documents : int
        How many these are; at most fifty.
    uncertainty : float or None
        The mean entropy of the end model's predictions for them, in parts of the greatest there is: from 0, where it is
        certain of all of them, to 1, where it cannot tell the classes apart. ``None`` while there is no end model.
    """

    n_documents: int
    uncertainty: float | None


def around(session: Session, models: Models, document: int) -> Around:
    """Say how sure models are of the documents nearest to one: where they are not, an answer to it teaches more.

    Parameters
    ----------
    session : Session
    models : Models
    document : int

    Raises
    ------
    SessionError
        If there is no such document.

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> session = Session(Corpus.from_texts(["good film", "bad film", "good food", "bad food"]), labels=["+", "-"])
    >>> around(session, session.models(), 0)
    Around(n_documents=3, uncertainty=None)
    >>> _ = session.add("good", "+", document=0), session.add("bad", "-", document=1)
    >>> 0 < around(session, session.models(), 0).uncertainty < 1
    True
    """
    away = distances_from(session, checked_document(session, document))
    away[document] = np.inf
    n = min(NEAREST, len(away) - 1)
    if models.classifier is None or not n:
        return Around(n, None)
    documents, weights = nearest(away, n)
    predictions = np.concatenate(models.engine.within(documents, lambda _, rows, own: own[rows], models.predictions))
    unsure = entropy(predictions) / np.log(predictions.shape[1])
    return Around(n, float(weights @ unsure) / n)


def distances_from(session: Session, document: int) -> Scores:
    """Give the distance of every document to one, as functions' neighbourhoods have it; cosine where they have none."""
    engine, near = session.engine, session.settings.contextualizer
    example = engine.features_of(document)
    metric: Metric = "cosine" if near is None else near.metric
    index = engine.index
    return engine.gathered(lambda block: distances_in(index, block, example, metric))


def nearest(away: Scores, n: int) -> tuple[Rows, NDArray[np.float64]]:
    """Give the nearest documents with their weights, which sum to n: those equally far share what is left for them.

    So it does not depend on the order of the documents which of equally distant ones count.

    Parameters
    ----------
    away : ndarray of shape (N,)
        Distances.
    n : int
        From 1 to N.

    Examples
    --------
    One is nearest, and three share the second place:

    >>> documents, weights = nearest(np.array([1.0, 0.5, 1.0, 1.0, 2.0]), 2)
    >>> documents.tolist(), weights.round(3).tolist()
    ([0, 1, 2, 3], [0.333, 1.0, 0.333, 0.333])
    """
    edge = np.partition(away, n - 1)[n - 1]
    documents = np.flatnonzero(away <= edge)
    inside = away[documents] < edge
    left = n - inside.sum()
    return documents, np.where(inside, 1.0, left / max(1, (~inside).sum()))
