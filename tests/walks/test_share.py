"""A draft is shown to whoever has its address, and to nobody else."""

import re

import pytest

from tests.site.small_site import article
from tests.walks.walk import Walk

TOKEN = "5f0c" * 8
DRAFT = article(
    "The secret offer", "2026-03-01 08:00", "Secret Category", "SECRECY, n. What this tests.\n\n"
    "Over a coffee with a recruiter.\n\n"
    "![A letter](/images/letter.svg)\n\n![A desk](/images/shown.svg)", Status="draft", Tags="secret tag",
    Aliases="/2019/secret/", Series="Secrets, 1",
    Shared=f"{TOKEN} until 2026-04-01",
)  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>{}</title></svg>'
HERE = f"preview/{TOKEN}/index.html"


@pytest.fixture
def walk(tmp_path):
    """A site with a draft that is shared, and an image of its own."""
    walk = Walk(tmp_path / "site", "Europe/Lisbon")
    walk.set('COMMENT_DESK = "/comments/"')
    walk.write("images/letter.svg", SVG.format("letter"))
    walk.write("images/shown.svg", SVG.format("shown"))
    walk.change("articles/2025/number.md", "Then be silent.", "Then be silent. ![A desk](/images/shown.svg)")
    walk.write("articles/2026/the-secret-offer.md", DRAFT)
    return walk


def test_only_its_own_page_knows_a_draft_that_is_shared(walk):
    """Its address and its words are in no other file; with the draft it goes, and with the image that only it shows."""
    # when
    walk.publish()

    # then
    assert walk.where(TOKEN) == [HERE]
    assert [path for path in walk.live_files() if TOKEN in path] == [HERE]
    assert walk.where("ecret") == walk.where("SECRECY") == [HERE]
    page = walk.read(HERE)
    assert '<meta name="robots" content="noindex">' in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert 'rel="canonical"' not in page
    assert "What this" in page
    assert 'href="/dictionary/coffee/"' in page
    assert "shown at this address until" in page
    before = set(walk.live_files())

    # when
    walk.delete("articles/2026/the-secret-offer.md")
    said = walk.publish()

    # then
    assert before - set(walk.live_files()) == {HERE, "images/letter.svg"}
    assert f"shared no more: /preview/{TOKEN}/" in re.sub(" +", " ", said)
    assert walk.has("images/shown.svg")


def test_it_ends_by_itself(walk):
    """With the first publish after its day; what has been published by then has only its own address."""
    # given
    walk.publish()

    # when
    walk.at("2026-03-31 23:59")
    assert "Nothing to publish" in walk.try_to_publish().said
    walk.at("2026-04-01 00:00")
    said = walk.publish()

    # then
    assert "shared no more" in re.sub(" +", " ", said)
    assert walk.where(TOKEN) == []

    # when
    walk.change("articles/2026/the-secret-offer.md", "Status: draft\n", "")
    walk.publish()

    # then
    assert walk.has("2026/the-secret-offer/index.html")
    assert walk.where(TOKEN) == []
    assert walk.has("images/letter.svg")
