"""What waits to be approved there goes to the comment desk, when somebody asks for it: to its queue, not to content/.

Pure but for `queue_all`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from plugins.comments.body import render_body
from plugins.comments.model import Kind, Notation
from plugins.importer.bodies import body_of
from plugins.importer.convert import convert
from plugins.importer.model import Line, Note, Outcome, Remark, Weight
from plugins.importer.names import author_of, website_of
from plugins.importer.plan import Spot
from plugins.importer.shape import parse, shapes
from plugins.importer.threads import id_of
from plugins.intake.questions import Typed, Words, ask
from plugins.site.addresses import id_for

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from plugins.intake.queue import Arrival

WAITS: Final = "it waits at the comment desk"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment that nobody has decided about, and the article that it stands under."""

    system: str
    remark: Remark
    spot: Spot


def waiting_in(remarks: Iterable[Remark], spot: Spot, system: str) -> Iterator[Waiting]:
    """Those of a thread that the desk can take."""
    for remark in remarks:
        if remark.state == "pending" and isinstance(words_of(remark)[0], Words):
            yield Waiting(system, remark, spot)


def line_of(remark: Remark) -> Line:
    """What becomes of one."""
    said, notes = words_of(remark)
    if isinstance(said, str):
        notes = (*notes, Note(f"the comment desk cannot take it: {said}", Weight.DOUBT))
        return Line(remark.source, "comment", remark.id, Outcome.SKIPPED, notes)
    notes = (*notes, Note(WAITS))
    return Line(remark.source, "comment", remark.id, Outcome.CHANGED, notes)


def words_of(remark: Remark) -> tuple[Words | str, tuple[Note, ...]]:
    """What the queue holds of it, or why it can hold nothing; in Markdown, for the desk knows no other notation."""
    text, notation, notes = body_of(remark.body)
    if notation is Notation.HTML:
        text, is_same = _in_markdown(text)
        notes = notes if is_same else (*notes, Note("its words alone: the desk takes no HTML", Weight.SMALL))
    website = website_of(remark.website) if remark.kind is Kind.COMMENT else None
    answers = ask(Typed(author=author_of(remark.author), website=website or "", body=text or "…"))
    return answers.words or "; ".join(fault.message for fault in answers.faults), notes


def _in_markdown(html: str) -> tuple[str, bool]:
    body = parse(str(render_body(html, Notation.HTML)))
    seen = shapes(body)
    made = convert(body, _rendered).markdown
    if shapes(parse(_rendered(made))) == seen:
        return made, True
    return "\n\n".join(" ".join(element.itertext()) for element in parse(html)).strip(), False


def _rendered(markdown: str) -> str:
    return str(render_body(markdown))


@dataclass(frozen=True, slots=True)
class Queued:
    """What the desk made of it."""

    new: int = 0
    known: int = 0
    """They were there already, whatever was decided about them."""

    closed: int = 0
    """Under threads that somebody closed at the desk."""


def queue_all(
    engine: Engine, some: Sequence[Waiting], numbers: Mapping[str, Mapping[str, int]], authority: str, at: int
) -> Queued:
    """Put them into the queue, all of them or none. What is there already is passed over.

    Args:
        numbers: key of a thread → id in the source → number of what was imported: what an answer answers.
        authority: ID_AUTHORITY, for articles without an id of their own.
    """
    # The desk has needs of its own (requirements/intake.in); whoever imports without it has not got them.
    from plugins.intake import arriving, queue
    from plugins.intake.command_read import UNLIMITED
    from plugins.intake.database import writing

    done = Queued()
    with writing(engine) as connection:
        for one in some:
            arrival = _arrival(one, numbers.get(one.spot.slug, {}), authority)
            if arrival is None:
                continue
            if queue.find(connection, arrival.comment_id):
                done = replace(done, known=done.known + 1)
                continue
            result = arriving.receive(connection, arrival, UNLIMITED, at)
            if isinstance(result, arriving.Closed):
                done = replace(done, closed=done.closed + 1)
            else:
                is_new = isinstance(result, arriving.Received) and result.is_new
                done = replace(done, new=done.new + is_new, known=done.known + (not is_new))
    return done


def _arrival(one: Waiting, numbers: Mapping[str, int], authority: str) -> Arrival | None:
    from plugins.intake.live import Thread
    from plugins.intake.queue import Arrival

    remark, spot = one.remark, one.spot
    said, _ = words_of(remark)
    if isinstance(said, str):
        return None
    identity = spot.guid or id_for(authority, spot.published_at, spot.slug)
    page = website_of(remark.website) if remark.kind is not Kind.COMMENT else None
    return Arrival(
        Thread(spot.slug, identity, spot.address, spot.title, "open", None, 0),
        replace(said, replyto=numbers.get(remark.parent)),
        "",
        kind=str(remark.kind if page else Kind.COMMENT),
        source=page,
        posted_at=int(remark.posted_at.timestamp()) if remark.posted_at else None,
        comment_id=id_of(remark, one.system),
    )
