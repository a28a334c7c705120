"""Where slices are worked on: threads of this process."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, reduce
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from lamplighter.engine.index import Index, Slice

__all__ = ["Engine"]

T = TypeVar("T")


class Engine:
    """Applies pure functions to all slices of an index, at the same time, and adds up what they give.

    SciPy's sparse products leave Python's lock, so threads are enough. Results come in the order of the slices and
    are added in that order: however many threads there are, a sum is the same to the last bit.

    Parameters
    ----------
    index : Index
    n_threads : int, optional
        As many as the machine has cores, when left out.
    """

    def __init__(self, index: Index, *, n_threads: int | None = None) -> None:
        self.index = index
        self.n_threads = n_threads

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._n_workers, thread_name_prefix="lamplighter-slice")

    @cached_property
    def _n_workers(self) -> int:
        return min(self.n_threads or os.cpu_count() or 1, len(self.index.slices))

    @property
    def _alone(self) -> bool:
        """Whether one thread does all: the one that asks."""
        return self._n_workers == 1

    def map(self, function: Callable[[Slice], T]) -> list[T]:
        """Give what a function makes of each slice, in order."""
        slices = self.index.slices
        return [function(block) for block in slices] if self._alone else list(self._pool.map(function, slices))

    def over(self, function: Callable[..., T], *sequences: Sequence[object]) -> list[T]:
        """Give what a function makes of the items of sequences that have one for each slice, in order, as :func:`map`."""
        return list((map if self._alone else self._pool.map)(function, *sequences))

    def total(self, function: Callable[[Slice], NDArray[np.float64]]) -> NDArray[np.float64]:
        """Give the sum over all slices of what a function makes of each."""
        parts = self.map(function)
        return reduce(np.add, parts)  # np.add.reduce would first copy all of them into one array

    @cached_property
    def _libraries(self) -> ThreadpoolController:
        return ThreadpoolController()

    def working(self) -> AbstractContextManager[object]:
        """Keep the linear algebra library to one thread in a block.

        The slices' threads use the cores already: more threads would wait for one another, several times longer than
        the small products that are left to the library take, and could round a sum differently each time.
        """
        limited: AbstractContextManager[object] = self._libraries.limit(limits=1, user_api="blas")
        return limited

    def close(self) -> None:
        """End the threads."""
        if "_pool" in self.__dict__:
            self._pool.shutdown()
