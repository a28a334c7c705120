"""The document on which the most functions abstain: a baseline of the paper (Table 5, Snorkel-Abs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lamplighter.selection.context import SelectionContext, Strategy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lamplighter.arrays import Scores, Votes

__all__ = ["Abstain", "abstentions"]


class Abstain(Strategy):
    """Prefers the document on which the most functions abstain.

    While any document has no vote, that is one of these, by lot. Good for coverage early on; it does not ask whether
    a document has anything in common with others.

    See Also
    --------
    Disagree : looks at the documents that have votes.

    References
    ----------
    B. Cohen-Wang, S. Mussmann, A. Ratner, C. Ré, "Interactive Programmatic Labeling for Weak Supervision", KDD workshop
    on Data Collection, Curation and Labeling, 2019.
    """

    title: ClassVar[str] = "abstention"
    reads: ClassVar[frozenset[str]] = frozenset({"votes"})

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the number of functions that abstain on each document."""
        del statistics
        return abstentions(context.votes)


def abstentions(votes: Votes) -> Scores:
    """Count the functions that abstain on each document.

    Parameters
    ----------
    votes : csr_array of shape (n, m)

    Returns
    -------
    ndarray of shape (n,)
        From 0 to m.

    Examples
    --------
    >>> from scipy import sparse
    >>> abstentions(sparse.csr_array([[1, 2, 1], [0, 2, 0], [0, 0, 0]])).tolist()
    [0.0, 2.0, 3.0]
    """
    count: Scores = (votes.shape[1] - np.diff(votes.indptr)).astype(np.float64)
    return count
