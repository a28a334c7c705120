"""What a function would do, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.engine import EVERYWHERE
from lamplighter.engine.patterns import read_pattern
from lamplighter.session.checks import checked_alone, twin
from lamplighter.session.nearby import distances_from
from lamplighter.session.pieces import excerpt_pieces
from lamplighter.session.precision import documents_of, expected_precision
from lamplighter.votes import LabelingFunction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Mask, Rows
    from lamplighter.engine import Models
    from lamplighter.session.pieces import Piece
    from lamplighter.session.precision import Precision
    from lamplighter.session.session import Session

__all__ = ["Draft", "Example", "Shared", "draft"]

N_EXAMPLES = 3

ALIKE = 0.8
"""Two functions of one class are the same but for words if so many of the documents of either are the other's."""


class Shared(NamedTuple):
    """A function that votes on documents of the draft, and on how many of them."""

    function: LabelingFunction
    n_shared: int


class Example(NamedTuple):
    """A document that the draft's pattern fits.

    Attributes
    ----------
    document : int
    distance : float
        To the development example.
    votes : bool
        Whether it lies within the radius.
    pieces : tuple of Piece
        An excerpt.
    label : int or None
        What the end model predicts.
    """

    document: int
    distance: float
    votes: bool
    pieces: tuple[Piece, ...]
    label: int | None


@dataclass(frozen=True)
class Draft:
    """What a function would do; see :class:`lamplighter.server.schemas.Draft` for each figure."""

    function: LabelingFunction
    n_votes: int
    n_new: int
    n_disputed: int
    n_containing: int
    coverage: float
    radius: float | None
    agreement: float | None
    precision: Precision | None
    contradicts: tuple[Shared, ...]
    duplicates: tuple[Shared, ...]
    nearest: tuple[Example, ...]
    farthest: tuple[Example, ...]
    outside: tuple[Example, ...]
    already: LabelingFunction | None


def draft(
    session: Session,
    models: Models,
    primitive: str,
    label: str,
    document: int,
    percentile: float | None = None,
    *,
    instead: int | None = None,
) -> Draft:
    """Say what a function would do; nothing is changed.

    Parameters
    ----------
    session : Session
    models : Models
        The newest ones.
    primitive, label : str
    document : int
        On which it would be written.
    percentile : float, optional
        How far it would reach, see :meth:`Session.add`.
    instead : int, optional
        The number of a function that it would be in place of: that one is not there then.

    Raises
    ------
    PrimitiveError, LabelError
        As :meth:`Session.add` would.
    """
    new = checked_alone(session, _new(session, primitive, label, document, percentile, instead))
    would = documents_of(session, new)
    votes = _mask(session, would)
    others = [
        (function, documents_of(session, function)) for function in session.functions if function.number != instead
    ]
    voted = _mask(session, *(rows for _, rows in others))
    disputed = _mask(session, *(rows for function, rows in others if function.label != new.label))
    shared = [(Shared(function, int(votes[rows].sum())), len(rows)) for function, rows in others]
    predicted = None if models.classifier is None else models.predicted
    place = session.neighbourhood_of(new)
    return Draft(
        function=new,
        n_votes=len(would),
        n_new=int((votes & ~voted).sum()),
        n_disputed=int((votes & disputed).sum()),
        n_containing=place.n_containing,
        coverage=len(would) / len(session.corpus),
        radius=place.radius,
        agreement=_agreement(new, would, predicted),
        precision=expected_precision(session, models, new, would),
        contradicts=tuple(one for one, _ in _most(shared) if one.function.label != new.label and one.n_shared),
        duplicates=tuple(
            one
            for one, n_votes in _most(shared)
            if one.function.label == new.label and one.n_shared >= ALIKE * max(len(would), n_votes, 1)
        ),
        **_examples(session, new, votes, predicted),
        already=twin(session, new),
    )


def _new(
    session: Session, primitive: str, label: str, document: int, percentile: float | None, instead: int | None
) -> LabelingFunction:
    number = -1 if instead is None else instead
    return LabelingFunction(number, primitive, session.settings.code(label), document, percentile)


def _agreement(new: LabelingFunction, would: Rows, predicted: NDArray[np.int64] | None) -> float | None:
    """Give the share of its documents that the end model predicts as the function would vote."""
    if predicted is None or not len(would):
        return None
    return float((predicted[would] == new.label).mean())


def _mask(session: Session, *documents: Rows) -> Mask:
    mask = np.zeros(len(session.corpus), dtype=bool)
    for rows in documents:
        mask[rows] = True
    return mask


def _most(shared: list[tuple[Shared, int]]) -> list[tuple[Shared, int]]:
    return sorted(shared, key=lambda one: (-one[0].n_shared, one[0].function.number))


def _examples(
    session: Session, new: LabelingFunction, votes: Mask, predicted: NDArray[np.int64] | None
) -> dict[str, tuple[Example, ...]]:
    """Give the nearest and the farthest documents that it would vote on, and the nearest of those it would not for their distance."""
    index = session.engine.index
    everywhere = session.neighbourhood(new.primitive, new.document, EVERYWHERE)
    containing = np.concatenate([block.start + rows for block, rows in zip(index.slices, everywhere.rows, strict=True)])
    if new.document is None:
        return {"nearest": (), "farthest": (), "outside": ()}
    away = distances_from(session, new.document)
    ordered = containing[np.argsort(away[containing], kind="stable")]
    # A text that stands twice is shown once, and the one it is written on not at all.
    twins = session.corpus.twins
    _, first = np.unique(twins[ordered], return_index=True)
    others = ordered[np.sort(first)]
    others = others[twins[others] != twins[new.document]]
    inside, outside = others[votes[others]].tolist(), others[~votes[others]].tolist()
    pattern, cut = read_pattern(index, new.primitive), index.primitives.words()

    def shown(documents: list[int]) -> tuple[Example, ...]:
        return tuple(
            Example(
                document,
                float(away[document]),
                bool(votes[document]),
                excerpt_pieces(session.corpus.texts[document], pattern.spans(session.corpus.texts[document], cut)),
                None if predicted is None else int(predicted[document]),
            )
            for document in documents
        )

    nearest = inside[:N_EXAMPLES]
    return {
        "nearest": shown(nearest),
        "farthest": shown(inside[len(nearest) :][-N_EXAMPLES:]),
        "outside": shown(outside[:N_EXAMPLES]),
    }
