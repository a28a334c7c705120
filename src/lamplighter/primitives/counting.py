"""How often each term stands in each document, for documents that come in blocks.

1. Each block is cut, and its words are numbered as they appear (:func:`~lamplighter.primitives.numbering.number_words`).
2. When every word has a number, a term is a run of them, and the run is a whole number too (:class:`Runs`): counting is
   sorting of numbers, and no string is made of a term that is not kept.
3. Each block is counted by terms of its own (:meth:`Runs.count`).
4. Terms that stand in enough documents of all blocks are kept, in alphabetical order, so that the order of the
   documents does not matter (:func:`frequent_terms`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from scipy import sparse

from lamplighter.linalg import row_blocks
from lamplighter.primitives.numbering import KnownNumbers, Numbered, TermNumbers, number_words
from lamplighter.primitives.vocabulary import Vocabulary, renumbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from lamplighter.primitives.ngrams import Cutter, Ngrams

__all__ = [
    "Counted",
    "Known",
    "NumberedTexts",
    "Runs",
    "count_blocks",
    "documents_of",
    "frequent_terms",
    "handed_on",
    "number_blocks",
]

T = TypeVar("T")

LARGEST = 2**63 - 1


class Counted(NamedTuple):
    """The terms of a block of documents.

    Attributes
    ----------
    keys : ndarray of shape (t,)
        Those that stand there, as :class:`Runs` has them, ascending.
    counts : csr_array of shape (n, t)
    """

    keys: NDArray[np.int64]
    counts: sparse.csr_array[np.float64]


class NumberedTexts(NamedTuple):
    """Documents as numbers, and what these mean.

    Attributes
    ----------
    blocks : list of Numbered
        Words that are left out are gone.
    runs : Runs
        The terms that are made of the words.
    words : list of str
        The word of each number.
    """

    blocks: list[Numbered]
    runs: Runs
    words: list[str]


@dataclass(frozen=True)
class Runs:
    """Runs of words as whole numbers: the numbers of the words, each one higher, are the digits.

    Parameters
    ----------
    n_words : int
        Words that have a number.
    lengths : tuple of int
        The smallest and the largest number of words.

    Examples
    --------
    >>> runs = Runs(9, (1, 2))
    >>> keys = runs.keys(np.array([[-1, 0], [3, 2]]))
    >>> keys.tolist(), runs.words(keys).tolist()
    ([1, 43], [[-1, 0], [3, 2]])
    """

    n_words: int
    lengths: tuple[int, int]

    @property
    def fit(self) -> bool:
        """Whether the largest run is a number that an array can hold."""
        largest: int = self._base ** self.lengths[1]
        return largest <= LARGEST

    @property
    def _base(self) -> int:
        return self.n_words + 1

    def count(self, block: Numbered) -> Counted:
        """Count the runs of each document.

        Examples
        --------
        >>> block = Numbered(np.array([0, 1, 0, 1]), np.array([0, 0, 0, 1]), 2)
        >>> keys, counts = Runs(2, (1, 2)).count(block)  # "a b a" and "b"
        >>> keys.tolist(), counts.toarray().tolist()
        ([1, 2, 5, 7], [[2.0, 1.0, 1.0, 1.0], [0.0, 1.0, 0.0, 0.0]])
        """
        pairs = list(self._runs(block))
        rows = np.concatenate([rows for rows, _ in pairs])
        keys, columns = _distinct(np.concatenate([keys for _, keys in pairs]))
        shape = (block.n_documents, len(keys))
        counts = sparse.csr_array(sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))
        return Counted(keys, counts)

    def _runs(self, block: Numbered) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """Give the rows and the keys of the runs, length by length.

        A run ends where its document does, and at a word without a number.
        """
        digits, unknown = block.words.astype(np.int64) + 1, block.words < 0
        keys = digits
        for length in range(1, self.lengths[1] + 1):
            if length > 1:
                keys = keys[:-1] * self._base + digits[length - 1 :]
            if length >= self.lengths[0]:
                first = block.rows[: len(keys)]
                whole = first == block.rows[length - 1 :]
                for place in range(length if unknown.any() else 0):
                    whole &= ~unknown[place : place + len(keys)]
                yield first[whole], keys[whole]

    def keys(self, words: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the keys of runs, from the numbers of their words, shape (t, largest length); −1 stands before a shorter one."""
        keys = np.zeros(len(words), dtype=np.int64)
        for column in words.T:
            keys = keys * self._base + column + 1
        return keys

    def words(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give what :meth:`keys` makes these of."""
        columns = []
        for _ in range(self.lengths[1]):
            keys, digits = np.divmod(keys, self._base)
            columns.append(digits - 1)
        return np.column_stack(columns[::-1])


def _distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the different keys, ascending, and the place of each key among them."""
    largest = int(keys.max(initial=0))
    if largest > 4 * len(keys):
        distinct, places = np.unique(keys, return_inverse=True)
        return distinct, places
    there = np.zeros(largest + 1, dtype=np.bool_)  # no need to sort what so small a table can hold
    there[keys] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]


def number_blocks(
    texts: Sequence[str],
    blocks: Sequence[slice],
    primitives: Ngrams,
    report: Callable[[int], None] = lambda done: None,  # noqa: ARG005
) -> NumberedTexts:
    """Cut all blocks of documents, and number their words.

    Parameters
    ----------
    texts : sequence of str
    blocks : sequence of slice
    primitives : Ngrams
    report : callable, optional
        Told now and then how many documents are done.
    """
    cutter, numbers = primitives.cutter(sum(map(len, texts))), TermNumbers()
    every = list(number_words(texts, blocks, cutter, numbers, report))
    runs = Runs(len(numbers), cutter.lengths)
    if not runs.fit:  # so many words, in so long runs: strings are slower, and have no end
        cutter, numbers = primitives.cutter(plain=True), TermNumbers()
        every = list(number_words(texts, blocks, cutter, numbers, report))
        runs = Runs(len(numbers), cutter.lengths)
    words = list(numbers)
    left_out = np.fromiter((word in cutter.left_out for word in words), np.bool_, len(words))
    if left_out.any():
        every = [block.without(left_out) for block in handed_on(every)]
    return NumberedTexts(every, runs, words)


def count_blocks(
    texts: Sequence[str], blocks: Sequence[slice], primitives: Ngrams
) -> tuple[list[Counted], Runs, list[str]]:
    """Count all terms of all blocks of documents.

    Parameters
    ----------
    texts : sequence of str
    blocks : sequence of slice
    primitives : Ngrams

    Returns
    -------
    counted : list of Counted
    runs : Runs
        What the keys mean.
    words : list of str
        The word of each number.
    """
    numbered, runs, words = number_blocks(texts, blocks, primitives)
    return [runs.count(block) for block in handed_on(numbered)], runs, words


def documents_of(
    counted: Sequence[Counted],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Count the documents of each term of all blocks.

    Returns
    -------
    keys : ndarray of shape (t,)
        Ascending.
    places : ndarray
        Where each key of each block, one block behind the other, stands among them.
    document_counts : ndarray of shape (t,)
    """
    none = np.zeros(0, dtype=np.int64)
    keys, places = _distinct(np.concatenate([none, *(block.keys for block in counted)]))
    own = [np.bincount(block.counts.indices, minlength=len(block.keys)) for block in counted]
    document_counts = np.bincount(places, weights=np.concatenate([none, *own]), minlength=len(keys))
    return keys, places, document_counts.astype(np.int64)


def frequent_terms(
    counted: list[Counted], runs: Runs, words: Sequence[str], n_documents: int, *, min_df: int, max_df: float
) -> tuple[Vocabulary, list[sparse.csr_array[np.float64]], int]:
    """Keep the terms that stand in enough documents, and not in too many, in alphabetical order.

    Parameters
    ----------
    counted : list of Counted
        All blocks. It is empty afterwards: of a large corpus there is no room for both.
    runs : Runs
    words : sequence of str
    n_documents : int
    min_df : int
    max_df : float
        As in :class:`Ngrams`.

    Returns
    -------
    vocabulary : Vocabulary
    kept : list of csr_array of shape (n, Z)
        The counts of each block, with sorted columns.
    n_different : int
        How many terms there were before.

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> counted, runs, words = count_blocks(["bb aa", "bb cc", "cc cc"], [slice(0, 2), slice(2, 3)], Ngrams())
    >>> vocabulary, kept, n_different = frequent_terms(counted, runs, words, 3, min_df=2, max_df=1.0)
    >>> vocabulary.terms, vocabulary.document_counts.tolist(), n_different
    (('bb', 'cc'), [2, 2], 3)
    >>> [block.toarray().tolist() for block in kept]
    [[[1.0, 0.0], [1.0, 1.0]], [[0.0, 2.0]]]
    """
    keys, places, document_counts = documents_of(counted)
    chosen = np.flatnonzero((document_counts >= min_df) & (document_counts <= max_df * n_documents))
    terms = [_written(run, words) for run in runs.words(keys[chosen]).tolist()]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    chosen = chosen[order]
    vocabulary = Vocabulary(tuple(terms[place] for place in order), document_counts[chosen], n_documents)
    columns = np.full(len(keys), -1, dtype=np.int32)
    columns[chosen] = np.arange(len(chosen), dtype=np.int32)
    columns_of_all, kept, start = columns[places], [], 0
    for block in handed_on(counted):
        stop = start + len(block.keys)
        kept.append(renumbered(block.counts, columns_of_all[start:stop], len(chosen)))
        start = stop
    return vocabulary, kept, len(keys)


def _written(run: Sequence[int], words: Sequence[str]) -> str:
    return " ".join([words[word] for word in run if word >= 0])


def handed_on(blocks: list[T]) -> Iterator[T]:
    """Give blocks one by one, and keep none that was given."""
    blocks.reverse()
    while blocks:
        yield blocks.pop()


class Known:
    """Counts known terms in other texts.

    Parameters
    ----------
    terms : sequence of str
    primitives : Ngrams

    Examples
    --------
    >>> from lamplighter.primitives import Ngrams
    >>> known = Known(["fish", "funny"], Ngrams())
    >>> known.count(["funny, funny film", "?"]).toarray().tolist()
    [[0.0, 2.0], [0.0, 0.0]]
    """

    def __init__(self, terms: Sequence[str], primitives: Ngrams) -> None:
        self._n_terms = len(terms)
        self._make_cutter = primitives.cutter
        self._number(terms, primitives.cutter())
        if not self._runs.fit:
            self._make_cutter = partial(primitives.cutter, plain=True)
            self._number(terms, self._make_cutter())

    def _number(self, every: Sequence[str], cutter: Cutter) -> None:
        longest = cutter.lengths[1]
        terms = [term.split(" ") if longest > 1 else [term] for term in every]
        self._numbers = KnownNumbers()
        for word in chain(chain.from_iterable(terms), cutter.left_out):
            self._numbers.setdefault(word, len(self._numbers))
        self._runs = Runs(len(self._numbers) + 1, cutter.lengths)
        self._left_out = np.zeros(len(self._numbers) + 1, dtype=np.bool_)
        self._left_out[[self._numbers[word] for word in cutter.left_out]] = True
        table = [[-1] * (longest - len(term)) + [self._numbers[word] for word in term] for term in terms]
        keys = self._runs.keys(np.array(table, dtype=np.int64).reshape(-1, longest))
        self._columns = np.argsort(keys).astype(np.int32)
        self._keys = keys[self._columns]

    def count(self, texts: Sequence[str]) -> sparse.csr_array[np.float64]:
        """Count the terms in each text, shape (n, Z), with sorted columns."""
        cutter = self._make_cutter(sum(map(len, texts)))
        numbered = number_words(texts, row_blocks(len(texts)), cutter, self._numbers)
        parts = [self._counted(block) for block in numbered] or [sparse.csr_array((0, self._n_terms))]
        return parts[0] if len(parts) == 1 else sparse.csr_array(sparse.vstack(parts, format="csr"))

    def _counted(self, block: Numbered) -> sparse.csr_array[np.float64]:
        found, counts = self._runs.count(block.without(self._left_out))
        places = np.minimum(np.searchsorted(self._keys, found), self._n_terms - 1)
        columns = np.where(self._keys[places] == found, self._columns[places], np.int32(-1))
        return renumbered(counts, columns, self._n_terms)
