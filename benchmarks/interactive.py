"""How fast the product answers: start, refits, and answers while models are learnt behind them.

    python benchmarks/interactive.py ../shared/data/amazon.parquet --gold label

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
import time
from pathlib import Path


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
        self.connection = http.client.HTTPConnection(host, int(port), timeout=60)

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.connection.getresponse()
        content = json.loads(response.read())
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {content}")
        return content

    def close(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait()


def settled(server: Server) -> dict:
    """Wait until models have seen every answer."""
    while True:
        progress = server.ask("GET", "/api/progress")
        if not progress["step"]["learning"]:
            return progress
        time.sleep(0.3)  # the page asks about as often


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def answers(server: Server, labels: list[str], n: int, pause: float, seed: int) -> tuple[list[float], int]:
    """Write functions on frequent words of the documents shown; give each answer's seconds, and how many met learning."""
    chance, seconds, behind = random.Random(seed), [], 0
    screen = server.ask("GET", "/api/suggestion")
    used = {row["primitive"] for row in server.ask("GET", "/api/functions")["functions"]}
    for number in range(n):
        shown = screen["suggestion"]
        words = [word for word, count in shown["candidates"].items() if 10 <= count <= 2000 and word not in used]
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
    return seconds, behind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--gold", default="label")
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    lamplighter = [sys.executable, "-m", "lamplighter"]
    figures: dict[str, float] = {}
    figures["python -c pass"] = bare = wall([sys.executable, "-c", "pass"])
    figures["import lamplighter"] = wall([sys.executable, "-c", "import lamplighter"])
    figures["import Session, Corpus"] = wall([sys.executable, "-c", "from lamplighter import Session, Corpus"])
    figures["lamplighter --help"] = wall([*lamplighter, "--help"])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / options.file.name
        shutil.copy(options.file, copy)
        command = [*lamplighter, "label", str(copy), "--gold", options.gold, "--no-browser", "--port", "0"]
        for name in ("first document, new project", "first document, reopened"):
            server = Server(command)
            server.ask("GET", "/api/suggestion")
            figures[name] = time.perf_counter() - server.began
            server.close()
        server = Server(command)
        labels = server.ask("GET", "/api/project")["labels"]
        roundtrips = []
        for _ in range(200):
            began = time.perf_counter()
            server.ask("GET", "/api/project")
            roundtrips.append(time.perf_counter() - began)
        figures["request that computes nothing, p95"] = floor = percentile(roundtrips, 0.95)
        at_once, behind = answers(server, labels, options.answers, 0.0, seed=0)
        settled(server)
        shown = server.ask("GET", "/api/suggestion")["suggestion"]["document"]["document"]
        server.ask("POST", "/api/skips", {"document": shown})
        refit = settled(server)["step"]["learnt_seconds"]  # of a refit that nothing else disturbed
        figures["answer, no pause between, p50"] = statistics.median(at_once)
        figures["answer, no pause between, p95"] = percentile(at_once, 0.95)
        figures["share of them that met learning"] = behind / options.answers
        paced, behind = answers(server, labels, options.answers // 2, 0.1, seed=1)
        figures["answer, 0.1 s pause, p95"] = percentile(paced, 0.95)
        figures["share of these that met learning"] = behind / (options.answers // 2)
        settled(server)
        figures[f"refit, {options.answers} functions"] = refit
        server.close()
    print(f"{options.file.name}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}")
    for name, value in figures.items():
        if "share" in name:
            print(f"{name:40} {value:8.0%}")
        else:
            ratio = value / (floor if "answer" in name or "request" in name or "refit" in name else bare)
            print(f"{name:40} {value * 1000:8.0f} ms  {ratio:7.1f}×")
    print("× of an empty Python process; for requests, of one that computes nothing")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
