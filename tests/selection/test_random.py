import numpy as np
from scipy import sparse

from lamplighter.selection import Random, SelectionContext


def test_all_documents_are_equally_good():
    context = SelectionContext(
        incidence=sparse.csr_array(np.eye(3)),
        predictions=np.full((3, 2), 0.5),
        entropy=np.zeros(3),
        votes=sparse.csr_array((3, 0), dtype=np.int64),
        available=np.ones(3, dtype=bool),
        class_balance=np.array([0.5, 0.5]),
    )
    random = Random()
    assert random.scores(context, random.statistics(context)).tolist() == [0, 0, 0]
    assert random.reasons(context, random.statistics(context)) == []
