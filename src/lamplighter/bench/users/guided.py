"""Users who are helped: with words in the order of their use, or with functions that are proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.users.base import SimulatedUser, draw
from lamplighter.bench.users.uniform import UniformUser
from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from lamplighter.session import Session, Suggestion

__all__ = ["GuidedUser", "ReviewingUser"]


class HelpedUser(SimulatedUser):
    """What helped users have in common: in all that they are not helped with, they are another user."""

    def __init__(
        self,
        session: Session,
        *,
        threshold: float = 0.5,
        rng: np.random.Generator,
        min_coverage: int = 1,
        base: Callable[..., SimulatedUser] = UniformUser,
    ) -> None:
        super().__init__(session, threshold=threshold, rng=rng, min_coverage=min_coverage)
        self.base = base(session, threshold=threshold, rng=rng)

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give the other user's weights of what is good enough for it, shape (c,)."""
        return self.base.chances(primitives, label)

    def considered(self, document: int, primitives: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the other user's weights on a document, shape (c,); 0 for rare words."""
        counts = self.session.engine.index.vocabulary.document_counts[primitives]
        return np.where(counts >= self.min_coverage, self.base.considered(document, primitives), 0.0)

    def label(self, document: int) -> str:
        """Give the label that the other user gives."""
        return self.base.label(document)

    def approves(self, primitive: str, label: str) -> bool:
        """Say what the other user says of a function that is proposed."""
        return self.base.approves(primitive, label)


class GuidedUser(HelpedUser):
    """Another user who sees the words of a document in the order of their use, and mostly takes the first good one.

    With probability ``trust`` the word is the best ranked of those that are acceptable to the other user; else one of these is drawn,
    each as likely. Who ranks is told by :meth:`follow`; before that, it is always drawn.

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
    trust : float, default=0.7
        From 0 to 1.
    base : callable, default=UniformUser
        Makes the user to whom words are acceptable: a class, or one with settings,
        ``partial(LexiconUser, lexicon=lexicon)``.

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["a good fine film", "a bad film", "good food", "bad food"], gold=["+", "-", "+", "-"])
    >>> session = Session(corpus, labels=["+", "-"])
    >>> user = GuidedUser(session, rng=np.random.default_rng(0), trust=1.0)
    >>> user.follow(lambda label, document: ["film", "good", "fine"])
    >>> suggestion = session.suggest()
    >>> "good" in suggestion.candidates and user.answer(suggestion)
    ('good', '+')
    """

    def __init__(
        self,
        session: Session,
        *,
        threshold: float = 0.5,
        rng: np.random.Generator,
        min_coverage: int = 1,
        trust: float = 0.7,
        base: Callable[..., SimulatedUser] = UniformUser,
    ) -> None:
        super().__init__(session, threshold=threshold, rng=rng, min_coverage=min_coverage, base=base)
        if not 0 <= trust <= 1:
            raise InputError(f"trust is {trust}; expected a probability from 0 to 1.")
        self.trust = trust
        self._rank: Callable[[str, int], Sequence[str]] | None = None

    def follow(self, rank: Callable[[str, int], Sequence[str]]) -> None:
        """Take the order of words from a function of the label and the document: the most useful word first."""
        self._rank = rank

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give 1 for the words that are good enough for the other user, else 0; shape (c,)."""
        return (super().weights(primitives, label) > 0).astype(np.float64)

    def considered(self, document: int, primitives: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give 1 for the words that the other user might pick on a document, else 0; shape (c,)."""
        return (super().considered(document, primitives) > 0).astype(np.float64)

    def answer(self, suggestion: Suggestion) -> tuple[str, str] | None:
        """Give a primitive and the document's label, or nothing."""
        lot = self.rng.random()
        label = self.label(suggestion.document)
        terms = [term for term in suggestion.candidates if term not in self.used]
        if self._rank is not None and lot < self.trust:
            ranked = self._rank(label, suggestion.document)
            terms = [term for term in ranked if term in set(terms)]
            lot = 0.0  # the first acceptable one
        elif self._rank is not None:
            lot = (lot - self.trust) / (1 - self.trust)  # what is left of it decides among all
        numbers = self.session.engine.index.vocabulary.numbers
        primitives = np.array([numbers[term] for term in terms], dtype=np.int64)
        place = draw(self.considered(suggestion.document, primitives), lot)
        if place is None:
            return None
        self.used.add(terms[place])
        return terms[place], label


class ReviewingUser(HelpedUser):
    """Another user who is also shown functions that the program proposes, and accepts those that are good enough.

    Whether a proposed function is accepted depends on its true accuracy alone, unless the other user errs: a person
    who reads it with some of its documents need not have thought of the word. What the person writes unasked is what the
    other user writes.

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
    base : callable, default=UniformUser
        Makes the user who writes.
    """
