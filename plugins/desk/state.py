"""What `make status` says: what waits for whom, and what a publish would do now."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from plugins.checks.inventory import is_public, public_texts, scheduled, unwritten
from plugins.checks.model import Finding, Sources
from plugins.checks.rules import every_finding
from plugins.checks.source_rules import law_unchecked_for_a_year
from plugins.desk.model import Draft, Question, Queue, State
from plugins.desk.share import shared_drafts
from plugins.glossary.headword import lookup_key
from plugins.publish.model import Release
from plugins.site.texts import Text, compare, count

APOSTROPHES = b"'"
SIGNS = "".join(set(string.punctuation) - {"'", "_"}).encode()
BLANKS = bytes.maketrans(SIGNS, b" " * len(SIGNS))
OTHER_SIGNS = "–—…“”‘«»„‚\u00a0"
DICT = "dict:"


def state_of(
    sources: Sources,
    ledger: tuple[Release, ...],
    published: tuple[Text, ...] | None = None,
    lacks: Mapping[str, tuple[Finding, ...]] | None = None,
    queue: Queue | None = None,
    uncommitted: tuple[str, ...] = (),
) -> State:
    """Count what there is, and name what waits.

    Args:
        published: the texts of the live release; None where there is none, or it does not say.
        lacks: path of a draft → what it lacks before it can go out.
        uncommitted: paths of what a publish has written and git has not.
    """
    articles = [article for article in sources.articles if is_public(article, sources)]
    said = {article.path: words_of(article.body.prose) for article in sources.articles}
    texts = public_texts(sources, digests=published is not None)
    last = ledger[-1] if ledger else None
    return State(
        counts=count(texts),
        reading=sum(len(said[article.path]) for article in articles),
        wrong=tuple(map(str, every_finding(sources))),
        drafts=tuple(_drafts(sources, lacks or {})),
        shared=shared_drafts(sources),
        scheduled=tuple((at.astimezone(sources.zone), path) for at, path in scheduled(sources)),
        queue=queue,
        questions=tuple(sorted(_questions(sources), key=lambda one: one.asked_at)),
        unchecked=tuple(sorted(str(finding.source) for finding in law_unchecked_for_a_year(sources))),
        reviews=tuple(sorted(_reviews(sources))),
        unwritten=tuple((word, str(place)) for place, word in unwritten(sources)),
        unused=tuple(_unused(sources, said.values())),
        uncommitted=uncommitted,
        changes=None if published is None else compare(published, texts),
        release=last.id if last else "",
        released_at=last.at if last else None,
        now=sources.now.astimezone(sources.zone),
    )


def _reviews(sources: Sources) -> Iterator[tuple[datetime, str]]:
    """Public texts that were to be looked at again by now."""
    for document in sources.documents:
        day = document.front.values.get("review-by")
        if isinstance(day, datetime) and day <= sources.now and is_public(document, sources):
            yield day.astimezone(sources.zone), str(document.at(document.line("review-by")))


def _drafts(sources: Sources, lacks: Mapping[str, tuple[Finding, ...]]) -> Iterator[Draft]:
    for document in sources.documents:
        if document.status == "draft":
            days = (sources.now - document.date).days if document.date else 0
            words = len(words_of(document.body.prose))
            found = tuple(map(str, lacks.get(document.path, ())))
            yield Draft(document.path, document.slug, max(days, 0), words, found)


def _questions(sources: Sources) -> Iterator[Question]:
    """Comments of readers that ask something, and that no author has answered."""
    public = {article.slug for article in sources.articles if is_public(article, sources)}
    for key, comments in sources.threads.items():
        if key not in public and not key.startswith("dictionary/"):
            continue
        own = {one.number for one in comments if one.is_by_author}
        answered = {one.replyto for one in comments if one.is_by_author}
        for one in comments:
            is_to_author = one.replyto is None or one.replyto in own
            if one.is_question and is_to_author and one.number not in own | answered:
                yield Question(key, one.number, one.author, one.posted_at.astimezone(sources.zone))


def _unused(sources: Sources, said: Collection[list[bytes]]) -> Iterator[str]:
    """Heads of words to which no text and no other word leads. `said`: the words of each article."""
    bodies = [document.body for document in sources.documents if DICT in document.header.body]
    bodies += [body for body in sources.dictionary_texts.values() if DICT in body.text]
    linked = {
        lookup_key(address.typed.removeprefix(DICT).partition("#")[0].replace("%20", " "))
        for body in bodies
        for address in body.addresses
        if address.typed.startswith(DICT)
    }
    entries = sources.all_entries
    led_to = linked | {lookup_key(name) for entry in entries for name in entry.names}
    alone = [
        (entry, names)
        for entry in entries
        if led_to.isdisjoint(map(lookup_key, names := [entry.headword, *entry.policy.forms]))
        and entry.source.path in sources.dictionary_texts
    ]
    if not alone:
        return
    tokens = set[bytes]().union(*said)
    text = b" ".join((b"", *(word for words in said for word in words), b""))
    for entry, names in alone:
        spoken = map(words_of, names)
        if not any(
            name[0] in tokens if len(name) == 1 else b" ".join((b"", *name, b"")) in text for name in spoken
        ):
            yield f"{entry.source}: {entry.name}"


def words_of(text: str) -> list[bytes]:
    """Words in lower case, without their apostrophes. In bytes: a large site has a million."""
    for sign in OTHER_SIGNS:
        text = text.replace(sign, " ")
    return text.lower().replace("’", "").encode().translate(BLANKS, APOSTROPHES).split()


def say_when(at: datetime, now: datetime) -> str:
    """ "tomorrow at 08.00 CET", "on Tuesday 2026-12-01 at 08.00 CET". Both in the zone of the publication."""
    days = (at.date() - now.date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {at:%A %Y-%m-%d}")
    return f"{day} at {at:%H.%M %Z}"
