"""A process that ends while it keeps an index leaves a whole one or none."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import lamplighter
from lamplighter import Corpus
from lamplighter.data.reviews import generate_reviews
from lamplighter.engine import build_index
from lamplighter.primitives import Ngrams
from lamplighter.store import IndexCache, cache

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not copied here")

N_TEXTS = 300

SCRIPT = """if True:
    import json, os, signal, sys
    from pathlib import Path
    from lamplighter import Corpus
    from lamplighter.data.reviews import generate_reviews
    from lamplighter.engine import build_index
    from lamplighter.primitives import Ngrams
    from lamplighter.store import IndexCache, cache

    folder, n_texts, number = Path(sys.argv[1]), int(sys.argv[2]), getattr(signal, sys.argv[3])
    cache.FEWEST = n_texts
    corpus = Corpus.from_texts(generate_reviews(n_texts).texts)
    index = build_index(corpus.texts, Ngrams())
    fsync, rename, rmdir, write = os.fsync, Path.rename, Path.rmdir, cache._npy

    def run(place):
        "Keep the index, and end at the given step of it; give how many there were."
        steps = 0

        def step():
            nonlocal steps
            steps += 1
            if steps == place + 1:
                os.kill(os.getpid(), number)

        def before(function):
            return lambda *arguments: (step(), function(*arguments))[1]

        def bytes_of(parts):
            for part in write(parts):
                step()
                yield part[: len(part) // 2]
                step()  # amid a file
                yield part[len(part) // 2 :]

        os.fsync, Path.rename, Path.rmdir, cache._npy = before(fsync), before(rename), before(rmdir), bytes_of
        IndexCache(folder / "work.lamplighter", Ngrams(), None).keep(corpus, index)
        return steps

    for place in range(1000):
        child = os.fork()
        if not child:
            try:
                steps = run(place)
            except KeyboardInterrupt:
                os._exit(130)
            os._exit(0 if steps <= place else 1)
        _, status = os.waitpid(child, 0)
        print(json.dumps([place, os.waitstatus_to_exitcode(status)]), flush=True)
        sys.stdin.readline()
"""
"""Keeps an index again and again, and ends each time one step later."""


@pytest.fixture
def ends(tmp_path, monkeypatch):
    """Give, end after end, its exit code; in between, one may look at what is there."""
    monkeypatch.setattr(cache, "FEWEST", N_TEXTS)

    def ends(signal_name):
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(lamplighter.__file__).parents[1]),
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(tmp_path), str(N_TEXTS), signal_name]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                for line in process.stdout:
                    place, code = json.loads(line)
                    yield code
                    if code == 0:
                        assert place > 20  # steps at which it was ended before
                        return
                    process.stdin.write("\n")
                    process.stdin.flush()
            finally:
                process.kill()

    return ends


@pytest.fixture
def corpus():
    return Corpus.from_texts(generate_reviews(N_TEXTS).texts)


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("there_before", [False, True], ids=["a new one", "in place of another"])
def test_killed_at_any_step_there_is_a_whole_index_or_none(ends, tmp_path, corpus, there_before):
    index = build_index(corpus.texts, Ngrams())
    there = IndexCache(tmp_path / "work.lamplighter", Ngrams(), None)
    if there_before:
        other = Corpus.from_texts(["another", *corpus.texts[1:]])
        assert there.keep(other, build_index(other.texts, Ngrams())) is None
    seen = set()
    for code in ends("SIGKILL"):
        assert code in {0, -signal.SIGKILL}
        found = there.find(corpus)
        if found.index is None:
            assert found.reason in {None, "is of other texts", "is damaged (manifest.json)"}  # the last: half removed
        else:
            assert found.index.vocabulary.terms == index.vocabulary.terms
            assert (found.index.slices[0].features != index.slices[0].features).nnz == 0
        seen.add((code, found.reason, found.index is not None))
    killed = -signal.SIGKILL
    # a new one is there when it was killed behind the renaming; before, there is what was there
    assert seen >= {(0, None, True), (killed, "is of other texts", False) if there_before else (killed, None, True)}
    assert (killed, None, False) in seen
    assert listing(tmp_path) == ["work.lamplighter.index"]


def test_interrupted_at_any_step_it_leaves_nothing_unfinished(ends, tmp_path, corpus):
    for code in ends("SIGINT"):
        assert code in {0, 130}
        assert listing(tmp_path) in ([], ["work.lamplighter.index"])
    assert IndexCache(tmp_path / "work.lamplighter", Ngrams(), None).find(corpus).index is not None
