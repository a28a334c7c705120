"""Workers of a Dask cluster, one actor on each."""

from __future__ import annotations

import logging
import signal
import time
from concurrent.futures import CancelledError
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from lamplighter.cluster.crew import Crew
from lamplighter.cluster.far import WorkerLost
from lamplighter.cluster.holder import Holder
from lamplighter.exceptions import ClusterError, InputError, MissingExtraError

try:
    from distributed import Client, LocalCluster, WorkerPlugin

    from lamplighter.cluster.dealing import Dealt
except ImportError as error:
    raise MissingExtraError.from_missing("dask", "Working on a cluster needs Dask") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from distributed import Worker

    from lamplighter.data.sources import Sources

__all__ = ["Cluster", "DaskCrew"]

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 60.0
"""Seconds to wait for a worker, where there is none."""

GRACE = 10.0
"""Seconds in which another worker is expected in the place of one that was lost, before those that are left do its work."""

CONNECT = 10.0
"""Seconds to wait for a scheduler to answer."""

VERSION = version("lamplighter")

BEGIN_AGAIN = "What was answered is kept: start a cluster, and open the project again."

LOST = (OSError, CancelledError, RuntimeError)
GONE = "Worker holding Actor was lost"


class Cluster:
    """A Dask cluster: one that runs already, or workers of this machine.

    Parameters
    ----------
    address : str, optional
        Of the scheduler, such as ``'tcp://10.0.0.1:8786'``.
    n_workers : int, optional
        Where there is no address: how many processes to start here.
    gone : str, optional
        What is said to a person when the scheduler is gone: what is kept, and what to do.

    Raises
    ------
    ClusterError
        If no scheduler answers at the address, or a worker has another version of lamplighter.
    """

    def __init__(self, address: str | None = None, n_workers: int | None = None, *, gone: str = BEGIN_AGAIN) -> None:
        if address is None and (n_workers is None or n_workers < 1):
            raise InputError(f"n_workers is {n_workers!r}; expected a whole number of processes, 1 or more.")
        self._gone = gone
        for name in ("distributed", "distributed.client"):  # what is wrong is said by our errors, once
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._own: LocalCluster | None = None
        if address is None:
            self._own = LocalCluster(
                n_workers=n_workers,
                threads_per_worker=1,
                # Without an address it would listen to all the world on port 8787, and warn where another one does.
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
                memory_limit=0,
                silence_logs=50,
            )
        try:
            self.client = Client(self._own if address is None else address, timeout=CONNECT)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"No scheduler answers at {address}. Start one (dask scheduler), and workers (dask worker {address}), "
                "or name another one."
            ) from error
        if self._own is not None:
            self.client.register_plugin(_LeftAlone())
        else:
            self._check_versions()

    def _check_versions(self) -> None:
        """Have the same here and there: a worker that lacks what it is sent would only be lost."""
        for worker, there in self.client.run(version, "lamplighter", on_error="return").items():
            if there != VERSION:
                found = "no lamplighter" if isinstance(there, Exception) else f"lamplighter {there}"
                self.close()
                raise ClusterError(
                    f"The worker {worker} has {found}, and not {VERSION} as here. Install the same on every worker, with all it needs."
                )

    def map(self, function: Callable[..., Any], items: Iterable[Any], *arguments: Any) -> list[Any]:
        """Give what a function makes of some items, one after another on whichever worker is free."""
        futures = [self.client.submit(function, item, *arguments, pure=False) for item in items]
        return [future.result() for future in futures]

    def deal(
        self,
        function: Callable[[T, Callable[[int], None]], R],
        items: Iterable[T],
        lost: Callable[[T], R],
        told: Callable[[int], None],
    ) -> Generator[tuple[T, R]]:
        """Give items with what a function makes of them, as workers are done: see :class:`~lamplighter.cluster.dealing.Dealt`."""
        return Dealt(self, function, lost, told).results(items)

    def crew(self, sources: Sources) -> DaskCrew:
        """Put an actor on each worker."""
        return DaskCrew(self, sources)

    def addresses(self) -> list[str]:
        """Give the workers that there are.

        Raises
        ------
        ClusterError
            If the scheduler is gone.
        """
        self.check_there()
        return sorted(self.client.scheduler_info(n_workers=-1)["workers"])

    def n_threads(self) -> int:
        """Give how many threads all workers have together.

        Raises
        ------
        ClusterError
            If the scheduler is gone.
        """
        try:
            return sum(self.client.nthreads().values())
        except OSError as error:
            raise self._is_gone() from error

    @property
    def is_there(self) -> bool:
        """Whether the scheduler answers."""
        return bool(self.client.status == "running")

    def check_there(self) -> None:
        """Raise an error if the scheduler is gone.

        Raises
        ------
        ClusterError
        """
        if not self.is_there:
            raise self._is_gone()

    def _is_gone(self) -> ClusterError:
        return ClusterError(f"The scheduler of the cluster is gone. {self._gone}")

    def close(self) -> None:
        """Leave the cluster, and end it where it was started here."""
        self.client.close()
        if self._own is not None:
            self._own.close()


class _LeftAlone(WorkerPlugin):
    """Has workers of this machine not mind Ctrl-C, which every process at a terminal gets: who started them ends them."""

    name = "lamplighter-left-alone"

    def setup(self, worker: Worker) -> None:
        """Do so as a worker begins."""
        del worker
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class DaskCrew(Crew):
    """The workers that a Dask scheduler knows, each with an actor that holds slices.

    Parameters
    ----------
    cluster : Cluster
        Ended with the crew.
    sources : Sources
    """

    def __init__(self, cluster: Cluster, sources: Sources) -> None:
        self.cluster = cluster
        self._sources = sources
        self._places: dict[int, str] = {}
        self._actors: dict[int, Any] = {}
        super().__init__(len(self._waited_for(None)))
        for worker in range(self.size):
            self.begin(worker)

    def send(self, worker: int, method: str, *arguments: Any) -> Callable[[], Any]:
        """Call a method of a worker's actor."""
        try:
            future = getattr(self._actors[worker], method)(*arguments)
        except LOST as error:
            raise WorkerLost(worker) from error

        def answer() -> Any:
            try:
                return future.result()
            except LOST as error:
                if isinstance(error, RuntimeError) and GONE not in str(error):
                    raise
                raise WorkerLost(worker) from error

        return answer

    def begin(self, worker: int) -> None:
        """Place an actor on a worker that has none, or on the one that has the fewest."""
        there = self._waited_for(self._places.pop(worker, None))
        taken = list(self._places.values())
        place = min(there, key=lambda address: (taken.count(address), address))
        future = self.cluster.client.submit(Holder, self._sources, actor=True, workers=[place], pure=False)
        self._actors[worker] = future.result()
        self._places[worker] = place

    def leave(self) -> None:
        """Let the actors go, with all that they hold; the cluster stays."""
        self._actors.clear()

    def close(self) -> None:
        """Let the actors go, and end the cluster."""
        self.leave()
        self.cluster.close()

    def _waited_for(self, lost: str | None) -> list[str]:
        """Give the workers that may take the slices of a lost one: rather a new one, which is given some time to come.

        The scheduler may not know yet that a worker is gone.
        """
        began = time.monotonic()
        while (waited := time.monotonic() - began) < PATIENCE:
            there = [address for address in self.cluster.addresses() if address != lost]
            idle = set(there) - set(self._places.values())
            if idle or (there and waited > GRACE):
                return there
            time.sleep(0.05)
        raise ClusterError(
            f"The cluster has no worker, and none came in {PATIENCE:.0f} seconds. Start some, and open the project again."
        )
