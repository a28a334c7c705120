"""From files to a corpus and an engine whose slices live on workers."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from lamplighter.cluster.corpus import FarCorpus
from lamplighter.cluster.far import FarEngine, far_index
from lamplighter.cluster.vocabularies import TermCounts, vocabulary_of
from lamplighter.engine import Index
from lamplighter.exceptions import InputError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Bigrams, Tfidf

if TYPE_CHECKING:
    from collections.abc import Callable

    from lamplighter.cluster.crew import Crew
    from lamplighter.data.sources import Sources
    from lamplighter.primitives import Ngrams, Vocabulary

__all__ = ["Far", "build_far"]

STAGES = 4
"""Of building, each told when it is done."""


class Far(NamedTuple):
    """A corpus on workers, and the engine that knows them."""

    corpus: FarCorpus
    engine: FarEngine


def build_far(
    crew: Crew,
    sources: Sources,
    primitives: Ngrams,
    *,
    features: Tfidf | None = None,
    name: str = "files",
    progress: Callable[[int, int], None] | None = None,
) -> Far:
    """Index a corpus where the workers are: in the same slices, with the same vocabulary and features, as in one process.

    1. Slices of the corpus are dealt out, and each worker reads the texts of its own.
    2. Each counts in how many of its documents each term stands; added up, that gives the vocabulary.
    3. So do the pairs of words that are features beside it.
    4. Each indexes its slices in the vocabulary of all.

    Parameters
    ----------
    crew : Crew
    sources : Sources
    primitives : Ngrams
    features : Tfidf, optional
        Left out, of all primitives.
    name : str, default='files'
        What the corpus is called on screen.
    progress : callable, optional
        Told how many documents are done, and how many there are: a quarter of them at each stage.

    Raises
    ------
    PrimitiveError
        If no primitive is frequent enough to be used.
    InputError
        If the features need counts of all documents at once.
    """
    wanted = features or Tfidf()
    if wanted.max_features is not None or wanted.standardize:
        raise InputError(
            f"The features are {wanted}: on a cluster they cannot be chosen by their counts, nor standardized. "
            "Leave max_features and standardize out, or work without a cluster."
        )
    n = sources.n_documents

    def done(stage: int) -> None:
        if progress is not None:
            progress(n * stage // STAGES, n)

    spans = row_blocks(n)
    done(0)
    crew.deal(spans)
    done(1)
    counts = reduce(TermCounts.__add__, crew.ask("count", primitives))
    vocabulary = vocabulary_of(counts, primitives)
    done(2)
    space = wanted.fit(vocabulary, [], _bigrams_of(crew, counts, primitives, wanted.least_bigram(primitives, n)))
    done(3)
    crew.settle(primitives, vocabulary, space)
    done(STAGES)
    engine = FarEngine(crew, far_index(Index(primitives, vocabulary, space, ()), spans))
    return Far(FarCorpus.of(engine, sources, name), engine)


def _bigrams_of(crew: Crew, counts: TermCounts, primitives: Ngrams, min_df: int | None) -> Vocabulary | None:
    """Find the pairs of words that stand in enough documents of all workers."""
    if min_df is None:
        return None
    bigrams = Bigrams(sorted(word for word, count in counts.of_terms.items() if count >= min_df))
    every = reduce(add, crew.ask("count_bigrams", bigrams.words, primitives))
    return bigrams.vocabulary(every, counts.n_documents, min_df)
