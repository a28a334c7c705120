r"""What functions look for: words and phrases, exact words, regular expressions, columns, and what these make together.

A pattern is written in one line of text, which is what a session's events and a spreadsheet of functions have of it:

=====================  =============================================================================
written                fits documents
=====================  =============================================================================
``not good``           with these words one after another, as the session's analyser cuts them
``"Apple"``            with these very letters, as whole words
``/call \d{5,}/i``      that the regular expression fits; ``i`` is for any case
``@category=books``    whose column has this value
``*``                  all, for functions with a reach of their own
``great & !waste``     that all of the parts fit, and none of those behind ``!``
=====================  =============================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.engine.patterns.columns import Anything, Column
from lamplighter.engine.patterns.combined import All
from lamplighter.engine.patterns.pattern import Pattern, Span
from lamplighter.engine.patterns.phrase import Phrase
from lamplighter.engine.patterns.regex import Exact, Regex
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.engine.index import Index

__all__ = [
    "PATTERNS",
    "All",
    "Anything",
    "Column",
    "Exact",
    "Pattern",
    "Phrase",
    "Regex",
    "Span",
    "parse_pattern",
    "pattern_kinds",
    "read_pattern",
]

KINDS: tuple[type[Pattern], ...] = (All, Anything, Column, Regex, Exact, Phrase)
"""In the order in which a text is offered to them: what is made of parts, before the parts; the kind that reads every text, last."""

PATTERNS: Registry[type[Pattern]] = Registry(
    "pattern", "lamplighter.patterns", {kind.__name__.lower(): kind for kind in KINDS}
)
"""Kinds of patterns by name; other packages may add some."""


def pattern_kinds() -> tuple[type[Pattern], ...]:
    """Give all kinds in the order in which a text is offered to them: those of other packages first."""
    return (*(PATTERNS[name] for name in PATTERNS if PATTERNS[name] not in KINDS), *KINDS)


def parse_pattern(text: str, cut: Callable[[str], list[str]] = str.split) -> Pattern:
    """Read a pattern.

    Parameters
    ----------
    text : str
    cut : callable, default=str.split
        From a text to its words: the session's analyser for what a person has typed; blanks are enough for what was written down
        (``str(pattern)``).

    Raises
    ------
    PrimitiveError
        If it cannot be read.

    Examples
    --------
    >>> parse_pattern("Not GOOD!", lambda text: text.lower().strip("!").split())
    Phrase(words=('not', 'good'))
    >>> str(parse_pattern("great & /wast(e|ing)/i & !film"))
    'great & /wast(e|ing)/i & !film'
    """
    for kind in pattern_kinds():
        found = kind.parse(text, cut)
        if found is not None:
            return found
    raise AssertionError("Every text is a phrase, if nothing else.")  # pragma: no cover


def read_pattern(index: Index, primitive: str, cut: Callable[[str], list[str]] = str.split) -> Pattern:
    """Read a primitive of the vocabulary, or another pattern, with ``cut`` as :func:`parse_pattern` does.

    An analyser of one's own may leave any mark in its words, so that a word can look like a pattern: ``!``, or ``*``.

    Raises
    ------
    PrimitiveError
        If it cannot be read.
    """
    if primitive in index.vocabulary.numbers:
        return Phrase(tuple(primitive.split(" ")))
    return parse_pattern(primitive, cut)
