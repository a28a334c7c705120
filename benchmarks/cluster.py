"""What workers bring, and what a round costs: the same session on one process, on one worker, on two.

    python benchmarks/cluster.py reviews.parquet                          # a million texts: here, 1 and 2 workers
    python benchmarks/cluster.py reviews.parquet --copies 10 --workers 2  # ten million, each copy with words of its own

Writes the texts of the file into parts, so many times, each time with other words of noise; then opens them with each number of
workers (0: in one process, without Dask) in a process of its own, and gives answers: functions on words of 0.1 to 2 % of the texts, models
after each. Needs the extra dask.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from lamplighter import Session
from lamplighter.data.sources import FilesCorpus, Sources, look_into, source_files
from lamplighter.primitives import Ngrams
from lamplighter.session.learning import begun

SHARES = (0.001, 0.02)
N_ROUNDS = 200
NOISE = 200_000
"""Different words of noise; each text has one."""

ROWS = {
    "open": ("reading and indexing, s", "{:.1f}"),
    "pick": ("answer to next text, s", "{:.3f}"),
    "models": ("models, s", "{:.2f}"),
    "believe": ("of it votes and label model, s", "{:.2f}"),
    "learn": ("of it what is learnt from a sample, here, s", "{:.2f}"),
    "predict": ("of it predictions and statistics of all texts, s", "{:.2f}"),
    "pass": ("a pass over all words of all texts, s", "{:.3f}"),
    "round": ("a round that computes nothing, ms", "{:.2f}"),
    "rounds": ("rounds an answer", "{:.0f}"),
    "sent": ("kB sent an answer", "{:,.0f}"),
    "peak": ("peak of this process, MB", "{:,.0f}"),
    "worker_peak": ("peak of the largest worker, MB", "{:,.0f}"),
}


def write_parts(file: Path, text: str, copies: int, parts: int, folder: Path) -> None:
    """Write the texts of a file so many times, in so many parts a copy."""
    texts = pl.read_parquet(file, columns=[text]).rename({text: "text"})
    lots = np.random.default_rng(0)
    for copy in range(copies):
        noise = pl.Series([f" noise{number}" for number in lots.integers(NOISE, size=len(texts))])
        frame = texts if copies == 1 else texts.with_columns(pl.col("text") + noise)
        edges = np.linspace(0, len(frame), parts + 1).astype(int)
        for number, (start, stop) in enumerate(pairwise(edges.tolist())):
            frame[start:stop].write_parquet(folder / f"{copy:03}-{number:03}.parquet")


def opened(pattern: str, n_workers: int):
    """Open the parts; give the session and, of workers, who knows them."""
    sources = Sources(tuple(look_into(path, "text") for path in source_files([pattern])), "text")
    if not n_workers:
        return Session(FilesCorpus.read(sources, "parts"), labels=["a", "b"]).prepare(), None
    from lamplighter.cluster import build_far  # noqa: PLC0415  (needs Dask)
    from lamplighter.cluster.dask import Cluster  # noqa: PLC0415

    crew = Cluster(n_workers=n_workers).crew(sources)
    far = build_far(crew, sources, Ngrams())
    return Session(far.corpus, labels=["a", "b"]).prepare(engine=far.engine), crew


def measure(pattern: str, n_workers: int, n_answers: int) -> dict[str, float]:
    began = time.perf_counter()
    session, crew = opened(pattern, n_workers)
    figures = {"open": time.perf_counter() - began}
    counted = Counted(crew)
    seen: dict[str, list[float]] = {name: [] for name in ("pick", "models", "believe", "learn", "predict")}
    counts, n = session.engine.index.vocabulary.document_counts, len(session.corpus)
    fitting = set(np.flatnonzero((counts >= SHARES[0] * n) & (counts <= SHARES[1] * n)).tolist())
    used: set[str] = set()
    for number in range(n_answers):
        shown = session.suggest()
        numbers = session.engine.index.vocabulary.numbers
        words = [word for word in shown.candidates if numbers[word] in fitting and word not in used]
        if not words:
            session.skip()
            continue
        used.add(words[0])
        session.add(words[0], "ab"[number % 2])
        counted.begin()
        seen["pick"].append(timed(lambda: session.suggest(fresh=False)))
        models = begun(session, session.state, session.newest_models())
        seen["believe"].append(timed(lambda models=models: models.beliefs))
        seen["learn"].append(timed(lambda models=models: models.classifier))
        seen["predict"].append(timed(models.complete))
        seen["models"].append(seen["believe"][-1] + seen["learn"][-1] + seen["predict"][-1])
        session.adopt(models)
        counted.end()
    figures |= {name: statistics.median(values) for name, values in seen.items()}
    engine = session.engine
    figures["pass"] = statistics.median(
        timed(lambda: engine.total(lambda block: block.incidence.sum(axis=0))) for _ in range(5)
    )
    figures["round"] = 1000 * statistics.median(
        timed(lambda: engine.total(lambda _: np.zeros(1))) for _ in range(N_ROUNDS)
    )
    figures |= counted.figures()
    figures["peak"] = peak()
    if crew is not None:
        figures["worker_peak"] = max(crew.cluster.client.run(peak).values())
    engine.close()
    return figures


def timed(action) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


class Counted:
    """Counts what is sent to workers, and its size."""

    def __init__(self, crew) -> None:
        self.crew, self.sent, self.answers = crew, [], []
        if crew is not None:
            send = crew.send

            def counting(worker, method, *arguments):
                if method == "run":
                    self.sent.append(sum(len(work) for work, _ in arguments[0]))
                return send(worker, method, *arguments)

            crew.send = counting

    def begin(self) -> None:
        self.sent.clear()

    def end(self) -> None:
        self.answers.append((len(self.sent), sum(self.sent)))

    def figures(self) -> dict[str, float]:
        if self.crew is None:
            return {}
        rounds, size = (statistics.median(column) for column in zip(*self.answers, strict=True))
        return {"rounds": rounds / self.crew.size, "sent": size / 1000}


def peak() -> float:
    """Give the most memory that a process has had, in MB."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1)) / 1000


def report(options: argparse.Namespace, n: int, figures: dict[int, dict[str, float]]) -> str:
    names = ["here" if not workers else f"{workers} worker{'s' * (workers > 1)}" for workers in figures]
    ratio = [1, 2] if {1, 2} <= set(figures) else []
    head = ["", *names, *(["1 worker / 2"] if ratio else [])]
    lines = [head, ["---"] * len(head)]
    for key, (title, form) in ROWS.items():
        values = [each.get(key) for each in figures.values()]
        if any(value is not None for value in values):
            cells = ["–" if value is None else form.format(value) for value in values]
            lines.append([title, *cells, *([f"{figures[1][key] / figures[2][key]:.2f}"] if ratio else [])])
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("numpy", "scipy", "polars", "distributed", "lamplighter")
    )
    return f"""# On workers

`{" ".join(["python benchmarks/cluster.py", options.file.name, *sys.argv[2:]])}`: {n:,} texts in {options.copies * options.parts} files;
{options.answers} answers; medians. Workers have one thread each. "Here" is one process with a thread for each core, without Dask.

Machine: {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {libraries}.

{chr(10).join("| " + " | ".join(line) + " |" for line in lines)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path, help="Parquet")
    parser.add_argument("--text", default="text")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--parts", type=int, default=4, help="files a copy")
    parser.add_argument("--workers", default="0,1,2")
    parser.add_argument("--answers", type=int, default=10)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        pattern, workers = options.measure
        print(json.dumps(measure(pattern, int(workers), options.answers)))
        return
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        write_parts(options.file, options.text, options.copies, options.parts, Path(folder))
        n = sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in Path(folder).iterdir())
        for workers in map(int, options.workers.split(",")):
            command = [sys.executable, __file__, str(options.file), "--answers", str(options.answers)]
            command += ["--measure", f"{folder}/*.parquet", str(workers)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            figures[workers] = json.loads(done.stdout)
            print(workers, figures[workers], flush=True)
    text = report(options, n, figures)
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
