"""Tables that are written some rows at a time, and appear whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

import polars as pl

from lamplighter.interop.whole import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lamplighter.interop.labels import TableFormat

__all__ = ["UNFINISHED", "table_writer"]

UNFINISHED = ".unfinished"
"""How names of files and folders end that are being written, as :func:`whole_file` has it."""

PART = 2**25
"""Bytes of a table, as it is in memory, that are gathered before they are packed."""

GROUP = 2**17
"""Rows that Parquet keeps together."""


@contextmanager
def table_writer(path: str | Path, table_format: TableFormat) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Give what adds rows to a table, all of the same columns; it takes its name when all were added.

    However many rows there are, few of them are in memory: rows of Parquet wait, packed, in a folder beside the file.

    Raises
    ------
    OutputError
        If it cannot be written. Nothing is left behind.
    """
    place = Path(path)
    with whole_file(place) as file:
        if table_format == "parquet":
            with _parquet(place.with_name(f"{place.name}.parts{UNFINISHED}"), Path(file.name)) as write:
                yield write
        else:
            yield _lines(file, table_format)


def _lines(file: IO[bytes], table_format: TableFormat) -> Callable[[pl.DataFrame], None]:
    begun = False

    def write(frame: pl.DataFrame) -> None:
        nonlocal begun
        if table_format == "csv":
            frame.write_csv(file, include_header=not begun)
        else:
            frame.write_ndjson(file)
        begun = True

    return write


@contextmanager
def _parquet(folder: Path, place: Path) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Keep rows in parts, and join these in the end: Parquet tells at its end what stands where."""
    parts: list[Path] = []
    waiting: list[pl.DataFrame] = []

    def pack() -> None:
        packed = BytesIO()  # written by Polars itself, a full disk would be an error of Polars and not of the disk
        pl.concat(waiting).write_parquet(packed, compression="lz4")
        waiting.clear()
        parts.append(folder / f"{len(parts)}.parquet")
        parts[-1].write_bytes(packed.getbuffer())

    def write(frame: pl.DataFrame) -> None:
        waiting.append(frame)
        if sum(each.estimated_size() for each in waiting) >= PART:
            pack()

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield write
        if waiting:
            pack()
        try:
            pl.scan_parquet(parts, glob=False).sink_parquet(place, compression="zstd", row_group_size=GROUP)
        except pl.exceptions.PolarsError as error:
            raise OSError(str(error).split("\n", 1)[0].rstrip(".")) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
