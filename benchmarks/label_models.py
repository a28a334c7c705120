"""How good label models are on votes whose true classes are known, and where ``metal`` stands beside Snorkel.

    python benchmarks/label_models.py

Makes vote matrices of several kinds, fits every label model to each, and compares its beliefs on the documents with votes
with the truth, and with what one would believe who knew the true rates. Prints Markdown; ``--json FILE`` also keeps the
figures. Where Snorkel is installed (``pip install "lamplighter[snorkel]"``), its beliefs after its default 100 steps, and after
many more, are set beside those of ``metal``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from lamplighter.learning import LABEL_MODELS, MeTaL, MeTaLSteps, Snorkel
from lamplighter.learning.dawid_skene import expect_classes
from lamplighter.learning.moments import vote_cells
from lamplighter.linalg import distinct_rows


@dataclass(frozen=True)
class Kind:
    """Votes to be made: each function is right with a precision from a range, and covers a share from a range.

    ``one_class`` functions vote for one class only, as keywords do. With ``spread`` above 0 documents are of different
    length, and long ones have more votes of every kind: functions are not independent, as words are not.
    """

    name: str
    m: int
    balance: tuple[float, ...]
    one_class: bool
    coverage: tuple[float, float]
    accuracy: tuple[float, float] = (0.55, 0.9)
    spread: float = 0.0


KEYWORDS, RULES = (0.01, 0.1), (0.2, 0.6)
EVEN2, EVEN4, RARE, UNEVEN4 = (0.5, 0.5), (0.25,) * 4, (0.85, 0.15), (0.4, 0.3, 0.2, 0.1)
KINDS = [
    Kind("rules, 10, K = 2", 10, EVEN2, one_class=False, coverage=RULES),
    Kind("rules, 10, K = 2, 85 : 15", 10, RARE, one_class=False, coverage=RULES),
    Kind("rules, 50, K = 2", 50, EVEN2, one_class=False, coverage=RULES),
    Kind("rules, 10, K = 4", 10, EVEN4, one_class=False, coverage=RULES),
    Kind("rules, 50, K = 4, uneven", 50, UNEVEN4, one_class=False, coverage=RULES),
    Kind("keywords, 10, K = 2", 10, EVEN2, one_class=True, coverage=KEYWORDS),
    Kind("keywords, 50, K = 2", 50, EVEN2, one_class=True, coverage=KEYWORDS),
    Kind("keywords, 50, K = 2, 85 : 15", 50, RARE, one_class=True, coverage=KEYWORDS),
    Kind("keywords, 50, K = 4", 50, EVEN4, one_class=True, coverage=KEYWORDS),
    Kind("keywords, 50, K = 4, uneven", 50, UNEVEN4, one_class=True, coverage=KEYWORDS),
    Kind("keywords, 20, K = 2, lengths differ", 20, EVEN2, one_class=True, coverage=KEYWORDS, spread=0.7),
    Kind("keywords, 50, K = 2, lengths differ", 50, EVEN2, one_class=True, coverage=KEYWORDS, spread=0.7),
    Kind("keywords, 50, K = 4, lengths differ", 50, EVEN4, one_class=True, coverage=KEYWORDS, spread=0.7),
]


def true_rates(kind: Kind, rng: np.random.Generator) -> np.ndarray:
    """Draw ``P(λ_j = l | Y = y)``, shape (m, K, K)."""
    balance, K = np.array(kind.balance), len(kind.balance)
    coverage = np.exp(rng.uniform(*np.log(kind.coverage), size=kind.m))[:, np.newaxis, np.newaxis]
    accuracy = rng.uniform(*kind.accuracy, size=kind.m)[:, np.newaxis, np.newaxis]
    right = np.eye(K, dtype=bool)
    if not kind.one_class:  # the accuracy is that in each class
        return coverage * np.where(right, accuracy, (1 - accuracy) / (K - 1))
    # the accuracy is the precision, at least as far above chance as it is in even classes
    precision = np.maximum(accuracy, 1 - (1 - accuracy) * ((1 - balance) / (1 - 1 / K))[:, np.newaxis])
    lift = np.where(right, precision / balance[:, np.newaxis], (1 - precision) / (1 - balance)[:, np.newaxis])
    labels = rng.permutation(np.arange(kind.m) % K)
    return np.where((labels[:, np.newaxis] == np.arange(K))[:, :, np.newaxis], np.minimum(coverage * lift, 0.95), 0.0)


def make_votes(kind: Kind, n: int, seed: int) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    """Give votes, the true classes, and the true rates."""
    rng = np.random.default_rng(seed)
    rates, K = true_rates(kind, rng), len(kind.balance)
    truth = rng.choice(K, size=n, p=kind.balance)
    length = np.exp(kind.spread * rng.normal(size=n) - kind.spread**2 / 2)
    upper = np.cumsum(rates[:, :, truth] * length, axis=1)  # (m, K, n)
    lots = rng.random((kind.m, n))
    voted = (lots[:, np.newaxis] > upper).sum(axis=1) + 1
    return sparse.csr_array(np.where(voted <= K, voted, 0).T.astype(np.int64)), truth, rates


def measure(beliefs: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Give accuracy, ties counted as chance would break them, and log-loss."""
    best = np.isclose(beliefs, beliefs.max(axis=1, keepdims=True))
    rows = np.arange(len(truth))
    loss = -np.log(np.maximum(beliefs[rows, truth], 1e-3)).mean()
    return float((best[rows, truth] / best.sum(axis=1)).mean()), float(loss)


class Trial:
    """Votes of one kind and one seed, and what is believed of them."""

    def __init__(self, kind: Kind, n: int, seed: int) -> None:
        votes, truth, rates = make_votes(kind, n, seed)
        self.covered = np.diff(votes.indptr) > 0
        self.truth, self.balance = truth[self.covered], np.array(kind.balance)
        self.rows, self.counts, self.numbers = distinct_rows(votes)
        K = len(self.balance)
        known = expect_classes(vote_cells(self.rows, K), rates.reshape(-1, K), self.balance)
        self.known = known[self.numbers][self.covered]

    def beliefs(self, model) -> tuple[np.ndarray, float, str | None]:
        """Give the beliefs on the covered documents, the milliseconds of the fit, and why majority vote stood in."""
        began = time.perf_counter()
        model.fit(self.rows, self.counts, n_classes=len(self.balance), class_balance=self.balance)
        milliseconds = 1000 * (time.perf_counter() - began)
        return model.predict_proba(self.rows)[self.numbers][self.covered], milliseconds, model.fallback_

    def measured(self, model) -> dict[str, float]:
        beliefs, milliseconds, fallback = self.beliefs(model)
        accuracy, loss = measure(beliefs, self.truth)
        off = float(np.abs(beliefs - self.known).mean())
        return {
            "accuracy": accuracy,
            "log-loss": loss,
            "off": off,
            "ms": milliseconds,
            "fallbacks": float(bool(fallback)),
        }


def means(found: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def table(title: str, columns: list[str], rows: dict[str, list[str]]) -> None:
    print(f"\n{title}\n\n| votes | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")


def compare_models(n: int, seeds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Measure every label model on every kind; print what is found."""
    names = [name for name in LABEL_MODELS.names if name != "snorkel" or importlib.util.find_spec("snorkel")]
    found: dict[str, dict[str, dict[str, float]]] = {}
    for kind in KINDS:
        trials = [Trial(kind, n, seed) for seed in range(seeds)]
        found[kind.name] = {name: means([trial.measured(LABEL_MODELS[name]()) for trial in trials]) for name in names}
        known = [measure(trial.known, trial.truth) for trial in trials]
        accuracy, loss = np.mean(known, axis=0)
        found[kind.name]["rates known"] = {"accuracy": float(accuracy), "log-loss": float(loss), "fallbacks": 0.0}
    columns = [*names, "rates known"]

    def cell(one: dict[str, float]) -> str:
        return f"{one['accuracy']:.3f} / {one['log-loss']:.3f}{'*' if one['fallbacks'] else ''}"

    title = (
        f"Accuracy / log-loss on covered documents, {n:,} documents, {seeds} seeds (* majority vote stood in, in some):"
    )
    table(title, columns, {kind: [cell(of[name]) for name in columns] for kind, of in found.items()})
    times = {kind: [f"{of[name]['ms']:.0f}" for name in names] for kind, of in found.items()}
    table("Milliseconds to fit, from distinct vote rows:", names, times)
    return found


def compare_with_snorkel(n: int, seeds: int) -> dict[str, dict[str, float]]:
    """Set Snorkel's beliefs, after few steps and after many, beside those of ``metal``; print what is found."""
    found, rows = {}, {}
    for kind in KINDS:
        trial = Trial(kind, n, 0)
        groups = {
            "metal": [trial.beliefs(MeTaL())],
            "Snorkel": [trial.beliefs(Snorkel(seed=seed)) for seed in range(seeds)],
            "same steps": [trial.beliefs(MeTaLSteps(scale=snorkel_scale(seed))) for seed in range(seeds)],
            "metal, l2 = 0": [trial.beliefs(MeTaL(l2=0.0))],
            "Snorkel, 2,000": [trial.beliefs(Snorkel(seed=seed, lr=0.1, n_epochs=2000)) for seed in range(seeds)],
        }
        few, many = groups["Snorkel"], groups["Snorkel, 2,000"]
        apart = {
            "metal to Snorkel": [apart_by(groups["metal"][0], one) for one in few],
            "Snorkel's seeds": [apart_by(few[0], one) for one in few[1:]],
            "same steps to Snorkel": list(map(apart_by, groups["same steps"], few)),
            "metal, l2 = 0, to Snorkel, 2,000": [apart_by(groups["metal, l2 = 0"][0], one) for one in many],
        }
        found[kind.name] = {name: float(np.mean(values)) for name, values in apart.items()}
        rows[kind.name] = [scored(trial, group) for name, group in groups.items() if name != "same steps"]
        rows[kind.name] += [f"{value:.3f}" for value in found[kind.name].values()]
    columns = ["metal", "Snorkel", "metal, l2 = 0", "Snorkel, 2,000", *apart]
    title = (
        "Accuracy / log-loss (* majority vote stood in, in some), then mean absolute differences of beliefs; "
        f"{seeds} seeds of Snorkel with its defaults, lr 0.01 and 100 steps, and with lr 0.1 and 2,000 steps; the same 100 "
        "steps by `MeTaLSteps`:"
    )
    table(title, columns, rows)
    return found


def snorkel_scale(seed: int) -> float:
    """Give the number that Snorkel draws to begin with."""
    return np.random.RandomState(seed).random_sample()


def apart_by(one: tuple, other: tuple) -> float:
    return float(np.abs(one[0] - other[0]).mean())


def scored(trial: Trial, group: list[tuple]) -> str:
    accuracy, loss = np.mean([measure(beliefs, trial.truth) for beliefs, _, _ in group], axis=0)
    return f"{accuracy:.3f} / {loss:.3f}{'*' if any(fallback for _, _, fallback in group) else ''}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if importlib.util.find_spec("snorkel"):
        Trial(KINDS[0], 100, 0).beliefs(Snorkel())  # imports PyTorch before the clock runs
    figures = {"models": compare_models(options.documents, options.seeds)}
    if importlib.util.find_spec("snorkel"):
        figures["snorkel"] = compare_with_snorkel(options.documents, options.seeds)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
