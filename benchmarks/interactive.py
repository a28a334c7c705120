"""How fast the product answers: start, refits, and answers while models are learnt behind them.

    python benchmarks/interactive.py reviews.parquet --gold label
    python benchmarks/interactive.py million.parquet --gold label --answers 60 --pause 3    # a person's pace

Starts the real command on a copy of the file, as a person does, and drives the real server over HTTP. Prints a table;
``--json FILE`` also keeps the figures. Times of one machine mean little: the last column gives each as a multiple of
something measured in the same run.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

FREQUENT = (10, 0.11)
"""Functions are written on words of at least so many documents, and at most such a share of them."""


def wall(command: list[str], times: int = 5) -> float:
    """Median seconds of a whole process, after one that warms the caches."""
    seconds = []
    for _ in range(times + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds[1:])


class Server:
    """The real command, and one connection to it."""

    def __init__(self, command: list[str]) -> None:
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        line = next(line for line in self.process.stdout if "http://" in line)
        host, port = re.search(r"http://([^:/]+):(\d+)", line).groups()
        self.connection = http.client.HTTPConnection(host, int(port), timeout=600)

    def ask(
        self, method: str, path: str, body: dict | None = None, *, by: http.client.HTTPConnection | None = None
    ) -> dict:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection = by or self.connection
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        content = json.loads(response.read())
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {content}")
        return content

    def peak(self) -> float:
        """The most memory that it has had, in MB; not a number where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return float("nan")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text()).group(1)) / 1000

    def close(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait()


class Watch(threading.Thread):
    """Asks again and again, as the page does, how far the models are behind the answers."""

    def __init__(self, server: Server, every: float = 0.3) -> None:
        super().__init__(daemon=True)
        self.server, self.every = server, every
        self.connection = http.client.HTTPConnection(server.connection.host, server.connection.port, timeout=600)
        self.given: dict[int, float] = {}
        self.seen: list[tuple[float, int]] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(self.every):
            step = self.server.ask("GET", "/api/progress", by=self.connection)["step"]
            self.seen.append((time.perf_counter(), step["models_step"]))

    def ages(self) -> list[float]:
        """Of the models at each look: seconds since the first answer that they have not seen; 0 where they have seen all."""
        self.over.set()
        self.join()
        self.connection.close()
        waiting = ([at - given for step, given in self.given.items() if models < step and given < at]
                   for at, models in self.seen)  # fmt: skip
        return [max(unseen, default=0.0) for unseen in waiting]


def settled(server: Server) -> dict:
    """Wait until models have seen every answer."""
    while True:
        progress = server.ask("GET", "/api/progress")
        if not progress["step"]["learning"]:
            return progress
        time.sleep(0.3)  # the page asks about as often


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def answers(
    server: Server, labels: list[str], n: int, pause: float, seed: int, most: float
) -> tuple[list[float], int, list[float]]:
    """Write functions on frequent words of the documents shown.

    Gives each answer's seconds, how many met learning, and how old the models were at each look.
    """
    chance, seconds, behind, watch = random.Random(seed), [], 0, Watch(server)
    watch.start()
    screen = server.ask("GET", "/api/suggestion")
    used = {row["primitive"] for row in server.ask("GET", "/api/functions")["functions"]}
    for number in range(n):
        shown = screen["suggestion"]
        words = [
            word for word, count in shown["candidates"].items() if FREQUENT[0] <= count <= most and word not in used
        ]
        if not words:
            screen = server.ask("POST", "/api/skips", {"document": shown["document"]["document"]})
            continue
        word = chance.choice(words)
        used.add(word)
        body = {"primitive": word, "label": labels[number % len(labels)], "document": shown["document"]["document"]}
        time.sleep(pause)
        behind += server.ask("GET", "/api/suggestion")["step"]["learning"]
        began = time.perf_counter()
        screen = server.ask("POST", "/api/functions", body)
        seconds.append(time.perf_counter() - began)
        watch.given[screen["step"]["step"]] = time.perf_counter()
    return seconds, behind, watch.ages()


def started(command: list[str]) -> dict[str, float]:
    """Time from the command to the first document: of a new project, and of one that is there."""
    figures = {}
    for name in ("first document, new project", "first document, reopened"):
        server = Server(command)
        server.ask("GET", "/api/suggestion")
        figures[name] = time.perf_counter() - server.began
        server.close()
    return figures


def worked(server: Server, n_answers: int, pause: float) -> dict[str, float]:
    """Time answers: without a pause, then half as many with one."""
    project = server.ask("GET", "/api/project")
    labels, most = project["labels"], FREQUENT[1] * project["n_documents"]
    roundtrips = []
    for _ in range(200):
        began = time.perf_counter()
        server.ask("GET", "/api/project")
        roundtrips.append(time.perf_counter() - began)
    at_once, behind, _ = answers(server, labels, n_answers, 0.0, seed=0, most=most)
    settled(server)
    shown = server.ask("GET", "/api/suggestion")["suggestion"]["document"]["document"]
    server.ask("POST", "/api/skips", {"document": shown})
    refit = settled(server)["step"]["learnt_seconds"]  # of a refit that nothing else disturbed
    paced, met, ages = answers(server, labels, n_answers // 2, pause, seed=1, most=most)
    settled(server)
    return {
        "request that computes nothing, p95": percentile(roundtrips, 0.95),
        "answer, no pause between, p50": statistics.median(at_once),
        "answer, no pause between, p95": percentile(at_once, 0.95),
        "share of them that met learning": behind / n_answers,
        f"answer, {pause:g} s pause, p95": percentile(paced, 0.95),
        "share of these that met learning": met / (n_answers // 2),
        "age of the models meanwhile, p95": percentile(ages, 0.95),
        "age of the models meanwhile, most": max(ages),
        f"refit, {n_answers} functions": refit,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--gold", default="label")
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between answers, in the second half")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    lamplighter = [sys.executable, "-m", "lamplighter"]
    figures = {
        "python -c pass": wall([sys.executable, "-c", "pass"]),
        "import lamplighter": wall([sys.executable, "-c", "import lamplighter"]),
        "import Session, Corpus": wall([sys.executable, "-c", "from lamplighter import Session, Corpus"]),
        "lamplighter --help": wall([*lamplighter, "--help"]),
    }
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / options.file.name
        shutil.copy(options.file, copy)
        command = [*lamplighter, "label", str(copy), "--gold", options.gold, "--no-browser", "--port", "0"]
        figures |= started(command)
        server = Server(command)
        figures |= worked(server, options.answers, options.pause)
        peak = server.peak()
        server.close()
    print(f"{options.file.name}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}")
    bare, floor = figures["python -c pass"], figures["request that computes nothing, p95"]
    for name, value in figures.items():
        if "share" in name:
            print(f"{name:40} {value:8.0%}")
        else:
            ratio = value / (floor if re.search("answer|request|refit|age of", name) else bare)
            print(f"{name:40} {value * 1000:8.0f} ms  {ratio:7.1f}×")
    print(f"{'peak memory of the server':40} {peak:8.0f} MB")
    print("× of an empty Python process; for requests, of one that computes nothing")
    if options.json:
        options.json.write_text(json.dumps(figures | {"peak MB": peak}, indent=2) + "\n")


if __name__ == "__main__":
    main()
