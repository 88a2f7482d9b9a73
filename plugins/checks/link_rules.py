"""The rules over where links and images of the sources lead. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import unquote

from plugins.checks.body import Body
from plugins.checks.inline import Address
from plugins.checks.inventory import is_public, waits
from plugins.checks.model import Document, Finding, Sources
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.target import NOWHERE
from plugins.site.links import IMAGES, locate
from plugins.source import Source

Rule = Callable[[Sources], Iterator[Finding]]

NAMED = re.compile(
    r"[{|](?P<what>filename|static|attach|category|tag|author|index)[|}](?P<value>.*)", re.DOTALL
)
FILES = ("filename", "static", "attach")
SOURCE_FILE = re.compile(r"(?P<path>[^:?#]+\.(?:md|markdown|mkd|mdown))(?P<rest>[?#].*)?$")
NO_TARGETS = ("dictionary/", "comments/", "openings/")
"""What a link to a file never means."""

IMAGE_BY_REFERENCE = re.compile(r"!\[\s*\](?=\[)")
SAYS_NOTHING = (
    "an image without words; write what it shows, ![A desk by the lift](…),"
    ' or <img src="…" alt=""> where it only decorates'
)
IMG = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
ALT = re.compile(r"\salt(?=[\s=/>])", re.IGNORECASE)


def images_without_words(sources: Sources) -> Iterator[Finding]:
    for document in sources.documents:
        for found in IMG.finditer(document.body.prose) if "<" in document.body.prose else ():
            if not ALT.search(found[0]):
                where = _at(document, found.start())
                yield Finding(where, 'an <img> without alt; write alt="what it shows"')


def images_that_say_nothing(sources: Sources) -> Iterator[Finding]:
    """Of an image that only decorates that is right, and of any other a mistake."""
    for document in sources.documents:
        for address in document.body.addresses:
            if address.is_image and address.label is not None and not address.label.strip():
                yield Finding(_at(document, address.offset), SAYS_NOTHING)
        for found in IMAGE_BY_REFERENCE.finditer(document.body.markdown):
            yield Finding(_at(document, found.start()), SAYS_NOTHING)


def links_to_missing_files(sources: Sources) -> Iterator[Finding]:
    targets = _targets(sources)
    for document in sources.documents:
        for address in document.body.addresses:
            path = file_of(address, document)
            if path is None:
                continue
            if path not in sources.files and address.typed.startswith("/"):
                message = f'there is no image "/{path}"; put it into content/images/, or correct its name'
            elif path not in sources.files:
                advice = _suggestion(path, targets, document, _mark(address.typed))
                message = f'the link "{address.typed}" points to no file; {advice}'
            elif path.startswith("dictionary/"):
                message = f'the link "{address.typed}" points into the dictionary; write "dict:" and the head'
            else:
                continue
            yield Finding(_at(document, address.offset), message)


def links_to_sources(sources: Sources) -> Iterator[Finding]:
    """A Markdown file is not on the site; the page that is made of it is."""
    targets = _targets(sources)
    for document in sources.documents:
        for address in document.body.addresses:
            found = SOURCE_FILE.match(address.typed)
            if found is None or NAMED.match(address.typed):
                continue
            place = located("{filename}" + address.typed, document)
            advice = (
                f'write "{{filename}}{address.typed}"'
                if place in sources.files
                else _suggestion(place, targets, document, "{filename}")
            )
            where = _at(document, address.offset)
            yield Finding(where, f'the link "{address.typed}" leads to a source, not to its page; {advice}')


def file_of(address: Address, document: Document) -> str | None:
    """The file that a link or an image names, relative to content/; None where it names none."""
    named = NAMED.match(address.typed)
    if named and named["what"] in FILES:
        return located(f"{{{named['what']}}}{named['value']}", document)
    if address.is_image and address.typed.startswith(f"/{IMAGES}"):
        return located(f"{{static}}{address.typed}", document)
    return None


def located(typed: str, document: Document) -> str:
    """What the build looks for."""
    return posixpath.normpath(locate(typed, Source(f"content/{document.place}"))[2])


def links_to_missing_names(sources: Sources) -> Iterator[Finding]:
    """Categories, tags and authors have a page where an article has them."""
    known = {
        "category": {article.value("category") for article in sources.articles},
        "tag": {name for article in sources.articles for name in article.header.names("tags")},
        "author": {
            name for article in sources.articles for name in article.header.names("author", "authors")
        },
    }
    if not all(article.header.names("author", "authors") for article in sources.articles):
        del known["author"]  # the settings name one more
    for document in sources.documents:
        for address in document.body.addresses:
            named = NAMED.match(address.typed)
            if named is None or named["what"] not in known:
                continue
            what, name = named["what"], unquote(re.split("[?#]", named["value"])[0])
            if name not in known[what]:
                near = get_close_matches(name, sorted(known[what]), n=1)
                advice = f'write "{{{what}}}{near[0]}"' if near else "take the link out"
                message = f'the link "{address.typed}" names no {what} of an article; {advice}'
                yield Finding(_at(document, address.offset), message)


def links_to_drafts(sources: Sources) -> Iterator[Finding]:
    """A published page cannot link to what is not published."""
    unpublished = {document.place for document in sources.documents if not is_public(document, sources)}
    for document in sources.documents if unpublished else ():
        if document.place in unpublished:
            continue
        for address in document.body.addresses:
            named = NAMED.match(address.typed)
            if named and named["what"] == "filename" and file_of(address, document) in unpublished:
                advice = "publish that first, or take the link out"
                message = f'the link "{address.typed}" points to what is not public yet; {advice}'
                yield Finding(_at(document, address.offset), message)


def _mark(typed: str) -> str:
    """ "{static}" of "|static|a.png"."""
    named = NAMED.match(typed)
    return f"{{{named['what']}}}" if named else ""


def _targets(sources: Sources) -> dict[str, str]:
    """By name: every file that a link to a file may mean."""
    hidden = {document.place for document in sources.documents if not is_public(document, sources)}
    allowed = {place for place in sources.files if not place.startswith(NO_TARGETS)} - hidden
    return {posixpath.basename(place): place for place in sorted(allowed)}


def _suggestion(path: str, targets: Mapping[str, str], document: Document, before: str) -> str:
    here, name = posixpath.dirname(document.place), posixpath.basename(path)
    close = get_close_matches(name, targets, n=1, cutoff=0.75)
    if not close:
        return "write the path of one, from this file's folder"
    return f'write "{before}{posixpath.relpath(targets[close[0]], here)}"'


def _at(document: Document, offset: int) -> Source:
    return document.at(document.body_line + document.body.line_of(offset))


def links_to_missing_entries(sources: Sources) -> Iterator[Finding]:
    dictionary = Dictionary.of(sources.all_entries)
    bodies = [(document.body, document.at(document.body_line)) for document in sources.documents]
    bodies += [(body, Source(path)) for path, body in sources.dictionary_texts.items()]
    for body, start in bodies:
        end = start.down(sources.definitions.get(start.path, 0))
        yield from _dictionary_links(body, start, dictionary, end)


def _dictionary_links(body: Body, start: Source, dictionary: Dictionary, end: Source) -> Iterator[Finding]:
    """Those of the text; what the definitions before `end` refer to is looked at with the entries."""
    for name, where in _named_entries(body, start):
        if where >= end and name not in NOWHERE and dictionary.find(name) is None:
            near = dictionary.nearest(name)
            advice = f'write "dict:{near}", or define it' if near else "define it, or take the link out"
            yield Finding(where, f'the link "dict:{name}" points to no entry; {advice}')


def links_to_waiting_entries(sources: Sources) -> Iterator[Finding]:
    """What is public cannot lead to a word of a later day, or of a draft."""
    public = [document for document in sources.documents if is_public(document, sources)]
    due = [file for file in sources.dictionary if not waits(file.published_at, sources)]
    entries = [entry for document in public for entry in sources.entries[document.path]]
    entries += [entry for file in due for entry in file.entries]
    everything, dictionary = Dictionary.of(sources.all_entries), Dictionary.of(entries)
    if len(dictionary.entries) == len(everything.entries):
        return
    named = [
        (target.name, reference.source)
        for entry in entries
        for reference in entry.references
        for target in reference.targets
    ]
    for document in public:
        named += _named_entries(document.body, document.at(document.body_line))
    for file in due:
        named += _named_entries(sources.dictionary_texts[file.path], Source(file.path))
    for name, where in named:
        if everything.find(name) and not dictionary.find(name):
            yield Finding(where, f'"{name}" is not public yet; publish it too, or take the reference out')


def _named_entries(body: Body, start: Source) -> Iterator[tuple[str, Source]]:
    for address in body.addresses if "dict:" in body.text else ():
        if address.typed.startswith("dict:"):
            yield unquote(address.typed.removeprefix("dict:")), start.down(body.line_of(address.offset))


RULES: tuple[Rule, ...] = (
    images_without_words,
    links_to_missing_files,
    links_to_sources,
    links_to_missing_names,
    links_to_drafts,
    links_to_missing_entries,
    links_to_waiting_entries,
)

WARNINGS: tuple[Rule, ...] = (images_that_say_nothing,)
