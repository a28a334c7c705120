"""Simulated users: from a suggested document to the function that a person might write on it.

Each is made for a session whose corpus has gold, and differs from the others in two things alone: which words of a
document come to its mind, and how likely each is to be the one (:meth:`SimulatedUser.weights`). The readings of the
paper's section 5.1, by name:

``uniform``
    every word that is right often enough, all alike: the paper's text;
``lexicon``
    of these, the words of an opinion lexicon: the authors' experiments, by default;
``coverage``
    every word that is right often enough, the more likely the more documents contain it: the authors' ``acc``;
``explanation``
    words by the weight that a classifier which saw the gold labels gives them: the authors' ``expl``;
``noisy``
    one of the others, who errs now and then;
``guided``
    one of the others, who sees the words in the order of their use and mostly takes the first good one;
``reviewer``
    one of the others, who also judges functions that are proposed.
"""

from lamplighter.bench.users.base import SimulatedUser, User, UserClass, draw, function_accuracies
from lamplighter.bench.users.coverage import CoverageUser
from lamplighter.bench.users.explanation import ExplanationUser, contributions
from lamplighter.bench.users.guided import GuidedUser, ReviewingUser
from lamplighter.bench.users.lexicon import Lexicon, LexiconUser
from lamplighter.bench.users.named import knows_words, named_user
from lamplighter.bench.users.noisy import NoisyUser
from lamplighter.bench.users.registered import USERS
from lamplighter.bench.users.uniform import UniformUser

__all__ = [
    "USERS",
    "CoverageUser",
    "ExplanationUser",
    "GuidedUser",
    "Lexicon",
    "LexiconUser",
    "NoisyUser",
    "ReviewingUser",
    "SimulatedUser",
    "UniformUser",
    "User",
    "UserClass",
    "contributions",
    "draw",
    "function_accuracies",
    "knows_words",
    "named_user",
]
