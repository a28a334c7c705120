"""A user who errs: misjudges documents, and picks words that prove little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.users.base import SimulatedUser
from lamplighter.bench.users.uniform import UniformUser
from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.session import Session

__all__ = ["NoisyUser"]


class NoisyUser(SimulatedUser):
    """Another user with errors at given rates, to see what a method makes of them.

    1. On a share ``label_noise`` of the documents, the label is a wrong class, each of the others as likely. The
       keyword is still one for the true class: the person read the right word and said the wrong thing.
    2. On a share ``keyword_noise`` of the documents, the keyword is any word of the document that was not used
       before, each as likely, whatever its accuracy and its coverage.
    3. Of a share ``label_noise`` of the functions that are proposed, it says the opposite of what is so.

    All errors are drawn before the first answer, from a stream of their own: who is asked again errs in the same way;
    whichever documents a strategy shows, it meets the same errors on them; a higher rate adds errors to those of a
    lower one; and with rates of 0 the answers are those that the other user gives with the same seed.

    Parameters
    ----------
    session : Session
        Its corpus must have gold.
    threshold : float, default=0.5
        Accuracy that a function must exceed, where there is no error; from 0 up to, but without, 1.
    rng : Generator
        Draws once an answer; a child of it (``spawn``) draws the errors.
    min_coverage : int, default=1
        Documents that must contain a primitive before it comes to mind, where there is no error.
    label_noise, keyword_noise : float, default=0.1
        From 0 to 1.
    base : callable, default=UniformUser
        Makes the user whose words come to mind: a class, or one with settings,
        ``partial(LexiconUser, lexicon=lexicon)``.

    Raises
    ------
    InputError
        If a rate is out of range, or the other user cannot be made.

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["a good film", "a bad film", "good food", "bad food"], gold=["+", "-", "+", "-"])
    >>> user = NoisyUser(Session(corpus, labels=["+", "-"]), rng=np.random.default_rng(0), label_noise=1.0)
    >>> [user.label(document) for document in range(4)], user.approves("good", "+")
    (['-', '+', '-', '+'], False)
    """

    def __init__(
        self,
        session: Session,
        *,
        threshold: float = 0.5,
        rng: np.random.Generator,
        min_coverage: int = 1,
        label_noise: float = 0.1,
        keyword_noise: float = 0.1,
        base: Callable[..., SimulatedUser] = UniformUser,
    ) -> None:
        super().__init__(session, threshold=threshold, rng=rng, min_coverage=min_coverage)
        self.label_noise = _checked_rate("label_noise", label_noise)
        self.keyword_noise = _checked_rate("keyword_noise", keyword_noise)
        self.base = base(session, threshold=threshold, rng=rng)
        errors = rng.spawn(1)[0]
        self.labels = _misjudged(self.gold, len(session.labels), label_noise, errors)
        self.careless = errors.random(len(self.gold)) < keyword_noise
        self.contrary = errors.random(self.accuracies.shape) < label_noise

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give the other user's weights of what is good enough for it, shape (c,)."""
        return self.base.chances(primitives, label)

    def considered(self, document: int, primitives: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the weights on a document, shape (c,): all the same where the user is careless."""
        return np.ones(len(primitives)) if self.careless[document] else super().considered(document, primitives)

    def label(self, document: int) -> str:
        """Give the label of a document: the true one, or a wrong one; always the same."""
        return self.session.labels[int(self.labels[document])]

    def approves(self, primitive: str, label: str) -> bool:
        """Say whether a function is good enough, or the opposite; always the same.

        Raises
        ------
        PrimitiveError
            If the primitive is not indexed.
        LabelError
            If there is no such class.
        """
        true = super().approves(primitive, label)
        return true != bool(self.contrary[self._number(primitive), self.session.settings.code(label)])


def _misjudged(gold: NDArray[np.int64], n_classes: int, rate: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Replace a share of the class codes by others; what is drawn does not depend on the rate."""
    wrong = rng.random(len(gold)) < rate
    others = (gold + rng.integers(1, n_classes, len(gold))) % n_classes
    return np.where(wrong, others, gold)


def _checked_rate(name: str, rate: float) -> float:
    if not 0 <= rate <= 1:
        raise InputError(f"{name} is {rate}; expected a rate from 0 to 1.")
    return rate
