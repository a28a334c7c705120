"""Pieces of work for whichever worker is free, in processes that are killed, that come later, or that are gone."""

import os
import signal
import time

import pytest

pytest.importorskip("distributed", reason="needs lamplighter[dask]")

from lamplighter.cluster.dask import Cluster
from lamplighter.exceptions import ClusterError

pytestmark = pytest.mark.filterwarnings("ignore")  # what Dask leaves open when its processes are killed


@pytest.fixture
def cluster():
    started = Cluster(n_workers=2, gone="Start another.")
    yield started
    started.close()


def functions():
    """Functions of no module: workers cannot import this one, and are sent what they are."""

    def slowly(item, report):
        for step in range(4):
            report(step + 1)
            time.sleep(0.25)
        return item, os.getpid()

    def dies_once(place, report):
        try:
            place.touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
        except FileExistsError:
            return "done"

    def dies(item, report):
        if item == "bad":
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    def fails(item, report):
        raise TypeError(item)

    return slowly, dies_once, dies, fails


slowly, dies_once, dies, fails = functions()


def dealt(cluster, function, items, told=lambda far: None):
    return cluster.deal(function, items, lambda item: f"{item} is lost", told)


def test_items_are_done_side_by_side_and_taken_when_a_worker_is_free(cluster):
    taken, far = [], []

    def items():
        for item in range(6):
            taken.append(item)
            yield item

    done = []
    for item, (same, process) in dealt(cluster, slowly, items(), far.append):
        assert len(taken) - len(done) <= 2
        assert same == item
        done.append((item, process))
    assert sorted(item for item, _ in done) == list(range(6))
    assert len({process for _, process in done}) == 2
    assert 1 <= max(far) <= 8
    assert far[-1] == 0


def test_of_no_items_nothing_comes(cluster):
    assert [*dealt(cluster, slowly, iter(()))] == []


def test_item_of_a_worker_that_died_is_begun_again(cluster, tmp_path):
    places = [tmp_path / str(number) for number in range(3)]
    assert sorted(dealt(cluster, dies_once, places)) == [(place, "done") for place in places]


def test_item_with_which_every_worker_dies_is_given_up(cluster):
    assert dict(dealt(cluster, dies, ["bad", "good"])) == {"bad": "bad is lost", "good": "done"}


def test_error_of_the_function_is_raised_here(cluster):
    with pytest.raises(TypeError, match=r"^what\?$"):
        [*dealt(cluster, fails, ["what?"])]


def test_nothing_is_left_on_the_cluster(cluster):
    for _, answer in dealt(cluster, slowly, range(3)):
        assert answer
        break
    deadline = time.monotonic() + 10
    while cluster.client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_scheduler_that_is_gone_is_said(cluster):
    with pytest.raises(ClusterError) as error:  # noqa: PT012  (the cluster goes meanwhile)
        for _ in dealt(cluster, slowly, range(6)):
            cluster._own.close()
    assert str(error.value) == "The scheduler of the cluster is gone. Start another."


def test_workers_that_do_not_come_are_told(cluster, monkeypatch):
    monkeypatch.setattr("lamplighter.cluster.dealing.PATIENCE", 0.5)
    cluster._own.scale(0)
    with pytest.raises(ClusterError) as error:
        [*dealt(cluster, slowly, range(6))]
    assert str(error.value) == (
        "The cluster has no worker, and none came in 0 seconds. Start some, and give the same command again."
    )


def test_worker_that_comes_later_joins_in(cluster):
    processes = set()
    for item, (_, process) in dealt(cluster, slowly, range(12)):
        if item == 0:
            cluster._own.scale(3)
        processes.add(process)
    assert len(processes) == 3


def test_workers_of_this_machine_do_not_mind_what_a_terminal_sends_to_all(cluster):
    first = cluster.client.run(os.getpid)
    cluster.client.run(lambda: os.kill(os.getpid(), signal.SIGINT))
    time.sleep(0.2)
    assert cluster.client.run(os.getpid) == first
