"""Reading tables from files that need not fit in memory, some rows at a time.

What is read is what :func:`~lamplighter.data.readers.read_table` reads, with the same errors; only where it is cut is new. CSV and
JSON Lines are decoded in blocks, and cut behind the last whole record of a block. Parquet is read by ranges of rows.
"""

from __future__ import annotations

import codecs
import gzip
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from lamplighter.data.readers import (
    check_no_array,
    check_not_packed,
    check_there,
    csv_frame,
    ending_of,
    json_frame,
    nothing_in,
    parquet_errors,
    python_codec,
    reading,
    separator_of,
    unknown_encoding,
    with_a_nul,
    with_another_byte,
)
from lamplighter.exceptions import ColumnNotFoundError, FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["BATCH_SIZE", "Batch", "read_batches"]

BATCH_SIZE = 8192
"""Rows."""

BLOCK = 2**22
"""Bytes of text that are decoded at a time."""

PACKED = 2**23
"""Bytes of Parquet that are read at a time, if all rows are alike; more where a batch has more."""

LONGEST_RECORD = 2**28
"""Bytes. A quote that nobody closes would else make one record of all that follows."""


class Batch(NamedTuple):
    """Some rows of a file, one after another.

    Attributes
    ----------
    frame : polars.DataFrame
    start : int
        The row of the file that its first row is, from 0.
    read : int
        How many bytes of the file were read so far, packed as they are.
    """

    frame: pl.DataFrame
    start: int
    read: int


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is wanted of a file."""

    place: Path
    columns: tuple[str, ...] | None
    batch_size: int
    encoding: str
    block: int

    def chosen(self, there: Sequence[str]) -> list[str]:
        """Give the columns to read, of those that are there."""
        for name in self.columns or ():
            if name not in there:
                raise ColumnNotFoundError.from_missing(name, there)
        return list(there) if self.columns is None else list(self.columns)


def read_batches(
    path: str | Path,
    *,
    columns: Sequence[str] | None = None,
    batch_size: int = BATCH_SIZE,
    encoding: str = "utf-8",
    block: int = BLOCK,
) -> Iterator[Batch]:
    """Read a table from a file, as the file's ending says, in batches of rows that follow one another.

    Joined, they are what :func:`~lamplighter.data.readers.read_table` gives. A file with columns and no rows gives one batch
    without rows.

    Parameters
    ----------
    path : str or Path
        As for :func:`~lamplighter.data.readers.read_table`.
    columns : sequence of str, optional
        Those to read, in this order; left out, all.
    batch_size : int, default=8192
        Rows of a batch at most.
    encoding : str, default='utf-8'
        Of the text formats.
    block : int, default=4 MiB
        Bytes of text that are decoded at a time.

    Raises
    ------
    FileError
        As :func:`~lamplighter.data.readers.read_table`; some batches may have been given by then.
    ColumnNotFoundError
        If a column is not there.
    """
    place = Path(path)
    check_there(place)
    asked = _Asked(
        place=place,
        columns=None if columns is None else tuple(dict.fromkeys(columns)),
        batch_size=batch_size,
        encoding=encoding,
        block=block,
    )
    start = before = 0
    for frame, read in READERS[ending_of(place)](asked):
        # A batch without rows is given only where it is the only one: it tells of the columns.
        for first in range(0, frame.height if frame.height or start else 1, batch_size):
            piece = frame.slice(first, batch_size)
            done = (first + piece.height) / max(frame.height, 1)
            yield Batch(piece, start + first, before + round((read - before) * done))
        start, before = start + frame.height, read


# ---------------------------------------------------------------------- CSV and TSV


def _read_separated(asked: _Asked, *, usual: str) -> Iterator[tuple[pl.DataFrame, int]]:
    names, separator, found = b"", usual, False
    for records in _records(asked, _end_of_rows):
        body = records.content
        if not names:
            content = body.lstrip(b"\r\n")
            end = _first_row(content)
            names, body = content[:end].rstrip(b"\r\n") + b"\n", content[end:]
            separator = separator_of(names, usual)
        if body or (records.is_last and not found):
            found = True
            frame = csv_frame(names + body, asked.place, usual, separator)
            yield frame.select(asked.chosen(frame.columns)), records.read


def _end_of_rows(content: bytes) -> int:
    """Give where the last whole row ends: behind the last line break that is not inside of quotes; 0 where there is none."""
    end = content.rfind(b"\n")
    quotes = content.count(b'"', 0, max(end, 0))
    while end >= 0 and quotes % 2:
        before = content.rfind(b"\n", 0, end)
        quotes -= content.count(b'"', max(before, 0), end)
        end = before
    return end + 1


def _first_row(content: bytes) -> int:
    """Give where the first row ends."""
    end = content.find(b"\n")
    while end >= 0 and content.count(b'"', 0, end) % 2:
        end = content.find(b"\n", end + 1)
    return len(content) if end < 0 else end + 1


# ---------------------------------------------------------------------- JSON Lines


def _read_json_lines(asked: _Asked) -> Iterator[tuple[pl.DataFrame, int]]:
    """Read the file twice: which columns there are, and of what they are, shows only at its end."""
    schema = _schema(asked)
    wanted = {name: schema[name] for name in asked.chosen(list(schema))}
    for records in _records(asked, _end_of_lines):
        if records.content.strip():
            frame = json_frame(records.content, asked.place, schema=wanted, first=records.line)
            yield frame.select(list(wanted)), records.read


def _schema(asked: _Asked) -> dict[str, pl.DataType]:
    """Give the columns that stand in some line, and of what they are in all lines."""
    known = pl.DataFrame()
    for records in _records(asked, _end_of_lines):
        if not known.width:
            check_no_array(records.content, asked.place)
        if records.content.strip():
            found = json_frame(records.content, asked.place, first=records.line).clear()
            try:
                known = pl.concat([known, found], how="diagonal_relaxed")
            except pl.exceptions.PolarsError as error:
                raise FileError(
                    f"{asked.place.name} cannot be read as JSON Lines: {error}. A value must be of one kind in all lines."
                ) from error
    return dict(known.schema)


def _end_of_lines(content: bytes) -> int:
    return content.rfind(b"\n") + 1


# ---------------------------------------------------------------------- text


class _Records(NamedTuple):
    """Whole records of a text file, in UTF-8; which line of the file the first is; how many bytes were read by then."""

    content: bytes
    line: int
    read: int
    is_last: bool


def _records(asked: _Asked, end_of: Callable[[bytes], int]) -> Iterator[_Records]:
    """Cut a text file behind the last record of each block that is whole."""
    rest, line, empty = b"", 1, True
    for content, read in _decoded(asked):
        rest += content
        end = end_of(rest)
        empty = empty and not rest.strip()
        if empty:
            continue
        if end:
            yield _Records(rest[:end], line, read, is_last=False)
            line += rest.count(b"\n", 0, end)
            rest = rest[end:]
        if len(rest) > LONGEST_RECORD:
            raise FileError(
                f"{asked.place.name}, line {line}: what begins here has no end within {LONGEST_RECORD // 2**20} MB. Is a quote "
                "missing that ends a text?"
            )
    if empty:
        raise nothing_in(asked.place)
    yield _Records(rest, line, read, is_last=True)


def _decoded(asked: _Asked) -> Iterator[tuple[bytes, int]]:
    """Give the blocks of a text file in UTF-8, without a byte-order mark, and the bytes that were read by then."""
    try:
        decoder = codecs.getincrementaldecoder(python_codec(asked.encoding))()
    except LookupError as error:
        raise unknown_encoding(asked.encoding) from error
    lines, first = 0, b""
    for content, read in _blocks(asked):
        if not first:
            first = content
            check_not_packed(content, asked.place)
        try:
            text = decoder.decode(content, final=not content)
        except UnicodeDecodeError as error:
            line = lines + error.object.count(b"\n", 0, error.start) + 1
            utf16 = first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            byte = error.object[error.start]
            raise with_another_byte(asked.place, line, byte, asked.encoding, utf16=utf16) from error
        if "\0" in text:
            line = lines + text.count("\n", 0, text.index("\0")) + 1
            raise with_a_nul(asked.place, line, asked.encoding)
        lines += text.count("\n")
        yield text.encode("utf-8"), read


def _blocks(asked: _Asked) -> Iterator[tuple[bytes, int]]:
    """Give a file's bytes, unpacked, in blocks of which the last is empty, and the bytes that were read by then."""
    with reading(asked.place), asked.place.open("rb") as packed:
        unpacked = gzip.GzipFile(fileobj=packed) if _is_packed(asked.place) else packed
        while content := unpacked.read(asked.block):
            yield content, packed.tell()
        yield b"", packed.tell()


def _is_packed(place: Path) -> bool:
    return place.suffix.lower() == ".gz"


# ---------------------------------------------------------------------- Parquet


def _read_parquet(asked: _Asked) -> Iterator[tuple[pl.DataFrame, int]]:
    with _unpacked(asked.place) as place:
        with reading(asked.place), place.open("rb") as file:
            begins = file.read(4)
        if not begins:
            raise nothing_in(asked.place)
        size = asked.place.stat().st_size
        with parquet_errors(begins, asked.place):
            table = pl.scan_parquet(place, glob=False)
            there = list(table.collect_schema())
            n_rows = table.select(pl.len()).collect().item()
        table = table.select(asked.chosen(there))
        at_once = max(asked.batch_size, n_rows * PACKED // place.stat().st_size)
        for start in range(0, max(n_rows, 1), at_once):
            with parquet_errors(begins, asked.place):
                frame = table.slice(start, at_once).collect()
            yield frame, size * (start + frame.height) // max(n_rows, 1)


@contextmanager
def _unpacked(place: Path) -> Iterator[Path]:
    """Give the place of a file with its content unpacked: Parquet cannot be read from its beginning on."""
    if not _is_packed(place):
        yield place
        return
    with TemporaryDirectory(prefix="lamplighter-") as folder:
        unpacked = Path(folder) / "unpacked.parquet"
        with reading(place), gzip.open(place) as content, unpacked.open("wb") as file:
            shutil.copyfileobj(content, file, BLOCK)
        yield unpacked


READERS: dict[str, Callable[[_Asked], Iterator[tuple[pl.DataFrame, int]]]] = {
    ".csv": partial(_read_separated, usual=","),
    ".tsv": partial(_read_separated, usual="\t"),
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".parquet": _read_parquet,
}
"""What reads each ending."""
