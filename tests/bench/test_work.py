"""Runs that are worked off, stopped, and gone on with."""

import _thread
import multiprocessing
import os
import re
import signal
from dataclasses import replace

import polars as pl
import pytest

from lamplighter.bench import work
from lamplighter.bench.plan import Request, plan
from lamplighter.bench.runs import Results
from lamplighter.bench.users import Lexicon
from lamplighter.bench.work import run_all
from lamplighter.exceptions import StoppedError

RUNS = plan(
    Request(methods=["snorkel", "us", "nemo"], datasets=["amazon", "sms"], protocols=["product"], seeds=1)
)  # fmt: skip


def ignored(run):
    """Is told of runs that are done."""


def outcomes(site, runs=RUNS):
    """Give all that came of runs but for the seconds they took."""
    results = Results(site.results)
    tables = [results.curves(runs), results.summaries(runs).drop("seconds"), results.quartiles(runs)]
    return [table.to_dicts() for table in tables]


@pytest.fixture(scope="module")
def whole(data, tmp_path_factory):
    """What comes of all runs in one go, in this process."""
    conditions = work.Conditions(iterations=4, every=2, fingerprint="", version="")
    site = work.Site(data, tmp_path_factory.mktemp("whole"), {"amazon": conditions, "sms": conditions})
    told = []
    run_all(RUNS, site, told=told.append)
    assert told == RUNS
    return outcomes(site)


def test_every_run_leaves_a_curve_and_what_it_cost(whole):
    curves, summaries, _ = whole
    assert [(row["dataset"], row["method"], row["iteration"]) for row in curves] == [
        (run.dataset, run.method, iteration) for run in sorted(RUNS) for iteration in (2, 4)
    ]
    assert {(row["dataset"], row["metric"]) for row in curves} == {("amazon", "accuracy"), ("sms", "f1:spam")}
    assert all(0 <= row["value"] <= 1 for row in curves)
    assert {row["method"]: row["functions"] for row in summaries} == {"nemo": 4, "snorkel": 4, "us": 0}
    assert {row["documents"] for row in summaries} == {4}


def test_functions_on_random_documents_are_measured_by_distance(whole):
    rows = whole[2]
    assert [(row["dataset"], row["quartile"]) for row in rows] == [
        (dataset, quarter) for dataset in ("amazon", "sms") for quarter in (1, 2, 3, 4)
    ]
    assert {row["functions"] for row in rows} == {4}


@pytest.mark.parametrize("done", [1, 2, 5])
def test_interrupted_runs_go_on_where_they_were(site, whole, done):
    told = []

    def interrupt(run):
        told.append(run)
        if len(told) == done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(RUNS, site, told=interrupt)
    assert told == RUNS[:done]
    assert site.missing(RUNS) == RUNS[done:]
    rest = []
    run_all(site.missing(RUNS), site, told=rest.append)
    assert rest == RUNS[done:]
    assert outcomes(site) == whole


def test_outcome_that_was_cut_short_is_had_again(site, whole):
    run_all(RUNS, site, told=ignored)
    place = site.results / RUNS[1].file
    place.write_bytes(place.read_bytes()[:100])
    assert site.missing(RUNS) == [RUNS[1]]
    run_all(site.missing(RUNS), site, told=ignored)
    assert site.missing(RUNS) == []
    assert outcomes(site) == whole


@pytest.mark.parametrize("changed", [{"iterations": 6}, {"fingerprint": "other"}, {"version": "9"}], ids=str)
def test_runs_under_other_conditions_are_had_anew(site, changed):
    run_all(RUNS[:2], site, told=ignored)
    conditions = {**site.conditions, "amazon": replace(site.conditions["amazon"], **changed)}
    assert replace(site, conditions=conditions).missing(RUNS[:2]) == RUNS[:2]
    assert site.missing(RUNS[:2]) == []


def test_runs_of_one_split_share_one_index(site, monkeypatch):
    prepared, prepare = [], work.prepare_materials

    def watched(*arguments, **options):
        prepared.append(arguments[3:5])
        return prepare(*arguments, **options)

    monkeypatch.setattr(work, "prepare_materials", watched)
    run_all(RUNS, site, told=ignored)
    assert [(protocol.name, seed) for protocol, seed in prepared] == [
        ("product", 0),
        ("product", 0),
    ]  # of two data sets


# ---------------------------------------------------------------------- several processes


def test_outcomes_do_not_depend_on_the_number_of_processes(site, whole):
    told = []
    run_all(RUNS, site, jobs=2, told=told.append)
    assert sorted(told) == sorted(RUNS)
    assert outcomes(site) == whole
    assert not multiprocessing.active_children()


def many(seeds):
    return plan(Request(methods=["nemo", "snorkel", "us"], datasets=["amazon"], protocols=["product"], seeds=seeds))


def test_interrupt_stops_all_processes_and_keeps_what_is_done(site):
    told = []

    def interrupt(run):
        told.append(run)
        if len(told) == 1:
            _thread.interrupt_main()

    with pytest.raises(KeyboardInterrupt):
        run_all(many(60), site, jobs=2, told=interrupt)
    assert len(told) <= 180 - len(site.missing(many(60))) <= len(told) + 2
    assert not multiprocessing.active_children()
    assert 0 < len(site.missing(many(60))) < 180


def test_process_that_is_ended_from_outside_is_told(site):
    def kill(run):
        for child in multiprocessing.active_children()[:1]:
            os.kill(child.pid, signal.SIGKILL)

    message = (
        "A process was ended from outside, perhaps for want of memory. The runs that were done are kept: the same command "
        "goes on from there; --jobs 1 needs the least memory."
    )
    with pytest.raises(StoppedError, match=f"^{re.escape(message)}$"):
        run_all(many(60), site, jobs=2, told=kill)
    assert not multiprocessing.active_children()
    assert 0 < len(site.missing(many(60))) < 180


# ---------------------------------------------------------------------- runs that fail


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_that_fails_says_which_it_was_and_the_others_are_kept(site, tmp_path, jobs):
    folder = tmp_path / "poor"
    folder.mkdir()
    texts = [f"text{number} {'good' if number % 2 else 'bad'}" for number in range(40)]
    pl.DataFrame({"text": texts, "label": ["ham", "spam"] * 20}).write_parquet(folder / "sms.parquet")
    runs = plan(Request(methods=["us", "iws-lse", "snorkel"], datasets=["sms"], protocols=["product"], seeds=1))
    runs.sort(key=lambda run: ["us", "iws-lse", "snorkel"].index(run.method))
    message = (
        "sms, product, iws-lse, seed 0: No word stands in at least 10 documents and in at most 20% of them, so none can be "
        "proposed."
    )
    poor = replace(site, data=folder)
    with pytest.raises(StoppedError, match=f"^{re.escape(message)}$"):
        run_all(runs, poor, jobs=jobs, told=ignored)
    assert [run.method for run in poor.missing(runs)] == ["iws-lse", "snorkel"]


def test_data_set_that_is_too_small_is_named(site, tmp_path):
    pl.DataFrame({"text": ["good", "bad"], "label": ["ham", "spam"]}).write_csv(tmp_path / "sms.csv")
    message = (
        "sms: 2 documents are too few to be split into training, validation and test: at least 10 are needed."
    )  # fmt: skip
    with pytest.raises(StoppedError, match=f"^{re.escape(message)}$"):
        run_all(RUNS[3:], replace(site, data=tmp_path), told=ignored)


def test_user_has_the_threshold_of_the_run(site, monkeypatch):
    users, begin = [], work.interview_of

    def watched(method, materials, user):
        users.append(user)
        return begin(method, materials, user)

    monkeypatch.setattr(work, "interview_of", watched)
    run_all([replace(RUNS[1], threshold=threshold) for threshold in (0.7, 0.5)], site, told=ignored)
    assert [user.threshold for user in users] == [0.7, 0.5]


def test_outcome_of_another_word_list_is_not_taken_for_done(site, data):
    runs = [replace(RUNS[0], user="lexicon"), RUNS[1]]
    first, other = (replace(site, words=Lexicon.from_entries([(word, 1), ("bad", -1)])) for word in ("good", "lovely"))
    run_all(runs, first, told=ignored)
    assert first.missing(runs) == []
    assert other.missing(runs) == runs[:1]  # the other person knows no list
