"""What each choice of the protocol ``authors`` is worth: taken back one at a time.

    python benchmarks/authors.py DATA_FOLDER [--datasets youtube,sms,amazon] [--seeds 5] [--jobs 2]

Runs Snorkel and Nemo under the protocol as it stands, and under variants that differ from it in one choice. The choices that
nobody published (how Snorkel's start is scaled, which documents the end model learns from, how they are weighed) are ours,
and this says what hangs on them. Prints Markdown: means of the learning curves' means, ± their standard errors.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from lamplighter.bench.datasets import DATASETS
from lamplighter.bench.materials import prepare_materials
from lamplighter.bench.methods import METHODS
from lamplighter.bench.metric import parse_metric
from lamplighter.bench.plan import user_of, words_for
from lamplighter.bench.protocols import AUTHORS, Protocol
from lamplighter.bench.runs import Run
from lamplighter.bench.trials import interview_of, run_trial
from lamplighter.learning import MajorityVote, MeTaL
from lamplighter.primitives import Ngrams, Tfidf

VARIANTS: dict[str, Protocol] = {
    "as it stands": AUTHORS,
    "end model on covered documents alone": replace(AUTHORS, end_model=replace(AUTHORS.end_model, documents="covered")),
    "documents, not classes, weigh alike": replace(AUTHORS, end_model=replace(AUTHORS.end_model, class_weight=None)),
    "soft labels": replace(AUTHORS, end_model=replace(AUTHORS.end_model, labels="soft")),
    "the start half as large": replace(
        AUTHORS, label_models=tuple(partial(make, scale=0.5) for make in AUTHORS.label_models)
    ),
    "MeTaL fitted to convergence": replace(AUTHORS, label_models=(MeTaL,)),
    "majority vote": replace(AUTHORS, label_models=(MajorityVote,)),
    "the true class balance": replace(AUTHORS, class_balance="gold"),
    "stop words come to nobody's mind": replace(
        AUTHORS, primitives=Ngrams(strip_accents="ascii", stop_words="english", min_df=1)
    ),
    "the strategy expects stop words": replace(
        AUTHORS, seu=type(AUTHORS.seu)(**{**vars(AUTHORS.seu), "stop_words": None})
    ),
    "features not standardized": replace(
        AUTHORS, features=Tfidf(sublinear=False, max_features=1000, stop_words="english", max_df=0.9)
    ),
    "no contextualizer": replace(AUTHORS, contextualizer=replace(AUTHORS.contextualizer, percentile=100.0)),
}


def score(task: tuple[str, int, str], data: Path, methods: tuple[str, ...]) -> list[float]:
    """Give the scores of the methods on one data set, seed and variant."""
    name, seed, variant = task
    dataset, protocol = DATASETS[name], VARIANTS[variant]
    found = []
    with threadpool_limits(limits=1, user_api="blas"):
        materials = prepare_materials(
            dataset.read(data),
            dataset.labels,
            parse_metric(dataset.metric, dataset.labels),
            protocol,
            seed,
            published_balance=dataset.published_balance,
            n_threads=1,
        )
        for method in methods:
            run = Run(
                name, protocol.name, protocol.sentiment_user if dataset.sentiment else protocol.user, 0.5, method, seed
            )
            user = materials.user(user_of(run, words_for([run], None, data)), run.threshold)
            trial = run_trial(interview_of(METHODS[method], materials, user), materials)
            found.append(float(np.mean(list(trial.curve.values()))))
    return found


def main() -> None:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--datasets", default="youtube,sms,amazon")
    parser.add_argument("--methods", default="snorkel,nemo")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    datasets, methods = options.datasets.split(","), tuple(options.methods.split(","))
    tasks = list(product(datasets, range(options.seeds), VARIANTS))
    with ProcessPoolExecutor(options.jobs) as workers:
        found = dict(zip(tasks, workers.map(partial(score, data=options.data, methods=methods), tasks), strict=True))
    print("| choice | " + " | ".join(f"{name}, {method}" for name in datasets for method in methods) + " |")
    print("|" + "---|" * (1 + len(datasets) * len(methods)))
    for variant in VARIANTS:
        scores = [np.array([found[name, seed, variant] for seed in range(options.seeds)]) for name in datasets]
        cells = [
            f"{column.mean():.3f} ± {column.std(ddof=1) / np.sqrt(len(column)):.3f}"
            for each in scores
            for column in each.T
        ]
        print(f"| {variant} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
