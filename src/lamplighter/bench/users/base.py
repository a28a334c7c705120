"""What simulated users have in common: they know the truth, and draw one of the words that come to their mind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lamplighter.exceptions import InputError, PrimitiveError
from lamplighter.linalg import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.session import Session, Suggestion

__all__ = ["SimulatedUser", "User", "UserClass", "draw", "function_accuracies"]


class User(Protocol):
    """Answers what a person can be asked in the experiments of the paper's section 5."""

    def answer(self, suggestion: Suggestion) -> tuple[str, str] | None:
        """Give a primitive and a label, or nothing where no function comes to mind (data programming)."""

    def label(self, document: int) -> str:
        """Give the label of a document (active learning)."""

    def approves(self, primitive: str, label: str) -> bool:
        """Say whether a function that is proposed is good enough (interactive weak supervision)."""

    def note(self, primitive: str) -> None:
        """Take note that there is a function on a primitive now, which the user did not think of."""


class UserClass(Protocol):
    """How simulated users are made."""

    def __call__(self, session: Session, *, threshold: float, rng: np.random.Generator) -> User:
        """Make a user for a session on a corpus with gold."""


class SimulatedUser(ABC):
    """A user who answers by the gold labels. What a kind of user adds is :meth:`weights`.

    1. The label is the document's true one.
    2. Candidates are the primitives of the document that have a weight for that label, whose function for it has a
       true accuracy above a threshold on the corpus, and that were not used before.
    3. One of them is drawn, with a chance proportional to its weight; without candidates no function is written.

    Parameters
    ----------
    session : Session
        Its corpus must have gold for every document.
    threshold : float, default=0.5
        Accuracy that a function must exceed; from 0 up to, but without, 1.
    rng : Generator
        Draws once an answer, with or without candidates, so that no answer changes the lots of the next.
    min_coverage : int, default=1
        Documents that must contain a primitive before it comes to mind.

    Attributes
    ----------
    accuracies : ndarray of shape (Z, K)
        Of the functions of each primitive and class, see :func:`function_accuracies`.
    used : set of str
        The primitives of the answers so far; none is used again, for whatever class.

    Raises
    ------
    InputError
        If the true label of a document is missing, or a setting is out of range.
    """

    def __init__(
        self, session: Session, *, threshold: float = 0.5, rng: np.random.Generator, min_coverage: int = 1
    ) -> None:
        if session.gold is None or (session.gold < 0).any():
            raise InputError("A simulated user needs the true label of every document. Name the column: --gold COLUMN.")
        if not 0 <= threshold < 1:
            raise InputError(f"The threshold is {threshold}; expected a number from 0 up to, but without, 1.")
        if not min_coverage >= 1:
            raise InputError(f"min_coverage is {min_coverage}; expected a count of documents, 1 or more.")
        self.session = session
        self.gold = session.gold
        self.threshold = threshold
        self.rng = rng
        self.min_coverage = min_coverage
        self.accuracies = function_accuracies(session, self.gold)
        self.used: set[str] = set()

    @abstractmethod
    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give how readily each primitive of a document comes to mind for a class.

        A pure function: the threshold, and what was used before, are not its business.

        Parameters
        ----------
        primitives : ndarray of shape (c,)
            Numbers in the vocabulary.
        label : int
            Class code, ``0..K-1``.

        Returns
        -------
        ndarray of shape (c,)
            Not negative, in a unit of its own; 0 for what never comes to mind.
        """

    def label(self, document: int) -> str:
        """Give the label of a document: the true one."""
        return self.session.labels[int(self.gold[document])]

    def answer(self, suggestion: Suggestion) -> tuple[str, str] | None:
        """Give a primitive and the document's label, or nothing."""
        lot = self.rng.random()
        numbers = self.session.engine.index.vocabulary.numbers
        unused = [term for term in suggestion.candidates if term not in self.used]
        primitives = np.array([numbers[term] for term in unused], dtype=np.int64)
        place = draw(self.considered(suggestion.document, primitives), lot)
        if place is None:
            return None
        self.used.add(unused[place])
        return unused[place], self.label(suggestion.document)

    def approves(self, primitive: str, label: str) -> bool:
        """Say whether the function of a primitive and a class has a true accuracy above the threshold.

        Nothing is drawn and nothing is noted: a primitive that was approved may still come to mind later.

        Raises
        ------
        PrimitiveError
            If the primitive is not indexed.
        LabelError
            If there is no such class.
        """
        return bool(self.accuracies[self._number(primitive), self.session.settings.code(label)] > self.threshold)

    def note(self, primitive: str) -> None:
        """Never use a primitive again: there is a function on it."""
        self.used.add(primitive)

    def considered(self, document: int, primitives: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the weights of a document's primitives on this document, shape (c,)."""
        return self.chances(primitives, int(self.gold[document]))

    def chances(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give the weights of the primitives that are right often enough and frequent enough, else 0; shape (c,)."""
        counts = self.session.engine.index.vocabulary.document_counts[primitives]
        acceptable = (self.accuracies[primitives, label] > self.threshold) & (counts >= self.min_coverage)
        return np.where(acceptable, self.weights(primitives, label), 0.0)

    def _number(self, primitive: str) -> int:
        numbers = self.session.engine.index.vocabulary.numbers
        if primitive not in numbers:
            raise PrimitiveError(
                f"{primitive!r} is none of the {len(numbers)} primitives of this corpus. A function that is proposed "
                "must be on one of them: session.engine.index.vocabulary.terms."
            )
        return numbers[primitive]


def draw(weights: NDArray[np.float64], lot: float) -> int | None:
    """Draw a place with a chance proportional to its weight.

    Parameters
    ----------
    weights : ndarray of shape (c,)
        Not negative.
    lot : float
        From 0 up to, but without, 1, as ``Generator.random`` gives it.

    Returns
    -------
    int or None
        ``None`` where no weight is above 0.

    Examples
    --------
    The second of these has a quarter of the chances, and the third has none:

    >>> weights = np.array([3.0, 1.0, 0.0])
    >>> [draw(weights, lot) for lot in (0.0, 0.74, 0.75, 0.99)]
    [0, 0, 1, 1]
    >>> draw(np.zeros(2), 0.5) is None
    True
    """
    sums = np.cumsum(weights)
    if not len(sums) or sums[-1] <= 0:
        return None
    # The first sum above the lot: never that of a weight of 0, and there always is one, since a lot of at most
    # 1 − 2⁻⁵³ times a number is rounded to less than the number.
    return int(np.searchsorted(sums, lot * sums[-1], side="right"))


def function_accuracies(session: Session, gold: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the true accuracy of the function of each primitive and class.

    Parameters
    ----------
    session : Session
    gold : ndarray of shape (n,)
        Class codes ``0..K-1``.

    Returns
    -------
    ndarray of shape (Z, K)
        The share of the documents that contain the primitive which are of the class; rows sum to 1.
    """
    truth = np.eye(len(session.labels))[gold]
    right = session.engine.total(lambda block: product(block.incidence.T, truth[block.documents]))
    accuracies: NDArray[np.float64] = right / right.sum(axis=1, keepdims=True)
    return accuracies
