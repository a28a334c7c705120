"""What a labeling function can be made of: n-grams, their vocabulary, the features made of them, and where they stand in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamplighter.primitives.counting import Known, count_blocks, frequent_terms, handed_on
from lamplighter.primitives.features import FeatureSpace, Tfidf
from lamplighter.primitives.ngrams import Ngrams, english_stop_words
from lamplighter.primitives.segments import Segment, excerpt, occurrences, segments
from lamplighter.primitives.vocabulary import Vocabulary, recode, tfidf
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "PRIMITIVES",
    "FeatureSpace",
    "Known",
    "Ngrams",
    "Segment",
    "Tfidf",
    "Vocabulary",
    "count_blocks",
    "english_stop_words",
    "excerpt",
    "frequent_terms",
    "handed_on",
    "occurrences",
    "recode",
    "segments",
    "tfidf",
]


def _unigrams() -> Ngrams:
    return Ngrams()


def _ngrams() -> Ngrams:
    return Ngrams(ngram_range=(1, 2))


PRIMITIVES: Registry[Callable[[], Ngrams]] = Registry(
    "kind of primitives", "lamplighter.primitives", {"unigrams": _unigrams, "ngrams": _ngrams}
)
"""Kinds of primitives by name: each value makes the settings, called without arguments."""
