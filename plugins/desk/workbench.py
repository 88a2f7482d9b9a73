"""The pages of the preview on which texts are written: a text area with the bytes of a file, and little else.

No rich text: the file is the record. What is saved is what was typed, with the line ends and the byte order mark that
the file has.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from plugins.checks.kept import KEPT
from plugins.checks.model import Sources
from plugins.checks.read import read_sources
from plugins.checks.rules import every_finding, every_warning
from plugins.checks.source_rules import address_of
from plugins.clock import clock
from plugins.desk.author import begin_article
from plugins.desk.edit import bytes_of, end_of_line, text_of
from plugins.desk.guard import MAX_BYTES, Guard, Headers, RefusedError, image_file, text_file
from plugins.desk.html import render_desk
from plugins.desk.journal import carry_out
from plugins.desk.model import DeskError
from plugins.desk.ready import drafts_in, missing
from plugins.desk.rename import files_of, rename
from plugins.desk.server import HTML, Answer
from plugins.desk.word import begin_entry
from plugins.desk.write import write_whole
from plugins.machine import say
from plugins.site.content import layout_of
from plugins.site.settings import customs_of, read_settings
from plugins.source import AuthorError

OWN = "/-desk/"
DRAFTS = "/drafts/"
SAFE = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
     "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)  # fmt: skip
WORDS = 40
"""Characters of what was marked on a page, by which its line is found."""


@dataclass(frozen=True)
class Workbench:
    """Of one run."""

    content: Path
    settings: Path
    guard: Guard

    def get(self, address: str, headers: Headers) -> Answer:
        """A page of the desk."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        try:
            self.guard.check_asking(headers)
            if parts.path == DRAFTS:
                return self._drafts()
            if parts.path == f"{OWN}edit":
                return self._edit(asked)
            if parts.path == f"{OWN}new":
                return self._page("new.html", message="")
        except RefusedError as refused:
            return _refuse(refused)
        except (DeskError, AuthorError) as wrong:
            return self._page("new.html", message=str(wrong))
        return Answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"")

    def post(self, address: str, headers: Headers, body: bytes) -> Answer:
        """What a form of the desk asks for."""
        path = urlsplit(address).path
        try:
            if path == f"{OWN}image":
                self.guard.check_writing(headers, headers.get("X-Desk-Token", ""))
                return self._keep_image(unquote(headers.get("X-Desk-Name", "")), body)
            fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
            said = {name: values[0] for name, values in fields.items()}
            self.guard.check_writing(headers, said.get("token", ""))
            if path == f"{OWN}save":
                return self._save(said)
            if path in (f"{OWN}article", f"{OWN}word", f"{OWN}rename"):
                return self._begin(path.removeprefix(OWN), said)
        except RefusedError as refused:
            return _refuse(refused)
        except (DeskError, AuthorError) as wrong:
            return self._page("new.html", message=str(wrong), status=HTTPStatus.BAD_REQUEST)
        except OSError as problem:
            if path == f"{OWN}image":
                return _tell(HTTPStatus.INSUFFICIENT_STORAGE, f"Not saved. {say(problem)}")
            return self._page("new.html", message=say(problem), status=HTTPStatus.INSUFFICIENT_STORAGE)
        return Answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"")

    def _sources(self) -> Sources:
        settings = read_settings(self.settings)
        now = clock(os.environ)
        kept = self.settings.parent / KEPT
        return read_sources(self.content, now, customs_of(settings, now), layout_of(settings), kept)

    def _page(self, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> Answer:
        return Answer(status, HTML, render_desk(template, token=self.guard.token, **values), headers=SAFE)

    def _drafts(self) -> Answer:
        sources = self._sources()
        settings = read_settings(self.settings)
        lacks = missing(sources, drafts_in(sources), customs_of(settings))
        drafts = [
            {"document": one, "edit": _edit_address(one.place), "lacks": lacks[one.path]}
            for one in sources.documents
            if one.status == "draft"
        ]
        return self._page("drafts.html", drafts=drafts)

    def _edit(self, asked: Mapping[str, str]) -> Answer:
        sources = self._sources()
        place = asked.get("file") or _place_of(asked.get("page", ""), sources)
        data = _bytes_in(text_file(self.content, place))
        text = _read(data, place)
        _as_in(data, text, place)  # what cannot be saved is not opened
        findings = _findings(sources, f"{sources.folder}/{place}")
        message = "Saved." if "saved" in asked else ""
        return self._editor(
            HTTPStatus.OK, {**asked, "file": place}, data, text, message=message, findings=findings
        )

    def _editor(
        self,
        status: HTTPStatus,
        asked: Mapping[str, str],
        data: bytes,
        text: str,
        *,
        message: str = "",
        other: str | None = None,
        findings: tuple[tuple[int, str], ...] = (),
    ) -> Answer:
        """The text area: with `text` in it, for a file that holds `data` now."""
        return self._page(
            "edit.html",
            status,
            place=asked["file"],
            page=asked.get("page", ""),
            text=text,
            digest=sha256(data).hexdigest(),
            line=_line_of(asked, text),
            message=message,
            other=other,
            findings=findings,
            is_unsaved=status != HTTPStatus.OK,
        )

    def _save(self, said: Mapping[str, str]) -> Answer:
        place = said.get("file", "")
        path = text_file(self.content, place)
        data = _bytes_in(path)
        known, typed = _read(data, place), said.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
        if sha256(data).hexdigest() != said.get("digest") and typed != known:
            return self._editor(HTTPStatus.CONFLICT, said, data, typed, other=known)
        if typed != known:
            try:
                _write(path, _as_in(data, typed, place))
            except OSError as problem:
                problem.filename = f"{self.content}/{place}"
                message = f"Not saved. {say(problem)}"
                return self._editor(HTTPStatus.INSUFFICIENT_STORAGE, said, data, typed, message=message)
        back = {"file": place, "page": said.get("page", ""), "saved": "1"}
        return Answer(HTTPStatus.SEE_OTHER, HTML, b"", f"{OWN}edit?{urlencode(back)}")

    def _begin(self, what: str, said: Mapping[str, str]) -> Answer:
        settings, sources = read_settings(self.settings), self._sources()
        local = sources.now.astimezone(sources.zone)
        if what == "article":
            authority = settings.get("ID_AUTHORITY", "localhost")
            path = begin_article(sources, said.get("title", ""), said.get("category", ""), local, authority)
        elif what == "word":
            path = begin_entry(sources, said.get("head", ""), "n.", said.get("text", ""), local)
        else:
            renamed = rename(
                sources, files_of(sources), said.get("from", "").strip(), said.get("to", "").strip()
            )
            carry_out(self.content, renamed.change)
            return self._page("new.html", message="\n".join(renamed.said))
        place = path.as_posix().removeprefix(f"{sources.folder}/")
        return Answer(HTTPStatus.SEE_OTHER, HTML, b"", _edit_address(place))

    def _keep_image(self, name: str, body: bytes) -> Answer:
        statics = layout_of(read_settings(self.settings)).statics
        path = image_file(self.content, statics[0] if statics else "images", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, body)
        data = {"markdown": f"![](/{path.relative_to(self.content.resolve()).as_posix()})"}
        return Answer(HTTPStatus.OK, "application/json", json.dumps(data).encode(), headers=SAFE)


def _refuse(refused: RefusedError) -> Answer:
    return _tell(HTTPStatus.FORBIDDEN, str(refused))


def _tell(status: HTTPStatus, what: str) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", f"{what}\n".encode(), headers=SAFE)


def _bytes_in(path: Path) -> bytes:
    """Of a file; nothing where it has not begun (guard.AT_THE_ROOT)."""
    return path.read_bytes() if path.exists() else b""


def _edit_address(place: str) -> str:
    return f"{OWN}edit?{urlencode({'file': place})}"


def _place_of(page: str, sources: Sources) -> str:
    """The file that a page of the preview is made of."""
    path = urlsplit(page).path
    for document in sources.documents:
        if path in (address_of(document), f"{DRAFTS}{document.slug}/"):
            return document.place
    for entry in sources.all_entries:
        if path == f"/dictionary/{entry.slug}/":
            return entry.source.path.removeprefix(f"{sources.folder}/")
    raise DeskError("this page is made of many texts; open the one that you mean, or begin a new one")


def _line_of(asked: Mapping[str, str], text: str) -> int:
    """The line that was asked for, or in which words from the page stand; 1-based."""
    if asked.get("line", "").isdecimal():
        return max(1, int(asked["line"]))
    words = asked.get("words", "").split()
    while words:
        line = next(
            (n for n, one in enumerate(text.split("\n"), 1) if " ".join(words) in " ".join(one.split())), 0
        )
        if line:
            return line
        words.pop()
    return 1


def _findings(sources: Sources, path: str) -> tuple[tuple[int, str], ...]:
    found = [one for one in (*every_finding(sources), *every_warning(sources)) if one.source.path == path]
    return tuple((one.source.line, one.message) for one in sorted(found))


def _read(data: bytes, place: str) -> str:
    """The text as a text area shows it.

    Raises:
        RefusedError: it is no UTF-8.
    """
    try:
        return text_of(data).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise RefusedError(f'"{place}" is not UTF-8; save it so in another program first') from None


def _as_in(data: bytes, typed: str, place: str) -> bytes:
    """What was typed, with the line ends and the byte order mark of the file.

    Raises:
        RefusedError: it has line ends of several kinds, which a text area cannot keep.
    """
    text = text_of(data)
    end = end_of_line(text)
    rest = text.replace(end, "")
    if "\r" in rest or "\n" in rest:
        raise RefusedError(f'"{place}" has line ends of two kinds; save it in another program first')
    return bytes_of(typed.replace("\n", end), data)


def _write(path: Path, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise RefusedError("more than the desk takes; use another program")
    write_whole(path, data)
