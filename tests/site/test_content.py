"""plugins/site/content.py"""

import re
from pathlib import Path

import pytest

from plugins.site.content import AT_THE_ROOT, HOUSE, LEFT_OVER, Layout, article_paths, layout_of, picture_of

DOCUMENT = Path(__file__).parents[2] / "docs/content.md"


def picture(*places, layout=HOUSE):
    """Of files with these places; a "?" and what is odd may follow."""
    listed = {"": b""}
    for place in sorted(places):
        path, _, oddity = place.partition("?")
        folder, _, name = path.rpartition("/")
        line = f"{name}\0{'?' + oddity if oddity else '1 1 1 1'}".encode()
        listed[folder] = b"\n".join(filter(None, [listed.get(folder, b""), line]))
    return picture_of(listed, layout)


def told(*places, layout=HOUSE):
    return list(map(str, picture(*places, layout=layout).findings("content")))


def test_each_file_is_of_one_kind():
    """The folder says which; the ending says whether it is read."""
    # when
    found = picture(
        "LICENSE", "ledger.txt", "articles/2026/a.md", "pages/b.markdown", "openings/front.md", "dictionary/c/d.md",
        "comments/a/0001-x.md", "comments/dictionary/d/0001-y.md", "comments/a/0001-x.md~", "images/e.jpg",
        "images/f.bin", "mentions.jsonl",
    )  # fmt: skip

    # then
    assert {kind: list(files) for kind, files in found.files.items() if files} == {
        "article": ["articles/2026/a.md"],
        "page": ["pages/b.markdown"],
        "opening": ["openings/front.md"],
        "word": ["dictionary/c/d.md"],
        "static": ["images/e.jpg", "images/f.bin"],
        "ledger": ["ledger.txt", "mentions.jsonl"],
        "licence": ["LICENSE"],
    }
    assert list(found.comments()) == ["comments/a/0001-x.md", "comments/dictionary/d/0001-y.md"]
    assert found.strays == ()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("posts/x.md", "not in a folder of texts, so it is not published; move it to articles/, or build with "
         "ARTICLES=posts"),
        ("x.md", "not in a folder of texts, so it is not published; move it to articles/, or build with ARTICLES=."),
        ("Articles/x.md", '"Articles" is not the folder "articles", so nobody reads what is in it; rename the folder'),
        ("articles/b.MD", '".MD" is not how a text ends, so nobody reads it; rename it to "b.md"'),
        ("articles/b.md.txt", '".md.txt" is not how a text ends, so nobody reads it; rename it to "b.md"'),
        ("articles/b.mdx", '".mdx" is not how a text ends, so nobody reads it; rename it to "b.md"'),
        ("pages/b.txt", '".txt" is not how a text ends, so nobody reads it; rename it to "b.md"'),
        ("articles/b.docx", 'not Markdown, so nobody reads it; save its text as "b.md"'),
        ("dictionary/b.rst", 'not Markdown, so nobody reads it; save its text as "b.md"'),
        ("articles/b.jpg", "an image that is not among the files to show; move it to images/"),
        ("articles/b.csv", "not a text, so nobody reads it; move it to where files are shown from (STATIC_PATHS), or "
         "delete it"),
        ("extra/CNAME", "not in a folder that is known, so it is not published; move it to where files are shown from "
         "(STATIC_PATHS), or delete it"),
        ("comments/a.md", "not in the folder of a thread; move it into one"),
        ("images/a.svg?leads out", "a link that leads out of the sources; put the file itself here"),
        ("comments/a/b.md?leads nowhere", "a link that leads nowhere; put the file itself here, or delete it"),
        ("articles/a?leads to a folder", "a link to a folder; move the folder itself here"),
        ("articles/a.md?is no file", "no file but a pipe, a socket or a device; delete it"),
        ("articles/a.md?has a name", "a control character, or bytes that are not UTF-8, in the name; rename it"),
    ],
)  # fmt: skip
def test_a_stray_is_told_with_what_to_do(place, message):
    """It is of no other kind, so nothing publishes it."""
    # when
    found = picture(place)

    # then
    assert list(map(str, found.findings("content"))) == [f"content/{place.partition('?')[0]}:1: {message}"]
    assert not any(files for kind, files in found.files.items() if kind != "stray")


def test_many_files_astray_for_one_reason_are_one_finding():
    """A folder that was copied in, say."""
    assert told("Articles/a.md", "Articles/b.md", "Articles/c.md") == [
        'content/Articles/a.md:1: "Articles" is not the folder "articles", so nobody reads what is in it; '
        "rename the folder (and 2 more here)"
    ]


def test_other_folders_hold_articles_where_they_are_named():
    """The tree of somebody else's Pelican; what is named deeper wins."""
    # given
    posts = layout_of({"ARTICLE_PATHS": ["posts/"]})
    root = layout_of({"ARTICLE_PATHS": ["."], "ARTICLE_EXCLUDES": ["old", "pages"]})

    # then
    assert list(picture("posts/a.md", layout=posts).of("article")) == ["posts/a.md"]
    assert told("articles/a.md", layout=posts) == [
        "content/articles/a.md:1: not in a folder of texts, so it is not published; move it to posts/, or build with "
        "ARTICLES=articles"
    ]
    found = picture("a.md", "blog/b.md", "pages/c.md", "old/d.md", "dictionary/e.md", "LICENSE", layout=root)
    assert list(found.of("article")) == ["a.md", "blog/b.md"]
    assert list(found.of("page", "word")) == ["pages/c.md", "dictionary/e.md"]
    assert found.strays == ()


def test_the_environment_names_folders_of_articles():
    """What `make ARTICLES=…` sets."""
    assert article_paths({}, ["articles"]) == ["articles"]
    assert article_paths({"ARTICLES": ""}, ["articles"]) == ["articles"]
    assert article_paths({"ARTICLES": "posts essays"}, ["articles"]) == ["posts", "essays"]


def test_a_single_file_can_be_named_to_be_shown():
    """As Pelican's documentation does for CNAME."""
    assert list(picture("extra/CNAME", layout=Layout(statics=("images", "extra/CNAME"))).of("static")) == [
        "extra/CNAME"
    ]


def test_what_is_left_behind_is_the_list_of_the_documentation():
    """Each name in it is ignored, and each rule has an example there."""
    # given
    names = re.search(r"^Ignored: (.+)$", DOCUMENT.read_text("utf-8"), re.MULTILINE)[1]
    examples = re.findall(r"`([^`]+)`", names)

    # then
    assert [name for name in examples if not LEFT_OVER.fullmatch(name) and not name.endswith("/")] == []
    assert told(*(f"articles/{name}" for name in examples if name[0] != "." and not name.endswith("/"))) == []
    endings = re.search(r"\(\?:([a-z|]+)\)", LEFT_OVER.pattern)[1].split("|")
    assert [ending for ending in endings if f"`x.{ending}`" not in names] == []


def test_files_beside_the_folders_are_in_the_documentation():
    """Authors look there for what a file is."""
    text = DOCUMENT.read_text("utf-8")

    assert [name for name in AT_THE_ROOT if f"`{name}`" not in text] == []
