import json
from dataclasses import replace
from pathlib import Path

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from plugins.comments.model import Kind, Role, Status, Thread
from plugins.comments.public import forget_deleted, public_thread
from plugins.comments.render import render_thread

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "comments.schema.json").read_text("utf-8"))
HREF = "https://exit.example/2026/x/"


def test_the_schema_is_one():
    """Others validate with it."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@given(
    st.lists(
        st.tuples(st.sampled_from(Kind), st.sampled_from(Role), st.sampled_from(Status), st.booleans()),
        max_size=9,
    )
)
def test_every_thread_is_what_the_schema_says(make_comment, drawn):
    """Published once, a format is a promise."""
    # given
    comments = tuple(
        make_comment(
            number,
            kind=kind,
            role=role,
            status=status,
            source_url="https://b.example/" if kind is not Kind.COMMENT else None,
            replyto=number - 1 if is_reply and number > 1 else None,
            modified_at=make_comment(number + 1).posted_at if is_reply else None,
        )
        for number, (kind, role, status, is_reply) in enumerate(drawn, start=1)
    )

    # when
    public = json.loads(json.dumps(public_thread(render_thread(Thread("x", comments), HREF))))

    # then
    jsonschema.validate(public, SCHEMA)
    assert [comment["number"] for comment in public["comments"]] == [comment.number for comment in comments]


def test_nothing_of_a_tombstone_is_kept_but_its_place(make_comment):
    """Its file may still hold the words; no digest of them may reach a page either."""
    # given
    taken_down = make_comment(1, status=Status.DELETED, website="https://a.example/")
    answer = make_comment(2, replyto=1)

    # when
    thread = forget_deleted(Thread("x", (taken_down, answer)))

    # then
    assert thread.comments[0] == replace(taken_down, author="", body="", website=None)
    assert thread.comments[1] == answer
