"""``info``, ``export`` and ``predict``."""

import json
from contextlib import closing
from io import BytesIO

import joblib
import polars as pl
import pytest

from lamplighter.cli.group import Failure
from lamplighter.session.events import Switched
from lamplighter.store import SqliteStore

# ---------------------------------------------------------------------- info


def test_info_says_what_is_in_a_project(run, counted):
    result = run("info", counted)
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = [line.rstrip() for line in result.output.splitlines()]
    assert lines[:4] == [
        "reviews.csv: 7 texts, classes pos, neg",
        "2 answers: 2 functions stand, 2 texts have a label of yours, 0 were skipped",
        "Texts are chosen by new coverage (coverage)",
        "Coverage 100.0%, functions disagree on 0.0%",
    ]
    assert lines[4].startswith("Predicted: pos ")
    assert lines[4].endswith("(believed, estimated: pos 50.0%, neg 50.0%)")
    assert lines[5] == "Accuracy against gold: 1.000"
    assert lines[6].split() == ["function", "class", "votes", "coverage", "overlaps", "conflicts", "accuracy"]
    assert lines[7].split() == ["0", "good", "pos", "4", "57.1%", "0.0%", "0.0%", "1.000"]
    assert lines[8].split() == ["1", "bad", "neg", "3", "42.9%", "0.0%", "0.0%", "1.000"]


def test_info_tells_the_shares_that_the_learner_believes_and_predicts(run, project):
    told = json.loads(run("info", project, "--json").output)
    predicted, believed = (
        ", ".join(f"{label} {share:.1%}" for label, share in told[f"{which}_balance"].items())
        for which in ("predicted", "believed")
    )
    assert run("info", project).output.splitlines()[4] == (
        f"Predicted: {predicted}  (believed, {told['balance_source']}: {believed})"
    )
    # "good" stands in four texts and "bad" in the three others, so the shares are those, however few labels were given
    assert predicted == believed == "pos 57.1%, neg 42.9%"


def test_info_on_a_project_without_model_and_gold_says_so(run, begun):
    lines = run("info", begun).output.splitlines()
    assert lines[1] == "1 answers: 1 functions stand, 1 texts have a label of yours, 0 were skipped"
    assert lines[5] == "Accuracy: no gold labels were given"
    assert lines[6] == (
        "Note: There is no model until functions vote for two classes: write another function, for neg."
    )
    assert "accuracy" not in lines[7]


def test_info_as_json_is_one_object(run, project):
    told = json.loads(run("info", project, "--json").output)
    assert (told["name"], told["documents"], told["labels"], told["step"]) == ("reviews.csv", 7, ["pos", "neg"], 2)
    assert (told["n_functions"], told["coverage"], told["accuracy"]) == (2, 1.0, 1.0)
    assert (told["settings"]["strategy"], told["settings"]["learner"]) == ("coverage", "self-training")
    assert [(row["primitive"], row["label"], row["n_votes"]) for row in told["functions"]] == [
        ("good", "pos", 4),
        ("bad", "neg", 3),
    ]


def test_info_names_the_strategy_that_chooses_now(run, project):
    with closing(SqliteStore.open(project)) as store:
        events = [stamped.event for stamped in store.events()]
        store.append([Switched("random")], expected=len(events))
    assert run("info", project).output.splitlines()[2] == "Texts are chosen by chance (random)"
    told = json.loads(run("info", project, "--json").output)
    assert (told["strategy"], told["settings"]["strategy"]) == ("random", "coverage")


def test_looking_changes_nothing(run, project):
    before = project.read_bytes()
    assert run("info", project).exit_code == 0
    assert run("info", project, "--json").exit_code == 0
    assert run("export", project, "--to", project.with_name("x.csv")).exit_code == 0
    assert run("predict", project, project.with_name("x.csv")).exit_code == 0
    assert project.read_bytes() == before
    assert sorted(path.name for path in project.parent.iterdir()) == [project.name, "x.csv"]


# ---------------------------------------------------------------------- export


def read(place):
    return {".parquet": pl.read_parquet, ".csv": pl.read_csv, ".jsonl": pl.read_ndjson}[place.suffix](place)


def test_labels_are_the_same_in_every_format(run, project, tmp_path):
    tables = []
    for ending in ("parquet", "csv", "jsonl"):
        place = tmp_path / f"labels.{ending}"
        result = run("export", project, "--to", place, "--votes")
        assert result.exit_code == 0, result.output
        assert result.output == f"{place}: 8 rows, 7 of them labeled\n"
        tables.append(read(place))
    assert tables[0].columns == [
        *("row", "text", "label", "proba_pos", "proba_neg", "coverage", "given"),
        *("vote_0_good", "vote_1_bad"),
    ]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])
    assert tables[0]["label"].to_list() == ["pos", "pos", None, "neg", "neg", "pos", "neg", "pos"]


def test_texts_and_votes_can_be_left_out(run, project, tmp_path):
    assert run("export", project, "--to", tmp_path / "labels.csv", "--no-text").exit_code == 0
    assert read(tmp_path / "labels.csv").columns == ["row", "label", "proba_pos", "proba_neg", "coverage", "given"]


def test_ending_may_be_in_capitals(run, project, tmp_path):
    assert run("export", project, "--to", tmp_path / "LABELS.CSV").exit_code == 0
    assert pl.read_csv(tmp_path / "LABELS.CSV").height == 8


def test_export_replaces_an_earlier_one(run, project, tmp_path):
    (tmp_path / "labels.csv").write_text("old " * 10_000)
    assert run("export", project, "--to", tmp_path / "labels.csv").exit_code == 0
    assert read(tmp_path / "labels.csv").height == 8


def test_model_is_a_pipeline(run, project, tmp_path):
    place = tmp_path / "model.joblib"
    result = run("export", project, "--model", place, "--to", tmp_path / "labels.parquet")
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == f"{place}: a pipeline for pos, neg"
    labels = read(tmp_path / "labels.parquet").drop_nulls("text")
    model = joblib.load(place)
    assert list(model.predict(labels["text"].to_list())) == labels["label"].to_list()
    assert model.predict_proba(labels["text"].to_list())[:, 0] == pytest.approx(labels["proba_pos"].to_numpy())


def test_labels_without_a_model_are_those_given_and_said_to_be(run, begun, tmp_path):
    result = run("export", begun, "--to", tmp_path / "labels.csv")
    assert result.output == (
        f"{tmp_path / 'labels.csv'}: 8 rows, 1 of them labeled\n"
        "Note: There is no model until functions vote for two classes: write another function, for neg.\n"
    )
    assert read(tmp_path / "labels.csv")["coverage"].to_list() == [1, 1, None, 0, 0, 1, 0, 1]


def test_export_of_nothing_is_refused(refused, project):
    message = "There is nothing to write. Say --to labels.parquet, --model model.joblib, --functions functions.csv or --report report.html."
    refused("export", project, message=message)


@pytest.mark.parametrize(("name", "ending"), [("labels.xlsx", ".xlsx"), ("labels", "no ending")])
@pytest.mark.parametrize("command", ["export", "predict"])
def test_unknown_ending_is_refused(refused, project, reviews_csv, tmp_path, name, ending, command):
    message = f"{name}: tables are written as .parquet, .csv, .jsonl, as the ending says; {ending} is none."
    files = [] if command == "export" else [reviews_csv]
    refused(command, project, *files, "--to", tmp_path / name, message=message)


def test_model_that_is_not_there_yet_is_refused(refused, begun, tmp_path):
    message = "There is no model yet: functions vote only for 'pos'. Write functions for two classes or more."
    refused("export", begun, "--model", tmp_path / "m.joblib", "--to", tmp_path / "x.csv", message=message)


@pytest.mark.parametrize("option", ["--to", "--model"])
def test_missing_folder_is_refused(refused, project, tmp_path, option):
    place = tmp_path / "none" / "x.csv"
    message = f"{str(place)!r} cannot be written: No such file or directory."
    refused("export", project, option, place, message=message)


def test_full_disk_is_told_by_export(run, project, small_disk):
    with (small_disk / "ballast").open("wb") as ballast:
        ballast.write(b"x" * (200 * 1024 - 4096))
    for name in ("labels.parquet", "labels.csv", "labels.jsonl"):
        (small_disk / "rest").write_bytes(b"x" * 4096)
        result = run("export", project, "--to", small_disk / name, "--votes")
        assert result.exit_code == 2
        assert "cannot be written: No space left on device" in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "rest"]


# ---------------------------------------------------------------------- predict


@pytest.fixture
def others(tmp_path):
    file = tmp_path / "others.jsonl"
    file.write_text('{"nr": "1", "said": "good good"}\n{"nr": "2", "said": ""}\n{"nr": "3", "said": "bad, unheard"}\n')
    return file


EXPECTED = [(0, "1", "good good", "pos"), (1, None, None, None), (2, "3", "bad, unheard", "neg")]


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_other_file_is_labeled(run, project, others, tmp_path, ending):
    place = tmp_path / f"labels.{ending}"
    result = run("predict", project, others, "--text", "said", "--id", "nr", "--to", place)
    assert result.exit_code == 0, result.output
    assert result.output == (
        "others.jsonl: 2 texts\n"
        "  Rows without a text: 1. They are left out, and stand unlabeled in exports.\n"
        f"{place}: 3 rows, 2 of them labeled\n"
    )
    frame = read(place)
    assert frame.columns == ["row", "id", "text", "label", "proba_pos", "proba_neg"]
    assert frame.select("row", pl.col("id").cast(pl.String), "text", "label").rows() == EXPECTED


def test_predictions_go_to_the_terminal_as_csv_and_nothing_else_does(run, project, others):
    result = run("predict", project, others, "--text", "said", "--id", "nr")
    assert result.exit_code == 0
    frame = pl.read_csv(BytesIO(result.stdout_bytes))
    assert frame.select("row", pl.col("id").cast(pl.String), "text", "label").rows() == EXPECTED


def test_predictions_are_those_of_the_project(run, project, reviews_csv, tmp_path):
    assert run("export", project, "--to", tmp_path / "a.parquet").exit_code == 0
    assert run("predict", project, reviews_csv, "--to", tmp_path / "b.parquet").exit_code == 0
    exported, predicted = read(tmp_path / "a.parquet").drop("coverage", "given"), read(tmp_path / "b.parquet")
    assert predicted.drop("proba_pos", "proba_neg").equals(exported.drop("proba_pos", "proba_neg"))
    assert predicted["proba_pos"].drop_nulls().to_list() == pytest.approx(exported["proba_pos"].drop_nulls().to_list())


def test_prediction_without_a_model_is_refused(refused, begun, others, tmp_path):
    message = "There is no model yet: functions vote only for 'pos'. Write functions for two classes or more."
    refused("predict", begun, others, "--to", tmp_path / "x.csv", message=message)


def test_prediction_on_a_missing_column_is_refused(refused, project, others):
    message = "There is no column 'sad'. Did you mean 'said'? The columns are: 'nr', 'said'."
    refused("predict", project, others, "--text", "sad", message=message)


def test_failure_is_exit_code_2():
    assert Failure("Something.").exit_code == 2
