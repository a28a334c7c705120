"""Functions in and out: spreadsheets, Prodigy's patterns, and our JSON."""

import csv
import json
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter import Corpus, Session
from lamplighter.exceptions import FileError
from lamplighter.interop import read_functions, write_functions
from lamplighter.primitives import Ngrams

TEXTS = ["a good film", "good food", "a bad film", "bad food", "good music & sound", "bad music"]
FUNCTIONS = [
    ("good", "ja"),
    ("Bad  Film", "nein, nie"),
    ('"good food"', "ja"),
    ('/mus\\w+, "?|a b/i', "nein, nie"),
    ("music & !/[a,b]ad/", "ja"),
    ("@stars=5", "ja"),
    ('@kind="rock & roll"', "nein, nie"),
]
WRITTEN = [("bad film", "nein, nie") if pair == ("Bad  Film", "nein, nie") else pair for pair in FUNCTIONS]


def begun():
    corpus = Corpus.from_texts(
        TEXTS, columns={"stars": ["5", "4", "1", "2", "5", "1"], "kind": [*"abcde", "rock & roll"]}
    )
    return Session(corpus, labels=["ja", "nein, nie"])


@pytest.fixture
def session():
    session = begun()
    session.bring(FUNCTIONS)
    return session


def refused(message):
    return pytest.raises(FileError, match=f"^{re.escape(message)}$")


# ------------------------------------------------------------------ and back


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_written_is_read_again(session, form):
    content = write_functions(session, form)
    assert read_functions(content, form) == WRITTEN
    again = begun()
    assert again.bring(read_functions(content, form)) == list(session.functions)
    assert write_functions(again, form) == content


def test_words_go_to_prodigy_and_back(session):
    content = write_functions(session, "jsonl")
    assert [json.loads(line) for line in content.splitlines()] == [
        {"label": "ja", "pattern": [{"lower": "good"}]},
        {"label": "nein, nie", "pattern": [{"lower": "bad"}, {"lower": "film"}]},
    ]
    assert read_functions(content, "jsonl") == WRITTEN[:2]


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_without_functions_there_is_an_empty_file(form):
    content = write_functions(begun(), form)
    assert content == {"csv": "query,label\n", "jsonl": "", "json": "[]\n"}[form]
    assert read_functions(content, form) == []


@given(st.lists(st.tuples(*[st.text().map(str.strip).filter(bool).filter(lambda text: "\r" not in text)] * 2)))
def test_any_text_survives_a_spreadsheet(pairs):
    file = StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerows([("query", "label"), *pairs])
    assert read_functions(file.getvalue(), "csv") == pairs


@given(st.lists(st.tuples(*[st.text().map(str.strip).filter(bool)] * 2).filter(lambda pair: pair[0] != "*")))
def test_any_text_survives_json(pairs):
    records = [{"primitive": query, "label": label} for query, label in pairs]
    assert read_functions(json.dumps(records, ensure_ascii=False), "json") == pairs
    lines = "\n".join(json.dumps({"label": label, "pattern": query}, ensure_ascii=False) for query, label in pairs)
    assert read_functions(lines, "jsonl") == pairs


# ------------------------------------------------------------------ out


def test_csv_is_a_table_of_queries_and_labels(session):
    assert write_functions(session, "csv").splitlines()[:4] == [
        "query,label",
        "good,ja",
        'bad film,"nein, nie"',
        '"""good food""",ja',
    ]


def test_json_says_all_there_is_to_say():
    session = begun()
    session.add("good", "ja", document=4, percentile=50)
    session.bring([("food", "nein, nie")])
    session.edit(1, enabled=False)
    assert json.loads(write_functions(session, "json")) == [
        {"number": 0, "primitive": "good", "label": "ja", "document": 4, "percentile": 50, "enabled": True},
        {
            "number": 1,
            "primitive": "food",
            "label": "nein, nie",
            "document": None,
            "percentile": None,
            "enabled": False,
        },
    ]


def test_letters_of_all_scripts_are_written_as_they_are():
    session = Session(Corpus.from_texts(["größe größe", "größe 日本"]), labels=["schön", "übel"])
    session.add("größe", "schön", document=0)
    for form in ("csv", "jsonl", "json"):
        assert "größe" in write_functions(session, form)
        assert "schön" in write_functions(session, form)


def test_silent_functions_and_those_that_need_their_text_stay_where_they_are(session):
    session.edit(0, enabled=False)
    session.add("*", "ja", document=3, percentile=20)
    session.add("film", "ja", document=0, percentile=50)
    kept = [*WRITTEN[1:], ("film", "ja")]
    assert read_functions(write_functions(session, "csv"), "csv") == kept
    assert read_functions(write_functions(session, "jsonl"), "jsonl") == [WRITTEN[1], ("film", "ja")]
    assert len(json.loads(write_functions(session, "json"))) == 9
    assert read_functions(write_functions(session, "json"), "json") == kept
    begun().bring(kept)


def test_word_that_looks_like_a_pattern_is_a_word_for_prodigy():
    session = Session(
        Corpus.from_texts(["great !", "bad !"]), labels=["yes", "no"], primitives=Ngrams(tokenizer=str.split)
    )
    session.add("!", "yes", document=0)
    assert json.loads(write_functions(session, "jsonl")) == {"label": "yes", "pattern": [{"lower": "!"}]}
    assert write_functions(session, "csv") == "query,label\n!,yes\n"


# ------------------------------------------------------------------ in, from other programs


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["\\n", "\\r\\n", "\\r"])
def test_spreadsheet_of_excel_is_read(ends):
    content = "\ufeff" + ends.join(["query,label,note", "good,ja,", '"not, good","nein",why', "", " bad , nein ,", ""])
    assert read_functions(content, "csv") == [("good", "ja"), ("not, good", "nein"), ("bad", "nein")]


def test_columns_may_stand_in_any_order():
    assert read_functions("label,id,query\nja,7,good\n", "csv") == [("good", "ja")]


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_mark_before_the_first_letter_is_passed_over(form):
    content = {
        "jsonl": '{"label": "ja", "pattern": "good"}',
        "json": '[{"label": "ja", "primitive": "good"}]',
    }[form]
    assert read_functions("\ufeff" + content, form) == [("good", "ja")]


@pytest.mark.parametrize(
    ("pattern", "query"),
    [
        ([{"lower": "not"}, {"lower": "good"}], "not good"),
        ([{"LOWER": "good"}], "good"),
        ([{"TEXT": "Apple"}, {"orth": "Pie"}], "Apple Pie"),
        ("not good", "not good"),
        ([{"lower": "rock"}, {"lower": "&"}, {"lower": "roll"}], "rock roll"),
        ([{"lower": "wow"}, {"lower": "!"}], "wow"),
    ],
)
def test_patterns_of_prodigy_are_read(pattern, query):
    line = json.dumps({"label": "ja", "pattern": pattern, "id": 3})
    assert read_functions(f"\n{line}\r\n  \n{line}", "jsonl") == [(query, "ja"), (query, "ja")]


def test_line_ends_inside_of_a_string_are_part_of_it():
    assert read_functions('{"label": "ja\u2028nein", "pattern": "good\x85food"}\n', "jsonl") == [
        ("good\x85food", "ja\u2028nein")
    ]


def test_functions_of_a_notebook_need_only_say_what_and_which():
    records = [
        {"primitive": " good ", "label": "ja"},
        {"primitive": "bad", "label": "nein", "enabled": True, "note": 1},
    ]
    assert read_functions(json.dumps(records), "json") == [("good", "ja"), ("bad", "nein")]


# ------------------------------------------------------------------ what cannot be read


PRODIGY = "is no pattern of Prodigy's: expected an object with 'label' and 'pattern'."
BOTH = "expected a query and a label, both texts."


@pytest.mark.parametrize(
    ("form", "content", "message"),
    [
        ("csv", "", "The first line has nothing; expected the columns 'query' and 'label'."),
        ("csv", "good,ja\n", "The first line has 'good', 'ja'; expected the columns 'query' and 'label'."),
        (
            "csv",
            "query;label\ngood;ja\n",
            "The first line has 'query;label'; expected the columns 'query' and 'label'.",
        ),
        ("csv", "query,label\ngood,ja\nbad\n", f"Line 3 has 'bad' and None; {BOTH}"),
        ("csv", 'query,label\n"a\nb",ja\n,nein\n', f"Line 4 has '' and 'nein'; {BOTH}"),
        ("csv", "query,label\n\n\ngood,  \n", f"Line 4 has 'good' and '  '; {BOTH}"),
        (
            "csv",
            f"query,label\ngood,ja\n{'x' * 200_000},ja\n",
            "Line 3 is no CSV: field larger than field limit (131072).",
        ),
        ("csv", f'query,label\n"{"x" * 999}\n', f"Line 2 has {'x' * 999!r:.100} and None; {BOTH}"),
        (
            "jsonl",
            '{"label": "ja", "pattern": "good"}\n{"label"',
            "Line 2 is no JSON: Expecting ':' delimiter, at character 8.",
        ),
        ("jsonl", "query,label\n", "Line 1 is no JSON: Expecting value, at character 0."),
        ("jsonl", '\n["good"]\n', f"Line 2 {PRODIGY}"),
        ("jsonl", '{"label": "ja"}', f"Line 1 {PRODIGY}"),
        ("jsonl", '{"label": "ja", "pattern": []}', f"Line 1 has '' and 'ja'; {BOTH}"),
        ("jsonl", '{"label": "ja", "pattern": [{"lower": "!"}]}', f"Line 1 has '' and 'ja'; {BOTH}"),
        ("jsonl", '{"label": 3, "pattern": "good"}', f"Line 1 has 'good' and 3; {BOTH}"),
        ("jsonl", '{"label": "ja", "pattern": {"lower": "good"}}', f"Line 1 has {{'lower': 'good'}} and 'ja'; {BOTH}"),
        (
            "jsonl",
            '{"label": "ja", "pattern": [{"lemma": "be"}]}',
            "Line 1 has the token {'lemma': 'be'}; only words are known here: {\"lower\": \"good\"}.",
        ),
        (
            "jsonl",
            '{"label": "ja", "pattern": [{"lower": "good", "pos": "ADJ"}]}',
            "Line 1 has the token {'lower': 'good', 'pos': 'ADJ'}; only words are known here: {\"lower\": \"good\"}.",
        ),
        (
            "jsonl",
            '{"label": "ja", "pattern": [{"lower": {"in": ["good"]}}]}',
            "Line 1 has the token {'lower': {'in': ['good']}}; only words are known here: {\"lower\": \"good\"}.",
        ),
        (
            "jsonl",
            '{"label": "ja", "pattern": ["good"]}',
            'Line 1 has the token \'good\'; only words are known here: {"lower": "good"}.',
        ),
        ("json", "", "The file is no JSON: Expecting value, at character 0."),
        ("json", "{}", "Expected a list of functions, each an object with 'primitive' and 'label'."),
        ("json", '["good"]', "Expected a list of functions, each an object with 'primitive' and 'label'."),
        ("json", '[{"primitive": "good", "label": "ja"}, {"label": "ja"}]', f"Function 2 has None and 'ja'; {BOTH}"),
    ],
)
def test_what_cannot_be_read_is_named(form, content, message):
    with refused(message):
        read_functions(content, form)
