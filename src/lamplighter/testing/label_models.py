"""The contract of label models."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.learning import FittedLabelModel, MajorityVote
from lamplighter.linalg import distinct_rows
from lamplighter.testing.cases import ballots, case, digest, expect, frozen, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lamplighter.arrays import Posterior, Votes
    from lamplighter.learning import LabelModel
    from lamplighter.testing.cases import Ballot

__all__ = ["check_label_model"]

TOLERANCE = 1e-6
"""Models may iterate, and stop a little apart when sums are rounded otherwise."""

FEWEST = 3
"""Functions that have to vote before a model can learn from them."""

UNANIMOUS = 3
"""Votes for one class, and none for another, after which a model has to believe in it."""


def check_label_model(make: Callable[[], LabelModel]) -> None:
    """Check that a label model keeps the contract that a session relies on.

    On votes of two and of four classes, of many functions, of one and of none, for all classes and for one; of functions
    that are copies of others, never vote, or vote everywhere; and of sixty functions of which fifty are the same:

    1. beliefs are finite, one row for each row of votes, and rows sum to 1;
    2. a row without a vote has the class balance;
    3. fitted twice, or another one made in the same way, or two of them by ``fit_all``, it believes the same;
    4. nothing that it is handed is changed;
    5. the order of the documents does not matter, nor that of the functions;
    6. a row counted three times is a row that stands there three times;
    7. what several functions say, and nobody gainsays, it believes on most documents;
    8. where it says in ``fallback_`` that majority vote stands in, it says so in a sentence, and believes what majority
       vote believes; one made from :class:`~lamplighter.learning.FittedLabelModel` says so where fewer than three
       functions vote, or for one class only, and not before it is fitted.


    Parameters
    ----------
    make : callable
        Makes one: the class itself, where its arguments have defaults.

    Raises
    ------
    AssertionError
        With the case, what was expected and what was found.

    Examples
    --------
    >>> from lamplighter.learning import MajorityVote
    >>> check_label_model(MajorityVote)
    """
    for ballot in chain(ballots(), awkward_ballots()):
        for check in CHECKS:
            with case(f"{type(make()).__name__}, {ballot.name}"):
                check(make, ballot)


def awkward_ballots() -> Iterator[Ballot]:
    """Give votes of functions that tell a model little, or the same over and over."""
    for ballot in ballots():
        if ballot.votes.shape[1] < FEWEST or not ballot.votes.nnz or (ballot.votes.data == 1).all():
            continue
        votes = ballot.votes.toarray().astype(np.int64)
        everywhere = np.ones_like(votes[:, :1])
        kinds = {
            "each function twice": np.hstack([votes, votes]),
            "functions that never vote": np.hstack([0 * everywhere, votes, 0 * votes]),
            "functions that vote everywhere": np.hstack([votes, everywhere, ballot.n_classes * everywhere]),
            "60 functions, 50 the same": np.hstack([votes, votes[:, :4], np.repeat(votes[:, :1], 50, axis=1)]),
        }
        for kind, dense in kinds.items():
            yield replace(ballot, name=f"{ballot.name}, {kind}", votes=frozen(sparse.csr_array(dense)))


def _fitted(make: Callable[[], LabelModel], ballot: Ballot, votes: Votes | None = None) -> LabelModel:
    model = make()
    fitted = model.fit(
        ballot.votes if votes is None else votes, n_classes=ballot.n_classes, class_balance=ballot.class_balance
    )
    expect(fitted is model, "fit does not return the model itself.")
    return fitted


def _beliefs(make: Callable[[], LabelModel], ballot: Ballot) -> Posterior:
    return _fitted(make, ballot).predict_proba(ballot.votes)


def _check_rows_are_beliefs(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    model = _fitted(make, ballot)
    for votes in (ballot.votes, ballot.votes[:1], ballot.votes[:0]):
        beliefs = model.predict_proba(votes)
        shape = (votes.shape[0], ballot.n_classes)
        expect(beliefs.shape == shape, f"predict_proba gives the shape {beliefs.shape}; expected {shape}.")
        expect(np.isfinite(beliefs).all(), "a belief is not a finite number.")
        expect((beliefs >= 0).all(), f"a belief is {beliefs.min(initial=0.0):.6g}; expected 0 or more.")
        expect(same(beliefs.sum(axis=1), np.ones(shape[0])), "rows of beliefs do not sum to 1.")


def _check_without_votes_it_believes_the_balance(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    silent = np.diff(ballot.votes.indptr) == 0
    beliefs = _beliefs(make, ballot)[silent]
    expect(
        same(beliefs, np.tile(ballot.class_balance, (len(beliefs), 1)), TOLERANCE),
        f"without a vote it believes {beliefs[:1].round(4).tolist()}; expected the class balance, "
        f"{ballot.class_balance.tolist()}.",
    )


def _check_fitted_twice_it_believes_the_same(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    model = _fitted(make, ballot)
    first = model.predict_proba(ballot.votes)
    expect(np.array_equal(first, model.predict_proba(ballot.votes)), "asked twice, it believes something else.")
    expect(np.array_equal(first, _beliefs(make, ballot)), "another one, made the same way, believes something else.")
    two = [make(), make()]
    type(two[0]).fit_all(two, ballot.votes, n_classes=ballot.n_classes, class_balance=ballot.class_balance)
    for model in two:
        expect(
            np.array_equal(first, model.predict_proba(ballot.votes)),
            "fitted beside another one by fit_all, it believes something else.",
        )
    used = make().fit(
        frozen(ballot.votes[::2]), n_classes=ballot.n_classes, class_balance=ballot.class_balance[::-1].copy()
    )
    used.fit(ballot.votes, n_classes=ballot.n_classes, class_balance=ballot.class_balance)
    expect(
        np.array_equal(first, used.predict_proba(ballot.votes)),
        "fitted to other votes before, it believes something else.",
    )


def _check_it_changes_nothing(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    counts = np.ones(ballot.votes.shape[0], dtype=np.int64)
    before = digest(ballot.votes, ballot.class_balance, counts)
    model = make().fit(ballot.votes, counts, n_classes=ballot.n_classes, class_balance=ballot.class_balance)
    model.predict_proba(ballot.votes)
    expect(digest(ballot.votes, ballot.class_balance, counts) == before, "it changes what it is handed.")


def _check_order_of_documents_does_not_matter(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    order = np.random.default_rng(0).permutation(ballot.votes.shape[0])
    moved = frozen(ballot.votes[order])
    beliefs = _fitted(make, ballot, moved).predict_proba(moved)
    expect(
        same(beliefs, _beliefs(make, ballot)[order], TOLERANCE),
        "with the documents in another order the beliefs change.",
    )


def _check_order_of_functions_does_not_matter(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    order = np.random.default_rng(0).permutation(ballot.votes.shape[1])
    moved = frozen(ballot.votes[:, order].tocsr())
    beliefs = _fitted(make, ballot, moved).predict_proba(moved)
    expect(same(beliefs, _beliefs(make, ballot), TOLERANCE), "with the functions in another order the beliefs change.")


def _check_counts_stand_for_rows(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    rows, counts, numbers = distinct_rows(ballot.votes)
    balance = ballot.class_balance
    counted = make().fit(frozen(rows), counts, n_classes=ballot.n_classes, class_balance=balance)
    expect(
        same(counted.predict_proba(rows)[numbers], _beliefs(make, ballot), TOLERANCE),
        "fitted to distinct rows and their counts, it believes something else than fitted to all rows.",
    )


def _check_it_believes_what_nobody_gainsays(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    rows = np.repeat(np.arange(ballot.votes.shape[0]), np.diff(ballot.votes.indptr))
    cast = np.zeros((ballot.votes.shape[0], ballot.n_classes), dtype=np.int64)
    np.add.at(cast, (rows, ballot.votes.data - 1), 1)
    unanimous = (cast.max(axis=1) >= UNANIMOUS) & (cast.max(axis=1) == cast.sum(axis=1))
    if not unanimous.any() or (ballot.votes.data == 1).all():
        return
    believed = _beliefs(make, ballot)[unanimous].argmax(axis=1) == cast[unanimous].argmax(axis=1)
    expect(
        believed.mean() > 0.5,  # noqa: PLR2004  (most)
        f"of {len(believed)} documents with {UNANIMOUS} votes or more, all for one class, it believes these votes on "
        f"{int(believed.sum())}; expected most.",
    )


def _check_it_says_where_majority_vote_stands_in(make: Callable[[], LabelModel], ballot: Ballot) -> None:
    expect(make().fallback_ is None, "fallback_ is not None before it is fitted.")
    model = _fitted(make, ballot)
    if isinstance(model, FittedLabelModel) and _tells_too_little(ballot.votes):
        expect(model.fallback_, "there is nothing to learn from, and it does not say in fallback_ that it did not.")
    if model.fallback_ is None:
        return
    expect(str(model.fallback_).strip(), "fallback_ is empty; expected a sentence, or None.")
    majority = _beliefs(MajorityVote, ballot)
    expect(
        same(model.predict_proba(ballot.votes), majority),
        f"it says that majority vote is used ({model.fallback_}), and believes something else.",
    )


def _tells_too_little(votes: Votes) -> bool:
    return len(np.unique(votes.indices)) < FEWEST or len(np.unique(votes.data)) == 1


CHECKS = (
    _check_rows_are_beliefs,
    _check_without_votes_it_believes_the_balance,
    _check_fitted_twice_it_believes_the_same,
    _check_it_changes_nothing,
    _check_order_of_documents_does_not_matter,
    _check_order_of_functions_does_not_matter,
    _check_counts_stand_for_rows,
    _check_it_believes_what_nobody_gainsays,
    _check_it_says_where_majority_vote_stands_in,
)
