"""ImplyLoss-L: a classifier and a rule network, learnt together from functions and their development examples."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, sparse, special

from lamplighter.exceptions import InputError
from lamplighter.learning.logistic import of_each_class
from lamplighter.linalg import product, softmax

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Votes

__all__ = ["ImplyLoss", "RuleBlock", "RuleModel", "fit_imply_loss", "imply_loss_and_gradient", "rule_block"]

OWN, RIGHT, WRONG, OPEN = range(4)
"""What a vote is to the rule network: on the rule's own exemplar, right or wrong on another one, without a label."""


@dataclass(frozen=True, kw_only=True)
class ImplyLoss:
    """Settings of ImplyLoss-L, the rival of the paper's sections 5.2 and 5.4 (Awasthi et al., ICLR 2020).

    Parameters
    ----------
    gamma : float, default=0.2
        Weight of the implication loss, 0 or more. The published experiments chose it on validation labels for each
        data set: 0.2 and 0.3 on those that are also the paper's.
    q : float, default=0.2
        Of the generalised cross-entropy, above 0 and up to 1: near 0 it is the cross-entropy, with 1 the absolute
        error. 0.2 is what the published code has.
    ridge : float, default=1e-4
        Strength of the penalty, above 0. Its place in the original was taken by drop-out and early stopping on
        validation labels.
    """

    gamma: float = 0.2
    q: float = 0.2
    ridge: float = 1e-4

    def __post_init__(self) -> None:
        if not self.gamma >= 0:
            raise InputError(f"gamma is {self.gamma}; expected a number of 0 or more.")
        if not 0 < self.q <= 1:
            raise InputError(f"q is {self.q}; expected a number above 0 and up to 1.")
        if not self.ridge > 0:
            raise InputError(f"ridge is {self.ridge}; expected a number above 0.")

    def settings(self) -> dict[str, Any]:
        """Give the settings as JSON has them."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class RuleBlock:
    """What the loss has to know of a block of documents; made by :func:`rule_block`.

    Attributes
    ----------
    features : csr_array of shape (n, d)
        Of the documents that have a vote or a label.
    labeled, labels : ndarray of shape (l,)
        Rows with a label, and their class codes ``0..K-1``.
    documents, rules, voted, roles : ndarray of shape (v,)
        Of each vote: its row, its function, the class code ``0..K-1`` it votes, and what it is to the rule network.
    """

    features: Features
    labeled: NDArray[np.int64]
    labels: NDArray[np.int64]
    documents: NDArray[np.int64]
    rules: NDArray[np.int64]
    voted: NDArray[np.int64]
    roles: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Documents with a label, and documents with votes but without a label; to be summed over blocks."""
        return np.array([len(self.labeled), len(np.unique(self.documents[self.roles == OPEN]))])


@dataclass(frozen=True, eq=False)
class RuleModel:
    """The classifier ``P_θ(y|x)`` and the rule network ``P_jφ(r=1|x) = σ(w·x + b_j)``.

    Attributes
    ----------
    classifier : ndarray of shape (K, d + 1), or (1, d + 1) for two classes
        ``θ``, laid out as the weights of :class:`~lamplighter.learning.Linear`, which it can be given to.
    coverage : ndarray of shape (d,)
        ``w``: what makes the functions apply.
    intercepts : ndarray of shape (m,)
        ``b``: how much each function applies.
    """

    classifier: NDArray[np.float64]
    coverage: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    @property
    def flat(self) -> NDArray[np.float64]:
        """All numbers in one row: ``θ`` row by row, ``w``, ``b``."""
        return np.concatenate([self.classifier.ravel(), self.coverage, self.intercepts])

    def applies(self, features: Features, votes: Votes) -> sparse.csr_array[np.float64]:
        """Give the probability that a function applies, in the place of each of its votes, shape (n, m).

        Examples
        --------
        >>> model = RuleModel(np.zeros((1, 2)), np.array([1.0]), np.array([0.0, -1.0]))
        >>> model.applies(sparse.csr_array([[0.0], [1.0]]), sparse.csr_array([[1, 0], [0, 2]])).toarray().tolist()
        [[0.5, 0.0], [0.0, 0.5]]
        """
        documents = np.repeat(np.arange(votes.shape[0]), np.diff(votes.indptr))
        scores = product(features, self.coverage)[documents] + self.intercepts[votes.indices]
        return sparse.csr_array((special.expit(scores), votes.indices, votes.indptr), shape=votes.shape)


def rule_block(features: Features, votes: Votes, labels: NDArray[np.int64], exemplars: NDArray[np.int64]) -> RuleBlock:
    """Sort out the votes on a block of documents once, before the loss is asked for many times.

    Parameters
    ----------
    features : csr_array of shape (n, d)
    votes : csr_array of shape (n, m)
        Class codes ``1..K``.
    labels : ndarray of shape (n,)
        Class codes ``0..K-1`` that a person gave to development examples, −1 for documents without a label.
    exemplars : ndarray of shape (m,)
        The row of each function's development example, −1 where that lies in another block. A function that is
        wrong on it, or whose example has no label, is treated there as on any other document.

    Examples
    --------
    Function 0 was written on row 0; function 1 contradicts that row's label:

    >>> votes = sparse.csr_array([[1, 2], [0, 0], [0, 2]])
    >>> block = rule_block(sparse.eye_array(3, format="csr"), votes, np.array([0, -1, -1]), np.array([0, -1]))
    >>> block.features.shape, block.roles.tolist(), block.counts.tolist()
    ((2, 3), [0, 2, 3], [1, 1])
    """
    rows = np.flatnonzero((np.diff(votes.indptr) > 0) | (labels >= 0))
    kept, known = votes[rows], labels[rows]
    documents = np.repeat(np.arange(len(rows)), np.diff(kept.indptr)).astype(np.int64)
    rules, voted = kept.indices.astype(np.int64), kept.data.astype(np.int64) - 1
    truth = known[documents]
    right = np.where(exemplars[rules] == rows[documents], OWN, RIGHT)
    roles = np.where(truth < 0, OPEN, np.where(voted == truth, right, WRONG))
    labeled = np.flatnonzero(known >= 0)
    return RuleBlock(features[rows], labeled, known[labeled], documents, rules, voted, roles)


def imply_loss_and_gradient(block: RuleBlock, model: RuleModel, open_weight: float, *, q: float) -> NDArray[np.float64]:
    """Give the loss of a block of documents and its gradient, to be summed over blocks.

    With ``r = P_jφ(1|x)``, ``p = P_θ(l_j|x)`` of the class the function votes, it is the sum

    1. over labeled documents: ``−log P_θ(label|x)``;
    2. over votes on them: ``−log r`` on the function's own exemplar; ``−log(1 − r)`` where it is wrong; the
       generalised cross-entropy ``(1 − r^q)/q``, which forgives, where it is right on others' exemplars;
    3. ``open_weight`` times, over votes on documents without a label: ``−log(1 − r·(1 − p))``, the implication
       "if the function applies, its class is the label".

    With ``s = r·p / (1 − r·(1 − p))``, the belief that the function applies *and* is right given that it does not
    apply in vain, the slope of the third part is ``r − s`` for the rule network, and for the classifier that of a
    cross-entropy with the soft label ``l_j`` of weight ``s``. So it is computed, from logarithms alone.

    Parameters
    ----------
    block : RuleBlock
    model : RuleModel
    open_weight : float
        0 or more.
    q : float
        As in :class:`ImplyLoss`.

    Returns
    -------
    ndarray of shape (model.flat.size + 1,)
        The gradient, in the order of ``model.flat``, and last the loss.

    Notes
    -----
    The paper says of the "L" that the discriminative part is linear. The original's rule network is a
    multi-layer perceptron over ``[x, one-hot of j]``; linear in the same input, it is ``σ(w·x + b_j)``: functions
    share ``w``, which few exemplars can teach, and differ in how much they apply. With one part of ``w`` for each
    class or for each function it has more parameters than the handful of exemplars can hold against the implication
    loss.

    Examples
    --------
    Before anything is learnt every probability is ½. A function votes on a document without a label: the loss is
    ``−log(1 − ½·½)``, ``s = (¼)/(¾) = ⅓``; the function is pulled by ``½ − ⅓``, the class it votes by ``½·⅓``:

    >>> block = rule_block(sparse.csr_array([[2.0]]), sparse.csr_array([[2]]), np.array([-1]), np.array([-1]))
    >>> model = RuleModel(np.zeros((1, 2)), np.zeros(1), np.zeros(1))
    >>> imply_loss_and_gradient(block, model, 1.0, q=0.2).round(4).tolist()
    [-0.3333, -0.1667, 0.3333, 0.1667, 0.2877]
    """
    n_documents, n_rows = block.features.shape[0], len(model.classifier)
    scores = product(block.features, np.vstack([model.classifier[:, :-1], model.coverage]).T)
    told = of_each_class(scores[:, :n_rows] + model.classifier[:, -1])
    probabilities, logarithms = softmax(told)
    n_classes = told.shape[1]
    # Where a class is believed on a document: by a person, or by a vote as far as it applies.
    places = np.concatenate([block.labeled * n_classes + block.labels, block.documents * n_classes + block.voted])
    log_right = (told - logarithms[:, np.newaxis]).ravel()[places]
    losses, rule_pull, belief = _of_votes(
        scores[block.documents, -1] + model.intercepts[block.rules],
        log_right[len(block.labeled) :],
        block.roles,
        open_weight,
        q,
    )
    weights = np.concatenate([np.ones(len(block.labeled)), belief])
    targets = _sums(places, weights, n_documents * n_classes).reshape(n_documents, n_classes)
    pull = (targets.sum(axis=1, keepdims=True) * probabilities - targets)[:, -n_rows:]
    both = product(block.features.T, np.column_stack([pull, _sums(block.documents, rule_pull, n_documents)]))
    gradient = RuleModel(
        classifier=np.column_stack([both[:, :-1].T, pull.sum(axis=0)]),
        coverage=both[:, -1],
        intercepts=_sums(block.rules, rule_pull, len(model.intercepts)),
    )
    return np.append(gradient.flat, losses.sum() - log_right[: len(block.labeled)].sum())


def fit_imply_loss(
    total: Callable[[RuleModel, float], NDArray[np.float64]],
    shape: tuple[int, int],
    n_rules: int,
    counts: NDArray[np.int64],
    *,
    settings: ImplyLoss | None = None,
    start: RuleModel | None = None,
    max_iter: int = 100,
    tol: float = 1e-5,
) -> RuleModel:
    """Minimise the mean over labeled documents plus ``γ`` times the mean over the others that have votes.

    A penalty of ``ridge/2`` times the sum of squares is added, over all but the classifier's intercepts. It is
    minimised by L-BFGS from zero, where every probability is uniform, so that the result is a function of the
    votes and labels alone. The loss is not convex: another start may lead elsewhere.

    Parameters
    ----------
    total : callable
        From a model and the weight of documents without a label to the sum of :func:`imply_loss_and_gradient` over
        all blocks.
    shape : tuple of int
        Of the classifier: ``(K, d + 1)``, or ``(1, d + 1)`` for two classes. Number the classes that have votes or
        labels ``0..K-1``: one that has neither cannot be told.
    n_rules : int
        m.
    counts : ndarray of shape (2,)
        The sum of :attr:`RuleBlock.counts` over all blocks.
    settings : ImplyLoss, optional
        As they are by default, when left out.
    start : RuleModel, optional
        Where to begin, other than at zero.
    max_iter : int, default=100
    tol : float, default=1e-5
        It stops where no component of the gradient is larger.

    Examples
    --------
    Two documents were labeled and a function was written on each; both agree with the words of the third:

    >>> features = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> votes = sparse.csr_array([[1, 0], [0, 2], [0, 2]])
    >>> block = rule_block(features, votes, np.array([0, 1, -1]), np.array([0, 1]))
    >>> model = fit_imply_loss(
    ...     lambda model, weight: imply_loss_and_gradient(block, model, weight, q=0.2), (1, 3), 2, block.counts
    ... )
    >>> (product(features, model.classifier[:, :-1].T) + model.classifier[:, -1] > 0).ravel().tolist()
    [False, True, True]
    """
    settings = settings or ImplyLoss()
    n_labeled, n_open = (max(int(count), 1) for count in counts)
    penalised = np.ones(shape)
    penalised[:, -1] = 0.0
    kept = np.concatenate([penalised.ravel(), np.ones(shape[1] - 1 + n_rules)])

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = total(_unpacked(flat, shape), settings.gamma * n_labeled / n_open) / n_labeled
        pull = settings.ridge * kept * flat
        return float(sums[-1] + pull @ flat / 2), sums[:-1] + pull

    found = optimize.minimize(
        objective,
        np.zeros(len(kept)) if start is None else start.flat,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": max_iter, "gtol": tol},
    )
    return _unpacked(found.x, shape)


def _of_votes(
    scores: NDArray[np.float64],
    log_right: NDArray[np.float64],
    roles: NDArray[np.int64],
    open_weight: float,
    q: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give the loss of each vote, its slope along the rule's score, and the weight of its class as a soft label."""
    on, right = special.expit(scores), np.exp(log_right)
    kept = np.maximum(special.expit(-scores) + on * right, np.finfo(np.float64).tiny)  # 1 − r (1 − p) = (1 − r) + r p
    belief = on * right / kept
    losses, slopes, weights = -open_weight * np.log(kept), open_weight * (on - belief), open_weight * belief
    known = np.flatnonzero(roles != OPEN)  # a few: those on documents with a label
    log_on, log_off = -np.logaddexp(0, -scores[known]), -np.logaddexp(0, scores[known])
    on, off, power = np.exp(log_on), np.exp(log_off), np.exp(q * log_on)
    losses[known] = np.choose(roles[known], [-log_on, (1 - power) / q, -log_off])
    slopes[known] = np.choose(roles[known], [-off, -power * off, on])
    weights[known] = 0.0
    return losses, slopes, weights


def _sums(places: NDArray[np.int64], weights: NDArray[np.float64], n_places: int) -> NDArray[np.float64]:
    """Add up weights by place; NumPy's own types take them for whole numbers."""
    return np.bincount(places, weights, n_places).astype(np.float64)


def _unpacked(flat: NDArray[np.float64], shape: tuple[int, int]) -> RuleModel:
    classifier, coverage, intercepts = np.split(flat, np.cumsum([shape[0] * shape[1], shape[1] - 1]))
    return RuleModel(classifier.reshape(shape), coverage, intercepts)
