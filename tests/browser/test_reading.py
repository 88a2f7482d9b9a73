"""What a reader sees."""

import pytest

from tests.bench.pages import MODEL

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_the_model_article_reads_complete_without_scripts(open_page, width):
    """Headline, definition, senses and comments are HTML; a script only adds."""
    # when
    page = open_page(MODEL, width=width, scripts=False)

    # then
    headline = page.locator("h1").inner_text().replace("\u00a0", " ")
    assert headline == "The coffee that gets nobody hired"
    assert page.locator("main dfn").first.is_visible()
    senses = page.locator("dl.definition .senses > .sense")
    assert senses.count() == 4
    assert all(senses.nth(number).is_visible() for number in range(4))
    numbers = page.locator("article[id^=comment-]").evaluate_all("all => all.map(one => one.id)")
    assert numbers == ["comment-1", "comment-2", "comment-3"]
    tops = page.locator("article[id^=comment-]").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


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


def test_a_small_table_fits_a_telephone_and_code_shows_that_it_goes_on(open_page):
    """Three columns break their words' lines before anything is pushed sideways; what is pushed has a shadow there."""
    # when
    page = open_page("/2024/two-offers-and-eleven-lines-of-python/", width=390, scripts=False)

    # then
    fits = "box => box.scrollWidth <= box.clientWidth"
    assert page.locator(".table").first.evaluate(fits)
    code = page.locator(".code > pre").first
    assert not code.evaluate(fits)
    assert "gradient" in code.evaluate("box => getComputedStyle(box).backgroundImage")


def test_what_is_in_italics_in_the_first_screen_comes_early(open_page):
    """So that no line under it moves on a desk; and the page of what is not found is kept from indexes by status."""
    assert open_page("/2026/the-coffee-that-gets-nobody-hired/").locator("link[rel=preload]").count() == 2
    assert open_page("/404.html").locator("meta[name=robots], link[rel=canonical]").count() == 0
