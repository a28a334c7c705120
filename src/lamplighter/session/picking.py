"""From a session and its models to the document that is shown, and to the measure of how good the models are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.learning import accuracy, f1_scores
from lamplighter.selection import Random, Reason, Strategy, pick
from lamplighter.session.events import Learnt, ReasonRecord, Suggested
from lamplighter.session.suggestion import NamedReason, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Mask
    from lamplighter.engine import Models
    from lamplighter.session.session import Session

__all__ = ["measured", "picked", "suggestion"]

MAX_REASONS = 6


def picked(session: Session, models: Models) -> Suggested:
    """Pick the next document (Algorithm 2); the lot depends on the seed and the step alone.

    Raises
    ------
    PoolExhaustedError
        If every document has been shown.
    """
    engine = session.engine
    lots = np.random.default_rng([session.settings.seed, session.state.step])
    strategy = _strategy(session, models, lots)
    available = _available(session)
    scores = engine.map(lambda block: strategy.scores(models.context(block, available), models.statistics))
    eligible = _eligible(session)
    masks = [eligible[block.documents] for block in engine.index.slices]
    chosen = pick(scores, masks, lots)
    if chosen is None:
        raise PoolExhaustedError(f"All {len(session.corpus)} documents have been shown; none is left to suggest.")
    block, row = engine.index.locate(chosen.document)
    reasons = strategy.reasons(models.context_of(block, row, available), models.statistics)
    best = sorted(reasons, key=lambda reason: -reason.contribution)[:MAX_REASONS]
    records = tuple(_recorded(session, reason) for reason in best if reason.contribution > 0)
    return Suggested(chosen.document, chosen.score, chosen.n_tied, models.step, records)


def _strategy(session: Session, models: Models, lots: np.random.Generator) -> Strategy:
    """Give the session's strategy, or now and then chance, while there are classes that the strategy cannot lead to."""
    strategy, lot = session.settings.strategy, lots.random()
    if not strategy.knows_voted_classes_only or models.classifier is None:
        return strategy
    silent = 1 - models.class_balance[list(models.classifier.classes)].sum()
    return Random() if lot < silent else strategy


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


def _recorded(session: Session, reason: Reason) -> ReasonRecord:
    term = session.engine.index.vocabulary.terms[reason.primitive]
    return term, session.labels[reason.label], reason.probability, reason.utility


def _available(session: Session) -> Mask:
    """Primitives that have no function yet."""
    numbers = session.engine.index.vocabulary.numbers
    available = np.ones(len(numbers), dtype=bool)
    available[[numbers[used.primitive] for used in session.functions if used.primitive in numbers]] = False
    return available


def _eligible(session: Session) -> Mask:
    """Documents that were not answered, and whose very text was not answered elsewhere."""
    twins = session.corpus.twins
    eligible = np.ones(len(twins), dtype=bool)
    answered = sorted(session.state.shown)
    if answered:
        eligible[np.isin(twins, twins[answered])] = False
    return eligible
