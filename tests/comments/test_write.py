from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.comments.characters import fault_in_header, faults_in_body, has_email
from plugins.comments.model import Comment, Kind, Notation, Role, Status
from plugins.comments.parse import parse_comment
from plugins.comments.values import ID, SEEN
from plugins.comments.write import file_name, write_comment
from plugins.source import Source

TIMES = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).filter(
    lambda text: (
        text == text.strip()
        and SEEN.search(text)
        and not fault_in_header(text)
        and not has_email(f"Author: {text}")
    )
)
BODIES = (
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=400)
    .map(lambda text: text.rstrip())
    .filter(lambda text: text.split("\n")[0].strip() and not faults_in_body(text))
)
ADDRESSES = st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9?=&#%/-]{0,20}", fullmatch=True).filter(
    lambda address: not has_email(address)
)


@st.composite
def comments(draw):
    """Every comment that a file may hold."""
    number, comment_id = draw(st.integers(1, 9_999_999)), draw(st.from_regex(ID, fullmatch=True))
    posted_at = draw(TIMES)
    kind, status = draw(st.sampled_from(Kind)), draw(st.sampled_from(Status))
    may_be_bare = status is Status.DELETED
    is_ping = kind is not Kind.COMMENT
    return Comment(
        number=number,
        id=comment_id,
        posted_at=posted_at,
        author=draw(NAMES | st.just("") if may_be_bare else NAMES),
        body=draw(BODIES | st.just("") if may_be_bare or is_ping else BODIES),
        source=Source(f"content/comments/x/{number:04}-{comment_id}.md"),
        website=draw(st.none() | ADDRESSES),
        role=draw(st.sampled_from(Role)),
        kind=kind,
        replyto=draw(st.none() | st.integers(1, 9_999_999)),
        source_url=draw(ADDRESSES) if is_ping else None,
        status=status,
        modified_at=draw(st.none() | st.integers(0, 10**8).map(lambda s: posted_at + timedelta(seconds=s))),
        imported_from=draw(st.none() | st.just("wordpress:8812")),
        notation=draw(st.sampled_from(Notation)),
    )


@given(comments())
def test_a_comment_is_read_as_it_was_written(comment):
    """Whoever writes files, the desk or an import, can say all there is to say."""
    # when
    again, findings = parse_comment(write_comment(comment).encode(), comment.source.path)

    # then
    assert [str(finding) for finding in findings] == []
    assert again == comment


@given(comments())
def test_a_file_is_written_as_it_was_read(comment):
    """Approving, editing and importing leave no noise in a diff."""
    # given
    text = write_comment(comment)

    # when
    again, _ = parse_comment(text.encode(), comment.source.path)

    # then
    assert again is not None
    assert write_comment(again) == text


def test_what_goes_without_saying_is_not_written(make_comment):
    """A file is what a person would have typed."""
    assert write_comment(make_comment(3, id="a", author="Nick", body="Hello.\n\nAgain.")) == (
        "Number: 3\nId: a\nDate: 2026-11-14T12:03:00Z\nAuthor: Nick\n\nHello.\n\nAgain.\n"
    )


def test_a_folder_lists_as_its_thread_reads(make_comment):
    """Four digits; a fifth when a thread needs it."""
    assert [file_name(make_comment(number, id="a")) for number in (3, 12_345)] == ["0003-a.md", "12345-a.md"]
