"""Votes, refined or raw, and the label model over them; choices made on validation documents, on paper.

Of four texts about a good film and four of good grief, the distances from the first one are 0, four times, and some
``d > 0``, four times: at the percentile 20 a function that is written there votes on films alone, at 100 on all.
"""

import numpy as np
import pytest

from lamplighter.engine.beliefs import believe, votes_within
from lamplighter.learning import MajorityVote, MeTaL
from lamplighter.votes import Contextualizer

FILMS, GRIEFS, DAYS, SONGS = ["good film"] * 4, ["good grief"] * 4, ["nice day"] * 4, ["nice song"] * 4
FILM, GRIEF, DAY, SONG = 0, 4, 8, 12
YES, NO = 0, 1
WIDE_OR_NARROW = Contextualizer(percentile=(100, 20))


class Contrary(MajorityVote):
    """Believes the other class, as far as there are votes."""

    def predict_proba(self, votes):
        beliefs = super().predict_proba(votes)
        voted = np.diff(votes.indptr) > 0
        beliefs[voted] = beliefs[voted][:, ::-1]
        return beliefs


class Noted(MajorityVote):
    fallback_ = "It was not fitted: majority vote is used."


@pytest.fixture
def films(make_engine):
    return make_engine([*FILMS, *GRIEFS, *DAYS, *SONGS], largest=6)


def whole(parts):
    return np.concatenate(parts)


def rows_of(beliefs):
    """Give the belief on a film, a grief, a day and a song."""
    return whole(beliefs.posterior)[[FILM, GRIEF, DAY, SONG]].tolist()


# ------------------------------------------------------------------ of one choice


def test_votes_and_shares_of_functions_that_count_everywhere(films, make_evidence, make_recipe):
    evidence = make_evidence(films, [("good", YES, FILM), ("grief", NO, GRIEF)], balance=(0.75, 0.25))
    beliefs = believe(films, evidence, make_recipe())
    assert rows_of(beliefs) == [[1, 0], [0.5, 0.5], [0.75, 0.25], [0.75, 0.25]]
    votes = np.vstack([block.toarray() for block in beliefs.votes])
    assert votes.tolist() == [[1, 0]] * 4 + [[1, 2]] * 4 + [[0, 0]] * 8
    assert (beliefs.percentiles, beliefs.fallback) == ((None, None), None)
    assert whole(beliefs.entropy)[[FILM, GRIEF]] == pytest.approx([0, np.log(2)])


def test_label_model_sees_the_distinct_rows_of_all_slices_once_with_their_counts(films, make_evidence, make_recipe):
    seen = []

    class Watcher(MajorityVote):
        def fit(self, votes, counts=None, *, n_classes, class_balance):
            seen.append(dict(zip(map(tuple, votes.toarray().tolist()), counts.tolist(), strict=True)))
            return super().fit(votes, counts, n_classes=n_classes, class_balance=class_balance)

    evidence = make_evidence(films, [("good", YES, FILM), ("grief", NO, GRIEF)])
    believe(films, evidence, make_recipe(Watcher))
    assert len(films.index.slices) == 3  # of 5 or 6 documents: griefs lie in two of them
    assert seen == [{(1, 0): 4, (1, 2): 4, (0, 0): 8}]


def test_one_percentile_needs_no_validation_documents(films, make_evidence, make_recipe):
    near = Contextualizer(percentile=20)
    evidence = make_evidence(films, [("good", YES, FILM)], near=near)
    beliefs = believe(films, evidence, make_recipe(near=near))
    assert rows_of(beliefs) == [[1, 0], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]
    assert beliefs.percentiles == (20,)


def test_asked_for_raw_votes_it_gives_them(films, make_evidence, make_recipe):
    evidence = make_evidence(films, [("good", YES, FILM)], near=WIDE_OR_NARROW)
    beliefs = believe(films, evidence, make_recipe(near=WIDE_OR_NARROW), refined=False)
    assert rows_of(beliefs)[:2] == [[1, 0], [1, 0]]
    assert beliefs.percentiles == (None,)


# ------------------------------------------------------------------ a choice of percentiles


@pytest.mark.parametrize("tuned_by", ["log-loss", "accuracy"])
@pytest.mark.parametrize("percentile", [(100, 20), (20, 100)])
def test_narrow_wins_where_the_function_is_wrong_farther_away(films, make_evidence, make_recipe, percentile, tuned_by):
    # Good griefs are a no. At 100: film (1, 0), grief (½, ½), for yes: log-loss ln 2 / 2, accuracy ½.
    # At 20: film (1, 0), grief (0, 1): log-loss 0, accuracy 1.
    near = Contextualizer(percentile=percentile)
    validation = (["good film", "good grief"], [YES, NO])
    functions = [("good", YES, FILM), ("grief", NO, GRIEF)]
    evidence = make_evidence(films, functions, near=near, validation=validation)
    beliefs = believe(films, evidence, make_recipe(near=near, tuned_by=tuned_by))
    assert beliefs.percentiles == (20, 20)
    assert rows_of(beliefs)[:2] == [[1, 0], [0, 1]]


@pytest.mark.parametrize("tuned_by", ["log-loss", "accuracy"])
@pytest.mark.parametrize("percentile", [(100, 20), (20, 100)])
def test_wide_wins_where_the_function_is_right_everywhere(films, make_evidence, make_recipe, percentile, tuned_by):
    # Both are a no. At 100 both are right; at 20 the grief has no vote: (½, ½), for yes.
    near = Contextualizer(percentile=percentile)
    validation = (["good film", "good grief"], [NO, NO])
    evidence = make_evidence(films, [("good", NO, FILM)], near=near, validation=validation)
    beliefs = believe(films, evidence, make_recipe(near=near, tuned_by=tuned_by))
    assert beliefs.percentiles == (100,)
    assert rows_of(beliefs)[:2] == [[0, 1], [0, 1]]


@pytest.mark.parametrize(("tuned_by", "percentile"), [("log-loss", 20), ("accuracy", 100)])
def test_measures_may_disagree(films, make_evidence, make_recipe, tuned_by, percentile):
    # Of griefs two are a no and one a yes, all films a no. At 100: three right, one surely wrong: accuracy 3/4,
    # log-loss 34.5/4. At 20 griefs are (½, ½), for yes: accuracy 2/4, log-loss 3 ln 2 / 4.
    validation = (["good film", "good grief", "good grief", "good grief"], [NO, NO, NO, YES])
    evidence = make_evidence(films, [("good", NO, FILM)], near=WIDE_OR_NARROW, validation=validation)
    beliefs = believe(films, evidence, make_recipe(near=WIDE_OR_NARROW, tuned_by=tuned_by))
    assert beliefs.percentiles == (percentile,)


@pytest.mark.parametrize("percentile", [(10, 20), (20, 10), (20, 15, 10)])
def test_of_equally_good_percentiles_the_first_is_taken(films, make_evidence, make_recipe, percentile):
    # up to the percentile 20 the radius is 0: four of sixteen documents are at the example itself
    near = Contextualizer(percentile=percentile)
    validation = (["good film", "good grief"], [YES, NO])
    evidence = make_evidence(films, [("good", YES, FILM)], near=near, validation=validation)
    assert set(evidence.neighbourhoods[0].radii.values()) == {evidence.neighbourhoods[0].radius}
    assert believe(films, evidence, make_recipe(near=near)).percentiles == percentile[:1]


def test_at_100_percent_votes_reach_validation_documents_farther_than_all_of_the_corpus(
    make_engine, make_evidence, make_recipe
):
    near = Contextualizer(percentile=(50, 100), metric="euclidean")
    engine = make_engine(["good film", "good film", "good food", "good food"])
    farther = "good " + "food " * 50
    evidence = make_evidence(engine, [("good", NO, FILM)], near=near, validation=([farther], [NO]))
    place = evidence.neighbourhoods[0]
    assert place.validation.far[0] > place.radius
    # a vote is right; without one it would be (½, ½) at both, and the first be taken
    assert believe(engine, evidence, make_recipe(near=near)).percentiles == (100,)


def test_without_functions_the_first_percentile_is_as_good_as_any(films, make_evidence, make_recipe):
    evidence = make_evidence(films, [], balance=(0.75, 0.25), validation=(["good film"], [YES]))
    for models in ((MajorityVote,), (MajorityVote, Contrary)):
        beliefs = believe(films, evidence, make_recipe(*models, near=WIDE_OR_NARROW))
        assert beliefs.percentiles == ()
        assert np.array_equal(whole(beliefs.posterior), np.tile([0.75, 0.25], (16, 1)))


# ------------------------------------------------------------------ each function its own


def test_each_function_takes_its_own_percentile_where_that_is_better(films, make_evidence, make_recipe):
    # "good" is a yes for films only, "nice" a no for days and songs. The beliefs in the truth of film, grief, day, song:
    # at 100:        1, 0, 1, 1     log-loss 34.5/4
    # at 20:         1, ½, 1, ½     2 ln 2 / 4, the best common one
    # at 20 and 100: 1, ½, 1, 1       ln 2 / 4
    functions = [("good", YES, FILM), ("nice", NO, DAY)]
    validation = (["good film", "good grief", "nice day", "nice song"], [YES, NO, NO, NO])
    found = {}
    for own in (False, True):
        near = Contextualizer(percentile=(100, 20), per_function=own)
        evidence = make_evidence(films, functions, near=near, validation=validation)
        beliefs = believe(films, evidence, make_recipe(near=near))
        found[own] = beliefs.percentiles, rows_of(beliefs)
    assert found[False] == ((20, 20), [[1, 0], [0.5, 0.5], [0, 1], [0.5, 0.5]])
    assert found[True] == ((20, 100), [[1, 0], [0.5, 0.5], [0, 1], [0, 1]])


def test_a_function_keeps_the_common_percentile_where_its_own_would_be_no_better(films, make_evidence, make_recipe):
    near = Contextualizer(percentile=(20, 15, 10), per_function=True)
    validation = (["good film", "nice day"], [YES, NO])
    evidence = make_evidence(films, [("good", YES, FILM), ("nice", NO, DAY)], near=near, validation=validation)
    assert believe(films, evidence, make_recipe(near=near)).percentiles == (20, 20)


@pytest.mark.parametrize("tuned_by", ["log-loss", "accuracy"])
@pytest.mark.parametrize("seed", range(4))
def test_own_percentiles_are_never_worse_on_the_validation_documents(
    reviews, make_engine, make_evidence, make_recipe, tuned_by, seed
):
    rng = np.random.default_rng(seed)
    engine = make_engine(reviews.texts[:200], largest=90)
    gold = np.array([["negative", "positive"].index(label) for label in reviews.gold])
    words = rng.choice(["great", "waste", "love", "film", "phone", "cheap", "battery"], size=5, replace=False)
    functions = [(str(word), int(rng.integers(2)), int(rng.integers(200))) for word in words]
    scores = {}
    for own in (False, True):
        near = Contextualizer(percentile=(100, 60, 30), per_function=own)
        validation = (reviews.texts[200:], gold[200:])
        evidence = make_evidence(engine, functions, near=near, validation=validation)
        beliefs = believe(engine, evidence, make_recipe(near=near, tuned_by=tuned_by))
        # What was chosen, applied to the validation documents by hand.
        radii = [place.radii[share] for place, share in zip(evidence.neighbourhoods, beliefs.percentiles, strict=True)]
        votes = np.zeros((100, 2))
        for place, radius, share, (_, label, _) in zip(
            evidence.neighbourhoods, radii, beliefs.percentiles, functions, strict=True
        ):
            votes[place.validation.within(None if share == 100 else radius), label] += 1
        total = votes.sum(axis=1, keepdims=True)
        posterior = np.where(total > 0, votes / np.maximum(total, 1), 0.5)
        scores[own] = evidence.validation.score(posterior, tuned_by)
    assert scores[True] >= scores[False]


# ------------------------------------------------------------------ several label models


@pytest.mark.parametrize("tuned_by", ["log-loss", "accuracy"])
@pytest.mark.parametrize(("gold", "film"), [([YES, NO], [1, 0]), ([NO, YES], [0, 1])])
@pytest.mark.parametrize("models", [(MajorityVote, Contrary), (Contrary, MajorityVote)])
def test_label_model_that_is_better_on_validation_is_taken(
    films, make_evidence, make_recipe, models, gold, film, tuned_by
):
    evidence = make_evidence(
        films, [("good", YES, FILM), ("nice", NO, DAY)], validation=(["good film", "nice day"], gold)
    )
    beliefs = believe(films, evidence, make_recipe(*models, tuned_by=tuned_by))
    assert rows_of(beliefs)[0] == film


def test_of_equally_good_label_models_the_first_is_taken(films, make_evidence, make_recipe):
    evidence = make_evidence(films, [("good", YES, FILM)], validation=(["good film"], [YES]))
    assert believe(films, evidence, make_recipe(MajorityVote, Noted)).fallback is None
    assert believe(films, evidence, make_recipe(Noted, MajorityVote)).fallback == Noted.fallback_


def test_all_combinations_of_label_models_and_percentiles_are_tried(films, make_evidence, make_recipe):
    # The contrary of "good is a no", near films only, is right; wide, or by majority, it is wrong.
    validation = (["good film", "good grief", "good grief"], [YES, YES, NO])
    evidence = make_evidence(films, [("good", NO, FILM)], near=WIDE_OR_NARROW, validation=validation)
    beliefs = believe(films, evidence, make_recipe(MajorityVote, Contrary, near=WIDE_OR_NARROW))
    assert (beliefs.percentiles, rows_of(beliefs)[:2]) == ((20,), [[1, 0], [0.5, 0.5]])


def test_the_reason_why_majority_vote_stands_in_is_kept(films, make_evidence, make_recipe):
    evidence = make_evidence(films, [("good", YES, FILM), ("nice", NO, DAY)])
    beliefs = believe(films, evidence, make_recipe(MeTaL))
    assert beliefs.fallback == "2 functions vote; metal needs 3: majority vote is used."
    assert rows_of(beliefs) == rows_of(believe(films, evidence, make_recipe()))


# ------------------------------------------------------------------ slices and threads


@pytest.mark.parametrize(("largest", "n_threads"), [(37, 1), (37, 4), (110, 2)])
def test_slices_and_threads_do_not_matter(reviews, make_engine, make_evidence, make_recipe, largest, n_threads):
    near = Contextualizer(percentile=(90, 60, 30), per_function=True)
    functions = [("great", YES, 3), ("waste", NO, 5), ("love", YES, 250), ("cheap", NO, 77)]
    gold = [["positive", "negative"].index(label) for label in reviews.gold]
    found = []
    for settings in ({}, {"largest": largest, "n_threads": n_threads}):
        engine = make_engine(reviews.texts, **settings)
        validation = (reviews.texts[:100], gold[:100])
        evidence = make_evidence(engine, functions, near=near, validation=validation)
        found.append(believe(engine, evidence, make_recipe(near=near)))
    assert found[0].percentiles == found[1].percentiles
    assert np.array_equal(whole(found[0].posterior), whole(found[1].posterior))
    stacked = [np.vstack([block.toarray() for block in one.votes]) for one in found]
    assert np.array_equal(*stacked)


def test_votes_within_percentiles_are_those_of_each_neighbourhood(films, make_evidence):
    functions = [("good", YES, FILM), ("nice", NO, DAY)]
    evidence = make_evidence(films, functions, near=WIDE_OR_NARROW)
    votes = np.vstack([block.toarray() for block in votes_within(films, evidence, (20, 100))])
    assert votes.tolist() == [[1, 0]] * 4 + [[0, 0]] * 4 + [[0, 2]] * 8
    raw = np.vstack([block.toarray() for block in votes_within(films, evidence, (None, 20))])
    assert raw.tolist() == [[1, 0]] * 8 + [[0, 2]] * 4 + [[0, 0]] * 4
