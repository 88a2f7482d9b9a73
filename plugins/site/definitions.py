"""Texts and definitions of a site, deferred: each made from a record of all that it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from plugins.glossary.entry import Entry
from plugins.glossary.render import render_entry
from plugins.html.typography import set_type
from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import Digested
from plugins.incremental.store import StoredBody
from plugins.site.links import Located
from plugins.site.resolve import Resolution, Targets, resolution, resolve


@dataclass(frozen=True, slots=True)
class TextInputs:
    """All that a text with its links resolved is made from."""

    body: StoredBody
    links: Resolution


def deferred_text(body: StoredBody, addresses: tuple[Located, ...], targets: Targets) -> Deferred[Markup]:
    return Deferred(_resolved, TextInputs(body, resolution(addresses, targets)))


def _resolved(inputs: TextInputs) -> Markup:
    return Markup(resolve(inputs.body.load().decode(), inputs.links))  # noqa: S704 - our own Markdown's output


@dataclass(frozen=True)
class Abbreviations(Digested):
    """What parts of speech and labels are in full. One for all definitions."""

    words: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class DefinitionInputs(Digested):
    """All that a definition is made from. One record an entry, so that it stands for itself among what was made."""

    entry: Entry

    addresses: Mapping[str, str | None]
    """Of the entries that it refers to, by the names that it gives them."""

    in_full: Abbreviations


@dataclass(frozen=True, slots=True)
class HeadedInputs:
    """A definition whose head leads somewhere."""

    definition: DefinitionInputs
    href: str


def deferred_definitions(
    entry: Entry, targets: Targets, href: str, in_full: Abbreviations
) -> tuple[Deferred[Markup], Deferred[Markup]]:
    """The definition for the entry's own page; and for lists, with a head that leads there."""
    inputs = DefinitionInputs(entry, {name: targets.entry(name) for name in entry.names}, in_full)
    return Deferred(_plain_definition, inputs), Deferred(_headed_definition, HeadedInputs(inputs, href))


def _plain_definition(inputs: DefinitionInputs) -> Markup:
    return _definition(inputs)


def _headed_definition(inputs: HeadedInputs) -> Markup:
    return _definition(inputs.definition, inputs.href)


@lru_cache(2_000)  # its page, its card, the feeds and the lists show an entry: six times
def _definition(inputs: DefinitionInputs, href: str | None = None) -> Markup:
    shown = render_entry(inputs.entry, inputs.addresses.get, href=href, in_full=inputs.in_full.words)
    return set_type(shown)
