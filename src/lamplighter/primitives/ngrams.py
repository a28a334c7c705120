"""Words and n-grams, cut by scikit-learn's analysers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from lamplighter.exceptions import InputError
from lamplighter.primitives.words import ACCENTS, cut_words, find_words, told_apart, word_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lamplighter.primitives.words import Words

__all__ = ["Cutter", "Ngrams", "english_stop_words"]

MANY_CHARACTERS = 2_000_000
"""From so many on it takes less time to cut texts at once; below, to cut them one after another."""


def english_stop_words() -> frozenset[str]:
    """Give scikit-learn's list: "the", "is" and 316 others.

    Examples
    --------
    >>> "the" in english_stop_words(), "fish" in english_stop_words()
    (True, False)
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # noqa: PLC0415  (a second to import)

    return frozenset(ENGLISH_STOP_WORDS)


def _plain_words(text: str) -> list[str]:
    """Cut a text as scikit-learn's analyser does when it is given nothing but the pattern of a word.

    The one case that is written out: it is the usual one, and importing scikit-learn for it would make a person wait
    for more than a second before the first document.
    """
    return find_words(text.lower())


@dataclass(frozen=True)
class Cutter:
    """Cuts many texts at once.

    Parameters
    ----------
    cut : callable
        From texts to their words.
    lengths : tuple of int, default=(1, 1)
        How many of these words, at least and at most, make a term, when those left out are gone.
    left_out : frozenset of str, optional
    n_documents : int, default=8192
        How many may be cut at a time: where it takes long, few, so that progress is seen.
    in_threads : bool, default=True
        Whether several threads may cut at a time, and gain by it.
    """

    cut: Callable[[Sequence[str]], Words]
    lengths: tuple[int, int] = (1, 1)
    left_out: frozenset[str] = frozenset()
    n_documents: int = 8192
    in_threads: bool = True


def _cut_one_by_one(analyze: Callable[[str], list[str]], texts: Sequence[str]) -> Words:
    return told_apart(map(analyze, texts))


@dataclass(frozen=True, kw_only=True)
class Ngrams:
    """Settings of n-gram primitives: ``z`` is a run of words, and a document contains it or not.

    The words are those of scikit-learn's ``CountVectorizer``, lower-cased runs of two or more letters or
    digits, with the combining marks on them, at which scikit-learn would cut (``अच्छा``). The end model's features are made of the same n-grams (:class:`Tfidf`).

    Parameters
    ----------
    ngram_range : tuple of int, default=(1, 1)
        Smallest and largest number of words. Phrases of any length can be used in functions all the same:
        the range says which ones are indexed, ranked and learnt from.
    tokenizer : callable, optional
        From a text to its list of words, in place of scikit-learn's pattern.
    strip_accents : {'ascii', 'unicode'}, optional
        Left out, accents are kept. The paper's experiments use ``'ascii'``.
    stop_words : {'english'}, optional
        Left out, every word counts.
    min_df : int, default=2
        An n-gram must stand in so many documents: what stands in one alone says nothing of others.
    max_df : float, default=1.0
        An n-gram must not stand in more than this share of the documents.

    Examples
    --------
    >>> Ngrams(ngram_range=(1, 2)).analyzer()("A funny, funny film")
    ['funny', 'funny', 'film', 'funny funny', 'funny film']
    >>> str(Ngrams()), str(Ngrams(ngram_range=(1, 2)))
    ('unigrams', 'ngrams(1, 2)')
    """

    ngram_range: tuple[int, int] = (1, 1)
    tokenizer: Callable[[str], list[str]] | None = None
    strip_accents: Literal["ascii", "unicode"] | None = None
    stop_words: Literal["english"] | None = None
    min_df: int = 2
    max_df: float = 1.0

    def __post_init__(self) -> None:
        lowest, highest = self.ngram_range
        if not 1 <= lowest <= highest:
            raise InputError(f"ngram_range is {self.ngram_range}; expected two numbers, 1 or more, the smaller first.")
        if self.min_df < 1 or not 0 < self.max_df <= 1:
            raise InputError(
                f"min_df is {self.min_df} and max_df {self.max_df}; expected a count of 1 or more and a share up to 1."
            )

    def __str__(self) -> str:
        name = "unigrams" if self.ngram_range == (1, 1) else f"ngrams{self.ngram_range}"
        return name if self.tokenizer is None else f"{name} of {_name(self.tokenizer)}"

    def vectorizer_settings(self) -> dict[str, Any]:
        """Give the settings with which scikit-learn's vectorizers cut a text in the same way."""
        return {
            "ngram_range": self.ngram_range,
            "tokenizer": self.tokenizer,
            "token_pattern": None if self.tokenizer else word_pattern(),
            "strip_accents": self.strip_accents,
            "stop_words": self.stop_words,
        }

    def analyzer(self) -> Callable[[str], list[str]]:
        """Give the function from a text to its n-grams, repeats included."""
        if self == Ngrams(min_df=self.min_df, max_df=self.max_df):
            return _plain_words
        from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  (slow to import, see below)

        analyze: Callable[[str], list[str]] = CountVectorizer(**self.vectorizer_settings()).build_analyzer()
        return analyze

    def cutter(self, n_characters: int = 0, *, plain: bool = False) -> Cutter:
        """Give what cuts many texts at once, into the same n-grams as :meth:`analyzer`.

        Parameters
        ----------
        n_characters : int, default=0
            How many are to be cut in all: it decides how, and not what comes of it.
        plain : bool, default=False
            Whether to have the analyser cut one text after another, as where there is an own tokeniser.
        """
        if plain or self.tokenizer is not None or type(self) is not Ngrams:
            return Cutter(partial(_cut_one_by_one, self.analyzer()), n_documents=500, in_threads=False)
        many = n_characters >= MANY_CHARACTERS
        cut = partial(cut_words, prepare=ACCENTS[self.strip_accents], at_once=many)
        left_out = english_stop_words() if self.stop_words else frozenset()
        return Cutter(cut, self.ngram_range, left_out, in_threads=many)

    def words(self) -> Callable[[str], list[str]]:
        """Give the function from a text to its single words, in order."""
        return replace(self, ngram_range=(1, 1)).analyzer()

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them; of a tokeniser only its name can be kept."""
        values = asdict(self)
        values["ngram_range"] = list(self.ngram_range)
        values["tokenizer"] = None if self.tokenizer is None else _name(self.tokenizer)
        return values

    @classmethod
    def from_settings(cls, values: dict[str, Any]) -> Ngrams:
        """Make them again from :meth:`settings`.

        Raises
        ------
        InputError
            If an own tokeniser was used: it has to be handed in again.
        """
        if values.get("tokenizer") is not None:
            raise InputError(
                f"The session was made with an own tokeniser, {values['tokenizer']}. Hand the same one in again: "
                "primitives=Ngrams(tokenizer=…)."
            )
        return cls(**{**values, "ngram_range": tuple(values["ngram_range"])})


def _name(function: Callable[..., object]) -> str:
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', repr(function))}"
