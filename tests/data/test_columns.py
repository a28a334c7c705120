"""What else the input says of a document."""

import copy
import pickle
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus
from lamplighter.data.columns import written
from lamplighter.exceptions import ColumnNotFoundError, InputError


def exactly(message):
    return f"^{re.escape(message)}$"


# ---------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("4.0", "4.0"),
        (4, "4"),
        (4.0, "4"),
        (np.float64(4.0), "4"),
        (np.float32(0.1), "0.1"),
        (4.5, "4.5"),
        (-40.0, "-40"),
        (1e300, "1e+300"),
        (float("inf"), "inf"),
        (True, "True"),
        (np.int64(7), "7"),
        (Decimal("4.0"), "4.0"),
        (date(2024, 5, 6), "2024-05-06"),
        (time(0, 0), "00:00:00"),
        (datetime.fromisoformat("2024-05-06"), "2024-05-06"),
        (datetime.fromisoformat("2024-05-06T07:08"), "2024-05-06 07:08:00"),
        (datetime(2024, 5, 6, tzinfo=UTC), "2024-05-06 00:00:00+00:00"),
        (pd.Timestamp("2024-05-06"), "2024-05-06"),
        (None, None),
        (float("nan"), None),
        (pd.NA, None),
        (pd.NaT, None),
    ],
)
def test_cells_are_written_as_a_person_would(value, expected):
    assert written(value) == expected


@given(st.floats(allow_nan=False))
def test_number_that_was_written_is_still_the_same_number(value):
    assert float(written(value)) == value


# ---------------------------------------------------------------------- corpora of texts


def test_columns_go_with_their_texts():
    corpus = Corpus.from_texts(["good", "", "bad"], columns={"stars": [4.0, 3.0, None], "by": [" me ", "you", ""]})
    assert dict(corpus.columns) == {"stars": ("4", None), "by": ("me", None)}
    assert list(corpus.columns) == ["stars", "by"]


def test_corpus_without_columns_has_none():
    assert dict(Corpus.from_texts(["good"]).columns) == {}


@pytest.mark.parametrize("values", [[], ["5"], ["5", "4", "3"]])
def test_column_that_is_not_as_long_as_the_texts_is_an_error(values):
    message = f"There are 2 texts and {len(values)} values of the column 'stars'; there must be as many."
    with pytest.raises(InputError, match=exactly(message)):
        Corpus.from_texts(["good", "bad"], columns={"stars": values})


def test_columns_cannot_be_changed_neither_here_nor_where_they_came_from():
    handed_in = {"stars": ["4"]}
    corpus = Corpus.from_texts(["good"], columns=handed_in)
    handed_in["stars"].append("5")
    handed_in["by"] = ["me"]
    assert dict(corpus.columns) == {"stars": ("4",)}
    with pytest.raises(TypeError, match="does not support item assignment"):
        corpus.columns["stars"] = ("5",)


def test_subset_carries_the_columns():
    corpus = Corpus.from_texts(["a", "", "b", "c"], columns={"number": [0, 1, 2, None], "by": ["x", "y", "z", "w"]})
    part = corpus.subset(np.array([2, 0]))
    assert dict(part.columns) == {"number": (None, "0"), "by": ("w", "x")}
    assert dict(part.subset([1]).columns) == {"number": ("0",), "by": ("x",)}


def test_fingerprint_is_that_of_the_texts():
    texts = ["good", None, "bad"]
    assert Corpus.from_texts(texts, columns={"stars": [4, 3, 1]}).fingerprint == Corpus.from_texts(texts).fingerprint


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda corpus: pickle.loads(pickle.dumps(corpus))])
def test_copy_has_the_columns_too_and_protects_them(copied):
    corpus = Corpus.from_texts(["good", None], ids=["1", "2"], columns={"stars": [4, 3]}, name="x.csv")
    again = copied(corpus)
    assert dict(again.columns) == {"stars": ("4",)}
    assert (again.fingerprint, again.n_rows, again.name) == (corpus.fingerprint, 2, "x.csv")
    with pytest.raises(TypeError, match="does not support item assignment"):
        again.columns["by"] = ("me",)


def test_value_that_stands_often_is_kept_once():
    corpus = Corpus.from_texts(["a", "b"], columns={"of": [f"the shop {number}" for number in (7, 7)]})
    assert corpus.columns["of"][0] is corpus.columns["of"][1]


def test_corpus_says_how_many_columns_it_has():
    corpus = Corpus.from_texts(["a"], columns={"stars": [4], "by": ["me"]}, name="x.csv")
    assert repr(corpus) == "<Corpus 'x.csv': 1 texts, other columns: 2>"


# ---------------------------------------------------------------------- corpora of frames

STARS, BY = [4, None, 2, 1], ["me", "you", None, " "]
TEXTS = ["good film", None, "", "bad fish"]
FRAMES = {
    "polars": pl.DataFrame,
    "pandas": pd.DataFrame,  # the stars are 4.0, NaN, 2.0 and 1.0 there
    "pandas objects": lambda columns: pd.DataFrame(columns, dtype=object),
    "pandas' own types": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "pandas categorical": lambda columns: pd.DataFrame(columns).astype({"by": "category"}),
    "pyarrow": pa.table,
}


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_other_columns_are_kept_from_every_kind_of_frame(make):
    corpus = Corpus.from_frame(make({"stars": STARS, "text": TEXTS, "by": BY}))
    assert dict(corpus.columns) == {"stars": ("4", "1"), "by": ("me", None)}
    assert list(corpus.columns) == ["stars", "by"]


def test_columns_that_are_something_else_already_are_not_kept_again():
    frame = pl.DataFrame({"n": ["7"], "text": ["good"], "class": ["pos"], "stars": [5]})
    assert list(Corpus.from_frame(frame, gold="class", id="n").columns) == ["stars"]
    assert list(Corpus.from_frame(frame).columns) == ["n", "class", "stars"]


def test_only_short_values_are_kept_unless_the_column_is_named():
    frame = pl.DataFrame({"text": ["a", "b"], "short": ["x" * 200, "y"], "long": ["x" * 201, "y"]})
    assert list(Corpus.from_frame(frame).columns) == ["short"]
    assert dict(Corpus.from_frame(frame, columns=["long"]).columns) == {"long": ("x" * 201, "y")}


def test_kinds_of_values_that_stand_in_a_line_are_kept():
    frame = pl.DataFrame(
        {
            "text": ["a", "b"],
            "whole": [1, 2],
            "number": [1.0, 2.5],
            "single": pl.Series([0.1, None], dtype=pl.Float32),
            "yes": [True, None],
            "day": [date(2024, 5, 6), date(2024, 5, 7)],
            "at": [datetime.fromisoformat("2024-05-06T07:08:09"), None],
            "kind": pl.Series(["x", "y"], dtype=pl.Categorical),
            "list": [["x"], ["y"]],
            "array": pl.Series([[1, 2], [3, 4]], dtype=pl.Array(pl.Int64, 2)),
            "struct": [{"x": 1}, {"x": 2}],
            "bytes": [b"x", b"y"],
            "nothing": [None, None],
            "blank": ["", " "],
            "": ["0", "1"],
        }
    )
    assert dict(Corpus.from_frame(frame).columns) == {
        "whole": ("1", "2"),
        "number": ("1", "2.5"),
        "single": ("0.1", None),
        "yes": ("True", None),
        "day": ("2024-05-06", "2024-05-07"),
        "at": ("2024-05-06 07:08:09", None),
        "kind": ("x", "y"),
    }


def test_objects_of_pandas_are_kept_where_all_are_scalars():
    objects = {"mixed": ["x", 1, True, None], "lists": [["x"], None, [], None], "arrays": [np.ones(2)] * 4}
    frame = pd.DataFrame(
        {"text": ["a", "b", "c", "d"], **{name: pd.Series(o, dtype=object) for name, o in objects.items()}}
    )
    assert dict(Corpus.from_frame(frame, text="text").columns) == {"mixed": ("x", "1", "True", None)}


def test_column_whose_name_is_a_number_does_no_harm():
    frame = pd.DataFrame({"text": ["a", "b"], 0: ["x", "y"]})
    assert dict(Corpus.from_frame(frame, text="text").columns) == {"0": ("x", "y")}


def test_named_columns_alone_are_kept_in_the_order_they_were_named():
    frame = pl.DataFrame({"text": ["a"], "one": [1], "two": [2], "empty": [None], "three": [3]})
    assert list(Corpus.from_frame(frame, columns=["three", "empty", "one", "three"]).columns) == [
        "three",
        "empty",
        "one",
    ]
    assert dict(Corpus.from_frame(frame, columns=[]).columns) == {}


def test_named_column_that_is_missing_is_an_error_with_what_there_is():
    message = "There is no column 'star'. Did you mean 'stars'? The columns are: 'text', 'stars'."
    with pytest.raises(ColumnNotFoundError, match=exactly(message)):
        Corpus.from_frame(pl.DataFrame({"text": ["a"], "stars": [5]}), columns=["stars", "star"])


@pytest.mark.parametrize(
    ("name", "role"), [("text", "texts"), ("class", "true labels"), ("n", "ids")], ids=["texts", "gold", "ids"]
)
def test_named_column_that_is_something_else_already_is_an_error(name, role):
    message = f"The column {name!r} holds the {role} already. Leave it out of the other columns."
    with pytest.raises(InputError, match=exactly(message)):
        Corpus.from_frame(
            pl.DataFrame({"n": ["7"], "text": ["good"], "class": ["pos"]}), gold="class", id="n", columns=[name]
        )


@pytest.mark.parametrize(
    ("values", "held"), [([["x"]], "List(String)"), ([b"x"], "Binary"), ([{"x": 1}], "Struct({'x': Int64})")]
)
def test_named_column_of_lists_and_the_like_is_an_error(values, held):
    message = (
        f"The column 'tags' holds {held}, which cannot stand in a line. Expected are strings, numbers, booleans or "
        "dates; leave the column out, or make its values strings."
    )
    with pytest.raises(InputError, match=exactly(message)):
        Corpus.from_frame(pl.DataFrame({"text": ["a"], "tags": values}), columns=["tags"])


def test_one_name_instead_of_a_list_is_an_error():
    with pytest.raises(InputError, match=exactly("The columns are one string, 'stars'; expected a list of names.")):
        Corpus.from_frame(pl.DataFrame({"text": ["a"], "stars": [5]}), columns="stars")


# ---------------------------------------------------------------------- corpora of files


def test_columns_of_a_file_are_written_as_they_stand_there(tmp_path):
    (tmp_path / "x.csv").write_text("n,text,stars,\n007,good,4.0,\n008,,3.0,\n009,bad,,\n")
    assert dict(Corpus.from_file(tmp_path / "x.csv").columns) == {"n": ("007", "009"), "stars": ("4.0", None)}
    assert dict(Corpus.from_file(tmp_path / "x.csv", columns=["n"]).columns) == {"n": ("007", "009")}
    assert dict(Corpus.from_file(tmp_path / "x.csv", columns=[]).columns) == {}


def test_json_lines_keep_their_numbers(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"text": "good", "stars": 4, "tags": ["a"]}\n{"text": "bad", "price": 0.5}\n')
    assert dict(Corpus.from_file(tmp_path / "x.jsonl").columns) == {"stars": ("4", None), "price": (None, "0.5")}
