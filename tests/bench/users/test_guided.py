"""Users who are helped, on the five documents of ``five``."""

import re
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus, Session
from lamplighter.bench import (
    USERS,
    CoverageUser,
    ExplanationUser,
    GuidedUser,
    Lexicon,
    LexiconUser,
    NoisyUser,
    ReviewingUser,
    UniformUser,
)
from lamplighter.bench.trials import Writing
from lamplighter.bench.users import function_accuracies
from lamplighter.exceptions import InputError, PrimitiveError

from .five import GOLD, TEXTS, Lots, drawn_words, shown

OPINIONS = Lexicon.from_entries([("good", 1), ("bad", -1)])
BASES = {
    "uniform": UniformUser,
    "coverage": CoverageUser,
    "explanation": ExplanationUser,
    "lexicon": partial(LexiconUser, lexicon=OPINIONS),
}
every_base = pytest.mark.parametrize("base", BASES.values(), ids=BASES)


def guided(session, *words, **options):
    """Give a user who is shown the same words in the same order, whatever the document."""
    user = GuidedUser(session, **{"rng": np.random.default_rng(0), "trust": 1.0, **options})
    user.follow(lambda label, document: list(words))
    return user


# ---------------------------------------------------------------------- who trusts


@pytest.mark.parametrize(
    ("words", "document", "answer"),
    [
        (["good", "film", "bad"], 4, ("good", "pos")),
        (["film", "good", "bad"], 4, ("film", "pos")),
        (["bad", "film", "good"], 4, ("film", "pos")),  # "bad" is pos in 1/3 only
        (["film", "bad"], 2, ("bad", "neg")),  # "film" is neg in 1/3 only
        (["food", "good"], 1, ("good", "pos")),  # "food" is pos in 1/2: not above 1/2
        (["bad", "film", "good"], 1, ("good", "pos")),  # the others do not stand in the document
        (["nothing", "good"], 1, ("good", "pos")),
        (["food"], 1, None),
        ([], 1, None),
    ],
)
def test_word_is_the_first_acceptable_one_of_the_order(session, words, document, answer):
    user = guided(session, *words)
    assert user.answer(shown(session, document)) == answer
    assert user.used == ({answer[0]} if answer else set())


@given(st.permutations(["bad", "film", "food", "good"]), st.integers(0, 4), st.sampled_from([0.0, 0.4, 0.5, 0.7]))
def test_it_is_the_first_acceptable_one_whatever_the_order(words, document, threshold):
    session = Session(Corpus.from_texts(TEXTS, gold=GOLD), labels=["pos", "neg"])
    right = {"bad": (1 / 3, 2 / 3), "film": (2 / 3, 1 / 3), "food": (1 / 2, 1 / 2), "good": (1, 0)}
    place = ["pos", "neg"].index(GOLD[document])
    good = [word for word in words if word in TEXTS[document].split() and right[word][place] > threshold]
    answer = guided(session, *words, threshold=threshold).answer(shown(session, document))
    assert answer == ((good[0], GOLD[document]) if good else None)


def test_order_is_asked_for_the_label_and_the_document(session):
    asked = []
    user = guided(session)
    user.follow(lambda label, document: asked.append((label, document)) or ["bad", "good"])
    user.answer(shown(session, 3))
    user.answer(shown(session, 1))
    assert asked == [("neg", 3), ("pos", 1)]


def test_lots_do_not_matter_to_who_trusts(session):
    for lot in (0.0, 0.999):
        assert guided(session, "film", "good", rng=Lots(lot)).answer(shown(session, 4)) == ("film", "pos")


def test_rare_words_are_passed_over(session):
    user = guided(session, "food", "good", threshold=0.4, min_coverage=3)  # "food" stands in two documents
    assert user.answer(shown(session, 1)) == ("good", "pos")


# ---------------------------------------------------------------------- who does not


@pytest.mark.parametrize(("lot", "answer"), [(0.0, "film"), (0.49, "film"), (0.5, "good"), (0.99, "good")])
@every_base
def test_who_does_not_trust_draws_among_the_acceptable_each_as_likely(session, base, lot, answer):
    user = guided(session, "good", "film", trust=0.0, rng=Lots(lot), base=base)
    expected = "good" if base is BASES["lexicon"] else answer  # "film" is no opinion
    assert user.answer(shown(session, 4)) == (expected, "pos")


@pytest.mark.parametrize("base", [UniformUser, CoverageUser])
@pytest.mark.parametrize("rank", [True, False], ids=["told", "untold"])
def test_frequencies_of_the_draws_are_equal_whatever_the_other_user_prefers(session, base, rank):
    user = GuidedUser(session, threshold=0.4, rng=np.random.default_rng(0), trust=0.0 if rank else 1.0, base=base)
    if rank:
        user.follow(lambda label, document: ["good"])
    words = drawn_words(user, 1, 2000)
    assert words.count("food") == pytest.approx(1000, abs=90)  # four standard deviations of √(2000 · 1/4)
    assert set(words) == {"food", "good"}


def test_before_it_follows_anyone_it_draws_as_the_uniform_user_does(session):
    for lot in (0.0, 0.3, 0.7, 0.99):
        for document in range(5):
            user = GuidedUser(session, threshold=0.3, rng=Lots(lot), trust=1.0)
            other = UniformUser(session, threshold=0.3, rng=Lots(lot))
            assert user.answer(shown(session, document)) == other.answer(shown(session, document))


@pytest.mark.parametrize(("lot", "answer"), [(0.0, "good"), (0.69, "good"), (0.7, "film"), (0.99, "good")])
def test_it_trusts_seven_times_in_ten_when_nothing_is_said(session, lot, answer):
    user = USERS["guided"](session, threshold=0.5, rng=Lots(lot))  # above 0.7, what is left of the lot decides
    assert isinstance(user, GuidedUser)
    assert (user.trust, type(user.base)) == (0.7, UniformUser)
    user.follow(lambda label, document: ["good", "film"])
    assert user.answer(shown(session, 4)) == (answer, "pos")


@pytest.mark.parametrize("trust", [0.0, 0.5, 1.0])
def test_one_lot_is_drawn_whether_it_trusts_or_not(session, trust):
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    user = guided(session, "good", trust=trust, rng=rng)
    for document in (2, 0, 3, 4):
        user.answer(shown(session, document))
        other.random()
    assert rng.random() == other.random()


# ---------------------------------------------------------------------- the other user


def test_acceptable_is_what_comes_to_the_other_users_mind(session):
    assert guided(session, "film", "good").answer(shown(session, 4)) == ("film", "pos")
    assert guided(session, "film", "good", base=BASES["lexicon"]).answer(shown(session, 4)) == ("good", "pos")
    assert guided(session, "film", base=BASES["lexicon"]).answer(shown(session, 4)) is None


@pytest.mark.parametrize("threshold", [0.0, 0.5, 0.9])
@every_base
def test_weights_are_one_where_the_other_user_has_a_chance(session, base, threshold):
    user = guided(session, threshold=threshold, base=base)
    other = base(session, threshold=threshold, rng=np.random.default_rng(0))
    for label in (0, 1):
        expected = (other.chances(np.arange(4), label) > 0).astype(float).tolist()
        assert user.weights(np.arange(4), label).tolist() == expected


def test_other_user_keeps_its_own_settings(session):
    user = guided(session, "food", "good", threshold=0.0, base=partial(UniformUser, min_coverage=3))
    assert user.answer(shown(session, 1)) == ("good", "pos")


def test_other_user_that_cannot_be_made_says_why(session):
    with pytest.raises(InputError, match=r"^The user 'lexicon' needs a word list: "):
        guided(session, base=LexiconUser)


@pytest.mark.parametrize("trust", [-0.1, 1.1, float("nan")])
def test_trust_is_a_probability(session, trust):
    message = f"trust is {trust}; expected a probability from 0 to 1."
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        GuidedUser(session, rng=np.random.default_rng(0), trust=trust)


# ---------------------------------------------------------------------- words that were used


def test_next_in_the_order_comes_after_what_was_used(session):
    user = guided(session, "good", "bad", "film")
    assert [user.answer(shown(session, 4)) for _ in range(3)] == [("good", "pos"), ("film", "pos"), None]
    assert user.answer(shown(session, 0)) is None
    assert user.used == {"good", "film"}


@given(st.lists(st.integers(0, 4), max_size=12), st.floats(0, 1), st.integers(0, 99))
def test_no_word_is_used_twice(documents, trust, seed):
    session = Session(Corpus.from_texts(TEXTS, gold=GOLD), labels=["pos", "neg"])
    user = guided(session, "film", "bad", "good", "food", trust=trust, threshold=0.3, rng=np.random.default_rng(seed))
    given_answers = [user.answer(shown(session, document)) for document in documents]
    words = [answer[0] for answer in given_answers if answer]
    assert len(words) == len(set(words))
    assert user.used == set(words)


# ---------------------------------------------------------------------- at work


def test_session_ranks_for_who_writes_in_it(reviews):
    session = Session(reviews, learner="two-stage")
    user = GuidedUser(session, threshold=0.6, rng=np.random.default_rng(0), trust=1.0)
    accuracies, numbers = function_accuracies(session, session.gold), session.engine.index.vocabulary.numbers
    writing = Writing(session, user)
    n_ranked = 0
    for _ in range(12):
        document = session.suggest().document
        label = user.label(document)
        code = session.labels.index(label)
        ranked = session.rank(label, document)
        good = [word for word in ranked if accuracies[numbers[word], code] > 0.6]
        n_ranked += bool(ranked and good and ranked != sorted(ranked) and session.models().classifier is not None)
        before = len(session.functions)
        writing.ask()
        written = [(function.primitive, function.label, function.document) for function in session.functions[before:]]
        assert written == [(good[0], code, document)] * bool(good)
    assert n_ranked > 4


# ---------------------------------------------------------------------- who reviews


@pytest.mark.parametrize(
    ("primitive", "label", "threshold", "approved"),
    [
        ("good", "pos", 0.99, True),
        ("good", "neg", 0.0, False),
        ("film", "pos", 0.5, True),
        ("film", "pos", 0.7, False),
        ("food", "pos", 0.5, False),
        ("bad", "neg", 0.5, True),
    ],
)
@pytest.mark.parametrize("base", BASES.values(), ids=BASES)
def test_true_accuracy_alone_decides_what_is_approved(session, base, primitive, label, threshold, approved):
    user = ReviewingUser(session, threshold=threshold, rng=np.random.default_rng(0), base=base)
    assert user.approves(primitive, label) is approved


def test_who_errs_approves_what_is_not_good_enough(session):
    contrary = partial(NoisyUser, label_noise=1.0)
    user = ReviewingUser(session, rng=np.random.default_rng(0), base=contrary)
    assert user.approves("good", "neg")
    assert not user.approves("good", "pos")


def test_word_that_would_not_have_come_to_mind_is_approved(session):
    user = ReviewingUser(session, rng=Lots(), base=BASES["lexicon"], min_coverage=9)
    assert user.approves("film", "pos")  # it is in no list, and stands in three documents alone


@every_base
@pytest.mark.parametrize("seed", range(5))
def test_what_it_writes_is_what_the_other_user_writes(session, base, seed):
    user = ReviewingUser(session, threshold=0.3, rng=np.random.default_rng(seed), base=base)
    other = base(session, threshold=0.3, rng=np.random.default_rng(seed))
    for document in (4, 0, 2, 1, 3, 4):
        user.approves("film", "pos")
        assert user.answer(shown(session, document)) == other.answer(shown(session, document))
    assert user.used == other.used
    assert [user.label(document) for document in range(5)] == GOLD


def test_errors_of_the_other_user_are_kept(session):
    """It is the other user but for what is proposed."""
    for seed in range(10):
        noise = {"label_noise": 0.5, "keyword_noise": 0.5}
        other = NoisyUser(session, rng=np.random.default_rng(seed), **noise)
        user = ReviewingUser(session, rng=np.random.default_rng(seed), base=partial(NoisyUser, **noise))
        for document in (4, 0, 2, 1, 3):
            assert user.answer(shown(session, document)) == other.answer(shown(session, document))


def test_it_knows_whose_words_come_to_its_mind_when_nothing_is_said(session):
    user = USERS["reviewer"](session, threshold=0.5, rng=np.random.default_rng(0))
    assert isinstance(user, ReviewingUser)
    assert type(user.base) is UniformUser


def test_proposal_that_is_no_function_of_the_corpus_is_an_error(session):
    user = ReviewingUser(session, rng=Lots())
    message = (
        "'goods' is none of the 4 primitives of this corpus. A function that is proposed must be on one of them: "
        "session.engine.index.vocabulary.terms."
    )
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        user.approves("goods", "pos")
