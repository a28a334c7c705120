"""How fast ``lamplighter apply`` labels with workers, and in how much memory of each, however many rows there are.

    python benchmarks/apply_workers.py FILE.parquet --gold label

Makes a project of the first texts of the file, and labels parts of 500,000 rows made of the file's texts, one, three and ten million rows in all, each
row with two words that no other row has: in one process, and with two workers. Stops if the outputs are not the same, byte for byte. Needs Linux,
which tells how much memory each process had at its peak.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import polars as pl
from apply import make_project

PART = 500_000
"""Rows."""

TABLE = """| rows | labeled by | minutes passed | rows a second | seconds of work | memory of the process at its peak | of a worker | load |
|---|---|---|---|---|---|---|---|"""


class Run(NamedTuple):
    """What a command took: seconds that passed, those that it and its workers worked, MB of its process at its peak, and of its largest child."""

    passed: float
    worked: float
    own: int
    child: int


def peak(process: int) -> int:
    """Give the MB that a process had at its peak; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def run(command: list[str]) -> Run:
    """Run a command to its end, and look at its memory and its children's meanwhile."""
    began, before, own, child = time.perf_counter(), worked(), 0, 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        own = max(own, peak(process.pid))
        for tasks in Path(f"/proc/{process.pid}/task").glob("*/children"):
            child = max([child, *(peak(int(number)) for number in tasks.read_text().split())])
        time.sleep(0.3)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - began, worked() - before, own, child)


def worked() -> float:
    """Give the seconds that processors worked for all processes that have ended, and were begun here or by these."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def make_parts(folder: Path, text: pl.LazyFrame, name: str, millions: int) -> None:
    """Write so many million rows in parts, each row with two words of its own."""
    folder.mkdir()
    one = text.collect()
    for part, start in enumerate(range(0, millions * 1_000_000, PART)):
        places = pl.int_range(start, start + PART, eager=True)
        own = (places % one.height).cast(pl.UInt32)
        words = pl.DataFrame({name: one[name].gather(own), "n": places.cast(pl.String)})
        words.select(pl.col(name) + " w" + pl.col("n") + "x v" + pl.col("n") + "y").write_parquet(
            folder / f"{part:02}.parquet"
        )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="Parquet, of a million texts or more")
    parser.add_argument("--text", default="text")
    parser.add_argument("--gold", default="label")
    parser.add_argument("--texts", type=int, default=20_000, help="of the project")
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 3, 10])
    given = parser.parse_args()
    table = pl.scan_parquet(given.file)
    print(
        f"Python {platform.python_version()}, Polars {version('polars')}, Dask {version('distributed')}, {os.cpu_count()} cores"
    )
    print(TABLE, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        project, parts = place / "work.lamplighter", place / "parts"
        make_project(project, table.head(given.texts).collect(), given.text, given.gold, 10)
        for millions in given.millions:
            make_parts(parts, table.select(given.text), given.text, millions)
            for name, options in (("2 workers", ["--workers", "2"]), ("one process", [])):
                command = [sys.executable, "-m", "lamplighter", "apply", str(project), str(parts / "*.parquet")]
                took = run([*command, "--text", given.text, "--out", str(place / name), *options])
                speed = millions * 1e6 / took.passed
                worker = f"{took.child:,} MB" if options else ""
                print(
                    f"| {millions} million | {name} | {took.passed / 60:.1f} | {speed:,.0f} | {took.worked:.0f} | {took.own:,} MB | {worker} | {os.getloadavg()[0]:.0f} |",
                    flush=True,
                )
            outputs = [path.name for path in (place / "one process").iterdir()]
            _, *differ = filecmp.cmpfiles(place / "one process", place / "2 workers", outputs, shallow=False)
            if any(differ) or len(outputs) != millions * 1_000_000 // PART + 1:
                raise SystemExit(f"The outputs are not the same: {differ}")
            for done in (parts, place / "one process", place / "2 workers"):
                shutil.rmtree(done)


if __name__ == "__main__":
    main()
