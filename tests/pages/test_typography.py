"""Typography: the same as typogrify's, in less time."""

import importlib.util
import sys

import smartypants
from hypothesis import given
from hypothesis import strategies as st

from plugins.pages.typography import SIGNS, set_plain, set_type

PIECES = (
    "'",
    '"',
    "''",
    "``",
    "--",
    "---",
    "...",
    ". . .",
    "\\",
    "\\'",
    '\\"',
    "<b>",
    "</b>",
    "<pre>",
    "</pre>",
)
WORDS = (
    "the",
    "'80s",
    "dogs'",
    "it's",
    "&amp;",
    "&nbsp;",
    "80s",
    " ",
    "\n",
    ".",
    "(",
    "é",
    "<!-- a -- b -->",
)


def _untouched():
    """The library as it comes, without what our module does to it."""
    found = importlib.util.find_spec("smartypants")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    assert module is not sys.modules["smartypants"]
    return module


UNTOUCHED = _untouched()


@given(st.lists(st.sampled_from(PIECES + WORDS)).map("".join) | st.text())
def test_leaving_out_steps_changes_no_text(text):
    """We leave out what would find nothing; a reader must not see that."""
    assert smartypants.smartypants(text) == UNTOUCHED.smartypants(text)


def test_steps_that_are_left_out_are_those_of_this_smartypants():
    """Another release may call them otherwise: nothing would be wrong, but half as fast."""
    assert all(hasattr(getattr(smartypants, name), "__wrapped__") for name in SIGNS)
    assert not any(hasattr(getattr(UNTOUCHED, name), "__wrapped__") for name in SIGNS)


def test_plain_text_is_set_as_html_is():
    """Titles and glosses are not HTML, and have apostrophes too."""
    assert set_plain("Don't <b> & say") == set_type("Don't &lt;b&gt; &amp; say")
    assert "&#8217;" in set_plain("Don't say so")
