"""Majority vote, softly: the share of the votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from lamplighter.learning.label_model import LabelModel
from lamplighter.votes import vote_counts_by_class

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["MajorityVote", "vote_shares"]


def vote_shares(votes: Votes, class_balance: Balance) -> Posterior:
    """Give the share of each class among a row's votes; without votes, the class balance.

    Parameters
    ----------
    votes : csr_array of shape (r, m)
        Class codes ``1..K``, not stored where a function abstains.
    class_balance : ndarray of shape (K,)

    Returns
    -------
    ndarray of shape (r, K)

    Examples
    --------
    >>> from scipy import sparse
    >>> vote_shares(sparse.csr_array([[1, 2, 1, 1], [0, 0, 0, 0]]), np.array([0.5, 0.5])).tolist()
    [[0.75, 0.25], [0.5, 0.5]]
    """
    by_class = vote_counts_by_class(votes, len(class_balance))
    total = by_class.sum(axis=1, keepdims=True)
    return np.where(total > 0, by_class / np.maximum(total, 1), class_balance)


class MajorityVote(LabelModel):
    """Believes each class as much as its share of the votes on a document.

    It learns nothing from the votes, so it cannot be misled by them either: use it while functions are few,
    and as the model that another one has to beat.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
        The belief on a document without votes.

    Examples
    --------
    Two votes against one, one vote alone, and none:

    >>> import numpy as np
    >>> from scipy import sparse
    >>> votes = sparse.csr_array([[1, 2, 1], [0, 2, 0], [0, 0, 0]])
    >>> model = MajorityVote().fit(votes, n_classes=2, class_balance=np.array([0.8, 0.2]))
    >>> model.predict_proba(votes).round(2).tolist()
    [[0.67, 0.33], [0.0, 1.0], [0.8, 0.2]]
    >>> model.predict(votes).tolist()
    [0, 1, 0]
    """

    def fit(
        self, votes: Votes, counts: NDArray[np.int64] | None = None, *, n_classes: int, class_balance: Balance
    ) -> Self:
        """Keep the class balance; there is nothing else to learn. The parameters are those of every label model."""
        del votes, counts, n_classes
        self.class_balance_ = np.asarray(class_balance, dtype=np.float64)
        return self

    def predict_proba(self, votes: Votes) -> Posterior:
        """Give the share of each class among a row's votes."""
        return vote_shares(votes, self.class_balance_)
