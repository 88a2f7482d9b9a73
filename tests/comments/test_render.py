import re
from datetime import UTC, datetime

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.comments.length import list_parts
from plugins.comments.model import Form, Kind, Policy, Role, State, Status, Thread
from plugins.comments.render import heading, render_thread, with_bodies

HREF = "/2026/x/"
JANUARY = datetime(2027, 1, 31, tzinfo=UTC)


def thread_of(make_comment, *parents):
    """Comments 1, 2, 3 …, each in reply to the number given."""
    return Thread("x", tuple(make_comment(number, replyto=to) for number, to in enumerate(parents, start=1)))


def shape(view):
    return [(top.number, [child.number for child in top.children]) for top in view.comments]


def test_replies_to_replies_stay_flat_under_the_first_and_name_their_parent(make_comment):
    """Two levels on any screen, and nobody's real parent is lost."""
    # when
    view = render_thread(thread_of(make_comment, None, 1, None, 2, 3, 4), HREF)

    # then
    assert shape(view) == [(1, [2, 4, 6]), (3, [5])]
    assert [child.in_reply_to.number for child in view.comments[0].children] == [1, 2, 4]
    assert [child.depth for child in view.comments[0].children] == [1, 1, 1]


@given(st.lists(st.integers(0, 40), max_size=40), st.sets(st.integers(1, 40)))
def test_every_comment_is_shown_once_and_linked_both_ways(make_comment, parents, deleted):
    """Whatever answers whatever."""
    # given
    thread = Thread(
        "x",
        tuple(
            make_comment(
                number,
                replyto=to if 0 < to < number else None,
                status=Status.DELETED if number in deleted else Status.PUBLISHED,
            )
            for number, to in enumerate(parents, start=1)
        ),
    )

    # when
    view = render_thread(thread, HREF)

    # then
    shown = [comment for top in view.comments for comment in (top, *top.children)]
    assert sorted(comment.number for comment in shown) == list(range(1, len(parents) + 1))
    assert [top.number for top in view.comments] == sorted(top.number for top in view.comments)
    down = {(comment.number, reply.number) for comment in shown for reply in comment.replies}
    assert down == {(comment.in_reply_to.number, comment.number) for comment in shown if comment.in_reply_to}


def test_a_tombstone_keeps_its_number_and_its_replies_and_nothing_else(make_comment):
    """Neither name, nor words, nor website, nor time on the page; the count does not count it."""
    # given
    gone = make_comment(1, status=Status.DELETED, website="https://e.example/", role=Role.AUTHOR)
    thread = Thread("x", (gone, make_comment(2, replyto=1)))

    # when
    view = render_thread(thread, HREF)

    # then
    tombstone = view.comments[0]
    assert (view.count, view.heading) == (1, "1 comment")
    assert (tombstone.author, tombstone.body, tombstone.website, tombstone.is_author) == ("", "", None, False)
    assert [reply.number for reply in tombstone.replies] == [2]
    assert tombstone.label == "Comment 1, deleted"


def test_nothing_of_a_deleted_comment_reaches_the_page(make_comment, render_macro):
    """Deleted is deleted."""
    # given
    gone = make_comment(1, author="Gone Person", body="Gone words", status=Status.DELETED)
    answer = make_comment(2, replyto=1, body="@Gone Person: yes")

    # when
    page = render_macro(render_thread(Thread("x", (gone, make_comment(3))), HREF))
    answered = render_thread(Thread("x", (gone, answer)), HREF).comments[0].children[0]

    # then
    assert "Gone" not in page
    assert answered.in_reply_to.author == ""


@pytest.mark.parametrize(
    ("count", "words"), [(0, "No comments yet"), (1, "1 comment"), (1200, "1,200 comments")]
)
def test_a_count_in_words(count, words):
    """The title of the thread."""
    assert heading(count) == words


@pytest.mark.parametrize(
    ("kind", "role", "label"),
    [
        (Kind.COMMENT, Role.READER, "Comment 7 by Nick"),
        (Kind.COMMENT, Role.AUTHOR, "Comment 7 by Nick, author"),
        (Kind.WEBMENTION, Role.READER, "Webmention 7 from Nick"),
    ],
)
def test_each_comment_has_a_name_of_its_own(make_comment, kind, role, label):
    """Who moves from article to article by ear hears which one it is."""
    # given
    comment = make_comment(7, author="Nick", kind=kind, role=role)

    # then
    assert render_thread(Thread("x", (comment,)), HREF).comments[0].label == label


@given(st.data())
def test_kept_bodies_are_what_rendering_again_would_make(make_comment, data):
    """A page that is rendered from the store is the same page."""
    # given
    said = st.sampled_from(["plain", "*e*\n\n- l", "@Reader 1: a", "@reader 1:", "@Reader 1: > q", "<b>", ""])
    comments = tuple(
        make_comment(number, body=data.draw(said), status=data.draw(st.sampled_from(Status)))
        for number in range(1, data.draw(st.integers(1, 6)) + 1)
    )
    thread = Thread("x", comments)

    # then
    assert render_thread(with_bodies(thread), HREF) == render_thread(thread, HREF)


def test_links_within_a_page_do_not_repeat_its_address(make_comment):
    """A third of a long page would be the same forty letters."""
    # given
    thread = Thread("x", (make_comment(1), make_comment(251, replyto=1), make_comment(252, replyto=251)))
    *_, first, second, whole = list_parts(thread)

    # then
    assert permalinks_and_parents(thread, None) == [
        ("#comment-1", None),
        ("/2026/x/comments/2/#comment-251", "#comment-1"),
        ("/2026/x/comments/2/#comment-252", "#comment-251"),
    ]
    assert permalinks_and_parents(thread, first) == [("/2026/x/#comment-1", None)]
    assert permalinks_and_parents(thread, second) == [
        ("#comment-251", "/2026/x/#comment-1"),
        ("#comment-252", "#comment-251"),
    ]
    assert permalinks_and_parents(thread, whole) == [
        ("/2026/x/#comment-1", None),
        ("/2026/x/comments/2/#comment-251", "#comment-1"),
        ("/2026/x/comments/2/#comment-252", "#comment-251"),
    ]


def permalinks_and_parents(thread, part):
    shown = render_thread(thread, HREF, part=part).shown
    return [(one.link, one.in_reply_to.href if one.in_reply_to else None) for one in shown]


def test_a_form_opens_with_its_definition(make_comment, render_macro):
    """Written in content/, like all openings; without one there is a plain heading."""
    # given
    thread, opening = thread_of(make_comment, None), Markup("<p>Reply.</p>")

    # when
    with_one, without = (
        render_macro(render_thread(thread, HREF, form=Form("https://d.example/", words)))
        for words in (opening, Markup())
    )

    # then
    assert "<p>Reply.</p>" in with_one
    assert "<h3>Write a comment</h3>" not in with_one
    assert "<h3>Write a comment</h3>" in without


def test_each_comment_leads_to_its_answer(make_comment, render_macro):
    """Where the desk takes one: not a deleted comment, not in a closed thread, not by e-mail."""
    # given
    one, two, gone = make_comment(1), make_comment(2, replyto=1), make_comment(3, status=Status.DELETED)
    thread, form = Thread("dictionary/boss", (one, two, gone)), Form("/comments/")

    def leads(**asked):
        return re.findall(r'href="([^"]*replyto=[^"]*)"', render_macro(render_thread(thread, HREF, **asked)))

    # then
    assert leads(form=form) == [f"/comments/to/dictionary/boss?replyto={number}" for number in (1, 2)]
    assert leads() == leads(form=Form("", mail="c@a.example")) == []
    assert leads(form=form, policy=Policy(State.CLOSED)) == []


def test_a_ping_leads_to_where_it_came_from(make_comment):
    """That page is what a reader wants of it, not the home of its author."""
    # given
    ping = make_comment(kind=Kind.PINGBACK, source_url="https://b.example/post", website="https://b.example/")

    # then
    assert render_thread(Thread("x", (ping,)), HREF).comments[0].website == "https://b.example/post"


@pytest.mark.parametrize(
    ("policy", "form", "notice", "until"),
    [
        (Policy(), None, "", None),
        (Policy(), Form("https://d.example/"), "", None),
        (Policy(closes_at=JANUARY), Form("https://d.example/"), "Comments close on", "31 Jan. 2027"),
        (Policy(State.CLOSED), Form("https://d.example/"), "Comments are closed.", None),
        (Policy(State.CLOSED, JANUARY), Form("https://d.example/"), "Comments closed on", "31 Jan. 2027"),
        (Policy(State.CLOSED, JANUARY), None, "Comments closed on", "31 Jan. 2027"),
    ],
)
def test_a_thread_says_whether_one_may_write(make_comment, policy, form, notice, until):
    """Nobody types a comment to find that out."""
    # when
    view = render_thread(thread_of(make_comment, None), HREF, policy=policy, form=form)

    # then
    assert (view.notice, view.notice_at.text if view.notice_at else None) == (notice, until)
    assert (view.form is not None) == (form is not None and policy.state is State.OPEN)


def test_off_shows_no_thread_at_all(make_comment, render_macro):
    """Not even a heading."""
    # when
    view = render_thread(thread_of(make_comment, None), HREF, policy=Policy(State.OFF))

    # then
    assert render_macro(view).strip() == ""


@given(st.text(), st.text(), st.sampled_from(Kind))
def test_no_name_breaks_out_of_its_place(make_comment, render_macro, name, address, kind):
    """Even what the parser would never let through."""
    # given
    comment = make_comment(1, author=f"N{name}", website=f"https://{address}", kind=kind, source_url=None)

    # when
    tree = html5lib.parseFragment(
        render_macro(render_thread(Thread("x", (comment,)), HREF)), namespaceHTMLElements=False
    )

    # then
    tags = [element.tag for element in tree.iter()]
    assert tags.count("article") == tags.count("h2") == tags.count("li") == tags.count("bdi") == 1
    assert {"script", "img", "iframe", "style"}.isdisjoint(tags)


def test_without_a_desk_a_message_says_which_thread_it_answers(make_comment, render_macro):
    """In its subject, which programs keep; no form that nobody answers."""
    # given
    form = Form("", mail="comments@exit-interview.example")
    view = render_thread(Thread("dictionary/boss", (make_comment(1),)), HREF, form=form)

    # when
    html = render_macro(view)

    # then
    address = "mailto:comments@exit-interview.example?subject=Comment%20on%20%5Bdictionary/boss%5D"
    assert f'<a class="by-mail" href="{address}">Answer by e-mail</a>' in html
    assert 'href="#write"' in html
    assert "<form" not in html


def test_the_form_is_complete_without_a_script(make_comment, render_macro):
    """Every field has its label, and the thread names itself."""
    # given
    view = render_thread(thread_of(make_comment, None), HREF, form=Form("https://desk.example/comments"))

    # when
    tree = html5lib.parseFragment(render_macro(view), namespaceHTMLElements=False)

    # then
    (form,) = tree.iter("form")
    labelled = {label.get("for") for label in form.iter("label")}
    fields = [element for element in form.iter() if element.tag in ("input", "textarea", "select")]
    assert (form.get("method"), form.get("action")) == ("post", "https://desk.example/comments")
    assert {field.get("id") for field in fields if field.get("type") != "hidden"} == labelled
    assert [field.get("value") for field in fields if field.get("name") == "thread"] == ["x"]
