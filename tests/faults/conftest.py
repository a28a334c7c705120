"""Real servers, to be killed."""

import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import lamplighter

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(Path(lamplighter.__file__).parents[1]),
    "OPENBLAS_NUM_THREADS": "1",  # a process that has threads is not forked
}

PATIENCE = 60
"""Seconds to wait for an answer before a test fails."""

FORKS = """if True:
    import json, os, sys
    import joblib, polars, sklearn.feature_extraction.text, uvicorn
    import lamplighter.cli.projects, lamplighter.interop, lamplighter.server, lamplighter.session, lamplighter.store
    from lamplighter.cli import main

    while line := sys.stdin.readline():
        child = os.fork()
        if not child:
            main(json.loads(line), prog_name="lamplighter")
        print("process", child, flush=True)
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""
"""Starts the command again and again, without the seconds that Python takes to load what it needs."""


class Server:
    """A server at an address, in a process of its own."""

    def __init__(self, url, process):
        self.address = urlsplit(url).netloc
        self.process = process

    def request(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            content = None if body is None else json.dumps(body)
            connection.request(method, f"/api{path}", content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            told = json.loads(answer.read())
        finally:
            connection.close()
        assert answer.status in {200, 201}, told
        return told

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, **body):
        return self.request("POST", path, body)

    def end(self, signal_number):
        os.kill(self.process, signal_number)

    def kill(self):
        self.end(signal.SIGKILL)


def _url(lines):
    """Read what the command says, up to the address."""
    said = []
    for line in lines:
        said.append(line)
        if line.startswith("Open "):
            return line.split()[1], said
    raise AssertionError(f"the server did not start: {said}")


@pytest.fixture
def start():
    """Start the command as a person does."""
    processes = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "lamplighter", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        processes.append(process)
        url, _ = _url(process.stdout)
        return Server(url, process.pid), process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


class Forks:
    """Starts servers in children of one process that has loaded everything."""

    def __init__(self, process):
        self.process = process

    def start(self, *arguments):
        self.process.stdin.write(json.dumps([str(argument) for argument in arguments]) + "\n")
        self.process.stdin.flush()
        url, said = _url(self.process.stdout)
        numbers = [line.split()[1] for line in said if line.startswith("process ")]
        number = numbers[0] if numbers else self.process.stdout.readline().split()[1]
        return Server(url, int(number))

    def ended(self):
        """Wait for the end of the last server, and give its exit code."""
        for line in self.process.stdout:
            if line.startswith("ended "):
                return int(line.split()[1])
        raise AssertionError("the process that starts servers has ended")


@pytest.fixture
def forks():
    command = [sys.executable, "-W", "ignore", "-c", FORKS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True
    ) as process:
        yield Forks(process)
        os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def texts_csv(tmp_path):
    """120 different texts of a few words, with true labels."""
    adjectives = {"good": "a", "bad": "b", "fine": "a", "dull": "b"}
    things = ["film", "food", "music", "book", "phone", "shoe"]
    places = ["home", "work", "school", "sea", "night"]
    rows = [
        f"{adjective} {thing} at {place},{label}"
        for place in places
        for thing in things
        for adjective, label in adjectives.items()
    ]
    file = tmp_path / "texts.csv"
    file.write_text("text,class\n" + "\n".join(rows) + "\n")
    return file
