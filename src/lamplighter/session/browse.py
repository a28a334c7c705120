"""Finding documents: by what stands in them, by what models say of them, and by what a person said.

Everything that is asked of all documents is asked once, slice by slice, and kept; a page is then cut out of it. So paging
through a million documents costs what showing the rows of one page does.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from lamplighter.engine.patterns import read_pattern
from lamplighter.exceptions import InputError, SessionError
from lamplighter.session.pieces import excerpt_pieces
from lamplighter.session.recent import Recent
from lamplighter.votes import vote_counts_by_class

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Mask, Posterior, Votes
    from lamplighter.engine import Models, Slice
    from lamplighter.engine.patterns import Pattern
    from lamplighter.session.pieces import Piece
    from lamplighter.session.session import Session
    from lamplighter.session.state import State

__all__ = ["ORDERS", "WHICH", "Catalogue", "Found", "Order", "Page", "Query", "Which", "likeliest"]

Which: TypeAlias = Literal["any", "uncovered", "voted", "contradicted", "uncertain", "labeled"]
WHICH: tuple[Which, ...] = get_args(Which)

Order: TypeAlias = Literal["document", "least certain", "most certain"]
ORDERS: tuple[Order, ...] = get_args(Order)

UNCERTAIN = 0.6
"""Below this probability of the predicted class a document is uncertain."""

KEPT = 8
"""Queries whose documents are kept."""

NOBODY = -1
"""In place of a class: nobody said any."""


@dataclass(frozen=True, kw_only=True)
class Query:
    """Which documents to find, and in which order; left out, all of them.

    Parameters
    ----------
    text : str, default=''
        A pattern that their text fits, as :func:`~lamplighter.engine.patterns.parse_pattern` reads it. Blank: any text.
    predicted : str, optional
        The class that the end model predicts.
    given : str, optional
        The class that a person gave.
    least, most : float, default=0.0 and 1.0
        Between which the probability of the predicted class lies, both included.
    state : {'any', 'uncovered', 'voted', 'contradicted', 'uncertain', 'labeled'}, default='any'
        No function votes on it; one does or several do; they vote different classes; the probability of the predicted
        class is below 0.6; a person gave its class.
    function : int, optional
        The number of a function that votes on them.
    order : {'document', 'least certain', 'most certain'}, default='document'
        That of the corpus, or by the probability of the predicted class; equally likely ones stay in that of the corpus.
    """

    text: str = ""
    predicted: str | None = None
    given: str | None = None
    least: float = 0.0
    most: float = 1.0
    state: Which = "any"
    function: int | None = None
    order: Order = "document"

    def __post_init__(self) -> None:
        if self.state not in WHICH:
            raise InputError(f"state is {self.state!r}; expected one of: {', '.join(WHICH)}.")
        if self.order not in ORDERS:
            raise InputError(f"order is {self.order!r}; expected one of: {', '.join(ORDERS)}.")
        if not 0 <= self.least <= self.most <= 1:
            raise InputError(
                f"The probability is asked for from {self.least:g} to {self.most:g}; expected two numbers between 0 and "
                "1, the smaller first."
            )


@dataclass(frozen=True)
class Found:
    """One document of a page.

    Attributes
    ----------
    document : int
    row : int
        The row of the input that it stood in, from 0.
    pieces : tuple of Piece
        An excerpt: the beginning of its text, or what stands around the first place that the pattern fits.
    predicted : str or None
        The class the end model predicts; ``None`` while there is no end model.
    probability : float or None
        Of the predicted class.
    believed : str or None
        The class the label model believes; ``None`` where no function votes, or several classes are equally likely.
    given : str or None
        The class that the person gave.
    n_votes : int
        Functions that vote on it.
    contradicted : bool
        Whether they vote different classes.
    """

    document: int
    row: int
    pieces: tuple[Piece, ...]
    predicted: str | None
    probability: float | None
    believed: str | None
    given: str | None
    n_votes: int
    contradicted: bool


class Page(NamedTuple):
    """Some of the documents that were found, and how many there are."""

    total: int
    rows: tuple[Found, ...]


@dataclass(frozen=True, eq=False)
class _Overview:
    """What is known of every document, each of shape (n,)."""

    predicted: NDArray[np.int64]  # NOBODY, while there is no end model
    probability: NDArray[np.float64]
    n_votes: NDArray[np.int64]
    contradicted: Mask
    given: NDArray[np.int64]


class Catalogue:
    """Finds documents of a session, and keeps what the last queries found.

    What is kept is that of one step: it is forgotten when newer models come, or another answer. What a pattern fits
    depends on neither, and stays. Several threads may ask.

    Parameters
    ----------
    session : Session

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> session = Session(Corpus.from_texts(["a good film", "good food", "a bad film"]), labels=["yes", "no"])
    >>> page = session.catalogue.page(session.models(), Query(text="film"))
    >>> page.total, [row.document for row in page.rows], page.rows[0].pieces
    (2, [0, 2], (Piece(text='a good ', found=False), Piece(text='film', found=True)))
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._lock = Lock()
        self._seen: tuple[object, ...] = ()
        self._overview: _Overview | None = None
        self._fitting: Recent[str, tuple[Mask, ...]] = Recent(lambda: KEPT)
        self._found: Recent[Query, NDArray[np.int32]] = Recent(lambda: KEPT)

    def page(
        self, models: Models, query: Query, *, offset: int = 0, limit: int = 50, state: State | None = None
    ) -> Page:
        """Give some of the documents that a query finds.

        Parameters
        ----------
        models : Models
            The session's newest ones.
        query : Query
        offset, limit : int
            How many to leave out, and how many to give at most.
        state : State, optional
            The session's present one, when left out.

        Raises
        ------
        InputError
            If an offset or a limit is negative.
        PrimitiveError
            If the pattern cannot be read.
        LabelError
            If a class is none of the session.
        SessionError
            If the function does not stand.
        """
        if offset < 0 or limit < 0:
            raise InputError(f"offset is {offset} and limit {limit}; expected two numbers, 0 or more.")
        state = state or self.session.state
        index = self.session.engine.index
        pattern = read_pattern(index, query.text, index.primitives.words()) if query.text.strip() else None
        with self._lock:
            overview = self._of(models, state)
            documents = self._found.get(query, lambda: self._find(models, state, overview, query, pattern))
        shown = documents[offset : offset + limit].tolist()
        return Page(len(documents), tuple(self._row(models, overview, pattern, document) for document in shown))

    # ------------------------------------------------------------------ all documents

    def _of(self, models: Models, state: State) -> _Overview:
        """Give what is known of all documents; what was found at another step is forgotten."""
        seen = (models, state.labels, state.functions)
        if self._overview is None or any(one is not other for one, other in zip(seen, self._seen, strict=True)):
            self._found.clear()
            self._overview, self._seen = _overview(models, state), seen
        return self._overview

    def _find(
        self, models: Models, state: State, overview: _Overview, query: Query, pattern: Pattern | None
    ) -> NDArray[np.int32]:
        wanted = _wanted(overview, query, self.session.settings.code)
        for rows, block in zip(self._voted(models, state, query.function), models.engine.index.slices, strict=True):
            wanted[block.documents] &= rows
        for rows, block in zip(self._fits(pattern), models.engine.index.slices, strict=True):
            wanted[block.documents] &= rows
        found = np.flatnonzero(wanted)
        if query.order != "document":
            certain = overview.probability[found]
            found = found[np.argsort(certain if query.order == "least certain" else -certain, kind="stable")]
        return found.astype(np.int32)

    def _fits(self, pattern: Pattern | None) -> Sequence[Mask | bool]:
        """Say for each slice which documents a pattern fits."""
        engine = self.session.engine
        if pattern is None:
            return [True] * len(engine.index.slices)

        index = engine.index

        def fits(block: Slice) -> Mask:
            return _mask(len(block), pattern.rows(index, block))

        return self._fitting.get(str(pattern), lambda: tuple(engine.map(fits)))

    def _voted(self, models: Models, state: State, number: int | None) -> Sequence[Mask | bool]:
        """Say for each slice on which documents a function votes."""
        slices = models.engine.index.slices
        if number is None:
            return [True] * len(slices)
        if number not in state.functions:
            stand = ", ".join(map(str, state.functions)) or "none"
            raise SessionError(f"There is no function {number}. Those that stand: {stand}.")
        function = state.functions[number]
        if not function.enabled:
            return [False] * len(slices)
        if function in models.functions:
            column = models.functions.index(function)
            return models.engine.over(lambda votes: np.diff(votes[:, [column]].indptr) > 0, models.votes)
        # Models have not seen it yet, at least not as it is now.
        rows = self.session.neighbourhood_of(function).rows
        return [_mask(len(block), voted) for block, voted in zip(slices, rows, strict=True)]

    # ------------------------------------------------------------------ one document

    def _row(self, models: Models, overview: _Overview, pattern: Pattern | None, document: int) -> Found:
        labels, index = self.session.labels, self.session.engine.index
        text = self.session.corpus.texts[document]
        predicted, given = int(overview.predicted[document]), int(overview.given[document])
        n_votes = int(overview.n_votes[document])
        belief = models.engine.look(document, lambda _, row, own: own[row], models.posterior) if n_votes else None
        believed = None if belief is None else likeliest(belief)
        return Found(
            document=document,
            row=int(self.session.corpus.rows[document]),
            pieces=excerpt_pieces(text, [] if pattern is None else pattern.spans(text, index.primitives.words())),
            predicted=None if predicted == NOBODY else labels[predicted],
            probability=None if predicted == NOBODY else float(overview.probability[document]),
            believed=None if believed is None else labels[believed],
            given=None if given == NOBODY else labels[given],
            n_votes=n_votes,
            contradicted=bool(overview.contradicted[document]),
        )


def _overview(models: Models, state: State) -> _Overview:
    n_classes = models.evidence.n_classes

    def contradicted(votes: Votes) -> Mask:
        several: Mask = (vote_counts_by_class(votes, n_classes) > 0).sum(axis=1) > 1
        return several

    engine, n = models.engine, models.engine.index.n_documents
    given = np.full(n, NOBODY, dtype=np.int64)
    given[list(state.labels)] = list(state.labels.values())
    return _Overview(
        predicted=np.full(n, NOBODY) if models.classifier is None else models.predicted,
        probability=models.confidence,
        n_votes=models.n_votes,
        contradicted=engine.gathered(lambda _, own: contradicted(own), models.votes),
        given=given,
    )


def _wanted(overview: _Overview, query: Query, code: Callable[[str], int]) -> Mask:
    """Say which documents a query wants, by what is known of all of them."""
    known = overview.predicted != NOBODY
    wanted = _in_state(overview, query.state)
    if query.predicted is not None:
        wanted &= overview.predicted == code(query.predicted)
    if query.given is not None:
        wanted &= overview.given == code(query.given)
    if (query.least, query.most) != (0.0, 1.0):
        wanted &= known & (overview.probability >= query.least) & (overview.probability <= query.most)
    return wanted


def _in_state(overview: _Overview, state: Which) -> Mask:
    of: dict[Which, Callable[[], Mask]] = {
        "any": lambda: np.ones(len(overview.given), dtype=bool),
        "uncovered": lambda: overview.n_votes == 0,
        "voted": lambda: overview.n_votes > 0,
        "contradicted": overview.contradicted.copy,
        "uncertain": lambda: (overview.predicted != NOBODY) & (overview.probability < UNCERTAIN),
        "labeled": lambda: overview.given != NOBODY,
    }
    return of[state]()


def _mask(n: int, rows: NDArray[np.int64]) -> Mask:
    chosen = np.zeros(n, dtype=bool)
    chosen[rows] = True
    return chosen


def likeliest(belief: Posterior) -> int | None:
    """Give the class of the greatest probability, shape (K,); ``None`` where several have it.

    Examples
    --------
    >>> likeliest(np.array([0.2, 0.8])), likeliest(np.array([0.4, 0.4, 0.2]))
    (1, None)
    """
    best = np.flatnonzero(belief > belief.max() - 1e-9)  # but for what rounding leaves
    return int(best[0]) if len(best) == 1 else None
