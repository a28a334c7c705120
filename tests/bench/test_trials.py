"""Runs, with methods that answer as they are told to."""

from types import SimpleNamespace

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.bench import METHODS, PROTOCOLS, UniformUser, parse_metric
from lamplighter.bench.materials import prepare_materials
from lamplighter.bench.proposals import Proposals
from lamplighter.bench.trials import Labels, Reviewing, Writing, interview_of, run_trial
from lamplighter.exceptions import PoolExhaustedError
from lamplighter.session.events import Labeled

FEW = "Too few."


class Script:
    """A method whose models are right on so many of four documents, one more after each answer."""

    n_functions = 3
    n_documents = 2

    def __init__(self, *, ends=99, fallbacks=(), functions=1):
        self.asked = 0
        self.ends = ends
        self.fallbacks = dict(fallbacks)
        self.functions = [None] * functions

    def ask(self):
        if self.asked == self.ends:
            raise PoolExhaustedError("All have been shown.")
        self.asked += 1

    def models(self):
        return SimpleNamespace(
            functions=self.functions,
            beliefs=SimpleNamespace(fallback=self.fallbacks.get(self.asked)),
            predict=lambda features: np.eye(2)[(np.arange(4) < self.asked).astype(int)],
        )


MATERIALS = SimpleNamespace(
    features=None, truth=np.ones(4, dtype=np.int64), metric=parse_metric("accuracy", ["ham", "spam"])
)


def trial(script, **options):
    return run_trial(script, MATERIALS, **options)


def test_model_is_measured_after_every_few_iterations():
    script = Script()
    result = trial(script, iterations=5, every=2)
    assert result.curve == {2: 2 / 4, 4: 4 / 4}
    assert script.asked == 5
    assert (result.functions, result.documents, result.note) == (3, 2, "")
    assert result.seconds > 0


def test_method_that_has_asked_all_there_is_keeps_its_model():
    script = Script(ends=3)
    assert trial(script, iterations=6, every=2).curve == {2: 2 / 4, 4: 3 / 4, 6: 3 / 4}


def test_progress_is_told_after_each_iteration():
    told = []
    trial(Script(), iterations=3, every=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_fallbacks_of_the_label_model_are_noted_the_most_frequent_first():
    script = Script(fallbacks={1: FEW, 2: "Odd.", 3: FEW})
    assert trial(script, iterations=4, every=1).note == "At 2 of 4 measurements: Too few. At 1 of 4 measurements: Odd."


def test_without_functions_there_is_no_label_model_to_speak_of():
    assert trial(Script(fallbacks={1: FEW, 2: FEW}, functions=0), iterations=2, every=1).note == ""


# ---------------------------------------------------------------------- what is asked


class Person:
    """Answers as it is told, and gives the class of its own for each document."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def answer(self, suggestion):
        return self.answers.pop(0)

    def label(self, document):
        return "pos" if document % 2 == 0 else "neg"


class Silent(UniformUser):
    """Knows the classes, and has no word for them."""

    def answer(self, suggestion):
        return None


@pytest.fixture
def session():
    texts = ["a good film", "a bad film", "good food", "bad food"]
    return Session(Corpus.from_texts(texts), labels=["pos", "neg"], strategy="random")


def test_writing_adds_the_function_or_skips_the_document(session):
    writing = Writing(session, Person(("good", "pos"), None, ("bad", "neg")), labels_alone=False)
    for _ in range(3):
        writing.ask()
    assert [(function.primitive, function.label) for function in session.functions] == [("good", 0), ("bad", 1)]
    assert (writing.n_functions, writing.n_documents, len(session.state.skipped)) == (2, 3, 1)
    assert len(session.state.labels) == 2  # of the documents with functions
    assert writing.models().functions == session.functions


@pytest.mark.parametrize("given", [{}, {"labels_alone": True}], ids=["by itself", "asked to"])
def test_where_no_function_comes_to_mind_writing_gives_the_label_alone(session, given):
    writing = Writing(session, Person(("good", "pos"), None, ("bad", "neg")), **given)
    for _ in range(3):
        writing.ask()
    assert [(function.primitive, function.label) for function in session.functions] == [("good", 0), ("bad", 1)]
    assert (writing.n_functions, writing.n_documents, len(session.state.skipped)) == (2, 3, 0)
    [alone] = [event for event in session.events if isinstance(event, Labeled)]
    assert alone.label == alone.document % 2  # the person's own class of it
    assert session.state.labels[alone.document] == alone.label


def test_active_learning_takes_labels_and_no_functions(session):
    labels = Labels(session, Person())
    for _ in range(3):
        labels.ask()
    assert (labels.n_functions, labels.n_documents) == (0, 3)
    assert session.state.labels == {document: document % 2 for document in session.state.shown}


@pytest.fixture(scope="module")
def materials(reviews):
    metric = parse_metric("accuracy", ["positive", "negative"])
    return prepare_materials(reviews, ["positive", "negative"], metric, PROTOCOLS["product"], 0, n_threads=1)


@pytest.mark.parametrize("name", METHODS)
def test_method_asks_what_it_says(materials, name):
    kinds = {"function": Writing, "label": Labels, "approval": Proposals, "review": Reviewing}
    interview = interview_of(METHODS[name], materials, materials.user(UniformUser, 0.5))
    assert type(interview) is kinds[METHODS[name].asks]


@pytest.mark.parametrize("name", PROTOCOLS)
@pytest.mark.parametrize("method", ["lamplighter", "lamplighter-proposals"])
def test_whether_labels_are_given_alone_is_the_protocols(reviews, name, method):
    metric = parse_metric("accuracy", ["positive", "negative"])
    materials = prepare_materials(reviews, ["positive", "negative"], metric, PROTOCOLS[name], 0, n_threads=1)
    interview = interview_of(METHODS[method], materials, materials.user(Silent, 0.5))
    for _ in range(2):
        interview.ask()
    state = interview.session.state
    assert (len(state.labels), len(state.skipped)) == ((2, 0) if PROTOCOLS[name].labels_alone else (0, 2))
    gold = {document: materials.user(UniformUser, 0.5).label(document) for document in state.labels}
    assert {document: interview.session.labels[label] for document, label in state.labels.items()} == gold


def test_settings_that_are_given_replace_those_of_method_and_protocol(materials):
    user = materials.user(UniformUser, 0.5)
    interview = interview_of(METHODS["nemo"], materials, user, {"strategy": "random", "contextualizer": None})
    assert interview.session.settings.strategy_name == "random"
    assert interview.session.settings.contextualizer is None
    assert interview.session.settings.primitives == PROTOCOLS["product"].primitives


def test_active_learning_says_nothing_of_label_models(reviews):
    metric = parse_metric("accuracy", ["positive", "negative"])
    materials = prepare_materials(reviews, ["positive", "negative"], metric, PROTOCOLS["paper"], 0, n_threads=1)
    interview = interview_of(METHODS["us"], materials, materials.user(UniformUser, 0.5))
    assert run_trial(interview, materials, iterations=2, every=1).note == ""
