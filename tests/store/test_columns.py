"""What else is known of the documents is kept with them."""

import re
import sqlite3
from contextlib import closing
from itertools import count

import pytest

from lamplighter import Corpus
from lamplighter.exceptions import StorageError
from lamplighter.store import STORES, SqliteStore, sqlite

COLUMNS = {
    "stars": ["4", None, "0", "", "5"],
    'größe ☂, "quoted"\n\'': ["a,b", "\t", "\0", "👩‍🚀", "مرحبا"],
    "text": ["not", "the", "texts", "them", "selves"],
    "row": ["9", "9", "9", "9", "9"],
    "nobody knows": [None] * 5,
    "": ["1", "2", "3", "4", "5"],
}
KEPT = {name: tuple((value or "").strip() or None for value in values) for name, values in COLUMNS.items()}

numbers = count()


@pytest.fixture
def described():
    return Corpus.from_texts(["a", "b", "c", "d", "e"], columns=COLUMNS)


@pytest.fixture
def described_project(place, described, events):
    SqliteStore.create(place, described, events).close()
    return place


@pytest.mark.parametrize("name", list(STORES))
def test_columns_come_back_as_they_were_handed_in(name, tmp_path, described, events):
    place = tmp_path / f"columns {next(numbers)}"
    for store in (STORES[name].create(place, described, events), STORES[name].open(place)):
        with closing(store):
            corpus = store.corpus()
            assert dict(corpus.columns) == KEPT
            assert list(corpus.columns) == list(COLUMNS)
            assert corpus.fingerprint == described.fingerprint
            with pytest.raises(TypeError, match="does not support item assignment"):
                corpus.columns["stars"] = ()


def test_columns_are_those_of_the_rows_that_have_a_text(place, events):
    corpus = Corpus.from_texts(["a", None, "b"], columns={"stars": [1, 2, 3]})
    with closing(SqliteStore.create(place, corpus, events)) as store:
        assert dict(store.corpus().columns) == {"stars": ("1", "3")}


def test_columns_of_several_parts_come_back_in_order(place, described, events, monkeypatch):
    monkeypatch.setattr(sqlite, "DOCUMENTS_A_PART", 2)
    with closing(SqliteStore.create(place, described, events)) as store:
        assert dict(store.corpus().columns) == KEPT
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT part FROM corpus_columns").fetchall() == [(0,), (1,), (2,)]


def test_project_without_columns_has_nothing_in_their_table(project):
    with closing(SqliteStore.open(project)) as store:
        assert dict(store.corpus().columns) == {}
    with closing(sqlite3.connect(project)) as connection:
        assert connection.execute("SELECT count(*) FROM corpus_columns").fetchone() == (0,)


@pytest.mark.parametrize("columns", [{"half": ["\ud83d"]}, {"half \ud83d": ["x"]}], ids=["value", "name"])
def test_half_a_character_in_a_column_is_refused_and_leaves_nothing(place, events, columns):
    message = (
        f"The project {str(place)!r} cannot be written: '\\ud83d' is half of a character. Mend the text it stands in, "
        "or read the file with its true encoding."
    )
    with pytest.raises(StorageError, match=f"^{re.escape(message)}$"):
        SqliteStore.create(place, Corpus.from_texts(["a good film"], columns=columns), events)
    assert list(place.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE corpus_columns SET cells = zeroblob(200)", "its documents cannot be read"),
        (
            "UPDATE corpus_columns SET cells = (SELECT documents FROM corpus) WHERE part = 0",
            "its documents cannot be read",
        ),
        ("DELETE FROM corpus_columns WHERE part = 1", "its documents are not those it was made with"),
        (
            "INSERT INTO corpus_columns SELECT 7, cells FROM corpus_columns WHERE part = 0",
            "its documents are not those it was made with",
        ),
    ],
)
def test_damaged_columns_are_told(place, described, events, monkeypatch, statement, reason):
    monkeypatch.setattr(sqlite, "DOCUMENTS_A_PART", 3)
    SqliteStore.create(place, described, events).close()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute(statement)
        connection.commit()
    with (
        closing(SqliteStore.open(place)) as store,
        pytest.raises(StorageError, match=f"^{re.escape(f'The project {str(place)!r} is damaged: {reason}.')}$"),
    ):
        store.corpus()
