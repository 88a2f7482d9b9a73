"""The ledger of publication (content/ledger.txt) is written when a release is live, and not before.

Between the switch and that line a publish can be killed. What it showed has its moments then, and the next publish must
know them: else it would give others, and subscribers were told of changes that nobody made. So what will be noted lies
in public/ from before the switch on, under the id of its release.

What was noted stays there, too: the ledger under content/ can be lost or cut, and whoever goes back to the one that was
committed last has an old one. Upon that, ids would be given anew, and what is out would be told as news.
"""

from __future__ import annotations

from pathlib import Path

from plugins.header import decode
from plugins.publish import disk
from plugins.seal import keep_file, kept_file
from plugins.site.ledger import complete, put_back
from plugins.site.ledger_file import LEDGER, other_holders, parse_ledger, write_ledger
from plugins.source import AuthorErrors, Source

PENDING = ".publication"
"""In the folder of releases: a line with the id of a release, then the ledger as it is when that one is live."""

NOTED = ".noted"
"""In the folder of releases: the ledger as the last publish from here has written it."""


def announce(public: Path, release: str, text: str) -> None:
    """Say what is to be noted once `release` is live."""
    _keep(public / PENDING, f"{release}\n{text}".encode())


def note(public: Path, live: str, content: Path) -> None:
    """Write what was announced of the release `live` into the ledger under `content`, if it was."""
    pending, path = public / PENDING, content / LEDGER
    kept = kept_file(pending)
    release, _, rest = kept.partition(b"\n") if kept else (b"", b"", b"")
    if kept and release.decode() == live:
        known = _text_of(path)
        text = decode(rest, pending.as_posix())
        built = parse_ledger(text, Source(pending.as_posix(), 2))
        after = write_ledger(complete(built, parse_ledger(known, Source(path.as_posix()))))
        if after != known:
            _write(path, after)
        if kept_file(public / NOTED) != after.encode():
            _keep(public / NOTED, after.encode())
    disk.remove(pending)


def mend(public: Path, content: Path, *, is_dry: bool = False) -> int:
    """Put back into the ledger under `content` what was published from here and is not in it. Returns how many lines.

    Raises:
        AuthorErrors: it says of an address that something else was published there.
    """
    noted, path = kept_file(public / NOTED) or b"", content / LEDGER
    known = _text_of(path)
    if not noted or not {*noted.decode().split("\n")} - {*known.split("\n")}:
        return 0
    place = Source(path.as_posix())
    here, there = parse_ledger(known, place), parse_ledger(noted.decode(), Source(f"{public}/{NOTED}"))
    if faults := [*other_holders(known, here, there, place)]:
        raise AuthorErrors(faults)
    after = put_back(here, there)
    if not is_dry and after != here:
        _write(path, write_ledger(after))
    return len({*after.rows} - {*here.rows})


def _keep(path: Path, data: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        disk.remove(path)
    keep_file(path, data)


def _text_of(path: Path) -> str:
    """As authors' editors leave it: with other line ends, or a byte order mark."""
    return decode(path.read_bytes(), path.as_posix()) if path.is_file() else ""


def _write(path: Path, text: str) -> None:
    disk.write(path, text.encode(), path.with_name(f".{LEDGER}.part"))
