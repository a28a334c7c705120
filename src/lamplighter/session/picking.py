"""From a session and its models to the document that is shown, and to the measure of how good the models are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.learning import accuracy, f1_scores
from lamplighter.selection import Choice, Pick, Random, Strategy, pick_batch
from lamplighter.selection.representatives import representatives
from lamplighter.session.events import Learnt, Suggested
from lamplighter.session.strategies import strategy_of
from lamplighter.session.suggestion import NamedReason, Suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Mask, Rows
    from lamplighter.engine import Engine, Models
    from lamplighter.session.session import Session

__all__ = ["Narrowed", "apart_from", "eligible", "first_documents", "lots_of", "measured", "picked", "suggestion"]

MAX_REASONS = 6

MIN_CLASSES = 2

REPRESENTATIVE = "likeness to many others"
"""How the choice of the first documents is called on screen, after "chosen by"."""

COMPARED = 2000
"""Documents that are compared with one another, at most: what stands for many of so many stands for many of all."""

KNOWN, KNOWN_SHARE = 20, 0.01
"""Documents that the functions of a class must vote on before the strategy takes over; in small corpora, a share of all. A
first word that stands in a handful says too little of its class to look for others of it."""

LOOKED_AT = 100_000
"""Documents that a pick looks at, at least, where there are more: other ones each time."""

FIRST = 32
"""Documents that stand for many others, at most: some may have been shown for another reason."""


@dataclass(frozen=True, eq=False)
class Narrowed:
    """What may be picked, where that is less than all that may be shown.

    Attributes
    ----------
    among : ndarray of bool, shape (n,)
        The documents.
    without : ndarray of int
        Primitives that are not expected to become functions.
    """

    among: Mask
    without: Rows


def picked(session: Session, models: Models, narrowed: Narrowed | None = None) -> list[Suggested]:
    """Pick the next documents (Algorithm 2), as many as the schedule has.

    The lots depend on the seed, the step, and how many documents were passed over at that step.

    Parameters
    ----------
    session : Session
    models : Models
    narrowed : Narrowed, optional
        To pick one document alone, and not of all.

    Raises
    ------
    PoolExhaustedError
        If every document has been shown.
    """
    lots = lots_of(session)
    strategy = _strategy(session, models, lots)
    among = _open(session) if narrowed is None else narrowed.among
    size = session.settings.schedule.batch_size if narrowed is None else 1
    batch, chosen_by = _first(session, models, among, size), REPRESENTATIVE
    if not batch:
        without = narrowed.without if narrowed else np.zeros(0, dtype=np.int64)
        batch, chosen_by = _chosen(session, models, strategy, Narrowed(among, without), lots, size), strategy.title
    if not batch:
        raise PoolExhaustedError(f"All {len(session.corpus)} documents have been shown; none is left to suggest.")
    return [_recorded(session, choice, models.step, chosen_by) for choice in batch]


def lots_of(session: Session) -> np.random.Generator:
    """Give what draws the lots of the next pick."""
    state = session.state
    times = [len(state.passed_now)] if state.passed_now else []
    return np.random.default_rng([session.settings.seed, state.step, *times])


def first_documents(engine: Engine, seed: int) -> Rows:
    """Give the first documents, which stand for many others; of a large corpus, for a sample of it."""
    drawn = np.sort(np.random.default_rng(seed).permutation(engine.index.n_documents)[:COMPARED])
    parts = engine.within(drawn, lambda block, rows: block.features[rows])
    return drawn[representatives(sparse.vstack(parts, format="csr"), FIRST)]


def _chosen(
    session: Session, models: Models, strategy: Strategy, narrowed: Narrowed, lots: np.random.Generator, size: int
) -> list[Choice]:
    """Let a strategy choose."""
    engine, slices = session.engine, session.engine.index.slices
    available, twins = _available(session, strategy), session.corpus.twins
    may = _looked_at(narrowed.among, [block.documents for block in slices], lots)
    available[narrowed.without] = 0.0
    return pick_batch(
        strategy,
        models.contexts(available, strategy),
        _statistics(models, strategy),
        [may[block.documents] for block in slices],
        lots,
        size,
        twins=[twins[block.documents] for block in slices],
        available=available,
        map_blocks=engine.over,
    )


def _looked_at(may: Mask, slices: Sequence[slice], lots: np.random.Generator) -> Mask:
    """Of very many documents that may be picked, keep those of some slices, by lot: the best of them is hardly worse than the best of all."""
    if np.count_nonzero(may) <= LOOKED_AT:
        return may
    kept, n = np.zeros_like(may), 0
    for number in lots.permutation(len(slices)):
        if n >= LOOKED_AT:
            break
        own = slices[number]
        kept[own] = may[own]
        n += int(np.count_nonzero(may[own]))
    return kept


def _statistics(models: Models, strategy: Strategy) -> NDArray[np.float64]:
    """Give what a strategy has to know of all documents, also one that the models were not learnt for."""
    if strategy is models.strategy:
        return models.statistics
    engine = models.engine
    contexts = models.contexts(np.ones(len(engine.index.vocabulary)), strategy)
    with engine.working():
        return engine.summed(strategy.statistics, contexts)


def _first(session: Session, models: Models, may: Mask, size: int) -> list[Choice]:
    """Give documents that stand for many others, where it is their turn: at first, until every class is known of."""
    schedule, strategy = session.settings.schedule, strategy_of(session)
    n_shown = len(session.state.shown)
    left = schedule.random_first + schedule.representatives_first - n_shown
    if (
        not strategy.begins_with_representatives
        or n_shown < schedule.random_first
        or left <= 0
        or _knows_every_class(session, models)
    ):
        return []
    twins = session.corpus.twins
    chosen: dict[int, int] = {}
    for document in session.representatives.tolist():
        if may[document]:
            chosen.setdefault(int(twins[document]), document)
    return [Choice(Pick(document, 0.0, 1), []) for document in [*chosen.values()][: min(left, size)]]


def _knows_every_class(session: Session, models: Models) -> bool:
    """Say whether the functions of every class vote on enough documents for the class to be known again."""
    engine, K = session.engine, len(session.labels)
    if len({function.label for function in models.functions}) < K:
        return False
    votes = engine.summed(lambda block: np.bincount(block.data, minlength=K + 1)[1:].astype(np.float64), models.votes)
    return bool(votes.min() >= min(KNOWN, KNOWN_SHARE * engine.index.n_documents))


def _strategy(session: Session, models: Models, lots: np.random.Generator) -> Strategy:
    """Give the session's strategy, or chance: at first, and now and then while the strategy cannot lead to some class."""
    strategy, schedule, lot = strategy_of(session), session.settings.schedule, lots.random()
    if len(session.state.shown) < schedule.random_first:
        return Random()
    voted = sorted({function.label for function in models.functions})
    if not schedule.explore or not strategy.knows_voted_classes_only or len(voted) < MIN_CLASSES:
        return strategy
    silent = 1 - models.evidence.class_balance[voted].sum()
    return Random() if lot < silent else strategy


def _recorded(session: Session, choice: Choice, step: int, chosen_by: str) -> Suggested:
    """Give a choice as the event it is, with the reasons that speak most for it."""
    terms = session.engine.index.vocabulary.terms
    best = sorted(choice.reasons, key=lambda reason: -reason.contribution)[:MAX_REASONS]
    records = tuple(
        (terms[reason.primitive], session.labels[reason.label], reason.probability, reason.utility)
        for reason in best
        if reason.contribution > 0
    )
    usual = strategy_of(session).title
    return Suggested(
        choice.pick.document,
        choice.pick.score,
        choice.pick.n_tied,
        step,
        records,
        chosen_by,
        stood_in_for=None if chosen_by == usual else usual,
    )


def suggestion(session: Session, shown: Suggested | None) -> Suggestion:
    """Give what is shown of a document that was picked.

    Raises
    ------
    SessionError
        If none was.
    """
    if shown is None:
        raise SessionError("No document is suggested. Call suggest() first.")
    vocabulary = session.engine.index.vocabulary
    terms = session.engine.terms_of(shown.document)
    return Suggestion(
        document=shown.document,
        text=session.corpus.texts[shown.document],
        candidates={term: int(vocabulary.document_counts[vocabulary.numbers[term]]) for term in terms},
        reasons=tuple(NamedReason(*reason) for reason in shown.reasons),
        score=shown.score,
        n_tied=shown.n_tied,
        models_step=shown.models_step,
        chosen_by=shown.chosen_by or session.settings.strategy.title,
        passed=shown.passed,
        stood_in_for=shown.stood_in_for,
    )


def measured(models: Models, gold: NDArray[np.int64]) -> Learnt:
    """Measure models against the true classes (codes, −1 where not known); without an end model there is no figure."""
    known = gold >= 0
    if models.classifier is None or not known.any():
        return Learnt(models.step)
    predicted = models.predicted[known]
    f1 = float(f1_scores(predicted, gold[known], len(models.class_balance)).mean())
    return Learnt(models.step, accuracy(predicted, gold[known]), f1)


def _available(session: Session, strategy: Strategy) -> Available:
    """Say how far primitives may be expected to become functions: not those that have one, less those that were refused."""
    index = session.engine.index
    available = np.ones(len(index.vocabulary))
    if strategy.learns_from_refusals:
        shown = np.array(sorted(session.state.shown), dtype=np.int64)
        seen = session.engine.within(shown, lambda block, rows: block.incidence[rows].sum(axis=0))
        available /= 1 + sum(seen, start=np.zeros(len(available)))
    gone = strategy.passed_over | {used.primitive for used in session.functions}
    numbers = index.vocabulary.numbers
    available[[numbers[primitive] for primitive in gone if primitive in numbers]] = 0.0
    return available


def eligible(session: Session) -> Mask:
    """Documents that were not answered, and whose very text was not answered elsewhere."""
    return apart_from(session, session.state.shown, np.ones(len(session.corpus), dtype=bool))


def apart_from(session: Session, documents: Collection[int], may: Mask) -> Mask:
    """Give those that may, but for some documents and all with the very text of one of them."""
    twins = session.corpus.twins
    return may & ~np.isin(twins, twins[sorted(documents)]) if documents else may


def _open(session: Session) -> Mask:
    """Documents that may be shown next: those that were passed over rest, while there are others."""
    may = eligible(session)
    awake = apart_from(session, session.state.resting, may)
    return awake if awake.any() else may
