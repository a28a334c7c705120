import numpy as np
import pytest

from lamplighter.selection import Abstain
from lamplighter.testing.cases import context_of

NOTHING = np.zeros(0)


def test_score_is_the_number_of_functions_that_abstain():
    # of three functions none, two, all and one abstain; which classes the others vote does not matter
    context = context_of(np.zeros((4, 0)), votes=[[1, 2, 1], [0, 2, 0], [0, 0, 0], [1, 1, 0]])
    assert Abstain().scores(context, NOTHING).tolist() == [0, 2, 3, 1]


@pytest.mark.parametrize("n_classes", [2, 3])
def test_without_functions_all_documents_are_alike(n_classes):
    context = context_of(np.zeros((2, 0)), np.full((2, n_classes), 1 / n_classes))
    assert Abstain().scores(context, NOTHING).tolist() == [0, 0]


def test_it_leads_to_documents_without_any_vote():
    context = context_of(np.zeros((3, 0)), np.full((3, 3), 1 / 3), votes=[[1, 0], [0, 3], [0, 0]])
    assert Abstain().scores(context, NOTHING).argmax() == 2
    assert not Abstain.knows_voted_classes_only
