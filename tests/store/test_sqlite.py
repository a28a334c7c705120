import hashlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone

import polars as pl
import pytest

from lamplighter import Corpus, Session
from lamplighter.exceptions import FileError, NewerProjectError, NotAProjectError, StaleStepError, StorageError
from lamplighter.session.events import Skipped
from lamplighter.store import SqliteStore, sqlite


def exactly(message):
    return f"^{re.escape(message)}$"


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def change(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(*statement) if isinstance(statement, tuple) else connection.execute(statement)
        connection.commit()


# ---------------------------------------------------------------------- the file


def test_file_is_marked_as_ours_and_says_how_it_was_made(project, tiny):
    assert rows(project, "PRAGMA application_id") == [(int.from_bytes(b"lamp", "big"),)]
    assert rows(project, "SELECT name FROM migration ORDER BY rowid") == [("events_and_corpus",), ("other_columns",)]
    facts = dict(rows(project, "SELECT key, value FROM project"))
    [(documents,)] = rows(project, "SELECT documents FROM corpus")
    written = f"{tiny.fingerprint}\n6\ntexts".encode() + len(documents).to_bytes(8, "little") + documents
    assert facts == {
        "name": "texts",
        "fingerprint": tiny.fingerprint,
        "n_rows": "6",
        "checksum": hashlib.sha256(written).hexdigest(),
    }


def test_appended_events_are_on_disk_before_append_returns(project):
    with closing(SqliteStore.open(project)) as store:
        assert rows(project, "PRAGMA journal_mode") == [("wal",)]
        store.append([Skipped(5)], expected=3)
        assert rows(project, "SELECT position, kind, body FROM event WHERE position = 3") == [
            (3, "skipped", '{"document":5}')
        ]


def test_each_connection_waits_for_the_disk(project):
    with closing(SqliteStore.open(project)) as store, store._engine.connect() as connection:
        full = 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == full


def test_closed_project_is_one_file(project):
    assert listing(project.parent) == [project.name]


def test_times_are_written_in_utc(place, tiny, events):
    east = datetime(2024, 2, 29, 1, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=3)))
    with closing(SqliteStore.create(place, tiny, events[:1], clock=lambda: east)) as store:
        assert [stamped.at for stamped in store.events()] == [east]
    assert rows(place, "SELECT at FROM event") == [("2024-02-28T22:30:00.250+00:00",)]


def test_corpus_of_several_parts_comes_back_in_order(place, events, monkeypatch):
    monkeypatch.setattr(sqlite, "DOCUMENTS_A_PART", 3)
    corpus = Corpus.from_texts(["a", None, *"bcdefg"], ids=map(str, range(8)))
    with closing(SqliteStore.create(place, corpus, events)) as store:
        assert store.corpus().texts == tuple("abcdefg")
        assert store.corpus().ids == ("0", "2", "3", "4", "5", "6", "7")
    assert rows(place, "SELECT count(*) FROM corpus") == [(3,)]


@pytest.mark.parametrize(
    "name", ["a b.x", "what?.x", "50%25.x", "a#b.x", "größe ☂.x", "[x]*.x", "file:x", "mode=ro&.x"]
)
def test_file_may_have_any_name(tmp_path, tiny, events, name):
    with closing(SqliteStore.create(tmp_path / name, tiny, events)):
        pass
    assert listing(tmp_path) == [name]
    with closing(SqliteStore.open(tmp_path / name)) as store:
        assert len(store.events()) == len(events)


def test_two_stores_of_one_file_do_not_overwrite_each_other(project):
    with closing(SqliteStore.open(project)) as one, closing(SqliteStore.open(project)) as other:
        one.append([Skipped(0)], expected=3)
        message = (
            "The project has 4 events where 3 were expected: another program or window has written to it. Nothing was "
            "lost; open the project again to see what is there."
        )
        with pytest.raises(StaleStepError, match=exactly(message)):
            other.append([Skipped(1)], expected=3)
        other.append([Skipped(1)], expected=4)
        assert [stamped.event for stamped in one.events()][3:] == [Skipped(0), Skipped(1)]


# ---------------------------------------------------------------------- places that cannot be


def test_missing_project_is_an_error_with_a_hint(project):
    wanted = project.with_name("wrok.lamplighter")
    message = f"There is no project {str(wanted)!r}. Did you mean 'work.lamplighter'?"
    with pytest.raises(FileError, match=exactly(message)):
        SqliteStore.open(wanted)
    assert listing(project.parent) == [project.name]


def test_folder_is_no_project(tmp_path):
    with pytest.raises(FileError, match=exactly(f"There is no project {str(tmp_path)!r}.")):
        SqliteStore.open(tmp_path)


def test_project_is_not_made_over_a_file_of_another_kind(tmp_path, tiny, events):
    place = tmp_path / "notes.txt"
    place.write_text("mine")
    message = f"There is a file {str(place)!r} already. Name another place for the project."
    with pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.create(place, tiny, events)
    assert place.read_text() == "mine"


def test_project_cannot_be_made_in_a_folder_that_is_not_there(tmp_path, tiny, events):
    place = tmp_path / "none" / "work.lamplighter"
    message = (
        f"The project {str(place)!r} cannot be used: unable to open database file. The file or its folder cannot be "
        "opened."
    )
    with pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.create(place, tiny, events)
    assert listing(tmp_path) == []


def test_project_cannot_be_made_below_a_file(tmp_path, tiny, events):
    (tmp_path / "file").write_text("x")
    place = tmp_path / "file" / "work.lamplighter"
    with pytest.raises(StorageError, match=exactly(f"The project {str(place)!r} cannot be made: Not a directory.")):
        SqliteStore.create(place, tiny, events)


def test_half_a_character_is_refused_and_leaves_nothing(place, events):
    message = (
        f"The project {str(place)!r} cannot be written: '\\ud83d' is half of a character. Mend the text it stands in, "
        "or read the file with its true encoding."
    )
    with pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.create(place, Corpus.from_texts(["a good film", "half \ud83d"]), events)
    assert listing(place.parent) == []


# ---------------------------------------------------------------------- files that are not ours


def other_database(path):
    change(path, "CREATE TABLE shop (item TEXT)", "INSERT INTO shop VALUES ('lamp')")


FOREIGN = {
    "random bytes": lambda path: path.write_bytes(bytes(range(256)) * 20),
    "an empty file": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("text,label\na good film,pos\n"),
    "a Parquet file": lambda path: pl.DataFrame({"text": ["a good film"]}).write_parquet(path),
    "another SQLite database": other_database,
    "the beginning of a database": lambda path: path.write_bytes(b"SQLite format 3\0"),
}


@pytest.mark.parametrize("kind", list(FOREIGN))
def test_file_that_is_not_ours_is_refused_and_not_touched(place, kind):
    FOREIGN[kind](place)
    before = place.read_bytes()
    message = f"{str(place)!r} is not a lamplighter project. Name another file for the project."
    with pytest.raises(NotAProjectError, match=exactly(message)):
        SqliteStore.open(place)
    assert place.read_bytes() == before
    assert listing(place.parent) == [place.name]


def test_file_that_only_looks_like_ours_is_refused_and_not_touched(place):
    content = bytearray(b"SQLite format 3\0".ljust(4096, b"\x07"))
    content[68:72] = b"lamp"
    place.write_bytes(content)
    message = f"{str(place)!r} is damaged, or no lamplighter project: file is not a database."
    with pytest.raises(NotAProjectError, match=exactly(message)):
        SqliteStore.open(place)
    assert place.read_bytes() == content
    assert listing(place.parent) == [place.name]


# ---------------------------------------------------------------------- files of a newer version


def test_file_with_an_unknown_migration_is_of_a_newer_version_and_not_touched(project):
    change(project, "INSERT INTO migration VALUES ('drafts')")
    before = project.read_bytes()
    message = f"{str(project)!r} was made by a newer version of lamplighter. Update it to open the project."
    with pytest.raises(NewerProjectError, match=exactly(message)):
        SqliteStore.open(project)
    assert project.read_bytes() == before


def test_unknown_kind_of_event_is_of_a_newer_version(project):
    change(project, "INSERT INTO event VALUES (3, '2030-01-01T00:00:00+00:00', 'dreamt', '{}')")
    message = "The project has an event 'dreamt', which this version does not know. Update lamplighter to open it."
    with closing(SqliteStore.open(project)) as store, pytest.raises(NewerProjectError, match=exactly(message)):
        store.events()


def test_event_with_an_unknown_value_is_of_a_newer_version(project):
    change(project, """INSERT INTO event VALUES (3, '2030-01-01T00:00:00+00:00', 'undone', '{"mood":"good"}')""")
    message = "The project's event 'undone' has mood, which this version does not know. Update lamplighter to open it."
    with closing(SqliteStore.open(project)) as store, pytest.raises(NewerProjectError, match=exactly(message)):
        store.events()


# ---------------------------------------------------------------------- damaged files


def read_all(path):
    with closing(SqliteStore.open(path)) as store:
        corpus, events = store.corpus(), [stamped.event for stamped in store.events()]
        return corpus, events


def test_file_with_overwritten_pages_is_damaged(project):
    content = bytearray(project.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)  # all but the header and the schema
    project.write_bytes(content)
    message = f"{str(project)!r} is damaged, or no lamplighter project: database disk image is malformed."
    with pytest.raises(NotAProjectError, match=exactly(message)):
        SqliteStore.open(project)


def test_file_that_was_cut_short_is_damaged(project):
    content = project.read_bytes()
    project.write_bytes(content[: len(content) // 2])
    message = f"{str(project)!r} is damaged, or no lamplighter project: database disk image is malformed."
    with pytest.raises(NotAProjectError, match=exactly(message)):
        read_all(project)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE corpus SET documents = zeroblob(200)", "its documents cannot be read"),
        ("DELETE FROM corpus", "its documents cannot be read"),
        ("DELETE FROM project WHERE key = 'name'", "its documents cannot be read"),
        ("UPDATE project SET value = 'six' WHERE key = 'n_rows'", "its documents cannot be read"),
        ("UPDATE project SET value = '7' WHERE key = 'n_rows'", "its documents are not those it was made with"),
        ("DELETE FROM project WHERE key = 'fingerprint'", "its documents are not those it was made with"),
        ("UPDATE event SET body = '{\"document\":'  WHERE position = 1", "its events cannot be read"),
        ("UPDATE event SET body = '{}' WHERE position = 1", "its events cannot be read"),
        ("UPDATE event SET body = '[]' WHERE position = 1", "its events cannot be read"),
        ("UPDATE event SET at = 'yesterday' WHERE position = 1", "its events cannot be read"),
        ("UPDATE event SET body = CAST(X'7bff7d' AS TEXT) WHERE position = 1", "what should be text is none"),
    ],
)
def test_damage_is_told(project, statement, reason):
    change(project, statement)
    message = f"The project {str(project)!r} is damaged: {reason}."
    with pytest.raises(StorageError, match=exactly(message)):
        read_all(project)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM project WHERE key = 'checksum'", "UPDATE project SET value = 'x' WHERE key = 'checksum'"]
)
def test_without_its_checksum_the_texts_themselves_are_looked_at(project, tiny, statement):
    """As in projects that were made before there was one."""
    change(project, statement)
    assert read_all(project)[0].fingerprint == tiny.fingerprint
    change(project, f"UPDATE project SET value = '{'0' * 64}' WHERE key = 'fingerprint'")
    message = f"The project {str(project)!r} is damaged: its documents are not those it was made with."
    with pytest.raises(StorageError, match=exactly(message)):
        read_all(project)


def test_another_text_in_the_corpus_is_noticed(project, tmp_path):
    other = Corpus.from_texts(["a good film", "good food", "a bad film", "bad food", "good music", "bad musik"])
    SqliteStore.create(tmp_path / "other", other, []).close()
    [(documents,)] = rows(tmp_path / "other", "SELECT documents FROM corpus")
    change(project, ("UPDATE corpus SET documents = ?", (documents,)))
    message = f"The project {str(project)!r} is damaged: its documents are not those it was made with."
    with pytest.raises(StorageError, match=exactly(message)):
        read_all(project)


@pytest.mark.parametrize("at", range(0, 4096, 256))
def test_flipped_bytes_anywhere_are_told_or_do_not_matter(project, at):
    whole = read_all(project)
    content = bytearray(project.read_bytes())
    for page in range(0, len(content), 4096):
        for place in range(max(page + at, 100), page + at + 12):
            content[place] ^= 0xA5
    project.write_bytes(content)
    try:
        corpus, _ = read_all(project)
    except (StorageError, NotAProjectError, NewerProjectError):
        return
    assert corpus.texts == whole[0].texts


# ---------------------------------------------------------------------- locks and permissions


def test_project_that_another_program_holds_is_told(project, monkeypatch):
    create_engine = sqlite.create_engine
    monkeypatch.setattr(  # as the store, but without patience
        sqlite, "create_engine", lambda url, connect_args: create_engine(url, connect_args={"timeout": 0.1})
    )
    message = (
        f"The project {str(project)!r} cannot be used: database is locked. Another program holds the project. Close it "
        "and try again."
    )
    with closing(SqliteStore.open(project)) as store, closing(sqlite3.connect(project)) as other:
        other.isolation_level = None
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match=exactly(message)):
            store.append([Skipped(0)], expected=3)
        with pytest.raises(StorageError, match=exactly(message)):
            SqliteStore.open(project)
        other.execute("ROLLBACK")
        store.append([Skipped(0)], expected=3)
        assert len(store.events()) == 4


def test_store_waits_while_another_program_writes(project):
    script = """if True:
        import sqlite3, sys, time
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        print("holding", flush=True)
        time.sleep(0.5)
        connection.execute("COMMIT")
    """
    with (
        closing(SqliteStore.open(project)) as store,
        subprocess.Popen([sys.executable, "-c", script, project], stdout=subprocess.PIPE, text=True) as other,
    ):
        assert other.stdout.readline() == "holding\n"
        store.append([Skipped(0)], expected=3)
        assert len(store.events()) == 4
    assert other.returncode == 0


def test_project_cannot_be_made_in_a_folder_that_may_not_be_written_to(open_folder, as_nobody, tiny, events):
    open_folder.chmod(0o555)
    place = open_folder / "work.lamplighter"
    message = (
        f"The project {str(place)!r} cannot be used: unable to open database file. The file or its folder cannot be "
        "opened."
    )
    with as_nobody(), pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.create(place, tiny, events)
    open_folder.chmod(0o755)
    assert listing(open_folder) == []


def test_project_that_may_not_be_read_is_told(open_folder, as_nobody, tiny, events):
    place = open_folder / "work.lamplighter"
    SqliteStore.create(place, tiny, events).close()
    place.chmod(0o000)
    message = f"The project {str(place)!r} cannot be read: Permission denied."
    with as_nobody(), pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.open(place)


def test_project_in_a_folder_that_may_not_be_written_to_is_told(open_folder, as_nobody, tiny, events):
    place = open_folder / "work.lamplighter"
    SqliteStore.create(place, tiny, events).close()
    before = place.read_bytes()
    place.chmod(0o444)
    open_folder.chmod(0o555)
    message = (
        f"The project {str(place)!r} cannot be used: attempt to write a readonly database. The file or its folder may "
        "not be written to."
    )
    with as_nobody(), pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.open(place)
    open_folder.chmod(0o755)
    assert place.read_bytes() == before
    assert listing(open_folder) == [place.name]


def test_file_that_may_only_be_read_keeps_what_it_has(open_folder, as_nobody, tiny, events):
    place = open_folder / "work.lamplighter"
    SqliteStore.create(place, tiny, events).close()
    place.chmod(0o444)
    open_folder.chmod(0o777)
    message = (
        f"The project {str(place)!r} cannot be used: attempt to write a readonly database. The file or its folder may "
        "not be written to."
    )
    with as_nobody(), closing(SqliteStore.open(place)) as store:
        with pytest.raises(StorageError, match=exactly(message)):
            store.append([Skipped(0)], expected=3)
        assert [stamped.event for stamped in store.events()] == list(events)


# ---------------------------------------------------------------------- full disks


FULL = "database or disk is full. The disk is full. Make room and try again; what was saved before is safe."


def test_creation_on_a_full_disk_leaves_nothing(small_disk, events):
    place = small_disk / "work.lamplighter"
    corpus = Corpus.from_texts([os.urandom(500).hex() for _ in range(600)])
    with pytest.raises(StorageError, match=exactly(f"The project {str(place)!r} cannot be used: {FULL}")):
        SqliteStore.create(place, corpus, events)
    assert listing(small_disk) == []


def fill(disk):
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"x" * 512)
        except OSError:
            return


def test_append_on_a_full_disk_is_refused_and_earlier_events_are_safe(small_disk, tiny, events):
    place = small_disk / "work.lamplighter"
    with closing(SqliteStore.create(place, tiny, events[:1])) as store:
        store.append(events[1:], expected=1)
        fill(small_disk)
        with pytest.raises(StorageError, match=exactly(f"The project {str(place)!r} cannot be used: {FULL}")):
            store.append([Skipped(number) for number in range(2000)], expected=3)
        assert [stamped.event for stamped in store.events()] == list(events)
        (small_disk / "ballast").unlink()
        store.append([Skipped(4)], expected=3)
    with closing(SqliteStore.open(place)) as again:
        assert [stamped.event for stamped in again.events()] == [*events, Skipped(4)]


def test_full_disk_is_told_when_a_project_is_opened(small_disk, tiny, events):
    place = small_disk / "work.lamplighter"
    SqliteStore.create(place, tiny, events).close()
    fill(small_disk)
    message = (
        f"The project {str(place)!r} cannot be used: disk I/O error. The disk is full or fails. Make room and try "
        "again; what was saved before is safe."
    )
    with pytest.raises(StorageError, match=exactly(message)):
        SqliteStore.open(place)
    (small_disk / "ballast").unlink()
    assert read_all(place)[1] == list(events)


def test_file_that_may_not_grow_keeps_what_it_has(project):
    """As a full disk, where none can be made: SQLite itself refuses to add a page."""
    with closing(SqliteStore.open(project)) as store:
        with store._engine.connect() as connection:  # the pool hands the same connection out again
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(StorageError, match=exactly(f"The project {str(project)!r} cannot be used: {FULL}")):
            store.append([Skipped(number) for number in range(2000)], expected=3)
        assert len(store.events()) == 3
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 100000")
        store.append([Skipped(9)], expected=3)
        assert [stamped.event for stamped in store.events()][3:] == [Skipped(9)]


# ---------------------------------------------------------------------- killed


KILLED_MIDWAY = """if True:
    import os, signal, sys
    from lamplighter import Corpus
    from lamplighter.session.events import Skipped
    from lamplighter.store import SqliteStore

    calls = 0
    def clock():
        global calls
        calls += 1
        if calls == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        from datetime import UTC, datetime
        return datetime.now(UTC)

    corpus = Corpus.from_texts(["a good film " * 100] * 500)
    SqliteStore.create(sys.argv[1], corpus, [Skipped(0), Skipped(1)], clock=clock)
"""


def test_creation_that_was_killed_leaves_nothing_that_opens(place, tiny, events):
    killed = subprocess.run([sys.executable, "-c", KILLED_MIDWAY, place], check=False)
    assert killed.returncode == -signal.SIGKILL
    left = listing(place.parent)
    assert f"{place.name}.unfinished" in left
    with pytest.raises(FileError, match=exactly(f"There is no project {str(place)!r}.")):
        SqliteStore.open(place)
    unfinished = place.with_name(f"{place.name}.unfinished")
    message = f"{str(unfinished)!r} is not a lamplighter project. Name another file for the project."
    with pytest.raises(NotAProjectError, match=exactly(message)):
        SqliteStore.open(unfinished)
    SqliteStore.create(place, tiny, events).close()
    assert listing(place.parent) == [place.name]
    assert read_all(place)[1] == list(events)


# ---------------------------------------------------------------------- whole sessions


def test_session_that_was_kept_replays(place, reviews):
    session = Session(reviews)
    first = session.suggest()
    word = next(iter(first.candidates))
    session.add(word, "positive")
    session.suggest()
    SqliteStore.create(place, reviews, session.events).close()
    corpus, events = read_all(place)
    assert corpus.gold == reviews.gold
    again = Session.replay(corpus, events)
    assert again.events == session.events
    assert again.state == session.state
    assert (again.predict_proba() == session.predict_proba()).all()


def test_log_left_by_a_deleted_project_is_not_taken_for_the_new_one_s(place, tiny, events):
    old = SqliteStore.create(place, tiny, events)
    old.append([Skipped(0)] * 3, expected=len(events))
    log = place.with_name(f"{place.name}-wal")
    kept = log.read_bytes()
    old.close()
    place.unlink()
    log.write_bytes(kept)  # as after a crash, where only the project itself was deleted
    new = SqliteStore.create(place, tiny, events)
    assert [stamped.event for stamped in new.events()] == list(events)
    new.close()
