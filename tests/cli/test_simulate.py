import json
import re

import polars as pl
import pytest

from lamplighter.bench import METHODS, PROTOCOLS, CoverageUser, ExplanationUser, NoisyUser, UniformUser
from lamplighter.bench.materials import Materials
from lamplighter.bench.users import SimulatedUser
from lamplighter.selection import Coverage
from lamplighter.session.events import Suggested

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


@pytest.mark.parametrize("strategy", ["coverage", "seu", "random"])
def test_strategies_run(simulated, strategy):
    figures = told(simulated("--strategy", strategy, "--json"))
    assert all(0 <= value <= 1 for value in figures["curve"])


def test_strategies_differ(simulated):
    wide = ("--iterations", "30", "--every", "3", "--json")
    curves = [told(simulated("--strategy", name, *wide))["curve"] for name in ("coverage", "seu", "random")]
    assert len(set(map(tuple, curves))) == 3


def test_learners_differ(simulated):
    wide = ("--iterations", "30", "--every", "3", "--json")
    curves = [told(simulated("--learner", name, *wide))["curve"] for name in ("self-training", "two-stage")]
    assert curves[0] != curves[1]


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
        (
            ("--user", "unifrom"),
            "No simulated user is called 'unifrom'. Did you mean 'uniform'? There are: coverage, explanation, guided, lexicon, noisy, reviewer, uniform.",
        ),
        (("--metric", "recall"), "No metric is called 'recall'. There are: accuracy, f1:LABEL."),
        (
            ("--metric", "f1:postive"),
            "No class is called 'postive'. Did you mean 'positive'? There are: negative, positive.",
        ),
        (("--threshold", "1"), "The threshold is 1.0; expected a number from 0 up to, but without, 1."),
        (("--every", "9"), "With 6 iterations nothing is measured every 9; ask for 9 or more."),
        (
            ("--strategy", "suu"),
            "No selection strategy is called 'suu'. Did you mean 'seu'? There are: abstain, coverage, disagree, end-model-uncertainty, random, seu, uncertainty.",
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


# ---------------------------------------------------------------------- who works, and how


QUICK = ("--iterations", "12", "--every", "3", "--json")
"""Enough for methods and users to come apart."""


@pytest.fixture
def users(monkeypatch):
    """The simulated persons who worked."""
    worked, answer = [], SimulatedUser.answer

    def watched(user, suggestion):
        if user not in worked:
            worked.append(user)
        return answer(user, suggestion)

    monkeypatch.setattr(SimulatedUser, "answer", watched)
    return worked


@pytest.fixture
def sessions(monkeypatch):
    """The sessions that were worked on."""
    worked, begin = [], Materials.session

    def watched(materials, settings):
        worked.append(begin(materials, settings))
        return worked[-1]

    monkeypatch.setattr(Materials, "session", watched)
    return worked


@pytest.fixture
def words(tmp_path):
    """A word list with polarities."""
    file = tmp_path / "words.csv"
    file.write_text("word,polarity\nlovely,1\nexcellent,1\ngood,1\ndull,-1\nsour,-1\nbad,-1\n")
    return file


@pytest.mark.parametrize(
    ("name", "kind"),
    [("uniform", UniformUser), ("coverage", CoverageUser), ("explanation", ExplanationUser), ("noisy", NoisyUser)],
)
def test_user_is_the_one_that_is_named(simulated, users, name, kind):
    told(simulated("--user", name, "--json"))
    assert [type(user) for user in users] == [kind]


def test_users_give_other_curves(simulated):
    curves = {name: told(simulated("--user", name, *QUICK))["curve"] for name in ("uniform", "coverage", "explanation")}
    assert len(set(map(tuple, curves.values()))) == 3


def test_lexicon_is_what_its_user_knows(simulated, users, words):
    told(simulated("--user", "lexicon", "--lexicon", words, "--iterations", "20", "--every", "20", "--json"))
    [user] = users
    assert user.used
    assert user.used <= {"lovely", "excellent", "good", "dull", "sour", "bad"}
    assert ("good", "positive") in user.lexicon.entries


def test_polarities_mean_what_is_said(simulated, users, words):
    told(simulated("--user", "lexicon", "--lexicon", words, "--lexicon-labels", "positive=-1, negative=1", "--json"))
    assert ("good", "negative") in users[0].lexicon.entries


@pytest.mark.parametrize(("protocol", "kind"), [("product", UniformUser), ("authors", CoverageUser)])
def test_user_is_the_protocols_unless_one_is_named(simulated, users, protocol, kind):
    told(simulated("--protocol", protocol, "--json"))
    told(simulated("--protocol", protocol, "--user", "explanation", "--json"))
    assert [type(user) for user in users] == [kind, ExplanationUser]


def test_protocol_is_that_of_the_benchmark(simulated, sessions):
    told(simulated("--protocol", "paper", "--method", "nemo", "--json"))
    [settings] = [session.settings for session in sessions]
    assert settings.primitives == PROTOCOLS["paper"].primitives
    assert settings.contextualizer == PROTOCOLS["paper"].contextualizer
    assert settings.label_model_name == "metal"
    assert settings.class_balance is not None


@pytest.mark.parametrize("method", ["nemo", "snorkel", "us", "iws-lse", "implyloss-l"])
def test_methods_run(simulated, method):
    assert all(0 <= value <= 1 for value in told(simulated("--method", method, "--json"))["curve"])


def test_method_is_what_the_benchmark_runs(simulated, sessions):
    told(simulated("--method", "snorkel-abs", "--json"))
    told(simulated("--method", "snorkel-abs", "--strategy", "disagree", "--json"))
    assert [type(session.settings.strategy).__name__ for session in sessions] == ["Abstain", "Disagree"]


def test_options_of_the_strategy_are_passed_on(simulated, sessions):
    seu = ("--strategy", "seu", "--json")
    told(simulated("--strategy-option", "user_model=uniform", "--strategy-option", "max_coverage=0.2", *seu))
    told(simulated("--strategy-option", " min_coverage = 3 ", *seu))
    first, second = (session.settings.strategy for session in sessions)
    assert (first.user_model, first.max_coverage, first.min_coverage) == ("uniform", 0.2, 1)
    assert (second.user_model, second.max_coverage, second.min_coverage) == ("accuracy", 0.1, 3)


def test_options_of_the_learner_are_passed_on(simulated, sessions):
    told(simulated("--learner-option", "balance=counted", "--learner-option", "masked=no", "--json"))
    told(simulated("--learner", "self-training", "--learner-option", "sample=300", "--json"))
    first, second = (session.settings.learner for session in sessions)
    assert (first.balance, first.masked, first.sample) == ("counted", False, 25_000)
    assert (second.balance, second.masked, second.sample) == ("post-stratified", True, 300)


def test_options_without_a_strategy_are_those_of_the_usual_one(simulated, sessions):
    told(simulated("--strategy-option", "balanced=no", "--strategy-option", "max_coverage=0.2", "--json"))
    told(simulated("--strategy", "coverage", "--strategy-option", " balanced = yes ", "--json"))
    first, second = (session.settings.strategy for session in sessions)
    assert (type(first), type(second)) == (Coverage, Coverage)
    assert (first.balanced, first.max_coverage, first.min_coverage) == (False, 0.2, 2)
    assert (second.balanced, second.max_coverage, second.min_coverage) == (True, 0.1, 2)


@pytest.mark.parametrize("name", ["two-stage", "self-training", "gold-only"])
def test_learner_is_the_one_that_is_named(simulated, sessions, name):
    told(simulated("--learner", name, "--json"))
    [session] = sessions
    assert session.settings.learner_name == name


def test_learner_takes_the_place_of_the_methods(simulated, sessions):
    told(simulated("--method", "nemo", "--json"))
    told(simulated("--method", "nemo", "--learner", "self-training", "--json"))
    assert [session.settings.learner_name for session in sessions] == ["two-stage", "self-training"]


def test_documents_are_picked_in_batches(simulated, sessions):
    told(simulated("--batch-size", "3", "--json"))
    [session] = sessions
    picked = [event.models_step for event in session.events if isinstance(event, Suggested)]
    assert picked == [0, 0, 0, 3, 3, 3]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--user", "lexicon"),
            (
                "The user 'lexicon' needs a word list: --lexicon FILE on the command line, partial(LexiconUser, "
                "lexicon=Lexicon.from_file(FILE)) in Python. Expected is a table with the columns 'word', and 'polarity' or "
                "'label'."
            ),
        ),
        (
            ("--lexicon", "words.csv"),
            "--lexicon is for the user 'lexicon', not for 'uniform'. Add --user lexicon, or leave it out.",
        ),
        (
            ("--lexicon-labels", "positive=1", "--user", "coverage"),
            "--lexicon-labels is for the user 'lexicon', not for 'coverage'. Add --user lexicon, or leave it out.",
        ),
        (
            ("--method", "neno"),
            f"No method is called 'neno'. Did you mean 'nemo'? There are: {', '.join(METHODS)}.",
        ),
        (
            ("--protocol", "papers"),
            "No protocol is called 'papers'. Did you mean 'paper'? There are: authors, paper, product.",
        ),
        (
            ("--strategy-option", "min_coverage"),
            "--strategy-option: 'min_coverage' is no option and its value; expected, for example: min_coverage=20",
        ),
        (
            ("--strategy", "seu", "--strategy-option", "min_covrage=3"),
            (
                "No option of seu is called 'min_covrage'. Did you mean 'min_coverage'? There are: class_prior, max_coverage, "
                "min_coverage, predictions, stop_words, temperature, user_model, utility."
            ),
        ),
        (
            ("--strategy-option", "max_covrage=3"),
            (
                "No option of coverage is called 'max_covrage'. Did you mean 'max_coverage'? There are: balanced, "
                "by_length, max_coverage, min_coverage."
            ),
        ),
        (
            ("--learner-option", "balance"),
            "--learner-option: 'balance' is no option and its value; expected, for example: balance=counted",
        ),
        (
            ("--learner-option", "balance=given"),
            "balance is 'given'; expected one of: post-stratified, counted.",
        ),
        (
            ("--learner", "two-stage", "--learner-option", "balance=counted"),
            "--learner-option: the learner 'two-stage' has no options. Leave it out.",
        ),
        (
            ("--method", "nemo", "--learner-option", "balance=counted"),
            "A method has its own learner. Name one with --learner too, or leave out --learner-option.",
        ),
        (("--strategy-option", "min_coverage=many"), "--strategy-option: 'many' is not a number."),
        (("--strategy-option", "balanced=perhaps"), "--strategy-option: 'perhaps' is neither yes nor no."),
        (
            ("--learner", "two-stages"),
            (
                "No learner is called 'two-stages'. Did you mean 'two-stage'? There are: gold-only, implyloss, "
                "self-training, two-stage."
            ),
        ),
        (
            ("--strategy-option", "min_coverage=0"),
            "min_coverage is 0; expected a whole number of documents, 1 or more.",
        ),
        (
            ("--strategy", "seu", "--strategy-option", "user_model=unifrom"),
            "No user model is called 'unifrom'. Did you mean 'uniform'? There are: accuracy, softmax, uniform.",
        ),
        (
            ("--strategy", "random", "--strategy-option", "min_coverage=3"),
            "--strategy-option: the strategy 'random' has no options. Leave it out.",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_choice_is_told(simulated, options, message):
    result = simulated(*options, "--json")
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")


@pytest.mark.parametrize(
    ("meaning", "message"),
    [
        (
            "positive",
            (
                "--lexicon-labels: 'positive' is not a class and its polarity; expected, for example: "
                "negative=-1,positive=1"
            ),
        ),
        (
            "positve=1",
            "No class is called 'positve'. Did you mean 'positive'? There are: negative, positive.",
        ),
        (
            "positive=2",
            "No word of words.csv speaks for '2', which was said to mean positive. Its words speak for: -1, 1.",
        ),
    ],
)
def test_meaning_that_cannot_be_is_told(simulated, words, meaning, message):
    result = simulated("--user", "lexicon", "--lexicon", words, "--lexicon-labels", meaning, "--json")
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")


def test_word_list_that_is_missing_is_told(simulated, tmp_path):
    result = simulated("--user", "lexicon", "--lexicon", tmp_path / "none.csv", "--json")
    assert (result.exit_code, result.stderr) == (2, f"Error: There is no file '{tmp_path}/none.csv'.\n")


def test_classes_that_a_word_list_does_not_fit_are_told(run, reviews, words, tmp_path):
    file = tmp_path / "spam.parquet"
    labels = ["spam" if label == "negative" else "ham" for label in reviews.gold]
    pl.DataFrame({"text": reviews.texts, "sentiment": labels}).write_parquet(file)
    result = run("simulate", file, *OPTIONS, "--user", "lexicon", "--lexicon", words, "--json")
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: The words of words.csv speak for -1, 1, and the classes are ham, spam. Say which value means which class: "
        "--lexicon-labels ham=…,spam=… on the command line, lexicon.for_labels(labels, {label: value, …}) in Python.\n"
    )
