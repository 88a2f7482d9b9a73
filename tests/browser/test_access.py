"""Every kind of page for everybody: by keyboard, in large type, on a narrow screen, in forced colours (WCAG 2.2 AA)."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.bench.pages import TEMPLATES
from tests.browser.argued import LONG

pytestmark = pytest.mark.browser

LIGHT = {"color_scheme": "light", "forced_colors": "none"}
OTHER_COLOURS = {
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
OF_COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
"""All that another set of colours can break."""

AXE = """only => axe.run(document, { runOnly: only, resultTypes: ["violations"] })
    .then(found => found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 80)} ${node.failureSummary}`)))"""

STOPS = """() => {
    const some = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    return [...document.querySelectorAll(some)]
        .filter(one => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })).length;
}"""
WHERE = """() => {
    const one = document.activeElement;
    const [box] = one.getClientRects(), style = getComputedStyle(one);
    const middle = document.elementFromPoint(box.x + Math.min(box.width / 2, 30), box.y + Math.min(box.height / 2, 12));
    return {
        what: one.outerHTML.slice(0, 80),
        order: [...document.querySelectorAll("*")].indexOf(one),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        bare: !middle || one.contains(middle) || middle.contains(one),
    };
}"""

SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden], [type=checkbox])")]
    .filter(one => one.checkVisibility() && !one.matches(".unseen, .skip"))
    .filter(one => getComputedStyle(one).display !== "inline")
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
    .map(([what, box]) => `${what} ${Math.round(box.width)} x ${Math.round(box.height)}`)"""

MOST_STOPS = 60
"""After which a list of links is walked through."""

WIDTH = "document.documentElement.scrollWidth"
LARGE_TYPE = "document.documentElement.style.fontSize = '200%'"
WIDTHS = (320, 390, 600, 768, 1024, 1440, 2560)
FAULTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [], wide = document.documentElement.clientWidth;
    while (walker.nextNode()) {
        const { data, parentElement: parent } = walker.currentNode;
        if (!parent.checkVisibility() || parent.closest(".unseen, .skip, .table, pre, [popover], script")) continue;
        const whole = parent.closest(".masthead, .letters, .guide");
        for (const { index, 0: word } of data.matchAll(/\\S+/g)) {
            const range = new Range();
            range.setStart(walker.currentNode, index);
            range.setEnd(walker.currentNode, index + word.length);
            const boxes = [...range.getClientRects()].filter((box) => box.width);
            const tops = boxes.map((box) => box.top);
            if (boxes.some((box) => box.left < -1 || box.right > wide + 1)) found.push(`outside: ${word}`);
            if (whole && Math.max(...tops) - Math.min(...tops) > 8) found.push(`cut: ${word}`);
        }
    }
    return found;
}"""
"""Words that are not whole where one looks for them."""

CUT_OFF = """() => [...document.querySelectorAll("main *")]
    .filter(one => !one.closest(".unseen, .table, pre") && !one.matches(".unseen") && one.checkVisibility())
    .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible")
    .map(one => one.outerHTML.slice(0, 80))"""


HIDDEN = """() => [...document.querySelectorAll("main *")]
    .filter(one => !one.closest(".preview, .gloss, datalist, details:not([open])"))
    .filter(one => !one.matches("br, hr, wbr, script, template, input[type=hidden]"))
    .filter(one => !one.checkVisibility())
    .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module", params=TEMPLATES)
def page(request, chromium, address):
    """Each kind of page, opened once for all that is asked of it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + TEMPLATES[request.param])
    yield page
    context.close()


def axe(page):
    """What axe finds by day, by night and in the reader's own colours."""
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(**LIGHT)
    found = {"light": page.evaluate(AXE, TAGS)}
    for name, colours in OTHER_COLOURS.items():
        page.emulate_media(**colours)
        found[name] = page.evaluate(AXE, OF_COLOURS)
    page.emulate_media(**LIGHT)
    return {name: violations for name, violations in found.items() if violations}


def test_axe_finds_nothing(page):
    """WCAG 2.2 AA, as far as a program can see."""
    assert axe(page) == {}


def test_the_keyboard_walks_through_a_page_in_its_order(page):
    """Every stop is seen, outlined and covered by nothing; none is passed over and none holds the reader."""
    # given
    expected = min(page.evaluate(STOPS), MOST_STOPS)
    walked = []

    # when
    for _ in range(expected):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(WHERE))

    # then
    orders = [stop["order"] for stop in walked]
    assert orders == sorted(set(orders))
    assert [
        stop["what"] for stop in walked if not (stop["outlined"] and stop["inSight"] and stop["bare"])
    ] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_pressed_is_24_pixels_large(page, width):
    """Links in running text excepted, as in WCAG 2.5.8."""
    # when
    page.set_viewport_size({"width": width, "height": 900})

    # then
    assert page.evaluate(SMALL) == []


def test_a_page_can_be_read_narrow_and_large(page):
    """320 px wide, and with text of twice the size: nothing sideways, nothing cut off (WCAG 1.4.4, 1.4.10)."""
    # given
    page.set_viewport_size({"width": 320, "height": 900})

    # when
    narrow = page.evaluate(WIDTH)
    page.evaluate(LARGE_TYPE)
    large, cut_off = page.evaluate(WIDTH), page.evaluate(CUT_OFF)

    # then
    assert (narrow, large) == (320, 320)
    assert cut_off == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_width_holds_every_size_of_text(page, width):
    """Nothing sideways, no word outside the window, none of the navigation cut in two, at 100 and 200 % of text."""
    # given
    page.set_viewport_size({"width": width, "height": 900})

    # when
    plain = page.evaluate(WIDTH), page.evaluate(FAULTS)
    page.evaluate(LARGE_TYPE)
    large = page.evaluate(WIDTH), page.evaluate(FAULTS)
    page.evaluate("document.documentElement.style.fontSize = ''")

    # then
    assert plain == large == (width, [])


def test_the_whole_alphabet_is_in_sight_on_a_phone(chromium, address):
    """No letter is to be pushed into it, and the open one is marked."""
    # given
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()

    # when
    page.goto(f"{address}/dictionary/w/")
    boxes = page.locator(".letters :is(a, span)").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right, box.bottom])"
    )
    mark = page.locator(".letters [aria-current]")

    # then
    assert len(boxes) == 26
    assert all(left >= 0 and right <= 390 and bottom <= 844 for left, right, bottom in boxes)
    assert mark.inner_text().lower() == "w"
    context.close()


def test_nothing_moves_by_itself(page):
    """Nothing is animated, so nobody has to ask for less."""
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_nothing_is_missing_with_scripts_off(chromium, address):
    """A script only adds. What is out of sight says again what is in sight."""
    # given
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    # when
    hidden = {}
    for kind, path in TEMPLATES.items():
        page.goto(address + path)
        hidden[kind] = page.evaluate(HIDDEN)
    context.close()

    # then
    assert {kind: found for kind, found in hidden.items() if found} == {}


def test_axe_finds_nothing_in_a_long_thread(chromium, argued_address):
    """With its form, its gaps and its list of pages."""
    # given
    page = chromium.new_page()
    page.goto(f"{argued_address}{LONG}comments/2/")

    # when
    found = axe(page)
    page.close()

    # then
    assert found == {}
