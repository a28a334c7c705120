import math

import pytest

from lamplighter.bench.report.curves import Difference, by_protocol, mean_curve, paired, spread
from lamplighter.bench.report.records import Setting, read_curves

SMS = Setting("sms", "uniform", "accuracy")


def test_spread_divides_by_one_less_than_the_seeds():
    cell = spread([0.5, 0.5, 0.75, 0.75])
    assert cell.mean == 5 / 8
    assert cell.sd == pytest.approx(math.sqrt(4 * (1 / 8) ** 2 / 3))
    assert cell.error == pytest.approx(cell.sd / 2)
    assert cell.n == 4


def test_one_seed_shows_no_spread():
    assert math.isnan(spread([0.5]).sd)
    assert math.isnan(spread([0.5]).error)


def test_difference_is_paired_over_the_common_seeds():
    difference = paired({0: 0.5, 1: 0.75, 2: 1.0}, {1: 0.5, 2: 0.5, 3: 0.0})
    assert difference == Difference((1 / 4 + 1 / 2) / 2, math.sqrt(2 * (1 / 8) ** 2 / 1), 2)
    assert paired({0: 0.5}, {1: 0.5}) is None


def test_what_seeds_share_cancels_in_a_paired_difference():
    assert paired({0: 0.25, 1: 0.75}, {0: 0.125, 1: 0.625}) == Difference(1 / 8, 0.0, 2)


@pytest.mark.parametrize(("mean", "sign"), [(0.01, 1), (-0.01, -1), (0.0, 0), (1e-17, 0), (-1e-17, 0)])
def test_what_rounding_leaves_is_a_tie(mean, sign):
    assert Difference(mean, 0.0, 3).sign == sign


@pytest.mark.parametrize(
    ("n", "reach"),
    [(2, 12.706), (3, 4.303), (5, 2.776)],  # the 97.5 % quantile of Student's t with n - 1 degrees of freedom
)
def test_difference_is_clear_beyond_the_interval_of_students_t(n, reach):
    sd = 0.01 * math.sqrt(n)  # so that the standard error is 0.01
    assert Difference(0.01 * (reach + 0.001), sd, n).clear
    assert Difference(-0.01 * (reach + 0.001), sd, n).clear
    assert not Difference(0.01 * (reach - 0.001), sd, n).clear


def test_one_seed_and_a_tie_are_never_clear_but_equal_differences_are():
    assert not Difference(0.5, math.nan, 1).clear
    assert not Difference(0.0, 0.0, 5).clear
    assert Difference(0.1, 0.0, 2).clear


def test_mean_curve_is_taken_point_by_point(frame):
    curves = read_curves(frame({("sms", "nemo", 0): [0.25, 0.5], ("sms", "nemo", 1): [0.75, 0.5]}))
    iterations, cells = mean_curve(curves)
    assert iterations == (5, 10)
    assert [cell.mean for cell in cells] == [1 / 2, 1 / 2]
    assert cells[0].error == pytest.approx(math.sqrt(2 * (1 / 4) ** 2) / math.sqrt(2))


def test_scores_of_a_cell_are_by_seed(frame, measure):
    measured = measure(frame({("sms", "nemo", 1): [0.5, 1.0], ("sms", "nemo", 0): [0.25, 0.25]}))
    assert measured.scores(SMS, "nemo") == {0: 1 / 4, 1: 3 / 4}
    assert measured.spread(SMS, "nemo").mean == 1 / 2
    assert measured.scores(SMS, "us") == {}
    assert measured.spread(SMS, "us") is None


def test_run_that_was_stopped_is_left_out(frame, measure):
    measured = measure(
        frame({("sms", "nemo", 0): [0.5, 0.75], ("sms", "nemo", 1): [0.5], ("sms", "us", 0): [0.5, 0.5]})
    )
    assert [(curve.method, curve.seed) for curve in measured.left_out] == [("nemo", 1)]
    assert measured.scores(SMS, "nemo") == {0: 5 / 8}


def test_of_as_frequent_grids_the_longer_one_is_kept(frame, measure):
    measured = measure(frame({("sms", "us", 0): [0.5], ("sms", "nemo", 0): [0.5, 0.75]}))
    assert [curve.method for curve in measured.curves] == ["nemo"]


def test_short_curves_of_another_data_set_are_no_reason_to_leave_out(frame, measure):
    measured = measure(frame({("sms", "nemo", 0): [0.5, 0.75], ("yelp", "nemo", 0): [0.5]}))
    assert measured.left_out == ()


def test_tables_are_about_the_papers_threshold_or_the_lowest(frame, measure):
    values = {("sms", "nemo", 0): [0.5]}
    assert measure(frame(values, threshold=0.4), frame(values), frame(values, threshold=0.7)).threshold == 0.5
    other = measure(frame(values, threshold=0.7), frame({("sms", "us", 0): [0.5]}, threshold=0.6))
    assert other.threshold == 0.6
    assert other.methods == ("us",)
    assert other.scores(SMS, "nemo", 0.7) == {0: 0.5}


def test_rows_and_methods_are_in_the_papers_order(frame, measure):
    keys = [("tickets", "mine"), ("sms", "us"), ("amazon", "nemo")]
    measured = measure(frame({(*key, 0): [0.5] for key in keys}))
    assert [setting.dataset for setting in measured.settings] == ["amazon", "sms", "tickets"]
    assert measured.methods == ("nemo", "us", "mine")


def test_protocols_are_apart_and_ones_own_come_last(frame):
    names = ["mine", "product", "paper", "authors"]
    curves = [curve for name in names for curve in read_curves(frame({("sms", "nemo", 0): [0.5]}, protocol=name))]
    assert [measured.protocol for measured in by_protocol(curves)] == ["paper", "authors", "product", "mine"]
