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

    from lamplighter.arrays import Mask, Rows, Votes
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.evidence import Evidence
    from lamplighter.engine.index import Slice

__all__ = ["FOLDS", "HeldOut", "hold_out", "standardized"]

FOLDS = 5


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What naive Bayes says when it is taught by four fifths of the functions at a time.

    Attributes
    ----------
    scores : parts of ndarray of shape (n, k)
        Standardized logits after the first round, the mean over folds.
    examples : ndarray of shape (e, k)
        The same of development examples, over those folds alone that left out the functions written on them.
    labels : ndarray of shape (e,)
        Their classes, as places among the k.
    gain : float or None
        By how much the last round ranks the votes of functions that were left out better than the first one, in AUC.
        ``None`` where no fold can tell.
    """

    scores: Parts[NDArray[np.float64]]
    examples: NDArray[np.float64]
    labels: NDArray[np.int64]
    gain: float | None


@dataclass(frozen=True, eq=False)
class _Fold:
    """What was learnt without some functions: standardized logits after the first round, and the gain of the last."""

    kept: Mask
    scores: Parts[NDArray[np.float64]]
    gain: float | None


def hold_out(
    engine: Engine, evidence: Evidence, votes: Parts[Votes], told: Sequence[int], rounds: int
) -> HeldOut | None:
    """Leave out a fifth of each class's functions at a time, and ask what the others teach.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    votes : parts of csr_array of shape (n, m)
        Of the functions.
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
    examples = _unseen(engine, evidence, folds, told)
    gains = [fold.gain for fold in folds if fold.gain is not None]
    return HeldOut(
        scores=engine.over(lambda *blocks: np.mean(blocks, axis=0), *(fold.scores for fold in folds)),
        examples=np.array([*examples.values()]).reshape(-1, len(told)),
        labels=np.array([told.index(evidence.labels[document]) for document in examples], dtype=np.int64),
        gain=float(np.mean(gains)) if gains else None,
    )


def standardized(engine: Engine, logits: Parts[NDArray[np.float64]]) -> Parts[NDArray[np.float64]]:
    """Centre logits by row and by column, in units of twice the standard deviation of the class that differs most."""
    centred = engine.over(lambda block: block - block.mean(axis=1, keepdims=True), logits)
    mean, deviation = mean_and_deviation(engine, centred)
    unit = 2 * deviation.max() or 1.0
    return engine.over(lambda block: (block - mean) / unit, centred)


def _fold(engine: Engine, votes: Parts[Votes], kept: Mask, told: Sequence[int], rounds: int) -> _Fold:
    seen, others = np.flatnonzero(kept), np.flatnonzero(~kept)
    beliefs = engine.over(lambda block: shares_of(block[:, seen], told), votes)
    first, *_, last = taught(engine, beliefs, np.full(len(told), 1 / len(told)), rounds)

    def new(_: Slice, block: Votes, *logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what the left out functions vote, and what is said beside, of the documents on which the others do not vote."""
        left_out = block[:, others]
        rows = np.flatnonzero((np.diff(left_out.indptr) > 0) & (np.diff(block[:, seen].indptr) == 0))
        return np.stack([shares_of(left_out[rows], told), *(one[rows] for one in logits)], axis=1)

    asked, *said = engine.gathered(new, votes, first, last).transpose(1, 0, 2)
    before, after = (_ranking(logits, asked) for logits in said)
    return _Fold(kept, standardized(engine, first), None if before is None or after is None else after - before)


def _ranking(logits: NDArray[np.float64], asked: NDArray[np.float64]) -> float | None:
    """Give the AUC of logits for the classes that were voted, its mean over classes; ``None`` where all are of one."""
    against = margins(logits)
    voted = asked == asked.max(axis=1, keepdims=True)
    each = [roc_auc(against[:, place], voted[:, place]) for place in range(asked.shape[1])]
    found = [area for area in each if not np.isnan(area)]
    return float(np.mean(found)) if found else None


def _unseen(
    engine: Engine, evidence: Evidence, folds: Sequence[_Fold], told: Sequence[int]
) -> dict[int, NDArray[np.float64]]:
    """Give the mean scores of development examples, over folds without the functions written on them; none where there is no such fold."""
    documents = [document for document, code in evidence.labels.items() if code in told]
    if not documents:
        return {}
    order = np.sort(np.array(documents, dtype=np.int64))
    every = np.array([np.concatenate(engine.within(order, _in_rows, fold.scores)) for fold in folds])
    found = {}
    for document in documents:
        own = np.array([function.document == document for function in evidence.functions])
        blind = [number for number, fold in enumerate(folds) if not (own & fold.kept).any()]
        if blind:
            found[document] = every[blind, np.searchsorted(order, document)].mean(axis=0)
    return found


def _in_rows(_: Slice, rows: Rows, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return scores[rows]
