"""How fast ``lamplighter apply`` labels, and in how much memory, however large the file is.

    python benchmarks/apply.py FILE.parquet --gold label                # copies of the same texts
    python benchmarks/apply.py FILE.parquet --gold label --new-words    # every text with words of its own

Makes a project of the first texts of the file, with functions on words that tell its classes apart, and labels the whole file with
it, then one of several times its rows. Each run is a process of its own, as a person starts it; that on a file of one row shows what
is left when nothing is labeled: starting, indexing the project's texts, learning.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import polars as pl

from lamplighter import Corpus, Session
from lamplighter.store import SqliteStore

TABLE = """# How fast and in how much memory files are labeled

{rows:,} texts of {length:.0f} characters on average, a project of {texts:,} of them with {functions} functions. Python {python}, Polars
{polars}, {cores} cores; one run of each. Seconds of work are those that the processor worked for the process; texts a second are by
these, without those of the start (the run on one row). NUL characters were taken out for CSV. Each output was seen to have every row, in
order.

| labeled | size | minutes passed | seconds of work | texts a second of work | memory at its peak |
|---|---|---|---|---|---|
{lines}
"""


class Run(NamedTuple):
    """What a process took."""

    passed: float
    worked: float
    peak: int


def run(command: list[str]) -> Run:
    """Run a command to its end; give the seconds that passed, those its threads worked, and its largest memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def check(output: Path, n_rows: int) -> None:
    """Stop if an output does not have every row once, in order: how fast it came would say nothing."""
    row = pl.scan_parquet(output).select("row")
    same = row.select((pl.col("row") == pl.int_range(pl.len())).all(), n=pl.len()).collect().row(0)
    if same != (True, n_rows):
        raise SystemExit(f"{output} does not have the rows 0 to {n_rows - 1}")


def telling_words(frame: pl.DataFrame, text: str, gold: str, n: int) -> list[tuple[str, str]]:
    """Give words and the class that each speaks for: those that stand in most more texts of it than of others."""
    labels = sorted(frame[gold].drop_nulls().unique())
    counts = {label: Counter[str]() for label in labels}
    for content, label in frame.select(text, gold).drop_nulls().iter_rows():
        counts[label].update(set(re.findall(r"\w\w+", content.lower())))
    best = {
        label: sorted(counts[label], key=lambda word: 2 * counts[label][word] - sum(c[word] for c in counts.values()))
        for label in labels
    }
    return [(best[label][-1 - place], label) for place in range(n) for label in labels][:n]


def make_project(place: Path, frame: pl.DataFrame, text: str, gold: str, n_functions: int) -> None:
    """Make a project of texts, with functions."""
    corpus = Corpus.from_frame(frame.select(text), text=text)
    functions = telling_words(frame, text, gold, n_functions)
    session = Session(corpus, labels=sorted({label for _, label in functions}))
    session.bring(functions)
    SqliteStore.create(place, corpus, session.events).close()


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="Parquet")
    parser.add_argument("--text", default="text")
    parser.add_argument("--gold", default="label")
    parser.add_argument("--texts", type=int, default=20_000, help="of the project")
    parser.add_argument("--functions", type=int, default=10)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--new-words", action="store_true", help="give each row two words that no other has")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    table = pl.scan_parquet(given.file)
    rows = table.select(pl.len()).collect().item()
    length = table.select(pl.col(given.text).str.len_chars().mean()).collect().item()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        project = place / "work.lamplighter"
        make_project(project, table.head(given.texts).collect(), given.text, given.gold, given.functions)
        files = {"one row": (1, place / "one.parquet")}
        files["the file"] = (rows, place / "whole.parquet")
        files[f"{given.copies} times its rows, Parquet"] = (given.copies * rows, place / "many.parquet")
        text = table.select(given.text)
        if given.new_words:  # copies have the words of the first: what grew with these would not be seen
            own = pl.int_range(pl.len()).cast(pl.String)
        else:
            files["the file, as CSV"] = (rows, place / "whole_csv.csv")
        text.head(1).sink_parquet(files["one row"][1])
        for n, (_, file) in zip((1, given.copies, 1), list(files.values())[1:], strict=False):
            many = pl.concat([text] * n)
            if given.new_words:
                many = many.with_columns(pl.col(given.text) + " w" + own + "x v" + own + "y")
            if file.suffix == ".csv":  # a text file with a NUL character is refused, and some texts have one
                many.with_columns(pl.col(given.text).str.replace_all("\0", "", literal=True)).sink_csv(file)
            else:
                many.sink_parquet(file)
        lines, start = [], 0.0
        for name, (n, file) in files.items():
            options = ["--text", given.text, "--out", str(place / f"out-{file.stem}")]
            took = run([sys.executable, "-m", "lamplighter", "apply", str(project), str(file), *options])
            check(place / f"out-{file.stem}" / f"{file.stem}.parquet", n)
            start = start or took.worked
            speed = f"{n / (took.worked - start):,.0f}" if n > 1 else ""
            size, minutes = file.stat().st_size / 1e6, took.passed / 60
            lines.append(
                f"| {name} | {size:,.0f} MB | {minutes:.1f} | {took.worked:.0f} | {speed} | {took.peak:,} MB |"
            )
            print(lines[-1], flush=True)
    report = TABLE.format(
        rows=rows,
        length=length,
        texts=given.texts,
        functions=given.functions,
        python=platform.python_version(),
        polars=version("polars"),
        cores=os.cpu_count(),
        lines="\n".join(lines),
    )
    print(report) if given.out is None else given.out.write_text(report)


if __name__ == "__main__":
    main()
