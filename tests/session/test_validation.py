"""Settings that are chosen on validation documents, step by step."""

import json
import re
from functools import partial

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, EndModel, Session
from lamplighter.engine.patterns import read_pattern
from lamplighter.exceptions import InputError, LabelError, OtherCorpusError, UnknownNameError
from lamplighter.learning import MajorityVote, MeTaL
from lamplighter.primitives import Tfidf
from lamplighter.session import event_from_json, event_to_json
from lamplighter.session.settings import validation_fingerprint
from lamplighter.votes import LabelingFunction

FILMS = ["good film", "good grief", "nice day"]
NO_DOCUMENTS = (
    "Several percentiles, label models or values of C are given to choose among, but no validation documents to choose "
    "on: hand in validation=Corpus(…) with the true label of every text, or give one of each."
)


class Contrary(MajorityVote):
    """Believes the other class, as far as there are votes."""

    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        voted = np.diff(votes.indptr) > 0
        beliefs[voted] = beliefs[voted][:, ::-1]
        return beliefs


def refused(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


@pytest.fixture
def films():
    return Corpus.from_texts([text for text in FILMS for _ in range(4)])


@pytest.fixture
def held_out():
    """Films are good, grief is not, and neither is the day."""
    return Corpus.from_texts(FILMS, gold=["yes", "no", "no"], name="held out")


@pytest.fixture
def apart(reviews):
    """Two hundred reviews to work on, and a hundred others to choose on."""
    return reviews.subset(range(200)), reviews.subset(range(200, 300))


def through_json(events):
    stored = json.dumps([(event.kind, event_to_json(event)) for event in events])
    return [event_from_json(kind, values) for kind, values in json.loads(stored)]


# ------------------------------------------------------------------ choices


@pytest.mark.parametrize("tuned_by", ["log-loss", "accuracy"])
def test_percentile_is_chosen_anew_with_each_answer(films, held_out, tuned_by):
    near = Contextualizer(percentile=(100, 20))
    session = Session(films, labels=["yes", "no"], contextualizer=near, validation=held_out, tuned_by=tuned_by)
    session.add("good", "yes", document=0)
    # at 100: film right, grief surely wrong, the day by the balance; at 20: film right, grief and day by the balance,
    # which says yes: one of three right both times, and of equally good percentiles the first is taken
    chosen = session.models().beliefs.percentiles
    assert chosen == (20 if tuned_by == "log-loss" else 100,)
    session.add("nice", "no", document=8)
    session.add("grief", "no", document=4)
    # at 100 grief is half a yes, and at 20 none
    assert session.models().beliefs.percentiles == (20, 20, 20)
    assert session.label_matrix().tolist() == [[0, -1, -1]] * 4 + [[-1, -1, 1]] * 4 + [[-1, 1, -1]] * 4


@pytest.mark.parametrize(("own", "percentiles"), [(False, (20, 20)), (True, (20, 100))])
def test_each_function_may_have_a_percentile_of_its_own(own, percentiles):
    # "good" is a yes for films alone, "nice" a no for days and songs alike
    texts = [*FILMS, "nice song"]
    near = Contextualizer(percentile=(100, 20), per_function=own)
    validation = Corpus.from_texts(texts, gold=["yes", "no", "no", "no"])
    corpus = Corpus.from_texts([text for text in texts for _ in range(4)])
    session = Session(corpus, labels=["yes", "no"], contextualizer=near, validation=validation)
    session.add("good", "yes", document=0)
    session.add("nice", "no", document=8)
    assert session.models().beliefs.percentiles == percentiles


@pytest.mark.parametrize("gold", [["yes", "no", "no"], ["no", "yes", "yes"]])
def test_label_model_is_chosen_among_several(films, gold):
    validation = Corpus.from_texts(FILMS, gold=gold)
    session = Session(films, labels=["yes", "no"], label_model=["majority", Contrary], validation=validation)
    session.add("film", "yes", document=0)
    session.add("grief", "no", document=4)
    session.add("day", "no", document=8)
    first = session.soft_labels()[[0, 4, 8]].argmax(axis=1)
    assert [session.labels[code] for code in first] == gold
    assert session.settings.label_model_name == f"majority or {__name__}.Contrary"


def test_c_is_chosen_by_accuracy(apart):
    corpus, validation = apart
    words = [("great", "positive"), ("waste", "negative"), ("love", "positive"), ("cheap", "negative")]

    def session_with(C):
        end_model = EndModel(C=C, match_balance=False)
        session = Session(corpus, end_model=end_model, features=Tfidf(max_features=100), validation=validation)
        for document, (word, label) in enumerate(words):
            session.add(word, label, document)
        return session

    candidates = (0.003, 0.1, 30.0)
    alone = [session_with(C) for C in candidates]
    gold = np.array([alone[0].labels.index(label) for label in validation.gold])
    found = [(one.predict_texts(validation.texts).argmax(axis=1) == gold).mean() for one in alone]
    assert len(set(found)) > 1
    best = alone[int(np.argmax(found))]
    assert np.array_equal(session_with(candidates).predict_proba(), best.predict_proba())


def test_what_was_chosen_alone_gives_the_same_models(apart):
    corpus, validation = apart
    words = [("great", "positive"), ("waste", "negative"), ("love", "positive"), ("cheap", "negative")]

    def session_with(percentile):
        session = Session(corpus, contextualizer=Contextualizer(percentile=percentile), validation=validation)
        for document, (word, label) in enumerate(words):
            session.add(word, label, document)
        return session

    session = session_with((100, 60, 20))
    (chosen,) = set(session.models().beliefs.percentiles)
    alone = session_with(chosen)
    for name in ("label_matrix", "soft_labels", "predict_proba"):
        assert np.array_equal(getattr(session, name)(), getattr(alone, name)()), name


def test_without_a_choice_validation_documents_change_nothing(apart):
    corpus, validation = apart
    sessions = [Session(corpus, contextualizer=Contextualizer(percentile=70), validation=v) for v in (None, validation)]
    for session in sessions:
        session.add("great", "positive", document=0)
        session.add("waste", "negative", document=1)
        session.suggest()
    assert np.array_equal(*(session.predict_proba() for session in sessions))
    assert sessions[0].suggest() == sessions[1].suggest()


def test_validation_documents_are_indexed_with_the_corpus_s_words(films, held_out):
    session = Session(films, labels=["yes", "no"], validation=held_out)
    assert session.held_out.gold.tolist() == [0, 1, 1]
    terms = session.engine.index.vocabulary.terms
    contained = [
        [terms[column] for column in np.flatnonzero(row)] for row in session.held_out.block.incidence.toarray()
    ]
    assert contained == [["film", "good"], ["good", "grief"], ["day", "nice"]]
    assert Session(films, labels=["yes", "no"]).held_out is None


def test_neighbourhood_of_several_percentiles_is_shown_at_the_widest(films, held_out):
    near = Contextualizer(percentile=(20, 100))
    session = Session(films, labels=["yes", "no"], contextualizer=near, validation=held_out)
    assert session.neighbourhood("good", 0).n_votes == session.neighbourhood("good", 0).n_containing == 8


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    "settings",
    [
        {"contextualizer": Contextualizer(percentile=(75, 90))},
        {"label_model": ["majority", "metal"]},
        {"label_model": (MajorityVote, partial(MeTaL))},
        {"end_model": EndModel(C=(0.1, 1.0))},
    ],
    ids=["percentiles", "label models", "own label models", "C"],
)
def test_a_choice_needs_validation_documents(films, held_out, settings):
    with refused(InputError, NO_DOCUMENTS):
        Session(films, labels=["yes", "no"], **settings)
    Session(films, labels=["yes", "no"], **settings, validation=held_out)


@pytest.mark.parametrize("gold", [None, ["yes", None, "no"]])
def test_validation_documents_need_their_true_labels(films, gold):
    message = "The validation documents lack true labels: every one of them needs its own."
    with refused(InputError, message):
        Session(films, labels=["yes", "no"], validation=Corpus.from_texts(FILMS, gold=gold))


def test_true_labels_of_validation_documents_are_among_the_classes(films):
    message = (
        "The validation documents have true labels that are none of the classes: 'maybe', 'perhaps'. The classes are: "
        "yes, no."
    )
    with refused(LabelError, message):
        Session(films, labels=["yes", "no"], validation=Corpus.from_texts(FILMS, gold=["yes", "perhaps", "maybe"]))


def test_no_label_model_is_an_error(films):
    with refused(InputError, "No label model is given; expected one or more."):
        Session(films, labels=["yes", "no"], label_model=[])


def test_unknown_measure_is_an_error(films):
    with refused(InputError, "tuned_by is 'f1'; expected one of: log-loss, accuracy."):
        Session(films, labels=["yes", "no"], tuned_by="f1")


def test_unknown_label_model_among_several_is_an_error(films, held_out):
    message = r"^No label model is called 'metall'\. Did you mean 'metal'\? There are: [a-z_, -]+\.$"
    with pytest.raises(UnknownNameError, match=message):
        Session(films, labels=["yes", "no"], label_model=["majority", "metall"], validation=held_out)


# ------------------------------------------------------------------ replay

CHOICES = {
    "contextualizer": Contextualizer(percentile=(100, 60, 20), per_function=True, refined="end model"),
    "label_model": ["majority", "dawid-skene"],
    "end_model": EndModel(C=(0.1, 1.0, 10.0), labels="hard"),
    "tuned_by": "accuracy",
}


def test_replayed_session_chooses_the_same(apart, make_person):
    corpus, validation = apart
    session = make_person(corpus).work(Session(corpus, **CHOICES, validation=validation))
    again = Session.replay(corpus, through_json(session.events), validation=validation)
    assert again.settings.to_json() == session.settings.to_json()
    assert again.models().beliefs.percentiles == session.models().beliefs.percentiles
    for name in ("label_matrix", "soft_labels", "predict_proba"):
        assert np.array_equal(getattr(again, name)(), getattr(session, name)()), name
    assert again.events == session.events


OTHER = "The session was made with other validation documents than these, or with none. Hand in the same ones: validation=…."


def test_validation_documents_have_to_be_handed_in_again(films, held_out):
    session = Session(films, labels=["yes", "no"], validation=held_out)
    others = [
        None,
        Corpus.from_texts([*FILMS[:2], "nice song"], gold=held_out.gold),
        Corpus.from_texts(FILMS, gold=["yes", "yes", "no"]),  # the same texts, other true labels
        Corpus.from_texts(FILMS),
    ]
    for other in others:
        with refused(OtherCorpusError, OTHER):
            Session.replay(films, session.events, validation=other)
    same = Corpus.from_texts(FILMS, gold=["yes", "no", "no"], name="by another name")
    assert Session.replay(films, session.events, validation=same).settings.validation == session.settings.validation


def test_session_without_validation_documents_takes_none_in_replay(films, held_out):
    session = Session(films, labels=["yes", "no"])
    with refused(OtherCorpusError, OTHER):
        Session.replay(films, session.events, validation=held_out)


def test_fingerprint_of_validation_documents_is_of_texts_and_labels(held_out):
    assert validation_fingerprint(None) is None
    prints = {
        validation_fingerprint(Corpus.from_texts(FILMS, gold=gold))
        for gold in (["yes", "no", "no"], ["no", "yes", "no"], ["ye", "sno", "no"])
    }
    assert len({*prints, held_out.fingerprint}) == 4


def test_own_label_models_among_several_have_to_be_handed_in_again(films, held_out):
    own = (partial(MeTaL, l2=1.0), Contrary)
    session = Session(films, labels=["yes", "no"], label_model=own, validation=held_out)
    session.add("good", "yes", document=0)
    assert session.functions == (LabelingFunction(0, "good", 0, 0),)
    message = (
        "The session was made with a label model that is not registered here, lamplighter.learning.metal.MeTaL. Install "
        "the package that brings it, or hand the same one in again: label_model=…."
    )
    with refused(UnknownNameError, message):
        Session.replay(films, session.events, validation=held_out)
    again = Session.replay(films, session.events, validation=held_out, label_model=own)
    assert np.array_equal(again.soft_labels(), session.soft_labels())


def test_functions_on_a_column_that_validation_documents_lack_do_not_vote_there():
    texts = ["good film", "bad film", "good food", "bad food"]
    stars = {"stars": ["5", "1", "5", "1"], "shop": ["a", "b", "a", "b"]}
    corpus = Corpus.from_texts(texts, columns=stars)
    known = Corpus.from_texts(["good day", "bad day"], gold=["yes", "no"], columns={"shop": ["a", "b"]})
    session = Session(corpus, labels=["yes", "no"], validation=known, label_model=["majority", MeTaL])
    session.add("@stars=5", "yes", document=0)
    session.add("@shop=b", "no", document=1)
    session.add("good", "yes", document=2)
    assert session.models().classifier is not None
    for function, rows in zip(session.functions, [[], [1], [0]], strict=True):
        pattern = read_pattern(session.engine.index, function.primitive)
        assert pattern.rows(session.engine.index, session.held_out.block).tolist() == rows
