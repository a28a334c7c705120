"""A plug-in: a selection strategy, a label model and a kind of patterns in a package of their own."""

import re
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lamplighter.engine.patterns import Pattern
from lamplighter.learning import MajorityVote
from lamplighter.selection import Strategy


class Shortest(Strategy):
    """Shows the documents with the fewest primitives first."""

    title: ClassVar[str] = "shortness"

    def __init__(self, *, longest_first=False):
        self.longest_first = longest_first

    def scores(self, context, statistics):
        """Give the number of primitives, turned round."""
        lengths = np.diff(context.incidence.indptr).astype(np.float64)
        return lengths if self.longest_first else -lengths


class LastWord(MajorityVote):
    """Majority vote, sharpened."""

    def predict_proba(self, votes):
        """Give the squared shares, made to sum to 1, where there are votes."""
        beliefs = super().predict_proba(votes)
        voted = np.diff(votes.indptr) > 0
        beliefs[voted] **= 2
        return beliefs / beliefs.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Longer(Pattern):
    """Documents of more than so many characters."""

    least: int

    kind: ClassVar[str] = "long texts"
    example: ClassVar[str] = "#>80"

    @classmethod
    def parse(cls, text, cut):
        """Read the number."""
        written = re.fullmatch(r"#>(\d+)", text.strip())
        return written and cls(int(written[1]))

    def __str__(self):
        """Write the number."""
        return f"#>{self.least}"

    def rows(self, index, block):
        """Measure every text."""
        return np.flatnonzero([len(text) > self.least for text in block.texts])
