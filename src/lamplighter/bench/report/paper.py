"""The paper's own figures, as printed in its tables."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["paper_documents", "paper_metric", "paper_value"]

_DOCUMENTS = "documents"


def paper_value(table: int, dataset: str, metric: str, method: str) -> float | None:
    """Give what a table of the paper prints, or nothing where it has no such cell.

    Parameters
    ----------
    table : int
    dataset : str
    metric : str
        ``accuracy`` or ``f1:spam``; the paper measures each data set by one of them.
    method : str

    Examples
    --------
    >>> paper_value(2, "sms", "f1:spam", "nemo"), paper_value(2, "sms", "accuracy", "nemo")
    (0.7038, None)
    """
    return _figures().get((table, dataset, metric, method))


def paper_documents(dataset: str) -> tuple[int, int, int] | None:
    """Give the sizes of the training, validation and test sets of Table 1, or nothing for a data set not there.

    Examples
    --------
    >>> paper_documents("youtube")
    (1566, 195, 195)
    """
    cells = [_figures().get((1, dataset, _DOCUMENTS, part)) for part in ("train", "valid", "test")]
    train, valid, test = (None if cell is None else int(cell) for cell in cells)
    return None if train is None or valid is None or test is None else (train, valid, test)


def paper_metric(dataset: str) -> str | None:
    """Give the metric by which the paper measures a data set.

    Examples
    --------
    >>> paper_metric("yelp"), paper_metric("sms")
    ('accuracy', 'f1:spam')
    """
    return next((metric for _, name, metric, _ in _figures() if name == dataset and metric != _DOCUMENTS), None)


@cache
def _figures() -> Mapping[tuple[int, str, str, str], float]:
    lines = files(__package__).joinpath("paper.csv").read_text(encoding="utf-8").splitlines()
    return MappingProxyType(
        {
            (int(line["table"]), line["dataset"], line["metric"], line["row"]): float(line["value"])
            for line in csv.DictReader(lines)
        }
    )
