"""plugins/glossary/render.py, inline.py and the macro"""

from html import unescape

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.glossary import inline
from plugins.glossary.inline import render_inline
from plugins.glossary.model import Policy
from plugins.glossary.parse import parse_entry
from plugins.glossary.render import render_entry, show, view_entry
from plugins.html.typography import set_type
from plugins.source import Source


def _entry(text, policy=None):
    return parse_entry(text, Source("x.md"), policy or Policy())


def test_a_cross_reference_leads_where_the_caller_says():
    html = render_entry(_entry("A, n. x. See B (2) and C."), {"B#2": "/dictionary/b/#b-2"}.get)

    assert 'See <a class="term" href="/dictionary/b/#b-2">B</a> (2) and <span class="term">C</span>.' in html


def test_while_the_dictionary_is_not_known_a_reference_keeps_its_name():
    """Pages resolve "dict:" at the end, as for links that authors write."""
    assert '<a class="term" href="dict:B²#2">B</a>² (2).' in render_entry(_entry("A, n. x. See B² (2)."))


def test_a_list_of_entries_has_no_ids():
    """Where the same entry may stand twice."""
    assert " id=" not in render_entry(_entry("A, n., (1) x; (2) y.\n\n—**B**. z."), has_ids=False)


def test_a_head_can_be_a_link():
    assert '<dfn><a href="/dictionary/a/">A</a></dfn>' in render_entry(
        _entry("A, n. x."), href="/dictionary/a/"
    )


def test_senses_of_a_second_part_have_addresses_of_their_own():
    html = render_entry(_entry("AB, n., (1) x; (2) y. —*v.t.*, (1) z; (2) w."))

    assert [f'id="{name}"' in html for name in ("ab-1", "ab-2", "ab-vt-1", "ab-vt-2")] == [True] * 4


def test_html_in_an_entry_is_text():
    """The reader refuses it; whatever comes from elsewhere is harmless."""
    assert render_inline('<script x="1">*a*</script>') == Markup(
        '&lt;script x="1"&gt;<em>a</em>&lt;/script&gt;'
    )


@pytest.mark.parametrize(
    "text", ["# a", "- a", "1. a", "    a", "> a", "a\n===", "***", "[a]: b", "", "  ", "a  b"]
)
def test_inline_text_never_becomes_a_block(text):
    assert "<" not in render_inline(text).replace("<br>", "")


@given(
    st.text(
        st.characters(exclude_characters="\\`*_[<&{\x02\x03", exclude_categories=["C", "Z"]) | st.just(" ")
    )
)
def test_the_short_way_gives_what_markdown_gives(text):
    """Most glosses have no mark, and Markdown is the slowest part."""
    through_markdown = inline._markdown().reset().convert(text).removeprefix("<p>").removesuffix("</p>")

    assert render_inline(text) == (through_markdown if text.strip() else "")


def test_the_macro_and_the_function_are_one():
    entry = _entry("A, n. x.")

    assert show(view_entry(entry)) == render_entry(entry)


@pytest.mark.parametrize(
    ("head", "title", "slug"),
    [
        ("INFORMATIONAL INTERVIEW, n.", "Informational interview", "informational-interview"),
        ("RÉSUMÉ, n.", "Résumé", "resume"),
        ("KPI, abbr.", "KPI", "kpi"),
        ("Q.E.D., phr.", "Q.E.D.", "q-e-d"),
        ("**Table d'Hôte**, n.", "Table d'Hôte", "table-dhote"),
        ("AT&T, n.", "AT&T", "at-and-t"),
        ("9-TO-5, n.", "9-to-5", "9-to-5"),
        ("X, n.", "X", "the-letter-x"),
    ],
)
def test_a_head_makes_a_title_and_an_address(head, title, slug):
    entry = _entry(f"{head} A thing.")

    assert (entry.slug, entry.title) == (slug, title)


def test_markdown_shows_the_definition_and_hands_on_the_entry():
    md = markdown.Markdown(extensions=["plugins.glossary.markdown"])
    md.source_path, md.first_line, md.entry_policy = "articles/2026/x.md", 8, Policy(forms=("as",))

    html = md.convert("\n\nA, n. x.\n\nProse.")

    assert html == f"{render_entry(md.entries[0])}\n<p>Prose.</p>"
    assert str(md.entries[0].source) == "articles/2026/x.md:10"
    assert md.entries[0].policy.forms == ("as",)
    assert md.reset().entries == ()


def test_markdown_leaves_all_other_texts_alone():
    text = "Prose, n. x.\n\nA, n. x.\n\n> B, n. y.\n\n- C, n. z."

    assert markdown.markdown(text, extensions=["plugins.glossary.markdown"]) == markdown.markdown(text)


@pytest.mark.parametrize("spoken", ["/'pæd*ə*k/", "(ap'l)", "[uh-BET]"])
def test_how_a_word_is_spoken_is_printed_as_it_stands(spoken):
    html = set_type(render_entry(_entry(f"PADDOCK, n. {spoken} A field's end.")))

    assert f'<span class="pronunciation">{spoken}</span>' in unescape(html)
    assert "field’s" in unescape(html)
