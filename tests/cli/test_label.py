"""``lamplighter label``: what it makes, says and continues."""

import gzip
import re
import socket
import sqlite3
import webbrowser
from contextlib import closing

import polars as pl
import pytest

from lamplighter import Session
from lamplighter.cli import serving
from lamplighter.engine import LEARNERS
from lamplighter.store import SqliteStore


def test_project_is_made_beside_the_file_and_served(label, reviews_csv, served):
    result = label("--labels", "pos,neg")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    project = reviews_csv.with_name("reviews.csv.lamplighter")
    assert sorted(path.name for path in reviews_csv.parent.iterdir()) == [reviews_csv.name, project.name]
    with closing(SqliteStore.open(project)) as store:
        assert store.corpus().name == "reviews.csv"
        assert [stamped.event.kind for stamped in store.events()] == ["started", "suggested"]
    assert served[0].labels == ("pos", "neg")


def test_what_was_read_and_guessed_is_said(label):
    lines = label("--labels", "pos,neg").output.splitlines()
    assert lines[:4] == [
        "reviews.csv: 7 texts in the column 'text' (guessed; --text names another)",
        "  Rows without a text: 1. They are left out, and stand unlabeled in exports.",
        "  Texts that stand there already: 1. They are kept, and shown only once.",
        "  Shown with each text: id, class (--columns names others)",
    ]
    assert re.fullmatch(
        r"Open http://127\.0\.0\.1:\d+/  \(Ctrl-C ends; every answer is saved as it is given\)", lines[4]
    )
    assert len(lines) == 5


def test_column_that_was_named_is_not_said_to_be_guessed(label, served):
    result = label("--labels", "r0,r1", "--text", "id")
    assert result.exit_code == 2  # each id stands in one text alone
    assert result.output.splitlines()[0] == "reviews.csv: 8 texts"


def test_classes_are_those_of_gold_where_none_are_named(label, served):
    assert label("--gold", "class").exit_code == 0
    assert served[0].labels == ("neg", "pos")
    assert served[0].corpus.gold == ("pos", "pos", "neg", "neg", "pos", "neg", "pos")


def test_classes_may_have_blanks_around_them(label, served):
    assert label("--labels", " pos , very bad ").exit_code == 0
    assert served[0].labels == ("pos", "very bad")


def test_settings_reach_the_session(label, served):
    result = label(
        *("--labels", "pos,neg", "--id", "id", "--strategy", "random", "--label-model", "majority", "--seed", "7"),
        *("--primitives", "ngrams", "--min-df", "1", "--radius", "60", "--distance", "euclidean"),
        *("--class-balance", "neg=0.25, pos=0.75", "--learner", "two-stage"),
    )
    assert result.exit_code == 0, result.output
    settings = served[0].settings
    assert settings.learner_name == "two-stage"
    assert (settings.strategy_name, settings.label_model_name, settings.seed) == ("random", "majority", 7)
    assert (settings.primitives.ngram_range[1] > 1, settings.primitives.min_df) == (True, 1)
    assert str(settings.contextualizer) == "euclidean, percentile 60"
    assert settings.class_balance == (0.75, 0.25)
    assert served[0].corpus.ids[0] == "r0"


def test_settings_that_are_not_named_are_those_of_a_session(label, served):
    assert label("--labels", "pos,neg").exit_code == 0
    settings = served[0].settings
    assert (settings.strategy_name, settings.learner_name) == ("coverage", "self-training")
    assert settings.to_json() == Session(served[0].corpus, labels=["pos", "neg"]).settings.to_json()


@pytest.mark.parametrize("name", ["two-stage", "self-training", "implyloss", "gold-only"])
def test_learner_is_the_one_that_is_named(label, served, name):
    assert label("--labels", "pos,neg", "--learner", name).exit_code == 0
    assert (served[0].settings.learner_name, type(served[0].settings.learner)) == (name, LEARNERS[name])


@pytest.mark.parametrize(("said", "meant"), [("no", False), ("yes", True)])
def test_switch_of_the_strategy_is_yes_or_no(label, served, said, meant):
    assert label("--labels", "pos,neg", "--strategy-option", f"balanced={said}").exit_code == 0
    settings = served[0].settings
    assert (settings.strategy_name, settings.strategy.balanced) == ("coverage", meant)


def test_radius_of_none_lets_functions_vote_everywhere(label, served):
    assert label("--labels", "pos,neg", "--radius", "none").exit_code == 0
    assert served[0].settings.contextualizer is None


@pytest.mark.parametrize("ending", [".tsv", ".jsonl", ".parquet", ".csv.gz"])
def test_every_format_is_read(label, served, tmp_path, ending):
    frame = pl.DataFrame({"text": ["good film", "good food", "bad food"]})
    file = tmp_path / f"x{ending}"
    if ending == ".csv.gz":
        file.write_bytes(gzip.compress(frame.write_csv().encode()))
    else:
        {".tsv": frame.write_csv, ".jsonl": frame.write_ndjson, ".parquet": frame.write_parquet}[ending](file)
    assert label("--labels", "pos,neg", file=file).exit_code == 0
    assert served[0].corpus.texts == ("good film", "good food", "bad food")
    assert (tmp_path / f"x{ending}.lamplighter").exists()


def test_encoding_is_that_of_the_file(label, served, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes("text\nschöner Film\nschöne Musik\nMusik Film\n".encode("cp1252"))
    assert label("--labels", "pos,neg", "--encoding", "cp1252", file=file).exit_code == 0
    assert served[0].corpus.texts[0] == "schöner Film"


# ---------------------------------------------------------------------- continuing


def write(client):
    answer = client.post("/api/functions", json={"primitive": "good", "label": "pos", "document": 0})
    assert answer.status_code == 201


def test_same_command_continues_where_one_stopped(label, served, reviews_csv):
    served.visitor = write
    assert label("--labels", "pos,neg").exit_code == 0
    served.visitor = None
    assert label("--labels", "pos,neg").exit_code == 0
    assert [function.primitive for function in served[1].functions] == ["good"]
    assert served[1].state.step == 1
    assert len(list(reviews_csv.parent.iterdir())) == 2


def test_settings_need_not_be_said_again(label, served):
    assert label("--labels", "pos,neg", "--strategy", "random", "--seed", "5").exit_code == 0
    assert label().exit_code == 0
    assert (served[1].settings.strategy_name, served[1].settings.seed) == ("random", 5)


def test_project_can_be_opened_by_its_own_name(label, served, run, reviews_csv):
    assert label("--labels", "pos,neg").exit_code == 0
    reviews_csv.unlink()
    result = label(file=reviews_csv.with_name("reviews.csv.lamplighter"))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:3] == [
        "reviews.csv: 7 texts",
        "  Rows without a text: 1. They are left out, and stand unlabeled in exports.",
        "  Texts that stand there already: 1. They are kept, and shown only once.",
    ]
    assert served[1].labels == ("pos", "neg")


def test_project_can_be_kept_elsewhere(label, served, tmp_path):
    (tmp_path / "work").mkdir()
    place = tmp_path / "work" / "what?.project"
    assert label("--labels", "pos,neg", "--project", place).exit_code == 0
    assert label("--project", place).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reviews.csv", "work"]
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        (["--labels", "neg,pos"], "labels is ['pos', 'neg'], not ['neg', 'pos']"),
        (["--labels", "pos,neg,mixed"], "labels is ['pos', 'neg'], not ['pos', 'neg', 'mixed']"),
        (["--strategy", "random"], "strategy is coverage, not random"),
        (["--learner", "two-stage"], "learner is self-training, not two-stage"),
        (["--seed", "1"], "seed is 0, not 1"),
        (["--strategy", "random", "--seed", "1"], "strategy is coverage, not random; seed is 0, not 1"),
        (["--class-balance", "pos=0.5,neg=0.5"], "class_balance is None, not [0.5, 0.5]"),
        (["--radius", "50"], "contextualizer is None, not cosine, percentile 50"),
    ],
)
@pytest.mark.parametrize("by_its_own_name", [False, True])
def test_other_settings_than_the_projects_are_refused(
    label, refused, reviews_csv, options, difference, by_its_own_name
):
    assert label("--labels", "pos,neg").exit_code == 0
    project = reviews_csv.with_name("reviews.csv.lamplighter")
    refused(
        *("label", project if by_its_own_name else reviews_csv, "--no-browser", "--port", "0", *options),
        message=(
            f"The project {str(project)!r} was made with other settings: {difference}. Leave these options out to go on "
            "with it, or name another --project to begin anew."
        ),
    )


@pytest.mark.parametrize("method", [("seu", "two-stage"), ("coverage", "self-training")], ids=" ".join)
def test_same_settings_are_not_refused(label, method):
    strategy, learner = method
    options = ["--labels", "pos,neg", "--strategy", strategy, "--learner", learner, "--seed", "0"]
    options += ["--class-balance", "pos=0.75,neg=0.25"]
    assert label(*options).exit_code == 0
    assert label(*options).exit_code == 0


def test_defaults_may_be_named_where_one_continues(label):
    assert label("--labels", "pos,neg").exit_code == 0
    assert label("--strategy", "coverage", "--learner", "self-training", "--seed", "0").exit_code == 0


def test_gold_is_refused_where_the_project_was_made_without(label, refused, reviews_csv):
    assert label("--labels", "pos,neg").exit_code == 0
    project = reviews_csv.with_name("reviews.csv.lamplighter")
    refused(
        *("label", reviews_csv, "--no-browser", "--port", "0", "--gold", "class"),
        message=(
            f"The project {str(project)!r} was made without true labels. Leave --gold out to go on with it, or name "
            "another --project to begin anew."
        ),
    )


@pytest.mark.parametrize("option", ["--text", "--gold", "--id", "--columns"])
def test_columns_are_refused_where_the_file_is_a_project(label, refused, reviews_csv, option):
    assert label("--labels", "pos,neg").exit_code == 0
    refused(
        *("label", reviews_csv.with_name("reviews.csv.lamplighter"), option, "class"),
        message=(
            "reviews.csv.lamplighter is a project, which has its texts already. Leave --text, --gold, --id, --columns and "
            "--functions out."
        ),
    )


def test_changed_file_is_noticed(label, refused, reviews_csv):
    assert label("--labels", "pos,neg").exit_code == 0
    reviews_csv.write_text(reviews_csv.read_text().replace("bad music", "bad musik"))
    project = reviews_csv.with_name("reviews.csv.lamplighter")
    refused(
        *("label", reviews_csv, "--labels", "pos,neg", "--no-browser", "--port", "0"),
        message=(
            f"The project {str(project)!r} was made for other texts than those of reviews.csv as it is now. To go on "
            f"with the texts it was made for: lamplighter label {project}. To begin anew: name another --project."
        ),
    )


def test_project_from_before_there_were_learners_and_representatives_goes_on(label, served, reviews_csv):
    """What version 0.1 kept: neither a learner nor a schedule, and suggestions without what chose them."""
    assert label("--labels", "pos,neg", "--strategy", "seu", "--learner", "two-stage").exit_code == 0
    project = reviews_csv.with_name("reviews.csv.lamplighter")
    with closing(sqlite3.connect(project)) as connection:
        connection.execute("UPDATE event SET body = json_remove(body, '$.chosen_by') WHERE kind = 'suggested'")
        left_out = ", ".join(f"'$.settings.{name}'" for name in ("learner", "learner_options", "schedule"))
        connection.execute(f"UPDATE event SET body = json_remove(body, {left_out}) WHERE kind = 'started'")
        connection.commit()
        kept = [body for (body,) in connection.execute("SELECT body FROM event ORDER BY position")]
    assert not any(word in body for body in kept for word in ("chosen_by", "learner", "schedule"))

    def visit(client):
        shown = client.get("/api/suggestion").json()["suggestion"]
        chosen.append(shown["strategy"])
        client.post("/api/skips", json={"document": shown["document"]["document"]})
        chosen.append(client.get("/api/suggestion").json()["suggestion"]["strategy"])

    chosen, served.visitor = [], visit
    for options in ((), ("--strategy", "seu", "--learner", "two-stage")):
        result = label(*options)
        assert (result.exit_code, result.stderr) == (0, "")
    assert chosen == ["expected utility"] * 4
    assert {session.settings.learner_name for session in served} == {"two-stage"}


# ---------------------------------------------------------------------- addresses


def test_free_port_is_taken_where_the_usual_one_is_in_use(run, served, reviews_csv, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(serving, "USUAL_PORT", port)
        result = run("label", reviews_csv, "--labels", "pos,neg", "--no-browser")
    assert result.exit_code == 0
    assert re.search(r"Open http://127\.0\.0\.1:(\d+)/", result.output)[1] != str(port)


def test_usual_port_is_taken_where_it_is_free(run, served, reviews_csv, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setattr(serving, "USUAL_PORT", port)
    result = run("label", reviews_csv, "--labels", "pos,neg", "--no-browser")
    assert f"Open http://127.0.0.1:{port}/ " in result.output


@pytest.mark.parametrize(("flag", "expected"), [((), 1), (("--no-browser",), 0)])
def test_browser_is_opened_unless_it_is_not_wanted(run, served, reviews_csv, monkeypatch, flag, expected):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    result = run("label", reviews_csv, "--labels", "pos,neg", "--port", "0", *flag)
    assert len(opened) == expected
    assert all(f"Open {url} " in result.output for url in opened)


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 400), ("localhost", 400), ("0.0.0.0", 200)])
def test_page_is_served_under_foreign_names_only_where_the_host_is_not_local(label, served, host, status):
    statuses = []
    served.visitor = lambda client: statuses.append(
        client.get("/api/project", headers={"host": "lamp.example"}).status_code
    )
    assert label("--labels", "pos,neg", "--host", host).exit_code == 0
    assert statuses == [status]


def test_interrupt_ends_it_well(label, served):
    def interrupt(client):
        raise KeyboardInterrupt

    served.visitor = interrupt
    result = label("--labels", "pos,neg")
    assert result.exit_code == 0
    assert result.stderr == ""


# ---------------------------------------------------------------------- demo


def test_demo_is_the_same_on_generated_reviews(run, served, tmp_path):
    project = tmp_path / "demo.lamplighter"
    for documents in (60, 60):
        result = run("demo", "--project", project, "--documents", documents, "--no-browser", "--port", "0")
        assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == "demo reviews: 60 texts"
    assert served[1].labels == ("negative", "positive")
    assert served[1].gold is not None
    assert served[1].corpus.fingerprint == served[0].corpus.fingerprint


def test_demo_with_another_number_of_reviews_is_another_corpus(run, served, refused, tmp_path):
    project = tmp_path / "demo.lamplighter"
    assert run("demo", "--project", project, "--documents", 60, "--no-browser", "--port", "0").exit_code == 0
    refused(
        *("demo", "--project", project, "--documents", 61, "--no-browser", "--port", "0"),
        message=(
            f"The project {str(project)!r} was made for other texts than those of demo reviews as it is now. To go on "
            f"with the texts it was made for: lamplighter label {project}. To begin anew: name another --project."
        ),
    )
