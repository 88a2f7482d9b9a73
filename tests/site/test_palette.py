"""Colours and typefaces of one publication."""

from pathlib import Path

import pytest

from plugins.site.palette import read_palette, tokens_of

SHEET = (Path(__file__).parents[2] / "theme/static/css/site.css").read_text("utf-8")
TOKENS = tokens_of(SHEET)


def test_tokens_are_those_of_the_sheet():
    """Each that a rule of the sheet uses, too."""
    assert {"--paper", "--ink", "--roman", "--mono", "--measure"} <= TOKENS


def test_a_palette_is_what_it_sets():
    """Remarks and several blocks are welcome; what is told twice is as it is told last."""
    # given
    text = (
        '/* ours: { } */\n:root {\n  --paper: light-dark(#fff, #000);\n  --roman: Georgia, "Noto Serif", serif;\n}\n'
        "\n:root { --paper: #eee }\n"
    )

    # when
    palette = read_palette(text, "content/theme.css", TOKENS)

    # then
    assert palette.findings == ()
    assert palette.values == (("--paper", "#eee"), ("--roman", 'Georgia, "Noto Serif", serif'))
    assert "    --paper: #eee;\n" in palette.sheet()


@pytest.mark.parametrize(
    ("text", "finding"),
    (
        (":root {\n  --papre: #fff;\n}", '2: "--papre" is nothing that the theme has; write "--paper"'),
        (":root { --zzz: 1 }", '1: "--zzz" is nothing that the theme has; the names are in docs/theme.md'),
        (
            ":root {\n\n  --ink: url(x.png);\n}",
            '3: "--ink" cannot be "url(x.png)"; write a colour, a length or names of typefaces',
        ),
        (":root { --ink: }", '1: "--ink" cannot be ""; write a colour, a length or names of typefaces'),
        (
            ":root { --ink: rgb(1 2 3; }",
            '1: "--ink" has a bracket or a mark of quotation that nothing closes; close it',
        ),
        (
            ":root { --ink: red }\n\np { color: red }",
            '3: only ":root { --name: value; }" can stand here; delete what else there is',
        ),
        ("@import 'x';", '1: only ":root { --name: value; }" can stand here; delete what else there is'),
    ),
)
def test_what_is_no_palette_is_told_at_its_line(text, finding):
    """And nothing else goes into the stylesheet."""
    palette = read_palette(text, "content/theme.css", TOKENS)

    assert [str(one) for one in palette.findings] == [f"content/theme.css:{finding}"]
