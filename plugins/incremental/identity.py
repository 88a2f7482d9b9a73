"""What a store was filled by: our code, the libraries, the settings. Another identity, another store."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from hashlib import blake2b
from operator import attrgetter, itemgetter, methodcaller
from pathlib import Path, PurePath
from re import Pattern
from types import BuiltinFunctionType, CodeType, FunctionType, MethodDescriptorType, MethodType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from plugins.incremental.scan import libraries
from plugins.macros import source_of

ROOT = Path(__file__).parents[2]
MOMENTARY = frozenset(
    (
        "NOW",
        "PUBLISHED_AT",
        "OUTPUT_PATH",
        "PATH",
        "STORE",
        "KEPT",
        "PYTHON_FILES",
        "SCAN",
        "SEARCH_INDEX",
        "EDITIONS",
        "TOUCHED",
        "WHY",
    )
)
"""Settings that a record does not depend on, or that are inputs of their own."""

AS_WRITTEN = frozenset(
    (bool, bytes, complex, date, Decimal, float, Fraction, int, Markup, range, str, time, timedelta, timezone)
) | {type(None), type(...)}
"""Types whose `repr` is their value. A path's is its text."""

AS_PICKLED = (attrgetter, itemgetter, methodcaller)
"""Types that say of themselves what they are made from."""

NAMED = (ModuleType, type, BuiltinFunctionType, MethodDescriptorType)
"""What libraries and imported files define: both are looked at by themselves."""

LIBRARIES = tuple({f"{Path(path).resolve()}/" for path in (*sysconfig.get_paths().values(), sys.prefix)})


@dataclass(frozen=True, slots=True)
class Identity:
    """What all records of a store depend on."""

    digest: bytes

    doubts: tuple[str, ...] = ()
    """Settings of which nobody can say whether they are as they were, each with the type that is to blame."""


def identity(settings: Mapping[str, Any]) -> Identity:
    """Changes whenever something that all records depend on changes.

    Args:
        settings: `PYTHON_FILES` are the files that the settings import; those that are imported where it is not there.
    """
    parts, doubts = blake2b(digest_size=16), []
    for name in libraries():
        parts.update(f"{name}\n".encode())
    files = settings.get("PYTHON_FILES")
    for path in (*sorted((ROOT / "plugins").rglob("*.py")), *(imported_files() if files is None else files)):
        parts.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).encode())
        parts.update(path.read_bytes())
    parts.update(source_of("definition.html"))
    for name in sorted(settings):
        if name.isupper() and name not in MOMENTARY:
            try:
                parts.update(f"{name}={shown(settings[name])}\n".encode("utf-8", "surrogatepass"))
            except UnknownError as unknown:
                doubts.append(f"{name} holds {unknown}")
    return Identity(parts.digest(), tuple(doubts))


def imported_files(besides: Path | None = None) -> tuple[Path, ...]:
    """Python files that were imported, but those of libraries and of the rooms: settings did it.

    Args:
        besides: the file of settings itself, whose values count and not its words.
    """
    not_these = (*LIBRARIES, f"{ROOT / 'plugins'}/")
    loaded = [getattr(one, "__file__", None) for name, one in list(sys.modules.items()) if name != "__main__"]
    places = (file for file in loaded if isinstance(file, str) and file.endswith(".py"))
    files = {Path(file).resolve() for file in places if not _is_of_a_library(file)}
    without = besides.resolve() if besides else None
    return tuple(sorted(one for one in files if one != without and not str(one).startswith(not_these)))


def _is_of_a_library(file: str) -> bool:
    """Said sooner of the folder, of which there are few, than of each file; a link leads elsewhere."""
    folder, _, _ = file.rpartition("/")
    return _place_of(folder).startswith(LIBRARIES) and not Path(file).is_symlink()


@cache
def _place_of(folder: str) -> str:
    return f"{Path(folder).resolve()}/"


class UnknownError(Exception):
    """A value is of a type of which nobody can say when two are equal."""


def shown(value: Any) -> str:
    """A setting as text that is the same in every process: no addresses of objects, no order of sets.

    Functions stand for their code, their defaults, what they close over, and the globals that they name.

    Raises:
        UnknownError: there is something in it whose value nobody can tell.
    """
    return _Shower().show(value)


class _Shower:
    """Shows one value."""

    def __init__(self) -> None:
        self._open: list[int] = []
        """What is being shown: a function that calls itself is met again there."""

        self._shown: dict[int, str] = {}
        self._kept: list[Any] = []
        """What `_shown` has the ids of, so that they stay theirs."""

    def show(self, value: Any) -> str:
        if type(value) in AS_WRITTEN or isinstance(value, (PurePath, ZoneInfo, datetime)):
            return f"{type(value).__name__} {str(value) if isinstance(value, PurePath) else repr(value)}"
        if id(value) in self._open:
            return f"again {self._open.index(id(value))}"
        if id(value) not in self._shown:
            self._open.append(id(value))
            text = ", ".join(self._parts(value))
            self._open.pop()
            self._kept.append(value)
            self._shown[id(value)] = f"{type(value).__module__}.{type(value).__qualname__}({text})"
        return self._shown[id(value)]

    def _parts(self, value: Any) -> Iterator[str]:
        for types, parts in self._kinds():
            if isinstance(value, types):
                return parts(value)
        if is_dataclass(value):
            return (f"{one.name}={self.show(getattr(value, one.name))}" for one in fields(value))
        raise UnknownError(f"a {type(value).__module__}.{type(value).__qualname__}")

    def _kinds(self) -> Iterator[tuple[Any, Callable[[Any], Iterator[str]]]]:
        yield Enum, lambda one: iter((one.name,))
        yield Mapping, self._mapping
        yield (set, frozenset), lambda many: iter(sorted(map(self.show, many)))
        yield (list, tuple), lambda many: map(self.show, many)
        yield FunctionType, self._function
        yield partial, lambda one: map(self.show, (one.func, one.args, one.keywords))
        yield MethodType, lambda one: map(self.show, (one.__self__, one.__func__))
        yield Pattern, lambda one: map(self.show, (one.pattern, one.flags))
        yield NAMED, self._named
        yield AS_PICKLED, lambda one: map(self.show, one.__reduce__())

    def _mapping(self, value: Mapping[Any, Any]) -> Iterator[str]:
        for key in sorted(value, key=lambda key: (str(type(key)), str(key))):
            yield f"{self.show(key)}: {self.show(value[key])}"

    def _named(self, value: Any) -> Iterator[str]:
        yield f"{getattr(value, '__module__', '')} {getattr(value, '__qualname__', value.__name__)}"
        owner = getattr(value, "__self__", None)
        if owner is not None and not isinstance(owner, ModuleType):
            yield self.show(owner)

    def _function(self, value: FunctionType) -> Iterator[str]:
        yield self._code(value.__code__)
        yield self.show((value.__defaults__, value.__kwdefaults__))
        if str(Path(value.__code__.co_filename).resolve()).startswith(LIBRARIES):
            yield value.__qualname__
        else:
            names = sorted(_names(value.__code__) & value.__globals__.keys())
            yield from (f"{name} {self.show(value.__globals__[name])}" for name in names)
        for cell in value.__closure__ or ():
            yield self.show(_contents(cell))

    def _code(self, code: CodeType) -> str:
        constants = [
            self._code(one) if isinstance(one, CodeType) else _constant(one) for one in code.co_consts
        ]
        return f"{code.co_code.hex()} {code.co_names} {code.co_varnames} {constants}"


def _contents(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # nothing was put into it yet
        return None


def _constant(value: Any) -> str:
    return f"{{{', '.join(sorted(map(repr, value)))}}}" if isinstance(value, frozenset) else repr(value)


def _names(code: CodeType) -> set[str]:
    """What it may look up, also in functions inside it."""
    inner = (_names(one) for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*inner)
