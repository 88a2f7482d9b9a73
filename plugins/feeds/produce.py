"""Every feed of the site, and the list of all feeds, into the output folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.feeds.build import all_bundles
from plugins.feeds.catalogue import Catalogue
from plugins.feeds.faults import FeedError
from plugins.feeds.opml import render_opml
from plugins.feeds.pieces import Pieces
from plugins.feeds.publisher import Publisher
from plugins.incremental.document import Document
from plugins.incremental.output import Output
from plugins.site.model import Site
from plugins.source import AuthorError


def produce_feeds(site: Site, settings: Mapping[str, Any], output: Output) -> None:
    """Raises AuthorError where a text holds what no feed can."""
    catalogue = Catalogue.of(site, Publisher.of(site, settings))
    try:
        output.produce_bundles(all_bundles(catalogue, Pieces()))
        listed = catalogue.subscriptions()
    except FeedError as fault:
        raise _at_its_line(fault, Path(settings["PATH"])) from None
    output.produce([Document(listed.path, render_opml, listed)])


def _at_its_line(fault: FeedError, content: Path) -> AuthorError:
    """The error with the line on which the file has it."""
    for folder in (content, content.parent):
        path = folder / fault.source.path
        if path.is_file():
            return fault.at_its_line(path.read_text("utf-8"))
    return AuthorError(fault.source, fault.message)
