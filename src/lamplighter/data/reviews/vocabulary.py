"""What a category of reviews is made of, and the small notation its sentences are written in.

A *template* is one sentence. ``[thin|light|]`` offers alternatives, of which one is taken, perhaps the empty one;
``{thing}`` is a word that stays the same throughout a review::

    The [plot|story] of this {thing} is [gripping|unpredictable].

Templates stand in triple-quoted text, one a line, so that they read as prose; a backslash joins two lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["PLURAL", "SINGULAR", "Category", "Opinions", "templates"]

SINGULAR = {"this": "this", "them": "it"}
PLURAL = {"this": "these", "them": "them"}


def templates(text: str) -> tuple[str, ...]:
    """Sentences of a text, one for each line that is not blank.

    Examples
    --------
    >>> templates('''
    ...     The soup was [hot|thin].
    ...     The bread was good.
    ... ''')
    ('The soup was [hot|thin].', 'The bread was good.')
    """
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


@dataclass(frozen=True)
class Opinions:
    """Templates of praise and of blame, written as text, about one topic.

    A topic is the unit of consistency: a review that praises the battery does not blame it two sentences later.
    """

    good: str
    bad: str

    @cached_property
    def _by_label(self) -> dict[str, tuple[str, ...]]:
        return {"positive": templates(self.good), "negative": templates(self.bad)}

    def of(self, label: str) -> tuple[str, ...]:
        """Templates of the class ``label``.

        Examples
        --------
        >>> Opinions(good="The soup was hot.", bad="The soup was thin.").of("negative")
        ('The soup was thin.',)
        """
        return self._by_label[label]


@dataclass(frozen=True)
class Category:
    """All that can be said in the reviews of one category.

    Parameters
    ----------
    name : str
        What ``Reviews.categories`` calls it.
    share : float
        How many of all reviews are in this category, as a fraction.
    topics : dict of str to Opinions
        What an opinion can be about.
    kinds : dict of str to tuple of str
        Names of the thing under review, separated by bars, and the topics that make sense for it.
    openings, asides : tuple of str
        Templates without an opinion: how the thing came to the reviewer, and what has nothing to do with it.
    verdicts, shorts : Opinions
        Last sentences, and whole reviews of a few words.
    names : dict of str to tuple of str, optional
        Further words that stay the same throughout a review, and what they may be.
    grammar : dict of str to str, default=SINGULAR
        The forms that agree with the thing in number.
    """

    name: str
    share: float
    topics: dict[str, Opinions]
    kinds: dict[str, tuple[str, ...]]
    openings: tuple[str, ...]
    asides: tuple[str, ...]
    verdicts: Opinions
    shorts: Opinions
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    grammar: dict[str, str] = field(default_factory=lambda: SINGULAR)
