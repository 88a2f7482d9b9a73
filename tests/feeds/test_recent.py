"""plugins/feeds/recent.py"""

from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.recent import Recent


def test_what_was_asked_for_the_longest_ago_goes_first():
    """Whatever is in use stays."""
    # given
    made = []

    def ask(recent, key):
        return recent.get(key, lambda: made.append(key) or key, lambda _: 1)

    # when
    recent = Recent(2)
    answers = [ask(recent, key) for key in "abacab"]

    # then
    assert answers == list("abacab")
    assert made == ["a", "b", "c", "b"]


def test_something_too_heavy_is_made_all_the_same():
    """And weighs on nobody longer than until the next."""
    recent = Recent(10)
    assert recent.get("whale", lambda: "w", lambda _: 100) == "w"
    assert recent.get("fish", lambda: "f", lambda _: 1) == "f"
    assert recent.weight == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 20)), max_size=60), st.integers(1, 60))
def test_it_never_holds_more_than_it_may(asked, most):
    """But for one that is heavier than all it may hold."""
    recent, weights = Recent(most), {}
    for key, weight in asked:
        weights.setdefault(key, weight)
        assert recent.get(key, lambda key=key: key, lambda _, key=key: weights[key]) == key
        assert recent.weight <= max(most, weights[key])
