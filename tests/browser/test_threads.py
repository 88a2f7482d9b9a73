"""Long threads: every permalink lands, every link leads both ways, with scripts off, by keyboard and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from plugins.comments.length import permalink
from tests.browser.argued import LONG, LONGER

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(argued_address):
    """A publication with long threads."""
    return argued_address


TOP = "id => document.getElementById(id)?.getBoundingClientRect().top"


def is_in_sight(page, name):
    """Whether the element with this id comes to stand in the upper half of the window, and stays there."""
    tops = []
    while len(tops) < 60 and not (tops and tops[-3:] == tops[-1:] * 3 and 0 <= tops[-1] < 450):
        page.wait_for_timeout(100)
        tops.append(page.evaluate(TOP, name))
    assert len(tops) < 60, tops
    return True


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("number", [3, 49, 251, 399])
def test_a_permalink_lands_on_its_comment(open_page, number, width):
    """On the right page, with the comment in the upper half of the window, without any script."""
    # when
    page = open_page(permalink(LONG, number), width=width, scripts=False)

    # then
    assert is_in_sight(page, f"comment-{number}")
    target = page.locator("article:target")
    assert target.get_attribute("aria-label").split(" by ")[0] == f"Comment {number}"


def test_a_comment_that_moved_to_a_page_of_its_own_is_found_from_its_permalink(open_page):
    """An article that grew past 250 comments broke no link: the place says where the comment is."""
    # given
    page = open_page(permalink(LONG, 120), scripts=False)
    stub = page.locator("#comment-120")
    assert stub.is_visible()

    # when
    stub.click()

    # then
    page.wait_for_url("**/comments/1/#comment-120")
    assert is_in_sight(page, "comment-120")


@pytest.mark.parametrize("path", [f"{LONG}comments/2/", LONGER])
def test_replies_lead_both_ways(open_page, path):
    """From a comment to what answers it, and back."""
    # given
    page = open_page(path, scripts=False)
    answered = page.locator("article:has(> footer a[href^='#comment-'])").nth(5)
    number = answered.get_attribute("id")

    # when
    there = answered.locator("> footer a[href^='#comment-']").first
    reply = there.get_attribute("href")
    there.click()
    assert is_in_sight(page, reply.removeprefix("#"))
    page.locator(f"{reply} > header .u-in-reply-to").click()

    # then
    assert is_in_sight(page, number)


def test_one_gets_past_a_long_thread(open_page):
    """To the text, to the comments, to the form: three links, none of them behind 250 comments."""
    # given
    page = open_page(LONG, scripts=False)

    # when
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.locator("a[href='#comments']").first.click()
    page.locator("a[href='#write']").click()

    # then
    assert is_in_sight(page, "write")


def test_the_keyboard_walks_through_a_thread_in_its_order_and_sees_where_it_is(open_page):
    """What is out of sight is not rendered, and must be when the focus comes."""
    # given
    page = open_page(f"{LONG}comments/2/#comments", width=390)
    places = []

    # when
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                return [
                    box.top < innerHeight && box.bottom > 0,
                    getComputedStyle(one).outlineStyle !== "none",
                    [...document.querySelectorAll("a[href], button, input, summary")].indexOf(one),
                ];
            }"""
        )
        assert seen[:2] == [True, True]
        places.append(seen[2])

    # then
    assert places == sorted(set(places))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [LONG, f"{LONG}comments/2/", "/dictionary/gap/"])
def test_axe_finds_nothing(open_page, path, scheme):
    """WCAG 2.2 AA, as far as a program can see, the form included."""
    # when
    results = Axe().run(open_page(path, scheme=scheme))

    # then
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_numbers_of_any_length_stand_beside_the_names(open_page, width):
    """Not in them, and not beyond the edge."""
    # given
    page = open_page(permalink(LONGER, 1000), width=width)

    # when
    overlaps = page.evaluate(
        """() => [...document.querySelectorAll(".comment")].filter(one => {
            const number = one.querySelector(".number").getBoundingClientRect();
            const name = one.querySelector(".p-author")?.getBoundingClientRect();
            return name && number.right > name.left;
        }).map(one => one.id)"""
    )

    # then
    assert overlaps == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_a_thread_is_whole_and_has_no_form(open_page):
    """Everything that was said, and nothing to press."""
    # given
    page = open_page(f"{LONG}comments/all/")

    # when
    page.emulate_media(media="print")

    # then
    skipped = page.locator(".thread > li").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).contentVisibility !== 'visible').length"
    )
    assert skipped == 0
    assert not page.locator("form, .comments .pages, .tools").first.is_visible()
    assert not page.get_by_text("Write a comment").is_visible()
    assert page.locator(".comment").count() == 400


# With scripts on


def visit(page, seen):
    """Come back as one who has read up to comment `seen`."""
    page.evaluate(
        "seen => { sessionStorage.clear(); localStorage.setItem('thread four-hundred', seen) }", seen
    )
    page.reload()


def test_what_is_new_since_the_last_visit_is_marked_and_can_be_walked(open_page):
    """By the button, by its key, and by a link at the end of each new comment."""
    # given
    page = open_page(LONG)
    assert page.get_by_text("since your last visit").count() == 0

    # when
    visit(page, 395)

    # then
    assert page.locator(".steps", has_text="since your last visit").inner_text().startswith("5 new since")
    marked = page.locator("article:has(> header > .badge:text-is('new'))").evaluate_all(
        "all => all.map(one => one.id)"
    )
    assert sorted(marked) == [f"comment-{number}" for number in range(396, 401)]
    for comment in [*marked, marked[0]]:
        page.get_by_role("button", name="Next new comment").press("Enter")
        assert page.evaluate("document.activeElement.id") == comment
    page.locator(f"#{marked[0]}").get_by_role("link", name="Next new comment").click()
    assert page.evaluate("location.hash") == f"#{marked[1]}"
    assert page.locator("[accesskey=n]").count() == 1


def test_what_is_new_stays_marked_during_the_visit(open_page):
    """Going to the next page of a thread, or back, is no new visit."""
    # given
    page = open_page(LONG)
    visit(page, 395)

    # when
    page.reload()

    # then
    assert page.get_by_text("5 new since your last visit").count() == 1


def test_a_reply_and_a_permalink_are_at_hand(open_page, address):
    """Where the pointer is; the number is filled in, the address is copied."""
    # given
    page = open_page(permalink(LONG, 399), permissions=["clipboard-read", "clipboard-write"])
    comment = page.locator("#comment-399")

    # when
    comment.get_by_role("button", name="Copy link").click()
    comment.get_by_text("copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.locator("#comment-398").hover()
    page.locator("#comment-398").get_by_role("link", name="Reply to 398").click()

    # then
    assert copied == address + permalink(LONG, 399)
    assert page.locator("[name=replyto]").input_value() == "398"
    assert page.evaluate("document.activeElement.name") == "body"


def test_the_script_bears_a_strict_policy_and_a_browser_that_keeps_nothing(open_page, chromium, address):
    """No inline style, no inline handler, no storage: nothing is reported and nothing is lost."""
    # given
    context = chromium.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def with_policy(route):
        answer = route.fetch()
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:"
        )
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    page.route("**/*", with_policy)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException() } })"
    )

    # when
    page.goto(address + permalink(LONG, 399))
    page.locator("#comment-399").get_by_role("link", name="Reply to 399").click()

    # then
    assert said == []
    context.close()
