"""Simulated users: from a suggested document to the function that a person might write on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.linalg import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.session import Session, Suggestion

__all__ = ["UniformUser", "User", "UserClass", "function_accuracies"]


class User(Protocol):
    """Answers suggestions."""

    def answer(self, suggestion: Suggestion) -> tuple[str, str] | None:
        """Give a primitive and a label, or nothing where no function comes to mind."""


class UserClass(Protocol):
    """How simulated users are made."""

    def __call__(self, session: Session, *, threshold: float, rng: np.random.Generator) -> User:
        """Make a user for a session on a corpus with gold."""


class UniformUser:
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

    def __init__(self, session: Session, *, threshold: float = 0.5, rng: np.random.Generator) -> None:
        if session.gold is None or (session.gold < 0).any():
            raise InputError("A simulated user needs the true label of every document. Name the column: --gold COLUMN.")
        if not 0 <= threshold < 1:
            raise InputError(f"The threshold is {threshold}; expected a number from 0 up to, but without, 1.")
        self.session = session
        self.gold = session.gold
        self.threshold = threshold
        self.rng = rng
        self.accuracies = function_accuracies(session, self.gold)
        self.used: set[str] = set()

    def answer(self, suggestion: Suggestion) -> tuple[str, str] | None:
        """Give a primitive and the true label, or nothing."""
        lot = self.rng.random()
        label = int(self.gold[suggestion.document])
        numbers = self.session.engine.index.vocabulary.numbers
        candidates = [
            term
            for term in suggestion.candidates
            if term not in self.used and self.accuracies[numbers[term], label] > self.threshold
        ]
        if not candidates:
            return None
        chosen = candidates[int(lot * len(candidates))]
        self.used.add(chosen)
        return chosen, self.session.labels[label]


def function_accuracies(session: Session, gold: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the true accuracy of the function of each primitive and class, shape (Z, K)."""
    truth = np.eye(len(session.labels))[gold]
    right = session.engine.total(lambda block: product(block.incidence.T, truth[block.documents]))
    accuracies: NDArray[np.float64] = right / right.sum(axis=1, keepdims=True)
    return accuracies
