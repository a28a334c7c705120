import re
import signal

import pytest
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser

TEXTS = [
    "A complete waste of money, and of time.",
    "A fine kettle, worth the money.",
    "What a waste of a fine evening.",
    "The money was well spent on this kettle.",
    "Nothing of the evening was worth the time.",
    "Well made, and fine to look at.",
]


def test_word_then_class_and_class_then_word_make_the_same_draft(page, label):
    desk = Desk(page, label(TEXTS))
    draft = page.get_by_test_id("draft")
    desk.choose_class("spam")
    desk.choose_word(1)
    expect(page.get_by_test_id("draft-votes")).to_have_text(re.compile(r"\d"))
    expect(draft).to_have_attribute("data-label", "spam")
    first = (draft.get_attribute("data-primitive"), draft.inner_text())
    page.keyboard.press("Escape")
    desk.choose_word(1)
    desk.choose_class("spam")
    expect(page.get_by_test_id("draft-votes")).to_have_text(re.compile(r"\d"))
    assert (draft.get_attribute("data-primitive"), draft.inner_text()) == first


def test_phrase_by_shift_click_and_by_dragging(page, label):
    desk = Desk(page, label(["a complete waste of money, really", "waste of money"]))
    page.get_by_test_id("skip").click() if desk.document == 1 else None
    words = page.get_by_test_id("word")
    expect(words).to_have_count(5)
    desk.choose_class("ham")
    words.nth(1).click()
    words.nth(3).click(modifiers=["Shift"])
    draft = page.get_by_test_id("draft")
    expect(draft).to_have_attribute("data-primitive", "waste of money")
    page.keyboard.press("Escape")
    desk.choose_class("ham")
    words.nth(1).hover()
    page.mouse.down()
    words.nth(3).hover()
    page.mouse.up()
    expect(draft).to_have_attribute("data-primitive", "waste of money")
    expect(page.get_by_test_id("draft-votes")).to_contain_text("2")
    page.get_by_test_id("save").click()
    desk.open("functions")
    expect(page.get_by_test_id("function-row")).to_have_attribute("data-primitive", "waste of money")


def test_strategy_stays_in_sight_beside_as_many_reasons_as_there_can_be(page, label):
    labels = [f"class number {n}" for n in range(6)]

    def with_reasons(route):
        answer = route.fetch()
        screen = answer.json()
        screen["suggestion"]["strategy"] = "new coverage"
        screen["suggestion"]["reasons"] = [
            {"primitive": word, "label": name, "probability": 0.29, "utility": 9.0, "contribution": 2.6}
            for word, name in zip(screen["suggestion"]["candidates"], labels, strict=False)
        ]
        route.fulfill(response=answer, json=screen)

    page.route("**/api/suggestion", with_reasons)
    Desk(page, label(["one two three four five six seven", "another one"], labels=labels))
    expect(page.get_by_test_id("reason")).to_have_count(6)
    expect(page.get_by_test_id("strategy")).to_be_in_viewport(ratio=1)


def test_only_the_label_without_a_function(page, label):
    desk = Desk(page, label(TEXTS))
    page.keyboard.press("1")
    page.keyboard.press("l")
    desk.arrived(1)
    desk.open("functions")
    expect(page.get_by_test_id("no-functions")).to_be_visible()


def test_word_found_by_typing(page, label):
    desk = Desk(page, label(TEXTS))
    page.keyboard.press("2")
    word = desk.words()[-1]
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("draft")).to_have_attribute("data-primitive", word)
    page.keyboard.press("Enter")
    desk.arrived(1)


def test_held_and_hasty_keys_answer_once(page, label):
    desk = Desk(page, label(TEXTS))
    page.keyboard.down("Space")
    page.keyboard.down("Space")  # a held key repeats
    page.keyboard.down("Space")
    page.keyboard.up("Space")
    desk.arrived(1)
    page.wait_for_timeout(300)
    assert desk.step == 1


def test_keys_with_modifiers_and_in_the_help_do_nothing(page, label):
    desk = Desk(page, label(TEXTS))
    page.keyboard.press("Control+1")
    expect(page.locator('[data-testid="class-button"][aria-pressed="true"]')).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("help")).to_be_hidden()
    assert desk.step == 0


def test_every_document_shown_is_said(page, label):
    desk = Desk(page, label(TEXTS[:2]))
    for step in (1, 2):
        page.keyboard.press("Space")
        desk.arrived(step)
    expect(page.get_by_test_id("all-shown")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("document-card")).to_be_visible()


def test_text_is_text_whatever_stands_in_it(page, label):
    text = "<script>window.harmed = true</script> <b>bold</b> & 🙂 naïve — שלום waste\n\nof it"
    desk = Desk(page, label([text, "waste of it"]))
    if desk.document == 1:
        page.keyboard.press("Space")
        desk.arrived(1)
    expect(page.get_by_test_id("document-text")).to_contain_text("<b>bold</b> & 🙂 naïve — שלום waste")
    assert page.get_by_test_id("document-text").evaluate("text => text.textContent") == text
    assert page.evaluate("window.harmed") is None


def test_long_document_and_many_classes_keep_the_buttons_in_reach(page, label):
    labels = [f"a class with quite a long name {number}" for number in range(8)]
    text = " ".join(f"word{number} stands here" for number in range(400))
    desk = Desk(page, label([text, text + " too"], labels=labels))
    expect(page.get_by_test_id("class-button")).to_have_count(8)
    for button in page.get_by_test_id("class-button").all():
        expect(button).to_be_in_viewport()
    expect(page.get_by_test_id("save")).to_be_in_viewport()
    page.keyboard.press("8")
    desk.choose_word(3)
    page.keyboard.press("Enter")
    desk.arrived(1)


def test_narrow_window_scrolls_in_one_direction_only(page, label):
    page.set_viewport_size({"width": 360, "height": 720})
    Desk(page, label(TEXTS))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_dark_is_kept_over_a_reload(page, label):
    desk = Desk(page, label(TEXTS))
    button = page.get_by_test_id("color-scheme")
    for _ in range(3):
        if button.get_attribute("data-scheme") == "dark":
            break
        button.click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    desk.page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def test_server_that_is_gone_is_said_and_the_choice_is_kept(page, run, tmp_path, watched):
    (tmp_path / "texts.csv").write_text("\n".join(["text", *(f'"{text}"' for text in TEXTS)]))
    server = run("label", str(tmp_path / "texts.csv"), "--labels", "ham,spam", "--min-df", "1")
    desk = Desk(page, server.url)
    desk.choose_class("spam")
    server.stop(signal.SIGKILL)
    desk.choose_word(1)
    expect(page.get_by_test_id("unreachable")).to_be_visible()
    server.start()
    expect(page.get_by_test_id("unreachable")).to_be_hidden(timeout=15_000)
    expect(page.locator('[data-testid="class-button"][aria-pressed="true"]')).to_have_attribute("data-label", "spam")
    expect(page.get_by_test_id("draft-votes")).to_be_visible()
    page.keyboard.press("Enter")
    desk.arrived(1)
    assert all(re.search("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET", line) for line in watched)
    watched.clear()  # the browser itself reports the requests that found no server


def test_two_windows_stay_on_one_project(page, context, label, watched):
    url = label(TEXTS)
    first = Desk(page, url)
    second = Desk(context.new_page(), url)
    first.write_by_mouse("ham", 0)
    second.choose_class("spam")
    second.choose_word(0)
    second.page.keyboard.press("Enter")
    notice = second.page.get_by_test_id("notice")
    expect(notice.first).to_be_visible()
    second.arrived(1)
    assert second.document == first.document
    watched.clear()  # the browser itself reports the answer 409


def test_functions_can_be_sorted_and_their_source_read(page, label):
    desk = Desk(page, label(TEXTS))
    desk.write_by_mouse("ham", 0)
    desk.write_by_mouse("spam", 1)
    desk.open("functions")
    rows = page.get_by_test_id("function-row")
    expect(rows).to_have_count(2)
    page.get_by_test_id("sort-primitive").click()
    names = rows.evaluate_all("rows => rows.map(row => row.dataset.primitive)")
    assert names in (sorted(names), sorted(names, reverse=True))
    rows.nth(0).get_by_test_id("source").click()
    expect(page.get_by_test_id("source-document")).to_be_visible()
