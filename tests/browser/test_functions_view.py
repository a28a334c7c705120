"""The functions view: what a person changes there, and what comes of it."""

import json

import pytest
from playwright.sync_api import expect

from lamplighter import Contextualizer

from .pages import Desk

pytestmark = pytest.mark.browser

TEXTS = [
    "A complete waste of money, and of time.",
    "A fine kettle, worth the money.",
    "What a waste of a fine evening.",
    "The money was well spent on this kettle.",
    "Call 0800123456 now and win money!",
    "Well made, and fine to look at.",
    "To win, call 0900987654 at any time.",
    "Nothing of the evening was worth the time.",
]


def write_at_once(desk, *functions):
    """Write functions as the page would, each on what is on screen."""
    for primitive, label in functions:
        step = desk.step
        body = {"primitive": primitive, "label": label, "document": desk.document, "step": step}
        answer = desk.page.request.post(desk.page.url.split("#")[0] + "api/functions", data=body)
        assert answer.status == 201, answer.text()
        desk.page.reload()
        desk.arrived(step + 1)


@pytest.fixture
def desk(page, label):
    """The view with two functions, which vote different classes on one text: the one with the fine kettle."""
    desk = Desk(page, label(TEXTS))
    write_at_once(desk, ("money", "spam"), ("fine", "ham"))
    desk.fresh()
    desk.open("functions")
    expect(page.get_by_test_id("function-row")).to_have_count(2)
    return desk


def row(page, primitive):
    return page.locator(f'[data-testid="function-row"][data-primitive="{primitive}"]')


def open_dialog(page, primitive):
    row(page, primitive).get_by_test_id("edit").click()
    expect(page.get_by_test_id("pattern-field")).to_be_focused()


def typed(page, pattern):
    page.get_by_test_id("pattern-field").fill(pattern)


def write_by_hand(page, desk, pattern, label):
    step = desk.step
    page.get_by_test_id("new-function").click()
    typed(page, pattern)
    page.get_by_test_id("class-field").select_option(label)
    page.get_by_test_id("save-function").click()
    desk.arrived(step + 1)
    expect(page.get_by_test_id("function-dialog")).to_be_hidden()


def test_silence_and_voice_by_mouse_and_by_key(page, desk):
    money = row(page, "money")
    switch = money.get_by_test_id("enabled")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    desk.arrived(3)
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(money.get_by_test_id("silent")).to_have_text("silent")
    expect(page.get_by_test_id("function-count")).to_contain_text("1 silent")
    switch.focus()
    page.keyboard.press("Space")
    desk.arrived(4)
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(switch).to_be_focused()
    expect(money.get_by_test_id("silent")).to_have_count(0)


def test_estimate_has_its_interval_and_what_it_comes_from(page, desk):
    precision = row(page, "money").get_by_test_id("precision")
    expect(precision).to_contain_text("%")
    title = precision.get_attribute("title")
    assert "–" in title
    assert "from the model" in title
    assert title in precision.inner_text()  # for those who hear the page


def test_changing_shows_what_is_and_what_would_be(page, desk):
    open_dialog(page, "money")
    expect(page.get_by_test_id("now-votes")).to_have_text("4")
    expect(page.get_by_test_id("after-votes")).to_have_text("4")
    typed(page, "waste")
    expect(page.get_by_test_id("after-votes")).to_have_text("2")
    expect(page.get_by_test_id("now-votes")).to_have_text("4")
    page.get_by_test_id("save-function").click()
    desk.arrived(3)
    expect(page.get_by_test_id("function-dialog")).to_be_hidden()
    expect(row(page, "waste")).to_be_visible()
    expect(row(page, "money")).to_have_count(0)
    expect(page.get_by_test_id("notice")).to_contain_text("“waste” votes spam on 2 texts.")
    page.get_by_test_id("notice-action").click()
    expect(row(page, "money")).to_be_visible()


def test_class_can_be_changed_and_unchanged_nothing_is_sent(page, desk):
    open_dialog(page, "money")
    page.get_by_test_id("class-field").select_option("ham")
    expect(page.get_by_test_id("after-disputed")).to_have_text("0")
    page.keyboard.press("Tab")
    page.get_by_test_id("save-function").click()
    desk.arrived(3)
    expect(row(page, "money")).to_have_attribute("data-label", "ham")
    open_dialog(page, "money")
    page.get_by_test_id("save-function").click()
    expect(page.get_by_test_id("function-dialog")).to_be_hidden()
    assert desk.step == 3


def test_escape_changes_nothing_and_gives_the_keyboard_back(page, desk):
    open_dialog(page, "money")
    typed(page, "waste")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("function-dialog")).to_be_hidden()
    expect(row(page, "money").get_by_test_id("edit")).to_be_focused()
    assert desk.step == 2


def test_regular_expression_by_hand_a_bad_one_first(page, desk, watched):
    page.get_by_test_id("new-function").click()
    origin = page.get_by_test_id("origin")
    expect(origin).to_contain_text("on screen in Label")
    document = int(origin.get_attribute("data-document"))
    expect(page.get_by_test_id("save-function")).to_be_disabled()
    page.get_by_test_id("kind-example").filter(has_text="regular expression").click()
    field = page.get_by_test_id("pattern-field")
    expect(field).to_have_value("/call \\d{5,}/i")
    expect(field).to_be_focused()
    typed(page, "/call (\\d/i")
    error = page.get_by_test_id("pattern-error")
    expect(error).to_contain_text("/call (\\d/i is no regular expression: unclosed group.")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    expect(error).to_contain_text("unclosed group")
    expect(field).to_have_value("/call (\\d/i")
    expect(page.get_by_test_id("notice")).to_have_count(0)  # said in its place, and only there
    assert any("422" in line for line in watched)
    watched.clear()
    typed(page, "/call \\d+/i")
    page.get_by_test_id("class-field").select_option("spam")
    expect(page.get_by_test_id("after-votes")).to_have_text("2")
    expect(error).to_have_text("")
    field.press("Enter")
    desk.arrived(3)
    new = page.locator('[data-testid="function-row"]').first
    expect(new).to_have_attribute("data-primitive", "/call \\d+/i")
    expect(new.get_by_test_id("kind")).to_have_text("regular expression")
    new.get_by_test_id("source").click()
    expect(page.get_by_test_id("source-document")).to_have_attribute("data-document", str(document))


def test_reach_by_keys_is_said_and_saved(page, desk):
    open_dialog(page, "money")
    said = page.get_by_test_id("reach-said")
    expect(said).to_have_text("everywhere")
    slider = page.get_by_test_id("reach-field")
    slider.focus()
    page.keyboard.press("Home")
    expect(said).to_have_text("in the nearest 1\u202f% of all texts")
    expect(slider).to_have_attribute("aria-valuetext", "in the nearest 1\u202f% of all texts")
    expect(page.get_by_test_id("after-votes")).to_have_text("1")
    page.get_by_test_id("save-function").click()
    desk.arrived(3)
    expect(row(page, "money").locator('[data-column="reach"]')).to_have_text("1\u202f%")
    expect(row(page, "money").locator('[data-column="votes"]')).to_contain_text("1 of 4")
    open_dialog(page, "money")
    page.get_by_test_id("reach-field").press("End")
    expect(said).to_have_text("everywhere")
    page.get_by_test_id("save-function").click()
    desk.arrived(4)
    expect(row(page, "money").locator('[data-column="reach"]')).to_have_text("everywhere")


def test_reach_of_the_project_is_given_again_by_a_button(page, label):
    desk = Desk(page, label(TEXTS, contextualizer=Contextualizer(percentile=50)))
    write_at_once(desk, ("money", "spam"))
    desk.open("functions")
    reach, said = row(page, "money").locator('[data-column="reach"]'), page.get_by_test_id("reach-said")
    expect(reach).to_have_text("project’s")
    open_dialog(page, "money")
    expect(page.get_by_test_id("reach-project")).to_have_count(0)
    page.get_by_test_id("reach-field").press("Home")
    page.get_by_test_id("save-function").click()
    desk.arrived(2)
    expect(reach).to_have_text("1\u202f%")
    open_dialog(page, "money")
    page.get_by_test_id("reach-project").press("Enter")
    expect(said).to_have_text("as far as the project says (cosine, percentile 50)")
    expect(page.get_by_test_id("reach-field")).to_be_focused()
    page.get_by_test_id("save-function").click()
    desk.arrived(3)
    expect(reach).to_have_text("project’s")


def test_conflicts_are_a_table_of_those_that_have_any(page, desk):
    write_by_hand(page, desk, "nothing", "ham")
    toggle = page.get_by_test_id("toggle-conflicts")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    panel = page.get_by_test_id("conflicts")
    expect(panel).to_contain_text("Left out: 1\u00a0function without any.")
    cells = panel.get_by_test_id("conflict")
    expect(cells).to_have_count(2)
    expect(cells.first).to_have_text("1")
    expect(cells.first).to_have_attribute("title", "“fine” votes ham, “money” votes spam: on 1\u00a0text")
    expect(panel.get_by_role("rowheader")).to_have_count(2)
    expect(panel.get_by_role("columnheader")).to_have_count(2)
    toggle.click()
    expect(panel).to_be_hidden()


def test_history_goes_back_and_forth_by_buttons_and_keys(page, desk):
    page.get_by_test_id("toggle-history").click()
    entries = page.get_by_test_id("history-entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("“fine” votes ham")
    undo, redo = page.get_by_test_id("history-undo"), page.get_by_test_id("history-redo")
    expect(undo).to_contain_text("Undo “fine” votes ham")
    expect(redo).to_be_disabled()
    undo.click()
    desk.arrived(3)
    expect(row(page, "fine")).to_have_count(0)
    undone = page.locator('[data-testid="history-entry"][data-step="2"]')
    expect(undone).to_have_attribute("data-stands", "false")
    expect(undone).to_contain_text("undone")
    expect(undone.locator("s")).to_contain_text("“fine” votes ham")
    expect(redo).to_contain_text("Redo “fine” votes ham")
    redo.click()
    desk.arrived(4)
    expect(row(page, "fine")).to_be_visible()
    expect(redo).to_be_disabled()
    page.keyboard.press("Control+z")
    desk.arrived(5)
    page.keyboard.press("Control+Shift+z")
    desk.arrived(6)
    page.keyboard.press("Control+z")
    desk.arrived(7)
    page.keyboard.press("Control+y")
    desk.arrived(8)
    expect(row(page, "fine")).to_be_visible()


def test_history_leads_to_the_text_of_an_answer(page, desk):
    page.get_by_test_id("toggle-history").click()
    entry = page.locator('[data-testid="history-entry"][data-step="1"]')
    entry.get_by_test_id("history-source").click()
    source = page.get_by_test_id("source-document")
    expect(source).to_be_visible()
    expect(source.locator("mark").first).to_have_text("money")


def test_import_of_a_spreadsheet_a_wrong_one_first(page, desk, watched):
    page.get_by_test_id("import-functions").click()
    error = page.get_by_test_id("import-error")
    file = page.get_by_test_id("file")

    def bring(name, content):
        file.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content.encode()})

    bring("rules.txt", "waste,spam")
    expect(error).to_have_text(
        "“rules.txt” is none of the forms that are known here. Expected a file that ends in .csv, .jsonl or .json."
    )
    bring("rules.csv", "word,class\nwaste,spam\n")
    expect(error).to_have_text("The first line has 'word', 'class'; expected the columns 'query' and 'label'.")
    bring("rules.csv", "query,label\nwaste,spam\nnowhere,ham\n")
    expect(error).to_contain_text("nowhere")
    assert desk.step == 2
    watched.clear()  # the browser itself reports the answers 422
    bring("rules.csv", "query,label\nwaste,spam\nmoney,spam\nwell made,ham\n")
    expect(page.get_by_test_id("function-row")).to_have_count(4)
    expect(row(page, "waste").get_by_test_id("brought")).to_have_text("brought in")
    expect(page.get_by_test_id("drop")).to_be_hidden()
    expect(page.get_by_test_id("notice")).to_contain_text("2 functions were brought in; 1 stood already.")


def test_brought_function_can_be_changed_without_a_draft(page, desk):
    page.get_by_test_id("import-functions").click()
    buffer = json.dumps({"label": "ham", "pattern": [{"lower": "well"}]}).encode()
    page.get_by_test_id("file").set_input_files({"name": "patterns.jsonl", "mimeType": "text/plain", "buffer": buffer})
    open_dialog(page, "well")
    expect(page.get_by_test_id("origin")).to_contain_text("brought in without a text of its own")
    expect(page.get_by_test_id("comparison")).to_have_count(0)
    expect(page.get_by_test_id("reach-field")).to_have_count(0)
    typed(page, "made")
    page.get_by_test_id("save-function").click()
    expect(row(page, "made")).to_be_visible()


def test_file_that_is_dropped_is_brought(page, desk):
    page.get_by_test_id("import-functions").click()
    expect(page.get_by_test_id("drop")).to_be_visible()
    page.evaluate(
        """() => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File(["query,label\\nwaste,spam\\n"], "rules.csv"));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }"""
    )
    expect(row(page, "waste")).to_be_visible()


@pytest.mark.parametrize(
    ("form", "name", "begins"),
    [
        ("csv", "functions.csv", "query,label\nmoney,spam\nfine,ham\n"),
        ("jsonl", "patterns.jsonl", '{"label": "spam", "pattern": [{"lower": "money"}]}\n'),
        ("json", "functions.json", "[\n  {"),
    ],
)
def test_export_is_a_download(page, desk, form, name, begins):
    page.get_by_test_id("export-functions").click()
    with page.expect_download() as download:
        page.get_by_test_id(f"export-{form}").click()
    assert download.value.suggested_filename == name
    assert download.value.path().read_text().startswith(begins)


def test_withdrawing_from_the_menu_by_keys(page, desk):
    row(page, "money").get_by_test_id("more").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('[role=menu]')")  # a moment after it is seen
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(page.get_by_test_id("withdraw")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "money")).to_have_count(0)
    expect(page.get_by_test_id("notice")).to_contain_text("“money” votes no more.")
    expect(row(page, "fine").get_by_test_id("more")).to_be_focused()


def test_filter_by_word_and_class_with_its_key(page, desk):
    page.locator("main").focus()
    page.keyboard.press("/")
    page.keyboard.type("HAM")
    rows = page.get_by_test_id("function-row")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-primitive", "fine")
    expect(page.get_by_test_id("function-count")).to_have_text("1 of 2\u00a0functions")
    page.keyboard.type("x")
    expect(page.get_by_test_id("nothing-filtered")).to_contain_text("No function has “HAMx”")
    page.keyboard.press("Escape")
    expect(rows).to_have_count(2)


def test_every_column_sorts(page, desk):
    heads = page.locator("thead button")
    expect(heads.first).to_be_visible()
    for head in heads.all():
        head.click()
        expect(page.locator('th[aria-sort="ascending"], th[aria-sort="descending"]')).to_have_count(1)
    assert heads.count() == 10  # without gold there is no accuracy


@pytest.mark.parametrize("width", [360, 640, 1000])
def test_narrow_windows_keep_one_line_and_do_not_scroll_sideways(page, desk, width):
    write_by_hand(page, desk, "the money was well spent on this kettle", "ham")
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_test_id("toggle-conflicts").click()
    page.get_by_test_id("toggle-history").click()
    expect(page.get_by_test_id("history-entry").first).to_be_visible()
    assert page.locator("main").evaluate("main => main.scrollWidth <= window.innerWidth")
    heights = page.get_by_test_id("function-row").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert max(heights) < 50
    for needed in ("edit", "enabled", "more"):
        expect(row(page, "money").get_by_test_id(needed)).to_be_visible()
    open_dialog(page, "money")
    assert page.get_by_test_id("function-dialog").evaluate("form => form.scrollWidth <= form.clientWidth")


def test_words_from_right_to_left_stay_in_their_place(page, label):
    desk = Desk(page, label(["שלום עולם", "שלום לכולם"]))
    write_at_once(desk, ("שלום", "ham"))
    desk.open("functions")
    pattern = row(page, "שלום").locator("bdi").first
    expect(pattern).to_have_text("שלום")
    expect(pattern).to_have_css("unicode-bidi", "isolate")
    expect(row(page, "שלום").get_by_test_id("source")).to_have_css("direction", "rtl")


def test_without_functions_one_can_still_bring_some(page, label):
    desk = Desk(page, label(TEXTS))
    desk.open("functions")
    expect(page.get_by_test_id("no-functions")).to_be_visible()
    expect(page.get_by_test_id("export-functions")).to_have_count(0)
    page.get_by_test_id("import-functions").click()
    page.get_by_test_id("file").set_input_files(
        {"name": "rules.csv", "mimeType": "text/csv", "buffer": b"query,label\nwaste,spam\n"}
    )
    expect(page.get_by_test_id("function-row")).to_have_count(1)


def test_another_window_first_keeps_what_was_typed(page, desk, watched):
    open_dialog(page, "money")
    typed(page, "waste")
    expect(page.get_by_test_id("after-votes")).to_have_text("2")
    there = page.request.post(page.url.split("#")[0] + "api/skips", data={"document": 6})
    assert there.status == 201
    page.get_by_test_id("save-function").click()
    expect(page.get_by_test_id("pattern-error")).to_contain_text("Another window answered first")
    expect(page.get_by_test_id("pattern-field")).to_have_value("waste")
    watched.clear()  # the browser itself reports the answer 409
    page.get_by_test_id("save-function").click()
    expect(row(page, "waste")).to_be_visible()
