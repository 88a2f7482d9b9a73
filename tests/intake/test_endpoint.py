"""plugins/intake/endpoint.py: the discovery cases of the Recommendation's public suite, in our own words."""

from pathlib import Path

import pytest

from plugins.intake.endpoint import endpoint_of
from plugins.intake.fetch import Question, ask
from tests.intake.elsewhere import HTML, Asked, Page, elsewhere, may_ask_loopback

FIXTURES = Path(__file__).parent / "discovery"
CASES = sorted(path.name for path in FIXTURES.iterdir() if path.is_file())


@pytest.fixture(scope="module")
def site():
    """All fixtures under /pages/; `{site}` in them is the server."""
    with elsewhere() as site:
        for path in FIXTURES.rglob("*-*"):
            headers, body = take_apart(path, site.url)
            place = f"/pages/{path.relative_to(FIXTURES).as_posix()}"
            to = dict(headers).get("Leads-To")
            kept = tuple((name, value) for name, value in headers if name.lower() == "link")
            site.pages[place] = Page(body.encode(), headers=(("Content-Type", HTML), *kept))
            if to:
                site.leads(place, to)
        yield site


def take_apart(path, url):
    head, body = (
        path.read_text("utf-8").replace("{site}", url).split("\n\n" if path.parent == FIXTURES else "\n", 1)
    )
    return [tuple(line.split(": ", 1)) for line in head.splitlines()], body


def find(site, place):
    return endpoint_of(ask(Question(site.url + place, may_ask=may_ask_loopback)))


def test_the_suite_is_whole():
    """Twenty-three, as in the Recommendation's."""
    assert [name[:2] for name in CASES] == [f"{number:02}" for number in range(1, 24)]


@pytest.mark.parametrize("case", CASES)
def test_an_endpoint_is_found_as_the_recommendation_has_it(site, case):
    """Each is one way in which a site names its endpoint, or seems to."""
    # given
    expected = dict(take_apart(FIXTURES / case, site.url)[0])["Endpoint"]
    expected = expected.format(page=f"{site.url}/pages/{case}", folder=f"{site.url}/pages")

    # then
    assert find(site, f"/pages/{case}") == (expected if "://" in expected else site.url + expected)


def test_each_page_is_asked_for_its_own_endpoint(site):
    """Two publications may share a host."""
    assert find(site, "/pages/03-link-relative") != find(site, "/pages/04-link-absolute")


def test_a_page_that_names_it_for_readers_of_html_alone_is_asked_as_one(site):
    """Some servers keep what people do not see from programs that did not say what they read."""

    # given
    def answer(asked: Asked) -> Page:
        named = (("Link", "</told>; rel=webmention"),) if "text/html" in asked.headers["Accept"] else ()
        return Page(b"<p>Hello.", headers=(("Content-Type", HTML), *named))

    site.pages["/shy"] = answer

    # then
    assert find(site, "/shy") == f"{site.url}/told"


@pytest.mark.parametrize(
    "page",
    (
        Page(b"<p>No endpoint here."),
        Page(b""),
        Page(b'<link rel="webmention" href="/told">', headers=(("Content-Type", "text/plain"),)),
        Page(b"", headers=(("Link", "<unclosed; rel=webmention"), ("Content-Type", HTML))),
        Page(b"\xff\xfe\x00", headers=(("Content-Type", "text/html; charset=klingon"),)),
    ),
)
def test_a_page_that_names_none_has_none(site, page):
    """Nothing is guessed."""
    site.pages["/none"] = page

    assert find(site, "/none") is None


def test_an_address_is_relative_to_the_base_that_the_page_says(site):
    """As links on it are."""
    site.pages["/based"] = Page(b'<base href="/far/away/"><link rel=webmention href=told>')

    assert find(site, "/based") == f"{site.url}/far/away/told"
