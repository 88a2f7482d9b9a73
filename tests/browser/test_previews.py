"""Previews of linked words, and glosses in the margin."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MODEL = "/2026/the-coffee-that-gets-nobody-hired/"
WITH_WORDS = (MODEL, "/2024/the-script-for-the-second-call/", "/2025/the-take-home-test/", "/about/")
FORGET = "delete HTMLAnchorElement.prototype.interestForElement"


def rename(route):
    """Serve a page or a script in which interestfor has another name, which no browser knows."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("interestfor", "data-interest"))


@pytest.fixture
def old_page(chromium, address):
    """The model article in a browser that does not know interestfor."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(FORGET)
    page = context.new_page()
    page.route(f"**{MODEL}", rename)
    page.route("**/site.*.js", rename)
    page.goto(address + MODEL)
    assert page.locator("[interestfor]").count() == 0
    yield page
    context.close()


@pytest.fixture(params=["no scripts", "scripts", "the script"])
def article(request, open_page):
    """The model article where interestfor is known, without scripts and with; and where it is not."""
    if request.param == "the script":
        return request.getfixturevalue("old_page")
    return open_page(MODEL, scripts=request.param == "scripts")


def words(page):
    """Links to words in running text."""
    return page.locator(".prose a.term:is([interestfor], [data-interest])")


def preview_of(page, link):
    """What a link shows."""
    return page.locator(f"#{link.get_attribute('interestfor') or link.get_attribute('data-interest')}")


def test_pointing_at_a_word_shows_what_it_means(article):
    """And nothing else; leaving it hides it again."""
    # given
    link = words(article).nth(1)
    preview = preview_of(article, link)
    expect(preview).to_be_hidden()

    # when
    link.hover()

    # then
    expect(preview).to_be_visible()
    expect(article.locator(".preview:visible")).to_have_count(1)
    article.mouse.move(5, 5)
    expect(preview).to_be_hidden()


def test_the_pointer_can_go_into_a_preview(article):
    """There is a link in it (WCAG 1.4.13: hoverable)."""
    # given
    link = words(article).nth(1)
    preview = preview_of(article, link)
    link.hover()
    expect(preview).to_be_visible()

    # when
    preview.get_by_role("link").hover()
    article.wait_for_timeout(1_000)

    # then
    expect(preview).to_be_visible()
    target = link.get_attribute("href")
    preview.get_by_role("link").click()
    article.wait_for_url(f"**{target}")


def test_the_focus_shows_a_preview_and_escape_hides_it(article):
    """WCAG 1.4.13: dismissible, without moving the focus."""
    # given
    link = words(article).nth(1)
    preview = preview_of(article, link)

    # when
    link.focus()
    article.keyboard.press("Shift+Tab")
    article.keyboard.press("Tab")

    # then
    expect(link).to_be_focused()
    expect(preview).to_be_visible()
    article.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(link).to_be_focused()


def test_the_keyboard_goes_through_a_preview_and_on_in_the_text(article):
    """The link within comes directly after the word, and the next word after that."""
    # given
    link = words(article).nth(1)
    preview = preview_of(article, link)
    link.focus()
    article.keyboard.press("Shift+Tab")
    article.keyboard.press("Tab")
    expect(preview).to_be_visible()

    # when
    article.keyboard.press("Tab")

    # then
    expect(preview.get_by_role("link")).to_be_focused()
    article.keyboard.press("Tab")
    expect(words(article).nth(2)).to_be_focused()
    expect(preview).to_be_hidden()


def test_enter_goes_to_the_entry(article):
    """A link is a link."""
    # given
    link = words(article).nth(1)
    target = link.get_attribute("href")

    # when
    link.press("Enter")

    # then
    article.wait_for_url(f"**{target}")


def test_a_tap_goes_to_the_entry(open_page):
    """Without scripts; with them it opens the gloss (test_quotable.py)."""
    # given
    page = open_page(MODEL, width=390, scripts=False, has_touch=True, is_mobile=True)
    link = words(page).nth(1)
    target = link.get_attribute("href")

    # when
    link.tap()

    # then
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_while_a_preview_is_open(open_page, width, scheme):
    """WCAG 2.2 AA, as far as a program can see."""
    # given
    page = open_page(MODEL, width=width, scheme=scheme)
    link = words(page).nth(1)
    link.hover()
    expect(preview_of(page, link)).to_be_visible()

    # when
    results = Axe().run(page)

    # then
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_a_preview_stays_in_the_window(open_page, width):
    """Beside the right edge, too."""
    # given
    page = open_page(MODEL, width=width)

    for number in range(words(page).count()):
        # when
        link = words(page).nth(number)
        link.hover()
        expect(preview_of(page, link)).to_be_visible()
        box = preview_of(page, link).bounding_box()

        # then
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
        page.mouse.move(1, 1)


def boxes(page, selector):
    """Left, top, right, bottom of what is visible."""
    return page.locator(selector).evaluate_all(
        """all => all.map(one => one.getBoundingClientRect()).filter(box => box.width)
           .map(box => [box.left, box.top, box.right, box.bottom])"""
    )


@pytest.mark.parametrize("path", WITH_WORDS)
def test_glosses_stand_in_the_margin_and_never_overlap(open_page, path):
    """On a wide screen: right of the text, each at or below its paragraph, none on another."""
    # when
    page = open_page(path, width=1280)

    # then
    glosses = boxes(page, ".prose > .gloss")
    texts = boxes(page, ".prose > :not(.gloss)")
    meta = boxes(page, ".title > .meta")
    assert glosses or path == "/about/"
    assert all(gloss[0] >= max(text[2] for text in texts) for gloss in glosses)
    assert all(gloss[2] <= 1280 for gloss in glosses)
    stacked = sorted([*glosses, *meta], key=lambda box: box[1])
    assert all(upper[3] <= lower[1] + 1 for upper, lower in pairwise(stacked))


@pytest.mark.parametrize("path", WITH_WORDS)
@pytest.mark.parametrize("width", [390, 1280])
def test_glosses_move_no_text(open_page, path, width):
    """The text stands where it would stand without them."""
    # given
    page = open_page(path, width=width)
    before = boxes(page, ".prose > :not(.gloss)")

    # when
    page.locator(".gloss").evaluate_all("all => all.forEach(one => one.remove())")

    # then
    assert boxes(page, ".prose > :not(.gloss)") == before


def test_on_a_narrow_screen_there_are_no_glosses(open_page):
    """The previews are the glosses there."""
    # when
    page = open_page(MODEL, width=390)

    # then
    assert page.locator(".prose > .gloss").count() > 0
    assert boxes(page, ".prose > .gloss") == []


def test_in_print_words_are_notes_below_the_text(open_page):
    """Each with the mark that stands at its word."""
    # given
    page = open_page(MODEL, scripts=False)

    # when
    page.emulate_media(media="print")

    # then
    assert boxes(page, ".prose > .gloss") == []
    notes = boxes(page, ".preview")
    assert len(notes) == page.locator(".prose [data-note]").count() > 3
    assert min(note[1] for note in notes) >= max(text[3] for text in boxes(page, ".prose"))


def test_a_random_word_and_the_words_of_the_days(open_page):
    """A script makes them the reader's own; without one there is the index, and the word that was printed."""
    # when
    index = open_page("/dictionary/")
    index.get_by_role("link", name="A word at random").click()

    # then
    index.wait_for_url("**/dictionary/*/")
    index.wait_for_selector(".entry")
    without = open_page("/dictionary/", scripts=False)
    without.get_by_role("link", name="A word at random").click()
    assert without.url.endswith("/dictionary/#random")


def test_the_front_page_has_the_word_of_the_readers_day(open_page, chromium, address):
    """By the reader's date and the rule of the feed."""
    # given
    printed = open_page("/", scripts=False).locator("[data-days] dfn").inner_text()
    data = chromium.new_context().request.get(f"{address}/dictionary/days.json").json()
    context = chromium.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(f"{data['from']}T12:00:00")

    # when
    page.goto(f"{address}/", wait_until="networkidle")

    # then
    head = page.locator("[data-days] dfn a")
    expect(head).to_have_attribute("href", f"{address}/dictionary/{data['words'][0]}/")
    assert printed
    assert Axe().run(page).violations_count == 0
    context.close()
