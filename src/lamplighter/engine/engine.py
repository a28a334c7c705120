"""Where slices are worked on: threads of this process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, reduce
from itertools import chain, pairwise, starmap
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from scipy import sparse
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Incidence, Mask, Rows, Weights
    from lamplighter.engine.index import Index, Slice

__all__ = ["Copied", "Engine", "Parts"]

T = TypeVar("T")
S = TypeVar("S")

Parts: TypeAlias = Sequence[T]
"""What there is of each slice, in their order."""


RUNS = 4
"""Of slices, for each thread: where there are many slices, starting each by itself takes longer than the work."""


class Copied(NamedTuple):
    """What some documents are learnt by, in this process.

    Attributes
    ----------
    documents : ndarray of shape (r,)
        Ascending.
    incidence : csr_array of shape (r, Z)
    features : csr_array of shape (r, d)
    """

    documents: Rows
    incidence: Incidence
    features: Features

    def part(self, rows: Mask | slice) -> Copied:
        """Give some of the documents."""
        return Copied(self.documents[rows], self.incidence[rows], self.features[rows])


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
    weights : parts of ndarray of shape (n, 1), optional
        As how many each document counts, where they stand for others too; left out, 1.
    """

    def __init__(self, index: Index, *, n_threads: int | None = None, weights: Parts[Weights] | None = None) -> None:
        self.index = index
        self.n_threads = n_threads
        self.weights: Parts[Weights] = (1.0,) * len(index.slices) if weights is None else weights
        self.n_documents: float = index.n_documents if weights is None else float(sum(np.sum(own) for own in weights))
        """What all of them count together."""
        self._drawn: dict[int, Copied] = {}

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(
            self._n_workers - 1, thread_name_prefix="lamplighter-slice"
        )  # beside the one that asks

    @cached_property
    def _n_workers(self) -> int:
        return min(self.n_threads or os.cpu_count() or 1, len(self.index.slices))

    @property
    def _n_runs(self) -> int:
        """How many runs of adjoining slices are handed out: so few that this costs nothing, so many that no thread waits long for the last."""
        return RUNS * self._n_workers

    @property
    def _alone(self) -> bool:
        """Whether one thread does all: the one that asks."""
        return self._n_workers == 1

    def map(self, function: Callable[..., T], *parts: Parts[Any]) -> Parts[T]:
        """Give what a function makes of each slice, and of that slice's own of each of the parts."""
        return self.over(function, self.index.slices, *parts)

    def over(self, function: Callable[..., T], *parts: Parts[Any]) -> Parts[T]:
        """Give what a function makes of each slice's own of some parts."""
        if self._alone:
            return tuple(map(function, *parts))
        each = [*zip(*parts, strict=True)]
        edges = [len(each) * number // self._n_runs for number in range(self._n_runs + 1)]
        return tuple(chain.from_iterable(self._shared(function, [each[start:stop] for start, stop in pairwise(edges)])))

    def _shared(self, function: Callable[..., T], runs: Sequence[Sequence[tuple[Any, ...]]]) -> Iterator[list[T]]:
        """Give what a function makes of runs of slices, in their order: this thread takes those that no other has begun.

        So one who asks while the others are busy, with what somebody else asked for, does not wait for them.
        """

        def work(run: Sequence[tuple[Any, ...]]) -> list[T]:
            return [*starmap(function, run)]

        futures = [self._pool.submit(work, run) for run in runs]
        try:
            for run, future in zip(runs, futures, strict=True):
                yield work(run) if future.cancel() else future.result()
        finally:
            for future in futures:
                future.cancel()

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

    def copied(self, documents: Rows) -> Copied:
        """Copy the incidence and the features of some documents, ascending, to this process."""
        found = self.within(documents, lambda block, rows: (block.incidence[rows], block.features[rows]))
        incidence, features = (sparse.vstack(parts, format="csr") for parts in zip(*found, strict=True))
        return Copied(documents, incidence, features)

    def drawn(self, size: int) -> Copied:
        """Copy documents drawn by lot, always the same ones; they are kept for the next time."""
        if size not in self._drawn:
            lots = np.random.default_rng(0)
            documents = np.sort(lots.choice(self.index.n_documents, size, replace=False, shuffle=False))
            self._drawn[size] = self.copied(documents)
        return self._drawn[size]

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
