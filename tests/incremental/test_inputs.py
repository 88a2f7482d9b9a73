"""Every record that something is made from: what counts in it, and that nothing else is looked at."""

from __future__ import annotations

import ast
import importlib
import json
import os
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from plugins.incremental import digest as room
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.digest import Digested, digest
from plugins.incremental.document import Bundle, Document
from plugins.incremental.store import Store
from tests.site.small_site import ROOT, SmallSite

NOT_INPUTS = {
    "Alias.line": "where the author wrote it, for findings",
    "Article.card_digest": "derived",
    "Article.digest": "derived",
    "Article.related_digest": "derived",
    "Card.digest": "derived",
    "DictionaryInputs.dictionary": "of the entries that `definitions` stand for",
    "Discussions.made": "saves time",
    "EntryCard.digest": "derived",
    "FileInputs.source": "`stamp` stands for it",
    "HeldInputs.made": "saves time",
    "IndexFile.data": "`digest` stands for it",
    "KeptThread.load": "`digest` stands for it",
    "KeptThread.load_stubs": "`digest` stands for them",
    "LinkedText.load": "`digest` stands for it",
    "PictureFileInputs.images": "saves time",
    "PictureFileInputs.source": "`picture` has its digest",
    "Sentence.text": "`sentences_digest` stands for it",
    "WordsInputs.entries": "`definitions` stand for them",
    "StoredBody.kind": "`digest` stands for what is there",
    "StoredBody.path": "`digest` stands for what is there",
    "StoredBody.store": "`digest` stands for what is there",
    "StoredRelations.by_url": "`digest` stands for the cards that it names",
    "StoredRelations.store": "`digest` stands for what is there",
    "StoredRelations.url": "`digest` stands for what is there",
    "Template.render": "`digest` stands for it",
    "TranslateInputs.dictionary": "of the entries that the definitions stand for",
    "Thread.bodies": "made of the comments",
    "Comment.date_line": "for findings",
    "Entry.source": "for findings",
    "Reference.source": "for findings",
    "Shown.digest": "derived",
}
"""Fields of records that change no digest, each with its reason."""


SEALED = {"Identity", "IndexFile", "KeptThread", "LinkedText", "StoredBody", "StoredRelations", "Template"}
"""They are given their digests with what these stand for: by the store, or by what fills it."""


def modules() -> Iterator[types.ModuleType]:
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        if path.name != "__main__.py":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield importlib.import_module(name)


def is_record(kind: Any) -> bool:
    """Named as inputs, or with a digest of its own."""
    has_digest = hasattr(kind, "digest") and kind.__name__ not in (
        "TermIndex",
        "Text",
    )  # of the checks: texts
    return is_dataclass(kind) and (kind.__name__.endswith("Inputs") or has_digest)


RECORDS = sorted(
    {
        kind
        for module in modules()
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__ and is_record(kind)
    },
    key=lambda kind: (kind.__module__, kind.__name__),
)
NAMES_ONLY_FOR_TYPES = {name: kind for module in modules() for name, kind in vars(module).items()}


def hints(kind: Any) -> dict[str, Any]:
    """Field → its type."""
    found: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        names = dict(vars(sys.modules[one.__module__]))
        for name, text in vars(one).get("__annotations__", {}).items():
            found[name] = eval(text, names)  # noqa: S307 - our own; in a class, a field may hide the name of a module
    return {field.name: found[field.name] for field in fields(kind) if field.init}


def one_function(value: Any) -> Any:
    return value


def another_function(value: Any) -> Any:
    return value


def sample(hint: Any, number: int) -> Any:
    """A value of that type; another for each `number`."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, typing.TypeVar) or hint in (Any, object):
        return f"value {number}"
    if origin is typing.Literal:
        return inner[min(number, len(inner) - 1)]
    if origin in (typing.Union, types.UnionType):
        return sample(next(arm for arm in inner if arm is not type(None)), number)
    if hint is Deferred or origin is Deferred:
        return given(f"deferred {number}")
    if origin in (tuple, Sequence):
        if inner[-1] is Ellipsis or origin is Sequence:
            return (sample(inner[0], number),)
        return tuple(sample(part, number) for part in inner)
    if origin in (dict, Mapping):
        return {sample(inner[0], number): sample(inner[1], number)}
    if origin in (frozenset,):
        return frozenset((sample(inner[0], number),))
    if origin is Callable:
        return (one_function, another_function)[number]
    return sample_of_class(origin or hint, hint, number)


PLAIN = {
    str: "text {}".format,
    Markup: lambda number: Markup("html {}").format(number),
    int: lambda number: number + 1,
    float: lambda number: number + 0.5,
    bool: bool,
    bytes: lambda number: bytes([number + 1]) * 16,
    datetime: lambda number: datetime(2026, 1, number + 1, tzinfo=UTC),
    date: lambda number: date(2026, 1, number + 1),
    Path: lambda number: Path(f"/{number}"),
    types.NoneType: lambda _number: None,
}


def sample_of_class(kind: Any, hint: Any, number: int) -> Any:
    if kind in PLAIN:
        return PLAIN[kind](number)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[number]
    if is_dataclass(kind):
        return kind(**{name: sample(one, number) for name, one in hints(kind).items()})
    if hasattr(kind, "_fields"):
        return kind(*(sample(one, number) for one in typing.get_type_hints(kind).values()))
    return Odd(number)


class Odd:
    """Stands for a store, a drawer, a cache."""

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def digest(self) -> bytes:
        return bytes([self.number + 9]) * 16


def test_there_are_records():
    """The tests below look at nothing else."""
    assert len(RECORDS) > 40


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_changing_any_field_of_a_record_changes_its_key(kind):
    """What is missing from a key is a page that stays stale for ever."""
    if kind.__name__ in SEALED:
        return
    record = without_digest(sample(kind, 0))
    assert digest(without_digest(sample(kind, 0))) == digest(record)
    for name, hint in hints(kind).items():
        if f"{kind.__name__}.{name}" not in NOT_INPUTS:
            changed = replace(record, **{name: sample(hint, 1)})
            assert digest(changed) != digest(record), name


def without_digest(record: Any) -> Any:
    """As it was before its digest was taken."""
    return replace(record, digest=b"") if "digest" in hints(type(record)) else record


def test_what_is_no_input_has_its_reason():
    """Nobody leaves a field out of a key in passing."""
    left_out = {
        f"{kind.__name__}.{field.name}" for kind in met() for field in fields(kind) if not field.compare
    }

    assert left_out - NOT_INPUTS.keys() == set()


def met() -> set[Any]:
    """Every dataclass that can occur in a record."""
    found: set[Any] = set()
    waiting: list[Any] = list(RECORDS)
    while waiting:
        kind = waiting.pop()
        if kind in found:
            continue
        found.add(kind)
        compared = {field.name for field in fields(kind) if field.compare}
        for name, hint in hints(kind).items():
            if name in compared:
                waiting += [one for one in leaves(hint) if is_dataclass(one)]
    return found


def leaves(hint: Any) -> Iterator[Any]:
    """The classes in a type."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        yield str
    elif origin is Callable:
        yield types.FunctionType
    elif origin in (typing.Union, types.UnionType, tuple, dict, Mapping, Sequence, frozenset, list):
        for one in inner:
            if one is not Ellipsis:
                yield from leaves(one)
    elif not (isinstance(hint, typing.TypeVar) or hint is Any):
        yield origin or hint


@pytest.mark.parametrize(
    "kind", sorted(met(), key=lambda kind: (kind.__module__, kind.__name__)), ids=lambda kind: kind.__name__
)
def test_every_class_that_can_occur_in_a_record_has_a_digest(kind):
    """Of what is of another class nobody can say when two are equal."""
    compared = {field.name for field in fields(kind) if field.compare}
    for name, hint in hints(kind).items():
        for one in leaves(hint) if name in compared else ():
            assert room._feeder(one) is not room._refuse, f"{name}: {one}"


@dataclass(frozen=True)
class PlainInputs:
    """Of a test."""

    of: Any


def make_of(inputs: PlainInputs) -> bytes:
    return repr(inputs).encode()


def closing_over(secret: str) -> Callable[[PlainInputs], bytes]:
    return lambda inputs: f"{inputs} {secret}".encode()


def by_default(inputs: PlainInputs, more: str = "more") -> bytes:
    return f"{inputs} {more}".encode()


@pytest.mark.parametrize("make", [closing_over("secret"), by_default, Store.body])
def test_a_function_sees_its_record_and_nothing_else(make):
    """What it closes over, or has by default, would be an input that nobody sees."""
    if make is Store.body:
        make = Store(Path("/tmp/none")).body  # noqa: S108 - never opened
    with pytest.raises(TypeError):
        assert Document("a", make, PlainInputs("b")).key
    with pytest.raises(TypeError):
        assert Deferred(make, PlainInputs("b")).digest
    assert Document("a", make_of, PlainInputs("b")).key


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, Path("/etc/hostname"), lambda: 1, datetime(2026, 1, 1), iter(())],  # noqa: DTZ001
)
def test_what_has_no_value_is_refused(value):
    """A file is no value, nor is a set, whose order is chance, nor a time that is no moment."""
    with pytest.raises(TypeError):
        digest(PlainInputs(value))


def test_equal_values_have_equal_digests():
    """Also where a mapping was filled in another order, or a set."""
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(frozenset("abc")) == digest(frozenset("cba"))
    assert digest(("a", "b")) != digest(("ab", ""))
    assert digest({1: "a"}) != digest({2: "a"})


@dataclass(frozen=True)
class Many(Digested):
    """With a digest of its own, as the records of articles have one."""

    number: int


def test_many_records_are_told_apart_as_few_are():
    """Their digests are taken together, for speed."""
    many = tuple(map(Many, range(12)))

    assert digest(many) == digest(tuple(map(Many, range(12))))
    assert digest(many) != digest(many[::-1])
    assert digest(many) != digest((*many[:-1], Many(99)))


def test_a_clean_build_makes_every_file_of_its_record_alone(tmp_path):
    """While a file is made, or the list of them, nothing is opened but templates, fonts, and what a cache keeps."""
    # given
    site = SmallSite(tmp_path / "site")
    found = tmp_path / "found.json"

    # when
    process = os.fork()
    if process == 0:
        build_and_watch(site, found)
    os.waitpid(process, 0)

    # then
    opened = json.loads(found.read_text("utf-8"))
    assert opened.pop("files") > 100
    assert opened == {}


def build_and_watch(site: SmallSite, found: Path) -> None:
    """In a process of its own: an audit hook stays for good."""
    from plugins.incremental.__main__ import main

    opened: dict[str, Any] = {}
    making: list[Document | Bundle] = []
    templates, kept = (ROOT / "theme", ROOT / "plugins", site.theme), (site.cache, ROOT / ".cache")
    allowed = tuple(map(str, (*templates, *kept, sys.prefix, sys.base_prefix)))
    content, open_bundle = Document.content, Bundle.open

    def watched(document: Document) -> bytes:
        making.append(document)
        opened["files"] = opened.get("files", 0) + 1
        try:
            return content(document)
        finally:
            making.pop()

    def watched_bundle(bundle: Bundle) -> list[Document]:
        making.append(bundle)
        try:
            return list(open_bundle(bundle))
        finally:
            making.pop()

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if making and event == "open" and isinstance(arguments[0], str):
            path, made = arguments[0], making[-1]
            if path != getattr(made.inputs, "source", None) and not path.startswith(allowed):
                opened[made.path if isinstance(made, Document) else made.name] = path

    status = 1
    try:
        Document.content = watched  # type: ignore[method-assign]
        Bundle.open = watched_bundle  # type: ignore[method-assign]
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        sys.addaudithook(note)
        command = ["-o", str(site.output), "-s", str(site.root / "conf.py"), "--cache", str(site.cache)]
        assert main([str(site.content), *command]) == 0
        found.write_text(json.dumps(opened), "utf-8")
        status = 0
    finally:
        os._exit(status)


ASKED = {
    "date": {"today"},
    "datetime": {"now", "today", "utcnow"},
    "os": {"environ", "getcwd", "getenv", "times", "urandom"},
    "pelicanconf": set(),
    "plugins.clock": {"clock"},
    "publishconf": set(),
    "random": set(),
    "secrets": set(),
    "time": {"ctime", "gmtime", "localtime", "monotonic", "strftime", "time", "time_ns"},
    "uuid": {"uuid1", "uuid4"},
}
"""Module or class → what nobody asks of it who makes files; nothing at all where the set is empty."""

MAKING = ("cards", "comments", "feeds", "files", "glossary", "html", "images", "pages", "search", "site")


def asked_in(text: str) -> Iterator[str]:
    """What a module asks that is no argument, in whatever words."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            of = node.value
            name = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
            if node.attr in ASKED.get(name, ()):
                yield f"{name}.{node.attr}"
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names if ASKED.get(one.name) == set())
        elif isinstance(node, ast.ImportFrom) and node.module in ASKED:
            names = ASKED[node.module] or {one.name for one in node.names}
            yield from (f"{node.module}.{one.name}" for one in node.names if one.name in names)
        elif isinstance(node, ast.Global):
            yield f"global {', '.join(node.names)}"


def test_no_room_that_makes_files_asks_the_clock_the_settings_or_the_environment():
    """All come in as arguments; and nothing is left in a module for what is made next."""
    asked = {
        f"{path.relative_to(ROOT / 'plugins')}: {one}"
        for name in MAKING
        for path in (ROOT / "plugins" / name).rglob("*.py")
        if path.name not in ("__main__.py", "shell.py")
        for one in asked_in(path.read_text("utf-8"))
    }

    assert asked == set()


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime as dt\ndt.datetime.utcnow()",
        "import datetime\ndatetime.date.today()",
        "import time\ntime.time()",
        "from time import localtime as late\nlate()",
        "import os\nos.environ['HOME']",
        "from os import getenv",
        "def make(inputs):\n    import pelicanconf\n    return pelicanconf.SITENAME",
        "from publishconf import SITEURL",
        "from plugins.clock import clock",
        "import random",
        "def keep(site):\n    global last\n    last = site",
    ],
)
def test_whoever_asks_is_found(text):
    """Also where the words are others."""
    assert list(asked_in(text))
