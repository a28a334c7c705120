"""What tells a class apart comes to mind: the weights of a classifier that saw the gold labels."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.bench.users.base import SimulatedUser
from lamplighter.engine import fit_weights
from lamplighter.exceptions import InputError
from lamplighter.linalg import masked, unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.session import Session

__all__ = ["ExplanationUser", "contributions"]


class ExplanationUser(SimulatedUser):
    """Draws the words by which a classifier would explain the document's class.

    One of the users of the authors' experiments (there ``expl``), and the one that is most like a person: of the words
    that are right often enough it prefers those that tell the class apart, and a word that only keeps company with
    such words comes to mind seldom.

    1. A logistic regression learns from the gold labels of all documents of the session, once, at the first answer.
    2. The weight of a primitive for a class is what it contributes to the logit of that class against the others
       (:func:`contributions`), where that is positive. It does not depend on how often the document has the word.
       Where all documents are of one class there is nothing to explain, and no word comes to mind; and where some
       primitives are no features, none of these does.

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
    C : float, default=1.0
        Inverse strength of the classifier's penalty, as in scikit-learn.

    Examples
    --------
    "good" speaks for + and "film" for neither:

    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["a good film", "a bad film", "good food", "bad food"], gold=["+", "-", "+", "-"])
    >>> user = ExplanationUser(Session(corpus, labels=["+", "-"]), rng=np.random.default_rng(0))
    >>> numbers = user.session.engine.index.vocabulary.numbers
    >>> (user.weights(np.array([numbers["good"], numbers["bad"]]), 0) > 0.5).tolist()
    [True, False]
    >>> bool((user.weights(np.array([numbers["film"]]), 0) < 1e-6).all())
    True
    """

    def __init__(
        self,
        session: Session,
        *,
        threshold: float = 0.5,
        rng: np.random.Generator,
        min_coverage: int = 1,
        C: float = 1.0,
    ) -> None:
        super().__init__(session, threshold=threshold, rng=rng, min_coverage=min_coverage)
        if not C > 0:
            raise InputError(f"C is {C}; expected a number above 0.")
        self.C = C

    def weights(self, primitives: NDArray[np.int64], label: int) -> NDArray[np.float64]:
        """Give the positive contributions to the class, else 0; shape (c,)."""
        positive: NDArray[np.float64] = np.maximum(self._contributions[primitives, label], 0.0)
        return positive

    @cached_property
    def _contributions(self) -> NDArray[np.float64]:
        """Shape (Z, K); 0 for classes that no document has, which nothing can be learnt of, and for what is no feature."""
        classes = np.unique(self.gold)
        found = np.zeros(self.accuracies.shape)
        if len(classes) > 1:
            columns = self.session.engine.index.space.columns
            are_primitives = columns < len(found)
            weights = _fit_to_gold(self.session, self.gold, classes, are_primitives, C=self.C)
            found[np.ix_(columns[are_primitives], classes)] = contributions(weights)[are_primitives]
        return found


def contributions(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what each primitive adds to the logit of each class, less the mean of what it adds to the others'.

    Parameters
    ----------
    weights : ndarray of shape (K, Z + 1), or (1, Z + 1) for two classes
        Coefficients, and the intercept in the last column. The one row for two classes speaks for the second.

    Returns
    -------
    ndarray of shape (Z, K)
        Rows sum to 0.

    Examples
    --------
    >>> contributions(np.array([[2.0, -1.0, 0.5]])).tolist()
    [[-2.0, 2.0], [1.0, -1.0]]
    >>> contributions(np.array([[3.0, 0.0], [0.0, 0.0], [-3.0, 0.0]])).tolist()
    [[4.5, 0.0, -4.5]]
    """
    own = weights[:, :-1].T
    if own.shape[1] == 1:
        return np.hstack([-own, own])
    others = (own.sum(axis=1, keepdims=True) - own) / (own.shape[1] - 1)
    difference: NDArray[np.float64] = own - others
    return difference


def _fit_to_gold(
    session: Session, gold: NDArray[np.int64], classes: NDArray[np.int64], seen: NDArray[np.bool_], *, C: float
) -> NDArray[np.float64]:
    """Fit a logistic regression of k classes on the features that are seen, shape (k, d + 1), or (1, d + 1) for two classes."""
    engine = session.engine
    truth = (gold[:, np.newaxis] == classes).astype(np.float64)
    with engine.working():
        features = engine.map(lambda block: block.features if seen.all() else unit_rows(masked(block.features, seen)))
        targets = engine.map(lambda block: truth[block.documents])
        return fit_weights(engine, features, targets, len(classes), [C])[0]
