"""Figures in sentences, as the page writes them."""

from __future__ import annotations

__all__ = ["percent", "signed_points"]

NARROW_SPACE = "\u202f"
"""It stands before the sign of per cent, and does not break a line."""

LEAST, MOST = 0.1, 99.9

LOW, HIGH = 10, 99


def percent(share: float) -> str:
    """Write a share in per cent, to two or three digits.

    It says 0 and 100 only when they are meant: what is almost nothing or almost everything keeps a decimal.

    Examples
    --------
    >>> [percent(share).replace(NARROW_SPACE, " ") for share in (0, 0.0004, 0.004, 0.634, 0.995, 0.9996, 1)]
    ['0 %', '<0.1 %', '0.4 %', '63 %', '99.5 %', '>99.9 %', '100 %']
    """
    value = 100 * share
    if value in {0, 100}:
        written = f"{value:.0f}"
    elif value < LEAST:
        written = f"<{LEAST}"
    elif value > MOST:
        written = f">{MOST}"
    else:
        written = f"{value:.{1 if value < LOW or value > HIGH else 0}f}"
    return f"{written}{NARROW_SPACE}%"


def signed_points(difference: float) -> str:
    """Write the difference of two shares in points of a hundred, with its sign.

    Examples
    --------
    >>> signed_points(0.0312), signed_points(-0.0041), signed_points(-0.0001)
    ('+3.1', '−0.4', '+0.0')
    """
    rounded = round(100 * difference, 1) + 0.0  # no -0.0
    return f"{rounded:+.1f}".replace("-", "−")
