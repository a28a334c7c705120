"""Corpora from data frames of other libraries."""

import re

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from lamplighter import Corpus
from lamplighter.data.corpus import guess_text_column
from lamplighter.exceptions import ColumnNotFoundError, InputError

TEXTS = ["good film", None, "", "bad fish"]
GOLD = ["pos", "neg", "neg", None]
FRAMES = {
    "polars": pl.DataFrame,
    "polars enum": lambda columns: pl.DataFrame(columns).with_columns(
        pl.col("text").cast(pl.Enum(["good film", "", "bad fish"]))
    ),
    "polars categorical": lambda columns: pl.DataFrame(columns).with_columns(pl.col("text").cast(pl.Categorical)),
    "pandas": pd.DataFrame,
    "pandas objects": lambda columns: pd.DataFrame(columns, dtype=object).fillna(float("nan")),
    "pandas objects with NA": lambda columns: pd.DataFrame(columns, dtype=object).replace({None: pd.NA}),
    "pandas string": lambda columns: pd.DataFrame(columns, dtype="string"),
    "pandas arrow": lambda columns: pd.DataFrame(columns, dtype="string[pyarrow]"),
    "pandas categorical": lambda columns: pd.DataFrame(columns).astype({"text": "category"}),
    "pyarrow": pa.table,
    "pyarrow dictionary": lambda columns: pa.table(columns | {"text": pa.array(columns["text"]).dictionary_encode()}),
}


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_missing_cells_are_missing_in_every_kind_of_frame(make):
    corpus = Corpus.from_frame(make({"label": GOLD, "text": TEXTS}), text="text", gold="label")
    assert corpus.texts == ("good film", "bad fish")
    assert corpus.gold == ("pos", None)
    assert (corpus.rows.tolist(), corpus.n_rows) == ([0, 3], 4)


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_column_of_texts_is_guessed_in_every_kind_of_frame(make):
    assert guess_text_column(make({"label": GOLD, "text": TEXTS})) == "text"


def test_labels_and_ids_that_are_numbers_become_strings():
    frame = pl.DataFrame({"text": ["a", "b"], "label": [0, 1], "id": [10, None]})
    corpus = Corpus.from_frame(frame, gold="label", id="id")
    assert (corpus.gold, corpus.ids) == (("0", "1"), ("10", None))


def test_numbers_with_gaps_stay_whole_in_pandas_own_type():
    frame = pd.DataFrame({"text": ["a", "b"], "label": pd.array([1, None], dtype="Int64")})
    assert Corpus.from_frame(frame, gold="label").gold == ("1", None)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"title": ["a long, long title"], "text": ["b"]}, "text"),
        ({"Comment": ["a"], "REVIEW": ["b"]}, "REVIEW"),  # "review" comes before "comment", whatever the case
        ({"id": ["1"], "said": ["a long text"], "by": ["me"]}, "said"),
        ({"text": [1.5], "said": ["a"]}, "said"),  # a column of numbers is no column of texts
        ({"first": ["ab"], "second": ["cd"]}, "first"),
    ],
)
def test_the_likeliest_column_is_guessed(columns, expected):
    assert guess_text_column(pl.DataFrame(columns)) == expected


def test_only_the_first_thousand_rows_are_measured():
    frame = pl.DataFrame({"early": ["long text"] * 1000 + [""], "late": ["short"] * 1000 + ["x" * 100_000]})
    assert guess_text_column(frame) == "early"


@pytest.mark.parametrize("role", ["text", "gold", "id"])
def test_missing_column_is_an_error_with_what_there_is(role):
    message = "There is no column 'lable'. Did you mean 'Label'? The columns are: 'text', 'Label'."
    with pytest.raises(ColumnNotFoundError, match=f"^{re.escape(message)}$"):
        Corpus.from_frame(pl.DataFrame({"text": ["a"], "Label": ["x"]}), **{role: "lable"})


def test_numbers_for_texts_are_an_error():
    message = "The column 'stars' holds Int64, not texts. Name the column of texts; the columns are: 'text', 'stars'."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Corpus.from_frame(pl.DataFrame({"text": ["a"], "stars": [5]}), text="stars")


def test_frame_without_strings_is_an_error():
    message = "No column holds texts. The columns are: 'stars' (Int64), 'price' (Float64)."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Corpus.from_frame(pl.DataFrame({"stars": [5], "price": [0.5]}))


def test_frame_without_columns_is_an_error():
    with pytest.raises(InputError, match=r"^No column holds texts\. The columns are: none\.$"):
        Corpus.from_frame(pl.DataFrame())


@pytest.mark.parametrize("texts", [["", " "], [None, None]])
def test_frame_with_blank_texts_alone_is_an_error(texts):
    with pytest.raises(InputError, match=r"^There is nothing to label: none of the 2 rows has a text\.$"):
        Corpus.from_frame(pl.DataFrame({"text": texts}), text="text")
