"""What every label model is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["LabelModel"]


class LabelModel(ABC):
    """From the votes on each document to a belief about its class.

    A label model sees only which functions vote what, so it is given the *distinct* rows of the label matrix
    and how often each occurs: the whole corpus, however large, in a few hundred rows.

    Attributes
    ----------
    fallback_ : str or None
        Why majority vote stands in for the model that was to be fitted, in a sentence for people; ``None`` where
        nothing stands in. See :class:`~lamplighter.learning.FittedLabelModel`.
    """

    fallback_: str | None = None

    @abstractmethod
    def fit(
        self, votes: Votes, counts: NDArray[np.int64] | None = None, *, n_classes: int, class_balance: Balance
    ) -> Self:
        """Learn from votes.

        Parameters
        ----------
        votes : csr_array of shape (r, m)
            Rows of the label matrix, class codes ``1..K``, not stored where a function abstains.
        counts : ndarray of shape (r,), optional
            How many documents have each row. Left out: one.
        n_classes : int
            K, at least 2.
        class_balance : ndarray of shape (K,)
            What is believed of the classes' shares.
        """

    @classmethod
    def fit_all(
        cls,
        models: Sequence[Self],
        votes: Votes,
        counts: NDArray[np.int64] | None = None,
        *,
        n_classes: int,
        class_balance: Balance,
    ) -> None:
        """Fit each of several models of the class to the same votes; the parameters are those of :meth:`fit`."""
        for model in models:
            model.fit(votes, counts, n_classes=n_classes, class_balance=class_balance)

    @abstractmethod
    def predict_proba(self, votes: Votes) -> Posterior:
        """Give the belief on each row: shape (r, K), rows sum to 1. Without any vote it is the class balance."""

    @classmethod
    def predict_proba_all(cls, models: Sequence[Self], votes: Votes) -> list[Posterior]:
        """Give :meth:`predict_proba` of each of several models of the class, fitted to the same votes."""
        return [model.predict_proba(votes) for model in models]

    def predict(
        self, votes: Votes, *, tie_break_policy: Literal["abstain", "random", "first"] = "abstain", seed: int = 0
    ) -> NDArray[np.int64]:
        """Give the likeliest class of each row.

        Parameters
        ----------
        votes : csr_array of shape (r, m)
        tie_break_policy : {'abstain', 'random', 'first'}, default='abstain'
            Where several classes are equally likely: −1, one of them by chance, or the first.
        seed : int, default=0
            Of the chance.

        Returns
        -------
        ndarray of shape (r,)
            Class codes ``0..K-1``, or −1.
        """
        if tie_break_policy not in {"abstain", "random", "first"}:
            raise InputError(f"No tie-break policy is called {tie_break_policy!r}. There are: abstain, random, first.")
        posterior = self.predict_proba(votes)
        best = np.isclose(posterior, posterior.max(axis=1, keepdims=True))
        if tie_break_policy == "random":
            lots = np.where(best, np.random.default_rng(seed).random(best.shape), -1.0)
            best = lots == lots.max(axis=1, keepdims=True)
        first: NDArray[np.int64] = best.argmax(axis=1).astype(np.int64)
        if tie_break_policy == "abstain":
            first[best.sum(axis=1) > 1] = -1
        return first
