"""What a reader may want to quote: it can be pointed at, copied as printed, and opened where it is met."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MODEL = "/2026/the-coffee-that-gets-nobody-hired/"
LONG = "/2025/who-the-recruiter-works-for/"
ENTRY = "/dictionary/experience/"
SELECT = """selector => {
    const range = new Range();
    range.selectNodeContents(document.querySelector(selector));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_selected_definition_has_its_numbers_and_ordinary_spaces(open_page, width):
    """As it is printed, but for the lines."""
    # when
    copied = open_page(MODEL, width=width, scripts=False).evaluate(SELECT, "main dl.definition")

    # then
    text = " ".join(copied.split())
    assert text.startswith("INFORMATIONAL INTERVIEW, n., (1) a meeting granted on the understanding")
    assert text.endswith("See NETWORKING.")
    assert all(f" ({number}) " in text for number in (1, 2, 3, 4))
    assert "\u00a0" not in copied


def test_the_number_of_a_sense_is_a_link_to_it(open_page):
    """Where it is at home to itself, elsewhere to its entry; what is pointed at is marked."""
    # given
    page = open_page(ENTRY, scripts=False)

    # when
    page.get_by_role("link", name="(2)", exact=True).click()

    # then
    assert page.url.endswith("/dictionary/experience/#experience-2")
    assert page.locator(":target").evaluate("one => getComputedStyle(one).boxShadow") != "none"
    mark = open_page("/dictionary/e/", scripts=False).locator("main #experience .mark a").first
    assert mark.get_attribute("href") == f"{ENTRY}#experience-1"


def test_a_heading_is_a_link_to_itself(open_page):
    """By keyboard and touch; it is read as what it says."""
    # given
    page = open_page(LONG, scripts=False)
    heading = page.locator(".prose h2").first

    # when
    heading.get_by_role("link", name=heading.inner_text(), exact=True).click()

    # then
    assert page.url.endswith(f"#{heading.get_attribute('id')}")
    assert page.evaluate(SELECT, ".prose h2").strip() == heading.inner_text()


@pytest.mark.parametrize(
    ("path", "head", "home"),
    [(MODEL, "INFORMATIONAL INTERVIEW", "#informational-interview"), (ENTRY, "EXPERIENCE", "/experience/")],
)
def test_a_definition_is_copied_with_its_address(open_page, path, head, home):
    """In one line, and the permanent address in another; the button says which, before and after."""
    # given
    page = open_page(path, permissions=["clipboard-read", "clipboard-write"])

    # when
    button = page.locator(".definition .copy")
    expect(button).to_have_accessible_name(f"Copy the definition of {head}")
    button.click()
    expect(button).to_have_text("Copied")
    expect(button).to_have_accessible_name(f"Copied the definition of {head}")

    # then
    words, where = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert ", n., (1) " in words
    assert "Copy" not in words
    assert where.startswith("https://exit-interview.example/")
    assert where.endswith(home)


def test_a_comment_is_copied_with_the_address_of_the_publication(open_page):
    """Whichever host shows the page: a copy on another machine, a preview. Each button says which comment."""
    # given
    page = open_page(f"{MODEL}#comment-2", permissions=["clipboard-read", "clipboard-write"])

    # when
    page.get_by_role("button", name="Copy comment 2", exact=True).click()
    page.locator("#comment-2").get_by_text("copied").wait_for()

    # then
    words, where = page.evaluate("navigator.clipboard.readText()").rsplit("\n", 1)
    assert words.startswith("Skeptic: I’ve had four jobs")
    assert where == f"https://exit-interview.example{MODEL}#comment-2"
    expect(page.get_by_role("button", name="Copy link to comment 2", exact=True)).to_be_visible()


@pytest.fixture
def phone(open_page):
    """The model article on one."""
    return open_page(MODEL, width=390, has_touch=True, is_mobile=True)


def test_a_tapped_word_opens_its_gloss_under_its_line(phone):
    """What stands in its line stays there; the second tap goes to the entry."""
    # given
    link = phone.locator(".prose p a[interestfor]").first
    link.scroll_into_view_if_needed()
    before = link.bounding_box()

    # when
    link.tap()

    # then
    gloss = phone.locator(".tapped")
    expect(gloss).to_be_visible()
    assert link.bounding_box() == before
    assert gloss.bounding_box()["y"] >= before["y"] + before["height"] - 8
    expect(phone.locator(".preview:visible")).to_have_count(0)
    link.tap()
    phone.wait_for_url("**/dictionary/*/")


def test_escape_and_a_tap_elsewhere_close_a_gloss(phone):
    """One is open at a time; the word in it goes to the entry, too."""
    # given
    links, gloss = phone.locator(".prose p a[interestfor]"), phone.locator(".tapped")
    links.first.tap()
    expect(gloss).to_have_count(1)

    # when
    phone.keyboard.press("Escape")

    # then
    expect(gloss).to_have_count(0)
    links.first.tap()
    links.nth(1).tap()
    expect(gloss).to_have_count(1)
    phone.locator("h1").tap()
    expect(gloss).to_have_count(0)
    links.first.tap()
    gloss.get_by_role("link").tap()
    phone.wait_for_url("**/dictionary/*/")


def test_a_definition_an_article_and_a_thread_are_spoken_in_their_order(open_page):
    """What a screen reader says, and whose words they are: numbers of senses, numbers and names of comments."""
    # when
    page = open_page(MODEL, scripts=False)

    # then
    expect(page.get_by_role("article").first).to_match_aria_snapshot("""
        - heading "The coffee that gets nobody hired" [level=1]
        - list
        - term:
          - term: INFORMATIONAL INTERVIEW
          - text: ", n.,"
        - definition:
          - paragraph:
            - link "(1)"
            - text: /^a meeting granted/
            - link "(2)"
            - text: /^half an hour/
            - link "(3)"
            - text: /^an interview for a post/
            - link "(4)"
            - text: /^what a careers adviser/
            - link "NETWORKING"
            - text: .
        - paragraph: /The word that does the damage/
    """)
    expect(page.locator("#comments")).to_match_aria_snapshot("""
        - region "3 comments":
          - heading "3 comments" [level=2]
          - list:
            - listitem:
              - article "Webmention 1 from The Second Desk":
                - link "Comment 1"
                - link "The Second Desk"
                - text: webmention
                - time
            - listitem:
              - article "Comment 2 by Skeptic":
                - link "Comment 2"
                - text: Skeptic
                - time
              - list:
                - listitem:
                  - article "Comment 3 by The Editor, author":
                    - link "Comment 3"
                    - text: The Editor author
                    - time
                    - text: in reply to
                    - link "2, Skeptic"
                    - paragraph:
                      - link "@Skeptic"
                      - text: /You got them because/
    """)
