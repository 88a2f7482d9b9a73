"""Settings for commands that do without Pelican."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plugins.site.publication import _editions
from plugins.site.settings import EDITIONS, read_settings, zone_of
from plugins.source import AuthorError

SHARED = 'import os\n\nTIMEZONE = os.environ.get("NO_SUCH_NAME", "Asia/Tokyo")\nsmall = 1\n'


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_settings_are_what_the_program_says(tmp_path):
    """Also what it takes over from another file, as publishconf.py does."""
    # given
    write(tmp_path, "pelicanconf.py", SHARED)
    path = write(
        tmp_path,
        "publishconf.py",
        "import sys\nfrom pathlib import Path\n\nsys.path.insert(0, str(Path(__file__).parent))\n\n"
        'from pelicanconf import *\n\nSITEURL = "https://a.example"\n',
    )

    # when
    settings = read_settings(path)

    # then
    assert settings == {"TIMEZONE": "Asia/Tokyo", "SITEURL": "https://a.example"}
    assert datetime(2026, 1, 1, 9, tzinfo=zone_of(settings)) == datetime(2026, 1, 1, tzinfo=UTC)


def test_two_publications_are_not_mixed_up(tmp_path):
    """Both call their settings the same."""
    found = []
    for zone in ("Asia/Tokyo", "Europe/Berlin"):
        folder = tmp_path / zone.rpartition("/")[2]
        write(folder, "pelicanconf.py", f"TIMEZONE = {zone!r}\n")
        text = f"import sys\n\nsys.path.insert(0, {str(folder)!r})\n\nfrom pelicanconf import TIMEZONE\n"
        found.append(read_settings(write(folder, "publishconf.py", text))["TIMEZONE"])

    assert found == ["Asia/Tokyo", "Europe/Berlin"]


def test_without_a_file_nothing_is_set():
    """Commands run in any folder; dates are told in UTC then."""
    noon = datetime(2026, 7, 1, 12, tzinfo=zone_of(read_settings(Path("no/such/file.py"))))

    assert noon == datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            'A = 1\n\nTIMEZONE = "Berlin"\n',
            3,
            "TIMEZONE = 'Berlin' names no zone; write one such as \"Europe/Berlin\"",
        ),
        (
            'A = 1\nPARTS_OF_SPEECH = {"participle": "participle"}\n',
            2,
            "PARTS_OF_SPEECH has 'participle': 'participle'; write an abbreviation and its words, "
            '"pp.": "participle"',
        ),
        (
            'LABELS = ["law"]\n',
            1,
            "LABELS has ['law']: ''; write an abbreviation and its words, \"arch.\": \"archaic\"",
        ),
        ("A = 1\nB = no\n", 2, "NameError: name 'no' is not defined; mend the settings"),
        ("A = 1\nB = (\n", 2, "SyntaxError: '(' was never closed; mend the settings"),
    ],
)
def test_wrong_settings_are_named_with_their_line(tmp_path, text, line, message):
    """No traceback: authors write them too."""
    # given
    path = write(tmp_path, "conf.py", text)

    # when
    with pytest.raises(AuthorError) as caught:
        read_settings(path)

    # then
    assert str(caught.value) == f"{path}:{line}: {message}"


@pytest.mark.parametrize(
    ("chosen", "made"),
    [(["all"], EDITIONS), (["pdf", "stardict"], ("stardict", "pdf")), (["all", "pdf"], EDITIONS)],
)
def test_the_editions_that_are_made_are_those_that_are_chosen(chosen, made):
    """ "all" is every one; the order is the house's."""
    settings = defaultdict(str, EDITIONS=chosen, SHORT_NAME="A")

    assert _editions(settings, urlsplit("https://a.example")).kinds == made
