"""Other people's formats: labels as tables, the model as a scikit-learn pipeline."""

from lamplighter.interop.applied import Labeled, Layout, applied_frame, check_layout, label_file
from lamplighter.interop.functions import FunctionFormat, read_functions, write_functions
from lamplighter.interop.labeling import Outcome, found_files, label_files, said_of_project, text_column
from lamplighter.interop.labels import TABLE_FORMATS, labels_frame, predictions_frame, write_frame
from lamplighter.interop.model import read_model, write_model
from lamplighter.interop.python_functions import apply_functions, load_functions, written_functions
from lamplighter.interop.report import report_html
from lamplighter.interop.whole import whole_file

__all__ = [
    "TABLE_FORMATS",
    "FunctionFormat",
    "Labeled",
    "Layout",
    "Outcome",
    "applied_frame",
    "apply_functions",
    "check_layout",
    "found_files",
    "label_file",
    "label_files",
    "labels_frame",
    "load_functions",
    "predictions_frame",
    "read_functions",
    "read_model",
    "report_html",
    "said_of_project",
    "text_column",
    "whole_file",
    "write_frame",
    "write_functions",
    "write_model",
    "written_functions",
]
