"""Select by Expected Utility (the paper's section 4.2, Eq. 1 to 3, Algorithm 2), for two or more classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.linalg import product
from lamplighter.selection.context import Reason, SelectionContext, Strategy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Incidence, Scores

__all__ = ["SEU"]

NEVER_COMMON = 50
"""A primitive of so few documents is never too common, however small the corpus."""


class SEU(Strategy):
    """Prefers the document from which the most useful function is expected.

    The *user model* (Eq. 2) says which function a person will write on seeing a document: a class by its prior, then
    a primitive of the document in proportion to how accurate it seems for that class. The *utility* (Eq. 3) of a
    function is the label model's uncertainty, summed over the documents it would vote on, counted negative where the
    vote contradicts the prediction. The score is the expectation (Eq. 1). In matrices, with ``B`` (n × Z) the
    incidence, ``P`` (n × K) the predictions, ``S = (K·P − 1) / (K − 1)`` their agreement, ``ψ`` (n) the entropies
    and ``d = Bᵀ1``:

    1. ``A = (Bᵀ P) / d``, the accuracy of each function, Z × K; 0 for primitives that are used up or too common.
    2. ``U = Bᵀ (ψ ⊙ S)``, their utilities, Z × K.
    3. ``SEU = Σ_y P(y) · (B (A_y ⊙ U_y)) / (B A_y)``, 0 where a document has no primitive left.

    Steps 1 and 2 are sums over documents; no array of the size documents × primitives is ever dense. The paper
    states Eq. 3 for two classes with hard predictions, where ``S`` is ±1; for soft predictions and more classes ``S``
    has mean 0 under a uniform prediction, and −1/(K−1) to 1 as its range.

    Parameters
    ----------
    class_prior : {'uniform', 'balance'}, default='uniform'
        ``P(y)`` of the user model. The paper's text has the class balance; its authors' code has ½, also for
        unbalanced data. With the balance of a rare class SEU keeps asking for the common one.
    max_coverage : float, default=0.1
        Above 0, up to 1. Primitives that stand in a larger share of the documents (and in more than 50) are not
        expected to become functions: "the" and "is" cover so much that their utility would outweigh all others,
        yet nobody writes them. With 1.0 all primitives are expected, as in the paper.

    See Also
    --------
    Random : the baseline.

    Examples
    --------
    Two documents with the words (0, 1) and (1, 2), predicted class 0 and class 1; the label model is uncertain of the
    first alone. So ``A = [[1, 0], [½, ½], [0, 1]]`` and ``U = [[.6, −.6], [.6, −.6], [0, 0]]``. The first document
    is worth ``½ · (.6 + .3) / 1.5 + ½ · (−.3) / ½ = 0``, the second ``½ · .3 / ½ + ½ · (−.3) / 1.5 = .2``:

    >>> from scipy import sparse
    >>> context = SelectionContext(
    ...     incidence=sparse.csr_array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]),
    ...     predictions=np.array([[1.0, 0.0], [0.0, 1.0]]),
    ...     entropy=np.array([0.6, 0.0]),
    ...     votes=sparse.csr_array((2, 0), dtype=np.int64),
    ...     available=np.ones(3, dtype=bool),
    ...     class_balance=np.array([0.5, 0.5]),
    ... )
    >>> seu = SEU()
    >>> seu.scores(context, seu.statistics(context)).round(4).tolist()
    [0.0, 0.2]
    """

    title: ClassVar[str] = "expected utility"
    knows_voted_classes_only: ClassVar[bool] = True

    def __init__(self, *, class_prior: Literal["uniform", "balance"] = "uniform", max_coverage: float = 0.1) -> None:
        if class_prior not in {"uniform", "balance"}:
            raise InputError(f"No class prior is called {class_prior!r}. There are: uniform, balance.")
        if not 0 < max_coverage <= 1:
            raise InputError(f"max_coverage is {max_coverage}; expected a share above 0 and up to 1.")
        self.class_prior = class_prior
        self.max_coverage = max_coverage

    def statistics(self, context: SelectionContext) -> NDArray[np.float64]:
        """Give ``[d, Bᵀ P, Bᵀ (ψ ⊙ S)]`` side by side, shape (Z + 1, 1 + 2K); the last row is of all documents."""
        columns = np.hstack(
            [
                np.ones((context.incidence.shape[0], 1)),
                context.predictions,
                context.entropy[:, np.newaxis] * agreement(context.predictions),
            ]
        )
        return np.vstack([product(context.incidence.T, columns), columns.sum(axis=0)])

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the expected utility of each document (Eq. 1)."""
        accuracy, utility = self._accuracy_and_utility(statistics, context)
        K = context.n_classes
        summed = product(context.incidence, np.hstack([accuracy * utility, accuracy]))
        expected = _divided(summed[:, :K], summed[:, K:])
        scores: Scores = expected @ self._prior(context)
        return scores

    def reasons(self, context: SelectionContext, statistics: NDArray[np.float64]) -> list[Reason]:
        """Give each function that the user model expects of the document, with its probability (Eq. 2) and utility."""
        accuracy, utility = self._accuracy_and_utility(statistics, context)
        primitives = _columns(context.incidence)
        mass = accuracy[primitives]
        probability = _divided(mass, mass.sum(axis=0, keepdims=True)) * self._prior(context)
        return [
            Reason(int(primitive), label, float(probability[place, label]), float(utility[primitive, label]))
            for place, primitive in enumerate(primitives)
            for label in range(context.n_classes)
            if probability[place, label] > 0
        ]

    def _accuracy_and_utility(
        self, statistics: NDArray[np.float64], context: SelectionContext
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        K = context.n_classes
        sums, n_documents = statistics[:-1], statistics[-1, 0]
        coverage, agreeing, utility = sums[:, :1], sums[:, 1 : 1 + K], sums[:, 1 + K :]
        expected = coverage[:, 0] <= max(self.max_coverage * n_documents, NEVER_COMMON)
        return _divided(agreeing, coverage) * (context.available & expected)[:, np.newaxis], utility

    def _prior(self, context: SelectionContext) -> NDArray[np.float64]:
        if self.class_prior == "balance":
            return context.class_balance
        return np.full(context.n_classes, 1 / context.n_classes)


def agreement(predictions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give ``S = (K·P − 1) / (K − 1)``: 1 where the prediction is certain of a class, with mean 0 over the classes.

    Examples
    --------
    >>> agreement(np.array([[0.9, 0.1], [0.5, 0.5]])).round(2).tolist()
    [[0.8, -0.8], [0.0, 0.0]]
    """
    K = predictions.shape[1]
    result: NDArray[np.float64] = (K * predictions - 1) / (K - 1)
    return result


def _columns(incidence: Incidence) -> NDArray[np.int64]:
    return np.unique(incidence.indices).astype(np.int64)


def _divided(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, with 0 / 0 = 0: a class that nothing is predicted in, a document without primitives."""
    wide = np.broadcast_to(denominator, numerator.shape)
    return np.divide(numerator, wide, out=np.zeros_like(numerator), where=wide > 0)
