"""The software publishes for anybody: nothing of this publication stands in plugins/ or theme/."""

import re

from tests.walks.test_privacy import unpacked
from tests.walks.walk import Walk

ANOTHER = """
SITENAME = "The Other Paper"
SITESUBTITLE = "Kind words."
SHORT_NAME = "Other Paper"
SITEURL = "https://paper.test/magazine"
FEED_ORIGIN = "https://paper.test"
AUTHOR = "A. Nother"
ID_AUTHORITY = "paper.test"
LICENSE_NAME = "All rights reserved"
LICENSE_URL = "https://paper.test/magazine/about/"
CATEGORY_ORDER = []
THREADS_NOTE = CONTACT = ""
SEARCH_INDEX = True
MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
DATE_FORM = "{day} de {month} de"
"""
OURS = re.compile(
    rb"exit[ -]?interview|CC[ -]BY|creativecommons|the editor|r\xc3\xa9sum\xc3\xa9s|colophon|skeptic",
    re.IGNORECASE,
)
ENGLISH_MONTH = re.compile(
    r"(?<![\w-])(?:January|February|March|April|June|July|August|September|October|December)(?!\w)"
)


def test_nothing_of_ours_is_in_the_release_of_another_publication(tmp_path):
    """Its name, its licence, its zone, its address under a path, its tag authority; also in what is packed."""
    # given
    walk = Walk(tmp_path / "site", "Europe/Lisbon")
    walk.set(ANOTHER)
    walk.delete("comments/coffee/0001-01J8ZC5T9R01.md")
    walk.change("dictionary/gap.md", "résumé", "letter")

    # when
    walk.publish()

    # then
    files = walk.every_live_file()
    found = {
        path: hit[0]
        for path, data in files.items()
        for part in unpacked(path, data)
        if (hit := OURS.search(part))
    }
    assert found == {}
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html")}
    assert [path for path, page in pages.items() if ENGLISH_MONTH.search(page)] == []
    assert any(
        re.search(r"\d de (?:janeiro|fevereiro|março|junho) de 202\d", page) for page in pages.values()
    )
    assert "All rights reserved" in walk.read("feeds/all.atom")
    assert "tag:paper.test," in walk.read("feeds/all.atom")
