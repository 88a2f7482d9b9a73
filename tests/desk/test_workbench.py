"""The pages on which texts are written: every byte is kept, and nobody else can write."""

import re
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import pytest

from plugins.desk.guard import Guard
from plugins.desk.workbench import Workbench

ONE = "articles/2026/one.md"
CONSTRUCTS = (
    "Title: One\nDate: 2026-03-02\nCategory: Pay\nTags: a,\n\tb\n\n**Mr. Perk**, n., (1) a `thing`; (2) less.\n"
    "\n> | Verse,\n> |   indented;\n>\n> — Orton Plume\n\n```python\nprint('</textarea>')\n```\n\n<b>&amp; &lt;</b>\t\n"
    "\n| a |\n|---|\n\n[^1]: Foot.\n\n\n\nTwo blanks at the end  \n \n"
)


@pytest.fixture
def bench(project, monkeypatch):
    """A desk in a project, which listens on port 8000."""
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    return Workbench(Path("content"), Path("pelicanconf.py"), Guard("127.0.0.1", 8000))


def headers(**changes):
    """Of the author's own browser, but for changes."""
    said = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    message = Message()
    for name, value in (said | {name.replace("_", "-"): value for name, value in changes.items()}).items():
        if value is not None:
            message[name] = value
    return message


def get(bench, address, **changes):
    return bench.get(address, headers(**changes))


def post(bench, path, fields, **changes):
    body = urlencode({"token": bench.guard.token} | fields).encode()
    return bench.post(f"/-desk/{path}", headers(**changes), body)


def opened(answer):
    """Text and digest, as a browser has them in the form: lines end as browsers post them."""
    from html import unescape

    page = answer.body.decode()
    text = unescape(re.search(r"<textarea id=\"text\"[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[1])
    return text.replace("\n", "\r\n"), re.search(r'name="digest" value="(\w+)"', page)[1]


@pytest.mark.parametrize(
    "data",
    (
        CONSTRUCTS.encode(),
        CONSTRUCTS.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + CONSTRUCTS.encode(),
        CONSTRUCTS.rstrip().encode(),
        b"\n\n" + CONSTRUCTS.encode(),
        CONSTRUCTS.replace("\n", "\r").encode(),
    ),
)
def test_what_is_opened_and_changed_keeps_every_other_byte(bench, data):
    """Saved unchanged: the same bytes. Saved with a word more: that word."""
    # given
    file = bench.content / ONE
    file.write_bytes(data)
    text, digest = opened(get(bench, f"/-desk/edit?file={ONE}"))

    # when
    same = post(bench, "save", {"file": ONE, "digest": digest, "text": text})
    assert file.read_bytes() == data
    more = post(bench, "save", {"file": ONE, "digest": digest, "text": text.replace("Verse", "Worse verse")})

    # then
    assert (same.status, more.status) == (303, 303)
    assert more.location == f"/-desk/edit?file={ONE.replace('/', '%2F')}&page=&saved=1"
    assert file.read_bytes() == data.replace(b"Verse", b"Worse verse")


def test_what_an_editor_saved_meanwhile_is_not_lost(bench):
    """Both are shown; saving again is a decision."""
    # given
    file = bench.content / ONE
    text, digest = opened(get(bench, f"/-desk/edit?file={ONE}"))
    file.write_text(file.read_text() + "From an editor.\n")

    # when
    answer = post(bench, "save", {"file": ONE, "digest": digest, "text": text + "From a browser.\r\n"})

    # then
    assert answer.status == 409
    assert "From an editor." in file.read_text()
    assert "From a browser." not in file.read_text()
    page = answer.body.decode()
    assert page.index("From a browser.") < page.index("From an editor.")
    assert 'id="editor" data-unsaved>' in page  # Escape does not leave it

    # when
    mine, now = opened(answer)
    post(bench, "save", {"file": ONE, "digest": now, "text": mine})

    # then
    assert file.read_text().endswith("First words.\nFrom a browser.\n")


@pytest.mark.parametrize(
    ("changes", "said"),
    (
        ({"Host": "evil.test:8000"}, "asked for by another name; write http://127.0.0.1:8000/\n"),
        ({"Host": "127.0.0.1:9"}, "asked for by another name; write http://127.0.0.1:8000/\n"),
        ({"Origin": "http://evil.test"}, "posted from another site\n"),
        ({"Origin": None}, "posted from another site\n"),
        ({"Origin": "null"}, "posted from another site\n"),
        ({"Sec_Fetch_Site": "cross-site"}, "posted from another site\n"),
    ),
)
def test_nobody_else_writes(bench, changes, said):
    """Another origin, and a name that resolves to this machine."""
    # given
    before = (bench.content / ONE).read_bytes()
    _, digest = opened(get(bench, f"/-desk/edit?file={ONE}"))

    # when
    answer = post(bench, "save", {"file": ONE, "digest": digest, "text": "x"}, **changes)

    # then
    assert (answer.status, answer.body.decode()) == (403, said)
    assert (bench.content / ONE).read_bytes() == before


def test_a_form_carries_the_token_of_this_run(bench):
    """And pages are not for another name either."""
    assert post(bench, "save", {"token": "x", "file": ONE, "digest": "", "text": "x"}).status == 403
    assert get(bench, f"/-desk/edit?file={ONE}", Host="evil.test:8000").status == 403
    assert get(bench, "/drafts/", Host="evil.test:8000").status == 403


def test_who_serves_to_others_cannot_write(bench):
    """Nobody knows who they are."""
    other = Workbench(bench.content, bench.settings, Guard("0.0.0.0", 8000))  # noqa: S104

    answer = get(other, f"/-desk/edit?file={ONE}")

    assert (answer.status, answer.body.decode()) == (
        403,
        "texts are changed on this machine only; write make devserver without SERVER=\n",
    )


@pytest.mark.parametrize(
    ("place", "said"),
    (
        ("../../etc/x.md", '"../../etc/x.md" is not in content/\n'),
        ("articles/../../pelicanconf.py", '"articles/../../pelicanconf.py" is not in content/\n'),
        ("/etc/passwd.md", '"/etc/passwd.md" is not in content/\n'),
        ("link.md", '"link.md" goes through a link; put the file itself here\n'),
        ("out/x.md", '"out/x.md" goes through a link; put the file itself here\n'),
        ("ledger.txt", '"ledger.txt" is no text; open it in another program\n'),
        ("ids.json", '"ids.json" is no text; open it in another program\n'),
        (".rename.json", '".rename.json" is no text; open it in another program\n'),
        ("articles/none.md", 'there is no "articles/none.md" any more\n'),
    ),
)
def test_what_is_no_text_of_content_is_refused(bench, tmp_path, place, said):
    """Neither shown nor written."""
    # given
    (tmp_path / "x.md").write_text("secret")
    (bench.content / "link.md").symlink_to(tmp_path / "x.md")
    (bench.content / "out").symlink_to(tmp_path)
    for name in ("ledger.txt", "ids.json"):
        (bench.content / name).write_text("#\n")

    # when
    shown = get(bench, f"/-desk/edit?{urlencode({'file': place})}")
    saved = post(bench, "save", {"file": place, "digest": "", "text": "x"})

    # then
    assert (shown.status, shown.body.decode()) == (saved.status, saved.body.decode()) == (403, said)
    assert (tmp_path / "x.md").read_text() == "secret"


def test_two_kinds_of_line_ends_are_not_mended_in_passing(bench):
    """A text area has one kind."""
    # given
    data = b"Title: One\r\nDate: 2026-03-02\nCategory: Pay\r\n\r\nWords.\n"
    (bench.content / ONE).write_bytes(data)

    # when
    answer = get(bench, f"/-desk/edit?file={ONE}")

    # then
    assert answer.status == 403
    assert answer.body.decode() == f'"{ONE}" has line ends of two kinds; save it in another program first\n'
    assert (bench.content / ONE).read_bytes() == data


def test_five_megabytes_of_text_are_saved(bench):
    """Whole."""
    text = "Title: One\nDate: 2026-03-02\nCategory: Pay\n\n" + "word " * 1_000_000
    _, digest = opened(get(bench, f"/-desk/edit?file={ONE}"))

    assert post(bench, "save", {"file": ONE, "digest": digest, "text": text}).status == 303
    assert (bench.content / ONE).read_text() == text


def test_a_page_leads_to_its_file_and_what_is_marked_to_its_line(bench):
    """Words on the page are found in the text, as far as they are the same."""
    # given
    (bench.content / ONE).write_text(CONSTRUCTS)

    # when
    page = get(bench, "/-desk/edit?page=/2026/one/&words=Two%20blanks%20at%20the%20end%20and").body.decode()

    # then
    line = CONSTRUCTS.split("\n").index("Two blanks at the end  ") + 1
    assert f'data-line="{line}"' in page
    assert ONE in page


def test_findings_of_the_file_stand_on_its_page(bench):
    """A key with a typing error, with the nearest name, at its line."""
    # given
    (bench.content / ONE).write_text("Title: One\nDate: 2026-03-02\nCategroy: Pay\n\nWords.\n")

    # when
    page = get(bench, f"/-desk/edit?file={ONE}").body.decode()

    # then
    assert 'data-goto="3">Line 3</a>: unknown key &#34;Categroy&#34;; write &#34;Category:&#34;' in page


def test_drafts_have_a_list_with_what_they_lack(bench, project):
    """Also those that lack nothing."""
    # given
    for name, body in (("a", "Words."), ("b", "See [it]({filename}gone.md).")):
        project.write(
            f"content/articles/2026/{name}.md",
            f"Title: The {name}\nDate: 2026-03-02\nCategory: Pay\nStatus: draft\n\n{body}\n",
        )

    # when
    page = get(bench, "/drafts/").body.decode()

    # then
    assert '<a href="/drafts/a/">The a</a>' in page
    assert "Nothing is missing: <code>make ready ARTICLE=a</code>" in page
    assert "line=6" in page
    assert "ARTICLE=b" not in page


def test_texts_are_begun_and_renamed(bench):
    """As by the commands; what is wrong is said on the page."""
    # when
    article = post(bench, "article", {"title": "A $5 “offer”", "category": "Pay"})
    word = post(bench, "word", {"head": "Gift", "text": "a debt"})
    renamed = post(bench, "rename", {"from": "one", "to": "two"})
    wrong = post(bench, "rename", {"from": "nothing", "to": "two"})

    # then
    assert article.location == "/-desk/edit?file=articles%2F2026%2Fa-5-offer.md"
    assert (bench.content / "dictionary/gift.md").read_text() == "Date: 2026-11-18\n\nGIFT, n. A debt.\n"
    assert word.status == 303
    assert "Renamed: /2026/one/ is /2026/two/ now" in renamed.body.decode()
    assert (bench.content / "articles/2026/two.md").is_file()
    assert wrong.status == 400
    assert "there is no article, page, word, category, tag or author &#34;nothing&#34;" in wrong.body.decode()


def test_an_image_is_kept_under_a_free_name(bench):
    """With an empty alt, which the checks then ask for; nothing but images, and only with the token."""
    token = {"X_Desk_Token": bench.guard.token}

    first = bench.post("/-desk/image", headers(X_Desk_Name="Desk%20by%20the%20Lift.PNG", **token), b"png")
    second = bench.post(
        "/-desk/image", headers(X_Desk_Name="../../Desk%20by%20the%20lift.png", **token), b"other"
    )
    script = bench.post("/-desk/image", headers(X_Desk_Name="x.html", **token), b"<script>")
    stranger = bench.post("/-desk/image", headers(X_Desk_Name="x.png"), b"png")

    assert first.body == b'{"markdown": "![](/images/desk-by-the-lift.png)"}'
    assert second.body == b'{"markdown": "![](/images/desk-by-the-lift-2.png)"}'
    assert (script.status, stranger.status) == (403, 403)
    assert sorted(path.name for path in (bench.content / "images").iterdir()) == [
        "desk-by-the-lift-2.png",
        "desk-by-the-lift.png",
    ]


def test_a_folder_that_cannot_be_written_loses_nothing(bench, monkeypatch):
    """A full disk: said, and the file is as it was."""
    # given
    before = (bench.content / ONE).read_bytes()
    _, digest = opened(get(bench, f"/-desk/edit?file={ONE}"))

    really = Path.open

    def full(self, mode="r", *more, **named):
        if "w" in mode:
            raise OSError(28, "No space left on device")
        return really(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", full)

    # when
    answer = post(bench, "save", {"file": ONE, "digest": digest, "text": "x"})
    begun = post(bench, "article", {"title": "Two", "category": "Pay"})
    image = bench.post("/-desk/image", headers(X_Desk_Name="x.png", X_Desk_Token=bench.guard.token), b"png")
    monkeypatch.setattr(Path, "open", really)

    # then
    cure = "No space left on device; make room there, then do it again"
    assert (answer.status, begun.status, image.status) == (507, 507, 507)
    assert f"Not saved. content/{ONE}: {cure}" in answer.body.decode()
    assert f"content/articles/2026/two.md: {cure}" in begun.body.decode()
    assert image.body.decode().endswith(f"/content/images/x.png: {cure}\n")
    assert opened(answer)[0] == "x"
    assert (bench.content / ONE).read_bytes() == before
    assert [path.name for path in (bench.content / ONE).parent.iterdir()] == ["one.md"]


def test_what_stands_beside_the_texts_is_written_too(bench):
    """Also where it has not begun; an address that leads nowhere is told on its page."""
    # given
    opening = get(bench, "/-desk/edit?file=redirects.txt")
    text, digest = opened(opening)

    # when
    saved = post(bench, "save", {"file": "redirects.txt", "digest": digest, "text": "/old/ one\r\n"})
    again = get(bench, saved.location)

    # then
    assert (opening.status, text, saved.status) == (200, "", 303)
    assert (bench.content / "redirects.txt").read_bytes() == b"/old/ one\n"
    assert (
        "Line 1</a>: &#34;one&#34; is no address of this site; write one from its front page"
        in again.body.decode()
    )
    assert "/-desk/edit?file=theme.css" in get(bench, "/-desk/new").body.decode()


def test_what_somebody_else_began_is_not_written_over(bench):
    """It was not there when the page was opened."""
    # given
    _, digest = opened(get(bench, "/-desk/edit?file=redirects.txt"))
    (bench.content / "redirects.txt").write_text("/a/ /one/\n")

    # when
    answer = post(bench, "save", {"file": "redirects.txt", "digest": digest, "text": "/b/ /one/\r\n"})

    # then
    assert answer.status == 409
    assert (bench.content / "redirects.txt").read_text() == "/a/ /one/\n"
