"""What the comment desk reads of a release: which threads there are, and the frame of its own pages (docs/intake.md).

Neither is for readers: the proxy hides both, no list and no sitemap names them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from plugins.comments.model import KeptThread, Policy, State
from plugins.comments.moment import write_moment
from plugins.incremental.document import Document
from plugins.pages.model import FrameView, PageFacts
from plugins.pages.page import Frames
from plugins.site.model import Site

FORMAT = 1

THREADS = "comments/threads.json"
FRAME = "comments/frame.html"

TITLE = Markup("<!-- desk:title -->")
MAIN = Markup("<!-- desk:main -->")
"""Where the desk puts what it has to say."""

Row = tuple[str, str, str, str, str, str | None, int]
"""Key, permanent id, address, title, open or closed, when it closes, the highest number ever given."""


@dataclass(frozen=True, slots=True)
class ThreadsInputs:
    """All that the list of threads is made from."""

    origin: str
    authors: tuple[str, ...]
    rows: tuple[Row, ...]


def desk_files(site: Site, frames: Frames) -> Iterator[Document]:
    """Both, where there is a desk."""
    if site.layout.comment_form is None:
        return
    authors = tuple(sorted(filing.place.name for filing in site.authors))
    yield Document(THREADS, _threads, ThreadsInputs(site.facts.origin, authors, tuple(_rows(site))))
    url = f"{site.addresses.root}/{FRAME}"
    facts = PageFacts(TITLE, site.facts.name, url, "", "desk", (), is_indexable=False)
    yield frames.shown(FRAME, "frame.html", facts, FrameView(TITLE, MAIN))


def _rows(site: Site) -> Iterator[Row]:
    """Every thread that readers can come to: of articles that are out, hidden ones too, and of words."""
    for article in (*site.articles, *site.unlisted):
        if article.status != "draft" and article.shows_comments:
            row = site.published.get(site.inside(article.url))
            identity = row.id if row else article.id
            yield _row(
                article.slug,
                identity,
                article.url,
                article.title,
                article.comments,
                site.threads.get(article.slug),
            )
    for entry in site.dictionary.entries:
        policy = Policy(State(entry.policy.comments or "open"))
        url = site.addresses.entry(entry.slug)
        row = site.published.get(site.inside(url))
        if row and policy.state is not State.OFF:
            title = ", ".join((entry.title, *entry.parts_of_speech[:1]))
            key = f"dictionary/{entry.slug}"
            yield _row(key, row.id, url, title, policy, site.threads.get(key))


def _row(key: str, identity: str, url: str, title: str, policy: Policy, thread: KeptThread | None) -> Row:
    closes_at = write_moment(policy.closes_at) if policy.closes_at and policy.state is State.OPEN else None
    stubs = thread.load_stubs() if thread else ()
    return key, identity, url, title, str(policy.state), closes_at, stubs[-1][0] if stubs else 0


def _threads(inputs: ThreadsInputs) -> bytes:
    """One thread a line: a diff, and a reader in a hurry, see what changed."""
    site = json.dumps(inputs.origin, ensure_ascii=False)
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in inputs.rows)
    authors = json.dumps(inputs.authors, ensure_ascii=False)
    return f'{{"format": {FORMAT}, "site": {site}, "authors": {authors}, "threads": [\n{rows}\n]}}\n'.encode()
