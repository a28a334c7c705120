"""A corpus that stays in its files: on no machine are all of its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, cast, overload

import numpy as np

from lamplighter.data.sources import FilesCorpus

if TYPE_CHECKING:
    from lamplighter.arrays import Rows
    from lamplighter.cluster.far import FarEngine
    from lamplighter.data.sources import Sources
    from lamplighter.engine import Slice

__all__ = ["FarCorpus", "FarTexts"]


class FarTexts(Sequence[str]):
    """The texts of a corpus, each sent when it is looked at.

    Parameters
    ----------
    engine : FarEngine
    """

    def __init__(self, engine: FarEngine) -> None:
        self._engine = engine

    def __len__(self) -> int:
        return self._engine.index.n_documents

    @overload
    def __getitem__(self, document: int) -> str: ...
    @overload
    def __getitem__(self, document: slice) -> Sequence[str]: ...
    def __getitem__(self, document: int | slice) -> str | Sequence[str]:
        if isinstance(document, slice):
            return [self[each] for each in range(len(self))[document]]
        text: str = self._engine.look(range(len(self))[document], lambda block, row: block.texts[row])
        return text


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FarCorpus(FilesCorpus):
    """Documents whose texts are where the slices of an engine are. Build one with :meth:`of`.

    Attributes
    ----------
    engine : FarEngine
    """

    engine: FarEngine = field(default=cast("FarEngine", None))

    @classmethod
    def of(cls, engine: FarEngine, sources: Sources, name: str) -> FarCorpus:
        """Make the corpus that an engine holds the slices of."""
        return cls(
            texts=cast("tuple[str, ...]", FarTexts(engine)),
            rows=sources.rows,
            n_rows=sources.n_rows,
            name=name,
            sources=sources,
            engine=engine,
        )

    @cached_property
    def twins(self) -> Rows:
        """For each document the first one with the same text, shape (n,): itself, where the text stands once.

        Texts are compared by a hash of 64 bits: among ten million of them two different ones are taken for the same once in
        some 400,000 corpora.
        """
        hashes = self.engine.gathered(_hashes)
        _, first, places = np.unique(hashes, return_index=True, return_inverse=True)
        return first[places].astype(np.int64)


def _hashes(block: Slice) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    content = b"".join(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in block.texts)
    return np.frombuffer(content, dtype=np.uint64)
