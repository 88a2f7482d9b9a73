"""Other systems, on the same path: Ghost, Substack, Blogger, Movable Type, folders of Hugo, Jekyll and Pelican."""

import json
import re
from itertools import chain

import pytest

from plugins.importer import ghost
from tests.importer.made import OLD, disqus
from tests.importer.samples import EXPORTS, of_pelican, packed


def header(home, path):
    return dict(line.partition(": ")[::2] for line in home.files()[path].partition("\n\n")[0].splitlines())


def outcomes(home, kind):
    return {identity: str(line.outcome) for (k, identity), line in home.ledger().items() if k == kind}


def test_ghost_with_its_tags_authors_and_pages(home):
    """What members paid for is no article, and nobody's address is read."""
    # when
    home.move(EXPORTS / "ghost.json")

    # then
    told = header(home, "articles/2021/gribble.md")
    assert (told["Category"], told["Tags"], told["Authors"]) == ("Grobbing", "Mondays", "Plim Snurfson")
    assert (told["Summary"], told["Aliases"]) == ("On grobbing &amp; Mondays", "/gribble/")
    assert told["Modified"] == "2021-04-01 08:00"
    assert outcomes(home, "post") == {"p1": "changed", "p2": "skipped", "p3": "skipped"}
    assert list(home.files()) == ["articles/2021/gribble.md", "pages/who.md", "redirects.txt"]
    assert "@grob.example" not in home.everything()
    assert "1 images without a host; --address says where the old site was" in home.said


def test_ghost_s_images_are_listed_by_the_address_that_is_given(home):
    """The export has neither them nor the address of its site."""
    # when
    home.move(EXPORTS / "ghost.json", address="https://grob.example/")

    # then
    assert "https://grob.example/content/images/grob.jpg" in home.files()["articles/2021/gribble.md"]
    assert "grob.example/content/images/grob.jpg" in (home.content / ".import/images.jsonl").read_text(
        "utf-8"
    )


def test_ghost_in_both_of_its_shapes(home):
    """`{"db": [{"data": …}]}` and `{"data": …}`; anything else is told."""
    # given
    data = json.loads((EXPORTS / "ghost.json").read_text("utf-8"))["db"][0]

    # then
    assert home.move(json.dumps({"data": data["data"]})).code == 0
    assert "articles/2021/gribble.md" in home.files()
    assert home.move('{"db": [{"data": ').wrong.startswith("export-0.xml:1: no JSON that is whole")
    assert 'it has no "data"' in home.move('{"db": []}').wrong


def test_ghost_says_how_large_an_export_may_be(home, monkeypatch):
    """It is one value, and is not read to its end to find that it is too large."""
    # given
    monkeypatch.setattr(ghost, "LARGEST", 1 << 20)
    endless = (f"{' ' * 1000}{n}," for n in range(10**9))
    monkeypatch.setattr(ghost, "texts_of", lambda *_: chain(['{"data": {"posts": ['], endless))

    # when
    home.move(EXPORTS / "ghost.json")

    # then
    assert home.wrong.endswith("ghost.json:1: larger than 1 MB; export fewer posts at a time\n")


def test_substack_takes_titles_and_audiences_from_the_table(home):
    """The HTML has none of them; a post without its file is told; a paid one is a draft; addresses stay closed."""
    # when
    home.move(packed(EXPORTS / "substack"))

    # then
    told = header(home, "articles/2022/quennel.md")
    assert (told["Title"], told["Summary"]) == ('The Quennel, "a tool"', "What it is and what not")
    assert told["Aliases"] == "/p/quennel/"
    assert "https://bucket.example/quennel.jpg" in home.files()["articles/2022/quennel.md"]
    assert "substackcdn" not in home.files()["articles/2022/quennel.md"]
    assert outcomes(home, "post") == {"101": "kept", "102": "skipped", "103": "changed", "104": "skipped"}
    assert home.ledger()["post", "103"].notes[0].text == "its file is not in the export"
    assert "@quennel" not in home.everything()


def test_blogger_has_comments_that_are_comments(home):
    """Stock importers make articles of them."""
    # when
    home.move(EXPORTS / "blogger.xml")

    # then
    told = header(home, "articles/2010/flimmer.md")
    assert told["Title"] == "The flimmer & its lamp"
    assert (told["Category"], told["Tags"], told["Aliases"]) == ("Flimmer", "lamps", "/2010/02/flimmer.html")
    assert "[itself](/2010/flimmer/)" in home.files()["articles/2010/flimmer.md"]
    first, second = home.thread("flimmer")
    assert "Website: http://wick.example/" in first
    assert "Imported-From: blogger:81000000001" in first
    assert "Replyto: 1" in second
    assert "@blogger.example" not in home.everything()


def test_an_export_of_blogger_of_sixty_four_entries_has_one_comment(home):
    """Pelican's own; its importer makes 64 texts of it."""
    # given
    export = of_pelican("bloggerexport.xml")
    if export is None:
        pytest.skip("this Pelican came without its tests")

    # when
    home.move(export)

    # then
    kinds = [kind for kind, _ in home.ledger()]
    assert (kinds.count("comment"), len(kinds) - kinds.count("comment")) == (1, 63)


def test_what_is_said_under_a_text_that_is_not_there_is_told(home):
    """Blogger keeps comments apart; so does Disqus, where a thread may be missing."""
    # given
    blogger = (EXPORTS / "blogger.xml").read_text("utf-8")
    number = re.search(r"in-reply-to[^>]*?post-(\d+)", blogger)[1]
    threads = disqus((1, "", f"{OLD}/x/", "x", [(5, 0, "Vex", "<p>Hm.</p>", {})])).replace(
        '<thread dsq:id="1" />', '<thread dsq:id="9" />'
    )

    # then
    home.move(re.sub(rf"(in-reply-to[^>]*?post-){number}", r"\g<1>404", blogger))
    assert home.code == 0, home.wrong
    assert set(outcomes(home, "comment").values()) == {"skipped"}
    home.move(threads)
    assert home.code == 0, home.wrong
    assert home.ledger()["comment", "5"].notes[0].text == "its thread is not in the export"


def test_movable_type_with_comments_and_pings(home):
    """The oldest form, still what several hosts export."""
    # when
    home.move(EXPORTS / "movabletype.txt")

    # then
    text = home.files()["articles/2004/the_wobbet.md"]
    told = header(home, "articles/2004/the_wobbet.md")
    assert (told["Date"], told["Category"], told["Tags"]) == (
        "2004-05-03 21:12:44",
        "Wobbets",
        "Ledges, heights, odd things",
    )
    assert told["Aliases"] == "/archives/2004/05/the_wobbet.html"
    assert text.endswith("A wobbet stood  \non a ledge.\n\nIt did not fall.\n\nLater it did.\n")
    comment_file, ping = home.thread("the_wobbet")
    assert comment_file.endswith("\n\nMine fell too.\n")
    assert "Kind: trackback\nSource: http://ledges.example/1\n" in ping
    assert "203.0.113" not in home.everything()
    assert "zeb@" not in home.everything()


def test_folders_of_hugo_jekyll_and_pelican(home):
    """Headers in TOML, YAML and lines; what other programs would fill in stays and is told."""
    # when
    home.move(EXPORTS / "hugo")

    # then
    told = header(home, "articles/2019/lift.md")
    assert (told["Title"], told["Category"], told["Tags"]) == (
        "The Dreel <lift>",
        "Dreels",
        "Lifts, going up",
    )
    assert (told["Date"], told["Aliases"]) == ("2019-03-04 10:00:00+01:00", "/old/dreel/")
    assert '{{< figure src="dreel.jpg" >}}' in home.files()["articles/2019/lift.md"]
    assert (
        home.ledger()["post", "hugo/posts/lift/index.md"].notes[0].text
        == "{{< figure >}} of another program stands in the text"
    )
    assert home.ledger()["file", "hugo/README.md"].outcome == "skipped"
    assert header(home, "pages/about.md" if "pages/about.md" in home.files() else "pages/about-dreels.md")[
        "Aliases"
    ]

    # when
    home.move(EXPORTS / "jekyll")
    home.move(EXPORTS / "pelican")

    # then
    assert header(home, "articles/2018/sprockling.md")["Aliases"] == "/2018/07/sprockling.html"
    told = header(home, "articles/2017/vellick.md")
    assert (told["Title"], told["Tags"], told["Summary"]) == (
        "The Vellick, again",
        "vellick, again",
        "Once more",
    )


@pytest.mark.parametrize(
    "text", ["---\ntitle: [x\n---\n", "---\na: &a [*a]\n---\nx\n", '+++\ntitle = "x\n+++\n']
)
def test_a_header_that_cannot_be_read_is_told(home, text):
    """With the file; and no alias of YAML fills the memory."""
    # given
    (home.folder / "blog").mkdir()
    home.write("blog/x.md", text)

    # when
    home.move(home.folder / "blog")

    # then
    assert home.code in (0, 1)
    assert home.code == 0 or "blog/x.md:2: a header that cannot be read" in home.wrong


def of_ghost(home, **post):
    """The body of a text of Ghost, and what is told of it."""
    row = {"id": "1", "title": "Own", "slug": "own", "status": "published", "html": None} | post
    row |= {name: json.dumps(tree) for name, tree in post.items() if isinstance(tree, dict)}
    row["published_at"] = "2024-01-01T00:00:00.000Z"
    home.move(home.write("ghost.json", json.dumps({"data": {"posts": [row]}})))
    text = home.files()["articles/2024/own.md"].partition("\n\n")[2].strip()
    return text, [note.text for note in home.ledger()["post", "1"].notes]


def test_a_text_that_ghost_exports_without_html_is_told_as_a_loss_where_it_cannot_be_read(home):
    """The worst there is to look at, and not a note among others."""
    # when
    of_ghost(home, lexical="{}")

    # then
    assert home.ledger()["post", "1"].weight == 3
    assert "its text is lost" in home.said


def test_a_page_of_ghost_is_counted_as_one_whatever_says_so(home):
    """Before version 3 a field did, since then the type; an export that was converted has both."""
    # given
    rows = [
        {"id": str(n), "title": f"T{n}", "slug": f"t{n}", "status": "published", "html": "<p>x</p>"} | more
        for n, more in enumerate(({"type": "post", "page": 1}, {"page": True}, {"type": "page"}, {"page": 0}))
    ]

    # when
    home.move(home.write("ghost.json", json.dumps({"data": {"posts": rows}})))

    # then
    assert home.code == 0, home.wrong
    assert sorted(kind for kind, _ in home.ledger()) == ["page", "page", "page", "post"]


def test_markdown_of_before_has_no_second_title_and_no_key_in_its_text(home):
    """A check would refuse both; what is code stays."""
    # given
    text = "---\ntitle: T\ndate: 2020-01-01\n---\nDate: tomorrow\n\n# One\n\n## Two\n\n```\n# three\n```\n#four\n"
    (home.folder / "blog").mkdir()
    home.write("blog/x.md", text)

    # when
    home.move(home.folder / "blog")

    # then
    shown = home.files()["articles/2020/x.md"].partition("\n\n")[2]
    assert shown == "Date&#58; tomorrow\n\n## One\n\n## Two\n\n```\n# three\n```\n#four\n"
    (line,) = home.ledger().values()
    assert line.notes[0].text.startswith("headings of the first level are of the second")


def words(text, style=0):
    return {"type": "extended-text", "text": text, "format": style}


LEXICAL = {
    "root": {
        "children": [
            {
                "type": "paragraph",
                "children": [
                    words("A "), words("wob", 1), words("bet", 3), {"type": "linebreak"}, words("and "),
                    {"type": "link", "url": "https://w.example/", "children": [words("a ledge")]}, words("."),
                ],
            },
            {"type": "extended-heading", "tag": "h3", "children": [words("Ledges")]},
            {
                "type": "list", "listType": "number",
                "children": [{"type": "listitem", "children": [words(one)]} for one in ("one", "two")],
            },
            {
                "type": "image", "src": "__GHOST_URL__/content/images/l.jpg", "alt": "A ledge",
                "caption": "<p>So <b>high</b></p>",
            },
            {"type": "codeblock", "code": "x < 1", "language": "python"},
            {"type": "horizontalrule"},
            {"type": "callout", "calloutEmoji": "!", "calloutText": "Mind <i>it</i>."},
            {"type": "html", "html": "<p>Raw.</p>"},
            {"type": "markdown", "markdown": "Some *marks*."},
            {"type": "bookmark", "url": "https://b.example/", "metadata": {"title": "A book"}},
            {"type": "email", "html": "<p>Hello, member</p>"},
            {"type": "hologram"},
        ]
    }
}  # fmt: skip
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["strong"], ["a", ["href", "https://w.example/"]]],
    "atoms": [["soft-return", "", {}]],
    "cards": [["card-markdown", {"markdown": "Some *marks*."}], ["hr", {}]],
    "sections": [
        [
            1,
            "p",
            [[0, [], 0, "A "], [0, [0], 1, "wobbet"], [1, [], 0, 0], [0, [1], 1, "ledge"], [0, [], 0, "."]],
        ],
        [10, 1],
        [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
        [10, 0],
    ],
}


def test_ghosts_own_forms_are_read_where_there_is_no_html(home):
    """Paragraphs, lists and the usual cards; what only members were sent is left out; an unknown card is told."""
    # when
    text, notes = of_ghost(home, lexical=LEXICAL)

    # then
    assert re.match(r"A (\*\*|<strong>)wob", text)
    for piece in (
        "[a ledge](https://w.example/).", "### Ledges", "1. one\n2. two", 'alt="A ledge"', "<b>high</b></figcaption>",
        "x < 1", "Mind *it*.", "Raw.", "Some *marks*.", "[A book](https://b.example/)",
    ):  # fmt: skip
        assert piece in text, piece
    assert "member" not in text
    assert notes[0] == 'a card "hologram" is left out'

    # when
    (home.content / "articles/2024/own.md").unlink()
    other = type(home)(home.folder / "other", home.capsys)
    other.folder.mkdir()
    text, notes = of_ghost(other, mobiledoc=MOBILEDOC)

    # then
    assert text == "A **wobbet**  \n[ledge](https://w.example/).\n\n---\n\n- one\n- two\n\nSome *marks*."
    assert notes == []
