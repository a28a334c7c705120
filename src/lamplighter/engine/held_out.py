"""What models say that have not seen some of the functions: the only honest measure where there is no gold.

A function and the document it was written on are left out together. What the others teach can then be asked about that
document, whose class a person gave, and about the documents that the function votes on and the others do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.naive_bayes import shares_of, taught
from lamplighter.engine.spread import mean_and_deviation
from lamplighter.learning import margins, roc_auc
from lamplighter.linalg import turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Mask, Votes
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence

__all__ = ["FOLDS", "HeldOut", "hold_out", "standardized"]

FOLDS = 5


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What naive Bayes says when it is taught by four fifths of the functions at a time.

    Attributes
    ----------
    scores : tuple of ndarray of shape (n, k)
        For each slice, standardized logits after the first round, the mean over folds.
    examples : ndarray of shape (e, k)
        The same of development examples, over those folds alone that left out the functions written on them.
    labels : ndarray of shape (e,)
        Their classes, as places among the k.
    gain : float or None
        By how much the last round ranks the votes of functions that were left out better than the first one, in AUC.
        ``None`` where no fold can tell.
    """

    scores: tuple[NDArray[np.float64], ...]
    examples: NDArray[np.float64]
    labels: NDArray[np.int64]
    gain: float | None


@dataclass(frozen=True, eq=False)
class _Fold:
    """What was learnt without some functions: standardized logits after the first round, and the gain of the last."""

    kept: Mask
    scores: list[NDArray[np.float64]]
    gain: float | None


def hold_out(
    engine: Engine, evidence: Evidence, votes: Sequence[Votes], told: Sequence[int], rounds: int
) -> HeldOut | None:
    """Leave out a fifth of each class's functions at a time, and ask what the others teach.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    votes : sequence of csr_array of shape (n, m)
        For each slice, of the functions.
    told : sequence of int
        The k classes that have functions, ascending.
    rounds : int
        Of naive Bayes, 2 or more.

    Returns
    -------
    HeldOut or None
        ``None`` where with every fold some class loses all its functions.
    """
    of_class = np.array([function.label for function in evidence.functions])
    places = turns(of_class.tolist(), FOLDS)
    folds = [
        _fold(engine, votes, places != number, told, rounds)
        for number in range(min(FOLDS, places.max() + 1))
        if set(told) <= set(of_class[places != number].tolist())
    ]
    if not folds:
        return None
    examples = {
        document: scores
        for document, code in evidence.labels.items()
        if code in told and len(scores := _unseen(engine, evidence, folds, document))
    }
    gains = [fold.gain for fold in folds if fold.gain is not None]
    return HeldOut(
        scores=tuple(np.mean(blocks, axis=0) for blocks in zip(*(fold.scores for fold in folds), strict=True)),
        examples=np.array([scores.mean(axis=0) for scores in examples.values()]).reshape(-1, len(told)),
        labels=np.array([told.index(evidence.labels[document]) for document in examples], dtype=np.int64),
        gain=float(np.mean(gains)) if gains else None,
    )


def standardized(engine: Engine, logits: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Centre logits by row and by column, in units of twice the standard deviation of the class that differs most."""
    centred = [block - block.mean(axis=1, keepdims=True) for block in logits]
    mean, deviation = mean_and_deviation(engine, centred)
    unit = 2 * deviation.max() or 1.0
    return [(block - mean) / unit for block in centred]


def _fold(engine: Engine, votes: Sequence[Votes], kept: Mask, told: Sequence[int], rounds: int) -> _Fold:
    seen = [block[:, np.flatnonzero(kept)] for block in votes]
    left_out = [block[:, np.flatnonzero(~kept)] for block in votes]
    beliefs = [shares_of(block, told) for block in seen]
    path = list(taught(engine, beliefs, np.full(len(told), 1 / len(told)), rounds))
    new = [
        np.flatnonzero((np.diff(one.indptr) > 0) & (np.diff(other.indptr) == 0))
        for one, other in zip(left_out, seen, strict=True)
    ]
    asked = np.concatenate([shares_of(block[rows], told) for block, rows in zip(left_out, new, strict=True)])
    first, last = (
        _ranking(np.concatenate([block[rows] for block, rows in zip(path[place], new, strict=True)]), asked)
        for place in (0, -1)
    )
    return _Fold(kept, standardized(engine, path[0]), None if first is None or last is None else last - first)


def _ranking(logits: NDArray[np.float64], asked: NDArray[np.float64]) -> float | None:
    """Give the AUC of logits for the classes that were voted, its mean over classes; ``None`` where all are of one."""
    against = margins(logits)
    voted = asked == asked.max(axis=1, keepdims=True)
    each = [roc_auc(against[:, place], voted[:, place]) for place in range(asked.shape[1])]
    found = [area for area in each if not np.isnan(area)]
    return float(np.mean(found)) if found else None


def _unseen(engine: Engine, evidence: Evidence, folds: Sequence[_Fold], document: int) -> NDArray[np.float64]:
    """Give what the folds say of a document whose functions they have not seen, shape (f, k)."""
    block, row = engine.index.locate(document)
    own = np.array([function.document == document for function in evidence.functions])
    blind = [fold for fold in folds if not (own & fold.kept).any()]
    return np.array([fold.scores[block.number][row] for fold in blind])
