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
    one of the others, who errs now and then.
"""

from lamplighter.bench.users.base import SimulatedUser, User, UserClass, draw, function_accuracies
from lamplighter.bench.users.coverage import CoverageUser
from lamplighter.bench.users.explanation import ExplanationUser, contributions
from lamplighter.bench.users.lexicon import Lexicon, LexiconUser
from lamplighter.bench.users.noisy import NoisyUser
from lamplighter.bench.users.uniform import UniformUser
from lamplighter.registry import Registry

__all__ = [
    "USERS",
    "CoverageUser",
    "ExplanationUser",
    "Lexicon",
    "LexiconUser",
    "NoisyUser",
    "SimulatedUser",
    "UniformUser",
    "User",
    "UserClass",
    "contributions",
    "draw",
    "function_accuracies",
]

USERS: Registry[UserClass] = Registry(
    "simulated user",
    "lamplighter.users",
    {
        "coverage": CoverageUser,
        "explanation": ExplanationUser,
        "lexicon": LexiconUser,
        "noisy": NoisyUser,
        "uniform": UniformUser,
    },
)
"""Simulated users by name; ``lexicon`` needs its word list: ``partial(USERS["lexicon"], lexicon=…)``."""
