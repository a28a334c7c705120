"""Functions that are changed, silenced, brought from elsewhere, or reach as far as was said of them alone."""

import math
import re
import time
from collections import OrderedDict
from dataclasses import replace
from threading import Thread

import numpy as np
import pytest

from lamplighter import Contextualizer, Corpus, Session
from lamplighter.engine import LEARNERS
from lamplighter.exceptions import InputError, LabelError, PrimitiveError, SessionError
from lamplighter.primitives import Ngrams
from lamplighter.session.events import Brought, Edited, Written
from lamplighter.session.reach import KEPT
from lamplighter.votes import LabelingFunction

TEXTS = ["a good film", "good food", "a bad film", "bad food", "good music", "bad music"]
STARS = ["5", "4", "1", "2", "5", "1"]


@pytest.fixture
def rated():
    return Corpus.from_texts(TEXTS, columns={"stars": STARS})


@pytest.fixture
def session(rated):
    session = Session(rated, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    return session


def refused(kind, message):
    return pytest.raises(kind, match=f"^{re.escape(message)}$")


def voted(session, function):
    """Give the documents that a function votes on, as the label matrix has them."""
    return np.flatnonzero(session.label_matrix()[:, session.functions.index(function)] >= 0).tolist()


def beliefs(session):
    return session.label_matrix(), session.soft_labels(), session.predict_proba()


def expect_same_beliefs(one, other):
    for left, right in zip(beliefs(one), beliefs(other), strict=True):
        assert np.array_equal(left, right)


# ------------------------------------------------------------------ functions of other kinds


@pytest.mark.parametrize(
    ("pattern", "written", "documents"),
    [
        ("GOOD  Film!", "good film", [0]),
        ("/m[u]sic/", "/m[u]sic/", [4, 5]),
        ('"bad"', '"bad"', [2, 3, 5]),
        ("@stars=5", "@stars=5", [0, 4]),
        ("Good & !Film", "good & !film", [1, 4]),
        ("* & !music", "* & !music", [0, 1, 2, 3]),
    ],
)
def test_function_of_each_kind_votes_where_it_fits(session, pattern, written, documents):
    function = session.add(pattern, "yes", document=0)
    assert function == LabelingFunction(2, written, 0, 0)
    assert session.events[-1] == Written(2, written, 0, 0)
    assert voted(session, function) == documents
    again = Session.replay(session.corpus, session.events)
    assert again.state == session.state
    expect_same_beliefs(again, session)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("/gooood/", "No document fits '/gooood/'. Look at what the texts contain, and mend it."),
        ('"Good"', "No document fits '\"Good\"'. Look at what the texts contain, and mend it."),
        ("good & bad", "No document fits 'good & bad'. Look at what the texts contain, and mend it."),
        ("@stars=3", "No document fits '@stars=3'. Look at what the texts contain, and mend it."),
        ("@star=5", "There is no column 'star'. Did you mean 'stars'? Columns beside the texts: 'stars'."),
        ("goood", "No document contains 'goood'. Did you mean 'good'? Choose a word of the document."),
        ("*", "* fits every text. Say how far it reaches: a percentile below 100."),
    ],
)
def test_function_that_fits_nothing_is_refused(session, pattern, message):
    events = session.events
    with refused(PrimitiveError, message):
        session.add(pattern, "yes", document=0)
    with refused(PrimitiveError, message):
        session.edit(0, primitive=pattern)
    assert session.events == events


def test_everything_with_the_whole_reach_is_everything(session):
    with refused(PrimitiveError, "* fits every text. Say how far it reaches: a percentile below 100."):
        session.add("*", "yes", document=0, percentile=100)
    with refused(PrimitiveError, "* fits every text. Say how far it reaches: a percentile below 100."):
        session.bring([("*", "yes")])


def test_word_of_an_own_analyser_is_a_word_though_it_looks_like_a_pattern():
    texts = ["great !", "bad ?", "great * film", "bad * film !", "great film", "bad film"]
    session = Session(Corpus.from_texts(texts), labels=["yes", "no"], primitives=Ngrams(tokenizer=str.split))
    assert session.add("!", "yes", document=0).primitive == "!"
    assert session.add("*", "no", document=2).primitive == "*"
    assert session.label_matrix().tolist() == [[0, -1], [-1, -1], [-1, 1], [0, 1], [-1, -1], [-1, -1]]
    assert session.end_model_.predict(["!"]).tolist() == ["yes"]
    assert session.lf_summary()["Coverage"].to_list() == [2 / 6, 2 / 6]


# ------------------------------------------------------------------ changing


def test_primitive_is_changed(session):
    assert session.edit(0, primitive=" Good  FOOD ") == LabelingFunction(0, "good food", 0, 0)
    assert session.events[-1] == Edited(0, "good food", 0, None, enabled=True)
    assert voted(session, session.functions[0]) == [1]


def test_class_is_changed_and_what_was_said_of_the_document_stays(session):
    assert session.edit(0, label="no").label == 1
    assert session.label_matrix()[0].tolist() == [1, -1]
    assert session.state.labels == {0: 0, 2: 1}


def test_reach_is_changed(session):
    session.edit(0, percentile=40)
    assert session.functions[0].percentile == 40
    # of six distances to document 0 (itself; film; then good twice, which is commoner) the 40th percentile is the third
    assert voted(session, session.functions[0]) == [0, 1, 4]
    session.edit(0, percentile=20)  # the second, that of "a bad film"
    assert voted(session, session.functions[0]) == [0]
    session.edit(0, percentile=100)
    assert voted(session, session.functions[0]) == [0, 1, 4]


def test_reach_is_taken_back_to_what_the_project_says(tiny):
    session = Session(tiny, labels=["yes", "no"], contextualizer=Contextualizer(percentile=20))
    before = session.add("good", "yes", document=0)
    as_the_project_says = voted(session, before)
    session.edit(0, percentile=100)
    assert voted(session, session.functions[0]) == [0, 1, 4] != as_the_project_says
    session.edit(0, label="no")
    assert session.functions[0].percentile == 100  # what is left out stays
    assert session.edit(0, label="yes", percentile="project") == before
    assert voted(session, session.functions[0]) == as_the_project_says
    assert session.events[-1] == Edited(0, "good", 0, None, enabled=True)
    events = session.events
    session.edit(0, percentile="project")
    assert session.events == events


def test_several_values_are_changed_at_once_and_the_lineage_stays(session):
    function = session.edit(session.functions[1], primitive="film", label="yes", percentile=50, enabled=False)
    assert function == LabelingFunction(1, "film", 0, 2, 50, enabled=False) == session.state.functions[1]
    assert session.events[-1] == Edited(1, "film", 0, 50, enabled=False)
    assert session.state.written_at == {0: 1, 1: 2}
    assert (session.state.step, session.state.undoable) == (3, session.events[-1])


def test_changing_nothing_is_no_answer(session):
    events = session.events
    for change in ({}, {"primitive": "GOOD"}, {"label": "yes"}, {"enabled": True}):
        assert session.edit(0, **change) == session.functions[0]
    assert session.events == events


def test_undo_gives_what_it_was_before_the_change(session):
    before = session.state.functions
    session.edit(0, primitive="film", percentile=30, enabled=False)
    session.undo()
    assert session.state.functions == before


def test_changed_function_is_learnt_from_as_if_it_had_been_written_so(rated, session):
    other = Session(rated, labels=["yes", "no"])
    other.add("film", "yes", document=0, percentile=70)
    other.add("bad", "no", document=2)
    session.edit(0, primitive="film", percentile=70)
    expect_same_beliefs(session, other)


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        (
            {"primitive": "bad", "label": "no"},
            SessionError,
            "'bad' votes no already: it is function 1. Withdraw that one first, or choose another word.",
        ),
        ({"label": "noo"}, LabelError, "No class is called 'noo'. Did you mean 'no'? There are: yes, no."),
        ({"primitive": "?"}, PrimitiveError, "'?' has no word of two letters or more that a function could look for."),
        (
            {"percentile": 0},
            InputError,
            "The reach is 0 percent of the texts; expected a number above 0 and up to 100.",
        ),
        (
            {"percentile": -0.5},
            InputError,
            "The reach is -0.5 percent of the texts; expected a number above 0 and up to 100.",
        ),
        (
            {"percentile": 100.5},
            InputError,
            "The reach is 100.5 percent of the texts; expected a number above 0 and up to 100.",
        ),
        (
            {"percentile": math.nan},
            InputError,
            "The reach is nan percent of the texts; expected a number above 0 and up to 100.",
        ),
    ],
)
def test_change_that_cannot_be_is_refused_and_leaves_nothing(session, change, kind, message):
    events = session.events
    with refused(kind, message):
        session.edit(0, **change)
    assert session.events == events
    if "percentile" in change:
        with refused(kind, message):
            session.add("film", "yes", document=0, **change)


def test_function_that_does_not_stand_is_not_changed(session):
    with refused(SessionError, "There is no function 7 to change. Those that stand: 0, 1."):
        session.edit(7, label="no")
    session.withdraw(0)
    with refused(SessionError, "There is no function 0 to change. Those that stand: 1."):
        session.edit(0, enabled=False)


# ------------------------------------------------------------------ silence


def test_silent_function_stands_and_votes_not(session):
    silent = session.edit(0, enabled=False)
    assert session.functions == (session.state.functions[1],)
    assert next(iter(session.state.functions.values())) == silent
    assert session.label_matrix().shape == (6, 1)
    assert session.edit(0, enabled=True) == session.functions[0]
    assert voted(session, session.functions[0]) == [0, 1, 4]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"learner": "two-stage", "label_model": "dawid-skene"},
        {"contextualizer": Contextualizer(percentile=60), "strategy": "seu"},
    ],
    ids=["as it is", "two-stage", "near"],
)
def test_models_after_silence_are_those_without_the_function(reviews, settings):
    def worked():
        session = Session(reviews, **settings)
        for place, word in enumerate(["great", "awful", "love", "waste", "film"]):
            document = next(n for n, text in enumerate(reviews.texts) if word in text.lower().split())
            session.add(word, "positive" if place % 2 == 0 else "negative", document)
        return session

    silenced, withdrawn = worked(), worked()
    before = silenced.label_matrix().shape[1]
    silenced.edit(4, enabled=False)
    withdrawn.withdraw(4)
    assert silenced.label_matrix().shape[1] == before - 1
    expect_same_beliefs(silenced, withdrawn)
    assert silenced.suggest() == withdrawn.suggest()


def test_with_all_functions_silent_there_is_no_model(session):
    session.edit(0, enabled=False)
    message = "There is no model yet: functions vote only for 'no'. Write functions for two classes or more."
    with refused(SessionError, message):
        _ = session.end_model_
    session.edit(1, enabled=False)
    assert session.label_matrix().shape == (6, 0)
    with refused(SessionError, message.replace("only for 'no'", "for no class")):
        _ = session.end_model_


def test_silent_function_is_not_written_again_but_may_be_withdrawn(session):
    session.edit(0, enabled=False)
    message = "'good' votes yes already: it is function 0. Withdraw that one first, or choose another word."
    with refused(SessionError, message):
        session.add("good", "yes", document=1)
    session.withdraw(0)
    assert session.add("good", "yes", document=1).number == 2


# ------------------------------------------------------------------ reach


def distances(session, document, metric="cosine"):
    features = np.vstack([block.features.toarray() for block in session.engine.index.slices])
    if metric == "euclidean":
        return np.linalg.norm(features - features[document], axis=1)
    lengths = np.linalg.norm(features, axis=1)
    return 1 - features @ features[document] / (lengths * lengths[document])


def containing(session, word):
    words = session.engine.index.primitives.words()
    return np.array([word in words(text) for text in session.corpus.texts])


CONTEXTS = {
    "none": {},
    "one percentile": {"contextualizer": Contextualizer(percentile=75)},
    "euclidean": {"contextualizer": Contextualizer(percentile=75, metric="euclidean")},
    "for the end model": {"contextualizer": Contextualizer(percentile=75, refined="end model")},
    "several": {"contextualizer": Contextualizer(percentile=(25, 60, 90))},
    "several for each": {"contextualizer": Contextualizer(percentile=(25, 60, 90), per_function=True)},
}


@pytest.fixture(scope="module")
def halves(reviews):
    """A corpus, and other documents with known classes to choose percentiles on."""
    return reviews.subset(range(220)), reviews.subset(range(220, 300))


def reaching(halves, settings):
    corpus, validation = halves
    several = isinstance(getattr(settings.get("contextualizer"), "percentile", None), tuple)
    return Session(corpus, **settings, **({"validation": validation} if several else {}))


@pytest.mark.parametrize("settings", CONTEXTS.values(), ids=CONTEXTS)
@pytest.mark.parametrize("percentile", [10, 45.5])
def test_function_with_a_reach_votes_on_the_nearest_of_all_documents(halves, settings, percentile):
    session = reaching(halves, settings)
    near = session.add("great", "positive", document=7, percentile=percentile)
    session.add("awful", "negative", document=3)
    metric = settings["contextualizer"].metric if settings else "cosine"
    away = distances(session, 7, metric)
    expected = containing(session, "great") & (away <= np.percentile(away, percentile) + 1e-12)
    assert 0 < expected.sum() < containing(session, "great").sum()
    votes = session.models().votes
    column = np.concatenate([block[:, [0]].toarray().ravel() for block in votes]) > 0
    assert np.flatnonzero(column).tolist() == np.flatnonzero(expected).tolist()
    place = session.neighbourhood_of(near)
    assert (place.n_votes, place.n_containing) == (expected.sum(), containing(session, "great").sum())
    assert place.radius == pytest.approx(np.percentile(away, percentile))


@pytest.mark.parametrize("settings", CONTEXTS.values(), ids=CONTEXTS)
def test_function_with_the_whole_reach_votes_everywhere(halves, settings):
    session = reaching(halves, settings)
    function = session.add("great", "positive", document=7, percentile=100)
    session.add("awful", "negative", document=3)
    assert voted(session, function) == np.flatnonzero(containing(session, "great")).tolist()
    assert session.neighbourhood_of(function).radius is None
    assert session.predict_proba().shape == (220, 2)


@pytest.mark.parametrize("settings", CONTEXTS.values(), ids=CONTEXTS)
def test_function_from_elsewhere_votes_everywhere(halves, settings):
    session = reaching(halves, settings)
    first, second = session.bring([("great", "positive"), ("awful", "negative")])
    session.label(3, "negative")
    assert voted(session, first) == np.flatnonzero(containing(session, "great")).tolist()
    assert voted(session, second) == np.flatnonzero(containing(session, "awful")).tolist()
    assert session.neighbourhood_of(first).radius is None
    assert session.predict_proba().shape == (220, 2)
    again = Session.replay(halves[0], session.events, validation=session.validation)
    assert np.array_equal(again.predict_proba(), session.predict_proba())


@pytest.mark.parametrize("learner", list(LEARNERS))
def test_every_learner_learns_from_functions_of_all_kinds(reviews, learner):
    session = Session(reviews, learner=learner, contextualizer=Contextualizer(percentile=80))
    session.bring([("great", "positive"), ("/awful|waste/i", "negative")])
    session.add("*", "positive", document=7, percentile=5)
    session.add("film & !great", "negative", document=11, percentile=100)
    session.edit(session.add("love", "positive", document=20), enabled=False)
    session.label(3, "negative")
    probabilities = session.predict_proba()
    assert probabilities.shape == (len(reviews), 2)
    assert np.isfinite(probabilities).all()
    again = Session.replay(reviews, session.events)
    assert np.array_equal(again.predict_proba(), probabilities)


def test_everything_near_a_document_is_voted_on(reviews):
    session = Session(reviews)
    function = session.add("*", "positive", document=7, percentile=5)
    away = distances(session, 7)
    nearest = np.flatnonzero(away <= np.percentile(away, 5) + 1e-12).tolist()
    assert voted(session, function) == nearest
    assert 7 in nearest
    assert len(nearest) == pytest.approx(0.05 * len(reviews), abs=1)


def test_function_that_reaches_as_far_as_all_others_votes_as_they_do(reviews):
    common = Session(reviews, contextualizer=Contextualizer(percentile=40))
    own = Session(reviews)
    for session, reach in ((common, {}), (own, {"percentile": 40})):
        session.add("great", "positive", document=7, **reach)
        session.add("awful", "negative", document=3, **reach)
    expect_same_beliefs(common, own)


# ------------------------------------------------------------------ the same function twice


def test_same_words_reach_other_texts_from_another_document(session):
    first = session.add("music", "yes", document=4, percentile=50)
    second = session.add("music", "yes", document=5, percentile=50)
    assert [first.number, second.number] == [2, 3]
    message = "'music' votes yes already: it is function 2. Withdraw that one first, or choose another word."
    with refused(SessionError, message):
        session.add("music", "yes", document=4, percentile=20)  # from the same document, only nearer
    with refused(SessionError, message):
        session.add("music", "yes", document=4)
    assert session.add("music", "no", document=4, percentile=50).number == 4  # another class


def test_everywhere_is_the_same_from_every_document(session):
    message = "'good' votes yes already: it is function 0. Withdraw that one first, or choose another word."
    for reach in ({}, {"percentile": 100}):
        with refused(SessionError, message):
            session.add("good", "yes", document=4, **reach)
    near = session.add("good", "yes", document=4, percentile=30)
    with refused(SessionError, message):
        session.edit(near, percentile=100)


def test_where_functions_count_near_their_document_the_same_words_are_another_function(rated):
    session = Session(rated, labels=["yes", "no"], contextualizer=Contextualizer(percentile=60))
    session.add("good", "yes", document=0)
    session.add("good", "yes", document=4)
    (everywhere,) = session.bring([("good", "yes")])
    message = "'good' votes yes already: it is function 2. Withdraw that one first, or choose another word."
    with refused(SessionError, message):
        session.add("good", "yes", document=1, percentile=100)
    with refused(SessionError, message):
        session.edit(0, percentile=100)
    assert session.bring([("good", "yes")]) == []
    assert voted(session, everywhere) == [0, 1, 4]


# ------------------------------------------------------------------ from elsewhere


def test_functions_are_brought_from_elsewhere(session):
    brought = session.bring([(" Film ", "yes"), ("/mus/", "no"), ("@stars=5 & good", "yes")])
    assert brought == [
        LabelingFunction(2, "film", 0, None),
        LabelingFunction(3, "/mus/", 1, None),
        LabelingFunction(4, "@stars=5 & good", 0, None),
    ]
    assert session.state.labels == {0: 0, 2: 1}  # of no document was anything said
    came = Brought(((2, "film", 0), (3, "/mus/", 1), (4, "@stars=5 & good", 0)))
    assert (session.state.step, session.state.undoable) == (3, came)
    assert session.state.written_at == {0: 1, 1: 2, 2: 3, 3: 3, 4: 3}
    assert [voted(session, function) for function in brought] == [[0, 2], [4, 5], [0, 4]]
    assert session.bring([]) == []


def test_one_undo_takes_all_back_that_were_brought_together_and_one_redo_gives_them_again(session):
    before = session.functions
    brought = session.bring([("film", "yes"), ("/mus/", "no")])
    session.undo()
    assert session.functions == before
    session.redo()
    assert session.functions == (*before, *brought)
    session.undo()
    assert session.add("music", "yes", document=4).number == 4  # numbers are never given twice
    again = Session.replay(session.corpus, session.events)
    assert (again.state, again.functions) == (session.state, session.functions)


def test_functions_of_older_projects_are_undone_one_by_one(session):
    """Before there was an event of many, each that was brought in was an answer of its own."""
    events = [*session.events, Written(2, "film", 0, None), Written(3, "/mus/", 1, None)]
    old = Session.replay(session.corpus, events)
    assert old.state.step == 4
    old.undo()
    assert [function.primitive for function in old.functions] == ["good", "bad", "film"]


def test_those_that_stand_already_are_passed_over_also_among_themselves(session):
    brought = session.bring([("good", "yes"), ("GOOD", "yes"), ("good", "no"), ("film", "no"), ("Film", "no")])
    assert [(function.primitive, function.label) for function in brought] == [("good", 1), ("film", 1)]


@pytest.mark.parametrize(
    ("last", "kind", "message"),
    [
        (
            ("goood", "yes"),
            PrimitiveError,
            "No document contains 'goood'. Did you mean 'good'? Mend it or leave it out.",
        ),
        (("xylophone", "yes"), PrimitiveError, "No document contains 'xylophone'. Mend it or leave it out."),
        (("film", "maybe"), LabelError, "No class is called 'maybe'. There are: yes, no."),
        (
            ("/(/", "no"),
            PrimitiveError,
            "/(/ is no regular expression: unclosed group. Mend it; look-around and back-references are not known here.",
        ),
        (
            ("!film", "no"),
            PrimitiveError,
            "'!film' only says what must not stand in a text. Say first what must: great & !waste.",
        ),
    ],
)
def test_none_is_brought_where_one_cannot_be(session, last, kind, message):
    before, models = session.state, session.models()
    events = session.events
    with refused(kind, message):
        session.bring([("music", "yes"), ("food", "no"), last])
    assert (session.events, session.state) == (events, before)
    assert session.models() is models
    assert session.bring([("music", "yes")])[0].number == 2


def test_function_from_elsewhere_has_no_neighbourhood(session):
    (function,) = session.bring([("music", "yes")])
    message = "'music' was written on no text, so it has no neighbourhood. Write it on one to give it a reach."
    with refused(InputError, message):
        session.edit(function, percentile=50)
    assert session.edit(function, percentile=100).percentile == 100
    assert session.edit(function, label="no", primitive="food") == LabelingFunction(2, "food", 1, None, 100)


# ------------------------------------------------------------------ what is kept


def test_neighbourhoods_that_were_asked_for_last_are_kept(session, monkeypatch):
    monkeypatch.setattr("lamplighter.session.reach.KEPT", 4)
    first = session.neighbourhood("good", 0)
    for percentile in (10, 20, 30, 40, 50):
        session.neighbourhood("good", 0, percentile)
        assert session.neighbourhood("good", 0) is first
        assert len(session._reach.kept) <= 4
    latest = session.neighbourhood("good", 0, 50)
    assert session.neighbourhood("good", 0, 50) is latest
    assert session.neighbourhood("good", 0, 10).radii == {
        10: pytest.approx(session.neighbourhood("good", 0, 10).radius)
    }


def test_as_many_neighbourhoods_are_kept_as_functions_need(session, monkeypatch):
    monkeypatch.setattr("lamplighter.session.reach.KEPT", 1)
    for word in ("film", "food", "music"):
        session.add(word, "yes", document=0)
    kept = [session.neighbourhood_of(function) for function in session.functions]
    assert [session.neighbourhood_of(function) for function in session.functions] == kept
    assert all(one is other for one, other in zip(kept, map(session.neighbourhood_of, session.functions), strict=True))
    assert KEPT > 100


class Slow(OrderedDict):
    """Lets other threads go on before anything is moved, and after."""

    def move_to_end(self, *arguments):
        time.sleep(0.02)
        super().move_to_end(*arguments)
        time.sleep(0.02)


def test_drafts_and_learning_may_ask_at_the_same_time(session):
    """Models are learnt in one thread while answers and drafts come in by others."""
    place = session.neighbourhood("good", 0)
    session._reach.kept._kept = Slow(session._reach.kept._kept)
    found = []
    threads = [Thread(target=lambda: found.append(session.neighbourhood("good", 0))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [place] * 8


def test_function_on_a_column_needs_the_column_again(session):
    session.add("@stars=5", "yes", document=0)
    bare = replace(session.corpus, columns={})
    with refused(PrimitiveError, "There is no column 'stars'. Columns beside the texts: none."):
        Session.replay(bare, session.events).models()
