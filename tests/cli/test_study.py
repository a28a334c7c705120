import json
import re
import shutil
import statistics
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from lamplighter import Session
from lamplighter.bench import UniformUser
from lamplighter.bench.study import DEALT, PAPER
from lamplighter.cli import main
from lamplighter.data import split
from lamplighter.session.events import Suggested
from lamplighter.store import SqliteStore

NINE = datetime(2023, 5, 2, 9, tzinfo=UTC)

SMALL = ("--participants", "2", "--methods", "snorkel,us", "--iterations", "6")
"""Two people, both with both methods."""


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="lamplighter")


def write_texts(reviews, folder):
    file = folder / "reviews.parquet"
    pl.DataFrame({"text": reviews.texts, "class": reviews.gold}).write_parquet(file)
    return file


@pytest.fixture
def texts(reviews, tmp_path):
    """300 generated reviews in a file."""
    return write_texts(reviews, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "reviews.parquet.study"


@pytest.fixture
def deal(run, texts):
    """Run ``study deal`` on the reviews."""

    def run_deal(*options, gold="class"):
        return run("study", "deal", texts, "--gold", gold, *options)

    return run_deal


@pytest.fixture
def report(run, folder, texts):
    """Run ``study report``, with the file of true labels."""

    def run_report(*options, gold_file=True):
        return run("study", "report", folder, *(("--gold-file", texts) if gold_file else ()), *options)

    return run_report


def plan(folder):
    return json.loads((folder / "study.json").read_text())


def work(folder, task, reviews, pauses):
    """Let a simulated person answer in a project, once after each pause (in seconds)."""
    known = Session(reviews.subset(split(len(reviews), seed=0).train)).prepare()
    user = UniformUser(known, threshold=0.5, rng=np.random.default_rng(task["seed"]))
    now = [NINE]
    store = SqliteStore.open(folder / f"{task['name']}.lamplighter", clock=lambda: now[0])
    session = Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
    session.prepare(engine=known.engine)
    for pause in (*pauses, None):
        kept = len(store.events())
        suggestion = session.suggest()
        store.append(session.events[kept:], expected=kept)
        assert isinstance(session.events[-1], Suggested)
        if pause is None:
            break
        now[0] += timedelta(seconds=pause)
        if task["method"] == "us":
            session.label(None, user.label(suggestion.document))
        elif (answer := user.answer(suggestion)) is None:
            session.skip()
        else:
            session.add(*answer)
        store.append(session.events[kept + 1 :], expected=kept + 1)
    store.close()


PAUSES = {1: (1, 2, 3, 4, 5, 9000), 2: (11, 12, 13, 14, 15, 16)}
"""In seconds, by participant, for both of their tasks; one of them goes to lunch."""


@pytest.fixture(scope="module")
def two_people(reviews, tmp_path_factory):
    """A study of two people, who are done, and one of whom the second has done four texts of one task."""
    made = {}
    for name, counts in (("done", (6, 6, 6, 6)), ("half done", (6, 6, 4, 0))):
        place = tmp_path_factory.mktemp("study")
        made[name] = place / "study"
        invoke("study", "deal", write_texts(reviews, place), "--gold", "class", "--out", made[name], *SMALL)
        for task, n_answers in zip(plan(made[name])["tasks"], counts, strict=True):
            if n_answers:
                work(made[name], task, reviews, PAUSES[task["participant"]][:n_answers])
    return made


@pytest.fixture
def done(two_people, folder, texts):
    """A study of two people, who are done."""
    shutil.copytree(two_people["done"], folder)


def told(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def row_of(figures, method):
    return next(row for row in figures["methods"] if row["method"] == method)


# ---------------------------------------------------------------------- deal


def test_deal_makes_a_project_for_each_participant_and_task(deal, folder):
    assert deal().exit_code == 0
    names = [f"p{number:02}-{letter}" for number in range(1, 16) for letter in "ab"]
    assert sorted(path.name for path in folder.iterdir()) == [*(f"{name}.lamplighter" for name in names), "study.json"]
    methods = [task["method"] for task in plan(folder)["tasks"]]
    assert {method: methods.count(method) for method in DEALT} == dict.fromkeys(DEALT, 6)  # 15 · 2 / 5


def test_deal_says_what_everybody_is_to_do(deal, folder):
    lines = deal(*SMALL).output.splitlines()
    assert lines[0] == "reviews.parquet: 300 texts in the column 'text' (guessed; --text names another)"
    assert (
        f"4 projects in {folder}: 2 participants, each method for 2 of them. 30 texts are held out for the score."
        in lines
    )
    for task in plan(folder)["tasks"]:
        labels_only = "   (labels only: no functions)" if task["method"] == "us" else ""
        assert f"  {task['name']}  lamplighter label {folder / task['name']}.lamplighter{labels_only}" in lines
    assert lines[-1] == f"When they are done: lamplighter study report {folder} --gold-file {folder.with_suffix('')}"


def test_projects_have_the_training_texts_without_gold(deal, folder, reviews):
    deal(*SMALL)
    for path in folder.glob("*.lamplighter"):
        store = SqliteStore.open(path)
        corpus = store.corpus()
        store.close()
        assert corpus.gold is None
        assert set(corpus.texts) == {reviews.texts[place] for place in split(300, seed=0).train}


def test_project_opens_as_any_other(deal, folder, run, served):
    deal(*SMALL)
    result = run("label", folder / "p01-a.lamplighter", "--no-browser", "--port", "0")
    assert result.exit_code == 0
    assert served[0].settings.seed == plan(folder)["tasks"][0]["seed"]


def test_same_seed_deals_the_same_study(deal, tmp_path):
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        deal("--out", tmp_path / name, "--seed", seed, "--participants", "4", "--tasks", "1")
    assert plan(tmp_path / "a") == plan(tmp_path / "b")
    assert plan(tmp_path / "a")["tasks"] != plan(tmp_path / "c")["tasks"]


def test_study_that_is_there_is_not_dealt_over(deal, folder, refused, texts):
    deal(*SMALL)
    message = (
        f"There is a study in {str(folder)!r} already. To see what came of it: lamplighter study report {folder}. To deal "
        "another one, name another --out."
    )
    refused("study", "deal", texts, "--gold", "class", message=message)


def test_study_that_cannot_be_made_whole_leaves_nothing(run, texts, tmp_path, refused):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "p02-a.lamplighter").write_text("somebody's")
    message = f"There is a file {str(folder / 'p02-a.lamplighter')!r} already. Name another place for the project."
    refused("study", "deal", texts, "--gold", "class", "--out", folder, message=message)


def test_folder_that_cannot_be_made_is_told(refused, texts):
    place = texts / "inside"
    message = f"The folder {str(place)!r} cannot be made: Not a directory."
    refused("study", "deal", texts, "--gold", "class", "--out", place, message=message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--tasks", "3", "--methods", "nemo, us"),
            "Each participant is to do 3 tasks; expected 1 to 2: nobody works with one of the 2 methods twice.",
        ),
        (
            ("--methods", "nemo,iws-lse"),
            (
                "iws-lse asks whether proposed functions are good, which the page cannot ask. Deal methods that ask for "
                "functions or labels, such as nemo, snorkel, snorkel-abs, snorkel-dis, us."
            ),
        ),
        (("--protocol", "papr"), "No protocol is called 'papr'. Did you mean 'paper'? There are: authors, paper, product."),
        (
            ("--text", "body"),
            "There is no column 'body'. The columns are: 'text', 'class'.",
        ),
        (
            ("--labels", "positive"),
            "There is only 'positive'; expected two or more classes, such as: good,bad.",
        ),
    ],
)  # fmt: skip
def test_deal_that_cannot_be_done_is_told_and_writes_nothing(refused, texts, options, message):
    refused("study", "deal", texts, "--gold", "class", *options, message=message)


def test_texts_without_a_usable_word_make_no_study(run, tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text("text,class\n" + "".join(f"unique{number},{'ab'[number % 2]}\n" for number in range(40)))
    result = run("study", "deal", file, "--gold", "class", *SMALL)
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["odd.csv"]


def test_fewer_than_one_participant_cannot_be_read(deal):
    result = deal("--participants", "0")
    assert result.exit_code == 2
    assert "Invalid value for '--participants': 0 is not in the range x>=1." in result.stderr


# ---------------------------------------------------------------------- report


def test_report_has_medians_of_the_stamps_and_means_of_the_curves(done, report):
    figures = told(report("--json"))
    assert [row["method"] for row in figures["methods"]] == list(PAPER)
    for method in ("snorkel", "us", "implyloss-l"):
        row = row_of(figures, method)
        assert (row["participants"], row["answers"]) == (2, 12)
        assert row["seconds"] == 11.5  # the 6th and 7th of 1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 16, 9000
        assert row["seconds_std"] == pytest.approx((13.5 - 3.5) / 2**0.5)  # the own medians are 3.5 and 13.5
        curves = [task["curve"] for task in figures["tasks"] if task["method"] == method]
        assert [list(curve) for curve in curves] == [["3", "6"]] * 2
        scores = [(curve["3"] + curve["6"]) / 2 for curve in curves]
        assert row["score"] == pytest.approx(sum(scores) / 2)
        assert row["score_std"] == pytest.approx(statistics.stdev(scores))
    assert row_of(figures, "nemo")["participants"] == 0
    assert figures["unfinished"] == {}


def test_report_is_a_table_beside_the_paper_s_with_notes(done, report):
    result = report()
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "reviews.parquet: 2 participants, 6 texts in each task; the score is of accuracy"
    assert lines[1].split() == [
        "method",
        "people",
        "answers",
        "skipped",
        "score",
        "±",
        "paper",
        "seconds",
        "±",
        "paper",
    ]
    assert [line.split()[0] for line in lines[2:9]] == list(PAPER)
    assert re.fullmatch(r"us +2 +12 +0 0\.\d{4} 0\.\d{4} 0\.5882 +11\.50 7\.07 12\.50", lines[7])
    assert max(map(len, lines[:9])) <= 80
    assert lines[9:] == [
        "Note: implyloss-l is computed from the functions that were written with snorkel, as in the paper.",
        (
            "Note: Scores are means over answers 3, 6, 9 …; seconds are medians over answers, skips included, and hardly "
            "moved by pauses. ± is the standard deviation between participants."
        ),
        "Note: The paper's figures are of Amazon reviews; iws-lse cannot be asked on the page.",
    ]


def test_report_changes_nothing(done, report, folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    first = report().output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert report().output == first


def test_report_can_measure_f1(done, report):
    accuracy, f1 = told(report("--json")), told(report("--json", "--metric", "f1:positive"))
    assert f1["metric"] == "f1:positive"
    assert row_of(f1, "us")["score"] != row_of(accuracy, "us")["score"]
    assert row_of(f1, "us")["seconds"] == row_of(accuracy, "us")["seconds"]


def test_without_true_labels_there_are_times_and_a_note(done, report):
    result = report(gold_file=False)
    assert "Note: There is no score without the true labels. Name the file it was dealt from: --gold-file FILE." in (
        result.output.splitlines()
    )
    row = row_of(told(report("--json", gold_file=False)), "us")
    assert (row["score"], row["score_std"], row["seconds"]) == (None, None, 11.5)


@pytest.fixture
def half_done(two_people, folder, texts):
    """The first participant is done, the second has begun one of two tasks."""
    shutil.copytree(two_people["half done"], folder)
    return plan(folder)["tasks"][2:]


def test_unfinished_tasks_are_listed_and_left_out(half_done, report):
    figures = told(report("--json"))
    assert figures["unfinished"] == {"p02-a": 4, "p02-b": 0}
    assert {row_of(figures, method)["participants"] for method in ("snorkel", "us")} == {1}
    note = "Note: Not finished, and left out (--partial takes them in): p02-a (4 of 6), p02-b (0 of 6)."
    assert note in report().output.splitlines()


def test_partial_takes_in_what_was_begun(half_done, report):
    figures = told(report("--json", "--partial"))
    begun, untouched = (task["method"] for task in half_done)
    assert (row_of(figures, begun)["participants"], row_of(figures, begun)["answers"]) == (2, 6 + 4)
    assert (row_of(figures, untouched)["participants"], row_of(figures, untouched)["answers"]) == (1, 6)
    note = "Note: Not finished, and taken in: p02-a (4 of 6), p02-b (0 of 6)."
    assert note in report("--partial").output.splitlines()


def test_missing_projects_are_told_and_left_out_with_partial(done, report, refused, folder, texts):
    for name in ("p01-b", "p02-a"):
        (folder / f"{name}.lamplighter").unlink()
    message = (
        f"2 of the 4 projects of the study are not in {str(folder)!r}: p01-b, p02-a. Put them back, or report without "
        "them: --partial."
    )
    refused("study", "report", folder, "--gold-file", texts, message=message)
    assert told(report("--json", "--partial"))["unfinished"] == {"p01-b": 0, "p02-a": 0}


def test_project_in_the_place_of_another_is_told(done, folder, refused):
    shutil.copy(folder / "p02-b.lamplighter", folder / "p01-b.lamplighter")
    message = (
        "The project of p01-b is not the one that was dealt: it was made for other texts, or for another task. Put the "
        "right one back."
    )
    refused("study", "report", folder, message=message)


def test_project_of_another_corpus_is_told(done, folder, refused, project, texts):
    shutil.copy(project, folder / "p01-a.lamplighter")
    message = (
        "The project of p01-a is not the one that was dealt: it was made for other texts, or for another task. Put the "
        "right one back."
    )
    refused("study", "report", folder, message=message)
    refused("study", "report", folder, "--gold-file", texts, message=message)


def test_folder_without_a_study_is_told(refused, tmp_path):
    message = f"There is no study in {str(tmp_path)!r}: study.json is missing. Deal one: lamplighter study deal FILE."
    refused("study", "report", tmp_path, message=message)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{", "{place!r} cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)."),
        (
            "{}",
            (
                "This is no description of a study: 'format' is missing. Put back the study.json that was made with the "
                "projects."
            ),
        ),
        (
            "[]",
            (
                "This is no description of a study: list indices must be integers or slices, not str. Put back the "
                "study.json that was made with the projects."
            ),
        ),
    ],
)
def test_study_that_was_damaged_is_told(refused, tmp_path, written, message):
    place = tmp_path / "study.json"
    place.write_text(written)
    refused("study", "report", tmp_path, message=message.format(place=str(place)))


def test_other_texts_than_it_was_dealt_from_are_told(done, folder, refused, reviews_csv):
    message = (
        "The study was dealt from other texts than those of reviews.csv as it is now. Hand in reviews.parquet as it was "
        "then."
    )
    refused("study", "report", folder, "--gold-file", reviews_csv, message=message)


def test_gold_column_that_is_missing_or_of_no_file_is_told(done, folder, refused, texts):
    message = "There is no column 'clas'. Did you mean 'class'? The columns are: 'text', 'class'."
    refused("study", "report", folder, "--gold-file", texts, "--gold", "clas", message=message)
    message = "--gold names a column, but of no file. Add --gold-file FILE, the file the study was dealt from."
    refused("study", "report", folder, "--gold", "class", message=message)
    message = "No class is called 'spam'. There are: negative, positive."
    refused("study", "report", folder, "--metric", "f1:spam", message=message)


def test_true_label_that_is_missing_is_told(done, folder, refused, reviews, texts):
    pl.DataFrame({"text": reviews.texts, "class": [None] * 300}, schema={"text": str, "class": str}).write_parquet(
        texts
    )
    message = "A study needs the true label of every text. Name the column: --gold COLUMN."
    refused("study", "report", folder, "--gold-file", texts, message=message)
    refused("study", "deal", texts, "--gold", "class", "--out", folder / "new", message=message)
