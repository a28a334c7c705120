"""From templates to sentences: the dice, the choice of alternatives, and the joins between sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np

__all__ = ["Dice", "expand", "is_clause", "misspell", "opened_with", "with_capital"]

T = TypeVar("T")

CLAUSE_STARTS = frozenset({"The", "It", "They", "We", "I", "My", "There", "Everything", "Photos", "Calls", "Nobody"})
"""First words after which a sentence is a full clause, so that "but" or "sadly," may stand before it."""


class Dice:
    """Cheap random choices.

    A call of a NumPy generator costs microseconds, and a corpus needs a hundred thousand choices; so uniform numbers
    are drawn in blocks and every choice is made from one of them.

    Parameters
    ----------
    rng : Generator
        Where the numbers come from.

    Attributes
    ----------
    uniform : callable
        Draws the next number, at least 0 and less than 1.

    Examples
    --------
    >>> import numpy as np
    >>> dice = Dice(np.random.default_rng(0))
    >>> dice.pick("abc"), dice.chance(0.5)
    ('b', True)
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.uniform: Callable[[], float] = _stream(rng).__next__

    def chance(self, probability: float) -> bool:
        """Say yes with the given probability."""
        return self.uniform() < probability

    def pick(self, options: Sequence[T]) -> T:
        """Take one of the options, each as likely as the others."""
        return options[int(self.uniform() * len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Put the options in a random order."""
        return [option for _, _, option in sorted((self.uniform(), i, option) for i, option in enumerate(options))]


def _stream(rng: np.random.Generator, block: int = 4096) -> Iterator[float]:
    """Give uniform numbers for ever."""
    while True:
        yield from rng.random(block).tolist()


@cache
def _parts(template: str) -> tuple[tuple[str, ...], ...]:
    """Cut a template into runs of alternatives; plain text is a run of one."""
    return tuple(tuple(part.split("|")) for part in re.split(r"[\[\]]", template))


def expand(template: str, words: Mapping[str, str], dice: Dice) -> str:
    """Make one sentence of a template.

    Parameters
    ----------
    template : str
        Text with ``[alternatives|of which|one is taken]`` and ``{words}``.
    words : mapping of str to str
        What to put for each ``{word}``.
    dice : Dice
        Chooses the alternatives.

    Returns
    -------
    str
        With a capital at the beginning.

    Examples
    --------
    >>> import numpy as np
    >>> expand("the {thing} is [dark|funny], [|very] dark.", {"thing": "film"}, Dice(np.random.default_rng(0)))
    'The film is funny, dark.'
    """
    parts = [part[0] if len(part) == 1 else dice.pick(part) for part in _parts(template)]
    sentence = "".join(parts).replace("  ", " ").replace(" ,", ",").replace(" .", ".")
    return with_capital(sentence.format_map(words))


def with_capital(sentence: str) -> str:
    """Write the first letter large.

    Examples
    --------
    >>> with_capital("my uncle's")
    "My uncle's"
    """
    return sentence[:1].upper() + sentence[1:]


def is_clause(sentence: str) -> bool:
    """Say whether a sentence can follow "but".

    Examples
    --------
    >>> is_clause("The soup was cold."), is_clause("Cold soup, again.")
    (True, False)
    """
    return sentence.split(" ", 1)[0] in CLAUSE_STARTS


def opened_with(opening: str, sentence: str) -> str:
    """Put words before a clause.

    Examples
    --------
    >>> opened_with("Sadly,", "The soup was cold.")
    'Sadly, the soup was cold.'
    >>> opened_with("Still,", "I ate it.")
    'Still, I ate it.'
    """
    return f"{opening} {sentence}" if sentence.startswith("I ") else f"{opening} {sentence[0].lower()}{sentence[1:]}"


def misspell(text: str, dice: Dice) -> str:
    """Swap two letters inside one of the longer words, or lose one of them.

    Examples
    --------
    >>> import numpy as np
    >>> misspell("The soup was wonderful.", Dice(np.random.default_rng(0)))
    'The soup was wodnerful.'
    """
    long_words = list(re.finditer(r"\b[a-z]{6,}\b", text))
    if not long_words:
        return text
    word = dice.pick(long_words)
    place = word.start() + 1 + int(dice.uniform() * (len(word.group()) - 3))
    first, second = text[place], text[place + 1]
    return text[:place] + (second + first if dice.chance(0.5) else first) + text[place + 2 :]
