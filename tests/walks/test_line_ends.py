"""The web editor of a forge saves with Windows line ends, another program with a byte order mark: both are accepted."""

from tests.site.small_site import article
from tests.walks.walk import Walk

BESIDE = {
    "redirects.txt": "# was\n/old/feed/ /feeds/all.atom\n/?p=3 /2025/coffee/\n",
    "theme.css": ":root { --paper: light-dark(#ffe, #001) }\n",
    "openings/category-pay.md": "Title: Pay\nSummary: Of it.\nAliases: /wages/\n\nPAY, n. Adjectives.\n",
}


def test_windows_line_ends_and_byte_order_marks_are_accepted_everywhere(tmp_path):
    """In texts, words, comments, openings, redirects, colours and the ledger: the same site comes of them."""
    # given
    walk = Walk(tmp_path / "site", "Europe/Berlin")
    for path, text in BESIDE.items():
        walk.write(path, text)
    walk.publish()
    before = walk.live_files()
    files = [path for path in walk.content.rglob("*") if path.suffix in (".md", ".txt", ".css")]
    assert {path.name for path in files} > {
        "redirects.txt",
        "theme.css",
        "ledger.txt",
        "boss.md",
        "coffee.md",
    }

    for mark in (b"", b"\xef\xbb\xbf"):
        # when
        for path in files:
            path.write_bytes(mark + path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        said = walk.publish()

        # then
        assert "Nothing to publish" in said
        assert walk.live_files() == before

    # when
    walk.write("articles/2026/raise.md", article("The raise", "2026-03-01", "Pay", "Ask twice."))
    walk.publish()

    # then
    assert "Ask twice." in walk.text("2026/raise")
    assert (walk.content / "ledger.txt").read_text("utf-8").count("\t/2026/raise/\t") == 1
