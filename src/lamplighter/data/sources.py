"""The files that the texts are in: what is known of each, and reading the texts of some documents."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np

from lamplighter.data.batches import read_batches
from lamplighter.data.corpus import Corpus, check_texts
from lamplighter.data.places import at_hand, listed, matches
from lamplighter.exceptions import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Facts", "FilesCorpus", "Sources", "look_into", "source_files"]


@dataclass(frozen=True)
class Facts:
    """What is known of a file once it was read.

    Attributes
    ----------
    path : str
    n_rows : int
        Rows, those without a text included.
    blank : tuple of int
        The rows without a text, ascending.
    digest : str
        Of the texts and of where they stand.
    size : int
        Bytes.
    stamp : str
        By which one sees without reading it that it was not written again, see :class:`~lamplighter.data.places.Listed`.
    """

    path: str
    n_rows: int
    blank: tuple[int, ...]
    digest: str
    size: int
    stamp: str = ""

    @property
    def n_documents(self) -> int:
        """Rows with a text."""
        return self.n_rows - len(self.blank)


@dataclass(frozen=True)
class Sources:
    """Files whose texts, one file after the other, are the documents of a corpus.

    Attributes
    ----------
    files : tuple of Facts
    text : str
        The column of texts.
    encoding : str
    """

    files: tuple[Facts, ...]
    text: str
    encoding: str = "utf-8"

    def __post_init__(self) -> None:
        if not self.n_documents:
            raise InputError(f"There is nothing to label: none of the {self.n_rows} rows has a text.")

    @property
    def n_rows(self) -> int:
        """Rows of all files."""
        return sum(file.n_rows for file in self.files)

    @property
    def n_documents(self) -> int:
        """Documents of all files."""
        return sum(file.n_documents for file in self.files)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all texts and where they stand; it does not matter where the files lie."""
        told = "".join(f"{file.n_rows} {file.digest}\n" for file in self.files)
        return hashlib.sha256(f"files\n{told}".encode()).hexdigest()

    @property
    def rows(self) -> NDArray[np.int64]:
        """The row of each document, counted through all files, shape (n,)."""
        firsts = np.cumsum([0, *(file.n_rows for file in self.files)])
        blank = [first + np.array(file.blank, dtype=np.int64) for first, file in zip(firsts, self.files, strict=False)]
        kept = np.ones(self.n_rows, dtype=bool)
        kept[np.concatenate(blank)] = False
        return np.flatnonzero(kept)

    def texts(self, span: slice) -> list[str]:
        """Read the texts of some adjoining documents.

        Raises
        ------
        FileError
            If a file is not there any more, or was changed since it was looked into.
        """
        found: list[str] = []
        edges = np.cumsum([0, *(file.n_documents for file in self.files)]).tolist()
        for file, (first, last) in zip(self.files, pairwise(edges), strict=True):
            start, stop = max(span.start, first), min(span.stop, last)
            if start < stop:
                found += self._some(file, start - first, stop - first)
        return found

    def _some(self, file: Facts, start: int, stop: int) -> list[str]:
        found: list[str] = []
        seen = 0
        self._check(file)
        for texts in _documents(file.path, self.text, self.encoding):
            there = [text for text in texts if text is not None]
            found += there[max(start - seen, 0) : max(stop - seen, 0)]
            seen += len(there)
            if seen >= stop:
                return found
        raise FileError(_changed(f"{file.path} holds {seen} texts, not the {file.n_documents}"))

    def _check(self, file: Facts) -> None:
        """Raise an error if a file was changed. One that was written again, as by copying it, is read for that, once."""
        there = listed(file.path)
        if there.size != file.size:
            raise FileError(_changed(f"{file.path} has {there.size:,} bytes, not the {file.size:,}"))
        if there.stamp and there.stamp == file.stamp:
            return
        found = _read_again(file.path, self.text, self.encoding, there.stamp)
        if found.digest != file.digest:
            raise FileError(_changed(f"{file.path} has other texts than those"))

    def to_json(self) -> str:
        """Give them as a project keeps them."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, written: str) -> Sources:
        """Read what :meth:`to_json` gives."""
        known = json.loads(written)
        files = tuple(Facts(**{**file, "blank": tuple(file["blank"])}) for file in known["files"])
        return cls(files, known["text"], known["encoding"])


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FilesCorpus(Corpus):
    """Documents that stay in their files: a project keeps where they are, and what to know them by, in place of the texts.

    Attributes
    ----------
    sources : Sources
    """

    sources: Sources = field(default=cast("Sources", None))  # it follows fields with defaults

    @classmethod
    def read(cls, sources: Sources, name: str) -> FilesCorpus:
        """Read all texts into memory.

        Raises
        ------
        FileError
            If a file is not there any more, or was changed.
        """
        texts = tuple(sources.texts(slice(0, sources.n_documents)))
        return cls(texts=texts, rows=sources.rows, n_rows=sources.n_rows, name=name, sources=sources)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the texts of all files, and of where they stand."""
        return self.sources.fingerprint


def look_into(path: str, text: str, encoding: str = "utf-8") -> Facts:
    """Read a file once, to know how many documents it holds and to know it again.

    Raises
    ------
    FileError, ColumnNotFoundError
        If it cannot be read, or has no such column.
    """
    there = listed(path)  # before it is read: what is written meanwhile is seen the next time
    digest = hashlib.sha256()
    blank: list[int] = []
    n_rows = 0
    for texts in _documents(path, text, encoding):
        for text_here in texts:
            if text_here is None:
                blank.append(n_rows)
            else:
                encoded = text_here.encode("utf-8", "surrogatepass")
                digest.update(n_rows.to_bytes(8, "little") + len(encoded).to_bytes(8, "little") + encoded)
            n_rows += 1
    return Facts(path, n_rows, tuple(blank), digest.hexdigest(), *there)


@lru_cache(maxsize=4096)
def _read_again(path: str, text: str, encoding: str, stamp: str) -> Facts:  # noqa: ARG001  (the stamp says when it is another)
    return look_into(path, text, encoding)


def _changed(found: str) -> str:
    return f"{found} that it had when the project was begun. Put the file back as it was, or begin a new project."


def _documents(path: str, text: str, encoding: str) -> Iterator[Sequence[str | None]]:
    """Read the texts of a file in batches, ``None`` for those that are missing or blank."""
    import narwhals as nw  # noqa: PLC0415  (as for corpora: its import is slow)

    with at_hand(path) as place:
        for batch in read_batches(place, columns=[text], batch_size=65536, encoding=encoding):
            column = batch.frame.get_column(text)
            if column.null_count() < len(column):
                check_texts(nw.from_native(batch.frame).schema, text)
            texts = column.cast(str).to_list()
            yield [one if one is not None and one.strip() else None for one in texts]


def source_files(patterns: Sequence[str]) -> list[str]:
    """Give the files that paths, addresses or patterns such as ``parts/*.parquet`` name, in alphabetical order, each once.

    Raises
    ------
    FileError
        If one names none.
    """
    found: dict[str, None] = {}
    for pattern in patterns:
        named = matches(pattern)
        if not named:
            raise FileError(
                f"There is no file {pattern}. Name files, or a pattern in quotes, such as 'parts/*.parquet'."
            )
        found |= dict.fromkeys(named)
    return list(found)
