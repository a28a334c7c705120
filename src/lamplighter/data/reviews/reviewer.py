"""One reviewer writes one review: what is said, in which order, and how the sentences are joined."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from lamplighter.data.reviews.sentences import expand, is_clause, misspell, opened_with
from lamplighter.data.reviews.shared import ASIDES, CONTRASTS, EMPHASES, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lamplighter.data.reviews.sentences import Dice
    from lamplighter.data.reviews.vocabulary import Category

__all__ = ["Reviewer"]

MEDIAN_WORDS = 45
"""Half of the reviews are meant to be shorter."""

SPREAD = 0.8
"""Standard deviation of the logarithm of the length: one review in forty is meant to be five times the median."""

LONGEST = 400
"""In words; the vocabulary of a category runs out at about this length."""

SHORT = 9
"""A review meant to be shorter than this is a few words without any plan."""

BRIEF = 22
"""A review meant to be shorter than this comes to the point at once."""

DISSENT = (0.0, 0.15, 0.3)
"""How often an opinion goes against the verdict: firm, fair and torn reviewers, equally many."""

LONG_WORD = re.compile("[a-z]{5,}")
"""What a reader notices when it comes twice."""

REPEATED = 1
"""How many long words of a sentence may have been used before."""

JOINED = 25
"""Two clauses of no more words than this may be joined with "but"."""

OPPOSITE = {"positive": "negative", "negative": "positive"}


class Reviewer:
    """Somebody with an opinion on one thing.

    The review agrees with itself: there is one thing under one name, and one opinion about each of its topics.

    Parameters
    ----------
    category : Category
        What the thing is, and what can be said about it.
    label : {"positive", "negative"}
        The verdict.
    dice : Dice
        Makes all the choices.
    """

    def __init__(self, category: Category, label: str, dice: Dice) -> None:
        self.category = category
        self.label = label
        self.dice = dice
        names, topics = dice.pick(list(category.kinds.items()))
        self.topics = {topic: category.topics[topic] for topic in topics}
        self.words = {
            **category.grammar,
            "thing": dice.pick(names.split("|")),
            **{name: dice.pick(options) for name, options in category.names.items()},
        }
        self.dissent = dice.pick(DISSENT)
        self.taken: set[str] = set()
        self.said: set[str] = set()

    def write(self) -> str:
        """Write the review."""
        length = self._length()
        text = self._phrase(self.category.shorts.of(self.label)) if length < SHORT else self._paragraph(length)
        return self._by_hand(text)

    def _length(self) -> int:
        """Choose how many words to write: log-normal, its logarithm from the sum of twelve uniform numbers."""
        deviation = sum(self.dice.uniform() for _ in range(12)) - 6
        return min(int(MEDIAN_WORDS * math.exp(SPREAD * deviation)), LONGEST)

    def _paragraph(self, length: int) -> str:
        """Write about ``length`` words: perhaps how it came about, opinions, perhaps a verdict."""
        opening = [self._phrase(self.category.openings)] if length >= BRIEF and self.dice.chance(0.55) else []
        verdict = [self._verdict()] if self.dice.chance(0.8 if length < BRIEF else 0.6) else []
        if verdict and self.dice.chance(0.15):
            opening, verdict = verdict + opening, []
        body = self._body(length - _count(opening) - _count(verdict), per_topic=1 + length // 80)
        return " ".join(opening + body + verdict)

    def _verdict(self) -> str:
        """Sum up in the words of the category, or in those that fit anything."""
        source = self.category.verdicts if self.dice.chance(0.5) else VERDICTS
        return self._phrase(source.of(self.label))

    def _body(self, room: int, per_topic: int) -> list[str]:
        """Give at least one opinion, and more until the room is filled, with small talk between them."""
        body: list[str] = []
        mood = ""
        for polarity, sentence in self._opinions(per_topic):
            turns = mood == OPPOSITE[polarity]
            self._append(body, sentence, polarity, turns=turns)
            mood = polarity
            if _count(body) + 5 >= room:
                break
            if self.dice.chance(0.15):
                body.append(self._phrase(ASIDES if self.dice.chance(0.4) else self.category.asides))
                mood = ""
        return body

    def _opinions(self, per_topic: int) -> Iterator[tuple[str, str]]:
        """Go through the topics in random order, with one opinion of each, in one to ``per_topic`` sentences."""
        for topic in self.dice.shuffled(list(self.topics.values())):
            polarity = OPPOSITE[self.label] if self.dice.chance(self.dissent) else self.label
            source = topic.of(polarity)
            for _ in range(min(per_topic, len(source))):
                yield polarity, self._phrase(source)

    def _append(self, body: list[str], sentence: str, polarity: str, *, turns: bool) -> None:
        """Add a sentence, joined to the one before it if it is a clause and ``turns`` against it."""
        if not is_clause(sentence):
            body.append(sentence)
        elif turns and is_clause(body[-1]) and _count([body[-1], sentence]) <= JOINED and self.dice.chance(0.5):
            body[-1] = opened_with(f"{body[-1][:-1]}, but", sentence)
        elif turns and self.dice.chance(0.7):
            body.append(opened_with(self._take(CONTRASTS.of(polarity)), sentence))
        elif not turns and self.dice.chance(0.05):
            body.append(opened_with(self._take(EMPHASES), sentence))
        else:
            body.append(sentence)

    def _take(self, options: Sequence[str]) -> str:
        """Choose an option that this review has not used, while there is one."""
        option = self.dice.pick([option for option in options if option not in self.taken] or options)
        self.taken.add(option)
        return option

    def _phrase(self, options: Sequence[str]) -> str:
        """Make a sentence of one of the templates; if it repeats many words, try the template once more."""
        template = self._take(options)
        sentence = expand(template, self.words, self.dice)
        repeated = self.said.intersection(LONG_WORD.findall(sentence))
        if len(repeated) > REPEATED:
            again = expand(template, self.words, self.dice)
            sentence = min(sentence, again, key=lambda text: len(self.said.intersection(LONG_WORD.findall(text))))
        self.said.update(LONG_WORD.findall(sentence))
        return sentence

    def _by_hand(self, text: str) -> str:
        """Write as people do: now and then a slip, no capitals, or an exclamation mark."""
        if self.dice.chance(0.06):
            text = misspell(text, self.dice)
        if self.dice.chance(0.04):
            text = text.lower()
        if self.dice.chance(0.06):
            text = text[:-1] + self.dice.pick(("!", "!", "!!", "..."))
        return text


def _count(sentences: Sequence[str]) -> int:
    """Count the words."""
    return sum(sentence.count(" ") + 1 for sentence in sentences)
