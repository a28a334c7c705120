"""What functions look for: how each kind is read, written down, and found in texts; and what is refused."""

import re
import string
import time
from contextlib import closing
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lamplighter.engine import Engine, build_index, rows_containing
from lamplighter.engine.patterns import (
    PATTERNS,
    All,
    Anything,
    Column,
    Exact,
    Phrase,
    Regex,
    parse_pattern,
    pattern_kinds,
    read_pattern,
)
from lamplighter.exceptions import PrimitiveError
from lamplighter.linalg import row_blocks
from lamplighter.primitives import Ngrams

WORDS = Ngrams().words()

TEXTS = [
    "Call 0800123 now!",
    "call me, maybe",
    "An Apple a day, not an apple",
    "apple pie & custard",
    "Pineapple; path/to/apple",
    "日本語のテキスト",
    "👍 Café apple 👍🏽 café",
    "call\nApple Inc. at 12345",
]
COLUMNS = {
    "category": ("phones", "phones", "food", "food", None, "Home & Garden", "food", "phones"),
    "stars": ("5", "1", "5", "4", "5", None, "2", "1"),
}


@pytest.fixture(scope="module")
def index():
    return build_index(TEXTS, Ngrams(), columns=COLUMNS)


def parsed(text):
    return parse_pattern(text, WORDS)


def rows(index, text):
    return [
        block.start + row for block in index.slices for row in rows_containing(index, block, str(parsed(text))).tolist()
    ]


def places(text, pattern):
    return [text[start:end] for start, end in parsed(pattern).spans(text, WORDS)]


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("great", Phrase(("great",))),
        ("  NOT  good! ", Phrase(("not", "good"))),
        ("and/or", Phrase(("and", "or"))),
        ("path/to/apple", Phrase(("path", "to", "apple"))),
        ("/sarcasm", Phrase(("sarcasm",))),  # one slash alone is a mark as any other
        ("AT&T store", Phrase(("at", "store"))),
        ("rock &roll", Phrase(("rock", "roll"))),  # parts are joined with blanks around it
        ("great & & film", All((Phrase(("great",)), Phrase(("film",))))),
        ("what? not!", Phrase(("what", "not"))),
        ("mail@home", Phrase(("mail", "home"))),
        ("@home", Phrase(("home",))),
        ("name=value", Phrase(("name", "value"))),
        ("55*55", Phrase(("55", "55"))),
        ("/call/", Regex("call", ignore_case=False)),
        (r" /call \d{5,}/i ", Regex(r"call \d{5,}", ignore_case=True)),
        (r"/path\/to/", Regex(r"path\/to", ignore_case=False)),
        (r"/back\\/", Regex(r"back\\", ignore_case=False)),
        ("/a & b/", Regex("a & b", ignore_case=False)),
        ("/one\ntwo/", Regex("one\ntwo", ignore_case=False)),
        ('"Apple"', Exact("Apple")),
        (' "Apple Inc." ', Exact("Apple Inc.")),
        ('"A & B"', Exact("A & B")),
        ('"*"', Exact("*")),
        ('"!"', Exact("!")),
        ("@stars=5", Column("stars", "5")),
        ("@ stars = 5 ", Column("stars", "5")),
        ("@url=a?b=c", Column("url", "a?b=c")),
        ("@category=", Column("category", "")),
        ('@category="Home & Garden"', Column("category", "Home & Garden")),
        ('@quoted="say ""a & b"" twice"', Column("quoted", 'say "a & b" twice')),
        ('@quoted="a" or b', Column("quoted", '"a" or b')),
        ('@"a=b & c"=x', Column("a=b & c", "x")),
        (" * ", Anything()),
        ("great & film", All((Phrase(("great",)), Phrase(("film",))))),
        ("great & !waste", All((Phrase(("great",)),), (Phrase(("waste",)),))),
        ("! waste & great", All((Phrase(("great",)),), (Phrase(("waste",)),))),
        ("great & !/a & b/i", All((Phrase(("great",)),), (Regex("a & b", ignore_case=True),))),
        ('"A & B" & !"C & D" & @s="x & y"', All((Exact("A & B"), Column("s", "x & y")), (Exact("C & D"),))),
        ("@category=Home & Garden", All((Column("category", "Home"), Phrase(("garden",))))),
        ("* & !waste of money", All((Anything(),), (Phrase(("waste", "of", "money")),))),
        ('and/or & "either/or"', All((Phrase(("and", "or")), Exact("either/or")))),
    ],
)
def test_each_kind_is_read_as_it_is_written(text, pattern):
    assert parsed(text) == pattern
    assert parse_pattern(str(pattern)) == pattern


def test_words_are_cut_as_the_session_s_analyser_does_in_each_part():
    assert parsed("Great & !A Waste") == All((Phrase(("great",)),), (Phrase(("waste",)),))
    assert parse_pattern("Great") == Phrase(("Great",))  # what was written down is only cut at blanks


@pytest.mark.parametrize("kind", pattern_kinds(), ids=lambda kind: kind.__name__)
def test_example_that_is_shown_of_each_kind_is_one(kind):
    assert type(parsed(kind.example)) is kind
    assert str(parsed(kind.example)) == kind.example
    assert kind.kind


# What the grammar is made of: words and marks that mean something to it, in any order.
marks = st.sampled_from(
    ["&", " & ", "!", "/", "/i", '"', "@", "=", "*", "\\", "(", ")", "[", "+", "$", " ", "\n", "é", "👍"]
)
words = st.text(string.ascii_letters + string.digits, min_size=1, max_size=5)
texts = st.lists(marks | words, max_size=12).map("".join)

simple = st.one_of(
    st.lists(words.map(str.lower), min_size=1, max_size=3).map(lambda parts: Phrase(tuple(parts))),
    st.builds(Regex, words | st.sampled_from([r"a\/b", "a & b", r"\d+", "(x|y)z"]), st.booleans()),
    st.text(marks.filter(lambda mark: len(mark) == 1) | st.characters(codec="utf-8"), min_size=1)
    .map(lambda inside: inside.replace('"', ""))
    .filter(bool)
    .map(Exact),
    st.builds(Column, texts.filter(bool), texts),
    st.just(Anything()),
)
combined = st.builds(
    lambda wanted, unwanted: All(tuple(wanted), tuple(unwanted)),
    st.lists(simple, min_size=1, max_size=3),
    st.lists(simple, max_size=2),
).filter(lambda pattern: len(pattern.wanted) + len(pattern.unwanted) > 1)


@given(simple | combined)
@example(Column("a & b", ' "c" & d '))
@example(Column('"a"=', '"'))
@example(All((Exact("/"), Exact("a & !b")), (Exact("!"),)))
def test_every_pattern_is_read_again_as_it_was_written_down(pattern):
    assert parse_pattern(str(pattern)) == pattern


@given(texts)
@example('@x="')
@example('"a" & "')
@example("/a & b")
def test_every_text_is_a_pattern_that_is_read_again_or_is_refused(text):
    try:
        found = parse_pattern(text, WORDS)
    except PrimitiveError:
        return
    assert parse_pattern(str(found)) == found
    assert str(parse_pattern(str(found), WORDS)) == str(found)


# ------------------------------------------------------------------ what is refused


NO_REGEX = "is no regular expression"
WRITE = "write \\/ for a slash inside, something between the slashes, and behind them nothing but i, for any case."
MEND = "Mend it; look-around and back-references are not known here."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' has no word of two letters or more that a function could look for."),
        ("?!", "'?!' has no word of two letters or more that a function could look for."),
        ("great & ?", "'?' has no word of two letters or more that a function could look for."),
        ("//", f"// {NO_REGEX}: {WRITE}"),
        (" /path/to/ ", f"/path/to/ {NO_REGEX}: {WRITE}"),
        ("/call/gi", f"/call/gi {NO_REGEX}: {WRITE}"),
        ("/a(/", f"/a(/ {NO_REGEX}: unclosed group. {MEND}"),
        ("great & !/[/", f"/[/ {NO_REGEX}: unclosed character class. {MEND}"),
        (
            r"/a{2,1}/i",
            rf"/a{{2,1}}/i {NO_REGEX}: invalid repetition count range, the start must be <= the end. {MEND}",
        ),
        (
            "/good(?= film)/",
            f"/good(?= film)/ {NO_REGEX}: look-around, including look-ahead and look-behind, is not supported. {MEND}",
        ),
        (
            "/(?<!not )good/",
            f"/(?<!not )good/ {NO_REGEX}: look-around, including look-ahead and look-behind, is not supported. {MEND}",
        ),
        (r"/(a)\1/", rf"/(a)\1/ {NO_REGEX}: backreferences are not supported. {MEND}"),
        (
            r"/\w{100000}/",
            rf"/\w{{100000}}/ {NO_REGEX}: Compiled regex exceeds size limit of 10485760 bytes. {MEND}",
        ),
        ("/.*/", "/.*/ fits every text, also an empty one. Write what has to stand in a text."),
        ("/(good)?/i", "/(good)?/i fits every text, also an empty one. Write what has to stand in a text."),
        ("!waste", "'!waste' only says what must not stand in a text. Say first what must: great & !waste."),
        ("!", "'!' only says what must not stand in a text. Say first what must: great & !waste."),
        ("!aa & !bb", "'!aa & !bb' only says what must not stand in a text. Say first what must: great & !waste."),
        ("aa & !!bb", "'!bb' only says what must not stand in a text. Say first what must: great & !waste."),
        ("!" * 1000, f"'{'!' * 1000}' only says what must not stand in a text. Say first what must: great & !waste."),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text, message):
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        parsed(text)


def test_column_that_is_not_there_is_named_with_those_that_are(index):
    message = "There is no column 'star'. Did you mean 'stars'? Columns beside the texts: 'category', 'stars'."
    with pytest.raises(PrimitiveError, match=f"^{re.escape(message)}$"):
        rows(index, "@star=5")
    bare = build_index(TEXTS, Ngrams())
    with pytest.raises(PrimitiveError, match=r"^There is no column 'stars'\. Columns beside the texts: none\.$"):
        rows(bare, "apple & @stars=5")


# ------------------------------------------------------------------ finding


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("apple", [2, 3, 4, 6, 7]),
        ("Apple Inc", [7]),
        ("custard", [3]),  # too rare to be indexed
        ("/apple/", [2, 3, 4, 6]),
        ("/apple/i", [2, 3, 4, 6, 7]),
        (r"/call \d{5,}/i", [0]),
        (r"/^call/", [1, 7]),
        (r"/\d{5}$/", [7]),
        (r"/to\/apple/", [4]),
        ("/pie & c/", [3]),
        ("/日本/", [5]),
        ("/👍🏽/", [6]),
        ("/CAFÉ/i", [6]),
        ('"Apple"', [2, 7]),
        ('"apple"', [2, 3, 4, 6]),  # not in Pineapple, but behind a slash
        ('"apple pie & custard"', [3]),
        ('"Inc."', [7]),
        ('"日本"', [5]),  # no blanks between words there
        ('"caf"', []),
        ('"🏽"', [6]),
        ("@category=food", [2, 3, 6]),
        ("@category=Food", []),
        ("@category=", []),  # where there is no value, there is no empty one either
        ('@category="Home & Garden"', [5]),
        ("*", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("apple & call", [7]),
        ("apple & !/Apple/", [3, 4, 6]),
        ("!@category=food & apple & !pineapple", [7]),
        ("* & !apple & !call", [5]),
        ("call & !call", []),
        ("@stars=5 & @category=food", [2]),
    ],
)
@pytest.mark.parametrize("largest", [8192, 3])
def test_documents_that_a_pattern_fits(monkeypatch, text, found, largest):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=largest))
    index = build_index(TEXTS, Ngrams(), columns=COLUMNS)
    assert len(index.slices) == (1 if largest > len(TEXTS) else 3)
    assert rows(index, text) == found


@pytest.mark.parametrize(
    "text", ["apple", "custard", "/apple/", '"日本"', "@stars=5", "*", "apple & !/x/", "/nowhere/"]
)
def test_rows_are_ascending_numbers(index, text):
    found = parsed(text).rows(index, index.slices[0])
    assert found.dtype == np.int64
    assert found.tolist() == sorted(set(found.tolist()))


def test_other_texts_are_searched_too(index):
    other = index.slice_of(["Apple", "no fruit", "an apple"], {"stars": ["5", None, "5"]})
    for text, found in [("apple", [0, 2]), ('"Apple"', [0]), ("@stars=5", [0, 2]), ("* & !apple", [1])]:
        assert parsed(text).rows(index, other).tolist() == found


def test_half_characters_are_searched_as_question_marks():
    index = build_index(["half \ud83d of it", "all of it"], Ngrams())
    assert rows(index, "/half . of/") == [0]
    assert places("half \ud83d of it", "/. of/") == ["\ud83d of"]


@given(st.lists(st.lists(st.sampled_from(["aa", "Bb", "cc!", "1"]), max_size=5).map(" ".join), min_size=2, max_size=6))
def test_parts_are_found_as_by_reading_every_text(documents):
    index = build_index([f"here {text}" for text in documents], Ngrams())
    fits = {
        "aa": lambda text: "aa" in WORDS(text),
        '"Bb"': lambda text: "Bb" in text,
        r"/\d/": lambda text: "1" in text,
    }
    for one, is_one in fits.items():
        for other, is_other in fits.items():
            both = [row for row, text in enumerate(documents) if is_one(text) and is_other(text)]
            without = [row for row, text in enumerate(documents) if is_one(text) and not is_other(text)]
            assert rows(index, f"{one} & {other}") == both
            assert rows(index, f"{one} & !{other}") == without


@given(
    st.text(st.sampled_from("aAé1 _.+*日👍-#&~\t\n"), min_size=1, max_size=4),
    st.text(st.sampled_from("aAé1 _.+日👍-"), max_size=9),
)
def test_exact_words_are_found_as_python_finds_them(words, text):
    assume(words.strip())
    before = r"(?<!\w)" if re.match(r"\w", words[0]) and words[0] != "日" else ""
    after = r"(?!\w)" if re.match(r"\w", words[-1]) and words[-1] != "日" else ""
    expected = [match.span() for match in re.finditer(before + re.escape(words) + after, text)]
    assert Exact(words).spans(text, WORDS) == expected


# ------------------------------------------------------------------ places


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("not good", "Not good. Not GOOD!", ["Not good", "Not GOOD"]),
        ("café", "👍 Café 👍🏽 café", ["Café", "café"]),
        ("/caf./", "👍 Café 👍🏽 café", ["café"]),
        ("/👍🏽 c/", "👍 Café 👍🏽 café", ["👍🏽 c"]),
        ("/本./", "日本語の日本語", ["本語", "本語"]),
        ("/e\u0301/", "cafe\u0301 e", ["e\u0301"]),
        (r"/\bcat\b/", "concat cat", ["cat"]),
        ("/^a|b$/", "ab ab", ["a", "b"]),
        ("/a+/", "aa b aaa", ["aa", "aaa"]),
        (r"/\d+/", "$1 ${0} 22", ["1", "0", "22"]),
        (r"/\b|y/", "x", []),  # of no length
        ('"cat"', "concat cat bobcat", ["cat"]),
        ('"Apple"', "apple Apple Apples", ["Apple"]),
        ('"日本"', "日本語の日本", ["日本", "日本"]),
        ('"कम"', "कमरा कम", ["कम"]),  # Hindi has blanks between words, though no capitals
        ('"C++"', "C C++ c++", ["C++"]),
        ('"m²"', "5 m² here", ["m²"]),
        ("@stars=5", "@stars=5", []),
        ("*", "any text", []),
        ("good & film & !bad", "a bad film, a good film", ["film", "good", "film"]),
        ("/good film/ & film", "a good film, film", ["good film", "film"]),  # of two that overlap, the first
        ("/fil/ & film", "film film", ["fil", "fil"]),
        ("good", "", []),
        ("/good/", "", []),
    ],
)
def test_places_of_a_text_that_a_pattern_fits(pattern, text, found):
    assert places(text, pattern) == found


def test_places_are_counted_in_characters_not_in_bytes():
    assert parsed("/é/").spans("👍é日é", WORDS) == [(1, 2), (3, 4)]
    assert parsed('"b"').spans("ab b", WORDS) == [(3, 4)]  # the first letter is part of another word


def test_places_are_right_in_a_text_with_any_characters():
    text = "\ue000 cat \ue001 cat " + chr(0xE002)
    assert parsed("/cat/").spans(text, WORDS) == [(2, 5), (8, 11)]


@given(st.text(st.sampled_from("ab é👍日\n\ue000$"), max_size=15))
def test_places_of_an_expression_are_those_that_python_finds(text):
    for expression in ("a+", "[é日]b?", r"\bb", "a$", "👍|ab"):
        expected = [match.span() for match in re.finditer(expression.replace("$", r"\Z"), text)]
        assert Regex(expression, ignore_case=False).spans(text, WORDS) == expected


@given(st.text(st.sampled_from("abAB é!\n"), max_size=20), simple | combined)
def test_places_are_in_order_and_apart(text, pattern):
    found = pattern.spans(text, WORDS)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))


# ------------------------------------------------------------------ time


@pytest.mark.parametrize("text", ["/(a+)+$/", "/(a|aa)+$/i", "/(a*)*b/", "/(.*)(.*)(.*)c/"])
def test_no_expression_takes_longer_than_its_text(text):
    long = "a" * 50_000 + "!"
    index = build_index([long, long], Ngrams(min_df=1))
    began = time.perf_counter()
    assert rows(index, text) == []
    assert parsed(text).spans(long, WORDS) == []
    assert time.perf_counter() - began < 5  # with backtracking: never


@pytest.mark.parametrize(
    "text",
    [
        '"' * 999,
        "/" + "\\" * 998,
        "!" * 999,
        " & ".join("!" * 300),
        "@" * 500 + "=" * 499,
        '@"' + '""' * 490,
        " " * 999,
    ],
)
def test_no_text_takes_long_to_read(text):
    began = time.perf_counter()
    with pytest.raises(PrimitiveError):
        rows(build_index(TEXTS, Ngrams()), text)
    assert time.perf_counter() - began < 5


# ------------------------------------------------------------------ what learning is told, and own analysers


def test_primitives_are_the_words_of_what_is_wanted():
    assert parsed("not good").primitives == {"not good"}
    assert parsed('great & film & /x/ & "y" & @stars=5 & !bad').primitives == {"great", "film"}
    for text in ("/great/", '"great"', "@stars=5", "*"):
        assert parsed(text).primitives == frozenset()


ODD = ["!", "*", "&", "/(/", '"quoted"', "@a=b", "!x"]


def test_words_of_an_own_analyser_are_words_whatever_they_look_like():
    texts = [f"{mark} here" for mark in ODD] + [f"{mark} there" for mark in ODD]
    index = build_index(texts, Ngrams(tokenizer=str.split))
    for place, mark in enumerate(ODD):
        pattern = read_pattern(index, mark)
        assert pattern == Phrase((mark,))
        assert rows_containing(index, index.slices[0], mark).tolist() == [place, place + len(ODD)]
        assert pattern.spans(f"so {mark} here", str.split) == [(3, 3 + len(mark))]


def test_what_is_not_of_the_vocabulary_is_read_as_a_pattern(index):
    assert read_pattern(index, "apple") == Phrase(("apple",))
    assert read_pattern(index, '"Apple"') == Exact("Apple")
    assert read_pattern(index, "apple & !pie") == All((Phrase(("apple",)),), (Phrase(("pie",)),))


def test_slices_are_searched_by_several_threads(monkeypatch):
    monkeypatch.setattr("lamplighter.engine.index.row_blocks", lambda n_rows: row_blocks(n_rows, largest=10))
    index = build_index([f"number {number}" for number in range(200)], Ngrams())
    with closing(Engine(index, n_threads=2)) as engine:
        found = engine.map(lambda block: rows_containing(index, block, r"/\b1\d$/") + block.start)
    assert np.concatenate(found).tolist() == list(range(10, 20))


def test_kinds_are_found_by_name_and_offered_in_order():
    assert PATTERNS.names == ["all", "anything", "column", "exact", "phrase", "regex"]
    assert (PATTERNS.group, PATTERNS["regex"]) == ("lamplighter.patterns", Regex)
    assert pattern_kinds()[0] is All
    assert pattern_kinds()[-1] is Phrase
