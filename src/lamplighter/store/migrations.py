"""The schema of a project file, as the list of steps that made it.

A step is a function that changes the schema; each is applied once, in a transaction together with the record that
it was. To change the schema, add a function at the end, and a test that opens a file of the version before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["MIGRATIONS", "applied", "apply"]


def events_and_corpus(connection: Connection) -> None:
    """Make the first tables: facts of the project, its documents, and its events."""
    connection.execute(text("CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"))
    connection.execute(text("CREATE TABLE corpus (part INTEGER PRIMARY KEY, documents BLOB NOT NULL) STRICT"))
    connection.execute(
        text(
            "CREATE TABLE event (position INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, "
            "body TEXT NOT NULL) STRICT"
        )
    )


def other_columns(connection: Connection) -> None:
    """Make the table of what else is known of the documents, in the parts of the table of documents; none is known yet."""
    connection.execute(text("CREATE TABLE corpus_columns (part INTEGER PRIMARY KEY, cells BLOB NOT NULL) STRICT"))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (events_and_corpus, other_columns)
"""All steps, oldest first; a step's name is that of its function and must never change."""


def applied(connection: Connection) -> list[str]:
    """Give the names of the steps that a file has seen."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT"))
    return list(connection.execute(text("SELECT name FROM migration ORDER BY rowid")).scalars())


def apply(connection: Connection) -> None:
    """Apply the steps that a file has not seen; the caller's transaction makes it all or nothing."""
    seen = set(applied(connection))
    for migration in MIGRATIONS:
        if migration.__name__ not in seen:
            migration(connection)
            connection.execute(text("INSERT INTO migration VALUES (:name)"), {"name": migration.__name__})
