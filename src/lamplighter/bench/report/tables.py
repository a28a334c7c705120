"""Which of the paper's tables and figures holds which rows: what has to run for each, and how it is headed there.

Nothing heavy is imported here, so a command line can read it at no cost. Table 3, a study with real people, is left
out: nobody can simulate it.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "DATASET_HEADINGS",
    "FIGURES",
    "METHOD_HEADINGS",
    "PROTOCOL_HEADINGS",
    "TABLES",
    "Column",
    "DatasetFacts",
    "Figure",
    "Table",
    "dataset_heading",
    "dataset_order",
    "method_heading",
    "method_order",
    "protocol_order",
]

DATASET_HEADINGS: dict[str, str] = {
    "amazon": "Amazon",
    "yelp": "Yelp",
    "imdb": "IMDB",
    "youtube": "Youtube",
    "sms": "SMS",
}
"""The paper's data sets in its order, with its headings."""

METHOD_HEADINGS: dict[str, str] = {
    "nemo": "Nemo",
    "snorkel": "Snorkel",
    "snorkel-abs": "Snorkel-Abs",
    "snorkel-dis": "Snorkel-Dis",
    "implyloss-l": "ImplyLoss-L",
    "us": "US",
    "iws-lse": "IWS-LSE",
    "nemo-no-selector": "Nemo, no selector",
    "nemo-no-contextualizer": "Nemo, no contextualizer",
    "seu-uniform-user": "SEU, uniform user",
    "seu-no-informativeness": "SEU, no informativeness",
    "seu-no-correctness": "SEU, no correctness",
    "contextualized-euclidean": "Contextualized, Euclidean",
    "contextualized-sequence": "Contextualized, five examples",
    "contextualized-sequence-mean": "Contextualized, mean of five",
    "contextualized-each": "Contextualized, each its own",
    "contextualized-majority": "Contextualized, majority vote",
    "standard-majority": "Standard, majority vote",
    "lamplighter": "Lamplighter",
    "lamplighter-random": "Lamplighter, random",
    "lamplighter-abstain": "Lamplighter, abstain",
    "lamplighter-disagree": "Lamplighter, disagree",
    "lamplighter-seu": "Lamplighter, SEU",
    "lamplighter-proposals": "Lamplighter, proposals",
    "no-representatives": "No representatives first",
    "no-need": "Classes all needed alike",
    "no-length": "Texts all the same news",
    "no-teacher": "No teacher",
    "no-mask": "No mask",
    "no-bigrams": "Words alone",
    "no-rounds": "No rounds",
    "rounds-unchecked": "Rounds unchecked",
    "balance-counted": "Balance counted",
}
"""The methods of all tables and our own, with a heading; a table may head one of them otherwise."""

PROTOCOL_HEADINGS: dict[str, str] = {
    "paper": "as the paper's text says",
    "authors": "as the authors' published code does",
    "product": "as the product does by default",
}
"""The readings of the experiment, by name."""


@dataclass(frozen=True)
class Column:
    """One method of a table, and how the paper heads it there."""

    method: str
    heading: str


@dataclass(frozen=True)
class Table:
    """One of the paper's tables: methods beside one another, a data set a row.

    Attributes
    ----------
    number : int
    title : str
    columns : tuple of Column
        In the paper's order. The first is the one that the table is made to recommend; none in Table 1.
    note : str
        What one should know to read it; a sentence, or empty.
    datasets : tuple of str
        Names of the data sets in the paper's order.
    """

    number: int
    title: str
    columns: tuple[Column, ...] = ()
    note: str = ""
    datasets: tuple[str, ...] = tuple(DATASET_HEADINGS)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods in order: what has to run to fill the table.

        Examples
        --------
        >>> TABLES[4].methods
        ('nemo', 'nemo-no-selector', 'nemo-no-contextualizer')
        """
        return tuple(column.method for column in self.columns)


@dataclass(frozen=True)
class Figure:
    """One of the paper's figures over data sets.

    Attributes
    ----------
    name : str
        ``"2"`` and ``"8"`` as numbered in the paper; ``"A"`` for the learning curves of its Appendix A.
    title : str
    methods : tuple of str
        What has to run; none for Figure 2, which looks at functions, not at methods.
    thresholds : tuple of float
        Of the simulated user.
    datasets : tuple of str
    """

    name: str
    title: str
    methods: tuple[str, ...] = ()
    thresholds: tuple[float, ...] = (0.5,)
    datasets: tuple[str, ...] = tuple(DATASET_HEADINGS)


@dataclass(frozen=True)
class DatasetFacts:
    """How many documents a data set has, as in Table 1: for training, for validation, for testing."""

    dataset: str
    train: int
    valid: int
    test: int


def _columns(*methods: str, **headings: str) -> tuple[Column, ...]:
    """Give columns under the methods' own headings, then those with another heading; ``_`` stands for ``-``."""
    own = tuple(Column(method, METHOD_HEADINGS[method]) for method in methods)
    return own + tuple(Column(name.replace("_", "-"), heading) for name, heading in headings.items())


TABLES: dict[int, Table] = {
    1: Table(1, "data sets"),
    2: Table(
        2,
        "Nemo and other methods",
        _columns("nemo", "snorkel", "snorkel-abs", "snorkel-dis", "implyloss-l", "us", "iws-lse"),
    ),
    4: Table(
        4,
        "Nemo without its parts",
        _columns("nemo", nemo_no_selector="No data selector", nemo_no_contextualizer="No LF contextualizer"),
    ),
    5: Table(
        5,
        "selection strategies, with standard learning",
        _columns(nemo_no_contextualizer="SEU", snorkel="Random", snorkel_abs="Abstain", snorkel_dis="Disagree"),
    ),
    6: Table(
        6,
        "the user model of SEU",
        _columns(nemo_no_contextualizer="SEU (Eq. 2)", seu_uniform_user="Uniform"),
        "The paper prints the same five figures for the uniform user model as for random selection (Table 5).",
    ),
    7: Table(
        7,
        "the utility of SEU",
        _columns(
            nemo_no_contextualizer="SEU (Eq. 3)",
            seu_no_informativeness="No informativeness",
            seu_no_correctness="No correctness",
        ),
    ),
    8: Table(
        8,
        "learning from functions, with random selection",
        _columns(nemo_no_selector="Contextualized", snorkel="Standard", implyloss_l="ImplyLoss"),
    ),
    9: Table(
        9,
        "the distance of the contextualizer",
        _columns(nemo_no_selector="Cosine", contextualized_euclidean="Euclidean", snorkel="Standard"),
    ),
    10: Table(
        10,
        "majority vote as the label model",
        _columns(contextualized_majority="Contextualized", standard_majority="Standard"),
    ),
}
"""The paper's tables by number. ``TABLES[n].methods`` is what has to run."""

FIGURES: dict[str, Figure] = {
    "2": Figure("2", "coverage and accuracy of functions by distance to their development example"),
    "8": Figure(
        "8",
        "how accurate the user's functions must be",
        ("nemo", "snorkel", "snorkel-abs", "snorkel-dis", "implyloss-l"),
        (0.5, 0.6, 0.7),
    ),
    "A": Figure("A", "learning curves", TABLES[2].methods),
}
"""The paper's figures by name. ``FIGURES[name].methods`` and ``.thresholds`` are what has to run."""


def dataset_heading(dataset: str) -> str:
    """Give the paper's heading of a data set, or the name of one of your own.

    Examples
    --------
    >>> dataset_heading("imdb"), dataset_heading("tickets")
    ('IMDB', 'tickets')
    """
    return DATASET_HEADINGS.get(dataset, dataset)


def dataset_order(dataset: str) -> tuple[int, str]:
    """Sort by this: the paper's data sets as in the paper, then others by name.

    Examples
    --------
    >>> sorted(["tickets", "sms", "amazon"], key=dataset_order)
    ['amazon', 'sms', 'tickets']
    """
    return _place(dataset, list(DATASET_HEADINGS))


def method_order(method: str) -> tuple[int, str]:
    """Sort by this: the paper's methods in its order, then others by name."""
    return _place(method, list(METHOD_HEADINGS))


def protocol_order(protocol: str) -> tuple[int, str]:
    """Sort by this: our readings of the paper, then others by name."""
    return _place(protocol, list(PROTOCOL_HEADINGS))


def _place(name: str, known: list[str]) -> tuple[int, str]:
    return (known.index(name) if name in known else len(known)), name


def method_heading(method: str) -> str:
    """Give the heading of a method, or the name of one of your own.

    Examples
    --------
    >>> method_heading("us"), method_heading("shortest")
    ('US', 'shortest')
    """
    return METHOD_HEADINGS.get(method, method)
