"""Two windows on one project: what is changed in one is seen or said in the other, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from .pages import FIRST_MS, Desk

pytestmark = pytest.mark.browser

TEXTS = [
    "A complete waste of money, and of time.",
    "A fine kettle, worth the money.",
    "What a waste of a fine evening.",
    "The money was well spent on this kettle.",
    "Well made, and fine to look at.",
    "Nothing of the evening was worth the time.",
]
FUNCTIONS = [("money", "spam"), ("fine", "ham")]
NOT_SAVED = "Another window answered first, so this is not saved yet. Look at it again, then save."
NOTHING_CHANGED = "Another window answered first. Nothing was changed; the page shows the newest state now."


class Window(Desk):
    """One of the windows, in Functions."""

    def __init__(self, page, url):
        self.page = page
        page.goto(f"{url}#/functions")
        expect(self.row("money")).to_be_visible(timeout=FIRST_MS)

    def row(self, primitive):
        return self.page.locator(f'[data-testid="function-row"][data-primitive="{primitive}"]')

    def looked_at(self):
        """Click into it: the other one lies beside it, and neither was ever hidden."""
        self.page.evaluate("dispatchEvent(new FocusEvent('focus'))")

    def edit(self, primitive, pattern):
        """Open the dialog of a function, and type another pattern."""
        self.row(primitive).get_by_test_id("edit").click()
        self.field.fill(pattern)
        expect(self.page.get_by_test_id("after-votes")).to_have_text(str(sum(pattern in text for text in TEXTS)))

    @property
    def field(self):
        return self.page.get_by_test_id("pattern-field")

    def save(self):
        self.page.get_by_test_id("save-function").click()


@pytest.fixture
def windows(page, context, label, watched):
    """Two windows on two functions; the browser's own reports of refusals are no errors of the page."""
    url = label(TEXTS)
    for step, (primitive, name) in enumerate(FUNCTIONS):
        body = {"primitive": primitive, "label": name, "document": step, "step": step}
        assert page.request.post(f"{url}api/functions", data=body).status == 201
    yield Window(page, url), Window(context.new_page(), url)
    assert all("409 (Conflict)" in line for line in watched)
    watched.clear()


def test_what_one_changes_the_other_shows_when_it_is_looked_at(windows):
    first, second = windows
    first.edit("money", "waste")
    first.save()
    expect(first.row("waste")).to_be_visible()
    second.looked_at()
    expect(second.row("waste")).to_be_visible()
    expect(second.row("money")).to_have_count(0)
    first.row("fine").get_by_test_id("enabled").click()
    first.arrived(4)
    second.looked_at()
    expect(second.row("fine").get_by_test_id("enabled")).to_have_attribute("aria-checked", "false")
    second.row("fine").get_by_test_id("enabled").click()  # it has seen all of it, so its own answer counts
    second.arrived(5)
    expect(second.page.get_by_test_id("notice")).to_have_count(0)


@pytest.mark.parametrize("looked_at", [False, True], ids=["at once", "after a look at it"])
def test_same_function_changed_in_both_is_said_and_what_was_typed_stays(windows, looked_at):
    first, second = windows
    second.edit("money", "evening")
    first.edit("money", "waste")
    first.page.get_by_test_id("class-field").select_option("ham")
    first.save()
    first.arrived(3)
    if looked_at:  # its figures are of the newest state then, but the person has not seen the change
        second.looked_at()
        second.arrived(3)
    second.save()
    expect(second.page.get_by_test_id("pattern-error")).to_have_text(NOT_SAVED)
    expect(second.field).to_have_value("evening")
    expect(second.page.get_by_test_id("function-dialog")).to_be_visible()
    expect(second.page.get_by_role("dialog")).to_contain_text("Change “waste”")  # what it is by now
    expect(second.page.get_by_test_id("class-field")).to_have_value("ham")  # which was not touched here
    expect(second.page.get_by_test_id("notice")).to_have_count(0)  # said once
    second.save()
    expect(second.row("evening")).to_have_attribute("data-label", "ham")
    expect(second.row("waste")).to_have_count(0)


def test_function_withdrawn_in_the_other_is_said_in_the_dialog(windows):
    first, second = windows
    second.edit("money", "evening")
    first.row("money").get_by_test_id("more").click()
    first.page.get_by_test_id("withdraw").click()
    first.arrived(3)
    second.looked_at()
    expect(second.page.get_by_test_id("pattern-error")).to_have_text(
        "Another window has withdrawn “money”, so there is nothing to change. To keep this, write it as a new function."
    )
    second.save()
    expect(second.field).to_have_value("evening")
    expect(second.page.get_by_test_id("function-dialog")).to_be_visible()


def test_switch_undo_and_import_at_a_stale_step_change_nothing(windows):
    first, second = windows
    page = second.page
    second.page.get_by_test_id("filter").fill("fine")
    first.row("money").get_by_test_id("enabled").click()
    first.arrived(3)
    second.row("fine").get_by_test_id("enabled").click()
    expect(page.get_by_test_id("notice")).to_have_text(NOTHING_CHANGED)
    expect(second.row("fine").get_by_test_id("enabled")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_test_id("filter")).to_have_value("fine")
    first.row("money").get_by_test_id("enabled").click()
    first.arrived(4)
    page.locator("main").focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("notice")).to_have_text(NOTHING_CHANGED)
    second.arrived(4)
    page.get_by_test_id("import-functions").click()
    first.row("money").get_by_test_id("enabled").click()
    first.arrived(5)
    file = {"name": "rules.csv", "mimeType": "text/csv", "buffer": b"query,label\nkettle,ham\n"}
    page.get_by_test_id("file").set_input_files(file)
    expect(page.get_by_test_id("import-error")).to_have_text(
        "Another window answered first, so nothing was brought in. Choose the file again."
    )
    page.get_by_test_id("file").set_input_files(file)
    second.arrived(6)


def test_text_searched_for_is_still_there_when_another_window_was_quicker(windows):
    first, second = windows
    page = second.page
    second.open("corpus")
    page.get_by_test_id("search").fill("evening")
    expect(page.get_by_test_id("document-row")).to_have_count(2)
    page.get_by_test_id("document-row").nth(1).click()
    first.row("money").get_by_test_id("enabled").click()
    first.arrived(3)
    page.get_by_test_id("label-this").click()
    expect(page.get_by_test_id("notice")).to_have_text(NOTHING_CHANGED)
    expect(page.get_by_test_id("explanation")).to_have_attribute("data-document", "5")
    expect(page.get_by_test_id("search")).to_have_value("evening")
    page.get_by_test_id("label-this").click()
    expect(page.get_by_test_id("document-card")).to_have_attribute("data-document", "5")
