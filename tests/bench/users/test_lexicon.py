"""Opinion lexicons, and the user who knows one, on the five documents of ``five``."""

import gzip
import re
from functools import partial

import numpy as np
import polars as pl
import pytest

from lamplighter import Corpus, Session
from lamplighter.bench import USERS, Lexicon, LexiconUser
from lamplighter.exceptions import ColumnNotFoundError, FileError, InputError, LabelError
from lamplighter.primitives import Ngrams

from .five import Lots, drawn_words, shown

OPINIONS = Lexicon.from_entries([("good", 1), ("fine", 1), ("bad", -1), ("film", 1), ("film", -1)])
ROWS = {"word": ["good", "bad", "envious", "envious"], "polarity": [1, -1, 1, -1]}
CSV = "word,polarity\ngood,1\nbad,-1\nenvious,+1\nenvious,-1.0\n"


def opinionated(session, lexicon=OPINIONS, **options):
    return LexiconUser(session, **{"lexicon": lexicon, "rng": np.random.default_rng(0), **options})


def failing(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


# ---------------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.csv", CSV.encode()),
        ("words.csv.gz", gzip.compress(CSV.encode())),
        ("words.tsv", CSV.replace(",", "\t").encode()),
        ("words.jsonl", pl.DataFrame(ROWS).write_ndjson().encode()),
        ("words.csv", b"note,polarity,word\nx, 1 , GOOD \n,-1,bad\n,9,\n,1,Envious\n,-1,envious\n"),
    ],
)
def test_lexicon_is_read_from_each_format(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    lexicon = Lexicon.from_file(tmp_path / name)
    assert lexicon.entries == {("good", "1"), ("bad", "-1"), ("envious", "1"), ("envious", "-1")}
    assert lexicon.name == name


def test_lexicon_is_read_from_parquet(tmp_path):
    pl.DataFrame(ROWS, schema={"word": pl.String, "polarity": pl.Int8}).write_parquet(tmp_path / "words.parquet")
    lexicon = Lexicon.from_file(str(tmp_path / "words.parquet"))
    assert (len(lexicon), lexicon.values) == (3, ("-1", "1"))
    assert len(lexicon.entries) == 4  # one word is in both lists


def test_column_of_labels_is_taken_before_one_of_polarities(tmp_path):
    (tmp_path / "words.csv").write_text("word,polarity,label\ngoal,1,007\nvote,-1, Politics \n")
    assert Lexicon.from_file(tmp_path / "words.csv").entries == {("goal", "007"), ("vote", "Politics")}


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (
            "words,polarity\ngood,1\n",
            ColumnNotFoundError,
            "There is no column 'word'. Did you mean 'words'? The columns are: 'words', 'polarity'.",
        ),
        (
            "word,sign\ngood,1\n",
            ColumnNotFoundError,
            (
                "w.csv has neither a column 'label' nor a column 'polarity', which say what each word speaks for. The "
                "columns are: 'word', 'sign'."
            ),
        ),
        (
            "word,polarity\ngood,1\nbad,\n",
            InputError,
            "w.csv, row 2: the word 'bad' has no polarity. Give it one, or leave it out.",
        ),
        (
            "word,label\n,1\n ,1\n",
            InputError,
            "w.csv has no word: the column 'word' is blank in all of its 2 rows.",
        ),
    ],
)
def test_table_that_is_no_lexicon_is_an_error(tmp_path, content, error, message):
    (tmp_path / "w.csv").write_text(content)
    with failing(error, message):
        Lexicon.from_file(tmp_path / "w.csv")


def test_polarity_that_is_not_a_number_is_missing(tmp_path):
    pl.DataFrame({"word": ["good"], "polarity": [float("nan")]}).write_parquet(tmp_path / "w.parquet")
    with failing(InputError, "w.parquet, row 1: the word 'good' has no polarity. Give it one, or leave it out."):
        Lexicon.from_file(tmp_path / "w.parquet")


def test_missing_file_is_an_error(tmp_path):
    (tmp_path / "words.csv").write_text(CSV)
    with failing(FileError, f"There is no file {str(tmp_path / 'word.csv')!r}. Did you mean 'words.csv'?"):
        Lexicon.from_file(tmp_path / "word.csv")


def test_numbers_are_the_same_however_they_are_written():
    entries = [("a", 1), ("b", 1.0), ("c", "+1"), ("d", " 1.0 "), ("e", "0.50"), ("f", "yes"), ("g", "inf")]
    values = dict(Lexicon.from_entries(entries).entries)
    assert values == {"a": "1", "b": "1", "c": "1", "d": "1", "e": "0.5", "f": "yes", "g": "inf"}


# ---------------------------------------------------------------------- which class a polarity means


@pytest.mark.parametrize(
    "labels", [["neg", "pos"], ["Negative", "POSITIVE"], ["-", "+"], ["-1", "+1"], ["0", "1"], ["-1", "1"]]
)
@pytest.mark.parametrize("turn", [1, -1])
def test_classes_of_sentiment_are_known_by_their_names(labels, turn):
    negative, positive = labels
    told = OPINIONS.for_labels(labels[::turn])
    assert told.entries == {
        ("good", positive),
        ("fine", positive),
        ("film", positive),
        ("bad", negative),
        ("film", negative),
    }


def test_sign_of_a_graded_polarity_counts_and_neutral_words_are_left_out():
    graded = Lexicon.from_entries([("good", 2), ("great", "3.5"), ("bad", -0.5), ("film", 0)])
    assert graded.for_labels(["pos", "neg"]).entries == {("good", "pos"), ("great", "pos"), ("bad", "neg")}


def test_values_that_are_names_of_classes_stand_for_these():
    topics = Lexicon.from_entries([("goal", "sports"), ("vote", "politics"), ("race", "politics"), ("race", "sports")])
    assert topics.for_labels(["politics", "sports", "world"]).entries == topics.entries


def test_lexicon_of_the_classes_stays_as_it_is():
    told = OPINIONS.for_labels(["ham", "spam"], {"spam": 1})
    assert told.for_labels(["ham", "spam"]) == told


@pytest.mark.parametrize("meaning", [{"ham": -1, "spam": 1}, {"ham": "-1", "spam": "+1"}, {"ham": -1.0, "spam": "1.0"}])
def test_meaning_can_be_said(meaning):
    told = OPINIONS.for_labels(["ham", "spam"], meaning)
    assert {word for word, label in told.entries if label == "spam"} == {"good", "fine", "film"}
    assert {word for word, label in told.entries if label == "ham"} == {"bad", "film"}


def test_meaning_that_is_said_counts_more_than_the_names():
    told = OPINIONS.for_labels(["pos", "neg"], {"pos": -1})
    assert told.entries == {("bad", "pos"), ("film", "pos")}


def test_one_value_may_mean_several_classes():
    told = Lexicon.from_entries([("bad", -1)]).for_labels(
        ["1 star", "2 stars", "5 stars"], {"1 star": -1, "2 stars": -1}
    )
    assert told.entries == {("bad", "1 star"), ("bad", "2 stars")}


def test_names_of_labels_are_not_read_as_numbers():
    lexicon = Lexicon(frozenset({("bond", "007"), ("one", "1")}))
    assert lexicon.for_labels(["a", "b"], {"a": "007", "b": 1}).entries == {("bond", "a"), ("one", "b")}


@pytest.mark.parametrize(
    ("values", "labels", "held"),
    [
        ([1, -1], ["ham", "spam"], "-1, 1"),
        ([1, -1], ["pos", "neg", "neutral"], "-1, 1"),  # three classes: what is neutral?
        ([1, -1], ["pos", "bad"], "-1, 1"),
        (["good", "bad"], ["pos", "neg"], "bad, good"),
        (range(1, 9), ["a", "b"], "1, 2, 3, 4, 5, 6, …"),
    ],
)
def test_meaning_that_is_not_clear_has_to_be_said(values, labels, held):
    lexicon = Lexicon.from_entries([("word", value) for value in values], name="words.csv")
    told = ",".join(f"{label}=…" for label in labels)
    message = (
        f"The words of words.csv speak for {held}, and the classes are {', '.join(labels)}. Say which value means which "
        f"class: --lexicon-labels {told} on the command line, lexicon.for_labels(labels, {{label: value, …}}) in Python."
    )
    with failing(LabelError, message):
        lexicon.for_labels(labels)


def test_meaning_of_what_there_is_not_is_an_error():
    with failing(LabelError, "No class is called 'spma'. Did you mean 'spam'? There are: ham, spam."):
        OPINIONS.for_labels(["ham", "spam"], {"spma": 1})
    message = "No word of the word list speaks for '2', which was said to mean spam. Its words speak for: -1, 1."
    with failing(LabelError, message):
        OPINIONS.for_labels(["ham", "spam"], {"spam": 2})


# ---------------------------------------------------------------------- the user


@pytest.mark.parametrize(
    ("document", "threshold", "words"),
    [
        (0, 0.5, {"film", "good"}),  # "film" is in both lists, and right for pos in 2/3
        (0, 0.7, {"good"}),
        (4, 0.0, {"film", "good"}),  # "bad" is pos in 1/3, but not in the list of pos
        (2, 0.3, {"bad", "film"}),  # "film" is neg in 1/3
        (2, 0.5, {"bad"}),
        (1, 0.0, {"good"}),  # "food" is in no list
    ],
)
def test_candidates_are_words_of_the_lexicon_that_are_right_often_enough(session, document, threshold, words):
    assert set(drawn_words(opinionated(session, threshold=threshold), document, 60)) == words


def test_candidates_are_drawn_about_equally_often(session):
    words = drawn_words(opinionated(session), 0, 2000)
    assert words.count("film") == pytest.approx(1000, abs=90)  # four standard deviations of √(2000 · 1/4)


def test_document_without_a_word_of_the_lexicon_gets_no_answer(session):
    user = opinionated(session, Lexicon.from_entries([("good", 1)]), rng=Lots(0.5, 0.5))
    assert user.answer(shown(session, 3)) is None
    assert user.answer(shown(session, 1)) == ("good", "pos")


def test_lexicon_of_three_classes(three):
    lexicon = Lexicon.from_entries([("red", "a"), ("round", "b"), ("round", "c"), ("small", "a")])
    user = opinionated(three, lexicon, threshold=0.2)
    assert set(drawn_words(user, 1, 60)) == {"red", "small"}
    assert set(drawn_words(user, 3, 60)) == {"round"}
    assert set(drawn_words(user, 4, 60)) == {"round"}


def test_capitals_do_not_matter():
    corpus = Corpus.from_texts(["Good film", "Good food", "Bad film", "Bad food"], gold=["pos", "pos", "neg", "neg"])
    session = Session(corpus, primitives=Ngrams(tokenizer=str.split))
    cased = Session(corpus, primitives=Cased())
    assert session.engine.index.vocabulary.terms == ("bad", "film", "food", "good")
    assert cased.engine.index.vocabulary.terms == ("Bad", "Good", "film", "food")
    lexicon = Lexicon.from_entries([("GOOD", 1), ("bad", -1)])
    assert set(drawn_words(opinionated(session, lexicon), 0, 20)) == {"good"}
    assert set(drawn_words(opinionated(cased, lexicon), 0, 20)) == {"Good"}


class Cased(Ngrams):
    """Keeps capitals."""

    def analyzer(self):
        return str.split


def test_user_without_a_lexicon_is_an_error(session):
    message = (
        "The user 'lexicon' needs a word list: --lexicon FILE on the command line, partial(LexiconUser, "
        "lexicon=Lexicon.from_file(FILE)) in Python. Expected is a table with the columns 'word', and 'polarity' or "
        "'label'."
    )
    with failing(InputError, message):
        USERS["lexicon"](session, threshold=0.5, rng=np.random.default_rng(0))


def test_lexicon_of_another_language_is_an_error(session):
    message = (
        "None of the 2 words of german.csv is a primitive of this corpus, which has 4. Expected are words as the texts "
        "have them; give a list in the language of the texts."
    )
    with failing(InputError, message):
        opinionated(session, Lexicon.from_entries([("gut", 1), ("schlecht", -1)], name="german.csv"))


def test_user_is_made_like_any_other_with_its_lexicon_bound(session):
    user = partial(USERS["lexicon"], lexicon=OPINIONS)(session, threshold=0.9, rng=Lots(0.9))
    assert isinstance(user, LexiconUser)
    assert user.answer(shown(session, 4)) == ("good", "pos")
