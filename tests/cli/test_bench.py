"""The paper's tables by one command, on data sets of 60 texts."""

import json
import re
import sys

import polars as pl
import pytest

from lamplighter.bench import work
from lamplighter.data.reviews import generate_reviews

QUICK = ("--seeds", "1", "--iterations", "4", "--every", "2", "--jobs", "1", "--protocol", "product")


@pytest.fixture
def data(tmp_path):
    """The folder ``data`` with 60 reviews as ``amazon``, the same with other classes as ``sms``, and a word list."""
    folder = tmp_path / "data"
    folder.mkdir()
    written = generate_reviews(60, random_state=1)
    spam = ["spam" if label == "negative" else "ham" for label in written.labels]
    pl.DataFrame({"text": written.texts, "label": written.labels}).write_parquet(folder / "amazon.parquet")
    pl.DataFrame({"text": written.texts, "label": spam}).write_parquet(folder / "sms.parquet")
    words = {"word": ["good", "lovely", "sour", "unwanted"], "polarity": [1, 1, -1, -1]}
    pl.DataFrame(words).write_parquet(folder / "opinion_lexicon.parquet")
    return folder


@pytest.fixture
def bench(run, data, tmp_path, monkeypatch):
    """Run ``bench`` as a person would, in the folder that holds ``data``."""
    monkeypatch.chdir(tmp_path)

    def invoke(*options):
        arguments = ("bench", *QUICK, *options)
        monkeypatch.setattr(sys, "argv", ["lamplighter", *arguments])
        return run(*arguments)

    return invoke


@pytest.fixture
def told(refused, data, tmp_path, monkeypatch):
    """Run ``bench`` where it must be refused, before anything is written."""
    monkeypatch.chdir(tmp_path)
    return lambda *options, message: refused("bench", *QUICK, *options, message=message)


def page(tmp_path, out="bench"):
    return (tmp_path / out / "report.md").read_text()


# ---------------------------------------------------------------------- what it does


def test_table_is_run_and_reported(bench, tmp_path):
    result = bench("--table", "4", "--datasets", "amazon,sms")
    assert (result.exit_code, result.stdout) == (0, "Report: bench/report.md\n")
    assert result.stderr.splitlines()[0] == "6 runs, of which 0 are done."
    written = {
        path.relative_to(tmp_path / "bench").as_posix() for path in (tmp_path / "bench").rglob("*.*") if path.is_file()
    }
    runs = {
        f"runs/{dataset}/product/uniform-0.5/{method}-0.json"
        for dataset in ("amazon", "sms")
        for method in ("nemo", "nemo-no-contextualizer", "nemo-no-selector")
    }
    tables = {f"{name}.{ending}" for name in ("curves", "runs") for ending in ("csv", "parquet")}
    assert written == {*runs, *tables, "report.md", "figures/curves-product.svg"}
    text = page(tmp_path)
    assert (
        "### Table 4: Nemo without its parts\n\n| Data set |  | Nemo | No data selector | No LF contextualizer |"
        in text
    )
    assert re.search(r"\| Amazon \| ours, 1 seed \|( \**0\.\d{3}\** \|){3}", text)
    assert re.search(r"\| SMS \| ours, 1 seed \|( \**0\.\d{3}\** \|){3}", text)
    assert f"```bash\nlamplighter bench {' '.join(QUICK)} --table 4 --datasets amazon,sms\n```" in text
    assert "lamplighter 0." in text


def test_points_and_runs_are_written_as_tables(bench, tmp_path):
    assert bench("--methods", "snorkel,us", "--datasets", "sms").exit_code == 0
    curves, runs = (pl.read_parquet(tmp_path / "bench" / f"{name}.parquet") for name in ("curves", "runs"))
    assert curves.select("dataset", "method", "iteration", "metric").rows() == [
        ("sms", method, iteration, "f1:spam") for method in ("snorkel", "us") for iteration in (2, 4)
    ]
    assert runs.select("method", "functions", "documents").rows() == [("snorkel", 4, 4), ("us", 0, 4)]
    assert pl.read_csv(tmp_path / "bench" / "curves.csv")["value"].to_list() == pytest.approx(curves["value"].to_list())


def test_same_command_does_nothing_twice(bench, tmp_path):
    first = bench("--table", "4", "--datasets", "sms")
    curves = (tmp_path / "bench" / "curves.csv").read_bytes()
    again = bench("--table", "4", "--datasets", "sms")
    assert first.stderr.splitlines() == [
        "3 runs, of which 0 are done.",
        "1 of 3: sms, product, nemo, seed 0",
        "2 of 3: sms, product, nemo-no-contextualizer, seed 0",
        "3 of 3: sms, product, nemo-no-selector, seed 0",
    ]
    assert again.stderr == "3 runs, of which 3 are done.\n"
    assert (tmp_path / "bench" / "curves.csv").read_bytes() == curves


def test_wider_request_does_what_is_missing_alone(bench):
    bench("--table", "4", "--datasets", "sms")
    assert bench("--table", "5", "--datasets", "sms").stderr.splitlines()[0] == "4 runs, of which 1 are done."
    assert (
        bench("--table", "4", "--datasets", "sms", "--seeds", "2").stderr.splitlines()[0]
        == "6 runs, of which 3 are done."
    )


@pytest.mark.parametrize(
    "options", [("--iterations", "6"), ("--every", "4"), ("--threshold", "0.6"), ("--user", "coverage")], ids=" ".join
)
def test_runs_under_other_conditions_are_done_anew(bench, options):
    bench("--methods", "snorkel", "--datasets", "sms")
    assert (
        bench("--methods", "snorkel", "--datasets", "sms", *options).stderr.splitlines()[0]
        == "1 runs, of which 0 are done."
    )


def test_changed_data_set_is_run_anew_and_the_others_are_not(bench, data):
    bench("--methods", "snorkel", "--datasets", "amazon,sms")
    pl.read_parquet(data / "sms.parquet")[1:].write_parquet(data / "sms.parquet")
    assert (
        bench("--methods", "snorkel", "--datasets", "amazon,sms").stderr.splitlines()[0]
        == "2 runs, of which 1 are done."
    )


def test_changed_labels_are_run_anew_though_the_texts_are_the_same(bench, data):
    bench("--methods", "snorkel", "--datasets", "sms")
    frame = pl.read_parquet(data / "sms.parquet")
    swapped = pl.col("label").replace({"ham": "spam", "spam": "ham"})
    frame.with_columns(swapped).write_parquet(data / "sms.parquet")
    assert bench("--methods", "snorkel", "--datasets", "sms").stderr.splitlines()[0] == "1 runs, of which 0 are done."


def test_outcome_that_was_cut_short_is_had_again(bench, tmp_path):
    bench("--methods", "snorkel,us", "--datasets", "sms")
    [file] = (tmp_path / "bench").rglob("us-0.json")
    whole = json.loads(file.read_bytes())
    file.write_bytes(file.read_bytes()[:50])
    assert (
        bench("--methods", "snorkel,us", "--datasets", "sms").stderr.splitlines()[0] == "2 runs, of which 1 are done."
    )
    assert json.loads(file.read_bytes())["trial"]["curve"] == whole["trial"]["curve"]


def test_interrupt_keeps_what_is_done_and_says_so(bench, tmp_path, monkeypatch):
    begin = work.interview_of

    def interrupted(method, *arguments):
        if method.name == "nemo-no-selector":
            raise KeyboardInterrupt
        return begin(method, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(work, "interview_of", interrupted)
        result = bench("--table", "4", "--datasets", "sms")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1:] == [
        "Error: Stopped after 2 runs, which are kept. The same command goes on from there."
    ]
    assert not (tmp_path / "bench" / "report.md").exists()
    assert bench("--table", "4", "--datasets", "sms").stderr.splitlines()[0] == "3 runs, of which 2 are done."


def test_table_of_the_data_sets_stands_beside_others(bench, tmp_path):
    assert bench("--table", "1", "--table", "4", "--datasets", "sms").exit_code == 0
    assert "| SMS | 48 | 6 | 6 |" in page(tmp_path)


def test_figure_2_shows_the_functions_of_one_threshold(bench, tmp_path):
    assert bench("--figure", "2", "--datasets", "sms").exit_code == 0
    alone = pl.read_parquet(tmp_path / "bench" / "quartiles.parquet")
    assert alone.select("dataset", "seed", "quartile").rows() == [("sms", 0, quarter) for quarter in (1, 2, 3, 4)]
    assert "## Figure 2" in page(tmp_path)
    bench("--figure", "2", "--figure", "8", "--datasets", "sms")
    assert pl.read_parquet(tmp_path / "bench" / "quartiles.parquet").equals(alone)
    assert "### Figure 8" in page(tmp_path)
    assert {path.name for path in (tmp_path / "bench" / "figures").iterdir()} == {
        "curves-product.svg",
        "quartiles.svg",
        "thresholds-product.svg",
    }


def test_figure_2_without_functions_is_left_out(bench, tmp_path):
    (tmp_path / "wrong.csv").write_text("word,label\nlovely,spam\n")  # it is in ham alone
    result = bench("--figure", "2", "--datasets", "sms", "--user", "lexicon", "--lexicon", "wrong.csv")
    assert result.exit_code == 0
    assert pl.read_parquet(tmp_path / "bench" / "runs.parquet")["functions"].to_list() == [0]
    assert "## Figure 2" not in page(tmp_path)


def test_figures_are_drawn_as_png_too(bench, tmp_path):
    bench("--methods", "us", "--datasets", "sms", "--png")
    assert (tmp_path / "bench" / "figures" / "curves-product.png").read_bytes().startswith(b"\x89PNG")


def test_users_of_the_authors_are_theirs(bench, tmp_path):
    result = bench("--methods", "snorkel", "--datasets", "amazon,sms", "--protocol", "authors,product")
    assert result.exit_code == 0
    rows = pl.read_parquet(tmp_path / "bench" / "runs.parquet").select("dataset", "protocol", "user").rows()
    assert rows == [
        ("amazon", "authors", "lexicon"),
        ("amazon", "product", "uniform"),
        ("sms", "authors", "coverage"),
        ("sms", "product", "uniform"),
    ]
    assert "## Protocol `authors`" in page(tmp_path)


def test_word_list_can_be_named(bench, tmp_path, data):
    (data / "opinion_lexicon.parquet").unlink()
    (tmp_path / "mine.csv").write_text("word,label\nlovely,positive\nsour,negative\n")
    result = bench("--methods", "snorkel", "--datasets", "amazon", "--user", "lexicon", "--lexicon", "mine.csv")
    assert result.exit_code == 0
    assert pl.read_parquet(tmp_path / "bench" / "runs.parquet")["functions"].item() <= 2


def test_two_processes_give_the_same_curves(bench, tmp_path):
    options = ("--table", "4", "--datasets", "amazon,sms")
    assert bench(*options, "--out", "one").exit_code == 0
    assert bench(*options, "--out", "two", "--jobs", "2").exit_code == 0
    assert (tmp_path / "one" / "curves.csv").read_bytes() == (tmp_path / "two" / "curves.csv").read_bytes()


# ---------------------------------------------------------------------- what it refuses


ENDINGS = ".parquet, .csv, .tsv, .jsonl, .csv.gz, .tsv.gz, .jsonl.gz"

NOTHING_TO_RUN = (
    "There is nothing to run for this. Name a table other than 1, a figure or methods, and at least one data set and "
    "protocol."
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "Nothing is asked for. Name tables or figures (--table 2 --figure curves), or all of them (--all)."),
        (("--table", "1"), NOTHING_TO_RUN),
        (("--methods", ","), NOTHING_TO_RUN),
        (("--table", "4", "--datasets", ","), NOTHING_TO_RUN),
        (("--table", "4", "--every", "9"), "With 4 iterations nothing is measured every 9; ask for 9 or more."),
        (("--table", "3"), "Table 3 is a study with people, which nobody can simulate: see lamplighter study."),
        (("--table", "12"), "No table is called '12'. Did you mean '2'? There are: 1, 10, 2, 4, 5, 6, 7, 8, 9."),
        (("--figure", "9"), "No figure is called '9'. There are: 2, 8, curves."),
        (
            ("--table", "4", "--datasets", "smss"),
            "No data set is called 'smss'. Did you mean 'sms'? There are: agnews, amazon, imdb, sms, trec, yelp, youtube.",
        ),
        (
            ("--table", "4", "--protocol", "author"),
            "No protocol is called 'author'. Did you mean 'authors'? There are: authors, paper, product.",
        ),
        (
            ("--table", "4", "--user", "unifrom"),
            (
                "No simulated user is called 'unifrom'. Did you mean 'uniform'? There are: coverage, explanation, guided, lexicon, "
                "noisy, reviewer, uniform."
            ),
        ),
        (
            ("--table", "4", "--datasets", "sms,yelp"),
            (
                f"The data set 'yelp' is not in data: looked for yelp with one of the endings {ENDINGS}. Get it from "
                "business.yelp.com/data/resources/open-dataset (1–2 stars are negative, 4–5 positive), save it there as a table "
                "with the columns 'text' and 'label' (the labels being negative, positive), or name its folder: --data FOLDER."
            ),
        ),
        (
            ("--table", "4", "--datasets", "amazon", "--user", "lexicon", "--lexicon", "mine.csv"),
            "There is no file 'mine.csv'.",
        ),
        (
            ("--table", "4", "--datasets", "sms", "--user", "lexicon"),
            (
                "The opinion lexicon has no words for the classes of sms: ham, spam. Leave the data set out, take another user, "
                "or name a list with the columns 'word' and 'label': --lexicon FILE."
            ),
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_told(told, options, message):
    told(*options, message=message)


def test_unknown_method_is_told(bench):
    result = bench("--methods", "nemmo")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: No method is called 'nemmo'. Did you mean 'nemo'? There are: ")


def test_missing_word_list_says_how_to_get_it(told, data):
    (data / "opinion_lexicon.parquet").unlink()
    message = (
        f"The words that the user 'lexicon' knows are not in data: looked for opinion_lexicon with one of the endings "
        f"{ENDINGS}. Get the Opinion Lexicon of Hu and Liu (cs.uic.edu/~liub/FBS/sentiment-analysis.html), save it there "
        "as a table with the columns 'word' and 'polarity' (1 or -1), or name another list: --lexicon FILE."
    )
    told("--table", "4", "--datasets", "amazon", "--protocol", "authors", message=message)


def test_strange_labels_are_told_before_anything_runs(told, data):
    pl.DataFrame({"text": ["good", "bad"], "label": ["pos", "neg"]}).write_parquet(data / "amazon.parquet")
    message = (
        "data/amazon.parquet: 2 of 2 texts have a label that is none of negative, positive; the first has the label "
        "'pos'. Rename the labels, or take these texts out."
    )
    told("--table", "4", "--datasets", "sms,amazon", message=message)


def test_file_where_the_outcomes_should_go_is_told(told):
    told(
        "--table",
        "4",
        "--datasets",
        "sms",
        "--out",
        "data/sms.parquet",
        message="--out: 'data/sms.parquet' cannot be made: File exists.",
    )


def test_run_that_fails_is_named(bench, tmp_path):
    result = bench("--methods", "snorkel", "--datasets", "sms", "--threshold", "1")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[1:] == [
        "Error: sms, product, snorkel, seed 0: The threshold is 1.0; expected a number from 0 up to, but without, 1."
    ]
    assert not (tmp_path / "bench" / "report.md").exists()
