"""What a word is, and the words of many texts at once: those that scikit-learn's analyser finds in one text after another."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import polars as pl
    from numpy.typing import NDArray

__all__ = ["ACCENTS", "Words", "cut_words", "find_words", "told_apart", "word_pattern"]

EVERY_CHARACTER = 0x110000

WITH_MARKS = (range(0x300, 0x20000), range(0xE0100, 0xE01F0))
"""Where Unicode has its combining marks: looking through all of it would take a tenth of a second."""

VARIANTS = range(0xFE00, 0xFE10)
"""Marks that choose between the looks of a character, most often an emoji's (``1️⃣``): they make no word of a digit."""

_find_plain_words = re.compile(r"\w\w+").findall


def find_words(text: str) -> list[str]:
    """Cut a text into words, see :func:`word_pattern`.

    Examples
    --------
    >>> find_words("a film, यह अच्छा है")
    ['film', 'यह', 'अच्छा', 'है']
    """
    # Where no mark can stand, the expression without them finds the same in two thirds of the time.
    return _find_plain_words(text) if text.isascii() else _find_marked_words()(text)


@cache
def word_pattern() -> str:
    r"""Write Python's regular expression of a word: a letter, digit or underscore, and behind it one or more of these or marks.

    These are scikit-learn's words, ``\b\w\w+\b``, but that combining marks, of which Python's ``\w`` knows nothing, do not end them: vowel
    signs of India, vowel points of Arabic and Hebrew, accents that are characters of their own. The marks are written out, so
    that a classifier that was exported cuts its texts so in any Python.
    """
    return rf"(?u)\w[\w{''.join(f'{chr(first)}-{chr(last)}' for first, last in _marks())}]+"


@cache
def _find_marked_words() -> Callable[[str], list[str]]:
    return re.compile(word_pattern()).findall


@cache
def _marks() -> tuple[tuple[int, int], ...]:
    """Give the ranges of combining marks, first and last; those that enclose other characters are none of a word."""
    ranges: list[tuple[int, int]] = []
    for code in chain(*WITH_MARKS):
        if unicodedata.category(chr(code)) not in {"Mn", "Mc"} or code in VARIANTS:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return tuple(ranges)


class Words(NamedTuple):
    """The words of some texts.

    Attributes
    ----------
    different : list of str
        Each word that stands in any of them, once, in no particular order.
    places : ndarray of shape (w,)
        All words in the order of the texts, as places among the different ones.
    counts : ndarray of shape (n,)
        How many are of each text.
    """

    different: list[str]
    places: NDArray[np.int32]
    counts: NDArray[np.int64]


def cut_words(texts: Sequence[str], prepare: Callable[[str], str] = str.lower, *, at_once: bool = True) -> Words:
    r"""Cut texts into words, as :func:`word_pattern` does.

    At once, they are cut by Polars, which lets other threads work meanwhile and makes no string of Python's of a word that
    stands there already. Its expressions know other word characters than Python's, so it is told which ones to take.

    Parameters
    ----------
    texts : sequence of str
    prepare : callable, default=str.lower
        What is done to each text before it is cut.
    at_once : bool, default=True
        Whether to cut all texts at once, or one after another, which is sooner done with few.

    Examples
    --------
    >>> words = cut_words(["A funny, funny film", "?", "I paid 20€"], at_once=False)
    >>> words.different, words.places.tolist(), words.counts.tolist()
    (['funny', 'film', 'paid', '20'], [0, 0, 1, 2, 3], [3, 0, 2])
    """
    prepared = [prepare(text) for text in texts]
    return _by_polars(prepared) if at_once else told_apart(map(find_words, prepared))


def told_apart(texts: Iterable[list[str]]) -> Words:
    """Find the different words of texts that are cut.

    Examples
    --------
    >>> words = told_apart([["b", "a", "b"], []])
    >>> words.different, words.places.tolist(), words.counts.tolist()
    (['b', 'a'], [0, 1, 0], [3, 0])
    """
    every = list(texts)
    different = dict.fromkeys(chain.from_iterable(every))
    numbers = dict(zip(different, range(len(different)), strict=True))
    counts = np.fromiter(map(len, every), np.int64, len(every))
    places = np.fromiter(map(numbers.__getitem__, chain.from_iterable(every)), np.int32, int(counts.sum()))
    return Words(list(different), places, counts)


def _by_polars(texts: list[str]) -> Words:
    cut = _series(texts).str.extract_all(_expression())
    grouped = cut.explode().drop_nulls().to_frame("word").with_row_index("at").group_by("word").agg("at")
    numbers = np.repeat(np.arange(len(grouped), dtype=np.int32), grouped["at"].list.len().to_numpy())
    places = np.empty_like(numbers)
    if len(grouped):
        places[grouped["at"].explode().to_numpy()] = numbers
    return Words(grouped["word"].to_list(), places, cut.list.len().to_numpy().astype(np.int64))


def _series(texts: list[str]) -> pl.Series:
    import polars as pl  # noqa: PLC0415  (a tenth of a second, which few texts need not pay for)

    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:  # half characters, which are of no word; nor is a question mark
        return pl.Series([text.encode("utf-8", "replace").decode() for text in texts], dtype=pl.String)


@cache
def _expression() -> str:
    r"""Write :func:`word_pattern` for Polars: the characters of Python's ``\w``, range by range, and the marks."""
    every = np.arange(EVERY_CHARACTER, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    letters = _written((run.start(), run.end() - 1) for run in re.finditer(r"\w+", every))
    return f"[{letters}][{letters}{_written(_marks())}]+"


def _written(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in ranges)


def _plain_ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ASCII", "ignore").decode("ASCII")


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


ACCENTS: dict[str | None, Callable[[str], str]] = {
    None: str.lower,
    "ascii": lambda text: _plain_ascii(text.lower()),
    "unicode": lambda text: _without_marks(text.lower()),
}
"""What is done to a text before it is cut, by scikit-learn's names of the ways to strip accents."""
