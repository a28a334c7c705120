"""The figures every face shows.

::

    document  text         gold   "good"→yes  "bad"→no  "film"→yes
    0         a good film  yes    yes         -         yes
    1         good food    yes    yes         -         -
    2         a bad film   no     -           no        yes
    3         bad food     -      -           no        -
    4         good music   no     yes         -         -
    5         bad music    no     -           no        -
"""

from dataclasses import replace
from math import log

import polars as pl
import pytest

from lamplighter import Contextualizer, Session
from lamplighter.session.events import Learnt
from lamplighter.session.summary import conflict_counts, functions, progress

GOLD = ("yes", "yes", "no", None, "no", "no")


def written(corpus, **settings):
    session = Session(corpus, labels=["yes", "no"], **settings)
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.add("film", "yes", document=0)
    return session


@pytest.fixture
def session(tiny):
    return written(replace(tiny, gold=GOLD))


def test_table_has_snorkel_s_columns_and_numbers(session):
    assert session.lf_summary().to_dict(as_series=False) == {
        "name": ["good → yes", "bad → no", "film → yes"],
        "j": [0, 1, 2],
        "Polarity": [[0], [1], [0]],
        "Coverage": [3 / 6, 3 / 6, 2 / 6],
        "Overlaps": [1 / 6, 1 / 6, 2 / 6],  # documents 0; 2; 0 and 2
        "Conflicts": [0 / 6, 1 / 6, 1 / 6],  # document 2
        "Correct": [2, 2, 1],  # 0, 1; 2, 5 (nobody knows of 3); 0
        "Incorrect": [1, 0, 1],  # 4; none; 2
        "Emp. Acc.": [2 / 3, 2 / 2, 1 / 2],
    }


def test_without_gold_the_table_judges_nobody(tiny):
    table = written(tiny).lf_summary()
    assert table.columns == ["name", "j", "Polarity", "Coverage", "Overlaps", "Conflicts"]
    assert table.height == 3


def test_without_functions_the_table_has_its_columns_and_no_row(tiny):
    table = Session(tiny, labels=["yes", "no"]).lf_summary()
    assert table.height == 0
    assert table.schema == written(tiny).lf_summary().schema
    assert table.schema["Polarity"] == pl.List(pl.Int64)


def test_function_that_gold_cannot_judge_has_no_accuracy(tiny):
    session = Session(replace(tiny, gold=(None,) * 5 + ("yes",)), labels=["yes", "no"])
    session.add("good", "yes", document=0)
    assert session.lf_summary()["Emp. Acc."].to_list() == [None]


def test_table_is_of_the_present_functions(session):
    session.withdraw(0)
    table = session.lf_summary()
    assert table["name"].to_list() == ["bad → no", "film → yes"]
    assert table["Overlaps"].to_list() == [1 / 6, 1 / 6]


@pytest.mark.parametrize("latest", [1, 2, 3, 5])
def test_latest_functions_are_summarised_as_among_all(session, latest):
    every = functions(session)
    assert functions(session, latest=latest) == every[-latest:]
    assert [one.conflicts for one in every] == [0 / 6, 1 / 6, 1 / 6]  # "bad" is compared, also where it is not listed


def test_functions_know_their_lineage(session):
    summary = functions(session)[1]
    assert (summary.id, summary.primitive, summary.label, summary.document) == (1, "bad", "no", 2)
    assert (summary.excerpt, summary.radius, summary.written_at_step) == ("a bad film", None, 2)
    assert (summary.n_votes, summary.n_containing) == (3, 3)


def test_functions_near_their_document_know_their_radius_and_what_lies_beyond(tiny):
    # from document 0: itself 0, "a bad film" nearer than "good food" and "good music", for film is rarer than good; the
    # 30th percentile of six lies halfway between the second and the third
    summary = functions(written(tiny, contextualizer=Contextualizer(percentile=30)))[0]
    good, film = (log(7 / 4) + 1) ** 2, (log(7 / 3) + 1) ** 2
    second, third = 1 - film / (good + film), 1 - good / (good + film)
    assert summary.radius == pytest.approx((second + third) / 2)
    assert (summary.n_votes, summary.n_containing, summary.coverage) == (1, 3, 1 / 6)


def test_progress_in_shares_of_the_documents(tiny):
    session = written(replace(tiny, gold=GOLD), learner="two-stage")  # whose class balance is counted
    session.label(5, "no")
    session.skip(3)
    summary = progress(session, session.models())
    assert (summary.n_functions, summary.n_labels, summary.n_skipped) == (3, 3, 1)  # of documents 0, 2 and 5
    assert (summary.coverage, summary.conflict) == (6 / 6, 1 / 6)
    # shares of the votes on each document: yes 1, 1, 1/2, 0, 1, 0
    assert summary.votes_balance == pytest.approx({"yes": 7 / 12, "no": 5 / 12})
    # one yes, two no, two imagined of each
    assert summary.believed_balance == pytest.approx({"yes": 3 / 7, "no": 4 / 7})
    assert (summary.balance_source, summary.notes) == ("estimated", ())
    assert sum(summary.predicted_balance.values()) == pytest.approx(1)
    assert 1 / 2 < summary.confidence <= 1


def test_without_a_model_there_is_no_confidence(tiny):
    """That of the class balance, which stands in for predictions, is nothing that a model is sure of."""
    session = Session(tiny, labels=["yes", "no"])
    assert progress(session, session.models()).confidence is None
    session.add("good", "yes", document=0)
    summary = progress(session, session.models())
    assert (summary.confidence, summary.histogram) == (None, ())


def test_sentences_write_shares_as_the_page_does(session):
    state, models = session.state, session.models()
    curve = (Learnt(1, 0.6, 0.6), Learnt(20, 0.9996, 0.9))
    go_on = progress(session, models, replace(state, curve=curve)).enough
    assert go_on == "Go on: the model is >99.9\u202f% right against gold, 40.0 points more than 10 answers ago."
    curve = (Learnt(1, 0.634, 0.6), Learnt(20, 0.63, 0.6))
    assert "(−0.4 points)" in progress(session, models, replace(state, curve=curve)).enough


def test_balance_that_is_believed_is_the_one_that_predictions_were_matched_to(session):
    session.label(5, "no")
    models = session.models()
    summary = progress(session, models)
    assert summary.believed_balance == dict(zip(["yes", "no"], models.classifier.class_balance, strict=True))
    assert summary.believed_balance != pytest.approx(dict(zip(["yes", "no"], session.class_balance(), strict=True)))
    assert summary.balance_source == "estimated"
    # what does not depend on the learner
    assert (summary.coverage, summary.conflict) == (6 / 6, 1 / 6)
    assert summary.votes_balance == pytest.approx({"yes": 7 / 12, "no": 5 / 12})
    assert sum(summary.predicted_balance.values()) == pytest.approx(1)


def test_before_there_is_a_model_the_balance_that_is_believed_is_the_one_that_is_counted(tiny):
    session = Session(tiny, labels=["yes", "no"])
    session.label(5, "no")
    assert progress(session, session.models()).believed_balance == pytest.approx({"yes": 2 / 5, "no": 3 / 5})


def test_progress_says_which_classes_are_wanting(tiny):
    session = Session(tiny, labels=["yes", "no", "maybe"], class_balance=[0.5, 0.25, 0.25])
    assert progress(session, session.models()).notes == (
        "There is no model until functions vote for two classes: write a function, for yes or no or maybe.",
    )
    session.add("good", "yes", document=0)
    assert progress(session, session.models()).notes == (
        "There is no model until functions vote for two classes: write another function, for no or maybe.",
    )
    session.add("bad", "no", document=2)
    summary = progress(session, session.models())
    assert summary.notes == ("No function votes for maybe yet, so nothing is predicted as maybe.",)
    assert summary.predicted_balance["maybe"] == 0


def test_progress_says_where_the_answers_speak_against_a_given_balance(tiny):
    session = Session(tiny, labels=["yes", "no"], class_balance=[0.95, 0.05])
    given = progress(session, session.models())
    assert (given.balance_source, given.believed_balance) == ("given", {"yes": 0.95, "no": 0.05})
    session.add("good", "yes", document=0)
    session.add("bad", "no", document=2)
    session.add("film", "no", document=2)
    found = progress(session, session.models())
    assert found.balance_source == "estimated"
    (note,) = found.notes
    assert note == (
        "You gave 'no' a share of 5.0\u202f%; by the texts and your answers it is rather 50\u202f%. Predictions follow the latter, so look whether "
        "the given share is right."
    )


def test_before_there_is_a_model_nothing_is_predicted(tiny):
    session = Session(tiny, labels=["yes", "no"])
    summary = progress(session, session.models())
    assert summary.predicted_balance == {"yes": 0, "no": 0}
    assert summary.votes_balance == {"yes": 0, "no": 0}
    assert (summary.coverage, summary.conflict) == (0, 0)


# ------------------------------------------------------------------ silent functions, and which contradict which


def test_silent_function_is_compared_as_if_it_voted(session):
    session.edit(2, enabled=False)
    rows = functions(session)
    assert [(row.id, row.enabled) for row in rows] == [(0, True), (1, True), (2, False)]
    assert [row.n_votes for row in rows] == [3, 3, 2]
    # among those that vote nothing overlaps; "film" would, with each of them, and contradict "bad" on document 2
    assert [row.overlaps for row in rows] == [0, 0, 2 / 6]
    assert [row.conflicts for row in rows] == [0, 0, 1 / 6]
    assert [(row.correct, row.incorrect) for row in rows] == [(2, 1), (2, 0), (1, 1)]


def test_silent_functions_are_not_compared_with_one_another(session):
    session.edit(0, enabled=False)
    session.edit(2, enabled=False)
    rows = functions(session)
    assert [row.overlaps for row in rows] == [0, 0, 1 / 6]  # of "film" with "bad", not with "good"


def test_where_all_are_silent_each_is_alone(session):
    for function in session.functions:
        session.edit(function, enabled=False)
    assert [(row.n_votes, row.overlaps) for row in functions(session)] == [(3, 0), (3, 0), (2, 0)]


def test_table_of_votes_leaves_silent_functions_out(session):
    session.edit(1, enabled=False)
    table = session.lf_summary()
    assert (table["name"].to_list(), table["j"].to_list()) == (["good → yes", "film → yes"], [0, 1])


def test_functions_that_contradict_one_another_are_counted_by_document(session):
    # "bad" says no of document 2, of which "film" says yes; "good" and "film" agree on document 0
    assert conflict_counts(session).tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    session.edit(1, enabled=False)  # counted as if it voted
    assert conflict_counts(session).tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    session.add("good", "no", document=1)
    assert conflict_counts(session).tolist() == [[0, 0, 0, 3], [0, 0, 1, 0], [0, 1, 0, 1], [3, 0, 1, 0]]


def test_without_functions_nothing_contradicts(tiny):
    assert conflict_counts(Session(tiny, labels=["yes", "no"])).tolist() == []


def test_function_from_elsewhere_has_no_excerpt(session):
    session.bring([("music", "no")])
    row = functions(session)[-1]
    assert (row.primitive, row.document, row.excerpt, row.radius, row.n_votes) == ("music", None, "", None, 2)


def test_function_of_another_kind_is_shown_where_it_fits(session):
    session.add("/f[io]\\w+/", "yes", document=1)
    session.add("good & !film", "yes", document=1)
    session.add("* & music", "no", document=0)
    assert [row.excerpt for row in functions(session)[3:]] == ["good food", "good food", "a good film"]


def test_precision_is_expected_where_there_are_models(session):
    rows = functions(session, session.models())
    assert functions(session)[0].precision is None
    assert [(row.precision.n_labeled, row.precision.n_right) for row in rows] == [(0, 0), (0, 0), (1, 0)]
    assert all(0 < row.precision.low < row.precision.mean < row.precision.high < 1 for row in rows)
