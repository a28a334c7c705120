"""Which documents contain a primitive, and which of them lie near a development example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.linalg import distances, rows_with_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.arrays import Rows
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.index import Index, Slice
    from lamplighter.votes import Contextualizer

__all__ = ["Neighbourhood", "neighbourhood", "rows_containing"]


def rows_containing(index: Index, block: Slice, primitive: str) -> Rows:
    """Give the rows of a slice whose documents contain a primitive, ascending.

    A primitive of the vocabulary is looked up. Any other one is taken for a phrase, and a document contains it when
    its words follow one another in the analyser's order: so a phrase of any length can be made a function, and so
    can a word too rare to be indexed.

    Examples
    --------
    >>> from lamplighter.engine import build_index
    >>> from lamplighter.primitives import Ngrams
    >>> index = build_index(["a waste of money", "money is a waste", "no waste at all"], Ngrams())
    >>> rows_containing(index, index.slices[0], "waste").tolist()
    [0, 1, 2]
    >>> rows_containing(index, index.slices[0], "waste of money").tolist()
    [0]
    """
    column = index.vocabulary.numbers.get(primitive)
    if column is not None:
        return rows_with_column(block.features, column)
    wanted = primitive.split(" ")
    words = index.primitives.words()
    candidates = _candidates(index, block, wanted)
    found = [row for row in candidates if _contains(words(block.texts[row]), wanted)]
    return np.array(found, dtype=np.int64)


def _candidates(index: Index, block: Slice, wanted: Sequence[str]) -> Sequence[int]:
    """Give the rows that can contain a phrase: those with all of its indexed words."""
    columns = [index.vocabulary.numbers[word] for word in wanted if word in index.vocabulary.numbers]
    if columns:
        rows = rows_with_column(block.features, columns[0])
        for column in columns[1:]:
            rows = np.intersect1d(rows, rows_with_column(block.features, column), assume_unique=True)
        return [int(row) for row in rows]
    if index.primitives.tokenizer is None and index.primitives.strip_accents is None:
        # Words then stand in the lower-cased text to the letter, which is much faster to see than to analyse.
        return [row for row, text in enumerate(block.texts) if wanted[0] in text.lower()]
    return range(len(block))


def _contains(words: list[str], wanted: list[str]) -> bool:
    length = len(wanted)
    return any(words[place : place + length] == wanted for place in range(len(words) - length + 1))


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Where a function votes.

    Attributes
    ----------
    rows : tuple of ndarray
        For each slice, the rows it votes on, ascending.
    n_containing : int
        Documents that contain its primitive, near or far.
    radius : float or None
        The greatest distance at which it votes; ``None`` where it votes everywhere.
    """

    rows: tuple[Rows, ...]
    n_containing: int
    radius: float | None

    @property
    def n_votes(self) -> int:
        """Documents it votes on."""
        return sum(len(rows) for rows in self.rows)


def neighbourhood(
    engine: Engine, primitive: str, document: int, contextualizer: Contextualizer | None
) -> Neighbourhood:
    """Find where a function on a primitive, written on a document, votes (Eq. 4).

    Parameters
    ----------
    engine : Engine
    primitive : str
    document : int
        ``x_λ``.
    contextualizer : Contextualizer or None
        With ``None`` it votes on every document that contains the primitive.
    """
    index = engine.index
    containing = engine.map(lambda block: rows_containing(index, block, primitive))
    n_containing = sum(len(rows) for rows in containing)
    if contextualizer is None:
        return Neighbourhood(tuple(containing), n_containing, None)
    example = index.features_of(document)
    metric = contextualizer.metric
    far = engine.map(lambda block: distances(block.features, example, metric))
    radius = contextualizer.radius(np.concatenate(far))
    near = tuple(contextualizer.refine(rows, away, radius) for rows, away in zip(containing, far, strict=True))
    return Neighbourhood(near, n_containing, radius)
