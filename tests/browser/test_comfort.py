"""What scripts add besides previews and threads: words in definitions, copies, paper, the next page; and doors."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ENTRY = "/dictionary/informational-interview/"
CODE = "/2024/two-offers-and-eleven-lines-of-python/"
THREAD = "/2026/the-coffee-that-gets-nobody-hired/"
DAY, NIGHT = "rgb(253, 251, 247)", "rgb(23, 22, 20)"


def test_a_word_in_a_definition_opens_where_it_is_tapped(open_page):
    """As in a text; the word in the gloss leads there."""
    page = open_page(ENTRY, width=390, has_touch=True)
    link, copy = page.locator(".definition .reference a").first, page.locator(".definition .copy").first
    expect(copy).to_be_visible()

    link.tap()
    gloss = page.get_by_role("note")
    expect(gloss).to_contain_text("NETWORKING")
    assert page.url.endswith(ENTRY)
    expect(gloss.get_by_role("link")).to_have_attribute("href", re.compile("/dictionary/networking/$"))
    definition, opened = page.locator(".definition").first.bounding_box(), gloss.bounding_box()
    assert opened["y"] + opened["height"] <= definition["y"] + definition["height"]
    expect(copy).to_be_hidden()


def test_a_word_in_a_definition_has_a_preview(open_page):
    """Once the pointer was near."""
    page = open_page(ENTRY)
    page.locator(".definition dfn").hover()
    link = page.locator(".definition .reference a[interestfor]").first
    expect(link).to_be_visible()

    link.hover()

    expect(page.locator(".preview:popover-open")).to_contain_text("NETWORKING")


def test_code_is_copied_as_it_is(open_page):
    """Lines, indents and straight quotes."""
    page = open_page(CODE, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy the code “def hourly(pay, bonus").click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("def hourly(pay, bonus")
    assert '\n    """Money a year' in copied


def test_paper_is_chosen_and_kept(open_page):
    """Whatever the system has; the mark for browsers' own bars goes with it."""
    page = open_page("/about/", scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == NIGHT

    page.get_by_role("button", name="day", exact=True).click()
    assert page.evaluate(ground) == DAY
    page.goto(page.url.replace("about", "colophon"))

    assert page.evaluate(ground) == DAY
    expect(page.get_by_role("button", name="day", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.locator("meta[name=theme-color]").evaluate_all("all => all.map((one) => one.content)") == [
        "#fdfbf7",
        "#fdfbf7",
    ]


def test_the_next_page_may_be_fetched_early_by_our_policy(open_page):
    """The policy names the very rules; a page without a next one has none."""
    page = open_page(THREAD)

    rules = page.locator("script[type=speculationrules]").text_content()

    digest = b64encode(sha256(rules.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in (ROOT / "docs/nginx.conf").read_text("utf-8")
    expect(open_page("/about/").locator("script[type=speculationrules]")).to_have_count(0)


def test_the_front_page_has_doors_that_lead_to_sections(open_page, site_folder):
    """Each to one that is there."""
    page = open_page("/", scripts=False)
    doors = page.get_by_role("navigation", name="Where to start").get_by_role("link")

    expect(doors.first).to_have_text("I have been laid off")
    sections = set(
        re.findall(r'<h2 id="([^"]+)"', (site_folder / "start-here/index.html").read_text("utf-8"))
    )
    led = {href.partition("#")[2] for href in doors.evaluate_all("all => all.map((one) => one.href)")}
    assert led == sections


def test_threads_say_what_they_are_and_one_page_says_that_none_takes_comments(open_page, site_folder):
    """Not a closed door under each article."""
    page = open_page(THREAD, scripts=False)
    expect(page.locator("#comments")).to_contain_text("Written for the publication")
    expect(page.locator("#comments")).not_to_contain_text("at present")
    expect(open_page("/comment-policy/", scripts=False).locator(".title")).to_contain_text(
        "cannot be sent at present"
    )
    silent = (site_folder / "2025/the-counteroffer/index.html").read_text("utf-8")
    assert 'id="comments"' in silent or "No comments yet" not in silent
    expect(page.get_by_role("contentinfo").get_by_role("link", name=re.compile("@"))).to_be_visible()
