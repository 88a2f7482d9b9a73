from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from plugins.comments.parse import parse_thread
from plugins.comments.write import file_name, write_comment

FOLDER = "content/comments/the-coffee"


def read(files, zone=UTC):
    return parse_thread(
        "the-coffee", {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}, zone
    )


def test_a_file_named_by_a_number_keeps_it():
    """Links to the old thread were made with these numbers."""
    # when
    thread, findings = read(
        {
            "1.md": "date: 2014-3-21 15:02\nauthor: Ada\nwebsite: http://a.example\navatar: a.png\n\n1.\n",
            "12.md": "author: Bo\ndate: 2014-03-20\nreplyto: 1md\n\nTwelve.\n",
        }
    )

    # then
    assert findings == ()
    assert [(c.number, c.author, c.replyto) for c in thread.comments] == [(1, "Ada", None), (12, "Bo", 1)]


def test_a_thread_without_numbers_is_counted_by_date():
    """Then by name: the same on any disk."""
    # when
    thread, findings = read(
        {
            "b.md": "date: 2014-03-20 10:00\nauthor: Ben\nslug: first\n\nFirst.\n",
            "c.md": "date: 2014-03-21 10:00\nauthor: Cleo\nreplyto: first\n\nSecond.\n",
            "a.md": "date: 2014-03-21 10:00\nauthor: Ada\nreplyto: c\n\nSecond too.\n",
        }
    )

    # then
    assert [str(finding) for finding in findings] == [
        f"{FOLDER}/a.md:3: comment 2 replies to the later 3; write an earlier number"
    ]
    assert [(c.number, c.author, c.replyto) for c in thread.comments] == [(1, "Ben", None), (3, "Cleo", 1)]


def test_a_time_without_a_zone_is_in_the_sites_zone():
    """Imports shift times by the server's zone; here the caller says which."""
    # given
    files = {
        "1.md": "author: Ada\ndate: 2014-03-21 15:02\n\nOne.\n",
        "2.md": "author: Ada\ndate: 2014-03-21T15:02:03.5+02:00\n\nTwo.\n",
        "3.md": "author: Ada\ndate: 2014-03-21 15:02 Z\n\nThree.\n",
    }

    # when
    thread, _ = read(files, ZoneInfo("America/New_York"))

    # then
    assert [comment.posted_at for comment in thread.comments] == [
        datetime(2014, 3, 21, 19, 2, tzinfo=UTC),
        datetime(2014, 3, 21, 13, 2, 3, tzinfo=UTC),
        datetime(2014, 3, 21, 15, 2, tzinfo=UTC),
    ]


def test_an_older_file_can_be_written_in_the_present_form():
    """The way on: number, id and time stay what they were."""
    # given
    (comment,) = read({"7.md": "author: Ada\ndate: 2014-03-21 15:02\n\nSeven.\n"})[0].comments

    # when
    (again,) = read({file_name(comment): write_comment(comment)})[0].comments

    # then
    assert (again.number, again.id, again.posted_at) == (7, comment.id, comment.posted_at)


def test_a_numberless_file_in_a_thread_with_numbers_is_an_error():
    """A number made up today would be another one tomorrow."""
    # when
    _, findings = read(
        {
            "a.md": "author: Ada\ndate: 2014-03-21\n\nA.\n",
            "0001-b.md": "Number: 1\nId: b\nDate: 2014-03-21T00:00:00Z\nAuthor: B\n\nB.\n",
        }
    )

    # then
    assert [str(finding) for finding in findings] == [
        f"{FOLDER}/a.md:1: the older form in a thread with numbers; "
        'write "Number" and "Id" (docs/comment-format.md)'
    ]


def test_an_address_in_an_older_file_is_an_error_that_does_not_repeat_it():
    """pelican-comment-system kept e-mail addresses in the files."""
    # when
    _, findings = read({"1.md": "author: Ada\nemail: ada@example.org\ndate: 2014-03-21\n\nOne.\n"})

    # then
    assert [str(finding) for finding in findings] == [
        f"{FOLDER}/1.md:2: what is private does not belong in a comment file; delete the e-mail or IP address"
    ]
