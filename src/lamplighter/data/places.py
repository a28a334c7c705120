"""Where files are: on this machine, or at an address such as ``s3://bucket/parts/a.parquet``, from where they are fetched to be read."""

from __future__ import annotations

import posixpath
import shutil
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from lamplighter.data.readers import check_there
from lamplighter.exceptions import FileError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Listed", "at_hand", "is_address", "listed", "matches"]


class Listed(NamedTuple):
    """What is known of a file without reading it.

    Attributes
    ----------
    size : int
        Bytes.
    stamp : str
        What is another one once it was written again: when that was, or a hash that its keeper has; empty if nothing is known.
    """

    size: int
    stamp: str


def is_address(path: str) -> bool:
    """Say whether it is an address that names a protocol.

    Examples
    --------
    >>> is_address("s3://bucket/parts/*.parquet"), is_address("parts/a.parquet")
    (True, False)
    """
    return "://" in path


def matches(pattern: str) -> list[str]:
    """Give the files that a path or a pattern names, in alphabetical order: absolute paths, or addresses.

    Raises
    ------
    FileError
        If an address cannot be looked at.
    """
    if not is_address(pattern):
        found = sorted(glob(pattern, recursive=True))  # noqa: PTH207  (that of Path takes no absolute pattern)
        return [str(Path(match).resolve()) for match in found if Path(match).is_file()]
    with _reaching(pattern) as system:
        known = system.glob(pattern, detail=True)
        return [system.unstrip_protocol(name) for name in sorted(known) if known[name]["type"] == "file"]


def listed(path: str) -> Listed:
    """Look a file up, without reading it.

    Raises
    ------
    FileError
        If it is not there.
    """
    if not is_address(path):
        check_there(Path(path))
        found = Path(path).stat()
        return Listed(found.st_size, str(found.st_mtime_ns))
    with _reaching(path) as system:
        known = system.info(path)
        return Listed(int(known["size"]), str(known.get("ETag") or known.get("LastModified") or ""))


@contextmanager
def at_hand(path: str) -> Iterator[Path]:
    """Have a file on this machine for as long as the block lasts: itself, or a copy of what is at an address.

    A copy lies in the system's folder for temporary files.

    Raises
    ------
    FileError
        If it cannot be fetched.
    """
    if not is_address(path):
        yield Path(path)
        return
    with TemporaryDirectory(prefix="lamplighter-") as folder:
        copy = Path(folder) / posixpath.basename(path)
        with _reaching(path) as system, system.open(path, "rb") as there, copy.open("wb") as here:
            shutil.copyfileobj(there, here)
        yield copy


@contextmanager
def _reaching(path: str) -> Iterator[Any]:
    """Give the file system of an address; what goes wrong there is an error that names the address."""
    try:
        system = _system(path)
        system.invalidate_cache()  # a file may have come, or gone, since it was looked at last
        yield system
    except FileNotFoundError as error:
        raise FileError(f"There is no file {path}.") from error
    except _troubles() as error:
        raise FileError(
            f"{path} cannot be reached: {str(error).splitlines()[0]}. Are address and keys right? For s3:// they are read from "
            "AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        ) from error


def _system(path: str) -> Any:
    protocol = path.partition("://")[0]
    try:
        import fsspec  # noqa: PLC0415  (an extra)

        return fsspec.filesystem(protocol)
    except ImportError as error:
        if protocol == "s3":
            raise MissingExtraError.from_missing("s3", "Reading s3:// needs s3fs") from error
        raise FileError(f"{path}: {error}. Or copy the files to this machine.") from error
    except ValueError as error:
        raise FileError(f"{path}: nothing is known of {protocol}://. Copy the files to this machine.") from error


def _troubles() -> tuple[type[Exception], ...]:
    """Give the errors of file systems: those of the system, and botocore's own, where it is installed."""
    try:
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415  (comes with s3fs)
    except ImportError:
        return (OSError,)
    return (OSError, BotoCoreError)
