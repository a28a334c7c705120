from io import BytesIO

import numpy as np
import polars as pl
import pytest

from lamplighter import Corpus, Session
from lamplighter.interop import TABLE_FORMATS, labels_frame, predictions_frame, write_frame

READERS = {
    "parquet": pl.read_parquet,
    "csv": lambda file: pl.read_csv(file, schema_overrides={"id": pl.String}),
    "jsonl": pl.read_ndjson,
}


def test_every_row_has_its_label_and_probabilities(session):
    frame = labels_frame(session, session.models())
    assert frame.schema == {
        "row": pl.Int64,
        "id": pl.String,
        "text": pl.String,
        "label": pl.String,
        "proba_ja": pl.Float64,
        "proba_nein, nie": pl.Float64,
        "coverage": pl.Int64,
        "given": pl.String,
    }
    assert frame["row"].to_list() == [0, 1, 2, 3, 4, 5]
    assert frame["id"].to_list() == ["7", None, "07", None, "ß", None]
    assert frame["label"].to_list()[:5] == ["ja", None, "nein, nie", "ja", "nein, nie"]
    assert frame["coverage"].to_list() == [1, None, 1, 1, 1, 0]
    there = frame.filter(pl.col("text").is_not_null())
    assert there.select("proba_ja", "proba_nein, nie").to_numpy() == pytest.approx(session.predict_proba())


def test_missing_row_has_nothing_but_its_number(session):
    assert labels_frame(session, session.models(), votes=True).row(1) == (1, *[None] * 9)


def test_corpus_without_ids_has_no_such_column(tiny):
    session = Session(tiny, labels=["a", "b"])
    assert labels_frame(session, session.models()).columns == [
        "row",
        "text",
        "label",
        "proba_a",
        "proba_b",
        "coverage",
        "given",
    ]


def test_label_that_a_person_gave_stands_whatever_the_model_believes(tiny):
    session = Session(tiny, labels=["a", "b"])
    session.add("good", "a", 0)
    session.add("bad", "b", 2)
    believed = labels_frame(session, session.models())
    against = {"a": "b", "b": "a"}[believed["label"][1]]
    session.label(1, against)
    frame = labels_frame(session, session.models())
    assert (frame["label"][1], frame["given"][1]) == (against, against)
    assert frame["given"].to_list() == ["a", against, "b", None, None, None]


def test_without_an_end_model_there_are_only_the_labels_that_were_given(tiny):
    session = Session(tiny, labels=["a", "b"])
    session.add("good", "a", 0)
    frame = labels_frame(session, session.models(), votes=True)
    assert frame["label"].to_list() == frame["given"].to_list() == ["a", *[None] * 5]
    assert frame["proba_a"].to_list() == [None] * 6
    assert frame["vote_0_good"].to_list() == ["a", "a", None, None, "a", None]
    assert frame.schema["proba_a"] == pl.Float64


def test_votes_are_empty_where_a_function_abstains(session):
    frame = labels_frame(session, session.models(), votes=True)
    assert frame.columns[-2:] == ["vote_0_good", "vote_1_bad"]
    assert frame["vote_0_good"].to_list() == ["ja", None, None, "ja", None, None]
    assert frame["vote_1_bad"].to_list() == [None, None, "nein, nie", None, "nein, nie", None]


def test_functions_on_the_same_word_have_a_column_each(session):
    session.add("film", "ja", 0)
    session.add("film", "nein, nie", 3)
    frame = labels_frame(session, session.models(), votes=True)
    assert frame.columns[-2:] == ["vote_2_film", "vote_3_film"]
    assert frame["coverage"].to_list() == [3, None, 1, 1, 3, 0]


def test_predictions_of_other_texts_pick_the_likeliest_class():
    corpus = Corpus.from_texts(["x", "", "y"])
    frame = predictions_frame(corpus, ["a", "b"], np.array([[0.25, 0.75], [0.5, 0.5]]))
    assert frame.to_dicts() == [
        {"row": 0, "text": "x", "label": "b", "proba_a": 0.25, "proba_b": 0.75},
        {"row": 1, "text": None, "label": None, "proba_a": None, "proba_b": None},
        {"row": 2, "text": "y", "label": "a", "proba_a": 0.5, "proba_b": 0.5},
    ]


@pytest.mark.parametrize("table_format", TABLE_FORMATS)
def test_what_is_written_is_read_again(session, table_format):
    frame = labels_frame(session, session.models(), votes=True)
    file = BytesIO()
    write_frame(frame, file, table_format)
    file.seek(0)
    assert READERS[table_format](file).equals(frame)


def test_csv_quotes_what_would_break_it(session):
    file = BytesIO()
    write_frame(labels_frame(session, session.models()).select("id", "text", "label").head(3), file, "csv")
    assert file.getvalue().decode() == (
        'id,text,label\n7,a good film,ja\n,,\n07,"bad, “bad” food\nand drink","nein, nie"\n'
    )
