"""What is made of a corpus once, before the first document is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.patterns.regex import series_of
from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import incidence, row_blocks
from lamplighter.primitives import FeatureSpace, TermNumbers, Tfidf, Vocabulary, count_terms, frequent_terms, recode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray
    from scipy import sparse

    from lamplighter.arrays import Features, Incidence
    from lamplighter.primitives import Ngrams

__all__ = ["Index", "Slice", "build_index", "silent"]

PROGRESS_EVERY = 500
"""Documents between two reports of progress."""


@dataclass(frozen=True, eq=False)
class Slice:
    """A row block of the corpus, with all that is computed of its documents once.

    Attributes
    ----------
    number : int
        Its place among the slices.
    start : int
        The document that its first row is.
    texts : sequence of str
    incidence : csr_array of shape (n, Z)
        Ones where a document contains a primitive.
    features : csr_array of shape (n, d)
        TF-IDF; where every primitive is a feature, in the pattern of ``incidence``, shared in memory.
    columns : mapping of str to sequence of str or None
        What the input has beside the texts, a value for each document.
    """

    number: int
    start: int
    texts: Sequence[str]
    incidence: Incidence
    features: Features
    columns: Mapping[str, Sequence[str | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def documents(self) -> slice:
        """Where its documents stand in arrays of all documents."""
        return slice(self.start, self.start + len(self.texts))

    @cached_property
    def series(self) -> pl.Series:
        """The texts, where Polars' regular expressions can search them; made when first needed."""
        return series_of(self.texts)


@dataclass(frozen=True, eq=False)
class Index:
    """All slices of a corpus, and the vocabulary they share.

    Attributes
    ----------
    primitives : Ngrams
        How texts are cut.
    vocabulary : Vocabulary
    space : FeatureSpace
        How features are made of counts of the vocabulary.
    slices : tuple of Slice
        In the order of the documents.
    """

    primitives: Ngrams
    vocabulary: Vocabulary
    space: FeatureSpace
    slices: tuple[Slice, ...]

    @property
    def n_documents(self) -> int:
        """Documents of all slices."""
        return sum(len(block) for block in self.slices)

    def locate(self, document: int) -> tuple[Slice, int]:
        """Give the slice that holds a document, and the document's row in it."""
        starts = [block.start for block in self.slices]
        block = self.slices[int(np.searchsorted(starts, document, side="right")) - 1]
        return block, document - block.start

    def features_of(self, document: int) -> NDArray[np.float64]:
        """Give the features of one document, dense, shape (d,)."""
        block, row = self.locate(document)
        dense: NDArray[np.float64] = block.features[[row]].toarray()[0]
        return dense

    def transform(self, texts: Sequence[str]) -> Features:
        """Give the features of other texts, shape (n, d)."""
        return self.space.transform(self._counts(texts))

    def slice_of(self, texts: Sequence[str], columns: Mapping[str, Sequence[str | None]] | None = None) -> Slice:
        """Give other texts as a slice, to see there what functions vote."""
        return _slice(0, slice(0, len(texts)), texts, self._counts(texts), self.space, columns or {})

    def _counts(self, texts: Sequence[str]) -> sparse.csr_array[np.float64]:
        numbers = TermNumbers(self.vocabulary.numbers)  # words that are new to it are numbered behind, and left out
        counts = count_terms(texts, self.primitives.analyzer(), numbers)
        return recode(counts, np.arange(len(self.vocabulary)))

    def terms_of(self, document: int) -> list[str]:
        """Give the indexed primitives that a document contains, in alphabetical order."""
        block, row = self.locate(document)
        columns = block.incidence.indices[block.incidence.indptr[row] : block.incidence.indptr[row + 1]]
        return [self.vocabulary.terms[column] for column in columns]


def build_index(
    texts: Sequence[str],
    primitives: Ngrams,
    progress: Callable[[int, int], None] | None = None,
    *,
    features: Tfidf | None = None,
    columns: Mapping[str, Sequence[str | None]] | None = None,
) -> Index:
    """Cut a corpus into slices and index them, in one pass over the texts.

    Parameters
    ----------
    texts : sequence of str
    primitives : Ngrams
    progress : callable, optional
        Called now and then with the documents done and those there are.
    features : Tfidf, optional
        Of what the end model learns; left out, of all primitives.
    columns : mapping of str to sequence of str or None, optional
        What the input has beside the texts.

    Raises
    ------
    PrimitiveError
        If no primitive is frequent enough to be used.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> index = build_index(["good film", "bad film", "bad fish"], Ngrams())
    >>> index.vocabulary.terms, index.slices[0].incidence.toarray().tolist()
    (('bad', 'film'), [[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    """
    analyze = primitives.analyzer()
    numbers = TermNumbers()
    report = progress or silent
    blocks = row_blocks(len(texts))
    counted = [count_terms(_reporting(texts, block, report), analyze, numbers) for block in blocks]
    report(len(texts), len(texts))
    document_counts = np.zeros(len(numbers), dtype=np.int64)
    for counts in counted:
        document_counts += np.bincount(counts.indices, minlength=len(numbers))
    vocabulary, kept_terms = frequent_terms(
        numbers, document_counts, len(texts), min_df=primitives.min_df, max_df=primitives.max_df
    )
    if not len(vocabulary):
        raise PrimitiveError(
            f"No word can be used: of {len(numbers)} different ones in {len(texts)} documents none stands in at least "
            f"{primitives.min_df} of them and in at most {primitives.max_df:.0%}. Give more documents, set min_df to 1 (--min-df 1), "
            "or, for a language without blanks between words, pass a tokeniser (in Python)."
        )
    kept = [recode(counts, kept_terms) for counts in counted]
    space = (features or Tfidf()).fit(vocabulary, kept)
    slices = tuple(
        _slice(number, block, texts[block], counts, space, columns or {})
        for number, (block, counts) in enumerate(zip(blocks, kept, strict=True))
    )
    return Index(primitives, vocabulary, space, slices)


def _slice(
    number: int,
    block: slice,
    texts: Sequence[str],
    counts: sparse.csr_array[np.float64],
    space: FeatureSpace,
    columns: Mapping[str, Sequence[str | None]],
) -> Slice:
    own = {name: values[block] for name, values in columns.items()}
    return Slice(number, block.start, texts, incidence(counts), space.transform(counts), own)


def silent(done: int, total: int) -> None:
    """Report to nobody."""


def _reporting(texts: Sequence[str], block: slice, report: Callable[[int, int], None]) -> Iterator[str]:
    """Give the texts of a block one by one, telling now and then how far it has come."""
    for number in range(block.start, block.stop):
        if number % PROGRESS_EVERY == 0:
            report(number, len(texts))
        yield texts[number]
