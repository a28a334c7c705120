"""A run in which functions are proposed, on made-up reviews."""

from types import SimpleNamespace

import numpy as np
import pytest

from lamplighter import Corpus, Session
from lamplighter.bench import METHODS, PROTOCOLS, GuidedUser, UniformUser, parse_metric
from lamplighter.bench.materials import prepare_materials
from lamplighter.bench.trials import Reviewing, interview_of, run_trial
from lamplighter.bench.users import function_accuracies
from lamplighter.data.reviews import generate_reviews
from lamplighter.session.events import Labeled, Learnt, Rejected, Skipped, Started, Suggested, Written

LABELS = ["positive", "negative"]
THRESHOLD = 0.7
METHOD = METHODS["lamplighter-proposals"]
N_ASKED = 30


@pytest.fixture(scope="module")
def materials(reviews):
    metric = parse_metric("accuracy", LABELS)
    prepared = prepare_materials(reviews, LABELS, metric, PROTOCOLS["product"], 0, n_threads=1)
    yield prepared
    prepared.close()


@pytest.fixture(scope="module")
def proposed():
    """What was proposed at each question: one function, or none."""
    return []


@pytest.fixture(scope="module")
def interview(materials, proposed):
    """Thirty questions."""
    interview = interview_of(METHOD, materials, materials.user(UniformUser, THRESHOLD))
    propose = interview.session.propose
    interview.session.propose = lambda n: proposed.append(propose(n)) or proposed[-1]
    for _ in range(N_ASKED):
        interview.ask()
    return interview


@pytest.fixture(scope="module")
def answers(interview):
    """What was answered, each with whether a document was shown for it."""
    found, shown = [], False
    for event in interview.session.events:
        if isinstance(event, Suggested):
            shown = True
        elif not isinstance(event, Started | Learnt):
            found.append((event, shown))
            shown = False
    return found


def test_method_reviews(interview):
    assert type(interview) is Reviewing
    assert METHOD.asks == "review"


def test_each_question_is_answered_once(answers):
    assert len(answers) == N_ASKED


def test_documents_come_first_then_proposals(answers):
    shown = [of_document for _, of_document in answers]
    n_first = shown.index(False)
    assert 2 <= n_first < N_ASKED
    assert shown == [True] * n_first + [False] * (N_ASKED - n_first)  # so many words are not used up in thirty answers
    assert all(isinstance(event, Written | Labeled) for event, of_document in answers if of_document)
    assert all(isinstance(event, Written | Rejected) for event, of_document in answers if not of_document)


def test_proposals_begin_with_functions_for_two_classes(answers):
    written = [event.label for event, of_document in answers if of_document and isinstance(event, Written)]
    assert set(written) == {0, 1}
    assert len(set(written[:-1])) == 1  # with the last of them there was an end model


def test_functions_are_better_than_the_threshold_and_written_on_a_document_of_their_class(materials, interview):
    accuracies = function_accuracies(materials.witness, materials.witness.gold)
    index = materials.engine.index
    assert len(interview.session.functions) >= 10
    for function in interview.session.functions:
        assert accuracies[index.vocabulary.numbers[function.primitive], function.label] > THRESHOLD
        assert materials.witness.gold[function.document] == function.label
        assert function.primitive in index.terms_of(function.document)


def test_proposal_is_accepted_where_it_is_good_enough_and_a_document_of_its_class_is_shown_with_it(
    materials, answers, proposed
):
    witness, numbers = materials.witness, materials.engine.index.vocabulary.numbers
    accuracies = function_accuracies(witness, witness.gold)
    kinds = set()
    for (event, of_document), found in zip(answers, proposed, strict=True):
        assert of_document == (not found)
        for proposal in found:
            code = LABELS.index(proposal.label)
            fitting = [document for document in proposal.documents if witness.gold[document] == code]
            good = accuracies[numbers[proposal.primitive], code] > THRESHOLD
            if good and fitting:
                assert event == Written(event.function, proposal.primitive, code, fitting[0])
            else:
                assert event == Rejected(proposal.primitive, code)
            kinds.add(type(event))
    assert kinds == {Written, Rejected}


def test_nothing_is_asked_twice(answers):
    asked = [(event.primitive, event.label) for event, of_document in answers if not of_document]
    assert len(asked) == len(set(asked))
    written = [event.primitive for event, _ in answers if isinstance(event, Written)]
    assert len(written) == len(set(written))


def test_functions_and_documents_are_counted(interview, answers):
    assert interview.n_functions == sum(isinstance(event, Written) for event, _ in answers)
    documents = {event.document for event, _ in answers if isinstance(event, Written | Labeled)}
    assert interview.n_documents == len(documents)


def test_run_is_the_same_with_the_same_seed(materials, interview):
    again = interview_of(METHOD, materials, materials.user(UniformUser, THRESHOLD))
    for _ in range(8):
        again.ask()
    assert again.session.events == interview.session.events[: len(again.session.events)]


def test_run_is_measured_like_any_other(materials):
    interview = interview_of(METHOD, materials, materials.user(UniformUser, 0.5))
    trial = run_trial(interview, materials, iterations=6, every=3)
    assert list(trial.curve) == [3, 6]
    assert trial.functions == interview.n_functions > 0


def test_who_writes_may_be_guided_until_there_is_something_to_propose(materials):
    user = materials.user(GuidedUser, THRESHOLD)
    interview = interview_of(METHOD, materials, user)
    asked = []
    rank = interview.session.rank
    user.follow(lambda label, document: asked.append(label) or rank(label, document))
    user.trust = 1.0
    for _ in range(8):
        interview.ask()
    shown = [event for event in interview.session.events if isinstance(event, Suggested)]
    assert len(asked) == len(shown)


# ---------------------------------------------------------------------- proposals that are made up


class Person:
    """Knows of which class documents are, and which functions are good; writes nothing."""

    def __init__(self, *good):
        self.good = good

    def label(self, document):
        return "pos" if document % 2 == 0 else "neg"

    def approves(self, primitive, label):
        return (primitive, label) in self.good

    def answer(self, suggestion):
        return None

    def note(self, primitive):
        pass


@pytest.fixture
def propose(monkeypatch):
    """Have a session propose one function, with these documents, or none."""
    session = Session(
        Corpus.from_texts(["a good film", "a bad film", "good food", "bad food"]),
        labels=["pos", "neg"],
        strategy="random",
    )

    def make(*function, documents=()):
        primitive, label = function or (None, None)
        proposal = SimpleNamespace(primitive=primitive, label=label, documents=documents)
        monkeypatch.setattr(session, "propose", lambda n: [proposal][:n] if function else [])
        return session

    return make


def latest(session):
    return session.events[-1]


def test_approved_function_is_written_on_the_first_document_of_its_class(propose):
    session = propose("film", "neg", documents=(0, 1, 3))
    Reviewing(session, Person(("film", "neg"))).ask()
    assert latest(session) == Written(0, "film", 1, 1)


def test_function_that_is_not_approved_is_rejected(propose):
    session = propose("film", "neg", documents=(0, 1))
    Reviewing(session, Person(("film", "pos"))).ask()
    assert latest(session) == Rejected("film", 1)
    assert session.functions == ()


def test_function_without_a_document_of_its_class_is_rejected_however_good(propose):
    session = propose("film", "neg", documents=(0, 2))
    Reviewing(session, Person(("film", "neg"))).ask()
    assert latest(session) == Rejected("film", 1)


@pytest.mark.parametrize(("labels_alone", "kind"), [(True, Labeled), (False, Skipped)])
def test_where_nothing_is_proposed_a_document_is_shown(propose, labels_alone, kind):
    session = propose()
    Reviewing(session, Person(), labels_alone=labels_alone).ask()
    assert [type(event) for event in session.events] == [Started, Suggested, kind]


# ---------------------------------------------------------------------- when all has been proposed


def test_accepted_word_is_not_written_once_more(propose):
    """After "good" was accepted on document 0, nothing is proposed and documents are shown: "good food" among them."""
    texts, gold = ["a good film", "a bad film", "good food", "bad food"], ["pos", "neg", "pos", "neg"]
    witness = Session(Corpus.from_texts(texts, gold=gold), labels=["pos", "neg"])
    user = UniformUser(witness, rng=np.random.default_rng(0))
    session = propose("good", "pos", documents=(0, 2))
    Reviewing(session, user).ask()
    propose()
    interview = Reviewing(session, user)
    for _ in range(3):
        interview.ask()
    assert [function.primitive for function in session.functions] == ["good", "bad"]
    assert session.state.labels == {0: 0, 1: 1, 2: 0, 3: 1}


def test_run_goes_on_with_documents_when_all_has_been_proposed():
    """In so few reviews proposals come to their end after some twenty."""
    written = generate_reviews(60, random_state=1)
    corpus = Corpus.from_texts(written.texts, gold=written.labels)
    materials = prepare_materials(
        corpus, LABELS, parse_metric("accuracy", LABELS), PROTOCOLS["product"], 0, n_threads=1
    )
    interview = interview_of(METHOD, materials, materials.user(UniformUser, 0.5))
    trial = run_trial(interview, materials, iterations=40, every=40)
    primitives = [function.primitive for function in interview.session.functions]
    assert len(primitives) == len(set(primitives)) == trial.functions
