"""What a project has learnt, applied to a file of any size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from lamplighter.data import Corpus
from lamplighter.data.batches import BATCH_SIZE, read_batches
from lamplighter.data.columns import taken
from lamplighter.exceptions import ColumnNotFoundError, InputError
from lamplighter.interop.labels import predictions_frame, spread, vote_column
from lamplighter.interop.python_functions import apply_functions, load_functions
from lamplighter.interop.tables import table_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lamplighter.data.batches import Batch
    from lamplighter.engine import Applied
    from lamplighter.interop.labels import TableFormat

__all__ = ["Labeled", "Layout", "applied_frame", "check_layout", "label_file"]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How files are read, and what is written of them.

    Attributes
    ----------
    text : str
        The column of texts.
    id : str or None
        The column that names each text.
    encoding : str
        Of text formats.
    table_format : {'parquet', 'csv', 'jsonl'}
    texts : bool
        Whether the texts are written too.
    votes : bool
        Whether there is a column with each function's votes.
    beliefs : bool
        Whether the label model's beliefs are written.
    keep : bool
        Whether the input's other columns are written.
    batch_size : int
        Rows that are in memory at a time; the numbers do not depend on it.
    functions : Path or None
        The file that defines the project's functions in Python, where it has any.
    told : tuple of str
        The columns that functions in Python are told of, where a file has them.
    """

    text: str
    id: str | None = None
    encoding: str = "utf-8"
    table_format: TableFormat = "parquet"
    texts: bool = True
    votes: bool = False
    beliefs: bool = False
    keep: bool = False
    batch_size: int = BATCH_SIZE
    functions: Path | None = None
    told: tuple[str, ...] = ()


class Labeled(NamedTuple):
    """What came of a file: its rows, and how many of them have a text and so a label."""

    rows: int
    labeled: int


def check_layout(applied: Applied, layout: Layout) -> None:
    """Raise an error where no file at all could be labeled in this way.

    Raises
    ------
    SessionError
        If beliefs are asked for, and there is no label model.
    InputError
        If functions in Python vote in the project, and they are not there.
    """
    if layout.beliefs:
        _ = applied.believer
    needed = [name for name in applied.columns if name.endswith("()")]
    if needed and layout.functions is None:
        raise InputError(
            f"Functions in Python vote in the project: {', '.join(needed)}. Name the file that defines them: --functions FILE.py."
        )
    if layout.functions is not None:
        missing = [name for name in needed if name.removesuffix("()") not in _functions_in(layout.functions)]
        if missing:
            raise InputError(
                f"{layout.functions.name} does not define {', '.join(missing)}, which vote in the project. Name the file that does."
            )


def label_file(
    applied: Applied, source: Path, output: Path, layout: Layout, progress: Callable[[int], None] | None = None
) -> Labeled:
    """Label a file in batches; what is written of a row does not depend on the others.

    It depends on nothing but its arguments, which can all be pickled (without ``progress``): files may be labeled side by side, in
    other processes.

    Parameters
    ----------
    applied : Applied
    source : Path
        CSV, TSV, JSONL or Parquet.
    output : Path
        Appears when all of it is written.
    layout : Layout
    progress : callable, optional
        Told the bytes of the file that were read.

    Raises
    ------
    InputError
        If the file cannot be read, or lacks a column.
    OutputError
        If the output cannot be written.
    """
    rows = labeled = 0
    batches = read_batches(
        source, columns=_wanted(applied, layout), batch_size=layout.batch_size, encoding=layout.encoding
    )
    with table_writer(output, layout.table_format) as write:
        for batch in batches:
            frame = applied_frame(applied, batch, layout)
            write(frame)
            rows += frame.height
            labeled += frame.height - frame["label"].null_count()
            if progress is not None:
                progress(batch.read)
    return Labeled(rows, labeled)


def _wanted(applied: Applied, layout: Layout) -> list[str] | None:
    """Give the columns of a file that have to be read; ``None`` for all."""
    if layout.keep or layout.functions is not None:
        return None
    return [layout.text, *([layout.id] if layout.id else []), *applied.columns]


def applied_frame(applied: Applied, batch: Batch, layout: Layout) -> pl.DataFrame:
    """Give every row of a batch with what was learnt of it.

    Returns
    -------
    polars.DataFrame
        The columns of :func:`~lamplighter.interop.labels_frame` but for ``given``: nobody has labeled these texts. ``row`` is that of
        the file. ``belief_<class>`` are the label model's beliefs; then come the columns of the input that are kept, where
        a name is taken already with ``input_`` before it.
    """
    corpus = _corpus(applied, batch, layout)
    block = applied.slice_of(corpus.texts, corpus.columns)
    votes = applied.votes(block)
    frame = predictions_frame(corpus, applied.labels, applied.predictions(block))
    columns = [pl.Series("coverage", np.diff(votes.indptr), dtype=pl.Int64)]
    if layout.votes:
        columns += [
            vote_column(ruling.function, votes[:, [place]].toarray()[:, 0], applied.labels)
            for place, ruling in enumerate(applied.rulings)
        ]
    if layout.beliefs:
        beliefs = applied.posterior(votes)
        columns += [pl.Series(f"belief_{label}", beliefs[:, code]) for code, label in enumerate(applied.labels)]
    frame = frame.hstack([spread(column, corpus) for column in columns])
    frame.replace_column(0, frame["row"] + batch.start)
    return _with_kept(frame if layout.texts else frame.drop("text"), batch.frame, layout)


def _corpus(applied: Applied, batch: Batch, layout: Layout) -> Corpus:
    """Give the documents of a batch, with the columns that functions look at; there may be none."""
    frame, own = batch.frame, [name for name in applied.columns if not name.endswith("()")]
    for name in (layout.text, layout.id, *own):
        if name is not None and name not in frame.columns:
            raise ColumnNotFoundError.from_missing(name, frame.columns)
    if layout.functions is not None:
        own += [name for name in layout.told if name in frame.columns and name not in own]
    if any(str(text).strip() for text in frame[layout.text] if text is not None):
        corpus = Corpus.from_frame(frame, text=layout.text, columns=own)
    else:
        none: tuple[str | None, ...] = ()
        no_rows = np.empty(0, dtype=np.int64)
        corpus = Corpus(texts=(), rows=no_rows, n_rows=frame.height, columns=dict.fromkeys(own, none))
    if layout.id is not None:  # which may be a column that functions look at, too
        ids = taken("ids", frame[layout.id].to_list(), corpus.rows.tolist(), frame.height)
        corpus = replace(corpus, ids=ids)
    if layout.functions is None:
        return corpus
    numbered = replace(corpus, rows=corpus.rows + batch.start)  # so that errors name the row of the file
    told = apply_functions(numbered, _functions_in(layout.functions), applied.labels)
    return replace(corpus, columns=told.columns)


def _functions_in(file: Path) -> dict[str, Callable[[Any], Any]]:
    """Give the functions of a file as it is now: a worker may outlive several states of it."""
    return _loaded(file, file.stat().st_mtime_ns if file.is_file() else 0)


@lru_cache(maxsize=1)
def _loaded(file: Path, changed: int) -> dict[str, Callable[[Any], Any]]:
    del changed
    return load_functions(file)


def _with_kept(frame: pl.DataFrame, source: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Add the input's other columns; those whose name is taken, under another one."""
    if not layout.keep:
        return frame
    kept = source.drop([name for name in {layout.text, layout.id} if name is not None])
    nested = [name for name, kind in kept.schema.items() if kind.is_nested()]
    if nested and layout.table_format == "csv":
        raise InputError(
            f"The column {nested[0]!r} holds {kept.schema[nested[0]]}, for which CSV has no place. Leave --keep out, or write "
            "--format parquet."
        )
    return pl.concat([frame, kept.rename(_free_names(kept.columns, frame.columns))], how="horizontal")


def _free_names(names: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """Give each name, with ``input_`` before it as often as it takes to be free.

    Examples
    --------
    >>> _free_names(["stars", "label"], ["row", "label"])
    {'stars': 'stars', 'label': 'input_label'}
    """
    free: dict[str, str] = {}
    used = {*taken, *names}
    for name in names:
        new = name
        if name in taken:
            while new in used:
                new = f"input_{new}"
            used.add(new)
        free[name] = new
    return free
