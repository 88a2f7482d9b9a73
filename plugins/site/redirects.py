"""content/redirects.txt: old addresses that no text can have as `Aliases:`, one `from  to` a line.

Addresses with a question mark (`/?p=123`, which files cannot tell apart), feeds, archives by date: what a publication
had before it came here, and what readers, feeds and search engines still ask for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plugins.header import decode
from plugins.site.aliases import Redirect, fault_of_shape
from plugins.source import AuthorError, AuthorErrors, Source

REDIRECTS: Final = "redirects.txt"
"""Its name under content/."""

QUERY: Final = re.compile(r"[\w.~+@!=&(),;'%\[\]-]{1,500}", re.ASCII)
"""What may follow a question mark: nothing that ends a word in `_redirects`, or a string in nginx."""

TARGET: Final = re.compile(r"/(?!/)[\w.~+@!=&()'%/-]*(?:#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Forward:
    """One line."""

    old: str
    """From the site's front page: "/feed/", "/?p=123". A blank in it is written "%20"."""

    target: str
    """From the front page, too; may have a fragment."""

    source: Source

    @property
    def path(self) -> str:
        """`old` up to its question mark."""
        return self.old.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark; empty where there is none."""
        return self.old.partition("?")[2]

    @property
    def page(self) -> str:
        """`target` up to its fragment."""
        return self.target.partition("#")[0]

    @property
    def written(self) -> str:
        """The line."""
        return f"{self.old.replace(' ', '%20')}  {self.target}"

    @property
    def redirect(self) -> Redirect:
        """As an alias of nothing in particular, for what holds of both."""
        return Redirect(self.old, self.target, "", self.source, noun="address")


def read_redirects(content: Path) -> tuple[Forward, ...]:
    """Those of the publication in this folder. Raises AuthorErrors."""
    path, place = content / REDIRECTS, f"{content.name}/{REDIRECTS}"
    if not path.is_file():
        return ()
    forwards, findings = parse_redirects(decode(path.read_bytes(), place), place)
    if findings:
        raise AuthorErrors(findings)
    return forwards


def parse_redirects(text: str, place: str) -> tuple[tuple[Forward, ...], tuple[AuthorError, ...]]:
    """The lines of the file, and what is wrong with the others. `place` is the path that findings name."""
    found: dict[str, Forward] = {}
    findings: list[AuthorError] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        source = Source(place, number)
        old, *rest = line.split()
        forward = Forward(old.replace("%20", " ") if "?" not in old else old, rest[0] if rest else "", source)
        message = _fault(forward, len(rest))
        if not message and forward.old in found:
            message = f'"{old}" stands in line {found[forward.old].source.line} already; keep one of them'
        if message:
            findings.append(AuthorError(source, message))
        else:
            found[forward.old] = forward
    return tuple(found.values()), tuple(findings)


def _fault(forward: Forward, targets: int) -> str:
    if targets != 1:
        return (
            'no line of redirects; write the old address, a blank and the new one: "/?p=123 /2019/old-name/"'
        )
    if not TARGET.fullmatch(forward.target):
        return f'"{forward.target[:80]}" is no address of this site; write one from its front page: "/2019/old-name/"'
    if "?" not in forward.old:
        return fault_of_shape(forward.old, "address")
    if not QUERY.fullmatch(forward.query):
        return f'"{forward.old[:80]}" cannot be asked for; write letters, figures, "=" and "&" after the "?"'
    return "" if forward.path == "/" else fault_of_shape(forward.path, "address")


def find_astray(
    forwards: Iterable[Forward], published: Collection[str], moved: Collection[str]
) -> Iterator[AuthorError]:
    """Lines that lead to nothing, or away from something.

    Args:
        published: every address of the site.
        moved: those that something had before.
    """
    for forward in forwards:
        if forward.old in published:
            message = f'the address "{forward.old}" belongs to a page of the site; delete the line'
            yield AuthorError(forward.source, message)
        elif forward.page not in published and forward.page not in moved:
            message = f'"{forward.page}" is no address of this site; write one that is, or delete the line'
            yield AuthorError(forward.source, message)
