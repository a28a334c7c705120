import re
import sys

import pytest

from lamplighter.bench.report.markdown import row_labels
from lamplighter.bench.report.panels import Line, Panel, curve_panels, quartile_panels, threshold_panels
from lamplighter.bench.report.plots import draw, need_matplotlib, save, styles
from lamplighter.bench.report.records import Quartile
from lamplighter.bench.report.tables import DATASET_HEADINGS, FIGURES, METHOD_HEADINGS
from lamplighter.exceptions import MissingExtraError

LINE = Line("nemo", (5.0, 10.0), (0.5, 0.75), (0.0, 0.125))


def panel(title="Amazon", y_label="Accuracy", names=("nemo", "us")):
    return Panel(title, y_label, tuple(Line(name, LINE.x, LINE.y, LINE.error) for name in names))


def test_panel_holds_the_mean_curve_and_its_standard_error(frame, measure):
    measured = measure(frame({("sms", "nemo", 0): [0.25, 0.5], ("sms", "nemo", 1): [0.75, 0.5]}))
    (drawn,) = curve_panels(measured, row_labels(measured.settings))
    # iteration 5: mean .5, sd .25 · √2, divided by √2: .25
    assert drawn == Panel("SMS", "Accuracy", (Line("nemo", (5.0, 10.0), (0.5, 0.5), (0.25, 0.0)),))


def test_line_of_one_seed_has_no_band(frame, measure):
    measured = measure(frame({("sms", "nemo", 0): [0.25, 0.5]}))
    (drawn,) = curve_panels(measured, row_labels(measured.settings))
    assert drawn.lines[0].error == (0.0, 0.0)


def test_curves_are_of_the_appendixs_methods_and_ones_own(frame, measure):
    run = {("sms", method, 0): [0.5] for method in ("nemo", "nemo-no-selector", "shortest")}
    measured = measure(frame(run))
    (drawn,) = curve_panels(measured, row_labels(measured.settings))
    assert [line.name for line in drawn.lines] == ["nemo", "shortest"]


def test_ablations_alone_are_drawn(frame, measure):
    measured = measure(frame({("sms", "nemo-no-selector", 0): [0.5]}))
    (drawn,) = curve_panels(measured, row_labels(measured.settings))
    assert [line.name for line in drawn.lines] == ["nemo-no-selector"]


def test_thresholds_are_drawn_where_there_are_two(frame, measure):
    measured = measure(
        frame({("sms", "nemo", 0): [0.5], ("sms", "snorkel", 0): [0.25]}),
        frame({("sms", "nemo", 0): [0.75]}, threshold=0.7),
    )
    (drawn,) = threshold_panels(measured, row_labels(measured.settings))
    assert drawn == Panel("SMS", "Mean accuracy", (Line("nemo", (0.5, 0.7), (0.5, 0.75), (0.0, 0.0)),))


def test_quarter_without_accuracy_is_left_out_of_the_line():
    rows = [Quartile("sms", 0, place, 10, 0.5, None if place == 4 else 0.75) for place in (1, 2, 3, 4)]
    coverage, accuracy = quartile_panels(rows)
    assert coverage.lines[0].x == (1.0, 2.0, 3.0, 4.0)
    assert accuracy.lines[0].x == (1.0, 2.0, 3.0)


@pytest.mark.parametrize(
    "names", [FIGURES["A"].methods, tuple(DATASET_HEADINGS), (*FIGURES["A"].methods, "mine", "yours")]
)
def test_lines_differ_in_colour_in_dashes_and_in_marker(names):
    chosen = styles(names).values()
    for what in ("colour", "marker"):
        assert len({getattr(style, what) for style in chosen}) == len(names)
    # two are drawn through, of different width
    assert len({(style.dashes, style.width) for style in chosen}) == len(names)


def test_method_looks_the_same_whatever_is_beside_it():
    assert styles(["snorkel-dis"])["snorkel-dis"] == styles(METHOD_HEADINGS)["snorkel-dis"]


@pytest.mark.parametrize("count", [1, 5, 6])
def test_same_panels_give_the_same_bytes(tmp_path, count):
    panels = [panel(f"Data {place}", "F1 of spam" if place else "Accuracy") for place in range(count)]
    for name in ("first", "second"):
        save(draw(panels, METHOD_HEADINGS, "Iteration"), tmp_path / name, png=True)
    assert (tmp_path / "first.svg").read_bytes() == (tmp_path / "second.svg").read_bytes()
    assert (tmp_path / "first.png").read_bytes() == (tmp_path / "second.png").read_bytes()


def test_plot_has_its_text_as_text_and_no_date(tmp_path):
    save(draw([panel("Costs $5 & $6")], METHOD_HEADINGS, "Iteration"), tmp_path / "plot")
    svg = (tmp_path / "plot.svg").read_text("utf-8")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert {"Costs $5 &amp; $6", "Iteration", "Accuracy", "Nemo", "US"} <= set(texts)
    assert "Snorkel" not in texts
    assert "<dc:date>" not in svg
    assert not (tmp_path / "plot.png").exists()


def test_panels_of_one_measure_share_their_range():
    high = Panel("Yelp", "Accuracy", (Line("nemo", (5.0, 10.0), (0.75, 1.0), (0.0, 0.0)),))
    figure = draw([panel(), high, panel("SMS", "F1 of spam")], METHOD_HEADINGS, "Iteration")
    first, second, third = (axes.get_ylim() for axes in figure.axes)
    # from .5 to 1, with 4 % of air on both sides; from .5 to .75 + .125
    assert first == second == pytest.approx((0.5 - 0.02, 1 + 0.02))
    assert third == pytest.approx((0.5 - 0.015, 0.875 + 0.015))
    assert [axes.get_ylabel() for axes in figure.axes] == ["Accuracy", "", "F1 of spam"]


def test_lines_without_any_height_can_be_drawn(tmp_path):
    flat = Panel("SMS", "F1 of spam", (Line("nemo", (5.0,), (0.0,), (0.0,)),))
    save(draw([flat], METHOD_HEADINGS, "Iteration", band=False), tmp_path / "plot")
    assert (tmp_path / "plot.svg").exists()


def test_drawing_leaves_no_global_state():
    from matplotlib import rcParams  # noqa: PLC0415

    before = dict(rcParams)
    draw([panel()], METHOD_HEADINGS, "Iteration")
    assert dict(rcParams) == before


def test_without_matplotlib_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    message = (
        'Drawing the plots needs matplotlib, which is not installed. Install it with: pip install "lamplighter[bench]"'
    )
    with pytest.raises(MissingExtraError, match=f"^{re.escape(message)}$"):
        need_matplotlib()
