"""Many classes with long names, long texts, every script, and small windows: all of it fits, and all is within reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .audit import keyboard_troubles, load_axe, served, sideways, violations
from .pages import Desk

pytestmark = pytest.mark.browser

VIEWS = ["label", "functions", "corpus", "map", "progress", "export"]

WINDOWS = {
    "at twice the size": (720, 450),  # of 1440 × 900
    "at four times the size": (320, 480),
    "usual": (1440, 900),
}

WORDS = [
    "shipping",
    "refund",
    "broken",
    "battery",
    "charger",
    "screen",
    "keyboard",
    "invoice",
    "account",
    "password",
    "delivery",
    "parcel",
    "late",
]

LABELS = [
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "شكوى حول خدمة التوصيل والشحن المتأخر",
    "顧客からの苦情や返品に関する問い合わせ全般",
    "👩‍👩‍👧‍👦 family 🏳️‍🌈",
    *(f"{WORDS[n % 13]} and {WORDS[n % 7]}: all that the {WORDS[n % 11]} people have to do, {n}" for n in range(46)),
]

TEXTS = [
    "這家餐廳的服務非常好，但是菜的味道一般。",
    "المنتج ممتاز والتوصيل كان سريعا جدا لكن السعر مرتفع",
    "המוצר הגיע שבור, but the seller refunded 100% of the price!",
    "I love it 😍😍 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 best purchase ever 👍🏽",
    "see https://example.com/" + "a" * 600 + " for more",
    *(f"{WORDS[n % 13]} {WORDS[n % 7]} {WORDS[n % 11]} again" for n in range(20)),
]

RIGHT_TO_LEFT, MIXED, EMOJI, UNBROKEN = 1, 2, 3, 4

N_WORDS = 50_000
LONG = "".join(
    f"{WORDS[n * n % 13]}{'.' if n % 9 == 8 else ''}{chr(10) * 2 if n % 90 == 89 else ' '}" for n in range(N_WORDS)
)


def post(page, path, **body):
    response = page.request.post(page.url.split("#")[0] + path, data=body)
    assert response.status == 201, response.text()


def show(desk, document):
    """Have a text of one's own choice on screen."""
    post(desk.page, "api/suggestion", document=document)
    desk.page.reload()
    card = desk.page.get_by_test_id("document-card")
    expect(card).to_have_attribute("data-document", str(document), timeout=30_000)


def press_on(page, test_id, seen):
    page.get_by_test_id(test_id).first.click()
    expect(page.get_by_test_id(seen).first).to_be_visible(timeout=60_000)


def answer(session):
    for n, word in enumerate(WORDS):
        session.add(word, LABELS[3 * n], document=5 + n)
    session.add("والتوصيل", LABELS[1], document=RIGHT_TO_LEFT)
    session.label(MIXED, LABELS[2])


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """After some answers in a project of fifty classes."""
    with served(tmp_path_factory.mktemp("hard"), TEXTS, LABELS, answer) as url:
        yield url


@pytest.fixture
def worked(page, project):
    page.emulate_media(reduced_motion="reduce")
    desk = Desk(page, project)
    show(desk, UNBROKEN)
    desk.fresh()
    return desk


def scenes_of(desk):
    """Show each view and what can lie over it, and name it."""
    page = desk.page
    for view in VIEWS:
        desk.open(view)
        expect(page.locator(f'main[data-view="{view}"]')).to_be_visible()
        if view == "map":
            expect(page.get_by_test_id("map")).to_be_visible(timeout=60_000)
        if view == "corpus":  # its list comes a moment after the rest
            expect(page.get_by_test_id("document-row").first).to_be_visible()
        yield view
        if view == "label":
            page.keyboard.press("5")
            desk.choose_word(1)
            expect(page.get_by_test_id("draft-votes")).to_be_visible()
            expect(page.locator("[data-late]")).to_have_count(0, timeout=30_000)
            yield "draft"
            press_on(page, "find", "find-input")
            yield "find"
            page.get_by_test_id("find-input").press("Escape")
            page.keyboard.press("Escape")
        if view == "functions":
            for opener, seen in (("edit", "comparison"), ("source", "source-document"), ("import-functions", "drop")):
                if page.get_by_test_id(opener).first.is_visible():  # a narrow table has no place for its texts
                    press_on(page, opener, seen)
                    yield opener
                    page.keyboard.press("Escape")
                    expect(page.get_by_role("dialog")).to_have_count(0)
            press_on(page, "toggle-history", "history")
            press_on(page, "toggle-conflicts", "conflicts")
            yield "panels"
        if view == "corpus":
            press_on(page, "document-row", "explained-text")
            yield "drawer"
            page.keyboard.press("Escape")
        if view == "map":
            press_on(page, "choose-in-sight", "chosen")
            yield "chosen"
    press_on(page, "help-button", "help")
    yield "help"
    page.keyboard.press("Escape")


@pytest.mark.parametrize("window", WINDOWS)
def test_fifty_classes_with_long_names_fit(worked, window):
    page, troubles = worked.page, []
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    for scene in scenes_of(worked):
        found = sideways(page)
        if scene in VIEWS and window != "usual":
            found += keyboard_troubles(page)
        troubles += [f"{scene}: {trouble}" for trouble in found]
    assert not troubles, "\n".join(["", *troubles])


def test_names_stay_within_their_buttons(worked):
    buttons = worked.page.get_by_test_id("class-button")
    expect(buttons).to_have_count(50)
    inside = "button => { const [b, n] = [button, button.lastChild].map(e => e.getBoundingClientRect()); return b.top <= n.top && n.bottom <= b.bottom && n.right <= b.right }"
    assert all(button.evaluate(inside) for button in buttons.all())


def test_axe_objects_to_nothing_in_hard_material(worked):
    page, troubles = worked.page, []
    page.set_viewport_size({"width": 720, "height": 450})
    load_axe(page)
    for scene in scenes_of(worked):
        troubles += [f"{scene}: {trouble}" for trouble in violations(page)]
    assert not troubles, "\n".join(["", *troubles])


def test_right_to_left_text_is_gone_through_from_its_right(worked):
    page = worked.page
    show(worked, RIGHT_TO_LEFT)
    text = page.get_by_test_id("document-text")
    assert text.evaluate("text => getComputedStyle(text).direction") == "rtl"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    first, second = (page.get_by_test_id("word").nth(place) for place in (0, 1))
    assert second.bounding_box()["x"] < first.bounding_box()["x"]
    expect(second).to_have_attribute("data-cursor", "true")


def test_words_beside_emoji_are_words(worked):
    show(worked, EMOJI)
    assert worked.words() == ["love", "it", "best", "purchase", "ever"]
    expect(worked.page.get_by_test_id("document-text")).to_have_text(TEXTS[EMOJI])
    worked.choose_class(LABELS[3])
    worked.choose_word(0)
    expect(worked.page.get_by_test_id("draft")).to_have_attribute("data-primitive", "love")


def test_text_without_spaces_can_be_answered_with_a_pattern(worked):
    """Chinese is cut at its punctuation only; a regular expression finds what is within such a piece."""
    page = worked.page
    show(worked, 0)
    assert worked.words() == ["這家餐廳的服務非常好", "但是菜的味道一般"]
    worked.choose_class(LABELS[2])
    press_on(page, "find", "find-input")
    page.keyboard.type("/服務/")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("draft-votes")).to_contain_text("1")


def test_fifty_thousand_words_are_read_and_answered(page, label):
    desk = Desk(page, label([*TEXTS, LONG]))
    post(page, "api/functions", primitive="refund", label="spam", document=len(TEXTS))
    show(desk, len(TEXTS))
    words, text = page.get_by_test_id("word"), page.get_by_test_id("document-text")
    last = page.locator(f'[data-word="{N_WORDS - 1}"]')
    assert text.evaluate("text => text.textContent") == LONG
    assert words.count() < N_WORDS // 20  # as elements: only what is in sight, or nearly
    page.keyboard.press("ArrowLeft")  # from nowhere: to the end
    expect(last).to_have_attribute("data-cursor", "true")
    expect(last).to_be_in_viewport()
    text.evaluate("text => text.parentElement.scrollTo(0, text.scrollHeight / 2)")
    expect(last).to_have_attribute("data-cursor", "true")  # where the keyboard is, words stay
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-word]')].some(word => word.dataset.word > 20000 && word.dataset.word < 30000)"
    )
    page.get_by_test_id("find").click()
    expect(page.get_by_test_id("find-input")).to_be_focused()
    page.keyboard.type("charger")
    page.keyboard.press("Enter")
    expect(page.locator('[data-mark~="chosen"]')).to_be_in_viewport()
    page.keyboard.press("Escape")
    text.evaluate("text => text.parentElement.scrollTo(0, text.scrollHeight)")
    last.click()
    expect(last).to_have_attribute("data-mark", "chosen first last")
    page.keyboard.press("1")
    expect(page.get_by_test_id("draft-votes")).to_be_visible(timeout=20_000)
    assert text.evaluate("text => text.textContent") == LONG
    page.keyboard.press("Enter")
    desk.arrived(2)
    desk.open("functions")
    page.get_by_test_id("source").first.click()
    source = page.get_by_test_id("source-text")
    expect(source).to_be_visible(timeout=30_000)
    assert source.evaluate("text => text.textContent") == LONG
    assert source.evaluate("text => text.children.length") > 100  # blocks, of which those in sight are laid out
    assert source.locator("mark").count() > 1000
    page.keyboard.press("Escape")
    desk.open("corpus")
    page.get_by_test_id("search").fill('"refund"')
    row = page.locator(f'[data-testid="document-row"][data-document="{len(TEXTS)}"]')
    row.click()
    text = page.get_by_test_id("explained-text")
    expect(text).to_be_visible(timeout=30_000)
    assert text.evaluate("text => text.textContent") == LONG
    assert text.locator("mark").count() > 1000


def test_nothing_moves_for_those_who_asked_for_less_motion(worked):
    moving = "() => document.getAnimations().filter(each => each.effect.getTiming().duration > 0).length"
    for scene in scenes_of(worked):
        assert worked.page.evaluate(moving) == 0, scene


def test_colours_of_the_system_leave_every_state_visible(worked):
    """With forced colours grounds are gone: what is chosen is told by its border or its own colour."""
    page = worked.page
    page.emulate_media(forced_colors="active")
    page.keyboard.press("1")
    chosen, other = (page.get_by_test_id("class-button").nth(place) for place in (0, 1))
    looks = "e => { const s = getComputedStyle(e); return [s.borderColor, s.outlineStyle, s.borderWidth, s.backgroundColor].join() }"
    assert chosen.evaluate(looks) != other.evaluate(looks)
