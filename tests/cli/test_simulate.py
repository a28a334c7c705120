import json
import re

import polars as pl
import pytest

OPTIONS = ("--gold", "sentiment", "--iterations", "6", "--every", "2")


@pytest.fixture
def simulated(run, reviews, tmp_path):
    """Run ``simulate`` on 300 generated reviews."""
    file = tmp_path / "reviews.parquet"
    pl.DataFrame({"text": reviews.texts, "sentiment": reviews.gold}).write_parquet(file)

    def simulate(*options):
        return run("simulate", file, *OPTIONS, *options)

    return simulate


def told(result):
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.output)


def test_json_is_one_object_of_five_values(simulated):
    figures = told(simulated("--seeds", "2", "--json"))
    assert list(figures) == ["score", "std", "curve", "scores", "seconds"]
    assert len(figures["curve"]) == 3
    assert len(figures["scores"]) == 2
    assert figures["score"] == pytest.approx(sum(figures["scores"]) / 2)
    assert figures["score"] == pytest.approx(sum(figures["curve"]) / 3)
    first, second = figures["scores"]
    assert figures["std"] == pytest.approx(abs(first - second) / 2**0.5)
    assert figures["seconds"] > 0


def test_same_seeds_give_the_same_figures(simulated):
    first, again = told(simulated("--seeds", "2", "--json")), told(simulated("--seeds", "2", "--json"))
    for name in ("score", "std", "curve", "scores"):
        assert first[name] == again[name]


def test_seed_option_does_not_touch_the_runs(simulated):
    assert told(simulated("--json", "--seed", "9"))["curve"] == told(simulated("--json"))["curve"]


@pytest.mark.parametrize("strategy", ["seu", "random"])
def test_strategies_run(simulated, strategy):
    figures = told(simulated("--strategy", strategy, "--json"))
    assert all(0 <= value <= 1 for value in figures["curve"])


def test_strategies_differ(simulated):
    wide = ("--iterations", "30", "--every", "3", "--json")
    seu, random = (told(simulated("--strategy", name, *wide))["curve"] for name in ("seu", "random"))
    assert seu != random


def test_curve_is_printed_with_its_mean(simulated):
    result = simulated("--seeds", "2")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "reviews.parquet: 300 texts in the column 'text' (guessed; --text names another)"
    assert [line.split()[0] for line in lines[-4:-1]] == ["2", "4", "6"]
    assert re.fullmatch(r"accuracy, mean of the curve: 0\.\d{3} ± 0\.\d{3} between 2 seeds  \(\d+\.\d s\)", lines[-1])


def test_one_seed_has_no_spread_to_print(simulated):
    assert " ± " not in simulated().output


def test_f1_of_a_class_is_a_metric(simulated):
    result = simulated("--metric", "f1:positive")
    assert result.output.splitlines()[-1].startswith("f1:positive, mean of the curve: ")
    assert told(simulated("--metric", "f1:positive", "--json"))["curve"] != told(simulated("--json"))["curve"]


def test_simulation_writes_nothing(simulated, tmp_path):
    assert simulated().exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["reviews.parquet"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--user", "unifrom"), "No simulated user is called 'unifrom'. Did you mean 'uniform'? There are: coverage, explanation, lexicon, noisy, uniform."),
        (("--metric", "recall"), "No metric is called 'recall'. There are: accuracy, f1:LABEL."),
        (
            ("--metric", "f1:postive"),
            "No class is called 'postive'. Did you mean 'positive'? There are: negative, positive.",
        ),
        (("--threshold", "1"), "The threshold is 1.0; expected a number from 0 up to, but without, 1."),
        (("--every", "9"), "With 6 iterations nothing is measured every 9; ask for 9 or more."),
        (
            ("--strategy", "suu"),
            "No selection strategy is called 'suu'. Did you mean 'seu'? There are: abstain, disagree, end-model-uncertainty, random, seu, uncertainty.",
        ),
        (
            ("--labels", "positive,other"),
            "The gold column has values that are none of the classes: 'negative' ",
        ),
        (
            ("--gold", "sentimant"),
            "There is no column 'sentimant'. Did you mean 'sentiment'? The columns are: 'text', 'sentiment'.",
        ),
    ],
)
def test_bad_input_is_told(simulated, options, message):
    result = simulated(*options)
    assert result.exit_code == 2
    if message.endswith(" "):
        assert result.stderr.startswith(f"Error: {message}")
        assert len(result.stderr.splitlines()) == 1
    else:
        assert result.stderr == f"Error: {message}\n"


def test_gold_that_is_missing_somewhere_is_told(refused, reviews_csv):
    reviews_csv.write_text("text,class\ngood film,pos\nbad film,neg\ngood food,\n")
    message = "A simulation needs the true label of every text. Name the column: --gold COLUMN."
    refused("simulate", reviews_csv, "--gold", "class", message=message)


def test_too_few_texts_are_told(refused, reviews_csv):
    message = "7 documents are too few to be split into training, validation and test: at least 10 are needed."
    refused("simulate", reviews_csv, "--gold", "class", message=message)
