"""Exports of every system that is known, made up for these tests, and those that Pelican carries."""

import importlib.util
import io
import zipfile
from pathlib import Path

from tests.importer.made import OLD, attachment, author, comment, disqus, item, wxr

EXPORTS = Path(__file__).parent / "exports"


def packed(folder):
    """A folder as the zip that somebody downloads."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(path.relative_to(folder).as_posix(), path.read_bytes())
    return held.getvalue()


def brindle():
    """A blog of WordPress with a little of everything."""
    said = (
        comment(8812)
        + comment(8813, "<b>No.</b>", comment_parent=8812)
        + comment(8814, comment_approved="spam")
    )
    body = '[caption id="x"]<img src="https://old.example/wp-content/uploads/2012/05/image-9.jpg" /> A desk[/caption]'
    blocks = "<!-- wp:paragraph -->\n<p>In <em>blocks</em>.</p>\n<!-- /wp:paragraph -->"
    return wxr(
        item(123, "Moved in", f"Words.\n\n{body}", said, post_name="moved-in"),
        item(
            124,
            "Blocks",
            blocks,
            comment(9, comment_type="trackback", comment_author_url="https://e.example/"),
        ),
        item(125, "Guests", "Who.", comment(10), terms=(), post_type="page", link=f"{OLD}/guests/"),
        item(126, "Later", "Soon.", status="future"),
        attachment(9, 123),
        item(200, "m", terms=(), post_type="nav_menu_item"),
        authors=author() + author("quill", "Quill", 4),
    )


ALL = {
    "wordpress": lambda: [brindle()],
    "wordpress and disqus": lambda: [
        brindle(),
        disqus((1, "", f"{OLD}/2012/05/moved-in/", "x", [(5, 0, "Vex", "<p>Hm.</p>", {})])),
    ],
    "ghost": lambda: [EXPORTS / "ghost.json"],
    "substack": lambda: [packed(EXPORTS / "substack")],
    "blogger": lambda: [EXPORTS / "blogger.xml"],
    "movable type": lambda: [EXPORTS / "movabletype.txt"],
    "hugo": lambda: [EXPORTS / "hugo"],
    "jekyll": lambda: [EXPORTS / "jekyll"],
    "pelican": lambda: [EXPORTS / "pelican"],
}


def of_pelican(name):
    """An export that Pelican's own tests carry."""
    place = importlib.util.find_spec("pelican").submodule_search_locations[0]
    path = Path(place, "tests/content", name)
    return path if path.is_file() else None
