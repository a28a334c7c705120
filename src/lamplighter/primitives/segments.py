"""Where the words of a document stand in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Segment", "excerpt", "segments"]


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
    lowered = _aligned_lower(text)
    pieces: list[Segment] = []
    end = 0
    for word in words(text):
        start = _next(lowered, word, end)
        if start < 0:
            continue
        if start > end:
            pieces.append(Segment(text[end:start], None))
        end = start + len(word)
        pieces.append(Segment(text[start:end], word))
    if end < len(text):
        pieces.append(Segment(text[end:], None))
    return pieces


def _aligned_lower(text: str) -> str:
    """Lower-case a text so that every character keeps its place (``'İ'.lower()`` alone is two characters long)."""
    return "İ".join(piece.lower() for piece in text.split("İ"))


def _next(lowered: str, word: str, end: int) -> int:
    """Find a word behind a place, sooner where it begins than inside of a word that the analyser left out."""
    first = start = lowered.find(word, end)
    while start > end and lowered[start - 1].isalnum() and word[0].isalnum():
        start = lowered.find(word, start + 1)
    return first if start < 0 else start


def excerpt(text: str, primitive: str, words: Callable[[str], list[str]], *, width: int = 40) -> str:
    """Give the words around a primitive in a text, on one line; the beginning, where the text does not contain it.

    Parameters
    ----------
    text, primitive : str
    words : callable
        From a text to its words, in order.
    width : int, default=40
        Characters on either side.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> excerpt("It was, all told, a waste of my money and of my time.", "waste", Ngrams().words(), width=12)
    '… all told, a waste of my money …'
    """
    pieces = segments(text, words)
    starts = [place for place, piece in enumerate(pieces) if piece.primitive is not None]
    found = [pieces[place].primitive for place in starts]
    wanted = primitive.split(" ")
    place = next((at for at in range(len(found)) if found[at : at + len(wanted)] == wanted), None)
    if place is None:
        begin = end = 0
    else:
        begin = sum(len(piece.text) for piece in pieces[: starts[place]])
        last = starts[place + len(wanted) - 1]
        end = sum(len(piece.text) for piece in pieces[: last + 1])
    left, right = text[:begin].split(), text[end:].split()
    kept_left, kept_right = _within(left[::-1], width)[::-1], _within(right, width)
    parts = ["…"] * (len(kept_left) < len(left)) + kept_left + text[begin:end].split()
    # A mark right behind the primitive belongs to it: no blank between.
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
