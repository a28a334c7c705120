"""Routes of the map: where the documents lie, how they are coloured, and where functions vote."""

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response

from lamplighter.exceptions import SessionError
from lamplighter.server.errors import RESPONSES
from lamplighter.server.mapping import Colouring, CorpusMap, colours
from lamplighter.server.routes.dependencies import Bench
from lamplighter.server.schemas import MapFunction, MapStatus

__all__ = ["router"]

router = APIRouter(prefix="/map", responses=RESPONSES)

BINARY = "application/octet-stream"


def _map(request: Request) -> CorpusMap:
    corpus_map: CorpusMap = request.app.state.map
    return corpus_map


Map = Annotated[CorpusMap, Depends(_map)]


def _bytes(description: str) -> dict[int | str, dict[str, object]]:
    """Describe an answer that is not JSON."""
    schema = {"type": "string", "format": "binary"}
    return {200: {"content": {BINARY: {"schema": schema}}, "description": description}}


@router.get("", operation_id="map_status")
def status(corpus_map: Map, bench: Bench) -> MapStatus:
    """Say how far the map has come; the first question begins it, in the background."""
    state, share, failure = corpus_map.standing()
    return MapStatus(state=state, share=share, n_documents=len(bench.session.corpus), message=failure)


@router.get(
    "/points",
    operation_id="map_points",
    response_class=Response,
    responses=_bytes("x and y of each document, from −1 to 1: float32, little endian."),
)
def points(corpus_map: Map, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """Give the places of all documents; they never change, so they are fetched once."""
    places, tag = corpus_map.points()
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if if_none_match is not None and f'"{tag}"' in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(places.astype("<f4").tobytes(), media_type=BINARY, headers=headers)


@router.get(
    "/colours",
    operation_id="map_colours",
    response_class=Response,
    responses=_bytes("A byte for each document: the class's place among the labels, or 255 for none."),
)
def colouring(by: Colouring, bench: Bench) -> Response:
    """Give a byte for each document: a class, or how sure the model is from 0 to 254; 255 where there is nothing to say."""
    with bench.reading() as (session, models):
        state = session.state
    codes = colours(session, models, state, by)  # models and states never change: answers need not wait
    headers = {"X-Step": str(state.step), "X-Models-Step": str(models.step), "Cache-Control": "no-store"}
    return Response(codes.tobytes(), media_type=BINARY, headers=headers)


@router.get("/function/{number}", operation_id="map_function")
def function(number: int, bench: Bench) -> MapFunction:
    """Say where a function votes."""
    with bench.reading() as (session, _):
        standing = session.state.functions
        if number not in standing:
            stand = ", ".join(map(str, standing)) or "none"
            raise SessionError(f"There is no function {number}. Those that stand: {stand}.")
        found = standing[number]
        rows = session.neighbourhood_of(found).rows
        slices = session.engine.index.slices
    places = [block.start + voted for block, voted in zip(slices, rows, strict=True)]
    return MapFunction(
        id=number,
        primitive=found.primitive,
        label=session.labels[found.label],
        document=found.document,
        documents=np.concatenate(places).tolist(),
    )
