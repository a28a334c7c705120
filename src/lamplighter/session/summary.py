"""What every face shows of a session: the same figures for the terminal, the page and a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from lamplighter.engine.patterns import read_pattern
from lamplighter.primitives import excerpt
from lamplighter.session.figures import percent, signed_points
from lamplighter.session.precision import documents_of, expected_precision
from lamplighter.votes import VoteCounts, count_votes, vote_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior, Votes
    from lamplighter.engine import Models, Reach, Slice
    from lamplighter.session.precision import Precision
    from lamplighter.session.session import Session
    from lamplighter.session.state import State
    from lamplighter.votes import LabelingFunction

__all__ = ["FunctionSummary", "ProgressSummary", "conflict_counts", "functions", "lf_summary", "progress"]

MIN_CLASSES_FOR_MODEL = 2

DOUBTFUL_ODDS = 2.0
"""By this factor the odds of a class have to miss those that were given to be worth a word."""

WIDE_OF_BALANCE = 0.05

BINS = 10

RECENT = 10
"""Answers over which a gain is looked for."""

WORTH_MORE = 0.01
"""Of accuracy: a gain over so many answers that is worth going on for."""


@dataclass(frozen=True)
class FunctionSummary:
    """One standing function; shares are of all documents."""

    id: int
    primitive: str
    label: str
    document: int | None
    excerpt: str
    percentile: float | None
    radius: float | None
    enabled: bool
    n_votes: int
    n_containing: int
    coverage: float
    overlaps: float
    conflicts: float
    correct: int | None
    incorrect: int | None
    precision: Precision | None
    accuracy: float | None
    written_at_step: int


@dataclass(frozen=True)
class ProgressSummary:
    """How far the work has come, as the newest models see it. Without an end model there is no confidence, not that of a guess."""

    n_functions: int
    n_labels: int
    n_skipped: int
    coverage: float
    conflict: float
    votes_balance: dict[str, float]
    predicted_balance: dict[str, float]
    believed_balance: dict[str, float]
    balance_source: Literal["given", "estimated"]
    confidence: float | None
    histogram: tuple[int, ...]
    enough: str
    notes: tuple[str, ...]


def functions(
    session: Session, models: Models | None = None, *, latest: int | None = None, state: State | None = None
) -> list[FunctionSummary]:
    """Summarise the functions that stand in a state (the present one), or the latest of them, oldest first.

    One that is silent is compared with those that vote, as if it voted too. Without models no precision is expected.
    """
    state = state or session.state
    voting = state.voting
    together = _counted(session, voting) if voting else None
    summaries = []
    for function in [*state.functions.values()][-(latest or 0) :]:
        counts = together if function.enabled else _counted(session, (*voting, function))
        column = voting.index(function) if function.enabled else len(voting)
        if counts is not None:
            summaries.append(_function(session, models, function, counts, column, state.written_at[function.number]))
    return summaries


def conflict_counts(session: Session, state: State | None = None) -> NDArray[np.int64]:
    """Count, for each two functions that stand in a state (the present one), the documents on which they vote different classes; shape (m, m)."""
    standing = list((state or session.state).functions.values())
    labels = np.array([function.label for function in standing])
    places = [session.neighbourhood_of(function) for function in standing]
    radii = [place.radius for place in places]

    def count(block: Slice, *reaches: Reach) -> NDArray[np.float64]:
        rows = [reach.within(radius) for reach, radius in zip(reaches, radii, strict=True)]
        voted = vote_matrix(rows, [0] * len(rows), len(block)).astype(np.float64)
        shared: NDArray[np.float64] = (voted.T @ voted).toarray()
        return shared

    shared = session.engine.total(count, *(place.reaches for place in places)).astype(np.int64)
    counts: NDArray[np.int64] = shared * (labels[:, np.newaxis] != labels)
    return counts


def _function(
    session: Session,
    models: Models | None,
    function: LabelingFunction,
    counts: VoteCounts,
    column: int,
    written_at: int,
) -> FunctionSummary:
    judged, correct = int(counts.judged[column]), int(counts.correct[column])
    known = session.gold is not None
    place = session.neighbourhood_of(function)
    return FunctionSummary(
        id=function.number,
        primitive=function.primitive,
        label=session.labels[function.label],
        document=function.document,
        excerpt=_excerpt(session, function),
        percentile=function.percentile,
        radius=place.radius,
        enabled=function.enabled,
        n_votes=int(counts.votes[column]),
        n_containing=place.n_containing,
        coverage=counts.votes[column] / counts.n_documents,
        overlaps=counts.overlaps[column] / counts.n_documents,
        conflicts=counts.conflicts[column] / counts.n_documents,
        correct=correct if known else None,
        incorrect=judged - correct if known else None,
        precision=None
        if models is None
        else expected_precision(session, models, function, documents_of(session, function)),
        accuracy=correct / judged if judged else None,
        written_at_step=written_at,
    )


def _excerpt(session: Session, function: LabelingFunction) -> str:
    if function.document is None:
        return ""
    text, index = session.corpus.texts[function.document], session.engine.index
    spans = read_pattern(index, function.primitive).spans(text, index.primitives.words())
    return excerpt(text, *spans[:1])


def _counted(session: Session, functions: tuple[LabelingFunction, ...]) -> VoteCounts:
    labels = [function.label for function in functions]
    places = [session.neighbourhood_of(function) for function in functions]
    radii, gold, K = [place.radius for place in places], session.gold, len(session.labels)

    def count(block: Slice, *reaches: Reach) -> VoteCounts:
        rows = [reach.within(radius) for reach, radius in zip(reaches, radii, strict=True)]
        votes = vote_matrix(rows, labels, len(block))
        return count_votes(votes, K, None if gold is None else gold[block.documents])

    engine = session.engine
    return engine.summed(count, engine.index.slices, *(place.reaches for place in places))


def lf_summary(session: Session) -> pl.DataFrame:
    """Give :func:`functions` under the names of Snorkel's ``LFAnalysis.lf_summary``."""
    import polars as pl  # noqa: PLC0415  (a tenth of a second, which only tables need)

    rows = [row for row in functions(session) if row.enabled]
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


def progress(session: Session, models: Models, state: State | None = None) -> ProgressSummary:
    """Summarise how far the work has come in a state (the present one), as some models see it."""
    state = state or session.state
    K = len(session.labels)
    counts = models.engine.summed(lambda votes: count_votes(votes, K), models.votes)
    predicted = np.bincount(models.predicted, minlength=K) / len(models.predicted)
    given = session.settings.class_balance
    believed = models.engine.summed(_believed_where_covered, models.votes, models.posterior) / max(counts.n_covered, 1)

    def named(shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> dict[str, float]:
        return {label: float(share) for label, share in zip(session.labels, shares, strict=True)}

    return ProgressSummary(
        n_functions=len(state.voting),
        n_labels=len(state.labels),
        n_skipped=len(state.skipped),
        coverage=counts.n_covered / counts.n_documents,
        conflict=counts.n_conflicting / counts.n_documents,
        votes_balance=named(believed),
        predicted_balance=named(predicted if models.classifier else np.zeros(K)),
        believed_balance=named(models.class_balance),
        balance_source="estimated" if given is None or not np.array_equal(given, models.class_balance) else "given",
        confidence=float(models.confidence.mean()) if models.classifier else None,
        histogram=_histogram(models.confidence) if models.classifier else (),
        enough=_enough(state, models),
        notes=(
            *_notes(session.labels, state),
            *_doubtful(session, models),
            *_unmatched(models, predicted),
            *_fallback(session, models),
        ),
    )


def _believed_where_covered(votes: Votes, posterior: Posterior) -> NDArray[np.float64]:
    believed: NDArray[np.float64] = posterior[np.diff(votes.indptr) > 0].sum(axis=0)
    return believed


def _histogram(confidence: NDArray[np.float64]) -> tuple[int, ...]:
    """Count documents by the probability of their predicted class, in tenths from 0 to 1."""
    counts, _ = np.histogram(confidence, bins=BINS, range=(0, 1))
    return tuple(counts.tolist())


def _enough(state: State, models: Models) -> str:
    """Say in a sentence whether more answers are worth giving, and by what that is seen."""
    if models.classifier is None:
        return "Not yet: there is no model until functions vote for two classes."
    measured = [(point.step, point.accuracy) for point in state.curve if point.accuracy is not None]
    points = measured or [(point.step, point.accuracy) for point in state.estimates]
    if not points:
        return "It cannot be said yet: the estimate of the model's accuracy comes after a few more answers."
    step, accuracy = points[-1]
    source = "right against gold" if measured else "right, as far as your labels tell"
    earlier = [value for before, value in points if before <= step - RECENT]
    if not earlier:
        return f"The model is {percent(accuracy)} {source}. {RECENT} more answers will show whether it still rises."
    gained = accuracy - earlier[-1]
    if gained > WORTH_MORE:
        return f"Go on: the model is {percent(accuracy)} {source}, {100 * gained:.1f} points more than {RECENT} answers ago."
    return (
        f"Perhaps: the model is {percent(accuracy)} {source}, and the last {RECENT} answers have hardly changed that "
        f"({signed_points(gained)} points). Decide by what you need."
    )


def _notes(labels: Sequence[str], state: State) -> list[str]:
    """Say what a person should know before trusting the figures."""
    voted = {function.label for function in state.voting}
    silent = [label for code, label in enumerate(labels) if code not in voted]
    if len(voted) < MIN_CLASSES_FOR_MODEL:
        missing = " or ".join(silent)
        already = "another" if voted else "a"
        return [f"There is no model until functions vote for two classes: write {already} function, for {missing}."]
    return [f"No function votes for {label} yet, so nothing is predicted as {label}." for label in silent]


def _doubtful(session: Session, models: Models) -> list[str]:
    """Say where texts and answers speak against the class balance that a person gave."""
    if session.settings.class_balance is None:
        return []
    given, found = np.array(session.settings.class_balance), models.class_balance
    odds = np.abs(np.log(given / (1 - given)) - np.log(found / (1 - found)))
    worst = int(odds.argmax())
    if odds[worst] <= np.log(DOUBTFUL_ODDS):
        return []
    note = (
        f"You gave {session.labels[worst]!r} a share of {percent(given[worst])}; by the texts and your answers it is rather "
        f"{percent(found[worst])}. Predictions follow the latter, so look whether the given share is right."
    )
    return [note]


def _unmatched(models: Models, predicted: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[str]:
    """Say where predictions cannot be matched to the balance: what looks alike to the model is predicted alike."""
    if models.classifier is None:
        return []
    told = list(models.classifier.classes)
    believed = models.class_balance[told] / models.class_balance[told].sum()
    n_documents = models.engine.index.n_documents
    if np.abs(predicted[told] - believed).max() <= max(WIDE_OF_BALANCE, 2 / n_documents):  # two texts are no finding
        return []
    return ["Many texts still look alike to the model, so the predicted shares are not those believed."]


def _fallback(session: Session, models: Models) -> list[str]:
    """Say where majority vote stands in for the label model; while there is no end model that is no news."""
    if models.classifier is None or models.beliefs.fallback is None:
        return []
    return [f"The label model {session.settings.label_model_name} could not be fitted. {models.beliefs.fallback}"]
