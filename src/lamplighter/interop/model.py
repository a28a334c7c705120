"""The end model as a file: a scikit-learn pipeline that loads where lamplighter is not installed."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import joblib

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

__all__ = ["read_model", "write_model"]


def write_model(pipeline: Pipeline, file: IO[bytes]) -> None:
    """Write a fitted pipeline with joblib, which is how scikit-learn's own models are kept."""
    joblib.dump(pipeline, file, compress=3)


def read_model(file: IO[bytes]) -> Pipeline:
    """Read a pipeline. As with every model of scikit-learn: only from people you trust."""
    pipeline: Pipeline = joblib.load(file)
    return pipeline
