"""Whether the files of a release are what was sealed, as everybody sees them."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from plugins.publish import disk
from plugins.publish.model import RELEASE_NAME, File, Manifest
from plugins.publish.packed import copies, is_whole, packed
from plugins.publish.tree import digest, entries


def differences(manifest: Manifest, tree: Path) -> dict[str, str]:
    """Path → what is wrong with what is there, or is not; nothing where `tree` is what was sealed.

    Whatever stands there: links, pipes, folders that nobody may read. A .br and the name of the release may be missing:
    releases of before have none.
    """
    packed_copies = copies(manifest)
    folders = {above for file in manifest.files for above in _above(file.path)}
    found: dict[str, str] = {}
    seen: set[str] = set()
    try:
        if fault := _fault_of_folder(tree.stat()):
            found["."] = fault
        for path, entry in entries(tree):
            seen.add(path)
            if fault := _fault(path, entry, manifest.by_path, packed_copies, folders):
                found[path] = fault
    except OSError as error:
        found[str(error.filename or tree)] = f"cannot be read ({error.strerror})"
    found |= dict.fromkeys(sorted(manifest.by_path.keys() - seen - {RELEASE_NAME}), "is missing")
    unpacked = (path for path in packed_copies if path.endswith(".gz") and path not in seen)
    found |= {path: "is missing" for path in unpacked if _shrinks(tree, path)}
    return found


def is_sound(path: Path, file: File) -> bool:
    """Whether the file at `path` is `file`, and everybody may read it."""
    try:
        found = path.lstat()
        return not _fault_of_file(found) and found.st_size == file.size_bytes and digest(path) == file.sha256
    except OSError:
        return False


def _fault(
    path: str,
    entry: os.DirEntry[str],
    files: Mapping[str, File],
    copies: Mapping[str, File],
    folders: set[str],
) -> str:
    """What is wrong with something that stands in a release, or nothing."""
    found = entry.stat(follow_symlinks=False)
    if path in folders:
        return _fault_of_folder(found)
    file, copied = files.get(path), copies.get(path)
    if file is None and copied is None:
        return "does not belong there"
    if fault := _fault_of_file(found):
        return fault
    if copied is not None:
        return "" if is_whole(Path(entry.path), copied) else "unpacks to something else"
    return "" if file is not None and digest(Path(entry.path)) == file.sha256 else "has other bytes"


def _fault_of_folder(found: os.stat_result) -> str:
    if not stat.S_ISDIR(found.st_mode):
        return "is no folder"
    return _fault_of_mode(found, disk.FOLDER_MODE)


def _fault_of_file(found: os.stat_result) -> str:
    if not stat.S_ISREG(found.st_mode):
        return "is no file"
    return _fault_of_mode(found, disk.FILE_MODE)


def _fault_of_mode(found: os.stat_result, wanted: int) -> str:
    mode = found.st_mode & 0o777
    return "" if mode == wanted else f"has mode {mode:04o}"


def _above(path: str) -> list[str]:
    """Folders in which a file stands."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _shrinks(tree: Path, packed_path: str) -> bool:
    """Whether a packed copy that is not there should be."""
    try:
        return packed((tree / packed_path.removesuffix(".gz")).read_bytes()) is not None
    except OSError:
        return False
