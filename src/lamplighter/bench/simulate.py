"""Whole simulated runs: the protocol of the paper's section 5.1."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from lamplighter.data import split
from lamplighter.engine import silent
from lamplighter.exceptions import InputError, PoolExhaustedError
from lamplighter.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from lamplighter.bench.metric import Metric
    from lamplighter.bench.users import User, UserClass
    from lamplighter.data import Corpus

__all__ = ["Simulation", "simulate"]


@dataclass(frozen=True)
class Simulation:
    """What came of some runs.

    Attributes
    ----------
    steps : tuple of int
        The iterations after which was measured.
    curves : ndarray of shape (n_seeds, len(steps))
        The metric on the test documents, for each seed.
    seconds : float
        Of all runs together.
    """

    steps: tuple[int, ...]
    curves: NDArray[np.float64]
    seconds: float

    @property
    def scores(self) -> NDArray[np.float64]:
        """The mean of each seed's curve, which is the paper's figure of merit."""
        means: NDArray[np.float64] = self.curves.mean(axis=1)
        return means

    @property
    def score(self) -> float:
        """The mean over seeds."""
        return float(self.scores.mean())

    @property
    def std(self) -> float:
        """The standard deviation between seeds (of the sample); 0 for one seed."""
        return float(self.scores.std(ddof=1)) if len(self.scores) > 1 else 0.0

    @property
    def curve(self) -> NDArray[np.float64]:
        """The mean curve."""
        mean: NDArray[np.float64] = self.curves.mean(axis=0)
        return mean


def simulate(
    corpus: Corpus,
    user: UserClass,
    metric: Metric,
    *,
    labels: Sequence[str],
    seeds: int = 1,
    iterations: int = 50,
    every: int = 5,
    threshold: float = 0.5,
    settings: dict[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Run sessions of a simulated user and measure their end models on held-out documents.

    For each seed, 0 on: split the documents 80/10/10; work on the 80; after every few iterations measure the end model
    on the last 10. The validation documents are not used. The seed decides the split, the session's lots and the user's
    lots, each from a stream of its own.

    Parameters
    ----------
    corpus : Corpus
        With gold for every document.
    user : UserClass
    metric : Metric
    labels : sequence of str
    seeds : int, default=1
    iterations : int, default=50
        Documents shown in a run.
    every : int, default=5
        Iterations between measurements.
    threshold : float, default=0.5
        Of the user.
    settings : dict, optional
        Arguments of :class:`~lamplighter.Session`.
    progress : callable, optional
        Told the iterations done and those there are.
    """
    if corpus.gold is None or None in corpus.gold:
        raise InputError("A simulation needs the true label of every text. Name the column: --gold COLUMN.")
    began = time.perf_counter()
    report = progress or silent
    steps = tuple(range(every, iterations + 1, every))
    if not steps:
        raise InputError(f"With {iterations} iterations nothing is measured every {every}; ask for {every} or more.")
    curves = []
    for seed in range(seeds):
        parts = split(len(corpus), seed=seed)
        session = Session(corpus.subset(parts.train), labels=labels, **{"random_state": seed, **(settings or {})})
        person = user(session, threshold=threshold, rng=np.random.default_rng([seed, 1]))
        told = partial(_later, report, seed * iterations, seeds * iterations)
        curves.append(_curve(session, person, corpus.subset(parts.test), metric, range(1, iterations + 1), every, told))
        session.engine.close()
    return Simulation(steps, np.array(curves), time.perf_counter() - began)


def _curve(
    session: Session,
    person: User,
    held_out: Corpus,
    metric: Metric,
    iterations: range,
    every: int,
    report: Callable[[int], None],
) -> list[float]:
    """Run one session, and give its learning curve."""
    truth = session.settings.gold_codes(held_out)
    features = session.engine.index.transform(held_out.texts)
    curve: list[float] = []
    for iteration in iterations:
        with suppress(PoolExhaustedError):  # a small corpus has been read to its end: the model stays as it is
            _answer(session, person)
        if iteration % every == 0 and truth is not None:
            predicted = session.models().predict(features).argmax(axis=1).astype(np.int64)
            curve.append(metric(predicted, truth))
        report(iteration)
    return curve


def _answer(session: Session, person: User) -> None:
    answer = person.answer(session.suggest())
    if answer is None:
        session.skip()
    else:
        session.add(*answer)


def _later(report: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    report(before + done, total)
