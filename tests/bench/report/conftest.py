"""Frames as the harness hands them over, of a few numbers written out."""

import polars as pl
import pytest

from lamplighter.bench.report.curves import by_protocol
from lamplighter.bench.report.records import read_curves

KEYS = {"protocol": "paper", "user": "uniform", "threshold": 0.5, "metric": "accuracy"}


def curve_frame(cells, every=5, **keys):
    """Make a frame from the values of each ``(dataset, method, seed)``, the first at iteration ``every``."""
    return pl.DataFrame(
        [
            {
                **KEYS,
                **keys,
                "dataset": dataset,
                "method": method,
                "seed": seed,
                "iteration": every * step,
                "value": value,
            }
            for (dataset, method, seed), values in cells.items()
            for step, value in enumerate(values, start=1)
        ]
    )


def measured_of(*frames):
    """Give what was measured under the one protocol of frames."""
    (measured,) = by_protocol(read_curves(pl.concat(frames, how="diagonal")))
    return measured


def run_frame(curves, **columns):
    """Give a run for each curve of a frame."""
    keys = ["dataset", "protocol", "user", "threshold", "method", "seed"]
    values = {"seconds": 2.0, "functions": 9, "documents": 10, "note": "", **columns}
    return curves.select(keys).unique(maintain_order=True).with_columns(**{key: pl.lit(v) for key, v in values.items()})


@pytest.fixture
def frame():
    return curve_frame


@pytest.fixture
def measure():
    return measured_of


@pytest.fixture
def runs_of():
    return run_frame
