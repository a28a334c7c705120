"""What the runs of one data set, seed and protocol share: the split, the index, and who knows the truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lamplighter.data import split
from lamplighter.engine import Engine, build_index
from lamplighter.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features
    from lamplighter.bench.metric import Metric
    from lamplighter.bench.protocols import Protocol
    from lamplighter.bench.users import User, UserClass
    from lamplighter.data import Corpus

__all__ = ["Materials", "prepare_materials", "told_balance"]


@dataclass(frozen=True, eq=False)
class Materials:
    """One split of a data set, indexed once for all methods.

    Attributes
    ----------
    seed : int
    labels : tuple of str
    protocol : Protocol
    engine : Engine
        Of the training documents.
    training : Corpus
        Without gold: this is all that a method sees.
    witness : Session
        On the training documents with gold: this is what a simulated user knows.
    validation : Corpus
        With gold.
    features : csr_array of shape (n_test, d)
        Of the test documents.
    truth : ndarray of shape (n_test,)
    metric : Metric
    class_balance : tuple of float or None
        The shares of the classes, where the protocol knows them.
    """

    seed: int
    labels: tuple[str, ...]
    protocol: Protocol
    engine: Engine
    training: Corpus
    witness: Session
    validation: Corpus
    features: Features
    truth: NDArray[np.int64]
    metric: Metric
    class_balance: tuple[float, ...] | None

    def session(self, settings: Mapping[str, Any]) -> Session:
        """Begin a session on the training documents, whose lots come from the seed."""
        given = {
            "labels": self.labels,
            "class_balance": self.class_balance,
            "validation": self.validation,
            "random_state": self.seed,
        }
        session = Session(self.training, **{**given, **settings})
        return session.prepare(engine=self.engine)

    def user(self, make: UserClass, threshold: float) -> User:
        """Make a simulated user, whose lots come from a stream of its own."""
        return make(
            self.witness,
            threshold=threshold,
            rng=np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(1,))),
        )

    def close(self) -> None:
        """End the engine's threads."""
        self.engine.close()


def prepare_materials(
    corpus: Corpus,
    labels: Sequence[str],
    metric: Metric,
    protocol: Protocol,
    seed: int,
    *,
    published_balance: tuple[float, ...] | None = None,
    n_threads: int | None = None,
) -> Materials:
    """Split a corpus 80/10/10 by a seed and index the training documents.

    Parameters
    ----------
    corpus : Corpus
        With gold for every document.
    labels : sequence of str
    metric : Metric
    protocol : Protocol
    seed : int
    published_balance : tuple of float, optional
        As for :func:`told_balance`.
    n_threads : int, optional
        Of the engine; as many as there are cores, when left out.
    """
    parts = split(len(corpus), seed=seed)
    known, test = corpus.subset(parts.train), corpus.subset(parts.test)
    training = replace(known, gold=None)
    engine = Engine(build_index(training.texts, protocol.primitives, features=protocol.features), n_threads=n_threads)
    witness = Session(known, labels=labels, primitives=protocol.primitives).prepare(engine=engine)
    truth = witness.settings.gold_codes(test)
    if truth is None:
        raise ValueError("The corpus has no gold.")
    return Materials(
        seed=seed,
        labels=tuple(labels),
        protocol=protocol,
        engine=engine,
        training=training,
        witness=witness,
        validation=corpus.subset(parts.validation),
        features=engine.index.transform(test.texts),
        truth=truth,
        metric=metric,
        class_balance=told_balance(protocol, corpus, labels, published_balance),
    )


def told_balance(
    protocol: Protocol, corpus: Corpus, labels: Sequence[str], published: tuple[float, ...] | None = None
) -> tuple[float, ...] | None:
    """Give the class balance that methods are told of, ``None`` where they have to estimate it.

    Parameters
    ----------
    protocol : Protocol
    corpus : Corpus
        With gold for every document.
    labels : sequence of str
    published : tuple of float, optional
        What published experiments are told; left out, that classes are equally common.
    """
    if protocol.class_balance == "estimated":
        return None
    if protocol.class_balance == "published":
        return published or (1 / len(labels),) * len(labels)
    gold = corpus.gold or ()
    return tuple(gold.count(label) / len(gold) for label in labels)
