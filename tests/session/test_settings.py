"""What a person hands in, checked at the door."""

import json
import re

import numpy as np
import pytest

from lamplighter import SEU, Contextualizer, Corpus, EndModel, Ngrams, Session
from lamplighter.engine import GoldOnly, Joint, SelfTraining, TwoStage
from lamplighter.exceptions import InputError, LabelError, UnknownNameError
from lamplighter.learning import MajorityVote
from lamplighter.primitives import Tfidf
from lamplighter.selection import Coverage
from lamplighter.session import Schedule, Settings, event_from_json
from lamplighter.session.events import Started

LABELS = ["yes", "no"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([], "There is no class; expected two or more classes, such as: good,bad."),
        (["yes"], "There is only 'yes'; expected two or more classes, such as: good,bad."),
        (["yes", " "], "A class has an empty name: 'yes', ''. Give each class a name."),
        (["yes", "no", " yes"], "A class is named twice: 'yes'. Each class needs a name of its own."),
        ("yes,no", "The labels are the text 'yes,no'; expected a list of names, such as ['good', 'bad']."),
    ],
)
def test_classes_that_do_not_do(tiny, labels, message):
    with pytest.raises(LabelError, match=f"^{re.escape(message)}$"):
        Session(tiny, labels=labels)


def test_classes_are_missing_without_gold(tiny):
    message = "There is no class; expected two or more classes, such as: good,bad."
    with pytest.raises(LabelError, match=f"^{re.escape(message)}$"):
        Session(tiny)


@pytest.mark.parametrize(
    ("balance", "message"),
    [
        ([0.5, 0.3, 0.2], "The class balance has 3 shares (0.5, 0.3, 0.2) for 2 classes."),
        ([1.0, 0.0], "The class balance is 1, 0; expected shares above 0 that sum to 1."),
        ([0.9, 0.3], "The class balance is 0.9, 0.3; expected shares above 0 that sum to 1."),
        ([float("nan"), 0.3], "The class balance is nan, 0.3; expected shares above 0 that sum to 1."),
        ({"yes": 0.5, "maybe": 0.5}, "The class balance names 'yes', 'maybe'; expected each of 'yes', 'no' once."),
        ({"yes": 1.0}, "The class balance names 'yes'; expected each of 'yes', 'no' once."),
    ],
)
def test_balances_that_do_not_do(tiny, balance, message):
    with pytest.raises(LabelError, match=f"^{re.escape(message)}$"):
        Session(tiny, labels=LABELS, class_balance=balance)


def test_balance_that_is_a_little_off_is_made_to_sum_to_one(tiny):
    session = Session(tiny, labels=["a", "b", "c"], class_balance=[0.333, 0.333, 0.333])
    assert session.class_balance() == pytest.approx([1 / 3] * 3)
    assert session.class_balance().sum() == pytest.approx(1, abs=1e-15)


def test_gold_that_is_none_of_the_classes():
    gold = ["yes", "no", "nope", "nope", "maybe", None]
    corpus = Corpus.from_texts(["good film"] * 6, gold=gold)
    message = (
        "The gold column has values that are none of the classes: 'nope' (2×), 'maybe' (1×). The classes are: "
        "yes, no. Name all classes, or leave these values empty."
    )
    with pytest.raises(LabelError, match=f"^{re.escape(message)}$"):
        Session(corpus, labels=LABELS)


def test_gold_with_many_foreign_values_names_the_five_most_common():
    gold = [f"c{number}" for number in range(8) for _ in range(number + 1)]
    corpus = Corpus.from_texts(["good film"] * len(gold), gold=gold)
    with pytest.raises(LabelError, match=r": 'c7' \(8×\), .*, 'c3' \(4×\) and 3 more\. The classes"):
        Session(corpus, labels=LABELS)


@pytest.mark.parametrize(
    ("argument", "name", "message"),
    [
        ("strategy", "sue", "No selection strategy is called 'sue'. Did you mean 'seu'? There are: "),
        ("label_model", "majorty", "No label model is called 'majorty'. Did you mean 'majority'? There are: "),
        ("learner", "implylos", "No learner is called 'implylos'. Did you mean 'implyloss'? There are: "),
        ("primitives", "bigrams", "No kind of primitives is called 'bigrams'. Did you mean 'unigrams'? There are: "),
    ],
)
def test_unknown_names(tiny, argument, name, message):
    with pytest.raises(UnknownNameError, match=rf"^{re.escape(message)}[a-z_, -]+\.$"):
        Session(tiny, labels=LABELS, **{argument: name})


def test_label_model_that_was_made_already_is_an_error(tiny):
    message = r"^Expected a label model, not an object of MajorityVote: one of the names [a-z_, -]+, or a class\.$"
    with pytest.raises(InputError, match=message):
        Session(tiny, labels=LABELS, label_model=MajorityVote())


@pytest.mark.parametrize(
    ("random_state", "message"),
    [
        (-1, "random_state is -1; expected a number of 0 or more."),
        (1.5, "random_state is an object of float; expected a number, a numpy.random.Generator or None."),
        ("0", "random_state is an object of str; expected a number, a numpy.random.Generator or None."),
    ],
)
def test_random_states_that_do_not_do(tiny, random_state, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        Session(tiny, labels=LABELS, random_state=random_state)


def test_settings_that_are_left_out_are_those_of_the_product(tiny):
    settings = Session(tiny, labels=LABELS).settings
    assert (settings.strategy_name, settings.learner_name) == ("coverage", "self-training")
    assert (type(settings.strategy), vars(settings.strategy)) == (Coverage, vars(Coverage()))
    assert (type(settings.learner), vars(settings.learner)) == (SelfTraining, vars(SelfTraining()))
    assert settings.label_model_names == ("majority",)
    assert (settings.contextualizer, settings.class_balance, settings.validation, settings.seed) == (None,) * 3 + (0,)
    assert settings.schedule == Schedule()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"strategy": "random", "class_balance": [0.2, 0.8], "random_state": np.int64(9)},
        {
            "strategy": SEU(class_prior="balance"),
            "contextualizer": Contextualizer(percentile=60, metric="euclidean"),
            "end_model": EndModel(C=0.5, match_balance=False),
            "primitives": Ngrams(ngram_range=(1, 3), stop_words="english", max_df=0.9),
            "random_state": None,
        },
        {
            "features": Tfidf(max_features=3, sublinear=False, standardize=True),
            "learner": Joint(gamma=0.5),
            "label_model": ["majority", "metal"],
            "contextualizer": Contextualizer(percentile=(100.0, 75.0), per_function=True, length=3, join="mean"),
            "end_model": EndModel(C=(0.1, 1.0), labels="hard"),
            "tuned_by": "accuracy",
            "schedule": Schedule(
                batch_size=2, random_first=3, representatives_first=4, end_model_every=5, explore=False
            ),
            "validation": Corpus.from_texts(["good film", "bad film"], gold=["yes", "no"]),
        },
        {
            "strategy": Coverage(max_coverage=0.2, min_coverage=3, balanced=False),
            "learner": SelfTraining(masked=False, rounds="always", balance="counted"),
        },
    ],
    ids=["as they are", "some", "all of before", "all of since", "all of the product"],
)
def test_settings_come_back_from_json_as_they_were(tiny, settings):
    kept = Session(tiny, labels=LABELS, **settings).settings.to_json()
    stored = json.loads(json.dumps(kept))
    assert Settings.from_json(stored).to_json() == kept
    assert Settings.from_json(stored).recipe == Session(tiny, labels=LABELS, **settings).settings.recipe


OLD = {
    "labels": ["yes", "no"],
    "primitives": {
        "ngram_range": [1, 1],
        "tokenizer": None,
        "strip_accents": None,
        "stop_words": None,
        "min_df": 2,
        "max_df": 1.0,
    },
    "strategy": "seu",
    "strategy_options": {"class_prior": "uniform"},
    "label_model": "majority",
    "contextualizer": {"percentile": 75.0, "metric": "cosine"},
    "end_model": {"C": 1.0, "match_balance": True},
    "class_balance": None,
    "seed": 0,
}
"""As version 0.1 kept them."""


def test_settings_of_an_old_project_are_what_they_were_then():
    settings = Settings.from_json(OLD)
    assert settings.features == Tfidf(bigram_min_df=None)
    assert settings.schedule == Schedule()
    assert (type(settings.learner), settings.learner_name) == (TwoStage, "two-stage")
    assert (settings.label_model_names, settings.label_model_name) == (("majority",), "majority")
    assert settings.recipe.label_models == (MajorityVote,)
    assert settings.contextualizer == Contextualizer(percentile=75)
    assert settings.recipe.end_model == EndModel()
    assert (settings.recipe.tuned_by, settings.validation) == ("log-loss", None)


@pytest.mark.parametrize("changed", [{}, {"contextualizer": None}, {"class_balance": [0.2, 0.8]}])
def test_old_project_goes_on_as_a_new_one(tiny, changed):
    near = None if "contextualizer" in changed else Contextualizer(percentile=75)
    new = Session(
        tiny,
        labels=LABELS,
        strategy="seu",
        learner="two-stage",
        contextualizer=near,
        class_balance=changed.get("class_balance"),
    )
    old = Session.replay(tiny, [Started({**OLD, **changed}, tiny.fingerprint)])
    for session in (old, new):
        session.suggest()
        session.add("good", "yes", document=0)
        session.add("bad", "no", document=2)
        session.suggest()
    assert old.events[1:] == new.events[1:]
    assert np.array_equal(old.predict_proba(), new.predict_proba())


def test_document_that_an_old_project_has_on_screen_stays_and_was_chosen_by_its_strategy(tiny):
    kept = {"document": 3, "score": 0.25, "n_tied": 2, "models_step": 0, "reasons": [["bad", "no", 0.5, 0.5]]}
    old = Session.replay(tiny, [Started(OLD, tiny.fingerprint), event_from_json("suggested", kept)])
    shown = old.suggest()
    assert (shown.document, shown.score, shown.n_tied) == (3, 0.25, 2)
    assert shown.chosen_by == "expected utility"
    assert len(old.events) == 2  # nothing was picked anew
    old.add("bad", "no")
    assert old.events[1].chosen_by is None
    assert old.suggest().document != 3
    assert old.events[3].chosen_by == "expected utility"


# ------------------------------------------------------------------ learners


def test_learner_goes_by_its_registered_name_with_its_settings(tiny):
    chosen = {
        "implyloss": Session(tiny, labels=LABELS, learner="implyloss"),
        "object": Session(tiny, labels=LABELS, learner=Joint(gamma=0.7)),
        "class": Session(tiny, labels=LABELS, learner=GoldOnly),
    }
    kept = {name: session.settings.to_json() for name, session in chosen.items()}
    assert (kept["implyloss"]["learner"], kept["object"]["learner"]) == ("implyloss", "implyloss")
    assert kept["object"]["learner_options"] == {"gamma": 0.7, "q": 0.2, "ridge": 1e-4}
    assert (kept["class"]["learner"], kept["class"]["learner_options"]) == ("gold-only", {})
    again = Settings.from_json(kept["object"])
    assert (type(again.learner), again.learner.gamma) == (Joint, 0.7)


class Own(TwoStage):
    pass


def test_own_learner_has_to_be_handed_in_again(tiny):
    session = Session(tiny, labels=LABELS, learner=Own())
    message = (
        f"The session was made with a learner that is not registered here, {__name__}.Own. Install the package that "
        "brings it, or hand the same one in again: learner=…."
    )
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}$"):
        Session.replay(tiny, session.events)
    assert isinstance(Session.replay(tiny, session.events, learner=Own()).settings.learner, Own)


def test_learner_that_is_none_is_an_error(tiny):
    message = r"^Expected a learner, not an object of EndModel: one of the names [a-z_, -]+, or a class\.$"
    with pytest.raises(InputError, match=message):
        Session(tiny, labels=LABELS, learner=EndModel())


def test_session_without_a_usable_word_says_so_at_the_first_document():
    session = Session(Corpus.from_texts(["one", "two"]), labels=LABELS)
    with pytest.raises(
        ValueError, match=r"^No word can be used: of 2 different ones in 2 documents .*\(in Python\)\.$"
    ):
        session.suggest()
