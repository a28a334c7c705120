"""Which document to look at next: strategies from what is known to a score for each document, and the pick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.registry import Registry
from lamplighter.selection.context import Reason, SelectionContext, Strategy
from lamplighter.selection.pick import Pick, pick
from lamplighter.selection.random import Random
from lamplighter.selection.seu import SEU

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SEU", "STRATEGIES", "Pick", "Random", "Reason", "SelectionContext", "Strategy", "pick"]

STRATEGIES: Registry[Callable[[], Strategy]] = Registry(
    "selection strategy", "lamplighter.selection", {"random": Random, "seu": SEU}
)
"""Strategies by name: each value makes one, called without arguments."""
