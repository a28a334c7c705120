"""How fast the inside is beside others: label models and functions beside Snorkel's, a sparse pass beside the memory, a run beside the paper's code.

    python benchmarks/speed.py ../shared/data --out benchmarks/results/speed.md

Needs the extra ``snorkel``. What is compared is measured in the same process, one after the other: read the ratios, for
the seconds are the machine's. Of the short ones the best of several is taken. Both sides get
what they like best: Snorkel its dense label matrix and a data frame, lamplighter its sparse votes and texts.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from label_models import EVEN2, EVEN4, KEYWORDS, RULES, Kind, make_votes, measure

from lamplighter import Corpus
from lamplighter.bench import DATASETS, METHODS, PROTOCOLS, Lexicon, named_user, parse_metric, simulate
from lamplighter.bench.datasets import lexicon_path
from lamplighter.engine import Engine, build_index
from lamplighter.engine.patterns import read_pattern
from lamplighter.learning import LABEL_MODELS
from lamplighter.linalg import distinct_rows
from lamplighter.primitives import Ngrams
from lamplighter.votes import snorkel_matrix, vote_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KINDS = [
    Kind("keywords, 50, K = 2", 50, EVEN2, one_class=True, coverage=KEYWORDS),
    Kind("keywords, 200, K = 4", 200, EVEN4, one_class=True, coverage=KEYWORDS),
    Kind("rules, 50, K = 2", 50, EVEN2, one_class=False, coverage=RULES),
    Kind("rules, 200, K = 4", 200, EVEN4, one_class=False, coverage=RULES),
]
N_DOCUMENTS = 100_000
MODELS = ("majority", "metal", "one-coin", "dawid-skene", "triplet")
BEST_OF = 5
N_FUNCTIONS = 10
AUTHORS_SECONDS = 564
"""Of their code, for one run of Nemo on Amazon (``method.md``): on such a machine, but not in this process."""


def seconds(work: Callable[[], Any], times: int = BEST_OF) -> float:
    """Give the least time that something took."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


# ------------------------------------------------------------------ label models


def label_models() -> Iterator[str]:
    """Fit Snorkel's label model and ours to the same votes, and ask for beliefs in all documents."""
    from snorkel.labeling.model import LabelModel  # noqa: PLC0415  (an extra)

    yield "| votes | label model | seconds | Snorkel ÷ it | accuracy | log-loss |"
    yield "|---|---|---|---|---|---|"
    for kind in KINDS:
        votes, truth, _ = make_votes(kind, N_DOCUMENTS, seed=0)
        covered, balance = np.diff(votes.indptr) > 0, np.array(kind.balance)
        matrix, beliefs = snorkel_matrix(votes), {}

        def snorkels(K: int = len(balance), dense: Any = matrix, kept: dict[str, Any] = beliefs) -> None:
            model = LabelModel(cardinality=K, verbose=False)
            model.fit(dense, class_balance=[1 / K] * K, progress_bar=False)
            kept["snorkel"] = model.predict_proba(dense)

        def own(name: str, given: Any = votes, shares: Any = balance, kept: dict[str, Any] = beliefs) -> None:
            rows, counts, places = distinct_rows(given)
            model = LABEL_MODELS[name]()
            model.fit(rows, counts, n_classes=len(shares), class_balance=shares)
            kept[name] = model.predict_proba(rows)[places]

        theirs = seconds(snorkels, 2)  # the first time it is loaded too
        taken = {"snorkel": theirs} | {name: seconds(partial(own, name)) for name in MODELS}
        for name, took in taken.items():
            accuracy, loss = measure(beliefs[name][covered], truth[covered])
            yield f"| {kind.name} | {name} | {took:.3f} | {theirs / took:,.0f} × | {accuracy:.4f} | {loss:.3f} |"


# ------------------------------------------------------------------ functions on texts


def functions(texts: tuple[str, ...]) -> Iterator[str]:
    """Apply keyword functions as Snorkel does, and as we do, from an index and from the texts."""
    import pandas as pd  # noqa: PLC0415  (comes with Snorkel)
    from snorkel.labeling import LabelingFunction, PandasLFApplier  # noqa: PLC0415

    engine = Engine(build_index(texts, Ngrams()))
    counts = engine.index.vocabulary.document_counts
    chosen = np.argsort(-counts)[100 : 100 + N_FUNCTIONS]  # of what stands in about a tenth of the reviews
    words = [engine.index.vocabulary.terms[number] for number in chosen]
    frame = pd.DataFrame({"text": texts})

    def keyword(row: Any, word: str) -> int:
        return 1 if word in row.text.lower() else -1

    theirs = PandasLFApplier([LabelingFunction(word, keyword, resources={"word": word}) for word in words])

    def ours(used: Engine = engine) -> Any:
        patterns = [read_pattern(used.index, word) for word in words]
        return used.map(
            lambda block: vote_matrix(
                [pattern.rows(used.index, block) for pattern in patterns], [1] * len(words), len(block)
            )
        )

    taken = seconds(lambda: theirs.apply(frame, progress_bar=False), 3)
    indexed, cold = seconds(ours), seconds(lambda: ours(Engine(build_index(texts, Ngrams()))), 3)
    yield f"{N_FUNCTIONS} functions on {len(texts):,} reviews, each on one of: {', '.join(words)}.\n"
    yield "| | seconds | Snorkel ÷ it |\n|---|---|---|"
    yield f"| Snorkel's `PandasLFApplier` | {taken:.3f} | |"
    yield f"| lamplighter, on the index that a session has | {indexed:.4f} | {taken / indexed:,.0f} × |"
    yield f"| lamplighter, with indexing the texts before | {cold:.3f} | {taken / cold:.1f} × |"


# ------------------------------------------------------------------ a sparse pass and the memory


def bandwidth(texts: tuple[str, ...]) -> Iterator[str]:
    """Sum beliefs over the documents of each word, beside a triad, ``a = b + 3 c``, with as many threads."""
    engine, threads = Engine(build_index(texts, Ngrams())), os.cpu_count() or 1
    beliefs = engine.map(lambda block: np.full((len(block), 2), 0.5))
    pool = ThreadPoolExecutor(threads)
    size = 8_000_000 * threads
    a, b, c = np.zeros(size), np.ones(size), np.ones(size)
    parts = [slice(start, start + 20_000) for start in range(0, size, 20_000)]

    def triad() -> None:
        def add(own: list[slice]) -> None:
            for part in own:  # a piece stays in the cache between the two steps
                np.multiply(c[part], 3.0, out=a[part])
                np.add(a[part], b[part], out=a[part])

        list(pool.map(add, [parts[number::threads] for number in range(threads)]))

    def product() -> None:
        engine.total(lambda block, own: block.incidence.T @ own, beliefs)

    entries = sum(block.incidence.nnz for block in engine.index.slices)
    width = engine.index.slices[0].incidence.indices.itemsize
    moved = entries * width + len(texts) * (2 * 8 + width)  # the ones are shared by all slices, and stay in the cache
    of_memory, of_pass = 3 * 8 * size / seconds(triad), moved / seconds(product)
    yield "| | GB/s | share of the triad |\n|---|---|---|"
    yield f"| triad, {threads} threads | {of_memory / 1e9:.1f} | |"
    yield (
        f"| `Bᵀ q` over {len(texts):,} texts, {entries:,} entries of {width} bytes | {of_pass / 1e9:.2f} | "
        f"{of_pass / of_memory:.0%} |"
    )
    yield f"\n{entries / (moved / of_pass) / 1e6:,.0f} million entries a second, K = 2."


# ------------------------------------------------------------------ a simulated run


def runs(data: Path) -> Iterator[str]:
    """Simulate one person on Amazon's reviews, 50 answers, ten measurements."""
    dataset = DATASETS["amazon"]
    corpus = dataset.read(data)
    user = named_user("lexicon", Lexicon.from_file(lexicon_path(data)).for_labels(dataset.labels))
    yield "| one run of 50 on Amazon | seconds | their Nemo's 564 s ÷ it |\n|---|---|---|"
    for title, method, protocol in (
        ("the product's defaults", "lamplighter", "product"),
        ("Nemo, protocol `product`", "nemo", "product"),
        ("Nemo, protocol `authors`", "nemo", "authors"),
    ):
        began = time.perf_counter()
        simulate(
            corpus,
            user,
            parse_metric(dataset.metric, dataset.labels),
            labels=dataset.labels,
            method=METHODS[method],
            protocol=PROTOCOLS[protocol],
        )
        took = time.perf_counter() - began
        yield f"| {title} | {took:.1f} | {AUTHORS_SECONDS / took:.0f} × |"


def report(data: Path) -> Iterator[str]:
    names = ("numpy", "scipy", "polars", "scikit-learn", "snorkel", "torch", "pandas")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    yield f"# How fast the inside is\n\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}. "
    yield f"Load average {os.getloadavg()[0]:.1f} when it began.\n\n## Label models\n"
    yield f"{N_DOCUMENTS:,} documents. *Keywords* vote one class each, on 1 to 10 % of the documents; *rules* all classes, on 20 to 60 %. Fit and beliefs."
    yield "Accuracy and log-loss of the beliefs in covered documents.\n"
    yield from label_models()
    yield "\n## Functions on texts\n"
    yield from functions(tuple(DATASETS["amazon"].read(data).texts)[:18_000])
    yield "\n## A pass over the votes' matrix, and the memory\n"
    sentences = pl.read_parquet(data / "review_sentences.parquet")
    yield from bandwidth(Corpus.from_frame(sentences, text="text", columns=[]).texts)
    yield "\n## A simulated run\n"
    yield from runs(data)


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    lines = []
    for line in report(given.data):
        print(line, flush=True)
        lines.append(line)
    if given.out is not None:
        given.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
