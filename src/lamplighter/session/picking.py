"""From a session and its models to the document that is shown, and to the measure of how good the models are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lamplighter.exceptions import PoolExhaustedError, SessionError
from lamplighter.learning import accuracy, f1_scores
from lamplighter.selection import Choice, Pick, Random, Strategy, pick_batch
from lamplighter.selection.representatives import representatives
from lamplighter.session.events import Learnt, Suggested
from lamplighter.session.suggestion import NamedReason, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Mask, Rows
    from lamplighter.engine import Engine, Models
    from lamplighter.session.session import Session

__all__ = ["eligible", "first_documents", "measured", "picked", "suggestion"]

MAX_REASONS = 6

MIN_CLASSES = 2

REPRESENTATIVE = "likeness to many others"
"""How the choice of the first documents is called on screen, after "chosen by"."""

COMPARED = 2000
"""Documents that are compared with one another, at most: what stands for many of so many stands for many of all."""

FIRST = 32
"""Documents that stand for many others, at most: some may have been shown for another reason."""


def picked(session: Session, models: Models) -> list[Suggested]:
    """Pick the next documents (Algorithm 2), as many as the schedule has; the lots depend on the seed and the step alone.

    Raises
    ------
    PoolExhaustedError
        If every document has been shown.
    """
    lots = np.random.default_rng([session.settings.seed, session.state.step])
    strategy = _strategy(session, models, lots)
    first = _first(session)
    batch, chosen_by = (first, REPRESENTATIVE) if first else (_chosen(session, models, strategy, lots), strategy.title)
    if not batch:
        raise PoolExhaustedError(f"All {len(session.corpus)} documents have been shown; none is left to suggest.")
    return [_recorded(session, choice, models.step, chosen_by) for choice in batch]


def first_documents(engine: Engine, seed: int) -> Rows:
    """Give the first documents, which stand for many others; of a large corpus, for a sample of it."""
    n, blocks = engine.index.n_documents, engine.index.slices
    drawn = np.sort(np.random.default_rng(seed).permutation(n)[:COMPARED])
    places = np.searchsorted(drawn, [*(block.start for block in blocks), n])
    parts = [
        block.features[drawn[start:stop] - block.start]
        for block, start, stop in zip(blocks, places, places[1:], strict=False)
    ]
    return drawn[representatives(sparse.vstack(parts, format="csr"), FIRST)]


def _chosen(session: Session, models: Models, strategy: Strategy, lots: np.random.Generator) -> list[Choice]:
    """Let a strategy choose."""
    engine, slices = session.engine, session.engine.index.slices
    available, may, twins = _available(session, strategy), eligible(session), session.corpus.twins
    return pick_batch(
        strategy,
        models.contexts(available, strategy),
        models.statistics if strategy is session.settings.strategy else np.zeros(0),
        [may[block.documents] for block in slices],
        lots,
        session.settings.schedule.batch_size,
        twins=[twins[block.documents] for block in slices],
        map_blocks=engine.over,
    )


def _first(session: Session) -> list[Choice]:
    """Give documents that stand for many others, where it is their turn: at first, until every class has a function."""
    schedule, strategy = session.settings.schedule, session.settings.strategy
    n_shown = len(session.state.shown)
    left = schedule.random_first + schedule.representatives_first - n_shown
    voted = {function.label for function in session.functions}
    if (
        not strategy.begins_with_representatives
        or n_shown < schedule.random_first
        or left <= 0
        or len(voted) == len(session.labels)
    ):
        return []
    may, twins = eligible(session), session.corpus.twins
    chosen: dict[int, int] = {}
    for document in session.representatives.tolist():
        if may[document]:
            chosen.setdefault(int(twins[document]), document)
    return [Choice(Pick(document, 0.0, 1), []) for document in [*chosen.values()][: min(left, schedule.batch_size)]]


def _strategy(session: Session, models: Models, lots: np.random.Generator) -> Strategy:
    """Give the session's strategy, or chance: at first, and now and then while the strategy cannot lead to some class."""
    strategy, schedule, lot = session.settings.strategy, session.settings.schedule, lots.random()
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
    return Suggested(choice.pick.document, choice.pick.score, choice.pick.n_tied, step, records, chosen_by)


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
        chosen_by=shown.chosen_by or session.settings.strategy.title,
    )


def measured(models: Models, gold: NDArray[np.int64]) -> Learnt:
    """Measure models against the true classes (codes, −1 where not known); without an end model there is no figure."""
    known = gold >= 0
    if models.classifier is None or not known.any():
        return Learnt(models.step)
    predicted = np.concatenate(models.predictions)[known].argmax(axis=1).astype(np.int64)
    f1 = float(f1_scores(predicted, gold[known], len(models.class_balance)).mean())
    return Learnt(models.step, accuracy(predicted, gold[known]), f1)


def _available(session: Session, strategy: Strategy) -> Available:
    """Say how far primitives may be expected to become functions: not those that have one, less those that were refused."""
    index = session.engine.index
    available = np.ones(len(index.vocabulary))
    if strategy.learns_from_refusals:
        shown = np.zeros(index.n_documents, dtype=bool)
        shown[sorted(session.state.shown)] = True
        available /= 1 + session.engine.total(lambda block: block.incidence[shown[block.documents]].sum(axis=0))
    gone = strategy.passed_over | {used.primitive for used in session.functions}
    numbers = index.vocabulary.numbers
    available[[numbers[primitive] for primitive in gone if primitive in numbers]] = 0.0
    return available


def eligible(session: Session) -> Mask:
    """Documents that were not answered, and whose very text was not answered elsewhere."""
    twins = session.corpus.twins
    may = np.ones(len(twins), dtype=bool)
    answered = sorted(session.state.shown)
    if answered:
        may[np.isin(twins, twins[answered])] = False
    return may
