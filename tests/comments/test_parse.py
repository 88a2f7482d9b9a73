from datetime import UTC, datetime

from plugins.comments.model import BODY_LIMIT, IMPORTED_BODY_LIMIT, Comment, Kind, Notation, Role, Status
from plugins.comments.parse import check_keys, parse_comment, parse_thread, parse_threads
from plugins.source import Source

FOLDER = "content/comments/the-coffee"


def file(number, extra="", body="Text.", name=None, comment_id=None):
    """A path and the bytes of a comment file."""
    comment_id = comment_id or f"id{number}"
    head = f"Number: {number}\nId: {comment_id}\nDate: 2026-11-14T16:41:00Z\nAuthor: Nick\n"
    return f"{FOLDER}/{name or f'{number:04}-{comment_id}.md'}", f"{head}{extra}\n{body}\n".encode()


def messages(*files, key="the-coffee"):
    _, findings = parse_thread(key, dict(files))
    return [str(finding).removeprefix(f"{FOLDER}/") for finding in findings]


def test_every_key_of_a_file_is_read():
    """Nothing that a file says is lost."""
    # given
    text = (
        "Number: 3\nId: 01J8ZC5T9R8M\nDate: 2010-05-03T09:12:44Z\nAuthor: Nick\nWebsite: https://nick.example/\n"
        "Role: author\nKind: webmention\nReplyto: 2\nSource: https://blog.example/\nStatus: deleted\n"
        "Modified: 2010-05-04T00:00:00Z\nImported-From: wordpress:8812\nMarkup: html\n\n<p>Hello</p>\n"
    )
    path = f"{FOLDER}/0003-01J8ZC5T9R8M.md"

    # when
    comment, findings = parse_comment(text.encode(), path)

    # then
    assert findings == ()
    assert comment == Comment(
        number=3,
        id="01J8ZC5T9R8M",
        posted_at=datetime(2010, 5, 3, 9, 12, 44, tzinfo=UTC),
        author="Nick",
        body="<p>Hello</p>",
        source=Source(path, 1),
        website="https://nick.example/",
        role=Role.AUTHOR,
        kind=Kind.WEBMENTION,
        replyto=2,
        source_url="https://blog.example/",
        status=Status.DELETED,
        modified_at=datetime(2010, 5, 4, tzinfo=UTC),
        imported_from="wordpress:8812",
        notation=Notation.HTML,
    )


def test_a_thread_is_in_the_order_of_numbers_and_may_have_gaps():
    """Neither the clock of a disk nor the order of a folder decides; a number is never given twice."""
    # when
    thread, findings = parse_thread("the-coffee", dict([file(12), file(2), file(7)]))

    # then
    assert findings == ()
    assert [comment.number for comment in thread.comments] == [2, 7, 12]


def test_a_reply_to_a_broken_file_is_not_blamed():
    """The one mistake is told, not its shadow."""
    assert messages(file(1, "Role: boss\n"), file(2, "Replyto: 1\n")) == [
        "0001-id1.md:5: write author or reader"
    ]


def test_replies_point_back_in_the_same_thread():
    """A reply that points nowhere would lose its real parent for good."""
    assert messages(file(1, "Replyto: 1\n"), file(2, "Replyto: 3\n"), file(5, "Replyto: 4\n"), file(3)) == [
        "0001-id1.md:5: comment 1 replies to itself; write the number of another one",
        "0002-id2.md:5: comment 2 replies to the later 3; write an earlier number",
        "0005-id5.md:5: no comment 4 in this thread; write the number of one, or delete the line",
    ]


def test_two_files_cannot_have_one_number():
    """A permalink means one comment."""
    assert messages(file(1), file(1, comment_id="other")) == [
        "0001-other.md:1: number 1 is that of 0001-id1.md; write one that was never used"
    ]


def test_the_name_of_a_file_is_its_number_and_its_id():
    """So that a folder lists as the thread reads, and two approvals at once cannot overwrite each other."""
    assert messages(file(1, name="0002-id1.md")) == [
        '0002-id1.md:1: the name of the file does not match number and id; name it "0001-id1.md"'
    ]


def test_only_pings_have_a_source_and_all_of_them_do():
    """Where a ping came from is what a reader wants of it."""
    assert messages(file(1, "Source: https://e.example/\n"), file(2, "Kind: trackback\n")) == [
        '0001-id1.md:5: only pings have a "Source"; write their "Kind", or delete the line',
        '0002-id2.md:5: a trackback comes from somewhere; write "Source: https://…"',
    ]


def test_a_body_is_neither_empty_nor_endless():
    """The longest still renders in a tenth of a second."""
    assert messages(file(1, body=""), file(2, body="x" * (BODY_LIMIT + 1))) == [
        '0001-id1.md:1: no body; write it after an empty line, or "Status: deleted"',
        "0002-id2.md:1: a body of 20,001 characters; write at most 20,000",
    ]


def test_what_was_published_elsewhere_may_be_as_long_as_it_was():
    """Nobody can ask its author to shorten it."""
    origin = "Imported-From: wordpress:8812\n"
    longest = file(1, origin, body="x" * IMPORTED_BODY_LIMIT)

    assert messages(longest, file(2, origin, body="x" * (IMPORTED_BODY_LIMIT + 1))) == [
        "0002-id2.md:1: a body of 65,536 characters; write at most 65,535",
    ]


def test_a_tombstone_needs_no_name_no_body_and_no_source():
    """Who asks to be forgotten is, and the number stays."""
    # given
    data = b"Number: 1\nId: a\nDate: 2026-11-14T16:41:00Z\nKind: pingback\nStatus: deleted\n"

    # when
    thread, findings = parse_thread("the-coffee", {f"{FOLDER}/0001-a.md": data})

    # then
    assert findings == ()
    assert (thread.count, len(thread.comments)) == (0, 1)


def test_a_change_is_not_before_its_comment():
    """One of the two dates is a slip."""
    assert messages(file(1, "Modified: 2026-11-14T16:40:59Z\n")) == [
        '0001-id1.md:5: "Modified" is before "Date"; write a later time'
    ]


def test_what_is_no_comment_file_is_reported():
    """A draft named .txt would otherwise wait for ever."""
    assert messages((f"{FOLDER}/reply.txt", b"")) == [
        'reply.txt:1: not a comment file; name it "0001-<id>.md" or move it away'
    ]


def test_threads_are_found_by_their_folders_and_findings_sorted():
    """Entries of the dictionary have threads too, one folder deeper."""
    # given
    files = {
        "content/comments/dictionary/networking/0001-a.md": file(1, comment_id="a")[1],
        "content/comments/the-coffee/0001-b.md": file(1, comment_id="b")[1],
        "content/comments/stray.md": b"",
    }

    # when
    threads, findings = parse_threads(files)

    # then
    assert list(threads) == ["dictionary/networking", "the-coffee"]
    assert [str(finding) for finding in findings] == [
        "content/comments/stray.md:1: not in the folder of a thread; move it into one"
    ]


def test_an_id_is_unique_in_the_whole_site():
    """Feed readers would show one of the two and drop the other."""
    # given
    same = file(1, comment_id="a")[1]

    # when
    _, findings = parse_threads({"content/comments/x/0001-a.md": same, "content/comments/y/0001-a.md": same})

    # then
    assert [str(finding) for finding in findings] == [
        'content/comments/y/0001-a.md:1: id "a" is that of content/comments/x/0001-a.md; write another one'
    ]


def test_a_thread_belongs_to_something_that_is_published():
    """A renamed article would lose its comments without a word."""
    # given
    threads, _ = parse_threads(dict([file(1)]))

    # then
    assert check_keys(threads, ["the-coffee"]) == ()
    assert [str(finding) for finding in check_keys(threads, ["the-tea"])] == [
        'content/comments/the-coffee:1: no article or entry "the-coffee"; '
        "rename the folder to the slug of one, or delete it"
    ]


def test_the_order_of_the_folder_changes_nothing():
    """Same files, same thread, same findings, on any disk."""
    # given
    files = [file(3, "Replyto: 2\n"), file(2), file(1, "Role: x\n"), file(1, comment_id="b")]

    # when
    (thread, findings), (again, found_again) = (
        parse_thread("k", dict(order)) for order in (files, list(reversed(files)))
    )

    # then
    assert thread == again
    assert list(map(str, findings)) == list(map(str, found_again))
