"""Cutting rows into blocks."""

from __future__ import annotations

from itertools import pairwise

__all__ = ["row_blocks"]


def row_blocks(n_rows: int, *, largest: int = 8192) -> list[slice]:
    """Cut rows into as few, as even, blocks as fit under a size.

    The cut depends on the number of rows alone and never on the machine: sums over blocks are then
    rounded in the same way everywhere, and a session replays bit for bit.

    Parameters
    ----------
    n_rows : int
        How many rows there are, 0 or more.
    largest : int, default=8192
        No block has more rows. Small enough that two threads share a corpus of some ten thousand
        documents evenly, large enough that starting a block costs nothing beside working on it.

    Returns
    -------
    list of slice
        Adjoining, in order. No rows give no blocks.

    Examples
    --------
    >>> row_blocks(10, largest=4)
    [slice(0, 4, None), slice(4, 7, None), slice(7, 10, None)]
    """
    n_blocks = -(-n_rows // largest)
    edges = [(n_rows * number + n_blocks - 1) // n_blocks for number in range(n_blocks + 1)] if n_blocks else []
    return [slice(start, stop) for start, stop in pairwise(edges)]
