"""The contracts, as checks for authors of plug-ins: hand in what makes your object, in a test of your own.

Each check raises ``AssertionError`` with what was expected and what was found, and needs no test framework.

>>> from lamplighter.selection import SEU
>>> from lamplighter.testing import check_strategy
>>> check_strategy(SEU)
"""

from lamplighter.testing.label_models import check_label_model
from lamplighter.testing.learners import check_learner
from lamplighter.testing.stores import check_store
from lamplighter.testing.strategies import check_strategy

__all__ = ["check_label_model", "check_learner", "check_store", "check_strategy"]
