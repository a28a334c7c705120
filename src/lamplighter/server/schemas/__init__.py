"""What the page receives and sends: the one description from which OpenAPI and the TypeScript types come.

Probabilities and shares are between 0 and 1. Classes are named by their label; their order is that of
:attr:`ProjectInfo.labels`. Documents are named by their position in the corpus, from 0.
"""

from lamplighter.server.schemas.answers import Answer, NewFunction, NewLabel, NewSkip, Undo
from lamplighter.server.schemas.base import ErrorBody, Step
from lamplighter.server.schemas.documents import Document, ProjectInfo, Reason, Screen, Segment, Suggestion
from lamplighter.server.schemas.functions import Draft, Function, FunctionTable
from lamplighter.server.schemas.progress import CurvePoint, Progress

__all__ = [
    "Answer",
    "CurvePoint",
    "Document",
    "Draft",
    "ErrorBody",
    "Function",
    "FunctionTable",
    "NewFunction",
    "NewLabel",
    "NewSkip",
    "Progress",
    "ProjectInfo",
    "Reason",
    "Screen",
    "Segment",
    "Step",
    "Suggestion",
    "Undo",
]
