"""Files that the page hands out."""

import subprocess
import sys
from io import BytesIO

import polars as pl
import pytest

COLUMNS = ["row", "id", "text", "label", "proba_pos", "proba_neg", "coverage", "given"]


@pytest.fixture
def labeled(client, write):
    write(client, "good", "pos", 0)
    write(client, "bad", "neg", 2)
    write(client, "film", "neg", 2)
    return client


def table(client, file_format, **parameters):
    answer = client.get("/api/export/labels", params={"format": file_format, **parameters})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="labels.{file_format}"'
    read = {"parquet": pl.read_parquet, "csv": pl.read_csv, "jsonl": pl.read_ndjson}[file_format]
    return read(BytesIO(answer.content))


def test_labels_are_the_same_in_every_format(labeled):
    parquet = table(labeled, "parquet", votes=True)
    for other in ("csv", "jsonl"):
        assert table(labeled, other, votes=True).equals(parquet)


def test_every_row_of_the_input_is_there_and_missing_ones_are_unlabeled(labeled, small):
    frame = table(labeled, "parquet")
    assert frame.columns == COLUMNS
    assert frame["row"].to_list() == list(range(9))
    assert frame["text"].drop_nulls().to_list() == list(small.texts)
    assert frame["id"].drop_nulls().to_list() == list(small.ids)
    assert frame.row(2) == (2, *[None] * 7)
    assert set(frame["label"].drop_nulls()) == {"pos", "neg"}
    assert frame["label"].null_count() == 1


def test_label_is_the_likeliest_class_and_probabilities_sum_to_one(labeled):
    frame = table(labeled, "parquet").drop_nulls("text")
    sums = (frame["proba_pos"] + frame["proba_neg"]).to_list()
    assert sums == pytest.approx([1] * 8)
    likelier = ["pos" if more else "neg" for more in frame["proba_pos"] > frame["proba_neg"]]
    assert frame["label"].to_list() == likelier


def test_coverage_counts_the_functions_that_vote(labeled):
    # good film · good food · (no text) · bad film · bad food · good music · bad music · good film · film and music
    assert table(labeled, "parquet")["coverage"].to_list() == [2, 1, None, 2, 1, 1, 1, 2, 1]


def test_votes_are_added_on_demand(labeled):
    frame = table(labeled, "parquet", votes=True)
    assert frame.columns == [*COLUMNS, "vote_0_good", "vote_1_bad", "vote_2_film"]
    assert frame["vote_0_good"].to_list() == ["pos", "pos", None, None, None, "pos", None, "pos", None]
    assert frame["vote_2_film"].to_list() == ["neg", None, None, "neg", None, None, None, "neg", "neg"]


def test_withdrawn_function_has_no_column(labeled):
    labeled.delete("/api/functions/1")
    assert table(labeled, "parquet", votes=True).columns == [*COLUMNS, "vote_0_good", "vote_2_film"]


def test_parquet_is_the_default(labeled):
    answer = labeled.get("/api/export/labels")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    assert pl.read_parquet(BytesIO(answer.content)).equals(table(labeled, "parquet"))


def test_labels_before_there_is_a_model_are_those_that_were_given(client, write):
    write(client, "good", "pos", 0)
    frame = table(client, "parquet")
    assert frame.height == 9
    assert frame["label"].to_list() == frame["given"].to_list() == ["pos", *[None] * 8]
    assert frame["proba_pos"].null_count() == 9
    assert frame["coverage"].sum() == 4


def test_labels_are_from_models_that_have_seen_the_last_answer(labeled, write):
    before = table(labeled, "parquet")["coverage"].sum()
    write(labeled, "music", "pos", 7)
    frame = table(labeled, "parquet", votes=True)
    assert frame["coverage"].sum() == before + 3
    assert "vote_3_music" in frame.columns
    step = labeled.get("/api/suggestion").json()["step"]
    assert step["models_step"] == step["step"] == 4


WITHOUT_LAMPLIGHTER = """if True:
    import sys
    sys.path = [entry for entry in sys.path if not entry.endswith("src")]
    class Nowhere:
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] == "lamplighter":
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    sys.meta_path.insert(0, Nowhere())  # an installation in development mode is found without a path
    try:
        import lamplighter
    except ModuleNotFoundError:
        pass
    else:
        raise SystemExit("lamplighter can be imported: the test proves nothing")
    import joblib
    model = joblib.load(sys.argv[1])
    assert "lamplighter" not in sys.modules
    print(list(model.classes_))
    texts = ["a good film", "bad bad food", "Good music!"]
    print(list(model.predict(texts)))
    for row in model.predict_proba(texts):
        print(*row)
"""


def test_model_predicts_where_lamplighter_cannot_be_imported(labeled, tmp_path):
    answer = labeled.get("/api/export/model")
    assert answer.headers["content-disposition"] == 'attachment; filename="model.joblib"'
    (tmp_path / "model.joblib").write_bytes(answer.content)
    run = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT_LAMPLIGHTER, tmp_path / "model.joblib"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    classes, predicted, *rows = run.stdout.splitlines()
    assert classes == "['pos', 'neg']"
    frame = table(labeled, "parquet")
    known = {text: (good, bad) for text, good, bad in frame.select("text", "proba_pos", "proba_neg").rows() if text}
    there = [tuple(map(float, row.split())) for row in rows]
    assert there[0] == pytest.approx(known["a good film"])
    assert there[2] == pytest.approx(known["Good music!"])
    assert predicted == str(["pos" if good > bad else "neg" for good, bad in there])
