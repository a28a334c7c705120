"""The more documents contain a word, the sooner it comes to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.users.base import SimulatedUser

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CoverageUser"]


class CoverageUser(SimulatedUser):
    """Draws among all words that are right often enough, with a chance proportional to their coverage.

    One of the users of the authors' experiments (there ``acc``); the paper's text draws uniformly, as
    :class:`UniformUser` does. Few words are frequent and most are rare, so this user writes functions that vote on
    many more documents.

    Parameters
    ----------
    session : Session
        Its corpus must have gold.
    threshold : float, default=0.5
        Accuracy that a function must exceed; from 0 up to, but without, 1.
    rng : Generator
        Draws once an answer.
    min_coverage : int, default=1
        Documents that must contain a primitive before it comes to mind.

    Examples
    --------
    "good" stands in three documents, "film" in two:

    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["good film", "good food", "good film", "bad food"], gold=["+", "+", "+", "-"])
    >>> user = CoverageUser(Session(corpus, primitives="unigrams"), rng=np.random.default_rng(0))
    >>> numbers = user.session.engine.index.vocabulary.numbers
    >>> user.weights(np.array([numbers["good"], numbers["film"]]), 0).tolist()
    [3.0, 2.0]
    """

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give the number of documents that contain each, shape (c,)."""
        del label
        return self.session.engine.index.vocabulary.document_counts[primitives].astype(np.float64)
