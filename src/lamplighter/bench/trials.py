"""One run of one method: iterations with a simulated user, and measurements on held-out documents."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lamplighter.bench.methods import Method, session_settings
from lamplighter.bench.proposals import Proposals
from lamplighter.bench.users import GuidedUser
from lamplighter.engine import silent
from lamplighter.exceptions import PoolExhaustedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from lamplighter.bench.materials import Materials
    from lamplighter.bench.users import User
    from lamplighter.engine import Models
    from lamplighter.session import Session

__all__ = ["Interview", "Labels", "Reviewing", "Trial", "Writing", "interview_of", "run_trial"]


class Interview(Protocol):
    """What a method does with a person, whatever it asks."""

    def ask(self) -> None:
        """Ask once, and take the answer."""

    def models(self) -> Models:
        """Give models that have seen all answers."""

    @property
    def n_functions(self) -> int:
        """Functions that the models learn from."""

    @property
    def n_documents(self) -> int:
        """Documents that were shown."""


class Writing:
    """Interactive data programming: a document is shown, and a function is written on it, or none.

    Parameters
    ----------
    session : Session
    user : User
    labels_alone : bool
        Whether the user says of which class the document is where no function comes to mind, rather than nothing.
    """

    def __init__(self, session: Session, user: User, *, labels_alone: bool = True) -> None:
        self.session = session
        self.user = user
        self.labels_alone = labels_alone
        if isinstance(user, GuidedUser):
            user.follow(session.rank)

    def ask(self) -> None:
        """Show a document and take a function, or what there is in place of one."""
        suggestion = self.session.suggest()
        answer = self.user.answer(suggestion)
        if answer is not None:
            self.session.add(*answer)
        elif self.labels_alone:
            self.session.label(suggestion.document, self.user.label(suggestion.document))
        else:
            self.session.skip()

    def models(self) -> Models:
        """Give the session's models."""
        return self.session.models()

    @property
    def n_functions(self) -> int:
        """Functions written."""
        return len(self.session.functions)

    @property
    def n_documents(self) -> int:
        """Documents shown."""
        return len(self.session.state.shown)


class Labels(Writing):
    """Active learning: a document is shown, and only its label is asked for."""

    def ask(self) -> None:
        """Show a document and take its label."""
        document = self.session.suggest().document
        self.session.label(document, self.user.label(document))


class Reviewing(Writing):
    """The program proposes functions as soon as it can, and the person accepts or rejects them; until then it writes."""

    def ask(self) -> None:
        """Propose a function, or show a document where there is none to propose."""
        proposed = self.session.propose(1)
        if not proposed:
            super().ask()
            return
        (proposal,) = proposed
        fitting = [document for document in proposal.documents if self.user.label(document) == proposal.label]
        if fitting and self.user.approves(proposal.primitive, proposal.label):
            self.session.add(proposal.primitive, proposal.label, fitting[0])
            self.user.note(proposal.primitive)
        else:
            self.session.reject(proposal.primitive, proposal.label)


@dataclass(frozen=True)
class Trial:
    """What came of one run.

    Attributes
    ----------
    curve : dict of int to float
        The metric after so many iterations.
    seconds : float
        From the first question to the last measurement; indexing, which methods share, is not in it.
    functions, documents : int
        That the models learnt from, and that were shown.
    note : str
        What a reader should know, or nothing.
    """

    curve: dict[int, float]
    seconds: float
    functions: int
    documents: int
    note: str


def interview_of(
    method: Method, materials: Materials, user: User, settings: Mapping[str, Any] | None = None
) -> Interview:
    """Set up a method on prepared materials; ``settings`` replace those that method and protocol give."""
    session = materials.session({**session_settings(method, materials.protocol), **(settings or {})})
    if method.asks == "approval":
        return Proposals(session, user, seed=materials.seed)
    if method.asks == "label":
        return Labels(session, user)
    kind = Reviewing if method.asks == "review" else Writing
    return kind(session, user, labels_alone=materials.protocol.labels_alone)


def run_trial(
    interview: Interview,
    materials: Materials,
    *,
    iterations: int = 50,
    every: int = 5,
    progress: Callable[[int, int], None] = silent,
) -> Trial:
    """Run a method, and measure its end model on the test documents after every few iterations.

    Parameters
    ----------
    interview : Interview
    materials : Materials
    iterations : int, default=50
    every : int, default=5
        Iterations between measurements.
    progress : callable, optional
        Told the iterations done and those there are.
    """
    began = time.perf_counter()
    curve: dict[int, float] = {}
    fallbacks: Counter[str] = Counter()
    for iteration in range(1, iterations + 1):
        with suppress(PoolExhaustedError):  # a small corpus has been read to its end: the model stays as it is
            interview.ask()
        if iteration % every == 0:
            models = interview.models()
            predicted = models.predict(materials.features).argmax(axis=1).astype(np.int64)
            curve[iteration] = materials.metric(predicted, materials.truth)
            if models.functions and models.beliefs.fallback:  # without functions there are no votes to merge
                fallbacks.update([models.beliefs.fallback])
        progress(iteration, iterations)
    seconds = time.perf_counter() - began
    return Trial(curve, seconds, interview.n_functions, interview.n_documents, _note(fallbacks, len(curve)))


def _note(fallbacks: Counter[str], n_measured: int) -> str:
    return " ".join(f"At {count} of {n_measured} measurements: {reason}" for reason, count in fallbacks.most_common(3))
