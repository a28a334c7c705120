"""Where functions vote, found once and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from lamplighter.engine import EVERYWHERE, neighbourhood
from lamplighter.session.recent import Recent
from lamplighter.votes import Contextualizer

if TYPE_CHECKING:
    from lamplighter.engine import Neighbourhood
    from lamplighter.session.session import Session
    from lamplighter.session.settings import Settings

__all__ = ["Reach", "contextualizer_of"]

KEPT = 256
"""Neighbourhoods that are kept, drafts of functions among them."""

Question: TypeAlias = "tuple[str, tuple[int, ...], float | None]"
"""The primitive, the development examples that are its context, and the percentile."""


class Reach:
    """Finds neighbourhoods in a session's corpus, and keeps those of all functions that stand, and of the last drafts.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.kept: Recent[Question, Neighbourhood] = Recent(lambda: max(KEPT, 2 * len(session.state.functions)))

    def of(self, primitive: str, context: tuple[int, ...], percentile: float | None = None) -> Neighbourhood:
        """Find where a function on a primitive may vote, written in a context of development examples."""
        return self.kept.get((primitive, context, percentile), lambda: self._found(primitive, context, percentile))

    def _found(self, primitive: str, context: tuple[int, ...], percentile: float | None) -> Neighbourhood:
        session = self.session
        near = contextualizer_of(session.settings, context, percentile)
        held_out = None if session.held_out is None else session.held_out.block
        return neighbourhood(session.engine, primitive, context, near, held_out, own=percentile is not None)


def contextualizer_of(settings: Settings, context: tuple[int, ...], percentile: float | None) -> Contextualizer | None:
    """Give what says how far a function reaches that was written in a context; ``None`` where it votes everywhere."""
    near = settings.contextualizer if context else None
    if percentile is None:
        return near
    return None if percentile == EVERYWHERE else replace(near or Contextualizer(), percentile=percentile)
