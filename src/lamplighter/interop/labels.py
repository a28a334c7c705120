"""Labels as tables."""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior
    from lamplighter.data import Corpus
    from lamplighter.engine import Models
    from lamplighter.session import Session
    from lamplighter.votes import LabelingFunction

__all__ = [
    "TABLE_FORMATS",
    "TableFormat",
    "labels_frame",
    "predictions_frame",
    "spread",
    "vote_column",
    "write_frame",
]

TableFormat: TypeAlias = Literal["parquet", "csv", "jsonl"]
TABLE_FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)


def labels_frame(session: Session, models: Models, *, votes: bool = False) -> pl.DataFrame:
    """Give every row of the input with what the models say of it.

    Parameters
    ----------
    session : Session
    models : Models
        Without an end model (fewer than two classes have votes) there are only the labels that the person gave.
    votes : bool, default=False
        Whether to add a column for each function, with the label it votes, empty where it abstains.

    Returns
    -------
    polars.DataFrame
        ``row`` (from 0), ``id`` where there are ids, ``text``, ``label`` (what the person gave, else the likeliest
        class), ``proba_<class>`` for each class as the model has it, ``coverage`` (how many functions vote on the text),
        ``given`` (the label the person gave, if any), and ``vote_<number>_<primitive>`` on demand. Rows without a text
        are there, with everything else empty.
    """
    corpus, names = session.corpus, session.labels
    predicted = np.concatenate(models.predictions)
    frame = predictions_frame(corpus, names, predicted if models.classifier else None)
    labels = session.state.labels
    given = [names[labels[document]] if document in labels else None for document in range(len(corpus))]
    columns = [
        pl.Series("coverage", models.n_votes, dtype=pl.Int64),
        pl.Series("given", given, dtype=pl.String),
    ]
    if votes:
        columns += [_votes(models, place, names) for place in range(len(models.functions))]
    frame = frame.with_columns([spread(column, corpus) for column in columns])
    return frame.with_columns(label=pl.coalesce("given", "label"))


def _votes(models: Models, place: int, labels: Sequence[str]) -> pl.Series:
    """Give what one function votes on each document, empty where it abstains."""
    voted = np.concatenate([block[:, [place]].toarray()[:, 0] for block in models.votes])
    return vote_column(models.functions[place], voted, labels)


def vote_column(function: LabelingFunction, voted: NDArray[np.int64], labels: Sequence[str]) -> pl.Series:
    """Give what a function votes on documents, class codes ``1..K`` or 0, by the classes' names."""
    column = [labels[code - 1] if code else None for code in voted]
    return pl.Series(f"vote_{function.number}_{function.primitive}", column, dtype=pl.String)


def predictions_frame(corpus: Corpus, labels: Sequence[str], predicted: Posterior | None) -> pl.DataFrame:
    """Give every row of a corpus's input with probabilities of the classes.

    Parameters
    ----------
    corpus : Corpus
    labels : sequence of str
        The K classes.
    predicted : ndarray of shape (n, K), or None
        ``None`` leaves labels and probabilities empty.
    """
    columns = [pl.Series("text", corpus.texts, dtype=pl.String)]
    if corpus.ids is not None:
        columns.insert(0, pl.Series("id", corpus.ids, dtype=pl.String))
    best: list[str] | list[None] = [None] * len(corpus)
    if predicted is not None:
        best = [labels[code] for code in predicted.argmax(axis=1)]
    columns.append(pl.Series("label", best, dtype=pl.String))
    for code, label in enumerate(labels):
        shares = [None] * len(corpus) if predicted is None else predicted[:, code]
        columns.append(pl.Series(f"proba_{label}", shares, dtype=pl.Float64))
    rows = pl.Series("row", np.arange(corpus.n_rows), dtype=pl.Int64)
    return pl.DataFrame([rows, *(spread(column, corpus) for column in columns)])


def spread(column: pl.Series, corpus: Corpus) -> pl.Series:
    """Make a column of documents one of all rows, empty where a row has no text."""
    places = np.full(corpus.n_rows, -1)
    places[corpus.rows] = np.arange(len(corpus))
    return column.gather(pl.Series(places).replace(-1, None)) if len(corpus) < corpus.n_rows else column


def write_frame(frame: pl.DataFrame, file: IO[bytes], table_format: TableFormat) -> None:
    """Write a table."""
    if table_format == "parquet":
        packed = BytesIO()  # written by Polars itself, a full disk would be an error of Polars and not of the disk
        frame.write_parquet(packed, compression="zstd")
        file.write(packed.getbuffer())
    elif table_format == "csv":
        frame.write_csv(file)
    else:
        frame.write_ndjson(file)
