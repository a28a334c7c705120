"""Labeling many files, so that it can be gone on with."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import asdict
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from lamplighter import __version__
from lamplighter.data import guess_text_column
from lamplighter.data.batches import read_batches
from lamplighter.data.readers import check_there, ending_of, reading
from lamplighter.exceptions import InputError, OutputError
from lamplighter.interop.dealing import Job, dealt_out, one_by_one
from lamplighter.interop.outputs import Outputs, read_manifest, seen
from lamplighter.session import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lamplighter.engine import Applied
    from lamplighter.interop.applied import Labeled, Layout
    from lamplighter.interop.dealing import Came, Deal
    from lamplighter.interop.labels import TableFormat
    from lamplighter.interop.outputs import Manifest
    from lamplighter.session import Session

__all__ = [
    "ON_ERROR",
    "OnError",
    "Outcome",
    "found_files",
    "label_files",
    "output_name",
    "said_of_project",
    "text_column",
]

OnError: TypeAlias = Literal["stop", "skip"]
ON_ERROR: tuple[OnError, ...] = ("stop", "skip")

GO_ON = "Mend it and start again, or leave such files out: --on-error skip."

GUESSED_FROM = 1000
"""Rows by which the column of texts is guessed."""


class Outcome(NamedTuple):
    """What came of many files: those labeled now, those that were done already, and why others could not be."""

    labeled: dict[Path, Labeled]
    there: list[Path]
    failed: dict[Path, str]


def found_files(patterns: Sequence[str], folder: Path) -> list[Path]:
    """Give the files that patterns fit, in order, each once; what is in a folder of outputs is no input.

    Raises
    ------
    InputError
        If nothing fits a pattern; or if files lie in ``folder`` that are no outputs.
    """
    inside, ours = folder.resolve(), read_manifest(folder) is not None
    files: dict[Path, Path] = {}
    for pattern in patterns:
        fitting = _fitting(pattern)
        own = [file for file in fitting if inside in file.resolve().parents]
        if own and not ours:
            raise InputError(
                f"{str(own[0])!r} lies in {str(folder)!r}, where the outputs are to be: they could not be told from it. "
                "Name another --out."
            )
        if len(own) == len(fitting):
            but = f" but what is in {str(folder)!r} already" if own else ""
            raise InputError(
                f"No file fits {pattern!r}{but}. Write the pattern in quotes, such as 'reviews/*.parquet'."
            )
        for file in fitting:
            if file not in own:
                files.setdefault(file.resolve(), file)
    return list(files.values())


def _fitting(pattern: str) -> list[Path]:
    if not has_magic(pattern) or Path(pattern).exists():
        check_there(Path(pattern))
        return [Path(pattern)]
    names = glob(pattern, recursive=True)  # noqa: PTH207  (that of Path takes no absolute pattern)
    return [Path(name) for name in sorted(names) if not Path(name).is_dir()]


def output_name(source: Path, table_format: TableFormat) -> str:
    """Give the name of a file's output.

    Examples
    --------
    >>> output_name(Path("reviews/part.01.csv.gz"), "parquet")
    'part.01.parquet'
    """
    name = source.name[: -len(".gz")] if source.name.lower().endswith(".gz") else source.name
    return f"{Path(name).stem}.{table_format}"


def text_column(files: Sequence[Path], folder: Path, encoding: str, on_error: OnError) -> str:
    """Guess which column of the files holds the texts: as it was guessed for the folder, or by the first rows of the first file.

    One guess holds for all files: each by itself could be taken for something else.
    """
    known = read_manifest(folder)
    if known is not None and "text" in known["settings"]:
        return str(known["settings"]["text"])
    for file in files:
        try:
            batch = next(read_batches(file, batch_size=GUESSED_FROM, encoding=encoding))
            return guess_text_column(batch.frame)
        except InputError as error:
            if on_error == "stop":
                raise _of_file(file, error, f" {GO_ON}") from error
    raise InputError(
        "None of the files can be read. Name the column of texts, --text, and each of them is named with the reason."
    )


def said_of_project(session: Session, name: str) -> Manifest:
    """Give what a project's state is told by."""
    return {"name": name, "step": session.state.step, "version": __version__, "fingerprint": fingerprint(session)}


def _said_of_layout(layout: Layout) -> Manifest:
    """Give what decides on what is written; how much of it is in memory does not."""
    values: dict[str, Any] = {"format": layout.table_format, **asdict(layout)}
    for name in ("batch_size", "table_format", "told"):
        del values[name]
    if layout.functions is not None:
        values["functions"] = f"{layout.functions.name} ({hashlib.sha256(layout.functions.read_bytes()).hexdigest()})"
    return values


def label_files(
    applied: Applied,
    files: Sequence[Path],
    folder: Path,
    layout: Layout,
    *,
    project: Manifest,
    on_error: OnError = "stop",
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
    deal: Deal | None = None,
) -> Outcome:
    """Label files, each into one of its own in a folder; those that were done already are left as they are.

    Wherever files are labeled, the outputs and the manifest have the same bytes; this process alone writes the manifest.

    Parameters
    ----------
    applied : Applied
    files : sequence of Path
    folder : Path
        See :class:`~lamplighter.interop.outputs.Outputs`.
    layout : Layout
    project : dict
        Of what state the folder is, see :func:`said_of_project`.
    on_error : {'stop', 'skip'}, default='stop'
        Whether a file that cannot be read ends it, or is left out.
    overwrite : bool, default=False
        Whether what the folder holds of another state is written anew.
    progress : callable, optional
        Told the bytes of all files that were read and those there are.
    deal : callable, optional
        Has workers label the files, as :meth:`lamplighter.cluster.dask.Cluster.deal` does; left out, this process does.

    Raises
    ------
    InputError
        If a file cannot be read, and that ends it; what was done before is kept.
    OutputError
        If an output cannot be written.
    OtherCorpusError
        If the folder is of another state of the project.
    ClusterError
        If the workers cannot be reached any more; what was done before is kept.
    """
    names = _names(files, layout.table_format)
    if on_error == "stop":
        for file in files:
            ending_of(file)  # before hours of work
    outputs = Outputs(folder, names.values(), project=project, settings=_said_of_layout(layout), overwrite=overwrite)
    hands = one_by_one(applied, layout) if deal is None else dealt_out(applied, layout, folder, deal)
    work = _Work(names, outputs, on_error, _Told(files, progress))
    try:
        with closing(hands(work.jobs(), work.told.within)) as done:
            for job, came in done:
                work.enter(job, came)
    except OutputError:
        raise  # the manifest could not be written either
    except BaseException:
        outputs.write()
        raise
    outputs.write()
    return work.outcome()


class _Work:
    """Which files are to be labeled, and what came of them.

    Parameters
    ----------
    names : mapping of Path to str
        The files, and the names of their outputs.
    outputs : Outputs
    on_error : {'stop', 'skip'}
    told : _Told
    """

    def __init__(self, names: Mapping[Path, str], outputs: Outputs, on_error: OnError, told: _Told) -> None:
        self.names = names
        self.outputs = outputs
        self.on_error = on_error
        self.told = told
        self._begun: dict[str, tuple[Path, Manifest]] = {}
        self._labeled: dict[Path, Labeled] = {}
        self._there: list[Path] = []
        self._failed: dict[Path, str] = {}

    def jobs(self) -> Iterator[Job]:
        """Give what is still to be done, and see each file as it is before it is read."""
        for file, name in self.names.items():
            try:
                with reading(file):
                    source = seen(file)
            except InputError as error:
                self._fails(file, error)
                continue
            if self.outputs.has(name, source):
                self._there.append(file)
                self.told.after(file)
            else:
                self._begun[name] = file, source
                yield Job(file, self.outputs.folder / name)

    def enter(self, job: Job, came: Came) -> None:
        """Note what came of a file."""
        file, source = self._begun.pop(job.output.name)
        if isinstance(came, OutputError):
            raise came
        if isinstance(came, InputError):
            self._fails(file, came)
            return
        self._labeled[file] = came
        self.outputs.add(job.output.name, source, came)
        self.told.after(file)

    def _fails(self, file: Path, error: InputError) -> None:
        self.outputs.drop(self.names[file])  # of the file as it was before
        if self.on_error == "stop":
            done = len(self._labeled) + len(self._there)
            hint = f" {done} of {len(self.names)} files are done, and are kept. {GO_ON}"
            raise _of_file(file, error, hint) from error
        self._failed[file] = str(_of_file(file, error))
        self.told.after(file)

    def outcome(self) -> Outcome:
        """Give what came of all files, in their order: workers are done in another one."""
        labeled = {file: self._labeled[file] for file in self.names if file in self._labeled}
        return Outcome(labeled, self._there, {file: self._failed[file] for file in self.names if file in self._failed})


def _names(files: Sequence[Path], table_format: TableFormat) -> dict[Path, str]:
    """Give the name of each file's output."""
    taken: dict[str, Path] = {}
    for file in files:
        other = taken.setdefault(output_name(file, table_format), file)
        if other is not file:
            raise InputError(
                f"{str(other)!r} and {str(file)!r} would both be written to {output_name(file, table_format)!r}. Label them into "
                "folders of their own, or rename one."
            )
    return {file: name for name, file in taken.items()}


def _of_file(file: Path, error: InputError, hint: str = "") -> InputError:
    """Give an error that names its file."""
    said = str(error)
    return InputError(f"{said if file.name in said else f'{file.name}: {said}'}{hint}")


class _Told:
    """Adds up for a progress bar what was read of all files."""

    def __init__(self, files: Sequence[Path], progress: Callable[[int, int], None] | None) -> None:
        self.sizes = {file: file.stat().st_size if file.is_file() else 0 for file in files}
        self.total, self.before, self.progress = sum(self.sizes.values()), 0, progress
        self.furthest = 0

    def within(self, read: int) -> None:
        self.furthest = max(self.furthest, self.before + read)  # workers tell it late
        if self.progress is not None:
            self.progress(self.furthest, self.total)

    def after(self, file: Path) -> None:
        self.before += self.sizes[file]
        self.within(0)
