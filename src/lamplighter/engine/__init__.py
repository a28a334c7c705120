"""Slices of a corpus, where they are worked on, and one round of learning over them.

A corpus is cut into row blocks. Everything that is learnt is a sum over blocks of what a pure function gives for
one block; here the blocks are worked on in threads of this process.
"""

from lamplighter.engine.applied import Applied, Ruling
from lamplighter.engine.beliefs import Beliefs
from lamplighter.engine.classify import fit_weights
from lamplighter.engine.engine import Engine, Parts
from lamplighter.engine.evidence import BalanceSource, Evidence, Recipe, TunedBy, Validation
from lamplighter.engine.index import Index, Slice, build_index, silent
from lamplighter.engine.learner import Learner
from lamplighter.engine.learners import LEARNERS, GoldOnly, Joint, TwoStage
from lamplighter.engine.models import Models
from lamplighter.engine.quality import Quality
from lamplighter.engine.search import EVERYWHERE, Neighbourhood, Reach, distances_in, neighbourhood, rows_containing
from lamplighter.engine.self_training import SelfTraining

__all__ = [
    "EVERYWHERE",
    "LEARNERS",
    "Applied",
    "BalanceSource",
    "Beliefs",
    "Engine",
    "Evidence",
    "GoldOnly",
    "Index",
    "Joint",
    "Learner",
    "Models",
    "Neighbourhood",
    "Parts",
    "Quality",
    "Reach",
    "Recipe",
    "Ruling",
    "SelfTraining",
    "Slice",
    "TunedBy",
    "TwoStage",
    "Validation",
    "build_index",
    "distances_in",
    "fit_weights",
    "neighbourhood",
    "rows_containing",
    "silent",
]
