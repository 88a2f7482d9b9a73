"""The ledger of publication (content/ledger.txt) is written when a release is live, and not before.

Between the switch and that line a publish can be killed. What it showed has its moments then, and the next publish must
know them: else it would give others, and subscribers were told of changes that nobody made. So what will be noted lies
in public/ from before the switch on, under the id of its release.
"""

from __future__ import annotations

from pathlib import Path

from plugins.header import decode
from plugins.publish import disk
from plugins.seal import keep_file, kept_file
from plugins.site.ledger import complete
from plugins.site.ledger_file import LEDGER, parse_ledger, write_ledger
from plugins.source import Source

PENDING = ".publication"
"""In the folder of releases: a line with the id of a release, then the ledger as it is when that one is live."""


def announce(public: Path, release: str, text: str) -> None:
    """Say what is to be noted once `release` is live."""
    keep_file(public / PENDING, f"{release}\n{text}".encode())


def note(public: Path, live: str, content: Path) -> None:
    """Write what was announced of the release `live` into the ledger under `content`, if it was."""
    pending, path = public / PENDING, content / LEDGER
    kept = kept_file(pending)
    release, _, rest = kept.partition(b"\n") if kept else (b"", b"", b"")
    if kept and release.decode() == live:
        # As authors' editors leave it: with other line ends, or a byte order mark.
        known = decode(path.read_bytes(), path.as_posix()) if path.is_file() else ""
        text = decode(rest, pending.as_posix())
        built = parse_ledger(text, Source(pending.as_posix(), 2))
        after = write_ledger(complete(built, parse_ledger(known, Source(path.as_posix()))))
        if after != known:
            disk.write(path, after.encode(), path.with_name(f".{LEDGER}.part"))
    disk.remove(pending)
