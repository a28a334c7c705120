"""An index as plain arrays, to be kept, and the index again from them."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from scipy import sparse

from lamplighter.engine.index import Index, Slice, ones_to_share, within
from lamplighter.exceptions import InputError
from lamplighter.linalg import part_of, row_blocks
from lamplighter.primitives import FeatureSpace, Tfidf, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lamplighter.primitives import Ngrams

__all__ = ["packed", "unpacked"]

T = TypeVar("T", bound=np.generic)

ALWAYS = ("document_counts", "columns", "idf", "scale", "centre", "edges", "indices", "features")
"""What every index has; one whose features are some of the primitives has their pattern too."""


def packed(index: Index) -> dict[str, list[NDArray[Any]]]:
    """Give all that was computed of a corpus but the terms, as arrays by name.

    Each comes in parts, to be laid one behind the other: to join those of a large corpus would take as much memory again.

    Examples
    --------
    >>> from lamplighter.engine import build_index
    >>> from lamplighter.primitives import Ngrams
    >>> arrays = packed(build_index(["good film", "bad film", "bad fish"], Ngrams()))
    >>> [part.tolist() for part in arrays["edges"]], [part.tolist() for part in arrays["indices"]]
    ([[0, 1, 3, 4]], [[1, 0, 1, 0]])
    """
    space, slices = index.space, index.slices
    arrays: dict[str, list[NDArray[Any]]] = {
        "document_counts": [index.vocabulary.document_counts],
        "columns": [space.columns],
        "idf": [space.idf],
        "scale": [space.scale],
        "centre": [space.centre],
        "edges": [block.incidence.indptr for block in slices],
        "indices": [block.incidence.indices for block in slices],
        "features": [block.features.data for block in slices],
    }
    if _have_own_pattern(space, len(index.vocabulary)):
        arrays["feature_edges"] = [block.features.indptr for block in slices]
        arrays["feature_indices"] = [block.features.indices for block in slices]
    return arrays


def unpacked(
    arrays: Mapping[str, NDArray[Any]],
    terms: Sequence[str],
    texts: Sequence[str],
    primitives: Ngrams,
    *,
    features: Tfidf | None = None,
    columns: Mapping[str, Sequence[str | None]] | None = None,
) -> Index:
    """Make an index again of what :func:`packed` gave of it, without copying the large arrays.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Each with its parts one behind the other. They may be memory maps, and are never written to.
    terms : sequence of str
        All that are counted.
    texts, primitives, features, columns : object
        What the index was made of, as in :func:`build_index`.

    Raises
    ------
    InputError
        If the arrays do not fit together, or not to the texts.

    Examples
    --------
    >>> from lamplighter.engine import build_index
    >>> from lamplighter.primitives import Ngrams
    >>> texts = ["good film", "bad film", "bad fish"]
    >>> index = build_index(texts, Ngrams())
    >>> arrays = {name: np.concatenate(parts) for name, parts in packed(index).items()}
    >>> unpacked(arrays, index.counted, texts, Ngrams()).slices[0].incidence.toarray().tolist()
    [[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]
    """
    if missing := {*ALWAYS} - set(arrays):
        raise InputError(f"These are not the arrays of an index: {', '.join(sorted(missing))} are missing.")
    blocks = row_blocks(len(texts))
    document_counts = np.array(arrays["document_counts"])
    n_primitives = len(document_counts)
    vocabulary = Vocabulary(tuple(terms[:n_primitives]), document_counts, len(texts))
    chosen, idf, scale, centre = (np.array(arrays[name]) for name in ("columns", "idf", "scale", "centre"))
    bigrams = tuple(terms[n_primitives:])
    space = FeatureSpace(chosen, idf, scale, centre, sublinear=(features or Tfidf()).sublinear, bigrams=bigrams)
    _expect(len(vocabulary.terms) == n_primitives and len(chosen) == len(idf) == len(scale) == len(centre))
    _expect(not len(chosen) or (chosen.min() >= 0 and chosen.max() < len(terms)))

    patterns = _patterns(arrays["indices"], arrays["edges"], blocks, n_primitives)
    own = patterns
    if _have_own_pattern(space, n_primitives):
        _expect({"feature_indices", "feature_edges"} <= set(arrays))
        own = _patterns(arrays["feature_indices"], arrays["feature_edges"], blocks, len(space))
    ones = ones_to_share(max(pattern.size for pattern in patterns))
    data = _cut(arrays["features"], [pattern.size for pattern in own])
    slices = tuple(
        Slice(
            number,
            block.start,
            texts[block],
            pattern.filled(part_of(ones, 0, pattern.size)),
            own_pattern.filled(weighed),
            within(columns, block),
        )
        for number, (block, pattern, own_pattern, weighed) in enumerate(zip(blocks, patterns, own, data, strict=True))
    )
    return Index(primitives, vocabulary, space, slices)


def _have_own_pattern(space: FeatureSpace, n_primitives: int) -> bool:
    """Say whether the features stand elsewhere than the primitives do; else they have the pattern of the incidence."""
    return bool(space.bigrams) or len(space) < n_primitives


class _Pattern(NamedTuple):
    """Where a slice has entries."""

    indices: NDArray[np.int32]
    edges: NDArray[np.int32]
    n_columns: int

    @property
    def size(self) -> int:
        return len(self.indices)

    def filled(self, data: NDArray[np.float64]) -> sparse.csr_array[np.float64]:
        shape = (len(self.edges) - 1, self.n_columns)
        return sparse.csr_array((data, self.indices, self.edges), shape=shape, copy=False)


def _patterns(
    indices: NDArray[np.int32], edges: NDArray[np.int32], blocks: Sequence[slice], n_columns: int
) -> list[_Pattern]:
    """Cut patterns that lie one behind the other, and look whether a sparse product may trust them."""
    own_edges = _cut(edges, [block.stop - block.start + 1 for block in blocks])
    _expect(all(own[0] == 0 and (np.diff(own) >= 0).all() for own in own_edges))
    own_indices = _cut(indices, [int(own[-1]) for own in own_edges])
    _expect(int(indices.min(initial=0)) >= 0 and int(indices.max(initial=0)) < max(n_columns, 1))
    return [_Pattern(own, edges, n_columns) for own, edges in zip(own_indices, own_edges, strict=True)]


def _cut(array: NDArray[T], lengths: Sequence[int]) -> list[NDArray[T]]:
    """Cut an array into parts; what is cut is no copy."""
    ends = [0, *accumulate(lengths)]
    _expect(ends[-1] == len(array))
    return [part_of(array, start, stop) for start, stop in pairwise(ends)]


def _expect(fits: bool) -> None:
    if not fits:
        raise InputError("These are not the arrays of an index of these texts: they do not fit together.")
