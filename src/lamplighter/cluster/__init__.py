"""The same engine where one machine ends: slices on the workers of a Dask cluster, one actor on each.

A slice lives on one worker, and so does all that is made of it. A function is sent there with what it refers to and
applied to the slices; what comes back are sums over documents, and what is asked for of single ones. Where a worker is
lost, another one reads its slices anew, and what was made of them is made again from the record of how it was made.
"""

from lamplighter.cluster.build import Far, build_far
from lamplighter.cluster.corpus import FarCorpus, FarTexts
from lamplighter.cluster.crew import Crew
from lamplighter.cluster.far import FarEngine, FarParts, WorkerLost
from lamplighter.cluster.holder import Holder
from lamplighter.data.sources import Facts, Sources, look_into, source_files

__all__ = [
    "Crew",
    "Facts",
    "Far",
    "FarCorpus",
    "FarEngine",
    "FarParts",
    "FarTexts",
    "Holder",
    "Sources",
    "WorkerLost",
    "build_far",
    "look_into",
    "source_files",
]
