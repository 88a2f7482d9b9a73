"""plugins/tangles.py"""

from time import process_time

import pytest

from plugins.front_matter import read_front_matter
from plugins.glossary.read import read_text_file
from plugins.source import AuthorError
from plugins.tangles import expect_untangled

HEAD = "Title: T\nDate: 2026-01-01\nCategory: Pay\n\nWords.\n\n"
TANGLES = {
    "brackets": "[" * 16_000,
    "pictures": "![[" * 6_000,
    "links": "[a](" * 4_000,
    "anchors": "<a " * 6_000,
}


@pytest.mark.parametrize("tangle", TANGLES.values(), ids=TANGLES)
def test_a_text_that_would_stop_a_build_is_a_finding_at_its_line(tangle):
    """Articles, pages and words, for checks and builds alike; and soon."""
    started = process_time()
    article = read_front_matter((HEAD + tangle).encode(), "content/articles/a.md", "article")
    words = read_text_file(f"BOSS, n.\n\n{tangle}".encode(), "content/dictionary/a.md")

    for findings, line in ((article.findings, 7), (words.findings, 3)):
        assert [str(one).split(";")[0].rpartition(" in ")[2] for one in findings] == ["one paragraph"]
        assert findings[0].source.line == line
    assert process_time() - started < 2


@pytest.mark.parametrize(
    "text",
    [
        "[a](/b/) " * 199,
        "\n\n".join(["[a](/b/) " * 150] * 20),
        "| [a](/b/) | [c](/d/) |\n" * 500,
        "- [a](/b/)\n" * 500,
        "".join(f"[{number}]: https://e.example/{number}\n" for number in range(500)),
        "```\n" + "[[1, 2], [3, 4]]\n" * 500 + "```\n",
        "~~~~ json\n```\n" + "[" * 500 + "\n~~~~\n",
        "<b>" * 900,
    ],
)
def test_what_people_write_is_none(text):
    """Many paragraphs, tables, lists, notes, code."""
    expect_untangled(HEAD + text, "a.md")


def test_code_ends_where_its_marks_do():
    """What follows is text again."""
    with pytest.raises(AuthorError, match=r"a\.md:5: "):
        expect_untangled("```\n[\n```\n\n" + "[" * 201, "a.md")
