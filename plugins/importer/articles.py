"""From a text of the old site to the files that it becomes here: the article, and its thread. Pure, and slow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from plugins.front_matter import CONTROL, ONLY_AT_THE_TOP, Customs, read_front_matter
from plugins.header import KEY
from plugins.importer.clean import Links, clean
from plugins.importer.convert import Converted, convert
from plugins.importer.markup import Around, Read, read_html, read_wordpress
from plugins.importer.model import File, Line, Made, Note, Outcome, Post, Remark, Weight
from plugins.importer.names import lines, listed, words_of
from plugins.importer.ours import OUR_KEYS
from plugins.importer.plan import WHY_NOT, Plan, Spot, is_wanted, key_of, whole
from plugins.importer.shape import parse, plain, shapes
from plugins.importer.threads import ThreadPlan, place, write_thread
from plugins.importer.waiting import line_of

FENCED: Final = re.compile(r"^((?:```|~~~).*?(?:^(?:```|~~~)[ \t]*$|\Z))", re.DOTALL | re.MULTILINE)
TOP: Final = re.compile(r"^(?P<lead> {0,3})#(?P<rest>[ \t]+\S)", re.MULTILINE)
UNDERLINED: Final = re.compile(r"^(\S.*)\n=+[ \t]*$", re.MULTILINE)
SIGNS: Final = re.compile(r"[\\`*_\[\]]")


@dataclass(frozen=True)
class Workshop:
    """What every text is made with."""

    plan: Plan
    render: Callable[[str], str]
    customs: Customs
    threads: Mapping[str, Mapping[str, int]]
    """Key of a thread → id in the source → number, of what was imported before."""

    last: Mapping[str, int]
    """Key of a thread → the highest number in it."""

    gone: Mapping[str, set[str]]
    """Key of a thread → ids in the source of what was imported and deleted here."""

    known: frozenset[str] | None = None
    """In a dry run: keys of texts that are here. The others are read and not converted, for nobody will read them."""

    def converts(self, spot: Spot) -> bool:
        """Whether the words of a text are wanted."""
        return self.known is None or spot.key in self.known


def make(post: Post, shop: Workshop) -> Made:
    """Everything that becomes of one text."""
    kind = post.kind
    spot = shop.plan.spots.get(key_of(shop.plan.index.system, post))
    if spot is None or not is_wanted(post, shop.plan.wishes):
        why = Note(WHY_NOT.get(post.status, "it is in the export already, with the same id"))
        under = Note(f"the text that it stands under is not imported: {why.text}", _weight(post))
        skipped = [Line(post.source, kind, post.id, Outcome.SKIPPED, (why,))]
        skipped += [Line(one.source, "comment", one.id, Outcome.SKIPPED, (under,)) for one in post.remarks]
        return Made(lines=tuple(skipped))
    written, line, images, blocks = _article(post, spot, shop)
    files, thread_lines = thread_of(post.remarks, spot, shop, shop.plan.index.system)
    return Made(
        (written, *files), (line, *thread_lines), tuple((address, written.path) for address in images), blocks
    )


def _weight(post: Post) -> Weight:
    seen = any(remark.state == "approved" for remark in post.remarks)
    return Weight.DOUBT if seen and post.status != "trash" else Weight.NONE


def thread_of(
    remarks: tuple[Remark, ...], spot: Spot, shop: Workshop, system: str
) -> tuple[list[File], list[Line]]:
    """The files of a thread, and a line for each comment, published or not."""
    thread = ThreadPlan(
        system,
        spot.slug,
        spot.published_at.astimezone(UTC),
        shop.plan.wishes.now,
        shop.threads.get(spot.slug, {}),
        shop.last.get(spot.slug, 0),
        frozenset(shop.gone.get(spot.slug, ())),
        shop.plan.wishes.pending,
    )
    placed, told = place(remarks, thread)
    if thread.takes_pending:
        told += [line_of(remark) for remark in remarks if remark.state == "pending"]
    written = list(write_thread(placed, thread))
    return [file for file, _ in written if file], [*told, *(line for _, line in written)]


def _article(post: Post, spot: Spot, shop: Workshop) -> tuple[File, Line, list[str], tuple[int, int]]:
    notes = list(spot.notes)
    text, images, converted = _body(post, spot, shop, notes)
    summary = _summary(post)
    state = "" if spot.is_page else post.comments
    status = (
        "draft" if not spot.is_published else "hidden" if post.kind == "page" and not spot.is_page else ""
    )
    is_undated = spot.is_page and post.published_at is None and post.modified_at is None
    known = OUR_KEYS | shop.customs.extra_keys
    ours = {key.lower(): value for key, value in post.header if key.lower() in known}
    notes += [
        Note(f"its key {key} is none here; EXTRA_KEYS in the settings allows it", Weight.DOUBT)
        for key, _ in post.header
        if key.lower() not in known
    ]
    aliases = tuple(dict.fromkeys((*_listed(ours.pop("aliases", "")), *spot.aliases)))
    status = ours.pop("status", "") or status
    header = lines(
        [
            ("Title", spot.title),
            ("Date", "" if is_undated else _date(spot.published_at, shop)),
            ("Modified", _date(post.modified_at, shop) if _is_later(post, spot) else ""),
            ("Category", spot.category),
            ("Tags", listed(spot.tags)),
            ("Authors", listed(spot.authors)),
            ("Summary", ours.pop("summary", "") or summary),
            ("Status", status),
            ("Comments", ours.pop("comments", "") or state),
            ("Aliases", ", ".join(aliases)),
            ("Id", "" if spot.is_page else CONTROL.sub("", spot.guid)),
            *((key, value) for key, value in post.header if key.lower() in ours),
        ]
    )
    file = File(spot.path, f"{''.join(header)}\n{text}\n")
    front = read_front_matter(
        file.text.encode(), file.path, "page" if spot.is_page else "article", shop.customs
    )
    notes += [Note(f"line {one.source.line}: {one.message}", Weight.DOUBT) for one in front.findings]
    outcome = Outcome.CHANGED if notes else Outcome.KEPT
    line = Line(post.source, post.kind, post.id, outcome, tuple(notes), spot.path)
    return file, line, images, (converted.marked, converted.blocks)


def _listed(addresses: str) -> list[str]:
    return [one.strip() for one in addresses.split(",") if one.strip()]


def _is_later(post: Post, spot: Spot) -> bool:
    at = post.modified_at
    return at is not None and at > spot.published_at and at - spot.published_at >= timedelta(minutes=1)


def _date(at: datetime | None, shop: Workshop) -> str:
    if at is None:
        return ""
    here = at.replace(tzinfo=None).replace(tzinfo=shop.plan.wishes.zone)
    told = f"{at:%Y-%m-%d %H:%M}" if not at.second else f"{at:%Y-%m-%d %H:%M:%S}"
    if here.utcoffset() == at.utcoffset():
        return told
    offset = f"{at:%z}"
    return f"{told if at.second else f'{told}:00'}{offset[:3]}:{offset[3:5]}"


def _summary(post: Post) -> str:
    return _escaped(words_of(post.summary))


def _escaped(words: str) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return SIGNS.sub(r"\\\g<0>", words)


def _body(post: Post, spot: Spot, shop: Workshop, notes: list[Note]) -> tuple[str, list[str], Converted]:
    raw = CONTROL.sub(
        "",
        post.body.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\r\n", "\n").replace("\r", "\n"),
    )
    notes += [_standing(mark) for mark in post.marks]
    if post.writing == "markdown":
        text = _demoted(raw.strip("\n"), notes) or _escaped(spot.title)
        return _not_a_header(text), [], Converted(raw, is_same=True, marked=1, blocks=1)
    read = _read(post, raw, shop.plan)
    body = parse(_featured(post, shop.plan, read.html) + read.html)
    site = shop.plan.index.address
    base = whole(post.link or "/", shop.plan.index)
    cleaned = clean(body, Links(site, shop.plan.new_address), base)
    notes += [Note(note, Weight.SMALL) for note in dict.fromkeys((*read.notes, *cleaned.notes))]
    notes += [Note(lost, Weight.DOUBT) for lost in cleaned.lost]
    notes += [_standing(mark) for mark in dict.fromkeys(read.marks)]
    if cleaned.without_host and not site:
        wrong = f"{cleaned.without_host} images without a host; --address says where the old site was"
        notes.append(Note(wrong, Weight.DOUBT))
    if not shop.converts(spot):
        notes += _told_of_nothing(plain(body) or "".join(shapes(body)))
        return _escaped(spot.title), cleaned.images, Converted("", is_same=True, marked=0, blocks=0)
    converted = convert(body, shop.render)
    text = converted.markdown
    if not converted.is_same:
        notes.append(
            Note("its words do not all come back the same; compare it with the old page", Weight.LOSS)
        )
    notes += _told_of_nothing(text.strip())
    text = text if text.strip() else _escaped(spot.title)
    for mark, markdown in read.markdown.items():
        text = text.replace(mark, markdown)
    return _not_a_header(text), cleaned.images, converted


def _demoted(text: str, notes: list[Note]) -> str:
    """Markdown of before: a page has one heading of the first level, its title."""
    found = [
        part if number % 2 else TOP.sub(r"\g<lead>##\g<rest>", part)
        for number, part in enumerate(FENCED.split(text))
    ]
    made = UNDERLINED.sub(r"## \1", "".join(found)) if "\n=" in text and len(found) == 1 else "".join(found)
    if made != text:
        notes.append(
            Note("headings of the first level are of the second: the title is the only one", Weight.SMALL)
        )
    return made


def _standing(mark: str) -> Note:
    return Note(f"{mark} of another program stands in the text", Weight.SMALL, mark)


def _told_of_nothing(words: str) -> list[Note]:
    return [] if words else [Note("it has no text; its title stands for it", Weight.DOUBT)]


def _featured(post: Post, plan: Plan, html: str) -> str:
    """The picture that the old theme put above the text, unless the text shows it itself."""
    address = whole(plan.index.files.get(post.image, post.image), plan.index)
    stem = re.escape(address.rpartition("/")[2].rpartition(".")[0])
    is_shown = bool(stem) and re.search(rf"<img\b[^>]*/{stem}(?:-\d+x\d+)?\.", html) is not None
    if not address.startswith(("http://", "https://", "/")) or is_shown:
        return ""
    words = escape(words_of(post.image_words or plan.index.captions.get(post.image, "")))
    return f'<p><img src="{escape(address)}" alt="{words}"></p>\n'


def _read(post: Post, raw: str, plan: Plan) -> Read:
    if post.writing == "html":
        return read_html(raw)
    index = plan.index

    def image(number: str) -> tuple[str, str]:
        return index.files.get(number, ""), words_of(index.captions.get(number, ""))

    return read_wordpress(raw, Around(image, index.attached.get(post.id, ()), index.blocks, post.footnotes))


def _not_a_header(text: str) -> str:
    """A text that begins with "Title: …" would be read as a key."""
    found = KEY.match(text)
    if found and found["key"].lower() in ONLY_AT_THE_TOP:
        return text.replace(":", "&#58;", 1)
    return text
