"""The outside addresses of our texts, and where each was found: `python -m tests.content.addresses`."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.content.prose import CONTENT, OURS, sources

SOURCES = CONTENT.parent / "docs/sources.md"
"""Where each was found; where each stands is read from the texts."""

ADDRESS = re.compile(r"https?://[^\s)>\]\"'`]+")
ROW = re.compile(r"^\| <(?P<address>\S+)> \| (?P<found>.+) \|$", re.MULTILINE)


def standing(paths: Iterable[Path]) -> dict[str, list[str]]:
    """Address → "path:line" of each place where it stands; sorted."""
    places: dict[str, list[str]] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for found in ADDRESS.findall(line):
                places.setdefault(found, []).append(f"{path.relative_to(CONTENT)}:{number}")
    return dict(sorted(places.items()))


def found() -> dict[str, str]:
    """Address → where it was found, in the order of the table."""
    return {row["address"]: row["found"] for row in ROW.finditer(SOURCES.read_text("utf-8"))}


def main() -> None:
    """Print everything."""
    known = found()
    for address, places in standing(sources(*OURS)).items():
        print(f"{address}\n  found: {known.get(address, 'in no list; add it to docs/sources.md')}")
        for place in places:
            print(f"  stands: {place}")


if __name__ == "__main__":
    main()
