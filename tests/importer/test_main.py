"""The command, its documentation, and what it says where somebody mistypes."""

import re

import pytest

from plugins.importer import recognize
from plugins.importer.__main__ import _export_parser, _images_parser, _parser
from tests.importer.conftest import ROOT
from tests.importer.made import comment, item, wxr

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


def test_the_ledger_is_where_it_was_asked_for_and_a_dry_run_writes_it_alone(home):
    """So that it can be read before anything is here; what cannot be written is told before anything is done."""
    # given
    path, export = home.folder / "ledger.jsonl", wxr(item(1, comments=comment(1)), item(2, status="draft"))

    # when
    home.move(export, dry_run=True, ledger=path)
    dry = path.read_text("utf-8")

    # then
    assert not home.content.exists()
    assert len(dry.splitlines()) == 4
    home.move(export, ledger=path)
    assert path.read_text("utf-8") == dry == (home.content / ".import/ledger.jsonl").read_text("utf-8")

    # when
    home.move(wxr(item(3)), ledger=home.folder / "none" / "ledger.jsonl")

    # then
    assert home.code == 1
    assert (
        home.wrong == '--ledger:1: "none/ledger.jsonl" can be no file; name one in a folder that is there\n'
    )
    assert "articles/2012/text-3.md" not in home.files()
