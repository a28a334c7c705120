"""lamplighter: from a file of unlabeled texts to labels and a classifier, by interactive data programming.

The public names are loaded when they are first used, so that ``import lamplighter`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamplighter.data import Corpus
    from lamplighter.learning import EndModel, LabelModel
    from lamplighter.primitives import Ngrams
    from lamplighter.selection import SEU, Strategy
    from lamplighter.session import Session
    from lamplighter.votes import Contextualizer, LabelingFunction

__version__ = "0.1.0"

__all__ = [
    "SEU",
    "Contextualizer",
    "Corpus",
    "EndModel",
    "LabelModel",
    "LabelingFunction",
    "Ngrams",
    "Session",
    "Strategy",
]

_ROOMS = {
    "SEU": "selection",
    "Contextualizer": "votes",
    "Corpus": "data",
    "EndModel": "learning",
    "LabelModel": "learning",
    "LabelingFunction": "votes",
    "Ngrams": "primitives",
    "Session": "session",
    "Strategy": "selection",
}


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return getattr(import_module(f"lamplighter.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'lamplighter' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS])
