import csv
import os
import subprocess
import sys
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from lamplighter.bench.report import FIGURES, METHOD_HEADINGS, TABLES, paper_metric, paper_value
from lamplighter.bench.report.paper import paper_documents
from lamplighter.bench.report.tables import DATASET_HEADINGS, dataset_order, method_order

SOURCE = Path(__file__).parents[3] / "src"
CELLS = [
    (table.number, dataset, method)
    for table in TABLES.values()
    for dataset in table.datasets
    for method in table.methods
]


def lines():
    return list(csv.DictReader(files("lamplighter.bench.report").joinpath("paper.csv").read_text("utf-8").splitlines()))


def test_importing_the_tables_loads_neither_frames_nor_plots():
    done = subprocess.run(
        [sys.executable, "-c", "import lamplighter.bench.report.tables, sys; print(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not {"polars", "matplotlib"} & set(done.stdout.split())


@pytest.mark.parametrize(("table", "dataset", "method"), CELLS)
def test_paper_prints_a_figure_in_each_cell(table, dataset, method):
    value = paper_value(table, dataset, paper_metric(dataset), method)
    assert value is not None
    assert 0 < value < 1


def test_paper_has_no_figures_but_those_of_the_tables():
    read = {(int(line["table"]), line["dataset"], line["row"]) for line in lines() if line["table"] != "1"}
    assert read == set(CELLS)


def test_one_method_has_one_figure_in_all_tables():
    values = defaultdict(set)
    for line in lines():
        values[line["dataset"], line["row"]].add(line["value"])
    assert {key: found for key, found in values.items() if len(found) > 1} == {}


def test_paper_splits_each_data_set_in_eighty_ten_ten_percent():
    for dataset in DATASET_HEADINGS:
        train, valid, test = paper_documents(dataset)
        assert valid == test == pytest.approx((train + valid + test) / 10, abs=1)


def test_what_the_paper_does_not_have_is_nothing():
    assert paper_value(2, "sms", "accuracy", "nemo") is None
    assert paper_value(2, "yelp", "accuracy", "nemo-no-selector") is None
    assert paper_documents("tickets") is None
    assert paper_metric("tickets") is None


def test_every_method_of_a_table_or_figure_has_a_heading():
    assert {method for _, _, method in CELLS} <= set(METHOD_HEADINGS)
    assert {method for figure in FIGURES.values() for method in figure.methods} <= set(METHOD_HEADINGS)


def test_tables_and_figures_are_numbered_as_in_the_mapping():
    assert all(table.number == number for number, table in TABLES.items())
    assert all(figure.name == name for name, figure in FIGURES.items())


def test_names_of_ones_own_come_last():
    assert sorted(["zeta", "alpha", "sms", "amazon"], key=dataset_order) == ["amazon", "sms", "alpha", "zeta"]
    assert sorted(["shortest", "us", "nemo"], key=method_order) == ["nemo", "us", "shortest"]
