"""What a theme brings besides its templates: files to publish, with the publication's own colours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plugins.files.assets import Asset, name_assets
from plugins.header import decode
from plugins.incremental.listing import odd_in, scan
from plugins.site.content import ODDITIES
from plugins.site.palette import PALETTE, read_palette, tokens_of
from plugins.site.statics import find_statics
from plugins.source import AuthorError, AuthorErrors, Source

SHEET = "css/site.css"


def assets_of(theme: Path, content: Path) -> dict[str, Asset]:
    """Name under theme/static → file to publish.

    Raises:
        AuthorErrors: something in the theme is no plain file; the palette is wrong.
    """
    _expect_files(theme)
    return name_assets(_theme_files(theme / "static", content / PALETTE))


def statics_of(theme: Path, folders: Iterable[str]) -> set[str]:
    """Paths of files in content/ that the theme names."""
    files = sorted(theme.rglob("*.*"))
    texts = (path.read_text("utf-8") for path in files if path.suffix in (".css", ".html", ".js"))
    return set[str]().union(*(find_statics(text, folders) for text in texts))


def _expect_files(theme: Path) -> None:
    """Nothing of a theme is read that stands elsewhere, or is waited for. Raises AuthorErrors."""
    odd = [
        AuthorError(Source(f"{theme.name}/{folder}/{name}".replace("//", "/")), ODDITIES[oddity])
        for folder, listing in scan(theme, is_hostile=True).items()
        for name, oddity in odd_in(listing)
    ]
    if odd:
        raise AuthorErrors(odd)


def _theme_files(folder: Path, palette: Path) -> dict[str, bytes]:
    """Those to publish, with what the publication has in place of the theme's own colours."""
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".txt")
    )
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    if palette.is_file() and SHEET in found:
        sheet = found[SHEET].decode()
        read = read_palette(
            decode(palette.read_bytes(), place := f"content/{PALETTE}"), place, tokens_of(sheet)
        )
        if read.findings:
            raise AuthorErrors(read.findings)
        found[SHEET] += read.sheet().encode()
    return found
