"""Slices of a corpus, where they are worked on, and one round of learning over them.

A corpus is cut into row blocks. Everything that is learnt is a sum over blocks of what a pure function gives for
one block; here the blocks are worked on in threads of this process.
"""

from lamplighter.engine.engine import Engine
from lamplighter.engine.index import Index, Slice, build_index, silent
from lamplighter.engine.models import Models, learn
from lamplighter.engine.search import Neighbourhood, neighbourhood, rows_containing

__all__ = [
    "Engine",
    "Index",
    "Models",
    "Neighbourhood",
    "Slice",
    "build_index",
    "learn",
    "neighbourhood",
    "rows_containing",
    "silent",
]
