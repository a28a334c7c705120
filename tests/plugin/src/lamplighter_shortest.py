"""A plug-in: a selection strategy and a label model in a package of their own."""

from typing import ClassVar

import numpy as np

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
