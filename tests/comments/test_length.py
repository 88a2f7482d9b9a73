import lxml.html
import pytest

from plugins.comments.length import list_pages, list_parts, permalink
from plugins.comments.model import Form, Policy, Role, State, Status, Thread
from plugins.comments.render import render_thread

HREF = "/2026/x/"


@pytest.fixture(scope="module")
def long_thread(make_comment):
    """1,000 comments, every 90th by the author, four of five in answer to the round one before."""
    return Thread(
        "x",
        tuple(
            make_comment(
                number,
                role=Role.AUTHOR if number % 90 == 0 else Role.READER,
                replyto=number - number % 5 if number % 5 and number > 5 else None,
            )
            for number in range(1, 1001)
        ),
    )


def numbers_of(view):
    return [comment.number for top in view.comments for comment in (top, *top.children)]


def test_up_to_250_comments_are_one_page(make_comment):
    """Most threads: nothing to click."""
    # given
    thread = Thread("x", tuple(make_comment(number) for number in range(1, 251)))

    # when
    (part,) = list_parts(thread)

    # then
    assert (part.suffix, len(part.numbers)) == ("", 250)
    assert list_pages(thread, HREF, part) == ()


def test_a_longer_one_has_fixed_blocks_and_one_page_with_all(long_thread):
    """By number and never by count, so that nothing moves when something is deleted or added."""
    assert [part.title for part in list_parts(long_thread)] == [
        *("", "1 to 250", "251 to 500", "501 to 750", "751 to 1000", "all")
    ]
    assert [(part.suffix, len(part.numbers)) for part in list_parts(long_thread)] == [
        ("", 80),
        ("comments/1/", 250),
        ("comments/2/", 250),
        ("comments/3/", 250),
        ("comments/4/", 250),
        ("comments/all/", 1000),
    ]


def test_the_article_shows_the_first_the_last_and_the_authors_own(long_thread):
    """What most readers came for; the rest is one click away."""
    # given
    expected = {*range(1, 51), *range(981, 1001), *range(90, 1000, 90)}

    # then
    assert set(numbers_of(render_thread(long_thread, HREF))) == expected


@pytest.mark.parametrize("number", [1, 51, 250, 251, 500, 501, 1000])
def test_a_permalink_leads_to_the_comment_and_does_not_move(long_thread, render_macro, number):
    """Not when the thread outgrows its page: the article then says where the comment is."""
    # given
    pages = {
        f"{HREF}{part.suffix}": render_macro(render_thread(long_thread, HREF, part=part))
        for part in list_parts(long_thread)
    }

    # when
    page, _, anchor = permalink(HREF, number).partition("#")

    # then
    assert page == (HREF if number <= 250 else f"{HREF}comments/{(number - 1) // 250 + 1}/")
    assert pages[page].count(f'id="{anchor}"') == 1


def test_every_gap_says_what_is_left_out_and_where_it_is(long_thread):
    """Shown and left out add up to all."""
    # when
    view = render_thread(long_thread, HREF)

    # then
    gaps = [gap for gap in (*(top.gap for top in view.comments), view.gap) if gap]
    assert sum(gap.count for gap in gaps) + len(numbers_of(view)) == 1000
    assert [stub.number for gap in gaps for stub in gap.stubs] == [
        number for number in range(51, 251) if number not in (90, 180)
    ]
    assert all(stub.href == f"{HREF}comments/1/#comment-{stub.number}" for gap in gaps for stub in gap.stubs)


def test_a_reply_whose_parent_is_on_another_page_stands_alone_and_names_it(make_comment):
    """The true parent is always linked."""
    # given
    thread = Thread("x", (make_comment(3), make_comment(251, replyto=3), make_comment(252, replyto=251)))
    block = list_parts(thread)[2]

    # when
    (top,) = render_thread(thread, HREF, part=block).comments

    # then
    assert (top.number, top.in_reply_to.href) == (251, "/2026/x/#comment-3")
    (child,) = top.children
    assert (child.number, child.in_reply_to.href) == (252, "#comment-251")


def test_an_empty_block_has_no_page(make_comment):
    """Numbers may have gaps of any size."""
    # given
    thread = Thread("x", (make_comment(1), make_comment(900, status=Status.DELETED)))

    # then
    assert [part.suffix for part in list_parts(thread)] == ["", "comments/1/", "comments/4/", "comments/all/"]


def test_the_page_with_all_is_for_reading_and_leads_to_the_form(long_thread):
    """A thousand names to choose from would weigh as much as a hundred comments."""
    # given
    form = Form("https://desk.example/comments/")
    *others, everything = (
        render_thread(long_thread, "/2026/x/", form=form, part=part) for part in list_parts(long_thread)
    )

    # then
    assert [(view.form, view.write_href) for view in others] == [(form, "#write")] * len(others)
    assert (everything.form, everything.write_href) == (None, "/2026/x/#write")


def test_nothing_leads_to_a_form_that_is_not_there(long_thread):
    """Where no desk is, or the thread is closed."""
    # given
    form = Form("https://desk.example/comments/")
    closed = Policy(State.CLOSED)

    # when
    views = [
        render_thread(long_thread, "/2026/x/", form=form, policy=closed, part=part)
        for part in list_parts(long_thread)
    ]
    views += [render_thread(long_thread, "/2026/x/", part=part) for part in list_parts(long_thread)]

    # then
    assert {view.write_href for view in views} == {""}


def test_an_imported_comment_keeps_its_anchor_unless_another_has_it(make_comment, render_macro):
    """Ten years of links lead to #comment-8812."""
    # given
    origins = ("wordpress:8812", "disqus:2", "blogger:77", "wordpress:8812", "forum:5", "wordpress:x1")
    thread = Thread("x", tuple(make_comment(n, imported_from=o) for n, o in enumerate(origins, start=1)))

    # when
    view = render_thread(thread, HREF)
    page = lxml.html.fromstring(render_macro(view))

    # then
    assert [one.old_anchor for one in view.comments] == ["comment-8812", "", "c77", "", "", ""]
    assert page.xpath("//span[@id]/ancestor::article/@id") == ["comment-1", "comment-3"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_in_a_long_thread_the_old_anchor_is_where_old_links_lead_and_where_the_comment_is(
    make_comment, render_macro
):
    """An old link knows nothing of pages."""
    # given
    numbers = range(1, 601)
    thread = Thread("x", tuple(make_comment(n, imported_from=f"wordpress:{8000 + n}") for n in numbers))
    article, *blocks, _ = list_parts(thread)

    # when
    pages = [
        lxml.html.fromstring(render_macro(render_thread(thread, HREF, part=part)))
        for part in (article, *blocks)
    ]
    shown = [{id_ for id_ in page.xpath("//@id") if id_.startswith("comment-8")} for page in pages]

    # then
    assert {f"comment-{8000 + n}" for n in numbers} <= shown[0]
    assert "comment-8400" in shown[2]
    (post,) = pages[0].xpath("//*[@id='comment-8400']")
    assert post.get("href") == f"{HREF}comments/2/#comment-400"
    (post,) = pages[0].xpath("//*[@id='comment-8100']/..")
    assert (post.get("id"), post.get("href")) == ("comment-100", f"{HREF}comments/1/#comment-100")


def test_a_page_of_a_thread_leads_to_the_others_and_marks_itself(long_thread):
    """One of them is where the reader is."""
    # given
    second = list_parts(long_thread)[2]

    # when
    pages = list_pages(long_thread, HREF, second)

    # then
    assert [page.href for page in pages][:2] == [f"{HREF}comments/1/", f"{HREF}comments/2/"]
    assert [page.title for page in pages if page.is_current] == ["251 to 500"]
