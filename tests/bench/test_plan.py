import re
from collections import Counter

import numpy as np
import polars as pl
import pytest

from lamplighter.bench import DATASETS, METHODS, PROTOCOLS, UniformUser, parse_metric
from lamplighter.bench.materials import prepare_materials
from lamplighter.bench.plan import PAPER_DATASETS, Request, figure_2_runs, plan, shared, user_of, words_for
from lamplighter.bench.report import FIGURES, TABLES
from lamplighter.bench.runs import Run
from lamplighter.bench.users import CoverageUser, LexiconUser
from lamplighter.exceptions import FileError, InputError, LabelError, UnknownNameError


def failing(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def planned(**asked):
    return plan(Request(**{"datasets": ["sms"], "seeds": 1, **asked}))


# ---------------------------------------------------------------------- what has to run


@pytest.mark.parametrize("number", TABLES)
def test_table_needs_its_methods(number):
    assert {run.method for run in planned(tables=[number])} == set(TABLES[number].methods)


def test_method_of_several_tables_runs_once():
    runs = planned(tables=[4, 5, 6], methods=["nemo", "snorkel"])
    assert [run.method for run in runs] == sorted({*TABLES[4].methods, *TABLES[5].methods, *TABLES[6].methods})


def test_figure_of_thresholds_needs_its_methods_at_each():
    runs = planned(figures=["8"], threshold=0.9)
    assert Counter(run.threshold for run in runs) == {0.5: 5, 0.6: 5, 0.7: 5}
    assert {run.method for run in runs} == set(FIGURES["8"].methods)


@pytest.mark.parametrize(("figure", "methods"), [("2", {"snorkel"}), ("curves", set(TABLES[2].methods))])
def test_other_figures_have_the_threshold_that_is_asked_for(figure, methods):
    runs = planned(figures=[figure], tables=[4], threshold=0.6)
    assert {run.threshold for run in runs} == {0.6}
    assert {run.method for run in runs} == {*methods, *TABLES[4].methods}


def test_methods_run_beside_those_of_the_tables():
    assert "us" in {run.method for run in planned(tables=[4], methods=["us"])}
    assert planned(methods=["us"]) == [Run("sms", "paper", "uniform", 0.5, "us", 0)]


def test_table_of_the_data_sets_needs_no_runs():
    assert planned(tables=[1]) == []


def test_everything_is_the_paper_by_default():
    runs = plan(Request(tables=[4]))
    assert list(dict.fromkeys(run.dataset for run in runs)) == list(PAPER_DATASETS)
    assert {(run.protocol, run.threshold) for run in runs} == {("paper", 0.5)}
    assert {run.seed for run in runs} == set(range(5))
    assert len(runs) == 5 * 5 * 3 == len(set(runs))


def test_runs_that_share_an_index_stand_together():
    runs = plan(Request(tables=[4], datasets=["sms", "yelp", "sms"], protocols=["product", "paper"], seeds=2))
    groups = shared(runs)
    assert len(runs) == 2 * 2 * 2 * 3
    assert [key[:3] for key in groups][:3] == [("sms", "product", 0), ("sms", "product", 1), ("sms", "paper", 0)]
    assert {(protocol, features) for _, protocol, _, features in groups} == {
        (name, PROTOCOLS[name].features) for name in ("product", "paper")
    }
    assert [run for group in groups.values() for run in group] == runs
    assert {len(group) for group in groups.values()} == {3}


def test_runs_that_see_other_features_share_no_index():
    runs = plan(
        Request(methods=["lamplighter", "no-bigrams", "snorkel"], datasets=["sms"], protocols=["product"], seeds=1)
    )
    groups = shared(runs)
    assert [[run.method for run in group] for group in groups.values()] == [["lamplighter", "snorkel"], ["no-bigrams"]]
    assert [key[3].bigram_min_df for key in groups] == [5, None]


# ---------------------------------------------------------------------- who works


@pytest.mark.parametrize("dataset", DATASETS)
def test_authors_have_a_lexicon_where_words_have_opinions_and_frequent_words_elsewhere(dataset):
    [run] = planned(methods=["us"], datasets=[dataset], protocols=["authors"])
    assert run.user == ("lexicon" if dataset in {"amazon", "yelp", "imdb"} else "coverage")


@pytest.mark.parametrize("protocol", ["paper", "product"])
def test_others_have_the_paper_s_user_everywhere(protocol):
    runs = planned(methods=["us"], datasets=list(DATASETS), protocols=[protocol])
    assert {run.user for run in runs} == {"uniform"}


def test_user_that_is_asked_for_works_everywhere():
    runs = planned(methods=["us"], datasets=["sms", "yelp"], protocols=["authors", "paper"], user="explanation")
    assert {run.user for run in runs} == {"explanation"}


@pytest.fixture(scope="module")
def witness(data):
    dataset = DATASETS["amazon"]
    metric = parse_metric(dataset.metric, dataset.labels)
    return prepare_materials(dataset.read(data), dataset.labels, metric, PROTOCOLS["paper"], 0, n_threads=1).witness


def made(run, witness, data, lexicon=None):
    return user_of(run, words_for([run], lexicon, data))(witness, threshold=0.5, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "kind"), [("uniform", UniformUser), ("coverage", CoverageUser), ("lexicon", LexiconUser)]
)
def test_user_is_the_one_that_is_named(witness, data, name, kind):
    assert type(made(Run("amazon", "authors", name, 0.5, "nemo", 0), witness, data)) is kind


def words(user):
    """Give the words that come to mind for the second class, positive."""
    terms = user.session.engine.index.vocabulary.terms
    return {terms[place] for place in np.flatnonzero(user.weights(np.arange(len(terms)), 1))}


LEXICON = Run("amazon", "paper", "lexicon", 0.5, "nemo", 0)


def test_lexicon_is_the_folder_s_unless_another_is_named(witness, data, tmp_path):
    assert words(made(LEXICON, witness, data)) == {"good", "lovely", "excellent"}
    (tmp_path / "mine.csv").write_text("word,label\nrich,positive\ndull,negative\n")
    assert words(made(LEXICON, witness, data, tmp_path / "mine.csv")) == {"rich"}


def test_lexicon_that_is_missing_is_told(data, tmp_path):
    message = f"There is no file '{tmp_path / 'mine.csv'}'."
    with failing(FileError, message):
        words_for([LEXICON], tmp_path / "mine.csv", data)
    with pytest.raises(
        FileError, match=f"^The words that the user 'lexicon' knows are not in {re.escape(str(tmp_path))}: "
    ):
        words_for([LEXICON], None, tmp_path)


def test_opinions_do_not_tell_spam(data, tmp_path):
    message = (
        "The opinion lexicon has no words for the classes of sms: ham, spam. Leave the data set out, take another user, or "
        "name a list with the columns 'word' and 'label': --lexicon FILE."
    )
    run = Run("sms", "paper", "lexicon", 0.5, "nemo", 0)
    with failing(InputError, message):
        words_for([run], None, data)
    pl.DataFrame({"word": ["sour", "good"], "label": ["spam", "ham"]}).write_csv(tmp_path / "spam.csv")
    assert words_for([run], tmp_path / "spam.csv", data).values == ("ham", "spam")
    (tmp_path / "signs.csv").write_text("word,polarity\ngood,1\n")
    with pytest.raises(LabelError, match=r"^The words of signs.csv speak for 1, and the classes are ham, spam. "):
        words_for([run], tmp_path / "signs.csv", data)


# ---------------------------------------------------------------------- Figure 2


def test_functions_of_figure_2_are_those_of_one_method_threshold_and_protocol():
    request = Request(figures=["2", "8"], tables=[2], datasets=["sms", "yelp"], protocols=["product", "paper"], seeds=2)
    assert figure_2_runs(plan(request), request) == [
        Run(dataset, "product", "uniform", 0.5, "snorkel", seed) for dataset in ("sms", "yelp") for seed in (0, 1)
    ]


# ---------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"tables": [11]}, "No table is called '11'. Did you mean '1'? There are: 1, 10, 2, 4, 5, 6, 7, 8, 9."),
        ({"figures": ["curve"]}, "No figure is called 'curve'. Did you mean 'curves'? There are: 2, 8, curves."),
        ({"figures": ["A"]}, "No figure is called 'A'. There are: 2, 8, curves."),
        ({"methods": ["nemmo"]}, f"No method is called 'nemmo'. Did you mean 'nemo'? There are: {', '.join(METHODS)}."),
        (
            {"tables": [4], "datasets": ["yelb"]},
            f"No data set is called 'yelb'. Did you mean 'yelp'? There are: {', '.join(DATASETS)}.",
        ),
        (
            {"tables": [4], "protocols": ["papers"]},
            "No protocol is called 'papers'. Did you mean 'paper'? There are: authors, paper, product.",
        ),
        (
            {"tables": [4], "user": "acc"},
            "No simulated user is called 'acc'. There are: coverage, explanation, guided, lexicon, noisy, reviewer, uniform.",
        ),
    ],
    ids=lambda value: next(reversed(value)) if isinstance(value, dict) else "",
)
def test_unknown_name_is_told(asked, message):
    with failing(UnknownNameError, message):
        planned(**asked)


def test_study_with_people_cannot_be_simulated():
    message = "Table 3 is a study with people, which nobody can simulate: see lamplighter study."
    with failing(InputError, message):
        planned(tables=[4, 3])
