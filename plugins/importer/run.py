"""One import, from the files of an export to content/: planned, converted, added up, and only then moved into place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from plugins.desk.journal import is_unfinished
from plugins.importer.articles import Workshop, make
from plugins.importer.clean import path_of
from plugins.importer.discussions import place_discussions
from plugins.importer.existing import Existing, gone_in, numbers_in, read_existing
from plugins.importer.ledger import faults
from plugins.importer.model import Discussion, Export, Item, Line, Note, OldName, Outcome, Post, Remark, Thing
from plugins.importer.plan import Plan, Wishes, key_of, make_plan
from plugins.importer.publication import Publication, renderer
from plugins.importer.staging import Report, Staging
from plugins.importer.state import FOLDER, STAGING, STATE, State, read_state
from plugins.importer.stream import Mended
from plugins.importer.threads import PREFIXES
from plugins.importer.waiting import waiting_in
from plugins.incremental.workers import spread
from plugins.source import AuthorError, Source

BATCH: Final = 1000
BATCH_SIZE: Final = 8 << 20
"""Texts, or characters, that are held at once."""


def run_import(
    export: Export,
    publication: Publication,
    wishes: Wishes,
    mended: Mended,
    *,
    dry: bool = False,
    copy: Path | None = None,
) -> Report:
    """Import an export that was opened. With `dry`, nothing of it is written.

    Args:
        copy: where the ledger is to be found, too.

    Raises:
        AuthorError: the ledger does not add up, or another site's texts are here under the same ids; nothing was
            written.
    """
    content = publication.content
    state = read_state(content)
    _know_site(state, export, content)
    existing = read_existing(content, state, wishes, publication.customs, publication.layout)
    staging = Staging(content, state, dry=dry, copy=copy)
    try:
        with staging:
            _fill(staging, export, existing, publication, wishes)
            staging.report.mended = mended
            staging.count_images()
            if wrong := faults(staging.report.sums, export.counts()):
                raise AuthorError(
                    Source(str(content)),
                    f"the ledger does not add up, and nothing was written: {'; '.join(wrong)}",
                )
            if not dry:
                staging.move()
    finally:
        if not dry and not is_unfinished(content):  # what is written down there is still to be moved
            shutil.rmtree(content / STAGING, ignore_errors=True)
            with suppress(OSError):
                (content / FOLDER).rmdir()
    return staging.report


def _know_site(state: State, export: Export, content: Path) -> None:
    """Two sites number their texts alike: one may not overwrite the other."""
    site = export.index.address
    known = state.sites.setdefault(export.system, site) if site else site
    if _bare(site) != _bare(known):
        raise AuthorError(
            Source(f"{content}/{STATE}"),
            f"the export is of {site}, and what was imported here is of {known}, whose texts have the same numbers;"
            f" import it into a publication of its own, or, if it is the same site under a new address, write"
            f' "{export.system}": "{site}" under "sites" in this file',
        )


def _bare(address: str) -> str:
    return address.partition("//")[2].removeprefix("www.").rstrip("/").lower()


def _fill(
    staging: Staging, export: Export, existing: Existing, publication: Publication, wishes: Wishes
) -> None:
    posts = (thing for thing in unique(export.texts()) if isinstance(thing, Post))
    plan = make_plan(posts, export.index, wishes, existing.taken, existing.names)
    _tell_ids(plan, staging.report)
    prefix = PREFIXES.get(export.system, export.system[:8])
    numbers, last = numbers_in(publication.content, staging.state, prefix)
    gone = gone_in(publication.content, staging.state, prefix)
    shop = Workshop(
        plan, renderer(publication.settings, publication.customs), publication.customs, numbers, last, gone,
        frozenset(staging.state.files) if staging.is_dry else None,
    )  # fmt: skip
    threads: list[Discussion] = []
    for batch in _batches(unique(export.things()), staging, threads):
        _make(batch, shop, staging, export.system)
    place_discussions(threads, shop, staging, existing, export.system)
    here = existing.taken.addresses.keys() | existing.names.addresses()
    staging.add_redirects(plan, tuple(_old_names(export, plan, existing)), here)
    staging.report.unanswered = tuple(_unanswered(wishes.old_site, plan, existing, staging.forwards_now()))
    staging.add_publications(plan, existing, str(publication.settings.get("ID_AUTHORITY", "localhost")))


def _tell_ids(plan: Plan, report: Report) -> None:
    """Programs that read the old feed know a text by its id, and show what has another as new."""
    without = [one for one in plan.spots.values() if one.is_published and not one.is_page and not one.guid]
    report.without_ids = len(without)
    report.needs_address = plan.index.system == "substack" and not plan.index.address


def _unanswered(
    old_site: Iterable[str], plan: Plan, existing: Existing, forwards: Iterable[str]
) -> Iterator[str]:
    spots = [*existing.spots, *plan.spots.values()]
    here = {path_of(address) for spot in spots for address in (spot.address, *spot.aliases)}
    here |= {path_of(old) for old in (*existing.aliases, *forwards)} | {"/"}
    yield from (address for address in old_site if path_of(address) not in here)


def unique(things: Iterable[Thing]) -> Iterator[Thing]:
    """Things whose ids differ: an export that was put together of several may give one id twice."""
    seen: set[tuple[str, str]] = set()

    def own(kind: str, identity: str) -> str:
        number, tried = 1, identity
        while (kind, tried) in seen:
            number += 1
            tried = f"{identity}-{number}"
        seen.add((kind, tried))
        return tried

    for thing in things:
        if isinstance(thing, Item):
            yield thing._replace(id=own(thing.kind, thing.id))
            continue
        identity = own("text", thing.id)
        remarks = tuple(_own_remarks(thing.remarks, own))
        if identity != thing.id or remarks != thing.remarks:
            thing = replace(thing, id=identity, remarks=remarks)
        yield thing


def _own_remarks(remarks: Iterable[Remark], own: Callable[[str, str], str]) -> Iterator[Remark]:
    for remark in remarks:
        identity = own("comment", remark.id)
        yield remark if identity == remark.id else replace(remark, id=identity)


def _old_names(export: Export, plan: Plan, existing: Existing) -> Iterator[OldName]:
    """What lists of before are called here: a second category of a text is a tag."""
    used = {spot.category for spot in plan.spots.values()}
    for old in export.index.old_names:
        if old.kind == "category":
            wanted = plan.wishes.categories.get(old.slug.rpartition("/")[2], old.name)
            called = existing.names.called(wanted, "category")
            called = called if called in used else existing.names.called(old.name)
        else:
            called = existing.names.called(old.name, old.kind)
        if called:
            yield old._replace(name=called)


def _batches(things: Iterable[Any], staging: Staging, threads: list[Discussion]) -> Iterator[list[Post]]:
    batch: list[Post] = []
    size = 0
    for thing in things:
        if isinstance(thing, Item):
            notes = (Note(thing.why, thing.weight),) if thing.outcome is not Outcome.KEPT else ()
            staging.add_line(Line(thing.source, thing.kind, thing.id, thing.outcome, notes))
        elif isinstance(thing, Discussion):
            threads.append(thing)
        else:
            batch.append(thing)
            size += len(thing.body) + sum(len(remark.body) for remark in thing.remarks)
            if len(batch) >= BATCH or size >= BATCH_SIZE:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _make(batch: Sequence[Post], shop: Workshop, staging: Staging, system: str) -> None:
    """Convert what is not as it was at the last import."""
    known = staging.fingerprint(shop.plan)
    digests = [_digest(post, shop, known) for post in batch]
    fresh = [
        post
        for post, digest in zip(batch, digests, strict=True)
        if staging.state.sources.get(key_of(system, post)) != digest or not staging.knows(post)
    ]
    made = iter(spread(partial(make, shop=shop), fresh))
    is_fresh = {id(post) for post in fresh}
    for post, digest in zip(batch, digests, strict=True):
        spot = shop.plan.spots.get(key_of(system, post))
        if spot and shop.plan.wishes.pending:
            staging.report.waiting += waiting_in(post.remarks, spot, system)
        if id(post) in is_fresh:
            staging.add(next(made), system)
        else:
            staging.add_as_before(post)
        staging.state.sources[key_of(system, post)] = digest


def _digest(post: Post, shop: Workshop, known: str) -> str:
    spot = shop.plan.spots.get(key_of(shop.plan.index.system, post))
    without_places = replace(
        post, source=Source(""), remarks=tuple(replace(one, source=Source("")) for one in post.remarks)
    )
    # What is told of a place is told when it is given: at the next import it is a file that is there.
    told = replace(spot, notes=()) if spot else None
    return blake2b(repr((known, without_places, told)).encode("utf-8", "replace"), digest_size=12).hexdigest()
