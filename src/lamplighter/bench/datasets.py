"""The data sets of the paper's section 5.1, and two with more classes: what they are called, and how to get them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.exceptions import FileError, LabelError
from lamplighter.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from lamplighter.data import Corpus

__all__ = ["DATASETS", "LEXICON", "Dataset", "lexicon_path"]

LEXICON = "opinion_lexicon"
"""The word list's file, without the ending."""

SUFFIXES = (".parquet", ".csv", ".tsv", ".jsonl", ".csv.gz", ".tsv.gz", ".jsonl.gz")


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One data set: a file with the columns ``text`` and ``label`` in a folder of the user's.

    Attributes
    ----------
    name : str
        Also of its file, without the ending.
    labels : tuple of str
        The classes, in the order of their codes.
    metric : str, default='accuracy'
        What is measured on it.
    sentiment : bool, default=False
        Whether the words of an opinion lexicon speak for its classes.
    published_balance : tuple of float, optional
        What the authors' code is told of the classes' shares; left out, that they are equal.
    homepage : str
        Where it comes from.
    """

    name: str
    labels: tuple[str, ...]
    metric: str = "accuracy"
    sentiment: bool = False
    published_balance: tuple[float, ...] | None = None
    homepage: str

    def path(self, folder: Path) -> Path:
        """Give its file in a folder.

        Raises
        ------
        FileError
            If it is not there, with where it was looked for and where it comes from.
        """
        found = _found(folder, self.name)
        if found is None:
            raise FileError(
                f"The data set {self.name!r} is not in {folder}: looked for {self.name} with one of the endings "
                f"{', '.join(SUFFIXES)}. Get it from {self.homepage}, save it there as a table with the columns 'text' and "
                f"'label' (the labels being {', '.join(self.labels)}), or name its folder: --data FOLDER."
            )
        return found

    def read(self, folder: Path) -> Corpus:
        """Read it from a folder, with gold.

        Raises
        ------
        LabelError
            If a label is missing, or is none of the classes.
        """
        from lamplighter.data import Corpus  # noqa: PLC0415  (reads with Polars)

        path = self.path(folder)
        corpus = Corpus.from_file(path, text="text", gold="label")
        strange = [label for label in corpus.gold or () if label not in self.labels]
        if strange:
            found = "no label" if strange[0] is None else f"the label {strange[0]!r}"
            raise LabelError(
                f"{path}: {len(strange):,} of {len(corpus):,} texts have a label that is none of {', '.join(self.labels)}; "
                f"the first has {found}. Rename the labels, or take these texts out."
            )
        return corpus


def lexicon_path(folder: Path) -> Path:
    """Give the opinion lexicon's file in a folder.

    Raises
    ------
    FileError
        If it is not there.
    """
    found = _found(folder, LEXICON)
    if found is None:
        raise FileError(
            f"The words that the user 'lexicon' knows are not in {folder}: looked for {LEXICON} with one of the endings "
            f"{', '.join(SUFFIXES)}. Get the Opinion Lexicon of Hu and Liu "
            "(cs.uic.edu/~liub/FBS/sentiment-analysis.html), save it there as a table with the columns 'word' and "
            "'polarity' (1 or -1), or name another list: --lexicon FILE."
        )
    return found


def _found(folder: Path, name: str) -> Path | None:
    places = (folder / f"{name}{suffix}" for suffix in SUFFIXES)
    return next((place for place in places if place.is_file()), None)


_ALL = (
    Dataset(
        name="amazon",
        labels=("negative", "positive"),
        sentiment=True,
        homepage="jmcauley.ucsd.edu/data/amazon (reviews of 18 categories, 1,000 each, one half of each class)",
    ),
    Dataset(
        name="yelp",
        labels=("negative", "positive"),
        sentiment=True,
        homepage="business.yelp.com/data/resources/open-dataset (1–2 stars are negative, 4–5 positive)",
    ),
    Dataset(
        name="imdb",
        labels=("negative", "positive"),
        sentiment=True,
        homepage="ai.stanford.edu/~amaas/data/sentiment (the 25,000 labeled training reviews)",
    ),
    Dataset(
        name="youtube",
        labels=("ham", "spam"),
        homepage="archive.ics.uci.edu/dataset/380/youtube+spam+collection",
    ),
    Dataset(
        name="sms",
        labels=("ham", "spam"),
        metric="f1:spam",
        published_balance=(0.87, 0.13),
        homepage="archive.ics.uci.edu/dataset/228/sms+spam+collection",
    ),
    Dataset(
        name="agnews",
        labels=("world", "sports", "business", "sci-tech"),
        homepage="groups.di.unipi.it/~gulli/AG_corpus_of_news_articles.html (in the form of Zhang, Zhao and LeCun, 2015)",
    ),
    Dataset(
        name="trec",
        labels=("ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"),
        homepage="cogcomp.seas.upenn.edu/Data/QA/QC (the coarse classes)",
    ),
)

DATASETS: Registry[Dataset] = Registry("data set", "lamplighter.datasets", {each.name: each for each in _ALL})
"""Data sets by name."""
