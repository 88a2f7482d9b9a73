"""Plurals and possessives."""

import pytest

from plugins.glossary.inflection import inflections, plural_of


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("interview", "interviews"),
        ("boss", "bosses"),
        ("crash", "crashes"),
        ("salary", "salaries"),
        ("survey", "surveys"),
        ("bonus", "bonuses"),
        ("crisis", "crises"),
        ("line man", "line men"),
        ("human", "humans"),
        ("sales person", "sales people"),
        ("chief of staff", "chiefs of staff"),
        ("plan b", "plan bs"),
        ("résumé", "résumés"),
        ("work-life balance", "work-life balances"),
        ("24/7", ""),
    ],
)
def test_plurals(noun, plural):
    """Those that English makes by rule, and the commonest that it does not."""
    assert plural_of(noun) == plural


def test_a_plural_in_s_has_no_possessive_of_its_own():
    """After "bosses" an apostrophe may close a quotation; it stays outside of the link."""
    assert list(inflections("boss")) == ["boss's", "bosses"]
    assert list(inflections("foreman")) == ["foreman's", "foremen", "foremen's"]
