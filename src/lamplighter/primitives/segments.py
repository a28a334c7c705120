"""Where the words of a document stand in its text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Segment", "excerpt", "occurrences", "segments"]


class Segment(NamedTuple):
    """A piece of a text, and the word it is, if it is one."""

    text: str
    primitive: str | None


def segments(text: str, words: Callable[[str], list[str]]) -> list[Segment]:
    """Cut a text into words and what lies between them.

    Pieces and not offsets, since the languages of the page and of the engine count characters differently.
    The words are looked for in the order in which the analyser gives them, so any analyser will do; a
    word whose characters do not stand in the text (a tokeniser may stem) is passed over.

    Parameters
    ----------
    text : str
    words : callable
        From a text to its words, in order; see :meth:`Ngrams.words`.

    Returns
    -------
    list of Segment
        Joined, they are the text.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> [tuple(segment) for segment in segments("A funny Fish!", Ngrams().words())]
    [('A ', None), ('funny', 'funny'), (' ', None), ('Fish', 'fish'), ('!', None)]
    """
    lowered, places = _lowered(text)
    pieces: list[Segment] = []
    at = end = 0
    for word in words(text):
        found = _next(lowered, word, at)
        if found < 0:
            continue
        at = found + len(word)
        start, behind = places[found], places[at]
        if start > end:
            pieces.append(Segment(text[end:start], None))
        pieces.append(Segment(text[start:behind], word))
        end = behind
    if end < len(text):
        pieces.append(Segment(text[end:], None))
    return pieces


def _lowered(text: str) -> tuple[str, Sequence[int]]:
    """Lower-case a text, and give the place in the text of each character, and of the end.

    They differ behind an ``İ``, of which two characters are made, the second one a mark: it alone is longer in lower case.
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered, range(len(text) + 1)
    places: list[int] = []
    for at, letter in enumerate(text):
        places += [at, at + 1] if letter == "İ" else [at]
    return lowered, [*places, len(text)]


def _next(lowered: str, word: str, end: int) -> int:
    """Find a word behind a place, sooner where it begins than inside of a word that the analyser left out."""
    first = start = lowered.find(word, end)
    while start > end and _within_word(lowered[start - 1]) and word[0].isalnum():
        start = lowered.find(word, start + 1)
    return first if start < 0 else start


def _within_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


@lru_cache(maxsize=1)
def _standing(text: str, words: Callable[[str], list[str]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Give the words of a text and where they stand; of the last text at once, in which function after function looks."""
    found, places, end = [], [], 0
    for piece in segments(text, words):
        begin, end = end, end + len(piece.text)
        if piece.primitive is not None:
            found.append(piece.primitive)
            places.append((begin, end))
    return found, places


def occurrences(text: str, wanted: Sequence[str], words: Callable[[str], list[str]]) -> list[tuple[int, int]]:
    """Give the places of a text where some words stand one after another: from which character to which.

    Parameters
    ----------
    text : str
    wanted : sequence of str
        One or more.
    words : callable
        From a text to its words, in order.

    Returns
    -------
    list of (int, int)
        In order; no two overlap.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> occurrences("Not good. Not GOOD at all!", ["not", "good"], Ngrams().words())
    [(0, 8), (10, 18)]
    """
    found, places = _standing(text, words)
    wanted, n = list(wanted), len(wanted)
    spans: list[tuple[int, int]] = []
    at = 0
    while at + n <= len(found):
        if found[at] == wanted[0] and found[at : at + n] == wanted:
            spans.append((places[at][0], places[at + n - 1][1]))
            at += n
        else:
            at += 1
    return spans


def excerpt(text: str, span: tuple[int, int] = (0, 0), *, width: int = 40) -> str:
    """Give a place of a text and the words around it, on one line.

    Parameters
    ----------
    text : str
    span : (int, int), default=(0, 0)
        From which character to which; left out, the beginning.
    width : int, default=40
        Characters on either side.

    Examples
    --------
    >>> excerpt("It was, all told, a waste of my money and of my time.", (20, 25), width=12)
    '… all told, a waste of my money …'
    """
    begin, end = span
    left, right = text[:begin].split(), text[end:].split()
    kept_left, kept_right = _within(left[::-1], width)[::-1], _within(right, width)
    parts = ["…"] * (len(kept_left) < len(left)) + kept_left + text[begin:end].split()
    # A mark right behind the place belongs to it: no blank between.
    glue = "" if text[end : end + 1].strip() else " "
    tail = " ".join(kept_right + ["…"] * (len(kept_right) < len(right)))
    return (" ".join(parts) + glue + tail).strip()


def _within(words: list[str], width: int) -> list[str]:
    """Keep as many leading words as fit."""
    kept: list[str] = []
    for word in words:
        if sum(len(other) + 1 for other in kept) + len(word) > width:
            break
        kept.append(word)
    return kept
