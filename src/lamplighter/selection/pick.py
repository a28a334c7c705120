"""From scores to the one document: the same for all strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.arrays import Mask, Rows, Scores

__all__ = ["Leaders", "Pick", "drawn", "leaders", "pick"]


class Pick(NamedTuple):
    """The document that is shown, its score, and how many shared the best score."""

    document: int
    score: float
    n_tied: int


class Leaders(NamedTuple):
    """The documents of a block that share its best score: all that has to be known of the block to pick."""

    score: float
    rows: Rows


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

    See Also
    --------
    pick_batch : several documents at once, each with a view to those picked before it.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> pick([np.array([1.0, 3.0]), np.array([2.0])], [np.array([True, False]), np.array([True])], rng)
    Pick(document=2, score=2.0, n_tied=1)
    """
    lot = rng.random()
    found = [leaders(block, may) for block, may in zip(scores, eligible, strict=True)]
    return drawn(found, [len(block) for block in scores], lot)


def leaders(scores: Scores, eligible: Mask) -> Leaders | None:
    """Give the eligible documents of one block that have its best score; ``None`` where none is eligible.

    Examples
    --------
    >>> leaders(np.array([3.0, 2.0, 2.0, 1.0]), np.array([False, True, True, True]))
    Leaders(score=2.0, rows=array([1, 2]))
    """
    if not eligible.any():
        return None
    best = scores[eligible].max()
    return Leaders(float(best), np.flatnonzero(eligible & (scores == best)))


def drawn(found: Sequence[Leaders | None], sizes: Sequence[int], lot: float) -> Pick | None:
    """Draw one of the documents with the best score of all blocks.

    Parameters
    ----------
    found : sequence of Leaders or None
        Of each block, in order.
    sizes : sequence of int
        How many documents each block has.
    lot : float
        From 0 to below 1; it decides among those that share the best score.

    Examples
    --------
    >>> drawn([Leaders(2.0, np.array([1])), None, Leaders(2.0, np.array([0, 4]))], [3, 2, 5], lot=0.9)
    Pick(document=9, score=2.0, n_tied=3)
    """
    best = max((block.score for block in found if block), default=None)
    if best is None:
        return None
    starts = np.cumsum([0, *sizes])
    tied = np.concatenate(
        [start + block.rows for start, block in zip(starts, found, strict=False) if block and block.score == best]
    )
    return Pick(int(tied[int(lot * len(tied))]), best, len(tied))
