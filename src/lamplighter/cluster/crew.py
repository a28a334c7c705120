"""Workers, one beside the other: which slices each holds, and how it is asked and replaced."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Crew"]


class Crew(ABC):
    """Workers, each of which has a :class:`~lamplighter.cluster.holder.Holder` and adjoining slices.

    Parameters
    ----------
    size : int
        How many workers.

    Attributes
    ----------
    generations : list of int
        For each worker, how often it was replaced.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.generations = [0] * size
        self._spans: Sequence[slice] = ()
        self._edges = np.zeros(1, dtype=np.int64)
        self._settings: tuple[Any, ...] = ()

    # ------------------------------------------------------------------ how to reach them

    @abstractmethod
    def send(self, worker: int, method: str, *arguments: Any) -> Callable[[], Any]:
        """Have a worker's holder do something; what this gives waits for the answer.

        Raises
        ------
        WorkerLost
            Now or when the answer is waited for, if the worker is gone.
        """

    @abstractmethod
    def begin(self, worker: int) -> None:
        """Have a new holder, which holds nothing, in a worker's place.

        Raises
        ------
        ClusterError
            If there is nobody to do the work.
        """

    @abstractmethod
    def close(self) -> None:
        """Let all of them go."""

    # ------------------------------------------------------------------ what they hold

    def deal(self, spans: Sequence[slice]) -> None:
        """Deal slices out, as evenly as adjoining ones can be, and have each worker read its texts."""
        self._spans = spans
        self._edges = np.linspace(0, len(spans), self.size + 1).round().astype(np.int64)
        self._all(lambda worker: self.send(worker, "hold", self._own(worker)))

    def settle(self, *settings: Any) -> None:
        """Have each worker index its slices: the primitives, the vocabulary and the feature space."""
        self._settings = settings
        self._all(lambda worker: self.send(worker, "settle", *settings))

    def ask(self, method: str, *arguments: Any) -> list[Any]:
        """Have all workers' holders do the same."""
        return self._all(lambda worker: self.send(worker, method, *arguments))

    def holder_of(self, number: int) -> int:
        """Give the worker that holds a slice."""
        return int(np.searchsorted(self._edges, number, side="right")) - 1

    def replace(self, worker: int) -> None:
        """Have another holder in the place of one that was lost: it reads the slices anew."""
        self.generations[worker] += 1
        self.begin(worker)
        self.send(worker, "hold", self._own(worker))()
        if self._settings:
            self.send(worker, "settle", *self._settings)()

    def _own(self, worker: int) -> dict[int, slice]:
        first, last = self._edges[worker : worker + 2].tolist()
        return {number: self._spans[number] for number in range(first, last)}

    def _all(self, send: Callable[[int], Callable[[], Any]]) -> list[Any]:
        return [answer() for answer in [send(worker) for worker in range(self.size)]]
