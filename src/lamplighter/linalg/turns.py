"""Dealing out by turns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["turns"]


def turns(kinds: Iterable[int], n: int) -> NDArray[np.int64]:
    """Deal things out to n heaps, those of each kind by turns: the k-th of a kind goes to heap k modulo n.

    Examples
    --------
    >>> turns([7, 7, 8, 7, 8], 2).tolist()
    [0, 1, 0, 0, 1]
    """
    seen: defaultdict[int, int] = defaultdict(int)
    heaps = []
    for kind in kinds:
        heaps.append(seen[kind] % n)
        seen[kind] += 1
    return np.array(heaps, dtype=np.int64)
