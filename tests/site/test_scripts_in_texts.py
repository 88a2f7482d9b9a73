"""plugins/site/scripts.py"""

import markdown
import pytest

from plugins.site.scripts import has_scripts
from plugins.source import AuthorErrors


def convert(text):
    return markdown.markdown(text, extensions=["extra", "plugins.site.scripts"], output_format="html")


def test_a_marked_quotation_is_a_script_with_a_name_and_an_address():
    """It can be pointed at, and whoever hears the page is told what it is for."""
    # when
    html = convert("Say:\n> [!script] To leave\n> I am *going*.\n>\n> Now.\n\nThen go.")

    # then
    assert html == (
        "<p>Say:</p>\n"
        '<blockquote aria-label="To leave" class="script" id="script-to-leave">\n'
        "<p>I am <em>going</em>.</p>\n<p>Now.</p>\n</blockquote>\n"
        "<p>Then go.</p>"
    )
    assert has_scripts(html)


def test_a_name_is_text_without_marks():
    """It is a label and a line of a list, where they would stand as they are."""
    with pytest.raises(AuthorErrors) as caught:
        convert("> [!script] To *leave*, `now`, with [a form](x.md)\n> I go.")

    assert str(caught.value) == (
        'text:1: the name of a script is plain text; write "To leave, now, with a form"'
    )


def test_a_letter_says_that_it_is_sent():
    """The page Scripts tells what is said from what is written."""
    assert '<blockquote aria-label="A list" class="script letter"' in convert(
        "> [!letter] A list\n> 1. one\n> 2. two"
    )


def test_scripts_that_follow_each_other_are_several():
    """Markdown makes one of two quotations with only an empty line between them."""
    assert convert("> [!script] A\n> a\n\n> [!script] B\n> b").count("<blockquote") == 2


@pytest.mark.parametrize(
    "text",
    ["> A quotation.", "```\n> [!script] In code\n> a\n```", "> [!note] Another program's.", "[!script] A"],
)
def test_what_is_no_script_stays_as_it_was(text):
    """Any Markdown that Pelican reads builds unchanged."""
    assert convert(text) == markdown.markdown(text, extensions=["extra"], output_format="html")
    assert not has_scripts(convert(text))


def test_everything_that_is_wrong_is_told_with_its_line():
    """At once, with what to write."""
    # given
    text = (
        "> [!script]\n> No name.\n\n> [!letter] Empty\n\n> [!letter] Deep\n> > q\n\n> [!letter] Twice\n> q\n\n"
        "> [!script] Twice\n> q"
    )

    # when
    with pytest.raises(AuthorErrors) as caught:
        convert(text)

    # then
    assert str(caught.value).split("\n") == [
        'text:1: a script has a name; write "> [!script] What it is for"',
        'text:4: nothing is in this script; write its words in the lines below, after ">"',
        'text:6: a script holds no other quotation; leave out the second ">"',
        'text:12: another script of this text is called "Twice"; write another name',
    ]


def test_a_name_may_hold_any_sign():
    """It is in an attribute."""
    assert 'aria-label="Say &quot;no&quot; &amp; &lt;b&gt;"' in convert('> [!script] Say "no" & <b>\n> No.')
