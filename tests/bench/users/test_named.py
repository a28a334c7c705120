"""Users by name."""

import re
from functools import partial

import numpy as np
import pytest

from lamplighter.bench import (
    USERS,
    CoverageUser,
    GuidedUser,
    Lexicon,
    LexiconUser,
    NoisyUser,
    ReviewingUser,
    UniformUser,
    knows_words,
    named_user,
)
from lamplighter.exceptions import InputError, UnknownNameError

from .five import shown

OPINIONS = Lexicon.from_entries([("good", 1), ("bad", -1)])


def made(name, session, words=None, **options):
    return named_user(name, words)(session, **{"threshold": 0.5, "rng": np.random.default_rng(0), **options})


def failing(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


@pytest.mark.parametrize("name", USERS.names)
def test_name_alone_gives_what_is_registered(name):
    assert named_user(name) is USERS[name]


@pytest.mark.parametrize("name", [name for name in USERS.names if name != "lexicon"])
def test_words_are_handed_to_who_knows_words_alone(name):
    assert named_user(name, OPINIONS) is USERS[name]


def test_lexicon_is_made_with_its_words(session):
    user = made("lexicon", session, OPINIONS)
    assert isinstance(user, LexiconUser)
    assert user.lexicon.entries == {("good", "pos"), ("bad", "neg")}


@pytest.mark.parametrize("name", ["lexicon", "noisy:lexicon", "guided:noisy:lexicon"])
def test_lexicon_without_words_says_what_it_needs_when_it_is_made(session, name):
    make = named_user(name)
    with pytest.raises(
        InputError, match=r"^The user 'lexicon' needs a word list: --lexicon FILE on the command line, "
    ):
        make(session, threshold=0.5, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("noisy:lexicon", [NoisyUser, LexiconUser]),
        ("noisy:coverage", [NoisyUser, CoverageUser]),
        ("guided:lexicon", [GuidedUser, LexiconUser]),
        ("reviewer:uniform", [ReviewingUser, UniformUser]),
        ("guided:noisy:coverage", [GuidedUser, NoisyUser, CoverageUser]),
        ("reviewer:guided:noisy:lexicon", [ReviewingUser, GuidedUser, NoisyUser, LexiconUser]),
        ("noisy:noisy", [NoisyUser, NoisyUser, UniformUser]),
        ("noisy", [NoisyUser, UniformUser]),
    ],
)
def test_each_is_the_next_one_with_a_difference(session, name, kinds):
    user = made(name, session, OPINIONS)
    found = [type(user)]
    while hasattr(user, "base"):
        user = user.base
        found.append(type(user))
    assert found == kinds


def test_settings_reach_all_of_them(session):
    user = made("guided:noisy:coverage", session, threshold=0.7)
    assert (user.threshold, user.base.threshold, user.base.base.threshold) == (0.7, 0.7, 0.7)


def test_who_is_made_by_name_is_who_is_made_by_hand(session):
    for seed in range(10):
        options = {"threshold": 0.3, "label_noise": 0.5, "keyword_noise": 0.5}
        user = made("noisy:lexicon", session, OPINIONS, rng=np.random.default_rng(seed), **options)
        other = NoisyUser(
            session, rng=np.random.default_rng(seed), base=partial(LexiconUser, lexicon=OPINIONS), **options
        )
        for document in (4, 0, 2, 1, 3):
            assert user.answer(shown(session, document)) == other.answer(shown(session, document))


def test_words_that_come_to_mind_are_those_of_the_last_one(session):
    user = made("guided:reviewer:lexicon", session, OPINIONS, trust=1.0)
    user.follow(lambda label, document: ["film", "good"])
    assert user.answer(shown(session, 4)) == ("good", "pos")


@pytest.mark.parametrize(
    ("name", "plain", "rest"),
    [
        ("uniform:noisy", "uniform", "uniform:noisy"),
        ("lexicon:uniform", "lexicon", "lexicon:uniform"),
        ("noisy:coverage:uniform", "coverage", "coverage:uniform"),
        ("guided:noisy:explanation:lexicon", "explanation", "explanation:lexicon"),
        ("uniform:nobody", "uniform", "uniform:nobody"),
        ("uniform:", "uniform", "uniform:"),
    ],
)
def test_user_behind_one_who_is_nobody_else_is_an_error(name, plain, rest):
    message = f"The user {plain!r} is nobody else with a difference, so no other can follow it: {rest!r}."
    with failing(InputError, message):
        named_user(name, OPINIONS)


@pytest.mark.parametrize("name", ["unifrom", "noisy:unifrom", "guided:noisy:unifrom", "unifrom:noisy"])
def test_user_there_is_not_is_an_error(name):
    message = (
        "No simulated user is called 'unifrom'. Did you mean 'uniform'? There are: coverage, explanation, guided, "
        "lexicon, noisy, reviewer, uniform."
    )
    with failing(UnknownNameError, message):
        named_user(name)


@pytest.mark.parametrize("name", ["", "noisy:", ":uniform"])
def test_user_without_a_name_is_an_error(name):
    message = (
        "No simulated user is called ''. There are: coverage, explanation, guided, lexicon, noisy, reviewer, uniform."
    )
    with failing(UnknownNameError, message):
        named_user(name)


@pytest.mark.parametrize(
    ("name", "knows"),
    [
        ("lexicon", True),
        ("noisy:lexicon", True),
        ("guided:noisy:lexicon", True),
        ("uniform", False),
        ("noisy", False),
        ("guided:coverage", False),
        ("lexicons", False),
        ("noisy:my-lexicon", False),
    ],
)
def test_who_knows_words(name, knows):
    assert knows_words(name) is knows
