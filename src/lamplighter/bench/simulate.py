"""Whole simulated runs: the protocol of the paper's section 5.1."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from lamplighter.bench.materials import prepare_materials
from lamplighter.bench.protocols import PRODUCT
from lamplighter.bench.trials import Writing, interview_of, run_trial
from lamplighter.engine import silent
from lamplighter.exceptions import InputError
from lamplighter.primitives import PRIMITIVES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from lamplighter.bench.materials import Materials
    from lamplighter.bench.methods import Method
    from lamplighter.bench.metric import Metric
    from lamplighter.bench.protocols import Protocol
    from lamplighter.bench.trials import Interview
    from lamplighter.bench.users import UserClass
    from lamplighter.data import Corpus
    from lamplighter.primitives import Ngrams

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
    method: Method | None = None,
    protocol: Protocol = PRODUCT,
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Run sessions of a simulated user and measure their end models on held-out documents.

    For each seed, 0 on: split the documents 80/10/10; work on the 80; after every few iterations measure the end model
    on the last 10. The validation documents are used where the protocol chooses settings on them. The seed decides the
    split, the session's lots and the user's lots, each from a stream of its own.

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
    method : Method, optional
        What is asked and how is learnt. Left out, what a session does by itself.
    protocol : Protocol, optional
        What a method leaves open. Left out, as in the product.
    settings : mapping, optional
        Arguments of :class:`~lamplighter.Session`, in place of those of method and protocol.
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
    given = dict(settings or {})
    features = protocol.features if method is None else method.features(protocol)
    reading = replace(
        protocol,
        primitives=_primitives(given.pop("primitives", protocol.primitives)),
        features=given.pop("features", features),
    )
    curves = []
    for seed in range(seeds):
        materials = prepare_materials(corpus, labels, metric, reading, seed)
        interview = _interview(materials, method, user, threshold, given)
        told = partial(_later, report, seed * iterations, seeds * iterations)
        trial = run_trial(interview, materials, iterations=iterations, every=every, progress=told)
        curves.append(list(trial.curve.values()))
        materials.close()
    return Simulation(steps, np.array(curves), time.perf_counter() - began)


def _interview(
    materials: Materials, method: Method | None, user: UserClass, threshold: float, settings: Mapping[str, Any]
) -> Interview:
    person = materials.user(user, threshold)
    if method is not None:
        return interview_of(method, materials, person, settings)
    reading = materials.protocol
    session = materials.session({"primitives": reading.primitives, "features": reading.features, **settings})
    return Writing(session, person, labels_alone=reading.labels_alone)


def _primitives(chosen: str | Ngrams) -> Ngrams:
    return PRIMITIVES[chosen]() if isinstance(chosen, str) else chosen


def _later(report: Callable[[int, int], None], before: int, total: int, done: int, _: int) -> None:
    report(before + done, total)
