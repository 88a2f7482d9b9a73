"""Another address for a text, a word or a list: everything that has to change with it. Pure but for
`files_of` and `ledger_of`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from plugins.checks.inline import Address
from plugins.checks.link_rules import file_of
from plugins.checks.model import Document, Sources
from plugins.checks.source_rules import address_of
from plugins.desk.edit import bytes_of, lines_of, set_key, text_of
from plugins.desk.journal import Change
from plugins.desk.model import DeskError, in_one_line
from plugins.desk.rename_list import lists_called, rename_list
from plugins.glossary.entry import DictionaryFile, Entry
from plugins.glossary.headword import lookup_key
from plugins.glossary.mention import MENTION
from plugins.glossary.parse import parse_entry, read_dictionary_file
from plugins.site.addresses import WORDS_TAKEN, owner_of
from plugins.site.ledger import Ledger
from plugins.site.ledger_file import LEDGER, parse_ledger
from plugins.slug import fault_of_slug, slug_of_file, slugify
from plugins.source import Source

DICT = re.compile(r"\(dict:(?P<name>[^()\s#]+)")
BEHIND = ("title", "date", "modified", "category", "tags", "authors", "author", "slug", "summary")


class Renamed(NamedTuple):
    """What becomes of the files, and what the author is told of it."""

    change: Change
    said: tuple[str, ...]


@dataclass(frozen=True)
class Files:
    """What there is in content/, as bytes, by path relative to it."""

    texts: Mapping[str, bytes]
    """Articles, pages, openings and words."""

    folders: frozenset[str]
    """Keys of threads: "coffee", "dictionary/gap"."""

    published: frozenset[str]
    """Addresses that the ledger of publication knows."""


def rename(sources: Sources, files: Files, old: str, new: str) -> Renamed:
    """Plan it.

    Args:
        old: a slug; the head or the slug of a word, with "dictionary/" before it where an article has the same;
            "category/", "tag/" or "author/" and a name or a slug.
        new: the slug of an article or a page; the head of a word, as it is to be printed; a name.

    Raises:
        DeskError: there is no such thing, or the new name is none or taken.
        AuthorError: a new head could not be read.
    """
    if not old or not new:
        raise DeskError('write make rename FROM="old-slug" TO="new-slug"')
    new = in_one_line("TO", new)
    name = old.removeprefix("dictionary/")
    documents = [
        one for one in sources.documents if one.kind != "opening" and old in (one.slug, one.place, one.path)
    ]
    words = [
        (file, entry)
        for file in sources.dictionary
        for entry in file.entries
        if name == entry.slug or lookup_key(name) == lookup_key(entry.headword)
    ]
    if len(documents) + len(words) > 1:
        where = ", ".join([one.path for one in documents] + [file.path for file, _ in words])
        raise DeskError(f'"{old}" is {where}; write the path of the one, or "dictionary/{name}" for the word')
    if documents:
        return _Renaming(sources, files).document(documents[0], new)
    if words:
        return _Renaming(sources, files).word(*words[0], new)
    lists = lists_called(sources, old)
    if len(lists) > 1:
        where = " and ".join(f"a {kind}" for kind, _ in lists)
        raise DeskError(f'"{old}" is {where}; write "{lists[0][0]}/{lists[0][1]}", or "{lists[1][0]}/…"')
    if lists:
        return Renamed(*rename_list(sources, files.texts, files.published, lists[0], new))
    opening = next((entry for entry in sources.all_entries if entry.slug == name), None)
    if opening:
        raise DeskError(f"{opening.source}: {opening.headword} opens this text; change its head there")
    raise DeskError(
        f'there is no article, page, word, category, tag or author "{old}"; write the slug as it stands in its address'
    )


class _Renaming:
    """One of them, step by step."""

    def __init__(self, sources: Sources, files: Files) -> None:
        self._sources = sources
        self._files = files
        self._texts = {path: text_of(data) for path, data in files.texts.items()}
        self._known = dict(self._texts)
        self._moves: list[tuple[str, str]] = []
        self._said: list[str] = []

    def document(self, document: Document, new: str) -> Renamed:
        """An article or a page: its file, its thread, its alias, the links to it."""
        slug = new.removesuffix(".md")
        if fault := fault_of_slug(slug):
            raise DeskError(f'TO: "{slug}" {fault}')
        if slug == document.slug:
            raise DeskError(f'"{slug}" is what it is called already; write another TO')
        self._refuse_slug(document, slug)
        folder, _, file = document.place.rpartition("/")
        place = f"{folder}/{slug}.{file.rpartition('.')[2]}" if folder else f"{slug}.md"
        if place != document.place:
            self._refuse_file(document.place, place)
            self._move(document.place, place)
        before = address_of(document)
        after = re.sub(r"[^/]+/$", f"{slug}/", before)
        self._follow(document, place, before, after)
        if document.value("slug") or slug_of_file(place) != slug:
            self._edit(document.place, set_key(self._texts[document.place], "Slug", slug, BEHIND))
        # The ledger has no pages: one that is no draft was published, as far as anybody knows.
        was_published = before in self._files.published or (
            document.kind == "page" and document.status != "draft"
        )
        self._alias(document.place, document.front.values.get("aliases", ()), before, after, was_published)
        if document.kind == "article":
            self._thread(document.slug, slug)
            self._images(document, slug, before)
        return self._renamed(before, after)

    def word(self, file: DictionaryFile, entry: Entry, new: str) -> Renamed:
        """A word: its head, its file, its thread, its alias, what refers to it."""
        if len(file.entries) > 1:
            raise DeskError(
                f"{file.path} holds {len(file.entries)} words; give {entry.headword} a file of its own first"
            )
        head, bare, slug = _read_head(new, entry)
        for other in self._sources.all_entries:
            if other is not entry and other.slug == slug:
                raise DeskError(
                    f"{other.source}: {other.headword} has this address already; write another TO"
                )
        if lookup_key(bare) == lookup_key(entry.headword):
            raise DeskError(f'"{bare}" is what it is called already; write another TO')
        place = file.path.removeprefix(f"{self._sources.folder}/")
        moved = f"dictionary/{slug}.md"
        if moved != place:
            self._refuse_file(place, moved)
            self._move(place, moved)
        self._head(place, entry, head)
        self._refer(entry, bare, head)
        before, after = f"/dictionary/{entry.slug}/", f"/dictionary/{slug}/"
        if before != after:
            self._alias(
                place,
                tuple(alias for alias, _ in file.aliases),
                before,
                after,
                before in self._files.published,
            )
            self._thread(f"dictionary/{entry.slug}", f"dictionary/{slug}")
        self._check_references(entry)
        return self._renamed(before, after)

    def _refuse_slug(self, document: Document, slug: str) -> None:
        for other in self._sources.documents:
            if other is not document and other.kind == document.kind and other.slug == slug:
                raise DeskError(f'{other.path} has the slug "{slug}" already; write another TO')
        categories = {slugify(one.value("category")) for one in self._sources.articles}
        if document.kind == "page" and (owner_of(slug) or slug in categories):
            raise DeskError(f"the address /{slug}/ is taken; write another TO")

    def _refuse_file(self, old: str, new: str) -> None:
        taken = {path.casefold() for path in self._sources.files if path != old}
        if new.casefold() in taken:
            raise DeskError(f"{self._sources.folder}/{new} is there already; write another TO")

    def _move(self, old: str, new: str) -> None:
        self._moves.append((old, new))
        self._said.append(f"{self._sources.folder}/{old} → {self._sources.folder}/{new}")

    def _edit(self, place: str, text: str) -> None:
        self._texts[place] = text

    def _thread(self, old: str, new: str) -> None:
        if new in self._files.folders:
            raise DeskError(f"{self._sources.folder}/comments/{new} is there already; write another TO")
        if old in self._files.folders:
            self._move(f"comments/{old}", f"comments/{new}")

    def _images(self, document: Document, slug: str, before: str) -> None:
        """Those in a folder of their own, `images/<slug>/`, if nobody was ever sent there: else addresses stay."""
        if not self._files.published.isdisjoint((before, *document.front.values.get("aliases", ()))):
            return
        texts = [one.body for one in self._sources.documents if one is not document]
        texts += self._sources.dictionary_texts.values()
        for top in self._sources.layout.statics:
            old, new = f"{top}/{document.slug}/", f"{top}/{slug}/"
            if not any(path.startswith(old) for path in self._sources.files):
                continue
            if any(old in address.typed for body in texts for address in body.addresses):
                continue
            if any(path.casefold().startswith(new.casefold()) for path in self._sources.files):
                raise DeskError(f"{self._sources.folder}/{new} is there already; write another TO")
            self._move(old.rstrip("/"), new.rstrip("/"))
            found = [
                (document.body_line - 1, one.offset, one.typed, one.typed.replace(old, new, 1))
                for one in document.body.addresses
                if old in one.typed
            ]
            self._replace(document.place, document.header.body, found)

    def _alias(
        self, place: str, aliases: tuple[str, ...], before: str, after: str, was_published: bool
    ) -> None:
        """Where it was published the old address leads on; the new one is no alias of its own any more."""
        for other in self._sources.documents:
            if other.place != place and after in other.front.values.get("aliases", ()):
                raise DeskError(f"{other.path} has the alias {after}; write another TO")
        kept = [alias for alias in aliases if alias != after]
        if was_published:
            kept.append(before)
            self._said.append(f"{before} leads on to {after}")
        if tuple(kept) != aliases:
            self._edit(place, set_key(self._texts[place], "Aliases", ", ".join(kept) or None, BEHIND))

    def _follow(self, document: Document, place: str, before: str, after: str) -> None:
        """Links to the document, by its file or its address."""
        name = place.rpartition("/")[2]
        for other in self._sources.documents:
            found = [
                (other.body_line - 1, address.offset, address.typed, typed)
                for address in other.body.addresses
                if (typed := self._followed(address, other, document, name, before, after))
            ]
            self._replace(other.place, other.header.body, found)
        for path, body in self._sources.dictionary_texts.items():
            place_of_word = path.removeprefix(f"{self._sources.folder}/")
            found = [
                (0, one.offset, one.typed, after + one.typed.removeprefix(before))
                for one in body.addresses
                if one.typed.partition("#")[0] == before
            ]
            found += [
                (0, one.offset, one.typed, re.sub(r"[^/]+\.md", name, one.typed))
                for one in body.addresses
                if one.typed.startswith("{filename}")
                and unquote(one.typed).partition("#")[0].endswith(f"/{document.place}")
            ]
            self._replace(place_of_word, body.text, found)

    def _followed(
        self, address: Address, other: Document, document: Document, name: str, before: str, after: str
    ) -> str:
        """How a link to the document is written from now on; empty for any other."""
        typed = address.typed
        if typed.partition("#")[0] == before:
            return after + typed.removeprefix(before)
        if file_of(address, other) == document.place:
            return re.sub(r"[^/{}#?]+(?=[#?]|$)", lambda _: name, typed, count=1)
        return ""

    def _replace(self, place: str, body: str, found: list[tuple[int, int, str, str]]) -> None:
        """Words in a text, from its end to its beginning, each on its line."""
        if not found:
            return
        lines = lines_of(self._texts[place])
        for first, offset, typed, instead in sorted(found, reverse=True):
            number = first + body.count("\n", 0, offset)
            lines[number] = lines[number].replace(typed, instead)
        self._edit(place, "".join(lines))
        self._said.append(f"{self._sources.folder}/{place}: {len(found)} of its links")

    def _head(self, place: str, entry: Entry, head: str) -> None:
        lines = lines_of(self._texts[place])
        number = entry.source.line - 1
        old = f"**{entry.headword}**" if entry.heads[0].exact else entry.headword
        if not lines[number].startswith(old):
            raise DeskError(f"{entry.source}: the head is not written as it is read; change it by hand first")
        lines[number] = head + lines[number].removeprefix(old)
        self._edit(place, "".join(lines))

    def _refer(self, entry: Entry, bare: str, head: str) -> None:
        """`dict:` links and cross-references, in all texts."""
        key, old = lookup_key(entry.headword), re.escape(entry.headword)
        printed = re.compile(rf"(?<![\w*]){old}(?!\w)" if not entry.heads[0].exact else rf"\*\*{old}\*\*")

        def named(found: re.Match[str]) -> str:
            is_it = lookup_key(unquote(found["name"])) == key
            return f"(dict:{bare.replace(' ', '%20')}" if is_it else found[0]

        for place, text in list(self._texts.items()):
            changed = DICT.sub(named, text)
            changed = MENTION.sub(lambda found: printed.sub(lambda _: head, found[0]), changed)
            if changed != text:
                self._edit(place, changed)
                if place not in {old for old, _ in self._moves}:
                    self._said.append(f"{self._sources.folder}/{place}: its references")

    def _check_references(self, entry: Entry) -> None:
        """Nobody may be left who names the old head in a way that was not seen."""
        key = lookup_key(entry.headword)
        for place, text in self._texts.items():
            if place.startswith("dictionary/") and text != self._known[place]:
                read = read_dictionary_file(text.replace("\r\n", "\n"), f"{self._sources.folder}/{place}")
                for one in read.entries:
                    if any(lookup_key(name) == key for name in one.names):
                        raise DeskError(
                            f"{one.source}: {one.headword} refers to it in a way of its own; change that first"
                        )

    def _renamed(self, before: str, after: str) -> Renamed:
        places = dict(self._moves)
        texts = tuple(
            (places.get(place, place), bytes_of(text, self._files.texts[place]))
            for place, text in self._texts.items()
            if text != self._known[place]
        )
        return Renamed(Change(tuple(self._moves), texts), (*self._said, f"Renamed: {before} is {after} now"))


def _read_head(new: str, entry: Entry) -> tuple[str, str, str]:
    """The new head of a word as it is to be written, without its signs, and its slug."""
    exact = len(new) > 4 and new.startswith("**") and new.endswith("**")
    head = new if exact else new.upper()
    bare = head.strip("*")
    name = slugify(bare)
    if not name:
        raise DeskError(f'TO: no address can be made of "{new}"; write a word with a letter')
    if fault := fault_of_slug(name):
        raise DeskError(f'TO: "{name}" {fault}')
    read = parse_entry(f"{head}, n. Text.", Source("TO", 1))
    slug = replace(read, policy=entry.policy).slug
    if slug in WORDS_TAKEN:
        raise DeskError(f"TO: /dictionary/{slug}/ is the address of another page; write another word")
    if read.headword != bare:
        raise DeskError(f'TO: "{new}" is not read as one head; write letters, spaces and plain punctuation')
    return head, bare, slug


def files_of(sources: Sources) -> Files:
    """As they are on disk."""
    content = Path(sources.folder)
    places = [document.place for document in sources.documents]
    places += [path.removeprefix(f"{sources.folder}/") for path in sources.dictionary_texts]
    addresses = frozenset(row.address for row in ledger_of(content).rows)
    texts = {place: (content / place).read_bytes() for place in places}
    return Files(texts, frozenset(sources.threads), addresses)


def ledger_of(content: Path) -> Ledger:
    """The ledger of publication; an empty one where nothing was published."""
    path = content / LEDGER
    return parse_ledger(path.read_text("utf-8"), Source(str(path))) if path.is_file() else Ledger()
