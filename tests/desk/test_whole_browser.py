"""The preview in a real Chromium: nobody presses reload."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

ARTICLE = "content/articles/2026/one.md"
HEADER = "Title: One\nDate: 2026-03-02\nCategory: Pay\n\n"
SIZE_OF = "name => parseFloat(getComputedStyle(document.querySelector(name)).fontSize)"

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium):
    """A page of its own."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_the_open_page_follows_the_author(project, start, page):
    """A saved word, a mistake, and the mistake mended: all without touching the browser."""
    # given
    running = start("devserver", "--port", "0")
    running.wait_for("Built in")
    page.goto(running.address + "one/")
    expect(page.get_by_text("First words.")).to_be_visible()

    # when
    project.write(ARTICLE, HEADER + "Second words.\n")

    # then
    expect(page.get_by_text("Second words.")).to_be_visible(timeout=120_000)

    # and when
    project.write(ARTICLE, "Title: One\nDate: someday\nCategory: Pay\n\nThird words.\n")

    # then
    problem = page.get_by_role("alert", name="The sources have faults")
    expect(problem).to_contain_text('one.md:2 "someday" is no date', timeout=120_000)
    expect(page.get_by_text("Second words.")).to_be_visible()
    box = problem.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(page.viewport_size["height"], abs=1)

    # and when
    project.write(ARTICLE, HEADER + "Third words.\n")

    # then
    expect(page.get_by_text("Third words.")).to_be_visible(timeout=120_000)
    expect(problem).to_have_count(0)


def test_a_page_that_waits_for_its_first_build_shows_it_when_it_is_there(project, start, page):
    """An author who is quicker than the build sees that it is under way."""
    # given
    running = start("devserver", "--port", "0")

    # when
    page.goto(running.address)

    # then
    expect(page).to_have_title(re.compile("Building|T"))
    expect(page.get_by_role("heading", name="Small")).to_be_visible(timeout=120_000)


def press_until(page, key, wanted):
    """Press a key until something has the focus, as who has no mouse does."""
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached by {key}")


def test_a_text_is_written_in_the_browser(project, start, page):
    """Opened, changed and saved by keys alone, and shown where it is read; axe finds nothing on any page."""
    # given
    running = start("devserver", "--port", "0")
    running.wait_for("Built in")
    reader = page.context.new_page()
    reader.goto(running.address + "one/")
    expect(reader.get_by_role("link", name="Edit")).to_be_visible()

    # when
    page.goto(running.address + "-desk/edit?file=articles/2026/one.md&line=5")
    area = page.get_by_label("Text of the file")
    expect(area).to_be_focused()
    page.keyboard.type("Typed here. ")
    page.keyboard.press("Control+s")

    # then
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert (project.folder / ARTICLE).read_text() == HEADER + "Typed here. First words.\n"
    expect(reader.get_by_text("Typed here. First words.")).to_be_visible(timeout=120_000)

    # when
    expect(area).to_be_focused()
    page.keyboard.type("Unsaved")
    page.keyboard.press("Escape")

    # then
    expect(page.get_by_text("There is something that is not saved")).to_be_visible()
    for _ in "Unsaved":
        page.keyboard.press("Backspace")

    # when
    press_until(page, "Tab", page.get_by_label("Or choose one"))
    page.get_by_label("Or choose one").set_input_files(
        {"name": "A door.png", "mimeType": "image/png", "buffer": b"y"}
    )

    # then
    expect(area).to_have_value(re.compile(re.escape("![](/images/a-door.png)")))
    expect(area).to_be_focused()

    # when
    data = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'A desk.png')); return data; }"
    )
    area.dispatch_event("drop", {"dataTransfer": data})

    # then
    expect(area).to_have_value(re.compile(re.escape("![](/images/a-desk.png)")))
    assert (project.folder / "content/images/a-desk.png").read_text() == "x"

    # when
    project.write(ARTICLE, HEADER + "From an editor.\n")
    page.get_by_role("button", name="Save").click()

    # then
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What is in the file now")).to_have_value(re.compile("From an editor."))

    # when
    page.goto(running.address + "drafts/")
    press_until(page, "Tab", page.get_by_role("link", name="New or rename"))
    page.keyboard.press("Enter")
    press_until(page, "Tab", page.get_by_label("Title"))
    page.keyboard.type("By keys")
    page.keyboard.press("Tab")
    page.keyboard.type("Pay")
    page.keyboard.press("Enter")

    # then
    expect(area).to_be_focused()
    expect(page.get_by_role("heading", name="by-keys.md")).to_be_visible()
    for path in ("", "-desk/new", "drafts/"):
        if path:
            page.goto(running.address + path)
        assert Axe().run(page).response["violations"] == []
    assert page.evaluate(SIZE_OF, "h1") > page.evaluate(SIZE_OF, "h2")
