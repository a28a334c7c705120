"""From measured learning curves to a page beside the paper's tables.

Data flows one way: frames → ``records`` (checked rows) → ``curves`` (means, spreads, paired differences) → ``order``,
``comparisons``, ``figures`` (sentences and tables) and ``panels`` → ``plots`` (drawings) → ``markdown`` → ``write``.
``tables`` says which methods each table and figure needs, ``paper`` what the paper printed.
"""

from __future__ import annotations

from lamplighter.bench.report.paper import paper_metric, paper_value
from lamplighter.bench.report.tables import FIGURES, METHOD_HEADINGS, TABLES, Column, DatasetFacts, Figure, Table
from lamplighter.bench.report.write import write_report

__all__ = [
    "FIGURES",
    "METHOD_HEADINGS",
    "TABLES",
    "Column",
    "DatasetFacts",
    "Figure",
    "Table",
    "paper_metric",
    "paper_value",
    "write_report",
]
