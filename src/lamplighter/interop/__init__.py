"""Other people's formats: labels as tables, the model as a scikit-learn pipeline."""

from lamplighter.interop.labels import TABLE_FORMATS, labels_frame, predictions_frame, write_frame
from lamplighter.interop.model import read_model, write_model
from lamplighter.interop.whole import whole_file

__all__ = [
    "TABLE_FORMATS",
    "labels_frame",
    "predictions_frame",
    "read_model",
    "whole_file",
    "write_frame",
    "write_model",
]
