"""Texts in pieces: some of them are what was looked for.

Pieces and not places, since the languages of the page and of the engine count characters differently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lamplighter.engine.patterns import Span
    from lamplighter.primitives import Segment

__all__ = ["CutText", "Passage", "Piece", "cut_text", "excerpt_pieces", "passages"]

LENGTH, BEFORE = 200, 60
"""Characters of an excerpt, and of these, those before what was looked for."""


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    found: bool


POSSIBLE_MARKS = ("|~^*=+#$%&@<>{}[]`", map(chr, range(0xE000, 0xF900)), map(chr, range(0xF0000, 0xFFFFE)))
"""Characters that few texts have, those of one byte first."""


class CutText(NamedTuple):
    """A text with marks in it that tell its words; see :func:`cut_text`."""

    cut: str
    marks: str


class Passage(NamedTuple):
    """A piece of a text, and the numbers of the functions that look for it."""

    text: str
    functions: tuple[int, ...]


def excerpt_pieces(
    text: str, spans: Sequence[Span], *, length: int = LENGTH, before: int = BEFORE
) -> tuple[Piece, ...]:
    """Cut an excerpt of a text into what was looked for and what lies between: its beginning, if that has the first place.

    Parameters
    ----------
    text : str
    spans : sequence of (int, int)
        The places of what was looked for, in order and apart from one another.
    length, before : int
        Characters of the excerpt, and of these, those before the first place. Words are kept whole where they can be.

    Returns
    -------
    tuple of Piece
        Where something is left out before or behind, ``…`` stands in its place.

    Examples
    --------
    >>> excerpt_pieces("It was, all told, a waste of my money", [(20, 25)], length=20, before=8)
    (Piece(text='… told, a ', found=False), Piece(text='waste', found=True), Piece(text=' of my …', found=False))
    """
    first, last = spans[0] if spans else (0, 0)
    begin = _word_after(text, first - before, first) if last > length else len(text) - len(text.lstrip())
    stop = begin + length
    end = _word_before(text, stop, min(last, stop))
    cut = [Piece("… ", found=False)] if text[:begin].strip() else []
    at = begin
    for start, end_of_span in spans:
        within = max(start, at), min(end_of_span, end)
        if within[0] < within[1]:
            cut += [Piece(text[at : within[0]], found=False), Piece(text[slice(*within)], found=True)]
            at = within[1]
    behind = " …" if text[end:].strip() else ""
    return _joined([*cut, Piece(text[at:end] + behind, found=False)])


def _word_after(text: str, place: int, last: int) -> int:
    """Give where a word begins at a place or behind it, not behind the last one; the place, where none does."""
    if place <= 0:
        return 0
    return next((at for at in range(place, last + 1) if text[at - 1].isspace()), place)


def _word_before(text: str, place: int, first: int) -> int:
    """Give where a word ends at a place or before it, not before the first one; the place, where none does."""
    if place >= len(text):
        return len(text.rstrip())
    return next((at for at in range(place, first, -1) if text[at].isspace()), place)


def _joined(cut: Sequence[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one kind, and leave out empty ones."""
    joined: list[Piece] = []
    for piece in cut:
        if joined and joined[-1].found == piece.found:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.found)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def cut_text(segments: Iterable[Segment]) -> CutText:
    """Write a text that is cut into words as one string, little longer than the text.

    A long text has tens of thousands of words: a list of them takes ten times the room of the text, and the page a second to read it.

    Parameters
    ----------
    segments : iterable of Segment
        Joined, they are the text.

    Returns
    -------
    CutText
        ``marks`` are three characters that the text does not have. The first one encloses runs of words; the second stands
        between words of a run, for the one space that is there; the third is between a word of the text and its primitive,
        where they are not the same.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams, segments
    >>> cut_text(segments("A Funny fish, not a dog!", Ngrams().words()))
    CutText(cut='A |Funny^funny~fish|, |not| a |dog|!', marks='|~^')
    """
    every = list(segments)
    text = "".join(piece.text for piece in every)
    run, space, written = islice((mark for mark in chain(*POSSIBLE_MARKS) if mark not in text), 3)
    cut: list[str] = []
    between = ""
    for piece in every:
        if piece.primitive is None:
            between += piece.text
            continue
        cut.append(space if cut and between == " " else f"{run if cut else ''}{between}{run}")
        cut.append(piece.text if piece.primitive == piece.text else f"{piece.text}{written}{piece.primitive}")
        between = ""
    behind = f"{run}{between}" if cut else between
    return CutText("".join([*cut, behind]), run + space + written)


def passages(text: str, spans: Mapping[int, Iterable[Span]]) -> tuple[Passage, ...]:
    """Cut a whole text wherever a function begins or ends to find what it looks for.

    Parameters
    ----------
    text : str
    spans : mapping of int to iterable of (int, int)
        For the number of each function, the places of what it looks for.

    Returns
    -------
    tuple of Passage
        Joined, they are the text.

    Examples
    --------
    >>> passages("a fine film", {0: [(2, 6)], 3: [(2, 11)]})
    (Passage(text='a ', functions=()), Passage(text='fine', functions=(0, 3)), Passage(text=' film', functions=(3,)))
    """
    changes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, places in spans.items():
        for start, end in places:
            if start < end:
                changes[start].append((number, 1))
                changes[end].append((number, -1))
    order = {number: place for place, number in enumerate(spans)}
    within: Counter[int] = Counter()
    cut = []
    # Once through the text: functions on frequent words begin and end tens of thousands of times in a long one.
    for begin, stop in pairwise(sorted({0, len(text), *changes})):
        for number, by in changes[begin]:
            within[number] += by
            if not within[number]:
                del within[number]
        cut.append(Passage(text[begin:stop], tuple(sorted(within, key=order.__getitem__))))
    return tuple(cut)
