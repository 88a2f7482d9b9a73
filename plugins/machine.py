"""What the machine refuses is told in one line: a full disk, a folder not to be written to, a closed output."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

CURES = {
    errno.ENOSPC: "make room there, then do it again",
    errno.EDQUOT: "make room there, then do it again",
    errno.EFBIG: "make room there, then do it again",
    errno.EROFS: "it must be possible to write there",
    errno.EACCES: "let whoever does this read and write there",
    errno.EPERM: "let whoever does this read and write there",
    errno.EIO: "the disk is failing; look after it first",
    errno.ENOENT: "it was there a moment ago; do it again",
    errno.ESTALE: "it was there a moment ago; do it again",
    errno.EISDIR: "it is a folder where a file should be; move it away",
    errno.ENOTDIR: "it is a file where a folder should be; move it away",
    errno.ENAMETOOLONG: "write a shorter name",
    errno.EMFILE: "end some programs first",
    errno.ENFILE: "end some programs first",
}


class MachineError(Exception):
    """Something about the machine, and not about a text: says what, and what to do."""


def say(error: OSError) -> str:
    """ "public/releases: No space left on device; make room there, then do it again"."""
    names = [
        os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, (str, bytes))
    ]
    what = error.strerror or str(error) or type(error).__name__
    cure = CURES.get(error.errno or 0, "")
    return f"{f'{names[-1]}: ' if names else ''}{what}{f'; {cure}' if cure else ''}"


def name_here() -> str:
    """Name of this machine, with what tells it from others of that name: its boot, and whose processes are seen."""
    seen = b""
    with suppress(OSError):
        seen += Path("/proc/sys/kernel/random/boot_id").read_bytes()
        seen += bytes(Path("/proc/self/ns/pid").readlink())
    return f"{socket.gethostname()}-{blake2b(seen, digest_size=3).hexdigest()}"


def is_running(process: int) -> bool:
    """Whether there is such a process on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        pass
    return True


def run(main: Callable[[], int]) -> int:
    """Run a command. What is wrong with the machine is a line on stderr, and 1 is returned; so is a closed output."""
    if sys.stdout is None:
        with suppress(OSError, AttributeError):
            sys.stderr.write("The output is closed; open it, or send it to /dev/null\n")
        return 1
    try:
        code = main()
        sys.stdout.flush()
    except MachineError as error:
        code = _tell(str(error))
    except BrokenPipeError:
        code = _tell("Whoever read the output has gone before its end")
    except OSError as error:
        code = _tell(say(error))
    return code


def _tell(what: str) -> int:
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"{what}\n")
    with suppress(OSError, ValueError):  # what cannot be written must not be tried again at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
