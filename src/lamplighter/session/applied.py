"""From a session to what can be applied to texts that are not of its corpus."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from lamplighter.engine import Applied, Ruling
from lamplighter.engine.patterns import read_pattern
from lamplighter.session.events import ANSWERS, event_to_json
from lamplighter.session.learning import context
from lamplighter.session.reach import contextualizer_of

if TYPE_CHECKING:
    from lamplighter.session.session import Session
    from lamplighter.votes import LabelingFunction

__all__ = ["applied", "fingerprint"]


def applied(session: Session) -> Applied:
    """Give what the session has learnt, for other texts; it is learnt first where need be.

    On the texts of the session it gives the same votes, beliefs and predictions as the session itself.

    Raises
    ------
    SessionError
        While there is no end model.

    Examples
    --------
    >>> from lamplighter import Corpus, Session
    >>> corpus = Corpus.from_texts(["a good film", "good food", "a bad film", "bad food", "good music", "bad music"])
    >>> session = Session(corpus, labels=["positive", "negative"])
    >>> brought = session.bring([("good", "positive"), ("bad", "negative")])
    >>> learnt = applied(session)
    >>> new = learnt.slice_of(["bad bad books", "so good", "well"], {})
    >>> learnt.votes(new).toarray().tolist()
    [[0, 2], [1, 0], [0, 0]]
    >>> learnt.predictions(new).argmax(axis=1).tolist()[:2]
    [1, 0]
    """
    _ = session.end_model_
    models = session.models()
    assert models.classifier is not None  # noqa: S101  (else there was no end model)
    where = zip(models.evidence.neighbourhoods, models.beliefs.percentiles, strict=True)
    radii = [near.radius_at(share) for near, share in where]
    return Applied(
        replace(session.engine.index, slices=()),
        session.labels,
        tuple(_ruling(session, function, radius) for function, radius in zip(models.functions, radii, strict=True)),
        models.classifier,
        models.beliefs.model,
    )


def _ruling(session: Session, function: LabelingFunction, radius: float | None) -> Ruling:
    """Give a function with the features of its development examples, where it counts only near them."""
    engine = session.engine
    pattern = read_pattern(engine.index, function.primitive)
    documents = context(session, function.document, session.state)
    near = contextualizer_of(session.settings, documents, function.percentile)
    if near is None or radius is None:
        return Ruling(function, pattern)
    return Ruling(function, pattern, radius, near, tuple(engine.features_of(document) for document in documents))


def fingerprint(session: Session) -> str:
    """Give a hash of all that decides what the session learns: texts, settings, and answers in their order.

    Two sessions with the same one learn the same; showing and skipping through documents alone does not change it.
    """
    answers = [[event.kind, event_to_json(event)] for event in session.events if isinstance(event, ANSWERS)]
    known = [session.corpus.fingerprint, session.settings.to_json(), answers]
    return hashlib.sha256(json.dumps(known, sort_keys=True, default=str).encode()).hexdigest()
