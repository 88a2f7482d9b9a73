"""plugins/feeds/build.py, items.py and catalogue.py: which documents there are, and what stands in them."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plugins.comments.model import Policy, State, Status
from plugins.feeds.catalogue import Catalogue
from plugins.feeds.faults import FeedError
from plugins.feeds.opml import render_opml
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render
from plugins.site.addresses import id_for
from plugins.site.ledger import Ledger
from plugins.site.published import publish as published
from tests.feeds.made import (
    CLERK,
    EDITOR,
    FIRST_JOBS,
    LEAVING,
    ORIGIN,
    PAY,
    PUBLISHER,
    START,
    all_documents,
    make_article,
    make_comment,
    make_site,
)
from tests.feeds.strict import NAMES, find_faults

WORD = "NETWORKING, n. A kind of fishing in which the fish hold the rods."
OTHER_WORD = "COFFEE, n. A drink taken at work in order to remain there."


def ledger_of(site):
    """The ledger after `site` was published."""
    return published(site, Ledger(), PUBLISHER.authority, None).ledger


def publish(site, publisher=PUBLISHER):
    """Path → bytes of every feed."""
    catalogue, pieces = Catalogue.of(site, publisher), Pieces()
    return {document.path: render(document.inputs, pieces) for document in all_documents(catalogue)}


def parse(data):
    """What a reader program makes of it."""
    return feedparser.parse(data)


def walk(files, path):
    """Ids of all items that can be reached from the document at `path`, as RFC 5005 says."""
    found, seen = [], set()
    while path and path not in seen:
        seen.add(path)
        feed = parse(files[path])
        found += [entry.id for entry in feed.entries]
        older = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        path = older[0].removeprefix(f"{ORIGIN}/") if older else ""
    return found


def full_site(count=8, **changes):
    """Articles in two categories by two authors, words, and threads."""
    articles = [
        make_article(
            number,
            category=LEAVING if number % 2 else PAY,
            tags=(FIRST_JOBS,) if number % 2 else (),
            authors=(EDITOR, CLERK) if number % 3 == 0 else (EDITOR,),
            modified_at=START + timedelta(days=40) if number == 2 else None,
        )
        for number in range(count)
    ]
    threads = {
        "article-1": [make_comment(1), make_comment(2, replyto=1, body="@Skeptic: No.")],
        "dictionary/networking": [make_comment(3)],
    }
    given = {"words": {WORD: START, OTHER_WORD: START}, "threads": threads} | changes
    return make_site(articles, **given)


def test_there_is_a_feed_of_everything():
    """In the forms that somebody asks for; a thread's comments.json is the thread as data."""
    # when
    paths = [path for path in publish(full_site(3)) if not path.startswith("feeds/word-of-the-day/")]

    # then
    assert sorted(paths) == sorted(
        [
            *(f"feeds/all.{form}" for form in ("atom", "rss", "json")),
            *(
                f"feeds/{name}.{form}"
                for name in ("pay", "leaving", "dictionary")
                for form in ("atom", "rss")
            ),
            *(f"feeds/{name}.atom" for name in ("word-of-the-day", "comments", "tag/first-jobs")),
            *(f"feeds/by/{name}.atom" for name in ("the-editor", "the-night-clerk")),
            *(f"2020/article-{number}/comments.atom" for number in range(3)),
            "dictionary/networking/comments.atom",
        ]
    )


@pytest.mark.parametrize("root", ["", "/magazine"])
def test_the_strictest_validator_has_nothing_to_say(root):
    """Of any document, of any feed, also where the site is not at the root of its host."""
    faults = [
        fault
        for path, data in publish(full_site(root=root)).items()
        for fault in find_faults(path, data, ORIGIN + root)
    ]
    assert faults == []


def test_an_empty_site_has_valid_feeds_without_a_clock():
    """The first publish of a new publication."""
    files = publish(make_site())
    assert [fault for path, data in files.items() for fault in find_faults(path, data, ORIGIN)] == []
    assert files == publish(make_site())
    assert parse(files["feeds/all.atom"]).feed.updated == "2026-01-01T00:00:00Z"


def test_every_feed_has_an_id_of_its_own_and_points_to_its_page():
    """Readers that file by id would otherwise mix them."""
    # when
    files = publish(full_site())
    feeds = {
        path: parse(data).feed
        for path, data in files.items()
        if path.endswith(".atom") and not re.fullmatch(r"\d.*|last", PurePosixPath(path).stem)
    }

    # then
    ids = [feed.id for feed in feeds.values()]
    assert len(set(ids)) == len(ids)
    assert feeds["feeds/pay.atom"].link == f"{ORIGIN}/pay/"
    assert feeds["feeds/dictionary.atom"].link == f"{ORIGIN}/dictionary/"
    assert feeds["2020/article-1/comments.atom"].link == f"{ORIGIN}/2020/article-1/"


@settings(max_examples=settings.default.max_examples // 5)
@given(st.integers(0, 25))
def test_walking_the_archives_yields_each_article_once(count):
    """Of the whole, from the document to subscribe to. Other feeds have the newest, and say where the whole is."""
    # given
    site = full_site(count)

    # when
    files = publish(site)

    # then
    assert walk(files, "feeds/all.atom") == [article.id for article in site.articles]
    for folder, filings in (("", site.categories), ("tag/", site.tags), ("by/", site.authors)):
        for filing in filings:
            path = f"feeds/{folder}{filing.place.slug}.atom"
            assert walk(files, path) == [article.id for article in filing.articles[: PUBLISHER.size]]
            (related,) = [link.href for link in parse(files[path]).feed.links if link.rel == "related"]
            assert related == f"{ORIGIN}/feeds/all.atom"


@settings(max_examples=settings.default.max_examples // 5)
@given(st.integers(0, 25))
def test_publishing_one_more_changes_the_subscription_and_at_most_one_archive(count):
    """A subscriber's archives, and caches of them, stay."""
    # given
    articles = [make_article(number) for number in range(count + 1)]

    # when
    before, after = publish(make_site(articles[:-1])), publish(make_site(articles))

    # then
    archives = [path for path in before if path.startswith("feeds/all/")]
    assert sum(before[path] != after[path] for path in archives) <= 1
    assert before["feeds/all.atom"] != after["feeds/all.atom"]


def test_a_new_comment_changes_no_feed_but_those_of_comments():
    """How much was said stands in none."""
    # given
    articles = [make_article(number) for number in range(9)]
    thread = [make_comment(1)]

    # when
    before = publish(make_site(articles, threads={"article-0": thread, "article-8": thread}))
    more = [*thread, make_comment(2)]
    after = publish(make_site(articles, threads={"article-0": more, "article-8": more}))

    # then
    changed = {path for path in after if before[path] != after[path]}
    assert changed == {"feeds/comments.atom", *(f"2020/article-{number}/comments.atom" for number in (0, 8))}


def ids_of(files):
    """Every id in every feed."""
    return {
        (parsed.feed.get("id"), entry.id)
        for path, data in files.items()
        if path.endswith(".atom") and "word-of-the-day" not in path
        for parsed in [parse(data)]
        for entry in parsed.entries
    }


def with_derived_id(article):
    """As the pages room makes one for an article whose author wrote none."""
    return replace(article, id=id_for(PUBLISHER.authority, article.published_at, article.slug))


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "renamed", "url": "/2020/renamed/", "source_path": "articles/renamed.md"},
        {"title": "Another title"},
        {"published_at": START - timedelta(days=400)},
    ],
    ids=["slug", "title", "date"],
)
def test_an_edit_changes_no_id(change):
    """Readers would show everything once more. Here no id is written down, so the ledger alone keeps them."""
    # given
    articles = [with_derived_id(make_article(number)) for number in range(3)]
    site = make_site(articles, words={WORD: START}, threads={"article-0": [make_comment(1)]})
    edited = [with_derived_id(replace(articles[0], **change)), *articles[1:]]
    threads = {edited[0].slug: [make_comment(1)]}

    # when
    before = publish(site)
    after = publish(make_site(edited, words={WORD: START}, threads=threads, ledger=ledger_of(site)))

    # then
    assert ids_of(after) == ids_of(before)


def test_a_renamed_category_keeps_the_id_of_its_feed():
    """The address is another; what subscribers have read is the same."""
    # given
    money = replace(PAY, name="Money", slug="money", url="/money/")
    before = make_site([make_article(number) for number in range(3)])
    articles = [make_article(number, category=money) for number in range(4)]

    # when
    old, new = publish(before), publish(make_site(articles, ledger=ledger_of(before)))

    # then
    assert parse(old["feeds/pay.atom"]).feed.id == parse(new["feeds/money.atom"]).feed.id


def test_another_host_changes_no_id():
    """The ids name an authority, not a host."""
    before = publish(full_site())
    after = publish(full_site(), replace(PUBLISHER, origin="https://elsewhere.example"))
    assert ids_of(before) == ids_of(after)


def test_another_name_of_the_publication_touches_no_archive():
    """Nor another description, or a hub: who keeps archives would fetch all of them for it."""
    # given
    site = full_site(20, threads={"article-1": [make_comment(number) for number in range(1, 402)]})
    facts = replace(site.facts, name="Another Name", description="Other words.")

    # when
    before = publish(site)
    after = publish(replace(site, facts=facts), replace(PUBLISHER, hub_url="https://hub.example/"))

    # then
    archives = {path for path in before if re.search(r"/\d+\.atom$", path)}
    assert {path.rpartition("/")[0] for path in archives} == {
        *("feeds/all", "feeds/comments", "2020/article-1/comments"),
    }
    changed = {path for path in before if before[path] != after[path]}
    assert changed.isdisjoint(archives)
    assert {"feeds/all.atom", "feeds/pay.rss", "feeds/comments.atom"} <= changed


def test_an_edit_surfaces_and_says_when():
    """`Modified:` moves `updated`, never `published`."""
    entries = {entry.title: entry for entry in parse(publish(full_site(3))["feeds/all.atom"]).entries}
    assert entries["Article 2"].published == "2020-01-08T08:00:00Z"
    assert entries["Article 2"].updated == "2020-02-15T08:00:00Z"


def test_a_change_before_the_publication_is_the_authors_error():
    """No reader can make sense of it."""
    with pytest.raises(FeedError) as caught:
        publish(make_site([make_article(0, modified_at=START - timedelta(days=1))]))
    error = caught.value.at_its_line("Title: A\nDate: 2020-01-06\nModified: 2020-01-05\n\nText")
    assert str(error) == (
        "articles/article-0.md:3: Modified is earlier than Date; write the day of the last change"
    )


def test_a_category_cannot_take_the_address_of_another_feed():
    """Both would be /feeds/comments.atom."""
    taken = replace(PAY, name="Comments", slug="comments")
    with pytest.raises(FeedError) as caught:
        publish(make_site([make_article(0, category=taken)]))
    error = caught.value.at_its_line("Title: A\nCategory: Comments\n")
    assert str(error) == (
        'articles/article-0.md:2: the category "Comments" would take the address of another feed; '
        "name it otherwise"
    )


def test_all_authors_and_places_are_named():
    """Pelican's own feeds drop the second author."""
    entry = parse(publish(full_site(1))["feeds/all.atom"]).entries[0]
    assert [author.name for author in entry.authors] == ["The Editor", "The Night Clerk"]
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == [
        ("pay", "tag:exit-interview.example,2026:category", "Pay")
    ]


def test_comments_answer_what_they_answer():
    """The article, or the comment before; names in them are links."""
    # when
    root = etree.fromstring(publish(full_site())["2020/article-1/comments.atom"])

    # then
    assert root.xpath("atom:entry/atom:title/text()", namespaces=NAMES) == ["Skeptic on Article 1"] * 2
    reply, first = root.findall("atom:entry/thr:in-reply-to", NAMES)
    assert first.get("ref") == "tag:exit-interview.example,2020-01-01:article-1"
    assert first.get("href") == f"{ORIGIN}/2020/article-1/"
    assert reply.get("ref") == root.findall("atom:entry/atom:id", NAMES)[1].text
    assert reply.get("href") == f"{ORIGIN}/2020/article-1/#comment-1"
    assert root.findtext("atom:entry/atom:content", None, NAMES) == (
        f'<p><a href="{ORIGIN}/2020/article-1/#comment-1">@Skeptic</a>: No.</p>'
    )


def test_deleted_comments_are_in_no_feed():
    """A tombstone says nothing; its replies stay."""
    # given
    comments = [make_comment(1, status=Status.DELETED, author="", body=""), make_comment(2, replyto=1)]
    site = make_site([make_article(0)], threads={"article-0": comments})

    # when
    entries = parse(publish(site)["2020/article-0/comments.atom"]).entries

    # then
    assert [entry.link for entry in entries] == [f"{ORIGIN}/2020/article-0/#comment-2"]


def test_an_article_without_a_thread_promises_none():
    """`Comments: off`."""
    files = publish(make_site([make_article(0, comments=Policy(State.OFF))]))
    assert "2020/article-0/comments.atom" not in files
    assert b"replies" not in files["feeds/all.atom"]


def test_all_comments_stand_in_one_feed_newest_first():
    """Over threads and words, and never two in the same second."""
    # given
    same = START + timedelta(minutes=1)
    threads = {f"article-{n}": [make_comment(1, id=f"x{n}", posted_at=same)] for n in range(3)}

    # when
    site = make_site([make_article(n) for n in range(3)], threads=threads)
    entries = parse(publish(site)["feeds/comments.atom"]).entries

    # then
    assert [entry.id.rpartition(":")[2] for entry in entries] == ["x2", "x1", "x0"]
    assert [entry.updated[-4:] for entry in entries] == [":02Z", ":01Z", ":00Z"]


def test_an_archive_of_a_thread_holds_a_hundred_comments_counted_from_the_first():
    """By their numbers, so that it is never another, whatever is said or deleted later."""
    # given
    said = [make_comment(number) for number in range(1, 202) if number != 7]

    # when
    files = publish(make_site([make_article(0)], threads={"article-0": said}))
    archived = parse(files["2020/article-0/comments/1.atom"]).entries

    # then
    assert len(archived) == 99
    assert "Comment 100." in archived[0].content[0].value
    assert "Comment 1." in archived[-1].content[0].value


def test_words_come_newest_first():
    """One that was added to an old file is news on the day of its publish."""
    # given
    site = make_site([make_article(0)], words={WORD: START})
    now = START + timedelta(days=30)

    # when
    words = {OTHER_WORD: START - timedelta(days=9), WORD: START}
    after = publish(make_site([make_article(0)], words=words, ledger=ledger_of(site), now=now))

    # then
    assert [(entry.title, entry.published) for entry in parse(after["feeds/dictionary.atom"]).entries] == [
        ("Coffee", "2020-02-05T08:00:00Z"),
        ("Networking", "2020-01-06T08:00:00Z"),
    ]


def test_a_word_that_was_first_published_today_changes_no_day_that_has_been():
    """Though its file is older than they are."""
    # given
    words = {f"W{letter}, n. A word.": START for letter in "ABCDE"}
    site, now = make_site(words=words), START + timedelta(days=9)

    # when
    late = {"NEW, n. A word.": START - timedelta(days=9)}
    before, after = publish(site), publish(make_site(words=words | late, ledger=ledger_of(site), now=now))

    # then
    both = [path for path in before if path in after and path.startswith("feeds/word-of-the-day/")]
    assert before[both[0]] == after[both[0]]
    assert min(both).endswith("2020-01-15.atom")


def test_the_word_of_the_day_is_there_for_two_weeks_ahead():
    """A document a day, for a server to choose from by its own clock; ours is never looked at."""
    # when
    files = publish(full_site(3))
    days = sorted(path for path in files if re.match(r"feeds/word-of-the-day/\d.*\.atom", path))

    # then
    assert (days[0], days[-1]) == (
        "feeds/word-of-the-day/2020-01-08.atom",
        "feeds/word-of-the-day/2020-01-22.atom",
    )
    assert len(days) == 15
    assert files[days[0]] == files["feeds/word-of-the-day.atom"]
    assert files[days[-1]] == files["feeds/word-of-the-day/last.atom"]  # for all days after
    dates = [entry.published[:10] for entry in parse(files[days[9]]).entries]
    assert dates == [f"2020-01-{day}" for day in (17, 16, 15, 14, 13, 12, 11)]


def test_the_days_that_both_hold_are_the_same_after_a_publish():
    """Whoever subscribed sees no word change under them."""
    before, after = publish(full_site(3)), publish(full_site(9))
    shared = [path for path in before if path in after and path.startswith("feeds/word-of-the-day/2")]
    assert len(shared) == 9
    assert all(before[path] == after[path] for path in shared)


def test_two_builds_have_the_same_bytes_and_the_same_inputs():
    """What the incremental room relies on: equal inputs, equal bytes."""
    catalogues = [Catalogue.of(full_site(), PUBLISHER) for _ in range(2)]
    first, second = ([document.parts() for document in all_documents(catalogue)] for catalogue in catalogues)
    assert first == second
    assert publish(full_site()) == publish(full_site())


def test_whatever_changes_bytes_changes_inputs():
    """An edit of a text, a title, a comment or the address of an icon."""

    # given
    def made(site):
        catalogue = Catalogue.of(site, PUBLISHER)
        return {d.path: (d.key, render(d.inputs, Pieces())) for d in all_documents(catalogue)}

    site = full_site()
    edited = [
        full_site(bodies={"articles/article-3.md": "<p>Edited.</p>"}),
        full_site(threads={"article-1": [make_comment(1, body="Edited.")]}),
        full_site(words={WORD: START}),
        replace(site, articles=tuple(replace(a, title=f"{a.title}!") for a in site.articles)),
        replace(site, facts=replace(site.facts, name="Another")),
    ]

    # then
    before = made(site)
    for after in map(made, edited):
        for path in before.keys() & after.keys():
            key, data = before[path]
            assert data == after[path][1] or key != after[path][0]


def test_the_list_of_feeds_names_each_once_and_they_are_there():
    """But for the threads, which are found at the thread."""
    files = publish(full_site())
    listed = render_opml(Catalogue.of(full_site(), PUBLISHER).subscriptions()).decode()
    addresses = re.findall(r'xmlUrl="([^"]+)"', listed)
    assert len(set(addresses)) == len(addresses) == 9
    assert all(address.removeprefix(f"{ORIGIN}/") in files for address in addresses)
