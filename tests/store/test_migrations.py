"""Files of earlier versions are opened, and brought to the present one."""

import sqlite3
from contextlib import closing
from io import BytesIO

import polars as pl
import pytest
from sqlalchemy import text

from lamplighter.exceptions import LamplighterError
from lamplighter.session.events import Labeled, Skipped
from lamplighter.store import SqliteStore, migrations

VERSION_1 = """
    PRAGMA application_id = 1818324336;
    PRAGMA journal_mode = WAL;
    CREATE TABLE migration (name TEXT PRIMARY KEY) STRICT;
    CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE corpus (part INTEGER PRIMARY KEY, documents BLOB NOT NULL) STRICT;
    CREATE TABLE event (position INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    INSERT INTO migration VALUES ('events_and_corpus');
    INSERT INTO project VALUES ('name', 'old.csv'), ('n_rows', '3');
    INSERT INTO event VALUES
        (0, '2024-05-06T07:08:09.010+00:00', 'skipped', '{"document":1}'),
        (1, '2024-05-06T07:08:10.000+00:00', 'labeled', '{"document":0,"label":1}');
"""
"""A file as version 0.1 wrote it. Never to be changed: later versions have to open it."""

FINGERPRINT_1 = "63890151d45449aa97b097c2bc019c5fa3fede88d2fc7443303f24e982b3b3fc"


@pytest.fixture
def old(tmp_path):
    documents = BytesIO()
    frame = pl.DataFrame({"row": [0, 2], "text": ["ein guter Film", "größe ☂"], "id": ["7", None], "gold": ["a", "b"]})
    frame.write_parquet(documents, compression="zstd")
    with closing(sqlite3.connect(tmp_path / "old.lamplighter")) as connection:
        connection.executescript(VERSION_1)
        connection.execute("INSERT INTO project VALUES ('fingerprint', ?)", (FINGERPRINT_1,))
        connection.execute("INSERT INTO corpus VALUES (0, ?)", (documents.getvalue(),))
        connection.commit()
    return tmp_path / "old.lamplighter"


def test_file_of_version_1_is_opened_and_can_be_added_to(old):
    with closing(SqliteStore.open(old)) as store:
        corpus = store.corpus()
        assert (corpus.texts, corpus.rows.tolist(), corpus.n_rows) == (("ein guter Film", "größe ☂"), [0, 2], 3)
        assert (corpus.ids, corpus.gold, corpus.name) == (("7", None), ("a", "b"), "old.csv")
        store.append([Skipped(0)], expected=2)
        assert [(stamped.at.isoformat(), stamped.event) for stamped in store.events()[:2]] == [
            ("2024-05-06T07:08:09.010000+00:00", Skipped(1)),
            ("2024-05-06T07:08:10+00:00", Labeled(0, 1)),
        ]
        assert store.events()[2].event == Skipped(0)


def tables(path):
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return [name for (name,) in names], connection.execute("SELECT name FROM migration ORDER BY rowid").fetchall()


TABLES = ["corpus", "corpus_columns", "event", "migration", "project"]
STEPS = [("events_and_corpus",), ("other_columns",)]


def test_new_file_has_the_tables_of_today(project):
    assert tables(project) == (TABLES, STEPS)


def test_file_of_version_1_has_no_columns_and_is_brought_to_today(old):
    with closing(SqliteStore.open(old)) as store:
        assert dict(store.corpus().columns) == {}
    assert tables(old) == (TABLES, STEPS)
    with closing(SqliteStore.open(old)) as store:
        assert dict(store.corpus().columns) == {}
        assert len(store.events()) == 2


def test_later_step_is_applied_once_when_an_old_file_is_opened(old, monkeypatch):
    calls = []

    def drafts(connection):
        calls.append("drafts")
        connection.execute(text("CREATE TABLE draft (body TEXT) STRICT"))

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, drafts))
    SqliteStore.open(old).close()
    SqliteStore.open(old).close()
    assert calls == ["drafts"]
    assert tables(old) == (sorted([*TABLES, "draft"]), [*STEPS, ("drafts",)])


def test_step_that_fails_leaves_the_old_file_as_it_was(old, monkeypatch):
    def first_half(connection):
        connection.execute(text("CREATE TABLE draft (body TEXT) STRICT"))

    def second_half(connection):
        connection.execute(text("DROP TABLE event"))
        raise LamplighterError("The step fails.")

    before = old.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, first_half, second_half))
        with pytest.raises(LamplighterError, match=r"^The step fails\.$"):
            SqliteStore.open(old)
    assert old.read_bytes() == before
    with closing(SqliteStore.open(old)) as store:
        assert len(store.events()) == 2


def test_names_of_steps_never_change_and_are_never_taken_twice():
    names = [step.__name__ for step in migrations.MIGRATIONS]
    assert names[:2] == ["events_and_corpus", "other_columns"]
    assert len(set(names)) == len(names)
