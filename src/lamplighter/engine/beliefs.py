"""From functions to beliefs: votes, refined or raw, and a label model over them; chosen by validation where asked to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse

from lamplighter.linalg import distinct_rows, entropy
from lamplighter.votes import vote_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Entropy, Posterior, Votes
    from lamplighter.engine.engine import Engine, Parts
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.engine.index import Slice
    from lamplighter.engine.search import Reach
    from lamplighter.learning import LabelModel

__all__ = ["Beliefs", "believe"]

Percentiles: TypeAlias = "tuple[float | None, ...]"
"""For each function, how far it reaches; ``None`` for everywhere."""


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What a label model makes of the votes.

    Attributes
    ----------
    votes : parts of csr_array of shape (n, m)
    posterior : parts of ndarray of shape (n, K)
    entropy : parts of ndarray of shape (n,)
        Of the posterior, ``ψ_i``.
    percentiles : tuple of float or None
        For each function, the percentile its votes were refined to.
    fallback : str or None
        Why majority vote was used in place of the label model, where it was.
    model : LabelModel or None
        The label model, as it was fitted, for votes on other documents.
    """

    votes: Parts[Votes]
    posterior: Parts[Posterior]
    entropy: Parts[Entropy]
    percentiles: Percentiles = ()
    fallback: str | None = None
    model: LabelModel | None = None


@dataclass(frozen=True, eq=False)
class _Cast:
    """The votes of one choice of percentiles, and their distinct rows: of each slice, and of all with their counts."""

    percentiles: Percentiles
    votes: Parts[Votes]
    distinct: Parts[tuple[Votes, NDArray[np.int64], NDArray[np.int64]]]
    merged: Votes
    counts: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Attempt:
    """A label model fitted to votes, and its score on the validation documents."""

    cast: _Cast
    model: LabelModel
    score: float

    def beliefs(self, engine: Engine) -> Beliefs:
        model, cast = self.model, self.cast
        posterior = engine.over(lambda found: model.predict_proba(found[0])[found[2]], cast.distinct)
        return Beliefs(cast.votes, posterior, engine.over(entropy, posterior), cast.percentiles, model.fallback_, model)


def believe(engine: Engine, evidence: Evidence, recipe: Recipe, *, refined: bool = True) -> Beliefs:
    """Fit a label model to the votes of the functions.

    Where the recipe has several percentiles or label models, all combinations are tried and the one with the best score
    on the validation documents is taken, the first of equally good ones.

    Parameters
    ----------
    engine : Engine
    evidence : Evidence
    recipe : Recipe
    refined : bool, default=True
        Whether functions count only in their neighbourhoods (Eq. 4), where the recipe has a contextualizer.
    """
    near = recipe.contextualizer if refined else None
    m = len(evidence.functions)
    commons: list[Percentiles] = [(None,) * m] if near is None else [(share,) * m for share in near.candidates]
    if len(recipe.label_models) == 1 and (len(commons) == 1 or not m):
        cast = _cast(engine, evidence, commons[0])
        return _Attempt(cast, _fitted(recipe, cast, evidence)[0], 0.0).beliefs(engine)

    def attempts(percentiles: Percentiles) -> list[_Attempt]:
        cast = _cast(engine, evidence, percentiles)
        models = _fitted(recipe, cast, evidence)
        scores = _scores(models, evidence, percentiles, recipe)
        return [_Attempt(cast, model, score) for model, score in zip(models, scores, strict=True)]

    best = max((attempt for common in commons for attempt in attempts(common)), key=lambda attempt: attempt.score)
    if near is not None and near.per_function:
        best = _own(best, near.candidates, attempts)
    return best.beliefs(engine)


def _own(best: _Attempt, candidates: Sequence[float], attempts: Callable[[Percentiles], list[_Attempt]]) -> _Attempt:
    """Let each function in turn take a percentile of its own where that is better."""
    for place in range(len(best.cast.percentiles)):
        for share in candidates:
            present = best.cast.percentiles
            if share == present[place]:
                continue
            changed = (*present[:place], share, *present[place + 1 :])
            best = max([best, *attempts(changed)], key=lambda attempt: attempt.score)
    return best


def _cast(engine: Engine, evidence: Evidence, percentiles: Percentiles) -> _Cast:
    """Let the functions vote, and find the distinct rows: once for all label models that are tried on them."""
    votes = votes_within(engine, evidence, percentiles)
    distinct = engine.over(distinct_rows, votes)
    rows, often = zip(*engine.over(itemgetter(0, 1), distinct), strict=True)
    merged, _, numbers = distinct_rows(sparse.vstack(rows, format="csr"))
    counts = np.bincount(numbers, weights=np.concatenate(often), minlength=merged.shape[0])
    return _Cast(percentiles, votes, distinct, merged, counts.astype(np.int64))


def _fitted(recipe: Recipe, cast: _Cast, evidence: Evidence) -> list[LabelModel]:
    """Fit the recipe's label models, new ones, to the distinct rows: those of one class beside one another, at once."""
    models = [make() for make in recipe.label_models]
    for kind, alike in _of_one_class(models):
        kind.fit_all(
            alike, cast.merged, cast.counts, n_classes=evidence.n_classes, class_balance=evidence.class_balance
        )
    return models


def _scores(
    models: Sequence[LabelModel], evidence: Evidence, percentiles: Percentiles, recipe: Recipe
) -> Sequence[float]:
    """Measure label models on the validation documents, where there are any."""
    if evidence.validation is None:
        return [0.0] * len(models)
    votes, validation = _validation_votes(evidence, percentiles), evidence.validation
    return [
        validation.score(posterior, recipe.tuned_by)
        for kind, alike in _of_one_class(models)
        for posterior in kind.predict_proba_all(alike, votes)
    ]


def _of_one_class(models: Sequence[LabelModel]) -> Iterable[tuple[type[LabelModel], list[LabelModel]]]:
    return ((kind, list(alike)) for kind, alike in groupby(models, key=type))


def votes_within(engine: Engine, evidence: Evidence, percentiles: Percentiles) -> Parts[Votes]:
    """Give the votes of functions that reach as far as these percentiles."""
    labels = [function.label for function in evidence.functions]
    radii = _radii(evidence, percentiles)

    def voted(block: Slice, *reaches: Reach) -> Votes:
        within = [reach.within(radius) for reach, radius in zip(reaches, radii, strict=True)]
        return vote_matrix(within, labels, len(block))

    return engine.map(voted, *(where.reaches for where in evidence.neighbourhoods))


def _validation_votes(evidence: Evidence, percentiles: Percentiles) -> Votes:
    if evidence.validation is None:
        raise ValueError("There are no validation documents to vote on.")
    voted = [
        where.validation.within(radius)
        for where, radius in zip(evidence.neighbourhoods, _radii(evidence, percentiles), strict=True)
        if where.validation is not None
    ]
    return vote_matrix(voted, [function.label for function in evidence.functions], len(evidence.validation.gold))


def _radii(evidence: Evidence, percentiles: Percentiles) -> list[float | None]:
    return [where.radius_at(share) for where, share in zip(evidence.neighbourhoods, percentiles, strict=True)]
