import json
import re
from dataclasses import asdict, replace

import pytest

from lamplighter.bench.quartiles import Quartile
from lamplighter.bench.runs import Conditions, Outcome, Results, Run
from lamplighter.bench.trials import Trial
from lamplighter.exceptions import FileError

RUN = Run("sms", "paper", "uniform", 0.5, "snorkel", 3)
CONDITIONS = Conditions(iterations=10, every=5, fingerprint="f00", version="0.1")
TRIAL = Trial({5: 0.25, 10: 0.75}, 1.5, 9, 10, "At 1 of 2 measurements: Too few.")
QUARTILES = (
    Quartile(1, 9, 0.5, 0.75),
    Quartile(2, 9, 0.25, None),
    Quartile(3, 9, 0.0, None),
    Quartile(4, 9, 0.0, None),
)
OUTCOME = Outcome(RUN, "f1:spam", TRIAL, QUARTILES)


@pytest.fixture
def results(tmp_path):
    return Results(tmp_path / "runs")


@pytest.fixture
def kept(results):
    results.keep(OUTCOME, CONDITIONS)
    return results


def test_place_of_an_outcome_names_all_that_makes_it(results):
    assert RUN.file == "sms/paper/uniform-0.5/snorkel-3.json"
    others = [replace(RUN, **{name: value}) for name, value in asdict(RUN, dict_factory=_others).items()]
    assert len({RUN.file, *(other.file for other in others)}) == 7
    assert str(RUN) == "sms, paper, snorkel, seed 3"


def _others(items):
    return {name: value + 1 if isinstance(value, (int, float)) else f"{value}x" for name, value in items}


def test_outcome_is_kept_whole_and_alone(kept):
    assert [path.relative_to(kept.folder).as_posix() for path in kept.folder.rglob("*.*") if path.is_file()] == [
        RUN.file
    ]
    assert json.loads((kept.folder / RUN.file).read_bytes()) == {
        "run": {
            "dataset": "sms",
            "protocol": "paper",
            "user": "uniform",
            "threshold": 0.5,
            "method": "snorkel",
            "seed": 3,
        },
        "conditions": {"iterations": 10, "every": 5, "fingerprint": "f00", "version": "0.1", "words": ""},
        "metric": "f1:spam",
        "trial": {
            "curve": {"5": 0.25, "10": 0.75},
            "seconds": 1.5,
            "functions": 9,
            "documents": 10,
            "note": "At 1 of 2 measurements: Too few.",
        },
        "quartiles": [asdict(quartile) for quartile in QUARTILES],
    }


def test_run_is_done_under_its_very_conditions(kept):
    assert kept.has(RUN, CONDITIONS)


@pytest.mark.parametrize(
    "changed", [{"iterations": 20}, {"every": 2}, {"fingerprint": "ba5"}, {"version": "0.2"}], ids=lambda value: next(iter(value))
)  # fmt: skip
def test_run_under_other_conditions_is_not_done(kept, changed):
    assert not kept.has(RUN, replace(CONDITIONS, **changed))


def test_other_run_is_not_done(kept):
    assert not kept.has(replace(RUN, seed=4), CONDITIONS)
    assert kept.curves([replace(RUN, seed=4)]).height == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"run": {"dataset": "sms", "pro',
        b"[1, 2]",
        b"null",
        b"{}",
        b"\xff\xfe",
        json.dumps({"run": {**asdict(RUN), "threshold": 0.5000001}}).encode(),
        json.dumps({"run": asdict(RUN)}).encode(),
    ],
    ids=["empty", "cut short", "list", "null", "other object", "no text", "other run of the same name", "nothing more"],
)
def test_file_that_is_no_outcome_of_this_run_is_not_done(kept, content):
    (kept.folder / RUN.file).write_bytes(content)
    assert not kept.has(RUN, CONDITIONS)


def test_later_outcome_takes_the_place_of_the_earlier(kept):
    kept.keep(replace(OUTCOME, trial=replace(TRIAL, curve={20: 1.0})), replace(CONDITIONS, iterations=20))
    assert kept.curves([RUN])["value"].to_list() == [1.0]
    assert not kept.has(RUN, CONDITIONS)


def test_curves_have_a_row_for_each_point(kept):
    assert kept.curves([RUN]).to_dicts() == [
        {**asdict(RUN), "iteration": 5, "metric": "f1:spam", "value": 0.25},
        {**asdict(RUN), "iteration": 10, "metric": "f1:spam", "value": 0.75},
    ]


def test_summaries_have_a_row_for_each_run(kept):
    told = {"seconds": 1.5, "functions": 9, "documents": 10, "note": TRIAL.note}
    assert kept.summaries([RUN]).to_dicts() == [{**asdict(RUN), **told}]


def test_quartiles_have_a_row_for_each_quarter(kept):
    rows = kept.quartiles([RUN]).to_dicts()
    assert rows == [{"dataset": "sms", "seed": 3, **asdict(quartile)} for quartile in QUARTILES]


def test_tables_are_in_the_order_of_the_runs_whatever_order_they_were_done_in(kept):
    earlier = replace(RUN, seed=1)
    kept.keep(replace(OUTCOME, run=earlier), CONDITIONS)
    assert kept.summaries([RUN, earlier])["seed"].to_list() == [1, 3]
    assert kept.summaries([RUN])["seed"].to_list() == [3]


def test_tables_without_rows_have_their_columns(kept, results):
    empty = Results(results.folder / "nowhere")
    for table in ("curves", "summaries", "quartiles"):
        full, bare = getattr(kept, table)([RUN]), getattr(empty, table)([RUN])
        assert bare.height == 0
        assert bare.schema == full.schema


def test_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "runs").write_text("a file")
    message = f"'{tmp_path}/runs/sms/paper/uniform-0.5' cannot be made: Not a directory."
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"):
        Results(tmp_path / "runs").keep(OUTCOME, CONDITIONS)
