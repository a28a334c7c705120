"""Opening projects, and making them of files."""

from __future__ import annotations

from contextlib import contextmanager
from inspect import signature
from typing import TYPE_CHECKING, Any

import click

from lamplighter.cli.options import given_labels, given_settings
from lamplighter.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lamplighter.data import Corpus
    from lamplighter.selection import Strategy
    from lamplighter.session import Session, Settings
    from lamplighter.store import IndexCache, SessionStore, SqliteStore

__all__ = [
    "ENDING",
    "check_same",
    "closed_on_error",
    "continued",
    "continued_as_is",
    "read_corpus",
    "said_of",
    "said_of_columns",
    "started",
]

ENDING = ".lamplighter"

N_NAMED = 8
"""Columns that are said by name."""


def started(corpus: Corpus, project: Path, values: dict[str, Any]) -> tuple[SessionStore, Session]:
    """Make a project of a corpus, or continue the one that is there."""
    from lamplighter.session import Session  # noqa: PLC0415
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    labels, settings = given_labels(values.get("labels")), given_settings(values)
    if project.exists():
        store, session = continued(project)
        with closed_on_error(store):
            check_same(session, corpus, labels, settings, project)
            _check_columns(session.corpus, values.get("columns"), project)
            _check_no_functions(values.get("functions"), project)
        return store, session
    session = Session(corpus, labels=labels, **settings)
    brought: list[tuple[str, str]] = []
    if values.get("functions"):
        corpus, brought = _with_functions(corpus, values["functions"], session.labels)
        session = Session(corpus, labels=labels, **settings)
    cached = _indexed(session, project)  # before anything is written: a corpus without a usable word makes no project
    session.bring(brought)
    store = SqliteStore.create(project, corpus, session.events)
    with closed_on_error(store):
        _keep_index(session, project, cached=cached)
    return store, session


def continued(project: Path) -> tuple[SessionStore, Session]:
    """Open a project, with its corpus indexed."""
    from lamplighter.session import Session  # noqa: PLC0415
    from lamplighter.store import SqliteStore  # noqa: PLC0415

    store = SqliteStore.open(project)
    with closed_on_error(store):
        session = Session.replay(_corpus_of(store), [stamped.event for stamped in store.events()])
        _keep_index(session, project, cached=_indexed(session, project))
    return store, session


def _corpus_of(store: SqliteStore) -> Corpus:
    """Give the texts of a project; they may be in many files."""
    sources = store.sources()
    if sources is None:
        return store.corpus()
    with progress_bar(f"Reading {len(sources.files)} files"):
        return store.corpus()


def continued_as_is(project: Path, values: dict[str, Any]) -> tuple[SessionStore, Session]:
    """Open a project by its own name, and say what is in it; other settings than its own are refused."""
    store, session = continued(project)
    with closed_on_error(store):
        check_same(session, session.corpus, given_labels(values.get("labels")), given_settings(values), project)
    said_of(session.corpus)
    return store, session


def _indexed(session: Session, project: Path) -> bool:
    """Have the corpus indexed, with the index beside the project where there is one; say whether there was."""
    from lamplighter.engine import Engine  # noqa: PLC0415

    found = _cache(session, project).find(session.corpus)
    if found.index is not None:
        session.prepare(engine=Engine(found.index))
        return True
    if found.reason is not None:
        click.echo(f"The index kept beside the project {found.reason}: it is made anew.", err=True)
    with progress_bar("Indexing") as report:
        session.prepare(report)
    return False


def _keep_index(session: Session, project: Path, *, cached: bool) -> None:
    """Keep the index for the next time, unless it is what was kept; the work goes on where it cannot be."""
    cache = _cache(session, project)
    reason = None if cached else cache.keep(session.corpus, session.engine.index)
    if reason is not None:
        click.echo(
            f"The index cannot be kept as {str(cache.place)!r}: {reason}. All else is safe; the texts are indexed again the "
            "next time.",
            err=True,
        )


def _cache(session: Session, project: Path) -> IndexCache:
    from lamplighter.store import IndexCache  # noqa: PLC0415

    return IndexCache(project, session.settings.primitives, session.settings.features)


@contextmanager
def closed_on_error(store: SessionStore) -> Iterator[None]:
    """Let go of a store where what is done with it in the block fails."""
    try:
        yield
    except BaseException:
        store.close()
        raise


def read_corpus(
    file: Path,
    *,
    text: str | None,
    id_: str | None,
    encoding: str,
    gold: str | None = None,
    columns: Sequence[str] | None = (),
    quiet: bool = False,
) -> Corpus:
    """Read a corpus from a file, and say what was read and what was guessed; other columns only where they are asked for."""
    from lamplighter.data import Corpus, guess_text_column  # noqa: PLC0415
    from lamplighter.data.readers import read_table  # noqa: PLC0415

    with progress_bar(f"Reading {file.name}"):
        frame = read_table(file, encoding=encoding)
        column = guess_text_column(frame) if text is None else text
        corpus = Corpus.from_frame(frame, text=column, gold=gold, id=id_, columns=columns, name=file.name)
    if not quiet:
        guessed = f" in the column {column!r} (guessed; --text names another)" if text is None else ""
        said_of(corpus, guessed)
    return corpus


def said_of(corpus: Corpus, where: str = "") -> None:
    """Say what the corpus is like."""
    click.echo(f"{corpus.name}: {len(corpus):,} texts{where}")
    if corpus.n_missing:
        click.echo(f"  Rows without a text: {corpus.n_missing:,}. They are left out, and stand unlabeled in exports.")
    if corpus.n_duplicates:
        click.echo(f"  Texts that stand there already: {corpus.n_duplicates:,}. They are kept, and shown only once.")


def said_of_columns(corpus: Corpus, hint: str = "") -> None:
    """Say what the page shows with each text."""
    names = [name for name in corpus.columns if not name.endswith("()")]  # those are functions in Python
    if names:
        more = f" and {len(names) - N_NAMED} more" if len(names) > N_NAMED else ""
        click.echo(f"  Shown with each text: {', '.join(names[:N_NAMED])}{more}{hint}")


def check_same(
    session: Session, corpus: Corpus, labels: list[str] | None, settings: dict[str, Any], project: Path
) -> None:
    """Refuse to continue a project on other texts, or with other settings, than it was made with."""
    from lamplighter.exceptions import OtherCorpusError  # noqa: PLC0415
    from lamplighter.session import Session as Fresh  # noqa: PLC0415

    if session.corpus.fingerprint != corpus.fingerprint:
        raise OtherCorpusError(
            f"The project {str(project)!r} was made for other texts than those of {corpus.name} as it is now. To go on with "
            f"the texts it was made for: lamplighter label {project}. To begin anew: name another --project."
        )
    wanted = _comparable(Fresh(corpus, labels=labels or session.labels, **settings).settings)
    present = _comparable(session.settings)
    names = {"random_state": "seed"}
    asked = ["labels"] * (labels is not None) + [names.get(name, name) for name in settings]
    other = [name for name in asked if wanted[name] != present[name]]
    if other:
        differences = "; ".join(f"{name} is {present[name]}, not {wanted[name]}" for name in other)
        raise OtherCorpusError(
            f"The project {str(project)!r} was made with other settings: {differences}. Leave these options out to go on "
            "with it, or name another --project to begin anew."
        )
    if corpus.gold is not None and session.corpus.gold is None:
        raise OtherCorpusError(
            f"The project {str(project)!r} was made without true labels. Leave --gold out to go on with it, or name another "
            "--project to begin anew."
        )


def _check_columns(present: Corpus, wanted: Sequence[str] | None, project: Path) -> None:
    """Refuse to continue a project with other columns than it has."""
    from lamplighter.exceptions import OtherCorpusError  # noqa: PLC0415

    there = [name for name in present.columns if not name.endswith("()")]
    if wanted is not None and set(wanted) != set(there):
        raise OtherCorpusError(
            f"The project {str(project)!r} was made with other columns: they are {', '.join(there) or 'none'}. "
            "Leave --columns out to go on with it, or name another --project to begin anew."
        )


def _check_no_functions(functions: Path | None, project: Path) -> None:
    """Refuse functions in Python for a project that is there: it keeps what they said when it was made."""
    from lamplighter.exceptions import OtherCorpusError  # noqa: PLC0415

    if functions is not None:
        raise OtherCorpusError(
            f"The project {str(project)!r} keeps what its functions in Python said when it was made. Leave --functions out to go on "
            "with it, or name another --project to begin anew."
        )


def _with_functions(corpus: Corpus, file: Path, labels: Sequence[str]) -> tuple[Corpus, list[tuple[str, str]]]:
    """Apply functions in Python; give the corpus with what they said, and what is to be written for it."""
    from lamplighter.interop import apply_functions, load_functions, written_functions  # noqa: PLC0415

    functions = load_functions(file)
    with progress_bar(f"Applying {file.name}") as report:
        told = apply_functions(corpus, functions, labels, report)
    brought = written_functions(told, list(functions), labels)
    silent = [name for name in functions if not any(pattern.startswith(f"@{name}()=") for pattern, _ in brought)]
    click.echo(f"{file.name}: {len(functions)} functions{f', {len(silent)} vote on no text' if silent else ''}")
    return told, brought


def _with_options(strategy: Strategy, name: str) -> str:
    """Give a strategy's name, with the options that are not as they are by default."""
    usual = {key: parameter.default for key, parameter in signature(type(strategy)).parameters.items()}
    other = [f"{key}={value}" for key, value in vars(strategy).items() if key in usual and value != usual[key]]
    return f"{name} ({', '.join(other)})" if other else name


def _comparable(settings: Settings) -> dict[str, Any]:
    """Give settings as JSON has them, but for those that read better in words."""
    near, values = settings.contextualizer, settings.to_json()
    return {
        **values,
        "strategy": _with_options(settings.strategy, values["strategy"]),
        "contextualizer": None if near is None else str(near),
        "label_model": settings.label_model_name,
    }
