"""golden/<case>/in becomes golden/<case>/out, byte for byte. A new case is a new folder, no Python."""

import json
from pathlib import Path

import markdown
import pytest

from plugins.glossary.data import entries_as_data
from plugins.glossary.read import read_text_file
from plugins.glossary.render import render_entry
from plugins.glossary.write import write_entry

CASES = sorted((Path(__file__).parent / "golden").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_becomes_entries_pages_and_findings(case, check_golden):
    """The three things that readers, tools and authors see of a text."""
    path = next((case / "in").rglob("*.md"))

    text = read_text_file(path.read_bytes(), path.relative_to(case / "in").as_posix())

    data = json.dumps(entries_as_data(text.entries), ensure_ascii=False, indent=2) + "\n"
    check_golden(data.encode(), case / "out" / "entries.json")
    check_golden(_lines(render_entry(entry) for entry in text.entries), case / "out" / "entries.html")
    check_golden(_lines(text.findings), case / "out" / "findings.txt")
    check_golden(_lines(write_entry(entry) + "\n" for entry in text.entries), case / "out" / "canonical.md")


def test_an_article_shows_its_definition_where_it_stands(check_golden):
    """A definition in an article and one in a file are the same code."""
    case = Path(__file__).parent / "golden" / "article"
    md = markdown.Markdown(extensions=["meta", "extra", "plugins.glossary.markdown"])

    html = md.convert((case / "in" / "articles" / "2026" / "the-coffee.md").read_text("utf-8"))

    check_golden(f"{html}\n".encode(), case / "out" / "article.html")


def _lines(things) -> bytes:
    return "".join(f"{thing}\n" for thing in things).encode()
