"""Pairs of neighbouring words, which are features beside the primitives.

A pair that stands in many documents is made of words that do. So words are counted first, and pairs of frequent ones alone
after them: of the others there are too many to be kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.linalg import row_blocks
from lamplighter.primitives.counting import Runs, documents_of, handed_on, number_blocks
from lamplighter.primitives.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from lamplighter.primitives.counting import Counted
    from lamplighter.primitives.ngrams import Ngrams
    from lamplighter.primitives.numbering import Numbered

__all__ = ["Bigrams", "KeyCounts", "with_bigrams"]


class KeyCounts(NamedTuple):
    """In how many documents each pair stands.

    Attributes
    ----------
    keys : ndarray of shape (t,)
        The pairs, as :class:`Runs` has them, ascending.
    documents : ndarray of shape (t,)

    Examples
    --------
    >>> both = KeyCounts(np.array([3, 7]), np.array([1, 1])) + KeyCounts(np.array([5, 7]), np.array([4, 2]))
    >>> both.keys.tolist(), both.documents.tolist()
    ([3, 5, 7], [1, 4, 3])
    """

    keys: NDArray[np.int64]
    documents: NDArray[np.int64]

    @classmethod
    def none(cls) -> KeyCounts:
        """Give those of no documents."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

    def __add__(self, other: KeyCounts) -> KeyCounts:  # type: ignore[override]  # of counts, not of tuples
        keys, places = np.unique(np.concatenate([self.keys, other.keys]), return_inverse=True)
        every = np.bincount(places, weights=np.concatenate([self.documents, other.documents]), minlength=len(keys))
        return KeyCounts(keys, every.astype(np.int64))


class Bigrams:
    """Counts pairs of frequent words.

    Parameters
    ----------
    words : sequence of str
        The frequent ones, or more; those that hold a space are left out, for a pair is told by its only space.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams, number_blocks
    >>> numbered = number_blocks(["a good film", "good cat film"], [slice(0, 2)], Ngrams())
    >>> bigrams = Bigrams(["good", "film"])
    >>> (counted,) = bigrams.count(numbered.blocks, numbered.words)
    >>> bigrams.runs.words(counted.keys).tolist(), counted.counts.toarray().tolist()
    ([[0, 1]], [[1.0], [0.0]])
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(word for word in words if " " not in word)
        self.runs = Runs(len(self.words), (2, 2))

    def count(self, blocks: Iterable[Numbered], words: Sequence[str]) -> Iterator[Counted]:
        """Count the pairs of each block, where numbers are those of ``words``."""
        numbers = {word: number for number, word in enumerate(self.words)}
        own = np.fromiter((numbers.get(word, -1) for word in words), np.int32, len(words))
        return (self.runs.count(block.renumbered(own)) for block in blocks)

    def documents(self, texts: Sequence[str], primitives: Ngrams) -> KeyCounts:
        """Count in how many of some texts each pair stands."""
        numbered = number_blocks(texts, row_blocks(len(texts)), primitives)
        keys, _, documents = documents_of(list(self.count(handed_on(numbered.blocks), numbered.words)))
        return KeyCounts(keys, documents)

    def vocabulary(self, counts: KeyCounts, n_documents: int, min_df: int) -> Vocabulary:
        """Give the pairs that stand in enough documents, in alphabetical order, from :meth:`documents` of all texts."""
        frequent = counts.documents >= min_df
        terms = [
            " ".join([self.words[word] for word in pair]) for pair in self.runs.words(counts.keys[frequent]).tolist()
        ]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        return Vocabulary(tuple(terms[place] for place in order), counts.documents[frequent][order], n_documents)


def with_bigrams(primitives: Ngrams) -> Ngrams:
    """Give the settings that cut texts into single words and pairs of them."""
    return replace(primitives, ngram_range=(1, 2))
