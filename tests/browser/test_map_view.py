"""The map in a real browser: it draws, and hands and keys do what they should."""

import re

import pytest
from playwright.sync_api import expect

from .pages import Desk

pytestmark = pytest.mark.browser

FILM = [
    "a gripping film with a fine cast",
    "the film has a gripping plot",
    "a dull film with a weak plot",
    "dull cast, weak film",
]
FOOD = [
    "fresh bread and a good soup",
    "a good sauce on fresh pasta",
    "stale bread and cold soup",
    "cold pasta in stale sauce",
]
TEXTS = [f"{text} {number}" for number in range(9) for text in (*FILM, *FOOD)]

# What is on a canvas, in numbers: how many pixels differ from the most frequent one, and how many colours there are.
PIXELS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const words = new Uint32Array(data.buffer), counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { drawn: words.length - Math.max(...counts.values()), colours: counts.size };
}"""


class Chart:
    """The map, as a person uses it."""

    def __init__(self, page, url):
        self.page = page
        self.desk = Desk(page, url)

    def open(self):
        self.desk.open("map")
        expect(self.page.get_by_test_id("map")).to_be_visible(timeout=60_000)
        expect(self.canvas).to_have_attribute("data-drawn", str(len(TEXTS)))

    @property
    def canvas(self):
        return self.page.get_by_test_id("map")

    def pixels(self, layer="map-points"):
        return self.page.get_by_test_id(layer).evaluate(PIXELS)

    def zoom(self):
        return float(self.canvas.get_attribute("data-zoom"))

    def centre(self):
        return tuple(float(self.canvas.get_attribute(f"data-{axis}")) for axis in "xy")

    def place_of(self, document):
        """Where on the screen a document lies while the whole map is seen."""
        box = self.canvas.bounding_box()
        x, y = self.page.evaluate(
            "async at => [...new Float32Array(await (await fetch('/api/map/points')).arrayBuffer()).slice(2 * at, 2 * at + 2)]",
            document,
        )
        scale = min(box["width"], box["height"]) * 0.94 / 2
        return box["x"] + box["width"] / 2 + x * scale, box["y"] + box["height"] / 2 - y * scale

    def drag(self, *corners):
        self.page.mouse.move(*corners[0])
        self.page.mouse.down()
        for corner in corners[1:]:
            self.page.mouse.move(*corner, steps=4)
        self.page.mouse.up()

    def around_all(self):
        box = self.canvas.bounding_box()
        left, top = box["x"] + 60, box["y"] + 4
        right, bottom = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
        return (left, top), (right, top), (right, bottom), (left, bottom), (left, top)


@pytest.fixture
def chart(page, label):
    return Chart(page, label(TEXTS))


@pytest.fixture
def worked(chart):
    """After a function for each class."""
    for _ in range(40):
        words = chart.desk.words()
        wanted = next((word for word in ("gripping", "good", "dull", "cold") if word in words), None)
        functions = chart.page.request.get(f"{chart.page.url.split('#')[0]}api/functions").json()["functions"]
        said = {row["primitive"] for row in functions}
        if len({row["label"] for row in functions}) == 2:
            break
        if wanted is None or wanted in said:
            step = chart.desk.step
            chart.page.keyboard.press("Space")
            chart.desk.arrived(step + 1)
        else:
            chart.desk.write_by_mouse("ham" if wanted in {"gripping", "good"} else "spam", words.index(wanted))
    chart.desk.fresh()
    chart.open()
    return chart


def test_points_are_drawn_and_the_map_is_summed_up(chart):
    chart.open()
    assert chart.pixels()["drawn"] > 300
    expect(chart.page.get_by_test_id("map-words")).to_have_text(
        re.compile(r"72.texts; nothing predicted yet; 0.development examples")
    )
    assert "nothing predicted yet" in chart.canvas.get_attribute("aria-label")


def test_predictions_colour_the_points_and_development_examples_are_outlined(worked):
    assert worked.pixels()["colours"] > 20  # two classes, with soft edges
    assert worked.pixels("map-marks")["drawn"] > 50
    expect(worked.page.get_by_test_id("map-words")).to_contain_text("predicted ham")


def test_other_colouring_draws_other_colours(worked):
    page = worked.page
    before = page.get_by_test_id("map-points").evaluate("canvas => canvas.toDataURL()")
    for by in ("confidence", "votes", "given"):
        page.get_by_test_id("colour-by").select_option(by)
        page.wait_for_timeout(300)
        after = page.get_by_test_id("map-points").evaluate("canvas => canvas.toDataURL()")
        assert after != before
        before = after
    assert page.get_by_test_id("colour-by").locator("option").count() == 4  # there is no gold


def test_class_can_be_shown_alone(worked):
    page, entry = worked.page, worked.page.locator('[data-testid="legend-entry"][data-kind="ham"]')
    n_ham = int(entry.locator("span").inner_text())
    assert 0 < n_ham < len(TEXTS)
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "true")
    expect(worked.canvas).to_have_attribute("data-drawn", str(n_ham))
    entry.click()
    expect(worked.canvas).to_have_attribute("data-drawn", str(len(TEXTS)))
    expect(page.get_by_test_id("legend-entry")).to_have_count(3)


def test_pointing_at_a_text_shows_what_it_says_and_a_click_opens_it(chart):
    chart.open()
    page = chart.page
    page.mouse.move(*chart.place_of(5))
    text = page.get_by_test_id("point-text")
    expect(text).to_be_visible()
    shown = int(text.get_attribute("data-document"))
    expect(text).to_contain_text(TEXTS[shown])
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_test_id("explanation")).to_have_attribute("data-document", str(shown))
    page.keyboard.press("Escape")
    page.mouse.move(5, 400)
    expect(text).to_be_hidden()


def test_wheel_comes_nearer_and_a_drag_moves_the_map(chart):
    chart.open()
    page, box = chart.page, chart.canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.wheel(0, -300)
    expect(chart.canvas).not_to_have_attribute("data-zoom", "1.000")
    near, (x, y) = chart.zoom(), chart.centre()
    assert near > 1.5
    chart.drag(middle, (middle[0] - 60, middle[1] + 40))
    expect(chart.canvas).not_to_have_attribute("data-x", f"{x:.4f}")
    moved = chart.centre()
    assert moved[0] > x
    assert moved[1] > y
    assert chart.zoom() == near
    assert page.evaluate("window.scrollY") == 0


def test_keys_move_and_zoom_the_map(chart):
    chart.open()
    page = chart.page
    chart.canvas.focus()
    for key in ("+", "+", "+"):
        page.keyboard.press(key)
    expect(chart.canvas).to_have_attribute("data-zoom", f"{1.35**3:.3f}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    for axis in ("data-x", "data-y"):  # each key is painted by itself
        expect(chart.canvas).not_to_have_attribute(axis, "0.0000")
    assert min(chart.centre()) > 0
    page.keyboard.press("-")
    expect(chart.canvas).to_have_attribute("data-zoom", f"{1.35**2:.3f}")
    page.keyboard.press("0")
    expect(chart.canvas).to_have_attribute("data-zoom", "1.000")
    assert chart.centre() == (0, 0)
    assert chart.desk.page.get_by_test_id("freshness").get_attribute("data-step") == "0"  # none of them was an answer


def test_buttons_do_what_the_keys_do(chart):
    chart.open()
    chart.page.get_by_test_id("zoom-in").click()
    expect(chart.canvas).to_have_attribute("data-zoom", "1.350")
    chart.page.get_by_test_id("zoom-whole").click()
    expect(chart.canvas).to_have_attribute("data-zoom", "1.000")


@pytest.mark.parametrize("by", ["shift", "button"])
def test_lasso_counts_and_lists_what_it_encloses(worked, by):
    page = worked.page
    if by == "shift":
        page.keyboard.down("Shift")
    else:
        page.get_by_test_id("lasso").click()
    worked.drag(*worked.around_all())
    page.keyboard.up("Shift")
    chosen = page.get_by_test_id("chosen")
    expect(chosen).to_have_attribute("data-n", str(len(TEXTS)))
    expect(page.get_by_test_id("chosen-text")).to_have_count(50)
    expect(page.get_by_test_id("chosen-text").first).to_contain_text(TEXTS[0])
    counts = [int(re.search(r"\d+", each)[0]) for each in page.get_by_test_id("chosen-class").all_inner_texts()]
    assert sum(counts) == len(TEXTS)
    page.get_by_test_id("chosen-text").nth(3).click()
    expect(page.get_by_test_id("explanation")).to_have_attribute("data-document", "3")
    page.keyboard.press("Escape")
    page.get_by_test_id("let-go").click()
    expect(chosen).to_be_hidden()
    assert worked.zoom() == 1  # it drew a line, and moved nothing


def test_small_lasso_chooses_few(chart):
    chart.open()
    x, y = chart.place_of(5)
    chart.page.get_by_test_id("lasso").click()
    chart.drag((x - 12, y - 12), (x + 12, y - 12), (x + 12, y + 12), (x - 12, y + 12))
    n = int(chart.page.get_by_test_id("chosen").get_attribute("data-n"))
    assert 1 <= n < len(TEXTS) / 2


def test_all_texts_in_sight_can_be_chosen_without_a_mouse(chart):
    chart.open()
    chart.page.get_by_test_id("choose-in-sight").focus()
    chart.page.keyboard.press("Enter")
    expect(chart.page.get_by_test_id("chosen")).to_have_attribute("data-n", str(len(TEXTS)))


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_function_lights_the_texts_it_votes_on(worked, how):
    page = worked.page
    before = page.get_by_test_id("map-points").evaluate("canvas => canvas.toDataURL()")
    row = page.get_by_test_id("map-function").first
    n_votes = row.locator("span").inner_text()
    getattr(row, how)()
    expect(page.get_by_test_id("map-words")).to_contain_text(re.compile(rf"votes (ham|spam) on {n_votes}.text"))
    page.wait_for_timeout(200)
    assert page.get_by_test_id("map-points").evaluate("canvas => canvas.toDataURL()") != before
    page.mouse.move(5, 400)
    row.blur()
    expect(page.get_by_test_id("map-words")).not_to_contain_text("votes ham on")
    page.wait_for_timeout(200)
    assert page.get_by_test_id("map-points").evaluate("canvas => canvas.toDataURL()") == before


def test_progress_is_shown_while_the_map_is_computed(page, label, monkeypatch):
    chart = Chart(page, label(TEXTS))
    status = {"state": "computing", "share": 0.42, "n_documents": len(TEXTS), "message": None}
    page.route("**/api/map", lambda route: route.fulfill(json=status))
    chart.desk.open("map")
    waiting = page.get_by_test_id("map-waiting")
    expect(waiting).to_contain_text(re.compile(r"about 40.% done"))
    page.unroute("**/api/map")
    expect(page.get_by_test_id("map")).to_be_visible(timeout=60_000)


def test_map_that_failed_says_why(page, label):
    chart = Chart(page, label(TEXTS))
    why = "It could not be computed (MemoryError: no room)."
    status = {"state": "failed", "share": 0.2, "n_documents": len(TEXTS), "message": why}
    page.route("**/api/map", lambda route: route.fulfill(json=status))
    chart.desk.open("map")
    expect(page.get_by_test_id("map-failed")).to_contain_text(why)


def test_map_follows_the_colour_scheme(worked):
    page = worked.page
    ground = "canvas => [...canvas.getContext('2d').getImageData(2, 2, 1, 1).data]"
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(300)
    assert page.get_by_test_id("map-points").evaluate(ground) == [255, 255, 255, 255]
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    assert page.get_by_test_id("map-points").evaluate(ground) == [0x20, 0x1F, 0x1C, 255]
