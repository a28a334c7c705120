"""Arrays and sparse rows; knows no text and no labels. A function is here only if it would make sense in SciPy."""

from lamplighter.linalg.blocks import row_blocks
from lamplighter.linalg.distances import METRICS, Metric, distances
from lamplighter.linalg.entropy import entropy
from lamplighter.linalg.product import product
from lamplighter.linalg.softmax import softmax, softmax_of_columns
from lamplighter.linalg.sparse import (
    distinct_rows,
    incidence,
    masked,
    narrowed,
    part_of,
    row_squares,
    rows_with_column,
    unit_rows,
)
from lamplighter.linalg.turns import turns

__all__ = [
    "METRICS",
    "Metric",
    "distances",
    "distinct_rows",
    "entropy",
    "incidence",
    "masked",
    "narrowed",
    "part_of",
    "product",
    "row_blocks",
    "row_squares",
    "rows_with_column",
    "softmax",
    "softmax_of_columns",
    "turns",
    "unit_rows",
]
