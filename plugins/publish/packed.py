"""Packed copies (.gz, .br) beside the files of a release.

They are in no manifest: another zlib packs otherwise, and the release is the same. Brotli is a package that comes when
a target needs it; without it there are no .br, and nothing is missing.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from plugins.publish import disk
from plugins.publish.model import FEED_ENDINGS, File, Manifest
from plugins.publish.tree import digest_of

try:
    import brotli
except ImportError:
    brotli = None

COMPRESSIBLE = ("text/", "application/atom", "application/json", "application/manifest", "application/rss")
COMPRESSIBLE_EXACT = (
    *(
        "application/feed+json",
        "application/opensearchdescription+xml",
        "application/wasm",
        "application/xml",
    ),
    "image/svg+xml",
)
SMALLEST_BYTES = 512
"""Below this, the header of a .gz costs more than it saves."""

ASKED_OFTEN = ("text/html", "text/css", "text/javascript", "image/svg+xml")
SELDOM = re.compile(r"(?:.*/)?\d[\d-]*\.(?:atom|rss)")
"""Archives of feeds, and feeds of a day."""

QUALITY = 11
"""11 ms a page, 18 % less than gzip 9; quality 5 is as large as gzip (docs/performance.md)."""


def packed_files(manifest: Manifest) -> Iterator[File]:
    """Those of a release beside which a .gz may stand."""
    for file in manifest.files:
        is_text = file.media_type.startswith(COMPRESSIBLE) or file.media_type in COMPRESSIBLE_EXACT
        if is_text and file.size_bytes >= SMALLEST_BYTES and f"{file.path}.gz" not in manifest.by_path:
            yield file


def copies(manifest: Manifest) -> dict[str, File]:
    """Path of each packed copy that may stand in a release → the file that it unpacks to."""
    return {
        f"{file.path}{ending}": file
        for file in packed_files(manifest)
        for ending in (".gz", ".br")
        if ending == ".gz" or (_is_worth_brotli(file) and f"{file.path}.br" not in manifest.by_path)
    }


def _is_worth_brotli(file: File) -> bool:
    if brotli is None or SELDOM.fullmatch(file.path):
        return False
    return file.media_type.startswith(ASKED_OFTEN) or file.path.endswith(FEED_ENDINGS)


def is_whole(packed: Path, file: File) -> bool:
    """Whether the packed copy unpacks to `file`."""
    try:
        return digest_of(unpacked(packed.read_bytes(), packed.suffix)) == file.sha256
    except (OSError, EOFError, ValueError, zlib.error):
        return False


def unpacked(data: bytes, ending: str) -> bytes:
    """What was packed as `ending` says. Raises OSError, EOFError, ValueError or zlib.error where it was not."""
    if ending == ".gz":
        return gzip.decompress(data)
    if brotli is None:
        raise ValueError("there is no brotli")
    try:
        return bytes(brotli.decompress(data))
    except brotli.error as error:
        raise ValueError(str(error)) from error


def packed(data: bytes) -> bytes | None:
    """`data`, packed with gzip; None where it would not be smaller."""
    made = gzip.compress(data, compresslevel=9, mtime=0)
    return made if len(made) < len(data) else None


def pack(path: Path) -> None:
    """Put a .gz of the same time beside the file at `path`; none where it would not be smaller."""
    if made := packed(path.read_bytes()):
        _put(path, ".gz", made)


def pack_brotli(pages: Iterable[tuple[Path, File]], kept: Path | None) -> None:
    """The same with .br, on all processors. `kept`: a folder that knows by digest what was packed before."""

    def put(page: tuple[Path, File]) -> None:
        path, file = page
        made = _brotli(path, file, kept)
        if len(made) < file.size_bytes:
            _put(path, ".br", made)

    with ThreadPoolExecutor(os.cpu_count()) as workers:  # brotli lets others work meanwhile
        for _ in workers.map(put, pages):
            pass  # what went wrong there is raised here


def _brotli(path: Path, file: File, kept: Path | None) -> bytes:
    known = kept / f"{file.sha256}.br" if kept else None
    if known and is_whole(known, file):
        return known.read_bytes()
    made = bytes(brotli.compress(path.read_bytes(), quality=QUALITY))
    if known:
        half = known.with_suffix(".part")
        half.write_bytes(made)
        half.replace(known)
    return made


def forget_packed(kept: Path, manifest: Manifest) -> None:
    """Remove what the folder knows of files that no release has any more; the releases themselves have the others."""
    wanted = {f"{file.sha256}.br" for file in manifest.files}
    for path in kept.iterdir() if kept.is_dir() else ():
        if path.name not in wanted:
            disk.remove(path)


def _put(path: Path, ending: str, data: bytes) -> None:
    target, like = path.with_name(f"{path.name}{ending}"), path.stat()
    target.write_bytes(data)
    target.chmod(disk.FILE_MODE)
    os.utime(target, ns=(like.st_atime_ns, like.st_mtime_ns))
