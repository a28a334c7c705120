"""The loop: what each answer does, and what the session refuses."""

import re

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, Session
from lamplighter.engine import TwoStage
from lamplighter.exceptions import InputError, LabelError, PoolExhaustedError, PrimitiveError, SessionError
from lamplighter.primitives import Tfidf, english_stop_words
from lamplighter.selection import SEU, STRATEGIES
from lamplighter.session import Schedule, picking
from lamplighter.session.events import Labeled, Skipped, Withdrawn, Written


def refused(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


@pytest.fixture
def session(tiny):
    """Two functions on six texts: "good" votes yes on 0, 1 and 4; "bad" votes no on 2, 3 and 5."""
    session = Session(tiny, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    return session


# ------------------------------------------------------------------ suggesting


def test_suggestion_stays_until_it_is_answered(session):
    first = session.suggest()
    n_events = len(session.events)
    assert session.suggest() == first
    assert len(session.events) == n_events


def test_suggestion_shows_the_document_and_its_candidates_with_their_counts(tiny):
    session = Session(tiny, labels=["yes", "no"])
    suggestion = session.suggest()
    assert suggestion.text == tiny.texts[suggestion.document]
    counts = {"bad": 3, "film": 2, "food": 2, "good": 3, "music": 2}
    assert dict(suggestion.candidates) == {
        word: counts[word] for word in sorted(suggestion.text.split()) if word != "a"
    }


def test_documents_that_were_answered_are_not_shown_again(session):
    shown = []
    for _ in range(4):
        shown.append(session.suggest().document)
        session.skip()
    assert sorted(shown) == [1, 3, 4, 5]


def test_pool_that_is_exhausted_is_an_error(session):
    for _ in range(4):
        session.suggest()
        session.skip()
    with refused(PoolExhaustedError, "All 6 documents have been shown; none is left to suggest."):
        session.suggest()


def test_undo_fills_an_exhausted_pool_again(session):
    for _ in range(4):
        last = session.suggest()
        session.skip()
    session.undo()
    assert session.suggest().document == last.document


def test_text_that_stands_twice_is_shown_once():
    corpus = Corpus.from_texts(["good film", "bad film", "good film", "bad film", "good film"])
    session = Session(corpus, labels=["yes", "no"])
    texts = []
    for _ in range(2):
        texts.append(session.suggest().text)
        session.skip()
    assert sorted(texts) == ["bad film", "good film"]
    with refused(PoolExhaustedError, "All 5 documents have been shown; none is left to suggest."):
        session.suggest()


def test_first_suggestion_under_a_seed_is_always_the_same_and_seeds_differ(reviews):
    picks = [Session(reviews, strategy="seu", random_state=seed).suggest().document for seed in (0, 0, 1, 2, 3)]
    assert picks[0] == picks[1]
    assert len(set(picks)) > 1


def test_first_suggestion_stands_for_many_others_whatever_the_seed(reviews):
    picks = [Session(reviews, random_state=seed).suggest() for seed in (0, 0, 1, 2, 3)]
    features = Session(reviews).engine.index.slices[0].features
    likeness = ((features @ features.T).toarray() ** 3).sum(axis=1)
    assert {pick.document for pick in picks} == {int(likeness.argmax())}
    assert {(pick.chosen_by, pick.score, pick.n_tied, pick.reasons) for pick in picks} == {
        ("likeness to many others", 0.0, 1, ())
    }


@pytest.mark.parametrize("name", STRATEGIES)
def test_suggestion_says_by_which_strategy_it_was_chosen(reviews, name):
    session = Session(reviews, strategy=name, schedule=Schedule(representatives_first=0))
    for word, label in (("great", "positive"), ("waste", "negative")):
        assert session.suggest().chosen_by == STRATEGIES[name].title
        session.add(word, label)
    assert session.suggest().chosen_by == STRATEGIES[name].title


def test_suggestion_that_was_drawn_by_lot_says_so(tiny):
    session = Session(tiny, labels=["yes", "no"], strategy="seu", schedule=Schedule(random_first=2))
    chosen = []
    for _ in range(4):
        chosen.append(session.suggest().chosen_by)
        session.skip()
    assert chosen == ["chance"] * 2 + ["expected utility"] * 2


def test_what_chose_a_document_stays_said_while_it_is_on_screen(reviews):
    session = Session(reviews, schedule=Schedule(batch_size=3))
    assert session.suggest().chosen_by == "likeness to many others"
    session.add("great", "positive", document=0)
    session.add("waste", "negative", document=1)  # now it would be the strategy's turn
    for _ in range(3):
        assert session.suggest().chosen_by == "likeness to many others"
        session.skip()
    assert session.suggest().chosen_by == "new coverage"


def test_generator_as_random_state_gives_a_seed_that_is_kept(tiny):
    sessions = [Session(tiny, labels=["yes", "no"], random_state=np.random.default_rng(5)) for _ in range(2)]
    assert sessions[0].settings.seed == sessions[1].settings.seed == int(np.random.default_rng(5).integers(2**32))


def test_without_a_random_state_sessions_differ(tiny):
    assert len({Session(tiny, labels=["yes", "no"], random_state=None).settings.seed for _ in range(3)}) == 3


@pytest.mark.parametrize("strategy", ["coverage", "seu"])
def test_reasons_are_the_largest_contributions_first(reviews, person, strategy):
    session = person.work(Session(reviews, strategy=strategy))
    suggestion = session.suggest()
    contributions = [reason.contribution for reason in suggestion.reasons]
    assert 0 < len(contributions) <= 6
    assert contributions == sorted(contributions, reverse=True)
    assert min(contributions) > 0
    assert {reason.primitive for reason in suggestion.reasons} <= set(suggestion.candidates)


def test_stop_words_are_no_reasons_where_none_is_expected_of_them_and_can_be_written_all_the_same(reviews, person):
    named = {}
    for stop_words in ("english", None):
        strategy = SEU(max_coverage=1.0, stop_words=stop_words)
        session = person.work(Session(reviews, strategy=strategy, learner="two-stage"))
        named[stop_words] = {
            reason.primitive for _ in range(5) for reason in (session.skip() or session.suggest()).reasons
        }
    assert named["english"]
    assert not named["english"] & english_stop_words()
    assert named[None] & english_stop_words()
    session = person.work(Session(reviews, strategy=SEU(stop_words="english"), learner="two-stage"))
    suggestion = session.suggest()
    word = min(set(suggestion.candidates) & english_stop_words())
    session.add(word, "positive", document=suggestion.document)
    assert session.functions[-1].primitive == word


@pytest.mark.parametrize("strategy", ["coverage", "seu"])
def test_used_primitives_are_no_reasons(reviews, person, strategy):
    session = person.work(Session(reviews, strategy=strategy))
    named = {reason.primitive for reason in session.suggest().reasons}
    assert named
    assert not named & {f.primitive for f in session.functions}


def test_stale_models_pick_at_once_and_say_which_step_they_have_seen(session):
    session.models()
    session.add("film", "no", document=0)
    assert session.suggest(fresh=False).models_step == 2
    session.skip()
    assert session.suggest().models_step == session.state.step == 4


# ------------------------------------------------------------------ writing


def test_function_is_written_on_the_document_that_is_suggested(tiny):
    session = Session(tiny, labels=["yes", "no"])
    shown = session.suggest()
    function = session.add(next(iter(shown.candidates)), "yes")
    assert (function.document, function.label) == (shown.document, 0)
    assert session.state.current is None


def test_primitive_is_cleaned_as_the_analyser_writes_it(session):
    assert session.add("  FILM! ", "yes", document=0).primitive == "film"
    assert session.add("Bad, food", "no", document=3).primitive == "bad food"


def test_phrase_votes_where_its_words_follow_one_another(session):
    session.add("bad food", "yes", document=3)
    assert session.label_matrix()[:, 2].tolist() == [-1, -1, -1, 0, -1, -1]


def test_label_matrix_is_snorkel_s(session):
    assert session.label_matrix().tolist() == [[0, -1], [0, -1], [-1, 1], [-1, 1], [0, -1], [-1, 1]]


def test_without_functions_the_label_matrix_has_no_column(tiny):
    assert Session(tiny, labels=["yes", "no"]).label_matrix().shape == (6, 0)


def test_same_function_twice_is_an_error(session):
    message = "'good' votes yes already: it is function 0. Withdraw that one first, or choose another word."
    with refused(SessionError, message):
        session.add("Good", "yes", document=4)


def test_same_word_for_another_class_is_another_function(session):
    assert session.add("good", "no", document=1).number == 2


def test_unknown_word_is_an_error_with_a_word_of_the_document(session):
    message = "No document contains 'goood'. Did you mean 'good'? Choose a word of the document."
    with refused(PrimitiveError, message):
        session.add("goood", "yes", document=0)


def test_words_that_never_follow_one_another_are_an_error(session):
    with refused(PrimitiveError, "No document contains 'film good'. Choose a word of the document."):
        session.add("film good", "yes", document=5)


@pytest.mark.parametrize("primitive", ["", " ", "a", "👍 !"])
def test_primitive_without_a_word_is_an_error(session, primitive):
    with refused(PrimitiveError, f"{primitive!r} has no word of two letters or more that a function could look for."):
        session.add(primitive, "yes", document=0)


def test_unknown_class_is_an_error(session):
    with refused(LabelError, "No class is called 'Yes'. Did you mean 'yes'? There are: yes, no."):
        session.add("film", "Yes", document=0)


@pytest.mark.parametrize("document", [-1, 6])
def test_document_that_there_is_not_is_an_error(session, document):
    for act in (lambda: session.add("film", "yes", document), lambda: session.label(document, "yes")):
        with refused(SessionError, f"There is no document {document}; they are numbered 0 to 5."):
            act()


@pytest.mark.parametrize("act", ["add", "label", "skip"])
def test_answer_without_a_suggestion_is_an_error(session, act):
    acts = {
        "add": lambda: session.add("film", "yes"),
        "label": lambda: session.label(None, "yes"),
        "skip": session.skip,
    }
    with refused(SessionError, "No document is suggested. Call suggest() first, or name a document."):
        acts[act]()


def test_answer_that_is_refused_leaves_nothing_behind(session):
    before = session.events
    for primitive, label in (("goood", "yes"), ("film", "maybe"), ("good", "yes")):
        with pytest.raises(InputError if label == "maybe" or primitive == "goood" else SessionError):
            session.add(primitive, label, document=0)
    assert session.events == before


# ------------------------------------------------------------------ taking back


def test_withdrawn_function_votes_no_more(session):
    session.withdraw(0)
    assert session.label_matrix().tolist() == [[-1], [-1], [1], [1], [-1], [1]]
    assert [function.number for function in session.functions] == [1]


def test_function_can_be_withdrawn_by_itself(session):
    session.withdraw(session.functions[1])
    assert [function.number for function in session.functions] == [0]


def test_function_that_does_not_stand_cannot_be_withdrawn(session):
    session.withdraw(0)
    with refused(SessionError, "There is no function 0 to withdraw. Those that stand: 1."):
        session.withdraw(0)
    session.withdraw(1)
    with refused(SessionError, "There is no function 7 to withdraw. Those that stand: none."):
        session.withdraw(7)


def test_number_of_a_withdrawn_or_undone_function_is_not_given_again(session):
    session.withdraw(1)
    assert session.add("bad", "no", document=2).number == 2
    session.undo()
    assert session.add("bad", "no", document=2).number == 3


def test_undo_gives_the_answer_that_was_taken_back(session):
    session.label(4, "yes")
    session.skip(5)
    session.withdraw(0)
    assert session.undo() == Withdrawn(0)
    assert session.undo() == Skipped(5)
    assert session.undo() == Labeled(4, 0)
    assert session.undo() == Written(1, "bad", 1, 2)
    assert [function.primitive for function in session.functions] == ["good"]


def test_undo_brings_the_document_back_on_screen(session):
    shown = session.suggest()
    session.label(None, "yes")
    session.suggest()
    session.undo()
    assert session.suggest() == shown


def test_undo_gives_the_votes_and_probabilities_from_before(session):
    votes, probabilities = session.label_matrix(), session.predict_proba()
    session.add("film", "no", document=0)
    session.withdraw(0)
    session.undo()
    session.undo()
    assert np.array_equal(session.label_matrix(), votes)
    assert np.array_equal(session.predict_proba(), probabilities)


def test_nothing_to_undo_is_an_error(tiny):
    session = Session(tiny, labels=["yes", "no"])
    session.suggest()
    with refused(SessionError, "There is nothing to undo: no answer stands."):
        session.undo()


# ------------------------------------------------------------------ what is learnt


def test_balance_is_estimated_from_the_labels_given(session):
    session.label(3, "no")
    # 1 yes and 2 no, with two more imagined of each
    assert session.class_balance().tolist() == [3 / 7, 4 / 7]
    session.undo()
    assert session.class_balance().tolist() == [3 / 6, 3 / 6]


@pytest.mark.parametrize("given", [[0.25, 0.75], {"no": 0.75, "yes": 0.25}])
def test_balance_that_is_given_stays(tiny, given):
    session = Session(tiny, labels=["yes", "no"], class_balance=given)
    session.label(3, "yes")
    assert session.class_balance().tolist() == [0.25, 0.75]


def test_while_one_class_has_functions_there_is_no_model(tiny):
    session = Session(tiny, labels=["yes", "no"], class_balance=[0.25, 0.75])
    with refused(
        SessionError, "There is no model yet: functions vote for no class. Write functions for two classes or more."
    ):
        session.end_model_  # noqa: B018
    session.add("good", "yes", document=0)
    with refused(
        SessionError, "There is no model yet: functions vote only for 'yes'. Write functions for two classes or more."
    ):
        session.end_model_  # noqa: B018
    assert session.predict_proba().tolist() == [[0.25, 0.75]] * 6
    assert session.soft_labels().tolist() == [[1, 0], [1, 0], [0.25, 0.75], [0.25, 0.75], [1, 0], [0.25, 0.75]]


def test_class_without_functions_is_not_predicted(tiny):
    session = Session(tiny, labels=["yes", "maybe", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    assert session.predict_proba()[:, 1].tolist() == [0] * 6
    assert session.end_model_.classes_.tolist() == ["yes", "no"]


@pytest.mark.parametrize("corpus", ["reviews", "categories"])
@pytest.mark.parametrize("primitives", ["unigrams", "ngrams"])
@pytest.mark.parametrize("features", [None, Tfidf(max_features=300, max_df=0.9, standardize=True)], ids=str)
def test_pipeline_gives_the_session_s_probabilities_from_raw_texts(request, corpus, primitives, features):
    corpus = request.getfixturevalue(corpus)
    session = Session(corpus, primitives=primitives, features=features)
    words = {"positive": "great", "negative": "waste", "films": "film", "food": "taste", "phones": "battery"}
    for label in session.labels:
        session.add(words[label], label, document=0)
    pipeline = session.end_model_
    assert pipeline.classes_.tolist() == list(session.labels)
    assert np.abs(pipeline.predict_proba(list(corpus.texts)) - session.predict_proba()).max() < 1e-12


def test_probabilities_sum_to_one_and_follow_the_votes(session):
    probabilities = session.predict_proba()
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(6))
    assert probabilities.argmax(axis=1).tolist() == [0, 0, 1, 1, 0, 1]


def test_contextualizer_keeps_votes_near_their_document(reviews):
    everywhere = Session(reviews)
    near = Session(reviews, contextualizer=Contextualizer(percentile=30))
    document = int(np.flatnonzero(["great" in text for text in reviews.texts])[0])
    for session in (everywhere, near):
        session.add("great", "positive", document)
    wide, narrow = everywhere.label_matrix()[:, 0] >= 0, near.label_matrix()[:, 0] >= 0
    assert narrow[document]
    assert (wide | ~narrow).all()
    assert 0 < narrow.sum() < wide.sum()


def test_with_a_contextualizer_the_same_function_may_be_written_elsewhere(tiny):
    session = Session(tiny, labels=["yes", "no"], contextualizer=Contextualizer(percentile=50))
    session.add("good", "yes", document=0)
    session.add("good", "yes", document=4)
    message = "'good' votes yes already: it is function 1. Withdraw that one first, or choose another word."
    with refused(SessionError, message):
        session.add("good", "yes", document=4)


def with_a_silent_class(**settings):
    """Give a session with three classes of which one, believed to be 40 % of the documents, has no function."""
    words = ["bad", "good", "film", "food"]
    texts = [f"{words[number % 4]} word{number % 37} case{number % 11} item{number}" for number in range(407)]
    corpus = Corpus.from_texts(texts)
    session = Session(corpus, labels=["a", "b", "c"], class_balance=[0.3, 0.3, 0.4], learner="two-stage", **settings)
    session.add("good", "a", 1)
    session.add("bad", "b", 0)
    return session


def test_while_a_class_has_no_function_chance_chooses_as_often_as_the_class_is_believed_to_occur():
    session = with_a_silent_class(strategy="seu")
    by_lot = 0
    for _ in range(100):
        shown = session.suggest()
        drawn = shown.n_tied == len(session.corpus) - len(session.state.shown)
        assert shown.chosen_by == ("chance" if drawn else "expected utility")
        by_lot += drawn
        session.skip()
    assert 25 <= by_lot <= 55  # 40 of 100, within three standard deviations


def test_strategy_that_leads_to_every_class_is_never_replaced_by_chance():
    session = with_a_silent_class(strategy="coverage", schedule=Schedule(representatives_first=0))
    chosen = []
    for _ in range(20):
        chosen.append(session.suggest().chosen_by)
        session.skip()
    assert chosen == ["new coverage"] * 20


def test_once_every_class_has_a_function_the_strategy_chooses_alone(tiny):
    session = Session(tiny, labels=["a", "b"], strategy="seu", class_balance=[0.01, 0.99])
    session.add("good", "a", 0)
    session.add("bad", "b", 2)
    models = session.models()
    assert models.classifier.classes == (0, 1)
    assert picking._strategy(session, models, np.random.default_rng(0)) is session.settings.strategy


# ------------------------------------------------------------------ learning no more than is asked for


class Spy(TwoStage):
    """Notes what is learnt, and at which number of functions."""

    def __init__(self):
        self.seen = []

    def believe(self, engine, evidence, recipe):
        self.seen.append(("beliefs", len(evidence.functions)))
        return super().believe(engine, evidence, recipe)

    def classify(self, engine, evidence, recipe, beliefs):
        self.seen.append(("end model", len(evidence.functions)))
        return super().classify(engine, evidence, recipe, beliefs)


@pytest.mark.parametrize(
    ("strategy", "parts"),
    [
        ("random", []),
        ("abstain", ["beliefs"]),
        ("coverage", ["beliefs"]),
        ("uncertainty", ["beliefs"]),
        ("seu", ["beliefs", "end model"]),
    ],
)
def test_suggesting_learns_what_the_strategy_reads_and_no_more(tiny, strategy, parts):
    spy = Spy()
    at_once = Schedule(representatives_first=0)
    session = Session(tiny, labels=["yes", "no"], strategy=strategy, learner=spy, schedule=at_once)
    session.suggest()
    session.skip()
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.suggest()
    session.suggest()
    assert spy.seen == [(part, n_functions) for n_functions in (0, 2) for part in parts]
    session.models()
    assert sorted(spy.seen[2 * len(parts) :]) == sorted(
        (part, 2) for part in ("beliefs", "end model") if part not in parts
    )


def test_for_documents_that_stand_for_many_others_nothing_is_learnt(tiny):
    spy = Spy()
    session = Session(tiny, labels=["yes", "no"], learner=spy)
    for _ in range(2):
        session.suggest()
        session.skip()
    session.add("good", "yes", document=0)
    assert session.suggest().chosen_by == "likeness to many others"
    assert spy.seen == []


@pytest.mark.parametrize("strategy", ["random", "coverage", "seu"])
def test_models_that_were_finished_are_measured_and_others_when_they_are(reviews, strategy):
    session = Session(reviews, strategy=strategy)
    session.add("great", "positive", document=0)
    session.add("waste", "negative", document=1)
    session.suggest()
    assert [point.step for point in session.state.curve] == ([2] if strategy == "seu" else [])
    session.models()
    session.models()
    assert [point.step for point in session.state.curve] == [2]
    assert session.state.curve[0].accuracy > 0.5


def test_what_is_forgotten_leaves_no_models_behind(tiny):
    session = Session(tiny, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    n_events = len(session.events)
    session.add("bad", "no", document=2)
    session.models()
    session.rollback(n_events)
    session.add("film", "no", document=3)  # the second answer once more, and another one
    assert session.label_matrix()[:, 1].tolist() == [1, -1, 1, -1, -1, -1]
