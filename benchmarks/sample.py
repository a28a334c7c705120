"""What learning from a sample of the texts costs in accuracy, and what it saves in time.

    python benchmarks/sample.py reviews.parquet --gold label    # records under benchmarks/results/sample.md

On a file whose true classes are known. Functions on words by lot, rare ones and frequent ones, each for the class that more of its
texts have, written on one of these; then the default learner learns from them with samples of several sizes, and what it predicts of all texts is
compared with the truth.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lamplighter import Corpus, Session
from lamplighter.engine import SelfTraining

SIZES = (6_250, 12_500, 25_000, 50_000, 100_000)
LEAST_PRECISION = 0.6
"""Of a function: a person does not write words that are hardly better than chance."""


class Kind(NamedTuple):
    """Functions: how many, on words in which share of the texts."""

    n: int
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.n} on words in {self.least:.2%} to {self.most:.2%} of the texts"


KINDS = (Kind(12, 0.0002, 0.002), Kind(40, 0.0002, 0.002), Kind(12, 0.003, 0.06), Kind(40, 0.003, 0.06))


def functions(session: Session, kind: Kind, seed: int) -> list[tuple[str, str, int]]:
    """Draw functions: a word, its class, and a text of this class that has the word."""
    lots, index, gold = np.random.default_rng(seed), session.engine.index, session.gold
    counts, n = index.vocabulary.document_counts, len(session.corpus)
    fitting = np.flatnonzero((counts >= kind.least * n) & (counts <= kind.most * n))
    of_class: dict[int, list[tuple[str, str, int]]] = {code: [] for code in range(len(session.labels))}
    for number in lots.permutation(fitting):
        found = [block.start + block.incidence[:, [number]].tocoo().row for block in index.slices]
        documents = np.concatenate(found)
        shares = np.bincount(gold[documents], minlength=len(of_class)) / len(documents)
        code = int(shares.argmax())
        if shares[code] >= LEAST_PRECISION and len(of_class[code]) < kind.n / len(of_class):
            own = documents[gold[documents] == code]
            of_class[code].append((index.vocabulary.terms[number], session.labels[code], int(lots.choice(own))))
        if all(len(each) >= kind.n / len(of_class) for each in of_class.values()):
            break
    return [one for each in of_class.values() for one in each]


def learnt(session: Session, size: int | None, written: list[tuple[str, str, int]]) -> tuple[float, float]:
    """Give accuracy and seconds of models that learn from so many documents."""
    other = Session(session.corpus, labels=session.labels, learner=SelfTraining(sample=size)).prepare(
        engine=session.engine
    )
    for word, label, document in written:
        other.add(word, label, document)
    session.engine.drawn(size) if size else None  # as it is from the second time on
    before = time.perf_counter()
    models = other.learn()
    seconds = time.perf_counter() - before
    return float((models.predicted == session.gold).mean()), seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--gold", default="label")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "sample.md")
    options = parser.parse_args()
    corpus = Corpus.from_file(options.file, gold=options.gold, columns=[])
    session = Session(corpus).prepare()
    sizes = [*(size for size in SIZES if 2 * size < len(corpus)), None]
    rows = []
    for kind in KINDS:
        drawn = [functions(session, kind, seed) for seed in range(options.seeds)]
        cells = []
        for size in sizes:
            found = np.array([learnt(session, size, written) for written in drawn])
            accuracy, seconds = found.mean(axis=0)
            cells.append(f"{accuracy:.3f}, {seconds:.1f} s")
            print(kind, size, found.round(4).tolist(), flush=True)
        rows.append([str(kind), *cells])
    head = ["functions", *(f"{size:,}" if size else "all" for size in sizes)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "lamplighter"))
    options.out.write_text(
        f"""# Learning from a sample

`python benchmarks/sample.py {options.file.name} --gold {options.gold}`: {len(corpus):,} texts. Accuracy on all texts, and seconds to learn models
(votes, label model, end model, predictions, what selection has to know), by the size of the sample (so many documents
without votes, and at most so many with votes); the mean over seeds, of which there are {options.seeds}.

Machine: {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {libraries}.

{table}
""",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
