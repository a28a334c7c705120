"""The product beside its rivals under the same learner, and without each of its parts: tables of recorded runs.

    lamplighter bench --protocol product --methods lamplighter,lamplighter-random,no-need --user explanation --out runs
    python benchmarks/ablation.py runs/curves.parquet

Any number of files of curves may be named. A figure is the mean of the learning curve, over seeds, with its standard error;
a difference is that to the product on the same seeds, with the standard error of the differences.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

from lamplighter.bench.report.numbers import fixed

RIVALS = {
    "lamplighter": "product",
    "lamplighter-random": "random",
    "lamplighter-abstain": "abstain",
    "lamplighter-disagree": "disagree",
    "lamplighter-seu": "SEU",
    "snorkel": "random, majority vote",
}
"""Selections under the product's learner; last, documents drawn by lot and votes of the majority."""

PARTS = {
    "no-length": "texts all the same news",
    "no-representatives": "no representatives first",
    "no-need": "classes all needed alike",
    "no-teacher": "no teacher",
    "no-mask": "no mask",
    "no-bigrams": "words alone",
    "no-rounds": "no rounds",
    "rounds-unchecked": "rounds unchecked",
    "balance-counted": "balance counted",
}

ROW = ["dataset", "user"]


def scores(paths: list[Path]) -> pl.DataFrame:
    """Give the mean of each run's learning curve."""
    curves = pl.concat([pl.read_parquet(path) for path in paths])
    return curves.group_by([*ROW, "method", "seed"]).agg(pl.col("value").mean())


def differences(means: pl.DataFrame, to: str) -> pl.DataFrame:
    """Give by how much each method exceeds one of them, on the same data, user and seed."""
    ours = means.filter(pl.col("method") == to).drop("method").rename({"value": "ours"})
    return means.join(ours, on=[*ROW, "seed"]).with_columns(value=pl.col("value") - pl.col("ours")).drop("ours")


def cell(values: pl.DataFrame, *, signed: bool = False) -> str:
    """Write the mean over seeds and its standard error."""
    seeds = values["value"]
    if not len(seeds):
        return "–"
    mean = fixed(float(seeds.mean()), signed=signed)
    return mean if len(seeds) == 1 else f"{mean} ± {fixed(float(seeds.std()) / len(seeds) ** 0.5)}"


def table(means: pl.DataFrame, methods: dict[str, str], *, signed: bool) -> list[str]:
    """Write a table: a data set and user a row, a method a column."""
    lines = [f"| data, user | {' | '.join(methods.values())} |", "|---" * (len(methods) + 1) + "|"]
    for dataset, user in means.select(ROW).unique(maintain_order=True).sort(ROW).iter_rows():
        here = means.filter((pl.col("dataset") == dataset) & (pl.col("user") == user))
        cells = [cell(here.filter(pl.col("method") == method), signed=signed) for method in methods]
        if any(each != "–" for each in cells):
            lines.append(f"| {dataset}, {user} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curves", type=Path, nargs="+")
    parser.add_argument("--parts-of", default="lamplighter", help="What the parts were left out of.")
    asked = parser.parse_args()
    means = scores(asked.curves)
    against, whole = differences(means, "lamplighter"), differences(means, asked.parts_of)
    rivals = {name: heading for name, heading in RIVALS.items() if name != "lamplighter"}
    for title, rows, methods, signed in (
        ("Selection under one learner", means, RIVALS, False),
        ("Difference to the product", against, rivals, True),
        (f"Without one of its parts: difference to {asked.parts_of}", whole, PARTS, True),
    ):
        print(f"**{title}**\n")
        print("\n".join(table(rows, methods, signed=signed)), end="\n\n")


if __name__ == "__main__":
    main()
