"""What every article promises its reader, by numbers (docs/voice.md says the rest)."""

import re
from pathlib import Path

import lxml.html
import pytest

from tests.content.prose import sources

ARTICLES = sources("articles")
ADDRESS = re.compile(r"/20\d\d/[^/#]+/")
TERM = re.compile(r"/dictionary/[^/#]+/")
ESSAYS = 10
SHORT = 3


def header(path, name):
    """The value of one header, or None."""
    found = re.search(rf"^{name}: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else None


def body(path):
    """An article without its headers, as it is written."""
    return path.read_text("utf-8").split("\n\n", 1)[1]


def article(slug):
    """The source of an article."""
    return next(path for path in ARTICLES if path.stem == slug)


@pytest.fixture(scope="module")
def pages(published):
    """Slug → (address, the article's text as it is published)."""
    found = {}
    for path in ARTICLES:
        address = f"/{header(path, 'Date')[:4]}/{path.stem}/"
        page = lxml.html.parse(published / address.strip("/") / "index.html").getroot()
        found[path.stem] = address, page.xpath("//main//*[contains(concat(' ', @class, ' '), ' prose ')]")[0]
    return found


def leads_to(prose, shape):
    """The distinct addresses of one shape that a text links to."""
    return {found[0] for href in prose.xpath(".//a/@href") if (found := shape.match(href))}


def test_there_is_something_of_everything():
    """Thirty articles or more, in seven categories or more, over three years or more; two series."""
    # given
    series = [name.rpartition(",")[0] for path in ARTICLES if (name := header(path, "Series"))]

    # then
    assert len(ARTICLES) >= 30
    assert len({header(path, "Category") for path in ARTICLES}) >= 7
    assert len({header(path, "Date")[:4] for path in ARTICLES}) >= 3
    assert len([name for name in set(series) if series.count(name) >= 3]) >= 2


def test_articles_are_as_long_as_they_need_to_be():
    """600 to 1,300 words; ten essays may have 2,300, and three pieces are shorter than a page."""
    # given
    lengths = {path.stem: len(body(path).split()) for path in ARTICLES}

    # then
    assert [slug for slug, words in lengths.items() if not 300 <= words <= 2300] == []
    assert len([slug for slug, words in lengths.items() if words > 1300]) <= ESSAYS
    assert len([slug for slug, words in lengths.items() if words < 600]) <= SHORT


def test_every_article_leads_to_two_others_and_to_two_words(pages):
    """A reader who came for one thing finds the next; no article is an island."""
    assert [slug for slug, (own, prose) in pages.items() if len(leads_to(prose, ADDRESS) - {own}) < 2] == []
    assert [slug for slug, (_, prose) in pages.items() if len(leads_to(prose, TERM)) < 2] == []


def test_no_article_is_found_by_its_list_only(pages):
    """Each is linked from another article's text."""
    # given
    linked = set().union(*(leads_to(prose, ADDRESS) - {own} for own, prose in pages.values()))

    # then
    assert {own for own, _ in pages.values()} - linked == set()


def test_eight_articles_or_more_open_with_a_definition(pages):
    """It is the publication's own form; the others open otherwise, or it would be a tic."""
    # given
    opening = [slug for slug, (_, prose) in pages.items() if prose[0].get("class") == "definition"]

    # then
    assert 8 <= len(opening) <= len(pages) / 2


def test_every_article_says_what_to_do_on_monday():
    """Advice that cannot be begun is an opinion."""
    assert [path.stem for path in ARTICLES if not re.search(r"\bMonday|\bTonight, then", body(path))] == []


def test_diagrams_are_said_in_words_and_have_captions(pages):
    """At least three of our own, and none that only the eye can have."""
    # given
    images = [image for _, prose in pages.values() for image in prose.iter("img")]

    # then
    assert len({image.get("src") for image in images}) >= 3
    assert [image.get("src") for image in images if len(image.get("alt", "").split()) < 10] == []
    assert [
        image.get("src") for image in images if not image.xpath("ancestor::figure/figcaption[text()]")
    ] == []


def test_nobody_shouts_and_nobody_dashes():
    """No exclamation marks; dashes are kept for the names under verse and letters."""
    # given
    plain = {
        path.stem: re.sub(r"^> — .*$|^```.*?^```", "", body(path), flags=re.M | re.S) for path in ARTICLES
    }

    # then
    assert [slug for slug, text in plain.items() if re.search(r"\w[!]", text)] == []
    assert [slug for slug, text in plain.items() if text.count("—") > 2] == []


@pytest.mark.parametrize(
    ("slug", "claimed", "beginning", "counted"),
    [
        ("how-to-resign-on-a-tuesday", "ninety-one words", "There is something I wanted you to hear", 91),
        ("the-message-that-gets-answered", "fifty-one words", "I set type for a printer", 51),
    ],
)
def test_scripts_have_as_many_words_as_is_said(slug, claimed, beginning, counted):
    """Somebody counts: the first comment under the first of these says that it is ninety-one."""
    # given
    text = article(slug).read_text("utf-8")
    script = re.search(rf"^> ({beginning}.*)$", text, re.MULTILINE)[1]

    # then
    assert claimed in text
    assert len(script.split()) == counted


@pytest.mark.parametrize(
    ("slug", "claimed", "shape", "counted"),
    [
        ("what-recruiters-say", "Sixteen sentences", r'^\| "', 16),
        ("interview-them-back", "Ten questions", r"^\*\*.*\?\*\*", 10),
        ("equity-is-a-lottery-ticket-with-homework", "eight questions", r"^\d\. ", 8),
        ("letters-about-recruiters", "Five letters", r"^## ", 5),
        ("ghost-jobs-and-how-to-smell-them", "Five smells", r"^\| (?!You notice|-)", 5),
    ],
)
def test_lists_have_as_many_lines_as_is_said(slug, claimed, shape, counted):
    """An article that cannot count is not believed about money."""
    # given
    text = article(slug).read_text("utf-8")

    # then
    assert claimed in text
    assert len(re.findall(shape, text, re.MULTILINE)) == counted


def test_the_sum_about_two_offers_comes_out_as_printed():
    """The code is the article's: run, it prints what the article says it prints."""
    # given
    text = body(article("two-offers-and-eleven-lines-of-python"))
    code, printed = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[:2]
    lines: list[str] = []

    # when
    exec(compile(code, "article", "exec"), {"print": lines.append})  # noqa: S102

    # then
    assert "\n".join(lines) == printed.strip()
    assert len(code.splitlines()) == 11


def test_images_lie_where_articles_look_for_them():
    """No picture that nobody shows."""
    # given
    shown = set(re.findall(r"\{static\}/images/([\w.-]+)", "".join(map(body, ARTICLES))))

    # then
    assert {path.name for path in Path(ARTICLES[0].parents[2], "images").iterdir()} == shown


@pytest.mark.parametrize("picture", sorted((Path(__file__).parents[2] / "content/images").rglob("*.svg")), ids=lambda path: path.name)
def test_a_chart_is_set_in_our_face_everywhere(picture):
    """A picture has no fonts of its page, so its words are outlines, which a <title> says again (docs/images.md)."""
    text = picture.read_text("utf-8")

    assert "<text" not in text
    assert text.count("<title>") > 1
