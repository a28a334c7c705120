"""The index of a project, kept beside it, so that a large project is opened in seconds.

A folder beside the project holds the index as plain arrays, which are opened as memory maps, and a list of what they are and of
their checksums. The folder is written under another name and gets its own when all of it is on the disk. What is found
there is looked at before it is used; whatever is wrong with it, the index is made anew, and nothing is lost but time. It may
be deleted at any time.
"""

from __future__ import annotations

import json
import os
import unicodedata
import zlib
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from lamplighter.engine.packing import packed, unpacked
from lamplighter.exceptions import InputError
from lamplighter.primitives import Ngrams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from lamplighter.data import Corpus
    from lamplighter.engine import Index
    from lamplighter.primitives import Tfidf

__all__ = ["ENDING", "FEWEST", "FoundIndex", "IndexCache"]

ENDING = ".index"
"""Behind the project's name."""

FEWEST = 20_000
"""Documents. To index fewer takes less than a second."""

FORMAT = 3
"""To be counted up when an index of the same texts becomes another one, or is written in another way."""

READ_AT_A_TIME = 2**20

MANIFEST, TERMS = "manifest.json", "terms.json"


@dataclass(frozen=True)
class FoundIndex:
    """What was found beside a project.

    Attributes
    ----------
    index : Index or None
    reason : str or None
        Why what is there was not used; ``None`` where there is nothing, or it was used.
    """

    index: Index | None
    reason: str | None = None


class _UnusableError(Exception):
    """What is there cannot be used; the message says why."""


class IndexCache:
    """Keeps the index of one project.

    Parameters
    ----------
    project : Path
        The project's own place.
    primitives : Ngrams
    features : Tfidf or None
    """

    def __init__(self, project: Path, primitives: Ngrams, features: Tfidf | None) -> None:
        self.place = project.with_name(project.name + ENDING)
        self.primitives = primitives
        self.features = features

    def keeps(self, corpus: Corpus) -> bool:
        """Whether the index of a corpus is kept: not of a small one, nor one made by a function of somebody's own."""
        return len(corpus) >= FEWEST and type(self.primitives) is Ngrams and self.primitives.tokenizer is None

    def find(self, corpus: Corpus) -> FoundIndex:
        """Give the index of a corpus, if it is there and whole.

        The large arrays stay on the disk, and are read when they are needed.
        """
        if not self.keeps(corpus) or not self.place.exists():
            return FoundIndex(None)
        try:
            return FoundIndex(self._read(corpus))
        except _UnusableError as error:
            return FoundIndex(None, str(error))
        except OSError as error:
            return FoundIndex(None, f"cannot be read ({error.strerror or error})")

    def keep(self, corpus: Corpus, index: Index) -> str | None:
        """Write the index of a corpus; give the reason if that cannot be done, and leave nothing then."""
        if not self.keeps(corpus):
            return None
        unfinished = self.place.with_name(f"{self.place.name}.unfinished")
        try:
            _remove(unfinished)
            self._write(unfinished, corpus, index)
            _remove(self.place)
            unfinished.rename(self.place)
            _sync_folder(self.place.parent)
        except OSError as error:
            return error.strerror or str(error)
        finally:
            with suppress(OSError):  # it was said above, or nobody is there to be told
                _remove(unfinished)
        return None

    def _description(self, corpus: Corpus) -> dict[str, Any]:
        """Say what the index is of; one with another description is not ours."""
        return {
            "format": FORMAT,
            "unicode": unicodedata.unidata_version,  # what a letter is depends on Python
            "corpus": corpus.fingerprint,
            "primitives": self.primitives.settings(),
            "features": None if self.features is None else self.features.settings(),
        }

    def _write(self, folder: Path, corpus: Corpus, index: Index) -> None:
        folder.mkdir()
        terms = json.dumps(index.counted, ensure_ascii=False).encode()
        files = {TERMS: _write_file(folder / TERMS, [terms])}
        for name, parts in packed(index).items():
            files[f"{name}.npy"] = _write_file(folder / f"{name}.npy", _npy(parts))
        _write_file(folder / MANIFEST, [_signed({**self._description(corpus), "files": files})])
        _sync_folder(folder)

    def _read(self, corpus: Corpus) -> Index:
        manifest = _manifest(self.place / MANIFEST)
        files = manifest.pop("files", {})
        for key, wanted in self._description(corpus).items():
            if manifest.get(key) != wanted:
                raise _UnusableError(OTHER[key])
        for name, (size, checksum) in files.items():
            _check_file(self.place / name, size, checksum)
        arrays = {name.removesuffix(".npy"): _opened(self.place / name) for name in files if name.endswith(".npy")}
        try:
            terms = json.loads((self.place / TERMS).read_bytes())
            return unpacked(
                arrays, terms, corpus.texts, self.primitives, features=self.features, columns=corpus.columns
            )
        except (InputError, ValueError) as error:
            raise _UnusableError("is damaged: its files do not fit together") from error


OTHER = {
    "format": "was made by another version of lamplighter",
    "unicode": "was made by another version of Python",
    "corpus": "is of other texts",
    "primitives": "was made with other settings",
    "features": "was made with other settings",
}
"""What is said where a part of the description is another one."""


def _npy(parts: Sequence[NDArray[Any]]) -> Iterator[bytes | memoryview]:
    """Give the bytes of a ``.npy`` file that holds parts of an array, one behind the other."""
    header = BytesIO()
    shape = (sum(map(len, parts)),)
    described = {"descr": np.lib.format.dtype_to_descr(parts[0].dtype), "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(header, described)
    yield header.getvalue()
    for part in parts:
        yield np.ascontiguousarray(part).view(np.uint8).data


def _write_file(path: Path, parts: Iterable[bytes | memoryview]) -> tuple[int, int]:
    """Write a file to the disk; give its size and its checksum."""
    size = checksum = 0
    with path.open("xb") as file:
        for part in parts:
            file.write(part)
            size += len(part)
            checksum = zlib.crc32(part, checksum)
        file.flush()
        os.fsync(file.fileno())
    return size, checksum


def _check_file(path: Path, size: int, checksum: int) -> None:
    """Read a file to its end: a byte that is another one is found here and never used."""
    found = 0
    try:
        with path.open("rb") as file:
            whole = os.fstat(file.fileno()).st_size == size
            while whole and (part := file.read(READ_AT_A_TIME)):
                found = zlib.crc32(part, found)
    except FileNotFoundError:
        whole = False
    if not whole or found != checksum:
        raise _UnusableError(f"is damaged ({path.name})")


def _opened(path: Path) -> NDArray[Any]:
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError as error:
        raise _UnusableError(f"is damaged ({path.name})") from error


def _signed(manifest: Mapping[str, Any]) -> bytes:
    """Write a list of files, and behind it the checksum of the list."""
    return json.dumps({"manifest": manifest, "checksum": _checksum(manifest)}, indent=1).encode()


def _manifest(path: Path) -> dict[str, Any]:
    try:
        written = json.loads(path.read_bytes())
        manifest: dict[str, Any] = written["manifest"]
        whole = written["checksum"] == _checksum(manifest)
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise _UnusableError(f"is damaged ({path.name})") from error
    if not whole:
        raise _UnusableError(f"is damaged ({path.name})")
    return manifest


def _checksum(manifest: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(manifest, sort_keys=True).encode())


def _remove(folder: Path) -> None:
    """Remove a folder of ours; what somebody else put there stays, and so does the folder then."""
    if not folder.exists():
        return
    for path in folder.iterdir():
        if path.suffix == ".npy" or path.name in {MANIFEST, TERMS}:
            path.unlink()
    folder.rmdir()


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too."""
    if os.name == "nt":  # pragma: no cover  (folders cannot be opened there, and need not be)
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
