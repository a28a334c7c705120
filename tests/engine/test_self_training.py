"""Self-training: its parts against what they are made of, and made-up corpora whose truth it has to find again."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from lamplighter import Corpus, Session
from lamplighter.engine import SelfTraining
from lamplighter.engine.balance import estimated_balance
from lamplighter.engine.beliefs import believe
from lamplighter.engine.classify import balance_shift, fit_classifier
from lamplighter.engine.heaps import Shares, find_heaps, in_heaps
from lamplighter.engine.held_out import FOLDS, HeldOut, hold_out, standardized
from lamplighter.engine.naive_bayes import shares_of, sharpened, taught
from lamplighter.engine.self_training import _own_features
from lamplighter.exceptions import InputError
from lamplighter.learning import (
    EndModel,
    calibrated_sums,
    class_counts,
    document_scores,
    log_odds,
    margins,
    post_stratify,
)
from lamplighter.primitives import Ngrams, Tfidf
from lamplighter.votes import Contextualizer

FUNCTIONS = [("great", 0, 33), ("love", 0, 41), ("waste", 1, 125), ("cheap", 1, 40), ("film", 0, 217)]
LABELS = {33: 0, 41: 0, 125: 1, 40: 1, 217: 0, 90: 1, 14: 0}
FEATURES = Tfidf(max_features=150)
ROUNDS = 5


# ------------------------------------------------------------------ made-up corpora


class MadeUp:
    """Texts of words that all classes share, and of words of their own class, or of another one by mistake."""

    def __init__(self, balance, seed, *, n_documents=800, shared=9, own=3, pool=60, mistaken=0.2):
        rng = np.random.default_rng(seed)
        n_classes = len(balance)
        self.truth = rng.permutation(
            np.repeat(np.arange(n_classes), np.round(np.array(balance) * n_documents).astype(int))
        )
        texts = []
        for code in self.truth:
            words = [f"shared{word}" for word in rng.integers(150, size=shared)]
            sources = np.where(rng.random(own) < mistaken, rng.integers(n_classes, size=own), code)
            words += [
                self.word(source, word) for source, word in zip(sources, rng.integers(pool, size=own), strict=True)
            ]
            texts.append(" ".join(words))
        self.corpus = Corpus.from_texts(texts)
        self.names = [f"class {code}" for code in range(n_classes)]

    @staticmethod
    def word(code, number):
        return f"{'xyz'[code]}word{number}"

    def functions(self, n_each, classes=None):
        """Give functions ``(word, class code, document)``, each written on a document of its class."""
        words = [(self.word(code, j), code) for j in range(n_each) for code in classes or range(len(self.names))]
        return [(word, code, self.example(word, code)) for word, code in words]

    def example(self, word, code):
        return next(n for n, text in enumerate(self.corpus.texts) if self.truth[n] == code and word in text.split())

    def learnt(self, learner, functions, **settings):
        """Write functions in a session, and give its models."""
        session = Session(self.corpus, labels=self.names, strategy="random", learner=learner, **settings)
        for word, code, document in functions:
            session.add(word, self.names[code], document)
        return session.models()

    def accuracy(self, models):
        return (predicted(models) == self.truth).mean()


def predicted(models):
    return np.concatenate(models.predictions).argmax(axis=1)


@pytest.mark.parametrize("seed", range(3))
def test_with_two_functions_a_class_it_is_right_more_often_than_the_covered_documents_teach(seed):
    made = MadeUp([0.5, 0.5], seed)
    found = {
        learner: made.accuracy(made.learnt(learner, made.functions(2))) for learner in ("two-stage", "self-training")
    }
    assert found["self-training"] > found["two-stage"] + 0.1
    assert found["self-training"] > 0.85


def test_it_is_in_three_classes_too():
    made = MadeUp([0.4, 0.3, 0.3], 0, own=4)
    found = {
        learner: made.accuracy(made.learnt(learner, made.functions(2))) for learner in ("two-stage", "self-training")
    }
    assert found["self-training"] > found["two-stage"] + 0.1


@pytest.mark.parametrize("seed", range(3))
def test_words_that_functions_are_not_made_of_count_for_more_when_these_are_masked(seed):
    made = MadeUp([0.5, 0.5], seed, own=4, pool=25, mistaken=0.3)
    plain, masked = (
        made.accuracy(made.learnt(SelfTraining(rounds="never", masked=way), made.functions(2))) for way in (False, True)
    )
    assert masked > plain


@pytest.mark.parametrize("seed", range(3))
def test_a_rare_class_of_texts_that_are_alike_is_found_whole(seed):
    # 8 % share 25 words among them; the others have 400; half of the labels given are of the rare class
    rng = np.random.default_rng(seed)
    truth = rng.permutation((np.arange(1000) < 80).astype(int))
    texts = [
        " ".join(
            [f"advert{word}" for word in rng.integers(25, size=6 * code)]
            + [f"word{word}" for word in rng.integers(400, size=12 - 6 * code)]
        )
        for code in truth
    ]
    session = Session(Corpus.from_texts(texts), labels=["usual", "advertisement"], strategy="random")
    for word, code in (("word0", 0), ("advert0", 1), ("word1", 0), ("advert1", 1)):
        document = next(n for n, text in enumerate(texts) if truth[n] == code and word in text.split())
        session.add(word, session.labels[code], document)
    for code in (0, 1):
        for document in np.flatnonzero(truth == code)[-6:].tolist():
            session.label(document, session.labels[code])
    models = session.models()
    assert session.class_balance() == pytest.approx([0.5, 0.5], abs=0.05)
    assert models.class_balance[1] == pytest.approx(0.08, abs=0.01)
    assert f1_score(truth, predicted(models)) > 0.95


@pytest.mark.parametrize("balance", [[0.75, 0.25], [0.5, 0.3, 0.2]], ids=["two classes", "three classes"])
def test_the_class_balance_is_nearer_the_truth_than_the_labels_are(balance):
    for seed in range(3):
        made = MadeUp(balance, seed, own=4)
        functions = made.functions(6)
        estimated, counted = (
            made.learnt(SelfTraining(balance=way), functions).class_balance for way in ("post-stratified", "counted")
        )
        assert counted == pytest.approx(np.full(len(balance), 1 / len(balance)), abs=0.06)
        assert np.abs(estimated - balance).sum() < np.abs(counted - balance).sum()


def test_counted_shares_are_those_of_the_labels():
    made = MadeUp([0.5, 0.5], 0)
    functions = made.functions(4)[:5]
    assert len({document for _, _, document in functions}) == 5
    models = made.learnt(SelfTraining(balance="counted"), functions)
    # three of class 0 and two of class 1, with two imagined of each
    assert models.class_balance.tolist() == [5 / 9, 4 / 9]
    assert predicted(models).mean() == pytest.approx(4 / 9, abs=0.01)


def test_a_given_class_balance_is_kept_where_none_is_estimated():
    made = MadeUp([0.5, 0.5], 0)
    models = made.learnt(SelfTraining(balance="counted"), made.functions(2), class_balance=[0.7, 0.3])
    assert models.class_balance.tolist() == [0.7, 0.3]
    assert predicted(models).mean() == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize("settings", [{}, {"rounds": "always"}, {"rounds": "never"}])
def test_a_class_balance_that_is_given_wrong_gives_way_to_answers(settings):
    made = MadeUp([0.5, 0.5], 0, own=4)
    few, more = (
        made.learnt(SelfTraining(**settings), made.functions(number), class_balance=[0.75, 0.25]).class_balance[1]
        for number in (1, 6)
    )
    assert 0.25 < few < more
    assert more == pytest.approx(0.5, abs=0.08)


def test_predictions_have_the_estimated_shares():
    made = MadeUp([0.75, 0.25], 0, own=4)
    models = made.learnt("self-training", made.functions(4))
    assert predicted(models).mean() == pytest.approx(models.class_balance[1], abs=0.01)


@pytest.mark.parametrize("settings", [{}, {"rounds": "always"}, {"rounds": "never"}])
def test_with_one_class_of_functions_there_is_no_model(settings):
    made = MadeUp([0.5, 0.5], 0, n_documents=200)
    for functions in ([], made.functions(1, [0]), made.functions(3, [1])):
        models = made.learnt(SelfTraining(**settings), functions)
        assert models.classifier is None
        assert models.class_balance.tolist() == models.evidence.class_balance.tolist()


@pytest.mark.parametrize("settings", [{}, {"rounds": "always"}, {"rounds": "never"}])
def test_classes_without_a_function_are_never_predicted(settings):
    made = MadeUp([0.4, 0.3, 0.3], 0)
    models = made.learnt(SelfTraining(**settings), made.functions(3, [0, 2]))
    assert models.classifier.classes == (0, 2)
    assert (np.concatenate(models.predictions)[:, 1] == 0).all()
    assert set(predicted(models)) == {0, 2}


def test_classes_without_a_function_keep_the_share_that_labels_say():
    made = MadeUp([0.4, 0.3, 0.3], 0)
    functions = made.functions(3, [0, 2])
    labeled = {document for _, _, document in functions}
    models = made.learnt("self-training", functions)
    # none of the labels is of class 1, and two documents are imagined of each
    assert models.class_balance[1] == pytest.approx(2 / (len(labeled) + 6))
    assert models.class_balance.sum() == pytest.approx(1)


def test_one_function_of_each_class_is_enough():
    made = MadeUp([0.5, 0.5], 0)
    models = made.learnt("self-training", made.functions(1))
    assert made.accuracy(models) > 0.55
    assert models.classifier.classes == (0, 1)


@pytest.mark.parametrize("settings", [{}, {"rounds": "always"}, {"rounds": "never"}])
def test_functions_may_be_phrases_that_are_not_in_the_vocabulary(settings):
    made = MadeUp([0.5, 0.5], 0, n_documents=300)
    texts = [
        f"{text} {'very good' if code else 'too bad'}" for text, code in zip(made.corpus.texts, made.truth, strict=True)
    ]
    made.corpus = Corpus.from_texts(texts)
    examples = [int(np.flatnonzero(made.truth == code)[0]) for code in (0, 1)]
    models = made.learnt(SelfTraining(**settings), [("too bad", 0, examples[0]), ("very good", 1, examples[1])])
    assert not {"very good", "too bad"} & set(models.engine.index.vocabulary.terms)
    assert made.accuracy(models) > 0.95


def test_words_that_are_masked_are_those_that_functions_want(make_engine, make_evidence):
    texts = ["good film", "good food", "bad film", "bad food", "! film", "! food"]
    engine = make_engine(texts, primitives=Ngrams(tokenizer=str.split, min_df=2))
    functions = [("good & !bad", 0, 0), ("/film/", 1, 2), ('"food"', 1, 1), ("!", 1, 4), ("* & food", 0, 1)]
    own = _own_features(engine, make_evidence(engine, functions))
    assert sorted(engine.index.vocabulary.terms[column] for column in own) == ["!", "food", "good"]


def test_words_that_are_no_features_may_be_functions():
    made = MadeUp([0.5, 0.5], 0)
    functions = made.functions(2)
    models = made.learnt(SelfTraining(rounds="never"), functions, features=Tfidf(max_features=20))
    terms = {models.engine.index.vocabulary.terms[column] for column in models.engine.index.space.columns}
    assert not terms & {word for word, _, _ in functions}
    assert models.classifier.weights.shape == (1, 21)


def test_learnt_twice_weights_are_the_same():
    made = MadeUp([0.75, 0.25], 0, n_documents=400)
    session = Session(made.corpus, labels=made.names, strategy="random", learner="self-training")
    for word, code, document in made.functions(4):
        session.add(word, made.names[code], document)
    first, second, replayed = session.learn(), session.learn(), Session.replay(made.corpus, session.events).learn()
    assert np.array_equal(first.classifier.weights, second.classifier.weights)
    assert np.array_equal(first.classifier.weights, replayed.classifier.weights)
    assert np.array_equal(first.class_balance, replayed.class_balance)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rounds": "sometimes"}, "rounds is 'sometimes'; expected one of: checked, always, never."),
        ({"rounds": 5}, "rounds is 5; expected one of: checked, always, never."),
        ({"balance": "given"}, "balance is 'given'; expected one of: post-stratified, counted."),
        ({"balance": None}, "balance is None; expected one of: post-stratified, counted."),
    ],
)
def test_unknown_settings_are_errors(settings, message):
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        SelfTraining(**settings)


# ------------------------------------------------------------------ against its parts


@pytest.fixture
def engine(reviews, make_engine):
    return make_engine(reviews.texts, largest=110, n_threads=2, features=FEATURES)


@pytest.fixture
def small(make_engine):
    """Index a made-up corpus of 300 documents in slices."""
    made = MadeUp([0.5, 0.5], 0, n_documents=300, pool=20)
    return made, make_engine(made.corpus.texts, largest=70)


def whole(parts):
    return np.concatenate(list(parts))


def dense(engine):
    return np.vstack([block.features.toarray() for block in engine.index.slices])


def contained(engine):
    return sparse.vstack([block.incidence for block in engine.index.slices], format="csr")


def in_slices(engine, values):
    return [values[block.documents] for block in engine.index.slices]


def probabilities(engine, classifier):
    return np.concatenate([classifier.predict_proba(block.features) for block in engine.index.slices])


def classified(engine, evidence, recipe, **settings):
    learner = SelfTraining(**settings)
    return learner.classify(engine, evidence, recipe, learner.believe(engine, evidence, recipe))


def of_teacher(engine, evidence, recipe, logits, n_classes=2):
    """Learn the end model from the sharpened logits of a teacher, matched to the balance."""
    shift = balance_shift(engine, in_slices(engine, logits), evidence.class_balance)
    targets = in_slices(engine, sharpened(logits + shift))
    every = [np.arange(len(block)) for block in targets]
    return fit_classifier(engine, evidence, every, targets, range(n_classes), recipe.end_model)


@pytest.mark.parametrize("masked", [True, False])
def test_the_first_teacher_is_regressions_with_all_words_and_without_those_of_functions(
    engine, make_evidence, make_recipe, masked
):
    evidence, recipe = make_evidence(engine, FUNCTIONS, balance=[0.4, 0.6]), make_recipe(end_model=EndModel(C=2.0))
    beliefs = believe(engine, evidence, recipe)
    posterior = whole(beliefs.posterior)
    covered = whole(np.diff(votes.indptr) > 0 for votes in beliefs.votes)
    numbers, columns = engine.index.vocabulary.numbers, engine.index.space.columns
    own = np.isin(columns, [numbers[word] for word, _, _ in FUNCTIONS])
    assert own.sum() == 3  # two words of functions are no features
    views = [dense(engine), np.where(own, 0.0, dense(engine))]
    logits = np.zeros((len(posterior), 2))
    for features in views if masked else views[:1]:
        theirs = LogisticRegression(C=2.0, tol=1e-9, max_iter=5000).fit(
            np.vstack([features[covered]] * 2), np.repeat([0, 1], covered.sum()), posterior[covered].T.ravel()
        )
        logits += np.column_stack([-theirs.decision_function(features), theirs.decision_function(features)]) / 2
    expected = of_teacher(engine, evidence, recipe, logits)
    found = classified(engine, evidence, recipe, rounds="never", masked=masked)
    assert probabilities(engine, found) == pytest.approx(probabilities(engine, expected), abs=5e-3)
    other = classified(engine, evidence, recipe, rounds="never", masked=not masked)
    assert np.abs(probabilities(engine, found) - probabilities(engine, other)).max() > 0.05


def test_the_second_teacher_is_naive_bayes_in_rounds(engine, make_evidence, make_recipe):
    evidence, recipe = make_evidence(engine, FUNCTIONS, balance=[0.4, 0.6]), make_recipe(end_model=EndModel())
    votes = [shares_of(block, [0, 1]) for block in believe(engine, evidence, recipe).votes]
    *_, logits = taught(engine, votes, evidence.class_balance, ROUNDS)
    targets = [sharpened(block) for block in logits]
    every = [np.arange(len(block)) for block in targets]
    expected = fit_classifier(engine, evidence, every, targets, [0, 1], recipe.end_model)
    found = classified(engine, evidence, recipe, rounds="always")
    assert found.weights == pytest.approx(expected.weights, rel=1e-9)


def test_teachers_learn_from_labels_without_functions_too():
    # Each of 40 labels tells of words that the six functions do not have
    made = MadeUp([0.5, 0.5], 0)
    accuracies = []
    for n_labels in (0, 40):
        session = Session(made.corpus, labels=made.names, strategy="random", learner=SelfTraining(rounds="never"))
        for word, code, document in made.functions(3):
            session.add(word, made.names[code], document)
        for document in [one for one in range(200) if one not in session.state.labels][:n_labels]:
            session.label(document, made.names[made.truth[document]])
        accuracies.append(made.accuracy(session.models()))
    assert accuracies[1] > accuracies[0] + 0.03


def test_a_class_of_labels_alone_is_predicted_once_two_have_functions():
    made = MadeUp([0.4, 0.3, 0.3], 0, own=6)
    session = Session(made.corpus, labels=made.names, strategy="random")
    for word, code, document in made.functions(3, classes=[0, 1]):
        session.add(word, made.names[code], document)
    assert session.models().classifier.classes == (0, 1)
    for document in np.flatnonzero(made.truth == 2)[:8]:
        session.label(int(document), made.names[2])
    models = session.models()
    assert models.classifier.classes == (0, 1, 2)
    assert (predicted(models)[made.truth == 2] == 2).mean() > 0.5


def test_the_end_model_is_matched_where_asked_to(engine, make_evidence, make_recipe):
    evidence = make_evidence(engine, FUNCTIONS, balance=[0.3, 0.7])
    plain = classified(engine, evidence, make_recipe())
    moved = classified(engine, evidence, make_recipe(end_model=EndModel()))
    assert np.array_equal(plain.weights[:, :-1], moved.weights[:, :-1])
    assert plain.class_balance is None
    assert moved.class_balance.tolist() == [0.3, 0.7]
    assert probabilities(engine, moved).argmax(axis=1).mean() == pytest.approx(0.7, abs=0.02)


def judged(monkeypatch, *, gain, distance, held_out=True):
    """Let functions that are held out, and heaps, be as one wants them."""
    nothing = HeldOut((), np.zeros((0, 2)), np.zeros(0, dtype=np.int64), gain)
    monkeypatch.setattr("lamplighter.engine.self_training.hold_out", lambda *_: nothing if held_out else None)
    monkeypatch.setattr(
        "lamplighter.engine.self_training.find_heaps", lambda *_: Shares(np.array([0.5, 0.5]), distance, 1.0, 1.0)
    )


@pytest.mark.parametrize(
    ("known", "taken"),
    [
        ({"gain": 0.01, "distance": 0.0}, "always"),
        ({"gain": 0.0, "distance": 2.9}, "never"),
        ({"gain": -0.01, "distance": 0.0}, "never"),
        ({"gain": None, "distance": 0.0}, "never"),
        ({"gain": None, "distance": 0.0, "held_out": False}, "never"),
        ({"gain": -0.01, "distance": 3.0}, "always"),
        ({"gain": None, "distance": 3.0, "held_out": False}, "always"),
    ],
)
def test_the_second_teacher_is_taken_where_it_ranks_better_or_heaps_lie_apart(
    monkeypatch, engine, make_evidence, make_recipe, known, taken
):
    judged(monkeypatch, **known)
    evidence, recipe = make_evidence(engine, FUNCTIONS), make_recipe()
    weights = {rounds: classified(engine, evidence, recipe, rounds=rounds).weights for rounds in ("always", "never")}
    assert np.array_equal(classified(engine, evidence, recipe).weights, weights[taken])
    assert not np.array_equal(weights["always"], weights["never"])


@pytest.mark.parametrize("source", ["counted", "given", "fixed"])
@pytest.mark.parametrize("settings", [{}, {"rounds": "always"}, {"rounds": "never"}])
def test_slices_do_not_matter_but_for_rounding_and_threads_not_at_all(
    reviews, make_engine, make_evidence, make_recipe, source, settings
):
    found = []
    for largest, n_threads in ((37, 1), (37, 4), (8192, 1)):
        engine = make_engine(reviews.texts, largest=largest, n_threads=n_threads, features=FEATURES)
        evidence = replace(
            make_evidence(engine, FUNCTIONS, labels=LABELS, balance=[4 / 7, 3 / 7]), balance_source=source
        )
        with engine.working():
            found.append(classified(engine, evidence, make_recipe(end_model=EndModel()), **settings))
    assert np.array_equal(found[0].weights, found[1].weights)
    assert found[2].class_balance == pytest.approx(found[0].class_balance, abs=1e-3)
    assert probabilities(engine, found[2]) == pytest.approx(probabilities(engine, found[0]), abs=0.01)
    assert (found[0].class_balance.tolist() == [4 / 7, 3 / 7]) == (source == "fixed")


def test_votes_that_are_refined_for_the_end_model_are_refined(engine, make_evidence, make_recipe):
    near = {refined: Contextualizer(percentile=40, refined=refined) for refined in ("always", "end model")}
    found = {
        refined: classified(engine, make_evidence(engine, FUNCTIONS, near=one), make_recipe(near=one), rounds="never")
        for refined, one in near.items()
    }
    raw = classified(engine, make_evidence(engine, FUNCTIONS), make_recipe(), rounds="never")
    assert np.array_equal(found["end model"].weights, found["always"].weights)
    assert not np.array_equal(found["end model"].weights, raw.weights)


# ------------------------------------------------------------------ naive Bayes over slices


def test_shares_are_of_some_classes():
    votes = sparse.csr_array([[1, 3, 3], [0, 0, 0], [3, 0, 0], [1, 1, 0]])
    assert shares_of(votes, [0, 2]) == pytest.approx(np.array([[1 / 3, 2 / 3], [0, 0], [0, 1], [1, 0]]))


def test_labels_are_three_times_as_sharp_as_logits():
    # softmax(3 · (ln 2, 0)) = 8 : 1
    assert sharpened(np.log([[2.0, 1.0], [1.0, 1.0]])) == pytest.approx(np.array([[8 / 9, 1 / 9], [1 / 2, 1 / 2]]))


def test_the_first_round_is_taught_by_beliefs_and_the_next_by_what_it_said(small, make_evidence, make_recipe):
    made, engine = small
    votes = believe(engine, make_evidence(engine, made.functions(2)), make_recipe()).votes
    beliefs, incidence = [shares_of(block, [0, 1]) for block in votes], contained(engine)
    rates = np.asarray(incidence.sum(axis=0)) / 300
    balance = np.array([0.7, 0.3])
    given = whole(beliefs)
    for logits in taught(engine, beliefs, balance, 3):
        scores = document_scores(incidence, log_odds(class_counts(incidence, given), rates))
        shift = balance_shift(engine, in_slices(engine, scores), balance, roughly=True)
        assert whole(logits) == pytest.approx(scores + shift, abs=1e-4)
        given = sharpened(whole(logits))
    assert whole(logits).argmax(axis=1).mean() == pytest.approx(0.3, abs=0.03)


def test_as_many_rounds_are_given_as_asked_for(small):
    _, engine = small
    beliefs = [np.zeros((len(block), 2)) for block in engine.index.slices]
    assert len(list(taught(engine, beliefs, np.array([0.5, 0.5]), 4))) == 4


# ------------------------------------------------------------------ functions that are held out


def held(engine, evidence, told=(0, 1), rounds=ROUNDS):
    return hold_out(engine, evidence, believed(engine, evidence), list(told), rounds)


def believed(engine, evidence):
    """Give the votes of functions wherever their words stand."""
    reaches = [where.rows for where in evidence.neighbourhoods]
    result = []
    for block in engine.index.slices:
        votes = np.zeros((len(block), len(evidence.functions)), dtype=np.int64)
        for column, (function, rows) in enumerate(zip(evidence.functions, reaches, strict=True)):
            votes[rows[block.number], column] = function.label + 1
        result.append(sparse.csr_array(votes))
    return result


def places_of(functions):
    """Give the fold of each function: those of a class take turns."""
    codes = [code for _, code, _ in functions]
    return np.array([codes[:j].count(code) % FOLDS for j, code in enumerate(codes)])


def without_fold(engine, evidence, functions, fold):
    """Give what naive Bayes says after each round, taught by the functions of the other folds, and which these are."""
    kept = places_of(functions) != fold
    beliefs = [shares_of(block[:, np.flatnonzero(kept)], [0, 1]) for block in believed(engine, evidence)]
    return list(taught(engine, beliefs, np.array([0.5, 0.5]), ROUNDS)), kept


def test_logits_are_centred_and_in_units_of_twice_their_deviation(engine):
    logits = np.random.default_rng(0).normal(3, [1, 2, 5], size=(300, 3)) + np.arange(300)[:, np.newaxis]
    found = whole(standardized(engine, in_slices(engine, logits)))
    centred = logits - logits.mean(axis=1, keepdims=True)
    assert found == pytest.approx((centred - centred.mean(axis=0)) / (2 * centred.std(axis=0).max()))
    assert found.std(axis=0).max() == pytest.approx(1 / 2)


def test_logits_that_are_all_alike_stay_finite(engine):
    assert (whole(standardized(engine, in_slices(engine, np.full((300, 2), 7.0)))) == 0).all()


def test_nothing_can_be_held_out_where_each_class_has_a_single_function(engine, make_evidence):
    assert held(engine, make_evidence(engine, [FUNCTIONS[0], FUNCTIONS[2]], labels={33: 0, 125: 1})) is None


def test_a_second_function_of_one_class_can_be_held_out(small, make_evidence):
    made, engine = small
    functions = [*made.functions(1), *made.functions(2, [0])[1:]]
    evidence = make_evidence(engine, functions, labels={document: code for _, code, document in functions})
    found = held(engine, evidence)
    # the second fold leaves out the third function; the first would leave out the only one of class 1
    (first, *_), kept = without_fold(engine, evidence, functions, 1)
    assert kept.tolist() == [True, True, False]
    assert whole(found.scores) == pytest.approx(whole(standardized(engine, first)))
    assert found.labels.tolist() == [0]
    assert found.examples == pytest.approx(whole(found.scores)[[functions[2][2]]])


@pytest.mark.parametrize("n_each", [2, 3, 5, 7])
def test_examples_come_only_from_folds_that_left_their_functions_out(small, make_evidence, n_each):
    made, engine = small
    functions = made.functions(n_each)
    labels = {document: code for _, code, document in functions}
    labels |= {n: int(made.truth[n]) for n in range(12) if n not in labels}
    evidence = make_evidence(engine, functions, labels=labels)
    found = held(engine, evidence)
    scores, kept = [], []
    for fold in range(min(n_each, FOLDS)):
        (first, *_), those = without_fold(engine, evidence, functions, fold)
        scores.append(whole(standardized(engine, first)))
        kept.append(those)
    assert whole(found.scores) == pytest.approx(np.mean(scores, axis=0))
    expected, codes = [], []
    for document, code in labels.items():
        own = [function[2] == document for function in functions]
        blind = [each[document] for each, those in zip(scores, kept, strict=True) if not (own & those).any()]
        if blind:
            expected.append(np.mean(blind, axis=0))
            codes.append(code)
    assert found.examples == pytest.approx(np.array(expected))
    assert found.labels.tolist() == codes
    assert len(codes) > 8


def test_a_document_whose_functions_are_never_left_out_together_is_no_example(small, make_evidence):
    made, engine = small
    (one, other, *_) = made.functions(2, [0])
    functions = [one, (other[0], 0, one[2]), *made.functions(2, [1])]
    labels = {one[2]: 0, functions[2][2]: 1, functions[3][2]: 1}
    assert held(engine, make_evidence(engine, functions, labels=labels)).labels.tolist() == [1, 1]


def test_labels_of_classes_without_functions_are_no_examples(small, make_evidence):
    made, engine = small
    functions = [(word, 2 * code, document) for word, code, document in made.functions(2)]
    labels = {0: 1, 1: 0, 2: 2}
    evidence = make_evidence(engine, functions, labels=labels, balance=[0.4, 0.2, 0.4])
    found = held(engine, evidence, told=(0, 2))
    assert found.labels.tolist() == [0, 1]
    assert found.examples.shape == (2, 2)


def test_without_labels_there_are_no_examples(small, make_evidence):
    made, engine = small
    found = held(engine, make_evidence(engine, made.functions(2)))
    assert found.examples.shape == (0, 2)
    assert found.labels.tolist() == []


def test_the_gain_is_by_how_much_votes_of_functions_left_out_are_ranked_better(small, make_evidence):
    made, engine = small
    functions = made.functions(3)
    evidence = make_evidence(engine, functions)
    votes, gains = whole(block.toarray() for block in believed(engine, evidence)), []
    for fold in range(3):
        rounds, kept = without_fold(engine, evidence, functions, fold)
        new = votes[:, ~kept].any(axis=1) & ~votes[:, kept].any(axis=1)
        of_first = np.array([[(row == code).sum() for code in (1, 2)] for row in votes[:, ~kept]])[new]
        areas = []
        for logits in (rounds[0], rounds[-1]):
            against = margins(whole(logits))[new]
            most = of_first == of_first.max(axis=1, keepdims=True)
            areas.append(np.mean([roc_auc_score(most[:, place], against[:, place]) for place in (0, 1)]))
        gains.append(areas[1] - areas[0])
    assert held(engine, evidence).gain == pytest.approx(np.mean(gains))
    assert abs(np.mean(gains)) > 1e-3


def test_there_is_no_gain_to_tell_where_functions_left_out_vote_on_nothing_new(small, make_evidence):
    made, engine = small
    twice = [function for function in made.functions(1) for _ in range(2)]
    found = held(engine, make_evidence(engine, twice))
    assert found is not None
    assert found.gain is None


@pytest.mark.parametrize("n_silent", [1, 2])
def test_functions_that_vote_nowhere_do_not_matter(small, make_evidence, n_silent):
    made, engine = small
    functions = [*made.functions(1), *made.functions(2, [0])[1:]]
    silent = [("unicorn", 2, document) for document in range(n_silent)]
    found, expected = (
        held(engine, make_evidence(engine, every, balance=[0.4, 0.4, 0.2]))
        for every in ([*functions, *silent], functions)
    )
    assert whole(found.scores) == pytest.approx(whole(expected.scores))


# ------------------------------------------------------------------ heaps and shares


def heaps_in(engine, logits):
    """Give the heaps where votes agree with the logits."""
    shares, _ = in_heaps(
        engine, logits, [np.eye(block.shape[1])[block.argmax(axis=1)] for block in logits], logits[0].shape[1]
    )
    return shares


def test_a_heap_that_holds_few_of_the_votes_for_its_class_is_none(engine):
    # every hundredth of 300 documents lies apart, but half of all have votes for the class whose heap it is
    logits = np.zeros((300, 2)) + np.random.default_rng(0).normal(0, 0.1, (300, 2))
    logits[::100, 1] += 20
    votes = np.eye(2)[np.arange(300) % 2]
    strange, _ = in_heaps(engine, in_slices(engine, logits), in_slices(engine, votes), logits.shape[1])
    assert (strange.distance >= 3, strange.apart) == (True, False)
    votes[:, 1] = 0.0
    votes[::100] = [0.0, 1.0]
    alike, _ = in_heaps(engine, in_slices(engine, logits), in_slices(engine, votes), logits.shape[1])
    assert alike.apart


def drawn_logits(engine, balance, seed=0, distance=8.0):
    """Draw logits with a gap between each class and the others, and give them with the true classes."""
    n_documents = engine.index.n_documents
    truth = np.repeat(np.arange(len(balance)), np.round(np.array(balance) * n_documents).astype(int))
    return in_slices(engine, np.random.default_rng(seed).normal(distance * np.eye(len(balance))[truth], 1.0))


@pytest.mark.parametrize("balance", [[0.9, 0.1], [0.3, 0.7], [0.6, 0.3, 0.1]])
def test_heaps_that_lie_apart_have_the_shares_of_the_classes(engine, balance):
    shares = heaps_in(engine, drawn_logits(engine, balance))
    assert shares.balance == pytest.approx(balance, abs=0.01)
    assert shares.apart


@pytest.mark.parametrize("seed", range(3))
def test_heaps_of_equally_common_classes_lie_apart_too(engine, seed):
    margin = np.random.default_rng(seed).normal(8, 1, size=(150, 1))
    shares = heaps_in(engine, in_slices(engine, np.vstack([margin * [1, 0], margin * [0, 1]])))
    assert shares.balance == pytest.approx([0.5, 0.5], abs=0.01)
    assert shares.apart


@pytest.mark.parametrize("n_classes", [2, 3])
def test_where_there_are_no_heaps_they_do_not_lie_apart(engine, n_classes):
    logits = in_slices(engine, np.random.default_rng(0).normal(size=(300, n_classes)))
    shares = heaps_in(engine, logits)
    assert not shares.apart
    assert shares.balance.sum() == pytest.approx(1)


@pytest.mark.parametrize("seed", range(3))
def test_a_gap_to_one_class_is_none_between_two_others(engine, seed):
    # class 0 lies far away; of the others nothing is known, so theirs are heaps of 40 % and 60 % each
    logits = whole(drawn_logits(engine, [0.4, 0.6], seed, distance=20))
    logits = np.column_stack([logits, logits[:, 1] + np.random.default_rng(seed + 9).normal(size=300)])
    shares = heaps_in(engine, in_slices(engine, logits))
    assert not shares.apart or shares.balance[0] == pytest.approx(0.4, abs=0.05)


def test_logits_that_are_all_alike_are_no_heaps(engine):
    shares = heaps_in(engine, in_slices(engine, np.zeros((300, 2))))
    assert not shares.apart
    assert np.isfinite(shares.balance).all()


@pytest.mark.parametrize("seed", [1, 3, 4, 5])  # from so few votes it is not found in every draw
def test_a_rare_class_is_found_by_heaps_that_are_the_next_round_s_balance(make_engine, seed):
    # every twentieth of 600 texts is an advertisement; two of them and two others have a vote
    rng = np.random.default_rng(seed)
    texts = [
        " ".join(
            [f"word{word}" for word in rng.integers(200, size=12 - 3 * advert)]
            + [f"advert{word}" for word in rng.integers(8, size=3 * advert)]
        )
        for advert in np.arange(600) % 20 == 0
    ]
    engine = make_engine(texts, largest=130)
    votes = np.zeros((600, 2))
    votes[[1, 2], 0] = 1
    votes[[0, 20], 1] = 1
    *_, fixed = taught(engine, in_slices(engine, votes), np.array([0.5, 0.5]), ROUNDS)
    assert not heaps_in(engine, fixed).apart
    found = find_heaps(engine, in_slices(engine, votes), votes.shape[1], ROUNDS)
    assert found.apart
    assert found.balance == pytest.approx([0.95, 0.05], abs=0.005)


def test_where_no_heaps_are_found_those_of_equally_common_classes_are_given(engine, make_evidence, monkeypatch):
    monkeypatch.setattr("lamplighter.engine.heaps.GAP", 99.0)
    votes = [shares_of(block, [0, 1]) for block in believed(engine, make_evidence(engine, FUNCTIONS))]
    *_, fixed = taught(engine, votes, np.array([0.5, 0.5]), ROUNDS)
    expected, found = heaps_in(engine, fixed), find_heaps(engine, votes, votes[0].shape[1], ROUNDS)
    assert not expected.apart
    assert found.balance.tolist() == expected.balance.tolist()
    assert found.distance == expected.distance


APART, CLOSE = 3.0, 2.9


def test_shares_are_those_of_heaps_that_lie_apart_among_the_classes_with_functions(engine, make_evidence):
    evidence = make_evidence(engine, [], balance=[0.5, 0.3, 0.2])
    # 0.9 and 0.1 of 0.5 + 0.2
    balance = estimated_balance(engine, evidence, [0, 2], None, Shares(np.array([0.9, 0.1]), APART, 1.0, 1.0))
    assert balance == pytest.approx([0.63, 0.3, 0.07])
    assert evidence.class_balance.tolist() == [0.5, 0.3, 0.2]


@pytest.mark.parametrize(("source", "expected"), [("counted", [0.35, 0.3, 0.35]), ("given", [0.5, 0.3, 0.2])])
def test_without_a_gap_and_functions_to_hold_out_classes_are_as_given_else_equally_common(
    engine, make_evidence, source, expected
):
    evidence = replace(make_evidence(engine, [], balance=[0.5, 0.3, 0.2]), balance_source=source)
    balance = estimated_balance(engine, evidence, [0, 2], None, Shares(np.array([0.9, 0.1]), CLOSE, 1.0, 1.0))
    assert balance == pytest.approx(expected)


@pytest.mark.parametrize(("source", "prior"), [("counted", [1 / 2, 1 / 2]), ("given", [5 / 7, 2 / 7])])
def test_without_a_gap_shares_are_post_stratified(engine, make_evidence, source, prior):
    rng = np.random.default_rng(0)
    scores = standardized(engine, in_slices(engine, rng.normal(size=(300, 2))))
    examples, labels = whole(scores)[:20], rng.integers(2, size=20)
    held_out = HeldOut(tuple(scores), examples, labels, None)
    evidence = replace(make_evidence(engine, [], balance=[0.5, 0.3, 0.2]), balance_source=source)
    found = estimated_balance(engine, evidence, [0, 2], held_out, Shares(np.array([0.9, 0.1]), CLOSE, 1.0, 1.0))
    expected = post_stratify(
        lambda slope, offsets: calibrated_sums(whole(scores), slope, offsets), 300, examples, labels, np.array(prior)
    ).balance
    assert found == pytest.approx([0.7 * expected[0], 0.3, 0.7 * expected[1]], abs=1e-6)
    apart = estimated_balance(engine, evidence, [0, 2], held_out, Shares(np.array([0.9, 0.1]), APART, 1.0, 1.0))
    assert apart == pytest.approx([0.63, 0.3, 0.07])
