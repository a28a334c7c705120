"""The map of the corpus: computed once, behind the page, and kept beside the project."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from lamplighter.engine.projection import project
from lamplighter.exceptions import SessionError
from lamplighter.session.figures import percent
from lamplighter.store import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior
    from lamplighter.engine import Models
    from lamplighter.server.workbench import Workbench
    from lamplighter.session import Session
    from lamplighter.session.state import State

__all__ = ["COLOURINGS", "NOTHING", "Colouring", "CorpusMap", "MapState", "Standing", "cache_of", "colours"]

VERSION = 2
"""Of the file and of the projection: a map of another version is computed anew."""

PATIENCE = 1.0
"""Seconds that a server which ends waits for the map's thread. One stage of t-SNE cannot be interrupted: it is left behind."""

NOTHING = 255
"""The code of a document of which there is nothing to say."""

UNREADABLE = (OSError, EOFError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error)
"""What NumPy raises where a file is damaged, or something else."""

MapState: TypeAlias = Literal["computing", "ready", "failed"]
Colouring: TypeAlias = Literal["predicted", "confidence", "votes", "given", "gold"]
COLOURINGS: tuple[Colouring, ...] = get_args(Colouring)


class Standing(NamedTuple):
    """How far the map has come; ``failure`` says in a sentence why there is none."""

    state: MapState
    share: float
    failure: str | None


class _EndedError(Exception):
    """The server ends: nobody waits for the map."""


class CorpusMap:
    """The places of a project's documents on a plane.

    The first question after the map begins the work, in a thread of its own; it changes nothing of the project. A map that was
    computed before is read from its file, unless this is damaged, or of other documents.

    Parameters
    ----------
    bench : Workbench
    """

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._lock = Lock()
        self._thread: Thread | None = None
        self._share = 0.0
        self._points: NDArray[np.float32] | None = None
        self._failure: str | None = None
        self._tag = ""
        self._ended = False

    def standing(self) -> Standing:
        """Say how far the map has come; the first call begins it."""
        with self._lock:
            if self._thread is None and not self._ended:
                self._thread = Thread(target=self._run, name="lamplighter-map", daemon=True)
                self._thread.start()
        if self._points is not None:
            return Standing("ready", 1.0, None)
        return Standing("computing" if self._failure is None else "failed", self._share, self._failure)

    def points(self) -> tuple[NDArray[np.float32], str]:
        """Give the places of all documents, shape (n, 2), and a tag that another map would not have.

        Raises
        ------
        SessionError
            If they are not computed yet, or could not be.
        """
        state, share, failure = self.standing()
        if self._points is None:
            raise SessionError(
                f"The map is not there yet: {percent(share)} of it is done. Ask /api/map until it is ready."
                if state == "computing"
                else f"There is no map: {failure}"
            )
        return self._points, self._tag

    def close(self) -> None:
        """Have the work end as soon as it can; what is not done is not kept."""
        with self._lock:
            self._ended = True
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            points = self._read_or_compute()
            self._tag = hashlib.sha256(points.tobytes()).hexdigest()[:16]
            self._points = points
        except _EndedError:
            return
        except Exception as error:  # noqa: BLE001  (the thread's outermost edge: the page has to say it)
            self._failure = f"It could not be computed ({type(error).__name__}: {error})."

    def _read_or_compute(self) -> NDArray[np.float32]:
        session, path = self.bench.session, cache_of(self.bench)
        fingerprint, n_documents = session.corpus.fingerprint, len(session.corpus)
        kept = None if path is None else _read(path, fingerprint, n_documents)
        if kept is not None:
            return kept
        points = project(session.engine, seed=session.settings.seed, report=self._report)
        if path is not None:
            _write(path, fingerprint, points)
        return points

    def _report(self, share: float) -> None:
        if self._ended:
            raise _EndedError
        self._share = share


def cache_of(bench: Workbench) -> Path | None:
    """Give the file in which a project's map is kept; projects that are no files have none."""
    store = bench.store
    return store.path.with_name(f"{store.path.name}.map.npz") if isinstance(store, SqliteStore) else None


def _read(path: Path, fingerprint: str, n_documents: int) -> NDArray[np.float32] | None:
    """Give the map that a file holds, if it is of these documents and whole."""
    try:
        with path.open("rb") as file, np.lib.npyio.NpzFile(file, allow_pickle=False) as kept:
            ours = int(kept["version"]) == VERSION and str(kept["fingerprint"]) == fingerprint
            points = kept["points"] if ours else None
    except UNREADABLE:
        return None
    if points is None or points.shape != (n_documents, 2) or points.dtype != np.float32:
        return None
    return points if np.isfinite(points).all() else None


def _write(path: Path, fingerprint: str, points: NDArray[np.float32]) -> None:
    """Keep a map: whole, or not at all. Where that is not possible it is computed again next time."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with suppress(OSError):
        with unfinished.open("wb") as file:
            np.savez(file, version=VERSION, fingerprint=fingerprint, points=points)
        unfinished.replace(path)
    with suppress(OSError):
        unfinished.unlink(missing_ok=True)


def colours(session: Session, models: Models, state: State, by: Colouring) -> NDArray[np.uint8]:
    """Give a code for each document, shape (n,): that of a class, or 0 to 254 for a probability of 0 to 1.

    :data:`NOTHING` stands where there is nothing to say: no end model, no votes or a tie of them, no label.

    Parameters
    ----------
    session : Session
    models : Models
    state : State
    by : {'predicted', 'confidence', 'votes', 'given', 'gold'}
        What the end model predicts, how sure it is, what the label model makes of the votes, what the person said, what is true.
    """
    codes = np.full(len(session.corpus), NOTHING, dtype=np.int64)
    if by == "gold":
        codes = codes if session.gold is None else np.where(session.gold < 0, NOTHING, session.gold)
    elif by == "given":
        codes[list(state.labels)] = list(state.labels.values())
    elif by == "votes":
        covered = models.n_votes > 0
        beliefs = np.concatenate([*models.posterior])
        codes = np.where(covered & _decided(beliefs), beliefs.argmax(axis=1), NOTHING)
    elif models.classifier is not None:
        codes = models.predicted if by == "predicted" else (models.confidence * (NOTHING - 1)).round().astype(np.int64)
    return np.minimum(codes, NOTHING).astype(np.uint8)


def _decided(beliefs: Posterior) -> NDArray[np.bool_]:
    """Say where one class is likelier than all others, by more than rounding."""
    two = np.partition(beliefs, -2, axis=1)[:, -2:]
    return two[:, 1] - two[:, 0] > 1e-9  # noqa: PLR2004
