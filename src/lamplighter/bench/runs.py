"""Runs and what came of them: one small file each, so that an experiment that is stopped goes on where it was."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lamplighter.exceptions import FileError
from lamplighter.interop import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from lamplighter.bench.quartiles import Quartile
    from lamplighter.bench.trials import Trial

__all__ = ["Conditions", "Outcome", "Results", "Run"]

RUN = {"dataset": str, "protocol": str, "user": str, "threshold": float, "method": str, "seed": int}
POINT = {**RUN, "iteration": int, "metric": str, "value": float}
SUMMARY = {**RUN, "seconds": float, "functions": int, "documents": int, "note": str}
QUARTILE = {"dataset": str, "seed": int, "quartile": int, "functions": int, "coverage": float, "accuracy": float}
"""The columns of the tables of all outcomes, also of empty ones."""


@dataclass(frozen=True, order=True)
class Run:
    """One run of one method: all that names it.

    Attributes
    ----------
    dataset, protocol, user, method : str
    threshold : float
        Of the user.
    seed : int
    """

    dataset: str
    protocol: str
    user: str
    threshold: float
    method: str
    seed: int

    @property
    def file(self) -> str:
        """Where its outcome is kept, within the folder of all outcomes."""
        user = self.user.replace(":", "-")  # which not every system has in names of files
        return f"{self.dataset}/{self.protocol}/{user}-{self.threshold:g}/{self.method}-{self.seed}.json"

    def __str__(self) -> str:
        return f"{self.dataset}, {self.protocol}, {self.method}, seed {self.seed}"


@dataclass(frozen=True)
class Conditions:
    """What an outcome also depends on. One that was had under others is not taken for done.

    Attributes
    ----------
    iterations, every : int
    fingerprint : str
        Of the data set, its labels included.
    version : str
        Of lamplighter.
    words : str
        Fingerprint of the words that the user knows, where they come from a list.
    """

    iterations: int
    every: int
    fingerprint: str
    version: str
    words: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    run: Run
    metric: str
    trial: Trial
    quartiles: tuple[Quartile, ...] = ()


class Results:
    """The outcomes in a folder.

    Parameters
    ----------
    folder : Path
        Made when the first outcome is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, outcome: Outcome, conditions: Conditions) -> None:
        """Write an outcome: the whole file, or nothing.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        path = self.folder / outcome.run.file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"{str(path.parent)!r} cannot be made: {error.strerror or error}.") from error
        values = {
            "run": asdict(outcome.run),
            "conditions": asdict(conditions),
            "metric": outcome.metric,
            "trial": asdict(outcome.trial),
            "quartiles": [asdict(quartile) for quartile in outcome.quartiles],
        }
        with whole_file(path) as file:
            file.write(json.dumps(values, indent=1).encode())

    def has(self, run: Run, conditions: Conditions) -> bool:
        """Say whether a run is done, under these very conditions."""
        values = self._read(run)
        return values is not None and values.get("conditions") == asdict(conditions)

    def curves(self, runs: Iterable[Run]) -> pl.DataFrame:
        """Give every point of the learning curves of runs that are done, one a row."""
        points = (
            {**values["run"], "iteration": int(iteration), "metric": values["metric"], "value": value}
            for values in self._done(runs)
            for iteration, value in values["trial"]["curve"].items()
        )
        return _frame(POINT, points)

    def summaries(self, runs: Iterable[Run]) -> pl.DataFrame:
        """Give runs that are done, one a row: seconds, functions, documents and notes."""
        told = ("seconds", "functions", "documents", "note")
        rows = ({**values["run"], **{name: values["trial"][name] for name in told}} for values in self._done(runs))
        return _frame(SUMMARY, rows)

    def quartiles(self, runs: Iterable[Run]) -> pl.DataFrame:
        """Give what functions are like by distance, one quarter of the documents of one run a row."""
        rows = (
            {"dataset": values["run"]["dataset"], "seed": values["run"]["seed"], **quartile}
            for values in self._done(runs)
            for quartile in values["quartiles"]
        )
        return _frame(QUARTILE, rows)

    def _done(self, runs: Iterable[Run]) -> Iterable[dict[str, Any]]:
        for run in sorted(runs):
            values = self._read(run)
            if values is not None:
                yield values

    def _read(self, run: Run) -> dict[str, Any] | None:
        path = self.folder / run.file
        if not path.is_file():
            return None
        try:
            values: Any = json.loads(path.read_bytes())
        except ValueError:  # cut short by a full disk, or edited: it is run anew
            return None
        return values if isinstance(values, dict) and values.get("run") == asdict(run) else None


def _frame(columns: dict[str, type], rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    return pl.DataFrame(list(rows), schema=columns)
