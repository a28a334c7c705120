"""A project in one SQLite file.

The file holds the documents themselves, so that a project survives the file it was made from, and every event
since its beginning. Each :meth:`SqliteStore.append` is one transaction, on disk before it returns (write-ahead log,
``synchronous=FULL``): a process that is killed, or a machine that loses power, loses nothing that was acknowledged.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from lamplighter.data import Corpus
from lamplighter.data.sources import FilesCorpus, Sources
from lamplighter.exceptions import (
    FileError,
    LamplighterError,
    NewerProjectError,
    NotAProjectError,
    StorageError,
    did_you_mean,
)
from lamplighter.session import Event, event_from_json, event_to_json
from lamplighter.store import migrations
from lamplighter.store.memory import now, stale
from lamplighter.store.protocol import StampedEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["SqliteStore"]

APPLICATION_ID = 0x6C616D70
"""``lamp``: in the header of each of our files, where SQLite keeps a place for it."""

DOCUMENTS_A_PART = 50_000

UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""What Polars raises where Parquet is damaged; the latter is no Exception."""

SQLITE_MAGIC = b"SQLite format 3\0"


class SqliteStore:
    """Keeps a project in one file.

    Use :meth:`create` and :meth:`open`.

    Parameters
    ----------
    path : Path
    clock : callable, optional
        Gives the time that events are stamped with.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        self.path = path
        self._clock = clock
        self._engine = _engine(path)

    @classmethod
    def create(
        cls, place: str | Path, corpus: Corpus, events: Sequence[Event], *, clock: Callable[[], datetime] = now
    ) -> SqliteStore:
        """Make a project file. It appears under its name only when it is whole.

        Raises
        ------
        StorageError
            If there is a file already, or it cannot be written.
        """
        path = Path(place)
        if path.exists():
            raise StorageError(f"There is a file {str(path)!r} already. Name another place for the project.")
        unfinished = path.with_name(f"{path.name}.unfinished")
        try:
            _remove(unfinished)
            with closing(cls(unfinished, clock)) as store, _told(path), store._engine.begin() as connection:  # noqa: SLF001
                connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
                migrations.apply(connection)
                _write_corpus(connection, corpus)
                store._insert(connection, events, 0)  # noqa: SLF001
            _remove(path)  # a log that was left there without its database would be taken for the new one's
            unfinished.rename(path)
        except StorageError:
            raise
        except OSError as error:
            raise StorageError(f"The project {str(path)!r} cannot be made: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):  # it was said above
                _remove(unfinished)
        return cls(path, clock)

    @classmethod
    def open(cls, place: str | Path, *, clock: Callable[[], datetime] = now) -> SqliteStore:
        """Open a project file.

        Raises
        ------
        FileError
            If there is no such file.
        NotAProjectError
            If it is something else.
        NewerProjectError
            If it was made by a newer version.
        """
        path = Path(place)
        if not path.is_file():
            others = [other.name for other in path.parent.glob("*.lamplighter")] if path.parent.is_dir() else []
            raise FileError(f"There is no project {str(path)!r}.{did_you_mean(path.name, others)}")
        _check_ours(path)
        store = cls(path, clock)
        try:
            with _told(path), store._engine.begin() as connection:
                _check_version(connection, path)
                migrations.apply(connection)
        except LamplighterError:
            store.close()
            raise
        return store

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self.path)

    def corpus(self) -> Corpus:
        """Give the corpus, and check that it is the one that was written."""
        facts, sources = self._facts(), self.sources()
        if sources is not None:
            return FilesCorpus.read(sources, facts["name"])
        with _told(self.path), self._engine.connect() as connection:
            parts = connection.execute(text("SELECT documents FROM corpus ORDER BY part")).scalars().all()
            others = connection.execute(text("SELECT cells FROM corpus_columns ORDER BY part")).scalars().all()
        try:
            frame = _joined(parts)
            columns = {column.name: tuple(column.to_list()) for column in _joined(others)} if others else {}
            corpus = Corpus(
                texts=tuple(frame["text"].to_list()),
                rows=frame["row"].to_numpy().astype(np.int64),
                n_rows=int(facts["n_rows"]),
                ids=tuple(frame["id"].to_list()) if "id" in frame.columns else None,
                gold=tuple(frame["gold"].to_list()) if "gold" in frame.columns else None,
                columns=columns,
                name=facts["name"],
            )
        except (*UNREADABLE, KeyError, TypeError, ValueError) as error:
            raise StorageError(f"The project {str(self.path)!r} is damaged: its documents cannot be read.") from error
        whole = all(len(values) == len(corpus) for values in columns.values())  # the fingerprint is not of these
        if {"checksum", "fingerprint"} <= set(facts) and facts["checksum"] == _checksum(facts, [*parts, *others]):
            corpus.__dict__["fingerprint"] = facts["fingerprint"]  # which takes a second to find of a million texts
        if not whole or corpus.fingerprint != facts.get("fingerprint"):
            raise StorageError(
                f"The project {str(self.path)!r} is damaged: its documents are not those it was made with."
            )
        return corpus

    def sources(self) -> Sources | None:
        """Give the files that the documents are in, where the project keeps no texts."""
        facts = self._facts()
        if "sources" not in facts:
            return None
        try:
            sources = Sources.from_json(facts["sources"])
        except (KeyError, TypeError, ValueError) as error:
            raise StorageError(
                f"The project {str(self.path)!r} is damaged: its list of files cannot be read."
            ) from error
        if sources.fingerprint != facts.get("fingerprint"):
            raise StorageError(f"The project {str(self.path)!r} is damaged: its files are not those it was made with.")
        return sources

    def _facts(self) -> dict[str, str]:
        with _told(self.path), self._engine.connect() as connection:
            return {row.key: row.value for row in connection.execute(text("SELECT key, value FROM project"))}

    def events(self) -> list[StampedEvent]:
        """Give all events, in order."""
        with _told(self.path), self._engine.connect() as connection:
            rows = connection.execute(text("SELECT at, kind, body FROM event ORDER BY position")).all()
        try:
            return [StampedEvent(_read_time(at), event_from_json(kind, json.loads(body))) for at, kind, body in rows]
        except LamplighterError:
            raise
        except (AttributeError, TypeError, ValueError) as error:
            raise StorageError(f"The project {str(self.path)!r} is damaged: its events cannot be read.") from error

    def append(self, events: Sequence[Event], *, expected: int) -> None:
        """Add events, all or none of them; on disk when this returns."""
        try:
            with _told(self.path), self._engine.begin() as connection:
                there = connection.execute(text("SELECT count(*) FROM event")).scalar_one()
                if there != expected:
                    raise stale(there, expected)
                self._insert(connection, events, expected)
        except IntegrityError as error:  # pragma: no cover  (two programs in the same instant)
            raise stale(expected + 1, expected) from error

    def close(self) -> None:
        """Let go of the file; what is left in the write-ahead log is moved into it."""
        self._engine.dispose()

    def _insert(self, connection: Connection, events: Sequence[Event], start: int) -> None:
        rows = [
            {
                "position": start + number,
                "at": self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
                "kind": each.kind,
                "body": json.dumps(event_to_json(each), ensure_ascii=False, separators=(",", ":")),
            }
            for number, each in enumerate(events)
        ]
        if rows:
            connection.execute(text("INSERT INTO event VALUES (:position, :at, :kind, :body)"), rows)


def _remove(path: Path) -> None:
    """Remove a database, if it is there, with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        # Python's driver would open transactions by itself, and not for all statements: leave that to "begin" below.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the database's errors into ones that a person can act on."""
    try:
        yield
    except IntegrityError:
        raise
    except UnicodeDecodeError as error:  # from the driver, where a damaged schema is part of SQLite's own message
        raise NotAProjectError(
            f"{str(path)!r} is damaged, or no lamplighter project: its schema is no text."
        ) from error
    except UnicodeEncodeError as error:
        raise StorageError(
            f"The project {str(path)!r} cannot be written: {error.object[error.start : error.end]!r} is half of a "
            "character. Mend the text it stands in, or read the file with its true encoding."
        ) from error
    except DatabaseError as error:
        reason = str(error.orig)
        if "not a database" in reason or "malformed" in reason:
            raise NotAProjectError(f"{str(path)!r} is damaged, or no lamplighter project: {reason}.") from error
        if "Could not decode" in reason:  # and the reason goes on with what cannot be decoded
            raise StorageError(f"The project {str(path)!r} is damaged: what should be text is none.") from error
        advice = {
            "full": "The disk is full. Make room and try again; what was saved before is safe.",
            "locked": "Another program holds the project. Close it and try again.",
            "readonly": "The file or its folder may not be written to.",
            "unable to open": "The file or its folder cannot be opened.",
            "I/O": "The disk is full or fails. Make room and try again; what was saved before is safe.",
        }
        hint = next((words for sign, words in advice.items() if sign in reason), "")
        raise StorageError(f"The project {str(path)!r} cannot be used: {reason}. {hint}".rstrip()) from error


def _check_ours(path: Path) -> None:
    """Look at the header before SQLite touches the file: a file that is not ours is not written to."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StorageError(f"The project {str(path)!r} cannot be read: {error.strerror or error}.") from error
    if not header.startswith(SQLITE_MAGIC) or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotAProjectError(f"{str(path)!r} is not a lamplighter project. Name another file for the project.")


def _check_version(connection: Connection, path: Path) -> None:
    known = {migration.__name__ for migration in migrations.MIGRATIONS}
    if set(migrations.applied(connection)) - known:
        raise NewerProjectError(
            f"{str(path)!r} was made by a newer version of lamplighter. Update it to open the project."
        )


def _write_corpus(connection: Connection, corpus: Corpus) -> None:
    if isinstance(corpus, FilesCorpus):
        _write_facts(connection, {**_facts(corpus), "sources": corpus.sources.to_json()})
        return
    columns: dict[str, Any] = {"row": corpus.rows, "text": corpus.texts}
    columns |= {} if corpus.ids is None else {"id": pl.Series(corpus.ids, dtype=pl.String)}
    columns |= {} if corpus.gold is None else {"gold": pl.Series(corpus.gold, dtype=pl.String)}
    parts = _write_parts(connection, "INSERT INTO corpus VALUES (:part, :content)", pl.DataFrame(columns))
    if corpus.columns:  # in a table of their own: a column may be called "text"
        others = pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in corpus.columns.items()})
        parts += _write_parts(connection, "INSERT INTO corpus_columns VALUES (:part, :content)", others)
    facts = _facts(corpus)
    _write_facts(connection, {**facts, "checksum": _checksum(facts, parts)})


def _facts(corpus: Corpus) -> dict[str, str]:
    return {"name": corpus.name, "fingerprint": corpus.fingerprint, "n_rows": str(corpus.n_rows)}


def _write_facts(connection: Connection, facts: Mapping[str, str]) -> None:
    connection.execute(
        text("INSERT INTO project VALUES (:key, :value)"), [{"key": key, "value": facts[key]} for key in facts]
    )


def _write_parts(connection: Connection, insert: str, whole: pl.DataFrame) -> list[bytes]:
    parts = []
    for part, frame in enumerate(whole.iter_slices(DOCUMENTS_A_PART)):
        packed = BytesIO()
        frame.write_parquet(packed, compression="zstd")
        parts.append(packed.getvalue())
        connection.execute(text(insert), {"part": part, "content": parts[-1]})
    return parts


def _checksum(facts: Mapping[str, str], parts: Sequence[bytes]) -> str:
    """Hash what is written of a corpus, as it is written: whoever finds the same need not hash the texts."""
    digest = hashlib.sha256("\n".join([facts["fingerprint"], facts["n_rows"], facts["name"]]).encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


def _joined(parts: Sequence[bytes]) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(BytesIO(part)) for part in parts])


def _read_time(written: str) -> datetime:
    return datetime.fromisoformat(written)
