"""Where slices are worked on: threads of this process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from lamplighter.arrays import Rows
    from lamplighter.engine.index import Index, Slice

__all__ = ["Engine", "Parts"]

T = TypeVar("T")
S = TypeVar("S")

Parts: TypeAlias = Sequence[T]
"""What there is of each slice, in their order."""


class Engine:
    """Applies pure functions to all slices of an index, at the same time, and adds up what they give.

    What a function makes of the slices are *parts*: one for each slice, in their order. They are handed on to the next
    function rather than looked at, for where slices live elsewhere their parts do too.

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

    def map(self, function: Callable[..., T], *parts: Parts[Any]) -> Parts[T]:
        """Give what a function makes of each slice, and of that slice's own of each of the parts."""
        return self.over(function, self.index.slices, *parts)

    def over(self, function: Callable[..., T], *parts: Parts[Any]) -> Parts[T]:
        """Give what a function makes of each slice's own of some parts."""
        return tuple((map if self._alone else self._pool.map)(function, *parts))

    def total(self, function: Callable[..., NDArray[np.float64]], *parts: Parts[Any]) -> NDArray[np.float64]:
        """Give the sum over all slices of what a function makes of each, and of its own of the parts."""
        return self.summed(function, self.index.slices, *parts)

    def summed(self, function: Callable[..., S], *parts: Parts[Any]) -> S:
        """Give the sum of what a function makes of each slice's own of some parts."""
        return reduce(add, self.over(function, *parts))  # np.add.reduce would first copy all of them into one array

    def gathered(self, function: Callable[..., NDArray[Any]], *parts: Parts[Any]) -> NDArray[Any]:
        """Give what a function makes of each slice, and of its own of the parts, one after another in one array."""
        return np.concatenate(self.map(function, *parts))

    def look(self, document: int, function: Callable[..., T], *parts: Parts[Any]) -> T:
        """Give what a function makes of the slice that holds a document, of the document's row there, and of the parts."""
        block, row = self.index.locate(document)
        return function(block, row, *(each[block.number] for each in parts))

    def features_of(self, document: int) -> NDArray[np.float64]:
        """Give the features of one document, dense, shape (d,)."""
        return self.look(document, lambda block, row: np.asarray(block.features[[row]].toarray()[0]))

    def terms_of(self, document: int) -> list[str]:
        """Give the indexed primitives that a document contains, in alphabetical order."""
        terms = self.index.vocabulary.terms

        def columns(block: Slice, row: int) -> NDArray[np.integer[Any]]:
            return block.incidence.indices[block.incidence.indptr[row] : block.incidence.indptr[row + 1]]

        return [terms[column] for column in self.look(document, columns)]

    def within(self, documents: Rows, function: Callable[..., T], *parts: Parts[Any]) -> list[T]:
        """Give what a function makes of each slice that holds any of some documents, of their rows there, and of the parts.

        Parameters
        ----------
        documents : ndarray of shape (r,)
            Ascending.
        function : callable
        *parts : parts
        """
        blocks, held = self.index.slices, self.index.rows_of(documents)
        asked = [(blocks[number], rows, *(each[number] for each in parts)) for number, rows in held.items()]
        return list(self.over(function, *zip(*asked, strict=True))) if asked else []

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
