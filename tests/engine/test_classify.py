"""From beliefs to the end model: against scikit-learn, and the choice of C."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from lamplighter.engine.classify import fit_classifier, matched
from lamplighter.learning import EndModel, Linear
from lamplighter.primitives import Ngrams, Tfidf

UNMATCHED = EndModel(match_balance=False)


@pytest.fixture
def engine(reviews, make_engine):
    return make_engine(reviews.texts, largest=110, n_threads=2, features=Tfidf(max_features=200))


def dense(engine):
    return np.vstack([block.features.toarray() for block in engine.index.slices])


def in_slices(engine, values):
    return [values[block.documents] for block in engine.index.slices]


def fitted(engine, evidence, rows, targets, classes=(0, 1), end_model=UNMATCHED):
    """Fit to some documents, numbered through the corpus, and their beliefs."""
    chosen = np.zeros(engine.index.n_documents, dtype=bool)
    chosen[rows] = True
    beliefs = np.zeros((len(chosen), targets.shape[1]))
    beliefs[rows] = targets
    return fit_classifier(
        engine,
        evidence,
        [np.flatnonzero(part) for part in in_slices(engine, chosen)],
        [part[where] for part, where in zip(in_slices(engine, beliefs), in_slices(engine, chosen), strict=True)],
        classes,
        end_model,
    )


def probabilities(engine, classifier):
    return np.concatenate([classifier.predict_proba(block.features) for block in engine.index.slices])


@pytest.fixture
def made(engine, make_evidence):
    """Give documents, beliefs about them in two and three classes, and evidence."""

    def make(n_classes, **settings):
        rng = np.random.default_rng(n_classes)
        rows = np.sort(rng.choice(engine.index.n_documents, size=150, replace=False))
        beliefs = rng.dirichlet(np.ones(n_classes), size=150)
        settings = {"balance": np.full(n_classes, 1 / n_classes), **settings}
        return rows, beliefs, make_evidence(engine, [], **settings)

    return make


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("C", [0.1, 3.0])
def test_soft_labels_are_weights_to_scikit_learn(engine, made, n_classes, C):
    rows, beliefs, evidence = made(n_classes)
    end_model = EndModel(C=C, match_balance=False)
    classifier = fitted(engine, evidence, rows, beliefs, range(n_classes), end_model)
    features = dense(engine)
    theirs = LogisticRegression(C=C, tol=1e-9, max_iter=5000).fit(
        np.vstack([features[rows]] * n_classes),
        np.repeat(np.arange(n_classes), len(rows)),
        sample_weight=beliefs.T.ravel(),
    )
    assert probabilities(engine, classifier) == pytest.approx(theirs.predict_proba(features), abs=2e-3)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_hard_labels_are_the_likeliest_classes(engine, made, n_classes):
    rows, beliefs, evidence = made(n_classes)
    hard = fitted(
        engine, evidence, rows, beliefs, range(n_classes), EndModel(C=2.0, match_balance=False, labels="hard")
    )
    features = dense(engine)
    theirs = LogisticRegression(C=2.0, tol=1e-9, max_iter=5000).fit(features[rows], beliefs.argmax(axis=1))
    assert probabilities(engine, hard) == pytest.approx(theirs.predict_proba(features), abs=2e-3)
    soft = fitted(engine, evidence, rows, beliefs, range(n_classes), EndModel(C=2.0, match_balance=False))
    assert np.abs(hard.weights - soft.weights).max() > 0.1


def test_hard_label_of_equally_likely_classes_is_the_first(make_engine, make_evidence):
    engine = make_engine(["aa", "bb", "cc"])
    undecided, decided = np.array([[0.5, 0.5], [0.2, 0.8], [0.5, 0.5]]), np.array([[1.0, 0], [0, 1], [1, 0]])
    end_model = EndModel(match_balance=False, labels="hard")
    both = [
        fitted(engine, make_evidence(engine, []), np.arange(3), beliefs, end_model=end_model)
        for beliefs in (undecided, decided)
    ]
    assert np.array_equal(both[0].weights, both[1].weights)


def test_beliefs_are_shared_out_among_the_classes_it_can_tell(engine, made):
    rows, beliefs, evidence = made(4)
    beliefs[0] = [0.5, 0, 0, 0.5]  # in neither of the two: in both alike
    told = (1, 2)
    classifier = fitted(engine, evidence, rows, beliefs, told)
    shared = beliefs[:, told] / np.maximum(beliefs[:, told].sum(axis=1, keepdims=True), 1e-300)
    shared[0] = [0.5, 0.5]
    expected = fitted(engine, made(2)[2], rows, shared)
    assert (classifier.classes, classifier.n_classes) == (told, 4)
    assert classifier.weights == pytest.approx(expected.weights, abs=1e-6)


def test_standardized_features_need_not_be_centred_for_the_same_model(reviews, make_engine, make_evidence):
    engine = make_engine(reviews.texts, largest=110, features=Tfidf(max_features=20, standardize=True))
    rng = np.random.default_rng(0)
    rows = np.sort(rng.choice(300, size=200, replace=False))
    given = np.array([label == "positive" for label in reviews.gold], dtype=int)[rows]
    end_model = EndModel(C=0.05, match_balance=False)
    classifier = fitted(engine, make_evidence(engine, []), rows, np.eye(2)[given], end_model=end_model)
    centred = StandardScaler().fit_transform(dense(engine))
    theirs = LogisticRegression(C=0.05, tol=1e-9, max_iter=5000).fit(centred[rows], given)
    assert classifier.weights[:, :-1] == pytest.approx(theirs.coef_, abs=1e-3)
    assert probabilities(engine, classifier) == pytest.approx(theirs.predict_proba(centred), abs=1e-3)


@pytest.mark.parametrize(
    ("classes", "rows"), [([], [0, 1]), ([1], [0, 1]), ([0, 1], [])], ids=["no class", "one class", "no document"]
)
def test_there_is_no_model_where_there_is_nothing_to_tell(engine, make_evidence, classes, rows):
    targets = np.full((len(rows), 2), 0.5)
    assert fitted(engine, make_evidence(engine, []), np.array(rows, dtype=int), targets, classes) is None


@pytest.mark.parametrize("n_classes", [2, 3])
def test_balanced_classes_weigh_as_scikit_learn_has_it(engine, made, n_classes):
    rows, beliefs, evidence = made(n_classes)
    beliefs[:, 0] += 0.4  # the first class is the commonest
    end_model = EndModel(match_balance=False, labels="hard", class_weight="balanced")
    classifier = fitted(engine, evidence, rows, beliefs, range(n_classes), end_model)
    features = dense(engine)
    theirs = LogisticRegression(tol=1e-9, max_iter=5000, class_weight="balanced")
    theirs.fit(features[rows], beliefs.argmax(axis=1))
    assert probabilities(engine, classifier) == pytest.approx(theirs.predict_proba(features), abs=2e-3)
    plain = fitted(engine, evidence, rows, beliefs, range(n_classes), EndModel(match_balance=False, labels="hard"))
    assert np.abs(probabilities(engine, classifier) - probabilities(engine, plain)).max() > 0.05


def test_class_that_no_document_is_labeled_with_is_not_told(engine, made):
    rows, beliefs, evidence = made(3)
    beliefs[:, 1] = 0.0
    hard = EndModel(match_balance=False, labels="hard")
    assert fitted(engine, evidence, rows, beliefs, range(3), hard).classes == (0, 2)
    beliefs[:, 2] = 0.0
    assert fitted(engine, evidence, rows, beliefs, range(3), hard) is None


# ------------------------------------------------------------------ C


CANDIDATES = (0.001, 0.1, 10.0, 1000.0)


def accuracies(engine, evidence, rows, beliefs):
    """Give the accuracy on the validation documents of the model of each C alone."""
    validation = evidence.validation
    models = [fitted(engine, evidence, rows, beliefs, end_model=EndModel(C=C, match_balance=False)) for C in CANDIDATES]
    predicted = [model.predict_proba(validation.block.features).argmax(axis=1) for model in models]
    return models, [(codes == validation.gold).mean() for codes in predicted]


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_c_the_best_on_validation_is_taken(reviews, engine, made, turned):
    gold = np.array([label == "positive" for label in reviews.gold], dtype=int)
    rows, _, evidence = made(2, validation=(reviews.texts[:90], gold[:90] ^ turned))
    noisy = gold[rows] ^ (np.random.default_rng(5).random(len(rows)) < 0.3)  # three in ten are wrong
    models, found = accuracies(engine, evidence, rows, np.eye(2)[noisy])
    end_model = EndModel(C=CANDIDATES, match_balance=False)
    chosen = fitted(engine, evidence, rows, np.eye(2)[noisy], end_model=end_model)
    assert np.array_equal(chosen.weights, models[int(np.argmax(found))].weights)
    assert len(set(found)) > 1


@pytest.mark.parametrize("candidates", [CANDIDATES, CANDIDATES[::-1]])
def test_of_equally_good_c_the_first_is_taken(make_engine, make_evidence, candidates):
    engine = make_engine(["aa", "bb"])
    evidence = make_evidence(engine, [], validation=(["aa", "bb"], [0, 1]))  # every C gets both right
    rows, beliefs = np.arange(2), np.eye(2)
    assert accuracies(engine, evidence, rows, beliefs)[1] == [1, 1, 1, 1]
    chosen = fitted(engine, evidence, rows, beliefs, end_model=EndModel(C=candidates, match_balance=False))
    alone = fitted(engine, evidence, rows, beliefs, end_model=EndModel(C=candidates[0], match_balance=False))
    assert np.array_equal(chosen.weights, alone.weights)


def test_chosen_model_is_matched_afterwards(reviews, engine, made):
    gold = np.array([label == "positive" for label in reviews.gold], dtype=int)
    rows, _, evidence = made(2, balance=[0.3, 0.7], validation=(reviews.texts[:90], gold[:90]))
    beliefs = np.eye(2)[gold[rows]]
    plain = fitted(engine, evidence, rows, beliefs, end_model=EndModel(C=CANDIDATES, match_balance=False))
    both = fitted(engine, evidence, rows, beliefs, end_model=EndModel(C=CANDIDATES))
    assert np.array_equal(both.weights, matched(engine, plain, evidence.class_balance).weights)
    assert np.array_equal(both.weights[:, :-1], plain.weights[:, :-1])
    assert probabilities(engine, both).argmax(axis=1).mean() == pytest.approx(0.7, abs=0.02)


def test_matching_is_to_the_balance_among_the_classes_it_can_tell(engine):
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(1, len(engine.index.space) + 1))
    classifier = Linear(weights, (0, 3), 4)
    shifted = matched(engine, classifier, np.array([0.1, 0.4, 0.2, 0.3]))  # 1 : 3
    assert (probabilities(engine, shifted).argmax(axis=1) == 3).mean() == pytest.approx(3 / 4, abs=0.02)
    assert np.array_equal(classifier.weights, weights)


# ------------------------------------------------------------------ out into the world

FEATURES = {
    "all": Tfidf(),
    "plain counts": Tfidf(sublinear=False),
    "few": Tfidf(max_features=30, stop_words="english", max_df=0.5),
    "few, standardized": Tfidf(sublinear=False, max_features=30, max_df=0.9, standardize=True),
    "all, standardized": Tfidf(standardize=True),
}


@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
@pytest.mark.parametrize(("n_classes", "classes"), [(2, (0, 1)), (4, (0, 1, 3))])
def test_pipeline_gives_the_same_probabilities_from_raw_texts(
    reviews, make_engine, make_evidence, features, n_classes, classes
):
    primitives = Ngrams(ngram_range=(1, 2))
    engine = make_engine(reviews.texts[:100], largest=40, primitives=primitives, features=features)
    beliefs = np.random.default_rng(0).dirichlet(np.full(n_classes, 0.2), size=100)
    evidence = make_evidence(engine, [], balance=np.full(n_classes, 1 / n_classes))
    classifier = fitted(engine, evidence, np.arange(100), beliefs, classes, EndModel(C=0.3))
    index, labels = engine.index, ["no", "yes", "maybe", "never"][:n_classes]
    pipeline = classifier.pipeline(index.cut, index.counted, index.space, labels)
    assert pipeline.classes_.tolist() == [labels[code] for code in classes]
    for texts in (list(reviews.texts), ["", "unicorn", "great great waste"]):
        expected = classifier.predict_proba(index.transform(texts))[:, list(classes)]
        assert pipeline.predict_proba(texts) == pytest.approx(expected, abs=1e-12)
    assert np.ptp(pipeline.predict_proba(list(reviews.texts))) > 0.1


@pytest.mark.parametrize("C", [1e-4, 1e-2, 1.0, 100.0])
def test_balance_is_matched_however_narrow_the_logits_are(reviews, make_engine, make_evidence, C):
    engine = make_engine(reviews.texts, largest=100)
    evidence = make_evidence(engine, [], balance=[0.3, 0.7])
    rows = [np.arange(len(block)) for block in engine.index.slices]
    lots = np.random.default_rng(0)
    targets = [lots.dirichlet([1, 1], size=len(block)) for block in engine.index.slices]
    classifier = fit_classifier(engine, evidence, rows, targets, [0, 1], EndModel(C=C))
    predicted = np.concatenate([classifier.logits(block.features).argmax(axis=1) for block in engine.index.slices])
    assert predicted.mean() == pytest.approx(0.7, abs=0.02)
