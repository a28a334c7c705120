"""What every face shows of a session: the same figures for the terminal, the page and a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Literal

import numpy as np

from lamplighter.primitives import excerpt
from lamplighter.session.checks import checked_primitive, twin
from lamplighter.votes import VoteCounts, count_votes, vote_matrix

if TYPE_CHECKING:
    import polars as pl

    from lamplighter.engine import Models, Neighbourhood, Slice
    from lamplighter.session.session import Session
    from lamplighter.votes import LabelingFunction

__all__ = ["DraftSummary", "FunctionSummary", "ProgressSummary", "draft", "functions", "lf_summary", "progress"]

MIN_CLASSES_FOR_MODEL = 2

WIDE_OF_BALANCE = 0.05


@dataclass(frozen=True)
class FunctionSummary:
    """One standing function; shares are of all documents."""

    id: int
    primitive: str
    label: str
    document: int
    excerpt: str
    radius: float | None
    n_votes: int
    n_containing: int
    coverage: float
    overlaps: float
    conflicts: float
    correct: int | None
    incorrect: int | None
    accuracy: float | None
    written_at_step: int


@dataclass(frozen=True)
class ProgressSummary:
    """How far the work has come, as the newest models see it."""

    n_functions: int
    n_labels: int
    n_skipped: int
    coverage: float
    conflict: float
    votes_balance: dict[str, float]
    predicted_balance: dict[str, float]
    believed_balance: dict[str, float]
    balance_source: Literal["given", "estimated"]
    confidence: float
    notes: tuple[str, ...]


@dataclass(frozen=True)
class DraftSummary:
    """What a function would do, before it is written."""

    primitive: str
    label: str
    n_votes: int
    n_new: int
    n_disputed: int
    n_containing: int
    already: str | None


def functions(session: Session) -> list[FunctionSummary]:
    """Summarise the functions that stand, oldest first; always of the present state, however old the models are."""
    standing = session.functions
    if not standing:
        return []
    places = [session.neighbourhood(function.primitive, function.document) for function in standing]
    counts = _counted(session, standing, places)
    return [
        _function(session, function, place, counts, column)
        for column, (function, place) in enumerate(zip(standing, places, strict=True))
    ]


def _function(
    session: Session, function: LabelingFunction, place: Neighbourhood, counts: VoteCounts, column: int
) -> FunctionSummary:
    judged, correct = int(counts.judged[column]), int(counts.correct[column])
    known = session.gold is not None
    words = session.engine.index.primitives.words()
    return FunctionSummary(
        id=function.number,
        primitive=function.primitive,
        label=session.labels[function.label],
        document=function.document,
        excerpt=excerpt(session.corpus.texts[function.document], function.primitive, words),
        radius=place.radius,
        n_votes=int(counts.votes[column]),
        n_containing=place.n_containing,
        coverage=counts.votes[column] / counts.n_documents,
        overlaps=counts.overlaps[column] / counts.n_documents,
        conflicts=counts.conflicts[column] / counts.n_documents,
        correct=correct if known else None,
        incorrect=judged - correct if known else None,
        accuracy=correct / judged if judged else None,
        written_at_step=session.state.written_at[function.number],
    )


def _counted(session: Session, standing: tuple[LabelingFunction, ...], places: list[Neighbourhood]) -> VoteCounts:
    labels = [function.label for function in standing]

    def count(block: Slice) -> VoteCounts:
        votes = vote_matrix([place.rows[block.number] for place in places], labels, len(block))
        gold = None if session.gold is None else session.gold[block.documents]
        return count_votes(votes, len(session.labels), gold)

    return reduce(add, session.engine.map(count))


def lf_summary(session: Session) -> pl.DataFrame:
    """Give :func:`functions` under the names of Snorkel's ``LFAnalysis.lf_summary``."""
    import polars as pl  # noqa: PLC0415  (a tenth of a second, which only tables need)

    rows = functions(session)
    columns: dict[str, tuple[type[pl.DataType], list[object]]] = {
        "name": (pl.String, [f"{row.primitive} → {row.label}" for row in rows]),
        "j": (pl.Int64, list(range(len(rows)))),
        "Polarity": (pl.List, [[session.settings.code(row.label)] for row in rows]),
        "Coverage": (pl.Float64, [row.coverage for row in rows]),
        "Overlaps": (pl.Float64, [row.overlaps for row in rows]),
        "Conflicts": (pl.Float64, [row.conflicts for row in rows]),
    }
    if session.gold is not None:
        columns["Correct"] = (pl.Int64, [row.correct for row in rows])
        columns["Incorrect"] = (pl.Int64, [row.incorrect for row in rows])
        columns["Emp. Acc."] = (pl.Float64, [row.accuracy for row in rows])
    schema = {name: pl.List(pl.Int64) if kind is pl.List else kind for name, (kind, _) in columns.items()}
    return pl.DataFrame({name: values for name, (_, values) in columns.items()}, schema=schema)


def progress(session: Session, models: Models) -> ProgressSummary:
    """Summarise how far the work has come, as some models see it."""
    counts = reduce(add, (count_votes(votes, len(session.labels)) for votes in models.votes))
    covered = np.concatenate([np.diff(votes.indptr) > 0 for votes in models.votes])
    posterior = np.concatenate(models.posterior)
    predictions = np.concatenate(models.predictions)
    predicted = np.bincount(predictions.argmax(axis=1), minlength=len(session.labels)) / len(predictions)
    believed = posterior[covered].mean(axis=0) if covered.any() else np.zeros(len(session.labels))

    def named(shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> dict[str, float]:
        return {label: float(share) for label, share in zip(session.labels, shares, strict=True)}

    return ProgressSummary(
        n_functions=len(session.functions),
        n_labels=len(session.state.labels),
        n_skipped=len(session.state.skipped),
        coverage=counts.n_covered / counts.n_documents,
        conflict=counts.n_conflicting / counts.n_documents,
        votes_balance=named(believed),
        predicted_balance=named(predicted if models.classifier else np.zeros(len(session.labels))),
        believed_balance=named(models.class_balance),
        balance_source="estimated" if session.settings.class_balance is None else "given",
        confidence=float(predictions.max(axis=1).mean()),
        notes=(*_notes(session), *_unmatched(models, predicted), *_fallback(session, models)),
    )


def _notes(session: Session) -> list[str]:
    """Say what a person should know before trusting the figures."""
    voted = {function.label for function in session.functions}
    silent = [label for code, label in enumerate(session.labels) if code not in voted]
    if len(voted) < MIN_CLASSES_FOR_MODEL:
        missing = " or ".join(silent)
        already = "another" if voted else "a"
        return [f"There is no model until functions vote for two classes: write {already} function, for {missing}."]
    return [f"No function votes for {label} yet, so nothing is predicted as {label}." for label in silent]


def _unmatched(models: Models, predicted: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[str]:
    """Say where predictions cannot be matched to the balance: what looks alike to the model is predicted alike."""
    if models.classifier is None:
        return []
    told = list(models.classifier.classes)
    believed = models.class_balance[told] / models.class_balance[told].sum()
    n_documents = sum(len(beliefs) for beliefs in models.posterior)
    if np.abs(predicted[told] - believed).max() <= max(WIDE_OF_BALANCE, 2 / n_documents):  # two texts are no finding
        return []
    return ["Many texts still look alike to the model, so the predicted shares are not those believed."]


def _fallback(session: Session, models: Models) -> list[str]:
    """Say where majority vote stands in for the label model; while there is no end model that is no news."""
    if models.classifier is None or models.beliefs.fallback is None:
        return []
    return [f"The label model {session.settings.label_model_name} could not be fitted. {models.beliefs.fallback}"]


def draft(session: Session, primitive: str, label: str, document: int) -> DraftSummary:
    """Summarise what a function would do; nothing is changed.

    Raises
    ------
    PrimitiveError, LabelError, SessionError
        As :meth:`Session.add` would.
    """
    code = session.settings.code(label)
    cleaned = checked_primitive(session, primitive, document)
    place = session.neighbourhood(cleaned, document)
    voted = np.zeros((len(session.corpus), 2), dtype=bool)  # by any function; by one of another class
    for function in session.functions:
        standing = session.neighbourhood(function.primitive, function.document)
        for block, rows in zip(session.engine.index.slices, standing.rows, strict=True):
            voted[block.start + rows, 0] = True
            voted[block.start + rows, 1] |= function.label != code
    would = np.concatenate(
        [block.start + rows for block, rows in zip(session.engine.index.slices, place.rows, strict=True)]
    )
    already = twin(session, cleaned, code, document)
    return DraftSummary(
        primitive=cleaned,
        label=label,
        n_votes=len(would),
        n_new=int((~voted[would, 0]).sum()),
        n_disputed=int(voted[would, 1].sum()),
        n_containing=place.n_containing,
        already=None if already is None else f"“{cleaned}” votes {label} already.",
    )
