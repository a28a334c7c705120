"""Which strategy picks now, and which others a person may have pick."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lamplighter.exceptions import UnknownNameError
from lamplighter.selection import STRATEGIES, Strategy

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.engine import Models
    from lamplighter.session.session import Session
    from lamplighter.session.state import State

__all__ = ["Offer", "checked_strategy", "offers", "strategy_name", "strategy_of"]


class Offer(NamedTuple):
    """A strategy that may pick.

    Attributes
    ----------
    name : str
        In the registry; of one that was handed in, its class.
    title : str
        How it is called on screen, after "chosen by".
    lacks : str or None
        What it needs and what there is not yet, in a sentence. Until then chance would stand in for it.
    """

    name: str
    title: str
    lacks: str | None


def strategy_name(session: Session, state: State | None = None) -> str:
    """Give the name of the strategy that picks in a state, the present one when left out."""
    return (state or session.state).strategy or session.settings.strategy_name


def strategy_of(session: Session, state: State | None = None) -> Strategy:
    """Give the strategy that picks in a state (the present one): as the session was set to, or as it comes by its name.

    Raises
    ------
    UnknownNameError
        If it comes with a package that is not installed here.
    """
    name, settings = strategy_name(session, state), session.settings
    if name == settings.strategy_name:
        return settings.strategy
    if name not in STRATEGIES:
        raise UnknownNameError(
            f"The session was switched to a selection strategy that is not registered here, {name}. Install the package "
            "that brings it."
        )
    return _made(STRATEGIES[name])


def checked_strategy(session: Session, name: str) -> str:
    """Give the name of a strategy that the session can be switched to.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    if name != session.settings.strategy_name and name not in STRATEGIES:
        raise UnknownNameError.from_missing(STRATEGIES.kind, name, STRATEGIES.names)
    return name


def offers(session: Session, models: Models) -> list[Offer]:
    """Give the strategies that may pick, in alphabetical order of their names, and say what they lack."""
    settings = session.settings
    made = {name: _made(STRATEGIES[name]) for name in STRATEGIES} | {settings.strategy_name: settings.strategy}
    return [Offer(name, made[name].title, _lacks(made[name], models)) for name in sorted(made)]


@cache
def _made(make: Callable[[], Strategy]) -> Strategy:
    """Make a strategy once: what it derives from all documents is found again by the very object."""
    return make()


def _lacks(strategy: Strategy, models: Models) -> str | None:
    if "predictions" in strategy.reads and models.classifier is None:
        return "functions for two classes"
    return None
