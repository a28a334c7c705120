"""One document explained: who votes on it, what is believed of it, and in which of its words the end model sees that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lamplighter.engine.patterns import read_pattern
from lamplighter.exceptions import SessionError
from lamplighter.session.browse import likeliest
from lamplighter.session.pieces import passages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lamplighter.arrays import Features, Posterior, Votes
    from lamplighter.engine import Index, Models, Reach, Slice
    from lamplighter.learning import Linear
    from lamplighter.session.pieces import Passage
    from lamplighter.session.session import Session
    from lamplighter.session.state import State

__all__ = ["Explanation", "FunctionHere", "WordWeight", "explain"]

MOST_WORDS = 6
"""Words for a class, and against it, at most."""

LEAST_PART = 1e-9
"""What adds less than this to a logit says nothing."""


@dataclass(frozen=True)
class FunctionHere:
    """A function whose primitive stands in the document.

    Attributes
    ----------
    number : int
    primitive, label : str
    votes : bool
        Whether it counts here, that is, whether the document lies within its radius.
    distance : float or None
        From the function's development example; ``None`` where it has no neighbourhood.
    radius : float or None
        The greatest distance at which it votes; ``None`` where it votes everywhere.
    """

    number: int
    primitive: str
    label: str
    votes: bool
    distance: float | None
    radius: float | None


class WordWeight(NamedTuple):
    """A word of the document, and what it adds to the logit of the predicted class, beside the mean of the others."""

    word: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """What models of one step make of a document.

    Attributes
    ----------
    document : int
    passages : tuple of Passage
        Its text, cut where functions find what they look for.
    functions : tuple of FunctionHere
        Those whose primitive it contains, near or far, oldest first.
    believed : str or None
        The class that the label model believes; ``None`` where no function votes, or several are equally likely.
    belief : dict of str to float
        What the label model makes of the votes, for each class; without votes, what it believes of any document.
    predicted : str or None
        The class that the end model predicts; ``None`` while there is no end model.
    prediction : dict of str to float, or None
        The end model's probability of each class.
    words_for, words_against : tuple of WordWeight
        What speaks most for the predicted class and what against it, at most six each, the weightiest first.
    given : str or None
        The class that the person gave.
    skipped : bool
        Whether the person said nothing of it.
    gold : str or None
        Its true class, where that is known.
    """

    document: int
    passages: tuple[Passage, ...]
    functions: tuple[FunctionHere, ...]
    believed: str | None
    belief: dict[str, float]
    predicted: str | None
    prediction: dict[str, float] | None
    words_for: tuple[WordWeight, ...]
    words_against: tuple[WordWeight, ...]
    given: str | None
    skipped: bool
    gold: str | None


def explain(session: Session, models: Models, document: int, *, state: State | None = None) -> Explanation:
    """Say what the newest models make of a document, and why.

    Parameters
    ----------
    session : Session
    models : Models
        Its functions are those that are listed: what is believed comes of them.
    document : int
    state : State, optional
        The session's present one, when left out.

    Raises
    ------
    SessionError
        If there is no such document.
    """
    if not 0 <= document < len(session.corpus):
        raise SessionError(f"There is no document {document}; they are numbered 0 to {len(session.corpus) - 1}.")
    state = state or session.state
    engine, text = session.engine, session.corpus.texts[document]
    functions = _functions(session, models, document)
    belief, prediction = engine.look(
        document, lambda _, row, *beliefs: [each[row] for each in beliefs], models.posterior, models.predictions
    )
    best = likeliest(belief) if any(function.votes for function in functions) else None
    features = engine.look(document, lambda block, row: block.features[[row]])
    words_for, words_against = _words(engine.index, models.classifier, features, int(prediction.argmax()))
    known = models.classifier is not None
    return Explanation(
        document=document,
        passages=passages(text, _spans(session, text, functions)),
        functions=functions,
        believed=None if best is None else session.labels[best],
        belief=_named(session, belief),
        predicted=session.labels[int(prediction.argmax())] if known else None,
        prediction=_named(session, prediction) if known else None,
        words_for=words_for,
        words_against=words_against,
        given=session.labels[state.labels[document]] if document in state.labels else None,
        skipped=document in state.skipped,
        gold=_gold(session, document),
    )


def _functions(session: Session, models: Models, document: int) -> tuple[FunctionHere, ...]:
    """Give the functions whose primitive a document contains."""
    neighbourhoods = models.evidence.neighbourhoods
    voting, distances = session.engine.look(
        document, _votes_and_distances, models.votes, *(where.reaches for where in neighbourhoods)
    )
    shares = models.beliefs.percentiles or (None,) * len(models.functions)
    found = []
    for column, (function, where, share) in enumerate(zip(models.functions, neighbourhoods, shares, strict=True)):
        if column not in distances:
            continue
        found.append(
            FunctionHere(
                number=function.number,
                primitive=function.primitive,
                label=session.labels[function.label],
                votes=column in voting,
                distance=distances[column] if where.radii else None,
                radius=where.radius_at(share),
            )
        )
    return tuple(found)


def _votes_and_distances(_: Slice, row: int, votes: Votes, *reaches: Reach) -> tuple[set[int], dict[int, float]]:
    """Say which functions vote on a document, and how far away it is for each function whose primitive it contains."""
    distances = {}
    for column, reach in enumerate(reaches):
        place = int(np.searchsorted(reach.rows, row))
        if place < len(reach.rows) and reach.rows[place] == row:
            distances[column] = float(reach.far[place])
    return set(votes.indices[votes.indptr[row] : votes.indptr[row + 1]].tolist()), distances


def _spans(session: Session, text: str, functions: tuple[FunctionHere, ...]) -> Mapping[int, list[tuple[int, int]]]:
    """Find where functions that vote see what they look for."""
    cut = session.engine.index.primitives.words()
    return {
        one.number: read_pattern(session.engine.index, one.primitive).spans(text, cut) for one in functions if one.votes
    }


def _words(
    index: Index, classifier: Linear | None, features: Features, predicted: int
) -> tuple[tuple[WordWeight, ...], tuple[WordWeight, ...]]:
    """Give the words that speak for the predicted class and those against it: weight times feature."""
    if classifier is None:
        return (), ()
    parts = _weights(classifier, predicted)[features.indices] * features.data
    every = index.counted
    terms = [every[number] for number in index.space.columns[features.indices].tolist()]
    weighed = sorted(zip(terms, parts.tolist(), strict=True), key=lambda pair: (-abs(pair[1]), pair[0]))
    speaking = [WordWeight(term, part) for term, part in weighed if abs(part) > LEAST_PART]
    return (
        tuple(word for word in speaking if word.weight > 0)[:MOST_WORDS],
        tuple(word for word in speaking if word.weight < 0)[:MOST_WORDS],
    )


def _weights(classifier: Linear, predicted: int) -> Posterior:
    """Give the coefficients of a class beside the mean of the other ones, shape (d,).

    Examples
    --------
    The one row for two classes speaks for the second, and so against the first:

    >>> from lamplighter.learning import Linear
    >>> two = Linear(np.array([[2.0, -4.0, 0.5]]), classes=(0, 1), n_classes=2)
    >>> _weights(two, 1).tolist(), _weights(two, 0).tolist()
    ([2.0, -4.0], [-2.0, 4.0])
    """
    rows = classifier.weights[:, :-1]
    every: Posterior = np.vstack([np.zeros_like(rows), rows]) if len(rows) == 1 else rows
    place = classifier.classes.index(predicted)
    beside: Posterior = every[place] - np.delete(every, place, axis=0).mean(axis=0)
    return beside


def _named(session: Session, shares: Posterior) -> dict[str, float]:
    return {label: float(share) for label, share in zip(session.labels, shares, strict=True)}


def _gold(session: Session, document: int) -> str | None:
    if session.gold is None or session.gold[document] < 0:
        return None
    return session.labels[int(session.gold[document])]
