"""Links from articles to the dictionary."""

import re
from pathlib import Path

import markdown
import pytest

from plugins.front_matter import read_front_matter
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.front_matter import policy_of
from plugins.glossary.linking import MOST_LINKS, NO_LIMIT, Link, find_storms, link_terms, unlink
from plugins.glossary.model import Policy
from plugins.glossary.parse import parse_entry, read_dictionary_file
from plugins.glossary.terms import Term, TermIndex, index_terms
from plugins.html.projection import project
from plugins.html.typography import set_type
from plugins.source import Source

CONTENT = Path(__file__).parents[2] / "content"
INTERVIEW = '<a class="term" href="/dictionary/interview/" data-term="interview">'
EXIT = '<a class="term" href="/dictionary/exit-interview/" data-term="exit-interview">'


def address(slug: str) -> str:
    """As the site has them."""
    return f"/dictionary/{slug}/"


def index_of(*texts: str) -> TermIndex:
    """The index of a dictionary of these definitions."""
    meant = Policy(is_auto_meant=True)
    return index_terms(Dictionary.of(parse_entry(text, Source("x.md"), meant) for text in texts), address)


INDEX = index_of(
    "INTERVIEW, n. A test.", "EXIT INTERVIEW, n. The last test.", "AT&T, abbr. A bell.", "BOSS, n. A weather."
)


def linked(html: str, **options) -> str:
    """The HTML with links, which must come out again."""
    result = link_terms(html, INDEX, **options).html
    assert unlink(result) == html
    return result


def test_only_the_first_mention_is_linked():
    """A reader needs a word explained once."""
    assert linked("<p>An interview. Interviews.</p>") == f"<p>An {INTERVIEW}interview</a>. Interviews.</p>"


def test_words_of_a_longer_term_stay_its_own_even_when_it_is_linked_already():
    """The second "exit interview" is no interview."""
    html = "<p>Exit interview, exit interview, interview.</p>"

    assert linked(html) == f"<p>{EXIT}Exit interview</a>, exit interview, {INTERVIEW}interview</a>.</p>"


def test_a_link_takes_in_the_spans_of_typogrify():
    """A walk over text nodes loses these."""
    assert linked('<p><span class="caps">AT</span>&amp;T</p>') == (
        '<p><a class="term" href="/dictionary/at-and-t/" data-term="at-and-t">'
        '<span class="caps">AT</span>&amp;T</a></p>'
    )


def test_where_a_link_would_cross_a_tag_the_next_mention_is_linked():
    """Broken nesting is worse than a later link."""
    html = "<p><em>an exit</em> interview, <em>exit</em> interview</p>"

    assert linked(html) == f"<p><em>an exit</em> interview, {EXIT}<em>exit</em> interview</a></p>"


def test_where_nothing_may_be_linked_the_next_mention_is_linked():
    """The first mention that can carry a link."""
    html = "<h2>Interview</h2><blockquote>interview</blockquote><p><code>interview</code> interview</p>"

    assert linked(html) == html[: -len("interview</p>")] + f"{INTERVIEW}interview</a></p>"


def test_own_terms_are_left_alone_and_keep_their_words():
    """The page of EXIT INTERVIEW says it in every line."""
    assert linked("<p>exit interview, interview</p>", own=frozenset({"exit-interview"})) == (
        f"<p>exit interview, {INTERVIEW}interview</a></p>"
    )


def test_a_term_that_the_author_has_linked_is_not_linked_again():
    """Wherever in the article the author chose to do it."""
    html = '<p>Interview, <a href="/dictionary/interview/#interview-2">those questions</a>.</p>'
    result = link_terms(html, INDEX)

    assert result.html == html
    assert result.links == (
        Link(
            "interview",
            "/dictionary/interview/#interview-2",
            html.index("<a"),
            "those questions",
            "Interview, those questions.",
            is_authors=True,
        ),
    )


def test_there_are_never_more_links_than_the_limit():
    """Twelve explanations an article are help; forty are noise."""
    terms = {f"word{number}": (Term(f"word{number}", f"/{number}/"),) for number in range(40)}
    index = TermIndex.of(terms, {})
    html = f"<p>{' '.join(terms)}</p>"

    once = link_terms(html, index)
    assert [link.slug for link in once.links] == [f"word{number}" for number in range(MOST_LINKS)]
    assert link_terms(once.html, index) == once
    assert len(link_terms(once.html, index, most=20).links) == 20
    assert link_terms(html, index, most=0).html == html


def test_a_link_knows_its_place_its_words_and_its_sentence():
    """An entry's page shows where it is mentioned, in the author's typography."""
    html = (
        "<h2>Mr. A</h2><p>No. &#8220;Every boss&#8217;s <em>exit&nbsp;interview</em> ends,&#8221; said Mr. A. "
        "Then lunch. Then none.</p>"
    )
    boss, interview = link_terms(html, INDEX).links

    assert (boss.words, interview.words) == ("boss’s", "exit interview")
    assert (
        boss.sentence == interview.sentence == "“Every boss’s exit interview ends,” said Mr. A. Then lunch."
    )
    assert link_terms(html, INDEX).html[interview.place :].startswith(EXIT)


def test_a_long_sentence_is_cut_at_words():
    """A back-reference is one line, not a page."""
    html = f"<p>{'word ' * 500}interview {'word ' * 500}</p>"
    [link] = link_terms(html, INDEX).links

    assert link.sentence.startswith("… word ")
    assert link.sentence.endswith(" word …")
    assert len(link.sentence) < 650


def test_other_links_and_comments_stay_when_ours_are_removed():
    """Only what we put in comes out."""
    html = (
        '<p><a class="term" href="/x/">cross-reference</a> <!-- <a class="term" href="" data-term="x"> --> </a>'
        f'<a class="term" data-term="x" href="/x/">by hand</a> {INTERVIEW}<b>ours</b></a></p>'
    )

    assert unlink(html) == html.replace(f"{INTERVIEW}<b>ours</b></a>", "<b>ours</b>")


def test_an_address_is_escaped():
    """Slugs are safe, addresses are the caller's."""
    index = TermIndex.of({"pay": (Term("pay", '/d/?a="1"&b'),)}, {})
    result = link_terms("<p>pay</p>", index)

    assert result.html == '<p><a class="term" href="/d/?a=&#34;1&#34;&amp;b" data-term="pay">pay</a></p>'
    assert unlink(result.html) == "<p>pay</p>"
    assert link_terms(result.html, index) == result


def test_a_storm_is_a_term_that_one_article_in_twenty_would_link():
    """Such a word wants "Link: explicit"."""
    pages = {f"article-{number:03}": "<p>An interview.</p>" for number in range(11)}
    pages |= {f"other-{number:03}": "<p>A boss.</p>" for number in range(9)}
    pages |= {
        f"third-{number:03}": f'<p><a href="{address("exit-interview")}">x</a></p>' for number in range(30)
    }
    linked = {name: link_terms(html, INDEX).links for name, html in pages.items()}
    results = {name: [link.slug for link in links if not link.is_authors] for name, links in linked.items()}

    [storm] = find_storms(results)
    assert storm.slug == "interview"
    assert storm.articles == tuple(f"article-{number:03}" for number in range(11))
    assert find_storms(results, share=0.22) == ()
    assert [storm.slug for storm in find_storms(results, fewest=9)] == ["boss", "interview"]


class Site:
    """The site's own articles and dictionary, as far as links are concerned."""

    def __init__(self) -> None:
        files = [
            read_dictionary_file(path.read_text("utf-8"), path.relative_to(CONTENT).as_posix())
            for path in sorted((CONTENT / "dictionary").glob("*.md"))
        ]
        entries = [entry for file in files for entry in file.entries]
        self.articles = {}
        for path in sorted((CONTENT / "articles").rglob("*.md")):
            html, own = self._read(path)
            entries += own
            self.articles[path.stem] = html, frozenset(entry.slug for entry in own)
        self.dictionary = Dictionary.of(entries)
        self.index = index_terms(self.dictionary, address)

    def _read(self, path: Path):
        parser = markdown.Markdown(
            extensions=["extra", "codehilite", "toc", "plugins.glossary.markdown"], output_format="html"
        )
        front = read_front_matter(path.read_bytes(), path.name, "article")
        assert not front.findings
        parser.entry_policy = policy_of(front)
        return parser.convert(front.header.body), parser.entries

    def resolved(self, html: str) -> str:
        """With the addresses of `dict:` links, as the room of pages makes them."""
        return re.sub(r'"dict:([^"]*)"', lambda found: f'"{self._address(found[1])}"', html)

    def _address(self, name: str) -> str:
        found = self.dictionary.find(name)
        return (
            address(found.entry.slug) + (f"#{found.fragment}" if found.fragment else "")
            if found
            else "/nowhere/"
        )


@pytest.fixture(scope="module")
def site() -> Site:
    """Read once."""
    return Site()


@pytest.mark.ours
def test_every_article_of_the_site_keeps_the_laws(site):
    """On real text, before and after typogrify, without a limit and with it."""
    assert len(site.articles) > 20
    total = 0
    for name, (html, own) in site.articles.items():
        plain = site.resolved(html)
        typeset = str(set_type(plain))
        before, after = (link_terms(text, site.index, own=own, most=NO_LIMIT) for text in (plain, typeset))
        assert [link.slug for link in before.links] == [link.slug for link in after.links], name
        assert unlink(after.html) == typeset, name
        assert link_terms(after.html, site.index, own=own, most=NO_LIMIT) == after, name
        assert project(after.html).text == project(typeset).text, name
        capped = link_terms(typeset, site.index, own=own)
        assert sum(not link.is_authors for link in capped.links) <= MOST_LINKS, name
        assert not own & {link.slug for link in after.links if not link.is_authors}, name
        total += len(after.links)
    assert total > 2 * len(site.articles)


def test_every_sentence_of_the_site_holds_its_mention(site):
    """ "Mentioned in" shows them."""
    for html, own in site.articles.values():
        for link in link_terms(set_type(site.resolved(html)), site.index, own=own).links:
            assert link.words in link.sentence
            assert "<" not in link.sentence
