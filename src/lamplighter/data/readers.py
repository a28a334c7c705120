"""Reading tables from files, with errors that say what is wrong with the file.

The format is that of the ending, and a file that is something else says so. ``.gz`` behind an ending is
unpacked first. Text formats are decoded strictly: a byte that does not fit is an error that names the line,
never a replacement character in somebody's data.
"""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from lamplighter.exceptions import FileError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "FORMATS",
    "check_no_array",
    "check_not_packed",
    "check_there",
    "csv_frame",
    "ending_of",
    "json_frame",
    "nothing_in",
    "parquet_errors",
    "python_codec",
    "read_table",
    "reading",
    "separator_of",
    "unknown_encoding",
    "with_a_nul",
    "with_another_byte",
]

MAGIC = {
    b"PAR1": ("Parquet", ".parquet"),
    b"\x1f\x8b": ("gzip", ".gz"),
    b"PK\x03\x04": ("a zip archive or a spreadsheet", None),
}
"""How files that are no text begin, what they are, and the ending they should have."""


KINDS = {",": "CSV", "\t": "TSV"}
"""What is separated by which sign."""


def read_table(path: str | Path, *, encoding: str = "utf-8") -> pl.DataFrame:
    """Read a table from a file, as the file's ending says.

    Parameters
    ----------
    path : str or Path
        Ending in ``.csv``, ``.tsv``, ``.jsonl``, ``.ndjson`` or ``.parquet``, with or without ``.gz``.
    encoding : str, default='utf-8'
        Of the text formats; any name that Python knows. A byte-order mark is left out.

    Returns
    -------
    polars.DataFrame
        Columns of CSV and TSV files are all strings: what looks like a number may be an id.

    Raises
    ------
    FileError
        If the file is missing, a folder, empty, of an unknown ending, not what its ending says, or holds
        bytes that are not of the encoding.
    """
    place = Path(path)
    check_there(place)
    ending = ending_of(place)
    content = _content(place)
    return FORMATS[ending](content, place, encoding)


def check_there(place: Path) -> None:
    """Raise FileError unless there is such a file."""
    if place.is_dir():
        raise FileError(f"{str(place)!r} is a folder. Name one file.")
    if not place.exists():
        siblings = [other.name for other in place.parent.glob("*") if other.is_file()] if place.parent.is_dir() else []
        raise FileError(f"There is no file {str(place)!r}.{did_you_mean(place.name, siblings)}")


def ending_of(place: Path) -> str:
    """Give a file's ending, that before ``.gz`` where it has both; raise FileError if it is none that can be read."""
    suffixes = [suffix.lower() for suffix in place.suffixes]
    ending = (suffixes[:-1] or [""])[-1] if suffixes[-1:] == [".gz"] else (suffixes or [""])[-1]
    if ending not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise FileError(
            f"{place.name}: the ending {ending or 'is missing'}{' is not known' if ending else ''}. Known are {known}, "
            "each also with .gz; save the file as one of them."
        )
    return ending


def _content(place: Path) -> bytes:
    with reading(place):
        content = place.read_bytes()
        unpacked = gzip.decompress(content) if place.suffix.lower() == ".gz" else content
    if not unpacked.strip():
        raise nothing_in(place)
    return unpacked


@contextmanager
def reading(place: Path) -> Iterator[None]:
    """Say what is wrong with a file where it cannot be read, or not be unpacked."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileError(f"{place.name}: the ending says gzip, but it cannot be unpacked ({error}).") from error
    except OSError as error:
        raise FileError(f"{place.name} cannot be read: {error.strerror or error}.") from error


def nothing_in(place: Path) -> FileError:
    """Say that a file is empty."""
    return FileError(f"{place.name} is empty. Expected a table with a column of texts.")


def _decoded(content: bytes, place: Path, encoding: str) -> bytes:
    """Check the bytes against their encoding and give them in UTF-8, without a byte-order mark."""
    check_not_packed(content, place)
    try:
        text = content.decode(python_codec(encoding))
    except LookupError as error:
        raise unknown_encoding(encoding) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        raise with_another_byte(place, line, content[error.start], encoding, utf16=utf16) from error
    if "\0" in text:
        raise with_a_nul(place, text.count("\n", 0, text.index("\0")) + 1, encoding)
    return text.encode("utf-8")


def check_not_packed(content: bytes, place: Path) -> None:
    """Raise FileError if the beginning of a file that should be text is that of another kind."""
    for magic, (format_name, ending) in MAGIC.items():
        if content.startswith(magic):
            advice = f"Rename it to end in {ending}" if ending else "Save it as CSV"
            raise FileError(f"{place.name}: the ending says text, but the content is {format_name}. {advice}.")


def python_codec(encoding: str) -> str:
    """Give Python's name of an encoding; of UTF-8, that which leaves a byte-order mark out."""
    return "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding


def unknown_encoding(encoding: str) -> FileError:
    """Say that there is no encoding of that name."""
    return FileError(f"No encoding is called {encoding!r}. Usual ones are utf-8, latin-1, cp1252, utf-16.")


def with_another_byte(place: Path, line: int, byte: int, encoding: str, *, utf16: bool) -> FileError:
    """Say where a file has a byte that is not of its encoding."""
    usual = "--encoding utf-16" if utf16 else "--encoding cp1252 (Windows) or --encoding latin-1"
    return FileError(
        f"{place.name}, line {line}: the byte 0x{byte:02x} is not {encoding}. Give the file's encoding, for example {usual}."
    )


def with_a_nul(place: Path, line: int, encoding: str) -> FileError:
    """Say where a file has a character that no text has."""
    return FileError(
        f"{place.name}, line {line}: there is a NUL character, so this is not a text file in {encoding}. If it was "
        "saved as UTF-16, say --encoding utf-16."
    )


def _separated(separator: str) -> Callable[[bytes, Path, str], pl.DataFrame]:
    def read(content: bytes, place: Path, encoding: str) -> pl.DataFrame:
        decoded = _decoded(content, place, encoding)
        frame = csv_frame(decoded, place, separator, separator_of(decoded, separator))
        if not frame.height:
            raise FileError(
                f"{place.name} has a line of column names ({', '.join(frame.columns)}) and nothing below it."
            )
        return frame

    return read


def csv_frame(decoded: bytes, place: Path, usual: str, separator: str) -> pl.DataFrame:
    """Read CSV or TSV, as the usual sign of the file's ending says; all columns are strings."""
    try:
        return pl.read_csv(BytesIO(decoded), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise FileError(
            f"{place.name} cannot be read as {KINDS[usual]}: {_first_line(error)} Check that texts with a comma, a quote "
            "or a line break stand in double quotes, and that every line has as many fields as the first."
        ) from error


def separator_of(decoded: bytes, usual: str) -> str:
    """Give what separates the columns' names: where the usual sign does not stand among them, another one that does.

    Spreadsheets of half of Europe write CSV with semicolons.
    """
    names = decoded.lstrip().split(b"\n", 1)[0].decode()
    return usual if usual in names else next((sign for sign in ";\t|" if sign in names), usual)


def _json_lines(content: bytes, place: Path, encoding: str) -> pl.DataFrame:
    decoded = _decoded(content, place, encoding)
    check_no_array(decoded, place)
    return json_frame(decoded, place)


def check_no_array(decoded: bytes, place: Path) -> None:
    """Raise FileError if a file that should be JSON Lines begins as other JSON does."""
    if decoded.lstrip().startswith(b"["):
        raise FileError(
            f"{place.name} holds one JSON array. Expected JSON Lines: one object a line, without commas between."
        )


def json_frame(
    decoded: bytes, place: Path, *, schema: Mapping[str, pl.DataType] | None = None, first: int = 1
) -> pl.DataFrame:
    """Read JSON Lines, of which the first is that line of the file; columns are of a schema, or of what is found."""
    try:
        return pl.read_ndjson(BytesIO(decoded), schema=schema, infer_schema_length=None)
    except pl.exceptions.PolarsError as error:
        raise FileError(
            f"{place.name}{_first_without_object(decoded, first)} cannot be read as JSON Lines: {_first_line(error)} Expected "
            'one object a line, such as {"text": "…"}.'
        ) from error


def _first_without_object(content: bytes, first: int) -> str:
    """Name the first line that is no JSON object; Polars does not."""
    for number, line in enumerate(content.split(b"\n"), start=first):
        try:
            is_object = not line.strip() or isinstance(json.loads(line), dict)
        except ValueError:
            is_object = False
        if not is_object:
            return f", line {number},"
    return ""


def _parquet(content: bytes, place: Path, encoding: str) -> pl.DataFrame:
    del encoding  # Parquet is always UTF-8
    with parquet_errors(content, place):
        return pl.read_parquet(BytesIO(content))


@contextmanager
def parquet_errors(begins: bytes, place: Path) -> Iterator[None]:
    """Say what is wrong with a file where it is no Parquet, as its first bytes show, or cannot be read as such."""
    if not begins.startswith(b"PAR1"):
        raise FileError(f"{place.name}: the ending says Parquet, but the content is not.")
    try:
        yield
    except pl.exceptions.PolarsError as error:
        raise FileError(f"{place.name} cannot be read as Parquet; it may be cut short: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    line = str(error).strip().split("\n", 1)[0].rstrip(".")
    return f"{line}."


FORMATS: dict[str, Callable[[bytes, Path, str], pl.DataFrame]] = {
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".parquet": _parquet,
}
"""What reads each ending."""
