"""What a project has learnt gives, on any texts and in batches of any size, what it gives on its own."""

import pickle
import re

import numpy as np
import polars as pl
import pytest

from lamplighter import Corpus, Session
from lamplighter.engine import GoldOnly, Learner, SelfTraining
from lamplighter.engine.beliefs import Beliefs
from lamplighter.exceptions import ColumnNotFoundError, InputError, OutputError, SessionError
from lamplighter.interop import (
    Layout,
    apply_functions,
    check_layout,
    label_file,
    labels_frame,
    load_functions,
    written_functions,
)
from lamplighter.session import Schedule, applied, fingerprint
from lamplighter.votes import Contextualizer

WORDS = ["film", "food", "music", "book", "phone", "shoe", "night", "day"]


def texts():
    """200 texts of a few words, some of them missing."""
    rng = np.random.default_rng(3)
    made = []
    for number in range(200):
        words = rng.choice(WORDS, 3).tolist()
        opinion = rng.choice(["good", "Great", "bad", "awful"])
        made.append(None if number % 23 == 5 else f"a {opinion} {' '.join(words)} for {number % 7}0 pounds")
    return made


@pytest.fixture(scope="module")
def corpus():
    stars = [str(1 + number % 5) for number in range(200)]
    ids = [f"r{number}" for number in range(200)]
    return Corpus.from_texts(texts(), ids=ids, columns={"stars": stars})


@pytest.fixture
def reviews(tmp_path):
    """The same texts as files."""
    frame = pl.DataFrame(
        {"nr": [f"r{n}" for n in range(200)], "text": texts(), "stars": [1 + n % 5 for n in range(200)]}
    )
    frame.write_parquet(tmp_path / "reviews.parquet", row_group_size=64)
    frame.write_csv(tmp_path / "reviews.csv")
    frame.write_ndjson(tmp_path / "reviews.jsonl")
    return tmp_path / "reviews.parquet"


def taught(corpus, **settings):
    session = Session(corpus, labels=["pos", "neg"], **settings)
    session.add("good", "pos", 0)
    session.add("great film", "pos", 1)
    session.add("bad", "neg", 2)
    session.add("awful & !book", "neg", 3, percentile=40)
    session.add("/gre.t/i", "pos", 4)
    session.add('"Great" & @stars=5', "pos", 6)
    session.add("@stars=1", "neg", 7)
    session.add("*", "neg", 8, percentile=5)
    return session


SESSIONS = {
    "usual": {},
    "near": {"contextualizer": Contextualizer(percentile=50)},
    "in a context": {"contextualizer": Contextualizer(percentile=60, length=3, metric="euclidean")},
    "for the end model": {"contextualizer": Contextualizer(percentile=50, refined="end model"), "learner": "two-stage"},
    "ngrams": {"primitives": "ngrams"},
    "dawid-skene": {"label_model": "dawid-skene"},
    "metal": {"label_model": "metal"},
    "one-coin": {"label_model": "one-coin"},
    "triplet": {"label_model": "triplet"},
    "gold-only": {"learner": "gold-only"},
    "implyloss": {"learner": "implyloss"},
    "now and then": {"schedule": Schedule(end_model_every=5)},
}


@pytest.mark.parametrize("name", SESSIONS)
def test_own_texts_get_the_same_votes_beliefs_and_predictions(corpus, name):
    session = taught(corpus, **SESSIONS[name])
    session.label(9, "pos")
    session.label(10, "neg")
    learnt, models = applied(session), session.models()
    votes, posterior, predictions = [], [], []
    for start in range(0, len(corpus), 37):
        rows = slice(start, start + 37)
        block = learnt.slice_of(corpus.texts[rows], {column: cells[rows] for column, cells in corpus.columns.items()})
        votes.append(learnt.votes(block).toarray())
        posterior.append(learnt.posterior(learnt.votes(block)))
        predictions.append(learnt.predictions(block))
    assert (np.concatenate(votes) == np.concatenate([block.toarray() for block in models.votes])).all()
    assert np.concatenate(posterior) == pytest.approx(session.soft_labels(), abs=1e-12)
    assert np.concatenate(predictions) == pytest.approx(session.predict_proba(), abs=1e-12)


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
@pytest.mark.parametrize("batch_size", [1, 7, 200])
def test_own_file_gets_what_export_gives(corpus, reviews, tmp_path, ending, batch_size):
    session = taught(corpus, contextualizer=Contextualizer(percentile=50))
    layout = Layout(text="text", id="nr", votes=True, beliefs=True, batch_size=batch_size)
    told = label_file(applied(session), reviews.with_suffix(ending), tmp_path / "out.parquet", layout)
    assert told == (200, len(corpus))
    given = pl.read_parquet(tmp_path / "out.parquet")
    exported = labels_frame(session, session.models(), votes=True).drop("given")
    assert given.drop("belief_pos", "belief_neg").columns == exported.columns
    numbers = [column for column, kind in exported.schema.items() if kind == pl.Float64]
    assert given.select(exported.columns).drop(numbers).equals(exported.drop(numbers))
    there = given.filter(pl.col("text").is_not_null())
    assert there.select(numbers).to_numpy() == pytest.approx(session.predict_proba(), abs=1e-9)
    assert there.select("belief_pos", "belief_neg").to_numpy() == pytest.approx(session.soft_labels(), abs=1e-9)
    assert given.filter(pl.col("text").is_null()).drop("row").null_count().row(0) == (9,) * (len(given.columns) - 1)


@pytest.mark.parametrize("table_format", ["parquet", "csv", "jsonl"])
def test_every_format_holds_the_same(corpus, reviews, tmp_path, table_format):
    learnt, place = applied(taught(corpus)), tmp_path / f"out.{table_format}"
    label_file(learnt, reviews, place, Layout(text="text", table_format=table_format, batch_size=50))
    label_file(learnt, reviews, tmp_path / "other.parquet", Layout(text="text"))
    read = {"parquet": pl.read_parquet, "csv": pl.read_csv, "jsonl": pl.read_ndjson}[table_format]
    assert read(place).equals(pl.read_parquet(tmp_path / "other.parquet"))


def test_what_was_learnt_can_be_sent_to_another_process(corpus, reviews, tmp_path):
    learnt = applied(taught(corpus, contextualizer=Contextualizer(percentile=50)))
    layout = Layout(text="text")
    arguments = pickle.loads(pickle.dumps((learnt, reviews, tmp_path / "sent.parquet", layout)))
    label_file(*arguments)
    label_file(learnt, reviews, tmp_path / "kept.parquet", layout)
    assert (tmp_path / "sent.parquet").read_bytes() == (tmp_path / "kept.parquet").read_bytes()
    assert learnt.index.slices == ()


def test_columns_are_kept_and_one_whose_name_is_taken_has_another(corpus, tmp_path):
    frame = pl.DataFrame(
        {"label": ["x", "y"], "text": ["good", " "], "stars": [1, 5], "row": [7, 8], "more": [[1], []]}
    )
    frame.write_parquet(tmp_path / "new.parquet")
    label_file(
        applied(taught(corpus)), tmp_path / "new.parquet", tmp_path / "out.parquet", Layout(text="text", keep=True)
    )
    given = pl.read_parquet(tmp_path / "out.parquet")
    assert given.columns == [
        *("row", "text", "label", "proba_pos", "proba_neg", "coverage"),
        *("input_label", "stars", "input_row", "more"),
    ]
    assert given.select("row", "input_label", "stars", "input_row", "more").rows() == [
        (0, "x", 1, 7, [1]),
        (1, "y", 5, 8, []),
    ]
    assert given.row(1)[1:6] == (None,) * 5


def test_texts_may_be_left_out(corpus, reviews, tmp_path):
    label_file(applied(taught(corpus)), reviews, tmp_path / "out.parquet", Layout(text="text", texts=False, keep=True))
    assert "text" not in pl.read_parquet(tmp_path / "out.parquet").columns


def test_column_of_ids_may_be_one_that_functions_look_at(corpus, reviews, tmp_path):
    label_file(applied(taught(corpus)), reviews, tmp_path / "out.parquet", Layout(text="text", id="stars", votes=True))
    given = pl.read_parquet(tmp_path / "out.parquet").filter(pl.col("vote_6_@stars=1").is_not_null())
    assert set(given["id"]) == {"1"}


@pytest.mark.parametrize("frame", [{"text": [], "stars": []}, {"text": [None, " "], "stars": [1, 2]}])
def test_file_without_texts_gives_rows_without_labels(corpus, tmp_path, frame):
    pl.DataFrame(frame, schema={"text": pl.String, "stars": pl.Int64}).write_parquet(tmp_path / "new.parquet")
    layout = Layout(text="text", id="stars", votes=True, beliefs=True)
    told = label_file(applied(taught(corpus)), tmp_path / "new.parquet", tmp_path / "out.parquet", layout)
    given = pl.read_parquet(tmp_path / "out.parquet")
    assert told == (len(frame["text"]), 0)
    assert given["label"].null_count() == len(given) == len(frame["text"])
    assert given.schema["proba_pos"] == given.schema["belief_pos"] == pl.Float64
    assert given.schema["vote_0_good"] == pl.String


@pytest.mark.parametrize("names", [["stars"], ["text"]])
def test_file_that_lacks_a_column_is_refused_and_nothing_is_written(corpus, tmp_path, names):
    (missing,) = {"text", "stars"} - set(names)
    pl.DataFrame({name: ["5"] for name in names}).write_csv(tmp_path / "new.csv")
    message = f"There is no column {missing!r}. The columns are: {names[0]!r}."
    for keep in (False, True):
        with pytest.raises(ColumnNotFoundError, match=f"^{re.escape(message)}$"):
            label_file(
                applied(taught(corpus)), tmp_path / "new.csv", tmp_path / "out.csv", Layout(text="text", keep=keep)
            )
    assert [path.name for path in tmp_path.iterdir()] == ["new.csv"]


def test_column_of_numbers_is_none_of_texts(corpus, tmp_path):
    pl.DataFrame({"nr": [1, 2], "stars": [1, 2]}).write_parquet(tmp_path / "new.parquet")
    message = "The column 'nr' holds Int64, not texts. Name the column of texts; the columns are: 'nr', 'stars'."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        label_file(applied(taught(corpus)), tmp_path / "new.parquet", tmp_path / "out.parquet", Layout(text="nr"))


def test_lists_cannot_be_kept_in_csv(corpus, tmp_path):
    pl.DataFrame({"text": ["good"], "stars": [1], "more": [[1]]}).write_parquet(tmp_path / "new.parquet")
    message = (
        "The column 'more' holds List(Int64), for which CSV has no place. Leave --keep out, or write --format parquet."
    )
    layout = Layout(text="text", keep=True, table_format="csv")
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        label_file(applied(taught(corpus)), tmp_path / "new.parquet", tmp_path / "out.csv", layout)


def test_folder_that_is_missing_is_told(corpus, reviews, tmp_path):
    place = tmp_path / "none" / "out.csv"
    message = f"{str(place)!r} cannot be written: No such file or directory."
    with pytest.raises(OutputError, match=f"^{re.escape(message)}$"):
        label_file(applied(taught(corpus)), reviews, place, Layout(text="text", table_format="csv"))


def test_progress_ends_at_the_size_of_the_file(corpus, reviews, tmp_path):
    told = []
    layout = Layout(text="text", batch_size=64)
    label_file(applied(taught(corpus)), reviews, tmp_path / "out.parquet", layout, told.append)
    assert told == sorted(told)
    assert (len(told), told[-1]) == (4, reviews.stat().st_size)


def test_without_an_end_model_there_is_nothing_to_apply(corpus):
    session = Session(corpus, labels=["pos", "neg"])
    session.add("good", "pos", 0)
    message = "There is no model yet: functions vote only for 'pos'. Write functions for two classes or more."
    with pytest.raises(SessionError, match=f"^{re.escape(message)}$"):
        applied(session)


class WithoutLabelModel(Learner):
    """Has beliefs of its own."""

    def believe(self, engine, evidence, recipe):
        found = super().believe(engine, evidence, recipe)
        return Beliefs(found.votes, found.posterior, found.entropy, found.percentiles)

    def classify(self, engine, evidence, recipe, beliefs):
        return SelfTraining().classify(engine, evidence, recipe, beliefs)


def test_learner_without_a_label_model_has_no_beliefs_for_other_texts_but_labels(corpus, reviews, tmp_path):
    learnt = applied(taught(corpus, learner=WithoutLabelModel()))
    message = (
        "The project's learner keeps no label model that could be applied to other texts, only its end model. Leave its "
        "beliefs out."
    )
    with pytest.raises(SessionError, match=f"^{re.escape(message)}$"):
        check_layout(learnt, Layout(text="text", beliefs=True))
    check_layout(learnt, Layout(text="text"))
    assert label_file(learnt, reviews, tmp_path / "out.parquet", Layout(text="text")) == (200, len(corpus))


def test_labels_alone_are_enough_where_the_learner_needs_no_function(corpus):
    session = Session(corpus, labels=["pos", "neg"], learner=GoldOnly())
    session.label(0, "pos")
    session.label(1, "neg")
    learnt = applied(session)
    block = learnt.slice_of(corpus.texts[:5], {})
    assert learnt.votes(block).shape == (5, 0)
    assert learnt.predictions(block) == pytest.approx(session.predict_proba()[:5], abs=1e-12)


def test_fingerprint_changes_with_answers_and_not_with_what_is_shown(corpus):
    session, same = taught(corpus), taught(corpus)
    session.suggest()
    assert fingerprint(session) == fingerprint(same)
    session.skip()
    assert fingerprint(session) != fingerprint(same)
    assert fingerprint(taught(corpus, random_state=1)) != fingerprint(same)


PYTHON = """
def cheap(x):
    return "pos" if "10" in x.text and x.stars != "3" else None
"""


def test_functions_in_python_are_run_on_the_new_texts(tmp_path):
    file = tmp_path / "functions.py"
    file.write_text(PYTHON)
    functions = load_functions(file)
    stars = [str(1 + number % 5) for number in range(200)]
    own = apply_functions(Corpus.from_texts(texts(), columns={"stars": stars}), functions, ["pos", "neg"])
    session = Session(own, labels=["pos", "neg"])
    session.bring([*written_functions(own, ["cheap"], ["pos", "neg"]), ("bad", "neg")])
    learnt = applied(session)
    pl.DataFrame({"text": texts(), "stars": stars}).write_csv(tmp_path / "new.csv")
    layout = Layout(text="text", votes=True, functions=file, told=("stars", "gone"), batch_size=30)
    label_file(learnt, tmp_path / "new.csv", tmp_path / "out.parquet", layout)
    exported = labels_frame(session, session.models(), votes=True)
    given = pl.read_parquet(tmp_path / "out.parquet")
    assert given["vote_0_@cheap()=pos"].equals(exported["vote_0_@cheap()=pos"])
    assert given["vote_0_@cheap()=pos"].null_count() < 200
    check_layout(learnt, layout)
    message = "Functions in Python vote in the project: cheap(). Name the file that defines them: --functions FILE.py."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        check_layout(learnt, Layout(text="text"))
    other = tmp_path / "other.py"
    other.write_text("def dear(x):\n    return None\n")
    message = "other.py does not define cheap(), which vote in the project. Name the file that does."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        check_layout(learnt, Layout(text="text", functions=other))


def test_function_in_python_that_fails_names_the_row_of_the_file(corpus, reviews, tmp_path):
    file = tmp_path / "functions.py"
    file.write_text("def fails(x):\n    return 1 // (x.text.count('for 60') - 1)\n")
    layout = Layout(text="text", functions=file, batch_size=3)
    row = next(number for number, text in enumerate(texts()) if text and "for 60" in text)
    assert row > 3
    message = (
        f"The function 'fails' failed on row {row}: ZeroDivisionError: integer division or modulo by zero. "
        "Mend it, and start again."
    )
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        label_file(applied(taught(corpus)), reviews, tmp_path / "out.parquet", layout)
