"""What a labeling function can be made of: n-grams, their vocabulary, the features made of them, and where they stand in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.primitives.bigrams import Bigrams, KeyCounts, with_bigrams
from lamplighter.primitives.counting import (
    Counted,
    Known,
    NumberedTexts,
    count_blocks,
    documents_of,
    frequent_terms,
    handed_on,
    number_blocks,
)
from lamplighter.primitives.features import FeatureSpace, Tfidf
from lamplighter.primitives.ngrams import Ngrams, english_stop_words
from lamplighter.primitives.segments import Segment, excerpt, occurrences, segments
from lamplighter.primitives.vocabulary import Vocabulary, recode, tfidf
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "PRIMITIVES",
    "Bigrams",
    "Counted",
    "FeatureSpace",
    "KeyCounts",
    "Known",
    "Ngrams",
    "NumberedTexts",
    "Segment",
    "Tfidf",
    "Vocabulary",
    "count_blocks",
    "documents_of",
    "english_stop_words",
    "excerpt",
    "frequent_terms",
    "handed_on",
    "number_blocks",
    "occurrences",
    "recode",
    "segments",
    "tfidf",
    "with_bigrams",
]


def _unigrams() -> Ngrams:
    return Ngrams()


def _ngrams() -> Ngrams:
    return Ngrams(ngram_range=(1, 2))


PRIMITIVES: Registry[Callable[[], Ngrams]] = Registry(
    "kind of primitives", "lamplighter.primitives", {"unigrams": _unigrams, "ngrams": _ngrams}
)
"""Kinds of primitives by name: each value makes the settings, called without arguments."""
