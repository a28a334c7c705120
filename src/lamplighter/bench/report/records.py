"""From the frames that the harness hands over to records that cannot be wrong: each row checked once, here."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lamplighter.bench.report.tables import dataset_order
from lamplighter.exceptions import ColumnNotFoundError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

__all__ = ["Curve", "Quartile", "Run", "Setting", "read_curves", "read_quartiles", "read_runs"]

_KEYS = ("dataset", "protocol", "user", "threshold", "method", "seed")
_CURVES = (*_KEYS, "iteration", "metric", "value")
_RUNS = (*_KEYS, "seconds", "functions", "documents", "note")
_QUARTILES = ("dataset", "seed", "quartile", "functions", "coverage", "accuracy")


@dataclass(frozen=True)
class Setting:
    """What a row of a table is about: a data set, the simulated user who worked on it, and the metric."""

    dataset: str
    user: str
    metric: str

    @property
    def order(self) -> tuple[tuple[int, str], str, str]:
        """Sort by this: the paper's data sets as in the paper, then others by name."""
        return dataset_order(self.dataset), self.user, self.metric


@dataclass(frozen=True)
class Curve:
    """The learning curve of one run.

    Attributes
    ----------
    protocol : str
    setting : Setting
    threshold : float
        Of the simulated user.
    method : str
    seed : int
    iterations : tuple of int
        Where it was measured, ascending.
    values : tuple of float
        The metric there.
    """

    protocol: str
    setting: Setting
    threshold: float
    method: str
    seed: int
    iterations: tuple[int, ...]
    values: tuple[float, ...]

    @property
    def score(self) -> float:
        """The mean of the curve, which is the paper's figure of merit (section 5.1).

        A point before the first iteration does not count: the paper's sum begins after it.

        Examples
        --------
        >>> Curve("paper", Setting("sms", "uniform", "accuracy"), 0.5, "nemo", 0, (0, 5, 10), (0.0, 0.6, 0.8)).score
        0.7
        """
        counted = [value for iteration, value in zip(self.iterations, self.values, strict=True) if iteration > 0]
        return math.fsum(counted) / len(counted) if counted else math.nan


@dataclass(frozen=True)
class Run:
    """What one run cost and left to say."""

    dataset: str
    protocol: str
    user: str
    threshold: float
    method: str
    seed: int
    seconds: float
    functions: int
    documents: int
    note: str


@dataclass(frozen=True)
class Quartile:
    """The functions of one run on one quarter of the documents: 1 is nearest to the development example.

    ``coverage`` and ``accuracy`` are means over the functions, between 0 and 1; the accuracy is missing where no
    function covers anything.
    """

    dataset: str
    seed: int
    quartile: int
    functions: int
    coverage: float
    accuracy: float | None


def read_curves(frame: pl.DataFrame) -> tuple[Curve, ...]:
    """Gather the points of each run.

    Parameters
    ----------
    frame : polars.DataFrame
        One point a row: ``dataset, protocol, user, threshold, method, seed, iteration, metric, value``.

    Returns
    -------
    tuple of Curve
        In the order in which they begin in the frame.

    Raises
    ------
    ColumnNotFoundError
        Where a column is missing.
    InputError
        Where there are no rows, a value is missing or no number, or a point is there twice.
    """
    gathered: defaultdict[tuple[str, Setting, float, str, int], dict[int, float]] = defaultdict(dict)
    for row in _rows(frame, "curves", _CURVES):
        setting = Setting(row["dataset"], row["user"], row["metric"])
        points = gathered[row["protocol"], setting, row["threshold"], row["method"], row["seed"]]
        iteration = row["iteration"]
        if iteration in points:
            raise InputError(f"The curves have this point twice: {_shown(row)}. Keep one of them.")
        points[iteration] = row["value"]
    if not gathered:
        raise InputError("The curves have no rows, so there is nothing to report. Measure at least one run.")
    return tuple(
        Curve(*key, tuple(sorted(points)), tuple(points[place] for place in sorted(points)))
        for key, points in gathered.items()
    )


def read_runs(frame: pl.DataFrame) -> tuple[Run, ...]:
    """Read what runs cost: the keys of a curve but ``metric``, and ``seconds, functions, documents, note``.

    A missing note is an empty one. There may be no rows.
    """
    return tuple(
        Run(**{name: row[name] for name in _RUNS[:-1]}, note=row["note"] or "")
        for row in _rows(frame, "runs", _RUNS, may_be_missing=("note",))
    )


def read_quartiles(frame: pl.DataFrame) -> tuple[Quartile, ...]:
    """Read Figure 2's measurements: ``dataset, seed, quartile, functions, coverage, accuracy``.

    There may be no rows; the accuracy may be missing or not a number.
    """
    rows = _rows(frame, "quartiles", _QUARTILES, may_be_missing=("accuracy",))
    read = tuple(
        Quartile(**{name: row[name] for name in _QUARTILES[:-1]}, accuracy=_number(row["accuracy"])) for row in rows
    )
    wrong = sorted({row.quartile for row in read} - {1, 2, 3, 4})
    if wrong:
        raise InputError(f"The quartiles have the number {wrong[0]}; expected 1 (nearest), 2, 3 or 4 (farthest).")
    return read


def _rows(
    frame: pl.DataFrame, what: str, columns: Sequence[str], may_be_missing: Sequence[str] = ()
) -> list[dict[str, Any]]:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ColumnNotFoundError(
            f"The {what} have no column {', '.join(map(repr, missing))}. "
            f"Expected: {', '.join(columns)}. Found: {', '.join(frame.columns) or 'none'}."
        )
    rows = frame.select(columns).to_dicts()
    for row in rows:
        empty = [name for name in columns if name not in may_be_missing and _number(row[name]) is None]
        if empty:
            raise InputError(f"The {what} have no value of {empty[0]!r} in this row: {_shown(row)}.")
    return rows


def _number(value: Any) -> Any:
    """Give nothing for what is not a number, and anything else as it is."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _shown(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())
