"""The contract of selection strategies."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.selection import LEARNT, pick, pick_batch
from lamplighter.testing.cases import (
    case,
    contexts,
    digest,
    expect,
    frozen,
    otherwise_learnt,
    same,
    some_documents,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lamplighter.arrays import Scores
    from lamplighter.selection import SelectionContext, Strategy

__all__ = ["check_strategy"]

ELIGIBLE = 8
"""Documents from which the checks pick a batch: it takes all of them."""


def check_strategy(make: Callable[[], Strategy]) -> None:
    """Check that a strategy keeps the contract that a session relies on.

    On documents of two and of four classes, with functions and without, with and without an end model:

    1. it has a title;
    2. scores are finite, one for each document, also where there is none;
    3. asked twice, or another one made in the same way, it says the same;
    4. nothing that it is handed is changed;
    5. the order of the documents does not matter, nor that of the functions;
    6. statistics add up: cut into blocks, the corpus has the same scores;
    7. where it gives reasons, they are functions on primitives of the document, and add up to its score;
    8. its scorer gives the scores, to the last bit;
    9. what it does not read may be anything: its statistics and scores stay the same;
    10. a batch begins with the single pick, and holds documents that are eligible, each once and one of twins, until
        none is left;
    11. what it foresees of a pick does not depend on the blocks.

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
    >>> from lamplighter.selection import Random
    >>> check_strategy(Random)
    """
    title = getattr(make(), "title", None)
    expect(isinstance(title, str) and title.strip(), f"title is {title!r}; expected how it is called on screen.")
    for name, context in contexts():
        for check in CHECKS:
            with case(f"{title!r}, {name}"):
                check(make, context)


def _scores(strategy: Strategy, blocks: Sequence[SelectionContext]) -> Scores:
    """Give the scores as an engine has them: statistics of all blocks summed, then the scores of each."""
    statistics = np.add.reduce([strategy.statistics(block) for block in blocks])
    return np.concatenate([strategy.scores(block, statistics) for block in blocks])


def _check_one_finite_score_a_document(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy = make()
    statistics = strategy.statistics(context)
    for n_documents in (0, 1, context.incidence.shape[0]):
        scores = strategy.scores(some_documents(context, slice(0, n_documents)), statistics)
        expect(
            scores.shape == (n_documents,),
            f"scores of {n_documents} documents have the shape {scores.shape}; expected {(n_documents,)}.",
        )
        expect(np.isfinite(scores).all(), f"a score is {scores[~np.isfinite(scores)][:1]}; expected finite numbers.")


def _check_asked_twice_it_says_the_same(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy = make()
    first = _scores(strategy, [context])
    expect(np.array_equal(first, _scores(strategy, [context])), "asked twice it gives different scores.")
    expect(np.array_equal(first, _scores(make(), [context])), "another one, made the same way, gives different scores.")


def _check_it_changes_nothing(make: Callable[[], Strategy], context: SelectionContext) -> None:
    def handed() -> list[bytes]:
        return digest(
            context.incidence,
            context.predictions,
            context.entropy,
            context.votes,
            context.available,
            context.class_balance,
        )

    before = handed()
    strategy = make()
    statistics = strategy.statistics(context)
    copied = digest(statistics)
    strategy.scores(context, statistics)
    one = some_documents(context, slice(0, 1))
    strategy.reasons(one, statistics)
    strategy.after(context, statistics, one)
    expect(handed() == before, "it changes what it is handed.")
    expect(digest(statistics) == copied, "it changes the statistics it is handed.")


def _check_order_of_documents_does_not_matter(make: Callable[[], Strategy], context: SelectionContext) -> None:
    order = np.random.default_rng(0).permutation(context.incidence.shape[0])
    moved = _scores(make(), [some_documents(context, order)])
    expect(same(moved, _scores(make(), [context])[order]), "with the documents in another order the scores change.")


def _check_order_of_functions_does_not_matter(make: Callable[[], Strategy], context: SelectionContext) -> None:
    order = np.random.default_rng(0).permutation(context.votes.shape[1])
    moved = _scores(make(), [replace(context, votes=frozen(context.votes[:, order].tocsr()))])
    expect(same(moved, _scores(make(), [context])), "with the functions in another order the scores change.")


def _check_statistics_add_up(make: Callable[[], Strategy], context: SelectionContext) -> None:
    edges = [0, 7, 7, 30, context.incidence.shape[0]]  # one of the blocks has no document
    blocks = [some_documents(context, slice(start, stop)) for start, stop in pairwise(edges)]
    expect(
        same(_scores(make(), blocks), _scores(make(), [context])),
        "cut into blocks, with the statistics summed, the corpus has other scores.",
    )


def _check_reasons_add_up(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy = make()
    statistics = strategy.statistics(context)
    scores = strategy.scores(context, statistics)
    for document in range(0, context.incidence.shape[0], 5):
        one = some_documents(context, slice(document, document + 1))
        reasons = strategy.reasons(one, statistics)
        if not reasons:
            continue
        contained = set(one.incidence.indices.tolist())
        for reason in reasons:
            expect(reason.primitive in contained, f"{reason} of document {document}, which lacks this primitive.")
            expect(reason.label in range(context.n_classes), f"{reason}; there are {context.n_classes} classes.")
            expect(0 <= reason.probability <= 1, f"{reason}; expected a probability.")
        total = np.array([sum(reason.contribution for reason in reasons)])
        expect(
            same(total, scores[[document]]),
            f"the reasons for document {document} add up to {total[0]:.6g}; its score is {scores[document]:.6g}.",
        )


def _check_scorer_gives_the_scores(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy = make()
    statistics = strategy.statistics(context)
    score = strategy.scorer(statistics, context.available)
    expect(
        np.array_equal(score(context), strategy.scores(context, statistics)),
        "its scorer gives other scores than scores() does.",
    )


def _check_what_it_does_not_read_does_not_matter(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy = make()
    foreign = sorted(set(strategy.reads) - LEARNT)
    expect(not foreign, f"it reads {foreign}; expected some of {sorted(LEARNT)}.")
    for field in sorted(LEARNT - strategy.reads):
        other = otherwise_learnt(context, field)
        unchanged = np.array_equal(strategy.statistics(other), strategy.statistics(context))
        expect(unchanged, f"with other {field}, which it does not name in reads, the statistics change.")
        unchanged = np.array_equal(_scores(strategy, [other]), _scores(strategy, [context]))
        expect(unchanged, f"with other {field}, which it does not name in reads, the scores change.")


def _check_batch_keeps_to_the_rules(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy, n_documents = make(), context.incidence.shape[0]
    statistics = strategy.statistics(context)
    numbers = np.arange(n_documents)
    eligible, twins = (numbers % 3 > 0) & (numbers < ELIGIBLE), numbers // 2
    n_left = len(set(twins[eligible]))
    first = pick([strategy.scores(context, statistics)], [eligible], np.random.default_rng(1))
    rng = np.random.default_rng(1)
    batch = pick_batch(strategy, [context], statistics, [eligible], rng, n_left + 1, twins=[twins])
    documents = [choice.pick.document for choice in batch]
    expect(batch[0].pick == first, f"a batch begins with {batch[0].pick}; the single pick is {first}.")
    expect(eligible[documents].all(), "a batch holds a document that is not eligible.")
    expect(len(set(twins[documents])) == len(documents), "a batch holds a document, or its twin beside it.")
    expect(len(documents) == n_left, f"a batch has {len(documents)} documents; {n_left} were eligible, but for twins.")


def _check_what_it_foresees_is_the_same_in_blocks(make: Callable[[], Strategy], context: SelectionContext) -> None:
    strategy = make()
    edges = [0, 7, 7, 30, context.incidence.shape[0]]
    blocks = [some_documents(context, slice(start, stop)) for start, stop in pairwise(edges)]
    statistics, one = strategy.statistics(context), some_documents(context, slice(8, 9))
    whole = _scores(strategy, [strategy.after(context, statistics, one)])
    cut = _scores(strategy, [strategy.after(block, statistics, one) for block in blocks])
    expect(np.isfinite(whole).all(), "after a pick, a score is not finite.")
    expect(same(cut, whole), "after a pick, cut into blocks, the corpus has other scores.")


CHECKS = (
    _check_one_finite_score_a_document,
    _check_asked_twice_it_says_the_same,
    _check_it_changes_nothing,
    _check_order_of_documents_does_not_matter,
    _check_order_of_functions_does_not_matter,
    _check_statistics_add_up,
    _check_reasons_add_up,
    _check_scorer_gives_the_scores,
    _check_what_it_does_not_read_does_not_matter,
    _check_batch_keeps_to_the_rules,
    _check_what_it_foresees_is_the_same_in_blocks,
)
