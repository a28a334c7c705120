"""From scores to the one document: the same for all strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.arrays import Mask, Scores

__all__ = ["Pick", "pick"]


class Pick(NamedTuple):
    """The document that is shown, its score, and how many shared the best score."""

    document: int
    score: float
    n_tied: int


def pick(scores: Sequence[Scores], eligible: Sequence[Mask], rng: np.random.Generator) -> Pick | None:
    """Pick a document with the best score among the eligible ones; ties are broken by lot.

    Parameters
    ----------
    scores : sequence of ndarray
        Of each block of documents, in order.
    eligible : sequence of ndarray of bool
        Of each block, which documents may be picked.
    rng : Generator
        Draws once, so that equally many numbers are drawn whatever the scores.

    Returns
    -------
    Pick or None
        ``None`` when no document is eligible. Documents are counted through all blocks.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> pick([np.array([1.0, 3.0]), np.array([2.0])], [np.array([True, False]), np.array([True])], rng)
    Pick(document=2, score=2.0, n_tied=1)
    """
    lot = rng.random()
    bests = [float(block[may].max()) for block, may in zip(scores, eligible, strict=True) if may.any()]
    if not bests:
        return None
    best = max(bests)
    starts = np.cumsum([0, *(len(block) for block in scores)])
    tied = np.concatenate(
        [
            start + np.flatnonzero(may & (block == best))
            for start, block, may in zip(starts, scores, eligible, strict=False)
        ]
    )
    return Pick(int(tied[int(lot * len(tied))]), best, len(tied))
