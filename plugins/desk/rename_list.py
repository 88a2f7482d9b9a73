"""Another name for a category, a tag or an author: in all texts, with its opening and its old address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from plugins.checks.model import Document, Sources
from plugins.checks.source_rules import address_of
from plugins.desk.author import fault_of_category
from plugins.desk.edit import bytes_of, lines_of, set_key, text_of
from plugins.desk.journal import Change
from plugins.desk.model import DeskError
from plugins.header import read_header
from plugins.slug import fault_of_name, slugify


class ListKind(NamedTuple):
    """What texts can be listed by."""

    base: str
    """How the address of such a list begins."""

    keys: tuple[str, ...]
    setting: str
    """That may name one, too."""


LISTS: Mapping[str, ListKind] = {
    "category": ListKind("/", ("category",), "CATEGORY_ORDER"),
    "tag": ListKind("/tag/", ("tags",), ""),
    "author": ListKind("/by/", ("authors", "author"), "AUTHOR"),
}


def lists_called(sources: Sources, name: str) -> tuple[tuple[str, str], ...]:
    """Kind and slug of each that is meant: by "category/pay", or by its name or slug alone."""
    prefix, _, rest = name.partition("/")
    kinds = {"by": "author"}.get(prefix, prefix)
    wanted = [(kinds, slugify(rest))] if kinds in LISTS else [(kind, slugify(name)) for kind in LISTS]
    return tuple(
        (kind, slug)
        for kind, slug in wanted
        if slug and any(slug in map(slugify, _names(one, kind)) for one in sources.articles)
    )


def rename_list(
    sources: Sources, files: Mapping[str, bytes], published: frozenset[str], which: tuple[str, str], new: str
) -> tuple[Change, tuple[str, ...]]:
    """Plan it: what becomes of the files, and what the author is told of it.

    Args:
        which: kind and slug.
        new: its name, as it is to be shown. If it is that of another, the two become one.

    Raises:
        DeskError: the new name is none, is the old one, or its address is taken.
    """
    kind, old = which
    if fault := fault_of_name(new):
        raise DeskError(f'TO: "{new}" {fault}')
    if parting := next((sign for sign in ",;" if sign in new), ""):
        raise DeskError(f'TO: "{new}" has a "{parting}", which parts one name from the next; write one name')
    slug = slugify(new)
    # One tag has one spelling in all texts: that of the one that it becomes.
    known = (name for one in sources.articles for name in _names(one, kind))
    new = next((name for name in known if slug != old and slugify(name) == slug), new)
    if kind == "category" and (fault := fault_of_category(new, sources)):
        raise DeskError(f"{fault}; write another TO")
    texts: dict[str, str] = {}
    said = []
    listed = [one for one in sources.articles if old in map(slugify, _names(one, kind))]
    for article in listed:
        text = text_of(files[article.place])
        changed = _with_name(text, kind, old, new)
        if changed != text:
            texts[article.place] = changed
            said.append(f"{sources.folder}/{article.place}: its {kind}")
    if not texts:
        raise DeskError(f'"{new}" is what it is called already; write another TO')
    before, after = (f"{LISTS[kind].base}{one}/" for one in (old, slug))
    for place, text in _followed(sources, files, texts, kind, old, slug):
        texts[place] = text
        said.append(f"{sources.folder}/{place}: its links")
    moves: tuple[tuple[str, str], ...] = ()
    if slug != old:
        was_published = any(
            not published.isdisjoint((address_of(one), *one.front.values.get("aliases", ())))
            for one in listed
        )
        moves = _with_opening(sources, files, texts, kind, old, new, before if was_published else "")
        said += [f"{sources.folder}/{one} → {sources.folder}/{other}" for one, other in moves]
        if was_published:
            said.append(f"{before} leads on to {after}")
    written = tuple((place, bytes_of(text, _data(files, moves, place))) for place, text in texts.items())
    return Change(moves, written), (*said, f"Renamed: {before} is {after} now")


def named_by_setting_alone(sources: Sources, old: str, new: str, settings: Mapping[str, Any]) -> str:
    """What to do about an author whom no text names, only `AUTHOR`; empty where `old` is nobody like that."""
    prefix, _, name = old.partition("/")
    author, slug = str(settings.get("AUTHOR") or ""), slugify(name)
    if prefix not in ("author", "by") or slug != slugify(author) or lists_called(sources, old):
        return ""
    opening = f"{sources.folder}/openings/author-{slugify(new)}.md"
    return (
        f'no text names "{author}", only AUTHOR in pelicanconf.py: change it there, and write {opening}'
        f' with the lines "Title: {new}" and "Aliases: /by/{slug}/"'
    )


def settings_that_name(kind: str, slug: str, settings: Mapping[str, Any]) -> str:
    """What an author has to change by hand; empty where no setting names it."""
    setting = LISTS[kind].setting
    value = settings.get(setting) or ()
    named = next((one for one in ([value] if isinstance(value, str) else value) if slugify(one) == slug), "")
    return f'{setting} in pelicanconf.py names "{named}" still; change it there' if named else ""


def _names(article: Document, kind: str) -> tuple[str, ...]:
    if kind == "category":  # an article has one, whatever stands in its name
        return (article.value("category"),)
    return article.header.names(*LISTS[kind].keys)


def _with_name(text: str, kind: str, old: str, new: str) -> str:
    header = read_header(text.replace("\r\n", "\n").replace("\r", "\n"))
    for key in LISTS[kind].keys:
        field = header.by_name.get(key)
        if field is None or old not in map(slugify, (*field.names, field.value)):
            continue
        if kind == "category":
            return set_key(text, field.key, new)
        names = dict.fromkeys(new if slugify(name) == old else name for name in field.names)
        mark = ";" if any(";" in line for line in field.lines) else ","
        text = set_key(text, field.key, f"{mark} ".join(names))
    return text


def _followed(
    sources: Sources, files: Mapping[str, bytes], texts: Mapping[str, str], kind: str, old: str, new: str
) -> Iterator[tuple[str, str]]:
    """Texts that link to the list: place and text."""
    base = re.escape(LISTS[kind].base)
    bodies = {one.place: (one.body, one.body_line - 1) for one in sources.documents}
    bodies |= {
        path.removeprefix(f"{sources.folder}/"): (body, 0) for path, body in sources.dictionary_texts.items()
    }
    linked = re.compile(rf"(?P<before>{base}|\{{{kind}\}}){re.escape(old)}(?P<after>/?(?:#.*)?)")
    for place, (body, first) in bodies.items():
        lines = lines_of(texts.get(place) or text_of(files[place])) if body.addresses else []
        shift = len(lines) - len(lines_of(text_of(files[place]))) if lines else 0
        is_changed = False
        for one in sorted(body.addresses, key=lambda one: one.offset, reverse=True):
            if found := linked.fullmatch(one.typed):
                number = first + shift + body.text.count("\n", 0, one.offset)
                column = one.offset - body.text.rfind("\n", 0, one.offset) - 1
                line, instead = lines[number], f"{found['before']}{new}{found['after']}"
                lines[number] = f"{line[:column]}{instead}{line[column + len(one.typed) :]}"
                is_changed = True
        if is_changed:
            yield place, "".join(lines)


def _with_opening(
    sources: Sources,
    files: Mapping[str, bytes],
    texts: dict[str, str],
    kind: str,
    old: str,
    new: str,
    alias: str,
) -> tuple[tuple[str, str], ...]:
    """The file with which the page of the list opens, moved or begun; `alias` goes into it."""
    openings = {one.slug: one for one in sources.documents if one.kind == "opening"}
    mine, other = openings.get(f"{kind}-{old}"), openings.get(f"{kind}-{slugify(new)}")
    if mine and other:
        raise DeskError(f"{other.path} opens that page already; delete it or {mine.path} first")
    place = f"openings/{kind}-{slugify(new)}.md"
    moves = ((mine.place, place),) if mine else ()
    here = other or mine
    if here is None and not alias:
        return ()
    if here is None:
        texts[place] = f"Title: {new}\nAliases: {alias}\n"
        return ()
    text = texts.pop(here.place, None) or text_of(files[here.place])
    aliases = [
        one for one in here.front.values.get("aliases", ()) if one != f"{LISTS[kind].base}{slugify(new)}/"
    ]
    kept = dict.fromkeys([*aliases, alias] if alias else aliases)
    if here.header.by_name.get("title") and slugify(here.value("title")) == old:
        text = set_key(text, "Title", new)
    texts[other.place if other else place] = set_key(
        text, "Aliases", ", ".join(kept) or None, ("title", "summary")
    )
    return moves


def _data(files: Mapping[str, bytes], moves: tuple[tuple[str, str], ...], place: str) -> bytes:
    """What was in the file that is at `place` after the moves; nothing where it is new."""
    before = {new: old for old, new in moves}.get(place, place)
    return files.get(before, b"")
