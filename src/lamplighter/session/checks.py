"""Whether a function can be written: its primitive, and whether it stands already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.exceptions import PrimitiveError, did_you_mean

if TYPE_CHECKING:
    from lamplighter.session.session import Session
    from lamplighter.votes import LabelingFunction

__all__ = ["checked_primitive", "twin"]


def checked_primitive(session: Session, primitive: str, document: int) -> str:
    """Give a primitive as the analyser writes it.

    Raises
    ------
    PrimitiveError
        If it has no word, or no document contains it.
    """
    words = session.engine.index.primitives.words()(primitive)
    if not words:
        raise PrimitiveError(f"{primitive!r} has no word of two letters or more that a function could look for.")
    cleaned = " ".join(words)
    if not session.neighbourhood(cleaned, document).n_containing:
        close = did_you_mean(cleaned, session.engine.index.terms_of(document))
        raise PrimitiveError(f"No document contains {cleaned!r}.{close} Choose a word of the document.")
    return cleaned


def twin(session: Session, primitive: str, label: int, document: int) -> LabelingFunction | None:
    """Give the function that would be written twice, if there is one.

    Without a contextualizer that is any on the same primitive and class; with one, only a function written on the same
    document too: from elsewhere it lights another neighbourhood.
    """
    everywhere = session.settings.contextualizer is None
    for function in session.functions:
        same = function.primitive == primitive and function.label == label
        if same and (everywhere or function.document == document):
            return function
    return None
