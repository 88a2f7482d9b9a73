"""The word of the day: chosen from the date and the dictionary, by no clock.

Words stand in a queue. A day takes the one at its head, which then goes to the end: none comes twice before
all have come once. A word joins at the head on the day after it was published. So the word of a day depends
only on words older than that day, and publishing one changes no day that has been.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b

T_DAY = timedelta(days=1)


def words_by_day(dates: Mapping[str, datetime], until: date) -> Iterator[tuple[date, str]]:
    """The word of each day up to `until`, from the day after the first was published.

    Args:
        dates: slug of a word, or its permanent id, which ends in "word:" and the slug → when it was published.
    """
    joining = sorted(dates, key=lambda word: (dates[word].date(), _shuffled(word)), reverse=True)
    queue: deque[str] = deque()
    day = dates[joining[-1]].date() + T_DAY if joining else until + T_DAY
    while day <= until:
        new: list[str] = []
        while joining and dates[joining[-1]].date() < day:
            new.append(joining.pop())
        queue.extendleft(reversed(new))
        word = queue.popleft()
        queue.append(word)
        yield day, word
        day += T_DAY


def turns(dates: Mapping[str, datetime]) -> tuple[date, tuple[str, ...]]:
    """The first day on which no word joins any more, and the words in their turn from that day on.

    So the word of a later day is found without a clock: it is the one whose number is the days since, modulo
    their number. Arguments as for `words_by_day`, but at least one.
    """
    last = max(dates.values()).date()
    following = (word for day, word in words_by_day(dates, last + len(dates) * T_DAY) if day > last)
    return last + T_DAY, tuple(following)


def _shuffled(word: str) -> bytes:
    """An order that is not the alphabet's, and the same everywhere."""
    return blake2b(word.rpartition("word:")[2].encode(), digest_size=8).digest()
