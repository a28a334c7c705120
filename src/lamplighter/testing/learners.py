"""The contract of learners."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lamplighter.engine import Engine, Evidence, Index, Learner, Recipe, Slice, Validation, build_index, neighbourhood
from lamplighter.learning import EndModel, Linear, MajorityVote
from lamplighter.primitives import Ngrams
from lamplighter.testing.cases import case, digest, expect, frozen, read_only, same
from lamplighter.votes import Contextualizer, LabelingFunction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from lamplighter.arrays import Features, Posterior
    from lamplighter.engine import Beliefs

__all__ = ["check_learner"]

TOLERANCE = 1e-2
"""Learners iterate, and stop a little apart when sums are rounded otherwise."""

N_DOCUMENTS = 60
N_VALIDATION = 20
N_FUNCTIONS = 6
BALANCES = {2: (0.7, 0.3), 4: (0.4, 0.3, 0.2, 0.1)}


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a learner may be handed.

    Attributes
    ----------
    name : str
        What is special about it, for messages.
    index : Index
        Of made-up texts in one slice; its arrays cannot be written to.
    functions : tuple of LabelingFunction
    labels : dict of int to int
        Class codes of development examples.
    class_balance : ndarray of shape (K,)
    validation : Validation
    recipe : Recipe
    """

    name: str
    index: Index
    functions: tuple[LabelingFunction, ...]
    labels: dict[int, int]
    class_balance: NDArray[np.float64]
    validation: Validation
    recipe: Recipe

    def evidence(self, engine: Engine) -> Evidence:
        """Give it as evidence, for an engine of the same texts."""
        near, block = self.recipe.contextualizer, self.validation.block
        places = [
            neighbourhood(engine, one.primitive, [] if one.document is None else [one.document], near, block)
            for one in self.functions
        ]
        return Evidence(self.functions, tuple(places), dict(self.labels), self.class_balance, self.validation)


def check_learner(make: Callable[[], Learner]) -> None:
    """Check that a learner keeps the contract that a session relies on.

    On texts of two and of four classes, with functions for all of them and for one, with labels and without, refined to
    neighbourhoods, with settings to choose among, and where little or nothing was said:

    1. its settings are its attributes: JSON can keep them, another one is made of them, and learning changes none;
    2. votes are those of the functions, a column each; beliefs are finite, one row for each document, and rows sum to 1;
    3. the end model tells two classes or more, of which a function or a label speaks, and its weights are finite; without
       two such classes there is none;
    4. learnt twice, or by another one made in the same way, all is the same to the last bit;
    5. nothing that it is handed is changed;
    6. slices do not matter but for rounding, and threads not at all.

    Parameters
    ----------
    make : callable
        Makes one: the class itself, where its arguments have defaults.

    Raises
    ------
    AssertionError
        With the case, what was expected and what was found.

    Examples
    --------
    >>> from lamplighter.engine import GoldOnly
    >>> check_learner(GoldOnly)
    """
    name = type(make()).__name__
    with case(name):
        _check_settings_are_attributes(make)
    for lesson in lessons():
        with case(f"{name}, {lesson.name}"):
            learnt = _learnt(make(), lesson)
            for check in CHECKS:
                check(make, lesson, learnt)


def lessons() -> Iterator[Lesson]:
    """Give what can be learnt from: of two and of four classes, much and little."""
    for n_classes, shares in BALANCES.items():
        usual = _lesson(n_classes, read_only(np.array(shares)))
        ones = tuple(one for one in usual.functions if one.label == 1)
        near = Contextualizer(percentile=60)
        later, several = replace(near, refined="end model"), replace(near, percentile=(100.0, 60.0), per_function=True)
        yield usual
        yield replace(usual, name=f"{usual.name}, functions for one class", functions=ones)
        yield replace(usual, name=f"{usual.name}, with choices", recipe=_recipe(several, C=(0.1, 1.0)))
        if n_classes > 2:  # noqa: PLR2004  (what follows does not depend on their number)
            continue
        yield replace(usual, name=f"{usual.name}, hard labels", recipe=_recipe(labels="hard", match_balance=False))
        yield replace(usual, name=f"{usual.name}, no function", functions=())
        yield replace(usual, name=f"{usual.name}, no label", labels={})
        yield replace(
            usual,
            name=f"{usual.name}, one class alone",
            functions=ones,
            labels={n: 1 for n in [ones[0].document] if n is not None},
        )
        yield replace(usual, name=f"{usual.name}, nothing said", functions=(), labels={})
        yield replace(usual, name=f"{usual.name}, refined", recipe=_recipe(near))
        yield replace(usual, name=f"{usual.name}, refined for the end model", recipe=_recipe(later))


def _lesson(n_classes: int, balance: NDArray[np.float64]) -> Lesson:
    """Make up texts of some words that tell their class, most of the time, and others that do not."""
    rng = np.random.default_rng(n_classes)
    classes = rng.choice(n_classes, size=N_DOCUMENTS + N_VALIDATION, p=balance)
    classes[:N_FUNCTIONS] = np.arange(N_FUNCTIONS) % n_classes  # the development examples
    texts = [_text(int(label), n_classes, rng) for label in classes]
    texts[N_FUNCTIONS] = "…"  # a document without a word
    index = _locked(build_index(texts[:N_DOCUMENTS], Ngrams(min_df=1)))
    functions = [LabelingFunction(n, f"class{n % n_classes}word{n % 3}", n % n_classes, n) for n in range(N_FUNCTIONS)]
    labels = {document: int(classes[document]) for document in range(N_FUNCTIONS + 4)}
    gold = read_only(classes[N_DOCUMENTS:].astype(np.int64))
    validation = Validation(index.slice_of(texts[N_DOCUMENTS:]), gold)
    return Lesson(f"{n_classes} classes", index, tuple(functions), labels, balance, validation, _recipe())


def _text(label: int, n_classes: int, rng: np.random.Generator) -> str:
    others = (label + rng.integers(1, n_classes, size=4)) % n_classes
    told = np.where(rng.random(4) < 0.8, label, others)  # noqa: PLR2004  (four words in five tell the truth)
    words = [f"class{code}word{rng.integers(3)}" for code in told] + [f"word{rng.integers(12)}" for _ in range(5)]
    return " ".join(words)


def _recipe(
    near: Contextualizer | None = None,
    *,
    C: float | tuple[float, ...] = 1.0,
    labels: str = "soft",
    match_balance: bool = True,
) -> Recipe:
    end_model = EndModel(C=C, match_balance=match_balance, labels="hard" if labels == "hard" else "soft")
    return Recipe(label_models=(MajorityVote,), contextualizer=near, end_model=end_model)


def _locked(index: Index) -> Index:
    for block in index.slices:
        frozen(block.incidence)
        frozen(block.features)
    return index


def _cut(index: Index, edges: Sequence[int]) -> Index:
    """Give an index of one slice in several."""
    (whole,) = index.slices
    slices = [
        Slice(number, start, whole.texts[start:stop], whole.incidence[start:stop], whole.features[start:stop])
        for number, (start, stop) in enumerate(pairwise(edges))
    ]
    return _locked(replace(index, slices=tuple(slices)))


@dataclass(frozen=True, eq=False)
class _Learnt:
    """What came of a lesson."""

    beliefs: Beliefs
    classifier: Linear | None

    @property
    def posterior(self) -> Posterior:
        """Of all slices, one after the other."""
        return np.concatenate(self.beliefs.posterior)

    def predictions(self, features: Features) -> Posterior | None:
        return None if self.classifier is None else self.classifier.predict_proba(features)


def _learnt(learner: Learner, lesson: Lesson, engine: Engine | None = None) -> _Learnt:
    engine = engine or Engine(lesson.index, n_threads=1)
    evidence = lesson.evidence(engine)
    with engine.working():
        beliefs = learner.believe(engine, evidence, lesson.recipe)
        classifier = learner.classify(engine, evidence, lesson.recipe, beliefs)
    kind = type(classifier).__name__
    expect(isinstance(classifier, Linear | None), f"classify gives an object of {kind}; expected a Linear, or None.")
    return _Learnt(beliefs, classifier)


def _check_settings_are_attributes(make: Callable[[], Learner]) -> None:
    learner = make()
    expect(isinstance(learner, Learner), "it is no lamplighter.engine.Learner.")
    settings = dict(vars(learner))
    try:
        kept = json.loads(json.dumps(settings))
        again = type(learner)(**kept)
    except TypeError as error:
        message = f"another one cannot be made of its attributes, {settings}, as a project has to: {error}."
        raise AssertionError(message) from error
    expect(vars(again) == settings, f"made of its attributes, {settings}, another one has {vars(again)}.")


def _check_beliefs_are_of_all_documents(make: Callable[[], Learner], lesson: Lesson, learnt: _Learnt) -> None:
    del make
    labels = np.array([function.label for function in lesson.functions], dtype=np.int64)
    for name, columns in (("votes", len(labels)), ("posterior", len(lesson.class_balance))):
        found = [block.shape for block in getattr(learnt.beliefs, name)]
        expected = [(N_DOCUMENTS, columns)]
        expect(found == expected, f"{name} of one slice have the shapes {found}; expected {expected}.")
    for votes in learnt.beliefs.votes:
        expect((votes.data == labels[votes.indices] + 1).all(), "a function votes another class than its own.")
    for posterior in learnt.beliefs.posterior:
        expect(np.isfinite(posterior).all(), "a belief is not a finite number.")
        expect((posterior >= 0).all(), f"a belief is {posterior.min():.6g}; expected 0 or more.")
        expect(same(posterior.sum(axis=1), np.ones(len(posterior))), "rows of beliefs do not sum to 1.")


def _check_end_model_tells_what_was_spoken_of(make: Callable[[], Learner], lesson: Lesson, learnt: _Learnt) -> None:
    del make
    classifier = learnt.classifier
    if classifier is None:
        return
    spoken = {function.label for function in lesson.functions} | set(lesson.labels.values())
    told, n_classes = list(classifier.classes), len(lesson.class_balance)
    expect(
        told == sorted(set(told) & spoken) and len(told) > 1,
        f"the end model tells the classes {told}; expected two or more of {sorted(spoken)}, ascending, or no end model.",
    )
    expect(classifier.n_classes == n_classes, f"n_classes is {classifier.n_classes}; expected {n_classes}.")
    shape = (1 if len(told) == 2 else len(told), len(lesson.index.space) + 1)  # noqa: PLR2004  (one row speaks for two)
    found = classifier.weights.shape
    expect(found == shape, f"the weights have the shape {found}; expected {shape}.")
    expect(np.isfinite(classifier.weights).all(), "a weight is not a finite number.")


def _check_learnt_twice_all_is_the_same(make: Callable[[], Learner], lesson: Lesson, learnt: _Learnt) -> None:
    learner = make()
    before = json.dumps(vars(learner))
    _expect_alike(learnt, _learnt(learner, lesson), "learnt by another one, made the same way")
    expect(json.dumps(vars(learner), default=repr) == before, "learning changes its attributes.")
    _expect_alike(learnt, _learnt(learner, lesson), "learnt twice")


def _expect_alike(one: _Learnt, other: _Learnt, message: str) -> None:
    """Expect the same to the last bit."""
    expect(np.array_equal(one.posterior, other.posterior), f"{message}, beliefs are others.")
    first, second = one.classifier, other.classifier
    if first is None or second is None:
        expect(first is second, f"{message}, there is an end model only once.")
        return
    alike = first.classes == second.classes and np.array_equal(first.weights, second.weights)
    expect(alike, f"{message}, the end model is another one.")


def _check_it_changes_nothing(make: Callable[[], Learner], lesson: Lesson, learnt: _Learnt) -> None:
    del learnt
    engine = Engine(lesson.index, n_threads=1)
    evidence, learner = lesson.evidence(engine), make()
    beliefs = learner.believe(engine, evidence, lesson.recipe)
    (block,) = lesson.index.slices
    reaches = [reach for place in evidence.neighbourhoods for reach in place.reaches]

    def handed() -> list[bytes]:
        arrays = digest(block.incidence, block.features, evidence.class_balance, *beliefs.votes, *beliefs.posterior)
        return [*arrays, *digest(*(reach.far for reach in reaches)), repr(evidence.labels).encode()]

    before = handed()
    learner.classify(engine, evidence, lesson.recipe, beliefs)
    expect(handed() == before, "it changes what it is handed.")


def _check_slices_and_threads_do_not_matter(make: Callable[[], Learner], lesson: Lesson, learnt: _Learnt) -> None:
    index = _cut(lesson.index, [0, 7, 8, 31, N_DOCUMENTS])
    engines = [Engine(index, n_threads=n_threads) for n_threads in (1, 3)]
    cut, threaded = (_learnt(make(), lesson, engine) for engine in engines)
    for engine in engines:
        engine.close()
    expect(same(cut.posterior, learnt.posterior, TOLERANCE), "in slices the corpus has other beliefs.")
    features = lesson.index.slices[0].features
    whole, parts = learnt.predictions(features), cut.predictions(features)
    if whole is None or parts is None:
        expect(whole is parts, "in slices the corpus has an end model, or the whole has, but not both.")
    else:
        expect(same(parts, whole, TOLERANCE), "in slices the corpus has another end model.")
    _expect_alike(cut, threaded, "in several threads")


CHECKS = (
    _check_beliefs_are_of_all_documents,
    _check_end_model_tells_what_was_spoken_of,
    _check_learnt_twice_all_is_the_same,
    _check_it_changes_nothing,
    _check_slices_and_threads_do_not_matter,
)
