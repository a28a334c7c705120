"""The reviews are what they claim to be: readable text, and truth that shows what the method's figures show."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import FrozenInstanceError, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from lamplighter.data.reviews import generate_reviews, shared
from lamplighter.data.reviews.categories import CATEGORIES
from lamplighter.exceptions import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lamplighter.data.reviews import Reviews
    from lamplighter.data.reviews.vocabulary import Category

SMALL = ("kitchen", "shoes")
LARGE = ("films", "food", "phones")

OPPOSITES = [  # word, category that it praises, category that it blames
    ("funny", "films", "food"),
    ("funny", "books", "phones"),
    ("unpredictable", "films", "phones"),
    ("unpredictable", "books", "food"),
    ("thin", "phones", "food"),
    ("thin", "phones", "films"),
    ("cheap", "food", "films"),
    ("long", "phones", "films"),
    ("cold", "kitchen", "food"),
    ("light", "food", "films"),
    ("light", "shoes", "books"),
    ("hot", "food", "phones"),
    ("sticky", "food", "phones"),
    ("sticky", "shoes", "kitchen"),
    ("simple", "phones", "films"),
    ("dark", "films", "phones"),
    ("dry", "films", "food"),
    ("sharp", "phones", "food"),
    ("raw", "films", "food"),
    ("slow", "food", "films"),
    ("tough", "phones", "food"),
    ("heavy", "kitchen", "food"),
    ("strange", "films", "food"),
    ("twisted", "films", "phones"),
    ("tight", "films", "shoes"),
    ("soft", "food", "phones"),
    ("loud", "phones", "films"),
    ("quiet", "films", "phones"),
    ("sweet", "films", "food"),
    ("bitter", "films", "food"),
    ("predictable", "phones", "films"),
    ("slippery", "films", "phones"),
]

PRAISE = frozenset(
    [
        "great",
        "good",
        "excellent",
        "wonderful",
        "love",
        "loved",
        "perfect",
        "best",
        "happy",
        "delighted",
        "recommend",
        "recommended",
    ]
)
BLAME = frozenset(
    [
        "awful",
        "bad",
        "terrible",
        "disappointed",
        "disappointment",
        "waste",
        "wasted",
        "worst",
        "poor",
        "avoid",
        "horrible",
    ]
)


@dataclass(frozen=True)
class Truth:
    """A corpus as arrays: (n,) truth, (n, words) occurrences, (n, n) cosine distances."""

    reviews: Reviews = field(repr=False)

    @cached_property
    def positive(self):
        return np.array([label == "positive" for label in self.reviews.labels])

    @cached_property
    def category(self):
        return np.array(self.reviews.categories)

    @cached_property
    def vectorizer(self):
        return TfidfVectorizer(sublinear_tf=True).fit(self.reviews.texts)

    @cached_property
    def features(self):
        return self.vectorizer.transform(self.reviews.texts)

    @cached_property
    def contains(self):
        return self.features.toarray() > 0

    @cached_property
    def distance(self):
        return 1 - (self.features @ self.features.T).toarray()

    def having(self, word):
        return self.contains[:, self.vectorizer.vocabulary_[word]]

    def share_of_praise(self, word, category):
        return self.positive[self.having(word) & (self.category == category)].mean()


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(generate_reviews(3000, random_state=0))


# What is promised of every corpus


def test_same_seed_writes_the_same_reviews():
    assert generate_reviews(200, random_state=7) == generate_reviews(200, random_state=7)


def test_other_seed_writes_other_reviews():
    ours, theirs = (generate_reviews(200, random_state=seed).texts for seed in (7, 8))
    assert len(set(ours) & set(theirs)) <= 4


def test_every_review_has_a_text_a_class_and_a_category(truth):
    reviews = truth.reviews
    assert len(reviews) == len(reviews.texts) == len(reviews.labels) == len(reviews.categories) == 3000
    assert all(text.strip() for text in reviews.texts)
    assert set(reviews.labels) == {"positive", "negative"}
    assert set(reviews.categories) == {category.name for category in CATEGORIES}


def test_no_reviews_can_be_asked_for():
    assert generate_reviews(0).texts == []


def test_negative_number_of_reviews_is_refused():
    with pytest.raises(InputError, match=r"^n_documents is -1; it must be 0 or more\.$"):
        generate_reviews(-1)


def test_reviews_cannot_be_exchanged(truth):
    with pytest.raises(FrozenInstanceError):
        truth.reviews.texts = []


def test_only_a_few_short_reviews_occur_twice(truth):
    twice = [text for text, count in Counter(truth.reviews.texts).items() if count > 1]
    assert len(twice) < 30
    assert all(len(text.split()) <= 30 for text in twice)


def test_lengths_spread_from_a_few_words_to_a_few_hundred(truth):
    lengths = np.array([len(text.split()) for text in truth.reviews.texts])
    assert lengths.min() <= 3
    assert 36 <= np.median(lengths) <= 52
    assert lengths.max() >= 300
    assert 0.002 < np.mean(lengths > 200) < 0.05


# What is promised of every sentence


def sentences_of(category: Category) -> Iterator[str]:
    """All that the templates can say about the first thing of a category, one sentence at a time."""
    opinions = [*category.topics.values(), category.verdicts, category.shorts, shared.VERDICTS]
    templates = [template for both in opinions for template in both.of("positive") + both.of("negative")]
    templates += [*category.openings, *category.asides, *shared.ASIDES]
    words = {name: options[0] for name, options in category.names.items()}
    thing = next(iter(category.kinds)).split("|")[0]
    for template in templates:
        for parts in itertools.product(*(part.split("|") for part in re.split(r"[\[\]]", template))):
            sentence = "".join(parts).format_map({**category.grammar, "thing": thing, **words})
            yield re.sub(r" +([ ,.])", r"\1", sentence)


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.name)
def test_sentences_end_and_are_well_spaced(category):
    slips = [
        sentence
        for sentence in sentences_of(category)
        if not re.search(r"[.!?]$", sentence) or re.search(r"[\[\]{}|]|  | [,.:;]|,,|\.\.|\b(\w+) \1\b", sentence)
    ]
    assert slips == []


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.name)
def test_articles_fit_the_words_after_them(category):
    wrong = re.compile(r"\b[Aa] (?:[aeio]|un)(?!ne\b|nce\b)|\b[Aa]n (?!hour)[^aeiou]")
    assert [sentence for sentence in sentences_of(category) if wrong.search(sentence)] == []


def test_topics_of_every_kind_exist():
    assert all(set(topics) <= set(category.topics) for category in CATEGORIES for topics in category.kinds.values())


def test_shares_of_the_categories_make_a_whole():
    assert sum(category.share for category in CATEGORIES) == pytest.approx(1)


# Figure 3: clusters, and words that mean different things in them


def test_nearest_reviews_are_of_the_same_category(truth):
    distance = truth.distance + 2 * np.eye(len(truth.reviews))
    nearest = np.argsort(distance, axis=1)[:, :10]
    same = truth.category[nearest] == truth.category[:, None]
    assert same.mean() > 0.85  # by chance .23
    assert all(same[truth.category == category.name].mean() > 0.6 for category in CATEGORIES)


@pytest.mark.parametrize(("word", "praised", "blamed"), OPPOSITES)
def test_word_praises_one_category_and_blames_another(truth, word, praised, blamed):
    assert truth.share_of_praise(word, praised) >= 0.65
    assert truth.share_of_praise(word, blamed) <= 0.35


# Figure 2: a labeling function is at its best near the document it was written on


def functions_read_in_context(truth: Truth, count: int) -> Iterator[tuple[int, int]]:
    """Documents in random order, each with a word whose meaning in its category fits its class."""
    rng = np.random.default_rng(0)
    inside = {category.name: truth.category == category.name for category in CATEGORIES}
    frequency = {name: truth.contains[rows].sum(axis=0) for name, rows in inside.items()}
    praise = {name: truth.contains[rows & truth.positive].sum(axis=0) for name, rows in inside.items()}
    found = 0
    for document in rng.permutation(len(truth.reviews)):
        name = truth.category[document]
        share = praise[name] / np.maximum(frequency[name], 1)
        accuracy = share if truth.positive[document] else 1 - share
        candidates = np.flatnonzero(truth.contains[document] & (accuracy > 0.6) & (frequency[name] >= 20))
        if len(candidates):
            yield document, rng.choice(candidates)
            found += 1
        if found == count:
            return


@pytest.mark.parametrize("seed", [0, 1])
def test_coverage_and_accuracy_decline_with_distance(seed):
    truth = Truth(generate_reviews(3000, random_state=seed))
    covered, correct = np.zeros(4), np.zeros(4)
    for document, word in functions_read_in_context(truth, 100):
        others = np.argsort(truth.distance[document], kind="stable")
        quarters = np.array_split(others[others != document], 4)
        votes = [quarter[truth.contains[quarter, word]] for quarter in quarters]
        covered += [len(voted) for voted in votes]
        correct += [np.sum(truth.positive[voted] == truth.positive[document]) for voted in votes]
    accuracy = correct / covered
    assert np.all(np.diff(covered) < -0.2 * covered[:-1])
    assert accuracy[0] > accuracy[1:].max() + 0.05
    assert correct[:2].sum() / covered[:2].sum() > correct[2:].sum() / covered[2:].sum() + 0.03


# Figure 6: large clusters, and small ones that are easily left in the dark


def test_random_documents_are_mostly_of_the_large_categories(truth):
    assert np.isin(truth.category, LARGE).mean() > 0.7
    assert np.isin(truth.category, SMALL).mean() < 0.15


def test_two_functions_on_films_leave_the_small_categories_uncovered(truth):
    covered = truth.having("dark") | truth.having("flat")
    assert covered[truth.category == "films"].mean() > 0.25
    assert covered[np.isin(truth.category, SMALL)].mean() < 0.06


# Figure 7: two functions in conflict agree to differ when each keeps to its neighbourhood


@pytest.mark.parametrize(
    ("word", "praised", "blamed"),
    [
        ("funny", "films", "food"),
        ("unpredictable", "films", "phones"),
        ("hot", "food", "phones"),
        ("dark", "films", "phones"),
        ("sticky", "food", "phones"),
        ("dry", "films", "food"),
        ("light", "food", "films"),
    ],
)
def test_neighbourhoods_resolve_a_conflict(truth, word, praised, blamed):
    """Unrefined, the two vote against each other on every document with the word: half of the votes are right."""
    rng = np.random.default_rng(1)
    having = truth.having(word)
    homes = having & truth.positive & (truth.category == praised), having & ~truth.positive & (truth.category == blamed)
    votes = conflicts = correct = 0
    for pair in zip(*(rng.choice(np.flatnonzero(home), 10) for home in homes), strict=True):
        near = [truth.distance[home] <= np.percentile(truth.distance[home], 10) for home in pair]
        praise, blame = (having & inside for inside in near)
        votes += praise.sum() + blame.sum()
        conflicts += np.sum(praise & blame)
        correct += np.sum(praise & truth.positive) + np.sum(blame & ~truth.positive)
    assert correct / votes > 0.68
    assert conflicts < 0.1 * 10 * having.sum()


# Learnability


def test_classes_are_near_balanced(truth):
    assert 0.46 < truth.positive.mean() < 0.54
    for category in CATEGORIES:
        assert 0.38 < truth.positive[truth.category == category.name].mean() < 0.62


@pytest.mark.parametrize("seed", [0, 1])
def test_classes_can_be_learnt_but_not_perfectly(seed):
    reviews = generate_reviews(3000, random_state=seed)
    features = TfidfVectorizer(sublinear_tf=True).fit_transform(reviews.texts)
    labels = np.array(reviews.labels)
    model = LogisticRegression(max_iter=1000).fit(features[:2000], labels[:2000])
    assert 0.86 < model.score(features[2000:], labels[2000:]) < 0.96


def test_shared_words_tell_something_of_some_reviews(truth):
    """A lexicon that counts praise and blame is partial and often wrong: "not bad", "a waste of talent"."""
    words = [re.findall(r"\w+", text.lower()) for text in truth.reviews.texts]
    score = np.array([sum((word in PRAISE) - (word in BLAME) for word in text) for text in words])
    said = score != 0
    assert 0.4 < said.mean() < 0.75
    assert 0.6 < np.mean((score > 0)[said] == truth.positive[said]) < 0.78
