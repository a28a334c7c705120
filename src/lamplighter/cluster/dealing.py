"""Pieces of work that know nothing of each other, dealt out to whichever worker is free."""

from __future__ import annotations

import time
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

from distributed import KilledWorker, get_worker

from lamplighter.exceptions import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from distributed import Future

    from lamplighter.cluster.dask import Cluster

__all__ = ["Dealt"]

T = TypeVar("T")
R = TypeVar("R")

TICK = 0.01
"""Seconds between looks at what is done."""

OFTEN = 0.5
"""Seconds between a worker's messages of how far it is, and between looks at which workers there are."""

PATIENCE = 60.0
"""Seconds to wait for a worker, where there is none."""


class Dealt(Generic[T, R]):
    """What a function makes of items, as workers are done with them.

    Each worker has as many items as it has threads, and gets the next one when it is done: so one that comes later joins in. An item whose
    worker is lost is begun again on another one, by Dask; one that was lost with several workers is taken to be the reason.

    Parameters
    ----------
    cluster : Cluster
    function : callable
        Given an item, and what to tell how far it is.
    lost : callable
        Gives what is said of an item with which several workers were lost.
    told : callable
        Told how far the items are that are being worked on, added up.
    """

    def __init__(
        self,
        cluster: Cluster,
        function: Callable[[T, Callable[[int], None]], R],
        lost: Callable[[T], R],
        told: Callable[[int], None],
    ) -> None:
        self.cluster = cluster
        self.function = function
        self.lost = lost
        self.told = told
        self._token = f"lamplighter-{uuid4().hex}"
        self._numbers = count()
        self._working: dict[int, tuple[Future[R], T]] = {}
        self._far: dict[int, int] = {}
        self._threads = 0
        self._looked = self._had = 0.0

    def results(self, items: Iterable[T]) -> Generator[tuple[T, R]]:
        """Give items with what came of them, in the order in which they are done; the next items are taken when a worker is free.

        Raises
        ------
        ClusterError
            If the scheduler is gone, or no worker comes.
        """
        self._had = time.monotonic()
        self.cluster.client.subscribe_topic(self._token, self._heard)
        try:
            yield from self._each(iter(items))
        finally:
            if self.cluster.is_there:
                self.cluster.client.unsubscribe_topic(self._token)
                self.cluster.client.cancel([future for future, _ in self._working.values()])

    def _each(self, rest: Iterator[T]) -> Generator[tuple[T, R]]:
        while True:
            self._look()
            room = max(self._threads - len(self._working), 0)
            for item in islice(rest, room):
                self._submit(item)
            if room and not self._working:
                return
            done = [number for number, (future, _) in self._working.items() if future.done()]
            for number in done:
                future, item = self._working.pop(number)
                self._far.pop(number, None)
                yield item, self._came(future, item)
            self.told(sum(self._far.get(number, 0) for number in self._working))
            if not done:
                time.sleep(TICK)

    def _submit(self, item: T) -> None:
        number = next(self._numbers)
        sent = (self.function, item, self._token, number)
        future = self.cluster.client.submit(_work, *sent, key=f"{self._token}-{number}", pure=False)
        self._working[number] = future, item

    def _came(self, future: Future[R], item: T) -> R:
        try:
            return future.result()
        except KilledWorker:
            return self.lost(item)
        except BaseException:
            self.cluster.check_there()  # that it is gone is the reason of whatever else happens then
            raise

    def _look(self) -> None:
        """Count the threads of the workers, now and then."""
        self.cluster.check_there()
        now = time.monotonic()
        if now - self._looked < OFTEN:
            return
        self._threads = self.cluster.n_threads()
        self._looked = time.monotonic()
        if self._threads:
            self._had = now
        elif now - self._had > PATIENCE:
            raise ClusterError(
                f"The cluster has no worker, and none came in {PATIENCE:.0f} seconds. Start some, and give the same command again."
            )

    def _heard(self, event: tuple[float, tuple[int, int]]) -> None:
        number, far = event[1]
        self._far[number] = far


def _work(function: Callable[[Any, Callable[[int], None]], Any], item: Any, topic: str, number: int) -> Any:
    """Work on an item, and say how far it is: what a worker does."""
    worker, due = get_worker(), 0.0

    def report(far: int) -> None:
        nonlocal due
        if time.monotonic() > due:
            due = time.monotonic() + OFTEN
            worker.log_event(topic, (number, far))

    return function(item, report)
