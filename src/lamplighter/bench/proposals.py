"""Interactive weak supervision (IWS-LSE): the program proposes functions, and the person says whether they are good."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine import Evidence, Models
from lamplighter.exceptions import PoolExhaustedError, PrimitiveError
from lamplighter.learning import LevelSet, final_set, function_features, gram_product, straddle
from lamplighter.votes import LabelingFunction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Rows
    from lamplighter.bench.users import User
    from lamplighter.session import Session

__all__ = ["Proposals"]

FEWEST = 10
"""Documents that a proposed primitive stands in, at least: fewer say nothing of other documents."""

WIDEST = 0.2
"""Share of the documents that it stands in, at most: "the" is never useful."""

JOINED = 50
"""Functions that join the final set without having been asked about, at most (the original's "LSE-ac")."""


class Proposals:
    """IWS-LSE (Boecking et al., ICLR 2021; the paper's section 5.2) as a method of the benchmark.

    1. Each primitive that is neither rare nor common is described by the documents it stands in.
    2. Of the functions not asked about, the one with the greatest straddle score is proposed; ties are drawn by lot.
       The person says whether it is better than the threshold.
    3. To learn, the functions that were approved are taken, and of those never asked about the ones that are predicted
       useful and cover most. Their votes go through the same label model and end model as everybody's.

    Parameters
    ----------
    session : Session
        Its settings say how is learnt; no document of it is shown.
    user : User
    seed : int
        Of the lots.
    """

    def __init__(self, session: Session, user: User, *, seed: int) -> None:
        self.session = session
        self.user = user
        self.lots = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2,)))
        self.asked: list[tuple[int, int]] = []
        self.approved: list[bool] = []

    n_documents = 0

    @cached_property
    def candidates(self) -> Rows:
        """The primitives that are proposed, by their numbers in the vocabulary."""
        vocabulary = self.session.engine.index.vocabulary
        counts = vocabulary.document_counts
        found = np.flatnonzero((counts >= FEWEST) & (counts <= WIDEST * vocabulary.n_documents))
        if not len(found):
            raise PrimitiveError(
                f"No word stands in at least {FEWEST} documents and in at most {WIDEST:.0%} of them, so none can be proposed."
            )
        return found

    @cached_property
    def features(self) -> NDArray[np.float64]:
        """What is known of each candidate, shape (c, d)."""
        engine = self.session.engine
        blocks = [block.incidence[:, self.candidates] for block in engine.index.slices]
        with engine.working():
            return function_features(
                lambda vectors: engine.total(lambda block: gram_product(blocks[block.number], vectors)),
                len(self.candidates),
            )

    def ask(self) -> None:
        """Propose a function and take the answer.

        Raises
        ------
        PoolExhaustedError
            If every function has been proposed.
        """
        mean, sd = self._predicted()
        scores = straddle(mean, sd)
        if self.asked:
            scores[tuple(zip(*self.asked, strict=True))] = -np.inf
        if np.isneginf(scores).all():
            raise PoolExhaustedError(f"All {scores.size} functions have been proposed.")
        best = np.argwhere(scores == scores.max())
        place, label = (int(number) for number in best[int(self.lots.random() * len(best))])
        self.asked.append((place, label))
        self.approved.append(self.user.approves(self._term(place), self.session.labels[label]))

    def models(self) -> Models:
        """Give models that have learnt from the functions believed to be useful."""
        functions = tuple(
            LabelingFunction(number, self._term(place), label, document=-1)
            for number, (place, label) in enumerate(np.argwhere(self._chosen()).tolist())
        )
        settings = self.session.settings
        evidence = Evidence(
            functions,
            tuple(self.session.neighbourhood(function.primitive, -1) for function in functions),
            {},
            self.session.class_balance(),
            self.session.held_out,
            balance_source=settings.balance_source,
        )
        return Models(
            self.session.engine,
            evidence,
            step=len(self.asked),
            recipe=settings.recipe,
            learner=settings.learner,
            strategy=settings.strategy,
        )

    @property
    def n_functions(self) -> int:
        """Functions that are believed to be useful."""
        return int(self._chosen().sum())

    def _term(self, place: int) -> str:
        return self.session.engine.index.vocabulary.terms[int(self.candidates[place])]

    def _answers(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        asked = np.array(self.asked, dtype=np.int64).reshape(-1, 2)
        return asked[:, 0], asked[:, 1], np.array(self.approved, dtype=bool)

    def _predicted(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        places, labels, answers = self._answers()
        model = LevelSet().fit(self.features[places], labels, answers, n_classes=len(self.session.labels))
        return model.predict(self.features)

    def _chosen(self) -> NDArray[np.bool_]:
        counts = self.session.engine.index.vocabulary.document_counts[self.candidates]
        return final_set(self._predicted()[0], *self._answers(), coverage=counts.astype(np.float64), most=JOINED)
