"""Files that appear whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lamplighter.exceptions import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes its name, replacing what was there, only when all was written.

    Raises
    ------
    OutputError
        If it cannot be written: no such folder, no permission, a full disk. Nothing is left behind.
    """
    place = Path(path)
    unfinished = place.with_name(f"{place.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(place)
    except OSError as error:
        raise OutputError(f"{str(place)!r} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
