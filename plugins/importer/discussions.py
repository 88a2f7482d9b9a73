"""Threads that come without their texts: each goes to the article that it belongs to, or is told with the nearest."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.importer.articles import Workshop, thread_of
from plugins.importer.existing import Existing
from plugins.importer.matching import Articles, articles_of, match, nearest
from plugins.importer.model import Discussion, Line, Made, Note, Outcome, Weight
from plugins.importer.names import words_of
from plugins.importer.plan import Spot
from plugins.importer.staging import Staging
from plugins.importer.waiting import waiting_in


def place_discussions(
    threads: Sequence[Discussion], shop: Workshop, staging: Staging, existing: Existing, system: str
) -> None:
    """Threads of one article are one; what belongs to none is told with the nearest."""
    if not threads:
        return
    articles = articles_of(existing.spots, staging.forwards())
    together: dict[str, tuple[Spot, list[Discussion]]] = {}
    for thread in threads:
        if not thread.remarks:
            staging.add_line(
                Line(thread.source, "thread", thread.id, Outcome.SKIPPED, (Note("nobody wrote in it"),))
            )
            continue
        spot = match(thread, articles, shop.plan.wishes.map)
        if spot is None:
            _tell_lost(thread, articles, staging)
        else:
            together.setdefault(spot.slug, (spot, []))[1].append(thread)
    for spot, some in together.values():
        notes = [Note(f"{len(some)} threads of one article are one", Weight.SMALL)] if len(some) > 1 else []
        closed = [Note(f'it is closed there; "Comments: closed" in {spot.path} closes it here', Weight.SMALL)]
        for thread in some:
            told = (*notes, *(closed if thread.is_closed else ()))
            outcome = Outcome.CHANGED if told else Outcome.KEPT
            staging.add_line(Line(thread.source, "thread", thread.id, outcome, told, f"comments/{spot.slug}"))
        remarks = tuple(remark for thread in some for remark in thread.remarks)
        files, lines = thread_of(remarks, spot, shop, system)
        staging.add(Made(tuple(files), tuple(lines)), system)
        if shop.plan.wishes.pending:
            staging.report.waiting += waiting_in(remarks, spot, system)


def _tell_lost(thread: Discussion, articles: Articles, staging: Staging) -> None:
    near = nearest(thread, articles)
    advice = (
        f'write "{thread.link or thread.id}  {near[0]}" into a file and name it with --map'
        if near
        else "name its article with --map"
    )
    shown = f" (nearest: {', '.join(near)})" if near else ""
    called = words_of(thread.title)[:80] or thread.link[:120]
    note = Note(f'no article for the thread "{called}"{shown}; {advice}', Weight.LOSS)
    staging.add_line(Line(thread.source, "thread", thread.id, Outcome.SKIPPED, (note,)))
    for remark in thread.remarks:
        staging.add_line(
            Line(
                remark.source,
                "comment",
                remark.id,
                Outcome.SKIPPED,
                (Note("its thread has no article here"),),
            )
        )
