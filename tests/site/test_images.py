"""Images of a whole site: on its pages, in its feeds, and in builds that follow."""

import pytest
from PIL import Image

from plugins.seal import seal
from tests.site.small_site import SmallSite, article, differences, tree

PHOTO = "images/sub/Desk 1.JPG"
SIZE = 'width="1500" height="1000"'


def write_photo(site: SmallSite, colour: str = "grey", **options) -> None:
    """A photograph with its camera's notes."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    path = site.content / PHOTO
    path.parent.mkdir(parents=True, exist_ok=True)
    ramp = Image.linear_gradient("L").resize((1500, 1000))
    image = Image.merge("RGB", (ramp, ramp.rotate(180), Image.new("L", (1500, 1000), colour)))
    image.save(path, "JPEG", quality=95, exif=exif.tobytes(), **options)


TEXT = """First, in a line: ![A logo](/images/logo.png).

WORDS

![A desk]({static}/images/sub/Desk%201.JPG "The desk")

![Two towers](/images/towers.svg)

![Elsewhere](https://other.example/a.jpg)
""".replace("WORDS", "A screen is soon full. " * 50)


@pytest.fixture
def site(tmp_path):
    """One article with a photograph, a logo, an SVG and somebody else's image."""
    files = {
        "articles/2025/desks.md": article("Desks", "2025-01-01", "Pay", TEXT),
        "images/towers.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 326"/>',
    }
    made = SmallSite(tmp_path / "site", files)
    settings = made.root / "conf.py"
    settings.write_text(settings.read_text("utf-8") + f"\nKEPT = {str(made.root / 'kept')!r}\n", "utf-8")
    write_photo(made)
    Image.new("RGBA", (300, 100), (200, 0, 0, 90)).save(made.content / "images/logo.png")
    return made


def test_pages_feeds_and_folders(site):
    """Sizes on the page, one plain image in the feed, no word of the camera anywhere."""
    # when
    outcome = site.build()
    files = tree(site.output)
    page = files["2025/desks/index.html"].decode()

    # then
    assert outcome.status == 0, outcome.said
    offered = sorted(path for path in files if path.startswith("static/images/sub/Desk 1-"))
    assert len(offered) == 8
    assert all(f"/{path}".replace(" ", "%20") in page for path in offered)
    assert '<figure><picture><source type="image/avif"' in page
    assert "<figcaption>The desk</figcaption>" in page
    assert (
        'width="1500" height="1000" decoding="async" loading="lazy" alt="A desk" src="/images/sub/Desk%201.JPG"'
        in page
    )
    assert 'width="300" height="100" decoding="async" alt="A logo"' in page  # it is on the first screen
    assert (
        '<img width="480" height="326" decoding="async" loading="lazy" alt="Two towers" src="/images/towers.svg">'
        in page
    )
    assert '<img alt="Elsewhere" src="https://other.example/a.jpg">' in page
    assert not [path for path, data in files.items() if b"SecretCam" in data]

    # then
    feed = files["feeds/all.atom"].decode()
    assert "picture" not in feed
    assert "srcset" not in feed
    assert (
        'width="1500" height="1000" alt="A desk" src="https://exit-interview.example/images/sub/Desk%201.JPG"'
        in feed
    )


def test_another_image_under_the_same_name_changes_the_page(site):
    """And what was made of the old one goes; an incremental build gives what a clean one gives."""
    # given
    site.build()
    before = tree(site.output)

    # when
    write_photo(site, "white")
    incremental, _, clean = site.build_both()

    # then
    assert incremental.status == 0, incremental.said
    after = tree(site.output)
    assert differences(after, tree(clean)) == []
    assert after["2025/desks/index.html"] != before["2025/desks/index.html"]
    assert after["images/sub/Desk 1.JPG"] != before["images/sub/Desk 1.JPG"]
    assert len(after) == len(before)


def test_nothing_is_made_twice(site):
    """Neither for another output nor for an emptied store."""
    # given
    site.build()
    (kept,) = (path for path in (site.root / "kept/images").iterdir() if len(list(path.iterdir())) > 5)
    (kept / "image.jpg").write_bytes(seal(b"as it was kept", kept.name, "image.jpg"))

    # when
    outcome = site.start(site.root / "other", site.root / "other-cache").wait()

    # then
    assert outcome.status == 0, outcome.said
    assert (site.root / "other" / PHOTO).read_bytes() == b"as it was kept"


def test_an_image_that_went_is_missed_and_then_forgotten(site):
    """The page still asks for it: an error. When it asks no more, nothing of it is left."""
    # given
    site.build()
    (site.content / PHOTO).unlink()

    # when
    wrong = site.build()
    site.write("articles/2025/desks.md", article("Desks", "2025-01-01", "Pay", "No desk."))
    right = site.build()

    # then
    assert wrong.status == 1
    assert "content/articles/2025/desks.md" in wrong.said
    assert "Desk%201.JPG" in wrong.said
    assert right.status == 0, right.said
    assert not [path for path in tree(site.output) if "Desk" in path]


def test_all_that_is_wrong_with_images_is_said_at_once(site):
    """One line each, and nothing is written."""
    # given
    whole = (site.content / PHOTO).read_bytes()
    (site.content / "images/cut.jpg").write_bytes(whole[:5_000])
    (site.content / "images/scan.tif").write_bytes(b"II*\0")
    site.write("images/empty.svg", "")

    # when
    outcome = site.build()

    # then
    assert outcome.status == 1
    assert "content/images/cut.jpg:1: is cut off or damaged (" in outcome.said
    assert (
        "content/images/scan.tif:1: is a .tif, which browsers do not show; save it as JPEG or PNG"
        in outcome.said
    )
    assert "content/images/empty.svg:1: is no SVG (" in outcome.said
    assert not site.output.exists()
