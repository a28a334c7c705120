"""A real server, started by the real command, and a real browser that may talk to nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lamplighter import Corpus, Ngrams, Session
from lamplighter.server import make_app, serving
from lamplighter.store import SqliteStore

expect.set_options(
    timeout=20_000
)  # what comes late on a busy machine is no failure; how late it may come, benchmarks/page.py says

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    chromium = os.environ.get("LAMPLIGHTER_CHROMIUM", "/usr/bin/chromium")
    return {"executable_path": chromium, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1440, "height": 900}}


class Running:
    """``lamplighter label`` on a file, which can be stopped and started again."""

    def __init__(self, *arguments: str) -> None:
        self.arguments = list(arguments)
        self.port = 0
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "lamplighter", *self.arguments, "--no-browser", "--port", str(self.port)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        line = next(line for line in self.process.stdout if "http://" in line)
        self.url = re.search(r"http://\S+", line)[0]
        self.port = urlsplit(self.url).port

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(timeout=30)
        self.process.stdout.close()


@pytest.fixture
def run():
    started = []

    def start(*arguments: str) -> Running:
        started.append(Running(*arguments))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def label(tmp_path):
    """Serve a project on some texts from a thread of this process, which is quicker than a process of its own."""
    with ExitStack() as served:

        def start(texts, labels=("ham", "spam"), **settings):
            corpus = Corpus.from_texts(texts)
            session = Session(corpus, labels=labels, primitives=Ngrams(min_df=1), **settings).prepare()
            store = SqliteStore.create(tmp_path / "texts.lamplighter", corpus, session.events)
            return served.enter_context(serving(make_app(store, session=session)))

        yield start


@pytest.fixture(autouse=True)
def visited(context):
    """Open the page in a browser that has seen its tour; the tour's own tests put a fresh one in this one's place."""
    context.add_init_script("try { localStorage.setItem('lamplighter.tour', 'seen') } catch { /* about:blank */ }")


@pytest.fixture(autouse=True)
def watched(request):
    """No request leaves the server, and nothing goes wrong in the console."""
    page = request.getfixturevalue("page")
    asked, said = [], []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    foreign = [url for url in asked if urlsplit(url).hostname != "127.0.0.1" and not url.startswith(("data:", "blob:"))]
    assert not foreign
    assert not said


@pytest.fixture(scope="session")
def shared_data():
    """The folder of public data sets, where there is one."""
    folder = Path(os.environ.get("LAMPLIGHTER_DATA", Path(__file__).parents[3] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"there is no folder {folder} of data sets; LAMPLIGHTER_DATA names one")
    return folder
