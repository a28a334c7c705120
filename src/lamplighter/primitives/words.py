"""The words of many texts at once: those that scikit-learn's analyser finds in one text after another."""

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

__all__ = ["ACCENTS", "Words", "cut_words", "find_words", "told_apart"]

EVERY_CHARACTER = 0x110000

find_words = re.compile(r"\w\w+").findall
"""scikit-learn's words, ``(?u)\\b\\w\\w+\\b``: a greedy run ends where a word does."""


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
    r"""Cut texts into runs of two or more word characters, as ``\w\w+`` does.

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
    r"""Write what Python's ``\w\w+`` is to Polars: its word characters, range by range."""
    every = np.arange(EVERY_CHARACTER, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    ranges = (rf"\x{{{run.start():x}}}-\x{{{run.end() - 1:x}}}" for run in re.finditer(r"\w+", every))
    return f"[{''.join(ranges)}]{{2,}}"


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
