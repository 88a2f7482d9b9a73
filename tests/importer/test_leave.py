"""What goes out comes back as it was."""

import json
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.importer.__main__ import main
from plugins.importer.ours import OUR_KEYS
from plugins.keys import keys_of
from plugins.site.settings import read_settings
from tests.importer.conftest import ROOT
from tests.importer.made import OLD, comment, item, wxr

HERE = {
    "articles/2012/first.md": """\
Title: A <b> & “title”
Date: 2012-05-03 09:12:44+02:00
Modified: 2013-01-01 10:00
Category: Pay
Tags: desks, Pay
Authors: Ann Lee, Bo Ray
Checked: 2026-11
Review-By: 2027-11-01
Summary: In *Markdown*
Aliases: /old/first/
Series: Desks, 1
Filed-Because: It is about pay.
Id: tag:x,2012:first

Words *and* [a link]({filename}second.md#x), [out](https://x.example/?a=1&b=2).

- one
    - two

<figure><img src="/images/a.png" alt=""><figcaption>c ]]> --></figcaption></figure>
""",
    "articles/2012/second.md": """\
Title: Second
Date: 2012-06-01 10:00
Category: Desks
Comments: closed 2019-03-19

Text.
""",
    "articles/2026/idea.md": "Title: Idea\nDate: 2026-01-01 10:00\nCategory: Desks\nStatus: draft\n\nNot yet.\n",
    "articles/2012/quiet.md": "Title: Quiet\nDate: 2012-07-01 10:00\nCategory: Desks\nStatus: hidden\n\nShh.\n",
    "pages/about.md": "Title: About\nDate: 2012-01-01 00:00\n\nWho.\n",
    "pages/undated.md": "Title: Undated\n\nSome day.\n",
    "redirects.txt": "# Of before\n/?p=123  /2012/first/\n/label/Old%20desks/  /desks/\n/feed.xml  /feeds/all.atom\n",
    "comments/first/0002-01JC.md": """\
Number: 2
Id: 01JC
Date: 2012-05-04T10:00:00Z
Author: Ann Lee
Role: author

Yes *and* no.
""",
    "comments/first/0005-x.md": """\
Number: 5
Id: x
Date: 2012-05-04T09:00:00Z
Author: Quill
Website: https://quill.example/
Replyto: 2
Modified: 2012-05-05T09:00:00Z
Imported-From: wordpress:8812
Markup: html

<p>a<br>b</p>
<pre>c
d</pre>
""",
    "comments/second/0001-i.md": """\
Number: 1
Id: i
Date: 2012-06-02T09:00:00Z
Author: ann
Role: author

Signed otherwise than the text.
""",
    "comments/first/0006-gone.md": "Number: 6\nId: gone\nDate: 2012-05-05T09:00:00Z\nStatus: deleted\n",
    "comments/first/0007-p.md": """\
Number: 7
Id: p
Date: 2012-05-06T09:00:00Z
Author: Else
Kind: pingback
Replyto: 6
Source: https://else.example/

quoted
""",
}


def out(content, path):
    assert main(["export", "--wxr", str(path), "--from", str(content)]) == 0
    return path.read_text("utf-8")


def test_a_publication_goes_out_and_comes_back_file_by_file(home):
    """Headers, Markdown, numbers, ids, tombstones: nobody loses anything by leaving."""
    # given
    for name, text in HERE.items():
        (home.content / name).parent.mkdir(parents=True, exist_ok=True)
        (home.content / name).write_text(text, "utf-8")
    first = out(home.content, home.folder / "one.xml")

    # when
    other = type(home)(home.folder / "other", home.capsys)
    other.folder.mkdir()
    other.move(home.folder / "one.xml", drafts=True)

    # then
    assert other.code == 0, other.wrong
    back = other.files()
    assert back.keys() == HERE.keys()
    assert back["redirects.txt"].splitlines()[1:] == HERE["redirects.txt"].splitlines()[1:]
    assert back["pages/undated.md"] == HERE["pages/undated.md"]
    assert "1970" not in first
    for name in HERE.keys() - {"redirects.txt"}:
        if name.startswith("comments/"):
            assert back[name] == HERE[name]
        else:
            ours, theirs = (text.partition("\n\n") for text in (HERE[name], back[name]))
            assert theirs[2] == ours[2], name
            assert set(ours[0].splitlines()) <= set(theirs[0].splitlines()), name
    assert out(other.content, home.folder / "two.xml") == first


def test_whoever_leaves_is_told_what_does_not_come_along(home):
    """Images that nobody fetched, too: the old site may be gone when they are missed."""
    # given
    home.move(wxr(item(1, body=f'<img src="{OLD}/wp-content/desk.jpg">')))

    # when
    main(["export", "--json", str(home.folder / "ghost.json"), "--from", str(home.content)])

    # then
    said = home.capsys.readouterr().out
    assert "Not in it: 1 image of old.example, never fetched: texts name them there\n" in said
    assert "Old addresses are in WXR alone" in said


def test_an_article_without_an_id_keeps_the_one_that_feeds_gave_it(home):
    """Who moves from here to here loses no subscriber either."""
    # given
    for name, text in HERE.items():
        (home.content / name).parent.mkdir(parents=True, exist_ok=True)
        (home.content / name).write_text(text, "utf-8")

    # then
    authority = read_settings(ROOT / "pelicanconf.py")["ID_AUTHORITY"]
    assert f">tag:{authority},2012-06-01:second</guid>" in out(home.content, home.folder / "one.xml")


def test_every_key_of_a_text_goes_out_in_one_way_or_another():
    """A new key is a line in ours.py, or is named here with a reason."""
    # given
    of_wordpress = set("title date modified category tags author authors slug id".split())
    of_a_preview = {"shared"}

    # then
    keys = keys_of("article").keys() | keys_of("page").keys()
    assert keys - of_wordpress - of_a_preview <= OUR_KEYS


def test_no_address_of_anybody_is_in_an_export(home):
    """The fields are there, because programs ask for them, and are empty."""
    # given
    home.move(wxr(item(1, comments=comment(1))))

    # when
    text = out(home.content, home.folder / "one.xml")

    # then
    assert "<wp:comment_author_email></wp:comment_author_email>" in text
    assert "<wp:comment_author_IP></wp:comment_author_IP>" in text
    assert "mail.example" not in text


def test_ghosts_form_has_the_texts_their_tags_and_their_authors(home):
    """As Ghost's own importer wants it."""
    # given
    home.move(wxr(item(1, terms=(("category", "pay", "Pay"), ("post_tag", "x", "desks")))))

    # when
    main(["export", "--json", str(home.folder / "ghost.json"), "--from", str(home.content)])

    # then
    data = json.loads((home.folder / "ghost.json").read_text("utf-8"))["db"][0]["data"]
    (post,) = data["posts"]
    assert (post["slug"], post["html"], post["status"]) == ("text-1", "<p>A plain text.</p>", "published")
    assert [tag["name"] for tag in data["tags"]] == ["Pay", "desks"]
    assert [user["name"] for user in data["users"]] == ["Tamsin Varrow"]


WORDS = st.text(st.sampled_from(string.ascii_letters + "  \n\n*_[]<>&;:#-|`~!()'\"@\\{}é😀"), max_size=60)
COMMENTS = st.lists(
    st.tuples(WORDS, st.sampled_from(["1", "0", "spam", "trash"]), st.integers(0, 9), WORDS), max_size=6
)
TEXTS = st.lists(
    st.tuples(
        WORDS,
        WORDS,
        st.sampled_from(["publish", "draft", "private", "inherit", "odd"]),
        st.sampled_from(["post", "post", "page", "revision", "attachment", "wp_block", "thing"]),
        WORDS,
        COMMENTS,
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_whatever_is_in_an_export_the_ledger_adds_up_and_leaving_is_a_fixed_point(
    tmp_path_factory, capsys, texts
):
    """Import, export, import, export: the two exports are equal."""
    # given
    folder = tmp_path_factory.mktemp("any")
    number = iter(range(1, 1000))
    items = []
    for place, (title, body, status, kind, slug, said) in enumerate(texts, start=1):
        comments = "".join(
            comment(next(number), words, comment_approved=state, comment_parent=parent, comment_author=name)
            for words, state, parent, name in said
        )
        items.append(
            item(
                place,
                title,
                body,
                comments,
                status=status,
                post_type=kind,
                post_name=slug,
                link=f"{OLD}/{place}/",
            )
        )
    (folder / "zero.xml").write_text(wxr(*items), "utf-8")

    # when
    made = []
    for before, now in (("zero", "one"), ("one", "two")):
        assert main([str(folder / f"{before}.xml"), "--into", str(folder / now), "--drafts"]) == 0, (
            capsys.readouterr()
        )
        made.append(out(folder / now, folder / f"{now}.xml"))

    # then
    assert made[0] == made[1]
