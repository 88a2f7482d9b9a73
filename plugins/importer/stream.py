"""The bytes of an export become text that a parser can read: unpacked, decoded, without what no XML may hold.

Nothing is unpacked to a disk, and no name within an archive is ever a path.
"""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from plugins.source import AuthorError, Source

CHUNK: Final = 1 << 20
MOST_PACKED: Final = 4
"""Archives within archives."""

USUAL: Final = ("content", "posts", "_posts", "_drafts", "pages", "src", "source", "docs", "blog")
"""Folders of which every site has one: what they are in tells one from the other."""

FREE_SIZE: Final = 64 << 20
RATIO: Final = 200
"""What unpacks to more than FREE_SIZE bytes and to so many times its own size is a bomb: texts come to a tenth."""

DAMAGE: Final = (
    *(OSError, EOFError, ValueError, IndexError, RuntimeError, struct.error, zlib.error),
    *(lzma.LZMAError, zipfile.BadZipFile),
)
"""What unpackers raise at what is not whole, or packed in a way that they do not know."""

DAMAGED: Final = "packed, and damaged; download it again"
MOST_MEMBERS: Final = 200_000

NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udc7f\udd00-\udfff]")
"""Characters that XML has no way to say. Bytes that are not UTF-8 are still in disguise here (surrogateescape)."""

REFERENCE: Final = re.compile(r"&#(?:x0*(?P<hex>[0-9a-fA-F]{1,2})|0*(?P<decimal>[0-9]{1,2}));")
DISGUISED: Final = re.compile("[\udc80-\udcff]")
DOUBLE: Final = re.compile("[ÃÂ][\x80-\xbf]|â€[™œ“”\x9d˜¦]")
"""UTF-8 that was taken for Latin-1 and encoded once more."""

DECLARED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]*\?>")
PROLOG: Final = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
ROOT: Final = re.compile(r"<(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
NAMESPACES: Final = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dsq": "http://disqus.com/disqus-internals",
    "thr": "http://purl.org/syndication/thread/1.0",
    "app": "http://www.w3.org/2007/app",
    "gd": "http://schemas.google.com/g/2005",
    "georss": "http://www.georss.org/georss",
    "media": "http://search.yahoo.com/mrss/",
}
"""Declared for exports that forget it."""


@dataclass(slots=True)
class Mended:
    """What was wrong with the characters of a file, and where first."""

    controls: dict[int, int] = field(default_factory=dict)
    """Line → characters taken out."""

    repaired: int = 0
    """Bytes of Windows-1252 among UTF-8."""

    doubled: int = 0
    """Characters that were encoded twice, and left so."""


@dataclass(frozen=True)
class Part:
    """One file of an export, wherever it is."""

    name: str
    """As messages call it."""

    open: Callable[[], IO[bytes] | io.RawIOBase]

    place: str = ""
    """Within a folder or an archive, however somebody named that: "my-site/_posts/2018-07-01-x.md"."""


def parts_of(path: Path, name: str) -> list[Part]:
    """The files in what lies at `path`: itself, what it packs, or what the folder holds.

    Raises:
        AuthorError: it cannot be unpacked.
    """
    if path.is_dir():
        return list(_files_below(path, name))
    size = path.stat().st_size
    return list(_unpacked(Part(name, lambda: path.open("rb"), path.name), size, MOST_PACKED))


def _files_below(folder: Path, name: str) -> Iterator[Part]:
    """What lies in a folder; not what is hidden, and nothing that a link leads to."""
    above = folder.resolve()
    label = f"{above.parent.name}/{above.name}" if above.name in USUAL else above.name
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        is_hidden = any(part.startswith(".") or part in ("_site", "node_modules") for part in place.parts)
        if path.is_file() and not path.is_symlink() and not is_hidden:
            inside = place.as_posix()
            yield Part(f"{name}/{inside}", partial(_open, path), f"{label}/{inside}")


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _unpacked(part: Part, size: int, depth: int) -> Iterator[Part]:
    with part.open() as file:
        magic = file.read(4)
    if magic[:2] == b"\x1f\x8b":
        if not depth:
            raise AuthorError(Source(part.name), "packed again and again; unpack it first")
        inner = Part(
            part.name, lambda: _Bounded(gzip.GzipFile(fileobj=part.open()), part.name, size), part.place
        )
        yield from _unpacked(inner, size, depth - 1)
    elif magic == b"PK\x03\x04":
        if not depth:
            raise AuthorError(Source(part.name), "packed again and again; unpack it first")
        yield from _members(part, size, depth)
    else:
        yield part


def _members(part: Part, size: int, depth: int) -> Iterator[Part]:
    try:
        # A zip is read from its end; one within another packed file must be held whole.
        data = part.open()
        archive = zipfile.ZipFile(data if data.seekable() else io.BytesIO(data.read()))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except DAMAGE:
        raise AuthorError(Source(part.name), "no zip that can be opened; download it again") from None
    if len(infos) > MOST_MEMBERS:
        raise AuthorError(Source(part.name), f"a zip of {len(infos):,} files; unpack it first")
    total = sum(info.file_size for info in infos)
    if total > FREE_SIZE and total > RATIO * size:
        raise AuthorError(Source(part.name), "unpacks to hundreds of times its size; unpack it first")
    for info in sorted(infos, key=lambda info: info.filename):
        if info.flag_bits & 1:
            raise AuthorError(Source(part.name), "a zip with a password; unpack it first")
        if info.filename.startswith("__MACOSX/"):
            continue
        inside = _printable(info.filename)
        name = f"{part.name}!{inside}"
        yield from _unpacked(Part(name, _opener(archive, info, name, size), inside), size, depth - 1)


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, size: int
) -> Callable[[], io.RawIOBase]:
    def open_member() -> io.RawIOBase:
        try:
            member = archive.open(info)
        except DAMAGE:
            raise AuthorError(Source(name), DAMAGED) from None
        return _Bounded(member, name, max(size, info.compress_size))

    return open_member


def _printable(name: str) -> str:
    return "".join(one if one.isprintable() else "�" for one in name)[-200:]


class _Bounded(io.RawIOBase):
    """What is unpacked, as long as it is no bomb. Damage is told as what is wrong with the file."""

    def __init__(self, file: Any, name: str, size: int) -> None:
        super().__init__()
        self._file, self._name = file, name
        self._left = max(FREE_SIZE, RATIO * size)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(CHUNK), b""))
        try:
            data: bytes = self._file.read(size)
        except AuthorError:  # of what this is packed in
            raise
        except DAMAGE:
            raise AuthorError(Source(self._name), DAMAGED) from None
        self._left -= len(data)
        if self._left < 0:
            raise AuthorError(Source(self._name), "unpacks to hundreds of times its size; unpack it first")
        return data

    def close(self) -> None:
        self._file.close()
        super().close()


def text_of(part: Part, mended: Mended | None = None) -> str:
    """All of it."""
    return "".join(texts_of(part, mended or Mended()))


def texts_of(part: Part, mended: Mended) -> Iterator[str]:
    """The text, a piece at a time; what had to be mended is noted."""
    with part.open() as file:
        head = file.read(CHUNK)
        decoder = codecs.getincrementaldecoder(_encoding(head))("surrogateescape")
        line, held, data = 1, "", head
        while True:
            try:
                text = held + decoder.decode(data, final=not data)
            except UnicodeDecodeError:
                raise AuthorError(
                    Source(part.name, line), "ends within a character; download it again"
                ) from None
            held = ""
            if data and (cut := text.rfind("&", len(text) - 12)) >= 0:
                text, held = text[:cut], text[cut:]
            text = text.removeprefix("\ufeff") if line == 1 else text
            yield _mend(text, line, mended)
            line += text.count("\n")
            if not data:
                return
            data = file.read(CHUNK)


def _encoding(head: bytes) -> str:
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if head[:4] in (b"<\0?\0", b"<\0r\0", b"{\0\n\0", b'{\0"\0'):
        return "utf-16-le"
    if head[:4] in (b"\0<\0?", b"\0<\0r", b"\0{\0\n", b'\0{\0"'):
        return "utf-16-be"
    declared = DECLARED.search(head[:1000])
    name = declared[1].decode().lower() if declared else "utf-8"
    try:
        found = codecs.lookup(name)
    except LookupError:
        return "utf-8"
    # One byte a character, or it lies: the declaration itself could be read as ASCII.
    return found.name if found.name.startswith(("iso8859", "cp125", "koi8", "mac-")) else "utf-8"


def _mend(text: str, line: int, mended: Mended) -> str:
    if DISGUISED.search(text):
        mended.repaired += len(DISGUISED.findall(text))
        text = DISGUISED.sub(_windows, text)
    if NO_XML.search(text):
        for found in NO_XML.finditer(text):
            where = line + text.count("\n", 0, found.start())
            mended.controls[where] = mended.controls.get(where, 0) + 1
        text = NO_XML.sub("", text)
    if "&#" in text:
        text = REFERENCE.sub(lambda found: _kept_reference(found, text, line, mended), text)
    mended.doubled += len(DOUBLE.findall(text)) if "Ã" in text or "â€" in text or "Â" in text else 0
    return text


def _windows(found: re.Match[str]) -> str:
    byte = bytes([ord(found[0]) - 0xDC00])
    return byte.decode("cp1252", "ignore") or byte.decode("latin-1")


def _kept_reference(found: re.Match[str], text: str, line: int, mended: Mended) -> str:
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
    if code >= 32 or code in (9, 10, 13):
        return found[0]
    where = line + text.count("\n", 0, found.start())
    mended.controls[where] = mended.controls.get(where, 0) + 1
    return ""


class XmlStream:
    """An export in XML, as lxml reads it: UTF-8, without its declaration, with the namespaces that it forgets.

    Lines stay what they are in the file.
    """

    def __init__(self, part: Part, mended: Mended) -> None:
        self._texts = texts_of(part, mended)
        head = next(self._texts, "")
        self.lines, self.is_at_end = 1 + head.count("\n"), False
        self._buffer = _prepared(head, part.name).encode()

    def read(self, size: int = -1) -> bytes:
        while len(self._buffer) < size:
            text = next(self._texts, None)
            if text is None:
                self.is_at_end = True
                break
            self.lines += text.count("\n")
            self._buffer += text.encode()
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data


def _prepared(head: str, name: str) -> str:
    blank = head[: len(head) - len(head.lstrip())]
    if not head.lstrip().startswith("<") or head.find("<?xml ") > len(blank):
        shown = " ".join(head.lstrip()[:80].split())
        raise AuthorError(
            Source(name, blank.count("\n") + 1),
            f'begins with "{shown}", which is no export; cut off what stands before "<?xml"'
            if "<" in head
            else f'begins with "{shown}", which is no export that is known',
        )
    declaration = DECLARATION.match(head)
    # The line feeds stay, so that lines are those of the file.
    before = "\n" * head.count("\n", 0, declaration.end()) if declaration else ""
    head = before + (head[declaration.end() :] if declaration else head)
    prolog = PROLOG.match(head)
    start = prolog.end() if prolog else 0
    if head.startswith("<!DOCTYPE", start):
        line = head.count("\n", 0, start) + 1
        raise AuthorError(
            Source(name, line),
            "declares a type or entities of its own; no export does, and they are not read",
        )
    root = ROOT.match(head, start)
    if root is None:
        return head
    missing = [
        f' xmlns:{prefix}="{address}"'
        for prefix, address in NAMESPACES.items()
        if f"xmlns:{prefix}=" not in root["attributes"]
    ]
    end = root.start("attributes")
    return head[:end] + "".join(missing) + head[end:]
