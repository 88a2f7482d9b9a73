from datetime import UTC, datetime, timedelta

from plugins.comments.model import Policy, State

CLOSING = datetime(2027, 1, 31, 8, tzinfo=UTC)


def test_what_closes_at_a_moment_is_closed_from_then_on():
    """Not a moment earlier, and with the date for its readers."""
    # given
    policy = Policy(State.OPEN, CLOSING)

    # then
    assert policy.at(CLOSING - timedelta(seconds=1)) is policy
    assert policy.at(CLOSING) == Policy(State.CLOSED, CLOSING)


def test_what_has_no_date_or_is_not_open_stays_as_it_is():
    """Whoever closed a thread by hand keeps the date that he wrote."""
    # given
    policies = [Policy(), Policy(State.CLOSED, CLOSING), Policy(State.OFF, CLOSING)]

    # then
    assert [policy.at(CLOSING + timedelta(days=1)) for policy in policies] == policies
