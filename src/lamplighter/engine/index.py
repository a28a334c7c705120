"""What is made of a corpus once, before the first document is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine.patterns.regex import series_of
from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import incidence, row_blocks
from lamplighter.primitives import FeatureSpace, Known, Tfidf, Vocabulary, count_blocks, frequent_terms, handed_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Incidence, Rows
    from lamplighter.primitives import Ngrams

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
        return int(self.incidence.shape[0])

    @property
    def documents(self) -> slice:
        """Where its documents stand in arrays of all documents."""
        return slice(self.start, self.start + len(self))

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
        return self.space.transform(self._known.count(texts))

    def slice_of(self, texts: Sequence[str], columns: Mapping[str, Sequence[str | None]] | None = None) -> Slice:
        """Give other texts as a slice, to see there what functions vote."""
        counts = self._known.count(texts)
        return Slice(0, 0, texts, incidence(counts), self.space.transform(counts), columns or {})

    @cached_property
    def _known(self) -> Known:
        """What counts the vocabulary's terms in other texts; made when first needed."""
        return Known(self.vocabulary, self.primitives)

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
    report = progress or silent
    blocks = row_blocks(len(texts))
    counted, runs, words = count_blocks(texts, blocks, primitives, lambda done: report(done, len(texts)))
    report(len(texts), len(texts))
    vocabulary, kept, n_different = frequent_terms(
        counted, runs, words, len(texts), min_df=primitives.min_df, max_df=primitives.max_df
    )
    if not len(vocabulary):
        raise PrimitiveError.from_none(n_different, len(texts), primitives.min_df, primitives.max_df)
    space = (features or Tfidf()).fit(vocabulary, kept)
    ones = ones_to_share(max(counts.nnz for counts in kept))
    slices = tuple(
        Slice(
            number, block.start, texts[block], incidence(counts, ones), space.transform(counts), within(columns, block)
        )
        for number, (block, counts) in enumerate(zip(blocks, handed_on(kept), strict=True))
    )
    return Index(primitives, vocabulary, space, slices)


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
