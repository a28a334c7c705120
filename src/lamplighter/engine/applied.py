"""What was learnt of a corpus, applied to other documents: functions, label model and end model as they are, nothing learnt anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.engine.patterns import All, Column
from lamplighter.engine.search import distances_in
from lamplighter.exceptions import SessionError
from lamplighter.linalg import distinct_rows
from lamplighter.votes import refine, vote_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from lamplighter.arrays import Posterior, Rows, Votes
    from lamplighter.engine.index import Index, Slice
    from lamplighter.engine.patterns import Pattern
    from lamplighter.learning import LabelModel, Linear
    from lamplighter.votes import Contextualizer, LabelingFunction

__all__ = ["Applied", "Ruling", "columns_of"]


@dataclass(frozen=True, eq=False)
class Ruling:
    """A labeling function with all it needs to vote on documents that are not of its corpus.

    Attributes
    ----------
    function : LabelingFunction
    pattern : Pattern
        Its primitive, read.
    radius : float or None
        The greatest distance at which it votes, as the documents of its corpus set it; ``None`` where it votes everywhere.
    contextualizer : Contextualizer or None
        How distances are measured.
    examples : tuple of ndarray of shape (d,)
        The features of the development examples that are its context.
    """

    function: LabelingFunction
    pattern: Pattern
    radius: float | None = None
    contextualizer: Contextualizer | None = None
    examples: tuple[NDArray[np.float64], ...] = ()

    def rows(self, index: Index, block: Slice) -> Rows:
        """Give the rows of a slice it votes on, ascending."""
        containing, near = self.pattern.rows(index, block), self.contextualizer
        if near is None or self.radius is None:
            return containing
        far = near.joined([distances_in(index, block, example, near.metric) for example in self.examples])
        return refine(containing, far[containing], self.radius)


@dataclass(frozen=True, eq=False)
class Applied:
    """Functions, label model and end model of one step, without the corpus they were learnt of.

    It is told nothing but texts, and what it says of one does not depend on the others: however documents are dealt out to calls,
    to processes or to machines, the numbers are the same. It can be pickled, to send it there.

    Attributes
    ----------
    index : Index
        How texts are cut, the vocabulary and the features; without slices.
    labels : tuple of str
        The K classes.
    rulings : tuple of Ruling
        The m functions; columns of the votes.
    classifier : Linear
        The end model.
    label_model : LabelModel or None
        ``None`` where the learner's beliefs are those of no label model.
    """

    index: Index
    labels: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    classifier: Linear
    label_model: LabelModel | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns beside the texts that functions look at, in alphabetical order."""
        return tuple(sorted({name for ruling in self.rulings for name in columns_of(ruling.pattern)}))

    @property
    def believer(self) -> LabelModel:
        """The label model.

        Raises
        ------
        SessionError
            If there is none.
        """
        if self.label_model is None:
            raise SessionError(
                "The project's learner keeps no label model that could be applied to other texts, only its end model. Leave its "
                "beliefs out."
            )
        return self.label_model

    def slice_of(self, texts: Sequence[str], columns: Mapping[str, Sequence[str | None]]) -> Slice:
        """Give texts, with the columns beside them, as what the other methods take."""
        return self.index.slice_of(texts, columns)

    def votes(self, block: Slice) -> Votes:
        """Give what the functions vote, shape (n, m)."""
        voted = [ruling.rows(self.index, block) for ruling in self.rulings]
        return vote_matrix(voted, [ruling.function.label for ruling in self.rulings], len(block))

    def posterior(self, votes: Votes) -> Posterior:
        """Give the label model's beliefs on votes, shape (n, K).

        Raises
        ------
        SessionError
            If there is no label model.
        """
        model = self.believer
        rows, _, places = distinct_rows(votes)
        posterior: Posterior = model.predict_proba(rows)[places]
        return posterior

    def predictions(self, block: Slice) -> Posterior:
        """Give the end model's probabilities, shape (n, K)."""
        return self.classifier.predict_proba(block.features)


def columns_of(pattern: Pattern) -> frozenset[str]:
    """Give the columns that a pattern looks at.

    Examples
    --------
    >>> from lamplighter.engine.patterns import parse_pattern
    >>> sorted(columns_of(parse_pattern("great & @category=books & !@stars=1")))
    ['category', 'stars']
    """
    if isinstance(pattern, Column):
        return frozenset({pattern.name})
    if isinstance(pattern, All):
        return frozenset().union(*(columns_of(part) for part in (*pattern.wanted, *pattern.unwanted)))
    return frozenset()
