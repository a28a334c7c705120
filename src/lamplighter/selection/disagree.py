"""The document on which the functions disagree the most: a baseline of the paper (Table 5, Snorkel-Dis)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

from lamplighter.exceptions import UnknownNameError
from lamplighter.selection.abstain import abstentions
from lamplighter.selection.context import SelectionContext, Strategy
from lamplighter.votes import vote_counts_by_class

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lamplighter.arrays import Scores, Votes

__all__ = ["Disagree", "votes_against_plurality"]

Abstentions: TypeAlias = Literal["ignored", "counted"]


class Disagree(Strategy):
    """Prefers the document on which the most functions vote against the plurality.

    For two classes, coded +1 and −1 with 0 for an abstention, the literature has ``m − |Σ_j L_ij|``. That is twice the
    votes against the majority *plus the abstentions*: a document without any vote scores m, as much as one on which
    half of all functions contradict the other half, and while any document is uncovered the formula draws among
    these, as :class:`Abstain` does. So by default only the votes that were cast count, for any number of classes; the
    literature's reading is an option.

    Parameters
    ----------
    abstentions : {'ignored', 'counted'}, default='ignored'
        ``'counted'`` scores ``(m − v) + 2 · (v − max_y v_y)`` for ``v`` votes of which ``v_y`` are for class ``y``; for two
        classes this is ``m − |Σ_j L_ij|``.

    See Also
    --------
    Abstain : the documents with the fewest votes.

    References
    ----------
    B. Cohen-Wang, S. Mussmann, A. Ratner, C. Ré, "Interactive Programmatic Labeling for Weak Supervision", KDD workshop
    on Data Collection, Curation and Labeling, 2019.
    """

    title: ClassVar[str] = "disagreement"
    reads: ClassVar[frozenset[str]] = frozenset({"votes"})
    knows_voted_classes_only: ClassVar[bool] = True

    def __init__(self, *, abstentions: Abstentions = "ignored") -> None:
        if abstentions not in get_args(Abstentions):
            raise UnknownNameError.from_missing("reading of abstentions", str(abstentions), get_args(Abstentions))
        self.abstentions = abstentions

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the disagreement on each document."""
        del statistics
        against = votes_against_plurality(context.votes, context.n_classes)
        return against if self.abstentions == "ignored" else abstentions(context.votes) + 2 * against


def votes_against_plurality(votes: Votes, n_classes: int) -> Scores:
    """Count the votes on each document that are not for its most voted class.

    Parameters
    ----------
    votes : csr_array of shape (n, m)
    n_classes : int

    Returns
    -------
    ndarray of shape (n,)
        From 0 (all agree, or nobody voted) to ``m (K − 1) / K``.

    Examples
    --------
    >>> from scipy import sparse
    >>> votes_against_plurality(sparse.csr_array([[1, 2, 1], [1, 2, 3], [0, 2, 2], [0, 0, 0]]), n_classes=3).tolist()
    [1.0, 2.0, 0.0, 0.0]
    """
    counts = vote_counts_by_class(votes, n_classes)
    against: Scores = counts.sum(axis=1) - counts.max(axis=1)
    return against
