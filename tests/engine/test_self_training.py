"""Self-training: what it finds in made-up corpora, and its teachers against what they are made of."""

import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from lamplighter import Corpus, Session
from lamplighter.engine import SelfTraining
from lamplighter.engine.beliefs import believe
from lamplighter.engine.classify import balance_shift, fit_classifier
from lamplighter.engine.heaps import Shares
from lamplighter.engine.held_out import HeldOut
from lamplighter.engine.naive_bayes import shares_of, sharpened, taught
from lamplighter.engine.self_training import _own_features
from lamplighter.exceptions import InputError
from lamplighter.learning import (
    EndModel,
)
from lamplighter.primitives import Ngrams, Tfidf
from lamplighter.votes import Contextualizer

from .made_up import FEATURES, FUNCTIONS, LABELS, ROUNDS, MadeUp, dense, in_slices, predicted, whole


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
    assert own.sum() == 2  # three words of functions are no features
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
