"""What must be true of the page whatever it shows: asked by the tests of accessibility and of hard material."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lamplighter import Corpus, Ngrams, Session
from lamplighter.server import make_app, serving
from lamplighter.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
"""The rules that are asked for, by their tags."""

OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules whose answer depends on the colour scheme; the others need not be asked twice."""

RUN_AXE = """async options => {
  const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => {
    const why = [...node.any, ...node.all, ...node.none].map(check => check.message).join("; ");
    return `${id} (${help}) at ${node.target.join(" ")}: ${why}`;
  }));
}"""

# Elements that the keyboard must reach. What is hidden is left out, and what a list moves through by itself.
CONTROLS = """() => [...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(element =>
    !element.disabled && element.tabIndex >= 0 && !element.closest("[inert]") &&
    element.checkVisibility({ contentVisibilityAuto: false, visibilityProperty: true }))"""

# Tab goes on from where the keyboard was last.
FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""

# Go on to the next control, and say what is wrong with where the keyboard is now.
NOTE_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body || element.dataset.auditSeen) return null;
  element.dataset.auditSeen = "yes";
  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const places = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y =>
    [left + x * (right - left), top + y * (bottom - top)]));
  const seen = left < right && top < bottom && places.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there !== null && element.contains(there);
  });
  return { element: element.outerHTML.slice(0, 120), seen };
}"""

# What a hand can press, by the look of it, and the keyboard cannot. Words and rows have keys of their own.
HAND_ONLY = """() => [...document.querySelectorAll("main *, [role=dialog] *")].filter(element =>
  getComputedStyle(element).cursor === "pointer" && element.checkVisibility() &&
  !element.querySelector("input, label") && !element.closest("a[href], button, input, select, label, summary, [role=option], [data-word], [role=application]"))
  .map(element => element.outerHTML.slice(0, 120))"""

SIDEWAYS = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= innerWidth) return null;
  const wide = [...document.querySelectorAll("body *")].filter(each =>
    each.getBoundingClientRect().left + each.scrollWidth > innerWidth + 1 && each.checkVisibility());
  return `${root.scrollWidth} px in a window of ${innerWidth}: ` +
    wide.slice(-3).map(each => each.outerHTML.slice(0, 80)).join(" | ");
}"""


def load_axe(page: Page) -> None:
    """Put axe-core into the page; it is installed with the page's tools, and never shipped."""
    if not AXE.is_file():
        pytest.skip(f"axe-core is not in {AXE.parent}: run `npm ci` in web/, as scripts/check does.")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # A gradient tells where a text goes on; axe would not judge the contrast of the words on it.
    page.add_style_tag(content="[aria-label=Text] { background: var(--card) !important }")


def violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """Give what axe finds wrong with the page as it is."""
    only = {"type": "rule", "values": OF_COLOURS} if colours_only else {"type": "tag", "values": LEVELS}
    found: list[str] = page.evaluate(RUN_AXE, {"runOnly": only})
    return found


def sideways(page: Page) -> list[str]:
    """Say how far the page scrolls sideways: it should not."""
    found = page.evaluate(SIDEWAYS)
    return [found] if found else []


def keyboard_troubles(page: Page, most: int = 250) -> list[str]:
    """Go through the page with Tab: every control is reached, seen when it is, and nothing needs a hand."""
    page.evaluate(
        "() => { for (const each of document.querySelectorAll('[data-audit-seen]')) delete each.dataset.auditSeen; }"
    )
    page.evaluate(FROM_THE_TOP)
    troubles = [f"only a hand can press {element}" for element in page.evaluate(HAND_ONLY)]
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(NOTE_FOCUS)
        if focused is None:
            break
        if not focused["seen"]:
            troubles.append(f"hidden when it has the keyboard: {focused['element']}")
    missed = page.evaluate(
        f"() => ({CONTROLS})().filter(each => !each.dataset.auditSeen).map(each => each.outerHTML.slice(0, 120))"
    )
    return troubles + [f"Tab does not reach {element}" for element in missed]


@contextmanager
def served(
    folder: Path, texts: Sequence[str], labels: Sequence[str], answer: Callable[[Session], None]
) -> Iterator[str]:
    """Serve a project with some answers given; gives its address. One serves all tests of a module."""
    corpus = Corpus.from_texts(texts)
    session = Session(corpus, labels=labels, primitives=Ngrams(min_df=1)).prepare()
    answer(session)
    store = SqliteStore.create(folder / "texts.lamplighter", corpus, session.events)
    with serving(make_app(store, session=session)) as url:
        yield url
