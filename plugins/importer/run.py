"""One import, from the files of an export to content/: planned, converted, added up, and only then moved into place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import unified_diff
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from markdown import Markdown

from plugins.desk.journal import JOURNAL, Change, carry_out
from plugins.front_matter import Customs
from plugins.header import decode
from plugins.importer.articles import Workshop, make, thread_of
from plugins.importer.clean import path_of
from plugins.importer.existing import COMMENT_FILE, Existing, numbers_in, read_existing
from plugins.importer.images import rename
from plugins.importer.ledger import Sums, faults
from plugins.importer.matching import Articles, articles_of, match, nearest
from plugins.importer.model import (
    Discussion,
    Export,
    File,
    Item,
    Line,
    Made,
    Note,
    Outcome,
    Post,
    Remark,
    Thing,
    Weight,
)
from plugins.importer.names import words_of
from plugins.importer.plan import (
    PAGES,
    Plan,
    Spot,
    Wishes,
    addresses_of_lists,
    key_of,
    make_plan,
    redirect_lines,
)
from plugins.importer.published import Came, with_imported
from plugins.importer.state import (
    FOLDER,
    IMAGES,
    LEDGER,
    STAGING,
    STATE,
    State,
    Was,
    digest_of,
    line_as_data,
    read_ledger,
    read_state,
    write_state,
)
from plugins.importer.stream import Mended
from plugins.importer.threads import PREFIXES
from plugins.incremental.workers import spread
from plugins.site.content import Layout
from plugins.site.ledger import LEDGER as PUBLISHED
from plugins.site.ledger import parse_ledger, write_ledger
from plugins.site.redirects import REDIRECTS, parse_redirects
from plugins.source import AuthorError, Source

COMMENT_DATE: Final = re.compile(r"^Date: (\S+)$", re.MULTILINE)
BATCH: Final = 1000
BATCH_SIZE: Final = 8 << 20
"""Texts, or characters, that are held at once."""


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    sums: Sums = field(default_factory=Sums)
    mended: Mended = field(default_factory=Mended)
    new: int = 0
    updated: int = 0
    same: int = 0
    differences: list[str] = field(default_factory=list)
    """Of files that an author changed and the source too: what the source would make of them."""

    blocks: tuple[int, int] = (0, 0)
    images: int = 0
    redirects: int = 0
    unanswered: tuple[str, ...] = ()
    """Addresses of the old site's map that nothing here answers."""


@dataclass(frozen=True)
class Publication:
    """What is known of the publication that somebody moves into."""

    content: Path
    settings: Mapping[str, Any]
    customs: Customs
    layout: Layout


def run_import(
    export: Export, publication: Publication, wishes: Wishes, mended: Mended, *, dry: bool = False
) -> Report:
    """Import an export that was opened. With `dry`, nothing is written but the report.

    Raises:
        AuthorError: the ledger does not add up; nothing was written.
    """
    content = publication.content
    state = read_state(content)
    existing = read_existing(content, state, wishes, publication.customs, publication.layout)
    desk = _Desk(content, state, dry=dry)
    try:
        with desk:
            _fill(desk, export, existing, publication, wishes)
            desk.report.mended = mended
            if wrong := faults(desk.report.sums, export.counts()):
                raise AuthorError(
                    Source(str(content)),
                    f"the ledger does not add up, and nothing was written: {'; '.join(wrong)}",
                )
            if not dry:
                desk.move()
    finally:
        if not (content / JOURNAL).exists():  # what is written down there is still to be moved
            shutil.rmtree(content / STAGING, ignore_errors=True)
        with suppress(OSError):
            (content / FOLDER).rmdir()
    return desk.report


def _fill(desk: _Desk, export: Export, existing: Existing, publication: Publication, wishes: Wishes) -> None:
    posts = (thing for thing in unique(export.things()) if isinstance(thing, Post))
    plan = make_plan(posts, export.index, wishes, existing.taken, existing.names)
    numbers, last = numbers_in(
        publication.content, desk.state, PREFIXES.get(export.system, export.system[:8])
    )
    shop = Workshop(
        plan, renderer(publication.settings, publication.customs), publication.customs, numbers, last
    )
    threads: list[Discussion] = []
    for batch in _batches(unique(export.things()), desk, threads):
        _make(batch, shop, desk, export.system)
    _place_threads(threads, shop, desk, existing, export.system)
    desk.add_redirects(plan, _old_names(export, plan, existing))
    desk.report.unanswered = tuple(_unanswered(wishes.old_site, plan, existing, desk.forwards_now()))
    desk.add_publications(plan, existing, str(publication.settings.get("ID_AUTHORITY", "localhost")))


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


def _old_names(export: Export, plan: Plan, existing: Existing) -> Iterator[tuple[str, str, str]]:
    """What lists of before are called here: a second category of a text is a tag."""
    used = {spot.category for spot in plan.spots.values()}
    for kind, slug, name in export.index.old_names:
        if kind == "category":
            called = existing.names.called(plan.wishes.categories.get(slug, name), "category")
            called = called if called in used else existing.names.called(name)
        else:
            called = existing.names.called(name, "author" if kind == "author" else "tag")
        if called:
            yield kind, slug, called


def renderer(settings: Mapping[str, Any], customs: Customs) -> Callable[[str], str]:
    """The publication's own Markdown."""
    configs = {**settings["MARKDOWN"]["extension_configs"], "plugins.glossary.markdown": {"customs": customs}}
    parser = Markdown(extensions=list(configs), extension_configs=configs, output_format="html")

    def render(text: str) -> str:
        return parser.reset().convert(text)

    return render


def _batches(things: Iterable[Any], desk: _Desk, threads: list[Discussion]) -> Iterator[list[Post]]:
    batch: list[Post] = []
    size = 0
    for thing in things:
        if isinstance(thing, Item):
            notes = (Note(thing.why),) if thing.outcome is not Outcome.KEPT else ()
            desk.add_line(Line(thing.source, thing.kind, thing.id, thing.outcome, notes))
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


def _make(batch: Sequence[Post], shop: Workshop, desk: _Desk, system: str) -> None:
    """Convert what is not as it was at the last import."""
    known = desk.fingerprint(shop.plan)
    digests = [_digest(post, shop, known) for post in batch]
    fresh = [
        post
        for post, digest in zip(batch, digests, strict=True)
        if desk.state.sources.get(key_of(system, post)) != digest or not desk.knows(post)
    ]
    made = iter(spread(partial(make, shop=shop), fresh))
    is_fresh = {id(post) for post in fresh}
    for post, digest in zip(batch, digests, strict=True):
        if id(post) in is_fresh:
            desk.add(next(made), system)
        else:
            desk.add_as_before(post)
        desk.state.sources[key_of(system, post)] = digest


def _digest(post: Post, shop: Workshop, known: str) -> str:
    spot = shop.plan.spots.get(key_of(shop.plan.index.system, post))
    without_places = replace(
        post, source=Source(""), remarks=tuple(replace(one, source=Source("")) for one in post.remarks)
    )
    # What is told of a place is told when it is given: at the next import it is a file that is there.
    told = replace(spot, notes=()) if spot else None
    return blake2b(repr((known, without_places, told)).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _place_threads(
    threads: Sequence[Discussion], shop: Workshop, desk: _Desk, existing: Existing, system: str
) -> None:
    """Threads of one article are one; what belongs to none is told with the nearest."""
    if not threads:
        return
    articles = articles_of(existing.spots, desk.forwards())
    together: dict[str, tuple[Spot, list[Discussion]]] = {}
    for thread in threads:
        if not thread.remarks:
            desk.add_line(
                Line(thread.source, "thread", thread.id, Outcome.SKIPPED, (Note("nobody wrote in it"),))
            )
            continue
        spot = match(thread, articles, shop.plan.wishes.map)
        if spot is None:
            _tell_lost(thread, articles, desk)
        else:
            together.setdefault(spot.slug, (spot, []))[1].append(thread)
    for spot, some in together.values():
        notes = [Note(f"{len(some)} threads of one article are one", Weight.SMALL)] if len(some) > 1 else []
        closed = [Note(f'it is closed there; "Comments: closed" in {spot.path} closes it here', Weight.SMALL)]
        for thread in some:
            told = (*notes, *(closed if thread.is_closed else ()))
            outcome = Outcome.CHANGED if told else Outcome.KEPT
            desk.add_line(Line(thread.source, "thread", thread.id, outcome, told, f"comments/{spot.slug}"))
        remarks = tuple(remark for thread in some for remark in thread.remarks)
        files, lines = thread_of(remarks, spot, shop, system)
        desk.add(Made(tuple(files), tuple(lines)), system)


def _tell_lost(thread: Discussion, articles: Articles, desk: _Desk) -> None:
    near = nearest(thread, articles)
    advice = (
        f'write "{thread.link or thread.id}  {near[0]}" into a file and name it with --map'
        if near
        else "name its article with --map"
    )
    shown = f" (nearest: {', '.join(near)})" if near else ""
    called = words_of(thread.title)[:80] or thread.link[:120]
    note = Note(f'no article for the thread "{called}"{shown}; {advice}', Weight.LOSS)
    desk.add_line(Line(thread.source, "thread", thread.id, Outcome.SKIPPED, (note,)))
    for remark in thread.remarks:
        desk.add_line(
            Line(
                remark.source,
                "comment",
                remark.id,
                Outcome.SKIPPED,
                (Note("its thread has no article here"),),
            )
        )


class _Desk:
    """Where an import lies until it is whole. Writes aside what content/ is to get, and the ledger."""

    def __init__(self, content: Path, state: State, *, dry: bool) -> None:
        self.content, self.state, self.report, self._dry = content, state, Report(), dry
        self._staging = content / STAGING
        self._moves: list[str] = []
        self._before = read_ledger(content)
        self._images: dict[tuple[str, str], None] = {}
        self._fingerprint = ""
        self._new_texts: set[str] = set()
        self._new_comments: list[Came] = []

    def __enter__(self) -> None:
        if not self._dry:
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging.mkdir(parents=True)
            self._ledger = (self._staging / "ledger.jsonl").open("w", encoding="utf-8")
            self._read_images()

    def __exit__(self, *_: object) -> None:
        if not self._dry:
            self._ledger.close()

    def fingerprint(self, plan: Plan) -> str:
        """Of what all texts are made with besides their own words."""
        if not self._fingerprint:
            index = plan.index
            whole = (
                sorted(plan.moved.items()),
                index.address,
                sorted(index.files.items()),
                sorted(index.captions.items()),
            )
            more = (sorted(index.attached.items()), sorted(index.blocks.items()), plan.wishes.zone)
            self._fingerprint = digest_of(repr((whole, more)).encode("utf-8", "replace"))
        return self._fingerprint

    def knows(self, post: Post) -> bool:
        return (post.kind, post.id) in self._before and all(
            ("comment", one.id) in self._before for one in post.remarks
        )

    def forwards(self) -> list[tuple[str, str]]:
        path = self.content / REDIRECTS
        found, _ = parse_redirects(path.read_text("utf-8", "replace") if path.is_file() else "", REDIRECTS)
        return [(forward.old, forward.page) for forward in found]

    def forwards_now(self) -> list[str]:
        """Old addresses of redirects.txt, with those that this import adds."""
        return [*(old for old, _ in self.forwards()), *self.state.redirects]

    def add_line(self, line: Line) -> None:
        self.report.sums.add(line)
        if not self._dry:
            self._ledger.write(json.dumps(line_as_data(line), ensure_ascii=False) + "\n")

    def add(self, made: Made, system: str) -> None:
        """Keep what was made of one text or thread."""
        kept = {line.to: line for line in made.lines if line.to}
        for line in made.lines:
            self.add_line(line)
        for file in made.files:
            line, file = kept[file.path], File(file.path, rename(file.text, self.state.images))
            self._decide(
                f"{system}:{line.kind}:{line.id}" if line.kind == "comment" else f"{system}:{line.id}", file
            )
        done, whole = self.report.blocks
        self.report.blocks = (done + made.blocks[0], whole + made.blocks[1])
        self._images.update(dict.fromkeys(made.images))

    def add_as_before(self, post: Post) -> None:
        """Nothing of it changed in the source: what became of it then is so still."""
        for kind, thing in (
            ("post" if post.kind == "post" else "page", post),
            *(("comment", one) for one in post.remarks),
        ):
            line = replace(self._before[kind, thing.id], source=thing.source)  # type: ignore[attr-defined]
            self.add_line(line)
            self.report.same += 1 if line.to else 0

    def _decide(self, key: str, file: File) -> None:
        data = file.text.encode()
        digest, was, path = digest_of(data), self.state.files.get(key), self.content / file.path
        now = digest_of(path.read_bytes()) if path.is_file() else ""
        if not now and was and was.path == file.path:
            self.report.same += 1  # it was deleted here, and stays so
        elif now and now != digest and (was is None or now != was.digest):
            self._keep_theirs(file, was, digest)
        elif now == digest:
            self.state.files[key] = Was(file.path, digest)
            self.report.same += 1
        else:
            self.report.updated += bool(now)
            self.report.new += not now
            if not now:
                self._note_new(file)
            self.state.files[key] = Was(file.path, digest)
            self._stage(file.path, data)

    def _keep_theirs(self, file: File, was: Was | None, digest: str) -> None:
        """An author changed the file. That stays; what the source has that is new is shown."""
        self.report.same += 1
        if was is not None and was.digest == digest:
            return
        here = (self.content / file.path).read_text("utf-8", "replace")
        lines = unified_diff(
            here.splitlines(),
            file.text.splitlines(),
            f"{file.path} (as it is)",
            "as the source has it",
            lineterm="",
            n=1,
        )
        self.report.differences.append("\n".join(lines))

    def _note_new(self, file: File) -> None:
        """What came that was not here, for the ledger of publication."""
        found = (
            COMMENT_FILE.fullmatch(file.path.rpartition("/")[2])
            if file.path.startswith("comments/")
            else None
        )
        if found is None:
            self._new_texts.add(file.path)
        elif at := COMMENT_DATE.search(file.text):
            key = file.path.split("/")[1]
            self._new_comments.append(
                Came(key, int(found["number"]), found["id"], datetime.fromisoformat(at[1]))
            )

    def add_publications(self, plan: Plan, existing: Existing, authority: str) -> None:
        path, place = self.content / PUBLISHED, f"{self.content.name}/{PUBLISHED}"
        ledger = parse_ledger(decode(path.read_bytes(), place) if path.is_file() else "", Source(place))
        spots = [*existing.spots, *plan.spots.values()]
        public = {spot.slug: spot for spot in spots if spot.is_published and not spot.is_page}
        texts = [spot for spot in public.values() if spot.path in self._new_texts and spot.category != PAGES]
        longer = with_imported(ledger, texts, self._new_comments, authority, public)
        if longer is not ledger:
            self._stage(PUBLISHED, write_ledger(longer).encode())

    def _stage(self, place: str, data: bytes) -> None:
        if self._dry:
            return
        target = self._staging / "content" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self._moves.append(place)

    def add_redirects(self, plan: Plan, old_names: Iterable[tuple[str, str, str]]) -> None:
        """What redirects.txt does not have yet; a line that somebody took out stays out."""
        path = self.content / REDIRECTS
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        there = {forward.old for forward in parse_redirects(text, REDIRECTS)[0]}
        here = {spot.address for spot in plan.spots.values()} | {
            alias for spot in plan.spots.values() for alias in spot.aliases
        }
        here |= set(addresses_of_lists(plan))
        wanted: dict[str, str] = {}
        for old, new in redirect_lines(plan, plan.spots.values(), old_names):
            if old not in there | here | self.state.redirects and old != new:
                wanted.setdefault(old, new)
        good, _ = parse_redirects("".join(f"{old} {new}\n" for old, new in wanted.items()), REDIRECTS)
        if not good:
            return
        self.report.redirects = len(good)
        self.state.redirects |= {forward.old for forward in good}
        title = f"# Addresses of {plan.index.address or plan.index.title or 'the old site'}\n"
        block = title + "".join(f"{forward.old}  {forward.target}\n" for forward in good)
        self._stage(REDIRECTS, (f"{text.rstrip()}\n\n" if text.strip() else "").encode() + block.encode())

    def _read_images(self) -> None:
        path = self.content / IMAGES
        for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
            with suppress(ValueError, KeyError, TypeError):
                data = json.loads(line)
                self._images[data["address"], data["file"]] = None

    def move(self) -> None:
        """All into place in one go: what is written down to be done is done, now or at the next command."""
        self._ledger.close()
        images = "".join(
            json.dumps({"address": address, "file": file}, ensure_ascii=False) + "\n"
            for address, file in sorted(self._images)
            if address not in self.state.images
        )
        self.report.images = len({address for address, _ in self._images} - self.state.images.keys())
        (self._staging / "images.jsonl").write_text(images, "utf-8")
        (self._staging / "state.json").write_text(write_state(self.state), "utf-8")
        moves = [(f"{STAGING}/content/{place}", place) for place in self._moves]
        moves += [
            (f"{STAGING}/{name}.jsonl", place) for name, place in (("ledger", LEDGER), ("images", IMAGES))
        ]
        carry_out(self.content, Change(moves=(*moves, (f"{STAGING}/state.json", STATE))))
