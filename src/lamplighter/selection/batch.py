"""Several documents at once, each picked with a view to those before it."""

from __future__ import annotations

from functools import reduce
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.selection.pick import Leaders, Pick, drawn, leaders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Mask, Rows
    from lamplighter.selection.context import Reason, SelectionContext, Strategy

__all__ = ["Choice", "pick_batch"]


def _in_turn(function: Callable[..., Any], *parts: Iterable[Any]) -> list[Any]:
    return list(map(function, *parts))


class Choice(NamedTuple):
    """A document of a batch, and the reasons for its score at the time when it was picked."""

    pick: Pick
    reasons: list[Reason]


def pick_batch(
    strategy: Strategy,
    contexts: Sequence[SelectionContext],
    statistics: NDArray[np.float64],
    eligible: Sequence[Mask],
    rng: np.random.Generator,
    size: int = 1,
    *,
    twins: Sequence[Rows] | None = None,
    available: Available | None = None,
    map_blocks: Callable[..., Iterable[Any]] = _in_turn,
) -> list[Choice]:
    """Pick a set ``S_t`` of documents (Algorithm 1), one after another, before any of them is answered.

    1. The eligible document with the best score is picked, ties by lot: the same one as by :func:`pick`.
    2. It and its twins are no longer eligible.
    3. Each block is told what :meth:`Strategy.after` foresees of the answer, the statistics are summed anew, and so on.

    Of a block, only its statistics, its best documents and the one picked ever leave it.

    Parameters
    ----------
    strategy : Strategy
    contexts : sequence of SelectionContext
        What is known of each block of documents, in order.
    statistics : ndarray
        The sum of the strategy's statistics over all blocks.
    eligible : sequence of ndarray of bool
        Of each block, which documents may be picked.
    rng : Generator
        Draws ``size`` numbers, whatever is picked: with 1, the one that :func:`pick` draws.
    size : int, default=1
        How many documents, 1 or more.
    twins : sequence of ndarray of int, optional
        Of each block, numbers that are equal where documents say the same: one of them will do for the batch.
    available : ndarray of shape (Z,), optional
        As in the contexts; left out, that of the first one.
    map_blocks : callable, optional
        Applies a function to the blocks, the way of :func:`map` with several sequences, such as ``Engine.over``. What it gives is
        handed to it again, and looked at only where it is small.

    Returns
    -------
    list of Choice
        In the order they were picked; fewer than asked for where no more are eligible. Documents are counted through
        all blocks.

    Raises
    ------
    InputError
        If the size is not a whole number of 1 or more.

    Examples
    --------
    The second and the third document are the most uncertain, and twins:

    >>> from scipy import sparse
    >>> from lamplighter.selection import SelectionContext, Uncertainty
    >>> context = SelectionContext(
    ...     incidence=sparse.csr_array((4, 0)),
    ...     predictions=np.full((4, 2), 0.5),
    ...     entropy=np.array([0.4, 0.6, 0.6, 0.2]),
    ...     votes=sparse.csr_array((4, 0), dtype=np.int64),
    ...     available=np.ones(0),
    ...     class_balance=np.array([0.5, 0.5]),
    ... )
    >>> known, every, rng = np.zeros(0), [np.ones(4, dtype=bool)], np.random.default_rng(0)
    >>> batch = pick_batch(Uncertainty(), [context], known, every, rng, size=2, twins=[np.array([0, 1, 1, 3])])
    >>> [choice.pick for choice in batch]
    [Pick(document=2, score=0.6, n_tied=2), Pick(document=0, score=0.4, n_tied=1)]
    """
    _check_size(size)
    blocks, may, choices = contexts, eligible, list[Choice]()
    sizes = list(map_blocks(len, may))
    for lot in rng.random(size):
        pick = drawn(_leaders(strategy, blocks, statistics, may, available, map_blocks), sizes, float(lot))
        if pick is None:
            break
        number, row = _located(pick.document, sizes)
        picked = _of_one(blocks, number, row, map_blocks)
        choices.append(Choice(pick, strategy.reasons(picked, statistics)))
        if len(choices) < size:
            may = _without(may, number, row, twins, map_blocks)
            blocks, statistics = _foreseen(strategy, blocks, statistics, picked, map_blocks)
    return choices


def _check_size(size: object) -> None:
    if not isinstance(size, (int, np.integer)) or isinstance(size, bool) or size < 1:
        raise InputError(f"The batch size is {size!r}; expected a whole number of 1 or more.")


def _leaders(
    strategy: Strategy,
    blocks: Sequence[SelectionContext],
    statistics: NDArray[np.float64],
    may: Sequence[Mask],
    available: Available | None,
    map_blocks: Callable[..., Iterable[Any]],
) -> list[Leaders | None]:
    """Give the best documents of each block."""
    if not len(may):
        return []
    score = strategy.scorer(statistics, blocks[0].available if available is None else available)
    return list(map_blocks(lambda block, mask: leaders(score(block), mask) if mask.any() else None, blocks, may))


def _of_one(
    blocks: Sequence[SelectionContext], number: int, row: int, map_blocks: Callable[..., Iterable[Any]]
) -> SelectionContext:
    """Give what is known of one document; the other blocks are not looked at."""

    def own(block: SelectionContext, place: int) -> SelectionContext | None:
        return block.of(slice(row, row + 1)) if place == number else None

    (picked,) = (found for found in map_blocks(own, blocks, range(len(blocks))) if found is not None)
    result: SelectionContext = picked
    return result


def _foreseen(
    strategy: Strategy,
    blocks: Sequence[SelectionContext],
    statistics: NDArray[np.float64],
    picked: SelectionContext,
    map_blocks: Callable[..., Any],
) -> tuple[Sequence[SelectionContext], NDArray[np.float64]]:
    """Give what is known of each block once a document is counted as answered, and its statistics, summed."""

    def foresee(block: SelectionContext) -> tuple[SelectionContext, NDArray[np.float64]]:
        after = strategy.after(block, statistics, picked)
        return after, strategy.statistics(after)

    known = map_blocks(foresee, blocks)
    # One by one: np.add.reduce would first copy all parts into one array.
    return map_blocks(itemgetter(0), known), reduce(np.add, map_blocks(itemgetter(1), known))


def _located(document: int, sizes: Sequence[int]) -> tuple[int, int]:
    """Give the number of a document's block, and its row there."""
    edges = np.cumsum(sizes)
    number = int(np.searchsorted(edges, document, side="right"))
    return number, document - int(edges[number]) + sizes[number]


def _without(
    may: Sequence[Mask],
    number: int,
    row: int,
    twins: Sequence[Rows] | None,
    map_blocks: Callable[..., Iterable[Any]],
) -> Any:
    """Leave out one document and its twins."""
    if twins is not None:
        twin = twins[number][row]
        return map_blocks(lambda mask, block: mask & (block != twin), may, twins)

    def left(mask: Mask, place: int) -> Mask:
        return mask & (np.arange(len(mask)) != row) if place == number else mask

    return map_blocks(left, may, range(len(may)))
