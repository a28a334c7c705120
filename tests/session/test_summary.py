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
from lamplighter.exceptions import LabelError, PrimitiveError
from lamplighter.session.summary import draft, functions, progress

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
    assert (summary.balance_source, summary.predicted_balance["maybe"]) == ("given", 0)


def test_before_there_is_a_model_nothing_is_predicted(tiny):
    session = Session(tiny, labels=["yes", "no"])
    summary = progress(session, session.models())
    assert summary.predicted_balance == {"yes": 0, "no": 0}
    assert summary.votes_balance == {"yes": 0, "no": 0}
    assert (summary.coverage, summary.conflict) == (0, 0)


def test_draft_says_what_a_function_would_do_and_changes_nothing(session):
    events = session.events
    summary = draft(session, "Food", "no", 1)
    # "food" stands in 1 and 3; both have votes; on 1 "good" votes yes
    assert (summary.primitive, summary.n_votes, summary.n_new, summary.n_disputed) == ("food", 2, 0, 1)
    assert (summary.n_containing, summary.already) == (2, None)
    assert session.events == events


def test_draft_counts_documents_that_nobody_votes_on_yet(tiny):
    session = Session(tiny, labels=["yes", "no"])
    session.add("good", "yes", document=0)
    summary = draft(session, "film", "yes", 2)
    assert (summary.n_votes, summary.n_new, summary.n_disputed) == (2, 1, 0)


def test_draft_of_a_function_that_stands_says_so(session):
    assert draft(session, "GOOD", "yes", 4).already == "“good” votes yes already."


def test_draft_refuses_what_writing_would(session):
    with pytest.raises(PrimitiveError, match=r"^No document contains 'goood'\. Did you mean 'good'\? Choose a word"):
        draft(session, "goood", "yes", 0)
    with pytest.raises(LabelError, match=r"^No class is called 'yess'\. Did you mean 'yes'\? There are: yes, no\.$"):
        draft(session, "good", "yess", 0)
