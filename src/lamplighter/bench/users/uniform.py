"""Every word that is right often enough is as good as another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.users.base import SimulatedUser

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UniformUser"]


class UniformUser(SimulatedUser):
    """The simulated user of the paper's section 5.1.

    1. The label is the document's true one.
    2. Candidates are the primitives of the document whose function for that label has a true accuracy above a
       threshold on the corpus, and that were not used before.
    3. One of them is drawn, all with the same chance; without candidates no function is written.

    Parameters
    ----------
    session : Session
        Its corpus must have gold.
    threshold : float, default=0.5
        From 0 up to, but without, 1.
    rng : Generator
        Draws once an answer.
    min_coverage : int, default=1
        Documents that must contain a primitive before it comes to mind.

    Examples
    --------
    "film" is right for positive in one of two documents, so only "good" is a candidate:

    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["a good film", "a bad film", "good food", "bad food"], gold=["+", "-", "+", "-"])
    >>> session = Session(corpus)
    >>> user = UniformUser(session, threshold=0.5, rng=np.random.default_rng(0))
    >>> session.suggest().text in corpus.texts and user.answer(session.suggest()) in {("good", "+"), ("bad", "-")}
    True
    """

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give 1 for each, shape (c,)."""
        del label
        return np.ones(len(primitives))
