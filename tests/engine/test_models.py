"""One round of learning, in slices and whole, in two and more classes."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lamplighter.engine import Engine, Evidence, Models, Recipe, TwoStage, build_index, neighbourhood
from lamplighter.learning import EndModel, MajorityVote
from lamplighter.linalg import entropy, row_blocks
from lamplighter.primitives import Ngrams
from lamplighter.selection import SEU, Abstain, EndModelUncertainty, Random, Uncertainty, pick
from lamplighter.votes import LabelingFunction

WORDS = [("great", 0), ("love", 0), ("waste", 1), ("disappointed", 1), ("cheap", 1), ("film", 2), ("battery", 3)]


def engine_of(corpus, monkeypatch, *, largest=8192, n_threads=None):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
    return Engine(build_index(corpus.texts, Ngrams()), n_threads=n_threads)


def learnt(engine, n_classes, *, balance=None, end_model=None, words=WORDS):
    functions = [
        LabelingFunction(number, word, label, document=number)
        for number, (word, label) in enumerate(words)
        if label < n_classes
    ]
    return Models(
        engine,
        Evidence(
            tuple(functions),
            tuple(neighbourhood(engine, function.primitive, [function.document], None) for function in functions),
            labels={},
            class_balance=np.full(n_classes, 1 / n_classes) if balance is None else np.asarray(balance),
        ),
        step=5,
        recipe=Recipe(label_models=(MajorityVote,), contextualizer=None, end_model=end_model or EndModel()),
        learner=TwoStage(),
        strategy=SEU(),
    ).complete()


def whole(parts):
    return np.concatenate(parts)


def seu_scores(engine, models):
    every = np.ones(len(engine.index.vocabulary), dtype=bool)
    return engine.over(lambda context: SEU().scores(context, models.statistics), models.contexts(every))


@pytest.mark.parametrize("n_classes", [2, 3, 4])
def test_slices_give_what_the_whole_gives(reviews, monkeypatch, n_classes):
    one = engine_of(reviews, monkeypatch)
    many = engine_of(reviews, monkeypatch, largest=37)
    assert (len(one.index.slices), len(many.index.slices)) == (1, 9)
    first, second = learnt(one, n_classes), learnt(many, n_classes)
    assert np.array_equal(whole(second.posterior), whole(first.posterior))
    assert whole(second.predictions) == pytest.approx(whole(first.predictions), abs=1e-3)
    scores = seu_scores(one, first), seu_scores(many, second)
    assert whole(scores[1]) == pytest.approx(whole(scores[0]), rel=1e-2, abs=1e-2)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_threads_do_not_change_a_single_bit(reviews, monkeypatch, n_classes):
    engines = [engine_of(reviews, monkeypatch, largest=37, n_threads=n) for n in (1, 4)]
    models = [learnt(engine, n_classes) for engine in engines]
    assert np.array_equal(whole(models[0].predictions), whole(models[1].predictions))
    assert np.array_equal(models[0].statistics, models[1].statistics)
    picks = [
        pick(seu_scores(engine, model), [np.ones(len(b), bool) for b in engine.index.slices], np.random.default_rng(0))
        for engine, model in zip(engines, models, strict=True)
    ]
    assert picks[0] == picks[1]


def test_end_model_is_scikit_learn_s_on_the_covered_documents(reviews, monkeypatch):
    engine = engine_of(reviews, monkeypatch, largest=70)
    models = learnt(engine, 2, end_model=EndModel(C=2.0, match_balance=False))
    features = np.vstack([block.features.toarray() for block in engine.index.slices])
    beliefs = whole(models.posterior)
    covered = whole([np.diff(votes.indptr) > 0 for votes in models.votes])
    repeated = np.vstack([features[covered]] * 2)
    classes, weights = np.repeat([0, 1], covered.sum()), beliefs[covered].T.ravel()
    expected = LogisticRegression(C=2.0, tol=1e-8, max_iter=5000).fit(repeated, classes, sample_weight=weights)
    assert whole(models.predictions) == pytest.approx(expected.predict_proba(features), abs=1e-3)
    assert 0 < covered.sum() < len(features)


@pytest.mark.parametrize("balance", [[0.5, 0.5], [0.2, 0.8], [0.1, 0.3, 0.6]])
def test_predicted_shares_are_the_class_balance(reviews, monkeypatch, balance):
    models = learnt(engine_of(reviews, monkeypatch), len(balance), balance=balance)
    shares = np.bincount(whole(models.predictions).argmax(axis=1), minlength=len(balance)) / len(reviews)
    assert shares == pytest.approx(balance, abs=0.02)


def test_class_without_a_function_is_never_predicted_and_the_others_share_its_balance(reviews, monkeypatch):
    balance = [0.3, 0.1, 0.6]  # 3 : 1 between the first two
    models = learnt(engine_of(reviews, monkeypatch), 3, balance=balance, words=WORDS[:5])
    predictions = whole(models.predictions)
    assert models.classifier.classes == (0, 1)
    assert (predictions[:, 2] == 0).all()
    assert predictions.sum(axis=1) == pytest.approx(np.ones(len(reviews)))
    assert np.bincount(predictions.argmax(axis=1)) / len(reviews) == pytest.approx([3 / 4, 1 / 4], abs=0.02)


@pytest.mark.parametrize("words", [[], WORDS[:2]], ids=["no function", "one class"])
def test_with_fewer_than_two_classes_there_is_no_end_model(reviews, monkeypatch, words):
    balance = np.array([0.7, 0.3])
    models = learnt(engine_of(reviews, monkeypatch, largest=150), 2, balance=balance, words=words)
    assert models.classifier is None
    assert np.array_equal(whole(models.predictions), np.tile(balance, (len(reviews), 1)))


def test_without_functions_the_beliefs_are_the_class_balance(reviews, monkeypatch):
    models = learnt(engine_of(reviews, monkeypatch), 2, balance=[0.7, 0.3], words=[])
    assert np.array_equal(whole(models.posterior), np.tile([0.7, 0.3], (len(reviews), 1)))
    assert whole(models.entropy) == pytest.approx(entropy(np.array([[0.7, 0.3]]))[0])


def test_what_is_known_of_one_document_is_its_row_of_what_is_known_of_all(reviews, monkeypatch):
    engine = engine_of(reviews, monkeypatch, largest=70)
    models = learnt(engine, 2)
    every = np.ones(len(engine.index.vocabulary), dtype=bool)
    block, row = engine.index.locate(123)
    all_of_them = models.contexts(every)[block.number]
    one = all_of_them.of(slice(row, row + 1))
    for name in ("predictions", "entropy"):
        assert np.array_equal(getattr(one, name)[0], getattr(all_of_them, name)[row])
    for name in ("incidence", "votes"):
        assert np.array_equal(getattr(one, name).toarray()[0], getattr(all_of_them, name).toarray()[row])
    scores = SEU().scores(one, models.statistics)
    assert scores == pytest.approx(seu_scores(engine, models)[block.number][[row]])
    assert sum(r.contribution for r in SEU().reasons(one, models.statistics)) == pytest.approx(scores[0])


# ------------------------------------------------------------------ each part when it is asked for


class Spy(TwoStage):
    """Notes what is learnt."""

    def __init__(self):
        self.seen = []

    def believe(self, engine, evidence, recipe):
        self.seen.append("beliefs")
        return super().believe(engine, evidence, recipe)

    def classify(self, engine, evidence, recipe, beliefs):
        self.seen.append("end model")
        return super().classify(engine, evidence, recipe, beliefs)


BOTH = ["beliefs", "end model"]


@pytest.fixture
def begin(tiny, make_engine, make_evidence, make_recipe):
    """Give models of two functions on six texts, of which nothing is learnt yet."""

    def make(strategy=None, functions=(("good", 0, 0), ("bad", 1, 2)), **settings):
        engine = make_engine(tiny.texts)
        evidence = make_evidence(engine, functions, balance=[0.6, 0.4])
        settings = {"step": 2, "recipe": make_recipe(), "learner": Spy(), "strategy": strategy or SEU(), **settings}
        return Models(engine, evidence, **settings)

    return make


@pytest.mark.parametrize(
    ("strategy", "needed"),
    [
        (Random(), []),
        (Abstain(), ["beliefs"]),
        (Uncertainty(), ["beliefs"]),
        (EndModelUncertainty(), BOTH),
        (SEU(), BOTH),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_only_what_a_strategy_reads_is_learnt(begin, strategy, needed):
    models = begin(strategy)
    every = np.ones(len(models.engine.index.vocabulary), dtype=bool)
    assert models.learner.seen == []
    models.contexts(every)
    _ = models.statistics
    assert models.learner.seen == needed


def test_strategy_that_stands_in_is_told_what_it_reads_itself(begin):
    models = begin(SEU())
    (context,) = models.contexts(np.ones(len(models.engine.index.vocabulary), dtype=bool), Random())
    assert models.learner.seen == []
    assert context.predictions.tolist() == [[0.5, 0.5]] * 6
    assert context.entropy == pytest.approx(np.full(6, np.log(2)))
    assert context.votes.shape == (6, 0)


def test_what_a_strategy_does_not_read_is_uniform_or_empty(begin):
    models = begin(Abstain()).complete()
    (context,) = models.contexts(np.ones(len(models.engine.index.vocabulary), dtype=bool))
    assert context.predictions.tolist() == [[0.5, 0.5]] * 6
    assert context.entropy == pytest.approx(np.full(6, np.log(2)))
    assert context.votes.toarray().tolist() == [[1, 0], [1, 0], [0, 2], [0, 2], [1, 0], [0, 2]]


def test_a_part_of_what_is_unknown_is_unknown_too(begin):
    models = begin(Random())
    (context,) = models.contexts(np.ones(len(models.engine.index.vocabulary), dtype=bool))
    one = context.of(slice(3, 4))
    assert one.predictions.tolist() == [[0.5, 0.5]]
    assert (one.entropy.shape, one.votes.shape) == ((1,), (1, 0))
    assert one.incidence.toarray().sum() == 2  # bad food


def test_learning_all_at_once_learns_each_part_once(begin):
    models = begin()
    assert not models.is_complete
    assert models.complete() is models
    assert models.is_complete
    _ = models.complete().predictions, models.entropy, models.votes, models.classifier
    assert models.learner.seen == BOTH


@pytest.mark.parametrize("part", ["beliefs", "classifier", "predictions", "statistics"])
def test_a_part_alone_is_not_all(begin, part):
    models = begin(Random())
    getattr(models, part)
    assert not models.is_complete


@pytest.mark.parametrize("strategy", [Random(), Abstain(), SEU()], ids=lambda strategy: type(strategy).__name__)
def test_order_in_which_parts_are_asked_for_does_not_matter(begin, strategy):
    first, second = begin(strategy), begin(strategy)
    _ = first.statistics, first.predictions, first.beliefs
    second.complete()
    assert np.array_equal(first.statistics, second.statistics)
    assert np.array_equal(whole(first.predictions), whole(second.predictions))


def test_while_there_is_no_end_model_a_strategy_sees_uniform_predictions_and_others_the_balance(begin):
    models = begin(SEU(), functions=[("good", 0, 0)]).complete()
    (context,) = models.contexts(np.ones(len(models.engine.index.vocabulary), dtype=bool))
    assert models.classifier is None
    assert context.predictions.tolist() == [[0.5, 0.5]] * 6
    assert whole(models.predictions).tolist() == [[0.6, 0.4]] * 6
    assert models.predict(models.engine.index.transform(["good"])).tolist() == [[0.6, 0.4]]


# ------------------------------------------------------------------ an end model that is kept


def test_earlier_end_model_is_kept_and_the_rest_learnt_anew(begin):
    earlier = begin()
    later = begin(functions=[("good", 0, 0), ("bad", 1, 2), ("film", 1, 2)], step=3, earlier=earlier)
    later.complete()
    assert later.classifier is earlier.classifier
    assert later.predictions is earlier.predictions
    assert later.learner.seen == ["beliefs"]
    assert earlier.learner.seen == BOTH
    assert later.votes[0].shape == (6, 3)
    features = later.engine.index.transform(["good film"])
    assert np.array_equal(later.predict(features), earlier.predict(features))


def test_statistics_are_of_new_beliefs_and_the_kept_end_model(begin):
    earlier = begin()
    functions = [("good", 0, 0), ("bad", 1, 2), ("film", 1, 2)]
    later, anew = begin(functions=functions, step=3, earlier=earlier), begin(functions=functions, step=3)
    every = np.ones(len(later.engine.index.vocabulary), dtype=bool)
    (context,) = later.contexts(every)
    assert np.array_equal(context.predictions, earlier.predictions[0])
    assert np.array_equal(context.entropy, anew.entropy[0])
    assert np.array_equal(later.statistics, SEU().statistics(context))
    assert not np.array_equal(later.statistics, anew.statistics)


def test_where_none_was_learnt_earlier_predictions_are_the_present_class_balance(
    begin, make_engine, make_evidence, make_recipe, tiny
):
    engine = make_engine(tiny.texts)
    settings = {"recipe": make_recipe(), "learner": TwoStage(), "strategy": SEU()}
    earlier = Models(engine, make_evidence(engine, [], balance=[0.5, 0.5]), step=0, **settings)
    later = Models(engine, make_evidence(engine, [], balance=[0.9, 0.1]), step=1, earlier=earlier, **settings)
    assert whole(later.predictions).tolist() == [[0.9, 0.1]] * 6
    assert later.predict(engine.index.transform(["good"])).tolist() == [[0.9, 0.1]]
