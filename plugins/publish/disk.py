"""Changes to the disk: what is made can be read by everybody, whatever the umask, and lasts through a power cut.

What is written is on the disk when `sync_folder` or `sync_all` has returned, and not before.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER_MODE = 0o755
FILE_MODE = 0o644
AT_FDCWD = -100
RENAME_EXCHANGE = 2
CANNOT = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV)
"""What a file system answers that has no such thing."""

LIBC = ctypes.CDLL(None, use_errno=True)


def make_folders(path: Path, top: Path) -> None:
    """`path`, and what is missing of the folders above it up to `top`, which is there."""
    if path == top or path.is_dir():
        return
    make_folders(path.parent, top)
    path.mkdir()
    path.chmod(FOLDER_MODE)


def copy(source: Path, target: Path, like: os.stat_result | None = None) -> None:
    """A file of its own with the bytes of `source`, and with the times of another where that is given."""
    shutil.copyfile(source, target, follow_symlinks=False)
    target.chmod(FILE_MODE)
    if like:
        os.utime(target, ns=(like.st_atime_ns, like.st_mtime_ns))


def link(known: Path, target: Path) -> bool:
    """Whether `target` is now the same file as `known`; not every file system can."""
    try:
        os.link(known, target)
    except OSError:
        return False
    return True


def write(path: Path, data: bytes, half: Path) -> None:
    """Make the file at `path` hold `data`: it is on the disk, whole, before the name is its. `half` is aside."""
    try:
        with half.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), FILE_MODE)
            os.fsync(stream.fileno())
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error
    sync_folder(path.parent)


def exchange(one: Path, other: Path) -> None:
    """Each gets the other's name, at one moment; where the file system cannot, `other` has no name for a moment."""
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(LIBC, "renameat2"):
        if not LIBC.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE):
            return
        if (number := ctypes.get_errno()) not in CANNOT:
            raise OSError(number, os.strerror(number), str(other))
    aside = one.with_name(f"{one.name}-aside")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk."""
    with _opened(folder) as handle:
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in CANNOT:
                raise


def sync_all(folder: Path) -> None:
    """Wait until everything on the file system of `folder` is on the disk: cheapest for thousands of files."""
    if not hasattr(LIBC, "syncfs"):
        os.sync()
        return
    with _opened(folder) as handle:
        if LIBC.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove what is at `path`, whatever it is; of a link the link."""
    if not path.is_dir() or path.is_symlink():
        path.unlink(missing_ok=True)
        return
    for folder, names, _ in os.walk(path):
        for name in (".", *names):
            with suppress(OSError):  # a folder that its owner may not change
                below = Path(folder, name)
                if not below.is_symlink() and stat.S_IMODE(below.stat().st_mode) & 0o700 != 0o700:
                    below.chmod(FOLDER_MODE)
    shutil.rmtree(path)
