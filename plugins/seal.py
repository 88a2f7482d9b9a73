"""What is kept on a disk is sealed: a digest of it, and of the name under which it is kept, stands before it.

What does not match its seal is not there: whoever asks for it makes it again.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

SIZE_BYTES = 16


def seal(data: bytes, *names: str) -> bytes:
    """`data` as it is kept under `names`."""
    return _digest(data, names) + data


def unseal(kept: object, *names: str) -> bytes | None:
    """What was sealed under `names`; None where it is anything else."""
    if not isinstance(kept, bytes) or kept[:SIZE_BYTES] != _digest(data := kept[SIZE_BYTES:], names):
        return None
    return data


def keep_file(path: Path, data: bytes) -> None:
    """Keep `data` in a file, which appears whole. Raises OSError."""
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        half.write_bytes(seal(data, path.name))
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def kept_file(path: Path) -> bytes | None:
    """What `keep_file` kept; None where there is nothing, or something else."""
    try:
        return unseal(path.read_bytes(), path.name)
    except OSError:
        return None


def _digest(data: bytes, names: tuple[str, ...]) -> bytes:
    seen = blake2b(digest_size=SIZE_BYTES)
    for name in names:
        seen.update(f"{name}\0".encode("utf-8", "surrogatepass"))
    seen.update(data)
    return seen.digest()
