"""Naive Bayes over slices: learnt from some documents, then again from what it says of all, and so on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.classify import balance_shift
from lamplighter.learning import class_counts, document_scores, log_odds, vote_shares
from lamplighter.linalg import softmax

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes
    from lamplighter.engine.engine import Engine, Parts

__all__ = ["shares_of", "sharpened", "taught"]

SHARPNESS = 3.0
"""Of the softmax that makes labels of logits: models of few documents are too timid."""


def shares_of(votes: Votes, told: Sequence[int]) -> Posterior:
    """Give the share of the votes on each document that each of some classes has, shape (n, k); 0 where nobody voted."""
    nothing = np.zeros(max(told) + 1)
    return vote_shares(votes, nothing)[:, list(told)]


def sharpened(logits: NDArray[np.float64]) -> Posterior:
    """Make soft labels of logits, ``softmax(3 l)``."""
    return softmax(SHARPNESS * logits)[0]


def taught(
    engine: Engine, beliefs: Parts[Posterior], balance: Balance, rounds: int
) -> Iterator[Parts[NDArray[np.float64]]]:
    """Teach naive Bayes with beliefs, then in each round with what it said in the one before (expectation maximisation).

    Parameters
    ----------
    engine : Engine
    beliefs : parts of ndarray of shape (n, k)
        Rows are 0 for documents of which nothing is known.
    balance : ndarray of shape (k,)
        What logits are matched to.
    rounds : int

    Yields
    ------
    parts of ndarray of shape (n, k)
        The matched logits of all documents after each round.
    """
    for _ in range(rounds):
        logits = _once(engine, beliefs, balance)
        yield logits
        beliefs = engine.over(sharpened, logits)


def _once(engine: Engine, beliefs: Parts[Posterior], balance: Balance) -> Parts[NDArray[np.float64]]:
    counts = engine.total(
        lambda block, own, weights: class_counts(block.incidence, weights * own), beliefs, engine.weights
    )
    odds = log_odds(counts, engine.index.vocabulary.rates)
    scores = engine.map(lambda block: document_scores(block.incidence, odds))
    shift = balance_shift(engine, scores, balance, roughly=True)
    return engine.over(partial(np.add, shift), scores)
