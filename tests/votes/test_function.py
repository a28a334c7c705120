from dataclasses import FrozenInstanceError

import pytest

from lamplighter.votes import LabelingFunction


def test_function_votes_and_reaches_as_far_as_the_session_says_unless_told_otherwise():
    function = LabelingFunction(0, "good", 1, document=9)
    assert (function.percentile, function.enabled) == (None, True)


def test_functions_are_the_same_where_all_of_their_values_are():
    function = LabelingFunction(0, "good", 1, document=9)
    assert function == LabelingFunction(0, "good", 1, 9, None, enabled=True)
    assert function != LabelingFunction(0, "good", 1, 9, percentile=50)
    assert function != LabelingFunction(0, "good", 1, 9, enabled=False)


def test_lineage_cannot_be_rewritten():
    function = LabelingFunction(0, "good", 1, document=9)
    with pytest.raises(FrozenInstanceError, match=r"^cannot assign to field 'document'$"):
        function.document = 3
