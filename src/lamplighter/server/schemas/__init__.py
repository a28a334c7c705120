"""What the page receives and sends: the one description from which OpenAPI and the TypeScript types come.

Probabilities and shares are between 0 and 1. Classes are named by their label; their order is that of
:attr:`ProjectInfo.labels`. Documents are named by their position in the corpus, from 0.
"""

from lamplighter.server.schemas.answers import Answer, NewFunction, NewLabel, NewSkip, Redo, Undo
from lamplighter.server.schemas.base import ErrorBody, Step
from lamplighter.server.schemas.choosing import Around, NewStrategy, OtherSuggestion, StrategyOffer
from lamplighter.server.schemas.corpus import (
    CorpusPage,
    CorpusQuery,
    CorpusRow,
    Explanation,
    FunctionHere,
    NewSuggestion,
    Passage,
    Piece,
    WordWeight,
)
from lamplighter.server.schemas.documents import Document, ProjectInfo, Reason, Screen, Suggestion
from lamplighter.server.schemas.functions import (
    Brought,
    Draft,
    DraftExample,
    Function,
    FunctionChange,
    FunctionTable,
    History,
    HistoryEntry,
    PatternKind,
    Precision,
    Shared,
)
from lamplighter.server.schemas.map import MapFunction, MapStatus
from lamplighter.server.schemas.progress import CurvePoint, EstimatePoint, Pace, PacePoint, Progress

__all__ = [
    "Answer",
    "Around",
    "Brought",
    "CorpusPage",
    "CorpusQuery",
    "CorpusRow",
    "CurvePoint",
    "Document",
    "Draft",
    "DraftExample",
    "ErrorBody",
    "EstimatePoint",
    "Explanation",
    "Function",
    "FunctionChange",
    "FunctionHere",
    "FunctionTable",
    "History",
    "HistoryEntry",
    "MapFunction",
    "MapStatus",
    "NewFunction",
    "NewLabel",
    "NewSkip",
    "NewStrategy",
    "NewSuggestion",
    "OtherSuggestion",
    "Pace",
    "PacePoint",
    "Passage",
    "PatternKind",
    "Piece",
    "Precision",
    "Progress",
    "ProjectInfo",
    "Reason",
    "Redo",
    "Screen",
    "Shared",
    "Step",
    "StrategyOffer",
    "Suggestion",
    "Undo",
    "WordWeight",
]
