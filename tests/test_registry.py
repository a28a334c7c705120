import re

import pytest

from lamplighter.engine.patterns import PATTERNS
from lamplighter.exceptions import UnknownNameError
from lamplighter.learning import LABEL_MODELS
from lamplighter.primitives import PRIMITIVES
from lamplighter.registry import Registry
from lamplighter.selection import STRATEGIES


@pytest.fixture
def colours():
    return Registry("colour", "example.colours", {"red": 1, "green": 2})


def test_names_are_sorted_and_values_found_by_them(colours):
    assert colours.names == list(colours) == ["green", "red"]
    assert (colours["red"], len(colours), "green" in colours, "blue" in colours) == (1, 2, True, False)


def test_unknown_name_is_an_error_with_what_there_is(colours):
    with pytest.raises(UnknownNameError, match=r"^No colour is called 'blue'\. There are: green, red\.$"):
        colours["blue"]


def test_misspelt_name_is_an_error_with_what_was_meant(colours):
    message = "No colour is called 'GREN'. Did you mean 'green'? There are: green, red."
    with pytest.raises(LookupError, match=f"^{re.escape(message)}$"):
        colours["GREN"]


def test_table_handed_in_can_change_without_the_registry():
    table = {"red": 1}
    registry = Registry("colour", "example.colours", table)
    table["green"] = 2
    assert registry.names == ["red"]


@pytest.mark.parametrize(
    ("registry", "group"),
    [
        (STRATEGIES, "lamplighter.selection"),
        (LABEL_MODELS, "lamplighter.label_models"),
        (PRIMITIVES, "lamplighter.primitives"),
        (PATTERNS, "lamplighter.patterns"),
    ],
)
def test_each_room_has_an_entry_point_group(registry, group):
    assert registry.group == group


def test_built_in_names_are_there():
    assert {"random", "seu"} <= set(STRATEGIES)
    assert "majority" in LABEL_MODELS
    assert {"unigrams", "ngrams"} <= set(PRIMITIVES)
    assert {"all", "anything", "column", "exact", "phrase", "regex"} <= set(PATTERNS)
