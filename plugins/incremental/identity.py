"""What a store was filled by: our code, the libraries, the settings. Another identity, another store."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from plugins.incremental.scan import libraries
from plugins.macros import source_of

ROOT = Path(__file__).parents[2]
MOMENTARY = frozenset(
    ("NOW", "OUTPUT_PATH", "PATH", "STORE", "KEPT", "PLUGINS", "SCAN", "SEARCH_INDEX", "TOUCHED", "WHY")
)
"""Settings that a record does not depend on, or that are inputs of their own."""


def identity(settings: Mapping[str, Any]) -> bytes:
    """Changes whenever something that all records depend on changes."""
    parts = blake2b(digest_size=16)
    for name in libraries():
        parts.update(f"{name}\n".encode())
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        parts.update(path.relative_to(ROOT).as_posix().encode())
        parts.update(path.read_bytes())
    parts.update(source_of("definition.html"))
    for name in sorted(settings):
        if name.isupper() and name not in MOMENTARY:
            parts.update(f"{name}={_shown(settings[name])}\n".encode())
    return parts.digest()


def _shown(value: Any) -> str:
    """A setting as text that is the same in every process: no addresses of objects, no order of sets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_shown(one)}" for key, one in sorted(value.items(), key=str)) + "}"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(_shown, value))) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, (str, int, float, bool, type(None), Path)):
        return str(value) if isinstance(value, Path) else repr(value)
    if isinstance(value, FunctionType):
        return _shown_code(value.__code__)
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _shown_code(code: CodeType) -> str:
    constants = [_shown_code(one) if isinstance(one, CodeType) else repr(one) for one in code.co_consts]
    return f"{code.co_code.hex()} {code.co_names} {constants}"
