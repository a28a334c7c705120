"""Every view, with what can lie over it, empty and worked, in light and dark: nothing that axe-core objects to."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .audit import keyboard_troubles, load_axe, served, violations
from .pages import Desk

pytestmark = pytest.mark.browser

FILM = ["a gripping film with a fine cast", "the film has a gripping plot", "a dull film with a weak plot"]
FOOD = ["fresh bread and a good soup", "a good sauce on fresh pasta", "stale bread and cold soup"]
TEXTS = [f"{text} {number}" for number in range(6) for text in (*FILM, *FOOD)]
FUNCTIONS = {"gripping": "ham", "good": "ham", "dull": "spam", "cold": "spam", "film": "spam"}

VIEWS = ["label", "functions", "corpus", "map", "progress", "export"]


class Stage(Desk):
    """The page, and the scenes that it can show. Each scene is a method: it opens something over a view."""

    def __init__(self, page, url):
        page.emulate_media(reduced_motion="reduce")  # nothing on its way in or out
        super().__init__(page, url)

    def see(self, test_id):
        expect(self.page.get_by_test_id(test_id).first).to_be_visible(timeout=60_000)

    def press_on(self, test_id, seen):
        self.page.get_by_test_id(test_id).first.click()
        self.see(seen)

    # ------------------------------------------------------------------ views

    def view(self, name):
        self.open(name)
        expect(self.page.locator(f'main[data-view="{name}"]')).to_be_visible()
        if name == "map":
            self.see("map")

    # ------------------------------------------------------------------ over them

    def draft(self):
        self.view("label")
        self.choose_class("spam")
        self.choose_word(1)
        self.see("draft-votes")

    def find_box(self):
        self.view("label")
        self.press_on("find", "find-input")

    def find_word(self):
        self.find_box()
        self.page.keyboard.type("f")
        self.see("find-option")

    def new_function(self):
        self.view("functions")
        self.press_on("new-function", "function-dialog")
        self.page.get_by_test_id("pattern-field").fill("film")
        expect(self.page.get_by_test_id("after-votes")).not_to_have_text("–")

    def changed_function(self):
        self.view("functions")
        self.press_on("edit", "comparison")

    def import_dialog(self):
        self.view("functions")
        self.press_on("import-functions", "drop")

    def panels(self):
        self.view("functions")
        self.press_on("toggle-history", "history")
        self.press_on("toggle-conflicts", "conflicts")

    def row_menu(self):
        self.view("functions")
        self.press_on("more", "menu-edit")

    def source_drawer(self):
        self.view("functions")
        self.press_on("source", "source-document")

    def document_drawer(self):
        self.view("corpus")
        self.press_on("document-row", "explained-text")

    def found(self):
        self.view("corpus")
        self.page.get_by_test_id("search").fill("film")
        expect(self.page.locator("[data-testid=document-row] mark").first).to_be_visible()

    def search_error(self):
        self.view("corpus")
        self.page.get_by_test_id("search").fill("/(a/")
        expect(self.page.get_by_test_id("search-error")).not_to_be_empty()

    def nothing_found(self):
        self.view("corpus")
        self.page.get_by_test_id("search").fill("whale")
        self.see("nothing-found")
        self.page.get_by_test_id("search").fill("")

    def chosen_on_the_map(self):
        self.view("map")
        self.press_on("choose-in-sight", "chosen")

    def help(self):
        self.press_on("help-button", "help")

    def key_settings(self):
        self.help()
        self.press_on("change-keys", "key-settings")

    def tour(self):
        self.help()
        self.press_on("take-tour", "tour")

    def close(self):
        """Let go of whatever is open."""
        for _ in range(2):
            self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_have_count(0)


def answer(session):
    for primitive, label in FUNCTIONS.items():
        session.add(primitive, label, document=next(at for at, text in enumerate(TEXTS) if primitive in text))
    session.label(3, "ham")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    with served(tmp_path_factory.mktemp("worked"), TEXTS, ("ham", "spam"), answer) as url:
        yield url


@pytest.fixture
def empty(page, label):
    return Stage(page, label(TEXTS))


@pytest.fixture
def worked(page, project):
    stage = Stage(page, project)
    stage.fresh()
    return stage


def expect_no_trouble(stage, scenes):
    """Open one scene after another, and ask axe about each, in light and in dark."""
    page, troubles = stage.page, []
    load_axe(page)
    for name, show in scenes.items():
        show()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            found = violations(page, colours_only=scheme == "dark")
            troubles += [f"{name}, {scheme}: {trouble}" for trouble in found]
        stage.close()
    assert not troubles, "\n".join(["", *troubles])


def views_of(stage):
    return {name: lambda name=name: stage.view(name) for name in VIEWS}


def overlays_of(stage, *names):
    return {name: getattr(stage, name) for name in names}


def test_axe_finds_what_is_wrong(empty):
    """Else the other tests would say nothing."""
    load_axe(empty.page)
    empty.page.evaluate("document.querySelector('[data-testid=help-button]').removeAttribute('aria-label')")
    empty.page.evaluate("document.querySelector('[data-testid=help-button]').textContent = ''")
    empty.page.evaluate("document.querySelector('[data-testid=help-button]').removeAttribute('title')")
    empty.page.add_style_tag(content="[data-testid=document-text] { color: #999 !important }")
    assert {each.split(" ")[0] for each in violations(empty.page)} == {"button-name", "color-contrast"}


def test_axe_objects_to_nothing_in_an_empty_project(empty):
    overlays = overlays_of(
        empty, "draft", "find_box", "new_function", "import_dialog", "document_drawer", "help", "key_settings", "tour"
    )
    expect_no_trouble(empty, views_of(empty) | overlays)


def test_axe_objects_to_nothing_in_a_worked_project(worked, watched):
    overlays = overlays_of(
        worked,
        *("draft", "find_word", "changed_function", "row_menu", "source_drawer", "panels"),
        *("document_drawer", "found", "search_error", "nothing_found", "chosen_on_the_map"),
    )
    expect_no_trouble(worked, views_of(worked) | overlays)
    watched.clear()  # the browser itself reports the search that cannot be read


def test_tab_reaches_every_control(worked):
    troubles = []
    for name, show in (views_of(worked) | overlays_of(worked, "panels", "chosen_on_the_map")).items():
        show()
        troubles += [f"{name}: {trouble}" for trouble in keyboard_troubles(worked.page)]
    assert not troubles, "\n".join(["", *troubles])
