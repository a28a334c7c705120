from dataclasses import FrozenInstanceError

import pytest

from lamplighter import Corpus, Session
from lamplighter.bench import DATASETS, METHODS, PROTOCOLS, USERS, Protocol
from lamplighter.bench.methods import session_settings
from lamplighter.learning import MeTaLSteps
from lamplighter.session.settings import Settings

TEXTS = ["a good film", "a bad film", "good food", "bad food"]


def made(method, protocol):
    """Give the settings of a session, with a validation corpus only where something is chosen on one."""
    corpus = Corpus.from_texts(TEXTS)
    known = Corpus.from_texts(TEXTS, gold=["pos", "neg"] * 2)
    session = Session(
        corpus, labels=["pos", "neg"], validation=known, **session_settings(METHODS[method], PROTOCOLS[protocol])
    )
    return session.settings


def test_protocols_are_the_two_readings_of_the_paper_and_the_product():
    assert PROTOCOLS.names == ["authors", "paper", "product"]
    assert [PROTOCOLS[name].name for name in PROTOCOLS] == PROTOCOLS.names


def test_product_is_what_a_session_does_by_itself():
    ours, plain = made("lamplighter", "product"), Session(Corpus.from_texts(TEXTS), labels=["pos", "neg"])
    assert isinstance(ours, Settings)
    for name in ("primitives", "features", "learner_name", "schedule", "class_balance", "contextualizer"):
        assert getattr(ours, name) == getattr(plain.settings, name), name
    assert ours.recipe.end_model == plain.settings.recipe.end_model
    assert ours.recipe.tuned_by == plain.settings.recipe.tuned_by
    assert ours.label_model_name == plain.settings.label_model_name
    assert ours.strategy_name == plain.settings.strategy_name
    for name in ("strategy", "learner"):
        one, other = getattr(ours, name), getattr(plain.settings, name)
        assert type(one) is type(other), name
        assert vars(one) == vars(other), name
    assert {**ours.to_json(), "validation": None} == plain.settings.to_json()  # which nothing is chosen on


@pytest.mark.parametrize("protocol", ["paper", "authors"])
def test_readings_of_the_paper_begin_with_no_representatives_and_have_no_labels_alone(protocol):
    assert made("lamplighter", protocol).schedule.representatives_first == 0
    assert not PROTOCOLS[protocol].labels_alone


def test_product_begins_with_representatives_and_has_labels_alone():
    assert made("lamplighter", "product").schedule.representatives_first == 16
    assert PROTOCOLS["product"].labels_alone


@pytest.mark.parametrize("method", METHODS)
def test_product_chooses_nothing_by_gold_labels(method):
    assert not made(method, "product").recipe.has_choices


@pytest.mark.parametrize("protocol", ["paper", "authors"])
def test_paper_chooses_the_percentile_by_validation_documents(protocol):
    assert made("nemo", protocol).contextualizer.candidates == (100.0, 95.0, 90.0, 85.0, 80.0, 75.0, 70.0)


def test_text_of_the_paper_is_read_thus():
    settings = made("nemo", "paper")
    assert settings.primitives.min_df == 1
    assert settings.label_model_name == "metal"
    assert (settings.strategy.user_model, settings.strategy.utility) == ("accuracy", "full")  # Eq. 2 and 3
    assert (settings.strategy.class_prior, settings.strategy.predictions) == ("balance", "hard")
    assert (settings.strategy.max_coverage, settings.strategy.min_coverage) == (1.0, 1)
    assert settings.recipe.tuned_by == "accuracy"
    assert (settings.schedule.random_first, settings.schedule.end_model_every, settings.schedule.explore) == (
        0,
        1,
        False,
    )
    assert settings.contextualizer.refined == "always"


def test_code_of_the_authors_is_read_thus():
    settings = made("nemo", "authors")
    assert (settings.primitives.stop_words, settings.strategy.stop_words) == (None, "english")  # people may say them
    features = settings.features
    assert (features.max_features, features.max_df, features.standardize, features.stop_words) == (
        1000,
        0.9,
        True,
        "english",
    )
    assert (settings.strategy.user_model, settings.strategy.temperature) == ("softmax", 1.0)
    assert (settings.strategy.class_prior, settings.strategy.min_coverage) == ("uniform", 20)
    assert (settings.schedule.random_first, settings.schedule.end_model_every) == (5, 5)
    assert settings.contextualizer.refined == "end model"
    assert settings.recipe.end_model.candidates == (0.001, 0.01, 0.1, 1.0, 10.0, 100.0)
    models = [make() for make in settings.recipe.label_models]
    assert {type(model) for model in models} == {MeTaLSteps}
    assert len({(model.step_size, model.l2, model.steps) for model in models}) == len(models) == 64
    assert (settings.recipe.end_model.documents, settings.recipe.end_model.class_weight) == ("all", "balanced")


def test_every_user_of_a_protocol_is_known():
    for name in PROTOCOLS:
        assert {PROTOCOLS[name].user, PROTOCOLS[name].sentiment_user} <= set(USERS)


def test_user_who_needs_words_works_on_sentiment_alone():
    assert all(PROTOCOLS[name].user != "lexicon" for name in PROTOCOLS)
    assert any(DATASETS[name].sentiment for name in DATASETS)


def test_protocol_is_not_changed_by_accident():
    protocol = Protocol(name="mine", summary="another reading")
    with pytest.raises(FrozenInstanceError):
        protocol.user = "lexicon"
