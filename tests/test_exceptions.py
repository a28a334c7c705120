import inspect

import pytest

from lamplighter import exceptions
from lamplighter.exceptions import LamplighterError, did_you_mean

ERRORS = [value for value in vars(exceptions).values() if inspect.isclass(value) and issubclass(value, Exception)]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_can_be_caught_as_ours_and_is_public(error):
    assert issubclass(error, LamplighterError)
    assert error.__name__ in exceptions.__all__


@pytest.mark.parametrize("error", set(ERRORS) - {LamplighterError, exceptions.ProjectError})
def test_every_error_is_also_a_builtin_that_one_would_catch(error):
    assert issubclass(error, (ValueError, LookupError, OSError, ImportError, RuntimeError))


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_drawn_in_the_tree(error):
    assert error.__name__ in exceptions.__doc__


def test_all_names_that_are_public_are_there():
    assert sorted(exceptions.__all__) == sorted([*(error.__name__ for error in ERRORS), "did_you_mean"])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("lable", " Did you mean 'Label'?"),
        ("LABEL", " Did you mean 'Label'?"),
        ("texts", " Did you mean 'text'?"),
        ("price", ""),
        ("", ""),
    ],
)
def test_hint_names_what_is_close_whatever_its_case(name, hint):
    assert did_you_mean(name, ["text", "Label"]) == hint


def test_hint_needs_something_to_choose_from():
    assert did_you_mean("text", []) == ""
