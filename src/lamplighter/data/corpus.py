"""The documents that are worked on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import ColumnNotFoundError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from narwhals.dtypes import DType
    from narwhals.typing import IntoDataFrame

    from lamplighter.arrays import Rows

__all__ = ["Corpus", "guess_text_column"]

TEXT_NAMES = ("text", "texts", "review", "comment", "message", "sentence", "content", "body", "document", "tweet")
"""Names that a column of texts usually has, the likeliest first."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Corpus:
    """Documents with, at will, an id and a true label each.

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
    name : str
        What the corpus is called on screen.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["good film", "", "bad fish"])
    >>> len(corpus), corpus.n_rows, corpus.n_missing, corpus.rows.tolist()
    (2, 3, 1, [0, 2])
    """

    texts: tuple[str, ...]
    rows: Rows
    n_rows: int
    ids: tuple[str | None, ...] | None = None
    gold: tuple[str | None, ...] | None = None
    name: str = field(default="texts")

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str | None],
        *,
        gold: Iterable[str | None] | None = None,
        ids: Iterable[str | None] | None = None,
        name: str = "texts",
    ) -> Corpus:
        """Make a corpus of texts, a row each.

        Parameters
        ----------
        texts : iterable of str or None
            Missing (``None``, NaN) and blank texts are counted and left out.
        gold, ids : iterable of str or None, optional
            True labels and ids, as many as texts. A blank one is missing too, and blanks around one are dropped.
        name : str, default='texts'

        Raises
        ------
        InputError
            If no text remains, or ``gold`` or ``ids`` are not as many as the texts.
        """
        if isinstance(texts, str):
            raise InputError("The texts are one text; expected a list of them.")
        every = [_string(text) for text in texts]
        kept = [row for row, text in enumerate(every) if text is not None and text.strip()]
        if not kept:
            raise InputError(f"There is nothing to label: none of the {len(every)} rows has a text.")
        return cls(
            texts=tuple(every[row] or "" for row in kept),
            rows=np.array(kept, dtype=np.int64),
            n_rows=len(every),
            ids=_taken("ids", ids, kept, len(every)),
            gold=_taken("gold", gold, kept, len(every)),
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
        name : str, default='frame'

        Raises
        ------
        ColumnNotFoundError
            If a column that was named is not there.
        InputError
            If the texts are not strings, or none remains.
        """
        import narwhals as nw  # noqa: PLC0415  (frames are rare beside texts, and their import is slow)

        native = nw.from_native(frame, eager_only=True)
        for column in (text, gold, id):
            if column is not None and column not in native.columns:
                raise ColumnNotFoundError.from_missing(column, native.columns)
        chosen = guess_text_column(frame) if text is None else text
        if not (_can_hold_texts(native.schema[chosen]) or native.schema[chosen] == nw.Unknown):
            raise InputError(
                f"The column {chosen!r} holds {native.schema[chosen]}, not texts. Name the column of texts; the "
                f"columns are: {', '.join(repr(column) for column in native.columns)}."
            )

        def cells(column: str | None) -> list[str | None] | None:
            return None if column is None else native[column].to_list()

        return cls.from_texts(cells(chosen) or [], gold=cells(gold), ids=cells(id), name=name)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        text: str | None = None,
        gold: str | None = None,
        id: str | None = None,  # noqa: A002
        encoding: str = "utf-8",
    ) -> Corpus:
        """Read a corpus from a CSV, TSV, JSONL or Parquet file, also with ``.gz`` behind it.

        Parameters
        ----------
        path : str or Path
        text, gold, id : str, optional
            As in :meth:`from_frame`.
        encoding : str, default='utf-8'
            Of CSV, TSV and JSONL files.

        Raises
        ------
        FileError
            If there is no such file, or it is empty, unreadable or not what its ending says.
        """
        from lamplighter.data.readers import read_table  # noqa: PLC0415  (reads files, which from_texts need not pay for)

        frame = read_table(path, encoding=encoding)
        return cls.from_frame(frame, text=text, gold=gold, id=id, name=str(path).replace("\\", "/").rsplit("/", 1)[-1])

    def __repr__(self) -> str:
        """Say what it is; its texts may be many."""
        known = [f"{len(self.texts):,} texts"] + ["ids"] * (self.ids is not None) + ["gold"] * (self.gold is not None)
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
        firsts: dict[str, int] = {}
        return np.array([firsts.setdefault(text, number) for number, text in enumerate(self.texts)], dtype=np.int64)

    @property
    def n_duplicates(self) -> int:
        """Documents whose text stands earlier in the corpus already."""
        return int((self.twins != np.arange(len(self.texts))).sum())

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the texts, their rows and their ids: two corpora with the same one are the same to a session.

        The name and the true labels are not part of it: a session does not learn from them.
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
        return sum(len(_string(value) or "") for value in values) / max(len(values), 1)

    return max(strings, key=mean_length)


def _can_hold_texts(dtype: DType) -> bool:
    import narwhals as nw  # noqa: PLC0415

    return isinstance(dtype, (nw.String, nw.Categorical, nw.Enum, nw.Object))


def _string(value: object) -> str | None:
    """Make a string of a cell; missing values stay missing: ``None``, NaN, and pandas' NA and NaT."""
    if isinstance(value, str):
        return value
    try:
        missing = value is None or bool(value != value)  # noqa: PLR0124  (only NaN and NaT differ from themselves)
    except TypeError:  # NA is neither equal to itself nor not
        missing = True
    return None if missing else str(value)


def _taken(
    what: str, values: Iterable[str | None] | None, kept: list[int], n_rows: int
) -> tuple[str | None, ...] | None:
    if values is None:
        return None
    every = [(_string(value) or "").strip() or None for value in values]
    if len(every) != n_rows:
        raise InputError(f"There are {n_rows} texts and {len(every)} values of {what}; there must be as many.")
    return tuple(every[row] for row in kept)
