"""Every kind of page as a pamphlet: what comes out of the printer."""

import subprocess

import pytest

from tests.bench.pages import MODEL, TEMPLATES

pytestmark = pytest.mark.browser

FEWEST_LINES = 2


@pytest.fixture
def sheets(open_page, tmp_path):
    """The lines of each sheet that a page is printed on: `sheets(path)`."""

    def print_page(path):
        page = open_page(path)
        page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
        command = ["pdftotext", "-layout", tmp_path / "page.pdf", "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [
            [line.strip() for line in sheet.splitlines() if line.strip()] for sheet in text.split("\f")[:-1]
        ]

    return print_page


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_sheet_has_its_number_and_title_and_none_is_nearly_empty(sheets, kind):
    """The first has the name of the publication instead, at its head."""
    printed = sheets(TEMPLATES[kind])

    assert [sheet[-1] for sheet in printed] == [str(number + 1) for number in range(len(printed))]
    assert "the exit interview" in printed[0][0].lower()
    assert all("The Exit Interview" in sheet[0] for sheet in printed[1:])
    assert all(len(sheet) - 2 >= FEWEST_LINES for sheet in printed)


def test_a_printed_article_is_whole_and_says_where_it_stands(sheets):
    """Definition, notes to its words, addresses of its links, thread; nothing that can only be pressed."""
    text = "\n".join(line for sheet in sheets(MODEL) for line in sheet)

    assert "(1) a meeting granted" in text
    assert "https://" in text
    assert "@Skeptic:" in text
    for pressed in ("Copy", "Skip to the text", "Subscribe", "Follow this thread"):
        assert pressed not in text
