"""How numbers, lists and tables are written."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOTHING", "fixed", "grid", "listed", "plus_minus", "seconds", "slug"]

NOTHING = "–"
"""Where there is no figure."""

_FINE = 10  # seconds below which tenths are shown


def fixed(value: float, *, signed: bool = False) -> str:
    """Write a figure with three decimals, a true minus, and no sign on what rounds to zero.

    Examples
    --------
    >>> fixed(0.76744), fixed(0.012, signed=True), fixed(-0.012), fixed(-0.0001, signed=True)
    ('0.767', '+0.012', '−0.012', '0.000')
    """
    if abs(value) < 0.0005:  # noqa: PLR2004
        return "0.000"
    return f"{value:+.3f}".replace("-", "−") if signed else f"{value:.3f}".replace("-", "−")


def plus_minus(value: float, spread: float, *, signed: bool = False) -> str:
    """Write a figure and its spread; the figure alone where one seed shows no spread.

    Examples
    --------
    >>> plus_minus(0.5, 0.02), plus_minus(0.5, float("nan"))
    ('0.500 ± 0.020', '0.500')
    """
    return fixed(value, signed=signed) + ("" if math.isnan(spread) else f" ± {fixed(spread)}")


def seconds(value: float) -> str:
    """Write seconds, with tenths where there are few.

    Examples
    --------
    >>> seconds(3.14159), seconds(41.2), seconds(1512)
    ('3.1', '41', '1,512')
    """
    return f"{value:.1f}" if value < _FINE else f"{value:,.0f}"


def listed(parts: Sequence[str]) -> str:
    """Join with commas, and "and" before the last.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def slug(name: str) -> str:
    """Make a file name's part of a name.

    Examples
    --------
    >>> slug("paper"), slug("my own/2")
    ('paper', 'my-own-2')
    """
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    r"""Write a Markdown table, the first ``left`` columns to the left and the others to the right.

    Examples
    --------
    >>> print(*grid(["Data set", "Nemo"], [["a|b", "0.5"]]), sep="\n")
    | Data set | Nemo |
    |---|--:|
    | a\|b | 0.5 |
    """
    rule = "|".join("---" if place < left else "--:" for place in range(len(head)))
    return [_line(head), f"|{rule}|", *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
