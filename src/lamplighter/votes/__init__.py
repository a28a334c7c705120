"""Labeling functions, the votes they cast, what one can say of them, and the neighbourhood in which they count."""

from lamplighter.votes.analysis import VoteCounts, count_votes, vote_counts_by_class
from lamplighter.votes.context import Contextualizer, refine
from lamplighter.votes.function import LabelingFunction
from lamplighter.votes.matrix import snorkel_matrix, vote_matrix

__all__ = [
    "Contextualizer",
    "LabelingFunction",
    "VoteCounts",
    "count_votes",
    "refine",
    "snorkel_matrix",
    "vote_counts_by_class",
    "vote_matrix",
]
