"""Users by name, also one who is another one with a difference: ``noisy:lexicon``."""

from __future__ import annotations

from functools import partial
from inspect import signature
from typing import TYPE_CHECKING, Any

from lamplighter.bench.users.registered import USERS
from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from lamplighter.bench.users.base import UserClass
    from lamplighter.bench.users.lexicon import Lexicon

__all__ = ["knows_words", "named_user"]


def named_user(name: str, words: Lexicon | None = None) -> UserClass:
    """Give what makes a user.

    Parameters
    ----------
    name : str
        A name in :data:`USERS`; of those who are another one with a difference (noisy, guided, reviewer), with
        the other one behind a colon.
    words : Lexicon, optional
        What the user ``lexicon`` knows.

    Raises
    ------
    UnknownNameError
        If there is no such user.
    InputError
        If a user stands before the colon who is not another one with a difference.

    Examples
    --------
    >>> named_user("noisy:coverage").keywords["base"].__name__
    'CoverageUser'
    """
    outer, colon, inner = name.partition(":")
    make: Any = USERS[outer]
    if colon:
        if "base" not in signature(make).parameters:
            raise InputError(
                f"The user {outer!r} is nobody else with a difference, so no other can follow it: {name!r}."
            )
        return partial(make, base=named_user(inner, words))
    return partial(make, lexicon=words) if outer == "lexicon" and words is not None else make


def knows_words(name: str) -> bool:
    """Say whether a user by this name is, or is another kind of, the user ``lexicon``."""
    return "lexicon" in name.split(":")
