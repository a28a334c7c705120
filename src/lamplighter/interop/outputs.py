"""Folders of labeled files: what is in them, what is still to do, and of which state of a project they are.

A folder has a manifest, which names the state of the project, how files were written, and the files that are done. An output takes its
name when all of it is written, and is entered then; so a run that was killed goes on where it was, and one that has nothing to do
does nothing.
"""

from __future__ import annotations

import json
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from lamplighter.exceptions import OtherCorpusError, OutputError
from lamplighter.interop.tables import UNFINISHED
from lamplighter.interop.whole import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lamplighter.interop.applied import Labeled

__all__ = ["MANIFEST", "Manifest", "Outputs", "read_manifest", "seen"]

Manifest: TypeAlias = dict[str, Any]
"""``project`` and ``settings``, by which the folder is known, and ``files``: by the name of each output, what is known of it."""

MANIFEST = "lamplighter-apply.json"

REST = 20.0
"""How many times as long as it took to write the manifest it is then left as it is: that of many thousand files takes its time. A
file that it lacks after a kill is labeled again, with the same bytes."""

ANEW = "To write them anew: --overwrite. To keep them: name another --out."


class Outputs:
    """A folder of labeled files, made or gone on with; what a run that was killed left unfinished is taken away.

    Parameters
    ----------
    folder : Path
    names : iterable of str
        The outputs that are to be in it.
    project : mapping
        The project's state: ``name``, ``step``, ``version`` and ``fingerprint``.
    settings : mapping
        How files are read and written. Both as JSON has them.
    overwrite : bool, default=False
        Whether labels of another state, or with other settings, are taken away, and files of others replaced.

    Raises
    ------
    OtherCorpusError
        If the folder holds labels of another state of the project, or with other settings.
    OutputError
        If files are in the way, or the folder cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        names: Iterable[str],
        *,
        project: Mapping[str, Any],
        settings: Mapping[str, Any],
        overwrite: bool = False,
    ) -> None:
        self.folder = folder
        self.project = dict(project)
        self.settings = dict(settings)
        known = read_manifest(folder)
        difference = None if known is None else self._difference(known)
        if difference is not None and not overwrite:
            raise OtherCorpusError(f"The folder {str(folder)!r} {difference} {ANEW}")
        if known is None and not overwrite:
            self._check_free(names)
        self._files: dict[str, Manifest] = {} if known is None else known["files"]
        self._due = 0.0
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(f"*{UNFINISHED}") if known is not None else ():
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        for name in list(self._files) if difference is not None else ():
            self.drop(name)
        self.write()

    def has(self, name: str, source: Manifest) -> bool:
        """Say whether an output is there, of a file as it is now (:func:`seen`)."""
        return source.items() <= self._files.get(name, {}).items() and (self.folder / name).is_file()

    def add(self, name: str, source: Manifest, labeled: Labeled) -> None:
        """Enter an output that is there, and the file as it was before it was read."""
        self._files[name] = {**source, **labeled._asdict()}
        if time.monotonic() > self._due:
            self.write()

    def drop(self, name: str) -> None:
        """Take an output away, if it is there."""
        if self._files.pop(name, None) is not None:
            with self._writing():
                (self.folder / name).unlink(missing_ok=True)

    def write(self) -> None:
        """Write the manifest."""
        content = {"project": self.project, "settings": self.settings, "files": dict(sorted(self._files.items()))}
        began = time.monotonic()
        with whole_file(self.folder / MANIFEST) as file:
            file.write(f"{json.dumps(content, indent=1, ensure_ascii=False)}\n".encode())
        ended = time.monotonic()
        self._due = ended + REST * (ended - began)

    def _difference(self, known: Manifest) -> str | None:
        """Say of what other state the folder is, if it is of another one."""
        before, now = known["project"], self.project
        if any(before.get(key) != now[key] for key in ("fingerprint", "version")):
            told = [(key, before.get(key), now[key]) for key in ("name", "step", "version")]
            other = "; ".join(f"{key} {old}, not {new}" for key, old, new in told if old != new)
            return f"holds labels of another state of the project: {other or 'with other texts, settings or answers'}."
        settings = known["settings"]
        other = "; ".join(
            f"{key} is {_said(settings.get(key))}, not {_said(self.settings[key])}"
            for key in self.settings
            if settings.get(key) != self.settings[key]
        )
        return f"holds labels that were written with other options: {other}." if other else None

    def _check_free(self, names: Iterable[str]) -> None:
        there = sorted(name for name in names if (self.folder / name).exists())
        if there:
            raise OutputError(
                f"The folder {str(self.folder)!r} has a file {there[0]!r} that is none of lamplighter's. To replace it: "
                "--overwrite. To keep it: name another --out."
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"{str(self.folder)!r} cannot be written: {error.strerror or error}.") from error


def read_manifest(folder: Path) -> Manifest | None:
    """Give what is known of a folder; ``None`` where it is not there, or holds nothing of ours.

    Raises
    ------
    OutputError
        If there is a manifest and it cannot be read.
    """
    place = folder / MANIFEST
    try:
        known = json.loads(place.read_bytes())
        return {"project": dict(known["project"]), "settings": dict(known["settings"]), "files": dict(known["files"])}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OutputError(
            f"{str(place)!r} is not what lamplighter writes into a folder of labels. Delete it, or name another --out."
        ) from error


def seen(source: Path) -> Manifest:
    """Give what tells whether a file was changed since."""
    there = source.stat()
    return {"input": str(source.resolve()), "size": there.st_size, "modified": there.st_mtime_ns}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "not given" if value is None else repr(value)
