from dataclasses import FrozenInstanceError

import pytest

from lamplighter.votes import LabelingFunction


def test_functions_stand_in_the_order_of_their_numbers():
    first, second = LabelingFunction(0, "good", 1, document=9), LabelingFunction(1, "bad", 0, document=2)
    assert sorted([second, first]) == [first, second]


def test_lineage_cannot_be_rewritten():
    function = LabelingFunction(0, "good", 1, document=9)
    with pytest.raises(FrozenInstanceError, match=r"^cannot assign to field 'document'$"):
        function.document = 3
