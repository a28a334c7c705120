"""The documents that are worked on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.data.columns import check_there, other_columns, string, taken, written
from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from narwhals.dtypes import DType
    from narwhals.typing import IntoDataFrame

    from lamplighter.arrays import Rows

__all__ = ["Corpus", "check_texts", "guess_text_column"]

TEXT_NAMES = ("text", "texts", "review", "comment", "message", "sentence", "content", "body", "document", "tweet")
"""Names that a column of texts usually has, the likeliest first."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Corpus:
    """Documents with, at will, an id, a true label and what else is known of each.

    Rows whose text is missing or blank are no documents: they are counted, and stand unlabeled in an
    export. Texts that stand twice are kept. Build one with :meth:`from_file`, :meth:`from_texts` or
    :meth:`from_frame`.

    Attributes
    ----------
    texts : tuple of str
        The n documents, none of them blank.
    rows : ndarray of shape (n,)
        The row of the input that each document stood in, from 0, ascending.
    n_rows : int
        Rows of the input, blank ones included.
    ids : tuple of str or None, optional
        The id of each document, where the input has a column of ids.
    gold : tuple of str or None, optional
        The true label of each document, ``None`` where it is not known. For metrics only: nothing
        that learns is handed this.
    columns : mapping of str to tuple of (str or None), optional
        Other columns of the input, such as stars or a date: a value for each document, ``None`` where there is none.
        For people to look at: nothing that learns is handed these. It cannot be changed.
    name : str
        What the corpus is called on screen.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["good film", "", "bad fish"], columns={"stars": [4.0, 1.0, None]})
    >>> len(corpus), corpus.n_rows, corpus.n_missing, corpus.rows.tolist()
    (2, 3, 1, [0, 2])
    >>> dict(corpus.columns)
    {'stars': ('4', None)}
    """

    texts: tuple[str, ...]
    rows: Rows
    n_rows: int
    ids: tuple[str | None, ...] | None = None
    gold: tuple[str | None, ...] | None = None
    columns: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    name: str = field(default="texts")

    def __post_init__(self) -> None:
        kept = {name: _each_once(values) for name, values in self.columns.items()}
        object.__setattr__(self, "columns", MappingProxyType(kept))  # the class is frozen

    def __reduce__(self) -> tuple[Callable[[], Corpus], tuple[()]]:
        """Say how a copy is made, in another process too; what protects the columns cannot be sent there."""
        parts = {each.name: getattr(self, each.name) for each in fields(self)}
        return partial(type(self), **{**parts, "columns": dict(self.columns)}), ()

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str | None],
        *,
        gold: Iterable[str | None] | None = None,
        ids: Iterable[str | None] | None = None,
        columns: Mapping[str, Iterable[object]] | None = None,
        name: str = "texts",
    ) -> Corpus:
        """Make a corpus of texts, a row each.

        Parameters
        ----------
        texts : iterable of str or None
            Missing (``None``, NaN) and blank texts are counted and left out.
        gold, ids : iterable of str or None, optional
            True labels and ids, as many as texts. A blank one is missing too, and blanks around one are dropped.
        columns : mapping of str to iterable, optional
            What else is known of each text, by name; as many values as texts, kept as strings. Missing and blank ones
            are ``None``, ``4.0`` is ``'4'``, and a time of midnight is left out of a date.
        name : str, default='texts'

        Raises
        ------
        InputError
            If no text remains, or ``gold``, ``ids`` or the values of a column are not as many as the texts.
        """
        if isinstance(texts, str):
            raise InputError("The texts are one text; expected a list of them.")
        every = [text if type(text) is str else string(text) for text in texts]
        kept = [row for row, text in enumerate(every) if text is not None and text.strip()]
        if not kept:
            raise InputError(f"There is nothing to label: none of the {len(every)} rows has a text.")
        return cls(
            texts=tuple(every[row] or "" for row in kept),
            rows=np.array(kept, dtype=np.int64),
            n_rows=len(every),
            ids=None if ids is None else taken("ids", ids, kept, len(every)),
            gold=None if gold is None else taken("gold", gold, kept, len(every)),
            columns={
                column: taken(f"the column {column!r}", values, kept, len(every), written)
                for column, values in (columns or {}).items()
            },
            name=name,
        )

    @classmethod
    def from_frame(
        cls,
        frame: IntoDataFrame,
        *,
        text: str | None = None,
        gold: str | None = None,
        id: str | None = None,  # noqa: A002  (the column's role is called so everywhere else)
        columns: Sequence[str] | None = None,
        name: str = "frame",
    ) -> Corpus:
        """Make a corpus of a data frame: pandas, Polars, PyArrow, or another that Narwhals knows.

        Parameters
        ----------
        frame : data frame
        text : str, optional
            The column of texts. Guessed when left out, see :func:`guess_text_column`.
        gold, id : str, optional
            The columns of true labels and of ids.
        columns : sequence of str, optional
            The other columns to keep. Left out: all that have a name and values, where the values are strings, numbers,
            booleans or dates and the longest has at most 200 characters. ``[]`` keeps none.
        name : str, default='frame'

        Raises
        ------
        ColumnNotFoundError
            If a column that was named is not there.
        InputError
            If the texts are not strings, or none remains; or if a column that was named is one of texts, true labels or
            ids, or holds lists or the like.

        Examples
        --------
        >>> import polars as pl
        >>> frame = pl.DataFrame({"text": ["good film", "bad fish"], "stars": [5, 1], "words": [["good"], ["bad"]]})
        >>> dict(Corpus.from_frame(frame).columns)
        {'stars': ('5', '1')}
        """
        import narwhals as nw  # noqa: PLC0415  (frames are rare beside texts, and their import is slow)

        native = nw.from_native(frame, eager_only=True)
        check_there((text, gold, id), native.columns)
        chosen = guess_text_column(frame) if text is None else text
        check_texts(native.schema, chosen)

        def cells(column: str | None) -> list[str | None] | None:
            return None if column is None else native[column].to_list()

        others = other_columns(native, {"texts": chosen, "true labels": gold, "ids": id}, columns)
        return cls.from_texts(cells(chosen) or [], gold=cells(gold), ids=cells(id), columns=others, name=name)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        text: str | None = None,
        gold: str | None = None,
        id: str | None = None,  # noqa: A002
        columns: Sequence[str] | None = None,
        encoding: str = "utf-8",
    ) -> Corpus:
        """Read a corpus from a CSV, TSV, JSONL or Parquet file, also with ``.gz`` behind it.

        Parameters
        ----------
        path : str or Path
        text, gold, id : str, optional
            As in :meth:`from_frame`.
        columns : sequence of str, optional
            As in :meth:`from_frame`. Those of CSV and TSV files are written as they stand there.
        encoding : str, default='utf-8'
            Of CSV, TSV and JSONL files.

        Raises
        ------
        FileError
            If there is no such file, or it is empty, unreadable or not what its ending says.
        """
        from lamplighter.data.readers import read_table  # noqa: PLC0415  (reads files, which from_texts need not pay for)

        frame = read_table(path, encoding=encoding)
        name = str(path).replace("\\", "/").rsplit("/", 1)[-1]
        return cls.from_frame(frame, text=text, gold=gold, id=id, columns=columns, name=name)

    def __repr__(self) -> str:
        """Say what it is; its texts may be many."""
        known = [f"{len(self.texts):,} texts"] + ["ids"] * (self.ids is not None) + ["gold"] * (self.gold is not None)
        known += [f"other columns: {len(self.columns)}"] * bool(self.columns)
        return f"<Corpus {self.name!r}: {', '.join(known)}>"

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def n_missing(self) -> int:
        """Rows of the input without a text."""
        return self.n_rows - len(self.texts)

    @cached_property
    def twins(self) -> Rows:
        """For each document the first one with the same text, shape (n,): itself, where the text stands once."""
        # Texts are compared by their hashes first, which are sorted sooner than a million texts are looked up.
        hashes = np.fromiter(map(hash, self.texts), dtype=np.int64, count=len(self.texts))
        _, firsts, places = np.unique(hashes, return_index=True, return_inverse=True)
        found: Rows = firsts[places]
        same = (
            self.texts[first] == self.texts[number] for number, first in enumerate(found.tolist()) if first != number
        )
        if all(same):
            return found
        numbers: dict[str, int] = {}  # two texts have one hash
        return np.array([numbers.setdefault(text, number) for number, text in enumerate(self.texts)], dtype=np.int64)

    @property
    def n_duplicates(self) -> int:
        """Documents whose text stands earlier in the corpus already."""
        return int((self.twins != np.arange(len(self.texts))).sum())

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the texts, their rows and their ids: two corpora with the same one are the same to a session.

        The name, the true labels and the other columns are not part of it: a session does not learn from them.
        """
        digest = hashlib.sha256(f"{self.n_rows}\n".encode())
        digest.update(self.rows.astype("<i8").tobytes())
        for column in (self.texts, self.ids or ()):
            for value in column:
                encoded = (value or "").encode("utf-8", "surrogatepass")
                digest.update(len(encoded).to_bytes(8, "little") + encoded)
        return digest.hexdigest()

    @property
    def gold_labels(self) -> list[str]:
        """The different true labels, sorted; none where there is no gold."""
        return sorted({label for label in self.gold or () if label is not None})

    def subset(self, documents: Sequence[int] | Rows) -> Corpus:
        """Make a corpus of some documents; they are the rows of the new one.

        Examples
        --------
        >>> Corpus.from_texts(["a b", "c d", "e f"]).subset([2, 0]).texts
        ('e f', 'a b')
        """
        places = [int(document) for document in documents]
        return replace(
            self,
            texts=tuple(self.texts[place] for place in places),
            rows=np.arange(len(places), dtype=np.int64),
            n_rows=len(places),
            ids=None if self.ids is None else tuple(self.ids[place] for place in places),
            gold=None if self.gold is None else tuple(self.gold[place] for place in places),
            columns={name: tuple(values[place] for place in places) for name, values in self.columns.items()},
        )


def guess_text_column(frame: IntoDataFrame) -> str:
    """Name the column that most likely holds the texts.

    1. Only columns of strings are considered.
    2. One of :data:`TEXT_NAMES` wins, in that order, whatever its case.
    3. Else the one whose values are longest on average, over the first 1,000 rows.

    Raises
    ------
    InputError
        If no column holds strings.

    Examples
    --------
    >>> import polars as pl
    >>> guess_text_column(pl.DataFrame({"id": ["1", "2"], "what they said": ["good film", "bad fish"]}))
    'what they said'
    """
    import narwhals as nw  # noqa: PLC0415

    native = nw.from_native(frame, eager_only=True)
    strings = [column for column, dtype in native.schema.items() if _can_hold_texts(dtype)]
    if not strings:
        held = ", ".join(f"{column!r} ({dtype})" for column, dtype in native.schema.items())
        raise InputError(f"No column holds texts. The columns are: {held or 'none'}.")
    folded = {column.casefold(): column for column in reversed(strings)}
    named = next((folded[name] for name in TEXT_NAMES if name in folded), None)
    if named is not None:
        return named

    def mean_length(column: str) -> float:
        values = native[column].head(1000).to_list()
        return sum(len(string(value) or "") for value in values) / max(len(values), 1)

    return max(strings, key=mean_length)


def check_texts(schema: Mapping[str, DType], column: str) -> None:
    """Raise an error where a column holds no texts; one in which nothing stands may hold anything.

    Raises
    ------
    InputError
    """
    import narwhals as nw  # noqa: PLC0415

    if not (_can_hold_texts(schema[column]) or schema[column] == nw.Unknown):
        raise InputError(
            f"The column {column!r} holds {schema[column]}, not texts. Name the column of texts; the "
            f"columns are: {', '.join(repr(name) for name in schema)}."
        )


def _can_hold_texts(dtype: DType) -> bool:
    import narwhals as nw  # noqa: PLC0415

    return isinstance(dtype, (nw.String, nw.Categorical, nw.Enum, nw.Object))


def _each_once(values: Iterable[str | None]) -> tuple[str | None, ...]:
    """Keep what stands in many rows, as values of columns do, once in memory."""
    known: dict[str | None, str | None] = {}
    return tuple(known.setdefault(value, value) for value in values)
