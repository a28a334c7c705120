"""Runs worked off by several processes, each outcome kept as soon as it is there."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from lamplighter.bench.datasets import DATASETS
from lamplighter.bench.materials import Materials, prepare_materials
from lamplighter.bench.methods import METHODS
from lamplighter.bench.metric import parse_metric
from lamplighter.bench.plan import QUARTILES_METHOD, shared, user_of
from lamplighter.bench.protocols import PROTOCOLS
from lamplighter.bench.quartiles import Quartile, measured_quartiles
from lamplighter.bench.runs import Conditions, Outcome, Results, Run
from lamplighter.bench.trials import Interview, interview_of, run_trial
from lamplighter.bench.users import knows_words
from lamplighter.exceptions import LamplighterError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from lamplighter.bench.users import Lexicon

__all__ = ["Site", "run_all"]


LOOK_AGAIN = 0.1
"""Seconds."""

LONGEST_MESSAGE = 5.0
"""Seconds that the last messages are waited for."""


@dataclass(frozen=True)
class Site:
    """Where data come from and outcomes go.

    Attributes
    ----------
    data : Path
        The folder of the data sets.
    results : Path
        The folder of the outcomes.
    conditions : dict of str to Conditions
        For each data set, whoever the user is.
    words : Lexicon, optional
        Of the user ``lexicon``.
    """

    data: Path
    results: Path
    conditions: dict[str, Conditions]
    words: Lexicon | None = None

    def conditions_of(self, run: Run) -> Conditions:
        """Give what the outcome of a run depends on besides the run."""
        conditions = self.conditions[run.dataset]
        known = self.words if knows_words(run.user) else None
        return conditions if known is None else replace(conditions, words=known.fingerprint)

    @property
    def kept(self) -> Results:
        """The outcomes."""
        return Results(self.results)

    def missing(self, runs: Iterable[Run]) -> list[Run]:
        """Give the runs that are not done under these conditions."""
        return [run for run in runs if not self.kept.has(run, self.conditions_of(run))]


def run_all(runs: Sequence[Run], site: Site, *, jobs: int = 1, told: Callable[[Run], None]) -> None:
    """Do runs, those that share an index one after another in one process.

    Whatever stops it, the outcomes that were had are kept, and no process works on.

    Parameters
    ----------
    runs : sequence of Run
    site : Site
    jobs : int, default=1
        Processes that work at a time. The outcomes do not depend on their number.
    told : callable
        Told of each run that is done.

    Raises
    ------
    StoppedError
        If a run fails, or a process is ended from outside, as for want of memory.
    """
    groups = list(shared(runs).values())
    if jobs == 1:
        for group in groups:
            _work(group, site, told)
        return
    context = multiprocessing.get_context("spawn")
    done: Any = context.SimpleQueue()  # what was put is there at once, before the group is told to be finished
    ends, lifeline = context.Pipe(duplex=False)
    with (
        _telling(done, told),
        lifeline,
        ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(done, ends)) as workers,
    ):
        pending = {workers.submit(_work_aside, group, site) for group in groups}
        try:
            while pending:
                finished, pending = wait(pending, timeout=0.2)
                for future in finished:
                    future.result()
        except BrokenProcessPool as error:
            raise StoppedError(
                "A process was ended from outside, perhaps for want of memory. The runs that were done are kept: the same "
                "command goes on from there; --jobs 1 needs the least memory."
            ) from error
        finally:
            if pending:  # interrupted, or a run has failed: nobody waits for the others
                lifeline.close()


_done: Any = None
"""In a working process, where it tells of runs that are done."""


def _begin(done: Any, ends: Connection) -> None:
    global _done  # noqa: PLW0603  (the one thing that a process is handed when it begins)
    _done = done
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process, which is interrupted too, ends this one
    threading.Thread(target=_end_with, args=(ends,), daemon=True).start()


def _end_with(ends: Connection) -> None:
    """End this process, amid its work, once the first process closes the other end of a pipe, or is no more."""
    with suppress(EOFError, OSError):
        ends.recv()
    os._exit(1)


def _work_aside(group: Sequence[Run], site: Site) -> None:
    _work(group, site, _done.put)


@contextmanager
def _telling(done: Any, told: Callable[[Run], None]) -> Iterator[None]:
    """Tell of the runs that are done as long as the block lasts, and of those that were done at its end.

    A thread does, for Ctrl-C is raised in the first thread, wherever it is: half-way through a message, what is left of it would be
    taken for the next one, and waited for without end.
    """
    over = threading.Event()

    def tell() -> None:
        while not (over.is_set() and done.empty()):
            if done.empty():
                over.wait(LOOK_AGAIN)
            else:
                told(done.get())

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join(LONGEST_MESSAGE)  # a process that was killed may have left a message half-written


def _work(group: Sequence[Run], site: Site, told: Callable[[Run], None]) -> None:
    """Do the runs of one data set, protocol, seed and features."""
    first = group[0]
    dataset, protocol = DATASETS[first.dataset], PROTOCOLS[first.protocol]
    with threadpool_limits(limits=1, user_api="blas"):
        with _named(first.dataset):
            corpus = dataset.read(site.data)
            metric = parse_metric(dataset.metric, dataset.labels)
            materials = prepare_materials(
                corpus,
                dataset.labels,
                metric,
                replace(protocol, features=METHODS[first.method].features(protocol)),
                first.seed,
                published_balance=dataset.published_balance,
                n_threads=1,
            )
        for run in group:
            with _named(run):
                outcome = _outcome(run, materials, site)
                site.kept.keep(outcome, site.conditions_of(run))
            told(run)
        materials.close()


@contextmanager
def _named(what: object) -> Iterator[None]:
    """Say of an error what it came of."""
    try:
        yield
    except LamplighterError as error:
        raise StoppedError(f"{what}: {error}") from error


def _outcome(run: Run, materials: Materials, site: Site) -> Outcome:
    user = materials.user(user_of(run, site.words), run.threshold)
    interview = interview_of(METHODS[run.method], materials, user)
    conditions = site.conditions_of(run)
    trial = run_trial(interview, materials, iterations=conditions.iterations, every=conditions.every)
    quartiles = _quartiles(interview, materials) if run.method == QUARTILES_METHOD else ()
    return Outcome(run, materials.metric.name, trial, quartiles)


def _quartiles(interview: Interview, materials: Materials) -> tuple[Quartile, ...]:
    gold = materials.witness.gold
    if gold is None:
        raise ValueError("The witness has no gold.")
    return measured_quartiles(materials.engine, interview.models().functions, gold)
