"""Files that others label: the outputs are those of one process, and nothing of a run that is over is left, or spoils anything."""

import json
import pickle
import re
import shutil
from itertools import islice

import polars as pl
import pytest

from lamplighter.exceptions import ClusterError, InputError, OutputError
from lamplighter.interop import Layout, label_files, said_of_project
from lamplighter.interop import dealing as dealing_room
from lamplighter.interop.dealing import Job, label_there
from lamplighter.session import applied

MANIFEST = "lamplighter-apply.json"

GO_ON = "Mend it and start again, or leave such files out: --on-error skip."


class Workers:
    """Two workers of this process, the second of which is faster; what is sent to them is sent as bytes."""

    def __init__(self):
        self.sent = []
        self.lost = ()
        self.dies_of = None

    def __call__(self, function, items, lost, told):
        rest, hands = iter(items), []
        try:
            while True:
                hands += islice(rest, 2 - len(hands))
                if not hands:
                    return
                job = hands.pop()
                self.sent.append(pickle.dumps((function, job)))
                if job.source.name in self.lost:
                    yield job, lost(job)
                else:
                    yield job, self.work(self.sent[-1], told)
        finally:
            self.sent.append("over")

    def work(self, sent, told):
        function, job = pickle.loads(sent)
        if self.dies_of is not None and job.source.name == self.dies_of:
            self.dies_of = None
            with pytest.raises(KeyboardInterrupt):  # as a worker that is killed, it leaves behind what it has written
                function(job, interrupted)
        return pickle.loads(pickle.dumps(function(job, told)))


def interrupted(read):
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def forgets():
    dealing_room._learnt.cache_clear()


@pytest.fixture
def learnt(session):
    return applied(session)


@pytest.fixture
def parts(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for part in range(5):
        texts = [None if row % 7 == part else f"a {('good', 'bad', 'plain')[row % 3]} day {row}" for row in range(50)]
        pl.DataFrame({"text": texts, "n": range(50)}).write_parquet(folder / f"{part}.parquet")
    return folder


@pytest.fixture
def label(session, learnt, parts):
    """Label all parts into a folder, here or by workers."""

    def run(folder, deal=None, on_error="stop", progress=None, **layout):
        layout = Layout(**{"text": "text", "votes": True, "keep": True, "batch_size": 20, **layout})
        project = said_of_project(session, "work.lamplighter")
        files = sorted(parts.iterdir())
        return label_files(
            learnt, files, folder, layout, project=project, on_error=on_error, deal=deal, progress=progress
        )

    return run


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("table_format", ["parquet", "csv", "jsonl"])
def test_outputs_and_manifest_are_those_of_one_process(label, tmp_path, table_format):
    here = label(tmp_path / "here", table_format=table_format)
    there = label(tmp_path / "there", Workers(), table_format=table_format)
    assert there == here
    assert list(there.labeled) == list(here.labeled)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_what_was_learnt_is_not_sent_with_each_file(label, tmp_path):
    workers = Workers()
    label(tmp_path / "out", workers)
    assert len(workers.sent) == 5 + 1
    assert max(len(sent) for sent in workers.sent) < 1000


def test_files_of_both_hands_go_on_where_they_were(label, parts, tmp_path):
    label(tmp_path / "out")
    (tmp_path / "out" / "3.parquet").unlink()
    workers = Workers()
    outcome = label(tmp_path / "out", workers)
    assert [path.name for path in outcome.labeled] == ["3.parquet"]
    assert len(outcome.there) == 4


def test_broken_file_ends_it_and_what_was_done_is_kept(label, parts, tmp_path):
    (parts / "2.parquet").write_text("no parquet")
    workers = Workers()
    with pytest.raises(InputError) as error:
        label(tmp_path / "out", workers)
    done = len(listing(tmp_path / "out")) - 1
    assert str(error.value) == (
        f"2.parquet: the ending says Parquet, but the content is not. {done} of 5 files are done, and are kept. {GO_ON}"
    )
    assert workers.sent[-1] == "over"
    entered = json.loads((tmp_path / "out" / MANIFEST).read_text())["files"]
    assert sorted([*entered, MANIFEST]) == listing(tmp_path / "out")


def test_broken_files_are_left_out_in_their_order(label, parts, tmp_path):
    (parts / "0.parquet").write_text("no parquet")
    pl.DataFrame({"words": ["good"]}).write_parquet(parts / "4.parquet")
    here = label(tmp_path / "here", on_error="skip")
    there = label(tmp_path / "there", Workers(), on_error="skip")
    assert list(there.failed.items()) == list(here.failed.items())
    assert len(there.failed) == 2
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_file_that_was_begun_by_a_worker_that_died_is_labeled_by_another(label, tmp_path):
    label(tmp_path / "here")
    workers = Workers()
    workers.dies_of = "1.parquet"
    label(tmp_path / "there", workers)
    assert workers.dies_of is None
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_file_with_which_worker_after_worker_was_lost_is_named(label, tmp_path):
    workers = Workers()
    workers.lost = ("1.parquet",)
    outcome = label(tmp_path / "out", workers, on_error="skip")
    (reason,) = outcome.failed.values()
    assert reason == (
        "1.parquet: worker after worker was lost while labeling it, as happens where memory runs out. Give workers more, "
        "or name a smaller --batch-size."
    )
    assert len(outcome.labeled) == 4


def test_interrupted_run_leaves_nothing_half_written(label, tmp_path):
    def stops(read, whole):
        if read > whole // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        label(tmp_path / "out", Workers(), progress=stops)
    entered = json.loads((tmp_path / "out" / MANIFEST).read_text())["files"]
    assert 0 < len(entered) < 5
    assert sorted([*entered, MANIFEST]) == listing(tmp_path / "out")


def test_worker_stops_when_the_run_is_over(label, parts, tmp_path):
    """It lives on where the process that had it work was interrupted, or lost sight of it."""
    seen = []

    def given_up(function, items, lost, told):
        job = next(items)

        def later(read):
            seen.append(read)
            shutil.rmtree(function.args[0])

        with pytest.raises(dealing_room._RunIsOver):
            function(job, later)
        yield job, lost(job)

    label(tmp_path / "out", given_up, on_error="skip")
    assert len(seen) == 1
    assert listing(tmp_path / "out") == [MANIFEST]


def test_worker_that_does_not_see_the_folder_says_so(parts, tmp_path):
    run = tmp_path / "elsewhere" / "0.unfinished"
    message = (
        f"A worker does not see the folder {str(tmp_path / 'elsewhere')!r}, which labels are written into. Files and folder must "
        "lie under the same paths here and on every worker."
    )
    with pytest.raises(ClusterError, match=f"^{re.escape(message)}$"):
        label_there(run, Job(parts / "0.parquet", tmp_path / "0.parquet"), print)


def test_worker_that_writes_into_another_folder_of_that_name_is_told(label, tmp_path):
    def elsewhere(function, items, lost, told):
        for job in items:
            yield job, (tmp_path / "elsewhere" / "0.parquet", (1, 1))

    with pytest.raises(OutputError) as error:
        label(tmp_path / "out", elsewhere)
    said = re.sub(r"[0-9a-f]{32}", "RUN", str(error.value))
    assert said == (
        f"{str(tmp_path / 'out' / '0.parquet')!r} cannot be written: No such file or directory, though a worker has written it to "
        f"{str(tmp_path / 'out' / 'RUN.unfinished')!r}. The folder must lie under the same path here and on every worker."
    )


def test_progress_does_not_go_back_and_ends_at_the_whole(label, parts, tmp_path):
    told = []
    label(tmp_path / "out", Workers(), progress=lambda read, whole: told.append((read, whole)))
    whole = sum(path.stat().st_size for path in parts.iterdir())
    assert told == sorted(told)
    assert told[-1] == (whole, whole)


def test_functions_in_python_are_those_of_the_file_as_it_is_now(label, parts, tmp_path):
    """A worker may have run the file when it was another one."""
    functions = tmp_path / "functions.py"
    for n in (1, 2):
        functions.write_text(f"def fails(x):\n    raise ValueError({n})\n")
        outcome = label(tmp_path / f"out{n}", Workers(), on_error="skip", functions=functions)
        assert all(f"ValueError: {n}." in reason for reason in outcome.failed.values())
        assert len(outcome.failed) == 5
