"""Two hosts, each a network namespace with an address of its own: scheduler and one worker on the first, a worker on the second."""

import json
import os
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("distributed", reason="needs lamplighter[dask]")

from lamplighter import Corpus, Session
from lamplighter.data.reviews import generate_reviews

TEXTS = list(generate_reviews(120, random_state=6).texts)
WORDS = [("great", "positive"), ("awful", "negative"), ("love", "positive")]
SCHEDULER = "tcp://10.91.7.1:8786"

SESSION = """
import json, sys
from lamplighter import Session
from lamplighter.cluster import build, build_far, look_into
from lamplighter.cluster.dask import Cluster
from lamplighter.data.sources import Sources
from lamplighter.primitives import Ngrams

address, words, *files = sys.argv[1:]
build.row_blocks = lambda n: [slice(0, 50), slice(50, 90), slice(90, n)]  # so that each worker has something to do
cluster = Cluster(address)
while len(cluster.client.scheduler_info(n_workers=-1)["workers"]) < 2:
    pass
hosts = {worker["host"] for worker in cluster.client.scheduler_info(n_workers=-1)["workers"].values()}
sources = Sources(tuple(cluster.map(look_into, files, "text")), "text")
corpus, engine = build_far(cluster.crew(sources), sources, Ngrams())
session = Session(corpus, labels=["positive", "negative"]).prepare(engine=engine)
picks = []
for word, label in json.loads(words):
    picks.append(session.suggest().document)
    session.add(word, label)
print(json.dumps({"hosts": sorted(hosts), "picks": picks, "proba": session.predict_proba().tolist()}))
cluster.close()
"""


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@pytest.fixture
def hosts():
    """Make two network namespaces that reach one another and nothing else; give what runs a command in each."""
    if not shutil.which("ip") or os.geteuid() != 0:
        pytest.skip("network namespaces need ip and root")
    names = [f"lamplighter-{os.getpid()}-{number}" for number in (1, 2)]
    ends = [f"lamp{os.getpid() % 100_000}{side}" for side in "ab"]
    try:
        ip("netns", "add", names[0])
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this machine allows no network namespaces: {error.stderr.strip()}")
    try:
        ip("netns", "add", names[1])
        ip("link", "add", ends[0], "netns", names[0], "type", "veth", "peer", "name", ends[1], "netns", names[1])
        for number, (name, end) in enumerate(zip(names, ends, strict=True), start=1):
            ip("-n", name, "addr", "add", f"10.91.7.{number}/24", "dev", end)
            for device in (end, "lo"):
                ip("-n", name, "link", "set", device, "up")
        yield [["ip", "netns", "exec", name] for name in names]
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


@pytest.fixture
def cluster(hosts, tmp_path):
    """Start a scheduler on the first host, and a worker on each."""
    dask = [sys.executable, "-m"]
    scheduler = [*dask, "distributed.cli.dask_scheduler", "--no-dashboard", "--host", SCHEDULER]
    worker = [*dask, "distributed.cli.dask_worker", "--no-dashboard", "--nthreads", "1", SCHEDULER]
    commands = [[*hosts[0], *scheduler], [*hosts[0], *worker], [*hosts[1], *worker]]
    log = (tmp_path / "dask.log").open("w")
    started = [subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log) for command in commands]
    yield hosts[0]
    for process in started[::-1]:
        process.terminate()
    for process in started:
        process.wait(timeout=30)
    log.close()


def test_workers_on_two_hosts_say_what_one_process_says(cluster, tmp_path):
    files = []
    for number in range(2):
        file = tmp_path / f"{number}.csv"
        own = TEXTS[60 * number : 60 * (number + 1)]
        file.write_text("text\n" + "".join(f'"{text}"\n' for text in own))
        files.append(str(file))
    done = subprocess.run(
        [*cluster, sys.executable, "-c", SESSION, SCHEDULER, json.dumps(WORDS), *files],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    near = Session(Corpus.from_texts(TEXTS), labels=["positive", "negative"])
    picks = []
    for word, label in WORDS:
        picks.append(near.suggest().document)
        near.add(word, label)
    assert said["hosts"] == ["10.91.7.1", "10.91.7.2"]
    assert said["picks"] == picks
    assert abs(near.predict_proba() - said["proba"]).max() < 1e-9
