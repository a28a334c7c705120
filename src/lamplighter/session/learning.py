"""From the events of a session to the evidence that models of a state learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine import Evidence, Models
from lamplighter.session.events import ANSWERS
from lamplighter.session.state import fold
from lamplighter.session.strategies import strategy_of

if TYPE_CHECKING:
    from lamplighter.session.session import Session
    from lamplighter.session.state import State

__all__ = ["begun", "context"]


def begun(session: Session, state: State, latest: Models | None) -> Models:
    """Give models of a state, of which nothing is learnt yet; where no end model is due, with that of the last due step.

    Parameters
    ----------
    session : Session
    state : State
    latest : Models or None
        Those that were used last: if they are of the due step they are taken, rather than learnt again.
    """
    functions = state.voting
    due = state.step - state.step % session.settings.schedule.end_model_every
    contexts = [context(session, function.document, state) for function in functions]
    evidence = Evidence(
        functions,
        tuple(
            session.reach(one.primitive, near, one.percentile) for one, near in zip(functions, contexts, strict=True)
        ),
        state.labels,
        session.class_balance(state),
        session.held_out,
        balance_source=session.settings.balance_source,
    )
    return Models(
        session.engine,
        evidence,
        step=state.step,
        recipe=session.settings.recipe,
        learner=session.settings.learner,
        strategy=strategy_of(session, state),
        earlier=None if due == state.step else _due(session, due, latest),
    )


def _due(session: Session, step: int, latest: Models | None) -> Models:
    """Give models of an earlier step: a function of the events up to the answer that made it."""
    for known in (latest, latest.earlier if latest else None):
        if known is not None and known.step == step:
            return known
    counted = np.cumsum([isinstance(event, ANSWERS) for event in session.events])
    before = session.events[: int(np.searchsorted(counted, step, side="right"))]
    return begun(session, fold(before), None)


def context(session: Session, document: int | None, state: State) -> tuple[int, ...]:
    """Give the development examples that are the context of a function written on a document; none for one from elsewhere.

    First the document itself, then those labeled before it, latest first: as many as the contextualizer wants.
    """
    if document is None:
        return ()
    near = session.settings.contextualizer
    if near is None or near.length == 1:
        return (document,)
    labeled = list(state.labels)
    before = labeled[: labeled.index(document)] if document in labeled else labeled
    return (document, *before[::-1][: near.length - 1])
