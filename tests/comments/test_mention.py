from plugins.comments.mention import Mentions
from plugins.comments.model import Status


def mentions_of(*comments):
    earlier = Mentions()
    for comment in comments:
        earlier.add(comment)
    return earlier


def test_a_name_means_the_latest_comment_under_it(make_comment):
    """Who says "@Skeptic:" answers what Skeptic said last."""
    # given
    earlier = mentions_of(make_comment(1, author="Skeptic"), make_comment(2, author="Skeptic"))

    # then
    assert earlier.find(make_comment(3, body="@Skeptic: no.")) == ("Skeptic", 2)


def test_the_comment_that_is_answered_comes_first(make_comment):
    """The link and "in reply to" never disagree."""
    # given
    earlier = mentions_of(make_comment(1, author="Skeptic"), make_comment(2, author="Skeptic"))

    # then
    assert earlier.find(make_comment(3, replyto=1, body="@Skeptic: no.")) == ("Skeptic", 1)


def test_case_matters_only_where_two_names_differ_by_it(make_comment):
    """Exactly one author is meant, or nobody is."""
    # given
    one = mentions_of(make_comment(1, author="Skeptic"))
    two = mentions_of(make_comment(1, author="Skeptic"), make_comment(2, author="SKEPTIC"))

    # then
    assert one.find(make_comment(3, body="@skeptic: no.")) == ("skeptic", 1)
    assert two.find(make_comment(3, body="@skeptic: no.")) is None
    assert two.find(make_comment(3, body="@SKEPTIC: no.")) == ("SKEPTIC", 2)


def test_an_apostrophe_may_be_curly(make_comment):
    """A telephone types one where the name was signed on a keyboard."""
    # given
    one = mentions_of(make_comment(1, author="Somebody's Manager"))
    two = mentions_of(make_comment(1, author="O'Hara"), make_comment(2, author="O’Hara"))

    # then
    assert one.find(make_comment(3, body="@Somebody’s Manager: no.")) == ("Somebody’s Manager", 1)
    assert two.find(make_comment(3, body="@o'hara: no.")) is None
    assert two.find(make_comment(3, body="@O’Hara: no.")) == ("O’Hara", 2)


def test_the_longest_name_wins(make_comment):
    """Names may have colons."""
    # given
    earlier = mentions_of(make_comment(1, author="Dr"), make_comment(2, author="Dr: No"))

    # then
    assert earlier.find(make_comment(3, body="@Dr: No: hello")) == ("Dr: No", 2)
    assert earlier.find(make_comment(3, body="@Dr: Now: hello")) == ("Dr", 1)


def test_only_the_start_of_a_comment_names_whom_it_speaks_to(make_comment):
    """Elsewhere an at sign is an at sign."""
    # given
    earlier = mentions_of(make_comment(1, author="Skeptic"))

    # then
    assert earlier.find(make_comment(2, body="As @Skeptic: said")) is None
    assert earlier.find(make_comment(2, body="@Skeptic said")) is None
    assert earlier.find(make_comment(2, body="@Someone: hello")) is None


def test_who_was_deleted_is_not_named_by_a_link(make_comment):
    """The name went with the comment."""
    # given
    earlier = mentions_of(make_comment(1, author="Skeptic", status=Status.DELETED))

    # then
    assert earlier.find(make_comment(2, body="@Skeptic: no.")) is None
