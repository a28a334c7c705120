"""A person's first hour in small, by keyboard alone: thirty texts, second thoughts, every view, and labels at the end."""

import re
import shutil
from typing import NamedTuple

import polars as pl
import pytest
from playwright.sync_api import expect

from lamplighter import Corpus, Session
from lamplighter.data.reviews import generate_reviews
from lamplighter.interop import labels_frame
from lamplighter.store import SqliteStore

from .pages import Desk

pytestmark = pytest.mark.browser

N_TEXTS = 30
LONGEST_WALK = 25
"""Words to go by arrow keys; to one farther off a person types it."""


class Work(NamedTuple):
    """What there is to label, and what this person knows of it."""

    file: str
    labels: tuple[str, str]
    """In the order of their keys."""
    pattern: str
    """A regular expression, and the class that it gives away."""
    gives: str
    search: str


@pytest.fixture(params=["sms", "reviews"])
def work(request, tmp_path):
    if request.param == "sms":
        file = request.getfixturevalue("shared_data") / "sms.parquet"
        return Work(shutil.copy(file, tmp_path / "sms.parquet"), ("ham", "spam"), r"/call \d{5,}/i", "spam", "free")
    reviews = generate_reviews(500)
    frame = pl.DataFrame({"text": reviews.texts, "label": reviews.labels})
    frame.write_parquet(tmp_path / "reviews.parquet")
    pattern = r"/\b(worst|awful|waste of \w+)\b/i"
    return Work(str(tmp_path / "reviews.parquet"), ("negative", "positive"), pattern, "negative", "money")


class Deed(NamedTuple):
    """An answer as the person remembers it: without a label the text was skipped."""

    document: int
    label: str | None = None
    primitive: str | None = None
    percentile: float | None = None


class Person(Desk):
    """One who knows the true classes, likes long words, and remembers what was done."""

    def __init__(self, page, url, work, corpus):
        super().__init__(page, url)
        self.work, self.corpus = work, corpus
        self.done: list[Deed] = []
        self.undone: list[Deed] = []

    def answered(self, deed, step):
        self.arrived(step + 1)
        self.done.append(deed)
        self.undone.clear()

    def known(self):
        """The class of the text on screen, after its key was pressed."""
        label = self.corpus.gold[self.document]
        self.press(str(self.work.labels.index(label) + 1))
        expect(self.page.locator('[data-testid="class-button"][aria-pressed="true"]')).to_have_attribute(
            "data-label", label
        )
        return label

    def fitting(self):
        """The place of the longest word that has no function yet, for want of judgement."""
        used = {deed.primitive for deed in self.done}
        words = self.words()
        places = [place for place, word in enumerate(words) if word not in used]
        return words, max(places, key=lambda place: len(words[place]), default=None)

    def write(self, *, reach=()):
        """Write a function: by arrows to a near word, by typing a far one. With brackets it reaches fewer texts."""
        words, place = self.fitting()
        if place is None:
            return self.skip()
        step, document, label = self.step, self.document, self.known()
        if place < LONGEST_WALK:
            self.press(*["ArrowRight"] * (place + 1))
            expect(self.page.get_by_test_id("word").nth(place)).to_have_attribute("data-cursor", "true")
            self.press("w")
        else:
            self.press("/")
            self.page.keyboard.type(words[place])
            self.press("Enter")
        expect(self.page.get_by_test_id("draft")).to_have_attribute("data-primitive", words[place])
        expect(self.page.get_by_test_id("draft-votes")).to_have_text(re.compile(r"\d"))
        self.press(*reach)
        self.press("Enter")
        return self.answered(Deed(document, label, words[place], 70 if reach else None), step)

    def label_only(self):
        step, document, label = self.step, self.document, self.known()
        self.press("l")
        self.answered(Deed(document, label), step)

    def skip(self):
        step, document = self.step, self.document
        self.press("Space")
        self.answered(Deed(document), step)

    def undo(self, key="Control+z"):
        step = self.step
        self.press(key)
        self.arrived(step + 1)
        self.undone.append(self.done.pop())
        assert self.document == self.undone[-1].document  # what was answered is on screen again

    def redo(self, key="Control+Shift+z"):
        step = self.step
        self.press(key)
        self.arrived(step + 1)
        self.done.append(self.undone.pop())
        assert self.document != self.done[-1].document

    # what should have come of it

    @property
    def functions(self):
        return [(deed.primitive, deed.label, deed.percentile) for deed in self.done if deed.primitive]

    @property
    def labels(self):
        return {deed.document: deed.label for deed in self.done if deed.label}

    @property
    def skipped(self):
        return {deed.document for deed in self.done if not deed.label}


def label_some(person, n):
    """Answer so many texts, in the ways there are by turns."""
    for number in range(n):
        if number % 6 == 4:
            person.label_only()
        elif number % 6 == 5:
            person.skip()
        else:
            person.write(reach=("[", "[", "[") if number % 6 == 3 else ())


def write_a_pattern(person):
    """Write a regular expression by hand, in Functions, on the text that is on screen in Label."""
    page, pattern, label = person.page, person.work.pattern, person.work.gives
    step, document = person.step, person.document
    person.go("functions")
    expect(page.get_by_test_id("function-row")).to_have_count(len(person.functions))
    person.tab_to("new-function")
    person.press("Enter")
    expect(page.get_by_test_id("pattern-field")).to_be_focused()
    page.keyboard.type(pattern)
    person.tab_to("class-field")
    page.keyboard.type(label[:3])
    expect(page.get_by_test_id("class-field")).to_have_value(label)
    n_found = sum(re.search(pattern[1:-2], text, re.IGNORECASE) is not None for text in person.corpus.texts)
    expect(page.get_by_test_id("after-votes")).to_have_text(f"{n_found:,}".replace(",", "\u202f"))
    person.tab_to("save-function")
    person.press("Enter")
    person.answered(Deed(document, label, pattern), step)
    expect(page.get_by_test_id("function-row")).to_have_count(len(person.functions))


def narrow_the_last_function(person):
    """Have the function on top, the newest, reach the nearest tenth of all texts only."""
    page, step = person.page, person.step
    expect(page.get_by_test_id("function-dialog")).to_be_hidden()
    person.tab_to("edit")
    person.press("Enter")
    expect(page.get_by_test_id("pattern-field")).to_have_value(person.work.pattern)
    person.tab_to("reach-field")
    person.press("Home", *["ArrowRight"] * 9)
    expect(page.get_by_test_id("reach-said")).to_have_text("in the nearest 10\u202f% of all texts")
    person.press("Enter")
    person.arrived(step + 1)
    person.done[-1] = person.done[-1]._replace(percentile=10)
    expect(page.get_by_test_id("function-dialog")).to_be_hidden()


def read_document(page):
    """The document that lies open over the view."""
    read = page.get_by_test_id("explanation")
    expect(read).to_have_attribute("data-document", re.compile(r"\d+"))
    return int(read.get_attribute("data-document"))


def look_at_the_map(person):
    page = person.page
    person.go("map")
    expect(page.get_by_test_id("map")).to_have_attribute("data-drawn", str(len(person.corpus)), timeout=90_000)
    person.tab_to("map")
    person.press("+", "+", "ArrowRight")
    expect(page.get_by_test_id("map")).to_have_attribute("data-zoom", f"{1.35**2:.3f}")
    person.press("Enter")
    text = person.corpus.texts[read_document(page)]
    assert page.get_by_test_id("explained-text").evaluate("text => text.textContent").strip() == text.strip()
    person.press("Escape")
    expect(page.get_by_test_id("explanation")).to_be_hidden()


def find_one_to_label(person):
    """Search the corpus, and have the second text that was found on screen next."""
    page, search = person.page, person.work.search
    person.go("corpus")
    expect(page.get_by_test_id("document-row").first).to_be_visible()
    person.press("/")
    expect(page.get_by_test_id("search")).to_be_focused()
    page.keyboard.type(f"/{search}/i")
    found = [number for number, text in enumerate(person.corpus.texts) if search in text.lower()]
    expect(page.get_by_test_id("count")).to_have_text(re.compile(rf"^{len(found):,} of ".replace(",", "\\D")))
    person.press("ArrowDown", "ArrowDown", "Enter")
    chosen = read_document(page)
    assert chosen in found
    person.tab_to("label-this")
    person.press("Enter")
    expect(page.get_by_test_id("document-card")).to_have_attribute("data-document", str(chosen))
    person.label_only() if chosen not in person.labels else person.skip()


def exported(person, tmp_path):
    person.go("export")
    person.tab_to("with-votes")
    person.press("Space")
    person.tab_to("export-parquet", back=True)
    with person.page.expect_download() as download:
        person.press("Enter")
    download.value.save_as(tmp_path / "labels.parquet")
    return pl.read_parquet(tmp_path / "labels.parquet")


def test_thirty_texts_every_view_and_what_comes_of_them(page, run, work, tmp_path):
    corpus = Corpus.from_file(work.file, gold="label")
    server = run("label", work.file, "--gold", "label")
    person = Person(page, server.url, work, corpus)

    person.go("map")  # it is drawn while one goes on in Label, as the page says
    person.go("label")
    label_some(person, 12)
    person.undo()
    person.redo()
    person.undo()
    person.undo()
    person.redo(key="Control+y")
    label_some(person, 9)
    person.undo()
    person.skip()  # on second thoughts

    write_a_pattern(person)
    narrow_the_last_function(person)
    find_one_to_label(person)
    look_at_the_map(person)
    person.go("label")
    label_some(person, N_TEXTS - len(person.done))
    assert len(person.done) == N_TEXTS
    labels = exported(person, tmp_path)
    server.stop()

    store = SqliteStore.open(f"{work.file}.lamplighter")
    session = Session.replay(store.corpus(), [stamped.event for stamped in store.events()])
    store.close()
    state = session.state
    standing = [(one.primitive, session.labels[one.label], one.percentile) for one in state.functions.values()]
    assert standing == person.functions
    assert {document: session.labels[code] for document, code in state.labels.items()} == person.labels
    assert state.skipped == person.skipped

    assert labels.height == len(corpus)  # no row without a text, and none twice
    given = [person.labels.get(document) for document in range(len(corpus))]
    assert labels["given"].to_list() == given
    assert [said for said, own in zip(labels["label"], given, strict=True) if own] == [own for own in given if own]
    votes = [name for name in labels.columns if name.startswith("vote_")]
    assert len(votes) == len(person.functions)
    assert labels["coverage"].to_list() == labels.select(pl.sum_horizontal(pl.col(votes).is_not_null()))[:, 0].to_list()
    assert labels.equals(labels_frame(session, session.models(), votes=True))
