"""A second choice: another document like the one on screen, or something different, in its place.

Either way the document on screen is passed over. That is no answer: nothing is learnt of it, and it comes again later, but
not within the next answers, while there are others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.selection import pick
from lamplighter.session.events import Suggested
from lamplighter.session.nearby import distances_from
from lamplighter.session.picking import Narrowed, apart_from, eligible, lots_of, picked
from lamplighter.session.state import OWN_CHOICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lamplighter.arrays import Mask, Rows, Scores
    from lamplighter.engine import Models
    from lamplighter.session.session import Session

__all__ = ["SIMILAR", "back", "different", "far_half", "similar"]

SIMILAR = "likeness to the text before"
"""What chose a document that is like the one before, at the person's wish."""


def similar(session: Session, step: int) -> Suggested:
    """Choose the document nearest to the one on screen; of equally near ones, by lot.

    Parameters
    ----------
    session : Session
    step : int
        That the newest models have seen.

    Raises
    ------
    SessionError
        If nothing is on screen, or nothing that is left has a word in common with it.
    PoolExhaustedError
        If nothing else is left.
    """
    present, may = _on_screen(session), _others(session)
    found = pick([-distances_from(session, present)], [may], lots_of(session))
    terms = session.engine.terms_of
    if found is None or not set(terms(found.document)) & set(terms(present)):
        raise SessionError(
            "No text that is left has a word in common with this one. Ask for something different, or answer this one."
        )
    return Suggested(found.document, 0.0, found.n_tied, step, chosen_by=SIMILAR, passed=present)


def different(session: Session, models: Models) -> Suggested:
    """Have the strategy choose a document unlike the one on screen.

    1. Of the documents that may be shown, the half that lies farthest from the one on screen is taken.
    2. The strategy chooses among them as if no word of the one on screen could become a function, nor of those that were
       passed over since the last answer, so that it does not come back to the same words.

    Parameters
    ----------
    session : Session
    models : Models

    Raises
    ------
    SessionError
        If nothing is on screen.
    PoolExhaustedError
        If nothing else is left.
    """
    present = _on_screen(session)
    among = far_half(distances_from(session, present), _others(session))
    words = _words(session, {present, *session.state.passed_now})
    chosen = picked(session, models, Narrowed(among, words))
    return replace(chosen[0], passed=present)


def back(session: Session) -> Suggested:
    """Choose the document again that the one on screen came in place of, with what was said of it then.

    Parameters
    ----------
    session : Session

    Raises
    ------
    SessionError
        If the one on screen came in place of none since the last answer.
    """
    state = session.state
    before = state.went_on_from
    if before is None:
        raise SessionError("There is no text to go back to: none was passed over for this one since the last answer.")
    said = next(
        event for event in reversed(session.events) if isinstance(event, Suggested) and event.document == before
    )
    if said.passed in state.passed_now:
        return said  # it came in place of another one, to which one may go back from it
    return replace(said, chosen_by=OWN_CHOICE, passed=None)


def far_half(away: Scores, may: Mask) -> Mask:
    """Give the documents that lie at least as far as the median of those that may be shown.

    Examples
    --------
    >>> far_half(np.array([0.0, 0.9, 0.2, 1.0, 0.5]), np.array([False, True, True, False, True])).tolist()
    [False, True, False, False, True]
    """
    return may & (away >= np.median(away[may])) if may.any() else may


def _words(session: Session, documents: Iterable[int]) -> Rows:
    """Give the primitives that any of some documents contains."""
    engine = session.engine
    numbers = engine.index.vocabulary.numbers
    return np.array(sorted({numbers[term] for one in documents for term in engine.terms_of(one)}), dtype=np.int64)


def _on_screen(session: Session) -> int:
    if session.state.current is None:
        raise SessionError("No document is suggested. Call suggest() first.")
    return session.state.current.document


def _others(session: Session) -> Mask:
    """Documents that may come in place of the one on screen.

    None has the very text of it, of one that was passed over since the last answer, or of one that was answered. Those that were
    passed over before, and those that wait anyway, only where there are no others.
    """
    state = session.state
    may = apart_from(session, {_on_screen(session), *state.passed_now}, eligible(session))
    if not may.any():
        raise PoolExhaustedError(
            "No other text is left: all were answered, or passed over since the last answer. Answer this one, or skip it."
        )
    awake = apart_from(session, {*state.resting, *(shown.document for shown in state.pending)}, may)
    return awake if awake.any() else may
