"""What label models that learn have in common: when they can be fitted, and what stands in where they cannot."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from lamplighter.exceptions import InputError
from lamplighter.learning.label_model import LabelModel
from lamplighter.learning.majority import vote_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Balance, Posterior, Votes

__all__ = ["FittedLabelModel", "check_number"]

FEWEST = 3
"""Functions that have to vote: what two agree on says nothing of which of them is right."""

EMPTIED = 0.05
"""A class is emptied when fewer than this share of the documents is left to it that majority vote gives it."""


NOT_FINITE = "{} did not arrive at finite numbers: majority vote is used."


class FittedLabelModel(LabelModel):
    """A label model that learns from which votes fall together, and steps back where there is nothing to learn from.

    :meth:`fit` looks at the votes first, and at what was learnt afterwards. Majority vote stands in, and
    ``fallback_`` says why, where

    1. fewer than three functions vote, only one class is voted for, or no two votes fall on one document;
    2. what was learnt is not finite;
    3. what was learnt empties a class: almost none of the documents that majority vote gives it are left to it.
       An estimate that has turned functions around, or taken one class for noise, shows in this.

    A subclass writes ``_learn`` and ``_beliefs``, and is handed in them nothing that is not fit to be learnt from.

    Attributes
    ----------
    class_balance_ : ndarray of shape (K,)
        The belief on a document without votes.
    fallback_ : str or None
        Why majority vote stands in. The other learnt attributes are not there, or not to be relied on, if it does.
    """

    class_balance_: Balance

    name: ClassVar[str]
    """What it is called in ``LABEL_MODELS``, for messages."""

    guarded: ClassVar[bool] = True
    """Whether the third point holds. Not for one that is to be compared with what others published."""

    @abstractmethod
    def _learn(self, votes: Votes, counts: NDArray[np.int64]) -> None:
        """Learn; ``class_balance_`` is there already, and may be replaced by one that is learnt."""

    @abstractmethod
    def _beliefs(self, votes: Votes) -> Posterior:
        """Give the beliefs on rows of which each has a vote, with what was learnt."""

    def fit(
        self, votes: Votes, counts: NDArray[np.int64] | None = None, *, n_classes: int, class_balance: Balance
    ) -> Self:
        """Learn from votes, or say in ``fallback_`` why not. The parameters are those of every label model."""
        self.fit_all([self], votes, counts, n_classes=n_classes, class_balance=class_balance)
        return self

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
        """Fit each of several models to the same votes."""
        del n_classes
        given = np.asarray(class_balance, dtype=np.float64)
        counts = np.ones(votes.shape[0], dtype=np.int64) if counts is None else np.asarray(counts)
        for model in models:
            for learnt in [name for name in vars(model) if name.endswith("_")]:
                delattr(model, learnt)
            model.class_balance_ = given
        voted = np.flatnonzero((np.diff(votes.indptr) > 0) & (counts > 0))
        seen = votes[voted]
        reason = obstacle(seen, cls.name)
        if reason is None:
            cls._learn_all(models, votes, counts)
        for model in models:
            failed = reason or model._failure(seen, counts[voted], given)  # noqa: SLF001  (its own class)
            if failed is not None:
                model.class_balance_ = given
                model.fallback_ = failed

    @classmethod
    def _learn_all(cls, models: Sequence[Self], votes: Votes, counts: NDArray[np.int64]) -> None:
        """Let each learn; a subclass that can do it faster for all at once overrides it."""
        for model in models:
            model._learn(votes, counts)  # noqa: SLF001  (its own class)

    def _failure(self, votes: Votes, counts: NDArray[np.int64], balance: Balance) -> str | None:
        """Say why what was learnt cannot be used, if it cannot; each of the rows has a vote."""
        beliefs = self._beliefs(votes)
        if not np.isfinite(beliefs).all():
            return NOT_FINITE.format(self.name)
        return emptied(beliefs, vote_shares(votes, balance), counts, self.name) if self.guarded else None

    def predict_proba(self, votes: Votes) -> Posterior:
        """Give the beliefs: those of the model, or of majority vote where it stands in."""
        return self.predict_proba_all([self], votes)[0]

    @classmethod
    def predict_proba_all(cls, models: Sequence[Self], votes: Votes) -> list[Posterior]:
        """Give the beliefs of each of several models that were fitted to the same votes."""
        able = [model for model in models if not model.fallback_]
        voted = np.flatnonzero(np.diff(votes.indptr))
        found = iter(cls._beliefs_of(able, votes[voted]) if able and len(voted) else [])
        posteriors = []
        for model in models:
            if model.fallback_:
                posteriors.append(vote_shares(votes, model.class_balance_))
                continue
            beliefs = np.tile(model.class_balance_, (votes.shape[0], 1))
            if len(voted):
                beliefs[voted] = next(found)
            posteriors.append(beliefs)
        return posteriors

    @classmethod
    def _beliefs_of(cls, models: Sequence[Self], votes: Votes) -> list[Posterior]:
        """Give the beliefs of each; a subclass that can do it faster for all at once overrides it."""
        return [model._beliefs(votes) for model in models]  # noqa: SLF001  (its own class)


def obstacle(votes: Votes, name: str) -> str | None:
    """Say what keeps a model from being fitted to votes, if anything does.

    Parameters
    ----------
    votes : csr_array of shape (r, m)
        Rows that have votes.
    name : str
        Of the model.

    Examples
    --------
    >>> from scipy import sparse
    >>> obstacle(sparse.csr_array([[1, 2, 0], [1, 0, 0]]), "metal")
    '2 functions vote; metal needs 3: majority vote is used.'
    """
    functions, classes = (np.count_nonzero(np.bincount(values)) for values in (votes.indices, votes.data))
    if functions < FEWEST:
        found = "1 function votes" if functions == 1 else f"{functions} functions vote"
        return f"{found}; {name} needs {FEWEST}: majority vote is used."
    if classes == 1:
        return f"Only one class is voted for; {name} needs 2: majority vote is used."
    if np.diff(votes.indptr).max() == 1:
        return f"No two functions vote on one document; {name} learns from those: majority vote is used."
    return None


def emptied(beliefs: Posterior, majority: Posterior, counts: NDArray[np.int64], name: str) -> str | None:
    """Say which class beliefs that were learnt would empty, if they do.

    Parameters
    ----------
    beliefs, majority : ndarray of shape (r, K)
        What was learnt, and the shares of the votes, on the same rows, which have votes.
    counts : ndarray of shape (r,)
    name : str
        Of the model.

    Examples
    --------
    >>> sure, majority = np.array([[0.9, 0.1], [0.6, 0.4]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> emptied(sure, majority, np.array([9, 8]), "metal")
    'metal would leave 0 of the documents to class code 1, which has the majority of votes on 8: majority vote is used.'
    """
    before, after = favoured(majority, counts), favoured(beliefs, counts)
    codes = np.flatnonzero(after < EMPTIED * before)
    if not len(codes):
        return None
    code = codes[0]
    return (
        f"{name} would leave {after[code]} of the documents to class code {code}, which has the majority of votes on "
        f"{before[code]}: majority vote is used."
    )


def favoured(beliefs: Posterior, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the documents on which each class is likelier than every other.

    Examples
    --------
    >>> favoured(np.array([[0.9, 0.1], [0.5, 0.5], [0.3, 0.7]]), np.array([2, 5, 3])).tolist()
    [2, 3]
    """
    best = np.isclose(beliefs, beliefs.max(axis=1, keepdims=True))
    alone = best.sum(axis=1) == 1
    number: NDArray[np.int64] = counts[alone] @ best[alone]
    return number


def check_number(name: str, value: float, least: float, below: float = np.inf) -> None:
    """Raise an error unless a setting is a number, at least this and below that (or infinity).

    Examples
    --------
    >>> check_number("precision", 1.2, 0.5, 1)
    Traceback (most recent call last):
    lamplighter.exceptions.InputError: precision is 1.2; expected a number of at least 0.5 and below 1.
    """
    if not least <= value < below:
        rest = "" if below == np.inf else f" and below {below:g}"
        raise InputError(f"{name} is {value}; expected a number of at least {least:g}{rest}.")
