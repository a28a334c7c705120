"""The end model's features: which terms they are made of, and how these are weighed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse

from lamplighter.exceptions import InputError, PrimitiveError
from lamplighter.primitives.ngrams import english_stop_words
from lamplighter.primitives.vocabulary import recode, tfidf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features
    from lamplighter.primitives.vocabulary import Vocabulary

__all__ = ["FeatureSpace", "Tfidf"]


@dataclass(frozen=True, kw_only=True)
class Tfidf:
    """Settings of TF-IDF features, made of the primitives or of some of them.

    Parameters
    ----------
    sublinear : bool, default=True
        Whether a term that stands in a document ``tf`` times counts ``1 + ln tf`` rather than ``tf``.
    max_features : int, optional
        Keep so many terms: those that occur most often. Left out: all.
    stop_words : {'english'}, optional
        Leave scikit-learn's English stop words out.
    max_df : float, default=1.0
        Leave terms out that stand in more than this share of the documents.
    standardize : bool, default=False
        Whether each feature is then scaled to mean 0 and variance 1. Rows stay sparse: the means are kept beside them,
        see :attr:`FeatureSpace.centre`.

    Examples
    --------
    >>> str(Tfidf()), str(Tfidf(max_features=1000, standardize=True))
    ('TF-IDF', 'TF-IDF, 1000 terms, standardized')
    """

    sublinear: bool = True
    max_features: int | None = None
    stop_words: Literal["english"] | None = None
    max_df: float = 1.0
    standardize: bool = False

    def __post_init__(self) -> None:
        if self.max_features is not None and self.max_features < 1:
            raise InputError(f"max_features is {self.max_features}; expected a count of 1 or more, or None for all.")
        if not 0 < self.max_df <= 1:
            raise InputError(f"max_df is {self.max_df}; expected a share above 0 and up to 1.")
        if self.stop_words not in {None, "english"}:
            raise InputError(f"stop_words is {self.stop_words!r}; expected 'english' or None.")

    def __str__(self) -> str:
        kept = f", {self.max_features} terms" if self.max_features else ""
        return f"TF-IDF{kept}{', standardized' if self.standardize else ''}"

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them."""
        return asdict(self)

    def fit(self, vocabulary: Vocabulary, counts: Sequence[sparse.csr_array[np.float64]]) -> FeatureSpace:
        """Learn weights from a corpus.

        Parameters
        ----------
        vocabulary : Vocabulary
        counts : sequence of csr_array of shape (n, Z)
            Term counts of all blocks of documents.

        Raises
        ------
        PrimitiveError
            If no primitive is left to be a feature.
        """
        columns = self._columns(vocabulary, counts)
        if not len(columns):
            raise PrimitiveError(
                f"No feature is left: of {len(vocabulary)} primitives each is a stop word, or stands in more than "
                f"{self.max_df:.0%} of the documents. Raise max_df, or keep the stop words."
            )
        idf = vocabulary.inverse_frequencies[columns]
        space = FeatureSpace(columns, idf, np.ones(len(columns)), np.zeros(len(columns)), sublinear=self.sublinear)
        return space.standardized(counts) if self.standardize else space

    def _columns(self, vocabulary: Vocabulary, counts: Sequence[sparse.csr_array[np.float64]]) -> NDArray[np.int64]:
        """Choose the terms, ascending; a term that occurs as often as another one goes by the alphabet."""
        kept = vocabulary.document_counts <= self.max_df * vocabulary.n_documents
        if self.stop_words:
            left_out = english_stop_words()
            kept &= np.array([term not in left_out for term in vocabulary.terms], dtype=bool)
        columns = np.flatnonzero(kept)
        if self.max_features is None or len(columns) <= self.max_features:
            return columns
        occurrences = np.add.reduce([block.sum(axis=0) for block in counts])[columns]
        return np.sort(columns[np.argsort(-occurrences, kind="stable")[: self.max_features]])


@dataclass(frozen=True, eq=False)
class FeatureSpace:
    """From counts of the primitives to features.

    Attributes
    ----------
    columns : ndarray of shape (d,)
        The primitives that are features, ascending.
    idf : ndarray of shape (d,)
        Inverse document frequencies.
    scale : ndarray of shape (d,)
        What a feature is multiplied by once rows have length 1; ones, unless features are standardized.
    centre : ndarray of shape (d,)
        The mean of each feature, where they are standardized, else zeros. It is not subtracted, so that rows stay
        sparse: a linear model's intercept takes it up, and distances are told of it.
    sublinear : bool
    """

    columns: NDArray[np.int64]
    idf: NDArray[np.float64]
    scale: NDArray[np.float64]
    centre: NDArray[np.float64]
    sublinear: bool = True

    def __len__(self) -> int:
        return len(self.columns)

    def transform(self, counts: sparse.csr_array[np.float64]) -> Features:
        """Give the features of documents from their counts of the primitives, shape (n, d), not centred.

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
        return FeatureSpace(self.columns, self.idf, scale, mean * scale, sublinear=self.sublinear)
