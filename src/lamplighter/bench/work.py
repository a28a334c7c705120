"""Runs worked off by several processes, each outcome kept as soon as it is there."""

from __future__ import annotations

import multiprocessing
import queue
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
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
from lamplighter.exceptions import LamplighterError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["Site", "StoppedError", "run_all"]


class StoppedError(LamplighterError):
    """A process that worked on the runs has ended before they were done."""


@dataclass(frozen=True)
class Site:
    """Where data come from and outcomes go.

    Attributes
    ----------
    data : Path
        The folder of the data sets.
    lexicon : Path or None
        The word list, where it is not the one in that folder.
    results : Path
        The folder of the outcomes.
    conditions : dict of str to Conditions
        For each data set.
    """

    data: Path
    lexicon: Path | None
    results: Path
    conditions: dict[str, Conditions]


def run_all(runs: Sequence[Run], site: Site, *, jobs: int = 1, told: Callable[[Run], None]) -> None:
    """Do runs, those that share an index one after another in one process.

    Whatever stops it, the outcomes that were had are kept.

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
        If a process is ended from outside, as for want of memory.
    """
    groups = list(shared(runs).values())
    if jobs == 1:
        for group in groups:
            _work(group, site, told)
        return
    context = multiprocessing.get_context("spawn")
    done: Any = context.Queue()
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(done,)) as workers:
        pending = {workers.submit(_work_aside, group, site) for group in groups}
        try:
            while pending:
                finished, pending = wait(pending, timeout=0.2)
                _drain(done, told)
                for future in finished:
                    future.result()
        except BrokenProcessPool as error:
            raise StoppedError(
                "A process was ended from outside, perhaps for want of memory. The runs that were done are kept: the same "
                "command goes on from there; --jobs 1 needs the least memory."
            ) from error
        finally:
            workers.shutdown(wait=False, cancel_futures=True)
        _drain(done, told)


_done: Any = None
"""In a working process, where it tells of runs that are done."""


def _begin(done: Any) -> None:
    global _done  # noqa: PLW0603  (the one thing that a process is handed when it begins)
    _done = done


def _work_aside(group: Sequence[Run], site: Site) -> None:
    _work(group, site, _done.put)


def _drain(done: Any, told: Callable[[Run], None]) -> None:
    while True:
        try:
            told(done.get_nowait())
        except queue.Empty:
            return


def _work(group: Sequence[Run], site: Site, told: Callable[[Run], None]) -> None:
    """Do the runs of one data set, protocol and seed."""
    first = group[0]
    dataset = DATASETS[first.dataset]
    with threadpool_limits(limits=1, user_api="blas"):
        corpus = dataset.read(site.data)
        metric = parse_metric(dataset.metric, dataset.labels)
        materials = prepare_materials(
            corpus, dataset.labels, metric, PROTOCOLS[first.protocol], first.seed, n_threads=1
        )
        for run in group:
            outcome = _outcome(run, materials, site)
            Results(site.results).keep(outcome, site.conditions[run.dataset])
            told(run)
        materials.close()


def _outcome(run: Run, materials: Materials, site: Site) -> Outcome:
    user = materials.user(user_of(run, site.lexicon, site.data), run.threshold)
    interview = interview_of(METHODS[run.method], materials, user)
    conditions = site.conditions[run.dataset]
    trial = run_trial(interview, materials, iterations=conditions.iterations, every=conditions.every)
    quartiles = _quartiles(interview, materials) if run.method == QUARTILES_METHOD else ()
    return Outcome(run, materials.metric.name, trial, quartiles)


def _quartiles(interview: Interview, materials: Materials) -> tuple[Quartile, ...]:
    gold = materials.witness.gold
    if gold is None:
        raise ValueError("The witness has no gold.")
    return measured_quartiles(materials.engine, interview.models().functions, gold)
