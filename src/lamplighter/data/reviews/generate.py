"""From reviews to a corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lamplighter.data.reviews.categories import CATEGORIES
from lamplighter.data.reviews.reviewer import Reviewer
from lamplighter.data.reviews.sentences import Dice
from lamplighter.exceptions import InputError

__all__ = ["Reviews", "generate_reviews"]


@dataclass(frozen=True)
class Reviews:
    """A corpus with all that is known about it.

    Parameters
    ----------
    texts : list of str
        The reviews.
    labels : list of str
        The class of each, "positive" or "negative".
    categories : list of str
        What each is about: "films", "food", "phones", "books", "kitchen" or "shoes".

    Examples
    --------
    >>> reviews = Reviews(["Sticky ribs, great!"], ["positive"], ["food"])
    >>> len(reviews)
    1
    """

    texts: list[str]
    labels: list[str]
    categories: list[str]

    def __len__(self) -> int:
        """Count the reviews."""
        return len(self.texts)


def generate_reviews(n_documents: int = 3000, *, random_state: int = 0) -> Reviews:
    """Write product reviews in which the sentiment of words depends on the category.

    To try the method without data of one's own, and to test it where the truth is known. Each review is made so:

    1. A category is drawn (films .31, food .27, phones .20, books .10, kitchen .07, shoes .05), a class (.5 each), a
       length (log-normal, median 45 words) and a temper: how often the reviewer speaks against the own verdict.
    2. Topics of the category are taken in random order: the battery, the screen; each gets one opinion for the whole
       review, and a sentence or two. "Unpredictable" is praise of a plot and blame of a battery.
    3. Between them stand sentences that say nothing, or misleading things ("A great friend told me about it").
    4. A verdict may follow, in words all categories share ("not bad", "a waste of money").

    Parameters
    ----------
    n_documents : int, default=3000
        How many reviews, at least 0.
    random_state : int, default=0
        The same number gives the same reviews, on every machine.

    Returns
    -------
    Reviews
        Texts, classes and categories, each a list of ``n_documents`` entries.

    Raises
    ------
    InputError
        If ``n_documents`` is negative.

    Examples
    --------
    >>> reviews = generate_reviews(100, random_state=0)
    >>> len(reviews), sorted(set(reviews.labels))
    (100, ['negative', 'positive'])
    """
    if n_documents < 0:
        raise InputError(f"n_documents is {n_documents}; it must be 0 or more.")
    rng = np.random.default_rng(random_state)
    dice = Dice(rng)
    shares = np.cumsum([category.share for category in CATEGORIES])
    drawn = np.searchsorted(shares / shares[-1], rng.random(n_documents), side="right").tolist()
    categories = [CATEGORIES[place] for place in drawn]
    labels = ["positive" if dice.chance(0.5) else "negative" for _ in categories]
    texts = [Reviewer(category, label, dice).write() for category, label in zip(categories, labels, strict=True)]
    return Reviews(texts, labels, [category.name for category in categories])
