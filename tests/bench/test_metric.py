import re

import numpy as np
import pytest

from lamplighter.bench import Metric, parse_metric
from lamplighter.exceptions import InputError

TRUTH = np.array([0, 0, 0, 1, 1, 2])
PREDICTED = np.array([0, 0, 1, 1, 2, 2])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accuracy", 4 / 6),
        ("f1:ham", 2 * 2 / (2 * 2 + 0 + 1)),
        ("f1:spam", 2 * 1 / (2 * 1 + 1 + 1)),
        ("f1:a:b", 2 * 1 / (2 * 1 + 1 + 0)),
    ],
)
def test_metric_measures_what_its_name_says(name, value):
    metric = parse_metric(name, ["ham", "spam", "a:b"])
    assert metric.name == name
    assert metric(PREDICTED, TRUTH) == pytest.approx(value)


def test_f1_of_a_class_that_neither_is_nor_is_predicted_is_zero():
    assert Metric("f1:b", 1, 2)(np.array([0, 0]), np.array([0, 0])) == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("acuracy", "No metric is called 'acuracy'. There are: accuracy, f1:LABEL."),
        ("f1", "No class is called ''. There are: ham, spam."),
        ("f1:Spam", "No class is called 'Spam'. Did you mean 'spam'? There are: ham, spam."),
        ("f2:spam", "No metric is called 'f2:spam'. There are: accuracy, f1:LABEL."),
        ("", "No metric is called ''. There are: accuracy, f1:LABEL."),
    ],
)
def test_unknown_metric_is_an_error(name, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        parse_metric(name, ["ham", "spam"])
