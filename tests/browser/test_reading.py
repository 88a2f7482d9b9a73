"""What a reader sees."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

MODEL = "/2026/the-coffee-that-gets-nobody-hired/"
KINDS = (
    "/",
    "/page/1/",
    MODEL,
    "/2025/the-take-home-test/",
    "/2024/two-offers-and-eleven-lines-of-python/",
    "/2024/what-recruiters-say/",
    "/job-search/",
    "/tag/scripts/",
    "/by/the-editor/",
    "/archive/",
    "/archive/2026/",
    "/dictionary/",
    "/dictionary/b/",
    "/dictionary/authors/",
    "/dictionary/bandwidth/",
    "/dictionary/coffee/",
    "/about/",
    "/subscribe/",
    "/404.html",
)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_model_article_reads_complete_without_scripts(open_page, width):
    """Headline, definition, senses and comments are HTML; a script only adds."""
    # when
    page = open_page(MODEL, width=width, scripts=False)

    # then
    headline = page.locator("h1").inner_text().replace("\u00a0", " ")
    assert headline == "The coffee that gets nobody hired"
    assert page.locator("main dfn").first.is_visible()
    senses = page.locator("dl.definition ol.senses > li")
    assert senses.count() == 4
    assert all(senses.nth(number).is_visible() for number in range(4))
    numbers = page.locator("article[id^=comment-]").evaluate_all("all => all.map(one => one.id)")
    assert numbers == ["comment-1", "comment-2", "comment-3"]
    tops = page.locator("article[id^=comment-]").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


@pytest.mark.parametrize("path", KINDS)
def test_no_page_is_wider_than_a_small_phone(open_page, path):
    """Nobody scrolls sideways to read (WCAG 1.4.10)."""
    # when
    page = open_page(path, width=320)

    # then
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(open_page, path, scheme):
    """WCAG 2.2 AA, as far as a program can see."""
    # when
    results = Axe().run(open_page(path, scheme=scheme))

    # then
    assert results.violations_count == 0, results.generate_report()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(open_page):
    """A keyboard reader does not walk through the navigation on every page."""
    # given
    page = open_page(MODEL)

    # when
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    # then
    assert page.evaluate("location.hash") == "#main"


def test_nothing_is_fetched_from_elsewhere(open_page, address, chromium):
    """No tracker, no font service, no surprise."""
    # given
    asked = []
    page = chromium.new_page()
    page.on("request", lambda request: asked.append(request.url))

    # when
    page.goto(address + MODEL, wait_until="networkidle")
    page.close()

    # then
    assert asked
    assert all(url.startswith(address) for url in asked)
