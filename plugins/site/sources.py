"""Every source that is read, into the store: texts by the reader that is handed in, words, threads and images here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from plugins.comments.parse import parse_thread
from plugins.comments.public import forget_deleted
from plugins.comments.render import with_bodies
from plugins.front_matter import Customs
from plugins.glossary.entry import AuthorWarning
from plugins.glossary.read import read_text_file
from plugins.html.quotes import curl_quotes
from plugins.images.keep import Images
from plugins.images.model import FORMATS, OTHER_FORMATS, ImageFault
from plugins.incremental.codec import pack
from plugins.incremental.digest import digest
from plugins.incremental.listing import Listing
from plugins.incremental.restore import Changes, Outcome, bring_up_to_date
from plugins.incremental.store import Store, Unit
from plugins.keys import Kind
from plugins.site.assemble import KeptWords, pack_thread
from plugins.site.content import Picture, names_of_comments
from plugins.site.links import locate
from plugins.site.pack import pack_source
from plugins.site.read import Reading, keep_article, keep_page
from plugins.site.resolve import find_addresses
from plugins.site.statics import find_statics
from plugins.source import AuthorError, AuthorErrors, Source

TEXTS: tuple[Kind, ...] = ("article", "page", "opening")

IMAGE_ENDINGS = tuple(f".{ending}" for ending in (*FORMATS, *OTHER_FORMATS, "svg"))

ReadContent: TypeAlias = Callable[[str, str], Any]
"""Kind and path of a text → what Pelican makes of it; None where it is to be skipped. Raises AuthorErrors."""


@dataclass(frozen=True, slots=True)
class Sources:
    """How sources become units of the store."""

    content: Path
    reading: Reading
    customs: Customs
    images: Images

    read_content: ReadContent

    convert: Callable[[str, Source], str]
    """A piece of Markdown → HTML."""

    def bring_up_to_date(self, store: Store, picture: Picture) -> dict[str, Changes]:
        """Kind of unit → what changed, for all that is in the picture of content/.

        Raises:
            AuthorErrors: all that is wrong with it.
        """
        changes: dict[str, Changes] = {
            kind: bring_up_to_date(store, kind, picture.files[kind], partial(self._text, kind))
            for kind in TEXTS
        }
        changes["dictionary"] = bring_up_to_date(store, "dictionary", picture.files["word"], self._words)
        images = {path: at for path, at in picture.files["static"].items() if is_image(path)}
        changes["image"] = bring_up_to_date(store, "image", images, self._image, is_costly=True)
        changes["thread"] = bring_up_to_date(store, "thread", picture.threads, self._thread)
        findings = [*picture.findings(self.reading.folder)]
        findings += [finding for change in changes.values() for finding in change.findings]
        if findings:
            raise AuthorErrors(findings)
        return changes

    def _text(self, kind: str, path: str, stamp: bytes) -> Outcome:
        try:
            content = self.read_content(kind, path)
            if content is None:
                return Outcome(None)
            record, body = (keep_article if kind == "article" else keep_page)(content, self.reading)
            return Outcome(Unit(kind, path, stamp, pack_source(record), body.encode()))
        except AuthorErrors as wrong:
            return Outcome(None, wrong.findings)
        except AuthorError as wrong:
            return Outcome(None, (wrong,))

    def _words(self, path: str, stamp: bytes) -> Outcome:
        source = self.reading.source(path)
        data = Path(self.content, path).read_bytes()
        text = read_text_file(data, source.path, self.customs)
        wrong = tuple(finding for finding in text.findings if not isinstance(finding, AuthorWarning))
        file = text.file
        if wrong or file is None:
            return Outcome(None, wrong)
        body = self.convert(file.commentary, file.commentary_source) if file.commentary else ""
        named = tuple(locate(one, source) for one in find_addresses(body))
        statics = find_statics(f"{data.decode()} {body}", self.reading.static_folders)
        kept = KeptWords(file, named, digest(body), statics)
        return Outcome(Unit("dictionary", path, stamp, pack(kept), body.encode()))

    def _thread(self, key: str, listing: Listing) -> Outcome:
        places = (f"comments/{key}/{name}" for name in names_of_comments(listing))
        files = {self.reading.source(place).path: Path(self.content, place).read_bytes() for place in places}
        thread, findings = parse_thread(key, files, self.reading.zone)
        if findings:
            return Outcome(None, findings)
        thread = forget_deleted(thread)
        bodies = pack(with_bodies(thread, curl_quotes))
        return Outcome(Unit("thread", key, listing, pack_thread(thread), bodies))

    def _image(self, path: str, stamp: bytes) -> Outcome:
        try:
            picture = self.images.picture(Path(self.content, path))
        except ImageFault as wrong:
            return Outcome(None, (AuthorError(self.reading.source(path), str(wrong)),))
        return Outcome(Unit("image", path, stamp, pack(picture), b""))


def is_image(path: str) -> bool:
    """Whether it is shown in several sizes and formats."""
    return path.lower().endswith(IMAGE_ENDINGS)
