"""plugins/feeds/pieces.py: what many documents share is made once."""

from collections import Counter
from dataclasses import replace

import plugins.feeds.pieces
from plugins.comments.model import KeptThread
from plugins.feeds.catalogue import Catalogue
from plugins.feeds.model import Form
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render
from plugins.incremental.deferred import given
from plugins.incremental.digest import digest
from tests.feeds.made import (
    CLERK,
    EDITOR,
    FIRST_JOBS,
    PUBLISHER,
    all_documents,
    make_article,
    make_comment,
    make_site,
)
from tests.feeds.test_atom import FEED, ITEM, make_document


def made_once(number):
    """An article that stands in five feeds."""
    return make_article(number, tags=(FIRST_JOBS,), authors=(EDITOR, CLERK))


def test_an_article_in_five_feeds_is_made_fit_and_written_once_in_each_form(monkeypatch):
    """At ten thousand articles that is what a clean build spends its time on."""
    # given
    said, written = Counter(), Counter()
    say = plugins.feeds.pieces.say
    monkeypatch.setattr(plugins.feeds.pieces, "say", lambda item: said.update([item.id]) or say(item))
    for form, write in tuple(plugins.feeds.pieces.WRITERS.items()):

        def count(item, said, feed, form=form, write=write):
            written.update([(item.id, form)])
            return write(item, said, feed)

        monkeypatch.setitem(plugins.feeds.pieces.WRITERS, form, count)
    site, pieces = make_site([made_once(number) for number in range(3)]), Pieces()

    # when
    files = [render(document.inputs, pieces) for document in all_documents(Catalogue.of(site, PUBLISHER))]

    # then
    assert sum(b"<title>Article 2</title>" in data for data in files) == 7  # JSON is not written so
    assert set(said.values()) == set(written.values()) == {1}
    assert len(written) == 3 * len(Form)


def test_a_thread_is_loaded_once_for_its_feeds():
    """It lies in the store, and its comments are asked for in its own feed and among all comments."""
    # given
    site = make_site([made_once(0)], threads={"article-0": [make_comment(1), make_comment(2, replyto=1)]})
    thread, loads = site.threads["article-0"], []
    stubs = [(s.number, s.id, s.posted_at.timestamp(), s.is_deleted) for s in thread.stubs]
    kept = KeptThread(
        *(thread.key, digest(thread), thread.count, thread.updated_at),
        load_stubs=lambda: stubs,
        load=lambda: loads.append(1) or thread,
    )

    # when
    pieces = Pieces()
    catalogue = Catalogue.of(replace(site, threads={"article-0": kept}), PUBLISHER)
    files = {document.path: render(document.inputs, pieces) for document in all_documents(catalogue)}

    # then
    assert loads == [1]
    said = [path for path, data in files.items() if b"Comment 2." in data]
    assert sorted(said) == [
        "2020/article-0/comments.atom",
        "feeds/comments.atom",
    ]


def test_what_was_forgotten_is_made_again_the_same():
    """A bound on memory changes no byte."""
    items = [replace(ITEM, id=f"{ITEM.id}{number}", title=f"Title {number}") for number in range(5)]
    for form in Form:
        document = make_document(*items, form=form)
        assert render(document, Pieces(1)) == render(document, Pieces())


def test_the_bound_counts_what_python_needs_for_each_too():
    """Thousands of short comments would not fit otherwise."""
    # given
    items = [given(replace(ITEM, id=f"{ITEM.id}{number}", title=f"Title {number}")) for number in range(5)]
    bytes_alone = sum(len(Pieces().of(item, Form.ATOM, FEED).data) for item in items)

    # when
    pieces = Pieces(bytes_alone)
    first, *_ = [pieces.of(item, Form.ATOM, FEED) for item in items]
    again = pieces.of(items[0], Form.ATOM, FEED)

    # then
    assert again == first
    assert again is not first


def test_a_piece_stands_in_its_document_as_if_they_were_written_together():
    """No names are declared twice, and the layout is that of the whole."""
    data = render(make_document(ITEM, replace(ITEM, id="tag:x.example,2026:two")), Pieces()).decode()
    assert data.count("xmlns=") == 1
    assert data.count("\n  <entry>\n    <id>") == data.count("\n  </entry>\n") == 2
    assert data.endswith("  </entry>\n</feed>\n")
    assert FEED.title in data
