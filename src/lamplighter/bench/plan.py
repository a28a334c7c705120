"""What has to run for which tables and figures, and what each run needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from lamplighter.bench.datasets import DATASETS, lexicon_path
from lamplighter.bench.methods import METHODS
from lamplighter.bench.protocols import PROTOCOLS
from lamplighter.bench.report.tables import FIGURES, TABLES
from lamplighter.bench.runs import Run
from lamplighter.bench.users import Lexicon, knows_words, named_user
from lamplighter.exceptions import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from lamplighter.bench.datasets import Dataset
    from lamplighter.bench.protocols import Protocol
    from lamplighter.bench.users import UserClass
    from lamplighter.primitives import Tfidf

__all__ = ["FIGURE_NAMES", "PAPER_DATASETS", "Request", "figure_2_runs", "plan", "shared", "user_of", "words_for"]

T = TypeVar("T")

PAPER_DATASETS = ("amazon", "yelp", "imdb", "youtube", "sms")

FIGURE_NAMES = {"2": "2", "8": "8", "curves": "A"}
"""What a figure is called on the command line, and in the report."""

PEOPLE_TABLE = 3

QUARTILES_METHOD = "snorkel"
"""The functions of this method, written on random documents, are those of Figure 2."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a person asks to be run. Names are checked when it is planned.

    Attributes
    ----------
    tables : sequence of int
    figures : sequence of str
        As :data:`FIGURE_NAMES` has them.
    methods : sequence of str
        In addition to those of the tables and figures.
    datasets, protocols : sequence of str
    user : str or None
        In place of the protocol's.
    threshold : float
        Of the user; Figure 8 has its own.
    seeds : int
    """

    tables: Sequence[int] = ()
    figures: Sequence[str] = ()
    methods: Sequence[str] = ()
    datasets: Sequence[str] = PAPER_DATASETS
    protocols: Sequence[str] = ("paper",)
    user: str | None = None
    threshold: float = 0.5
    seeds: int = 5


def plan(request: Request) -> list[Run]:
    """Give the runs that a request needs, each once: those of one data set, protocol and seed beside one another.

    Raises
    ------
    UnknownNameError
        If there is no such table, figure, method, data set, protocol or user.
    InputError
        If Table 3 is asked for.

    Examples
    --------
    >>> runs = plan(Request(tables=[4], datasets=["sms"], protocols=["product"], seeds=1))
    >>> [run.method for run in runs]
    ['nemo', 'nemo-no-contextualizer', 'nemo-no-selector']
    """
    wanted = _wanted(request)
    if request.user is not None:
        _ = named_user(request.user)
    runs = [
        Run(
            dataset,
            protocol,
            request.user or _user_name(PROTOCOLS[protocol], DATASETS[dataset]),
            threshold,
            method,
            seed,
        )
        for dataset in request.datasets
        for protocol in request.protocols
        for seed in range(request.seeds)
        for method, threshold in wanted
    ]
    return list(dict.fromkeys(runs))


def _wanted(request: Request) -> list[tuple[str, float]]:
    """Give the methods that have to run, with the user's threshold."""
    wanted = [(METHODS[name].name, request.threshold) for name in request.methods]
    if PEOPLE_TABLE in request.tables:
        raise InputError("Table 3 is a study with people, which nobody can simulate: see lamplighter study.")
    for number in request.tables:
        table = _named("table", str(number), {str(number): table for number, table in TABLES.items()})
        wanted += [(method, request.threshold) for method in table.methods]
    for name in request.figures:
        figure = FIGURES[_named("figure", name, FIGURE_NAMES)]
        methods = figure.methods or (QUARTILES_METHOD,)
        thresholds = figure.thresholds if len(figure.thresholds) > 1 else (request.threshold,)
        wanted += [(method, threshold) for method in methods for threshold in thresholds]
    return sorted(set(wanted))


def _named(kind: str, name: str, among: dict[str, T]) -> T:
    if name not in among:
        raise UnknownNameError.from_missing(kind, name, list(among))
    return among[name]


def figure_2_runs(runs: Sequence[Run], request: Request) -> list[Run]:
    """Give the runs whose functions Figure 2 shows: those of one threshold and, of several protocols, of the first."""
    shown = (QUARTILES_METHOD, request.protocols[0], request.threshold)
    return [run for run in runs if (run.method, run.protocol, run.threshold) == shown]


def _user_name(protocol: Protocol, dataset: Dataset) -> str:
    return protocol.sentiment_user if dataset.sentiment else protocol.user


def words_for(runs: Iterable[Run], lexicon: Path | None, folder: Path) -> Lexicon | None:
    """Read the words of the user ``lexicon``, where a run has it; and see that they speak for the classes of its data set.

    Parameters
    ----------
    runs : iterable of Run
    lexicon : Path or None
        The word list; left out, that of the folder.
    folder : Path
        Of the data sets.
    """
    datasets = [DATASETS[name] for name in dict.fromkeys(run.dataset for run in runs if knows_words(run.user))]
    if not datasets:
        return None
    silent = next((dataset for dataset in datasets if not dataset.sentiment), None)
    if lexicon is None and silent:
        raise InputError(
            f"The opinion lexicon has no words for the classes of {silent.name}: {', '.join(silent.labels)}. Leave the "
            "data set out, take another user, or name a list with the columns 'word' and 'label': --lexicon FILE."
        )
    words = Lexicon.from_file(lexicon or lexicon_path(folder))
    for dataset in datasets:
        words.for_labels(dataset.labels)
    return words


def user_of(run: Run, words: Lexicon | None) -> UserClass:
    """Give what makes the user of a run, with the words that it knows, from :func:`words_for`."""
    known = words.for_labels(DATASETS[run.dataset].labels) if words is not None and knows_words(run.user) else None
    return named_user(run.user, known)


def shared(runs: Iterable[Run]) -> dict[tuple[str, str, int, Tfidf], list[Run]]:
    """Sort runs by what they share: data set, protocol, seed and features."""
    groups: dict[tuple[str, str, int, Tfidf], list[Run]] = {}
    for run in runs:
        features = METHODS[run.method].features(PROTOCOLS[run.protocol])
        groups.setdefault((run.dataset, run.protocol, run.seed, features), []).append(run)
    return groups
