"""What a function would do, before it is written.

::

    document  text         "good"→yes  "bad"→no  "film"→yes
    0         a good film  yes         -         yes
    1         good food    yes         -         -
    2         a bad film   -           no        yes
    3         bad food     -           no        -
    4         good music   yes         -         -
    5         bad music    -           no        -
"""

import re

import numpy as np
import pytest
from scipy import stats

from lamplighter import Contextualizer, Corpus, Session
from lamplighter.exceptions import InputError, LabelError, PrimitiveError
from lamplighter.linalg import row_blocks
from lamplighter.session.drafts import Shared, draft
from lamplighter.session.pieces import Piece
from lamplighter.session.precision import Precision, documents_of, expected_precision
from lamplighter.votes import LabelingFunction


@pytest.fixture
def session(tiny):
    session = Session(tiny, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.add("film", "yes", document=0)
    return session


@pytest.fixture
def empty(tiny):
    return Session(tiny, labels=["yes", "no"])


def drafted(session, *arguments, **reach):
    return draft(session, session.models(), *arguments, **reach)


def refused(kind, message):
    return pytest.raises(kind, match=f"^{re.escape(message)}$")


# ------------------------------------------------------------------ counts


def test_votes_are_counted_by_hand(session):
    found = drafted(session, "Food", "no", 1)
    # "food" stands in 1 and 3; both have votes; on 1 "good" votes yes
    assert found.function == LabelingFunction(-1, "food", 1, 1)
    assert (found.n_votes, found.n_new, found.n_disputed, found.n_containing) == (2, 0, 1, 2)
    assert (found.coverage, found.radius, found.already) == (2 / 6, None, None)
    assert found.contradicts == (Shared(session.functions[0], 1),)
    assert found.duplicates == ()


def test_documents_that_nobody_votes_on_yet_are_new(empty):
    empty.add("good", "yes", document=0)
    found = drafted(empty, "film", "yes", 2)
    assert (found.n_votes, found.n_new, found.n_disputed) == (2, 1, 0)


def test_drafting_changes_nothing(session):
    events, state, models = session.events, session.state, session.models()
    for reach in (None, 10, 100):
        draft(session, models, "food", "no", 1, reach)
    assert (session.events, session.state) == (events, state)
    assert session.models() is models


def test_silent_functions_are_no_match(session):
    session.edit(0, enabled=False)
    found = drafted(session, "food", "no", 1)
    assert (found.n_new, found.n_disputed, found.contradicts) == (1, 0, ())


@pytest.mark.parametrize(
    ("pattern", "counted"),
    [("/f[io]/", (4, 0, 3, 4)), ('"good"', (3, 0, 3, 3)), ("music & !bad", (1, 0, 1, 1)), ("* & !film", (4, 0, 2, 4))],
)
def test_functions_of_other_kinds_are_drafted_too(session, pattern, counted):
    found = drafted(session, pattern, "no", 1)
    assert (found.n_votes, found.n_new, found.n_disputed, found.n_containing) == counted


def test_function_that_stands_is_told(session):
    assert drafted(session, "GOOD", "yes", 4).already == session.functions[0]
    assert drafted(session, "good", "no", 4).already is None
    session.edit(0, enabled=False)
    assert drafted(session, "good", "yes", 4).already == session.state.functions[0]


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (
            ("goood", "yes", 0),
            PrimitiveError,
            "No document contains 'goood'. Did you mean 'good'? Choose a word of the document.",
        ),
        (("good", "yess", 0), LabelError, "No class is called 'yess'. Did you mean 'yes'? There are: yes, no."),
        (("/x+/", "yes", 0), PrimitiveError, "No document fits '/x+/'. Look at what the texts contain, and mend it."),
        (("*", "yes", 0), PrimitiveError, "* fits every text. Say how far it reaches: a percentile below 100."),
        (
            ("good", "yes", 0, 200),
            InputError,
            "The reach is 200 percent of the texts; expected a number above 0 and up to 100.",
        ),
    ],
)
def test_what_cannot_be_written_cannot_be_drafted(session, arguments, kind, message):
    with refused(kind, message):
        drafted(session, *arguments)


# ------------------------------------------------------------------ beside other functions


def test_functions_that_it_contradicts_come_with_the_most_first(session):
    session.add("/o/", "no", document=1)  # good, food: 0, 1, 3 and 4
    found = drafted(session, "/d/", "yes", 1)  # everything with a d: 0 to 5
    assert found.contradicts == (Shared(session.functions[3], 4), Shared(session.functions[1], 3))
    assert found.n_disputed == 6
    found = drafted(session, "film", "no", 0)
    assert found.contradicts == (Shared(session.functions[2], 2), Shared(session.functions[0], 1))


def test_functions_on_the_same_documents_are_duplicates():
    # each word stands in the first so many of ten texts
    words = {"ten": 10, "nine": 9, "eight": 8, "seven": 7}
    texts = [" ".join(word for word, n in words.items() if place < n) + " text" for place in range(10)]
    session = Session(Corpus.from_texts([*texts, "another text"]), labels=["yes", "no"])
    for word in ("nine", "eight", "seven"):
        session.add(word, "yes", document=0)
    session.add("text & ten", "no", document=0)
    nine, eight, *_ = session.functions
    assert drafted(session, "ten", "yes", 0).duplicates == (Shared(nine, 9), Shared(eight, 8))  # 8/10, and 7/10 not
    # all of what "eight" votes on is in what "text" would vote on, but of that it is 8/11 only
    assert drafted(session, "text", "yes", 0).duplicates == (Shared(nine, 9),)  # 9/11
    assert drafted(session, "ten", "no", 0).duplicates == (Shared(session.functions[3], 10),)


# ------------------------------------------------------------------ near and far


def lined():
    """Texts the farther from the first, the later they stand; all of one length and of words in two texts or more."""
    n = 10
    texts = [" ".join(["here"] + ["same"] * (n - place) + [f"other{place % 2}"] * place) for place in range(n)]
    return Session(Corpus.from_texts([*texts, "elsewhere text", "elsewhere text"]), labels=["yes", "no"])


def test_nearest_and_farthest_that_it_votes_on_and_the_first_it_does_not():
    session = lined()
    found = drafted(session, "here", "yes", 0, percentile=60)
    examples = session.engine.index.slices[0].features.toarray()
    away = 1 - examples @ examples[0]
    order = [document for document in np.argsort(away, kind="stable").tolist() if document < 10]
    inside = [document for document in order if away[document] <= np.percentile(away, 60)]
    assert 7 <= len(inside) < 10
    assert found.radius == pytest.approx(np.percentile(away, 60))
    assert (found.n_votes, found.n_containing) == (len(inside), 10)
    assert [one.document for one in found.nearest] == inside[1:4]  # its own example is no news
    assert [one.document for one in found.farthest] == inside[-3:]
    assert [one.document for one in found.outside] == [one for one in order if one not in inside][:3]
    for one in (*found.nearest, *found.farthest, *found.outside):
        assert one.distance == pytest.approx(away[one.document])
        assert one.votes == (one.document in inside)
        assert one.pieces[0] == Piece("here", found=True)
        assert one.label is None  # there is no end model


def test_few_documents_are_the_nearest_and_none_is_shown_twice(session):
    found = drafted(session, "film", "no", 0)
    assert ([one.document for one in found.nearest], found.farthest, found.outside) == ([2], (), ())
    found = drafted(session, "good", "no", 0)
    assert [one.document for one in found.nearest] == [1, 4]
    assert [one.label for one in found.nearest] == [0, 0]


def test_text_that_stands_twice_is_shown_once_and_that_of_its_example_not_at_all():
    texts = ["a good film", "good food", "a good film", "good food", "so good", "good food", "bad bad so"]
    found = drafted(Session(Corpus.from_texts(texts), labels=["yes", "no"]), "good", "yes", 0)
    assert sorted(one.document for one in found.nearest) == [1, 4]
    assert (found.n_votes, found.n_containing) == (6, 6)


def test_document_it_would_not_fit_is_measured_from_all_the_same(session):
    found = drafted(session, "music", "no", 0)
    assert [one.document for one in found.nearest] == [4, 5]
    assert [piece for piece in found.nearest[0].pieces if piece.found] == [Piece("music", found=True)]


def test_what_is_looked_for_elsewhere_than_in_the_text_is_not_marked():
    corpus = Corpus.from_texts(["a good film", "a bad film"], columns={"stars": ["5", "5"]})
    found = drafted(Session(corpus, labels=["yes", "no"]), "@stars=5", "yes", 0)
    assert found.nearest[0].pieces == (Piece("a bad film", found=False),)


def test_session_s_own_reach_is_taken_where_none_is_said(tiny):
    session = Session(tiny, labels=["yes", "no"], contextualizer=Contextualizer(percentile=30))
    found = drafted(session, "good", "yes", 0)
    assert (found.n_votes, found.n_containing) == (1, 3)
    assert [one.document for one in found.outside] == [1, 4]
    assert found.radius == session.neighbourhood("good", 0).radius
    everywhere = drafted(session, "good", "yes", 0, percentile=100)
    assert (everywhere.n_votes, everywhere.radius, everywhere.outside) == (3, None, ())


def test_distances_are_those_of_the_session_s_metric(tiny):
    session = Session(tiny, labels=["yes", "no"], contextualizer=Contextualizer(percentile=100, metric="euclidean"))
    found = drafted(session, "good", "yes", 0)
    features = session.engine.index.slices[0].features.toarray()
    assert [one.distance for one in found.nearest] == pytest.approx(
        [np.linalg.norm(features[one.document] - features[0]) for one in found.nearest]
    )


def test_what_is_drafted_is_what_writing_does(reviews):
    session = Session(reviews, contextualizer=Contextualizer(percentile=60))
    session.add("great", "positive", document=7)
    session.add("awful", "negative", document=3)
    for pattern, percentile in [("love", None), ("love", 20), ("/l[o]ve/i", 100), ("*", 5), ("film & !great", 50)]:
        found = drafted(session, pattern, "positive", 11, percentile)
        before = np.concatenate([np.diff(block.indptr) for block in session.models().votes])
        against = (session.label_matrix() == session.settings.code("negative")).any(axis=1)
        function = session.add(pattern, "positive", document=11, percentile=percentile)
        votes = session.label_matrix()[:, -1] >= 0
        assert (found.n_votes, found.n_new) == (votes.sum(), (votes & (before == 0)).sum())
        assert found.n_disputed == (votes & against).sum()
        assert found.coverage == votes.mean()
        assert found.radius == session.neighbourhood_of(function).radius
        session.undo()


# ------------------------------------------------------------------ how often it would be right


@pytest.mark.parametrize(
    ("believed", "n_right", "n_labeled"), [(0.8, 10, 10), (0.5, 0, 0), (0.25, 1, 8), (0.99, 0, 3), (0.1, 40, 40)]
)
def test_precision_is_a_beta_distribution(believed, n_right, n_labeled):
    found = Precision.of(believed, n_right, n_labeled)
    right, wrong = 10 * believed + n_right, 10 * (1 - believed) + n_labeled - n_right
    expected = stats.beta(right, wrong)
    assert found.mean == pytest.approx(expected.mean())
    assert (found.low, found.high) == pytest.approx(expected.ppf([0.05, 0.95]))
    assert expected.cdf(found.high) - expected.cdf(found.low) == pytest.approx(0.9)
    assert (found.n_right, found.n_labeled) == (n_right, n_labeled)


@pytest.mark.parametrize(("believed", "n_right", "mean"), [(0.0, 0, 0.0), (1.0, 5, 1.0)])
def test_precision_of_what_is_certain_is_a_number(believed, n_right, mean):
    found = Precision.of(believed, n_right, 5)
    assert found.mean == mean
    assert 0 <= found.low <= found.high <= 1


def test_precision_is_what_the_end_model_believes_and_what_a_person_said(session):
    session.label(4, "no")
    session.label(1, "yes")
    models = session.models()
    believed = models.predict(session.engine.index.slices[0].features)
    found = drafted(session, "good", "yes", 0)
    # votes on 0, 1 and 4; of these 0 is its own example, 1 was labeled yes and 4 no
    right, wrong = 10 * believed[[0, 1, 4], 0].mean() + 1, 10 * believed[[0, 1, 4], 1].mean() + 1
    assert found.precision == Precision(
        pytest.approx(right / (right + wrong)),
        *map(pytest.approx, stats.beta(right, wrong).ppf([0.05, 0.95])),
        n_labeled=2,
        n_right=1,
    )
    assert found.agreement == (believed[[0, 1, 4]].argmax(axis=1) == 0).mean()


def test_own_example_says_nothing_of_a_function(session):
    models = session.models()
    # "good" votes on 0, 1 and 4, of which 0 was labeled yes, on writing "good" there and "film"
    here = expected_precision(session, models, LabelingFunction(-1, "good", 0, 0), np.array([0, 1, 4]))
    there = expected_precision(session, models, LabelingFunction(-1, "good", 0, 1), np.array([0, 1, 4]))
    assert (here.n_labeled, there.n_labeled, there.n_right) == (0, 1, 1)
    assert here.mean < there.mean


def test_without_an_end_model_or_a_document_nothing_is_expected(empty, session):
    empty.add("good", "yes", document=0)
    found = drafted(empty, "film", "yes", 2)
    assert (found.precision, found.agreement) == (None, None)
    assert [one.label for one in found.nearest] == [None]
    function = session.functions[0]
    assert expected_precision(session, session.models(), function, np.array([], dtype=np.int64)) is None


def test_function_that_reaches_no_document_that_fits_it_would_vote_on_none():
    session = lined()
    session.add("here & same", "yes", document=0)
    session.add("elsewhere", "no", document=10)
    found = drafted(session, "here", "no", 10, percentile=10)
    assert (found.n_votes, found.coverage, found.agreement, found.precision) == (0, 0, None, None)
    assert (found.nearest, found.farthest, found.contradicts, found.duplicates) == ((), (), (), ())
    assert len(found.outside) == 3


def test_documents_of_a_function_are_numbered_over_all_slices(reviews, monkeypatch):
    whole = documents_of(Session(reviews), LabelingFunction(0, "great", 0, 7, 30))
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=110))
    session = Session(reviews)
    assert documents_of(session, LabelingFunction(0, "great", 0, 7, 30)).tolist() == whole.tolist()
    assert len(session.engine.index.slices) == 3


def test_in_place_of_a_function_it_is_compared_with_the_others():
    # "good" votes on 0, 1 and 4; in its place "music" would vote on 4 and 5, of which "bad" votes on 5
    texts = ["a good film", "good food", "a bad film", "bad food", "good music", "bad music"]
    session = Session(Corpus.from_texts(texts), labels=["yes", "no"])
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    beside, instead = (drafted(session, "music", "no", 4, instead=one) for one in (None, 0))
    assert (beside.n_new, beside.n_disputed, len(beside.contradicts)) == (0, 1, 1)
    assert (instead.n_new, instead.n_disputed, len(instead.contradicts)) == (1, 0, 0)
    assert drafted(session, "good", "yes", 0).already.number == 0
    assert drafted(session, "good", "yes", 0, instead=0).already is None
