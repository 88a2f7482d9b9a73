"""Which files a text names by their address, in whatever form it is written."""

import pytest

from plugins.site.statics import find_statics, find_statics_in_settings, used_by, warn_of_unused

FOLDERS = ("images", "files/pdf")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<img src="/images/desk.jpg">', ["images/desk.jpg"]),
        ("<a href='/files/pdf/a%20form.pdf#page=2'>", ["files/pdf/a form.pdf"]),
        ('<a href="https://host.example/images/a&amp;b.png">', ["images/a&b.png"]),
        ('<img srcset="/images/one.png 1x, /images/two.png 2x">', ["images/one.png", "images/two.png"]),
        ("h1 { background: url(/images/line.svg) }", ["images/line.svg"]),
        ('<img src="/images/two words.png">', ["images/two words.png"]),
        ("[a form](/files/pdf/form.pdf)", ["files/pdf/form.pdf"]),
        ("No file of the images/ folder, and no /files/other.pdf", []),
    ],
)
def test_a_file_is_named_by_its_address(text, found):
    """What is found too much is no file; what is found too little would be missing from a page."""
    assert set(found) <= set(find_statics(text, FOLDERS))
    assert bool(found) == bool(find_statics(text, FOLDERS))


def test_settings_name_files_by_address_or_by_path():
    """A menu's link; a file of its own in STATIC_PATHS; one with an address of its own."""
    # given
    settings = {
        "STATIC_PATHS": ["images", "extra/CNAME"],
        "EXTRA_PATH_METADATA": {"extra/robots.txt": {"path": "robots.txt"}},
        "FOOTER_LINKS": [("Our form", "/images/form.pdf")],
        "lower": "/images/no.pdf",
    }

    # when
    found = find_statics_in_settings(settings, ["images"])

    # then
    assert {"extra/CNAME", "extra/robots.txt", "images/form.pdf"} <= found
    assert "images/no.pdf" not in found


def test_links_to_files_count_and_links_to_words_do_not():
    """The names of both may be equal."""
    addresses = (("{static}/images/a.png", "file", "images/a.png", ""), ("dict:B", "dict", "B", ""))
    assert used_by(addresses, ("images/c.png",)) == {"images/a.png", "images/c.png"}


def test_unused_files_are_told_in_one_line_each_up_to_ten():
    """By the file, as every warning."""
    # when
    lines = warn_of_unused((f"images/{number:02}.png" for number in range(12)), "content")

    # then
    assert lines[0] == (
        "content/images/00.png:1: warning: nothing uses it, so it is not published; use it in a text, or delete it"
    )
    assert lines[10:] == ["and 2 more files that nothing uses"]
    assert warn_of_unused([], "content") == []
