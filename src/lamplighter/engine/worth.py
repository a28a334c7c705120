"""What a function on each primitive would be worth: how right it seems, and how much it would add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.learning import class_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.index import Slice

__all__ = ["Worth", "worth"]

IMAGINED = 10.0
"""Imagined documents that contain a primitive, with the class balance: a word of two documents is not trusted."""

ROUNDING = 1e-9
"""An accuracy that is so little above the class balance is what rounding has left of the very same."""


@dataclass(frozen=True, eq=False)
class Worth:
    """What is expected of the function of each primitive and class.

    Attributes
    ----------
    accuracy : ndarray of shape (Z, K)
        The share of a primitive's documents that the end model predicts in each class, with ten imagined documents of the
        class balance beside them. As good as the end model is: an estimate without gold, too bold where it is wrong.
    new : ndarray of shape (Z,)
        Documents that contain it and have no vote.
    utility : ndarray of shape (Z, K)
        ``√new`` times the share of the way from the class balance to 1 that the accuracy has gone; 0 where it is worse
        than chance.
    """

    accuracy: NDArray[np.float64]
    new: NDArray[np.float64]
    utility: NDArray[np.float64]


def worth(engine: Engine, predictions: Parts[Posterior], votes: Parts[Votes], class_balance: Balance) -> Worth:
    """Say what functions would be worth, in one pass over the documents.

    Parameters
    ----------
    engine : Engine
    predictions : parts of ndarray of shape (n, K)
        The end model's probabilities.
    votes : parts of csr_array of shape (n, m)
    class_balance : ndarray of shape (K,)

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["good film", "good food", "bad film", "bad food", "fine film", "fine food"])
    >>> session = Session(corpus, labels=["+", "-"], class_balance=[0.5, 0.5])
    >>> session.add("good", "+", document=0).primitive, session.add("bad", "-", document=2).primitive
    ('good', 'bad')
    >>> found = session.models().worth
    >>> dict(zip(session.engine.index.vocabulary.terms, found.new.tolist(), strict=True))
    {'bad': 0.0, 'film': 1.0, 'fine': 2.0, 'food': 1.0, 'good': 0.0}
    """

    def counted(block: Slice, predicted: Posterior, voted: Votes) -> NDArray[np.float64]:
        return class_counts(block.incidence, np.column_stack([predicted, np.diff(voted.indptr) == 0]))

    counts = engine.total(counted, predictions, votes)[:-1]
    containing = counts[:, :-1].sum(axis=1, keepdims=True)
    accuracy = (counts[:, :-1] + IMAGINED * class_balance) / (containing + IMAGINED)
    above = accuracy - class_balance
    lift = np.where(above > ROUNDING, above, 0) / (1 - class_balance)
    new = counts[:, -1]
    return Worth(accuracy, new, lift * np.sqrt(new)[:, np.newaxis])
