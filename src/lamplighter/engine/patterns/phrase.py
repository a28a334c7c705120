"""Words, and phrases of words that follow one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.engine.patterns.pattern import Cut, Pattern, Span
from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import rows_with_column
from lamplighter.primitives import occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lamplighter.arrays import Rows
    from lamplighter.engine.index import Index, Slice

__all__ = ["Phrase"]


@dataclass(frozen=True)
class Phrase(Pattern):
    """Words that follow one another in the analyser's order, as a rule without regard to case.

    A phrase of the vocabulary is looked up. Any other one is looked for, so a phrase of any length can be made a function, and so
    can a word too rare to be indexed.

    Parameters
    ----------
    words : tuple of str
        As the analyser writes them.
    """

    words: tuple[str, ...]

    kind: ClassVar[str] = "word or phrase"
    example: ClassVar[str] = "not good"

    @classmethod
    def parse(cls, text: str, cut: Cut) -> Phrase:
        """Cut a text into words; every text is one that the kinds before did not read."""
        words = tuple(cut(text))
        if not words:
            raise PrimitiveError(f"{text!r} has no word of two letters or more that a function could look for.")
        return cls(words)

    def __str__(self) -> str:
        return " ".join(self.words)

    def rows(self, index: Index, block: Slice) -> Rows:
        """Look it up, or read the documents that can contain it."""
        column = index.vocabulary.numbers.get(str(self))
        if column is not None:
            return rows_with_column(block.incidence, column)
        cut = index.primitives.words()
        return np.array(
            [row for row in self._candidates(index, block) if self._within(cut(block.texts[row]))], dtype=np.int64
        )

    def spans(self, text: str, cut: Cut) -> list[Span]:
        """Give the places where its words stand."""
        return occurrences(text, self.words, cut)

    @property
    def primitives(self) -> frozenset[str]:
        """The phrase itself."""
        return frozenset({str(self)})

    def _candidates(self, index: Index, block: Slice) -> Sequence[int]:
        """Give the rows that can contain it: those with all of its words, as far as that is quick to see."""
        numbers = index.vocabulary.numbers
        rows: Sequence[int] = range(len(block))
        for word in self.words:
            if word in numbers:
                having = rows_with_column(block.incidence, numbers[word])
                rows = np.intersect1d(rows, having, assume_unique=True).tolist()
        unknown = [word for word in self.words if word not in numbers]
        if unknown and index.primitives.tokenizer is None and index.primitives.strip_accents is None:
            # Words then stand in the lower-cased text to the letter, which is much faster to see than to analyse.
            texts = ((row, block.texts[row].lower()) for row in rows)
            return [row for row, text in texts if all(word in text for word in unknown)]
        return rows

    def _within(self, words: Sequence[str]) -> bool:
        length = len(self.words)
        return any(tuple(words[place : place + length]) == self.words for place in range(len(words) - length + 1))
