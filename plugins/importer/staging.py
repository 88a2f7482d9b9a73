"""Where an import lies until it is whole: what content/ is to get, its ledger, and what is reported of it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import Final, TextIO

from plugins.header import decode
from plugins.importer.archives import redirect_lines
from plugins.importer.existing import COMMENT_FILE, Existing
from plugins.importer.images import rename
from plugins.importer.ledger import Sums
from plugins.importer.model import File, Line, Made, Note, OldName, Outcome, Post
from plugins.importer.moving import move_into_place
from plugins.importer.plan import PAGES, Plan, address_as_alias
from plugins.importer.published import Came, with_imported
from plugins.importer.state import (
    IMAGES,
    LEDGER,
    STAGING,
    STATE,
    State,
    Was,
    digest_of,
    line_as_data,
    read_ledger,
    write_state,
)
from plugins.importer.stream import Mended
from plugins.importer.waiting import Waiting
from plugins.site.ledger import with_old_addresses
from plugins.site.ledger_file import LEDGER as PUBLISHED
from plugins.site.ledger_file import parse_ledger, write_ledger
from plugins.site.redirects import REDIRECTS, Forward, parse_redirects
from plugins.source import Source

COMMENT_DATE: Final = re.compile(r"^Date: (\S+)$", re.MULTILINE)


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
    waiting: list[Waiting] = field(default_factory=list)
    """Comments for the comment desk."""

    unsaid: tuple[str, ...] = ()
    """Old addresses that no line of redirects.txt can name."""

    without_ids: int = 0
    """Texts that had another id, or none, in the feeds of before."""

    needs_address: bool = False
    """Whether they would have theirs if the address of the old site were known."""

    unanswered: tuple[str, ...] = ()
    """Addresses of the old site's map that nothing here answers."""


class Staging:
    """Where an import lies until it is whole. Writes aside what content/ is to get, and the ledger."""

    def __init__(self, content: Path, state: State, *, dry: bool, copy: Path | None = None) -> None:
        self.content, self.state, self.report, self.is_dry = content, state, Report(), dry
        self._folder, self._copy = content / STAGING, copy
        self._ledgers: list[TextIO] = []
        self._moves: list[str] = []
        self._before = read_ledger(content)
        self._images: dict[tuple[str, str], None] = {}
        self._fingerprint = ""
        self._new_texts: set[str] = set()
        self._new_comments: list[Came] = []
        self._threads = Counter[str]()

    def __enter__(self) -> None:
        if not self.is_dry:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            self._ledgers.append((self._folder / "ledger.jsonl").open("w", encoding="utf-8"))
        if self._copy:
            self._ledgers.append(self._half.open("w", encoding="utf-8"))
        self._read_images()

    def __exit__(self, wrong: object, *_: object) -> None:
        self._close()
        if self._copy and wrong is None:
            self._half.replace(self._copy)
        elif self._copy:
            self._half.unlink(missing_ok=True)

    @property
    def _half(self) -> Path:
        """The copy of the ledger, until it is whole."""
        assert self._copy is not None  # noqa: S101 - asked for where there is one
        return self._copy.with_name(f".{self._copy.name}.part")

    def _close(self) -> None:
        for ledger in self._ledgers:
            ledger.close()

    def fingerprint(self, plan: Plan) -> str:
        """Of what all texts are made with besides their own words."""
        if not self._fingerprint:
            index = plan.index
            whole = (
                sorted(plan.moved.items()),
                index.address,
                plan.wishes.pending,
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
        if line.kind == "comment" and line.to:
            self._threads[line.to.split("/")[1]] += 1
        for ledger in self._ledgers:
            ledger.write(json.dumps(line_as_data(line), ensure_ascii=False) + "\n")

    def add(self, made: Made, system: str) -> None:
        """Keep what was made of one text or thread."""
        made = self._without_orphans(made, system)
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

    def _without_orphans(self, made: Made, system: str) -> Made:
        """An article that was deleted here gets no new comments."""
        is_gone = any(
            line.kind != "comment"
            and line.to
            and (was := self.state.files.get(f"{system}:{line.id}")) is not None
            and was.path == line.to
            and not (self.content / line.to).is_file()
            for line in made.lines
        )
        if not is_gone:
            return made
        why = (Note("its article was deleted here"),)
        lines = tuple(
            replace(line, outcome=Outcome.SKIPPED, notes=why, to="")
            if line.kind == "comment" and line.to and f"{system}:comment:{line.id}" not in self.state.files
            else line
            for line in made.lines
        )
        named = {line.to for line in lines}
        return replace(made, files=tuple(file for file in made.files if file.path in named), lines=lines)

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
        old = (alias for address in plan.wishes.old_site if (alias := address_as_alias(address)))
        longer = with_old_addresses(longer, old, plan.wishes.now)
        if longer is not ledger:
            self._stage(PUBLISHED, write_ledger(longer).encode())

    def _stage(self, place: str, data: bytes) -> None:
        if self.is_dry:
            return
        target = self._folder / "content" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self._moves.append(place)

    def add_redirects(self, plan: Plan, old_names: Sequence[OldName], here: Collection[str]) -> None:
        """What redirects.txt does not have yet; a line that somebody took out stays out.

        Args:
            here: addresses of all that there is, in lower case.
        """
        path = self.content / REDIRECTS
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        there = {forward.old for forward in parse_redirects(text, REDIRECTS)[0]}
        told = there | self.state.redirects
        wanted: dict[str, str] = {}
        for old, new in redirect_lines(plan, old_names, self._threads):
            if old not in told and old.lower() not in here and old != new:
                wanted.setdefault(old, new)
        lines = (Forward(old, new, Source(REDIRECTS)).written for old, new in wanted.items())
        good, _ = parse_redirects("\n".join(lines), REDIRECTS)
        self.report.unsaid = tuple(wanted.keys() - {forward.old for forward in good})
        if not good:
            return
        self.report.redirects = len(good)
        self.state.redirects |= {forward.old for forward in good}
        title = f"# Addresses of {plan.index.address or plan.index.title or 'the old site'}\n"
        block = title + "".join(f"{forward.written}\n" for forward in good)
        self._stage(REDIRECTS, (f"{text.rstrip()}\n\n" if text.strip() else "").encode() + block.encode())

    def _read_images(self) -> None:
        path = self.content / IMAGES
        for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
            with suppress(ValueError, KeyError, TypeError):
                data = json.loads(line)
                self._images[data["address"], data["file"]] = None

    def count_images(self) -> None:
        """Those that are still at the old site."""
        self.report.images = len({address for address, _ in self._images} - self.state.images.keys())

    def move(self) -> None:
        """All into place in one go: what is written down to be done is done, now or at the next command."""
        self._close()
        images = "".join(
            json.dumps({"address": address, "file": file}, ensure_ascii=False) + "\n"
            for address, file in sorted(self._images)
            if address not in self.state.images
        )
        (self._folder / "images.jsonl").write_text(images, "utf-8")
        (self._folder / "state.json").write_text(write_state(self.state), "utf-8")
        moves = [(f"{STAGING}/content/{place}", place) for place in self._moves]
        moves += [
            (f"{STAGING}/{name}.jsonl", place) for name, place in (("ledger", LEDGER), ("images", IMAGES))
        ]
        moves += [(f"{STAGING}/state.json", STATE)]
        move_into_place(self.content, moves)
