"""What is code, HTML and prose, as Python-Markdown sees it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.body import read_body


@pytest.mark.parametrize(
    "text",
    [
        "`![](x)`",
        "``a ` b``",
        "```\n![](x)\n```",
        "~~~ md\n![](x)\n\n~~~",
        "<!-- ![](x)\n -->",
        "    ![](x)",
        "- \n\n        ![](x)",
        ">     ![](x)".replace(">", " "),
    ],
)
def test_code_is_blank_and_keeps_its_lines(text):
    """Nothing in code is a link, and what follows is where it was."""
    # when
    blank = read_body(text).prose

    # then
    assert len(blank) == len(text)
    assert blank.count("\n") == text.count("\n")
    assert not re.search(r"[x!`b]", blank)


@pytest.mark.parametrize(
    "text",
    [
        "a ` b",
        "\\`a\\`",
        "``` a b",
        "a `b\n\nc` d",
        "- a\n\n    b",
        "a\n    b",
        "1. a\n\n    - b\n\n        c",
        "<!-- a",
    ],
)
def test_what_is_no_code_stays(text):
    """A lone backtick opens nothing; what is indented below an item belongs to it."""
    assert read_body(text).prose == text


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("[a](b)", ["b"]),
        ('[a](two words.md "title")', ["two words.md"]),
        ("[a](<b c>)", ["b c"]),
        ("[a](b(c)d)", ["b(c)d"]),
        ("[![a](b)](c)", ["b", "c"]),
        ("[a]: /b", ["/b"]),
        ("<a href='b'>c</a><img src=\"d\" alt=e>", ["b", "d"]),
        ("\\[a](b", []),
        ("[a](b\n\nc)", []),
        ("[a]\n\n(b)", []),
        ('<div>\n[a](b)\n<a href="c">d</a>\n</div>', ["c"]),
        ("`[a](b)` [c](d)", ["d"]),
    ],
)
def test_addresses_are_as_their_author_typed_them(text, typed):
    """A finding shows what is to be looked for."""
    assert [address.typed for address in read_body(text).addresses] == typed


@given(st.text(alphabet="ab`~<>![]()-*: \n\t#|\\\"'/=&;"))
def test_no_text_moves_what_stands_in_it(text):
    """Every finding is at the line that its author sees."""
    # when
    body = read_body(text)

    # then
    assert (len(body.prose), len(body.markdown)) == (len(text), len(text))
    assert all(
        text[address.offset :].startswith(address.typed[:1]) for address in body.addresses if "&" not in text
    )
    assert body.line_of(len(text)) == text.count("\n")
