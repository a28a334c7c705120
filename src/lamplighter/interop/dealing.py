"""Labeling files where there is somebody to do it: here one after another, or each by whichever worker is free.

Workers read and write files, and give them no names: what one writes lies in a folder of the run, ``….unfinished``, until the process that dealt
the files out puts it in its place. So a worker that was given up for lost, and lives on, can spoil nothing. What was
learnt lies there too, written once and read once by each worker. When the folder goes, the run is over: whoever still labels stops at its next batch.
"""

from __future__ import annotations

import pickle
import shutil
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar
from uuid import uuid4

from lamplighter.exceptions import ClusterError, InputError, OutputError
from lamplighter.interop.applied import Labeled, label_file
from lamplighter.interop.tables import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from lamplighter.engine import Applied
    from lamplighter.interop.applied import Layout

__all__ = ["Came", "Deal", "Hands", "Job", "dealt_out", "one_by_one"]

LEARNT = "learnt"
"""The file of what was learnt, in the folder of a run."""

PATIENCE = 5.0
"""Seconds to wait for workers that still write into the folder of a run that is over."""

R = TypeVar("R")


@dataclass(frozen=True)
class Job:
    """A file to be labeled, and the place of its output."""

    source: Path
    output: Path


Came: TypeAlias = "Labeled | InputError"
"""What came of a file: an error is an answer as well."""

Told: TypeAlias = "Callable[[int], None]"
"""Told the bytes read so far of the files in hand."""

Hands: TypeAlias = "Callable[[Iterable[Job], Told], Generator[tuple[Job, Came]]]"
"""Labels files, and gives each with what came of it when it is done. A file is taken when there is somebody to label it."""


class Deal(Protocol):
    """Has workers do something with each file: what :meth:`lamplighter.cluster.dask.Cluster.deal` does."""

    def __call__(
        self, function: Callable[[Job, Told], R], items: Iterable[Job], lost: Callable[[Job], R], told: Told
    ) -> Generator[tuple[Job, R]]:
        """Give each file with what came of it, in the order in which they are done."""


def one_by_one(applied: Applied, layout: Layout) -> Hands:
    """Label files in this process."""

    def hands(jobs: Iterable[Job], told: Told) -> Generator[tuple[Job, Came]]:
        for job in jobs:
            came: Came
            try:
                came = label_file(applied, job.source, job.output, layout, told)
            except InputError as error:
                came = error
            yield job, came

    return hands


def dealt_out(applied: Applied, layout: Layout, folder: Path, deal: Deal) -> Hands:
    """Have workers label files, which see them and the folder of outputs under the same paths."""

    def hands(jobs: Iterable[Job], told: Told) -> Generator[tuple[Job, Came]]:
        with (
            _folder_of_run(folder, applied, layout) as run,
            closing(deal(partial(label_there, run), map(_from_root, jobs), lost, told)) as done,
        ):
            for job, came in done:
                yield job, came if isinstance(came, InputError) else _put_in_place(run, job, *came)

    return hands


def lost(job: Job) -> InputError:
    """Say that a file cannot be labeled, since worker after worker is lost with it."""
    return InputError(
        f"{job.source.name}: worker after worker was lost while labeling it, as happens where memory runs out. Give workers more, "
        "or name a smaller --batch-size."
    )


# ---------------------------------------------------------------------- what a worker does


class _RunIsOver(Exception):  # noqa: N818  (nobody is there to hear it)
    """The folder of the run is gone."""


def label_there(run: Path, job: Job, told: Told) -> tuple[Path, Labeled] | InputError:
    """Label a file into a new folder in that of the run; give where, and what came of it."""
    applied, layout = _learnt(run)

    def heard(read: int) -> None:
        if not (run / LEARNT).exists():
            raise _RunIsOver
        told(read)

    written = run / uuid4().hex / job.output.name
    written.parent.mkdir()
    try:
        return written, label_file(applied, job.source, written, layout, heard)
    except InputError as error:
        return error


@lru_cache(maxsize=1)
def _learnt(run: Path) -> tuple[Applied, Layout]:
    try:
        with (run / LEARNT).open("rb") as file:
            learnt: tuple[Applied, Layout] = pickle.load(file)  # noqa: S301  (written by the process that has this one work)
    except FileNotFoundError as error:
        raise ClusterError(
            f"A worker does not see the folder {str(run.parent)!r}, which labels are written into. Files and folder must lie "
            "under the same paths here and on every worker."
        ) from error
    return learnt


# ---------------------------------------------------------------------- what the process does that deals files out


@contextmanager
def _folder_of_run(folder: Path, applied: Applied, layout: Layout) -> Iterator[Path]:
    """Give a new folder, for as long as the block lasts, in which workers find what they need."""
    run = folder.absolute() / f"{uuid4().hex}{UNFINISHED}"
    functions = layout.functions and layout.functions.absolute()
    try:
        try:
            run.mkdir()
            with (run / LEARNT).open("wb") as file:
                pickle.dump((applied, replace(layout, functions=functions)), file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise OutputError(f"{str(folder)!r} cannot be written: {error.strerror or error}.") from error
        yield run
    finally:
        _take_away(run)


def _take_away(run: Path) -> None:
    (run / LEARNT).unlink(missing_ok=True)
    end = time.monotonic() + PATIENCE
    shutil.rmtree(run, ignore_errors=True)
    while run.exists() and time.monotonic() < end:  # somebody wrote into it meanwhile
        time.sleep(0.05)
        shutil.rmtree(run, ignore_errors=True)


def _from_root(job: Job) -> Job:
    """Give a job whose paths do not depend on the folder that a process was started in."""
    return Job(job.source.absolute(), job.output.absolute())


def _put_in_place(run: Path, job: Job, written: Path, labeled: Labeled) -> Labeled | OutputError:
    try:
        written.replace(job.output)
        written.parent.rmdir()
    except OSError as error:
        return OutputError(
            f"{str(job.output)!r} cannot be written: {error.strerror or error}, though a worker has written it to "
            f"{str(run)!r}. The folder must lie under the same path here and on every worker."
        )
    return labeled
