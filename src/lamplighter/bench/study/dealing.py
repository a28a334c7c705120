"""Who works with which method, on which documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import numpy as np

from lamplighter.bench.materials import told_balance
from lamplighter.bench.methods import METHODS, session_settings
from lamplighter.bench.protocols import PRODUCT, PROTOCOLS
from lamplighter.data import split
from lamplighter.engine import Recipe
from lamplighter.exceptions import InputError
from lamplighter.learning import LABEL_MODELS
from lamplighter.session import Session
from lamplighter.session.settings import checked_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lamplighter.bench.methods import Method
    from lamplighter.bench.protocols import Protocol
    from lamplighter.data import Corpus

__all__ = ["DEALT", "EVERY", "Study", "Task", "deal", "plan_study", "sessions"]

DEALT = ("nemo", "snorkel", "snorkel-abs", "snorkel-dis", "us")
"""The methods of the paper's Table 3 that a person can work with on the page."""

EVERY = 3
"""Iterations between measurements (section 5.2)."""

COMPUTED = {"implyloss-l": "snorkel"}
"""Methods that differ from another one in the learner alone: they are computed from its sessions (footnote 2)."""

FORMAT = 1

LISTS = ("labels", "class_balance", "test")


@dataclass(frozen=True)
class Task:
    """One participant's work with one method, in a project of its own.

    Attributes
    ----------
    name : str
        Of the project. It tells the participant and the place in the order, and nothing of the method.
    participant : int
        From 1.
    method : str
    seed : int
        Of the session. Each has its own, so that people with the same method are not shown the same documents.
    """

    name: str
    participant: int
    method: str
    seed: int


@dataclass(frozen=True, kw_only=True)
class Study:
    """All that was decided before the first participant sat down.

    Attributes
    ----------
    corpus : str
        The name of the texts.
    text : str or None
        Their column; ``None`` where it is guessed.
    gold : str
        The column of the true labels.
    encoding : str
    labels : tuple of str
    class_balance : tuple of float or None
        The shares of the classes, where the protocol knows them.
    protocol : str
    iterations : int
        Documents that each participant answers in each task.
    seed : int
    training : str
        The fingerprint of the documents in the projects.
    test : tuple of int
        The documents on which the models are measured, by their numbers in the whole corpus.
    test_fingerprint : str
    tasks : tuple of Task
        By participant, each in the order of the work.
    """

    corpus: str
    text: str | None
    gold: str
    encoding: str
    labels: tuple[str, ...]
    class_balance: tuple[float, ...] | None
    protocol: str
    iterations: int
    seed: int
    training: str
    test: tuple[int, ...]
    test_fingerprint: str
    tasks: tuple[Task, ...]

    @property
    def n_participants(self) -> int:
        """How many people take part."""
        return len({task.participant for task in self.tasks})

    @property
    def counts(self) -> dict[str, int]:
        """How many participants each method has."""
        return dict(Counter(task.method for task in self.tasks))

    def to_json(self) -> dict[str, Any]:
        """Give the study as JSON has it: no text and no label of a text is in it."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Study:
        """Make it again from :meth:`to_json`.

        Raises
        ------
        InputError
            If these are not the values of a study.
        """
        try:
            if values["format"] != FORMAT:
                raise InputError(f"The study has the format {values['format']!r}; this version reads {FORMAT}.")
            known = {name: value for name, value in values.items() if name != "format"}
            lists = {name: known[name] and tuple(known[name]) for name in LISTS}
            return cls(**{**known, **lists, "tasks": tuple(Task(**task) for task in known["tasks"])})
        except (KeyError, TypeError) as error:
            wrong = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise InputError(
                f"This is no description of a study: {wrong}. Put back the study.json that was made with the projects."
            ) from error

    def test_documents(self, corpus: Corpus) -> Corpus:
        """Give the documents on which is measured, of the file that the study was dealt from.

        Raises
        ------
        InputError
            If these are other texts.
        """
        if max(self.test) < len(corpus):
            documents = replace(corpus, ids=None).subset(self.test)
            if documents.fingerprint == self.test_fingerprint:
                return documents
        raise InputError(
            f"The study was dealt from other texts than those of {corpus.name} as it is now. Hand in {self.corpus} as it "
            "was then."
        )


def deal(methods: Sequence[str], participants: int, tasks: int, lots: np.random.Generator) -> list[tuple[str, ...]]:
    """Deal methods to participants at random: each method equally often, and to nobody twice.

    1. The participants take their methods one after another: those that were taken least often so far, ties by lot.
    2. The order in which a participant works with them is drawn by lot.

    By the first step the counts of two methods never differ by more than one.

    Parameters
    ----------
    methods : sequence of str
    participants : int
        At least 1.
    tasks : int
        Methods for each participant; no more than there are methods, and no more than 26.
    lots : Generator

    Returns
    -------
    list of tuple of str
        For each participant the methods, in the order of the work.

    Examples
    --------
    Three people with two of three methods each: every method is dealt twice.

    >>> hands = deal(["nemo", "snorkel", "us"], 3, 2, np.random.default_rng(0))
    >>> sorted(method for hand in hands for method in hand)
    ['nemo', 'nemo', 'snorkel', 'snorkel', 'us', 'us']
    """
    if participants < 1:
        raise InputError(f"There are {participants} participants; expected 1 or more.")
    most = min(len(methods), len(ascii_lowercase))
    if not 1 <= tasks <= most:
        raise InputError(
            f"Each participant is to do {tasks} tasks; expected 1 to {most}: nobody works with one of the "
            f"{len(methods)} methods twice."
        )
    counts = np.zeros(len(methods), dtype=np.int64)
    hands = []
    for _ in range(participants):
        order = lots.permutation(len(methods))
        taken = order[np.argsort(counts[order], kind="stable")][:tasks]
        counts[taken] += 1
        hands.append(tuple(methods[place] for place in lots.permutation(taken)))
    return hands


def plan_study(
    corpus: Corpus,
    *,
    gold: str,
    text: str | None = None,
    encoding: str = "utf-8",
    labels: Sequence[str] | None = None,
    methods: Sequence[str] = DEALT,
    participants: int = 15,
    tasks: int = 2,
    protocol: Protocol = PRODUCT,
    iterations: int = 30,
    seed: int = 0,
) -> Study:
    """Decide who works with which method on which documents, all by one seed.

    The documents are split 80/10/10 as in the benchmark, once for all: people work on the 80, and the models are
    measured on the last 10. The 10 between are left alone, so that the split of a seed is that of the benchmark.

    Parameters
    ----------
    corpus : Corpus
        With gold for every document.
    gold, text, encoding : str
        How its file is read, to read it again for the report.
    labels : sequence of str, optional
        Left out: those that stand in gold.
    methods : sequence of str
    participants : int, default=15
    tasks : int, default=2
        Methods for each participant.
    protocol : Protocol, optional
    iterations : int, default=30
        Documents that each participant answers in each task.
    seed : int, default=0

    Raises
    ------
    InputError
        If gold is missing somewhere, a method cannot be dealt, or the counts do not fit together.
    LabelError
        If gold has a value that is none of the labels.
    UnknownNameError
        If there is no such method.
    """
    if corpus.gold is None or None in corpus.gold:
        raise InputError("A study needs the true label of every text. Name the column: --gold COLUMN.")
    _check_methods(methods, protocol)
    training, parts = _training(corpus, seed), split(len(corpus), seed=seed)
    _check_iterations(iterations, len(training) - training.n_duplicates)
    test = replace(corpus, ids=None).subset(parts.test)
    names = checked_labels(corpus.gold_labels if labels is None else labels)
    Session(corpus, labels=names)  # refuses gold that is none of the labels, before anything is dealt
    lots = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(3,)))  # 0 to 2: splits, users, proposals
    hands = deal(methods, participants, tasks, lots)
    width = max(2, len(str(participants)))
    return Study(
        corpus=corpus.name,
        text=text,
        gold=gold,
        encoding=encoding,
        labels=names,
        class_balance=told_balance(protocol, corpus, names),
        protocol=protocol.name,
        iterations=iterations,
        seed=seed,
        training=training.fingerprint,
        test=tuple(map(int, parts.test)),
        test_fingerprint=test.fingerprint,
        tasks=tuple(
            Task(f"p{number:0{width}}-{ascii_lowercase[place]}", number, method, int(lots.integers(2**31)))
            for number, hand in enumerate(hands, start=1)
            for place, method in enumerate(hand)
        ),
    )


def sessions(study: Study, corpus: Corpus) -> Iterator[tuple[Task, Session]]:
    """Begin the session of each task, on the training documents without gold and without ids.

    Parameters
    ----------
    study : Study
    corpus : Corpus
        That of :func:`plan_study`.
    """
    training, protocol = _training(corpus, study.seed), PROTOCOLS[study.protocol]
    for task in study.tasks:
        yield (
            task,
            Session(
                training,
                labels=study.labels,
                class_balance=study.class_balance,
                random_state=task.seed,
                **session_settings(METHODS[task.method], protocol),
            ),
        )


def _training(corpus: Corpus, seed: int) -> Corpus:
    """Give what participants work on; ids go too, since some tell the class ("pos_0012")."""
    return replace(corpus.subset(split(len(corpus), seed=seed).train), gold=None, ids=None)


def _check_iterations(iterations: int, n_documents: int) -> None:
    if iterations < EVERY:
        raise InputError(f"With {iterations} iterations nothing is measured every {EVERY}; ask for {EVERY} or more.")
    if iterations > n_documents:
        raise InputError(
            f"There are {n_documents} different texts to work on, too few for {iterations} iterations. Ask for fewer, or "
            "hand in more texts."
        )


def _check_methods(methods: Sequence[str], protocol: Protocol) -> None:
    twice = [name for name, count in Counter(methods).items() if count > 1]
    if twice:
        raise InputError(f"Methods are named twice: {', '.join(twice)}. Name each once.")
    for name in methods:
        _check_method(METHODS[name], protocol)


def _check_method(method: Method, protocol: Protocol) -> None:
    """Refuse what cannot be done on the page, or not be replayed from a project alone."""
    if method.asks == "approval":
        raise InputError(
            f"{method.name} asks whether proposed functions are good, which the page cannot ask. Deal methods that ask "
            f"for functions or labels, such as {', '.join(DEALT)}."
        )
    if method.name in COMPUTED:
        raise InputError(
            f"{method.name} is not dealt: as in the paper, it is computed from the functions that are written with "
            f"{COMPUTED[method.name]}. Deal that one."
        )
    settings = session_settings(method, protocol)
    if settings["features"] != protocol.features:
        raise InputError(f"{method.name} cannot be dealt: in a study all methods learn from the same features.")
    models = tuple(settings["label_model"])
    recipe = Recipe(label_models=models, contextualizer=settings["contextualizer"], end_model=settings["end_model"])
    known = [LABEL_MODELS[name] for name in LABEL_MODELS.names]
    if recipe.has_choices or any(model not in known for model in models):
        raise InputError(
            f"{method.name} cannot be dealt with the protocol {protocol.name!r}: it chooses among settings on labeled "
            "documents, which a project does not keep. Use the protocol 'product', or leave the method out."
        )
