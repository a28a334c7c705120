import re
from pathlib import Path

import polars as pl
import pytest

from lamplighter.bench import DATASETS, Dataset, parse_metric
from lamplighter.bench.datasets import SUFFIXES, lexicon_path
from lamplighter.bench.plan import PAPER_DATASETS
from lamplighter.exceptions import ColumnNotFoundError, FileError, InputError, LabelError, UnknownNameError

TICKETS = Dataset(name="tickets", labels=("bug", "wish"), homepage="example.org/tickets")


def failing(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_file_is_found_whatever_its_ending(tmp_path, suffix):
    (tmp_path / f"tickets{suffix}").touch()
    (tmp_path / f"opinion_lexicon{suffix}").touch()
    assert TICKETS.path(tmp_path) == tmp_path / f"tickets{suffix}"
    assert lexicon_path(tmp_path) == tmp_path / f"opinion_lexicon{suffix}"


def test_of_several_files_the_parquet_is_read(tmp_path):
    for suffix in SUFFIXES:
        (tmp_path / f"tickets{suffix}").touch()
    assert TICKETS.path(tmp_path).name == "tickets.parquet"


def test_data_set_that_is_not_there_says_where_it_was_looked_for_and_how_to_get_it(tmp_path):
    (tmp_path / "tickets.csv").mkdir()  # a folder is no file
    (tmp_path / "tickets.xlsx").touch()
    message = (
        f"The data set 'tickets' is not in {tmp_path}: looked for tickets with one of the endings .parquet, .csv, .tsv, "
        ".jsonl, .csv.gz, .tsv.gz, .jsonl.gz. Get it from example.org/tickets, save it there as a table with the columns "
        "'text' and 'label' (the labels being bug, wish), or name its folder: --data FOLDER."
    )
    with failing(FileError, message):
        TICKETS.read(tmp_path)


def test_word_list_that_is_not_there_says_how_to_get_it():
    message = (
        "The words that the user 'lexicon' knows are not in nowhere: looked for opinion_lexicon with one of the endings "
        ".parquet, .csv, .tsv, .jsonl, .csv.gz, .tsv.gz, .jsonl.gz. Get the Opinion Lexicon of Hu and Liu "
        "(cs.uic.edu/~liub/FBS/sentiment-analysis.html), save it there as a table with the columns 'word' and 'polarity' "
        "(1 or -1), or name another list: --lexicon FILE."
    )
    with failing(FileError, message):
        lexicon_path(Path("nowhere"))


def test_data_set_is_read_with_gold(tmp_path):
    (tmp_path / "tickets.csv").write_text("text,label\nit crashes,bug\nmake it blue,wish\n")
    corpus = TICKETS.read(tmp_path)
    assert corpus.texts == ("it crashes", "make it blue")
    assert corpus.gold == ("bug", "wish")


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["bug", "idea", "Wish", "wish"], "2 of 4 texts have a label that is none of bug, wish; the first has the label 'idea'"),
        (["bug", None, "wish", "wish"], "1 of 4 texts have a label that is none of bug, wish; the first has no label"),
    ],
    ids=["strange", "missing"],
)  # fmt: skip
def test_labels_that_are_none_of_the_classes_are_told_before_anything_runs(tmp_path, labels, said):
    file = tmp_path / "tickets.parquet"
    pl.DataFrame({"text": list("abcd"), "label": labels}).write_parquet(file)
    with failing(LabelError, f"{file}: {said}. Rename the labels, or take these texts out."):
        TICKETS.read(tmp_path)


def test_column_that_is_missing_is_told(tmp_path):
    (tmp_path / "tickets.csv").write_text("text,class\nit crashes,bug\n")
    with failing(ColumnNotFoundError, "There is no column 'label'. The columns are: 'text', 'class'."):
        TICKETS.read(tmp_path)


@pytest.mark.parametrize("name", DATASETS)
def test_registered_data_set_can_be_measured_and_says_where_it_comes_from(name):
    dataset = DATASETS[name]
    assert dataset.name == name
    assert parse_metric(dataset.metric, dataset.labels).n_classes == len(dataset.labels) > 1
    assert "." in dataset.homepage


def test_opinion_words_speak_for_the_reviews_alone():
    assert [name for name in DATASETS if DATASETS[name].sentiment] == ["amazon", "imdb", "yelp"]


def test_only_spam_among_messages_is_measured_by_f1():
    assert {name: DATASETS[name].metric for name in PAPER_DATASETS if DATASETS[name].metric != "accuracy"} == {
        "sms": "f1:spam"
    }


def test_unknown_data_set_is_told():
    message = (
        "No data set is called 'imbd'. Did you mean 'imdb'? There are: agnews, amazon, imdb, sms, trec, yelp, youtube."
    )
    with failing(UnknownNameError, message):
        DATASETS["imbd"]
    assert issubclass(UnknownNameError, InputError)
