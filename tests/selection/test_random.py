from lamplighter.selection import Random
from lamplighter.testing.cases import context_of


def test_all_documents_are_equally_good():
    context = context_of([[1, 0], [0, 1], [1, 1]], entropy=[0.1, 0.2, 0.3], votes=[[1], [2], [0]])
    random = Random()
    assert random.scores(context, random.statistics(context)).tolist() == [0, 0, 0]
    assert random.reasons(context, random.statistics(context)) == []
    assert random.reads == set()
