"""Select by Expected Utility (the paper's section 4.2, Eq. 1 to 3, Algorithm 2), for two or more classes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias, get_args

import numpy as np

from lamplighter.exceptions import InputError, UnknownNameError
from lamplighter.linalg import product
from lamplighter.primitives import english_stop_words
from lamplighter.selection.context import LEARNT, Reason, SelectionContext, Strategy
from lamplighter.selection.user_model import (
    PREDICTIONS,
    USER_MODELS,
    Predictions,
    UserModel,
    divided,
    hardened,
    primitive_weights,
    within_coverage,
)
from lamplighter.selection.utility import UTILITIES, Utility, document_utilities

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Incidence, Posterior, Scores

__all__ = ["SEU"]

ClassPrior: TypeAlias = Literal["uniform", "balance", "predicted"]
CLASS_PRIORS: tuple[ClassPrior, ...] = get_args(ClassPrior)

LOWEST_TEMPERATURE = 0.01
"""Lower ones differ in nothing but rounding: ``exp(−1 / T)`` would come near the smallest number there is."""


ROUNDING = 1e-10
"""Of the greatest utility: a smaller score is what rounding has left of utilities that cancel."""


class SEU(Strategy):
    """Prefers the document from which the most useful function is expected.

    The *user model* (Eq. 2) says which function a person will write on seeing a document: a class by its prior, then
    a primitive of the document in proportion to how accurate it seems for that class. The *utility* (Eq. 3) of a
    function is the label model's uncertainty, summed over the documents it would vote on, counted negative where the
    vote contradicts the prediction. The score is the expectation (Eq. 1). In matrices, with ``B`` (n × Z) the
    incidence, ``P`` (n × K) the predictions, ``S = (K·P − 1) / (K − 1)`` their agreement, ``ψ`` (n) the entropies
    and ``d = Bᵀ1``:

    1. ``A = (Bᵀ P) / d``, the accuracy of each function, Z × K; 0 for primitives that are used up, too rare or too common.
    2. ``U = Bᵀ (ψ ⊙ S)``, their utilities, Z × K.
    3. ``SEU = Σ_y P(y) · (B (A_y ⊙ U_y)) / (B A_y)``, 0 where a document has no primitive left.

    4. Where utilities cancel, as those of two classes do under hard predictions of one class alone, the score is 0, not
       what rounding leaves: the lot should choose, not that.

    Steps 1 and 2 are sums over documents; no array of the size documents × primitives is ever dense. The paper
    states Eq. 3 for two classes with hard predictions, where ``S`` is ±1; for soft predictions and more classes ``S``
    has mean 0 under a uniform prediction, and −1/(K−1) to 1 as its range.

    In a batch, a picked document ``x*`` is counted as answered: ``q_z = Σ_y P(λ_zy | x*)`` is the chance that a function
    on ``z`` comes of it, each document becomes covered with the chance ``min(1, Σ_{z in x_i} q_z)``, and its entropy
    is lessened by that share before the next pick.

    Parameters
    ----------
    class_prior : {'uniform', 'balance', 'predicted'}, default='uniform'
        ``P(y)`` of the user model; ``'predicted'`` is the end model's prediction ``p_iy`` for the document itself. The
        paper's text has the class balance; its authors' code has ½, also for unbalanced data. With the balance of a
        rare class SEU keeps asking for the common one.
    max_coverage : float, default=0.1
        Above 0, up to 1. Primitives that stand in a larger share of the documents (and in more than 50) are not
        expected to become functions: "the" and "is" cover so much that their utility would outweigh all others,
        yet nobody writes them. With 1.0 all primitives are expected, as in the paper.
    min_coverage : int, default=1
        Primitives that stand in fewer documents are not expected either. The authors' code has 20.
    stop_words : {'english'}, optional
        Nor are scikit-learn's English stop words, as in the authors' code; a person may write functions on them all the
        same.
    user_model : {'accuracy', 'uniform', 'softmax'}, default='accuracy'
        How ``A`` weighs the primitives: Eq. 2; all of a document alike (the paper's Table 6); or by
        ``exp(A / temperature)``, as in the authors' code. Uniform under a uniform class prior makes all scores 0, so that
        the lot chooses, unless the utility is without correctness: what a primitive is worth for one class is then
        just what it costs for the others.
    temperature : float, default=1.0
        Of the softmax, 0.01 or more; it is not looked at otherwise.
    utility : {'full', 'no-informativeness', 'no-correctness'}, default='full'
        Eq. 3; ``Σ s``; or ``Σ ψ`` (the paper's Table 7). Without informativeness a batch is blind to what its earlier
        documents may bring, for that is reckoned in ``ψ``.
    predictions : {'soft', 'hard'}, default='soft'
        Whether accuracy and agreement are taken from ``p_iy`` or, as in the paper's text, from ``1[ŷ_i = y]``; classes
        that tie share the 1. The class prior ``'predicted'`` is soft in either case.

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
    ...     available=np.ones(3),
    ...     class_balance=np.array([0.5, 0.5]),
    ... )
    >>> seu = SEU()
    >>> seu.scores(context, seu.statistics(context)).round(4).tolist()
    [0.0, 0.2]
    """

    title: ClassVar[str] = "expected utility"
    knows_voted_classes_only: ClassVar[bool] = True

    def __init__(
        self,
        *,
        class_prior: ClassPrior = "uniform",
        max_coverage: float = 0.1,
        min_coverage: int = 1,
        stop_words: Literal["english"] | None = None,
        user_model: UserModel = "accuracy",
        temperature: float = 1.0,
        utility: Utility = "full",
        predictions: Predictions = "soft",
    ) -> None:
        _check_choice("class prior", class_prior, CLASS_PRIORS)
        _check_choice("user model", user_model, USER_MODELS)
        _check_choice("utility", utility, UTILITIES)
        _check_choice("kind of predictions", predictions, PREDICTIONS)
        if stop_words is not None:
            _check_choice("list of stop words", stop_words, ("english",))
        _check_number("max_coverage", max_coverage, lambda x: 0 < x <= 1, "a share above 0 and up to 1")
        _check_number(
            "min_coverage", min_coverage, lambda x: x >= 1 and x == int(x), "a whole number of documents, 1 or more"
        )
        _check_number(
            "temperature", temperature, lambda x: x >= LOWEST_TEMPERATURE, f"a number of {LOWEST_TEMPERATURE} or more"
        )
        self.class_prior = class_prior
        self.max_coverage = max_coverage
        self.min_coverage = min_coverage
        self.stop_words = stop_words
        self.user_model = user_model
        self.temperature = temperature
        self.utility = utility
        self.predictions = predictions

    @property
    def passed_over(self) -> frozenset[str]:
        """The stop words, where they are not expected."""
        return english_stop_words() if self.stop_words else frozenset()

    @property
    def reads(self) -> frozenset[str]:
        """Predictions and entropy, or the one of them that the options leave."""
        blind = self.user_model == "uniform" and self.utility == "no-correctness" and self.class_prior != "predicted"
        unread = {"votes"} | ({"predictions"} if blind else set())
        return LEARNT - unread - ({"entropy"} if self.utility == "no-informativeness" else set())

    def statistics(self, context: SelectionContext) -> NDArray[np.float64]:
        """Give ``[d, Bᵀ P, Bᵀ (ψ ⊙ S)]`` side by side, shape (Z + 1, 1 + 2K); the last row is of all documents.

        Where an option leaves out accuracy, informativeness or correctness, so do the columns.
        """
        believed = hardened(context.predictions) if self.predictions == "hard" else context.predictions
        columns = np.hstack(
            [
                np.ones((context.incidence.shape[0], 1)),
                np.zeros_like(believed) if self.user_model == "uniform" else believed,
                document_utilities(context.entropy, believed, self.utility),
            ]
        )
        return np.vstack([product(context.incidence.T, columns), columns.sum(axis=0)])

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the expected utility of each document (Eq. 1)."""
        return self.scorer(statistics, context.available)(context)

    def scorer(self, statistics: NDArray[np.float64], available: Available) -> Callable[[SelectionContext], Scores]:
        """Give the expected utility as a function of the block; weights and utilities, Z × K, are found once."""
        weights, utilities = self._weights_and_utilities(statistics[:-1], statistics[-1, 0], available)
        nothing = ROUNDING * np.abs(utilities[weights > 0]).max(initial=0.0)
        return partial(self._expected, np.hstack([weights * utilities, weights]), nothing)

    def _expected(self, table: NDArray[np.float64], nothing: float, context: SelectionContext) -> Scores:
        K = context.n_classes
        summed = product(context.incidence, table)
        expected = divided(summed[:, :K], summed[:, K:])
        prior = self._prior(context)
        scores: Scores = expected @ prior if prior.ndim == 1 else (expected * prior).sum(axis=1)
        scores[np.abs(scores) <= nothing] = 0.0
        return scores

    def reasons(self, context: SelectionContext, statistics: NDArray[np.float64]) -> list[Reason]:
        """Give each function that the user model expects of the document, with its probability (Eq. 2) and utility."""
        primitives, probability, utilities = self._user_model(context, statistics)
        return [
            Reason(int(primitive), label, float(probability[place, label]), float(utilities[place, label]))
            for place, primitive in enumerate(primitives)
            for label in range(context.n_classes)
            if probability[place, label] > 0
        ]

    def after(
        self, context: SelectionContext, statistics: NDArray[np.float64], picked: SelectionContext
    ) -> SelectionContext:
        """Lessen the entropy of each document by the chance that the picked one brings a function which covers it."""
        primitives, probability, _ = self._user_model(picked, statistics)
        written = np.zeros(context.incidence.shape[1])
        written[primitives] = probability.sum(axis=1)
        covered = np.minimum(product(context.incidence, written), 1)
        return replace(context, entropy=context.entropy * (1 - covered))

    def _user_model(
        self, one: SelectionContext, statistics: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Give the primitives of the one document, how probable a function on each is (Eq. 2), and its utility."""
        primitives = _columns(one.incidence)
        weights, utilities = self._weights_and_utilities(
            statistics[primitives], statistics[-1, 0], one.available[primitives]
        )
        return primitives, divided(weights, weights.sum(axis=0, keepdims=True)) * self._prior(one), utilities

    def _weights_and_utilities(
        self, sums: NDArray[np.float64], n_documents: float, available: Available
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give both for some primitives, from their rows of the statistics."""
        K = sums.shape[1] // 2
        coverage, agreeing, utilities = sums[:, :1], sums[:, 1 : 1 + K], sums[:, 1 + K :]
        weights = primitive_weights(divided(agreeing, coverage), self.user_model, self.temperature)
        expected = within_coverage(coverage[:, 0], n_documents, self.min_coverage, self.max_coverage)
        return weights * (available * expected)[:, np.newaxis], utilities

    def _prior(self, context: SelectionContext) -> Posterior:
        """Give ``P(y)``, shape (K,), or (n, K) where it is the document's own."""
        if self.class_prior == "predicted":
            return context.predictions
        if self.class_prior == "balance":
            return context.class_balance
        return np.full(context.n_classes, 1 / context.n_classes)


def _check_choice(kind: str, choice: str, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        raise UnknownNameError.from_missing(kind, str(choice), choices)


def _check_number(name: str, value: Any, fits: Callable[[float], bool], expected: str) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (is_number and np.isfinite(value) and fits(value)):
        raise InputError(f"{name} is {value!r}; expected {expected}.")


def _columns(incidence: Incidence) -> NDArray[np.int64]:
    return np.unique(incidence.indices).astype(np.int64)
