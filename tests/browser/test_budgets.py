"""What a first visit to each kind of page costs: the budgets of docs/theme.md that are not times."""

import pytest

from tests.bench.pages import (
    BYTES,
    LATE,
    REQUESTS,
    SCRIPT,
    SHIFT,
    TEMPLATES,
    paints_at_once,
    shifts_with_late_fonts,
    visit,
)
from tests.browser.argued import LONG, LONGER

pytestmark = pytest.mark.browser

ARGUED = "/2025/the-take-home-test/"
"""The longest thread of our own."""


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_first_visit_is_light(chromium, address, site_folder, kind):
    """Page, sheet, three faces and script: six requests, 70 kB, of which one round trip holds the first screen."""
    # when
    seen = visit(chromium, address, TEMPLATES[kind], slow=False)

    # then
    assert seen.size_bytes <= BYTES
    assert seen.requests <= REQUESTS
    assert paints_at_once(chromium, site_folder, seen)
    assert 0 < seen.script_bytes <= SCRIPT
    assert seen.shift <= SHIFT, seen.moved


def test_a_first_visit_to_an_argued_article_is_light(chromium, address):
    """The longest thread of ours."""
    assert is_light_for_a_thread(visit(chromium, address, ARGUED, slow=False))


@pytest.mark.parametrize("path", [LONG, LONGER, f"{LONG}comments/2/"])
def test_a_first_visit_to_a_long_thread_is_light(chromium, argued_address, path):
    """However long it was argued."""
    assert is_light_for_a_thread(visit(chromium, argued_address, path, slow=False))


def is_light_for_a_thread(seen):
    return seen.size_bytes <= BYTES + 30_000 and seen.requests <= REQUESTS


@pytest.mark.parametrize("width", [390, 1280])
def test_fonts_that_come_late_move_a_line_at_most(chromium, site_folder, width):
    """The faces that stand in are as wide on the average: of a long paragraph the last word may need another line."""
    # when
    shifts = shifts_with_late_fonts(chromium, site_folder, list(TEMPLATES.values()), width)

    # then
    assert {path: found for path, found in shifts.items() if found[0] > LATE} == {}
