"""The preview in a real Chromium: nobody presses reload."""

import re

import pytest
from playwright.sync_api import expect

ARTICLE = "content/articles/2026/one.md"
HEADER = "Title: One\nDate: 2026-03-02\nCategory: Pay\n\n"

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
    expect(page.get_by_text("Second words.")).to_be_visible(timeout=20_000)

    # and when
    project.write(ARTICLE, "Title: One\nDate: someday\nCategory: Pay\n\nThird words.\n")

    # then
    problem = page.get_by_role("alert", name="The sources have faults")
    expect(problem).to_contain_text('one.md:2 "someday" is no date', timeout=20_000)
    expect(page.get_by_text("Second words.")).to_be_visible()
    box = problem.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(page.viewport_size["height"], abs=1)

    # and when
    project.write(ARTICLE, HEADER + "Third words.\n")

    # then
    expect(page.get_by_text("Third words.")).to_be_visible(timeout=20_000)
    expect(problem).to_have_count(0)


def test_a_page_that_waits_for_its_first_build_shows_it_when_it_is_there(project, start, page):
    """An author who is quicker than the build sees that it is under way."""
    # given
    running = start("devserver", "--port", "0")

    # when
    page.goto(running.address)

    # then
    expect(page).to_have_title(re.compile("Building|T"))
    expect(page.get_by_role("heading", name="Small")).to_be_visible(timeout=20_000)
