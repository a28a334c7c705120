"""Projects on many files, whose texts stay where they are: in this process, or dealt out to workers."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from lamplighter.cli.group import Failure
from lamplighter.cli.options import given_labels, given_settings
from lamplighter.cli.progress import progress_bar
from lamplighter.cli.projects import ENDING, check_same, closed_on_error, continued, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lamplighter.cluster import Crew, Far
    from lamplighter.cluster.dask import Cluster
    from lamplighter.data.sources import Facts, Sources
    from lamplighter.primitives import Ngrams, Tfidf
    from lamplighter.session import Event, Session
    from lamplighter.store import SessionStore, SqliteStore

__all__ = ["Where", "are_many", "looked_at", "started_on_files"]

GUESSED_FROM = 1000
"""Rows of the first file, by which the column of texts is guessed."""


@dataclass(frozen=True)
class Where:
    """Where the work is done: here, if neither is named."""

    workers: int | None = None
    cluster: str | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.cluster is not None:
            raise Failure(
                "--workers starts processes of this machine, and --cluster names others. Give one of the two."
            )

    def __bool__(self) -> bool:
        return self.workers is not None or self.cluster is not None

    def connect(self, **words: str) -> Cluster:
        """Start the workers, or find those there are."""
        from lamplighter.cluster.dask import Cluster  # noqa: PLC0415

        return Cluster(self.cluster, self.workers, **words)

    @contextmanager
    def connected(self, **words: str) -> Iterator[Cluster | None]:
        """Have the workers for as long as the block lasts; ``None`` where the work is done here."""
        if not self:
            yield None
            return
        with closing(self.connect(**words)) as cluster:
            yield cluster


@contextmanager
def looked_at(project: Path, cluster: Cluster | None) -> Iterator[Session]:
    """Open a project that is only read: its texts are on the workers, if there are any and it does not hold the texts itself."""
    from lamplighter.session import Session  # noqa: PLC0415
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    with closing(SqliteStore.open(project)) as store:
        sources, events = store.sources(), [stamped.event for stamped in store.events()]
    if cluster is None or sources is None:
        here, session = continued(project)
        here.close()
        yield session
        return
    crew = cluster.crew(sources)
    far = _indexed_there(crew, sources, project, *_cut_and_features(events, {}))
    try:
        yield Session.replay(far.corpus, events).prepare(engine=far.engine)
    finally:
        crew.leave()


def are_many(files: Sequence[str]) -> bool:
    """Say whether it is several files that are named, or a pattern, or files that are not on this machine."""
    from lamplighter.data.places import is_address  # noqa: PLC0415

    return len(files) > 1 or is_address(files[0]) or (has_magic(files[0]) and not Path(files[0]).exists())


def started_on_files(
    files: Sequence[str],
    project: Path | None,
    values: dict[str, Any],
    where: Where,
    *,
    text: str | None,
    encoding: str,
    on_error: Literal["stop", "skip"],
) -> tuple[SessionStore, Session]:
    """Make a project of files, or continue the one that is there."""
    place = project or _place(files)
    if not where:
        return _started_here(files, place, values, text=text, encoding=encoding, on_error=on_error)
    cluster = where.connect()
    try:
        known = _open(place) if place.exists() else None
        sources = (known and known.sources()) or _looked_into(
            files, text, encoding, on_error, lambda path, column: cluster.map(_look, [path], column, encoding)[0]
        )
        return _started_there(cluster, sources, place, values, known)
    except BaseException:
        cluster.close()
        raise


def _started_here(
    files: Sequence[str],
    place: Path,
    values: dict[str, Any],
    *,
    text: str | None,
    encoding: str,
    on_error: Literal["stop", "skip"],
) -> tuple[SessionStore, Session]:
    from lamplighter.data.sources import FilesCorpus  # noqa: PLC0415

    known = _open(place) if place.exists() else None
    sources = known.sources() if known else None
    if known:
        known.close()
    found = sources or _looked_into(files, text, encoding, on_error, lambda path, column: _look(path, column, encoding))
    with progress_bar(f"Reading {len(found.files)} files"):
        corpus = FilesCorpus.read(found, place.stem)
    _said(found, place)
    return started(corpus, place, values)


def _started_there(
    cluster: Cluster, sources: Sources, place: Path, values: dict[str, Any], known: SqliteStore | None
) -> tuple[SessionStore, Session]:
    from lamplighter.session import Session  # noqa: PLC0415
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    labels, settings = given_labels(values.get("labels")), given_settings(values)
    events = [stamped.event for stamped in known.events()] if known else []
    crew = cluster.crew(sources)
    far = _indexed_there(crew, sources, place, *_cut_and_features(events, settings))
    _said(sources, place)
    if known is not None:
        with closed_on_error(known):
            session = Session.replay(far.corpus, events)
            check_same(session, far.corpus, labels, settings, place)
            return known, session.prepare(engine=far.engine)
    session = Session(far.corpus, labels=labels, **settings).prepare(engine=far.engine)
    return SqliteStore.create(place, far.corpus, session.events), session


def _indexed_there(crew: Crew, sources: Sources, place: Path, primitives: Ngrams, features: Tfidf | None) -> Far:
    from lamplighter.cluster import build_far  # noqa: PLC0415

    with progress_bar(f"Indexing with {crew.size} workers") as report:
        return build_far(crew, sources, primitives, features=features, name=place.stem, progress=report)


def _cut_and_features(events: Sequence[Event], settings: dict[str, Any]) -> tuple[Ngrams, Tfidf | None]:
    """Give what the texts are indexed by: as the project was made, or else as the options say."""
    from lamplighter.primitives import PRIMITIVES  # noqa: PLC0415
    from lamplighter.session import Settings  # noqa: PLC0415
    from lamplighter.session.events import Started  # noqa: PLC0415

    if events and isinstance(events[0], Started):
        kept = Settings.from_json(events[0].settings)
        return kept.primitives, kept.features
    named = settings.get("primitives", "unigrams")
    return PRIMITIVES[named]() if isinstance(named, str) else named, None


def _place(files: Sequence[str]) -> Path:
    """Give where the project of some files is kept: it is named for their folder, and lies beside it; or it is named itself.

    Of files at an address it lies in the working folder.
    """
    from lamplighter.data.places import is_address  # noqa: PLC0415

    if is_address(files[0]):
        folders = [part for part in files[0].split("/")[2:-1] if part and not has_magic(part)]
        return Path((folders or ["texts"])[-1] + ENDING)
    if len(files) == 1 and files[0].endswith(ENDING):
        return Path(files[0])
    first = Path(files[0])
    if not are_many(files):
        return first.with_name(first.name + ENDING)
    parts = [part for part in first.parent.resolve().parts if not has_magic(part)]
    folder = Path(*parts)
    return folder.with_name((folder.name or "texts") + ENDING)


def _open(place: Path) -> SqliteStore:
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    store = SqliteStore.open(place)
    with closed_on_error(store):
        if store.sources() is None:
            raise Failure(
                f"The project {str(place)!r} holds its texts itself, and works in one process: leave --workers and --cluster "
                "out, or begin a new project on the files, with another --project."
            )
    return store


def _looked_into(
    files: Sequence[str],
    text: str | None,
    encoding: str,
    on_error: Literal["stop", "skip"],
    look: Callable[[str, str], Facts],
) -> Sources:
    """Look into files one after the other; one that cannot be read is named, and ends it or is left out."""
    from lamplighter.data.sources import Sources, source_files  # noqa: PLC0415
    from lamplighter.exceptions import InputError  # noqa: PLC0415

    paths = source_files(files)
    column = text
    found: list[Facts] = []
    with progress_bar("Looking into the files") as report:
        for number, path in enumerate(paths):
            report(number, len(paths))
            try:
                column = column or _guessed(path, encoding)
                found.append(look(path, column))
            except InputError as error:
                if on_error == "stop":
                    raise type(error)(f"{path}: {error} (--on-error skip leaves such files out.)") from error
                click.echo(f"Left out: {path}: {error}", err=True)
    if column is None or not found:
        raise Failure("None of the files can be read.")
    return Sources(tuple(found), column, encoding)


def _look(path: str, column: str, encoding: str) -> Facts:
    from lamplighter.data.sources import look_into  # noqa: PLC0415

    return look_into(path, column, encoding)


def _guessed(path: str, encoding: str) -> str:
    from lamplighter.data import guess_text_column  # noqa: PLC0415
    from lamplighter.data.batches import read_batches  # noqa: PLC0415
    from lamplighter.data.places import at_hand  # noqa: PLC0415

    with at_hand(path) as place:
        return guess_text_column(next(read_batches(place, batch_size=GUESSED_FROM, encoding=encoding)).frame)


def _said(sources: Sources, place: Path) -> None:
    missing = sources.n_rows - sources.n_documents
    click.echo(f"{place.name}: {sources.n_documents:,} texts of {len(sources.files):,} files, column {sources.text!r}")
    if missing:
        click.echo(f"  Rows without a text: {missing:,}. They are left out.")
