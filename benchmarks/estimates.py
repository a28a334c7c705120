"""How far off the estimates are that need no gold: of the end model's accuracy, and of the class balance.

    python benchmarks/estimates.py ../shared/data --datasets youtube,sms --seeds 5

For each data set and seed a simulated person works with the product's defaults. After 10, 25 and 50 answers the estimates are put beside
the truth: the accuracy on the test documents, and the shares of the classes among the training documents.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from lamplighter.bench import DATASETS, METHODS, PROTOCOLS, Lexicon, knows_words, named_user, parse_metric
from lamplighter.bench.datasets import lexicon_path
from lamplighter.bench.materials import Materials, prepare_materials
from lamplighter.bench.trials import Writing, interview_of

STEPS = (10, 25, 50)


def user_name(dataset: str, given: str | None) -> str:
    """Give the person who works: where an opinion lexicon speaks of the classes, one who knows it."""
    return given or ("lexicon" if DATASETS[dataset].sentiment else "explanation")


def compared(materials: Materials, interview: Writing) -> list[tuple[float, ...]]:
    """Give, for each step: the estimate, its interval, the truth, and the error of the class balance, also as counted."""
    rows = []
    known = np.bincount(materials.witness.gold, minlength=len(materials.labels))
    shares = known / known.sum()
    for answers in range(1, STEPS[-1] + 1):
        interview.ask()
        if answers not in STEPS:
            continue
        models = interview.models()
        predicted = models.predict(materials.features).argmax(axis=1)
        found = models.quality
        estimate = (np.nan,) * 3 if found is None else (found.accuracy, found.low, found.high)
        off = [np.abs(believed - shares).max() for believed in (models.class_balance, models.evidence.class_balance)]
        rows.append((*estimate, float((predicted == materials.truth).mean()), *off))
    return rows


def main() -> None:
    """Run, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--datasets", default="youtube,sms,amazon,yelp,imdb,trec")
    parser.add_argument("--user")
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    print("| data set | answers | estimate | truth | off | in the interval | balance off | as counted |")
    print("|---|---|---|---|---|---|---|---|")
    for name in given.datasets.split(","):
        dataset = DATASETS[name]
        corpus, user = dataset.read(given.data), user_name(name, given.user)
        words = Lexicon.from_file(lexicon_path(given.data)).for_labels(dataset.labels) if knows_words(user) else None
        runs = []
        for seed in range(given.seeds):
            metric = parse_metric(dataset.metric, dataset.labels)
            materials = prepare_materials(corpus, dataset.labels, metric, PROTOCOLS["product"], seed)
            interview = interview_of(METHODS["lamplighter"], materials, materials.user(named_user(user, words), 0.5))
            with threadpool_limits(1):
                runs.append(compared(materials, interview))
            materials.close()
        for step, rows in zip(STEPS, np.array(runs).transpose(1, 0, 2), strict=True):
            estimate, low, high, truth, balance, counted = rows.T
            within = (low <= truth) & (truth <= high)
            print(
                f"| {name} | {step} | {np.nanmean(estimate):.3f} | {truth.mean():.3f} "
                f"| {np.nanmean(np.abs(estimate - truth)):.3f} | {within.sum()} of {len(within)} "
                f"| {balance.mean():.3f} | {counted.mean():.3f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
