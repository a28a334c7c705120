"""What functions are like near the document they were written on, and far from it (the paper's Figure 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine import distances_in
from lamplighter.linalg import rows_with_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.engine import Engine, Slice
    from lamplighter.votes import LabelingFunction

__all__ = ["Quartile", "measured_quartiles", "quarters"]

N_QUARTERS = 4


@dataclass(frozen=True)
class Quartile:
    """Functions on one quarter of the documents by their distance to each function's development example.

    Attributes
    ----------
    quartile : int
        1 is the nearest, 4 the farthest.
    functions : int
        That were averaged over.
    coverage : float
        Share of the quarter's documents that a function votes on.
    accuracy : float or None
        Share of those votes that are right, over the functions that vote there at all.
    """

    quartile: int
    functions: int
    coverage: float
    accuracy: float | None


def quarters(away: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the quarter, 0 to 3, that each document lies in by its distance; of equal distances, in the documents' order.

    Examples
    --------
    >>> quarters(np.array([0.9, 0.0, 0.5, 0.9])).tolist()
    [2, 0, 1, 3]
    """
    ranks = np.empty(len(away), dtype=np.int64)
    ranks[np.argsort(away, kind="stable")] = np.arange(len(away))
    return ranks * N_QUARTERS // len(away)


def measured_quartiles(
    engine: Engine, functions: Sequence[LabelingFunction], gold: NDArray[np.int64]
) -> tuple[Quartile, ...]:
    """Measure functions on each quarter of the documents, averaged over functions; nothing where there is none.

    Parameters
    ----------
    engine : Engine
    functions : sequence of LabelingFunction
        On indexed primitives.
    gold : ndarray of shape (n,)
        The true class of each document.
    """
    if not functions:
        return ()
    counts = np.array([_counts(engine, function, gold) for function in functions])
    size = np.bincount(quarters(np.zeros(len(gold))), minlength=N_QUARTERS)
    found = []
    for place in range(N_QUARTERS):
        votes, right = counts[:, place, 0], counts[:, place, 1]
        some = votes > 0
        accuracy = float((right[some] / votes[some]).mean()) if some.any() else None
        found.append(Quartile(place + 1, len(functions), float((votes / max(size[place], 1)).mean()), accuracy))
    return tuple(found)


def _counts(engine: Engine, function: LabelingFunction, gold: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count votes and right votes in each quarter, shape (4, 2)."""
    index = engine.index
    if function.document is None:
        raise ValueError(f"Function {function.number} was written on no document, so nothing lies near to it.")
    example = engine.features_of(function.document)
    column = index.vocabulary.numbers[function.primitive]

    def of(block: Slice) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        contains = np.zeros(len(block), dtype=bool)
        contains[rows_with_column(block.incidence, column)] = True
        return distances_in(index, block, example), contains

    parts = engine.map(of)
    quarter = quarters(np.concatenate([away for away, _ in parts]))
    voted = np.concatenate([contains for _, contains in parts])
    right = voted & (gold == function.label)
    return np.stack([np.bincount(quarter[some], minlength=N_QUARTERS) for some in (voted, right)], axis=1)
