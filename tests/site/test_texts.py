"""What an author changed from one publish to the next."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.site.texts import KINDS, Changes, Text, compare, count, say_count

TEXTS = st.lists(
    st.builds(Text, st.sampled_from(KINDS), st.sampled_from("abc"), st.sampled_from("01")),
    unique_by=lambda text: (text.kind, text.name),
)


def test_what_is_new_changed_and_gone():
    """Articles first, as an author looks for them first."""
    # given
    same, old, new = Text("word", "BOSS", "1"), Text("article", "a.md", "1"), Text("article", "a.md", "2")
    word, other, comment = (
        Text("word", "PAY", "1"),
        Text("article", "b.md", "1"),
        Text("comment", "c.md", "1"),
    )

    # then
    assert compare([same, old, comment], [word, same, new, other]) == Changes(
        new=(other, word), changed=(new,), gone=(comment,)
    )


@given(TEXTS)
def test_the_same_texts_in_any_order_are_no_change(texts):
    """Nothing is told of an author who did nothing."""
    assert not compare(texts, reversed(texts))


@given(TEXTS, TEXTS)
def test_the_way_back_is_the_way_turned_round(before, after):
    """What is new one way is gone the other."""
    there, back = compare(before, after), compare(after, before)

    assert there.new == back.gone
    assert [one.name for one in there.changed] == [one.name for one in back.changed]


def test_texts_are_counted_by_kind():
    """In the order in which they are told."""
    assert count([Text("word", "a", ""), Text("word", "b", ""), Text("page", "c", "")]) == {
        "article": 0,
        "word": 2,
        "comment": 0,
        "page": 1,
    }


def test_one_is_no_plural():
    """And thousands are set off."""
    assert (say_count(1, "word"), say_count(1028, "word")) == ("1 word", "1,028 words")
