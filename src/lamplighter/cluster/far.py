"""The engine whose slices live in other processes: the same functions, applied where the slices are."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count
from operator import add
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import numpy as np

from lamplighter.cluster.wire import PartsName, packed
from lamplighter.engine import Engine, Index, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from lamplighter.arrays import Rows
    from lamplighter.cluster.crew import Crew
    from lamplighter.cluster.holder import Wanted
    from lamplighter.engine import Parts

__all__ = ["FarEngine", "FarParts", "FarSlice", "WorkerLost"]

T = TypeVar("T")
S = TypeVar("S")


class WorkerLost(Exception):  # noqa: N818  (it is caught, and mended)
    """A worker is gone, and with it the slices and parts that it held."""

    def __init__(self, worker: int) -> None:
        super().__init__(worker)
        self.worker = worker


@dataclass(frozen=True)
class FarSlice:
    """What is known here of a slice that lives elsewhere: its number and its documents."""

    number: int
    documents: slice

    @property
    def start(self) -> int:
        """The document that its first row is."""
        return int(self.documents.start)

    def __len__(self) -> int:
        return int(self.documents.stop - self.documents.start)


class _Recipe:
    """How parts are made: what is needed to make those anew that were lost with a worker.

    Attributes
    ----------
    number : int
        Of the parts.
    work : bytes
        The packed function.
    own : sequence or None
        What came with the call, for each slice.
    parents : tuple of _Recipe
        Of the parts that the function was given, or refers to.
    there : dict of int to int
        For each worker that keeps the parts, how often it had been replaced when they were made.
    """

    def __init__(
        self, number: int, work: bytes, own: Mapping[int, Sequence[Any]], parents: tuple[_Recipe, ...]
    ) -> None:
        self.number = number
        self.work = work
        self.own = own
        self.parents = parents
        self.there: dict[int, int] = {}
        self.wanted = True  # whether somebody here still has them


class FarParts(Sequence[T]):
    """Parts that live with their slices. To look at one here is to have it sent.

    Parameters
    ----------
    engine : FarEngine
    recipe : _Recipe
    """

    def __init__(self, engine: FarEngine, recipe: _Recipe) -> None:
        self._engine = engine
        self.recipe = recipe
        weakref.finalize(self, engine.forget, recipe)

    def __len__(self) -> int:
        return len(self._engine.index.slices)

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return list(self)[number]
        every = range(len(self))
        return cast("T", self._engine.each([every[number]], _itself, self)[0])

    def __iter__(self) -> Iterator[T]:
        return iter(self._engine.each(range(len(self)), _itself, self))


def _itself(own: T) -> T:
    return own


class FarEngine(Engine):
    """Applies functions to slices that other processes hold.

    A function is sent to every worker once, with what it refers to, and is applied there to the slices. What it gives stays
    there too, unless it is asked for: sums and joined arrays are made by each worker of its own slices first. So what
    travels does not grow with the documents, but for what is asked for of each.

    Parts are made when something is asked for that needs them, all in one call, and know how: where a worker is lost, another one reads its slices anew and makes the parts again, and
    the work goes on.

    Parameters
    ----------
    crew : Crew
        The workers, each of which holds adjoining slices.
    index : Index
        The vocabulary, and a :class:`FarSlice` for each slice.
    """

    def __init__(self, crew: Crew, index: Index) -> None:
        super().__init__(index, n_threads=1)
        self.crew = crew
        self._numbers = count()
        self._working_on = RLock()
        self._dropped: dict[int, list[int]] = {worker: [] for worker in range(crew.size)}

    # ------------------------------------------------------------------ what engines do

    def over(self, function: Callable[..., T], *parts: Parts[Any]) -> Parts[T]:
        """Give what a function makes of each slice's own of some parts: made when it is needed, where the slices are."""
        return FarParts(self, self._recipe(function, parts, range(len(self.index.slices))))

    def summed(self, function: Callable[..., S], *parts: Parts[Any]) -> S:
        """Give the sum of what a function makes of each slice's own of some parts."""
        recipe = self._recipe(function, parts, range(len(self.index.slices)))
        with self._working_on:
            return cast("S", reduce(add, self._run(recipe, "sum").values()))

    def gathered(self, function: Callable[..., NDArray[Any]], *parts: Parts[Any]) -> NDArray[Any]:
        """Give what a function makes of each slice, and of its own of the parts, one after another in one array."""
        recipe = self._recipe(function, (self.index.slices, *parts), range(len(self.index.slices)))
        with self._working_on:
            return np.concatenate(list(self._run(recipe, "whole").values()))

    def look(self, document: int, function: Callable[..., T], *parts: Parts[Any]) -> T:
        """Give what a function makes of the slice that holds a document, of the document's row there, and of the parts."""
        block, row = self.index.locate(document)
        number = block.number
        return self.each([number], function, self.index.slices, {number: row}, *parts)[0]

    def within(self, documents: Rows, function: Callable[..., T], *parts: Parts[Any]) -> list[T]:
        """Give what a function makes of each slice that holds any of some documents, of their rows there, and of the parts."""
        rows = self.index.rows_of(documents)
        return self.each([*rows], function, self.index.slices, rows, *parts)

    def close(self) -> None:
        """Let the workers go."""
        self.crew.close()

    # ------------------------------------------------------------------ how

    def each(self, numbers: Sequence[int], function: Callable[..., T], *parts: Any) -> list[T]:
        """Have sent what a function makes of some slices, in their order."""
        recipe = self._recipe(function, parts, numbers)
        found: dict[int, T] = {}
        with self._working_on:
            for some in self._run(recipe, "each").values():
                found |= some
        return [found[number] for number in numbers]

    def forget(self, recipe: _Recipe) -> None:
        """Have the workers let go of parts that nobody has any more, with the next work that they are sent."""
        recipe.wanted = False
        for worker in recipe.there:
            self._dropped[worker].append(recipe.number)
        recipe.there.clear()

    def _name_of(self, thing: object) -> PartsName | None:
        if isinstance(thing, FarParts):
            self._met[thing.recipe.number] = thing.recipe
            return PartsName(thing.recipe.number)
        return None

    def _recipe(self, function: Callable[..., Any], parts: Sequence[Any], numbers: Sequence[int]) -> _Recipe:
        """Pack a function and what it is to be given: parts by name, slices, and for each slice what lives here."""
        names: list[Any] = []
        here: list[Any] = []
        for part in parts:
            if part is self.index.slices:
                names.append("slice")
            elif isinstance(part, FarParts):
                names.append(part)
            else:
                names.append(None)
                here.append(part)
        with self._working_on:
            self._met: dict[int, _Recipe] = {}
            sent = packed((function, names), self._name_of)
            parents = tuple(self._met.values())
        own = {number: [each[number] for each in here] for number in numbers}
        return _Recipe(next(self._numbers), sent.content, own, parents)

    def _run(self, recipe: _Recipe, wanted: Wanted) -> dict[int, Any]:
        """Have every worker do its share, and mend what is lost on the way; answers come in the order of the slices."""
        workers = sorted({self.crew.holder_of(number) for number in recipe.own})
        done: dict[int, Any] = {}
        while len(done) < len(workers):
            for worker in self._attempt(recipe, [each for each in workers if each not in done], wanted, done):
                self._dropped[worker].clear()
                self.crew.replace(worker)
        return {worker: done[worker] for worker in workers}

    def _attempt(self, recipe: _Recipe, workers: Sequence[int], wanted: Wanted, done: dict[int, Any]) -> list[int]:
        """Ask workers for their shares, all at once; give those that were lost."""
        lost: list[int] = []
        asked: dict[int, tuple[Callable[[], Any], list[_Recipe]]] = {}
        for worker in workers:
            missing = self._missing(recipe, worker)
            try:
                asked[worker] = self._send(recipe, missing, worker, wanted), missing
            except WorkerLost:
                lost.append(worker)
        for worker, (answer, made) in asked.items():
            try:
                done[worker] = answer()
            except WorkerLost:
                lost.append(worker)
            else:
                self._made(made, worker)
        return lost

    def _send(self, recipe: _Recipe, missing: Sequence[_Recipe], worker: int, wanted: Wanted) -> Callable[[], Any]:
        """Send a worker what to make, the parts that it needs and has not before what is asked for."""
        jobs = [
            (each.work, {number: own for number, own in each.own.items() if self.crew.holder_of(number) == worker})
            for each in (*missing, recipe)
        ]
        dropped, self._dropped[worker] = self._dropped[worker], []
        return self.crew.send(worker, "run", jobs, [each.number for each in missing], wanted, dropped)

    def _missing(self, recipe: _Recipe, worker: int) -> list[_Recipe]:
        """Give the parts that are needed and that a worker has not, not yet or not any more, in the order to make them."""
        found: dict[int, _Recipe] = {}

        def look_at(one: _Recipe) -> None:
            for parent in one.parents:
                if parent.number not in found and parent.there.get(worker) != self.crew.generations[worker]:
                    look_at(parent)
                    found[parent.number] = parent

        look_at(recipe)
        return list(found.values())

    def _made(self, recipes: Sequence[_Recipe], worker: int) -> None:
        """Note that a worker has parts now; those that nobody has a handle to were made only to make something of them."""
        for recipe in recipes:
            recipe.there[worker] = self.crew.generations[worker]
            if not recipe.wanted:
                self.forget(recipe)


def far_index(index: Index, spans: Sequence[slice]) -> Index:
    """Give an index whose slices live elsewhere."""
    slices = tuple(FarSlice(number, span) for number, span in enumerate(spans))
    return Index(index.primitives, index.vocabulary, index.space, cast("tuple[Slice, ...]", slices))
