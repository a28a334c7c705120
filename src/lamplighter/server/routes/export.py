"""Routes that hand out files."""

from io import BytesIO
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from lamplighter.interop import labels_frame, report_html, write_frame, write_model
from lamplighter.server.errors import RESPONSES
from lamplighter.server.routes.dependencies import Bench

__all__ = ["router"]

router = APIRouter(prefix="/export", responses=RESPONSES, default_response_class=Response)

MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "jsonl": "application/jsonl"}


@router.get("/labels", operation_id="export_labels")
def export_labels(
    bench: Bench,
    format: Literal["parquet", "csv", "jsonl"] = "parquet",  # noqa: A002  (the name of the query's parameter)
    *,
    votes: Annotated[bool, Query(description="Whether to add each function's vote.")] = False,
) -> Response:
    """Give every row of the input with its label and probabilities, from models that have seen every answer."""
    with bench.reading_fresh() as (session, models):
        frame = labels_frame(session, models, votes=votes)
    content = BytesIO()
    write_frame(frame, content, format)
    return _file(content.getvalue(), f"labels.{format}", MEDIA_TYPES[format])


@router.get("/model", operation_id="export_model")
def export_model(bench: Bench) -> Response:
    """Give the end model, which has seen every answer, as a scikit-learn pipeline."""
    with bench.reading_fresh() as (session, _):
        pipeline = session.end_model_
    content = BytesIO()
    write_model(pipeline, content)
    return _file(content.getvalue(), "model.joblib", "application/octet-stream")


@router.get("/report", operation_id="export_report")
def export_report(bench: Bench) -> Response:
    """Give a report with figures, plots and functions: one page that needs nothing else."""
    with bench.reading_fresh() as (session, models):
        content = report_html(session, models)
    return _file(content.encode(), "report.html", "text/html; charset=utf-8")


def _file(content: bytes, name: str, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
