"""The end model's features: which terms they are made of, and how these are weighed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse

from lamplighter.exceptions import InputError, PrimitiveError
from lamplighter.primitives.ngrams import Ngrams, english_stop_words
from lamplighter.primitives.vocabulary import recode, tfidf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features
    from lamplighter.primitives.vocabulary import Vocabulary

__all__ = ["FeatureSpace", "Tfidf"]

RARE = 10_000
"""One in so many documents: models of large corpora are learnt from a sample, where a rarer pair would hardly be seen."""


@dataclass(frozen=True, kw_only=True)
class Tfidf:
    """Settings of TF-IDF features, made of the primitives or of some of them, and of pairs of words.

    Parameters
    ----------
    sublinear : bool, default=True
        Whether a term that stands in a document ``tf`` times counts ``1 + ln tf`` rather than ``tf``.
    max_features : int, optional
        Keep so many terms: those that occur most often. Left out: all.
    stop_words : {'english'}, optional
        Leave scikit-learn's English stop words out; pairs of them stay.
    max_df : float, default=1.0
        Leave terms out that stand in more than this share of the documents.
    bigram_min_df : int or None, default=5
        Where the primitives are single words, pairs of neighbouring words are features too that stand in so many documents, and in one
        of 10,000. They are learnt from, and no function is proposed on them. With ``None``, primitives alone.
    standardize : bool, default=False
        Whether each feature is then scaled to mean 0 and variance 1. Rows stay sparse: the means are kept beside them,
        see :attr:`FeatureSpace.centre`.

    Examples
    --------
    >>> str(Tfidf()), str(Tfidf(max_features=1000, standardize=True, bigram_min_df=None))
    ('TF-IDF with bigrams', 'TF-IDF, 1000 terms, standardized')
    """

    sublinear: bool = True
    max_features: int | None = None
    stop_words: Literal["english"] | None = None
    max_df: float = 1.0
    standardize: bool = False
    bigram_min_df: int | None = 5

    def __post_init__(self) -> None:
        if self.bigram_min_df is not None and self.bigram_min_df < 1:
            raise InputError(
                f"bigram_min_df is {self.bigram_min_df}; expected a count of 1 or more, or None for no pairs."
            )
        if self.max_features is not None and self.max_features < 1:
            raise InputError(f"max_features is {self.max_features}; expected a count of 1 or more, or None for all.")
        if not 0 < self.max_df <= 1:
            raise InputError(f"max_df is {self.max_df}; expected a share above 0 and up to 1.")
        if self.stop_words not in {None, "english"}:
            raise InputError(f"stop_words is {self.stop_words!r}; expected 'english' or None.")

    def __str__(self) -> str:
        kept = f", {self.max_features} terms" if self.max_features else ""
        pairs = "" if self.bigram_min_df is None else " with bigrams"
        return f"TF-IDF{pairs}{kept}{', standardized' if self.standardize else ''}"

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them."""
        return asdict(self)

    @classmethod
    def from_settings(cls, values: Mapping[str, Any]) -> Tfidf:
        """Make them again from :meth:`settings`, also from those of a time when there were no pairs."""
        return cls(**{"bigram_min_df": None, **values})

    def least_bigram(self, primitives: Ngrams, n_documents: int) -> int | None:
        """Give in how many documents a pair of words must stand; ``None`` if pairs are no features beside these primitives.

        Examples
        --------
        >>> Tfidf().least_bigram(Ngrams(), 50_000), Tfidf().least_bigram(Ngrams(), 1_000_000)
        (5, 100)
        """
        ours = type(primitives) is Ngrams  # how somebody's own kind would cut pairs is not known
        if self.bigram_min_df is None or not ours or primitives.ngram_range != (1, 1):
            return None
        return max(self.bigram_min_df, n_documents // RARE)

    def fit(
        self, vocabulary: Vocabulary, counts: Sequence[sparse.csr_array[np.float64]], bigrams: Vocabulary | None = None
    ) -> FeatureSpace:
        """Learn weights from a corpus.

        Parameters
        ----------
        vocabulary : Vocabulary
            The Z primitives.
        counts : sequence of csr_array of shape (n, Z + B)
            Counts of the primitives, and behind them of the pairs, in all blocks of documents.
        bigrams : Vocabulary, optional
            The B pairs; left out, none.

        Raises
        ------
        PrimitiveError
            If no primitive is left to be a feature.
        """
        counted = vocabulary if bigrams is None else vocabulary.followed_by(bigrams)
        columns = self._columns(counted, counts)
        if not len(columns):
            raise PrimitiveError(
                f"No feature is left: of {len(vocabulary)} primitives each is a stop word, or stands in more than "
                f"{self.max_df:.0%} of the documents. Raise max_df, or keep the stop words."
            )
        space = FeatureSpace(
            columns,
            counted.inverse_frequencies[columns],
            np.ones(len(columns)),
            np.zeros(len(columns)),
            sublinear=self.sublinear,
            bigrams=() if bigrams is None else bigrams.terms,
        )
        return space.standardized(counts) if self.standardize else space

    def _columns(self, counted: Vocabulary, counts: Sequence[sparse.csr_array[np.float64]]) -> NDArray[np.int64]:
        """Choose the terms, ascending; of terms that occur as often as another the first is taken."""
        kept = counted.document_counts <= self.max_df * counted.n_documents
        if self.stop_words:
            left_out = english_stop_words()
            kept &= np.array([term not in left_out for term in counted.terms], dtype=bool)
        columns = np.flatnonzero(kept)
        if self.max_features is None or len(columns) <= self.max_features:
            return columns
        occurrences = np.add.reduce([block.sum(axis=0) for block in counts])[columns]
        return np.sort(columns[np.argsort(-occurrences, kind="stable")[: self.max_features]])


@dataclass(frozen=True, eq=False)
class FeatureSpace:
    """From counts of the primitives, and of pairs behind them, to features.

    Attributes
    ----------
    columns : ndarray of shape (d,)
        What is counted and is a feature, ascending: the primitives, then the pairs.
    idf : ndarray of shape (d,)
        Inverse document frequencies.
    scale : ndarray of shape (d,)
        What a feature is multiplied by once rows have length 1; ones, unless features are standardized.
    centre : ndarray of shape (d,)
        The mean of each feature, where they are standardized, else zeros. It is not subtracted, so that rows stay
        sparse: a linear model's intercept takes it up, and distances are told of it.
    sublinear : bool
    bigrams : tuple of str
        The pairs that are counted behind the primitives.
    """

    columns: NDArray[np.int64]
    idf: NDArray[np.float64]
    scale: NDArray[np.float64]
    centre: NDArray[np.float64]
    sublinear: bool = True
    bigrams: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.columns)

    def transform(self, counts: sparse.csr_array[np.float64]) -> Features:
        """Give the features of documents from their counts, shape (n, d), not centred.

        Examples
        --------
        >>> space = FeatureSpace(np.array([0, 2]), np.array([3.0, 4.0]), np.ones(2), np.zeros(2))
        >>> space.transform(sparse.csr_array([[1.0, 5.0, 1.0], [0.0, 2.0, 0.0]])).toarray().tolist()
        [[0.6, 0.8], [0.0, 0.0]]
        """
        chosen = counts if len(self.columns) == counts.shape[1] else recode(counts, self.columns)
        rows = tfidf(chosen, self.idf, sublinear=self.sublinear)
        if (self.scale == 1).all():
            return rows
        scaled = rows.data * self.scale[rows.indices]
        return sparse.csr_array((scaled, rows.indices, rows.indptr), shape=rows.shape, copy=False)

    def standardized(self, counts: Sequence[sparse.csr_array[np.float64]]) -> FeatureSpace:
        """Give the space in which the features of these documents have mean 0 and variance 1; constant ones stay."""

        def sums(block: sparse.csr_array[np.float64]) -> NDArray[np.float64]:
            rows = self.transform(block)
            return np.array([rows.sum(axis=0), rows.power(2).sum(axis=0)])

        n_documents = sum(block.shape[0] for block in counts)
        mean, square = np.add.reduce([sums(block) for block in counts]) / n_documents
        variance = square - mean * mean
        # What rounding leaves of a constant feature is no variance: divided by, it would drown all other features.
        varies = variance > 4 * n_documents * np.finfo(np.float64).eps * square
        scale = np.divide(1.0, np.sqrt(np.maximum(variance, 0.0)), out=np.ones(len(self)), where=varies)
        return replace(self, scale=scale, centre=mean * scale)
