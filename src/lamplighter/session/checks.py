"""Whether a function can be written: what it looks for, how far it reaches, and whether it stands already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lamplighter.engine import EVERYWHERE
from lamplighter.engine.patterns import Anything, Phrase, read_pattern
from lamplighter.exceptions import InputError, PrimitiveError, SessionError, did_you_mean

if TYPE_CHECKING:
    from lamplighter.session.session import Session
    from lamplighter.votes import LabelingFunction

__all__ = ["checked", "checked_alone", "checked_document", "twin", "written"]


def checked(session: Session, function: LabelingFunction) -> str:
    """Give what a function looks for as it is written down, if the function can stand.

    Raises
    ------
    PrimitiveError
        If it cannot be read, or no document contains it.
    InputError
        If its percentile is none.
    SessionError
        If another function is the same.
    """
    new = checked_alone(session, function)
    standing = twin(session, new)
    if standing is not None:
        label = session.labels[function.label]
        raise SessionError(
            f"{new.primitive!r} votes {label} already: it is function {standing.number}. Withdraw that one first, or choose "
            "another word."
        )
    return new.primitive


def checked_alone(session: Session, function: LabelingFunction) -> LabelingFunction:
    """Give a function with what it looks for as it is written down, if it can stand where there is no other.

    Raises
    ------
    PrimitiveError, InputError
        As :func:`checked`.
    """
    new = replace(function, primitive=written(session, function.primitive))
    _check_reach(session, new)
    if not session.neighbourhood_of(new).n_containing:
        raise _not_there(session, new)
    return new


def checked_document(session: Session, document: int) -> int:
    """Give a document's number, if there is such a document.

    Raises
    ------
    SessionError
        If there is none.
    """
    if not 0 <= document < len(session.corpus):
        raise SessionError(f"There is no document {document}; they are numbered 0 to {len(session.corpus) - 1}.")
    return int(document)


def written(session: Session, primitive: str) -> str:
    """Give a pattern as it is written down, its words as the session's analyser writes them.

    Raises
    ------
    PrimitiveError
        If it cannot be read.
    """
    index = session.engine.index
    return str(read_pattern(index, primitive, index.primitives.words()))


def twin(session: Session, function: LabelingFunction) -> LabelingFunction | None:
    """Give the function that would be written twice, if there is one.

    Functions that count everywhere are the same on the same primitive and class; those that reach only so far, if they were
    written on the same document too: from elsewhere they light another neighbourhood.
    """
    for other in session.state.functions.values():
        same = (other.primitive, other.label) == (function.primitive, function.label)
        near = other.document == function.document or (_everywhere(session, other) and _everywhere(session, function))
        if same and near and other.number != function.number:
            return other
    return None


def _everywhere(session: Session, function: LabelingFunction) -> bool:
    """Whether a function votes wherever its primitive stands."""
    common = function.percentile is None and (session.settings.contextualizer is None or function.document is None)
    return common or function.percentile == EVERYWHERE


def _check_reach(session: Session, function: LabelingFunction) -> None:
    percentile, text = function.percentile, function.primitive
    if percentile is not None and not 0 < percentile <= EVERYWHERE:
        raise InputError(f"The reach is {percentile:g} percent of the texts; expected a number above 0 and up to 100.")
    if percentile not in (None, EVERYWHERE) and function.document is None:
        raise InputError(
            f"{text!r} was written on no text, so it has no neighbourhood. Write it on one to give it a reach."
        )
    if percentile in (None, EVERYWHERE) and isinstance(read_pattern(session.engine.index, text), Anything):
        raise PrimitiveError("* fits every text. Say how far it reaches: a percentile below 100.")


def _not_there(session: Session, function: LabelingFunction) -> PrimitiveError:
    text, index = function.primitive, session.engine.index
    if not isinstance(read_pattern(index, text), Phrase):
        return PrimitiveError(f"No document fits {text!r}. Look at what the texts contain, and mend it.")
    if function.document is None:
        return PrimitiveError(
            f"No document contains {text!r}.{did_you_mean(text, list(index.vocabulary.terms))} Mend it or leave it out."
        )
    close = did_you_mean(text, session.engine.terms_of(function.document))
    return PrimitiveError(f"No document contains {text!r}.{close} Choose a word of the document.")
