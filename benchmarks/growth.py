"""How time, memory and disk grow with the number of texts: from ten thousand to a million.

    python benchmarks/growth.py reviews.parquet                        # records under benchmarks/results/growth.*
    python benchmarks/growth.py reviews.csv --text body --sizes 1000,10000 --repeats 1 --out growth.md

For each size the first so many texts of the file. Each measurement is a process of its own, so that its peak memory is that of
this one thing and all it needs, Python and its libraries included. Of several runs the best is recorded: on a machine that
others use too, whatever is added to it is theirs. Needs matplotlib, of the extra bench.

To measure something else of each size: write a function that gives its figures by name, put it into MEASUREMENTS, and add a
line to COLUMNS.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamplighter import Session

N_FUNCTIONS = 12
N_STEPS = 7
SHARES = (0.002, 0.02)
"""Of the texts, that the words of functions stand in."""

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
MB = 1e6

STARTED = "LAMPLIGHTER_BENCHMARK_STARTED"
"""When the process was started, in the seconds of time.time()."""


# ------------------------------------------------------------------ measured in a process of its own


def index(folder: Path) -> dict[str, float]:
    """Index the texts and make a project of them, as ``lamplighter label`` does."""
    import polars as pl  # noqa: PLC0415  (the process that starts the others shall be small)

    from lamplighter import Corpus, Session  # noqa: PLC0415
    from lamplighter.engine import Engine, build_index  # noqa: PLC0415
    from lamplighter.store import IndexCache, SqliteStore  # noqa: PLC0415

    corpus = Corpus.from_frame(pl.read_parquet(folder / "texts.parquet"), text="text", columns=[])
    session = Session(corpus, labels=["a", "b"])
    before, worked = time.perf_counter(), time.process_time()
    made = build_index(corpus.texts, session.settings.primitives)
    seconds, worked = time.perf_counter() - before, time.process_time() - worked
    session.prepare(engine=Engine(made))
    project = folder / "texts.lamplighter"
    SqliteStore.create(project, corpus, session.events).close()
    cache = IndexCache(project, session.settings.primitives, session.settings.features)
    before = time.perf_counter()
    reason = cache.keep(corpus, made)
    if reason is not None:
        sys.exit(f"The index cannot be kept: {reason}")
    kept = sum(file.stat().st_size for file in cache.place.iterdir()) if cache.place.exists() else math.nan
    return {
        "index_seconds": seconds,
        "index_rate": len(corpus) / seconds,
        "index_cpu": worked,
        "index_peak": peak(),
        "keep_seconds": time.perf_counter() - before,
        "kept_size": kept / MB,
        "project_size": project.stat().st_size / MB,
        "terms": len(made.vocabulary),
        "entries": sum(block.incidence.nnz for block in made.slices),
    }


def reopen(folder: Path) -> dict[str, float]:
    """Open the project as every command does, from the start of Python to where documents can be asked for."""
    from lamplighter.cli.projects import continued  # noqa: PLC0415  (it is measured)

    started = float(os.environ[STARTED])
    loaded = time.time() - started
    store, session = continued(folder / "texts.lamplighter")
    seconds = time.time() - started
    if len(session.engine.index.slices) == 0:
        sys.exit("There is no document.")
    store.close()
    return {"reopen_seconds": seconds, "load_seconds": loaded, "reopen_cpu": time.process_time(), "reopen_peak": peak()}


def learn(folder: Path) -> dict[str, float]:
    """Write functions on some words, learn models, and give a few more answers, as the server does."""
    import numpy as np  # noqa: PLC0415

    from lamplighter.cli.projects import continued  # noqa: PLC0415

    store, session = continued(folder / "texts.lamplighter")
    counts, n = session.engine.index.vocabulary.document_counts, len(session.corpus)
    fitting = np.flatnonzero((counts >= SHARES[0] * n) & (counts <= SHARES[1] * n))
    chosen = fitting[np.linspace(0, len(fitting) - 1, N_FUNCTIONS + N_STEPS).astype(int)]
    words = [session.engine.index.vocabulary.terms[number] for number in chosen]
    for place, word in enumerate(words[:N_FUNCTIONS]):
        session.add(word, "ab"[place % 2], _having(session, word))
    session.models()
    session.suggest()
    steps = []
    for place, word in enumerate(words[N_FUNCTIONS:]):
        document = _having(session, word)
        before = time.perf_counter()
        session.add(word, "ab"[place % 2], document)
        session.suggest(fresh=False)  # by the models that there are: new ones are learnt behind it
        steps.append(time.perf_counter() - before)
    before = time.perf_counter()
    session.learn()
    seconds = time.perf_counter() - before
    store.close()
    return {"step_seconds": statistics.median(steps), "refit_seconds": seconds, "learn_peak": peak()}


def _having(session: Session, word: str) -> int:
    """Give the first document that contains a word."""
    number = session.engine.index.vocabulary.numbers[word]
    blocks = session.engine.index.slices
    return next(block.start + int(rows[0]) for block in blocks if len(rows := block.incidence[:, [number]].tocoo().row))


def peak() -> float:
    """Give the most memory that this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB


MEASUREMENTS = {"index": index, "reopen": reopen, "learn": learn}
"""In this order for each size, in one folder: what one leaves there, the next finds."""

COLUMNS = {
    "index_seconds": ("indexing, s", "{:.2f}"),
    "index_rate": ("texts/s", "{:,.0f}"),
    "index_cpu": ("indexing, s of a processor", "{:.2f}"),
    "index_peak": ("peak while indexing, MB", "{:,.0f}"),
    "terms": ("words kept", "{:,.0f}"),
    "project_size": ("project, MB", "{:.1f}"),
    "kept_size": ("index beside it, MB", "{:.1f}"),
    "keep_seconds": ("writing it, s", "{:.2f}"),
    "reopen_seconds": ("reopening, s", "{:.2f}"),
    "load_seconds": ("of it before our code runs", "{:.2f}"),
    "reopen_cpu": ("reopening, s of a processor", "{:.2f}"),
    "reopen_peak": ("peak when reopened, MB", "{:,.0f}"),
    "step_seconds": ("answer to next text, s", "{:.3f}"),
    "refit_seconds": ("models, s", "{:.2f}"),
    "learn_peak": ("peak while learning, MB", "{:,.0f}"),
}
"""Heading and form of each figure; a figure that is missing is a dash."""

LARGER_IS_BETTER = {"index_rate"}

DRAWN = {
    "seconds": ("index_seconds", "reopen_seconds", "step_seconds", "refit_seconds"),
    "megabytes": ("index_peak", "reopen_peak", "learn_peak", "project_size", "kept_size"),
}
"""The figures of each panel of the plot."""


# ------------------------------------------------------------------ one size after another


def measured(folder: Path, repeats: int) -> dict[str, float]:
    """Give the best figures of a folder of texts."""
    best: dict[str, float] = {}
    for _ in range(repeats):
        for file in folder.iterdir():
            if file.name != "texts.parquet":
                _remove(file)
        for name in MEASUREMENTS:
            command = [sys.executable, __file__, "--measure", name, str(folder)]
            environment = {**os.environ, STARTED: str(time.time())}
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
            for key, value in json.loads(done.stdout).items():
                choose = max if key in LARGER_IS_BETTER else min
                best[key] = choose(best.get(key, value), value)
    return best


def _remove(path: Path) -> None:
    if path.is_dir():
        for file in path.iterdir():
            file.unlink()
        path.rmdir()
    else:
        path.unlink()


def cut(file: Path, text: str | None, sizes: list[int], folder: Path) -> list[Path]:
    """Write the first so many texts of a file, in a folder for each size. In another process: reading takes memory."""
    script = (
        "import sys, polars as pl; from pathlib import Path; from lamplighter import Corpus\n"
        "file, text, folder, *sizes = sys.argv[1:]\n"
        "corpus = Corpus.from_file(file, text=text or None, columns=[])\n"
        "missing = [size for size in map(int, sizes) if size > len(corpus)]\n"
        "missing and sys.exit(f'There are {len(corpus):,} texts; expected {max(missing):,}. Give other --sizes.')\n"
        "for size in sizes:\n"
        "    Path(folder, size).mkdir()\n"
        "    frame = pl.DataFrame({'text': corpus.texts[: int(size)]})\n"
        "    frame.write_parquet(Path(folder, size, 'texts.parquet'))\n"
    )
    subprocess.run([sys.executable, "-c", script, str(file), text or "", str(folder), *map(str, sizes)], check=True)
    return [folder / str(size) for size in sizes]


def exponent(sizes: list[int], values: list[float]) -> float:
    """Fit a power law: the slope of a line through the logarithms, by least squares."""
    points = [(math.log(size), math.log(value)) for size, value in zip(sizes, values, strict=True) if value > 0]
    if len(points) < 2:
        return math.nan
    mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


# ------------------------------------------------------------------ what is written


def report(file: Path, sizes: list[int], rows: list[dict[str, float]], loads: list[float], repeats: int) -> str:
    """Write the figures as Markdown."""
    shown = [key for key in COLUMNS if any(key in row for row in rows)]
    exponents = [
        f"{exponent(sizes, [row.get(key, math.nan) for row in rows]):.2f}".replace("nan", "–") for key in shown
    ]
    table = [["texts", *(COLUMNS[key][0] for key in shown)], ["---"] * (len(shown) + 1)]
    table += [[f"{size:,}", *(_cell(key, row) for key in shown)] for size, row in zip(sizes, rows, strict=True)]
    table += [["exponent", *exponents]]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "polars", "lamplighter"))
    return f"""# How it grows

`python benchmarks/growth.py {file.name}`: for each size the first so many texts, of {rows[-1]["entries"] / sizes[-1]:.0f} different
words each. The best of {repeats} runs. Each measurement is a process of its own; peaks include Python and its libraries, and
reopening begins where Python does. Beside fewer than 20,000 texts no index is kept: they are indexed again. Models are learnt of
{N_FUNCTIONS + N_STEPS} functions on words of {SHARES[0]:.1%} to {SHARES[1]:.0%} of the texts, by the defaults, in a process that does nothing else.

Machine: {os.cpu_count()} cores, {_memory():.0f} GiB, {platform.system()}; Python {platform.python_version()}, {libraries}. Load average
while it ran: {min(loads):.1f} to {max(loads):.1f}, of which this makes at most {os.cpu_count()}; seconds of a processor depend less on the others.

{chr(10).join("| " + " | ".join(row) + " |" for row in table)}

A figure grows as the number of texts to the power of its exponent, fitted over all sizes. What every process needs, whatever the number,
is part of it: the time to load Python's libraries, and the {min(row["reopen_peak"] for row in rows):.0f} MB these take.

![Seconds and megabytes over the number of texts, with the fitted lines](growth.png)
"""


def _cell(key: str, row: dict[str, float]) -> str:
    value = row.get(key, math.nan)
    return "–" if math.isnan(value) else COLUMNS[key][1].format(value)


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def draw(path: Path, sizes: list[int], rows: list[dict[str, float]]) -> None:
    """Draw the figures over the number of texts, both on logarithmic scales, with the fitted lines."""
    import matplotlib as mpl  # noqa: PLC0415  (of the extra bench, and slow)

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    figure, panels = plt.subplots(1, len(DRAWN), figsize=(5.5 * len(DRAWN), 4.2), layout="constrained")
    for panel, (unit, keys) in zip(panels, DRAWN.items(), strict=True):
        for key, marker in zip(keys, "os^Dv", strict=False):
            points = [(size, row[key]) for size, row in zip(sizes, rows, strict=True) if row.get(key, math.nan) > 0]
            if len(points) < 2:
                continue
            there, values = [list(column) for column in zip(*points, strict=True)]
            power = exponent(there, values)
            middle = math.exp(sum(map(math.log, values)) / len(values)) / math.exp(
                power * sum(map(math.log, there)) / len(there)
            )
            title = COLUMNS[key][0].rsplit(",", 1)[0]
            (line,) = panel.plot(there, values, marker, label=f"{title}: n^{power:.2f}")
            panel.plot(there, [middle * size**power for size in there], color=line.get_color(), linewidth=1, alpha=0.6)
        panel.set(xscale="log", yscale="log", xlabel="texts", ylabel=unit)
        panel.grid(alpha=0.3, which="both", linewidth=0.5)
        panel.legend(frameon=False)
    figure.savefig(path, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path, help="CSV, TSV, JSONL or Parquet")
    parser.add_argument("--text", help="the column of texts; guessed when left out")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "growth.md")
    parser.add_argument("--measure", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(MEASUREMENTS[given.measure](given.file)))
        return
    sizes = sorted(map(int, given.sizes.split(",")))
    rows, loads = [], [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as folder:
        for place in cut(given.file, given.text, sizes, Path(folder)):
            rows.append(measured(place, given.repeats))
            loads.append(os.getloadavg()[0])
            print(
                f"{int(place.name):>9,}  " + "  ".join(f"{key} {_cell(key, rows[-1])}" for key in COLUMNS), flush=True
            )
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(report(given.file, sizes, rows, loads, given.repeats), encoding="utf-8")
    draw(given.out.with_suffix(".png"), sizes, rows)
    print(f"Report: {given.out}")


if __name__ == "__main__":
    main()
