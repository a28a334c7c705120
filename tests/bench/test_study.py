import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus, Session
from lamplighter.bench import METHODS, PROTOCOLS, UniformUser, parse_metric
from lamplighter.bench.study import (
    DEALT,
    PAPER,
    Course,
    HeldOut,
    Outcome,
    Study,
    Task,
    deal,
    follow,
    outcomes,
    plan_study,
    sessions,
    summarize,
)
from lamplighter.data import split
from lamplighter.exceptions import InputError, LabelError, OtherCorpusError, UnknownNameError
from lamplighter.session.events import Labeled, Learnt, Skipped, Suggested, Undone, Withdrawn, Written
from lamplighter.store import StampedEvent

NINE = datetime(2023, 5, 2, 9, tzinfo=UTC)

LABELS = ("negative", "positive")


# ---------------------------------------------------------------------- dealing


@given(methods=st.integers(1, 7), participants=st.integers(1, 40), seed=st.integers(0, 99), tasks=st.integers(1, 7))
def test_methods_are_dealt_equally_often_and_to_nobody_twice(methods, participants, seed, tasks):
    names = [f"m{number}" for number in range(methods)]
    taken = min(tasks, methods)
    hands = deal(names, participants, taken, np.random.default_rng(seed))
    assert [len(set(hand)) for hand in hands] == [taken] * participants
    counts = Counter(method for hand in hands for method in hand)
    assert max(counts.values()) - min(counts[name] for name in names) <= 1


def test_paper_s_count_gives_each_of_six_methods_five_people():
    hands = deal(list("abcdef"), 15, 2, np.random.default_rng(0))
    assert Counter(method for hand in hands for method in hand) == dict.fromkeys("abcdef", 5)  # 15 · 2 / 6


def test_same_seed_deals_the_same_and_another_one_deals_otherwise():
    first, again, other = (deal(DEALT, 15, 2, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_order_of_the_work_is_drawn_by_lot():
    hands = deal(["nemo", "us"], 400, 2, np.random.default_rng(0))
    assert sum(hand[0] == "nemo" for hand in hands) == pytest.approx(200, abs=40)  # 4 standard deviations of 10


@pytest.mark.parametrize(
    ("participants", "tasks", "message"),
    [
        (0, 1, "There are 0 participants; expected 1 or more."),
        (
            3,
            3,
            "Each participant is to do 3 tasks; expected 1 to 2: nobody works with one of the 2 methods twice.",
        ),
        (
            3,
            0,
            "Each participant is to do 0 tasks; expected 1 to 2: nobody works with one of the 2 methods twice.",
        ),
    ],
)
def test_counts_that_do_not_fit_are_told(participants, tasks, message):
    with pytest.raises(InputError) as told:
        deal(["nemo", "us"], participants, tasks, np.random.default_rng(0))
    assert str(told.value) == message


# ---------------------------------------------------------------------- the plan


def planned(corpus, **options):
    return plan_study(corpus, **{"gold": "class", "participants": 5, "iterations": 9, **options})


def test_names_of_projects_are_the_same_whatever_the_methods(reviews):
    first, second = planned(reviews, seed=0), planned(reviews, seed=1)
    assert [task.name for task in first.tasks] == [f"p{n:02}-{letter}" for n in range(1, 6) for letter in "ab"]
    assert [task.name for task in first.tasks] == [task.name for task in second.tasks]
    assert [task.method for task in first.tasks] != [task.method for task in second.tasks]
    assert first.counts == dict.fromkeys(DEALT, 2)  # 5 · 2 / 5


def test_plan_is_the_same_for_the_same_seed_and_survives_json(reviews):
    study = planned(reviews)
    assert planned(reviews) == study
    assert Study.from_json(json.loads(json.dumps(study.to_json()))) == study


def test_plan_holds_no_text_and_no_label_of_a_text(reviews):
    study = planned(reviews)
    written = json.dumps(study.to_json())
    assert not [text for text in reviews.texts if text[:20] in written]
    assert planned(replace(reviews, gold=reviews.gold[::-1])) == study  # it does not depend on who has which label


def test_documents_are_split_as_in_the_benchmark(reviews):
    study, parts = planned(reviews, seed=4), split(len(reviews), seed=4)
    assert study.test == tuple(parts.test)
    assert study.test_documents(reviews).texts == tuple(reviews.texts[place] for place in parts.test)
    for _, session in sessions(study, reviews):
        assert session.corpus.texts == tuple(reviews.texts[place] for place in parts.train)
        assert session.corpus.fingerprint == study.training


def test_participants_get_neither_gold_nor_ids(reviews):
    told = replace(reviews, ids=tuple(f"{label}_{number}" for number, label in enumerate(reviews.gold)))
    study = planned(told)
    for _, session in sessions(study, told):
        assert session.corpus.gold is None
        assert session.corpus.ids is None
    assert study == planned(reviews)


def test_each_task_has_the_session_of_its_method_and_lots_of_its_own(reviews):
    study = planned(reviews)
    begun = list(sessions(study, reviews))
    assert [task for task, _ in begun] == list(study.tasks)
    for task, session in begun:
        assert session.settings.strategy_name == METHODS[task.method].strategy
        assert session.settings.learner_name == METHODS[task.method].learner
        assert (session.settings.contextualizer is not None) == (task.method == "nemo")
        assert session.settings.seed == task.seed
        assert session.labels == study.labels == LABELS
    assert len({task.seed for task in study.tasks}) == len(study.tasks)


@pytest.mark.parametrize("method", DEALT)
def test_session_that_is_dealt_can_be_replayed_from_its_events(reviews, method):
    study = planned(reviews, methods=[method], tasks=1, participants=1)
    ((_, session),) = sessions(study, reviews)
    again = Session.replay(session.corpus, session.events)
    assert again.settings.to_json() == session.settings.to_json()


def test_protocol_that_knows_the_shares_of_the_classes_hands_them_over():
    texts = [f"{'good' if number % 4 else 'bad'} thing{number % 5}" for number in range(40)]
    corpus = Corpus.from_texts(texts, gold=["pos" if number % 4 else "neg" for number in range(40)])
    study = planned(corpus, protocol=PROTOCOLS["paper"], methods=["snorkel", "us"])
    assert study.class_balance == (10 / 40, 30 / 40)
    assert Study.from_json(json.loads(json.dumps(study.to_json()))) == study
    assert [session.settings.class_balance for _, session in sessions(study, corpus)] == [(0.25, 0.75)] * 10


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"methods": ["nemo", "iws-lse"]},
            (
                "iws-lse asks whether proposed functions are good, which the page cannot ask. Deal methods that ask for "
                "functions or labels, such as nemo, snorkel, snorkel-abs, snorkel-dis, us."
            ),
        ),
        (
            {"methods": ["implyloss-l", "nemo"]},
            (
                "implyloss-l is not dealt: as in the paper, it is computed from the functions that are written with "
                "snorkel. Deal that one."
            ),
        ),
        ({"methods": ["us", "nemo", "us"]}, "Methods are named twice: us. Name each once."),
        (
            {"protocol": PROTOCOLS["paper"]},
            (
                "nemo cannot be dealt with the protocol 'paper': it chooses among settings on labeled documents, which a "
                "project does not keep. Use the protocol 'product', or leave the method out."
            ),
        ),
        (
            {"protocol": PROTOCOLS["authors"], "methods": ["snorkel", "us"]},
            (
                "snorkel cannot be dealt with the protocol 'authors': it chooses among settings on labeled documents, "
                "which a project does not keep. Use the protocol 'product', or leave the method out."
            ),
        ),
        (
            {"methods": ["lamplighter", "no-bigrams"]},
            "no-bigrams cannot be dealt: in a study all methods learn from the same features.",
        ),
        ({"iterations": 2}, "With 2 iterations nothing is measured every 3; ask for 3 or more."),
        (
            {"iterations": 999},
            (
                "There are 240 different texts to work on, too few for 999 iterations. Ask for fewer, or hand in more "
                "texts."
            ),
        ),
    ],
)
def test_study_that_cannot_be_done_is_told(reviews, options, message):
    with pytest.raises(InputError) as told:
        planned(reviews, **options)
    assert str(told.value) == message


def test_method_that_there_is_not_is_told_with_a_hint(reviews):
    with pytest.raises(UnknownNameError, match=r"^No method is called 'nemmo'\. Did you mean 'nemo'\? There are: "):
        planned(reviews, methods=["nemmo", "us"])


@pytest.mark.parametrize("gold", [None, ("positive", None)])
def test_missing_gold_is_told(reviews, gold):
    known = gold and (gold * 150)
    with pytest.raises(InputError) as told:
        planned(replace(reviews, gold=known))
    assert str(told.value) == "A study needs the true label of every text. Name the column: --gold COLUMN."


def test_gold_that_is_none_of_the_labels_is_told_before_anything_is_dealt(reviews):
    with pytest.raises(LabelError, match=r"^The gold column has values that are none of the classes: 'negative' "):
        planned(reviews, labels=["positive", "neutral"])


@pytest.mark.parametrize("other", [["a b", "c d"], ["another text", *["good film"] * 299]])
def test_other_texts_than_it_was_dealt_from_are_told(reviews, other):
    with pytest.raises(InputError) as told:
        planned(reviews).test_documents(Corpus.from_texts(other, name="other.csv"))
    assert str(told.value) == (
        "The study was dealt from other texts than those of other.csv as it is now. Hand in reviews as it was then."
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "The study has the format 2; this version reads 1."),
        (
            {"tasks": None},
            (
                "This is no description of a study: 'NoneType' object is not iterable. Put back the study.json that was "
                "made with the projects."
            ),
        ),
        (
            None,
            (
                "This is no description of a study: 'format' is missing. Put back the study.json that was made with the "
                "projects."
            ),
        ),
    ],
)
def test_what_is_no_description_of_a_study_is_told(reviews, change, message):
    values = {} if change is None else {**planned(reviews).to_json(), **change}
    with pytest.raises(InputError) as told:
        Study.from_json(values)
    assert str(told.value) == message


# ---------------------------------------------------------------------- response times


def stamped(*timed):
    return [StampedEvent(NINE + timedelta(seconds=second), event) for second, event in timed]


def shown(document):
    return Suggested(document, 0.5, 1, 0)


def test_response_time_is_from_the_suggestion_to_the_answer_of_whatever_kind():
    events = stamped(
        (0, shown(7)),
        (10, Written(0, "good", 1, document=7)), (10, shown(2)),
        (13, Labeled(2, 0)), (13, shown(5)),
        (13.5, Learnt(2)),
        (20, Skipped(5)), (20, shown(6)),
    )  # fmt: skip
    assert follow(events, 30) == Course(ends=(1, 3, 6, 8), seconds=(10, 3, 7), n_skipped=1)


def test_time_of_an_answer_that_was_undone_is_added_to_that_of_the_one_that_stands():
    events = stamped(
        (0, shown(7)),
        (10, Skipped(7)), (10, shown(2)),
        (14, Undone()),  # document 7 is on screen again
        (16, Labeled(7, 1)), (16, shown(3)),
        (21, Labeled(3, 1)), (21, shown(4)),
    )  # fmt: skip
    course = follow(events, 30)
    assert course.seconds == (10 + 2, 21 - 16)
    assert course.n_skipped == 0
    assert course.ends == (
        1,
        6,
        8,
    )  # one document is answered until the next one is: the undo and its mending are in it
    assert course.n_answered == 2


def test_answer_that_was_undone_for_good_has_no_time():
    events = stamped((0, shown(7)), (10, Labeled(7, 1)), (10, shown(2)), (14, Labeled(2, 1)), (15, Undone()))
    assert follow(events, 30).seconds == (10,)


def test_withdrawing_is_no_iteration_and_does_not_stop_the_clock():
    events = stamped(
        (0, shown(7)),
        (10, Written(0, "good", 1, document=7)), (10, shown(2)),
        (12, Withdrawn(0)),
        (13, Undone()),
        (18, Labeled(2, 0)), (18, shown(3)),
    )  # fmt: skip
    assert follow(events, 30) == Course(ends=(1, 5, 7), seconds=(10, 8), n_skipped=0)


def test_document_answered_while_another_is_on_screen_counts_and_has_no_time():
    events = stamped((0, shown(7)), (4, Written(0, "good", 1, document=9)), (9, Labeled(7, 1)), (9, shown(2)))
    assert follow(events, 30) == Course(ends=(1, 2, 4), seconds=(9,), n_skipped=0)


def test_second_function_on_a_document_is_no_iteration():
    events = stamped(
        (0, shown(7)),
        (4, Written(0, "good", 1, document=7)), (4, shown(2)),
        (6, Written(1, "film", 1, document=7)),
        (9, Labeled(2, 1)), (9, shown(3)),
    )  # fmt: skip
    assert follow(events, 30) == Course(ends=(1, 4, 6), seconds=(4, 5), n_skipped=0)


def test_what_comes_after_the_last_iteration_is_not_looked_at():
    answers = [((4 * k, Labeled(k, 1)), (4 * k, shown(k + 1))) for k in range(1, 6)]
    events = stamped((0, shown(1)), *(pair for pairs in answers for pair in pairs))
    assert follow(events, 30).n_answered == 5
    assert follow(events, 3) == Course(ends=(1, 3, 5, 7), seconds=(4, 4, 4), n_skipped=0)


def test_project_that_nobody_opened_has_no_answers():
    assert follow([], 30) == Course(ends=(0,), seconds=(), n_skipped=0)
    assert follow([], 30).n_answered == 0


# ---------------------------------------------------------------------- scores


def worked(session, witness, n_answers, *, labels=False, seconds=5.0, seed=0):
    """Let a simulated person answer; every answer takes so many seconds."""
    user = UniformUser(witness, threshold=0.5, rng=np.random.default_rng(seed))
    for _ in range(n_answers):
        document = session.suggest().document
        answer = None if labels else user.answer(session.suggest())
        if labels:
            session.label(document, user.label(document))
        elif answer is None:
            session.skip()
        else:
            session.add(*answer)
    times, now = [], NINE
    for event in session.events:
        if isinstance(event, (Written, Labeled, Skipped)):
            now += timedelta(seconds=seconds)
        times.append(StampedEvent(now, event))
    return times


@pytest.fixture(scope="module")
def witness(reviews):
    return Session(reviews.subset(split(len(reviews), seed=0).train)).prepare()


@pytest.fixture(scope="module")
def study(reviews):
    return planned(reviews, participants=4, tasks=2, methods=["nemo", "snorkel", "us"])


@pytest.fixture(scope="module")
def held_out(reviews, study, witness):
    measured = HeldOut(study, witness.corpus, study.test_documents(reviews), parse_metric("accuracy", LABELS))
    yield measured
    measured.close()


def task_of(study, method):
    return next(task for task in study.tasks if task.method == method)


def session_of(study, reviews, task):
    return next(session for other, session in sessions(study, reviews) if other == task)


@pytest.mark.parametrize("method", ["nemo", "us"])
def test_curve_is_what_the_session_itself_predicted_after_every_three_answers(
    reviews, study, witness, held_out, method
):
    task = task_of(study, method)
    session = session_of(study, reviews, task)
    test = study.test_documents(reviews)
    expected = {}
    for answers in (3, 6, 9):
        events = worked(session, witness, 3, labels=method == "us", seed=answers + 1)
        classes = session.models().predict(session.engine.index.transform(test.texts)).argmax(axis=1)
        right = sum(LABELS[code] == gold for code, gold in zip(classes, test.gold, strict=True))
        expected[answers] = right / 30
    (outcome,) = outcomes(study, task, events, held_out)
    assert outcome.curve == pytest.approx(expected)
    assert outcome.score == pytest.approx(sum(expected.values()) / 3)
    assert len(set(expected.values())) > 1


def test_implyloss_is_computed_from_the_functions_written_with_snorkel(reviews, study, witness, held_out):
    task = task_of(study, "snorkel")
    session = session_of(study, reviews, task)
    events = worked(session, witness, 9)
    own, computed = outcomes(study, task, events, held_out)
    assert (own.method, computed.method) == ("snorkel", "implyloss-l")
    assert own.course == computed.course

    joint = Session(session.corpus, labels=LABELS, strategy="random", learner="implyloss")
    for function in session.functions:
        joint.add(function.primitive, LABELS[function.label], function.document)
    truth = [LABELS.index(label) for label in study.test_documents(reviews).gold]
    predicted = joint.models().predict(held_out.features).argmax(axis=1)
    assert computed.curve[9] == np.mean(predicted == truth)
    assert computed.curve != own.curve


def test_unfinished_task_is_measured_as_far_as_it_goes(reviews, study, witness, held_out):
    task = task_of(study, "us")
    events = worked(session_of(study, reviews, task), witness, 5, labels=True)
    (outcome,) = outcomes(study, task, events, held_out)
    assert list(outcome.curve) == [3]
    assert outcome.course.n_answered == 5


def test_without_held_out_documents_there_are_times_only(reviews, study, witness):
    task = task_of(study, "us")
    events = worked(session_of(study, reviews, task), witness, 9, labels=True, seconds=2.5)
    (outcome,) = outcomes(study, task, events, None)
    assert (outcome.curve, outcome.score) == ({}, None)
    assert outcome.course.seconds == (2.5,) * 9


def test_project_of_another_task_or_of_other_texts_is_told(reviews, study):
    first, second = study.tasks[:2]
    session = session_of(study, reviews, second)
    others = Session(reviews, labels=LABELS, random_state=first.seed)
    for events in ([], session.events, others.events):
        with pytest.raises(OtherCorpusError) as told:
            outcomes(study, first, [StampedEvent(NINE, event) for event in events], None)
        assert str(told.value) == (
            "The project of p01-a is not the one that was dealt: it was made for other texts, or for another task. Put "
            "the right one back."
        )


def test_held_out_documents_without_a_true_label_are_told(study, witness, reviews):
    test = study.test_documents(reviews)
    for gold in (None, (None, *test.gold[1:])):
        with pytest.raises(InputError) as told:
            HeldOut(study, witness.corpus, replace(test, gold=gold), parse_metric("accuracy", LABELS))
        assert str(told.value) == "A study needs the true label of every text. Name the column: --gold COLUMN."


# ---------------------------------------------------------------------- the table


def outcome(participant, method, seconds, curve, skipped=0):
    ends = tuple(range(1, 2 * len(seconds) + 2, 2))
    return Outcome(Task("p", participant, method, 0), method, Course(ends, seconds, skipped), curve)


def test_table_has_means_medians_and_spreads_between_participants():
    found = [
        outcome(1, "nemo", (1.0, 2.0, 9.0), {3: 0.4, 6: 0.6}, skipped=1),  # score 1/2, own median 2
        outcome(2, "nemo", (4.0, 5.0, 3.0), {3: 0.6, 6: 0.8}),  # score 7/10, own median 4
        outcome(2, "us", (1.0,), {3: 0.9}),
    ]
    rows = {row.method: row for row in summarize(found)}
    nemo = rows["nemo"]
    assert (nemo.participants, nemo.answers, nemo.skipped) == (2, 6, 1)
    assert nemo.score == pytest.approx((1 / 2 + 7 / 10) / 2)
    assert nemo.score_std == pytest.approx(0.2 / 2**0.5)  # two values that differ by 0.2, one less below
    assert nemo.seconds == 7 / 2  # of 1, 2, 3, 4, 5, 9
    assert nemo.seconds_std == pytest.approx(2 / 2**0.5)
    assert (nemo.paper_score, nemo.paper_seconds) == (0.7473, 14.42)
    assert (rows["us"].score, rows["us"].score_std, rows["us"].seconds_std) == (0.9, None, None)


def test_one_long_pause_hardly_moves_the_median():
    calm = summarize([outcome(1, "nemo", (4.0, 5.0, 6.0, 7.0, 8.0), {})])[0]
    paused = summarize([outcome(1, "nemo", (4.0, 5.0, 6.0, 7.0, 36_000.0), {})])[0]
    assert calm.seconds == paused.seconds == 6.0


def test_table_has_the_paper_s_methods_in_its_order_then_others():
    rows = summarize([outcome(1, "zebra", (1.0,), {}), outcome(1, "us", (1.0,), {})])
    assert [row.method for row in rows] == [*PAPER, "zebra"]
    nobody = rows[-2]
    assert (nobody.method, nobody.participants, nobody.score, nobody.seconds) == ("iws-lse", 0, None, None)
    assert (nobody.paper_score, nobody.paper_seconds) == (0.5971, 6.73)
    assert (rows[-1].paper_score, rows[-1].paper_seconds) == (None, None)
