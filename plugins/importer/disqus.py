"""Exports of Disqus: threads, and after them their comments. Names and words are read, addresses of people are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, Final

from plugins.importer.model import Discussion, Export, Index, Item, Outcome, Remark, State
from plugins.importer.moments import read_moment
from plugins.importer.stream import Mended, Part
from plugins.importer.xml import count_tags, elements, local, words
from plugins.source import Source

SYSTEM: Final = "disqus"
NAMES: Final = ("category", "thread", "post")
COUNTED: Final = {"isDefault": "category", "isClosed": "thread", "isSpam": "comment"}
"""Elements that only one kind of record has: a thread is named in each of its comments, too."""


def open_export(parts: Sequence[Part], logins: frozenset[str], mended: Mended) -> Export:
    """All files of one export. Its comments are held in the memory: they stand apart from their threads."""
    items: list[Item] = []
    threads: dict[str, Discussion] = {}
    remarks: dict[str, list[Remark]] = {}
    for source, element in _records(parts, mended):
        name, identity = local(element), _id(element) or str(source.line)
        if name == "category":
            items.append(Item("category", identity, source, Outcome.SKIPPED, "a folder of threads"))
        elif name == "thread":
            threads[identity] = _thread(element, identity, source)
        else:
            thread, remark = _remark(element, identity, source, logins)
            remarks.setdefault(thread, []).append(remark)

    def things() -> Iterator[Discussion | Item]:
        yield from items
        for identity, thread in threads.items():
            yield replace(thread, remarks=tuple(remarks.get(identity, ())))
        for identity in remarks.keys() - threads.keys():
            for remark in remarks[identity]:
                yield Item(
                    "comment", remark.id, remark.source, Outcome.SKIPPED, "its thread is not in the export"
                )

    def counts() -> Mapping[str, int]:
        total = dict.fromkeys(COUNTED.values(), 0)
        for part, (name, kind) in product(parts, COUNTED.items()):
            total[kind] += count_tags(part, (name,))[name]
        return total

    return Export(SYSTEM, Index(SYSTEM), things, counts)


def _records(parts: Sequence[Part], mended: Mended) -> Iterator[tuple[Source, Any]]:
    for part in parts:
        for element in elements(part, NAMES, mended):
            yield Source(part.name, element.sourceline or 1), element


def _id(element: Any) -> str:
    return next((str(value) for name, value in element.attrib.items() if name.rpartition("}")[2] == "id"), "")


def _texts(element: Any) -> dict[str, str]:
    return {local(child): words(child) for child in element}


def _thread(element: Any, identity: str, source: Source) -> Discussion:
    found = _texts(element)
    name = found.get("id", "").strip()
    names = tuple(dict.fromkeys(one for one in (name, *name.split()) if one))
    return Discussion(
        identity,
        source,
        found.get("link", "").strip(),
        names,
        found.get("title", "").strip(),
        _is(found, "isClosed"),
        (),
    )


def _is(found: Mapping[str, str], name: str) -> bool:
    return found.get(name, "").strip().lower() == "true"


def _remark(element: Any, identity: str, source: Source, logins: frozenset[str]) -> tuple[str, Remark]:
    found, author = _texts(element), dict[str, str]()
    refers = {"thread": "", "parent": ""}
    for child in element:
        if local(child) in refers:
            refers[local(child)] = _id(child)
        elif local(child) == "author":
            author = _texts(child)
    name, username = author.get("name", "").strip(), author.get("username", "").strip()
    state: State = "spam" if _is(found, "isSpam") else "deleted" if _is(found, "isDeleted") else "approved"
    if found.get("isApproved", "true").strip().lower() == "false" and state == "approved":
        state = "pending"
    return refers["thread"], Remark(
        id=identity,
        source=source,
        author=name or username,
        website="",
        posted_at=read_moment(found.get("createdAt", "")),
        body=found.get("message", ""),
        parent=refers["parent"],
        state=state,
        is_by_author=bool({name, username} & logins),
    )
