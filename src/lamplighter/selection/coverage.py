"""The document whose words would cover the most that is not covered yet: the product's strategy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np
from scipy import sparse

from lamplighter.exceptions import InputError
from lamplighter.learning import class_counts, log_odds, root_lengths, vote_shares
from lamplighter.linalg import product, softmax
from lamplighter.selection.context import Reason, SelectionContext, Strategy
from lamplighter.selection.user_model import within_coverage

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lamplighter.arrays import Available, Posterior, Scores

__all__ = ["Coverage"]

SHARPNESS = 2.0
"""Of the softmax over naive Bayes scores, which are too timid for probabilities."""

DOCUMENTS, UNCOVERED, SPREAD, BY_CLASS = 0, 1, 2, 3
"""Columns of the statistics; from the last one on, one for each class."""


class _Known(NamedTuple):
    """What the statistics come to, for one pick."""

    worth: NDArray[np.float64]
    expected: NDArray[np.float64]
    odds: NDArray[np.float64]
    mean: NDArray[np.float64]
    need: NDArray[np.float64]


class Coverage(Strategy):
    """Prefers the document whose words, one as likely to be picked as another, would vote on the most new documents.

    What limits a model after a few answers is what it has heard of: which documents have votes at all, and of which
    classes. So the strategy asks how much *any* word of a document would add, and does not try to foresee which one
    the person finds good: predictions of that are worst when they are needed most, in the first answers. With ``B`` (n × Z)
    the incidence, ``l`` (n) how many primitives documents have, ``u`` (n) 1 for documents without votes, ``e`` (Z) how far primitives are
    expected (0 for those used up, too rare or too common; less with each document that was answered without them), ``m_y`` the
    functions of class ``y`` and ``m`` all of them:

    1. ``w = √(Bᵀ (u ⊙ c))`` with ``c = l^−½ / mean l^−½``, the worth of a primitive: the first hundred documents are news, the next
       hundred less so. Short documents are more so than long ones: the more words share a vote, the less it says of
       each (:func:`~lamplighter.learning.document_scores` has the same measure), and the commonest words, which stand in all
       long documents, say the least.
    2. ``E = B (e ⊙ w) / (B e + 1)``, the mean over a document's words. The 1 keeps a document with a single word from
       standing as high as one that leaves the person a choice.
    3. ``p``, the classes that the document may be of: naive Bayes on the words of the documents that have votes,
       with the shares of the votes as labels, and equally common classes.
    4. ``d_y = √((m / K + 1) / (m_y + 1))``, how much functions of each class are lacking.
    5. The score is ``E · Σ_y p_y d_y``.

    All of it is sums over documents of the votes: no end model has to be learnt for a pick. In a batch, the word of the picked
    document with the greatest part in its score is counted as written, for its likeliest class.

    Parameters
    ----------
    max_coverage : float, default=0.1
        Above 0, up to 1. Primitives that stand in a larger share of the documents (and in more than 50) are not
        expected to become functions.
    min_coverage : int, default=2
        Primitives that stand in fewer documents are not expected either: they say nothing of any other document.
    balanced : bool, default=True
        Whether lacking functions of a class count (steps 3 and 4).
    by_length : bool, default=True
        Whether short documents are more news than long ones; otherwise ``c`` is 1 for all of them.

    See Also
    --------
    SEU : the paper's strategy, which foresees the function.
    Abstain : the documents with the fewest votes, whatever their words.

    Examples
    --------
    The first word stands in three documents, one of which has a vote; the second in one alone, and so is not expected.
    Where documents count alike, its worth is √2:

    >>> from lamplighter.testing.cases import context_of
    >>> context = context_of([[1, 1], [1, 0], [1, 0], [0, 0]], votes=[[0], [1], [0], [0]])
    >>> coverage = Coverage(balanced=False, by_length=False)
    >>> coverage.scores(context, coverage.statistics(context)).round(3).tolist()  # √2 / (1 + 1)
    [0.707, 0.707, 0.707, 0.0]
    """

    title: ClassVar[str] = "new coverage"
    reads: ClassVar[frozenset[str]] = frozenset({"votes"})
    begins_with_representatives: ClassVar[bool] = True
    learns_from_refusals: ClassVar[bool] = True

    def __init__(
        self, *, max_coverage: float = 0.1, min_coverage: int = 2, balanced: bool = True, by_length: bool = True
    ) -> None:
        if not 0 < max_coverage <= 1:
            raise InputError(f"max_coverage is {max_coverage!r}; expected a share above 0 and up to 1.")
        if not (1 <= min_coverage < np.inf and min_coverage == int(min_coverage)):
            raise InputError(f"min_coverage is {min_coverage!r}; expected a whole number of documents, 1 or more.")
        self.max_coverage = max_coverage
        self.min_coverage = min_coverage
        self.balanced = balanced
        self.by_length = by_length

    def statistics(self, context: SelectionContext) -> NDArray[np.float64]:
        """Count, for each primitive, each function and all documents: those there are, uncovered by root length, and so on."""
        beliefs = vote_shares(context.votes, np.zeros(context.n_classes))  # rows of 0 where nobody voted
        uncovered = beliefs.sum(axis=1) == 0
        spread = 1 / root_lengths(context.incidence)
        news = uncovered * spread if self.by_length else uncovered
        evidence = np.column_stack([np.ones(len(beliefs)), news, spread, beliefs])
        counts = class_counts(context.incidence, evidence)
        classes = np.zeros((context.votes.shape[1], counts.shape[1]))
        np.add.at(classes, (context.votes.indices, BY_CLASS - 1 + context.votes.data), 1.0)
        return np.vstack([counts[:-1], classes, counts[-1:]])

    def scores(self, context: SelectionContext, statistics: NDArray[np.float64]) -> Scores:
        """Give the expected new coverage of each document, weighed by the need of its class."""
        return self.scorer(statistics, context.available)(context)

    def scorer(self, statistics: NDArray[np.float64], available: Available) -> Callable[[SelectionContext], Scores]:
        """Give the scores as a function of the block alone, with what the statistics come to derived once."""
        known = self._known(statistics, available)
        of_words = np.column_stack([known.expected * known.worth, known.expected, known.odds])

        def scores(context: SelectionContext) -> Scores:
            # All that is summed over words in one pass: what takes time is to read which words there are.
            sums = product(context.incidence, of_words)
            mean: Scores = sums[:, 0] / (sums[:, 1] + 1)
            return mean * (_classes(sums[:, 2:], context, known) @ known.need)

        return scores

    def reasons(self, context: SelectionContext, statistics: NDArray[np.float64]) -> list[Reason]:
        """Give each expected word of the one document, for the likeliest class, and its part in the score."""
        known = self._known(statistics, context.available)
        words = np.unique(context.incidence.indices)
        words = words[known.expected[words] > 0]
        likely = _classes(product(context.incidence, known.odds), context, known)[0]
        label, need = int(likely.argmax()), float(likely @ known.need)
        chances = known.expected[words] / (known.expected[words].sum() + 1)
        return [
            Reason(int(word), label, float(chance), float(known.worth[word]) * need)
            for word, chance in zip(words, chances, strict=True)
        ]

    def after(
        self, context: SelectionContext, statistics: NDArray[np.float64], picked: SelectionContext
    ) -> SelectionContext:
        """Count the word with the greatest part in the picked document's score as written."""
        reasons = self.reasons(picked, statistics)
        if not reasons:
            return context
        best = max(reasons, key=lambda reason: (reason.contribution, -reason.primitive))
        written = context.incidence[:, [best.primitive]].astype(np.int64) * (best.label + 1)
        available = context.available.copy()
        available[best.primitive] = 0.0
        votes = sparse.hstack([context.votes, sparse.csr_array(written)], format="csr")
        return replace(context, votes=votes, available=available)

    def _known(self, statistics: NDArray[np.float64], available: Available) -> _Known:
        primitives, totals = statistics[: len(available)], statistics[-1]
        functions, n_documents = statistics[len(available) : -1, BY_CLASS:], totals[DOCUMENTS]
        expected = available * within_coverage(
            primitives[:, DOCUMENTS], n_documents, self.min_coverage, self.max_coverage
        )
        rates = np.maximum(primitives[:, DOCUMENTS], 1) / max(n_documents, 1)
        odds = log_odds(np.vstack([primitives[:, BY_CLASS:], totals[BY_CLASS:]]), rates)
        mean_spread = totals[SPREAD] / max(n_documents, 1) if self.by_length else 1.0
        news = primitives[:, UNCOVERED] / (mean_spread or 1.0)
        return _Known(
            worth=np.sqrt(news),
            expected=expected,
            odds=odds,
            mean=primitives[:, SPREAD] @ odds / max(n_documents, 1),
            need=self._need(functions),
        )

    def _need(self, functions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give ``d``, from the documents of each class that each function votes on: of one class, wherever it votes."""
        K = functions.shape[1]
        if not self.balanced:
            return np.ones(K)
        of_class = (functions > 0).sum(axis=0)
        need: NDArray[np.float64] = np.sqrt((of_class.sum() / K + 1) / (of_class + 1))
        return need


def _classes(odds: NDArray[np.float64], context: SelectionContext, known: _Known) -> Posterior:
    """Give ``p`` from the sums of the words' odds: how likely each document is of each class, on average over all as likely of each."""
    scores = odds / root_lengths(context.incidence)[:, np.newaxis]
    return softmax(SHARPNESS * (scores - known.mean))[0]
