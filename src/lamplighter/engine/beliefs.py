"""From functions to beliefs: votes, refined or raw, and a label model over them; chosen by validation where asked to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse

from lamplighter.linalg import distinct_rows, entropy
from lamplighter.votes import vote_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lamplighter.arrays import Entropy, Posterior, Votes
    from lamplighter.engine.engine import Engine
    from lamplighter.engine.evidence import Evidence, Recipe
    from lamplighter.learning import LabelModel

__all__ = ["Beliefs", "believe"]

Percentiles: TypeAlias = "tuple[float | None, ...]"
"""For each function, how far it reaches; ``None`` for everywhere."""


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What a label model makes of the votes. Tuples hold one array for each slice.

    Attributes
    ----------
    votes : tuple of csr_array of shape (n, m)
    posterior : tuple of ndarray of shape (n, K)
    percentiles : tuple of float or None
        For each function, the percentile its votes were refined to.
    fallback : str or None
        Why majority vote was used in place of the label model, where it was.
    """

    votes: tuple[Votes, ...]
    posterior: tuple[Posterior, ...]
    percentiles: Percentiles = ()
    fallback: str | None = None

    @cached_property
    def entropy(self) -> tuple[Entropy, ...]:
        """Of the posterior, ``ψ_i``."""
        return tuple(entropy(belief) for belief in self.posterior)


@dataclass(frozen=True, eq=False)
class _Attempt:
    """A label model fitted to the votes of one choice of percentiles."""

    percentiles: Percentiles
    votes: tuple[Votes, ...]
    distinct: Sequence[tuple[Votes, object, np.ndarray[tuple[int], np.dtype[np.int64]]]]
    model: LabelModel
    score: float

    def beliefs(self) -> Beliefs:
        posterior = tuple(self.model.predict_proba(rows)[places] for rows, _, places in self.distinct)
        return Beliefs(self.votes, posterior, self.percentiles, self.model.fallback_)


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
        return _attempt(engine, evidence, recipe.label_models[0], commons[0]).beliefs()

    def attempts(percentiles: Percentiles) -> list[_Attempt]:
        return [_attempt(engine, evidence, make, percentiles, recipe) for make in recipe.label_models]

    best = max((attempt for common in commons for attempt in attempts(common)), key=lambda attempt: attempt.score)
    if near is not None and near.per_function:
        best = _own(best, near.candidates, attempts)
    return best.beliefs()


def _own(best: _Attempt, candidates: Sequence[float], attempts: Callable[[Percentiles], list[_Attempt]]) -> _Attempt:
    """Let each function in turn take a percentile of its own where that is better."""
    for place in range(len(best.percentiles)):
        for share in candidates:
            if share == best.percentiles[place]:
                continue
            changed = (*best.percentiles[:place], share, *best.percentiles[place + 1 :])
            best = max([best, *attempts(changed)], key=lambda attempt: attempt.score)
    return best


def _attempt(
    engine: Engine,
    evidence: Evidence,
    make: Callable[[], LabelModel],
    percentiles: Percentiles,
    recipe: Recipe | None = None,
) -> _Attempt:
    """Fit a label model on the distinct vote rows of all slices; with a recipe, measure it."""
    votes = votes_within(engine, evidence, percentiles)
    distinct = engine.map(lambda block: distinct_rows(votes[block.number]))
    stacked = sparse.vstack([rows for rows, _, _ in distinct], format="csr")
    merged, _, numbers = distinct_rows(stacked)
    counts = np.bincount(
        numbers, weights=np.concatenate([counts for _, counts, _ in distinct]), minlength=merged.shape[0]
    )
    model = make().fit(
        merged, counts.astype(np.int64), n_classes=evidence.n_classes, class_balance=evidence.class_balance
    )
    score = 0.0
    if recipe is not None and evidence.validation is not None:
        believed = model.predict_proba(_validation_votes(evidence, percentiles))
        score = evidence.validation.score(believed, recipe.tuned_by)
    return _Attempt(percentiles, votes, distinct, model, score)


def votes_within(engine: Engine, evidence: Evidence, percentiles: Percentiles) -> tuple[Votes, ...]:
    """Give the votes on each slice of functions that reach as far as these percentiles."""
    labels = [function.label for function in evidence.functions]
    radii = _radii(evidence, percentiles)
    return tuple(
        engine.map(
            lambda block: vote_matrix(
                [
                    where.reaches[block.number].within(radius)
                    for where, radius in zip(evidence.neighbourhoods, radii, strict=True)
                ],
                labels,
                len(block),
            )
        )
    )


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
    # At 100 percent nothing is refined, on validation documents that lie farther away than the whole corpus neither.
    return [
        None if share is None or share == 100 else where.radii[share]  # noqa: PLR2004  (percent)
        for where, share in zip(evidence.neighbourhoods, percentiles, strict=True)
    ]
