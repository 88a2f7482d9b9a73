"""What an export is made from, read from content/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plugins.checks.read import read_texts
from plugins.comments.parse import parse_threads
from plugins.importer.clean import host_of
from plugins.importer.images import read_list
from plugins.importer.leave import House
from plugins.importer.publication import Publication, renderer
from plugins.importer.state import IMAGES
from plugins.site.texts import say_count
from plugins.source import AuthorError, AuthorErrors


def read_house(publication: Publication) -> tuple[House, list[str]]:
    """All of it, and what no other system has a place for.

    Raises:
        AuthorErrors: something in content/ is wrong, so that an export would lack it.
    """
    content, settings = publication.content, publication.settings
    now = publication.customs.now
    assert now is not None  # noqa: S101 - a command has a clock
    sources = read_texts(content, now, publication.customs, publication.layout)
    place = f"{content}/comments"
    files = {str(path): path.read_bytes() for path in sorted((content / "comments").rglob("*.md"))}
    threads, wrong = parse_threads(files, place, publication.customs.zone)
    if wrong or sources.findings:
        raise AuthorErrors((*wrong, *(AuthorError(one.source, one.message) for one in sources.findings)))
    house = House(
        sources=sources,
        threads=threads,
        render=renderer(settings, publication.customs),
        site=str(settings.get("SITEURL") or settings.get("FEED_ORIGIN") or "https://site.example").rstrip(
            "/"
        ),
        name=str(settings.get("SITENAME", "")),
        author=str(settings.get("AUTHOR", "")),
        authority=str(settings.get("ID_AUTHORITY", "localhost")),
        extra_keys=publication.customs.extra_keys,
    )
    words = sum(len(file.entries) for file in sources.dictionary)
    of_words = sum(len(thread.comments) for key, thread in threads.items() if key.startswith("dictionary/"))
    left_out = (
        [f"{say_count(words, 'word')} of the dictionary (make editions takes them out)"] if words else []
    )
    left_out += [f"{say_count(of_words, 'comment')} under words"] if of_words else []
    if any(one.kind == "opening" for one in sources.documents):
        left_out.append("what opens lists and sections: take content/openings/ along")
    return house, [*left_out, *_images(content)]


def _images(content: Path) -> Iterator[str]:
    yield "images: take content/images/ along"
    if not (content / IMAGES).is_file():
        return
    hosts = Counter(host_of(address) for address in read_list(content))
    for host, count in sorted(hosts.items()):
        yield f"{say_count(count, 'image')} of {host}, never fetched: texts name them there"
