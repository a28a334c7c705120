"""What is made of a corpus once, before the first document is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.engine.patterns.regex import series_of
from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import incidence, row_blocks, row_squares
from lamplighter.primitives import (
    Bigrams,
    FeatureSpace,
    Known,
    Tfidf,
    Vocabulary,
    documents_of,
    frequent_terms,
    handed_on,
    number_blocks,
    with_bigrams,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Incidence, Rows
    from lamplighter.primitives import Counted, Ngrams, NumberedTexts

__all__ = ["Index", "Slice", "build_index", "ones_to_share", "silent", "within"]


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
        Empty in a sample, which models are learnt from and nothing else is asked of.
    incidence : csr_array of shape (n, Z)
        Ones where a document contains a primitive.
    features : csr_array of shape (n, d)
        TF-IDF; where the primitives are the features, in the pattern of ``incidence``, shared in memory.
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
        return int(self.incidence.shape[0])

    @property
    def documents(self) -> slice:
        """Where its documents stand in arrays of all documents."""
        return slice(self.start, self.start + len(self))

    @cached_property
    def squares(self) -> NDArray[np.float64]:
        """The sum of squares of each document's features, for distances; made when first needed."""
        return row_squares(self.features)

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

    def rows_of(self, documents: Rows) -> dict[int, Rows]:
        """Give the rows of some documents, ascending, in each slice that holds any of them, by the slice's number."""
        edges = np.searchsorted(documents, [*(block.start for block in self.slices), self.n_documents])
        return {
            block.number: documents[start:stop] - block.start
            for block, (start, stop) in zip(self.slices, pairwise(edges), strict=True)
            if stop > start
        }

    def features_of(self, document: int) -> NDArray[np.float64]:
        """Give the features of one document, dense, shape (d,)."""
        block, row = self.locate(document)
        dense: NDArray[np.float64] = block.features[[row]].toarray()[0]
        return dense

    def transform(self, texts: Sequence[str]) -> Features:
        """Give the features of other texts, shape (n, d)."""
        return self.space.transform(self.counting.count(texts))

    def slice_of(self, texts: Sequence[str], columns: Mapping[str, Sequence[str | None]] | None = None) -> Slice:
        """Give other texts as a slice, to see there what functions vote."""
        return self.slice_from(self.counting.count(texts), slice(0, len(texts)), texts, columns=columns)

    def slice_from(
        self,
        counts: sparse.csr_array[np.float64],
        documents: slice,
        texts: Sequence[str],
        *,
        number: int = 0,
        columns: Mapping[str, Sequence[str | None]] | None = None,
        ones: NDArray[np.float64] | None = None,
    ) -> Slice:
        """Make a slice of what was counted in texts, shape (n, Z + B)."""
        own = counts[:, : len(self.vocabulary)] if self.space.bigrams else counts
        return Slice(number, documents.start, texts, incidence(own, ones), self.space.transform(counts), columns or {})

    @cached_property
    def counting(self) -> Known:
        """What counts the primitives in other texts, and the pairs behind them; made when first needed."""
        return Known(self.counted, self.cut)

    @property
    def cut(self) -> Ngrams:
        """How texts are cut into all that is counted."""
        return with_bigrams(self.primitives) if self.space.bigrams else self.primitives

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """All Z + B terms that are counted: the primitives, and behind them the pairs that are features alone."""
        return self.vocabulary.terms + self.space.bigrams

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
        Of what the end model learns; left out, of all primitives and of frequent pairs of words.
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
    report = progress or silent
    blocks, wanted = row_blocks(len(texts)), features or Tfidf()
    numbered = number_blocks(texts, blocks, primitives, lambda done: report(done, len(texts)))
    report(len(texts), len(texts))
    counted = [numbered.runs.count(block) for block in numbered.blocks]
    pairs, kept_pairs = _pairs(numbered, counted, wanted.least_bigram(primitives, len(texts)), len(texts))
    vocabulary, kept, n_different = frequent_terms(
        counted, numbered.runs, numbered.words, len(texts), min_df=primitives.min_df, max_df=primitives.max_df
    )
    if not len(vocabulary):
        raise PrimitiveError.from_none(n_different, len(texts), primitives.min_df, primitives.max_df)
    if len(pairs):
        both = zip(handed_on(kept), handed_on(kept_pairs), strict=True)
        kept = [sparse.csr_array(sparse.hstack(parts, format="csr")) for parts in both]
    index = Index(primitives, vocabulary, wanted.fit(vocabulary, kept, pairs), ())
    ones = ones_to_share(max(counts.nnz for counts in kept))
    slices = tuple(
        index.slice_from(counts, block, texts[block], number=number, columns=within(columns, block), ones=ones)
        for number, (block, counts) in enumerate(zip(blocks, handed_on(kept), strict=True))
    )
    return replace(index, slices=slices)


def _pairs(
    numbered: NumberedTexts, counted: Sequence[Counted], min_df: int | None, n_documents: int
) -> tuple[Vocabulary, list[sparse.csr_array[np.float64]]]:
    """Find the pairs of words that stand in enough documents; the numbered texts are used up."""
    if min_df is None:
        return Vocabulary((), np.zeros(0, dtype=np.int64), n_documents), []
    keys, _, documents = documents_of(counted)
    words = numbered.runs.words(keys[documents >= min_df])[:, 0]
    bigrams = Bigrams([numbered.words[word] for word in words.tolist()])
    found = [*bigrams.count(handed_on(numbered.blocks), numbered.words)]
    pairs, kept, _ = frequent_terms(found, bigrams.runs, bigrams.words, n_documents, min_df=min_df, max_df=1.0)
    return pairs, kept


def ones_to_share(length: int) -> NDArray[np.float64]:
    """Make the ones that the incidences of all slices are: one array, for each as far as it needs."""
    ones = np.ones(length)
    ones.flags.writeable = False
    return ones


def within(columns: Mapping[str, Sequence[str | None]] | None, block: slice) -> dict[str, Sequence[str | None]]:
    """Give the values of a block of documents."""
    return {name: values[block] for name, values in (columns or {}).items()}


def silent(done: int, total: int) -> None:
    """Report to nobody."""
