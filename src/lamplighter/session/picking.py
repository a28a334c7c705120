"""From a session and its models to the document that is shown, and to the measure of how good the models are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.learning import accuracy, f1_scores
from lamplighter.selection import Choice, Random, Strategy, pick_batch
from lamplighter.session.events import Learnt, Suggested
from lamplighter.session.suggestion import NamedReason, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Mask
    from lamplighter.engine import Models
    from lamplighter.session.session import Session

__all__ = ["measured", "picked", "suggestion"]

MAX_REASONS = 6

MIN_CLASSES = 2


def picked(session: Session, models: Models) -> list[Suggested]:
    """Pick the next documents (Algorithm 2), as many as the schedule has; the lots depend on the seed and the step alone.

    Raises
    ------
    PoolExhaustedError
        If every document has been shown.
    """
    engine, slices = session.engine, session.engine.index.slices
    lots = np.random.default_rng([session.settings.seed, session.state.step])
    strategy = _strategy(session, models, lots)
    available, eligible, twins = _available(session, strategy), _eligible(session), session.corpus.twins
    batch = pick_batch(
        strategy,
        models.contexts(available, strategy),
        models.statistics if strategy is session.settings.strategy else np.zeros(0),
        [eligible[block.documents] for block in slices],
        lots,
        session.settings.schedule.batch_size,
        twins=[twins[block.documents] for block in slices],
        map_blocks=engine.over,
    )
    if not batch:
        raise PoolExhaustedError(f"All {len(session.corpus)} documents have been shown; none is left to suggest.")
    return [_recorded(session, choice, models.step) for choice in batch]


def _strategy(session: Session, models: Models, lots: np.random.Generator) -> Strategy:
    """Give the session's strategy, or chance: at first, and now and then while the strategy cannot lead to some class."""
    strategy, schedule, lot = session.settings.strategy, session.settings.schedule, lots.random()
    if len(session.state.shown) < schedule.random_first:
        return Random()
    voted = sorted({function.label for function in models.functions})
    if not schedule.explore or not strategy.knows_voted_classes_only or len(voted) < MIN_CLASSES:
        return strategy
    silent = 1 - models.class_balance[voted].sum()
    return Random() if lot < silent else strategy


def _recorded(session: Session, choice: Choice, step: int) -> Suggested:
    """Give a choice as the event it is, with the reasons that speak most for it."""
    terms = session.engine.index.vocabulary.terms
    best = sorted(choice.reasons, key=lambda reason: -reason.contribution)[:MAX_REASONS]
    records = tuple(
        (terms[reason.primitive], session.labels[reason.label], reason.probability, reason.utility)
        for reason in best
        if reason.contribution > 0
    )
    return Suggested(choice.pick.document, choice.pick.score, choice.pick.n_tied, step, records)


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
    terms = session.engine.index.terms_of(shown.document)
    return Suggestion(
        document=shown.document,
        text=session.corpus.texts[shown.document],
        candidates={term: int(vocabulary.document_counts[vocabulary.numbers[term]]) for term in terms},
        reasons=tuple(NamedReason(*reason) for reason in shown.reasons),
        score=shown.score,
        n_tied=shown.n_tied,
        models_step=shown.models_step,
    )


def measured(models: Models, gold: NDArray[np.int64]) -> Learnt:
    """Measure models against the true classes (codes, −1 where not known); without an end model there is no figure."""
    known = gold >= 0
    if models.classifier is None or not known.any():
        return Learnt(models.step)
    predicted = np.concatenate(models.predictions)[known].argmax(axis=1).astype(np.int64)
    f1 = float(f1_scores(predicted, gold[known], len(models.class_balance)).mean())
    return Learnt(models.step, accuracy(predicted, gold[known]), f1)


def _available(session: Session, strategy: Strategy) -> Mask:
    """Primitives that have no function yet, and of which the strategy expects one."""
    numbers = session.engine.index.vocabulary.numbers
    available = np.ones(len(numbers), dtype=bool)
    gone = strategy.passed_over | {used.primitive for used in session.functions}
    available[[numbers[primitive] for primitive in gone if primitive in numbers]] = False
    return available


def _eligible(session: Session) -> Mask:
    """Documents that were not answered, and whose very text was not answered elsewhere."""
    twins = session.corpus.twins
    eligible = np.ones(len(twins), dtype=bool)
    answered = sorted(session.state.shown)
    if answered:
        eligible[np.isin(twins, twins[answered])] = False
    return eligible
