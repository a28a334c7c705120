import math
import re

import polars as pl
import pytest

from lamplighter.bench.report.records import Quartile, Setting, read_curves, read_quartiles, read_runs
from lamplighter.exceptions import ColumnNotFoundError, InputError


def quartile_frame(**columns):
    row = {"dataset": "sms", "seed": 0, "quartile": 1, "functions": 7, "coverage": 0.25, "accuracy": 0.75}
    return pl.DataFrame([{**row, **columns}])


def fails(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def test_points_are_gathered_by_run_and_sorted_by_iteration(frame):
    rows = frame({("sms", "nemo", 0): [0.25, 0.5], ("sms", "nemo", 1): [0.75, 1.0]})
    first, second = read_curves(rows.sort("iteration", descending=True))
    assert (first.setting, first.method, first.threshold) == (Setting("sms", "uniform", "accuracy"), "nemo", 0.5)
    assert (first.seed, first.iterations, first.values) == (0, (5, 10), (0.25, 0.5))
    assert (second.seed, second.values) == (1, (0.75, 1.0))


def test_score_is_the_mean_of_the_points_after_the_first_iteration(frame):
    (curve,) = read_curves(frame({("sms", "nemo", 0): [0.25, 0.5, 0.75]}))
    assert curve.score == (0.25 + 0.5 + 0.75) / 3
    started = frame({("sms", "nemo", 0): [0.0]}, every=0)
    (curve,) = read_curves(pl.concat([started, frame({("sms", "nemo", 0): [0.25, 0.5, 0.75]})]))
    assert curve.iterations == (0, 5, 10, 15)
    assert curve.score == (0.25 + 0.5 + 0.75) / 3


def test_two_metrics_of_a_run_are_two_curves(frame):
    values = {("sms", "nemo", 0): [0.5]}
    curves = read_curves(pl.concat([frame(values), frame(values, metric="f1:spam")]))
    assert [curve.setting.metric for curve in curves] == ["accuracy", "f1:spam"]


def test_no_rows_are_an_error(frame):
    message = "The curves have no rows, so there is nothing to report. Measure at least one run."
    with fails(InputError, message):
        read_curves(frame({("sms", "nemo", 0): [0.5]}).clear())


def test_missing_columns_are_named(frame):
    rows = frame({("sms", "nemo", 0): [0.5]}).drop("seed", "value")
    message = (
        "The curves have no column 'seed', 'value'. Expected: dataset, protocol, user, threshold, method, seed, "
        "iteration, metric, value. Found: protocol, user, threshold, metric, dataset, method, iteration."
    )
    with fails(ColumnNotFoundError, message):
        read_curves(rows)
    with fails(
        ColumnNotFoundError,
        message.replace("Found: protocol, user, threshold, metric, dataset, method, iteration", "Found: none").replace(
            "'seed', 'value'",
            "'dataset', 'protocol', 'user', 'threshold', 'method', 'seed', 'iteration', 'metric', 'value'",
        ),
    ):
        read_curves(pl.DataFrame())


@pytest.mark.parametrize("value", [None, math.nan])
def test_missing_value_is_an_error(frame, value):
    rows = frame({("sms", "nemo", 0): [0.5]}).with_columns(value=pl.lit(value, dtype=pl.Float64))
    message = (
        "The curves have no value of 'value' in this row: dataset=sms, protocol=paper, user=uniform, threshold=0.5, "
        f"method=nemo, seed=0, iteration=5, metric=accuracy, value={value}."
    )
    with fails(InputError, message):
        read_curves(rows)


def test_point_that_is_there_twice_is_an_error(frame):
    rows = frame({("sms", "nemo", 0): [0.5]})
    message = (
        "The curves have this point twice: dataset=sms, protocol=paper, user=uniform, threshold=0.5, method=nemo, "
        "seed=0, iteration=5, metric=accuracy, value=0.5. Keep one of them."
    )
    with fails(InputError, message):
        read_curves(pl.concat([rows, rows]))


def test_missing_note_of_a_run_is_empty(frame, runs_of):
    rows = frame({("sms", "nemo", 0): [0.5]})
    (run,) = read_runs(runs_of(rows, note=None))
    assert (run.method, run.seconds, run.functions, run.documents, run.note) == ("nemo", 2.0, 9, 10, "")
    assert read_runs(runs_of(rows).clear()) == ()


def test_runs_without_a_column_are_an_error(frame, runs_of):
    rows = runs_of(frame({("sms", "nemo", 0): [0.5]})).drop("seconds")
    message = (
        "The runs have no column 'seconds'. Expected: dataset, protocol, user, threshold, method, seed, seconds, "
        "functions, documents, note. Found: dataset, protocol, user, threshold, method, seed, functions, documents, note."
    )
    with fails(ColumnNotFoundError, message):
        read_runs(rows)


@pytest.mark.parametrize("accuracy", [None, math.nan])
def test_quarter_that_nothing_covers_has_no_accuracy(accuracy):
    assert read_quartiles(quartile_frame(accuracy=accuracy)) == (Quartile("sms", 0, 1, 7, 0.25, None),)


def test_fifth_quarter_is_an_error():
    with fails(InputError, "The quartiles have the number 5; expected 1 (nearest), 2, 3 or 4 (farthest)."):
        read_quartiles(quartile_frame(quartile=5))
