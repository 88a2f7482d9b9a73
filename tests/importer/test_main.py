"""The command, its documentation, and what it says where somebody mistypes."""

import re

import pytest

from plugins.importer import recognize
from plugins.importer.__main__ import _export_parser, _images_parser, _parser
from tests.importer.conftest import ROOT
from tests.importer.made import item, wxr

PAGE = (ROOT / "docs/moving-in.md").read_text("utf-8")


def test_every_option_is_documented_and_no_other_is():
    """Whoever reads the page can type what it says."""
    options = {
        name
        for parser in (_parser(), _export_parser(), _images_parser())
        for action in parser._actions
        for name in action.option_strings
        if name.startswith("--")
    }
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE))

    assert named <= options
    assert options - {"--help", "--from", "--into"} <= named


def test_every_system_is_documented():
    """What is known by its content is in the table."""
    for system in (*recognize.KNOWN, "substack", "hugo", "jekyll", "pelican"):
        assert f"| {system}".replace(" ", "") in PAGE.lower().replace(" ", "") or system in PAGE.lower()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"category_of": "pay"},
            '--category-of:1: "pay" is no rule; write --category-of old-slug="New name"\n',
        ),
        ({"map": "map.txt"}, 'map.txt:2: write "old-address  slug-of-the-article"\n'),
    ],
)
def test_what_is_mistyped_is_told_with_what_to_write(home, options, said):
    """One line, no traceback, nothing written."""
    # given
    home.write("map.txt", "/a/ b\nnonsense\n")
    options = {name: home.folder / value if name == "map" else value for name, value in options.items()}

    # when
    home.move(wxr(item(1)), **options)

    # then
    assert (home.code, home.wrong) == (1, said)
    assert not home.content.exists()


def test_a_file_that_is_not_there_is_told(home):
    """Also one that is a folder of nothing."""
    assert home.move(home.folder / "none.xml").wrong == "none.xml:1: there is no such file; name the export\n"
    (home.folder / "empty").mkdir()
    assert "nothing that is known here" in home.move(home.folder / "empty").wrong
