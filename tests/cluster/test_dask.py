"""Workers in other processes, which are killed."""

import os
import signal

import pytest

pytest.importorskip("distributed", reason="needs lamplighter[dask]")

from lamplighter import Corpus, Session
from lamplighter.cluster import build_far, look_into
from lamplighter.cluster.dask import Cluster
from lamplighter.data.reviews import generate_reviews
from lamplighter.data.sources import Sources
from lamplighter.exceptions import ClusterError
from lamplighter.primitives import Ngrams

pytestmark = pytest.mark.filterwarnings("ignore")  # what Dask leaves open when its processes are killed

TEXTS = list(generate_reviews(200, random_state=5).texts)


@pytest.fixture
def cluster():
    started = Cluster(n_workers=2)
    yield started
    started.close()


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, own in zip(paths, (TEXTS[:100], TEXTS[100:]), strict=True):
        path.write_text("text\n" + "".join(f'"{text}"\n' for text in own))
    return [str(path) for path in paths]


def session_on(corpus):
    return Session(corpus, labels=["positive", "negative"], learner="two-stage")


def test_killed_worker_is_replaced_and_the_session_goes_on(cluster, files, monkeypatch):
    monkeypatch.setattr("lamplighter.cluster.build.row_blocks", lambda n: [slice(0, 80), slice(80, 150), slice(150, n)])
    sources = Sources(tuple(cluster.map(look_into, files, "text")), "text")
    crew = cluster.crew(sources)
    corpus, engine = build_far(crew, sources, Ngrams())
    far, near = session_on(corpus).prepare(engine=engine), session_on(Corpus.from_texts(TEXTS))
    for word, label in (("great", "positive"), ("awful", "negative")):
        assert far.suggest().document == near.suggest().document
        far.add(word, label)
        near.add(word, label)
    process = next(iter(cluster.client.run(os.getpid).values()))
    os.kill(process, signal.SIGKILL)
    assert abs(far.predict_proba() - near.predict_proba()).max() < 1e-9
    assert sum(crew.generations) == 1
    assert far.suggest().text == near.suggest().text


def test_workers_of_this_machine_are_reached_from_this_machine_alone_and_several_crews_do_not_meet(cluster, recwarn):
    other = Cluster(n_workers=1)
    for each in (cluster, other):
        http = each._own.scheduler.http_server
        assert http.address == "127.0.0.1"
        assert http.port != 8787
    other.close()
    assert not [warned for warned in recwarn if "already in use" in str(warned.message)]


def test_scheduler_that_is_gone_is_said(cluster, files):
    sources = Sources(tuple(cluster.map(look_into, files, "text")), "text")
    corpus, engine = build_far(cluster.crew(sources), sources, Ngrams())
    session = session_on(corpus).prepare(engine=engine)
    session.add("great", "positive", document=0)
    cluster._own.close()

    def answer():
        session.add("awful", "negative", document=1)
        session.models()

    with pytest.raises(ClusterError) as error:
        answer()
    assert str(error.value) == (
        "The scheduler of the cluster is gone. What was answered is kept: start a cluster, and open the project again."
    )


def test_scheduler_that_does_not_answer_is_said(monkeypatch):
    monkeypatch.setattr("lamplighter.cluster.dask.CONNECT", 0.5)
    with pytest.raises(ClusterError) as error:
        Cluster("tcp://127.0.0.1:9")
    assert str(error.value) == (
        "No scheduler answers at tcp://127.0.0.1:9. Start one (dask scheduler), and workers "
        "(dask worker tcp://127.0.0.1:9), or name another one."
    )
