"""What becomes of the product's defaults when the person errs, the classes are unbalanced, or a share given is wrong.

    python benchmarks/robustness.py ../shared/data --datasets amazon,youtube,sms --seeds 5

Every condition is run with the product's defaults, and with documents drawn by lot and the votes of the majority (what is called
Snorkel in the tables). Printed are means of the learning curve over seeds, with their standard errors.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from lamplighter.bench import DATASETS, METHODS, Lexicon, knows_words, named_user, parse_metric, simulate
from lamplighter.bench.datasets import lexicon_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lamplighter import Corpus

RIVALS = ("lamplighter", "snorkel")

COMMON = 0.3
"""Of data sets where the second class has a larger share, it is made rare."""


@dataclass(frozen=True)
class Condition:
    """What is different from the usual experiment."""

    name: str
    corpus: Corpus
    labels: tuple[str, ...]
    metric: str
    user: str
    threshold: float = 0.5
    settings: Mapping[str, Any] = field(default_factory=dict)


def rare(corpus: Corpus, label: str, share: float) -> Corpus:
    """Leave out documents of a class, at random, until it has a share."""
    gold = np.array(corpus.gold)
    own, others = np.flatnonzero(gold == label), np.flatnonzero(gold != label)
    kept = np.random.default_rng(0).permutation(own)[: round(len(others) * share / (1 - share))]
    return corpus.subset(np.sort(np.concatenate([others, kept])))


def conditions(name: str, corpus: Corpus) -> list[Condition]:
    """Give the conditions for a data set of two classes."""
    dataset = DATASETS[name]
    user = "lexicon" if dataset.sentiment else "explanation"
    usual = (corpus, dataset.labels, dataset.metric)
    first, second = dataset.labels
    share = np.mean(np.array(corpus.gold) == second)
    given = [
        (f"{second} given as {wrong:.2f}, is {share:.2f}", {second: wrong, first: 1 - wrong})
        for wrong in (share / 2, min(2 * share, (1 + share) / 2))
    ]
    found = [
        Condition("usual", *usual, user),
        Condition("10 % wrong labels, 10 % careless keywords", *usual, f"noisy:{user}"),
        *(Condition(f"threshold {each}", *usual, user, threshold=each) for each in (0.6, 0.7)),
        *(Condition(text, *usual, user, settings={"class_balance": balance}) for text, balance in given),
    ]
    if share > COMMON:
        # At 0.5 no opinion word is right often enough for a class of 10 %, so nothing would be written for it.
        left, threshold = (0.1, 0.2) if dataset.sentiment else (0.2, 0.5)
        few = rare(corpus, second, left)
        for metric in ("accuracy", f"f1:{second}"):
            name = f"{second} {left:.0%}, threshold {threshold}, {metric.partition(':')[0]}"
            found.append(Condition(name, few, dataset.labels, metric, user, threshold))
    return found


def main() -> None:
    """Run, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--datasets", default="amazon,youtube,sms")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", default="", help="A part of the conditions' names.")
    given = parser.parse_args()
    print("| data set | condition | lamplighter | random, majority |")
    print("|---|---|---|---|")
    for name in given.datasets.split(","):
        for one in conditions(name, DATASETS[name].read(given.data)):
            if given.only not in one.name:
                continue
            words = (
                Lexicon.from_file(lexicon_path(given.data)).for_labels(one.labels) if knows_words(one.user) else None
            )
            figures = []
            for rival in RIVALS:
                with threadpool_limits(1):
                    result = simulate(
                        one.corpus,
                        named_user(one.user, words),
                        parse_metric(one.metric, one.labels),
                        labels=one.labels,
                        seeds=given.seeds,
                        threshold=one.threshold,
                        method=METHODS[rival],
                        settings=one.settings,
                    )
                figures.append(f"{result.score:.3f} ± {result.std / given.seeds**0.5:.3f}")
            print(f"| {name} | {one.name} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
