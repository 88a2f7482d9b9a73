"""A digest of any frozen value: equal values have equal digests, in every process and on every machine."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, cached_property, partial
from hashlib import blake2b
from operator import attrgetter
from types import FunctionType
from typing import Any, TypeAlias, cast

from markupsafe import Markup

SIZE_BYTES = 16
NOTHING = bytes(SIZE_BYTES)
"""Stands for what is not there."""

Put: TypeAlias = Callable[[bytes], object]
Feeder: TypeAlias = Callable[[Any, Put], None]

MARK = b"\xff"
"""Every part begins with this byte and a letter. UTF-8 never has it, so that a text ends where the next part begins."""


def digest(value: Any) -> bytes:
    """SIZE_BYTES that stand for `value`.

    `value`: None, texts, numbers, moments, enumerations, tuples, lists, frozen sets, mappings, frozen dataclasses of
    these, and functions of modules. What has a `digest` of its own is represented by that.

    A function is represented by its name: what it does is part of the identity of the store (identity.py). It must not
    close over anything, for that would be an input that nobody sees.

    Raises:
        TypeError: something in `value` is of another type, so that nobody can say when two are equal.
    """
    parts: list[bytes] = []
    _feed(value, parts.append)
    return joined(parts)


def digest_of_call(function: Callable[..., Any], inputs: Any) -> bytes:
    """Stands for what a function makes of inputs: as `digest` of both, sooner where the inputs have a digest."""
    known = getattr(inputs, "digest", b"")
    if type(function) is FunctionType and type(known) is bytes and len(known) == SIZE_BYTES:
        return blake2b(_named(function), key=known, digest_size=SIZE_BYTES).digest()
    return digest((function, inputs))


def digest_parts(value: Any) -> dict[str, bytes]:
    """Name of a field → its digest, for a frozen dataclass."""
    return {name: digest(getattr(value, name)) for name in _compared(cast(Hashable, type(value)))}


def joined(digests: Iterable[bytes]) -> bytes:
    """One digest that stands for all of them, in their order."""
    return blake2b(b"".join(digests), digest_size=SIZE_BYTES).digest()


class Digested:
    """A record that many others hold, and whose digest is taken once. Its subclasses are frozen dataclasses without
    slots."""

    @cached_property
    def digest(self) -> bytes:
        """Stands for all of its fields."""
        parts: list[bytes] = []
        _record_feeder(type(self))(self, parts.append)
        return joined(parts)


def _feed(value: Any, put: Put) -> None:
    kind = type(value)
    (_FEEDERS.get(kind) or _find_feeder(kind))(value, put)


def _find_feeder(kind: type) -> Feeder:
    feeder = _FEEDERS[kind] = _feeder(kind)
    return feeder


def _feeder(kind: type) -> Feeder:
    """How values of a type are represented."""
    if hasattr(kind, "digest"):
        return _feed_known
    for known, feeder in _KNOWN:
        if issubclass(kind, known):
            return feeder
    return _record_feeder(kind) if _is_frozen(kind) else _refuse


def _is_frozen(kind: type) -> bool:
    return is_dataclass(kind) and bool(kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]


def _feed_known(value: Any, put: Put) -> None:
    """What has a digest; where it was not taken yet, its fields."""
    known = value.digest
    if type(known) is bytes and len(known) == SIZE_BYTES:
        put(MARK + b"D" + known)
    elif _is_frozen(type(value)):
        _record_feeder(type(value))(value, put)
    else:
        _refuse(value, put)


def _record_feeder(kind: type) -> Feeder:
    """Feeds the name of a dataclass, and its fields."""
    known = _RECORD_FEEDERS.get(kind)
    if known is None:
        known = _RECORD_FEEDERS[kind] = _make_record_feeder(kind)
    return known


def _make_record_feeder(kind: type) -> Feeder:
    names = _compared(cast(Hashable, kind))
    mark = MARK + f"c{len(names)} {kind.__name__}".encode()
    if len(names) < 2:

        def feed_few(value: Any, put: Put) -> None:
            put(mark)
            for name in names:
                _feed(getattr(value, name), put)

        return feed_few
    parts_of = attrgetter(*names)

    def feed(value: Any, put: Put) -> None:
        put(mark)
        for part in parts_of(value):
            kind = type(part)
            (_FEEDERS.get(kind) or _find_feeder(kind))(part, put)

    return feed


@cache
def _compared(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast(Any, kind)) if field.compare)


def _feed_text(value: str, put: Put) -> None:
    put(b"\xffs" + value.encode("utf-8", "surrogatepass"))


def _feed_html(value: Markup, put: Put) -> None:
    """A text that is shown as it is, where another is escaped."""
    put(b"\xffh" + value.encode("utf-8", "surrogatepass"))


def _feed_bytes(value: bytes, put: Put) -> None:
    put(b"\xffb%d:" % len(value))
    put(value)


def _feed_plain(value: object, put: Put) -> None:
    put(b"\xffn" + repr(value).encode())


def _feed_moment(value: datetime, put: Put) -> None:
    """With its zone: the hour that a page shows is another in another."""
    if value.tzinfo is None:
        raise TypeError(f"no digest of a time without a zone: {value}")
    put(b"\xffd" + value.isoformat().encode())


def _feed_many(value: tuple[Any, ...] | list[Any], put: Put) -> None:
    put(b"\xfft%d" % len(value))
    for part in value:
        kind = type(part)
        (_FEEDERS.get(kind) or _find_feeder(kind))(part, put)


def _feed_set(value: frozenset[Any], put: Put) -> None:
    _feed_many(sorted(map(digest, value)), put)


def _feed_mapping(value: Mapping[Any, Any], put: Put) -> None:
    """In an order of its own: a mapping is equal to another in another order."""
    put(b"\xffm%d" % len(value))
    if len(set(map(type, value))) < 2 and isinstance(next(iter(value), ""), (str, int)):
        for name in sorted(value):
            _feed(name, put)
            _feed(value[name], put)
        return
    for known, key in sorted(((digest(key), key) for key in value), key=lambda pair: pair[0]):
        put(known)
        _feed(value[key], put)


def _feed_function(value: FunctionType, put: Put) -> None:
    put(_named(value))


@cache
def _named(function: FunctionType) -> bytes:
    if (
        function.__closure__
        or "<lambda>" in function.__qualname__
        or function.__defaults__
        or function.__kwdefaults__
    ):
        raise TypeError(
            f"{function.__qualname__} may see more than it is given: write a function of the module"
        )
    return MARK + f"f{function.__module__}.{function.__qualname__}".encode()


def _feed_partial(value: partial[Any], put: Put) -> None:
    _feed((value.func, value.args, value.keywords), put)


def _refuse(value: object, _put: Put) -> None:
    raise TypeError(f"no digest of {type(value).__name__}: {value!r:.80}")


_KNOWN: tuple[tuple[Any, Feeder], ...] = (
    (Enum, lambda value, put: _feed(value.value, put)),
    (Markup, _feed_html),
    (str, _feed_text),
    ((bool, int, float, type(None)), _feed_plain),
    (bytes, _feed_bytes),
    (datetime, _feed_moment),
    (date, _feed_plain),
    (Mapping, _feed_mapping),
    ((tuple, list), _feed_many),
    (frozenset, _feed_set),
    (FunctionType, _feed_function),
    (partial, _feed_partial),
)
_FEEDERS: dict[type, Feeder] = {}
_RECORD_FEEDERS: dict[type, Feeder] = {}
"""By exact type, as they are met."""
