"""The rules over a built site. Pure: everything they look at is in `Site`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from plugins.checks.model import Finding, Site
from plugins.checks.places import Places, at_their_sources
from plugins.glossary.linking import find_storms

Rule = Callable[[Site], Iterator[Finding]]

LEFTOVER = re.compile(
    r"[{|](?:filename|static|attach|category|tag|author|index)[|}]|dict:|%7B(?:filename|static)", re.I
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
NOT_FOUND = "404.html"
SECURITY = ".well-known/security.txt"
EXPIRES = re.compile(r"^Expires: *(\S+)", re.MULTILINE)


def every_finding(site: Site, places: Callable[[], Places | None] = lambda: None) -> list[Finding]:
    """All that is wrong, sorted by file and line, each once; at its source where `places` knows it.

    `places` is asked only if something is wrong: a site without faults need not be traced back.
    """
    found = {finding for rule in RULES for finding in rule(site)}
    return sorted(set(at_their_sources(sorted(found), site.folder, places()))) if found else []


def every_warning(site: Site, places: Callable[[], Places | None] = lambda: None) -> list[Finding]:
    """All that is doubtful, in the same order."""
    found = {finding for rule in WARNINGS for finding in rule(site)}
    return sorted(set(at_their_sources(sorted(found), site.folder, places()))) if found else []


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address of this site leads."""

    path: str
    """The file, relative to the site's folder; a folder's address ends in "/index.html"."""

    fragment: str


def target_of(address: str, page: str, base: str) -> Target | None:
    """Where `address` on `page` leads; None for another site, a mail address, data.

    Args:
        page: path of the file that the address stands in.
        base: address of the front page without its last "/", or empty.
    """
    root = urlsplit(base).path
    if base and (address == base or address.startswith((f"{base}/", f"{base}#"))):
        address = root + (address.removeprefix(base) or "/")
    if SCHEME.match(address) or address.startswith("//"):
        return None
    parts = urlsplit(address)
    path = unquote(parts.path)
    if not path:
        return Target(page, unquote(parts.fragment))
    here = f"{root}/{page}"
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
    if not (whole + "/").startswith(root + "/"):
        return Target("", "")
    inside = whole.removeprefix(root).lstrip("/")
    is_folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return Target(
        posixpath.join(inside, "index.html") if is_folder or not inside else inside, unquote(parts.fragment)
    )


def broken_links(site: Site) -> Iterator[Finding]:
    known: dict[tuple[str, str], str] = {}
    for page in site.pages:
        folder = posixpath.dirname(page.path)
        for reference in page.references:
            if reference.is_id or LEFTOVER.search(reference.address):
                continue
            key = (page.path if reference.address.startswith("#") else folder, reference.address)
            if key not in known:
                known[key] = _fault_of(reference.address, page.path, site)
            if known[key]:
                yield Finding(site.at(page.path, reference.line), known[key], reference.address)


def _fault_of(address: str, page: str, site: Site) -> str:
    """What is wrong with an address, or empty."""
    if address.lower().lstrip().startswith("javascript:"):
        return f'the link "{address}" is a script; write an address'
    target = target_of(address, page, site.base)
    if target is None or _is_elsewhere(address, site):
        return ""
    if target.path not in site.paths:
        if f"{target.path}/index.html" in site.paths:
            return f'the link "{address}" lacks its last "/"; write it'
        return f'the link "{address}" leads to nothing; correct it, or take it out'
    names = site.anchors.get(_where_it_ends(target.path, site))
    fragment = target.fragment.partition(":~:")[0]
    if fragment and fragment != "top" and names is not None and fragment not in names:
        return f'the link "{address}" leads to a page that has no "{fragment}"; correct what follows the "#"'
    return ""


def _where_it_ends(path: str, site: Site) -> str:
    """The page that is read at last: a redirect keeps what follows the "#" of the old address."""
    seen: set[str] = set()
    while path in site.stubs and path not in seen:
        seen.add(path)
        target = target_of(site.stubs[path], path, site.base)
        path = target.path if target else ""
    return path


def _is_elsewhere(address: str, site: Site) -> bool:
    parts = urlsplit(site.base)
    return bool(site.elsewhere) and address.removeprefix(f"{parts.scheme}://{parts.netloc}").startswith(
        site.elsewhere
    )


def broken_links_in_files(site: Site) -> Iterator[Finding]:
    """Feeds, sitemaps and stylesheets point at files too."""
    for file in site.files:
        for reference in file.references:
            target = target_of(reference.address, file.path, site.base)
            if target and target.path not in site.paths and not _is_elsewhere(reference.address, site):
                message = f'the address "{reference.address}" leads to nothing; correct it, or take it out'
                yield Finding(site.at(file.path, reference.line), message)


def leftover_marks(site: Site) -> Iterator[Finding]:
    for page in site.pages:
        for reference in page.references:
            if LEFTOVER.search(reference.address):
                message = f'"{reference.address}" was not resolved; correct the link in the source'
                yield Finding(site.at(page.path, reference.line), message, reference.address)


def empty_addresses(site: Site) -> Iterator[Finding]:
    for page in site.pages:
        for reference in page.references:
            if not reference.is_id and not reference.address.strip():
                message = "an empty address; write one, or take the link out"
                yield Finding(site.at(page.path, reference.line), message, '""')


def references_to_missing_ids(site: Site) -> Iterator[Finding]:
    for page in site.pages:
        for reference in page.references:
            if reference.is_id and reference.address not in site.ids[page.path]:
                message = (
                    f'an attribute names the id "{reference.address}", which this page lacks; correct it'
                )
                yield Finding(site.at(page.path, reference.line), message, reference.address)


def doubled_ids(site: Site) -> Iterator[Finding]:
    for page in site.pages:
        seen: set[str] = set()
        for name, line in page.ids:
            if name in seen:
                message = f'the id "{name}" is there already; an id, or a heading of that name, is there once on a page'
                yield Finding(site.at(page.path, line), message, name)
            seen.add(name)


def images_without_alt(site: Site) -> Iterator[Finding]:
    for page in site.pages:
        for image in page.images_without_alt:
            message = f'the image "{image.address}" has no alt; write what it shows'
            yield Finding(site.at(page.path, image.line), message, image.address)


def pages_without_frame(site: Site) -> Iterator[Finding]:
    """A title, a language and one h1: what a browser tab, a screen reader and a search engine go by."""
    for page in site.pages:
        if page.leads_on:
            continue
        if not page.title:
            yield Finding(site.at(page.path, 1), "the page has no <title>; write one in its template")
        if not page.language:
            yield Finding(
                site.at(page.path, 1), "the page has no language; write <html lang> in its template"
            )
        if len(page.headings) != 1:
            line = page.headings[1] if len(page.headings) > 1 else 1
            message = f"the page has {len(page.headings)} <h1>; write one, and <h2> below it"
            yield Finding(site.at(page.path, line), message, "<h1")


def wrong_canonical(site: Site) -> Iterator[Finding]:
    """A published page names its own address, once. A preview has no address to name."""
    if not site.base:
        return
    for page in site.pages:
        if page.leads_on or not page.is_indexable or page.path == NOT_FOUND:
            continue
        expected = f"{site.base}/{page.path.removesuffix('index.html')}"
        found = [unquote(reference.address) for reference in page.canonical]
        if not found:
            yield Finding(site.at(page.path, 1), f'no canonical address; write "{expected}" in its template')
        elif found != [expected]:
            message = f'the canonical address is "{", ".join(found)}"; it must be "{expected}"'
            yield Finding(site.at(page.path, page.canonical[0].line), message)


def addresses_of_people(site: Site) -> Iterator[Finding]:
    """No e-mail address is shown in a thread, whoever wrote it there."""
    for page in site.pages:
        for email in page.emails:
            message = "an e-mail address in a thread; take it out of the comment"
            typed = next((word for word in email.address.split() if "@" in word), email.address)
            yield Finding(site.at(page.path, email.line), message, typed.strip(".,;:!?()<>"))


def unreadable_files(site: Site) -> Iterator[Finding]:
    for file in site.files:
        if file.fault:
            yield Finding(site.at(file.path, file.fault_line), f"{file.fault}; mend what writes it")


def missing_pages(site: Site) -> Iterator[Finding]:
    for path, what in (("index.html", "front page"), (NOT_FOUND, "page for addresses that lead nowhere")):
        if path not in site.paths:
            yield Finding(site.at(path, 1), f"the {what} is missing; build the site again")


def link_storms(site: Site) -> Iterator[Finding]:
    """A word that one article in twenty links is no help to a reader, unless its author means it."""
    linked = {page.path: page.terms for page in site.pages if page.terms is not None}
    undecided = {entry.slug: entry for entry in site.entries if not entry.is_decided}
    for storm in find_storms(linked):
        if entry := undecided.get(storm.slug):
            share = f"{len(storm.articles)} of {len(linked)} articles"
            message = f'{entry.headword} is linked in {share}; write "Link: explicit", or "Link: auto" if it shall be'
            yield Finding(site.at(f"dictionary/{entry.slug}/index.html", 1), message, entry.headword)


def orphans(site: Site) -> Iterator[Finding]:
    """Words that no text uses and no other entry names, a month after they were published."""
    pages = {f"dictionary/{entry.slug}/index.html": entry for entry in site.entries}
    found = [(page, entry) for page, entry in pages.items() if not site.ids.get(page, REACHED) & REACHED]
    young = site.young() if found else frozenset()
    for page, entry in found:
        if entry.slug not in young:
            message = (
                f'{entry.headword} is used nowhere; use it, write "Forms:", or refer to it from another word'
            )
            yield Finding(site.at(page, 1), message, entry.headword)


def security_contacts_that_expire(site: Site) -> Iterator[Finding]:
    """RFC 9116: who finds a hole does not trust what security.txt says after that day."""
    found = EXPIRES.search(site.security)
    if found and site.now and (at := datetime.fromisoformat(found[1])) < site.now + timedelta(days=30):
        tense = "expired" if at < site.now else "expires"
        message = f"this {tense} on {at:%Y-%m-%d}; write a later SECURITY_EXPIRES in publishconf.py"
        yield Finding(site.at(SECURITY, 1), message)


REACHED = frozenset(("mentioned-in", "referred-from", "defined-in"))
"""Ids on the page of an entry that something leads to."""

WARNINGS: tuple[Rule, ...] = (orphans, security_contacts_that_expire)
"""Shown, but nothing fails: a word may be defined before it is used, and a day that passed is no fault of the texts."""

RULES: tuple[Rule, ...] = (
    broken_links,
    broken_links_in_files,
    leftover_marks,
    empty_addresses,
    references_to_missing_ids,
    doubled_ids,
    images_without_alt,
    pages_without_frame,
    wrong_canonical,
    addresses_of_people,
    unreadable_files,
    missing_pages,
    link_storms,
)
