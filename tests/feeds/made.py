"""A small site, made in memory: what the pages room would hand to the feeds room."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from markupsafe import Markup

from plugins.comments.model import Comment, Policy, Thread
from plugins.feeds.build import all_bundles
from plugins.feeds.pieces import Pieces
from plugins.feeds.publisher import Publisher
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.parse import parse_entry
from plugins.incremental.deferred import given
from plugins.site.addresses import Addresses
from plugins.site.ledger import Ledger
from plugins.site.model import Layout, Site, file_under
from plugins.site.published import publish
from plugins.site.records import Article, Place, SiteFacts
from plugins.source import Source

NO_LEDGER = Ledger()
START = datetime(2020, 1, 6, 8, 0, tzinfo=UTC)
ORIGIN = "https://exit-interview.example"
PUBLISHER = Publisher("exit-interview.example", ORIGIN, size=3, license_name="CC BY 4.0")
FACTS = SiteFacts(
    name="The Exit Interview",
    origin=ORIGIN,
    root="",
    language="en",
    description="Blunt advice.",
    masthead=Markup(),
    navigation=(),
    services=(),
    footer=(),
    sharing=None,
    assets={
        "icons/favicon.svg": "/feeds/icon.svg",
        "icons/feed.png": "/feeds/logo.png",
        "css/feed.css": "/feeds/feed.css",
    },
)
PAY = Place("Pay", "pay", "/pay/")
LEAVING = Place("Leaving", "leaving", "/leaving/")
FIRST_JOBS = Place("First jobs", "first-jobs", "/tag/first-jobs/")
EDITOR = Place("The Editor", "the-editor", "/by/the-editor/")
CLERK = Place("The Night Clerk", "the-night-clerk", "/by/the-night-clerk/")


def make_article(number, **changes):
    """The article with this number, the oldest being 0."""
    slug = f"article-{number}"
    made = Article(
        source_path=f"articles/{slug}.md",
        slug=slug,
        url=f"/2020/{slug}/",
        save_as=f"2020/{slug}/index.html",
        id=f"tag:exit-interview.example,2020-01-01:{slug}",
        status="published",
        title=f"Article {number}",
        heading=Markup("Article {}").format(number),
        published_at=START + timedelta(days=number),
        modified_at=None,
        category=PAY,
        tags=(),
        authors=(EDITOR,),
        summary=f"What {number} says.",
        standfirst=Markup(),
        filed_because=Markup(),
        series=None,
        language="en",
        comments=Policy(),
        word_count=2,
        entry_slugs=(),
    )
    return replace(made, **changes)


def make_site(articles=(), bodies=(), words=(), threads=(), root="", ledger=NO_LEDGER, now=None):
    """A site of `articles`, in any order.

    Args:
        bodies: source path → HTML, of those that have another than "<p>…</p>".
        words: definition as printed → when it was published.
        threads: key → comments.
        ledger: of what was published before; `now` is the time of the publish.
    """
    bodies, words, threads = dict(bodies), dict(words), dict(threads)
    articles = [replace(article, url=f"{root}{article.url}") for article in articles]
    newest_first = sorted(articles, key=lambda article: (-article.published_at.timestamp(), article.slug))
    entries = {text: parse_entry(text, Source("dictionary/x.md", line)) for line, text in enumerate(words, 1)}
    site = Site(
        facts=replace(FACTS, root=root),
        addresses=Addresses(root),
        layout=Layout(10, None),
        articles=tuple(newest_first),
        categories=file_under(newest_first, lambda article: (article.category,)),
        tags=file_under(newest_first, lambda article: article.tags),
        authors=file_under(newest_first, lambda article: article.authors),
        by_path={article.source_path: article for article in newest_first},
        unlisted=(),
        pages=(),
        openings={},
        texts={a.source_path: _text(bodies.get(a.source_path, f"<p>{a.title}</p>")) for a in articles},
        dictionary=Dictionary.of(entries.values()),
        definitions={e.slug: _text(f"<dl><dt>{e.headword}</dt><dd>x</dd></dl>") for e in entries.values()},
        entry_cards={},
        linked_definitions={},
        commentaries={},
        entry_dates={entries[text].slug: moment for text, moment in words.items()},
        threads={key: Thread(key, tuple(comments)) for key, comments in threads.items()},
        linked={},
    )
    after = publish(site, ledger, PUBLISHER.authority, now)
    return replace(site, ledger=after.ledger, published=after.rows)


def all_documents(catalogue):
    """The documents of all bundles."""
    return [document for one in all_bundles(catalogue, Pieces()) for document in one.open()]


def make_comment(number, **changes):
    """A reader's comment, a minute after the one before."""
    made = Comment(
        number=number,
        id=f"0{number:011}",
        posted_at=START + timedelta(minutes=number),
        author="Skeptic",
        body=f"Comment {number}.",
        source=Source(f"content/comments/x/{number:04}.md"),
    )
    return replace(made, **changes)


def _text(html):
    return given(Markup(html))
