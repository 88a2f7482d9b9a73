"""What networks, search engines and other sites are told of a page."""

import json
from io import BytesIO
from urllib.parse import urlsplit

import extruct
import mf2py
import pytest
from PIL import Image

from plugins.seal import keep_file, kept_file
from tests.site.small_site import SmallSite, tree

HOST = "https://exit-interview.example"
MODEL = "/2026/the-coffee-that-gets-nobody-hired/"
ENTRY = "/dictionary/boss/"


@pytest.fixture(scope="module")
def told(publication):
    """Address of a page → what a stranger reads in it."""

    def read(address):
        html = (publication.folder / address.strip("/") / "index.html").read_text("utf-8")
        return extruct.extract(
            html, base_url=HOST + address, syntaxes=["json-ld", "opengraph"], uniform=False
        )

    return read


def properties(found) -> dict[str, str]:
    """Of Open Graph; the last where there are several."""
    return dict(found["opengraph"][0]["properties"])


@pytest.mark.parametrize(
    ("address", "kind"), [(MODEL, "article"), (ENTRY, "article"), ("/", "website"), ("/pay/", "website")]
)
def test_every_page_says_how_it_is_shared(told, publication, address, kind):
    """Its title, its address, and a picture that is there, of the size that is said."""
    # when
    said = properties(told(address))

    # then
    assert said["og:type"] == kind
    assert said["og:url"] == HOST + address
    assert said["og:image:alt"]
    parts = urlsplit(said["og:image"])
    assert f"{parts.scheme}://{parts.netloc}" == HOST
    image = Image.open(BytesIO(publication.files()[parts.path.lstrip("/")]))
    assert image.size == (int(said["og:image:width"]), int(said["og:image:height"])) == (1200, 630)


def test_every_article_and_entry_has_a_card_and_articles_an_embed(publication):
    """One each, named in its page, and no other."""
    # given
    files = publication.files()
    pages = {
        path.removesuffix("index.html"): data for path, data in files.items() if path.endswith("/index.html")
    }
    carded = [page for page, data in pages.items() if f"{HOST}/{page}card.png?".encode() in data]
    embedded = [page for page, data in pages.items() if b"application/json+oembed" in data]

    # then
    assert {path for path in files if path.endswith("card.png")} == {
        "card.png",
        *(f"{page}card.png" for page in carded),
    }
    assert {path for path in files if path.endswith("oembed.json")} == {
        f"{page}oembed.json" for page in embedded
    }
    assert len(carded) > 300
    assert all(page[:2] == "20" for page in embedded)


def test_cards_differ(publication):
    """Two pages with one picture: one of them shows what it is not."""
    # given
    cards = {path: data for path, data in publication.files().items() if path.endswith("/card.png")}

    # then
    doubled = {path for path, data in cards.items() if list(cards.values()).count(data) > 1}
    assert doubled == set()
    assert max(map(len, cards.values())) < 40_000


def test_the_description_of_a_card_says_what_stands_on_it(told):
    """For those who cannot see it."""
    alt = properties(told(MODEL))["og:image:alt"]

    assert alt.startswith("INFORMATIONAL INTERVIEW, n., (1) ")
    assert len(alt) <= 400


def test_an_article_has_what_google_asks_of_an_article(told):
    """Names as documented for the structured data "Article" and "Breadcrumb"; none of them empty."""
    # when
    (data,) = [one for one in told(MODEL)["json-ld"] if one["@type"] == "BlogPosting"]

    # then
    for name in (
        "headline",
        "image",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "mainEntityOfPage",
    ):
        assert data[name], name
    assert all(author["@type"] == "Person" and author["name"] and author["url"] for author in data["author"])
    assert data["commentCount"] == 3
    assert [(one["@id"], one["author"]["name"]) for one in data["comment"]] == [
        (f"{HOST}{MODEL}#comment-1", "The Second Desk"),
        (f"{HOST}{MODEL}#comment-2", "Skeptic"),
        (f"{HOST}{MODEL}#comment-3", "The Editor"),
    ]
    assert data["comment"][2]["text"].startswith("@Skeptic: ")
    assert all(one["text"] and one["datePublished"] for one in data["comment"])
    assert data["image"] == [properties(told(MODEL))["og:image"]]
    steps = data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [f"{HOST}/", f"{HOST}/job-search/", HOST + MODEL]
    assert [step["name"] for step in steps][1:] == ["Job Search", data["headline"]]


def parsed(publication, address):
    """The one thing that a page is about, to a program that reads microformats."""
    html = (publication.folder / address.strip("/") / "index.html").read_text("utf-8")
    (item,) = mf2py.parse(html, url=HOST + address)["items"]
    return item


def test_an_article_parses_back_with_its_comments_inside(publication):
    """One h-entry with its address, summary, dates, author and what was said of it (https://microformats.org/wiki/h-entry)."""
    # when
    item = parsed(publication, MODEL)
    said = item["properties"]

    # then
    assert item["type"] == ["h-entry"]
    assert said["url"] == [HOST + MODEL]
    assert [name.replace("\xa0", " ") for name in said["name"]] == ["The coffee that gets nobody hired"]
    assert said["summary"][0]
    assert said["published"] == ["2026-11-14T08:00:00Z"]
    assert len(said["updated"]) == 1
    assert said["author"][0]["properties"] == {"name": ["The Editor"], "url": [f"{HOST}/by/the-editor/"]}
    assert "Job Search" in said["category"]
    assert "INFORMATIONAL INTERVIEW" in said["content"][0]["value"]
    comments = said["comment"]
    assert [comment["type"] for comment in comments] == [["h-cite"]] * 3
    assert [comment["properties"]["url"] for comment in comments] == [
        [f"{HOST}{MODEL}#comment-{number}"] for number in (1, 2, 3)
    ]
    assert [comment["properties"]["author"][0]["properties"]["name"] for comment in comments] == [
        ["The Second Desk"], ["Skeptic"], ["The Editor"],
    ]  # fmt: skip
    assert all(comment["properties"]["content"][0]["value"] for comment in comments)


def test_a_word_parses_back(publication):
    """Its gloss is the summary; it is the publication's own."""
    # when
    item = parsed(publication, "/dictionary/backfill/")
    said = item["properties"]

    # then
    assert item["type"] == ["h-entry"]
    assert (said["url"], said["name"]) == ([f"{HOST}/dictionary/backfill/"], ["Backfill"])
    assert said["summary"][0]
    assert len(said["published"]) == 1
    assert said["author"][0]["properties"]["name"] == ["The Exit Interview"]


@pytest.mark.parametrize(
    ("address", "name", "author"),
    [
        ("/", "The Exit Interview", "The Exit Interview"),
        ("/pay/", "Pay", "The Exit Interview"),
        ("/by/the-editor/", "The Editor", "The Editor"),
    ],
)
def test_a_list_parses_back_as_a_feed(publication, address, name, author):
    """With a name and an author; its items have addresses, names and dates."""
    # when
    item = parsed(publication, address)
    said = item["properties"]

    # then
    assert item["type"] == ["h-feed"]
    assert (said["name"], said["url"]) == ([name], [HOST + address])
    assert said["author"][0]["properties"]["name"] == [author]
    assert len(item["children"]) > 3
    for child in item["children"]:
        assert child["type"] == ["h-entry"]
        assert {"name", "url", "published", "summary"} <= child["properties"].keys()


def test_an_entry_stands_in_its_dictionary(told):
    """A DefinedTerm, and the way to it."""
    # when
    (data,) = told(ENTRY)["json-ld"]

    # then
    assert data["@type"] == "DefinedTerm"
    assert data["inDefinedTermSet"]["@id"] == f"{HOST}/dictionary/"
    assert [step["item"] for step in data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]] == [
        f"{HOST}/", f"{HOST}/dictionary/", HOST + ENTRY,
    ]  # fmt: skip


def test_the_front_page_says_what_site_it_is_and_how_to_search_it(told, publication):
    """The search is named where there is a page that searches, and nowhere else."""
    # when
    (data,) = [one for one in told("/")["json-ld"] if one["@type"] == "WebSite"]

    # then
    assert data["url"] == f"{HOST}/"
    has_search = "search/index.html" in publication.files()
    assert ("potentialAction" in data) == has_search
    if has_search:
        assert data["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"


def test_oembed_is_found_from_its_page_and_complete(publication):
    """What the specification requires of a link."""
    for path, data in publication.files().items():
        if path.endswith("oembed.json"):
            said = json.loads(data)
            assert said["version"] == "1.0"
            assert said["type"] == "link", path
            assert {"thumbnail_url", "thumbnail_width", "thumbnail_height"} <= said.keys()
    page = publication.page(MODEL)
    assert page.xpath("//link[@type='application/json+oembed']/@href") == [f"{HOST}{MODEL}oembed.json"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small site with an address, and a folder of its own for cards."""
    made = SmallSite(tmp_path_factory.mktemp("shared") / "site")
    settings = made.root / "conf.py"
    kept = f"\nSITEURL = 'https://host.example/magazine'\nKEPT = {str(made.root / 'kept')!r}\n"
    settings.write_text(settings.read_text("utf-8") + kept, "utf-8")
    assert made.build().status == 0
    return made


def test_a_card_is_drawn_again_only_when_what_is_on_it_changes(site):
    """The rest of an article is not on its card."""
    # given
    cards = {path for path in tree(site.output) if path.endswith("card.png")}
    drawn = len(list((site.root / "kept" / "cards").iterdir()))
    assert "2024/coffee/card.png" in cards

    # when
    path = "articles/2024/coffee.md"
    site.write(path, site.content.joinpath(path).read_text("utf-8") + "\nOne more paragraph.\n")
    site.build()
    same = len(list((site.root / "kept" / "cards").iterdir()))
    site.write(path, site.content.joinpath(path).read_text("utf-8").replace("a drink", "two drinks"))
    site.build()

    # then
    assert same == drawn
    assert len(list((site.root / "kept" / "cards").iterdir())) == drawn + 2  # the article's, and the entry's
    assert {path for path in tree(site.output) if path.endswith("card.png")} == cards


def test_cards_outlive_the_store(site):
    """A change of the code empties the store of a build; nothing is drawn again for that."""
    # given
    kept = site.root / "kept" / "cards"
    for path in kept.iterdir():
        keep_file(path, (kept_file(path) or b"") + b"kept")

    # when
    for path in site.cache.iterdir():
        if path.is_file():
            path.unlink()
    site.build()

    # then
    assert all(
        data.endswith(b"kept") for path, data in tree(site.output).items() if path.endswith("card.png")
    )


def test_drafts_and_previews_have_no_card(site, tmp_path):
    """A card names an address, which a preview has not; nobody shall share a draft."""
    # when
    preview = SmallSite(tmp_path / "preview")
    preview.build()

    # then
    assert not [path for path in tree(preview.output) if path.endswith(("card.png", "oembed.json"))]
    assert not [
        path for path in tree(site.output) if path.startswith("drafts/") and path.endswith("card.png")
    ]
    assert b"og:image" not in (preview.output / "index.html").read_bytes()
