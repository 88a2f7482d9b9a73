"""The sheet of the article about two offers, and the copying of scripts."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "/2024/two-offers-and-eleven-lines-of-python/"
EMAILS = "/2026/six-emails/"


def test_the_sheet_works_itself_out_and_sends_nothing(open_page):
    """Tower and Mill come to what the article says; a missing line leaves the sum out; nobody is asked anything."""
    # given
    page = open_page(ARTICLE)
    sheet, asked = page.locator("form.sheet"), []
    sheet.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")  # pictures that come into view
    page.on("request", lambda request: asked.append(request.url))

    # when
    sheet.get_by_role("button", name="Put in Tower and Mill").click()

    # then
    results = sheet.locator("tfoot td + td")
    expect(results).to_have_text(["46,423", "45,468", "2,392", "1,782", "19.41", "25.52"])
    expect(sheet.locator("output")).to_have_text(
        "The second offer pays 6.11 more an hour. To pay as well,"
        " the first offer would have to offer a salary of 61,526."
    )
    field = sheet.get_by_label("Leave, public holidays included, in days, first offer")
    field.fill("300")
    field.blur()
    expect(results.nth(0)).to_have_text("")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(sheet.locator("output")).to_contain_text("Leave, public holidays included, in days, first offer: ")
    field.press("Enter")
    sheet.get_by_role("button", name="Empty the sheet").click()
    expect(results.nth(5)).to_have_text("")
    assert asked == []
    assert page.url.endswith(ARTICLE)


def test_without_a_script_the_sheet_is_a_sheet(open_page):
    """It can be filled in and printed, and says how each line is reckoned."""
    # given
    page = open_page(ARTICLE, width=390, scripts=False)
    sheet = page.locator("form.sheet")

    # then
    assert sheet.locator("input:visible").count() == 20
    expect(sheet.get_by_role("button")).to_have_count(0)
    expect(sheet.locator("tfoot td:first-child").last).to_have_text("An hour: money ÷ hours")
    page.emulate_media(media="print")
    assert sheet.locator("input:visible").count() == 20


def test_no_other_article_loads_the_sheet(open_page):
    """It is that article's."""
    assert open_page(EMAILS).locator("script[src*='offers']").count() == 0
    assert open_page(ARTICLE).locator("script[src*='offers']").count() == 1


@pytest.mark.parametrize(
    ("path", "name", "copied"),
    [
        (
            EMAILS,
            "Copy: To ask for an offer in writing",
            "Dear Ms Vance,\n\nThank you for ringing with the offer.",
        ),
        ("/2026/laid-off-on-a-thursday/", "Copy: What to ask for in writing", "1. My last day of employment"),
        ("/scripts/", "Copy: To refuse a counteroffer", "Thank you. I know that wasn’t easy to get."),
    ],
)
def test_a_script_is_copied_without_anything_else(open_page, path, name, copied):
    """It is going into somebody's message; the marks of a list go with it."""
    # given
    page = open_page(path, permissions=["clipboard-read", "clipboard-write"])

    # when
    page.get_by_role("button", name=name).click()

    # then
    expect(page.get_by_role("button", name=name.replace("Copy", "Copied", 1))).to_have_text("Copied")
    words = page.evaluate("navigator.clipboard.readText()")
    assert words.startswith(copied)
    assert "Cop" not in words
    assert "\u00a0" not in words
