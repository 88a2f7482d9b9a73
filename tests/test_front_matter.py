"""What is wrong with a front matter, as build and checks both say it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from plugins import values
from plugins.front_matter import EVERYWHERE, Customs, read_front_matter, understand

ARTICLE = "Title: A\nDate: 2026-01-02\nCategory: Pay\n{}\n\nText.\n"
WORD = "Date: 2026-03-02\n{}\n\nA, n. B.\n"


def findings(text, kind="article", customs=EVERYWHERE, path="a.md"):
    return [str(finding) for finding in understand(text, path, kind, customs).findings]


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("Tgas: x", 'unknown key "Tgas"; write "Tags:"'),
        ("Draft: true", 'unknown key "Draft"; write "Status: draft"'),
        ("Draft: false", 'unknown key "Draft"; delete the line'),
        ("Save_as: index.html", 'unknown key "Save_as"; delete the line, an address follows from the slug; '
         'write "Slug:" to choose that'),
        ("Url: x/", 'unknown key "Url"; delete the line, an address follows from the slug; '
         'write "Slug:" to choose that'),
        ("Description: x", 'unknown key "Description"; write "Summary:"'),
        ("Mood: x", 'unknown key "Mood"; delete the line, or allow the key in EXTRA_KEYS (pelicanconf.py)'),
        ("Note: this is where the text begins already.",
         'unknown key "Note"; put an empty line before it if it is text, or delete the line'),
        ("Filed because: x", 'unknown key "Filed because"; write "Filed-Because:"'),
        ("Text.", "no empty line after the front matter; put one here"),
        ("title: B", '"title" stands in line 1 already; keep one of them'),
        ("Tags:", '"Tags" is empty; write its value or delete the line'),
        ("Tags: [bees, wax]", '"[bees, wax]" is a list of YAML; write "Tags: bees, wax"'),
        ("Tags:\n- bees\n- wax", '"- bees - wax" is a list of YAML; write "Tags: bees, wax"'),
        ("Tags:\n  - 'bees'\n  - wax", '"- \'bees\' - wax" is a list of YAML; write "Tags: bees, wax"'),
        ("Tags: ++", '"++" has no letter that can stand in an address; write a name with one'),
        ("Tags: a, ++", '"a, ++" holds "++", which has no letter that can stand in an address; write a name with one'),
        ("Summary: |\n    Two lines\n    of it.", '"| Two lines of it." begins as in YAML; write "Summary: Two lines"'),
        ("Summary: 'It.'", '"\'It.\'" has marks of quotation around it; write "Summary: It.", '
         "or “…” if readers are to see the marks"),
        ('Status: "draft"', '""draft"" has marks of quotation around it; write "Status: draft"'),
        ("Status: drafted", '"drafted" is unknown here; write published, draft or hidden'),
        ("Comments: maybe", '"maybe" is unknown here; write open, closed, "closed 2026-03-19" or off'),
        ("Comments: closed 2026-13-01",
         '"closed 2026-13-01" is unknown here; write open, closed, "closed 2026-03-19" or off'),
        ("Modified: 2026-01-02 10:00 EST", '"2026-01-02 10:00 EST" names the zone "EST", which is several; '
         'write its offset in its place, such as "-05:00"'),
        ("Subtitle: B", 'unknown key "Subtitle"; delete the line, or allow the key in EXTRA_KEYS (pelicanconf.py)'),
        ("Update: 2026-11-20", 'unknown key "Update"; write "Modified:"'),
        ("Visibility: private", 'unknown key "Visibility"; write "Status: draft", or "Status: hidden"'),
        ("Modified: 2025-01-02", '"Modified" is before "Date"; write a later date, or delete it'),
        ("Series: Pay talk", '"Pay talk" has no number; write "Series: Name of the series, 1"'),
        ("Lang: french!", '"french!" is no language; write a code such as "fr" or "de-CH"'),
        ("Checked: 2026-13", '"2026-13" is no month; write it as "2026-11"'),
        ("Checked: November 2026", '"November 2026" is no month; write it as "2026-11"'),
        ("Homograph: 0", '"0" cannot be; write a number from 1 to 9'),
        ("Forms: a, a", '"a, a" cannot be; write different words with a comma between them'),
        ("Slug: ../../evil", '"../../evil" cannot be a part of an address; write "evil"'),
        ("Slug: why?", '"why?" cannot be a part of an address; write "why"'),
        ("Replyto: 1", 'unknown key "Replyto"; delete the line, or allow the key in EXTRA_KEYS (pelicanconf.py)'),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(line, finding):
    """At the line that the author typed, with what works when followed."""
    assert findings(ARTICLE.format(line)) == [f"a.md:4: {finding}"]


@pytest.mark.parametrize(
    ("text", "kind", "finding"),
    [
        ("Words.\n", "article", 'a.md:1: no front matter; write "Title: What this is about" in the first line'),
        ("A, n. B.\n", "word", 'a.md:1: no front matter; write "Date: 2026-11-14" in the first line'),
        ("Title:\n\nWords.\n", "page", 'a.md:1: "Title" is missing; write "Title: What this is about"'),
        ("Title: A\nTags: b\n\nWords.\n", "page", 'a.md:2: unknown key "Tags"; delete the line, it is for articles'),
        ("Date: 2026-03-02\nForm: x\n\nA, n. B.\n", "word", 'a.md:2: unknown key "Form"; write "Forms:"'),
        ('Title: "A test"\n\nx\n', "page", 'a.md:1: ""A test"" has marks of quotation around it; '
         'write "Title: A test", or “…” if readers are to see the marks'),
        ("Title: A\nDate: 2026-01-02\nCategory: ..\n\nx\n", "article",
         'a.md:3: ".." has no letter that can stand in an address; write a name with one'),
        ("Title: A\nDate: 03/04/2026\nCategory: Pay\n\nx", "article",
         'a.md:2: "03/04/2026" is no date; write it as "2026-11-14 08:00"'),
        ("Title: A\u202e\n\nx", "page", "a.md:1: the control character U+202E; delete it"),
        (ARTICLE.format("Author: A\nAuthors: B"), "article",
         'a.md:4: "Authors" stand in line 5; write all names there'),
    ],
)  # fmt: skip
def test_a_file_lacks_what_it_needs(text, kind, finding):
    """One finding for one cause."""
    assert findings(text, kind) == [finding]


@pytest.mark.parametrize("typed", ["    Status: draft", "\tstatus:draft"])
def test_a_key_that_is_read_as_a_part_of_another_is_told(typed):
    """A draft was published, in a category named "Pay Status: draft"."""
    key = typed.strip().partition(":")[0]

    assert findings(f"Title: A\nDate: 2026-01-02\nCategory: Pay,\n    x\n{typed}\n\nx\n") == [
        f'a.md:5: "{key}" is read as a part of "Category"; delete the blanks before it'
    ]
    assert findings(ARTICLE.format("Summary: It says\n    note: none.")) == []


@pytest.mark.parametrize("kind", ["article", "page", "opening"])
def test_a_key_after_the_empty_line_is_told(kind):
    """A draft was published, with the line as its first paragraph."""
    front = "Title: A\nDate: 2026-01-02\nCategory: Pay\n\n" if kind == "article" else "Title: A\n\n"
    line = front.count("\n") + 2

    assert findings(f"{front}\nStatus: draft\n\nText.\n", kind) == [
        f'a.md:{line}: "Status" stands after the empty line that ends the keys, so readers see it; move it up to them'
    ]
    assert findings(f"{front}Text.\n\nStatus: draft\n", kind) == []
    assert findings(f"{front}Dates: an apology.\n", kind) == []


@pytest.mark.parametrize("name", ["🐝.md", "...md", "+.md"])
def test_a_file_name_without_a_letter_needs_a_slug(name):
    """Its address was that of the year, and which of the two pages was there depended on the build."""
    told = 'no address can be made of the name of this file; write a "Slug:", such as "Slug: a-short-name"'

    assert findings(ARTICLE.format("Tags: a"), path=name) == [f"{name}:1: {told}"]
    assert findings(ARTICLE.format("Slug: bee"), path=name) == []


def test_what_is_right_is_read():
    """In any case, over two lines, in a zone."""
    # given
    text = (
        "---\nTITLE: A\nDate: 2026-01-02 08:00\nModified: 2026-01-02T08:00+02:00\nCategory: Job  Search\n"
        "Tags: alpha,\n    beta\nAuthors: Ann Lee,\n    Bo Ray\nStatus: Draft\nTerms: Yes\n"
        "Comments: closed 2026-03-19\nSeries: Pay talk, 2\nAliases: /old/, /older/\nMood: fair\n---\n"
    )

    # when
    front = understand(
        text, "content/articles/x y.md", "article", Customs(ZoneInfo("Asia/Tokyo"), frozenset({"mood"}))
    )

    # then
    assert front.findings == ()
    assert front.values["date"].astimezone(UTC) == datetime(2026, 1, 1, 23, tzinfo=UTC)
    assert {name: front.values[name] for name in front.values if name not in ("date", "modified")} == {
        "title": "A",
        "category": "Job  Search",
        "tags": ("alpha", "beta"),
        "authors": ("Ann Lee", "Bo Ray"),
        "status": "draft",
        "terms": "yes",
        "comments": ("closed", datetime(2026, 3, 18, 15, tzinfo=UTC)),
        "series": ("Pay talk", 2),
        "aliases": ("/old/", "/older/"),
        "mood": "fair",
        "slug": "x-y",
    }


def test_bytes_that_are_no_text_are_one_finding():
    """Nothing else is worth saying of them."""
    assert [str(one) for one in read_front_matter(b"Title: \xff", "a.md", "page").findings] == [
        "a.md:1: not UTF-8; save the file as UTF-8"
    ]


def test_a_fault_of_the_software_is_no_authors(monkeypatch):
    """A ValueError of ours, while a value is read, would send an author to look for a mistake that is not there."""
    monkeypatch.setitem(values.READERS, "month", lambda *_: int("no number"))

    with pytest.raises(ValueError, match="invalid literal"):
        findings(ARTICLE.format("Checked: 2026-11"))
